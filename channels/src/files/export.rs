//! Sheets for upload by hand.

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::{Column, Sheet, Sheets};
use crate::capability::ChannelId;
use crate::limits::Limits;
use crate::listing::{Listing, Variant};
use crate::problem::ListingProblem;

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For people and platforms.
    Xlsx,
    /// For programs.
    Csv,
}

/// A file, and what is not in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// Name to save it under.
    pub file_name: String,
    /// Media type.
    pub mime: &'static str,
    /// Contents.
    pub bytes: Vec<u8>,
    /// How many products are in it.
    pub products: usize,
    /// Products the platform would refuse, with the reasons.
    pub left_out: Vec<(String, Vec<ListingProblem>)>,
}

vocab::domain_error! {
    /// Why no file could be made.
    ExportError {
        /// No headings for that channel.
        Headings { reason: crate::limits::DataError } => "file.headings",
            "Susunan kolom untuk berkas ini tidak tersedia: {reason}",
            "The columns of this file are not known: {reason}";
        /// The file could not be written.
        Write { detail: String } => "file.write",
            "Berkas tidak dapat dibuat: {detail}",
            "The file cannot be made: {detail}";
        /// More rows than a sheet has.
        TooLong { rows: usize } => "file.too_long",
            "Terlalu banyak baris ({rows}). Bagi menjadi beberapa berkas.",
            "Too many rows ({rows}). Split them over several files.";
    }
}

enum Cell {
    Text(String),
    Number(u32),
    Rupiah(i64),
    Nothing,
}

/// Makes the sheet: one row per variant. Products with grave problems are left out and named, so that
/// one bad product does not make the platform refuse the whole file.
pub fn export(
    sheets: &Sheets,
    channel: ChannelId,
    limits: &Limits,
    listings: &[Listing],
    form: Form,
) -> Result<Export, ExportError> {
    let sheet = sheets
        .sheet(channel)
        .map_err(|reason| ExportError::Headings { reason })?;
    let mut rows = Vec::new();
    let mut left_out = Vec::new();
    for listing in listings {
        let grave: Vec<_> = limits
            .check(channel, listing)
            .into_iter()
            .filter(blocks)
            .collect();
        if grave.is_empty() {
            rows.extend(
                listing
                    .variants
                    .iter()
                    .map(|variant| row(sheet, listing, variant, limits)),
            );
        } else {
            left_out.push((listing.sku.clone(), grave));
        }
    }
    // Excel's last row, less the heading.
    if rows.len() > 1_048_575 {
        return Err(ExportError::TooLong { rows: rows.len() });
    }
    let (bytes, mime, ending) = match form {
        Form::Xlsx => {
            let bytes = xlsx(sheet, &rows).map_err(|error| ExportError::Write {
                detail: error.to_string(),
            })?;
            (
                bytes,
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "xlsx",
            )
        }
        Form::Csv => (csv(sheet, &rows)?, "text/csv; charset=utf-8", "csv"),
    };
    Ok(Export {
        file_name: format!("{}.{ending}", channel.as_str()),
        mime,
        bytes,
        products: listings.len() - left_out.len(),
        left_out,
    })
}

/// The platform's category is chosen in its template, so a missing one does not block a file.
fn blocks(problem: &ListingProblem) -> bool {
    use crate::problem::Field;
    !problem.is_mild()
        && !matches!(
            problem,
            ListingProblem::Missing {
                field: Field::Category,
                ..
            }
        )
}

fn row(sheet: &Sheet, listing: &Listing, variant: &Variant, limits: &Limits) -> Vec<Cell> {
    let mut image = 0;
    sheet
        .columns
        .iter()
        .map(|heading| {
            if heading.column == Column::Image {
                image += 1;
                let found = listing
                    .images
                    .get(image - 1)
                    .filter(|_| image <= limits.images_max);
                return found.map_or(Cell::Nothing, |image| Cell::Text(image.url.clone()));
            }
            cell(heading.column, listing, variant, limits)
        })
        .collect()
}

