//! What can be wrong with a fact that somebody states.

use vocab::{DomainError, Message};

use crate::fact::Fact;

/// An id which names no fact.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no fact \"{id}\"")]
pub struct UnknownFact {
    /// The id as it was written.
    pub id: String,
}

impl DomainError for UnknownFact {
    fn code(&self) -> &'static str {
        "fact.unknown"
    }

    fn id(&self) -> String {
        format!(
            "Tidak ada data bernama \"{}\"; lihat daftar di rulebook/facts.toml.",
            self.id
        )
    }

    fn en(&self) -> String {
        format!(
            "There is no fact named \"{}\"; see the list in rulebook/facts.toml.",
            self.id
        )
    }
}

/// A value which a fact cannot take.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {}", .fact.id(), .flaw.en(*.fact))]
pub struct FactError {
    /// Whose value it should have been.
    pub fact: Fact,
    /// What is wrong with it.
    pub flaw: Flaw,
}

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Nothing is written, or a dash where a dash says nothing.
    Empty,
    /// Neither a word for yes nor for no.
    NotYesNo(String),
    /// Not a whole number, or a negative one.
    NotCount(String),
    /// Not a length of time such as "30 hari".
    NotDays(String),
    /// Not a year between 1900 and 2100.
    NotYear(String),
    /// None of the fact's choices.
    NoChoice(String),
    /// Not the form of an e-mail address.
    NotEmail(String),
    /// Not sixteen digits.
    NotFamilyCard(String),
    /// Longer than any text of this kind may be.
    TooLong(usize),
    /// A JSON value of the wrong type.
    Json(&'static str),
    /// The noun itself says what is wrong.
    Noun(Message),
}

/// Text longer than this is no name, address or description of a business.
pub const LONGEST_TEXT: usize = 2000;

impl Flaw {
    fn code(&self) -> &'static str {
        match self {
            Flaw::Empty => "fact.empty",
            Flaw::NotYesNo(_) => "fact.not_yes_no",
            Flaw::NotCount(_) => "fact.not_count",
            Flaw::NotDays(_) => "fact.not_days",
            Flaw::NotYear(_) => "fact.not_year",
            Flaw::NoChoice(_) => "fact.no_choice",
            Flaw::NotEmail(_) => "fact.not_email",
            Flaw::NotFamilyCard(_) => "fact.not_family_card",
            Flaw::TooLong(_) => "fact.too_long",
            Flaw::Json(_) => "fact.json",
            Flaw::Noun(_) => "fact.noun",
        }
    }

    fn id(&self, fact: Fact) -> String {
        match self {
            Flaw::Empty => "Belum diisi.".to_owned(),
            Flaw::NotYesNo(raw) => format!("\"{raw}\" bukan ya atau tidak; tulis ya atau tidak."),
            Flaw::NotCount(raw) => format!("\"{raw}\" bukan bilangan bulat; tulis misalnya 3."),
            Flaw::NotDays(raw) => {
                format!("\"{raw}\" bukan lama waktu; tulis misalnya 30 hari atau 6 bulan.")
            }
            Flaw::NotYear(raw) => format!("\"{raw}\" bukan tahun; tulis misalnya 2019."),
            Flaw::NoChoice(raw) => {
                format!(
                    "\"{raw}\" tidak ada dalam pilihan: {}.",
                    fact.choices().join(", ")
                )
            }
            Flaw::NotEmail(raw) => {
                format!("\"{raw}\" bukan alamat e-mail; tulis misalnya nama@contoh.id.")
            }
            Flaw::NotFamilyCard(raw) => {
                format!(
                    "Nomor KK harus 16 angka; yang tertulis \"{}\".",
                    masked(raw)
                )
            }
            Flaw::TooLong(length) => {
                format!("Terlalu panjang ({length} huruf); paling banyak {LONGEST_TEXT}.")
            }
            Flaw::Json(found) => format!("Jenis nilai JSON tidak cocok: {found}."),
            Flaw::Noun(message) => message.id.clone(),
        }
    }

    fn en(&self, fact: Fact) -> String {
        match self {
            Flaw::Empty => "Nothing is written.".to_owned(),
            Flaw::NotYesNo(raw) => format!("\"{raw}\" is neither yes nor no; write yes or no."),
            Flaw::NotCount(raw) => format!("\"{raw}\" is not a whole number; write 3, say."),
            Flaw::NotDays(raw) => {
                format!("\"{raw}\" is not a length of time; write 30 days or 6 months, say.")
            }
            Flaw::NotYear(raw) => format!("\"{raw}\" is not a year; write 2019, say."),
            Flaw::NoChoice(raw) => {
                format!(
                    "\"{raw}\" is none of the choices: {}.",
                    fact.choices().join(", ")
                )
            }
            Flaw::NotEmail(raw) => {
                format!("\"{raw}\" is not an e-mail address; write name@example.id, say.")
            }
            Flaw::NotFamilyCard(raw) => {
                format!(
                    "A family card number has 16 digits; this is \"{}\".",
                    masked(raw)
                )
            }
            Flaw::TooLong(length) => {
                format!("Too long ({length} letters); at most {LONGEST_TEXT}.")
            }
            Flaw::Json(found) => format!("The JSON value has the wrong type: {found}."),
            Flaw::Noun(message) => message.en.clone(),
        }
    }
}

/// A family card number is protected as the NIK is: an error shows only its first six digits.
fn masked(raw: &str) -> String {
    raw.chars()
        .enumerate()
        .map(|(at, letter)| if at < 6 { letter } else { '*' })
        .collect()
}

impl DomainError for FactError {
    fn code(&self) -> &'static str {
        self.flaw.code()
    }

    fn id(&self) -> String {
        self.flaw.id(self.fact)
    }

    fn en(&self) -> String {
        self.flaw.en(self.fact)
    }
}
