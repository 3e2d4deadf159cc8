//! Letters: the office's for a mark, and what an owner declares under signature.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use vocab::Lang;
use vocab::date::long_form;

use crate::office::{Business, Office, Owner};
use crate::paper::Paper;

/// The office's recommendation with which a micro or small business pays the lower fee for its
/// mark. It is good for one mark in one filing and must be signed in the year of the filing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkLetter {
    /// Who writes.
    pub office: Office,
    /// Number of the letter.
    pub number: String,
    /// Date of the letter.
    pub date: NaiveDate,
    /// Whose mark it is.
    pub owner: Owner,
    /// For which business.
    pub business: Business,
    /// The mark as written.
    pub mark: String,
    /// Class of goods and services (Nice classification), 1 to 45.
    pub class: String,
    /// Goods or services under the mark.
    pub goods: String,
}

impl Paper for MarkLetter {
    const TEMPLATE: &'static str = "mark_letter.typ";

    fn data(&self) -> Value {
        json!({
            "office": self.office, "number": self.number, "date": long_form(self.date, Lang::Id),
            "year": self.date.format("%Y").to_string(), "owner": self.owner,
            "business": self.business, "mark": self.mark, "class": self.class, "goods": self.goods,
        })
    }
}

/// What a producer declares for halal by self-declaration: the promise about materials and process
/// that a PPH companion then checks (Kepkaban BPJPH 150/2022; PP 42/2024 Art. 98).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HalalDeclaration {
    /// Where it is signed.
    pub place: String,
    /// When.
    pub date: NaiveDate,
    /// Who declares.
    pub owner: Owner,
    /// For which business.
    pub business: Business,
    /// The products.
    pub products: Vec<String>,
    /// The materials, with their makers where known.
    pub materials: Vec<String>,
    /// How it is made, step by step.
    pub process: Vec<String>,
}

impl Paper for HalalDeclaration {
    const TEMPLATE: &'static str = "halal_declaration.typ";

    fn data(&self) -> Value {
        json!({
            "place": self.place, "date": long_form(self.date, Lang::Id), "owner": self.owner,
            "business": self.business, "products": self.products, "materials": self.materials,
            "process": self.process,
        })
    }
}

/// The promise to manage and watch what the business does to its surroundings (SPPL), which stands
/// in the place of an environmental study for micro businesses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sppl {
    /// Where it is signed.
    pub place: String,
    /// When.
    pub date: NaiveDate,
    /// Who promises.
    pub owner: Owner,
    /// For which business.
    pub business: Business,
    /// What the business lets out (waste water, smoke, noise, waste) and what is done about it.
    pub effects: Vec<Effect>,
}

/// One effect on the surroundings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// What comes out.
    pub what: String,
    /// What is done about it.
    pub care: String,
}

impl Paper for Sppl {
    const TEMPLATE: &'static str = "sppl.typ";

    fn data(&self) -> Value {
        json!({
            "place": self.place, "date": long_form(self.date, Lang::Id), "owner": self.owner,
            "business": self.business, "effects": self.effects,
        })
    }
}
