//! What a fact's value is, and how it is read from what a person wrote in a cell.

use chrono::{Datelike, NaiveDate};
use vocab::{DomainError, GeoPoint, KbliCode, KbliVersion, RegionCode, Rupiah};

use crate::dictionary::Dictionary;
use crate::fact::{ChoiceId, Fact, Kind, Number};
use crate::fact_error::{FactError, Flaw, LONGEST_TEXT};

/// The value of one fact.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Yes or no; for a permit: held or not, its number unknown.
    Bool(bool),
    /// A number of things, people or days.
    Count(i64),
    /// Whole rupiah.
    Rupiah(i64),
    /// A calendar year.
    Year(i32),
    /// A calendar date.
    Date(NaiveDate),
    /// Text, or a number which is really a name (NIB, NIK, telephone) in its canonical form.
    Text(Box<str>),
    /// One of the fact's choices.
    Choice(ChoiceId),
    /// A code of business activity.
    Kbli(KbliCode),
    /// An administrative region.
    Region(RegionCode),
    /// A point on the map.
    Point(GeoPoint),
}

const YES: &[&str] = &[
    "ya",
    "y",
    "iya",
    "ada",
    "punya",
    "sudah",
    "sdh",
    "memiliki",
    "benar",
    "v",
    "✓",
    "✔",
    "√",
    "1",
    "yes",
    "true",
    "aktif",
    "sudah ada",
    "sudah punya",
    "have",
    "betul",
];
const NO: &[&str] = &[
    "tidak",
    "tdk",
    "tak",
    "t",
    "tidak ada",
    "tdk ada",
    "belum",
    "blm",
    "belum ada",
    "blm ada",
    "belum punya",
    "blm punya",
    "tidak punya",
    "tdk punya",
    "tidak memiliki",
    "belum memiliki",
    "bukan",
    "x",
    "0",
    "-",
    "--",
    "no",
    "n",
    "none",
    "false",
    "nihil",
    "kosong",
];

impl Value {
    /// Reads a cell which a person filled in for this fact.
    pub fn parse(fact: Fact, raw: &str) -> Result<Value, FactError> {
        read(fact, raw.trim()).map_err(|flaw| FactError { fact, flaw })
    }

