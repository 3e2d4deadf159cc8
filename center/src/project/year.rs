//! A budget year as a page shows it: lines, cash plan against payments, procurements against the clock, what will be
//! left over and what to move into the revision.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde_json::json;
use store::Session;
pub use store::project::procurement::Procurement;
use store::project::{budget, ledger, procurement};
use vocab::id::{BudgetLineId, ProcurementId};

use super::budget::{Commitment, Line, MOST_COMMITMENTS, Version};
use super::clock::{self, ClockRules, Forecast, Promise, Purchase, Reading, Reminder};
use super::error::ProjectError;
use super::setting;
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::permission::Permission;

/// Most procurements of a year.
const MOST: u32 = 1_000;

/// A line with what becomes of its money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineView {
    /// The line.
    pub line: Line,
    /// By the end of the year.
    pub forecast: Forecast,
}

/// A procurement against the clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcurementView {
    /// What is bought.
    pub procurement: Procurement,
    /// How, in Indonesian and English.
    pub method: (String, String),
    /// Code of its line.
    pub code: String,
    /// What the clock says.
    pub reading: Reading,
    /// Whether there is a contract.
    pub contracted: bool,
}

/// A budget year.
#[derive(Debug, Clone)]
pub struct YearView {
    /// Which.
    pub year: i64,
    /// All years that have a budget.
    pub years: Vec<i64>,
    /// Its versions, oldest first.
    pub versions: Vec<Version>,
    /// Its lines.
    pub lines: Vec<LineView>,
    /// The cash plan in force, month by month, rupiah.
    pub cash_plan: [i64; 12],
    /// What was paid, month by month, rupiah.
    pub paid: [i64; 12],
    /// What was promised.
    pub commitments: Vec<Commitment>,
    /// What is bought.
    pub procurements: Vec<ProcurementView>,
    /// The days of the year.
    pub reminders: Vec<Reminder>,
    /// Last day for moving amounts into the revision, and whether it has passed.
    pub revision: (NaiveDate, bool),
    /// Ways of procurement: word, and name in Indonesian and English.
    pub methods: Vec<(String, (String, String))>,
}

impl YearView {
    /// Sum of a figure over the lines, rupiah.
    pub fn sum(&self, pick: impl Fn(&LineView) -> i64) -> i64 {
        self.lines.iter().map(pick).sum()
    }

    /// What will be left over, rupiah.
    pub fn left_over(&self) -> i64 {
        self.sum(|line| line.forecast.left())
    }
}

/// A budget year of the hall: the newest one when none is named, or this year.
pub async fn year(hall: &Hall, actor: &Actor, year: Option<i64>) -> Result<YearView> {
    actor.must(Permission::SeeProject)?;
    let mut session = hall.db().read().await?;
    compute(hall, &mut session, &actor.regency, year).await
}

pub(super) async fn compute(
    hall: &Hall,
    session: &mut Session,
    regency: &str,
    year: Option<i64>,
) -> Result<YearView> {
    let today = hall.clock().today();
    let this = i64::from(chrono::Datelike::year(&today));
    let years = budget::years(session, regency).await?;
    // The year that runs, else the newest, else this one.
    let running = years.contains(&this).then_some(this);
    let year = year.or(running).or(years.first().copied()).unwrap_or(this);
    let number = i32::try_from(year)
        .ok()
        .filter(|year| (2020..=2100).contains(year))
        .ok_or_else(|| ProjectError::Year {
            found: year.to_string(),
        })?;
    let rules = setting::clock(session, regency).await?;
    let workdays = rules.workdays();
    let versions = budget::versions(session, regency, year).await?;
    let in_force = versions.iter().rfind(|one| one.enacted_on.is_some());
    let mut cash_plan = [0; 12];
    if let Some(version) = in_force {
        for amount in budget::amounts(session, regency, version.id).await? {
            for (sum, month) in cash_plan.iter_mut().zip(amount.months) {
                *sum += month;
            }
        }
    }
    let lines = budget::lines(session, regency, year).await?;
    let commitments = ledger::of_year(session, regency, year, MOST_COMMITMENTS).await?;
    let found = procurement::of_year(session, regency, year, MOST).await?;
    let contracted: Vec<ProcurementId> = commitments
        .iter()
        .filter_map(|one| one.procurement)
        .collect();
    let codes: HashMap<BudgetLineId, &str> = lines
        .iter()
        .map(|line| (line.id, line.code.as_str()))
        .collect();
    let procurements: Vec<ProcurementView> = found
        .into_iter()
        .map(|one| {
            let purchase = purchase(&rules, &one);
            let method = rules.method(&one.method);
            ProcurementView {
                reading: clock::read(&rules, &workdays, number, today, purchase),
                method: method.map_or_else(
                    || (one.method.clone(), one.method.clone()),
                    |method| method.label.both(),
                ),
                code: codes.get(&one.line).copied().unwrap_or_default().to_owned(),
                contracted: contracted.contains(&one.id),
                procurement: one,
            }
        })
        .collect();
    let lines = lines
        .iter()
        .map(|line| LineView {
            forecast: forecast_of(&rules, number, line, &commitments, &procurements),
            line: line.clone(),
        })
        .collect();
    let until = rules.revision_until(number);
    Ok(YearView {
        year,
        years,
        lines,
        cash_plan,
        paid: ledger::paid_by_month(session, regency, year).await?,
        commitments,
        procurements,
        reminders: clock::reminders(&rules, &workdays, number, today),
        revision: (until, today > until),
        methods: rules
            .methods
            .iter()
            .map(|method| (method.id.clone(), method.label.both()))
            .collect(),
        versions,
    })
}

