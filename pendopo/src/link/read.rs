//! Lists in any format: text is read by the engine itself, office workbooks by the reader of the census.

use intake::{IntakeError, Limits};
use linkage::{LinkError, Table};
use std::io::Read as _;
use std::ops::ControlFlow;
use std::path::Path;
use vocab::DomainError as _;

/// How XLSX and ODS (PKWARE APPNOTE 4.3.7) and XLS ([MS-CFB] 2.2) begin.
const WORKBOOKS: [&[u8]; 2] = [b"PK\x03\x04", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"];

/// Reads a list. A workbook is known by how it begins, whatever its name, and gives its first sheet.
pub(super) fn table(path: &Path) -> Result<Table, LinkError> {
    if !is_workbook(path)? {
        return Table::read(path);
    }
    let name = path.file_name().map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    );
    let bytes = sheet(path).map_err(|error| LinkError::Sheet {
        list: name.clone(),
        id: error.id(),
        en: error.en(),
    })?;
    Table::parse(&name, bytes)
}

fn is_workbook(path: &Path) -> Result<bool, LinkError> {
    let bad = |source| LinkError::Read {
        path: path.to_owned(),
        source,
    };
    let mut head = Vec::with_capacity(8);
    let file = std::fs::File::open(path).map_err(bad)?;
    file.take(8).read_to_end(&mut head).map_err(bad)?;
    Ok(WORKBOOKS.iter().any(|start| head.starts_with(start)))
}

/// The first sheet as CSV.
fn sheet(path: &Path) -> Result<Vec<u8>, IntakeError> {
    let workbook = intake::open(path, &Limits::default())?;
    let first = workbook.sheets().first().cloned().unwrap_or_default();
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(Vec::new());
    let mut fault = None;
    workbook.rows(&first, &mut |row| {
        if row.is_empty() {
            return ControlFlow::Continue(());
        }
        match writer.write_record(row.cells()) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                fault = Some(std::io::Error::other(error));
                ControlFlow::Break(())
            }
        }
    })?;
    match fault {
        Some(error) => Err(error.into()),
        None => writer
            .into_inner()
            .map_err(|error| error.into_error().into()),
    }
}
