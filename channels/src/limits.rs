//! What a channel's fields may hold, checked before anything is sent, told in the owner's words.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::capability::ChannelId;
use crate::listing::{Image, Listing, Variant};
use crate::price::Price;
use crate::problem::{Field, ListingProblem};

/// Bounds of one channel, from `data/limits.toml` or the office's own file of the same form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "the names say it; the data file says where each comes from"
)]
pub struct Limits {
    pub name_min: usize,
    pub name_max: usize,
    pub description_min: usize,
    pub description_max: usize,
    pub variant_name_max: usize,
    pub price_min: i64,
    pub price_max: i64,
    pub stock_max: u32,
    pub images_min: usize,
    pub images_max: usize,
    pub image_bytes_max: u64,
    pub image_types: Vec<String>,
    pub image_square: bool,
    pub image_side_min: u32,
    pub required: Vec<Field>,
    pub variants_max: usize,
    pub sku_max: usize,
    pub sure: Vec<String>,
}

vocab::domain_error! {
    /// Why a file of limits, fees or categories cannot be used.
    DataError {
        /// Not of the form.
        Form { what: &'static str, detail: String } => "channel.data",
            "Data {what} tidak dapat dibaca: {detail}",
            "The {what} data cannot be read: {detail}";
        /// A channel is missing.
        Absent { what: &'static str, channel: ChannelId } => "channel.data_absent",
            "Data {what} tidak memuat {channel}.",
            "The {what} data has nothing on {channel}.";
    }
}

const BUILT_IN: &str = include_str!("../data/limits.toml");

impl Limits {
    /// The bounds that come with the program.
    pub fn built_in(channel: ChannelId) -> Result<Self, DataError> {
        Self::from_toml(BUILT_IN, channel)
    }

    /// Bounds from a file of the same form.
    pub fn from_toml(text: &str, channel: ChannelId) -> Result<Self, DataError> {
        let form = |error: toml::de::Error| DataError::Form {
            what: "limits",
            detail: error.message().to_owned(),
        };
        let mut all: BTreeMap<ChannelId, Self> = toml::from_str(text).map_err(form)?;
        all.remove(&channel).ok_or(DataError::Absent {
            what: "limits",
            channel,
        })
    }

    /// Everything that stands between a product and the channel.
    pub fn check(&self, channel: ChannelId, listing: &Listing) -> Vec<ListingProblem> {
        let mut found = Vec::new();
        self.check_texts(channel, listing, &mut found);
        self.check_goods(channel, listing, &mut found);
        for variant in &listing.variants {
            self.check_variant(channel, variant, &mut found);
        }
        self.check_images(channel, listing, &mut found);
        found
    }

    fn check_texts(&self, channel: ChannelId, listing: &Listing, found: &mut Vec<ListingProblem>) {
        let texts = [
            (Field::Name, &listing.name, self.name_min, self.name_max),
            (
                Field::Description,
                &listing.description,
                self.description_min,
                self.description_max,
            ),
        ];
        for (field, text, min, max) in texts {
            let length = text.trim().chars().count();
            if length > max {
                found.push(ListingProblem::TooLong {
                    channel,
                    field,
                    length,
                    max,
                    mend: shorten(text, max),
                });
            } else if length < min {
                found.push(ListingProblem::TooShort {
                    channel,
                    field,
                    length,
                    min,
                });
            }
            if let Some(letter) = text.chars().find(|letter| unwelcome(*letter, field)) {
                let mend = text
                    .chars()
                    .filter(|letter| !unwelcome(*letter, field))
                    .collect();
                found.push(ListingProblem::Letter {
                    channel,
                    field,
                    letter: letter.escape_unicode().to_string(),
                    mend,
                });
            }
        }
    }

    fn check_goods(&self, channel: ChannelId, listing: &Listing, found: &mut Vec<ListingProblem>) {
        let is_missing = |field: &Field| match field {
            Field::Weight => listing.weight_grams.is_none_or(|grams| grams == 0),
            Field::Size => listing.size.is_none(),
            Field::Category => listing.remote_category.is_none(),
            _ => false,
        };
        let missing = self.required.iter().filter(|field| is_missing(field));
        found.extend(missing.map(|field| ListingProblem::Missing {
            channel,
            field: *field,
        }));
        if listing.variants.is_empty() {
            found.push(ListingProblem::Missing {
                channel,
                field: Field::Variants,
            });
        }
        let count = listing.variants.len();
        if count > self.variants_max {
            found.push(ListingProblem::TooMany {
                channel,
                field: Field::Variants,
                count,
                max: self.variants_max,
            });
        }
        let mut skus: Vec<_> = listing
            .variants
            .iter()
            .map(|variant| &variant.sku)
            .collect();
        skus.sort_unstable();
        let twice = skus.windows(2).find_map(|pair| match pair {
            [first, second] if first == second => Some((*first).clone()),
            _ => None,
        });
        found.extend(twice.map(|sku| ListingProblem::SkuTwice { channel, sku }));
    }

    fn check_variant(
        &self,
        channel: ChannelId,
        variant: &Variant,
        found: &mut Vec<ListingProblem>,
    ) {
        let sku = variant.sku.clone();
        let price = variant.price.rupiah();
        if price < self.price_min || price > self.price_max {
            let nearest = price.clamp(self.price_min, self.price_max);
            let mend = Price::new(nearest).unwrap_or(variant.price);
            found.push(ListingProblem::PriceOutside {
                channel,
                sku: sku.clone(),
                price: variant.price,
                mend,
            });
        }
        if variant.stock > self.stock_max {
            found.push(ListingProblem::StockTooHigh {
                channel,
                sku: sku.clone(),
                mend: self.stock_max,
            });
        }
        let length = sku.chars().count();
        if length == 0 || length > self.sku_max {
            found.push(ListingProblem::SkuLength {
                channel,
                sku: sku.clone(),
                max: self.sku_max,
            });
        }
        if let Some(name) = &variant.name {
            let length = name.trim().chars().count();
            let max = self.variant_name_max;
            if length > max {
                let field = Field::VariantName;
                found.push(ListingProblem::TooLong {
                    channel,
                    field,
                    length,
                    max,
                    mend: shorten(name, max),
                });
            }
        }
    }

    fn check_images(&self, channel: ChannelId, listing: &Listing, found: &mut Vec<ListingProblem>) {
        let count = listing.images.len();
        if count < self.images_min {
            found.push(ListingProblem::Missing {
                channel,
                field: Field::Images,
            });
        }
        if count > self.images_max {
            found.push(ListingProblem::TooMany {
                channel,
                field: Field::Images,
                count,
                max: self.images_max,
            });
        }
        // Pictures beyond the number are left out anyway.
        for (at, image) in listing.images.iter().take(self.images_max).enumerate() {
            found.extend(self.image_problem(channel, at + 1, image));
        }
    }

    fn image_problem(
        &self,
        channel: ChannelId,
        number: usize,
        image: &Image,
    ) -> Option<ListingProblem> {
        let side = self.image_side_min;
        if image.bytes > self.image_bytes_max {
            let megabytes = self.image_bytes_max / (1024 * 1024);
            Some(ListingProblem::ImageHeavy {
                channel,
                number,
                megabytes,
            })
        } else if image.width.min(image.height) < side {
            Some(ListingProblem::ImageSmall {
                channel,
                number,
                side,
            })
        } else if self.image_square && image.width != image.height {
            Some(ListingProblem::ImageNotSquare { channel, number })
        } else {
            None
        }
    }
}

/// Control characters come from pasting; angle brackets are taken for HTML by every platform.
fn unwelcome(letter: char, field: Field) -> bool {
    let line = matches!(letter, '\n' | '\r' | '\t') && field == Field::Description;
    (letter.is_control() && !line) || matches!(letter, '<' | '>')
}

/// Cuts at the last word that fits, without leaving a dangling comma or bracket.
pub fn shorten(text: &str, max: usize) -> String {
    let text = text.trim();
    if text.chars().count() <= max {
        return text.to_owned();
    }
    let fits: String = text.chars().take(max).collect();
    let next_is_space = text.chars().nth(max).is_some_and(char::is_whitespace);
    let whole_words = match fits.rfind(char::is_whitespace) {
        // A word cut within its first half would lose the name altogether: better cut it.
        Some(at) if !next_is_space && at * 2 >= fits.len() => fits.get(..at).unwrap_or(&fits),
        _ => fits.as_str(),
    };
    let dangling = |letter: char| letter.is_whitespace() || ",;:-–(/&+".contains(letter);
    whole_words.trim_end_matches(dangling).to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use vocab::DomainError;

    use super::*;
    use crate::problem::Mend;

    fn good() -> Listing {
        Listing {
            sku: "KDL-1".into(),
            name: "Keripik Tempe Renyah 200g".into(),
            description: "Keripik tempe renyah buatan Kendal, tanpa pengawet.".into(),
            category: "snack".into(),
            remote_category: Some("1".into()),
            variants: vec![Variant {
                sku: "KDL-1".into(),
                name: None,
                price: Price::new(15_000).unwrap(),
                stock: 5,
                on_sale: true,
            }],
            images: vec![Image {
                url: "https://umkm.example/1.jpg".into(),
                remote: None,
                width: 1000,
                height: 1000,
                bytes: 100_000,
            }],
            weight_grams: Some(250),
            size: None,
            shelf_life_days: None,
        }
    }

    fn problems(channel: ChannelId, listing: &Listing) -> Vec<ListingProblem> {
        Limits::built_in(channel).unwrap().check(channel, listing)
    }

    #[test]
    fn a_good_product_passes_everywhere() {
        for channel in ChannelId::ALL {
            assert_eq!(problems(channel, &good()), [], "{channel}");
        }
    }

    #[test]
    fn every_problem_is_told_with_its_mend() {
        let with = |change: fn(&mut Listing)| {
            let mut listing = good();
            change(&mut listing);
            listing
        };
        let cases = [
            (
                with(|listing| listing.name = "Keripik ".repeat(20)),
                "listing.too_long",
            ),
            (
                with(|listing| listing.name = "Ker".into()),
                "listing.too_short",
            ),
            (
                with(|listing| listing.description = "<b>tebal</b> dan renyah sekali".into()),
                "listing.letter",
            ),
            (
                with(|listing| listing.weight_grams = None),
                "listing.missing",
            ),
            (
                with(|listing| listing.remote_category = None),
                "listing.missing",
            ),
            (with(|listing| listing.images.clear()), "listing.missing"),
            (with(|listing| listing.variants.clear()), "listing.missing"),
            (
                with(|listing| listing.images = vec![listing.images[0].clone(); 10]),
                "listing.too_many",
            ),
            (
                with(|listing| listing.variants.push(listing.variants[0].clone())),
                "listing.sku_twice",
            ),
            (
                with(|listing| listing.variants[0].sku = String::new()),
                "listing.sku",
            ),
            (
                with(|listing| listing.variants[0].price = Price::new(50).unwrap()),
                "listing.price",
            ),
            (
                with(|listing| listing.variants[0].stock = 5_000_000),
                "listing.stock",
            ),
            (
                with(|listing| listing.images[0].bytes = 60_000_000),
                "listing.image_heavy",
            ),
            (
                with(|listing| listing.images[0].width = 20),
                "listing.image_small",
            ),
        ];
        for (listing, code) in cases {
            let found = problems(ChannelId::Tokopedia, &listing);
            let told = found.iter().find(|problem| problem.code() == code);
            let told = told.unwrap_or_else(|| panic!("{code} not in {found:?}"));
            assert!(told.id().contains("Tokopedia") && told.en().contains("Tokopedia"));
        }
        let mut oblong = good();
        oblong.images[0].height = 800;
        let found = problems(ChannelId::GoFood, &oblong);
        assert_eq!(found[0].mend(), Mend::CropImage { number: 1 });
    }

    #[test]
    fn names_are_cut_at_words() {
        let name = "Keripik Tempe Renyah Gurih Khas Kendal (isi banyak)";
        assert_eq!(shorten(name, 41), "Keripik Tempe Renyah Gurih Khas Kendal");
        assert_eq!(shorten(name, 20), "Keripik Tempe Renyah");
        assert_eq!(shorten("Supercalifragilistic", 5), "Super");
        assert_eq!(shorten("  pendek  ", 20), "pendek");
    }

    #[test]
    fn broken_data_is_told() {
        let broken = Limits::from_toml("[shopee]\nname_min = 1", ChannelId::Shopee);
        assert_eq!(broken.unwrap_err().code(), "channel.data");
        let absent = Limits::from_toml("", ChannelId::Shopee);
        assert_eq!(absent.unwrap_err().code(), "channel.data_absent");
    }

    proptest! {
        #[test]
        fn a_shortened_text_fits_and_taking_the_mend_is_enough(text in "\\PC{0,200}", max in 1usize..100) {
            prop_assert!(shorten(&text, max).chars().count() <= max);
            let mut listing = good();
            listing.name = text;
            for _ in 0..2 {
                for problem in problems(ChannelId::GrabFood, &listing) {
                    if let Mend::Text { field: Field::Name, text } = problem.mend() {
                        listing.name = text;
                    }
                }
            }
            let left = problems(ChannelId::GrabFood, &listing);
            prop_assert!(left.iter().all(|problem| matches!(problem, ListingProblem::TooShort { .. })), "{:?}", left);
        }
    }
}
