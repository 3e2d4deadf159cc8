//! Files that are none of ours, named so that the sender understands what was picked by mistake.

use memchr::memmem;

use crate::refused::Refused;

/// Magic numbers of programs: Windows, Linux, macOS (both byte orders and both sizes), Java.
const PROGRAMS: [&[u8]; 8] = [
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"#!",
];
/// Zip (also Word, Excel, Android packages), RAR, 7-Zip, gzip, old Office files.
const ARCHIVES: [&[u8]; 5] = [
    b"PK",
    b"Rar!",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b",
    b"\xd0\xcf\x11\xe0",
];
const OTHER_PICTURES: [(&[u8], &str); 5] = [
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"8BPS", "PSD"),
];
/// How far a reader looks for `%PDF-`; some programs open a file with junk before it.
const PDF_HEADER_WITHIN: usize = 1024;

/// Why a file that is no picture and no PDF is refused.
pub(crate) fn name(bytes: &[u8]) -> Refused {
    let head = &bytes[..bytes.len().min(PDF_HEADER_WITHIN)];
    let begins = |magics: &[&[u8]]| magics.iter().any(|magic| head.starts_with(magic));
    if begins(&PROGRAMS) {
        Refused::Program
    } else if begins(&ARCHIVES) {
        Refused::Archive
    } else if memmem::find(head, b"%PDF-").is_some() {
        Refused::PdfMixed
    } else if is_page(head) {
        Refused::WebPage
    } else if let Some((_, format)) = OTHER_PICTURES
        .iter()
        .find(|(magic, _)| head.starts_with(magic))
    {
        Refused::OtherPicture { format }
    } else {
        Refused::Unknown
    }
}

/// HTML, SVG or another page: markup which a browser might run.
pub(crate) fn is_page(head: &[u8]) -> bool {
    let lower = head.to_ascii_lowercase();
    [&b"<html"[..], b"<!doctype", b"<script", b"<svg", b"<?php"]
        .iter()
        .any(|mark| memmem::find(&lower, mark).is_some())
}
