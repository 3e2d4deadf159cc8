//! What mentoring did: pairs of like businesses, one mentored and one not, and the difference of their changes.
//!
//! Matching on what was known before, then difference-in-differences: what happens to all businesses alike falls out.
//! What remains is not proof. Who gets a mentor is not drawn by lot, and what nobody noted down cannot be matched.

use std::collections::BTreeMap;

use statrs::distribution::{ContinuousCDF, StudentsT};

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Money: compared by ratio, because a rise of one million is not the same to a stall and to a factory.
    Ratio,
    /// Counts: compared by difference.
    Difference,
}

impl Scale {
    fn read(self, value: f64) -> Option<f64> {
        match self {
            Self::Ratio => (value.is_finite() && value > 0.0).then(|| value.ln()),
            Self::Difference => value.is_finite().then_some(value),
        }
    }
}

/// A business with a figure before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// Whether it was mentored in between.
    pub mentored: bool,
    /// Size class and activity: partners must agree.
    pub kind: String,
    /// District: partners agree if they can.
    pub district: String,
    /// The figure before.
    pub before: f64,
    /// The figure after.
    pub after: f64,
}

/// How pairs are made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// How what is compared is read.
    pub scale: Scale,
    /// How far partners may lie apart before: logarithms for money (0.5 is about two thirds more), units for counts.
    pub caliper: f64,
    /// With fewer pairs nothing is shown: chance would rule, and one might recognise a business.
    pub fewest: usize,
}

/// Two like businesses; positions in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The mentored one.
    pub mentored: usize,
    /// The other.
    pub other: usize,
    /// Whether they are of one district.
    pub near: bool,
}

/// What came out.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Too few pairs.
    Suppressed {
        /// How few.
        pairs: usize,
        /// How many it takes.
        fewest: usize,
    },
    /// An estimate.
    Estimated(Estimate),
}

/// An estimate. On [`Scale::Ratio`] all changes are shares (0.12 is 12 % more), otherwise units.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// Pairs compared.
    pub pairs: usize,
    /// Pairs of one district.
    pub near: usize,
    /// Mentored businesses that found no partner.
    pub alone: usize,
    /// Mean change of the mentored.
    pub mentored: f64,
    /// Mean change of the others.
    pub others: f64,
    /// Difference of the changes.
    pub effect: f64,
    /// 95 % confidence interval.
    pub low: f64,
    /// 95 % confidence interval.
    pub high: f64,
}

impl Estimate {
    /// Whether chance alone hardly explains it.
    pub fn is_clear(&self) -> bool {
        self.low > 0.0 || self.high < 0.0
    }
}

/// Pairs each mentored business with the unmentored one of its kind that was nearest before, in its district if there is
/// one within the caliper; each other business serves once.
pub fn pairs(units: &[Unit], rule: Rule) -> Vec<Pair> {
    let read: Vec<Option<f64>> = units
        .iter()
        .map(|unit| rule.scale.read(unit.before))
        .collect();
    let usable = |at: usize| read[at].filter(|_| rule.scale.read(units[at].after).is_some());
    let mut taken = vec![false; units.len()];
    let mut mentored: Vec<(f64, usize)> = (0..units.len())
        .filter(|at| units[*at].mentored)
        .filter_map(|at| Some((usable(at)?, at)))
        .collect();
    mentored.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut others: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, unit) in units.iter().enumerate().filter(|(_, unit)| !unit.mentored) {
        others.entry(unit.kind.as_str()).or_default().push(at);
    }
    let mut found = Vec::new();
    for near in [true, false] {
        mentored.retain(|(value, at)| {
            let like = others.get(units[*at].kind.as_str());
            let partner = like
                .into_iter()
                .flatten()
                .copied()
                .filter(|other| !taken[*other])
                .filter(|other| !near || units[*other].district == units[*at].district)
                .filter_map(|other| Some(((usable(other)? - value).abs(), other)))
                .filter(|(apart, _)| *apart <= rule.caliper)
                .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let Some((_, other)) = partner else {
                return true;
            };
            taken[other] = true;
            found.push(Pair {
                mentored: *at,
                other,
                near,
            });
            false
        });
    }
    found
}

/// The effect over the pairs that can be made.
pub fn effect(units: &[Unit], rule: Rule) -> Effect {
    let pairs = pairs(units, rule);
    let fewest = rule.fewest.max(2);
    if pairs.len() < fewest {
        return Effect::Suppressed {
            pairs: pairs.len(),
            fewest,
        };
    }
    let change = |at: usize| {
        let unit = &units[at];
        rule.scale
            .read(unit.after)
            .zip(rule.scale.read(unit.before))
            .map_or(0.0, |(after, before)| after - before)
    };
    let mentored: Vec<f64> = pairs.iter().map(|pair| change(pair.mentored)).collect();
    let others: Vec<f64> = pairs.iter().map(|pair| change(pair.other)).collect();
    let differences: Vec<f64> = mentored
        .iter()
        .zip(&others)
        .map(|(one, other)| one - other)
        .collect();
    let (effect, low, high) = interval(&differences);
    let shown = |value: f64| match rule.scale {
        Scale::Ratio => value.exp_m1(),
        Scale::Difference => value,
    };
    let all = units.iter().filter(|unit| unit.mentored).count();
    Effect::Estimated(Estimate {
        pairs: pairs.len(),
        near: pairs.iter().filter(|pair| pair.near).count(),
        alone: all - pairs.len(),
        mentored: shown(mean(&mentored)),
        others: shown(mean(&others)),
        effect: shown(effect),
        low: shown(low),
        high: shown(high),
    })
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of businesses are below 2^52"
)]
fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Mean and its 95 % interval by Student's t.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of businesses are below 2^52"
)]
fn interval(values: &[f64]) -> (f64, f64, f64) {
    let n = values.len() as f64;
    let mean = mean(values);
    let spread = values
        .iter()
        .map(|value| (value - mean).powi(2))
        .sum::<f64>()
        / (n - 1.0);
    // Never fails: a positive number of degrees of freedom is a distribution.
    let t = StudentsT::new(0.0, 1.0, n - 1.0).map_or(f64::NAN, |t| t.inverse_cdf(0.975));
    let reach = t * (spread / n).sqrt();
    (mean, mean - reach, mean + reach)
}
