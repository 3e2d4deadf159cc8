//! What is it? Decided by content; a name or a browser's word counts for nothing.

use crate::foreign;
use crate::refused::Refused;

/// What a clean copy can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A PDF document.
    Pdf,
    /// A JPEG picture.
    Jpeg,
    /// A PNG picture.
    Png,
}

impl Kind {
    /// The media type to serve it with.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    /// Ending of a file name, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }
}

/// What was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sent {
    Pdf,
    Picture(Picture),
}

/// The picture formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Picture {
    Jpeg,
    Png,
    Webp,
    Heic,
}

/// Brands of ISO base media files whose pictures are coded as HEVC (ISO/IEC 23008-12, annex B).
const HEIC_BRANDS: [&[u8; 4]; 6] = [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"];
/// Brands that say "a picture", whatever its coding.
const ANY_PICTURE_BRANDS: [&[u8; 4]; 2] = [b"mif1", b"msf1"];

pub(crate) fn sniff(bytes: &[u8]) -> Result<Sent, Refused> {
    if bytes.starts_with(b"%PDF-") {
        return Ok(Sent::Pdf);
    }
    if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        return Ok(Sent::Picture(Picture::Jpeg));
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Ok(Sent::Picture(Picture::Png));
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Ok(Sent::Picture(Picture::Webp));
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return base_media(bytes).map(Sent::Picture);
    }
    Err(foreign::name(bytes))
}

/// HEIC, AVIF and videos all begin with a box that lists their brands.
fn base_media(bytes: &[u8]) -> Result<Picture, Refused> {
    let said = usize::try_from(u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]));
    let end = said.unwrap_or(0).clamp(8, 256).min(bytes.len());
    let brands: Vec<&[u8]> = bytes[8..end].chunks_exact(4).collect();
    let has = |wanted: &[&[u8; 4]]| {
        brands
            .iter()
            .any(|brand| wanted.iter().any(|w| w[..] == **brand))
    };
    if has(&[b"avif", b"avis"]) {
        Err(Refused::OtherPicture { format: "AVIF" })
    } else if has(&HEIC_BRANDS) || has(&ANY_PICTURE_BRANDS) {
        Ok(Picture::Heic)
    } else {
        Err(Refused::Video)
    }
}
