//! A sealed file that can be read from any place without being opened as a whole.
//!
//! The file is cut into pieces of 64 KiB, each sealed by itself (XChaCha20-Poly1305) with a key of its own, which is
//! derived from the key it is sealed [`Under`] and the salt in its head. A piece's nonce is its number and whether it is the
//! last one (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015): pieces that are changed,
//! exchanged, left out or cut off do not open. The key is used for this one file, so that no nonce meets twice.

use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use intake::{ReadSeek, Reopen};

use crate::keys::{FileKey, Keys, Purpose, random};

const MAGIC: &[u8; 8] = b"PENDOPO1";
const SALT: usize = 32;
const HEAD_LENGTH: usize = 8 + SALT;
/// The same, as an offset in the file.
const HEAD: u64 = HEAD_LENGTH as u64;
const PIECE: usize = 64 << 10;
const TAG: usize = 16;

/// The key under which a file is sealed.
#[derive(Debug, Clone)]
pub(crate) enum Under {
    /// The master key: lists that were brought, which go after 90 days.
    Master(Box<Keys>),
    /// A key of the file's own, kept wrapped beside what is known of the file: without it the bytes are noise, also in
    /// an old backup of the storage.
    Own(FileKey),
}

impl Under {
    fn cipher(&self, salt: &[u8]) -> XChaCha20Poly1305 {
        let key = match self {
            Self::Master(keys) => keys.hash(Purpose::File, salt),
            Self::Own(key) => key.derive(salt),
        };
        XChaCha20Poly1305::new(&key.into())
    }
}

fn nonce(number: u64, last: bool) -> [u8; 24] {
    let mut nonce = [0; 24];
    for (place, byte) in nonce.iter_mut().zip(number.to_be_bytes()) {
        *place = byte;
    }
    if let Some(place) = nonce.last_mut() {
        *place = u8::from(last);
    }
    nonce
}

fn damaged() -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        "the kept file is damaged or was sealed with another key",
    )
}

/// Reads until the buffer is full or there is no more.
fn fill(source: &mut impl Read, buffer: &mut Vec<u8>, most: usize) -> io::Result<()> {
    buffer.clear();
    source.take(most as u64).read_to_end(buffer).map(|_| ())
}

/// Seals all that can be read.
pub(crate) fn seal(
    under: &Under,
    source: &mut impl Read,
    target: &mut impl Write,
) -> io::Result<()> {
    let salt: [u8; SALT] = random();
    let cipher = under.cipher(&salt);
    target.write_all(MAGIC)?;
    target.write_all(&salt)?;
    let (mut piece, mut next) = (Vec::with_capacity(PIECE), Vec::with_capacity(PIECE));
    fill(source, &mut piece, PIECE)?;
    for number in 0.. {
        fill(source, &mut next, PIECE)?;
        let last = next.is_empty();
        let payload = Payload {
            msg: &piece,
            aad: MAGIC,
        };
        let sealed = cipher
            .encrypt(&nonce(number, last).into(), payload)
            .map_err(|_| io::Error::other("a piece could not be sealed"))?;
        target.write_all(&sealed)?;
        if last {
            break;
        }
        std::mem::swap(&mut piece, &mut next);
    }
    Ok(())
}

/// A sealed file on the disk.
pub(crate) struct Sealed {
    path: PathBuf,
    under: Under,
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Sealed").field(&self.path).finish()
    }
}

impl Sealed {
    pub(crate) fn new(path: PathBuf, under: Under) -> Self {
        Self { path, under }
    }

    fn unseal(&self) -> io::Result<Unsealing<File>> {
        Unsealing::new(&self.under, File::open(&self.path)?)
    }
}

impl Reopen for Sealed {
    fn size(&self) -> io::Result<u64> {
        Ok(self.unseal()?.size)
    }

    fn reopen(&self) -> io::Result<Box<dyn ReadSeek>> {
        Ok(Box::new(self.unseal()?))
    }
}

/// Opens what was sealed, as a whole: for files whose size is bounded.
pub(crate) fn open(under: &Under, sealed: &[u8]) -> io::Result<Vec<u8>> {
    let mut reader = Unsealing::new(under, io::Cursor::new(sealed))?;
    let mut all = Vec::with_capacity(usize::try_from(reader.size).unwrap_or(0));
    reader.read_to_end(&mut all)?;
    Ok(all)
}

/// Reads a sealed file.
struct Unsealing<F> {
    file: F,
    cipher: XChaCha20Poly1305,
    /// Bytes there are to be read.
    size: u64,
    /// Pieces there are; at least one.
    pieces: u64,
    /// Where to read on.
    at: u64,
    /// The piece that is open, and its number.
    open: Option<(u64, Vec<u8>)>,
    sealed: Vec<u8>,
}

impl<F: Read + Seek> Unsealing<F> {
    fn new(under: &Under, mut file: F) -> io::Result<Self> {
        let mut head = [0; HEAD_LENGTH];
        let all = file.seek(SeekFrom::End(0))?;
        file.seek(SeekFrom::Start(0))?;
        file.read_exact(&mut head).map_err(|_| damaged())?;
        let salt = head.strip_prefix(MAGIC).ok_or_else(damaged)?;
        let body = all.checked_sub(HEAD).ok_or_else(damaged)?;
        let pieces = body.div_ceil((PIECE + TAG) as u64);
        let size = body.checked_sub(pieces * TAG as u64);
        Ok(Self {
            cipher: under.cipher(salt),
            size: size.filter(|_| pieces > 0).ok_or_else(damaged)?,
            file,
            pieces,
            at: 0,
            open: None,
            sealed: Vec::new(),
        })
    }

