//! The workbook which the twenty district offices filled in: a sheet for each, merged title rows,
//! headings in two rows, numbers partly as numbers.

use std::path::Path;

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::business::Business;
use super::dice::Dice;
use super::dinas::marketplaces;
use super::dirt::{Clerk, Tally};
use super::error::DemoError;
use super::villages::Villages;

/// The workbook.
pub(super) struct Kecamatan {
    sheets: Vec<Sheet>,
    formats: Formats,
}

struct Sheet {
    worksheet: Worksheet,
    next_row: u32,
    /// Some offices leave the district out of the table, because it stands in the title.
    has_district: bool,
}

struct Formats {
    title: Format,
    header: Format,
    amount: Format,
}

/// Column headings; those of one group have its name above them.
const COLUMNS: [(&str, &str); 21] = [
    ("", "No"),
    ("", "Nama Pemilik"),
    ("", "NIK"),
    ("", "L/P"),
    ("Alamat", "RT/RW"),
    ("Alamat", "Desa/Kel"),
    ("Alamat", "Kecamatan"),
    ("", "No. HP/WA"),
    ("", "Nama Usaha"),
    ("", "Jenis Usaha"),
    ("", "Produk"),
    ("", "Thn Berdiri"),
    ("", "Modal (Rp)"),
    ("", "Omzet per Bulan (Rp)"),
    ("Jml Tenaga Kerja", "L"),
    ("Jml Tenaga Kerja", "P"),
    ("Legalitas", "NIB"),
    ("Legalitas", "P-IRT"),
    ("Legalitas", "Halal"),
    ("", "Pemasaran Online"),
    ("", "Ket."),
];
const DISTRICT_COLUMN: u16 = 6;
const TITLE_ROWS: u32 = 4;

impl Kecamatan {
    pub(super) fn new(villages: &Villages) -> Result<Self, DemoError> {
        let formats = Formats {
            title: Format::new()
                .set_bold()
                .set_font_size(14)
                .set_align(FormatAlign::Center),
            header: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_border(FormatBorder::Thin),
            amount: Format::new().set_num_format("#,##0"),
        };
        let sheets = villages
            .districts()
            .enumerate()
            .map(|(at, district)| Sheet::new(&district.name, at % 7 != 3, &formats))
            .collect::<Result<_, _>>()?;
        Ok(Self { sheets, formats })
    }

    pub(super) fn sheets(&self) -> usize {
        self.sheets.len()
    }

    /// Writes a business; false if the row cannot be taken whatever the reader does.
    pub(super) fn add(
        &mut self,
        business: &Business,
        villages: &Villages,
        dice: &mut Dice,
        tally: &mut Tally,
    ) -> Result<bool, DemoError> {
        let at = usize::try_from(business.village.district)
            .unwrap_or_default()
            .saturating_sub(1);
        let Some(sheet) = self.sheets.get_mut(at) else {
            return Ok(true);
        };
        let mut clerk = Clerk {
            dice,
            tally,
            careless: 100,
            hopeless: false,
        };
        sheet.add(business, villages, &mut clerk, &self.formats)?;
        Ok(!clerk.hopeless)
    }

    pub(super) fn save(self, path: &Path) -> Result<(), DemoError> {
        let mut workbook = Workbook::new();
        for sheet in self.sheets {
            workbook.push_worksheet(sheet.worksheet);
        }
        workbook.save(path)?;
        Ok(())
    }
}

impl Sheet {
    fn new(district: &str, has_district: bool, formats: &Formats) -> Result<Self, XlsxError> {
        let mut worksheet = Worksheet::new();
        worksheet.set_name(district)?;
        let last = width(has_district) - 1;
        let office = format!("KECAMATAN {}", district.to_uppercase());
        worksheet.merge_range(
            0,
            0,
            0,
            last,
            "DATA PELAKU UMKM KABUPATEN KENDAL",
            &formats.title,
        )?;
        worksheet.merge_range(1, 0, 1, last, &office, &formats.title)?;
        worksheet.merge_range(2, 0, 2, last, "Keadaan akhir tahun 2024", &formats.title)?;
        let mut groups: Vec<(&str, u16, u16)> = Vec::new();
        for (column, (group, name)) in columns(has_district) {
            if group.is_empty() {
                worksheet.merge_range(
                    TITLE_ROWS,
                    column,
                    TITLE_ROWS + 1,
                    column,
                    name,
                    &formats.header,
                )?;
                continue;
            }
            worksheet.write_string_with_format(TITLE_ROWS + 1, column, name, &formats.header)?;
            match groups.last_mut().filter(|(last, ..)| *last == group) {
                Some((_, _, end)) => *end = column,
                None => groups.push((group, column, column)),
            }
        }
        for (group, from, to) in groups {
            worksheet.merge_range(TITLE_ROWS, from, TITLE_ROWS, to, group, &formats.header)?;
        }
        worksheet.set_freeze_panes(TITLE_ROWS + 2, 2)?;
        Ok(Self {
            worksheet,
            next_row: TITLE_ROWS + 2,
            has_district,
        })
    }

