//! Whether a condition holds, and what must be asked when that is not known.
//!
//! Kleene's three values: an unknown fact makes a condition unknown only if it can still decide it.

use std::cell::Cell;

use chrono::{Datelike, NaiveDate};
use vocab::region::RegionLevel;
use vocab::{PirtNumber, Rupiah, SizeClass};

use super::read::size_bit;
use super::{Check, Condition, PirtPart};
use crate::fact::{ChoiceId, Fact};
use crate::fact_set::FactSet;
use crate::facts::Facts;
use crate::kbli::KbliTable;
use crate::risk::{Finding, RiskTable};
use crate::value::Value;

/// True, false or unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Truth {
    /// It holds.
    True,
    /// It does not hold.
    False,
    /// What is known does not decide it.
    Unknown,
}

impl Truth {
    fn of(known: Option<bool>) -> Truth {
        match known {
            Some(true) => Truth::True,
            Some(false) => Truth::False,
            None => Truth::Unknown,
        }
    }

    fn not(self) -> Truth {
        match self {
            Truth::True => Truth::False,
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
        }
    }
}

/// The facts of one business on one day, with what follows from them.
pub(crate) struct Inputs<'a> {
    pub(crate) facts: &'a Facts,
    pub(crate) today: NaiveDate,
    /// As stated, or else as the activity code tells.
    pub(crate) kind: Option<ChoiceId>,
    /// PP 7/2021 Art. 35.
    pub(crate) size: Option<SizeClass>,
    pub(crate) risk: Finding,
    /// The days between which the household food permit ends.
    pirt_ends: Option<(NaiveDate, NaiveDate)>,
    memo: Memo,
}

/// What is settled about shared conditions, one bit for each slot.
#[derive(Default)]
struct Memo {
    holds: Cell<u64>,
    fails: Cell<u64>,
    open: Cell<u64>,
}

impl Memo {
    fn get(&self, slot: u8) -> Option<Truth> {
        let has = |bits: &Cell<u64>| bits.get() >> slot & 1 == 1;
        if has(&self.holds) {
            Some(Truth::True)
        } else if has(&self.fails) {
            Some(Truth::False)
        } else {
            has(&self.open).then_some(Truth::Unknown)
        }
    }

    fn set(&self, slot: u8, truth: Truth) {
        let bits = match truth {
            Truth::True => &self.holds,
            Truth::False => &self.fails,
            Truth::Unknown => &self.open,
        };
        bits.set(bits.get() | 1 << slot);
    }
}

