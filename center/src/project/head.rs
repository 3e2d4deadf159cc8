//! The head's page: is the centre on time, is it within its budget, what waits for a decision.

use chrono::{Datelike, NaiveDate};
use store::project::{decision, risk};

use super::clock::Standing;
use super::task::{self, Programme};
use super::watch::{Decision, Risk};
use super::year::{self, ProcurementView, YearView};
use crate::actor::Actor;
use crate::error::Result;
use crate::hall::Hall;
use crate::permission::Permission;

/// A risk of this size or more (chance × impact) is shown to the head.
const GRAVE: i64 = 12;

/// The head's page.
#[derive(Debug, Clone)]
pub struct HeadView {
    /// The programme.
    pub programme: Programme,
    /// The budget year that runs.
    pub year: YearView,
    /// Questions that wait, the most urgent first.
    pub waiting: Vec<Decision>,
    /// What was decided lately.
    pub decided: Vec<Decision>,
    /// Grave risks.
    pub risks: Vec<Risk>,
    /// Today.
    pub today: NaiveDate,
}

impl HeadView {
    /// Procurements that ask for something to be done now.
    pub fn urgent(&self) -> impl Iterator<Item = &ProcurementView> {
        self.year.procurements.iter().filter(|one| {
            !one.contracted && !matches!(one.reading.standing, Standing::Fine | Standing::Running)
        })
    }

    /// What should be paid by the end of last month by the cash plan, and what was; rupiah.
    pub fn cash(&self) -> (i64, i64) {
        let months = match i64::from(self.today.year()) {
            now if now > self.year.year => 12,
            now if now < self.year.year => 0,
            _ => usize::try_from(self.today.month0()).unwrap_or(0),
        };
        let sum = |list: &[i64; 12]| list.iter().take(months).sum();
        (sum(&self.year.cash_plan), sum(&self.year.paid))
    }

    /// Whether somebody may still spend: nothing is promised above a ceiling, that is impossible; but more may be
    /// planned than there is. How much, rupiah.
    pub fn short(&self) -> i64 {
        let wanted = |line: &year::LineView| {
            let plans = self
                .year
                .procurements
                .iter()
                .filter(|one| one.procurement.line == line.line.id && !one.contracted);
            plans.map(|one| one.procurement.value).sum::<i64>()
        };
        self.year
            .lines
            .iter()
            .map(|line| (line.line.committed + wanted(line) - line.line.ceiling).max(0))
            .sum()
    }
}

/// The head's page.
pub async fn head(hall: &Hall, actor: &Actor) -> Result<HeadView> {
    actor.must(Permission::SeeProject)?;
    let regency = actor.regency.as_str();
    let mut session = hall.db().read().await?;
    let risks = risk::open(&mut session, regency, 100).await?;
    Ok(HeadView {
        programme: task::compute(hall, &mut session, regency).await?,
        year: year::compute(hall, &mut session, regency, None).await?,
        waiting: decision::open(&mut session, regency, 50).await?,
        decided: decision::decided(&mut session, regency, 10).await?,
        risks: risks
            .into_iter()
            .filter(|risk| risk.chance * risk.impact >= GRAVE)
            .collect(),
        today: hall.clock().today(),
    })
}
