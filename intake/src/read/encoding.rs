//! Which letters do the bytes of a text file stand for?

use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::error::{Foreign, IntakeError};

/// Bytes read at once.
pub(crate) const PIECE: usize = 64 << 10;

/// The encodings that Indonesian offices' programs write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without byte order mark; "CSV UTF-8" of Excel, LibreOffice, the web.
    Utf8,
    /// UTF-16, low byte first; "Unicode text" of Excel.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// Windows-1252, the ANSI code page of Excel's plain "CSV" in Indonesia.
    Windows1252,
}

/// What one pass over a text file told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TextScan {
    pub(crate) encoding: Encoding,
    /// Lines, the last one without an end included.
    pub(crate) lines: u64,
}

/// The encoding by byte order mark, or by where the zero bytes of plain letters stand.
fn by_first_bytes(head: &[u8]) -> Option<Encoding> {
    match head {
        [0xEF, 0xBB, 0xBF, ..] => return Some(Encoding::Utf8),
        [0xFF, 0xFE, ..] => return Some(Encoding::Utf16Le),
        [0xFE, 0xFF, ..] => return Some(Encoding::Utf16Be),
        _ => {}
    }
    let pairs = head.len() / 2;
    let (mut first, mut second) = (0, 0);
    for pair in head.chunks_exact(2) {
        first += usize::from(pair.first() == Some(&0));
        second += usize::from(pair.last() == Some(&0));
    }
    if pairs >= 4 && second * 3 > pairs && first * 20 < pairs {
        Some(Encoding::Utf16Le)
    } else if pairs >= 4 && first * 3 > pairs && second * 20 < pairs {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

/// Looks through the whole file once: NUL bytes, letters, lines.
pub(crate) fn scan(
    reopen: &dyn Fn() -> io::Result<Box<dyn Read + Send>>,
    head: &[u8],
) -> Result<TextScan, IntakeError> {
    if let Some(encoding @ (Encoding::Utf16Le | Encoding::Utf16Be)) = by_first_bytes(head) {
        return scan_decoded(Decoding::new(reopen()?, encoding), encoding);
    }
    if looks_binary(head) {
        return Err(IntakeError::NotATable {
            found: Foreign::Binary,
        });
    }
    scan_bytes(reopen)
}

/// Text has tabs and line ends but hardly any other control characters.
fn looks_binary(head: &[u8]) -> bool {
    let control = head
        .iter()
        .filter(|byte| matches!(byte, 1..=8 | 14..=25 | 28..=31))
        .count();
    control * 50 > head.len()
}

fn scan_decoded(
    mut text: Decoding<Box<dyn Read + Send>>,
    encoding: Encoding,
) -> Result<TextScan, IntakeError> {
    let mut buffer = vec![0; PIECE];
    let mut lines = LineCount::default();
    loop {
        let count = text.read(&mut buffer)?;
        let Some(piece) = buffer.get(..count).filter(|piece| !piece.is_empty()) else {
            break;
        };
        if let Some(at) = memchr::memchr(0, piece) {
            return Err(IntakeError::NulByte {
                line: lines.line_of(piece, at),
            });
        }
        if text.malformed {
            return Err(IntakeError::Encoding {
                line: lines.line_of(piece, piece.len()),
            });
        }
        lines.add(piece);
    }
    if text.malformed {
        return Err(IntakeError::Encoding {
            line: lines.total(),
        });
    }
    Ok(TextScan {
        encoding,
        lines: lines.total(),
    })
}

fn scan_bytes(
    reopen: &dyn Fn() -> io::Result<Box<dyn Read + Send>>,
) -> Result<TextScan, IntakeError> {
    let mut lines = LineCount::default();
    let mut letters = Letters::default();
    each_piece(&mut *reopen()?, |piece| {
        if let Some(at) = memchr::memchr(0, piece) {
            return Err(IntakeError::NulByte {
                line: lines.line_of(piece, at),
            });
        }
        letters.look(piece);
        lines.add(piece);
        Ok(())
    })?;
    letters.end();
    if !letters.broken || letters.multibyte {
        // A few rows of another encoding in a UTF-8 file are dealt with row by row.
        return Ok(TextScan {
            encoding: Encoding::Utf8,
            lines: lines.total(),
        });
    }
    let mut lines = LineCount::default();
    each_piece(&mut *reopen()?, |piece| {
        // The five bytes to which Windows-1252 gives no letter.
        let undefined = |byte: &u8| matches!(byte, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D);
        if let Some(at) = piece.iter().position(undefined) {
            return Err(IntakeError::Encoding {
                line: lines.line_of(piece, at),
            });
        }
        lines.add(piece);
        Ok(())
    })?;
    Ok(TextScan {
        encoding: Encoding::Windows1252,
        lines: lines.total(),
    })
}

fn each_piece(
    reader: &mut dyn Read,
    mut look: impl FnMut(&[u8]) -> Result<(), IntakeError>,
) -> Result<(), IntakeError> {
    let mut buffer = vec![0; PIECE];
    loop {
        let count = match reader.read(&mut buffer) {
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error.into()),
        };
        match buffer.get(..count) {
            Some(piece) if !piece.is_empty() => look(piece)?,
            _ => return Ok(()),
        }
    }
}

#[derive(Default)]
struct LineCount {
    ends: u64,
    open: bool,
}

impl LineCount {
    fn add(&mut self, piece: &[u8]) {
        self.ends += ends_in(piece);
        self.open = piece.last() != Some(&b'\n');
    }

    fn total(&self) -> u64 {
        self.ends + u64::from(self.open)
    }

    fn line_of(&self, piece: &[u8], at: usize) -> u64 {
        self.ends + 1 + ends_in(piece.get(..at).unwrap_or(piece))
    }
}

fn ends_in(piece: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', piece).count() as u64
}

/// Follows UTF-8 over the borders of pieces.
#[derive(Default)]
struct Letters {
    tail: Vec<u8>,
    broken: bool,
    multibyte: bool,
}

impl Letters {
    fn look(&mut self, piece: &[u8]) {
        let mut rest = piece;
        // Complete the letter cut off by the last piece's end: at most three bytes are missing.
        while !self.tail.is_empty() {
            let Some((&byte, after)) = rest.split_first() else {
                return;
            };
            self.tail.push(byte);
            rest = after;
            match std::str::from_utf8(&self.tail) {
                Ok(_) => {
                    self.multibyte = true;
                    self.tail.clear();
                }
                Err(error) if error.error_len().is_none() => {}
                Err(_) => {
                    self.broken = true;
                    self.tail.clear();
                }
            }
        }
        loop {
            match std::str::from_utf8(rest) {
                Ok(text) => {
                    self.multibyte = self.multibyte || !text.is_ascii();
                    return;
                }
                Err(error) => {
                    let (good, bad) = rest
                        .split_at_checked(error.valid_up_to())
                        .unwrap_or((rest, &[]));
                    self.multibyte = self.multibyte || !good.is_ascii();
                    let Some(skip) = error.error_len() else {
                        self.tail.extend_from_slice(bad);
                        return;
                    };
                    self.broken = true;
                    if self.multibyte {
                        return; // both seen: nothing more to learn
                    }
                    rest = bad.get(skip..).unwrap_or_default();
                }
            }
        }
    }

    fn end(&mut self) {
        self.broken = self.broken || !self.tail.is_empty();
    }
}

/// A reader which turns another encoding into UTF-8 as it goes.
pub(crate) struct Decoding<R> {
    inner: R,
    decoder: Decoder,
    input: Vec<u8>,
    start: usize,
    end: usize,
    exhausted: bool,
    finished: bool,
    spill: [u8; 8],
    spilled: std::ops::Range<usize>,
    /// Whether something was read that is no letter in this encoding.
    pub(crate) malformed: bool,
}

impl<R: Read> Decoding<R> {
    pub(crate) fn new(inner: R, encoding: Encoding) -> Self {
        let decoder = match encoding {
            Encoding::Utf8 => encoding_rs::UTF_8.new_decoder_with_bom_removal(),
            Encoding::Utf16Le => UTF_16LE.new_decoder_with_bom_removal(),
            Encoding::Utf16Be => UTF_16BE.new_decoder_with_bom_removal(),
            Encoding::Windows1252 => WINDOWS_1252.new_decoder_without_bom_handling(),
        };
        Self {
            inner,
            decoder,
            input: vec![0; PIECE],
            start: 0,
            end: 0,
            exhausted: false,
            finished: false,
            spill: [0; 8],
            spilled: 0..0,
            malformed: false,
        }
    }

    fn decode_into(&mut self, out: &mut [u8]) -> io::Result<usize> {
        // A decoder that was told of the end must not be asked again.
        while !self.finished {
            if self.start == self.end && !self.exhausted {
                self.refill()?;
            }
            let pending = self.input.get(self.start..self.end).unwrap_or_default();
            let (result, read, written, bad) =
                self.decoder.decode_to_utf8(pending, out, self.exhausted);
            self.start += read;
            self.malformed |= bad;
            self.finished = self.exhausted && matches!(result, CoderResult::InputEmpty);
            if written > 0 || matches!(result, CoderResult::OutputFull) {
                return Ok(written);
            }
        }
        Ok(0)
    }

    fn refill(&mut self) -> io::Result<()> {
        self.start = 0;
        self.end = loop {
            match self.inner.read(&mut self.input) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.exhausted = self.end == 0;
        Ok(())
    }
}

impl<R: Read> Read for Decoding<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        if self.spilled.is_empty() {
            // The decoder needs room for a whole letter even when the caller has less.
            if out.len() >= self.spill.len() {
                return self.decode_into(out);
            }
            let mut spill = [0; 8];
            let count = self.decode_into(&mut spill)?;
            self.spill = spill;
            self.spilled = 0..count;
        }
        let ready = self.spill.get(self.spilled.clone()).unwrap_or_default();
        let count = ready.len().min(out.len());
        if let (Some(to), Some(from)) = (out.get_mut(..count), ready.get(..count)) {
            to.copy_from_slice(from);
        }
        self.spilled.start += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scanned(bytes: &[u8]) -> Result<TextScan, IntakeError> {
        let owned = bytes.to_vec();
        scan(&move || Ok(Box::new(io::Cursor::new(owned.clone()))), bytes)
    }

    fn utf16(text: &str, high_first: bool, mark: bool) -> Vec<u8> {
        let units = mark
            .then_some(0xFEFF)
            .into_iter()
            .chain(text.encode_utf16());
        units
            .flat_map(|unit| {
                if high_first {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            })
            .collect()
    }

    #[test]
    fn each_encoding_is_recognised_with_its_lines() {
        let text = "nama,desa\nBu Sri,Sukolilan\n";
        let cases = [
            (text.as_bytes().to_vec(), Encoding::Utf8),
            ([b"\xEF\xBB\xBF", text.as_bytes()].concat(), Encoding::Utf8),
            ("nama\nCafé Désa".as_bytes().to_vec(), Encoding::Utf8),
            (utf16(text, false, true), Encoding::Utf16Le),
            (utf16(text, true, true), Encoding::Utf16Be),
            (utf16(text, false, false), Encoding::Utf16Le),
            (utf16(text, true, false), Encoding::Utf16Be),
            (
                b"nama\nCaf\xe9 \x93Ayu\x94\n".to_vec(),
                Encoding::Windows1252,
            ),
        ];
        for (bytes, encoding) in cases {
            let scan = scanned(&bytes).unwrap();
            assert_eq!(scan, TextScan { encoding, lines: 2 }, "{bytes:?}");
        }
    }

    #[test]
    fn nul_bytes_and_undefined_letters_are_refused_with_their_line() {
        assert!(matches!(
            scanned(b"a,b\nc\0,d\n"),
            Err(IntakeError::NulByte { line: 2 })
        ));
        assert!(matches!(
            scanned(b"a\nb\nc\x81d\n"),
            Err(IntakeError::Encoding { line: 3 })
        ));
        let mut cut = utf16("nama\nde", false, true);
        cut.push(0xD8);
        assert!(matches!(scanned(&cut), Err(IntakeError::Encoding { .. })));
    }

    #[test]
    fn a_letter_cut_by_a_piece_border_is_still_a_letter() {
        let mut letters = Letters::default();
        letters.look(b"Caf\xc3");
        letters.look(b"\xa9 ok");
        letters.end();
        assert!(!letters.broken && letters.multibyte);
        letters.look(b"x\xc3");
        letters.end();
        assert!(letters.broken);
    }

    proptest::proptest! {
        #[test]
        fn decoding_gives_back_the_text_whatever_the_buffer(
            text in "\\PC{0,200}", high_first: bool, room in 1usize..40,
        ) {
            let encoding = if high_first { Encoding::Utf16Be } else { Encoding::Utf16Le };
            let bytes = utf16(&text, high_first, true);
            let mut decoding = Decoding::new(io::Cursor::new(bytes), encoding);
            let (mut out, mut buffer) = (Vec::new(), vec![0; room]);
            loop {
                let count = decoding.read(&mut buffer).unwrap();
                if count == 0 { break }
                out.extend_from_slice(&buffer[..count]);
            }
            proptest::prop_assert_eq!(String::from_utf8(out).unwrap(), text);
            proptest::prop_assert!(!decoding.malformed);
        }
    }
}
