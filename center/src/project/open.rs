//! The project for everybody: what the head of the office lets the public see, and no names of people.

use chrono::NaiveDate;
use serde::Deserialize;

use super::ranking::Ranking;
use super::site::{MOST, Site};
use super::task::{self, Phase};
use super::{ranking, setting, year};
use crate::error::{ErrorKind, Result};
use crate::hall::Hall;

/// Monte-Carlo runs of the public page: enough for whole percents, and cheap enough for anybody's reload.
const RUNS: usize = 2_000;

/// What the public sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    /// The ranking of the sites.
    pub ranking: bool,
    /// Progress phase by phase.
    pub programme: bool,
    /// Ceiling, commitments and payments by year.
    pub budget: bool,
}

/// A phase and how far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhaseShare {
    /// Which.
    pub phase: Phase,
    /// How far, 0 to 100.
    pub percent: i64,
    /// Its last day as things stand.
    pub until: NaiveDate,
}

/// Sums of a year, rupiah.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearSums {
    /// Which.
    pub year: i64,
    /// What may be promised.
    pub ceiling: i64,
    /// What was promised.
    pub committed: i64,
    /// What was paid.
    pub paid: i64,
}

/// The public page.
#[derive(Debug, Clone)]
pub struct OpenProject {
    /// The sites that are offered.
    pub sites: Vec<Site>,
    /// Their ranking, when it is shown and can be computed.
    pub ranking: Option<Ranking>,
    /// Progress, when it is shown.
    pub phases: Vec<PhaseShare>,
    /// Money, when it is shown.
    pub years: Vec<YearSums>,
    /// Something on this page was invented to show how it works.
    pub example: bool,
}

/// What everybody may see.
pub async fn open(hall: &Hall, regency: &str) -> Result<OpenProject> {
    let mut session = hall.db().read().await?;
    let shown = setting::shown(&mut session, regency).await?;
    let sites: Vec<Site> = store::project::site::list(&mut session, regency, MOST)
        .await?
        .into_iter()
        .filter(|one| one.withdrawn_at.is_none())
        .collect();
    let mut phases = Vec::new();
    let mut example = sites.iter().any(|site| site.example);
    if shown.programme {
        let programme = task::compute(hall, &mut session, regency).await?;
        example |= programme.tasks.iter().any(|one| one.task.example);
        phases = by_phase(&programme);
    }
    let mut years = Vec::new();
    if shown.budget {
        for number in store::project::budget::years(&mut session, regency).await? {
            let seen = year::compute(hall, &mut session, regency, Some(number)).await?;
            // A draft is the house's own business until it is enacted.
            if seen.versions.iter().all(|one| one.enacted_on.is_none()) {
                continue;
            }
            example |= seen.versions.iter().any(|one| one.example);
            years.push(YearSums {
                year: number,
                ceiling: seen.sum(|one| one.line.ceiling),
                committed: seen.sum(|one| one.line.committed),
                paid: seen.sum(|one| one.line.paid),
            });
        }
    }
    drop(session);
    let ranking = if shown.ranking {
        public_ranking(hall, regency).await?
    } else {
        None
    };
    Ok(OpenProject {
        sites,
        ranking,
        phases,
        years,
        example,
    })
}

/// The ranking without the names and words of the judges; none while something is still missing.
async fn public_ranking(hall: &Hall, regency: &str) -> Result<Option<Ranking>> {
    match ranking::compute(hall, regency, false, Some(RUNS)).await {
        Ok(mut found) => {
            found.opinions.clear();
            found.outcome.minorities.clear();
            for judge in &mut found.criteria.judges {
                judge.name.clear();
            }
            Ok(Some(found))
        }
        Err(error) if error.kind() == ErrorKind::Invalid => Ok(None),
        Err(error) => Err(error),
    }
}

/// How far each phase is, by the weights of its tasks.
fn by_phase(programme: &task::Programme) -> Vec<PhaseShare> {
    let phases = Phase::ALL.iter();
    phases
        .filter_map(|&phase| {
            let tasks = programme.tasks.iter().filter(|one| one.phase == phase);
            let until = tasks.clone().map(|one| one.expected.1).max()?;
            // A task without weight counts a little, so that a phase of milestones has a share too.
            let weight = |one: &&task::TaskView| one.task.weight.max(1);
            let total: i64 = tasks.clone().map(|one| weight(&one)).sum();
            let done: i64 = tasks.map(|one| weight(&one) * one.task.percent).sum();
            Some(PhaseShare {
                phase,
                percent: done / total.max(1),
                until,
            })
        })
        .collect()
}
