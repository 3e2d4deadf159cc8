//! The budget of a year: laid down in versions, promised and paid from, never above its ceiling.

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, NaiveDate};
use serde_json::json;
use store::project::budget as kept;
pub use store::project::budget::{Amount, Line, Version};
use store::project::ledger;
pub use store::project::ledger::{Commitment, Payment};
use vocab::Rupiah;
use vocab::id::{BudgetLineId, BudgetVersionId, CommitmentId, ProcurementId};

use super::error::ProjectError;
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::permission::Permission;

/// Most lines of a version.
const MOST_LINES: usize = 2_000;

/// Most commitments of a year that are shown and counted.
pub(super) const MOST_COMMITMENTS: u32 = 2_000;

/// Largest amount, in rupiah: a thousand times a large regency's whole budget. Sums of lines stay far inside 64 bits.
const MOST_RUPIAH: i64 = 3_000_000_000_000_000;

/// A row of a budget, as it was typed or read from a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BudgetRow {
    /// Where it stood, for what is said about it.
    pub row: usize,
    /// Programme, activity and sub-activity.
    pub code: String,
    /// Account of the spending.
    pub account_code: String,
    /// What it is for.
    pub name: String,
    /// What may be promised, rupiah.
    pub ceiling: i64,
    /// When it is to be paid; all zero when nothing is planned.
    pub months: [i64; 12],
}

/// Whether a text is a code such as `2.17.07.2.01.0003`: groups of digits with dots between.
fn is_code(text: &str) -> bool {
    let groups = text.split('.');
    text.len() <= 40
        && text.contains('.')
        && groups.into_iter().all(|group| {
            (1..=5).contains(&group.len()) && group.bytes().all(|b| b.is_ascii_digit())
        })
}

/// Checks rows one by one: the good ones, and what is wrong with the others. Pure.
pub fn check(rows: Vec<BudgetRow>) -> (Vec<BudgetRow>, Vec<ProjectError>) {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    let mut seen = std::collections::HashSet::new();
    for row in rows {
        match check_row(&row) {
            Err(error) => bad.push(error),
            Ok(()) if !seen.insert((row.code.clone(), row.account_code.clone())) => {
                bad.push(ProjectError::BudgetTwice {
                    row: row.row,
                    code: format!("{} {}", row.code, row.account_code),
                });
            }
            Ok(()) => good.push(row),
        }
    }
    (good, bad)
}

fn check_row(row: &BudgetRow) -> std::result::Result<(), ProjectError> {
    for code in [&row.code, &row.account_code] {
        if !is_code(code) {
            return Err(ProjectError::BudgetCode {
                row: row.row,
                found: code.chars().take(40).collect(),
            });
        }
    }
    super::named(&row.name, "uraian / line")?;
    let amounts = std::iter::once(&row.ceiling).chain(&row.months);
    for amount in amounts {
        if !(0..=MOST_RUPIAH).contains(amount) {
            return Err(ProjectError::BudgetAmount {
                row: row.row,
                found: Rupiah(*amount).to_string(),
                reason: "0 – 3.000.000.000.000.000".to_owned(),
            });
        }
    }
    let planned: i64 = row.months.iter().sum();
    if planned != 0 && planned != row.ceiling {
        return Err(ProjectError::CashPlan {
            row: row.row,
            planned: Rupiah(planned).to_string(),
            ceiling: Rupiah(row.ceiling).to_string(),
        });
    }
    Ok(())
}

fn year_of(year: i64) -> std::result::Result<i64, ProjectError> {
    if (2020..=2100).contains(&year) {
        Ok(year)
    } else {
        let found = year.to_string();
        Err(ProjectError::Year { found })
    }
}

/// What became of rows that were brought.
#[derive(Debug, Clone)]
pub struct Drafted {
    /// The draft.
    pub version: BudgetVersionId,
    /// How many lines it has.
    pub lines: usize,
    /// What was wrong with the rows that are not in it.
    pub refused: Vec<ProjectError>,
}

