//! Conditions over facts, with three values: true, false and unknown.

mod contradict;
mod eval;
mod read;
mod tell;

use chrono::NaiveDate;

use crate::fact::Fact;
use crate::kbli::CodeRanges;

pub(crate) use contradict::contradiction;
pub(crate) use eval::Inputs;
pub use eval::Truth;
pub(crate) use read::{Named, read_condition, read_conditions};
pub(crate) use tell::tell;

/// A condition as it is written in a rule file.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Condition {
    /// Every one holds.
    All(Vec<Condition>),
    /// At least one holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// It is known to hold: unknown counts as no. The one way to say "as far as we know".
    Surely(Box<Condition>),
    /// A shared condition, in its slot of the memo: it is looked at once per plan however many rules
    /// use it.
    Shared(u8, Box<Condition>),
    /// One question about one fact.
    Fact(Fact, Check),
    /// The activity code is in one of the ranges of its edition.
    Kbli(CodeRanges),
    /// The size class is one of these (bit n: class n).
    Size(u8),
    /// The household food permit's number agrees with what is known of the product or its place.
    Pirt(PirtPart),
    /// The risk level is one of these (bit n: level n).
    Risk(u8),
    /// The day of the plan lies between these days, both included.
    Today {
        from: Option<NaiveDate>,
        until: Option<NaiveDate>,
    },
}

/// A part of a P-IRT number, `P-IRT abbccccddeeee-yy`, that can be held against other facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PirtPart {
    /// a: the packaging.
    Packaging,
    /// bb: the food type, as in the lists of 2012 and 2018.
    FoodType,
    /// cccc: province and regency.
    Region,
}

impl PirtPart {
    pub(crate) const ALL: [(PirtPart, &str); 3] = [
        (PirtPart::Packaging, "packaging"),
        (PirtPart::FoodType, "food_type"),
        (PirtPart::Region, "region"),
    ];

    /// The fact that the part is held against.
    pub(crate) fn fact(self) -> Fact {
        match self {
            PirtPart::Packaging => Fact::PackagingMaterial,
            PirtPart::FoodType => Fact::PirtFoodType,
            PirtPart::Region => Fact::Village,
        }
    }
}

/// What is asked of one fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Check {
    /// The answer is yes (or no).
    Is(bool),
    /// The permit is held (or not).
    Held(bool),
    /// Anything is known (or nothing).
    Known(bool),
    /// One of these choices (bit n: choice n).
    OneOf(u32),
    /// A number between these, both included.
    Number { least: i64, most: i64 },
    /// A date between these, both included.
    Date {
        from: Option<Day>,
        until: Option<Day>,
    },
}

/// A day in a condition: fixed, or counted from the day of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Day {
    Fixed(NaiveDate),
    /// So many months after the day of the plan.
    Today {
        months: u32,
    },
}

impl Day {
    pub(crate) fn on(self, today: NaiveDate) -> NaiveDate {
        match self {
            Day::Fixed(day) => day,
            Day::Today { months } => today
                .checked_add_months(chrono::Months::new(months))
                .unwrap_or(NaiveDate::MAX),
        }
    }
}
