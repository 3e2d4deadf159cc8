//! The whole catalogue of an outlet, which replaces the one before.

use serde_json::{Map, Value, json};

use crate::hours::{LONG_DAYS, Outlet, Span};
use crate::limits::{Limits, shorten};
use crate::listing::{Listing, Variant};

/// The catalogue. Headings without dishes are left out.
pub fn build(outlet: &Outlet, listings: &[Listing], limits: &Limits, request_id: &str) -> Value {
    let hours = hours(outlet);
    let menus = outlet.headings.iter().filter_map(|(key, heading)| {
        let dishes: Vec<_> = listings
            .iter()
            .filter(|listing| &listing.category == key)
            .filter_map(|listing| dish(listing, &hours, limits))
            .collect();
        (!dishes.is_empty())
            .then(|| json!({"name": shorten(heading, limits.name_max), "menu_items": dishes}))
    });
    let choices = listings.iter().filter(|listing| listing.variants.len() > 1);
    json!({
        "request_id": request_id,
        "menus": menus.collect::<Vec<_>>(),
        "variant_categories": choices.filter_map(|listing| category(listing, limits)).collect::<Vec<_>>(),
    })
}

fn hours(outlet: &Outlet) -> Value {
    let span = |span: &Span| json!({"start": span.start.to_string(), "end": span.end.to_string()});
    let days = LONG_DAYS.iter().zip(&outlet.hours.0);
    let days: Map<String, Value> = days
        .map(|(day, spans)| ((*day).to_owned(), spans.iter().map(span).collect()))
        .collect();
    Value::Object(days)
}

fn base(listing: &Listing) -> Option<&Variant> {
    listing.variants.iter().min_by_key(|variant| variant.price)
}

fn choices_id(listing: &Listing) -> String {
    format!("{}-pilihan", listing.sku)
}

fn dish(listing: &Listing, hours: &Value, limits: &Limits) -> Option<Value> {
    let first = base(listing)?;
    let single = listing.variants.len() == 1;
    let choices: Vec<_> = (!single).then(|| choices_id(listing)).into_iter().collect();
    let mut dish = json!({
        "external_id": if single { &first.sku } else { &listing.sku },
        "name": shorten(&listing.name, limits.name_max),
        "description": shorten(&listing.description, limits.description_max),
        "in_stock": listing.variants.iter().any(Variant::available),
        "price": first.price.rupiah(),
        "operational_hours": hours,
        "variant_category_external_ids": choices,
    });
    if let Some(image) = listing.images.first() {
        dish["image"] = json!(image.url);
    }
    Some(dish)
}

/// One must be chosen; each adds its difference from the cheapest.
fn category(listing: &Listing, limits: &Limits) -> Option<Value> {
    let first = base(listing)?;
    let variants: Vec<_> = listing
        .variants
        .iter()
        .map(|variant| {
            let name = variant.name.as_deref().unwrap_or(&variant.sku);
            json!({
                "external_id": variant.sku,
                "name": shorten(name, limits.variant_name_max),
                "price": variant.price.rupiah() - first.price.rupiah(),
                "in_stock": variant.available(),
            })
        })
        .collect();
    Some(json!({
        "external_id": choices_id(listing),
        "internal_name": choices_id(listing),
        "name": "Pilihan",
        "rules": {"selection": {"min_quantity": 1, "max_quantity": 1}},
        "variants": variants,
    }))
}
