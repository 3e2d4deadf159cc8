//! The dictionaries of a PDF, as far as they are needed: which streams hold packed objects, and
//! how many pages there are.

use std::io::Read;

use flate2::read::ZlibDecoder;
use memchr::{memchr2, memmem};

use super::active::{is_regular, name};
use crate::refused::Refused;

/// Dictionaries inside one another; deeper ones are walked but not kept.
const DEPTH: usize = 64;

/// What the stream behind a dictionary holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Holds {
    #[default]
    Content,
    /// Objects, packed together.
    Objects,
    /// The table of where objects are, in which no names stand.
    Index,
}

/// How a stream is packed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Packing {
    #[default]
    Plain,
    Deflate,
    /// In a way that tables never are.
    Odd,
}

/// What one dictionary says.
#[derive(Debug, Clone, Copy, Default)]
struct Dictionary {
    /// It is a node of the page tree.
    pages: bool,
    /// The number after `/Count`.
    count: u32,
    holds: Holds,
    packing: Packing,
    /// Its stream is rewritten row by row before it is packed.
    predictor: bool,
}

impl Dictionary {
    fn read(&mut self, key: &[u8], rest: &[u8]) {
        match key {
            b"Pages" => self.pages = true,
            b"Count" => self.count = number(rest),
            b"ObjStm" => self.holds = Holds::Objects,
            b"XRef" => self.holds = Holds::Index,
            b"FlateDecode" | b"Fl" => {
                self.packing = match self.packing {
                    Packing::Plain => Packing::Deflate,
                    Packing::Deflate | Packing::Odd => Packing::Odd,
                }
            }
            b"LZWDecode" | b"LZW" | b"ASCIIHexDecode" | b"AHx" | b"ASCII85Decode" | b"A85"
            | b"RunLengthDecode" | b"RL" | b"Crypt" => self.packing = Packing::Odd,
            b"Predictor" => self.predictor = true,
            _ => {}
        }
    }

    /// Made to hide something: no program writes such a table of objects.
    fn is_odd(self) -> bool {
        match self.holds {
            Holds::Content => false,
            Holds::Objects => self.packing == Packing::Odd || self.predictor,
            Holds::Index => self.packing == Packing::Odd,
        }
    }
}

/// Unpacks a table: gets the bytes from its beginning on, gives what is in it.
type Unpack<'a> = dyn FnMut(&[u8]) -> Result<Vec<u8>, Refused> + 'a;

/// Walks over all dictionaries. `unpack` is given each packed table and gives back what is in it.
pub(super) fn walk(bytes: &[u8], pages: &mut u32, unpack: &mut Unpack<'_>) -> Result<(), Refused> {
    let mut open: Vec<Dictionary> = Vec::new();
    let mut last = Dictionary::default();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let rest = &bytes[at..];
        at += match byte {
            b'%' => memchr2(b'\r', b'\n', rest).unwrap_or(rest.len()),
            b'(' => string(rest),
            b'<' if rest.starts_with(b"<<") => {
                if open.len() < DEPTH {
                    open.push(Dictionary::default());
                }
                2
            }
            b'>' if rest.starts_with(b">>") => {
                last = open.pop().unwrap_or_default();
                if last.pages {
                    *pages = last.count.max(*pages);
                }
                if let Some(parent) = open.last_mut() {
                    parent.predictor |= last.predictor;
                }
                2
            }
            b'/' => {
                let name = name(&rest[1..]);
                let taken = 1 + name.taken;
                if let Some(dictionary) = open.last_mut() {
                    dictionary.read(name.bytes(), &rest[taken..]);
                }
                taken
            }
            b's' if open.is_empty() && rest.starts_with(b"stream") => {
                let body = after_line(rest, 6);
                table(last, &rest[body..], pages, unpack)?;
                last = Dictionary::default();
                body + memmem::find(&rest[body..], b"endstream").map_or(0, |end| end + 9)
            }
            b'e' if rest.starts_with(b"endobj") => {
                open.clear();
                6
            }
            _ if is_regular(byte) => word(rest),
            _ => 1,
        };
    }
    Ok(())
}

fn table(
    dictionary: Dictionary,
    body: &[u8],
    pages: &mut u32,
    unpack: &mut Unpack<'_>,
) -> Result<(), Refused> {
    if dictionary.is_odd() {
        return Err(Refused::PdfMixed);
    }
    if dictionary.holds == Holds::Objects && dictionary.packing == Packing::Deflate {
        let table = unpack(body)?;
        walk(&table, pages, &mut |_| Ok(Vec::new()))?;
    }
    Ok(())
}

/// Unpacks a table; `room` is what all tables of a file may unpack to.
pub(super) fn unpack(packed: &[u8], room: &mut usize) -> Result<Vec<u8>, Refused> {
    let mut out = Vec::new();
    let most = u64::try_from(*room).unwrap_or(u64::MAX).saturating_add(1);
    ZlibDecoder::new(packed)
        .take(most)
        .read_to_end(&mut out)
        .map_err(|_| Refused::Unreadable)?;
    *room = room.checked_sub(out.len()).ok_or(Refused::Unreadable)?;
    Ok(out)
}

/// Length of a string in round brackets, which may hold brackets of its own.
fn string(bytes: &[u8]) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
        if depth == 0 {
            break;
        }
    }
    at.clamp(1, bytes.len())
}

/// Past the end of the line on which a stream begins.
fn after_line(bytes: &[u8], mut at: usize) -> usize {
    if bytes.get(at) == Some(&b'\r') {
        at += 1;
    }
    if bytes.get(at) == Some(&b'\n') {
        at += 1;
    }
    at.min(bytes.len())
}

fn word(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .take_while(|byte| is_regular(**byte))
        .count()
        .max(1)
}

/// The number that follows a key; zero when something else follows.
fn number(bytes: &[u8]) -> u32 {
    bytes
        .trim_ascii_start()
        .iter()
        .map_while(|byte| byte.is_ascii_digit().then(|| u32::from(byte - b'0')))
        .take(9)
        .fold(0, |sum, digit| sum * 10 + digit)
}
