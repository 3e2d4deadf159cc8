//! Where a column leads.

use std::fmt;
use std::str::FromStr;

use rulebook::Fact;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use vocab::Lang;

/// What a column's cells are read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// A fact of the rulebook's catalogue.
    Fact(Fact),
    /// The district, which tells apart villages of the same name.
    District,
    /// The source's own number of the row, by which it is found again in the next file.
    RowId,
    /// RT and RW in one cell.
    RtRw,
    /// One half of a point.
    Latitude,
    /// The other half.
    Longitude,
    /// A list of the places where it sells online.
    Channels,
    /// A list of the permits it holds.
    Permits,
    /// Nothing.
    Ignore,
}

/// Targets that are no facts themselves, with their id and labels.
const HELPERS: [(Target, &str, &str, &str); 8] = [
    (Target::District, "district", "Kecamatan", "District"),
    (
        Target::RowId,
        "row_id",
        "Nomor baris dari sumber",
        "The source's own row id",
    ),
    (
        Target::RtRw,
        "rt_rw",
        "RT/RW dalam satu sel",
        "RT/RW in one cell",
    ),
    (Target::Latitude, "latitude", "Lintang", "Latitude"),
    (Target::Longitude, "longitude", "Bujur", "Longitude"),
    (
        Target::Channels,
        "channels",
        "Daftar kanal penjualan daring",
        "List of online channels",
    ),
    (
        Target::Permits,
        "permits",
        "Daftar izin yang dimiliki",
        "List of permits held",
    ),
    (Target::Ignore, "ignore", "Tidak dipakai", "Not used"),
];

impl Target {
    /// Every target: the facts in the order of their table, then the helpers.
    pub fn all() -> impl Iterator<Item = Self> {
        let facts = Fact::ALL.iter().map(|fact| Self::Fact(*fact));
        facts.chain(HELPERS.iter().map(|(target, ..)| *target))
    }

    fn helper(self) -> Option<&'static (Self, &'static str, &'static str, &'static str)> {
        HELPERS.iter().find(|(target, ..)| *target == self)
    }

    /// The word for it in mapping files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fact(fact) => fact.id(),
            other => other.helper().map_or("", |(_, id, ..)| id),
        }
    }

    /// The word for it on pages.
    pub fn label(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Fact(fact), _) => fact.label(lang),
            (other, Lang::Id) => other.helper().map_or("", |(_, _, id, _)| id),
            (other, Lang::En) => other.helper().map_or("", |(_, _, _, en)| en),
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that is neither a fact nor a helper.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no fact \"{word}\" to map a column to")]
pub struct UnknownTarget {
    /// The word.
    pub word: String,
}

impl FromStr for Target {
    type Err = UnknownTarget;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        if let Some((target, ..)) = HELPERS.iter().find(|(_, id, ..)| *id == word) {
            return Ok(*target);
        }
        Fact::from_id(word)
            .map(Self::Fact)
            .ok_or_else(|| UnknownTarget {
                word: word.chars().take(80).collect(),
            })
    }
}

impl Serialize for Target {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Target {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        word.parse().map_err(serde::de::Error::custom)
    }
}

/// How the amounts of a column are to be converted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Hint {
    /// The time the amount is for; sales are kept per year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per: Option<Per>,
    /// In what the amount is counted, when the cells leave out the zeros.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
}

/// A stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Per {
    /// A year.
    Year,
    /// A month.
    Month,
    /// A week.
    Week,
    /// A day.
    Day,
}

/// Zeros left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Three.
    Thousand,
    /// Six.
    Million,
}

impl Hint {
    /// Whether nothing is converted.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_is_found_by_its_word() {
        for target in Target::all() {
            assert_eq!(target.as_str().parse(), Ok(target));
            assert!(!target.label(Lang::Id).is_empty() && !target.label(Lang::En).is_empty());
        }
        assert!("omzet_bulanan".parse::<Target>().is_err());
    }
}
