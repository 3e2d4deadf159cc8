//! The file of a backup: gzipped lines of JSON, the same for both engines, so that a hall can move from one to the other.
//!
//! 1. a header: format, schema version, key fingerprint, time;
//! 2. for each table a line `{"table": …, "columns": [[name, kind], …]}`, then one JSON list for each row;
//! 3. for each kept file a line `{"file": …}`, then its pieces in base64;
//! 4. an end: how many rows, and the hash of everything before, so that a cut or changed file is seen before anything
//!    of it counts.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde_json::{Value as Json, json};

use super::OpsError;

/// Names the format.
pub(super) const FORMAT: &str = "pendopo-backup-1";

/// Longest line that is read: a piece of a file, or a row with its bitmap.
const LONGEST_LINE: u64 = 64 * 1024 * 1024;

pub(super) fn failed(path: &Path, error: &std::io::Error) -> OpsError {
    let path = path.display().to_string();
    match error.kind() {
        std::io::ErrorKind::AlreadyExists => OpsError::FileExists { path },
        _ => OpsError::File {
            path,
            reason: error.to_string(),
        },
    }
}

/// Writes a backup beside its final name, and gives it that name once it is whole.
pub(super) struct Writer {
    path: PathBuf,
    partial: PathBuf,
    out: GzEncoder<BufWriter<File>>,
    hash: blake3::Hasher,
    rows: u64,
}

impl Writer {
    pub(super) fn create(path: &Path) -> Result<Self, OpsError> {
        if path.exists() {
            return Err(OpsError::FileExists {
                path: path.display().to_string(),
            });
        }
        let mut partial = path.as_os_str().to_owned();
        partial.push(".partial");
        let partial = PathBuf::from(partial);
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options
            .open(&partial)
            .map_err(|error| failed(path, &error))?;
        let out = GzEncoder::new(BufWriter::new(file), Compression::fast());
        Ok(Self {
            path: path.to_owned(),
            partial,
            out,
            hash: blake3::Hasher::new(),
            rows: 0,
        })
    }

    pub(super) fn line(&mut self, json: &Json) -> Result<(), OpsError> {
        let mut text = json.to_string();
        text.push('\n');
        self.hash.update(text.as_bytes());
        self.out
            .write_all(text.as_bytes())
            .map_err(|error| failed(&self.path, &error))
    }

    pub(super) fn row(&mut self, row: Vec<Json>) -> Result<(), OpsError> {
        self.rows += 1;
        self.line(&Json::Array(row))
    }

    /// Writes the end, makes sure it is on the disk, and gives the file its name. Gives the number of rows.
    pub(super) fn finish(mut self) -> Result<u64, OpsError> {
        let hash = self.hash.finalize().to_hex();
        let rows = self.rows;
        self.line(&json!({ "end": true, "rows": rows, "hash": hash.as_str() }))?;
        let path = self.path.clone();
        let failed = |error: std::io::Error| failed(&path, &error);
        let file = self
            .out
            .finish()
            .map_err(failed)?
            .into_inner()
            .map_err(|error| failed(error.into_error()))?;
        file.sync_all().map_err(failed)?;
        // A hard link refuses an existing name, which a rename would silently replace.
        std::fs::hard_link(&self.partial, &path).map_err(failed)?;
        std::fs::remove_file(&self.partial).map_err(failed)?;
        Ok(rows)
    }
}

/// Reads a backup line by line.
pub(super) struct Reader {
    path: PathBuf,
    lines: BufReader<GzDecoder<File>>,
    hash: blake3::Hasher,
    rows: u64,
}

/// A line of a backup.
pub(super) enum Line {
    /// Something that is no row.
    Head(serde_json::Map<String, Json>),
    /// A row.
    Row(Vec<Json>),
    /// A piece of a file.
    Piece(String),
    /// The end, whose hash agrees.
    End,
}

impl Reader {
    pub(super) fn open(path: &Path) -> Result<Self, OpsError> {
        let file = File::open(path).map_err(|error| failed(path, &error))?;
        Ok(Self {
            path: path.to_owned(),
            lines: BufReader::with_capacity(256 * 1024, GzDecoder::new(file)),
            hash: blake3::Hasher::new(),
            rows: 0,
        })
    }

    fn damaged(&self) -> OpsError {
        OpsError::Damaged {
            path: self.path.display().to_string(),
            row: self.rows,
        }
    }

    fn text(&mut self) -> Result<String, OpsError> {
        let mut text = String::new();
        let read = std::io::Read::take(&mut self.lines, LONGEST_LINE).read_line(&mut text);
        match read {
            Ok(_) if text.ends_with('\n') => Ok(text),
            _ => Err(self.damaged()),
        }
    }

    /// The header; refuses what is no backup.
    pub(super) fn header(&mut self) -> Result<Json, OpsError> {
        let not = || OpsError::NotABackup {
            path: self.path.display().to_string(),
        };
        let mut text = String::new();
        let read = std::io::Read::take(&mut self.lines, 4_096).read_line(&mut text);
        let header: Json = read
            .ok()
            .and_then(|_| serde_json::from_str(&text).ok())
            .ok_or_else(not)?;
        if header.get("format").and_then(Json::as_str) != Some(FORMAT) {
            return Err(not());
        }
        self.hash.update(text.as_bytes());
        Ok(header)
    }

    pub(super) fn next(&mut self) -> Result<Line, OpsError> {
        let text = self.text()?;
        let json: Json = serde_json::from_str(&text).map_err(|_| self.damaged())?;
        match json {
            Json::Object(end) if end.contains_key("end") => {
                let hash = self.hash.finalize().to_hex();
                let same = end.get("hash").and_then(Json::as_str) == Some(hash.as_str())
                    && end.get("rows").and_then(Json::as_u64) == Some(self.rows);
                if same {
                    Ok(Line::End)
                } else {
                    Err(self.damaged())
                }
            }
            other => {
                self.hash.update(text.as_bytes());
                match other {
                    Json::Object(head) => Ok(Line::Head(head)),
                    Json::Array(row) => {
                        self.rows += 1;
                        Ok(Line::Row(row))
                    }
                    Json::String(piece) => Ok(Line::Piece(piece)),
                    _ => Err(self.damaged()),
                }
            }
        }
    }

    pub(super) fn damage(&self) -> OpsError {
        self.damaged()
    }
}
