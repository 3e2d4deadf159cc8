//! What a zipped workbook holds, found out without trusting what it says about itself.

use std::io::{BufReader, Read};

use memchr::memmem;
use zip::ZipArchive;
use zip::result::ZipError;

use super::encoding::PIECE;
use super::source::{ReadSeek, Source};
use crate::error::{Foreign, IntakeError};
use crate::limits::Limits;

/// The two zipped kinds of workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Zipped {
    Xlsx,
    Ods,
}

/// Nothing is suspicious about the ratio of small parts: an empty styles file packs well.
const RATIO_FROM: u64 = 16 << 20;

/// Parts at most; a workbook of 100 sheets has some 300.
const PARTS: usize = 4_096;

pub(crate) type Archive = ZipArchive<BufReader<Box<dyn ReadSeek>>>;

pub(crate) fn archive(source: &Source) -> Result<Archive, IntakeError> {
    ZipArchive::new(BufReader::with_capacity(PIECE, source.open()?)).map_err(damaged)
}

fn damaged(error: ZipError) -> IntakeError {
    match error {
        ZipError::Io(error) => IntakeError::damaged("ZIP", error),
        other => IntakeError::damaged("ZIP", other),
    }
}

/// Tells the kind, then unpacks every part once, counting: the sizes in the archive's directory
/// are claims of whoever made it. Returns the rows that the largest sheet seems to have.
pub(crate) fn inspect(source: &Source, limits: &Limits) -> Result<(Zipped, u64), IntakeError> {
    let mut archive = archive(source)?;
    let kind = kind(&mut archive)?;
    if archive.len() > PARTS {
        return Err(IntakeError::damaged(
            "ZIP",
            format!("{} parts", archive.len()),
        ));
    }
    let mut count = Count::new(limits, source.len()?);
    for index in 0..archive.len() {
        let mut part = match archive.by_index(index) {
            Ok(part) => part,
            Err(ZipError::UnsupportedArchive(_) | ZipError::InvalidPassword) => {
                return Err(IntakeError::Password);
            }
            Err(error) => return Err(damaged(error)),
        };
        let name = part.name().map_err(damaged)?.into_owned();
        count.part(&name, &mut part)?;
    }
    Ok((kind, count.most_rows))
}

fn kind(archive: &mut Archive) -> Result<Zipped, IntakeError> {
    let names: Vec<String> = archive
        .file_names()
        .filter_map(Result::ok)
        .map(|name| name.to_ascii_lowercase())
        .collect();
    let has = |wanted: &str| names.iter().any(|name| name.replace('\\', "/") == wanted);
    if has("xl/workbook.bin") {
        return Err(IntakeError::NotATable {
            found: Foreign::Xlsb,
        });
    }
    if has("content.xml") && has("mimetype") {
        let mut mimetype = String::new();
        if let Ok(part) = archive.by_name("mimetype") {
            // A mimetype that is no text simply is not the one looked for.
            let _ = part.take(128).read_to_string(&mut mimetype);
        }
        let sheet = mimetype.starts_with("application/vnd.oasis.opendocument.spreadsheet");
        return if sheet {
            refuse_encrypted_ods(archive)?;
            Ok(Zipped::Ods)
        } else {
            Err(IntakeError::NotATable {
                found: Foreign::Document,
            })
        };
    }
    if names
        .iter()
        .any(|name| name.starts_with("word/") || name.starts_with("ppt/"))
    {
        return Err(IntakeError::NotATable {
            found: Foreign::Document,
        });
    }
    if has("[content_types].xml") && names.iter().any(|name| name.contains("workbook")) {
        return Ok(Zipped::Xlsx);
    }
    Err(IntakeError::NotATable {
        found: Foreign::Archive,
    })
}

/// OpenDocument 1.2 part 3, section 3.4: an encrypted part has `encryption-data` in the manifest.
fn refuse_encrypted_ods(archive: &mut Archive) -> Result<(), IntakeError> {
    let Ok(part) = archive.by_name("META-INF/manifest.xml") else {
        return Ok(());
    };
    let mut manifest = Vec::new();
    part.take(1 << 20)
        .read_to_end(&mut manifest)
        .map_err(|e| IntakeError::damaged("ODS", e))?;
    if memmem::find(&manifest, b"encryption-data").is_some() {
        return Err(IntakeError::Password);
    }
    Ok(())
}

