//! What mentoring did: figures of two periods, mentored businesses against like ones that were not.

use growth::effect::{self, Effect, Rule, Scale, Unit};
use store::mentoring::figure::{self as kept, Both, Figure};
use store::registry::marks::MarkSet;
use vocab::{Period, RegionCode, RegionLevel};

use super::MentoringError;
use crate::actor::Actor;
use crate::error::Result;
use crate::hall::Hall;
use crate::permission::Permission;

/// With fewer pairs nothing is shown. The office's to raise; never below what hides a single business.
const FEWEST_PAIRS: usize = 10;

/// More businesses than any regency has with figures of two periods.
const MOST: u32 = 100_000;

macro_rules! measures {
    ($($(#[$doc:meta])* $name:ident, $id:literal, $scale:ident, $caliper:literal;)*) => {
        /// What is measured.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Measure { $($(#[$doc])* $name,)* }

        impl Measure {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its word.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// Whether its changes are shares rather than units.
            pub const fn is_ratio(self) -> bool {
                matches!(self.rule().scale, Scale::Ratio)
            }

            const fn rule(self) -> Rule {
                match self { $(Self::$name => Rule { scale: Scale::$scale, caliper: $caliper, fewest: FEWEST_PAIRS },)* }
            }
        }
    };
}

measures! {
    /// Sales.
    Sales, "sales", Ratio, 0.5;
    /// Workers, men and women.
    Workers, "workers", Difference, 2.0;
    /// Women at work.
    Women, "women", Difference, 2.0;
    /// Products.
    Products, "products", Difference, 3.0;
    /// Channels sold through.
    Channels, "channels", Difference, 1.0;
    /// Permits held.
    Permits, "permits", Difference, 1.0;
}

impl Measure {
    fn of(self, figure: &Figure) -> Option<f64> {
        let value = match self {
            Self::Sales => figure.sales?,
            Self::Workers => figure.workers_male?.saturating_add(figure.workers_female?),
            Self::Women => figure.workers_female?,
            Self::Products => figure.products?,
            Self::Channels => figure.channels?,
            Self::Permits => figure.permits?,
        };
        // Rupiah of one business are below 2^53.
        value.to_string().parse().ok()
    }
}

/// What came out for one measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Of what.
    pub measure: Measure,
    /// How many businesses have both figures: mentored, others.
    pub known: (usize, usize),
    /// The effect, or that too few can be compared.
    pub effect: Effect,
}

/// The page about what mentoring did.
#[derive(Debug, Clone)]
pub struct Report {
    /// Periods of which there are figures, with their number, newest first.
    pub periods: Vec<(String, i64)>,
    /// The earlier and the later period compared.
    pub compared: Option<(String, String)>,
    /// For each measure what came out.
    pub found: Vec<Found>,
}

/// Compares two periods; without any named, the newest and the one before of the same length.
pub async fn report(hall: &Hall, actor: &Actor, before: &str, after: &str) -> Result<Report> {
    actor.must(Permission::SeeMentoring)?;
    let mut session = hall.db().read().await?;
    let periods = kept::periods(&mut session, &actor.regency).await?;
    let Some((before, after)) = chosen(&periods, before, after)? else {
        return Ok(Report {
            periods,
            compared: None,
            found: Vec::new(),
        });
    };
    let last = after.parse::<Period>().ok().and_then(Period::last_day);
    let until = last
        .and_then(|day| day.and_hms_opt(23, 59, 59))
        .map_or(hall.clock().now(), |at| at.and_utc());
    let both = kept::both(&mut session, &actor.regency, &before, &after, until, MOST).await?;
    drop(session);
    let kinds: Vec<(String, String)> = both.iter().map(|one| stratum(hall, one)).collect();
    let found = tokio::task::spawn_blocking(move || {
        Measure::ALL
            .iter()
            .map(|measure| measured(*measure, &both, &kinds))
            .collect()
    })
    .await?;
    Ok(Report {
        periods,
        compared: Some((before, after)),
        found,
    })
}

/// The periods to compare: as asked, if both are there and in order.
fn chosen(
    periods: &[(String, i64)],
    before: &str,
    after: &str,
) -> Result<Option<(String, String)>> {
    let known = |asked: &str| periods.iter().any(|(period, _)| period == asked);
    if !before.is_empty() && !after.is_empty() {
        return if known(before) && known(after) && before < after && before.len() == after.len() {
            Ok(Some((before.to_owned(), after.to_owned())))
        } else {
            Err(MentoringError::PeriodInvalid {
                period: format!("{before} – {after}"),
            }
            .into())
        };
    }
    Ok(periods.iter().find_map(|(later, _)| {
        let same = |other: &&(String, i64)| other.0.len() == later.len() && other.0 < *later;
        let earlier = periods.iter().find(same)?;
        Some((earlier.0.clone(), later.clone()))
    }))
}

/// Size class and activity, and district: what partners must share.
fn stratum(hall: &Hall, one: &Both) -> (String, String) {
    let (mut size, mut kind) = (String::new(), String::new());
    for number in MarkSet::decode(&one.marks).iter().flat_map(MarkSet::iter) {
        let Some(key) = hall.marks().key(number) else {
            continue;
        };
        match key.split_once(':') {
            Some(("size", word)) => word.clone_into(&mut size),
            Some(("kind", word)) => word.clone_into(&mut kind),
            _ => {}
        }
    }
    let code: Option<RegionCode> = one.region.parse().ok();
    let district = code.and_then(|code| code.at(RegionLevel::District));
    (
        format!("{size}/{kind}"),
        district.map(|code| code.to_string()).unwrap_or_default(),
    )
}

fn measured(measure: Measure, both: &[Both], kinds: &[(String, String)]) -> Found {
    let units: Vec<Unit> = both
        .iter()
        .zip(kinds)
        .filter_map(|(one, (kind, district))| {
            Some(Unit {
                mentored: one.mentored,
                kind: kind.clone(),
                district: district.clone(),
                before: measure.of(&one.before)?,
                after: measure.of(&one.after)?,
            })
        })
        .collect();
    let mentored = units.iter().filter(|unit| unit.mentored).count();
    Found {
        measure,
        known: (mentored, units.len() - mentored),
        effect: effect::effect(&units, measure.rule()),
    }
}