    /// Whether a permit is held: its number or a plain yes says so.
    pub fn held(&self) -> Option<bool> {
        match self {
            Value::Bool(held) => Some(*held),
            Value::Text(number) => Some(!number.is_empty()),
            _ => None,
        }
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether this fact can have this value.
    pub fn fits(&self, fact: Fact) -> bool {
        match (fact.kind(), self) {
            (Kind::Bool | Kind::Permit(_), Value::Bool(_))
            | (Kind::Date, Value::Date(_))
            | (Kind::Text | Kind::Number(_) | Kind::Permit(_), Value::Text(_))
            | (Kind::Kbli, Value::Kbli(_))
            | (Kind::Region, Value::Region(_))
            | (Kind::Point, Value::Point(_)) => true,
            (Kind::Count | Kind::Days, Value::Count(number))
            | (Kind::Rupiah, Value::Rupiah(number)) => *number >= 0,
            (Kind::Year, Value::Year(year)) => is_year(*year),
            (Kind::Choice(ids), Value::Choice(choice)) => usize::from(choice.0) < ids.len(),
            _ => false,
        }
    }
}

fn read(fact: Fact, raw: &str) -> Result<Value, Flaw> {
    if raw.is_empty() {
        return Err(Flaw::Empty);
    }
    if raw.len() > LONGEST_TEXT {
        return Err(Flaw::TooLong(raw.chars().count()));
    }
    match fact.kind() {
        Kind::Bool => yes_no(raw)
            .map(Value::Bool)
            .ok_or_else(|| Flaw::NotYesNo(raw.to_owned())),
        Kind::Permit(number) => permit(number, raw),
        Kind::Number(number) => canonical(number, raw).map(text),
        Kind::Text => plain_text(raw),
        Kind::Count => count(raw).map(Value::Count),
        Kind::Days => days(raw).map(Value::Count),
        Kind::Rupiah => rupiah(raw),
        Kind::Year => year(raw),
        Kind::Date => noun(vocab::date::parse_date(raw)).map(Value::Date),
        Kind::Choice(_) => Dictionary::builtin()
            .choice(fact, raw)
            .map(Value::Choice)
            .ok_or_else(|| Flaw::NoChoice(raw.to_owned())),
        // A bare code is read in the edition which old NIBs and Annex I of PP 28/2025 still cite.
        Kind::Kbli => noun(KbliCode::parse(raw, KbliVersion::V2020)).map(Value::Kbli),
        Kind::Region => noun(raw.parse::<RegionCode>()).map(Value::Region),
        Kind::Point => noun(raw.parse::<GeoPoint>()).map(Value::Point),
    }
}

fn noun<T, E: DomainError>(result: Result<T, E>) -> Result<T, Flaw> {
    result.map_err(|error| Flaw::Noun(error.message()))
}

fn text(text: String) -> Value {
    Value::Text(text.into_boxed_str())
}

fn plain_text(raw: &str) -> Result<Value, Flaw> {
    let cleaned = raw.split_whitespace().collect::<Vec<_>>().join(" ");
    let says_nothing = cleaned
        .chars()
        .all(|letter| matches!(letter, '-' | '.' | '\0'));
    if says_nothing {
        Err(Flaw::Empty)
    } else {
        Ok(text(cleaned.replace('\0', "")))
    }
}

/// Yes or no in the words and ticks that offices use; a cross stands for no, as in their lists.
fn yes_no(raw: &str) -> Option<bool> {
    let word = raw.trim_end_matches(['.', '!']).to_lowercase();
    if YES.contains(&word.as_str()) {
        Some(true)
    } else if NO.contains(&word.as_str()) {
        Some(false)
    } else {
        None
    }
}

fn permit(number: Number, raw: &str) -> Result<Value, Flaw> {
    yes_no(raw).map_or_else(
        || canonical(number, raw).map(text),
        |held| Ok(Value::Bool(held)),
    )
}

fn canonical(number: Number, raw: &str) -> Result<String, Flaw> {
    match number {
        Number::Nik => official::<vocab::Nik>(raw),
        Number::Npwp => official::<vocab::Npwp>(raw),
        Number::Nib => official::<vocab::Nib>(raw),
        Number::Pirt => official::<vocab::PirtNumber>(raw),
        Number::Bpom => official::<vocab::BpomNumber>(raw),
        Number::Halal => official::<vocab::HalalNumber>(raw),
        Number::Merek => official::<vocab::MerekNumber>(raw),
        Number::Phone => official::<vocab::PhoneNumber>(raw),
        Number::Kk => family_card(raw),
        Number::Email => email(raw),
    }
}

fn official<T>(raw: &str) -> Result<String, Flaw>
where
    T: std::str::FromStr + std::fmt::Display,
    T::Err: DomainError,
{
    noun(raw.parse::<T>()).map(|number| number.to_string())
}

fn family_card(raw: &str) -> Result<String, Flaw> {
    let separator = |letter: char| letter.is_whitespace() || matches!(letter, '.' | '-' | '\'');
    let digits: String = raw.chars().filter(|letter| !separator(*letter)).collect();
    if digits.len() == 16 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(digits)
    } else {
        Err(Flaw::NotFamilyCard(raw.to_owned()))
    }
}

fn email(raw: &str) -> Result<String, Flaw> {
    let lower = raw.to_lowercase();
    let well_formed = lower.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && host.split('.').count() >= 2
            && host.split('.').all(|label| !label.is_empty())
            && !lower.contains(char::is_whitespace)
            && !host.contains('@')
    });
    if well_formed {
        Ok(lower)
    } else {
        Err(Flaw::NotEmail(raw.to_owned()))
    }
}

/// A whole number such as "12", "1.200", "5 orang" or a spreadsheet's "3.0".
fn count(raw: &str) -> Result<i64, Flaw> {
    let flaw = || Flaw::NotCount(raw.to_owned());
    let word = raw.split_whitespace().next().unwrap_or_default();
    let word = word.strip_suffix(".0").unwrap_or(word);
    let grouped = word.split('.').skip(1).all(|group| group.len() == 3);
    let digits: String = word.split('.').collect();
    if !grouped || !digits.bytes().all(|byte| byte.is_ascii_digit()) || raw.len() > 24 {
        return Err(flaw());
    }
    digits.parse().map_err(|_| flaw())
}

/// Days, written as such or as weeks, months (30 days) or years (365 days).
fn days(raw: &str) -> Result<i64, Flaw> {
    let flaw = || Flaw::NotDays(raw.to_owned());
    let lower = raw.to_lowercase();
    let split = lower
        .find(|letter: char| !letter.is_ascii_digit())
        .unwrap_or(lower.len());
    let (number, unit) = lower.split_at(split);
    let number: i64 = number.parse().map_err(|_| flaw())?;
    let length = match unit.trim().trim_end_matches('.') {
        "" | "0" | "hari" | "hr" | "h" | "day" | "days" => 1,
        "minggu" | "mgg" | "pekan" | "week" | "weeks" => 7,
        "bulan" | "bln" | "month" | "months" => 30,
        "tahun" | "thn" | "th" | "year" | "years" => 365,
        _ => return Err(flaw()),
    };
    number.checked_mul(length).ok_or_else(flaw)
}

