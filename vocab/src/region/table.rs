//! Rows of a table of regions, and the embedded table of Kendal.

use std::str::FromStr;

use super::RegionCode;
use crate::GeoPoint;

/// What a region is called in its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceKind {
    /// Provinsi.
    Province,
    /// Kabupaten.
    Kabupaten,
    /// Kota.
    Kota,
    /// Kecamatan.
    District,
    /// Desa: a village with its own head.
    Desa,
    /// Kelurahan: a ward of the regency's own administration.
    Kelurahan,
}

impl PlaceKind {
    /// The Indonesian word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Province => "provinsi",
            Self::Kabupaten => "kabupaten",
            Self::Kota => "kota",
            Self::District => "kecamatan",
            Self::Desa => "desa",
            Self::Kelurahan => "kelurahan",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [
            Self::Province,
            Self::Kabupaten,
            Self::Kota,
            Self::District,
            Self::Desa,
            Self::Kelurahan,
        ]
        .into_iter()
        .find(|kind| kind.as_str() == word)
    }
}

/// A region with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its code.
    pub code: RegionCode,
    /// Its name without the word for its kind.
    pub name: Box<str>,
    /// Its kind.
    pub kind: PlaceKind,
    /// Its postcode, if it has one of its own.
    pub postcode: Option<Box<str>>,
    /// Its centre.
    pub centre: Option<GeoPoint>,
}

impl Place {
    /// Name with kind, `Desa Tambahrejo`.
    pub fn full_name(&self) -> String {
        let kind = self.kind.as_str();
        let (first, rest) = kind.split_at(kind.len().min(1));
        format!("{}{rest} {}", first.to_uppercase(), self.name)
    }
}

crate::domain_error! {
    /// A row of a region table which cannot be read.
    TableError {
        /// What is wrong, and in which line.
        Row { line: usize, what: String } => "region.table_row",
            "Baris {line} tabel wilayah tidak terbaca: {what}.",
            "Line {line} of the region table cannot be read: {what}.";
    }
}

pub(super) const KENDAL: &str = include_str!("../../data/regions_33.24.csv");

/// Reads rows of `code,name,kind,postcode,lat,lng`, below one line of headings.
pub(super) fn read(csv: &str) -> Result<Vec<Place>, TableError> {
    csv.lines()
        .enumerate()
        .skip(1)
        .filter(|(_, row)| !row.trim().is_empty())
        .map(|(at, row)| read_row(row).map_err(|what| TableError::Row { line: at + 1, what }))
        .collect()
}

fn read_row(row: &str) -> Result<Place, String> {
    let mut cells = row.split(',').map(str::trim);
    let mut cell = |name: &str| cells.next().ok_or_else(|| format!("no {name}"));
    let code = RegionCode::from_str(cell("code")?).map_err(|e| e.to_string())?;
    let name: Box<str> = cell("name")?.into();
    let kind = cell("kind")?;
    let kind = PlaceKind::from_word(kind).ok_or_else(|| format!("unknown kind {kind}"))?;
    let postcode = cell("postcode").map(|p| (!p.is_empty()).then(|| p.into()))?;
    let centre = match (cell("lat")?, cell("lng")?) {
        ("", _) | (_, "") => None,
        (lat, lng) => {
            let number = |text: &str| text.parse::<f64>().map_err(|e| e.to_string());
            Some(GeoPoint::new(number(lat)?, number(lng)?).map_err(|e| e.to_string())?)
        }
    };
    Ok(Place {
        code,
        name,
        kind,
        postcode,
        centre,
    })
}
