//! Where uploaded files are kept: sealed, by the hash of their bytes, so that the same file is kept once.

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::files::sealed::{self, Sealed, Under};
use crate::hall::Hall;
use crate::keys::Keys;

/// A file this young may belong to an import that is about to be written down.
const YOUNG: Duration = Duration::from_hours(24);

/// The folder of kept files. They hold NIKs, so they are sealed with keys under the master key: whoever takes the
/// disk or a backup away, but not the key, reads nothing.
#[derive(Debug, Clone)]
pub struct Files {
    folder: PathBuf,
    keys: Keys,
}

impl Files {
    /// In a folder, which is made when the first file comes.
    pub fn new(folder: impl Into<PathBuf>, keys: &Keys) -> Self {
        Self {
            folder: folder.into(),
            keys: keys.clone(),
        }
    }

    /// Those of a hall.
    pub fn of(hall: &Hall) -> Self {
        Self::new(&hall.settings().files, hall.keys())
    }

    fn path(&self, hash: &[u8]) -> PathBuf {
        let name = hash
            .iter()
            .fold(String::with_capacity(64), |mut name, byte| {
                use std::fmt::Write as _;
                // Writing into a String cannot fail.
                let _ = write!(name, "{byte:02x}");
                name
            });
        self.folder.join(name.get(..2).unwrap_or("")).join(name)
    }

    /// The file with this hash, to be read; none if it is not there.
    pub fn source(&self, hash: &[u8]) -> Option<intake::Source> {
        let path = self.path(hash);
        path.exists().then(|| {
            intake::Source::Other(Arc::new(Sealed::new(
                path,
                Under::Master(Box::new(self.keys.clone())),
            )))
        })
    }

    /// Keeps a sealed copy of a file; gives the hash of its bytes. Written beside, flushed and renamed, so that a file
    /// which is there is whole, whenever the machine stops.
    pub fn keep(&self, from: &Path) -> io::Result<[u8; 32]> {
        let mut source = File::open(from)?;
        fs::create_dir_all(&self.folder)?;
        let beside = self.folder.join(format!(".{}.part", uuid::Uuid::now_v7()));
        let result = self.copy(&mut source, &beside).and_then(|hash| {
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

    fn copy(&self, source: &mut File, beside: &Path) -> io::Result<[u8; 32]> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut target = options.open(beside)?;
        let mut hashed = Hashed {
            source,
            hasher: blake3::Hasher::new(),
        };
        sealed::seal(
            &Under::Master(Box::new(self.keys.clone())),
            &mut hashed,
            &mut target,
        )?;
        target.sync_all()?;
        Ok(*hashed.hasher.finalize().as_bytes())
    }

    /// Removes kept files but those with these hashes, and what was left beside by a machine that stopped. Gives how
    /// many were removed.
    pub fn remove_all_but(&self, needed: &HashSet<Vec<u8>>) -> io::Result<usize> {
        let needed: HashSet<PathBuf> = needed.iter().map(|hash| self.path(hash)).collect();
        let mut removed = 0;
        for path in self.kept()? {
            let age = fs::metadata(&path)?.modified()?.elapsed();
            if !needed.contains(&path) && age.is_ok_and(|age| age > YOUNG) {
                fs::remove_file(&path)?;
                removed += 1;
            }
        }
        Ok(removed)
    }

    /// Every file of this folder's own making; others may lie beside them.
    fn kept(&self) -> io::Result<Vec<PathBuf>> {
        let mut kept = Vec::new();
        for entry in entries(&self.folder)? {
            let name = entry.file_name().unwrap_or_default().to_string_lossy();
            if entry.is_dir() && name.len() == 2 {
                kept.extend(entries(&entry)?);
            } else if entry.extension().is_some_and(|end| end == "part") {
                kept.push(entry);
            }
        }
        Ok(kept)
    }
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        other => other?.map(|entry| Ok(entry?.path())).collect(),
    }
}

/// Hashes what is read through it.
struct Hashed<'a> {
    source: &'a mut File,
    hasher: blake3::Hasher,
}

impl Read for Hashed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        self.hasher.update(buffer.get(..count).unwrap_or_default());
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;
    use crate::MasterKey;

    fn files(folder: &Path) -> Files {
        Files::new(
            folder,
            &Keys::new(&MasterKey::parse(&"05".repeat(32)).unwrap()),
        )
    }

    #[test]
    fn a_file_is_kept_once_under_its_hash_and_nothing_is_left_beside() {
        let folder = tempfile::tempdir().unwrap();
        let from = folder.path().join("sensus.csv");
        fs::write(&from, "nama;desa\n").unwrap();
        let files = files(&folder.path().join("files"));
        let hash = files.keep(&from).unwrap();
        assert_eq!(files.keep(&from).unwrap(), hash);
        assert_eq!(hash, *blake3::hash(b"nama;desa\n").as_bytes());
        assert!(files.source(&hash).is_some());
        assert!(files.source(&[0; 32]).is_none());
        assert_eq!(files.kept().unwrap(), [files.path(&hash)]);
        assert!(files.keep(&folder.path().join("none.csv")).is_err());
        assert_eq!(files.kept().unwrap().len(), 1);
    }

    #[test]
    fn a_number_cannot_be_read_off_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let from = folder.path().join("sensus.csv");
        fs::write(&from, "nik\n3324096505800001\n").unwrap();
        let files = files(&folder.path().join("files"));
        let hash = files.keep(&from).unwrap();
        let bytes = fs::read(files.path(&hash)).unwrap();
        assert!(!bytes.windows(6).any(|six| six == b"332409"));
    }

    #[test]
    fn old_files_that_nothing_needs_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        let files = files(&folder.path().join("files"));
        let mut hashes = Vec::new();
        for text in ["a\n", "b\n", "c\n"] {
            let from = folder.path().join("from.csv");
            fs::write(&from, text).unwrap();
            hashes.push(files.keep(&from).unwrap().to_vec());
        }
        let old = SystemTime::now() - YOUNG * 2;
        for hash in &hashes[..2] {
            let file = OpenOptions::new().write(true).open(files.path(hash));
            file.unwrap().set_modified(old).unwrap();
        }
        let staged = folder.path().join("files/staged");
        fs::create_dir(&staged).unwrap();
        fs::write(staged.join("another"), "x").unwrap();
        let needed = HashSet::from([hashes[0].clone()]);
        assert_eq!(files.remove_all_but(&needed).unwrap(), 1);
        let left: Vec<bool> = hashes.iter().map(|h| files.source(h).is_some()).collect();
        assert_eq!(left, [true, false, true], "the young one stays too");
        assert!(staged.join("another").exists());
    }
}
