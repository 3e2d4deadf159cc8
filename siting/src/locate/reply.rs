//! The answer with the names of the files instead of positions, as JSON and as text.

use std::fmt::Write;

use serde::Serialize;

use super::answer::{Answer, Objective};
use super::input::Case;

/// Who goes where.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trip {
    /// The demand's name.
    pub node: String,
    /// Its weight.
    pub weight: f64,
    /// The site it goes to; none when no site can be reached.
    pub site: Option<String>,
    /// How far that is; none when no site can be reached.
    pub distance: Option<f64>,
    /// Within the radius (maximal covering only).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub covered: Option<bool>,
}

/// The answer to a location question.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reply {
    /// `p-median`, `mclp` or `p-center`.
    pub kind: &'static str,
    /// Total weight × distance, weight covered, or greatest distance.
    pub objective: f64,
    /// No plan is better than this.
    pub bound: f64,
    /// |objective − bound| ÷ objective; 0 when proven; none when the objective is 0.
    pub gap: Option<f64>,
    /// Whether no plan is better.
    pub proven: bool,
    /// The sites to open.
    pub chosen: Vec<String>,
    /// Sites which stand already.
    pub existing: Vec<String>,
    /// The centre among the chosen, when service points were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub centre: Option<String>,
    /// For each demand.
    pub assignment: Vec<Trip>,
    /// Subproblems looked at.
    pub nodes: usize,
    /// Seconds of work.
    pub seconds: f64,
}

impl Reply {
    /// Names everything.
    pub fn new(case: &Case, objective: Objective, answer: &Answer, seconds: f64) -> Self {
        let name = |at: usize| case.candidates.get(at).map(|spot| spot.name.clone());
        let radius = match objective {
            Objective::Mclp { radius } => Some(radius),
            _ => None,
        };
        let trips = case
            .demand
            .iter()
            .zip(&answer.assignment)
            .map(|(spot, served)| Trip {
                node: spot.name.clone(),
                weight: spot.weight,
                site: served.candidate.and_then(name),
                distance: served.distance.is_finite().then_some(served.distance),
                covered: radius.map(|radius| served.distance <= radius),
            });
        let standing = case.candidates.iter().filter(|spot| spot.existing);
        Self {
            kind: objective.as_str(),
            objective: answer.objective,
            bound: answer.bound,
            gap: answer.gap.is_finite().then_some(answer.gap),
            proven: answer.proven,
            chosen: answer.chosen.iter().filter_map(|&at| name(at)).collect(),
            existing: standing.map(|spot| spot.name.clone()).collect(),
            centre: None,
            assignment: trips.collect(),
            nodes: answer.nodes,
            seconds,
        }
    }

    /// The answer for people, Indonesian and English beside each other.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let proof = if self.proven {
            "terbukti terbaik / proven best".to_owned()
        } else {
            let gap = self
                .gap
                .map_or_else(|| "?".to_owned(), |gap| format!("{:.3} %", gap * 100.0));
            format!("batas / bound {:.3}, selisih / gap {gap}", self.bound)
        };
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{}: {:.3} ({proof}; {:.2} s)",
            self.kind, self.objective, self.seconds
        );
        if let Some(centre) = &self.centre {
            let _ = writeln!(text, "Pusat / centre: {centre}");
        }
        if !self.existing.is_empty() {
            let _ = writeln!(text, "Sudah ada / existing: {}", self.existing.join(", "));
        }
        for site in self.chosen.iter().chain(&self.existing) {
            let own = || {
                self.assignment
                    .iter()
                    .filter(|trip| trip.site.as_ref() == Some(site))
            };
            let weight: f64 = own().map(|trip| trip.weight).sum();
            let farthest = own().filter_map(|trip| trip.distance).fold(0.0, f64::max);
            let _ = writeln!(
                text,
                "  {site}: {} titik / nodes, bobot / weight {weight}, terjauh / farthest {farthest:.2}",
                own().count()
            );
        }
        text
    }
}

impl Objective {
    /// The word of the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PMedian => "p-median",
            Self::Mclp { .. } => "mclp",
            Self::PCenter => "p-center",
        }
    }
}
