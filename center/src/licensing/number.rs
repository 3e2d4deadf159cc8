//! Whether an issued number can be that of this business and product. Pure.

use chrono::{Datelike, NaiveDate};
use rulebook::{Fact, Facts, Number, Value};
use vocab::bpom::BpomOrigin;
use vocab::pirt::Named;
use vocab::{
    BpomNumber, DomainError, Gazetteer, HalalNumber, Lang, MerekNumber, Message, Nib, PirtNumber,
    RegionCode, RegionLevel,
};

use super::error::LicensingError;
use super::permits::Permit;

/// What an officer says when a permit was issued.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Issue {
    /// Its number.
    pub number: String,
    /// The day of issue.
    pub issued_on: Option<NaiveDate>,
    /// The last day on which it is good, if the paper says so.
    pub valid_until: Option<NaiveDate>,
}

/// What follows from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Issued {
    /// The number in its official form; none where the permit has none.
    pub number: Option<String>,
    /// The last day on which it is good.
    pub valid_until: Option<NaiveDate>,
    /// What is stated of the business.
    pub facts: Facts,
}

/// Why a number is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NumberProblem {
    /// It is no such number at all.
    Malformed(Message),
    /// It contradicts what is known, or the calendar.
    Contradicts(LicensingError),
}

impl From<LicensingError> for NumberProblem {
    fn from(error: LicensingError) -> Self {
        Self::Contradicts(error)
    }
}

fn malformed(error: &dyn DomainError) -> NumberProblem {
    NumberProblem::Malformed(error.message())
}

/// An SPP-IRT is good for at most five years (BPOM 22/2018 Art. 4).
const PIRT_YEARS: i32 = 5;

/// Holds an issued number against the business.
pub fn check(
    permit: &Permit,
    issue: &Issue,
    business: &Facts,
    places: &Gazetteer,
    today: NaiveDate,
) -> Result<Issued, NumberProblem> {
    if issue.issued_on.is_some_and(|day| day > today) {
        return Err(LicensingError::IssuedInFuture.into());
    }
    if let Some(until) = issue.valid_until.filter(|until| *until < today) {
        return Err(LicensingError::Expired {
            until: vocab::date::long_form(until, Lang::Id),
        }
        .into());
    }
    let text = issue.number.trim();
    if !permit.has_number() {
        return Ok(plain(permit, text, issue));
    }
    if text.is_empty() {
        return Err(LicensingError::NumberMissing.into());
    }
    let rulebook::Kind::Permit(kind) = permit.fact.kind() else {
        return Ok(plain(permit, text, issue));
    };
    let mut valid_until = issue.valid_until;
    let number = match kind {
        Number::Pirt => {
            let number: PirtNumber = text.parse().map_err(|error| malformed(&error))?;
            valid_until = Some(pirt(number, issue, business, places, today)?);
            number.to_string()
        }
        Number::Halal => {
            let number: HalalNumber = text.parse().map_err(|error| malformed(&error))?;
            halal(&number, today)?;
            number.to_string()
        }
        Number::Bpom => {
            let number: BpomNumber = text.parse().map_err(|error| malformed(&error))?;
            // What is made in the regency is no import. The digits of province and type are not held against the
            // business: how they are given out is disputed between sources.
            if number.origin() == BpomOrigin::Imported {
                return Err(LicensingError::Imported.into());
            }
            number.to_string()
        }
        Number::Nib => {
            let number: Nib = text.parse().map_err(|error| malformed(&error))?;
            number.to_string()
        }
        Number::Merek => {
            let number: MerekNumber = text.parse().map_err(|error| malformed(&error))?;
            number.to_string()
        }
        Number::Nik | Number::Kk | Number::Npwp | Number::Phone | Number::Email => text.to_owned(),
    };
    let mut facts = Facts::new();
    facts
        .set_text(permit.fact, &number)
        .map_err(|error| malformed(&error))?;
    if let (Number::Pirt, Some(until)) = (kind, valid_until) {
        facts
            .set(Fact::PirtExpiry, Value::Date(until))
            .map_err(|error| malformed(&error))?;
    }
    Ok(Issued {
        number: Some(number),
        valid_until,
        facts,
    })
}

