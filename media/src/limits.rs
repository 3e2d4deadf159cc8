//! How much of a file the house is willing to look at.

use crate::Active;

/// Configuration of [`crate::look`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Size of the file as sent, in bytes.
    pub bytes: usize,
    /// Pixels of a picture as sent, width times height; checked before a picture is decoded.
    pub pixels: u64,
    /// Longest edge of the clean picture in pixels; a larger one is made smaller.
    pub edge: u32,
    /// Longest edge of the thumbnail in pixels.
    pub thumbnail: u32,
    /// Quality of the JPEGs written, 1 to 100.
    pub quality: u8,
    /// Pages of a PDF.
    pub pages: u32,
    /// Bytes that the packed tables of a PDF may unpack to.
    pub unpacked: usize,
    /// What a PDF must not contain; other sorts are only told of.
    pub refuse: Vec<Active>,
}

impl Default for Limits {
    /// A phone's photo of 50 megapixels or a scanned dossier; papers stay readable at 2400 pixels
    /// (an A4 page at about 200 dots per inch).
    fn default() -> Self {
        Self {
            bytes: 15 * 1024 * 1024,
            pixels: 60_000_000,
            edge: 2400,
            thumbnail: 320,
            quality: 85,
            pages: 100,
            unpacked: 64 * 1024 * 1024,
            refuse: vec![
                Active::Script,
                Active::Launch,
                Active::Attachment,
                Active::Submit,
                Active::Media,
                Active::Form,
            ],
        }
    }
}

impl Limits {
    /// Upper bound in bytes of the memory that one call of [`crate::look`] needs besides the file
    /// itself: the decoded picture at four bytes a pixel, as much again for the decoder's own
    /// tables (a progressive JPEG keeps its coefficients), and the smaller copies.
    pub fn peak_memory(&self) -> u64 {
        let edge = u64::from(self.edge);
        self.pixels * 8 + edge * edge * 8 + self.bytes as u64
    }
}
