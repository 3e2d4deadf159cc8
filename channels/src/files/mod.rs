//! Selling by files: for ShopeeFood, which has no public API, and for every owner who prefers to upload
//! by hand. Sheets out, order and settlement exports in.

mod channel;
mod export;
mod import;
mod money;
mod table;

use std::collections::BTreeMap;

use serde::Deserialize;

pub use channel::FileChannel;
pub use export::{Export, ExportError, Form, export};
pub use import::{ImportError, Imported, ImportedRow, RowProblem, import};
pub use money::{MoneyError, money};

use crate::capability::{Capabilities, Capability, ChannelId};
use crate::limits::DataError;

/// What files alone can do, for ShopeeFood and as the last resort elsewhere.
pub const CAPABILITIES: Capabilities =
    Capabilities::of(&[Capability::FileExport, Capability::FileImport]);

/// Headings of sheets and exports, from `data/sheets.toml` or the office's own file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Sheets {
    reading: BTreeMap<Reading, Vec<String>>,
    #[serde(flatten)]
    sheets: BTreeMap<ChannelId, Sheet>,
}

/// One sheet.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    #[serde(rename = "sheet")]
    name: String,
    price_note: String,
    columns: Vec<Heading>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Heading {
    column: Column,
    heading: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Column {
    Category,
    Name,
    Description,
    ParentSku,
    VariantLabel,
    Variant,
    Sku,
    Price,
    Stock,
    WeightGrams,
    WeightKg,
    Length,
    Width,
    Height,
    Image,
    ShelfLife,
    Available,
}

/// A column of an export that we understand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Reading {
    Order,
    Date,
    State,
    Sku,
    Name,
    Variant,
    Quantity,
    Price,
    Gross,
    Fee,
    Net,
}

const BUILT_IN: &str = include_str!("../../data/sheets.toml");

impl Sheets {
    /// The headings that come with the program.
    pub fn built_in() -> Result<Self, DataError> {
        Self::from_toml(BUILT_IN)
    }

    /// The office's own.
    pub fn from_toml(text: &str) -> Result<Self, DataError> {
        let form = |error: toml::de::Error| DataError::Form {
            what: "sheets",
            detail: error.message().to_owned(),
        };
        toml::from_str(text).map_err(form)
    }

    fn sheet(&self, channel: ChannelId) -> Result<&Sheet, DataError> {
        self.sheets.get(&channel).ok_or(DataError::Absent {
            what: "sheets",
            channel,
        })
    }
}