struct Count<'a> {
    limits: &'a Limits,
    /// What may be unpacked: the plain bound, or the packed size times the ratio.
    bound: u64,
    unpacked: u64,
    kept: u64,
    cells: u64,
    most_rows: u64,
}

impl<'a> Count<'a> {
    fn new(limits: &'a Limits, packed: u64) -> Self {
        let by_ratio = packed.saturating_mul(limits.unpack_ratio).max(RATIO_FROM);
        Self {
            limits,
            bound: limits.unpacked_bytes.min(by_ratio),
            unpacked: 0,
            kept: 0,
            cells: 0,
            most_rows: 0,
        }
    }

    fn part(&mut self, name: &str, part: &mut dyn Read) -> Result<(), IntakeError> {
        let name = name.to_ascii_lowercase();
        let kept = name.ends_with("sharedstrings.xml") || name.ends_with("styles.xml");
        let sheet = name.contains("worksheets/") || name == "content.xml";
        let mut marks = Marks::default();
        let mut buffer = vec![0; PIECE];
        loop {
            let count = match part.read(&mut buffer) {
                Ok(count) => count,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(IntakeError::damaged("ZIP", error)),
            };
            let Some(piece) = buffer.get(..count).filter(|piece| !piece.is_empty()) else {
                break;
            };
            self.unpacked += count as u64;
            if self.unpacked > self.bound {
                return Err(IntakeError::ZipBomb { limit: self.bound });
            }
            if kept {
                self.kept += count as u64;
                if self.kept > self.limits.strings_bytes {
                    return Err(IntakeError::TooMuchText {
                        limit: self.limits.strings_bytes,
                    });
                }
            }
            if sheet {
                marks.look(piece);
                if self.cells + marks.cells > self.limits.cells {
                    return Err(IntakeError::TooManyCells {
                        limit: self.limits.cells,
                    });
                }
                if marks.rows > self.limits.rows {
                    return Err(IntakeError::TooManyRows {
                        limit: self.limits.rows,
                    });
                }
            }
        }
        self.cells += marks.cells;
        self.most_rows = self.most_rows.max(marks.rows);
        Ok(())
    }
}

/// Counts where values and rows begin: `<v` and `<is` hold the values of XLSX cells, `<text:p` of ODS
/// cells. A count of bytes rather than of XML, so it is a bound and not the last word: the readers
/// count once more while they read.
#[derive(Default)]
struct Marks {
    cells: u64,
    rows: u64,
    tail: Vec<u8>,
}

const CELL_MARKS: [&[u8]; 4] = [b"<v>", b"<is>", b"<text:p>", b"<text:p "];
const ROW_MARKS: [&[u8]; 3] = [b"<row ", b"<row>", b"<table:table-row"];
const LONGEST_MARK: usize = 16;

impl Marks {
    fn look(&mut self, piece: &[u8]) {
        // Marks cut by the border: look at the seam alone, where only crossing marks are counted.
        let seam_from = self.tail.len();
        let mut seam = std::mem::take(&mut self.tail);
        seam.extend(piece.iter().take(LONGEST_MARK - 1));
        let crossing = |mark: &[u8]| {
            memmem::find_iter(&seam, mark)
                .filter(|at| *at < seam_from && at + mark.len() > seam_from)
                .count() as u64
        };
        let inside = |mark: &[u8]| memmem::find_iter(piece, mark).count() as u64;
        self.cells += CELL_MARKS
            .iter()
            .map(|mark| crossing(mark) + inside(mark))
            .sum::<u64>();
        self.rows += ROW_MARKS
            .iter()
            .map(|mark| crossing(mark) + inside(mark))
            .sum::<u64>();
        let from = piece.len().saturating_sub(LONGEST_MARK - 1);
        self.tail = piece.get(from..).unwrap_or_default().to_vec();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_counted_once_wherever_the_pieces_are_cut() {
        let xml = b"<row r=\"1\"><c><v>1</v></c><c t=\"inlineStr\"><is><t>a</t></is></c></row><row><c/></row>";
        for cut in 0..xml.len() {
            let mut marks = Marks::default();
            let (one, two) = xml.split_at(cut);
            for piece in [one, two] {
                if !piece.is_empty() {
                    marks.look(piece);
                }
            }
            assert_eq!((marks.cells, marks.rows), (2, 2), "cut at {cut}");
        }
    }
}
