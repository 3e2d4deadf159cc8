//! Which mentor goes to whom: by need, distance, field, area and load, as one problem that is solved, not guessed at.
//!
//! Everything is weighed in metres of road one would go for it, so that a reader can argue with the numbers: a mentor of
//! another field is as good as one that many kilometres further away, and so on. Who is left out when there are too few
//! mentors is decided by need alone, because leaving out costs more than any way, and more for those in need.

use vocab::GeoPoint;

use crate::flow::{self, Problem};

/// What each consideration is worth, in metres of road. The office's to change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// A mentor of another field than the business needs most.
    pub other_field: i64,
    /// A business outside the mentor's area.
    pub outside_area: i64,
    /// Each business the mentor has already.
    pub each_in_care: i64,
    /// Assumed way where a place is not known.
    pub unknown_way: i64,
    /// Leaving out a business, beyond any way, for each point of need (0 to 100).
    pub each_point_of_need: i64,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            other_field: 8_000,
            outside_area: 15_000,
            each_in_care: 150,
            unknown_way: 10_000,
            each_point_of_need: 2_000,
        }
    }
}

/// Longer than any way in a regency: leaving a business out always costs more than going there.
const LEFT_OUT: i64 = 1_000_000;

/// A business that waits for a mentor.
#[derive(Debug, Clone, PartialEq)]
pub struct Seeker {
    /// How much it needs one, 0 to 100.
    pub need: u8,
    /// Where it is.
    pub at: Option<GeoPoint>,
    /// Its region's code.
    pub region: String,
    /// The field it needs most, by its position among the fields.
    pub field: Option<u8>,
}

/// A mentor with room for more.
#[derive(Debug, Clone, PartialEq)]
pub struct Helper {
    /// Where the mentor starts from.
    pub at: Option<GeoPoint>,
    /// How many businesses the mentor has.
    pub load: u32,
    /// How many the mentor can have.
    pub capacity: u32,
    /// Fields, by their positions.
    pub fields: Vec<u8>,
    /// Code of the area; none for the whole regency.
    pub area: Option<String>,
}

/// Why this mentor: everything that was weighed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weighed {
    /// The way in metres, straight over the map; none where a place is not known.
    pub metres: Option<i64>,
    /// Whether the mentor has the field that is needed.
    pub field: bool,
    /// Whether it lies in the mentor's area.
    pub area: bool,
    /// All of it, in metres.
    pub cost: i64,
}

/// A proposed pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// The mentor, by position.
    pub helper: usize,
    /// Why.
    pub weighed: Weighed,
    /// The mentor that would cost this business least, if it is another one: that one's room goes to others.
    pub nearer: Option<usize>,
}

/// A proposal for all, and how good it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// For each business its mentor, or none if all are full.
    pub choices: Vec<Option<Choice>>,
    /// What it costs, in metres.
    pub cost: i64,
    /// No proposal can cost less than this.
    pub bound: i64,
}

impl Proposal {
    /// How far the cost may lie above the best, as a share of the bound: 0 is proven optimal.
    #[expect(
        clippy::cast_precision_loss,
        reason = "metres of one regency are below 2^52"
    )]
    pub fn gap(&self) -> f64 {
        if self.bound <= 0 {
            return if self.cost == self.bound {
                0.0
            } else {
                f64::INFINITY
            };
        }
        (self.cost - self.bound) as f64 / self.bound as f64
    }

    /// How many found a mentor.
    pub fn placed(&self) -> usize {
        self.choices.iter().flatten().count()
    }
}

/// What a pair costs.
pub fn weigh(seeker: &Seeker, helper: &Helper, policy: &Policy) -> Weighed {
    let metres = seeker
        .at
        .zip(helper.at)
        .map(|(from, to)| whole(from.metres_to(to)));
    let field = seeker
        .field
        .is_none_or(|field| helper.fields.contains(&field));
    let area = helper
        .area
        .as_ref()
        .is_none_or(|area| lies_in(&seeker.region, area));
    let cost = metres.unwrap_or(policy.unknown_way)
        + if field { 0 } else { policy.other_field }
        + if area { 0 } else { policy.outside_area };
    Weighed {
        metres,
        field,
        area,
        cost,
    }
}

/// Whether a region's code is another one or lies below it: codes go on with a dot.
pub fn lies_in(region: &str, area: &str) -> bool {
    region
        .strip_prefix(area)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a way on earth is below 2^31 metres"
)]
fn whole(metres: f64) -> i64 {
    metres.round() as i64
}

/// Who goes to whom, solved to optimality.
pub fn propose(seekers: &[Seeker], helpers: &[Helper], policy: &Policy) -> Proposal {
    let weighed: Vec<Vec<Weighed>> = seekers
        .iter()
        .map(|seeker| {
            helpers
                .iter()
                .map(|helper| weigh(seeker, helper, policy))
                .collect()
        })
        .collect();
    // The last of the few is nobody: there is room for all.
    let costs = seekers
        .iter()
        .zip(&weighed)
        .map(|(seeker, row)| {
            let nobody = LEFT_OUT + i64::from(seeker.need) * policy.each_point_of_need;
            row.iter().map(|one| one.cost).chain([nobody]).collect()
        })
        .collect();
    let mut steps: Vec<Vec<i64>> = helpers
        .iter()
        .map(|helper| {
            (helper.load..helper.capacity)
                .map(|load| i64::from(load) * policy.each_in_care)
                .collect()
        })
        .collect();
    steps.push(vec![0; seekers.len()]);
    let solved = flow::solve(&Problem { costs, steps });
    let choices = solved
        .chosen
        .iter()
        .zip(&weighed)
        .map(|(chosen, row)| choice((*chosen)?, row))
        .collect();
    Proposal {
        choices,
        cost: solved.cost,
        bound: solved.bound,
    }
}

fn choice(helper: usize, row: &[Weighed]) -> Option<Choice> {
    let weighed = *row.get(helper)?;
    let nearest = row
        .iter()
        .enumerate()
        .min_by_key(|(at, one)| (one.cost, *at))?;
    Some(Choice {
        helper,
        weighed,
        nearer: (nearest.1.cost < weighed.cost).then_some(nearest.0),
    })
}
