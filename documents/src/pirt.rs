//! What an SPP-IRT application asks, on one sheet to type from.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use vocab::Lang;
use vocab::date::long_form;

use crate::office::{Business, Owner};
use crate::paper::Paper;

/// The answers for sppirt.pom.go.id: product, packaging, composition, process, storage, shelf life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PirtSummary {
    /// Date of the sheet.
    pub date: NaiveDate,
    /// Who applies.
    pub owner: Owner,
    /// For which business.
    pub business: Business,
    /// Kind of product and its brand.
    pub product: String,
    /// Brand.
    pub brand: String,
    /// Food type, such as "Umbi dan hasil olahannya".
    pub food_type: String,
    /// Kind of packaging and how much is in it.
    pub packaging: String,
    /// What is in it, most first.
    pub composition: Vec<String>,
    /// How it is made, step by step.
    pub process: Vec<String>,
    /// How it is kept.
    pub storage: String,
    /// How long it keeps.
    pub shelf_life: String,
    /// Production code and what it means.
    pub production_code: String,
}

impl Paper for PirtSummary {
    const TEMPLATE: &'static str = "pirt.typ";

    fn data(&self) -> Value {
        let mut data = json!(self);
        data["date"] = json!(long_form(self.date, Lang::Id));
        data
    }
}