impl<'a> Inputs<'a> {
    pub(crate) fn new(
        facts: &'a Facts,
        today: NaiveDate,
        kbli: &KbliTable,
        risks: &RiskTable,
    ) -> Inputs<'a> {
        let code = match facts.get(Fact::Kbli) {
            Some(Value::Kbli(code)) => Some(*code),
            _ => None,
        };
        let kind = match facts.get(Fact::ProductKind) {
            Some(Value::Choice(kind)) => Some(*kind),
            _ => code.and_then(|code| kbli.kind(code)),
        };
        let size = size_of(facts);
        let risk = match facts
            .choice(Fact::NibRisk)
            .and_then(crate::stage::Risk::from_id)
        {
            Some(risk) => Finding::Level { risk, sure: true },
            None => risks.finding(code, size),
        };
        Inputs {
            facts,
            today,
            kind,
            size,
            risk,
            pirt_ends: pirt_ends(facts),
            memo: Memo::default(),
        }
    }

    pub(crate) fn truth(&self, condition: &Condition) -> Truth {
        match condition {
            Condition::All(conditions) => self.all(conditions),
            Condition::Any(conditions) => self.any(conditions),
            Condition::Not(inner) => self.truth(inner).not(),
            Condition::Surely(inner) => Truth::of(Some(self.truth(inner) == Truth::True)),
            Condition::Shared(slot, inner) => self.memo.get(*slot).unwrap_or_else(|| {
                let truth = self.truth(inner);
                self.memo.set(*slot, truth);
                truth
            }),
            Condition::Fact(fact, check) => self.check(*fact, *check),
            Condition::Kbli(ranges) => Truth::of(match self.facts.get(Fact::Kbli) {
                Some(Value::Kbli(code)) => Some(ranges.contains(*code)),
                _ => None,
            }),
            Condition::Pirt(part) => Truth::of(pirt_agrees(self.facts, *part)),
            Condition::Size(classes) => {
                Truth::of(self.size.map(|class| classes & size_bit(class) != 0))
            }
            Condition::Risk(levels) => Truth::of(match self.risk {
                Finding::Level { risk, .. } => Some(levels & (1 << (risk as u8)) != 0),
                Finding::Ask(_) => None,
            }),
            Condition::Today { from, until } => Truth::of(Some(
                from.is_none_or(|from| from <= self.today)
                    && until.is_none_or(|until| self.today <= until),
            )),
        }
    }

    pub(crate) fn all(&self, conditions: &[Condition]) -> Truth {
        let mut all = Truth::True;
        for condition in conditions {
            match self.truth(condition) {
                Truth::False => return Truth::False,
                Truth::Unknown => all = Truth::Unknown,
                Truth::True => {}
            }
        }
        all
    }

    fn any(&self, conditions: &[Condition]) -> Truth {
        let mut any = Truth::False;
        for condition in conditions {
            match self.truth(condition) {
                Truth::True => return Truth::True,
                Truth::Unknown => any = Truth::Unknown,
                Truth::False => {}
            }
        }
        any
    }

    fn check(&self, fact: Fact, check: Check) -> Truth {
        if let Check::Known(wanted) = check {
            return Truth::of(Some(self.facts.known().contains(fact) == wanted));
        }
        // The two facts which follow from others when they are not stated themselves.
        match (fact, check) {
            (Fact::ProductKind, Check::OneOf(choices)) => {
                return Truth::of(self.kind.map(|kind| holds_choice(choices, kind)));
            }
            (Fact::PirtExpiry, Check::Date { from, until }) => {
                let from = from.map(|day| day.on(self.today));
                let until = until.map(|day| day.on(self.today));
                return Truth::of(self.pirt_ends.and_then(|ends| within(ends, from, until)));
            }
            _ => {}
        }
        let Some(value) = self.facts.get(fact) else {
            return Truth::Unknown;
        };
        Truth::of(match (check, value) {
            (Check::Is(wanted), Value::Bool(yes)) => Some(*yes == wanted),
            (Check::Held(wanted), value) => value.held().map(|held| held == wanted),
            (Check::OneOf(choices), Value::Choice(choice)) => Some(holds_choice(choices, *choice)),
            (Check::Number { least, most }, Value::Count(number) | Value::Rupiah(number)) => {
                Some((least..=most).contains(number))
            }
            (Check::Number { least, most }, Value::Year(year)) => {
                Some((least..=most).contains(&i64::from(*year)))
            }
            (Check::Date { from, until }, Value::Date(date)) => within(
                (*date, *date),
                from.map(|day| day.on(self.today)),
                until.map(|day| day.on(self.today)),
            ),
            _ => None,
        })
    }

    /// The unknown facts which can still decide a condition that is unknown now.
    pub(crate) fn deciding(&self, condition: &Condition) -> FactSet {
        if self.truth(condition) != Truth::Unknown {
            return FactSet::EMPTY;
        }
        match condition {
            Condition::All(inner) | Condition::Any(inner) => {
                inner.iter().fold(FactSet::EMPTY, |facts, condition| {
                    facts.union(self.deciding(condition))
                })
            }
            Condition::Not(inner) | Condition::Shared(_, inner) => self.deciding(inner),
            Condition::Fact(fact, _) => FactSet::of(*fact),
            Condition::Kbli(_) => FactSet::of(Fact::Kbli),
            Condition::Pirt(part) => FactSet::of(part.fact()),
            // Everyone knows roughly what they sell; hardly anyone can value their capital.
            Condition::Size(_) => FactSet::of(Fact::Sales),
            Condition::Risk(_) => match self.risk {
                Finding::Ask(facts) => facts,
                Finding::Level { .. } => FactSet::EMPTY,
            },
            Condition::Surely(_) | Condition::Today { .. } => FactSet::EMPTY,
        }
    }

    /// What to ask for a list of conditions: only what decides the first one that is unknown, so
    /// that nobody is asked about the shelf life of a haircut.
    pub(crate) fn first_deciding(&self, conditions: &[Condition]) -> FactSet {
        let unknown = conditions
            .iter()
            .find(|it| self.truth(it) == Truth::Unknown);
        unknown.map_or(FactSet::EMPTY, |condition| self.deciding(condition))
    }
}

