//! Why two records are, or are not, one: each field's part in words.

use crate::compare::{LEVELS, Level, Pattern, classes};
use crate::engine::Link;
use crate::model::Model;
use crate::record::{Prepared, PreparedField};
use crate::spec::Role;
use serde::Serialize;

/// How one field compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Not known on one side.
    Missing,
    /// The same.
    Same,
    /// Written differently, but almost surely the same.
    Alike,
    /// Partly the same.
    Partly,
    /// Different.
    Different,
}

impl Verdict {
    fn of(role: Role, level: Level) -> Self {
        let Some((class, _)) = level.parts() else {
            return Self::Missing;
        };
        let top = classes(role) - 1;
        match class {
            c if c == top => Self::Same,
            c if c * 10 >= top * 7 => Self::Alike,
            c if c * 10 >= top * 3 => Self::Partly,
            _ => Self::Different,
        }
    }

    /// The verdict in Indonesian.
    pub fn id(self) -> &'static str {
        match self {
            Self::Missing => "tidak diketahui",
            Self::Same => "sama",
            Self::Alike => "mirip",
            Self::Partly => "sebagian sama",
            Self::Different => "berbeda",
        }
    }

    /// The verdict in English.
    pub fn en(self) -> &'static str {
        match self {
            Self::Missing => "unknown",
            Self::Same => "same",
            Self::Alike => "alike",
            Self::Partly => "partly the same",
            Self::Different => "different",
        }
    }
}

/// One field's part in the weight.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reason {
    /// The field.
    pub field: String,
    /// How it compares.
    pub verdict: Verdict,
    /// Normal form on the left.
    pub left: String,
    /// Normal form on the right.
    pub right: String,
    /// Whether what they share is rare (2), middling (1) or common (0).
    pub rarity: u8,
    /// Bits for (or against) a match.
    pub weight: f64,
}

impl Reason {
    /// The reason as a phrase in Indonesian.
    pub fn id(&self) -> String {
        self.phrase(self.verdict.id(), ["umum", "", "langka"])
    }

    /// The reason as a phrase in English.
    pub fn en(&self) -> String {
        self.phrase(self.verdict.en(), ["common", "", "rare"])
    }

    fn phrase(&self, verdict: &str, rarities: [&str; 3]) -> String {
        let values = match self.verdict {
            Verdict::Missing => return verdict.to_owned(),
            Verdict::Same => self.left.clone(),
            _ => format!("{} ~ {}", self.left, self.right),
        };
        let rarity = match self.verdict {
            Verdict::Same | Verdict::Alike => rarities[usize::from(self.rarity.min(2))],
            _ => "",
        };
        let comma = if rarity.is_empty() { "" } else { ", " };
        format!("{verdict}{comma}{rarity} ({:+.1}): {values}", self.weight)
    }
}

/// All fields' parts in one pair's weight.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// The probability that the two are one.
    pub probability: f64,
    /// Evidence in bits.
    pub weight: f64,
    /// Field by field, in the specification's order.
    pub reasons: Vec<Reason>,
}

pub(crate) fn explain(
    prepared: &Prepared,
    model: &Model,
    pattern: Pattern,
    link: &Link,
    swapped: bool,
) -> Explanation {
    let reasons = prepared.fields.iter().enumerate().map(|(index, field)| {
        let level = pattern.level(index);
        let text = |record: u32| field.text(field.value_of[record as usize]).to_owned();
        let (mut left, mut right) = (text(link.first), text(link.second));
        if swapped {
            std::mem::swap(&mut left, &mut right);
        }
        Reason {
            field: field.name.clone(),
            verdict: Verdict::of(field.role, level),
            left,
            right,
            rarity: level.parts().map_or(0, |(_, rarity)| rarity),
            weight: model.field_weight(pattern, index),
        }
    });
    Explanation {
        probability: link.probability,
        weight: link.weight,
        reasons: reasons.collect(),
    }
}

/// One field's verdicts with how often matches and other candidates have them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldWeights {
    /// The field.
    pub field: String,
    /// How it is read.
    pub role: Role,
    /// Verdict, share among matches, share among other candidates.
    pub shares: Vec<(Verdict, f64, f64)>,
}

pub(crate) fn field_weights(
    field: &PreparedField,
    matches: &[f64; LEVELS],
    others: &[f64; LEVELS],
) -> FieldWeights {
    let verdicts = [
        Verdict::Same,
        Verdict::Alike,
        Verdict::Partly,
        Verdict::Different,
    ];
    let sum = |verdict: Verdict, shares: &[f64; LEVELS]| -> f64 {
        let levels = 1..Level::of(classes(field.role) - 1, 2).0 + 1;
        levels
            .filter(|level| Verdict::of(field.role, Level(*level)) == verdict)
            .map(|level| shares[usize::from(level)])
            .sum()
    };
    FieldWeights {
        field: field.name.clone(),
        role: field.role,
        shares: verdicts
            .map(|v| (v, sum(v, matches), sum(v, others)))
            .to_vec(),
    }
}