fn cell(column: Column, listing: &Listing, variant: &Variant, limits: &Limits) -> Cell {
    let text = |text: &str| Cell::Text(text.to_owned());
    let number = |number: Option<u32>| number.map_or(Cell::Nothing, Cell::Number);
    match column {
        Column::Category => text(
            listing
                .remote_category
                .as_deref()
                .unwrap_or(&listing.category),
        ),
        Column::Name => text(listing.name.trim()),
        Column::Description => text(listing.description.trim()),
        Column::ParentSku => text(&listing.sku),
        Column::VariantLabel if variant.name.is_some() => text("Pilihan"),
        Column::Variant => variant.name.as_deref().map_or(Cell::Nothing, text),
        Column::Sku => text(&variant.sku),
        Column::Price => Cell::Rupiah(variant.price.rupiah()),
        Column::Stock => Cell::Number(if variant.on_sale {
            variant.stock.min(limits.stock_max)
        } else {
            0
        }),
        Column::WeightGrams => number(listing.weight_grams),
        Column::WeightKg => listing.weight_grams.map_or(Cell::Nothing, |grams| {
            Cell::Text(format!("{}.{:03}", grams / 1000, grams % 1000))
        }),
        Column::Length => number(listing.size.map(|size| size.length)),
        Column::Width => number(listing.size.map(|size| size.width)),
        Column::Height => number(listing.size.map(|size| size.height)),
        Column::ShelfLife => number(listing.shelf_life_days),
        Column::Available => text(if variant.available() { "Ya" } else { "Tidak" }),
        Column::VariantLabel | Column::Image => Cell::Nothing,
    }
}

fn xlsx(sheet: &Sheet, rows: &[Vec<Cell>]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let page = workbook.add_worksheet();
    page.set_name(&sheet.name)?;
    let bold = Format::new().set_bold();
    for (column, heading) in (0_u16..).zip(&sheet.columns) {
        page.write_string_with_format(0, column, &heading.heading, &bold)?;
        if heading.column == Column::Price {
            page.insert_note(0, column, &rust_xlsxwriter::Note::new(&sheet.price_note))?;
        }
    }
    for (line, cells) in (1_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            match cell {
                // Always as text: a name that begins with = must not become a formula.
                Cell::Text(text) => page.write_string(line, column, text)?,
                Cell::Number(number) => page.write_number(line, column, *number)?,
                Cell::Rupiah(rupiah) => page.write_number(line, column, exact(*rupiah))?,
                Cell::Nothing => page,
            };
        }
    }
    page.set_freeze_panes(1, 0)?;
    page.autofit();
    workbook.save_to_buffer()
}

/// Prices end at a billion, far below where floating numbers lose whole rupiah.
#[expect(
    clippy::cast_precision_loss,
    reason = "prices are at most 10^9, exact in a double"
)]
fn exact(rupiah: i64) -> f64 {
    rupiah as f64
}

fn csv(sheet: &Sheet, rows: &[Vec<Cell>]) -> Result<Vec<u8>, ExportError> {
    let write = |error: csv::Error| ExportError::Write {
        detail: error.to_string(),
    };
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record(sheet.columns.iter().map(|heading| heading.heading.as_str()))
        .map_err(write)?;
    for cells in rows {
        let texts = cells.iter().map(|cell| match cell {
            Cell::Text(text) => harmless(text),
            Cell::Number(number) => number.to_string(),
            Cell::Rupiah(rupiah) => rupiah.to_string(),
            Cell::Nothing => String::new(),
        });
        writer.write_record(texts).map_err(write)?;
    }
    writer.into_inner().map_err(|error| ExportError::Write {
        detail: error.to_string(),
    })
}

/// Spreadsheet programs run cells that begin so as formulas; an apostrophe stops that.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}