    fn piece(&mut self, number: u64) -> io::Result<&[u8]> {
        if self.open.as_ref().is_none_or(|(open, _)| *open != number) {
            self.open = None;
            let start = HEAD + number * (PIECE + TAG) as u64;
            self.file.seek(SeekFrom::Start(start))?;
            fill(&mut self.file, &mut self.sealed, PIECE + TAG)?;
            let nonce = nonce(number, number + 1 == self.pieces);
            let payload = Payload {
                msg: &self.sealed,
                aad: MAGIC,
            };
            let piece = self.cipher.decrypt(&nonce.into(), payload);
            self.open = Some((number, piece.map_err(|_| damaged())?));
        }
        Ok(self.open.as_ref().map_or(&[], |(_, piece)| piece))
    }
}

impl<F: Read + Seek> Read for Unsealing<F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // Also at the end the last piece must open: a file of nothing but a head is damaged, not empty.
        let number = (self.at / PIECE as u64).min(self.pieces - 1);
        let from = usize::try_from(self.at - number * PIECE as u64).unwrap_or(usize::MAX);
        let mut rest = self.piece(number)?.get(from..).unwrap_or_default();
        let count = rest.read(buffer)?;
        self.at += count as u64;
        Ok(count)
    }
}

impl<F: Read + Seek> Seek for Unsealing<F> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.size.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::MasterKey;

    fn keys(byte: &str) -> Under {
        Under::Master(Box::new(Keys::new(
            &MasterKey::parse(&byte.repeat(32)).unwrap(),
        )))
    }

    fn text(length: usize) -> Vec<u8> {
        (0..=250_u8).cycle().take(length).collect()
    }

    fn sealed(length: usize) -> Vec<u8> {
        let mut target = Vec::new();
        seal(&keys("05"), &mut text(length).as_slice(), &mut target).unwrap();
        target
    }

    fn unsealed(keys: &Under, sealed: Vec<u8>) -> io::Result<Vec<u8>> {
        let mut all = Vec::new();
        Unsealing::new(keys, Cursor::new(sealed))?.read_to_end(&mut all)?;
        Ok(all)
    }

    #[test]
    fn a_file_of_any_length_comes_back_as_it_was() {
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE] {
            let sealed = sealed(length);
            let size = Unsealing::new(&keys("05"), Cursor::new(&sealed))
                .unwrap()
                .size;
            assert_eq!(size, length as u64);
            assert!(unsealed(&keys("05"), sealed).unwrap() == text(length));
        }
    }

    #[test]
    fn a_key_of_its_own_opens_one_file_and_no_other() {
        let keys = Keys::new(&MasterKey::parse(&"05".repeat(32)).unwrap());
        let (one, two) = (uuid::Uuid::from_u128(1), uuid::Uuid::from_u128(2));
        let (key, wrapped) = keys.new_file_key(one);
        let mut target = Vec::new();
        seal(&Under::Own(key), &mut text(100).as_slice(), &mut target).unwrap();
        let again = Under::Own(keys.file_key(one, &wrapped).unwrap());
        assert_eq!(open(&again, &target).unwrap(), text(100));
        let (other, _) = keys.new_file_key(two);
        assert!(open(&Under::Own(other), &target).is_err());
        assert!(keys.file_key(two, &wrapped).is_err());
    }

    #[test]
    fn it_is_read_from_any_place() {
        let length = 2 * PIECE + 100;
        let mut file = Unsealing::new(&keys("05"), Cursor::new(sealed(length))).unwrap();
        let mut ten = [0; 10];
        for (to, start) in [
            (SeekFrom::End(-10), length - 10),
            (SeekFrom::Start(PIECE as u64 - 5), PIECE - 5),
            (SeekFrom::Current(-i64::try_from(PIECE).unwrap()), 5),
        ] {
            assert_eq!(file.seek(to).unwrap(), start as u64);
            file.read_exact(&mut ten).unwrap();
            assert_eq!(ten, text(length)[start..start + 10]);
        }
        file.seek(SeekFrom::Start(length as u64 + 9)).unwrap();
        assert_eq!(file.read(&mut ten).unwrap(), 0);
        assert!(file.seek(SeekFrom::Current(i64::MIN)).is_err());
    }

    #[test]
    fn what_was_changed_cut_or_sealed_with_another_key_does_not_open() {
        let (head, piece) = (HEAD_LENGTH, PIECE + TAG);
        let whole = sealed(2 * PIECE + 100);
        let mut flipped = whole.clone();
        flipped[head + piece + 7] ^= 1;
        let mut exchanged = whole[..head].to_vec();
        exchanged.extend_from_slice(&whole[head + piece..head + 2 * piece]);
        exchanged.extend_from_slice(&whole[head..head + piece]);
        exchanged.extend_from_slice(&whole[head + 2 * piece..]);
        for bad in [
            flipped,
            exchanged,
            whole[..head + 2 * piece].to_vec(),
            whole[..whole.len() - 1].to_vec(),
            whole[..head].to_vec(),
            whole[..5].to_vec(),
            b"Nama,NIK\nSiti,3324096505800001\nSiti,3324096505800002\n".to_vec(),
            Vec::new(),
        ] {
            let error = unsealed(&keys("05"), bad).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::InvalidData);
        }
        assert!(unsealed(&keys("06"), whole).is_err());
    }
}
