//! A parsed code and what it says.

use std::fmt;
use std::str::FromStr;

use crate::account::MerchantAccount;
use crate::amount::Amount;
use crate::spec;
use crate::tlv::{self, Element, LengthUnit, StructureError, Tag};

/// How a code is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Initiation {
    /// Printed once, paid many times; the buyer types the amount.
    Static,
    /// Made for one payment.
    Dynamic,
}

/// A text whose structure holds. Whether its contents are right is the business of [`Qris::check`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qris {
    text: String,
    elements: Vec<Element>,
    unit: LengthUnit,
}

impl Qris {
    /// Reads a code as scanned or pasted; blanks around it are dropped.
    pub fn parse(text: &str) -> Result<Self, StructureError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(StructureError::Empty);
        }
        let by = |unit| tlv::decode(text, unit).map(|elements| (elements, unit));
        let characters = by(LengthUnit::Characters);
        // With letters outside ASCII a wrong unit can fit by accident; the CRC at the end tells.
        let ends_well = |(elements, _): &(Vec<Element>, LengthUnit)| {
            elements
                .last()
                .is_some_and(|last| last.tag == spec::CRC && last.value.len() == 4)
        };
        let (elements, unit) = match (characters, by(LengthUnit::Bytes)) {
            (Ok(read), Ok(bytes)) if ends_well(&bytes) && !ends_well(&read) => bytes,
            (Ok(read), _) => read,
            (Err(reason), bytes) => bytes.map_err(|_| reason)?,
        };
        Ok(Self {
            text: text.to_owned(),
            elements,
            unit,
        })
    }

    pub(crate) fn from_parts(text: String, elements: Vec<Element>, unit: LengthUnit) -> Self {
        Self {
            text,
            elements,
            unit,
        }
    }

    /// The code itself.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its elements in the order written.
    #[must_use]
    pub fn elements(&self) -> &[Element] {
        &self.elements
    }

    /// What its lengths count.
    #[must_use]
    pub fn unit(&self) -> LengthUnit {
        self.unit
    }

    pub(crate) fn value(&self, tag: Tag) -> Option<&str> {
        self.elements
            .iter()
            .find(|element| element.tag == tag)
            .map(|element| element.value.as_str())
    }

    pub(crate) fn template(&self, tag: Tag) -> Option<Vec<Element>> {
        tlv::decode(self.value(tag)?, self.unit).ok()
    }

    /// Static or dynamic; `None` if the code does not say either.
    #[must_use]
    pub fn initiation(&self) -> Option<Initiation> {
        match self.value(spec::INITIATION)? {
            "11" => Some(Initiation::Static),
            "12" => Some(Initiation::Dynamic),
            _ => None,
        }
    }

    /// Merchant accounts whose fields can be read.
    #[must_use]
    pub fn accounts(&self) -> Vec<MerchantAccount> {
        self.elements
            .iter()
            .filter(|element| spec::is_account_template(element.tag))
            .filter_map(|element| {
                let fields = tlv::decode(&element.value, self.unit).ok()?;
                Some(MerchantAccount::new(element.tag, fields))
            })
            .collect()
    }

    /// National merchant id, the number Bank Indonesia's repository knows the merchant by.
    #[must_use]
    pub fn nmid(&self) -> Option<String> {
        let national = self
            .accounts()
            .into_iter()
            .find(MerchantAccount::is_national)?;
        national.merchant_id().map(str::to_owned)
    }

    /// Merchant's name as buyers see it.
    #[must_use]
    pub fn merchant_name(&self) -> Option<&str> {
        self.value(spec::NAME)
    }

    /// Merchant's city.
    #[must_use]
    pub fn merchant_city(&self) -> Option<&str> {
        self.value(spec::CITY)
    }

    /// Merchant's postal code.
    #[must_use]
    pub fn postal_code(&self) -> Option<&str> {
        self.value(spec::POSTAL)
    }

    /// Merchant category code (MCC).
    #[must_use]
    pub fn category(&self) -> Option<&str> {
        self.value(spec::CATEGORY)
    }

    /// The sum, if there is one and it can be read.
    #[must_use]
    pub fn amount(&self) -> Option<Amount> {
        self.value(spec::AMOUNT)?.parse().ok()
    }

    /// Reference by which the seller matches the payment (tag 62, field 05).
    #[must_use]
    pub fn reference(&self) -> Option<String> {
        let fields = self.template(spec::ADDITIONAL)?;
        fields
            .into_iter()
            .find(|field| field.tag == spec::REFERENCE)
            .map(|field| field.value)
    }
}

impl FromStr for Qris {
    type Err = StructureError;

    fn from_str(text: &str) -> Result<Self, StructureError> {
        Self::parse(text)
    }
}

impl fmt::Display for Qris {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
