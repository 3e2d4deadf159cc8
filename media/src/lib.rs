//! Uploaded files, looked at by content.
//!
//! [`look`] takes the bytes somebody sent and the [`Limits`] of the house, and gives back a
//! [`Clean`] copy that may be kept and shown, or says why the file is [`Refused`]. Bytes in, bytes
//! out: no file is read or written, the file's name plays no part.
//!
//! - **Pictures** (JPEG, PNG, WebP, HEIC) are decoded and written anew. Whatever was hidden in or
//!   behind them (place and time of the photo, comments, an appended archive) does not survive
//!   that, the picture stands upright, and a big photo becomes as large as a page needs it.
//! - **PDF** is kept byte for byte, since a signed paper must stay what it was. It is therefore
//!   looked through instead: see [`Active`] and [`Refused`].
//!
//! A picture costs memory while it is decoded, at most [`Limits::peak_memory`]; who looks at many
//! at once must bound how many.
mod foreign;
mod jpeg;
mod kind;
mod limits;
mod pdf;
mod picture;
mod refused;

pub use kind::Kind;
pub use limits::Limits;
pub use pdf::Active;
pub use refused::Refused;

/// A file that may be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clean {
    /// What the clean copy is.
    pub kind: Kind,
    /// The clean copy.
    pub bytes: Vec<u8>,
    /// A small JPEG of a picture. A PDF has none: drawing a stranger's PDF is a risk of its own.
    pub thumbnail: Option<Vec<u8>>,
    /// Width of the clean picture in pixels.
    pub width: Option<u32>,
    /// Height of the clean picture in pixels.
    pub height: Option<u32>,
    /// Pages of a PDF, where it says how many.
    pub pages: Option<u32>,
    /// What a PDF would do by itself when opened, of the sorts that [`Limits::refuse`] lets pass.
    pub active: Vec<Active>,
}

/// Looks at what somebody sent.
///
/// # Errors
/// [`Refused`] with the reason and what the sender can do about it.
pub fn look(bytes: &[u8], limits: &Limits) -> Result<Clean, Refused> {
    if bytes.is_empty() {
        return Err(Refused::Empty);
    }
    if bytes.len() > limits.bytes {
        return Err(Refused::TooManyBytes {
            megabytes: megabytes(bytes.len()),
            limit: megabytes(limits.bytes),
        });
    }
    match kind::sniff(bytes)? {
        kind::Sent::Pdf => pdf::look(bytes, limits),
        kind::Sent::Picture(sort) => picture::look(sort, bytes, limits),
    }
}

/// Whole megabytes, rounded up.
fn megabytes(bytes: usize) -> usize {
    bytes.div_ceil(1024 * 1024)
}