/// Writes rows as the next version of a year: a draft, until it is enacted. Rows that are wrong stay out and are told.
pub async fn draft(
    hall: &Hall,
    actor: &Actor,
    year: i64,
    name: &str,
    rows: Vec<BudgetRow>,
    example: bool,
) -> Result<Drafted> {
    actor.must(Permission::ManageBudget)?;
    let year = year_of(year)?;
    let name = super::named(name, "versi / version")?;
    let (good, refused) = check(rows);
    if good.is_empty() {
        return Err(refused
            .into_iter()
            .next()
            .unwrap_or(ProjectError::BudgetEmpty)
            .into());
    }
    if good.len() > MOST_LINES {
        return Err(ProjectError::Range {
            what: "Jumlah baris / lines",
            low: 1,
            high: 2_000,
        }
        .into());
    }
    let regency = actor.regency.as_str();
    let mut tx = hall.db().write().await?;
    let versions = kept::versions(&mut tx, regency, year).await?;
    if let Some(open) = versions.iter().find(|one| one.enacted_on.is_none()) {
        let name = open.name.clone();
        return Err(ProjectError::DraftOpen { name }.into());
    }
    let version = Version {
        id: hall.new_id(),
        year,
        number: versions.iter().map(|one| one.number + 1).max().unwrap_or(0),
        name,
        example,
        enacted_on: None,
    };
    if !kept::insert_version(&mut tx, regency, &version, hall.clock().now()).await? {
        let name = version.name;
        return Err(ProjectError::DraftOpen { name }.into());
    }
    let mut amounts = Vec::with_capacity(good.len());
    for row in &good {
        let line = Line {
            id: hall.new_id(),
            year,
            code: row.code.clone(),
            account_code: row.account_code.clone(),
            name: row.name.trim().to_owned(),
            ceiling: 0,
            committed: 0,
            paid: 0,
        };
        amounts.push(Amount {
            line: kept::ensure_line(&mut tx, regency, &line).await?,
            ceiling: row.ceiling,
            months: row.months,
        });
    }
    kept::set_amounts(&mut tx, regency, version.id, &amounts).await?;
    let detail = json!({ "year": year, "number": version.number, "lines": amounts.len() });
    audit::record(
        hall,
        &mut tx,
        actor,
        "budget.drafted",
        &subject(version.id),
        detail,
    )
    .await?;
    tx.commit().await?;
    Ok(Drafted {
        version: version.id,
        lines: amounts.len(),
        refused,
    })
}

fn subject(id: BudgetVersionId) -> String {
    format!("budget:{id}")
}

/// Throws a draft away.
pub async fn drop_draft(hall: &Hall, actor: &Actor, id: BudgetVersionId) -> Result<()> {
    actor.must(Permission::ManageBudget)?;
    let mut tx = hall.db().write().await?;
    find(&mut tx, actor, id).await?;
    if !kept::drop_draft(&mut tx, &actor.regency, id).await? {
        return Err(ProjectError::NoDraft.into());
    }
    audit::record(
        hall,
        &mut tx,
        actor,
        "budget.dropped",
        &subject(id),
        json!({}),
    )
    .await?;
    Ok(tx.commit().await?)
}

async fn find(session: &mut store::Session, actor: &Actor, id: BudgetVersionId) -> Result<Version> {
    kept::version(session, &actor.regency, id)
        .await?
        .ok_or(Error::NotFound("budget"))
}

/// Puts a draft in force. Refused, with the lines by name, when it gives a line less than is promised from it already;
/// the draft stays.
pub async fn enact(hall: &Hall, actor: &Actor, id: BudgetVersionId, on: NaiveDate) -> Result<()> {
    actor.must(Permission::ManageBudget)?;
    let regency = actor.regency.as_str();
    let mut tx = hall.db().write().await?;
    let version = find(&mut tx, actor, id).await?;
    let lines = kept::lines_locked(&mut tx, regency, version.year).await?;
    let given: HashMap<BudgetLineId, i64> = kept::amounts(&mut tx, regency, id)
        .await?
        .into_iter()
        .map(|amount| (amount.line, amount.ceiling))
        .collect();
    let ceiling = |line: &Line| given.get(&line.id).copied().unwrap_or(0);
    let below: Vec<String> = lines
        .iter()
        .filter(|line| ceiling(line) < line.committed)
        .map(|line| {
            let (new, committed) = (Rupiah(ceiling(line)), Rupiah(line.committed));
            format!("{} {} ({new} < {committed})", line.code, line.account_code)
        })
        .collect();
    if !below.is_empty() {
        let lines = below.join("; ");
        return Err(ProjectError::BelowCommitted { lines }.into());
    }
    if !kept::enact(&mut tx, regency, id, on, hall.clock().now()).await? {
        return Err(ProjectError::NoDraft.into());
    }
    for line in &lines {
        kept::set_ceiling(&mut tx, regency, line.id, ceiling(line)).await?;
    }
    let detail = json!({ "year": version.year, "number": version.number });
    audit::record(hall, &mut tx, actor, "budget.enacted", &subject(id), detail).await?;
    Ok(tx.commit().await?)
}

