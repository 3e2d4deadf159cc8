//! The receipt an owner takes home: which case it is and how to see where it stands.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Value, json};
use vocab::Lang;
use vocab::date::long_form;

use crate::code::{CodeError, qr};
use crate::office::Office;
use crate::paper::Paper;

/// What stands on a receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReceiptFacts {
    /// The office that took it in.
    pub office: Office,
    /// The case's number.
    pub number: String,
    /// When.
    pub date: NaiveDate,
    /// Who brought it.
    pub owner: String,
    /// For which business.
    pub business: String,
    /// Which permit.
    pub subject: String,
    /// Documents taken in.
    pub documents: Vec<String>,
    /// What happens next, in plain words.
    pub next: String,
    /// Web address of the case, put into the QR code.
    pub address: String,
}

/// A case was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    facts: ReceiptFacts,
    picture: String,
}

impl Receipt {
    /// Draws the QR code.
    ///
    /// # Errors
    /// The address is too long for a code.
    pub fn new(facts: ReceiptFacts) -> Result<Self, CodeError> {
        let picture = qr(&facts.address)?;
        Ok(Self { facts, picture })
    }
}

impl Paper for Receipt {
    const TEMPLATE: &'static str = "receipt.typ";

    fn data(&self) -> Value {
        let mut data = json!(self.facts);
        data["date"] = json!(long_form(self.facts.date, Lang::Id));
        data
    }

    fn pictures(&self) -> Vec<(&'static str, String)> {
        vec![("qr.svg", self.picture.clone())]
    }
}
