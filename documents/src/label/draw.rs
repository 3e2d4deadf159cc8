//! The label on paper, at its real size.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::draft::Label;
use crate::paper::{Order, Paper, PressError, Printer, Sheet};

/// Letters after which a word without a space may be broken, so that it cannot run out of the
/// label.
const LONGEST_WORD: usize = 22;

impl Paper for Label {
    const TEMPLATE: &'static str = "label.typ";

    fn data(&self) -> Value {
        json!({
            "width": self.width, "height": self.height, "margin": self.margin, "sizes": self.sizes,
            "net_size": self.net_size,
            "brand": self.brand, "product": self.product, "net": breakable(&self.net),
            "ingredients": self.ingredients.iter().map(|part| json!({
                "text": breakable(&part.text), "bold": part.bold,
            })).collect::<Vec<_>>(),
            "allergens": self.allergens, "warnings": self.warnings, "nutrition": self.nutrition,
            "producer": breakable(&self.producer), "address": breakable(&self.address),
            "permit": self.permit, "halal": self.halal, "not_halal": self.not_halal,
            "produced": self.produced, "code": breakable(&self.code),
            "best_before": self.best_before, "storage": breakable(&self.storage),
            "bars": self.bars.as_ref().map(|(_, digits)| digits),
            "square": self.square.is_some(),
        })
    }

    fn pictures(&self) -> Vec<(&'static str, String)> {
        let bars = self.bars.iter().map(|(svg, _)| ("bars.svg", svg.clone()));
        let square = self.square.iter().map(|svg| ("qr.svg", svg.clone()));
        bars.chain(square).collect()
    }
}

/// Puts a label on one page of its own size.
///
/// # Errors
/// [`PressError::Overfull`] or [`PressError::TooWide`] when it does not fit at the smallest letter
/// the rules allow, and what the printer says.
pub fn print(printer: &dyn Printer, label: &Label, today: NaiveDate) -> Result<Sheet, PressError> {
    let sheet = printer.print(Order::of(label), today)?;
    let reported = |name: &str| {
        let found = sheet.reported.iter().find(|(key, _)| key == name);
        found.map_or(0, |(_, value)| *value)
    };
    if reported("fits") == 1 && sheet.pages == 1 {
        return Ok(sheet);
    }
    let (width, height) = label.size();
    let needed = u32::try_from(reported("needed")).unwrap_or(0);
    Err(if needed > height {
        PressError::Overfull {
            needed,
            width,
            height,
        }
    } else {
        PressError::TooWide { width }
    })
}

/// Puts invisible places to break into words that are too long for a line.
fn breakable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = 0;
    for c in text.chars() {
        run = if c.is_whitespace() { 0 } else { run + 1 };
        if run > LONGEST_WORD {
            out.push('\u{200b}');
        }
        out.push(c);
    }
    out
}
