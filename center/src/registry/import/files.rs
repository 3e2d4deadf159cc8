//! Where uploaded files are kept: by the hash of their bytes, so that the same file is kept once.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// The folder of kept files.
#[derive(Debug, Clone)]
pub struct Files(PathBuf);

impl Files {
    /// In a folder, which is made when the first file comes.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self(folder.into())
    }

    /// Where the file with this hash is kept.
    pub fn path(&self, hash: &[u8]) -> PathBuf {
        let name = hash
            .iter()
            .fold(String::with_capacity(64), |mut name, byte| {
                use std::fmt::Write as _;
                // Writing into a String cannot fail.
                let _ = write!(name, "{byte:02x}");
                name
            });
        self.0.join(name.get(..2).unwrap_or("")).join(name)
    }

    /// Keeps a copy of a file; gives its hash. Written beside, flushed and renamed, so that a file which is there is
    /// whole, whenever the machine stops.
    pub fn keep(&self, from: &Path) -> io::Result<[u8; 32]> {
        let mut source = File::open(from)?;
        fs::create_dir_all(&self.0)?;
        let beside = self.0.join(format!(".{}.part", uuid::Uuid::now_v7()));
        let result = copy(&mut source, &beside).and_then(|hash| {
            let target = self.path(&hash);
            if let Some(folder) = target.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::rename(&beside, &target)?;
            Ok(hash)
        });
        if result.is_err() {
            // The error that matters is the first one.
            let _ = fs::remove_file(&beside);
        }
        result
    }
}

fn copy(source: &mut File, beside: &Path) -> io::Result<[u8; 32]> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    // It may hold NIKs: for the program's own eyes only.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut target = options.open(beside)?;
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; 256 << 10];
    loop {
        let count = match source.read(&mut buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            other => other?,
        };
        let Some(piece) = buffer.get(..count).filter(|piece| !piece.is_empty()) else {
            break;
        };
        hasher.update(piece);
        target.write_all(piece)?;
    }
    target.sync_all()?;
    Ok(*hasher.finalize().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_kept_once_under_its_hash_and_nothing_is_left_beside() {
        let folder = tempfile::tempdir().unwrap();
        let from = folder.path().join("sensus.csv");
        fs::write(&from, "nama;desa\n").unwrap();
        let files = Files::new(folder.path().join("files"));
        let hash = files.keep(&from).unwrap();
        assert_eq!(files.keep(&from).unwrap(), hash);
        assert_eq!(hash, *blake3::hash(b"nama;desa\n").as_bytes());
        assert_eq!(fs::read(files.path(&hash)).unwrap(), b"nama;desa\n");
        let kept = walk(&folder.path().join("files"));
        assert_eq!(kept, [files.path(&hash)]);
        assert!(files.keep(&folder.path().join("none.csv")).is_err());
        assert_eq!(walk(&folder.path().join("files")).len(), 1);
    }

    fn walk(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path());
        entries
            .flat_map(|path| {
                if path.is_dir() {
                    walk(&path)
                } else {
                    vec![path]
                }
            })
            .collect()
    }
}
