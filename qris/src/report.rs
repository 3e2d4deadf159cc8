//! A code as one JSON object, for the command line and for pages.

use serde::Serialize;
use vocab::DomainError;

use crate::code::{Initiation, Qris};
use crate::finding::{Finding, Severity};

/// Everything a code says and everything wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Whether it may be used.
    pub valid: bool,
    /// The code.
    pub qris: String,
    /// `static` or `dynamic`.
    pub kind: Option<&'static str>,
    /// Whom it pays.
    pub merchant: Merchant,
    /// Accounts by provider.
    pub accounts: Vec<Account>,
    /// Amount as written, e.g. `25000` or `25000.50`.
    pub amount: Option<String>,
    /// Reference (tag 62, field 05).
    pub reference: Option<String>,
    /// Errors and warnings.
    pub problems: Vec<Problem>,
}

/// The merchant's own particulars.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Merchant {
    /// Name as buyers see it.
    pub name: Option<String>,
    /// City.
    pub city: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// Merchant category code.
    pub category: Option<String>,
    /// National merchant id.
    pub nmid: Option<String>,
}

/// One merchant account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Account {
    /// Tag.
    pub tag: String,
    /// Provider's reverse domain.
    pub provider: Option<String>,
    /// First eight digits of the PAN.
    pub acquirer_number: Option<String>,
    /// Merchant id at the provider.
    pub merchant_id: Option<String>,
    /// Size criteria such as `UMI`.
    pub criteria: Option<String>,
}

/// One finding in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Error or warning.
    pub severity: Severity,
    /// Stable code.
    pub code: &'static str,
    /// Tag, such as `62.05`.
    pub tag: Option<String>,
    /// In Indonesian.
    pub id: String,
    /// In English.
    pub en: String,
}

impl From<&Finding> for Problem {
    fn from(finding: &Finding) -> Self {
        Self {
            severity: finding.severity(),
            code: finding.code(),
            tag: finding.path().map(|path| path.to_string()),
            id: finding.id(),
            en: finding.en(),
        }
    }
}

/// Reads a text and tells everything about it. Never fails: what cannot be read is a problem too.
#[must_use]
pub fn report(text: &str) -> Report {
    match Qris::parse(text) {
        Ok(code) => of_code(&code),
        Err(error) => Report {
            valid: false,
            qris: text.trim().to_owned(),
            kind: None,
            merchant: Merchant::default(),
            accounts: Vec::new(),
            amount: None,
            reference: None,
            problems: vec![Problem {
                severity: Severity::Error,
                code: error.code(),
                tag: None,
                id: error.id(),
                en: error.en(),
            }],
        },
    }
}

fn of_code(code: &Qris) -> Report {
    let findings = code.check();
    let own = |text: Option<&str>| text.map(str::to_owned);
    let account = |account: &crate::MerchantAccount| Account {
        tag: account.tag().to_string(),
        provider: own(account.provider()),
        acquirer_number: own(account.acquirer_number()),
        merchant_id: own(account.merchant_id()),
        criteria: own(account.criteria()),
    };
    Report {
        valid: !findings.iter().any(Finding::is_error),
        qris: code.text().to_owned(),
        kind: code.initiation().map(|kind| match kind {
            Initiation::Static => "static",
            Initiation::Dynamic => "dynamic",
        }),
        merchant: Merchant {
            name: own(code.merchant_name()),
            city: own(code.merchant_city()),
            postal_code: own(code.postal_code()),
            category: own(code.category()),
            nmid: code.nmid(),
        },
        accounts: code.accounts().iter().map(account).collect(),
        amount: code.amount().map(|amount| amount.to_string()),
        reference: code.reference(),
        problems: findings.iter().map(Problem::from).collect(),
    }
}
