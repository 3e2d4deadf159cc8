//! How much a file may ask of the machine before it is refused.

use serde::{Deserialize, Serialize};

/// Bounds that are checked before a file is parsed, so that a hostile or a careless file costs
/// one pass over its bytes at most and never a half-done import.
///
/// What bounds the memory: text files are read in pieces of 64 KiB with one row in memory;
/// XLSX keeps its table of shared strings ([`Limits::strings_bytes`]) and streams the rows; ODS
/// streams; old XLS is read whole, so its own, smaller bound ([`Limits::xls_bytes`]) applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Bytes of the file itself. Default 512 MiB: 2 million census rows as CSV.
    pub file_bytes: u64,
    /// Bytes of all parts of a zipped workbook after unpacking. Default 1 GiB.
    pub unpacked_bytes: u64,
    /// Unpacked bytes for each packed byte, looked at once more than 16 MiB were unpacked.
    /// Default 150; repetitive sheets of offices measure 10 to 40, zip bombs above 1,000.
    pub unpack_ratio: u64,
    /// Bytes of the shared strings and the styles of an XLSX, which stay in memory. Default 96 MiB.
    pub strings_bytes: u64,
    /// Bytes of an old XLS file, which is read whole. Default 48 MiB.
    pub xls_bytes: u64,
    /// Rows of one sheet. Default 2,000,000.
    pub rows: u64,
    /// Columns of one sheet. Default 512.
    pub columns: usize,
    /// Filled cells of a workbook (XLSX, XLS, ODS); text files are bounded by their bytes.
    /// Default 6,000,000: 200,000 rows of 30 columns.
    pub cells: u64,
    /// Characters of one row, all cells together. Default 1 MiB. A quotation mark which is never
    /// closed swallows the rest of a CSV and is found by this bound.
    pub row_bytes: usize,
    /// Characters of one cell. Default 32,767, the most that Excel itself keeps.
    pub cell_chars: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 512 << 20,
            unpacked_bytes: 1 << 30,
            unpack_ratio: 150,
            strings_bytes: 96 << 20,
            xls_bytes: 48 << 20,
            rows: 2_000_000,
            columns: 512,
            cells: 6_000_000,
            row_bytes: 1 << 20,
            cell_chars: 32_767,
        }
    }
}