    fn add(
        &mut self,
        business: &Business,
        villages: &Villages,
        clerk: &mut Clerk<'_>,
        formats: &Formats,
    ) -> Result<(), XlsxError> {
        let row = self.next_row;
        self.next_row += 1;
        let mut cells = Cells {
            sheet: &mut self.worksheet,
            row,
            column: 0,
            formats,
        };
        cells.number(f64::from(row - TITLE_ROWS - 1))?;
        cells.text(&clerk.name(&business.owner.name))?;
        cells.text(&clerk.nik(&business.owner.nik))?;
        cells.text(business.owner.sex.as_str())?;
        cells.text(&format!("{:02}/{:02}", business.rt, business.rw))?;
        cells.text(&clerk.village(&business.village, self.has_district, villages))?;
        if self.has_district {
            cells.text(&business.village.district_name)?;
        }
        cells.text_or_number(&clerk.phone(&business.owner.phone))?;
        cells.text(&clerk.name(&business.name))?;
        cells.text(business.trade.activity)?;
        cells.text(business.product)?;
        cells.number(f64::from(business.start_year))?;
        cells.amount(&clerk.rupiah(business.capital))?;
        cells.amount(&clerk.rupiah(business.month_sales))?;
        cells.number(f64::from(business.men))?;
        cells.number(f64::from(business.women))?;
        cells.text(&clerk.permit(business.permits.nib.as_deref()))?;
        cells.text(&clerk.permit(business.permits.pirt.as_deref()))?;
        cells.text(clerk.yes(business.permits.halal.is_some()))?;
        cells.text(&marketplaces(&business.selling))?;
        cells.text(if business.closed { "tutup" } else { "" })
    }
}

fn columns(has_district: bool) -> impl Iterator<Item = (u16, (&'static str, &'static str))> {
    let kept = COLUMNS
        .into_iter()
        .zip(0_u16..)
        .filter(move |(_, at)| has_district || *at != DISTRICT_COLUMN)
        .map(|(column, _)| column);
    (0_u16..).zip(kept)
}

fn width(has_district: bool) -> u16 {
    u16::try_from(columns(has_district).count()).unwrap_or_default()
}

struct Cells<'a> {
    sheet: &'a mut Worksheet,
    row: u32,
    column: u16,
    formats: &'a Formats,
}

impl Cells<'_> {
    fn text(&mut self, text: &str) -> Result<(), XlsxError> {
        if !text.is_empty() {
            self.sheet.write_string(self.row, self.column, text)?;
        }
        self.column += 1;
        Ok(())
    }

    fn number(&mut self, number: f64) -> Result<(), XlsxError> {
        self.sheet.write_number(self.row, self.column, number)?;
        self.column += 1;
        Ok(())
    }

    /// A telephone number which lost its zero has been typed into a number cell.
    fn text_or_number(&mut self, text: &str) -> Result<(), XlsxError> {
        match text.parse::<f64>() {
            Ok(number) if text.starts_with(|c| matches!(c, '1'..='9')) && !text.contains('E') => {
                self.number(number)
            }
            _ => self.text(text),
        }
    }

    /// An amount of digits alone stands in a number cell.
    fn amount(&mut self, text: &str) -> Result<(), XlsxError> {
        match text.parse::<f64>() {
            Ok(number) if text.bytes().all(|b| b.is_ascii_digit()) => {
                self.sheet.write_number_with_format(
                    self.row,
                    self.column,
                    number,
                    &self.formats.amount,
                )?;
                self.column += 1;
                Ok(())
            }
            _ => self.text(text),
        }
    }
}
