//! Where the bytes of a file are: on the disk, or already in memory.

use std::fmt;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file that can be read again and again from its start.
#[derive(Debug, Clone)]
pub enum Source {
    /// On the disk.
    Path(PathBuf),
    /// In memory.
    Bytes(Arc<[u8]>),
    /// Anywhere else: a file that is kept sealed, say.
    Other(Arc<dyn Reopen>),
}

/// Something that can be opened again and again.
pub trait Reopen: fmt::Debug + Send + Sync {
    /// How many bytes there are to be read.
    fn size(&self) -> io::Result<u64>;
    /// Opens it at its start.
    fn reopen(&self) -> io::Result<Box<dyn ReadSeek>>;
}

/// What the readers of workbooks ask for.
pub trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

impl Source {
    pub(crate) fn len(&self) -> io::Result<u64> {
        match self {
            Self::Path(path) => Ok(std::fs::metadata(path)?.len()),
            Self::Bytes(bytes) => Ok(bytes.len() as u64),
            Self::Other(other) => other.size(),
        }
    }

    pub(crate) fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
        Ok(match self {
            Self::Path(path) => Box::new(File::open(path)?),
            Self::Bytes(bytes) => Box::new(Cursor::new(Arc::clone(bytes))),
            Self::Other(other) => other.reopen()?,
        })
    }

    pub(crate) fn head(&self, count: u64) -> io::Result<Vec<u8>> {
        let mut head = Vec::new();
        self.open()?.take(count).read_to_end(&mut head)?;
        Ok(head)
    }
}

impl From<&Path> for Source {
    fn from(path: &Path) -> Self {
        Self::Path(path.to_path_buf())
    }
}

impl From<PathBuf> for Source {
    fn from(path: PathBuf) -> Self {
        Self::Path(path)
    }
}

impl From<Vec<u8>> for Source {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes.into())
    }
}
