//! The criteria file: what counts, how it is measured, who judged what, what rules a site out.

use serde::{Deserialize, Serialize};

use super::error::RankError;

/// A text in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Indonesian.
    pub id: String,
    /// English.
    #[serde(default)]
    pub en: String,
}

impl Text {
    /// The English text, or the Indonesian one where there is none.
    pub fn english(&self) -> &str {
        if self.en.is_empty() {
            &self.id
        } else {
            &self.en
        }
    }
}

/// Whether more or less of it is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// More is better.
    Benefit,
    /// Less is better.
    Cost,
}

/// How values of different units are made comparable (weighted sum and TOPSIS).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Normalisation {
    /// From the worst (0) to the best (1) site.
    #[default]
    Minmax,
    /// Divided by the length of the column as a vector.
    Vector,
    /// Divided by the greatest.
    Max,
    /// Divided by the sum; costs by their reciprocals.
    Sum,
}

/// What is done about a value nobody has filled in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Missing {
    /// Stop and ask for it.
    #[default]
    Ask,
    /// Take the worst value of the other sites, and say so.
    Worst,
    /// Take the median of the other sites, and say so.
    Median,
}

/// How exactly a value is known: one standard deviation.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Uncertainty {
    /// In the criterion's unit.
    Absolute(f64),
    /// As a share of the value.
    Relative(f64),
}

/// A criterion, or a group of criteria when others name it as their parent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Short name, also the column in the sites file.
    pub id: String,
    /// The group it belongs to.
    pub parent: Option<String>,
    /// For people.
    #[serde(default)]
    pub label: Text,
    /// For criteria, not for groups.
    pub direction: Option<Direction>,
    /// The unit, for the report.
    #[serde(default)]
    pub unit: String,
    /// How exactly it is known; exactly when absent.
    pub error: Option<Uncertainty>,
    /// A weight among its siblings, instead of judgements.
    pub weight: Option<f64>,
    /// Numbers for words in the sites file.
    #[serde(default)]
    pub scale: std::collections::BTreeMap<String, f64>,
}

/// How strongly the first is more important than the second, on Saaty's scale 1/9..9.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// A criterion.
    pub first: String,
    /// A sibling of it.
    pub second: String,
    /// 9 = the first is extremely more important … "1/9" = the second is.
    pub value: Ratio,
}

/// A number, or a fraction as text such as "1/3".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Ratio {
    /// A number.
    Number(f64),
    /// A fraction.
    Fraction(String),
}

impl Ratio {
    /// Its value when it is on the scale.
    pub fn value(&self) -> Option<f64> {
        let value = match self {
            Self::Number(number) => *number,
            Self::Fraction(text) => match text.split_once('/') {
                Some((above, below)) => {
                    above.trim().parse::<f64>().ok()? / below.trim().parse::<f64>().ok()?
                }
                None => text.trim().parse().ok()?,
            },
        };
        // Fractions such as 1/9 written as 0.11 are meant, too.
        (0.11..=9.0).contains(&value).then_some(value)
    }
}

/// Somebody who compares criteria.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judge {
    /// Name or office.
    pub name: String,
    /// Weight of this voice among the judges.
    #[serde(default = "one")]
    pub weight: f64,
    /// Comparisons.
    #[serde(default)]
    pub compare: Vec<Comparison>,
}

fn one() -> f64 {
    1.0
}

/// What happens to a site about which an exclusion rule cannot be decided.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Undecided {
    /// Stop and ask.
    #[default]
    Ask,
    /// Keep the site and mark it.
    Keep,
    /// Exclude it.
    Exclude,
}

/// A rule which no ranking can outweigh.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// The column it looks at.
    pub column: String,
    /// Smaller values exclude.
    pub at_least: Option<f64>,
    /// Greater values exclude.
    pub at_most: Option<f64>,
    /// Other words exclude.
    pub allow: Option<Vec<String>>,
    /// These words exclude.
    pub forbid: Option<Vec<String>>,
    /// Why, for the report.
    #[serde(default)]
    pub reason: Text,
    /// When the cell is empty.
    #[serde(default)]
    pub undecided: Undecided,
}

/// The whole file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criteria {
    /// Heading of the report.
    #[serde(default)]
    pub title: Text,
    /// How values are made comparable.
    #[serde(default)]
    pub normalisation: Normalisation,
    /// VIKOR's balance: 1 = the many, 0 = the one worst regret.
    #[serde(default = "half")]
    pub vikor_v: f64,
    /// What is done about missing values.
    #[serde(default)]
    pub missing: Missing,
    /// Monte-Carlo runs; 0 for none.
    #[serde(default = "ten_thousand")]
    pub runs: usize,
    /// Seed of the runs.
    #[serde(default)]
    pub seed: u64,
    /// How far weights vary in the runs (standard deviation of their logarithm) when the judges
    /// do not differ more.
    #[serde(default = "spread")]
    pub weight_spread: f64,
    /// Criteria and groups.
    #[serde(default, rename = "criterion")]
    pub criteria: Vec<Criterion>,
    /// Judges.
    #[serde(default, rename = "judge")]
    pub judges: Vec<Judge>,
    /// Exclusion rules.
    #[serde(default, rename = "exclude")]
    pub exclusions: Vec<Exclusion>,
}

fn half() -> f64 {
    0.5
}

fn ten_thousand() -> usize {
    10_000
}

/// A weight then lies within about ± 30 % of itself in two runs of three.
fn spread() -> f64 {
    0.25
}

impl Criteria {
    /// Reads the file and checks all that can be checked without sites.
    pub fn parse(text: &str) -> Result<Self, RankError> {
        let criteria: Self = toml::from_str(text).map_err(|error| RankError::Toml {
            reason: error.to_string().trim().to_owned(),
        })?;
        criteria.check()?;
        Ok(criteria)
    }

    /// Checks the settings; the tree and the judgements are checked when weights are made.
    pub(crate) fn check(&self) -> Result<(), RankError> {
        let setting = |name: &str, found: f64, low: f64, high: f64| {
            if (low..=high).contains(&found) {
                return Ok(());
            }
            let (name, range) = (name.to_owned(), format!("{low}..{high}"));
            Err(RankError::Setting {
                name,
                found: found.to_string(),
                range,
            })
        };
        setting("vikor_v", self.vikor_v, 0.0, 1.0)?;
        setting("weight_spread", self.weight_spread, 0.0, 3.0)?;
        setting("runs", crate::number::real(self.runs), 0.0, 10_000_000.0)?;
        for judge in &self.judges {
            setting(
                &format!("judge {}: weight", judge.name),
                judge.weight,
                1e-6,
                1e6,
            )?;
        }
        for criterion in &self.criteria {
            if let Some(Uncertainty::Absolute(error) | Uncertainty::Relative(error)) =
                criterion.error
            {
                setting(&format!("{}: error", criterion.id), error, 0.0, 1e12)?;
            }
            if let Some(bad) = criterion.scale.values().find(|value| !value.is_finite()) {
                setting(&format!("{}: scale", criterion.id), *bad, -1e12, 1e12)?;
            }
        }
        for rule in &self.exclusions {
            let limits = [rule.at_least, rule.at_most];
            let words = [&rule.allow, &rule.forbid];
            let tests = limits.iter().flatten().count() + words.into_iter().flatten().count();
            let finite = limits.iter().flatten().all(|limit| limit.is_finite());
            if tests != 1 || !finite {
                return Err(RankError::Rule {
                    name: rule.column.clone(),
                });
            }
        }
        Ok(())
    }
}
