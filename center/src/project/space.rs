//! The space programme: which rooms the centre needs and how large, from the demand of the registry and from standards
//! that are data; and whether that fits on the parcel. Pure but for the one question to the registry.

use serde::Deserialize;
use store::registry::tally;

use super::clock::Label;
use super::error::ProjectError;
use super::setting::{self, Setting};
use crate::actor::Actor;
use crate::error::Result;
use crate::hall::Hall;
use crate::permission::Permission;

/// What a room is for, and how its area follows from demand.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoomRule {
    /// Its word.
    pub id: String,
    /// For people.
    pub label: Label,
    /// Key of the registry's mark that is counted; none for a room of fixed size.
    pub demand: Option<String>,
    /// Share of those counted that are served in a year.
    #[serde(default = "one")]
    pub reached: f64,
    /// Visits of each in a year.
    #[serde(default = "one")]
    pub visits: f64,
    /// Of all visits of a year, how many happen at once at the busiest time.
    #[serde(default)]
    pub at_once: f64,
    /// Square metres for each that is there at once.
    #[serde(default)]
    pub m2_each: f64,
    /// Never smaller, square metres.
    pub min_m2: f64,
    /// Never larger, square metres.
    pub max_m2: f64,
    /// Under the sky: it covers ground without being building.
    #[serde(default)]
    pub outdoor: bool,
    /// Where the standard comes from.
    pub source: String,
}

fn one() -> f64 {
    1.0
}

/// The settings of the space programme.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpaceRules {
    /// The parcel, square metres.
    pub site_m2: f64,
    /// Greatest share of the parcel under buildings (koefisien dasar bangunan).
    pub kdb: f64,
    /// Least share of the parcel that stays green (koefisien dasar hijau).
    pub kdh: f64,
    /// Storeys of the building.
    pub storeys: f64,
    /// Corridors, stairs, walls, technical rooms: added to the rooms as a share of them.
    pub circulation: f64,
    /// Where KDB and KDH come from.
    pub source: String,
    /// The rooms.
    #[serde(rename = "room")]
    pub rooms: Vec<RoomRule>,
}

impl SpaceRules {
    /// Refuses what no building could be planned with.
    pub fn check(&self) -> std::result::Result<(), ProjectError> {
        let range = |what: &str, value: f64, low: f64, high: f64| {
            if (low..=high).contains(&value) {
                Ok(())
            } else {
                let what = format!("{what} = {value}");
                Err(ProjectError::SettingRange {
                    name: "space",
                    what,
                })
            }
        };
        range("site_m2", self.site_m2, 100.0, 1_000_000.0)?;
        range("kdb", self.kdb, 0.01, 1.0)?;
        range("kdh", self.kdh, 0.0, 1.0)?;
        range("storeys", self.storeys, 1.0, 20.0)?;
        range("circulation", self.circulation, 0.0, 2.0)?;
        for room in &self.rooms {
            let id = &room.id;
            range(&format!("{id}: reached"), room.reached, 0.0, 1.0)?;
            range(&format!("{id}: visits"), room.visits, 0.0, 10_000.0)?;
            range(&format!("{id}: at_once"), room.at_once, 0.0, 1.0)?;
            range(&format!("{id}: m2_each"), room.m2_each, 0.0, 10_000.0)?;
            range(&format!("{id}: min_m2"), room.min_m2, 0.0, 100_000.0)?;
            range(
                &format!("{id}: max_m2"),
                room.max_m2,
                room.min_m2,
                100_000.0,
            )?;
        }
        Ok(())
    }
}

/// A room and its area.
#[derive(Debug, Clone, PartialEq)]
pub struct Room {
    /// What it is for.
    pub rule: RoomRule,
    /// How many the registry counts.
    pub counted: Option<i64>,
    /// How many are there at once at the busiest time.
    pub at_once: f64,
    /// Square metres.
    pub area_m2: f64,
}

/// The programme, and whether it fits.
#[derive(Debug, Clone, PartialEq)]
pub struct Programme {
    /// The settings.
    pub rules: SpaceRules,
    /// The rooms.
    pub rooms: Vec<Room>,
    /// All rooms inside, square metres.
    pub inside_m2: f64,
    /// With corridors and walls, square metres.
    pub gross_m2: f64,
    /// On the ground, square metres.
    pub footprint_m2: f64,
    /// Under the sky, square metres.
    pub outdoor_m2: f64,
    /// What stays green, square metres; below 0 when the parcel is too small.
    pub green_m2: f64,
    /// Share of the parcel under buildings.
    pub coverage: f64,
}