/// Money to be promised.
#[derive(Debug, Clone)]
pub struct NewCommitment {
    /// From which line.
    pub line: BudgetLineId,
    /// What was bought by it.
    pub procurement: Option<ProcurementId>,
    /// For what.
    pub what: String,
    /// To whom.
    pub partner: String,
    /// How much, rupiah.
    pub amount: i64,
    /// When it was signed.
    pub signed_on: NaiveDate,
    /// When the work is to be done.
    pub ends_on: Option<NaiveDate>,
}

/// Promises money. Above the ceiling it is impossible, whoever else promises at the same moment.
pub async fn commit(hall: &Hall, actor: &Actor, new: &NewCommitment) -> Result<CommitmentId> {
    actor.must(Permission::ManageBudget)?;
    let what = super::named(&new.what, "ikatan / commitment")?;
    let partner = super::named(&new.partner, "penyedia / partner")?;
    super::ranged("Nilai / amount", new.amount, 1, MOST_RUPIAH)?;
    if let Some(ends) = new.ends_on.filter(|ends| *ends < new.signed_on) {
        let (first, second) = (new.signed_on.to_string(), ends.to_string());
        return Err(ProjectError::DayOrder { first, second }.into());
    }
    let regency = actor.regency.as_str();
    let mut tx = hall.db().write().await?;
    let line = kept::line(&mut tx, regency, new.line)
        .await?
        .ok_or(Error::NotFound("budget line"))?;
    in_year(new.signed_on, line.year)?;
    let one = Commitment {
        id: hall.new_id(),
        line: new.line,
        procurement: new.procurement,
        what,
        partner,
        amount: new.amount,
        paid: 0,
        signed_on: new.signed_on,
        ends_on: new.ends_on,
        released_at: None,
    };
    let now = hall.clock().now();
    if !ledger::commit(&mut tx, regency, &one, actor.account, now).await? {
        // What is left may have moved since it was read above: what the database says now is what counts.
        let line = kept::line(&mut tx, regency, new.line).await?;
        let left = line.map_or(0, |line| line.ceiling - line.committed);
        let left = Rupiah(left).to_string();
        return Err(ProjectError::AboveCeiling { left }.into());
    }
    let detail = json!({ "line": line.id.to_string() });
    let subject = format!("commitment:{}", one.id);
    audit::record(hall, &mut tx, actor, "budget.committed", &subject, detail).await?;
    tx.commit().await?;
    Ok(one.id)
}

fn in_year(day: NaiveDate, year: i64) -> std::result::Result<(), ProjectError> {
    if i64::from(day.year()) == year {
        Ok(())
    } else {
        let day = day.to_string();
        Err(ProjectError::OtherYear { day, year })
    }
}

/// Pays on a commitment.
pub async fn pay(
    hall: &Hall,
    actor: &Actor,
    id: CommitmentId,
    amount: i64,
    paid_on: NaiveDate,
    paper: &str,
) -> Result<()> {
    actor.must(Permission::ManageBudget)?;
    super::ranged("Nilai / amount", amount, 1, MOST_RUPIAH)?;
    if paid_on > hall.clock().today() {
        let day = paid_on.to_string();
        return Err(ProjectError::DayToCome { day }.into());
    }
    let regency = actor.regency.as_str();
    let mut tx = hall.db().write().await?;
    let commitment = ledger::find(&mut tx, regency, id)
        .await?
        .ok_or(Error::NotFound("commitment"))?;
    let line = kept::line(&mut tx, regency, commitment.line)
        .await?
        .ok_or(Error::NotFound("budget line"))?;
    in_year(paid_on, line.year)?;
    if paid_on < commitment.signed_on {
        let (first, second) = (commitment.signed_on.to_string(), paid_on.to_string());
        return Err(ProjectError::DayOrder { first, second }.into());
    }
    let payment = Payment {
        id: hall.new_id(),
        commitment: id,
        amount,
        paid_on,
        paper: super::words(paper, 120),
    };
    let now = hall.clock().now();
    if !ledger::pay(&mut tx, regency, &payment, actor.account, now).await? {
        let left = Rupiah(commitment.amount - commitment.paid).to_string();
        return Err(ProjectError::AboveCommitment { left }.into());
    }
    let subject = format!("commitment:{id}");
    audit::record(hall, &mut tx, actor, "budget.paid", &subject, json!({})).await?;
    Ok(tx.commit().await?)
}