/// A permit without a number that we can read: what the paper says is kept beside it.
fn plain(permit: &Permit, text: &str, issue: &Issue) -> Issued {
    let mut facts = Facts::new();
    if let Some(held) = permit.held() {
        // The value is of the fact's own kind.
        let _ = facts.set(permit.fact, held);
    }
    let number: String = text.chars().take(60).collect();
    Issued {
        number: Some(number).filter(|number| !number.is_empty()),
        valid_until: issue.valid_until,
        facts,
    }
}

/// Region, food type, pack and years of an SPP-IRT number. Gives the last day on which it is good: the one on the paper,
/// or else the end of the year in the number.
fn pirt(
    number: PirtNumber,
    issue: &Issue,
    business: &Facts,
    places: &Gazetteer,
    today: NaiveDate,
) -> Result<NaiveDate, NumberProblem> {
    pirt_region(number, business, places)?;
    if let (Some(own), Some(found)) = (
        choice_place(business, Fact::PirtFoodType),
        number.food_type(),
    ) {
        let listed = own.0 < Fact::PirtFoodType.choices().len();
        if listed && found.code.parse() != Ok(own.0) {
            return Err(LicensingError::OtherFood {
                found: named(found),
                own: own.1,
            }
            .into());
        }
    }
    if let (Some(own), Some(found)) = (
        choice_place(business, Fact::PackagingMaterial),
        number.packaging(),
    ) && found.code.parse() != Ok(own.0)
    {
        return Err(LicensingError::OtherPack {
            found: named(found),
            own: own.1,
        }
        .into());
    }
    let year = number.expiry_year();
    let end = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(today);
    let until = issue.valid_until.unwrap_or(end);
    if until.year() != year {
        return Err(LicensingError::OtherYear { number: year }.into());
    }
    if until < today {
        return Err(LicensingError::Expired {
            until: vocab::date::long_form(until, Lang::Id),
        }
        .into());
    }
    let from = issue.issued_on.unwrap_or(today);
    if year > from.year() + PIRT_YEARS {
        return Err(LicensingError::TooLong {
            until: year.to_string(),
        }
        .into());
    }
    Ok(until)
}

fn pirt_region(
    number: PirtNumber,
    business: &Facts,
    places: &Gazetteer,
) -> Result<(), NumberProblem> {
    let Some(Value::Region(village)) = business.get(Fact::Village) else {
        return Ok(());
    };
    let Some(own) = village.at(RegionLevel::Regency) else {
        return Ok(());
    };
    let found = number.regency();
    if found == own {
        return Ok(());
    }
    let name = |code: RegionCode| {
        let name = places.name(&code).unwrap_or_default();
        if name.is_empty() {
            code.to_string()
        } else {
            format!("{name} ({code})")
        }
    };
    Err(LicensingError::OtherRegion {
        found: name(found),
        own: name(own),
    }
    .into())
}

/// The place of a business' choice, from 1, which is its digit in the number; and what it is called.
fn choice_place(business: &Facts, fact: Fact) -> Option<(usize, String)> {
    let id = business.choice(fact)?;
    let at = fact.choices().iter().position(|choice| *choice == id)?;
    let label = fact.choice_label(fact.choice(id)?, Lang::Id);
    Some((at + 1, label.to_lowercase()))
}

fn named(named: Named) -> String {
    named.id.to_owned()
}