impl Programme {
    /// Whether no more of the parcel is built on than may be.
    pub fn covers_little_enough(&self) -> bool {
        self.coverage <= self.rules.kdb
    }

    /// Whether enough stays green.
    pub fn stays_green(&self) -> bool {
        self.green_m2 >= self.rules.kdh * self.rules.site_m2
    }
}

/// Works the programme out; `count` says how many the registry counts under a mark.
pub fn programme(rules: SpaceRules, count: &dyn Fn(&str) -> i64) -> Programme {
    let rooms: Vec<Room> = rules.rooms.iter().map(|rule| room(rule, count)).collect();
    let sum = |outdoor: bool| -> f64 {
        rooms
            .iter()
            .filter(|room| room.rule.outdoor == outdoor)
            .map(|room| room.area_m2)
            .sum()
    };
    let (inside, outdoor) = (sum(false), sum(true));
    let gross = inside * (1.0 + rules.circulation);
    let footprint = gross / rules.storeys;
    Programme {
        inside_m2: inside,
        gross_m2: gross,
        footprint_m2: footprint,
        outdoor_m2: outdoor,
        green_m2: rules.site_m2 - footprint - outdoor,
        coverage: footprint / rules.site_m2,
        rooms,
        rules,
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of a regency are far below 2^52"
)]
fn room(rule: &RoomRule, count: &dyn Fn(&str) -> i64) -> Room {
    let counted = rule.demand.as_deref().map(count);
    let at_once = counted.unwrap_or(0) as f64 * rule.reached * rule.visits * rule.at_once;
    // People and cars come whole.
    let at_once = at_once.ceil();
    Room {
        area_m2: (at_once * rule.m2_each).clamp(rule.min_m2, rule.max_m2),
        counted,
        at_once,
        rule: rule.clone(),
    }
}

/// The space programme of the hall.
pub async fn space(hall: &Hall, actor: &Actor) -> Result<Programme> {
    actor.must(Permission::SeeProject)?;
    let mut session = hall.db().read().await?;
    let text = setting::text(&mut session, &actor.regency, Setting::Space).await?;
    let rules: SpaceRules = setting::parse(Setting::Space, &text)?;
    let marks: Vec<(String, u32)> = rules
        .rooms
        .iter()
        .filter_map(|room| room.demand.clone())
        .filter_map(|key| hall.marks().number(&key).map(|number| (key, number)))
        .collect();
    let numbers: Vec<u32> = marks.iter().map(|(_, number)| *number).collect();
    let counts = if numbers.is_empty() {
        Vec::new()
    } else {
        tally::under(&mut session, &actor.regency, &actor.regency, &numbers).await?
    };
    let count = |key: &str| -> i64 {
        let number = marks.iter().find(|(known, _)| known == key);
        counts
            .iter()
            .filter(|count| number.is_some_and(|(_, number)| count.mark == *number))
            .map(|count| count.n)
            .sum()
    };
    Ok(programme(rules, &count))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rules() -> SpaceRules {
        toml::from_str(Setting::Space.builtin()).unwrap()
    }

    #[test]
    fn more_businesses_need_more_room_up_to_the_limit() {
        let few = programme(rules(), &|_| 0);
        let many = programme(rules(), &|_| 40_000);
        let crowd = programme(rules(), &|_| 40_000_000);
        for ((few, many), crowd) in few.rooms.iter().zip(&many.rooms).zip(&crowd.rooms) {
            assert!(few.area_m2 <= many.area_m2 && many.area_m2 <= crowd.area_m2);
            assert!(crowd.area_m2 <= crowd.rule.max_m2);
        }
        assert!(many.gross_m2 > few.gross_m2);
    }

    #[test]
    fn the_first_copy_fits_forty_thousand_businesses_on_one_hectare() {
        let made = programme(rules(), &|_| 40_000);
        assert!(
            made.covers_little_enough() && made.stays_green(),
            "{made:#?}"
        );
    }

    #[test]
    fn a_parcel_too_small_says_so() {
        let rules = SpaceRules {
            site_m2: 1_000.0,
            ..rules()
        };
        let made = programme(rules, &|_| 40_000);
        assert!(!made.stays_green() && made.green_m2 < 0.0);
    }

    proptest! {
        #[test]
        fn the_parcel_is_divided_without_rest(count in 0_i64..100_000, storeys in 1_u8..5) {
            let rules = SpaceRules { storeys: f64::from(storeys), ..rules() };
            let made = programme(rules, &|_| count);
            let sum = made.footprint_m2 + made.outdoor_m2 + made.green_m2;
            prop_assert!((sum - made.rules.site_m2).abs() < 1e-6);
        }
    }
}
