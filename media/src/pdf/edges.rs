//! Where a PDF begins and ends, and that no other file shares its bytes.

use memchr::memmem;

use crate::foreign;
use crate::refused::Refused;

/// How far from its end a ZIP archive may hide its directory: the record and the longest comment.
const ZIP_END_WITHIN: usize = 22 + 65_535;
/// How far from its end readers look for the end mark (ISO 32000-1, implementation note 18).
const END_WITHIN: usize = 1024;
/// Where other formats keep their mark although a PDF stands before it: a tape archive's header
/// and a disc image's first volume.
const MARKS_INSIDE: [(usize, &[u8]); 2] = [(257, b"ustar"), (32_769, b"CD001")];

pub(super) fn check(bytes: &[u8]) -> Result<(), Refused> {
    let tail = &bytes[bytes.len().saturating_sub(END_WITHIN)..];
    let Some(end) = memmem::rfind(tail, b"%%EOF") else {
        return Err(if memmem::rfind(bytes, b"%%EOF").is_some() {
            Refused::PdfMixed
        } else {
            Refused::Truncated
        });
    };
    let behind = &tail[end + 5..];
    if !behind
        .iter()
        .all(|byte| byte.is_ascii_whitespace() || *byte == 0)
    {
        return Err(Refused::PdfMixed);
    }
    let head = &bytes[..bytes.len().min(END_WITHIN)];
    if foreign::is_page(head) || has_zip_directory(bytes) || has_mark_inside(bytes) {
        return Err(Refused::PdfMixed);
    }
    Ok(())
}

fn has_mark_inside(bytes: &[u8]) -> bool {
    MARKS_INSIDE
        .iter()
        .any(|(at, mark)| bytes.get(*at..).is_some_and(|rest| rest.starts_with(mark)))
}

/// A ZIP is read from its end. Its last record states how long the comment behind it is; when that
/// comment reaches exactly to the end of the file, the file is an archive too.
fn has_zip_directory(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(ZIP_END_WITHIN)..];
    memmem::find_iter(tail, b"PK\x05\x06").any(|at| {
        tail.get(at + 20..at + 22).is_some_and(|length| {
            at + 22 + usize::from(u16::from_le_bytes([length[0], length[1]])) == tail.len()
        })
    })
}
