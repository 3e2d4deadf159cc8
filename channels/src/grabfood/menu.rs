//! The menu that Grab fetches. Prices are in hundredths of a rupiah here and nowhere else.

use serde_json::{Value, json};

use crate::capability::ChannelId;
use crate::hours::{HoursError, Outlet, SHORT_DAYS, Span, Week};
use crate::limits::{Limits, shorten};
use crate::listing::{Listing, Variant};

const CATEGORY_NAME: usize = 60;
const ITEMS: usize = 300;
const CATEGORIES: usize = 100;
/// Choices of one dish in one group.
const GROUP: &str = "Pilihan";

vocab::domain_error! {
    /// Why no menu can be served.
    MenuError {
        /// Hours are wrong.
        Hours { reason: HoursError, text: String } => "menu.hours",
            "{text}",
            "{reason}";
        /// Too many dishes under one heading.
        Full { heading: String, count: usize } => "menu.full",
            "Bagian menu “{heading}” berisi {count} hidangan; Grab menerima paling banyak 300. Bagi menjadi dua bagian.",
            "The menu section “{heading}” has {count} dishes; Grab takes at most 300. Split it in two.";
        /// Too many headings.
        Sections { count: usize } => "menu.sections",
            "Menu berisi {count} bagian; Grab menerima paling banyak 100.",
            "The menu has {count} sections; Grab takes at most 100.";
        /// No dish belongs under any heading.
        Empty => "menu.empty",
            "Belum ada hidangan yang dapat ditampilkan.",
            "There is no dish to show yet.";
    }
}

/// The whole menu of an outlet. Dishes whose fields break a limit must have been mended before;
/// what is still too long is cut rather than making Grab refuse the menu of a whole kitchen.
pub fn build(outlet: &Outlet, listings: &[Listing], limits: &Limits) -> Result<Value, MenuError> {
    use vocab::DomainError as _;
    outlet.hours.check().map_err(|reason| MenuError::Hours {
        text: reason.id(),
        reason,
    })?;
    let mut categories = Vec::new();
    for (key, heading) in &outlet.headings {
        let dishes: Vec<_> = listings
            .iter()
            .filter(|listing| &listing.category == key)
            .collect();
        if dishes.len() > ITEMS {
            return Err(MenuError::Full {
                heading: heading.clone(),
                count: dishes.len(),
            });
        }
        if dishes.is_empty() {
            continue;
        }
        let sequence = categories.len() + 1;
        let items = dishes
            .iter()
            .enumerate()
            .filter_map(|(at, dish)| item(dish, at + 1, limits));
        categories.push(json!({
            "id": key,
            "name": shorten(heading, CATEGORY_NAME),
            "sequence": sequence,
            "availableStatus": "AVAILABLE",
            "sellingTimeID": "ST1",
            "items": items.collect::<Vec<_>>(),
        }));
    }
    match categories.len() {
        0 => return Err(MenuError::Empty),
        1..=CATEGORIES => {}
        count => return Err(MenuError::Sections { count }),
    }
    Ok(json!({
        "merchantID": outlet.merchant,
        "partnerMerchantID": outlet.own,
        // ISO 4217: the rupiah has two decimals, though nobody uses them.
        "currency": {"code": "IDR", "symbol": "Rp", "exponent": 2},
        "sellingTimes": [{
            "id": "ST1",
            "name": "Jam buka",
            "startTime": "2024-01-01 00:00:00",
            "endTime": "2044-01-01 00:00:00",
            "serviceHours": hours(&outlet.hours),
        }],
        "categories": categories,
    }))
}

fn hours(week: &Week) -> Value {
    let day = |spans: &Vec<Span>| {
        let periods: Vec<_> = spans.iter()
            .map(|span| json!({"startTime": span.start.to_string(), "endTime": span.end.to_string()})).collect();
        let kind = if periods.is_empty() {
            "CloseAllDay"
        } else {
            "OpenPeriod"
        };
        json!({"openPeriodType": kind, "periods": periods})
    };
    SHORT_DAYS
        .iter()
        .zip(&week.0)
        .map(|(name, spans)| ((*name).to_owned(), day(spans)))
        .collect()
}

/// AVAILABLE demands stock, and UNAVAILABLE demands `maxStock` 0: both are said together.
pub(super) fn availability(available: bool, stock: u32, limits: &Limits) -> (&'static str, u32) {
    if available {
        ("AVAILABLE", stock.min(limits.stock_max))
    } else {
        ("UNAVAILABLE", 0)
    }
}

/// A dish with one variant is sold as it is; one with choices starts at the cheapest, and each choice
/// adds its difference.
fn item(listing: &Listing, sequence: usize, limits: &Limits) -> Option<Value> {
    let first = listing
        .variants
        .iter()
        .min_by_key(|variant| variant.price)?;
    let single = listing.variants.len() == 1;
    let stock = listing
        .variants
        .iter()
        .map(|variant| if variant.on_sale { variant.stock } else { 0 })
        .sum();
    let (status, stock) = availability(
        listing.variants.iter().any(Variant::available),
        stock,
        limits,
    );
    let groups = if single {
        Vec::new()
    } else {
        vec![group(listing, first, limits)]
    };
    Some(json!({
        "id": if single { &first.sku } else { &listing.sku },
        "name": shorten(&listing.name, limits.name_max),
        "description": shorten(&listing.description, limits.description_max),
        "sequence": sequence,
        "availableStatus": status,
        "price": first.price.minor_units(),
        "maxStock": stock,
        "photos": listing.images.iter().take(limits.images_max).map(|image| &image.url).collect::<Vec<_>>(),
        "modifierGroups": groups,
    }))
}

fn group(listing: &Listing, base: &Variant, limits: &Limits) -> Value {
    let modifiers: Vec<_> = listing
        .variants
        .iter()
        .enumerate()
        .map(|(at, variant)| {
            let name = variant.name.as_deref().unwrap_or(&variant.sku);
            json!({
                "id": variant.sku,
                "name": shorten(name, limits.variant_name_max),
                "sequence": at + 1,
                "availableStatus": if variant.available() { "AVAILABLE" } else { "UNAVAILABLE" },
                "price": variant.price.minor_units() - base.price.minor_units(),
            })
        })
        .collect();
    json!({
        "id": format!("{}-pilihan", listing.sku),
        "name": GROUP,
        "sequence": 1,
        "availableStatus": "AVAILABLE",
        "selectionRangeMin": 1,
        "selectionRangeMax": 1,
        "modifiers": modifiers,
    })
}

/// Which channel this menu is for.
pub const CHANNEL: ChannelId = ChannelId::GrabFood;