fn purchase(rules: &ClockRules, one: &Procurement) -> Purchase {
    Purchase {
        procurement: rules.method(&one.method).map_or(0, clock::Method::days),
        work: u32::try_from(one.work_days).unwrap_or(0),
        planned_on: one.planned_on,
        started_on: one.started_on,
    }
}

fn forecast_of(
    rules: &ClockRules,
    year: i32,
    line: &Line,
    commitments: &[Commitment],
    procurements: &[ProcurementView],
) -> Forecast {
    let promises: Vec<Promise> = commitments
        .iter()
        .filter(|one| one.line == line.id && one.released_at.is_none())
        .map(|one| Promise {
            left: one.amount - one.paid,
            ends_on: one.ends_on,
        })
        .collect();
    let plans: Vec<(i64, bool)> = procurements
        .iter()
        .filter(|one| one.procurement.line == line.id && !one.contracted)
        .map(|one| (one.procurement.value, one.reading.standing.in_time()))
        .collect();
    let workdays = rules.workdays();
    clock::forecast(
        rules,
        &workdays,
        year,
        line.ceiling,
        line.paid,
        &promises,
        &plans,
    )
}

/// Something to be bought.
#[derive(Debug, Clone)]
pub struct NewProcurement {
    /// From which line.
    pub line: BudgetLineId,
    /// What.
    pub name: String,
    /// How, by the word in the settings.
    pub method: String,
    /// Estimated value, rupiah.
    pub value: i64,
    /// Working days from contract to hand-over.
    pub work_days: i64,
    /// When it is to be started.
    pub planned_on: NaiveDate,
    /// Invented, to show how it works.
    pub example: bool,
}

/// Writes a procurement.
pub async fn plan_procurement(
    hall: &Hall,
    actor: &Actor,
    new: &NewProcurement,
) -> Result<ProcurementId> {
    actor.must(Permission::ManageBudget)?;
    let name = super::named(&new.name, "pengadaan / procurement")?;
    super::ranged("Nilai / value", new.value, 1, 3_000_000_000_000_000)?;
    super::ranged("Lama pekerjaan / work days", new.work_days, 1, 1_000)?;
    let mut tx = hall.db().write().await?;
    let rules = setting::clock(&mut tx, &actor.regency).await?;
    if rules.method(&new.method).is_none() {
        let found = new.method.chars().take(40).collect();
        return Err(ProjectError::Method { found }.into());
    }
    budget::line(&mut tx, &actor.regency, new.line)
        .await?
        .ok_or(Error::NotFound("budget line"))?;
    let one = Procurement {
        id: hall.new_id(),
        line: new.line,
        name,
        method: new.method.clone(),
        value: new.value,
        work_days: new.work_days,
        planned_on: new.planned_on,
        started_on: None,
        example: new.example,
    };
    procurement::insert(&mut tx, &actor.regency, &one, hall.clock().now()).await?;
    let detail = json!({ "line": new.line.to_string() });
    audit::record(
        hall,
        &mut tx,
        actor,
        "procurement.planned",
        &subject(one.id),
        detail,
    )
    .await?;
    tx.commit().await?;
    Ok(one.id)
}

fn subject(id: ProcurementId) -> String {
    format!("procurement:{id}")
}

/// Notes that a procurement was started.
pub async fn start_procurement(
    hall: &Hall,
    actor: &Actor,
    id: ProcurementId,
    on: NaiveDate,
) -> Result<()> {
    actor.must(Permission::ManageBudget)?;
    if on > hall.clock().today() {
        let day = on.to_string();
        return Err(ProjectError::DayToCome { day }.into());
    }
    let mut tx = hall.db().write().await?;
    if !procurement::start(&mut tx, &actor.regency, id, on).await? {
        return Err(Error::NotFound("procurement"));
    }
    audit::record(
        hall,
        &mut tx,
        actor,
        "procurement.started",
        &subject(id),
        json!({}),
    )
    .await?;
    Ok(tx.commit().await?)
}

/// Gives a procurement up.
pub async fn drop_procurement(hall: &Hall, actor: &Actor, id: ProcurementId) -> Result<()> {
    actor.must(Permission::ManageBudget)?;
    let mut tx = hall.db().write().await?;
    if !procurement::set_dropped(&mut tx, &actor.regency, id, hall.clock().now()).await? {
        return Err(Error::NotFound("procurement"));
    }
    audit::record(
        hall,
        &mut tx,
        actor,
        "procurement.dropped",
        &subject(id),
        json!({}),
    )
    .await?;
    Ok(tx.commit().await?)
}