/// Ends a commitment; what was not paid can be promised again. Gives how much that is, in rupiah.
pub async fn release(hall: &Hall, actor: &Actor, id: CommitmentId) -> Result<i64> {
    actor.must(Permission::ManageBudget)?;
    let mut tx = hall.db().write().await?;
    let rest = ledger::release(&mut tx, &actor.regency, id, hall.clock().now()).await?;
    let rest = rest.ok_or(Error::NotFound("commitment"))?;
    let subject = format!("commitment:{id}");
    audit::record(hall, &mut tx, actor, "budget.released", &subject, json!({})).await?;
    tx.commit().await?;
    Ok(rest)
}

/// A line in two versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The line.
    pub line: Line,
    /// In the older version; none when it is new.
    pub before: Option<i64>,
    /// In the newer version; none when it is gone.
    pub after: Option<i64>,
}

/// Two versions side by side.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The older; none when there is nothing before.
    pub before: Option<Version>,
    /// The newer.
    pub after: Version,
    /// Line by line.
    pub lines: Vec<Difference>,
}

/// A version beside the one before it.
pub async fn compare(hall: &Hall, actor: &Actor, id: BudgetVersionId) -> Result<Comparison> {
    actor.must(Permission::SeeProject)?;
    let regency = actor.regency.as_str();
    let mut session = hall.db().read().await?;
    let after = find(&mut session, actor, id).await?;
    let before = kept::versions(&mut session, regency, after.year)
        .await?
        .into_iter()
        .rfind(|one| one.number < after.number);
    let mut given: BTreeMap<BudgetLineId, (Option<i64>, Option<i64>)> = BTreeMap::new();
    if let Some(before) = &before {
        for amount in kept::amounts(&mut session, regency, before.id).await? {
            given.entry(amount.line).or_default().0 = Some(amount.ceiling);
        }
    }
    for amount in kept::amounts(&mut session, regency, after.id).await? {
        given.entry(amount.line).or_default().1 = Some(amount.ceiling);
    }
    let lines = kept::lines(&mut session, regency, after.year).await?;
    let lines = lines
        .into_iter()
        .filter_map(|line| {
            let (before, after) = given.remove(&line.id)?;
            Some(Difference {
                line,
                before,
                after,
            })
        })
        .collect();
    Ok(Comparison {
        before,
        after,
        lines,
    })
}

/// The rows of a version, to be written to a sheet.
pub async fn rows(
    hall: &Hall,
    actor: &Actor,
    id: BudgetVersionId,
) -> Result<(Version, Vec<BudgetRow>)> {
    actor.must(Permission::SeeProject)?;
    let mut session = hall.db().read().await?;
    let version = find(&mut session, actor, id).await?;
    let amounts: HashMap<BudgetLineId, Amount> = kept::amounts(&mut session, &actor.regency, id)
        .await?
        .into_iter()
        .map(|amount| (amount.line, amount))
        .collect();
    let lines = kept::lines(&mut session, &actor.regency, version.year).await?;
    let rows = lines
        .into_iter()
        .filter_map(|line| {
            let amount = amounts.get(&line.id)?;
            Some(BudgetRow {
                row: 0,
                code: line.code,
                account_code: line.account_code,
                name: line.name,
                ceiling: amount.ceiling,
                months: amount.months,
            })
        })
        .collect();
    Ok((version, rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(code: &str, ceiling: i64, months: [i64; 12]) -> BudgetRow {
        BudgetRow {
            row: 2,
            code: code.to_owned(),
            account_code: "5.2.03.01".to_owned(),
            name: "Bangunan".to_owned(),
            ceiling,
            months,
        }
    }

    #[test]
    fn codes_are_digits_with_dots() {
        for good in ["2.17.07.2.01.0003", "5.1.02.01.001.00052", "2.17"] {
            assert!(is_code(good), "{good}");
        }
        for bad in ["", "2", "2..17", "2.17.", "2,17", "x.1", "2.123456"] {
            assert!(!is_code(bad), "{bad}");
        }
    }

    #[test]
    fn good_rows_are_kept_beside_bad_ones() {
        let rows = vec![
            row("2.17.07", 100, [0; 12]),
            row("2.17.07", 100, [0; 12]),
            row("nonsense", 100, [0; 12]),
            row("2.17.08", 100, [1; 12]),
            row("2.17.09", 12, [1; 12]),
            row("2.17.10", -1, [0; 12]),
        ];
        let (good, bad) = check(rows);
        assert_eq!(good.len(), 2);
        let codes: Vec<&str> = bad.iter().map(vocab::DomainError::code).collect();
        assert_eq!(
            codes,
            [
                "project.budget_twice",
                "project.budget_code",
                "project.cash_plan",
                "project.budget_amount"
            ]
        );
    }
}