/// The last four digits are month and year of issue (inferred from samples): a month to come cannot be. That the first
/// digits are a province is inferred too, but a certificate may be issued where the company sits.
fn halal(number: &HalalNumber, today: NaiveDate) -> Result<(), NumberProblem> {
    match number.issued() {
        Some((year, month)) if (year, month) > (today.year(), today.month()) => {
            Err(LicensingError::HalalFuture {
                month: format!("{} {year}", vocab::date::month_name(month, Lang::Id)),
            }
            .into())
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use rulebook::Rulebook;

    use super::*;

    fn today() -> NaiveDate {
        "2026-11-24".parse().unwrap()
    }

    fn keripik() -> Facts {
        let mut facts = Facts::new();
        for (fact, text) in [
            (Fact::Village, "33.24.09.2003"),
            (Fact::PirtFoodType, "flour"),
            (Fact::PackagingMaterial, "plastic"),
        ] {
            facts.set_text(fact, text).unwrap();
        }
        facts
    }

    fn checked(rule: &str, number: &str, until: Option<&str>) -> Result<Issued, NumberProblem> {
        let permit = Permit::by_id(&Rulebook::builtin().unwrap(), rule, today()).unwrap();
        let issue = Issue {
            number: number.to_owned(),
            issued_on: Some(today()),
            valid_until: until.map(|day| day.parse().unwrap()),
        };
        check(&permit, &issue, &keripik(), &Gazetteer::kendal(), today())
    }

    fn code(result: Result<Issued, NumberProblem>) -> String {
        match result.unwrap_err() {
            NumberProblem::Malformed(message) => message.code,
            NumberProblem::Contradicts(error) => error.code().to_owned(),
        }
    }

    #[test]
    fn a_number_that_fits_becomes_facts() {
        let issued = checked("spp_irt", "206 3324 01 0001-31", None).unwrap();
        assert_eq!(issued.valid_until, Some("2031-12-31".parse().unwrap()));
        assert!(issued.number.unwrap().contains("2063324010001-31"));
        assert_eq!(issued.facts.held(Fact::Pirt), Some(true));
        let exact = checked("spp_irt", "2063324010001-31", Some("2031-11-23")).unwrap();
        assert_eq!(exact.valid_until, Some("2031-11-23".parse().unwrap()));
    }

    #[test]
    fn a_number_that_contradicts_the_business_or_the_calendar_is_refused_with_its_reason() {
        for (rule, number, until, expected) in [
            (
                "spp_irt",
                "2063302010001-31",
                None,
                "licensing.other_region",
            ),
            ("spp_irt", "2023324010001-31", None, "licensing.other_food"),
            ("spp_irt", "1063324010001-31", None, "licensing.other_pack"),
            ("spp_irt", "2063324010001-25", None, "licensing.expired"),
            ("spp_irt", "2063324010001-39", None, "licensing.too_long"),
            (
                "spp_irt",
                "2063324010001-31",
                Some("2030-01-01"),
                "licensing.other_year",
            ),
            (
                "spp_irt",
                "2063324010001-31",
                Some("2026-11-23"),
                "licensing.expired",
            ),
            ("spp_irt", "123", None, "pirt.length"),
            ("spp_irt", " ", None, "licensing.number_missing"),
            (
                "halal_self_declare",
                "ID33110003549731227",
                None,
                "licensing.halal_future",
            ),
            ("halal_self_declare", "KH123", None, "halal.mui"),
            ("bpom_md", "ML 240935001200027", None, "licensing.imported"),
            ("nib", "12345", None, "nib.length"),
            ("merek", "XYZ123456", None, "merek.prefix"),
        ] {
            assert_eq!(
                code(checked(rule, number, until)),
                expected,
                "{rule} {number}"
            );
        }
    }

    #[test]
    fn numbers_of_other_permits_are_taken() {
        for (rule, number) in [
            ("halal_self_declare", "ID33110003549730523"),
            ("bpom_md", "MD 240935001200027"),
            ("nib", "1234567890123"),
            ("merek", "IDM000123456"),
            ("sppl", ""),
            ("pkp", "123/3324/26"),
        ] {
            let issued = checked(rule, number, None);
            assert!(issued.is_ok(), "{rule}: {issued:?}");
            assert!(!issued.unwrap().facts.is_empty());
        }
    }

    #[test]
    fn nothing_typed_makes_it_panic() {
        for number in [
            "",
            "\u{0}",
            "٣٣٢٤",
            "2063324010001-31\n\n",
            &"9".repeat(10_000),
        ] {
            for rule in [
                "spp_irt",
                "halal_self_declare",
                "bpom_md",
                "nib",
                "merek",
                "sppl",
            ] {
                let _ = checked(rule, number, None);
            }
        }
    }
}