fn rupiah(raw: &str) -> Result<Value, Flaw> {
    let Rupiah(amount) = noun(raw.parse::<Rupiah>())?;
    if amount < 0 {
        Err(Flaw::NotCount(raw.to_owned()))
    } else {
        Ok(Value::Rupiah(amount))
    }
}

fn year(raw: &str) -> Result<Value, Flaw> {
    let bare = raw.strip_suffix(".0").unwrap_or(raw);
    let year = match bare.parse::<i32>() {
        Ok(year) => Some(year),
        Err(_) => vocab::date::parse_date(raw).ok().map(|date| date.year()),
    };
    match year.filter(|year| is_year(*year)) {
        Some(year) => Ok(Value::Year(year)),
        None => Err(Flaw::NotYear(raw.to_owned())),
    }
}

fn is_year(year: i32) -> bool {
    (1900..=2100).contains(&year)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(fact: Fact, id: &str) -> Value {
        Value::Choice(fact.choice(id).expect("a choice"))
    }

    fn text(text: &str) -> Value {
        Value::Text(text.into())
    }

    #[test]
    fn cells_are_read_as_offices_fill_them_in() {
        let cases = [
            (Fact::Qris, "Ya", Value::Bool(true)),
            (Fact::Qris, "v", Value::Bool(true)),
            (Fact::Qris, "1", Value::Bool(true)),
            (Fact::Qris, "BELUM", Value::Bool(false)),
            (Fact::Qris, "x", Value::Bool(false)),
            (Fact::Qris, "-", Value::Bool(false)),
            (Fact::Nib, "ada", Value::Bool(true)),
            (Fact::Nib, "belum punya", Value::Bool(false)),
            (Fact::Nib, "'9120 0012 3456 7", text("9120001234567")),
            (Fact::WorkersMale, "1.200", Value::Count(1200)),
            (Fact::WorkersMale, "5 orang", Value::Count(5)),
            (Fact::WorkersMale, "3.0", Value::Count(3)),
            (Fact::ShelfLifeDays, "3 bulan", Value::Count(90)),
            (Fact::ShelfLifeDays, "7", Value::Count(7)),
            (Fact::ShelfLifeDays, "2 Minggu", Value::Count(14)),
            (Fact::Sales, "Rp 1.250.000,00", Value::Rupiah(1_250_000)),
            (Fact::StartYear, "2019.0", Value::Year(2019)),
            (Fact::StartYear, "17/08/2019", Value::Year(2019)),
            (Fact::Premise, "Rumah", choice(Fact::Premise, "home")),
            (
                Fact::Kbli,
                "10794",
                Value::Kbli("2020:10794".parse().expect("a code")),
            ),
            (
                Fact::OwnerKk,
                "3324.1203.0405.0007",
                text("3324120304050007"),
            ),
            (Fact::OwnerEmail, "Siti@Contoh.ID", text("siti@contoh.id")),
            (Fact::Activity, "  jual   keripik ", text("jual keripik")),
        ];
        for (fact, raw, value) in cases {
            assert_eq!(Value::parse(fact, raw), Ok(value), "{fact} from {raw:?}");
        }
    }

    #[test]
    fn what_cannot_be_read_says_so_with_a_code() {
        let cases = [
            (Fact::Qris, "mungkin", "fact.not_yes_no"),
            (Fact::Qris, "", "fact.empty"),
            (Fact::WorkersMale, "-3", "fact.not_count"),
            (Fact::WorkersMale, "1.5", "fact.not_count"),
            (Fact::ShelfLifeDays, "lama", "fact.not_days"),
            (
                Fact::ShelfLifeDays,
                "9223372036854775807 tahun",
                "fact.not_days",
            ),
            (Fact::StartYear, "1492", "fact.not_year"),
            (Fact::Premise, "bulan", "fact.no_choice"),
            (Fact::OwnerKk, "123", "fact.not_family_card"),
            (Fact::OwnerEmail, "siti@", "fact.not_email"),
            (Fact::BusinessName, "-", "fact.empty"),
            (Fact::Nib, "12345", "fact.noun"),
        ];
        for (fact, raw, code) in cases {
            let error = Value::parse(fact, raw).expect_err(raw);
            assert_eq!(error.code(), code, "{fact} from {raw:?}");
            assert!(!error.id().is_empty() && !error.en().is_empty());
        }
    }

    #[test]
    fn a_family_card_number_is_masked_in_its_error() {
        let error = Value::parse(Fact::OwnerKk, "33241203040500071").expect_err("17 digits");
        assert!(!error.en().contains("332412030405"), "{}", error.en());
    }
}
