//! What stands between a product and a channel, in the owner's words, and what one tap can do.

use serde::{Deserialize, Serialize};

use crate::capability::ChannelId;
use crate::price::Price;

/// A part of a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Field {
    Name,
    Description,
    Category,
    VariantName,
    Variants,
    Price,
    Stock,
    Sku,
    Images,
    Weight,
    Size,
}

impl std::fmt::Display for Field {
    /// `{}` speaks Indonesian, `{:#}` English.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (indonesian, english) = match self {
            Self::Name => ("nama produk", "product name"),
            Self::Description => ("keterangan", "description"),
            Self::Category => ("kategori", "category"),
            Self::VariantName => ("nama pilihan", "variant name"),
            Self::Variants => ("pilihan", "variants"),
            Self::Price => ("harga", "price"),
            Self::Stock => ("stok", "stock"),
            Self::Sku => ("kode barang", "item code"),
            Self::Images => ("foto", "pictures"),
            Self::Weight => ("berat", "weight"),
            Self::Size => ("ukuran kemasan", "package size"),
        };
        f.write_str(if f.alternate() { english } else { indonesian })
    }
}

vocab::domain_error! {
    /// One thing between a product and a channel.
    ListingProblem {
        /// Over the limit; `mend` is a shorter text.
        TooLong { channel: ChannelId, field: Field, length: usize, max: usize, mend: String } => "listing.too_long",
            "Di {channel}, {field} paling panjang {max} huruf; sekarang {length}. Bisa dipendekkan menjadi “{mend}”.",
            "On {channel} the {field:#} may have {max} characters; it has {length}. It can be shortened to “{mend}”.";
        /// Under the limit.
        TooShort { channel: ChannelId, field: Field, length: usize, min: usize } => "listing.too_short",
            "Di {channel}, {field} paling pendek {min} huruf; sekarang {length}. Tambahkan keterangan.",
            "On {channel} the {field:#} needs {min} characters; it has {length}. Add some words.";
        /// A letter the channel turns down; `mend` is the text without.
        Letter { channel: ChannelId, field: Field, letter: String, mend: String } => "listing.letter",
            "Di {channel}, {field} tidak boleh memuat tanda {letter}. Bisa diganti menjadi “{mend}”.",
            "On {channel} the {field:#} must not contain {letter}. It can become “{mend}”.";
        /// Not there.
        Missing { channel: ChannelId, field: Field } => "listing.missing",
            "{channel} mewajibkan {field}. Isi dulu.",
            "{channel} demands the {field:#}. Fill it in.";
        /// More than allowed.
        TooMany { channel: ChannelId, field: Field, count: usize, max: usize } => "listing.too_many",
            "{channel} menerima paling banyak {max} {field}; sekarang {count}. Hanya {max} pertama yang dikirim.",
            "{channel} takes at most {max} {field:#}; there are {count}. Only the first {max} are sent.";
        /// Two variants of one number.
        SkuTwice { channel: ChannelId, sku: String } => "listing.sku_twice",
            "Kode barang “{sku}” dipakai dua kali; {channel} tidak dapat membedakannya.",
            "The item code “{sku}” is used twice; {channel} cannot tell them apart.";
        /// Number empty or too long.
        SkuLength { channel: ChannelId, sku: String, max: usize } => "listing.sku",
            "Kode barang “{sku}” untuk {channel} harus 1 sampai {max} huruf.",
            "The item code “{sku}” for {channel} must have 1 to {max} characters.";
        /// Outside the channel's range; `mend` is the nearest within.
        PriceOutside { channel: ChannelId, sku: String, price: Price, mend: Price } => "listing.price",
            "Harga {price} untuk “{sku}” di luar batas {channel}. Yang terdekat {mend}.",
            "The price {price} of “{sku}” is outside what {channel} takes. The nearest is {mend}.";
        /// Over the limit; `mend` is the most.
        StockTooHigh { channel: ChannelId, sku: String, mend: u32 } => "listing.stock",
            "Stok “{sku}” melebihi batas {channel}; dikirim {mend}.",
            "The stock of “{sku}” exceeds what {channel} takes; {mend} is sent.";
        /// A picture with too many bytes.
        ImageHeavy { channel: ChannelId, number: usize, megabytes: u64 } => "listing.image_heavy",
            "Foto ke-{number} terlalu besar untuk {channel}; paling besar {megabytes} MB. Bisa diperkecil otomatis.",
            "Picture {number} is too heavy for {channel}; at most {megabytes} MB. It can be made smaller by itself.";
        /// A picture with too few pixels.
        ImageSmall { channel: ChannelId, number: usize, side: u32 } => "listing.image_small",
            "Foto ke-{number} terlalu kecil untuk {channel}; sisi terpendek minimal {side} piksel. Ambil foto baru.",
            "Picture {number} is too small for {channel}; the shorter side needs {side} pixels. Take a new one.";
        /// A picture that is not square.
        ImageNotSquare { channel: ChannelId, number: usize } => "listing.image_square",
            "Foto ke-{number} harus persegi untuk {channel}. Bisa dipotong otomatis.",
            "Picture {number} must be square for {channel}. It can be cropped by itself.";
    }
}

/// What one tap can set right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "mend")]
pub enum Mend {
    /// Put this text in, for this channel only.
    Text {
        /// Where.
        field: Field,
        /// Old text's replacement.
        text: String,
    },
    /// Set this price, for this channel only.
    Price {
        /// Variant.
        sku: String,
        /// Price.
        price: Price,
    },
    /// Send this stock at most.
    Stock {
        /// Variant.
        sku: String,
        /// Pieces.
        stock: u32,
    },
    /// Make the picture lighter.
    ShrinkImage {
        /// Which, from 1.
        number: usize,
    },
    /// Crop the picture to a square.
    CropImage {
        /// Which, from 1.
        number: usize,
    },
    /// Send only the first so many.
    LeaveOut {
        /// Of what.
        field: Field,
        /// How many stay.
        keep: usize,
    },
    /// Only a person can; take them to the field.
    Ask {
        /// Which.
        field: Field,
    },
}

impl ListingProblem {
    /// What one tap can do.
    pub fn mend(&self) -> Mend {
        match self {
            Self::TooLong { field, mend, .. } | Self::Letter { field, mend, .. } => Mend::Text {
                field: *field,
                text: mend.clone(),
            },
            Self::PriceOutside { sku, mend, .. } => Mend::Price {
                sku: sku.clone(),
                price: *mend,
            },
            Self::StockTooHigh { sku, mend, .. } => Mend::Stock {
                sku: sku.clone(),
                stock: *mend,
            },
            Self::ImageHeavy { number, .. } => Mend::ShrinkImage { number: *number },
            Self::ImageNotSquare { number, .. } => Mend::CropImage { number: *number },
            Self::TooMany { field, max, .. } => Mend::LeaveOut {
                field: *field,
                keep: *max,
            },
            Self::TooShort { field, .. } | Self::Missing { field, .. } => {
                Mend::Ask { field: *field }
            }
            Self::SkuTwice { .. } | Self::SkuLength { .. } => Mend::Ask { field: Field::Sku },
            Self::ImageSmall { .. } => Mend::Ask {
                field: Field::Images,
            },
        }
    }

    /// Whether the product may go out all the same, with what `mend` does done silently.
    pub fn is_mild(&self) -> bool {
        matches!(
            self,
            Self::TooMany {
                field: Field::Images,
                ..
            } | Self::StockTooHigh { .. }
        )
    }
}
