//! A product as it is to be sold on a channel.

use serde::{Deserialize, Serialize};

use crate::price::Price;

/// What the seller wants to sell, before any channel's limits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// Our own number of the product; variants have theirs.
    pub sku: String,
    /// Name.
    pub name: String,
    /// Description, plain text.
    pub description: String,
    /// Key in our own taxonomy, e.g. `snack.chips`.
    pub category: String,
    /// The channel's category, once chosen.
    pub remote_category: Option<String>,
    /// At least one; a product without choices has one variant without a name.
    pub variants: Vec<Variant>,
    /// In order; the first is the main one.
    pub images: Vec<Image>,
    /// Weight with packaging, in grams.
    pub weight_grams: Option<u32>,
    /// Size with packaging.
    pub size: Option<PackageSize>,
    /// Days it keeps.
    pub shelf_life_days: Option<u32>,
}

/// One thing that can be bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// Our own number; comes back in orders.
    pub sku: String,
    /// E.g. “pedas”; `None` for the only one.
    pub name: Option<String>,
    /// Price.
    pub price: Price,
    /// Pieces.
    pub stock: u32,
    /// Whether it is on sale at all.
    pub on_sale: bool,
}

impl Variant {
    /// Whether a buyer can have one now.
    pub fn available(&self) -> bool {
        self.on_sale && self.stock > 0
    }
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    /// Where our shop window shows it.
    pub url: String,
    /// The channel's own name for it, after upload.
    pub remote: Option<String>,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Size of the file.
    pub bytes: u64,
}

/// A packed product, in centimetres.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct PackageSize {
    pub length: u32,
    pub width: u32,
    pub height: u32,
}

/// Where a variant lives on the channel, learnt when it was created.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The channel's number of the product.
    pub item: String,
    /// The channel's number of the variant; `None` if the product has no choices.
    pub variant: Option<String>,
    /// Warehouse, where the channel has several.
    pub location: Option<String>,
}

/// New stock for one variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockUpdate {
    /// Our number.
    pub sku: String,
    /// Where.
    pub place: Place,
    /// Pieces; 0 takes it off.
    pub stock: u32,
}

/// New price for one variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceUpdate {
    /// Our number.
    pub sku: String,
    /// Where.
    pub place: Place,
    /// Price.
    pub price: Price,
}

/// What the channel says it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoteListing {
    /// Where.
    pub place: Place,
    /// Our number, if it carries one.
    pub sku: Option<String>,
    /// Price, if told.
    pub price: Option<Price>,
    /// Stock, if told.
    pub stock: Option<u32>,
    /// The channel's word for its state.
    pub state: String,
}