fn holds_choice(choices: u32, choice: ChoiceId) -> bool {
    choices
        .checked_shr(u32::from(choice.0))
        .is_some_and(|bits| bits & 1 == 1)
}

/// Whether a day that lies between two days lies in a range; unknown if only some of them do.
fn within(
    (earliest, latest): (NaiveDate, NaiveDate),
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
) -> Option<bool> {
    let inside =
        |day| from.is_none_or(|from| from <= day) && until.is_none_or(|until| day <= until);
    let outside =
        from.is_some_and(|from| latest < from) || until.is_some_and(|until| until < earliest);
    match (inside(earliest) && inside(latest), outside) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

fn size_of(facts: &Facts) -> Option<SizeClass> {
    let rupiah = |fact| match facts.get(fact) {
        Some(Value::Rupiah(amount)) => Some(Rupiah(*amount)),
        _ => None,
    };
    let (capital, sales) = (rupiah(Fact::Capital), rupiah(Fact::Sales));
    if capital.is_none() && sales.is_none() {
        return None;
    }
    let founded = match (facts.get(Fact::StartDate), facts.get(Fact::StartYear)) {
        (Some(Value::Date(date)), _) => Some(*date),
        (_, Some(Value::Year(year))) => vocab::date::middle_of_year(*year),
        _ => None,
    };
    vocab::size::classify(capital, sales, founded).map(|sizing| sizing.class)
}

/// Whether a part of the P-IRT number says the same as another fact (Peraturan BPOM 22/2018); `None`
/// if either is not known, or the food type is of a list whose codes are not published.
fn pirt_agrees(facts: &Facts, part: PirtPart) -> Option<bool> {
    let Some(Value::Text(number)) = facts.get(Fact::Pirt) else {
        return None;
    };
    let number: PirtNumber = number.parse().ok()?;
    let place = |fact: Fact| {
        let choice = facts.choice(fact)?;
        let at = fact.choices().iter().position(|id| *id == choice)?;
        Some((at + 1, fact.choices().len()))
    };
    match part {
        PirtPart::Packaging => {
            // The choices stand in the order of the digits, 1 glass to 8 double.
            let (at, _) = place(Fact::PackagingMaterial)?;
            Some(number.packaging()?.code.parse() == Ok(at))
        }
        PirtPart::FoodType => {
            let (at, all) = place(Fact::PirtFoodType)?;
            // The last choice says that the type is not in the list, so it agrees with nothing known.
            (at < all).then_some(())?;
            Some(number.food_type()?.code.parse() == Ok(at))
        }
        PirtPart::Region => {
            let Some(Value::Region(village)) = facts.get(Fact::Village) else {
                return None;
            };
            Some(village.at(RegionLevel::Regency)? == number.regency())
        }
    }
}

/// A permit ends on the day stated, or else in the year that its number ends with (BPOM 22/2018:
/// `P-IRT abbccccddeeee-yy`).
fn pirt_ends(facts: &Facts) -> Option<(NaiveDate, NaiveDate)> {
    if let Some(Value::Date(date)) = facts.get(Fact::PirtExpiry) {
        return Some((*date, *date));
    }
    let number = facts.get(Fact::Pirt)?.as_text()?;
    let (_, year) = number.rsplit_once('-')?;
    let year = 2000
        + year
            .parse::<i32>()
            .ok()
            .filter(|year| (0..100).contains(year))?;
    let first = NaiveDate::from_ymd_opt(year, 1, 1)?;
    Some((first, first.with_month(12)?.with_day(31)?))
}
