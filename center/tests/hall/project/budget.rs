//! Budgets: versions, ceilings that hold under parallel commitments, the clock.

use center::project::budget::{self, BudgetRow, NewCommitment};
use center::project::clock::Standing;
use center::project::year::{self, NewProcurement};
use center::project::{head, open, sheet};
use center::testing::{actor, on_both};
use center::{Error, Hall, Role};
use vocab::DomainError;
use vocab::id::{BudgetLineId, BudgetVersionId};

use crate::tools::day;

const LICENSING: &str = "2.17.07.2.01.0003";

fn row(code: &str, ceiling: i64) -> BudgetRow {
    let mut months = [0; 12];
    months[9] = ceiling;
    BudgetRow {
        row: 2,
        code: code.to_owned(),
        account_code: "5.2.03.01.01.0001".to_owned(),
        name: format!("Baris {code}"),
        ceiling,
        months,
    }
}

async fn drafted(hall: &Hall, rows: Vec<BudgetRow>) -> BudgetVersionId {
    let made = budget::draft(hall, &actor(Role::Officer), 2026, "DPA 2026", rows, false).await;
    made.unwrap().version
}

/// A year in force with one line of this ceiling.
async fn enacted(hall: &Hall, ceiling: i64) -> BudgetLineId {
    let version = drafted(hall, vec![row(LICENSING, ceiling)]).await;
    budget::enact(hall, &actor(Role::Officer), version, day("2026-01-02"))
        .await
        .unwrap();
    only_line(hall).await
}

async fn only_line(hall: &Hall) -> BudgetLineId {
    let seen = year::year(hall, &actor(Role::Head), Some(2026))
        .await
        .unwrap();
    seen.lines[0].line.id
}

fn promise(line: BudgetLineId, amount: i64) -> NewCommitment {
    NewCommitment {
        line,
        procurement: None,
        what: "Pekerjaan".to_owned(),
        partner: "CV Maju".to_owned(),
        amount,
        signed_on: day("2026-03-02"),
        ends_on: Some(day("2026-10-30")),
    }
}

fn code<T: std::fmt::Debug>(result: Result<T, Error>) -> &'static str {
    result.unwrap_err().code()
}

#[test]
fn a_draft_gives_nothing_until_it_is_enacted() {
    on_both(async |hall| {
        let me = actor(Role::Officer);
        let version = drafted(&hall, vec![row(LICENSING, 1_000)]).await;
        let line = only_line(&hall).await;
        assert_eq!(
            code(budget::commit(&hall, &me, &promise(line, 1)).await),
            "project.above_ceiling"
        );
        let second = budget::draft(&hall, &me, 2026, "Lagi", vec![row("2.17.08", 5)], false).await;
        assert_eq!(code(second), "project.draft_open");
        budget::enact(&hall, &me, version, day("2026-01-02"))
            .await
            .unwrap();
        budget::commit(&hall, &me, &promise(line, 1_000))
            .await
            .unwrap();
        assert_eq!(
            code(budget::enact(&hall, &me, version, day("2026-01-02")).await),
            "project.no_draft"
        );
        assert_eq!(
            code(budget::drop_draft(&hall, &me, version).await),
            "project.no_draft"
        );
    });
}

#[test]
fn parallel_commitments_never_go_above_the_ceiling() {
    on_both(async |hall| {
        let line = enacted(&hall, 1_000).await;
        // Ten people promise 300 each at once: three can.
        let tasks: Vec<_> = (0..10)
            .map(|_| {
                let hall = hall.clone();
                tokio::spawn(async move {
                    budget::commit(&hall, &actor(Role::Officer), &promise(line, 300)).await
                })
            })
            .collect();
        let mut done = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(_) => done += 1,
                Err(error) => assert_eq!(error.code(), "project.above_ceiling"),
            }
        }
        assert_eq!(done, 3);
        let seen = year::year(&hall, &actor(Role::Head), Some(2026))
            .await
            .unwrap();
        assert_eq!(seen.lines[0].line.committed, 900);
        assert_eq!(seen.commitments.len(), 3);
    });
}

#[test]
fn the_database_itself_refuses_what_is_above_the_ceiling() {
    on_both(async |hall| {
        let line = enacted(&hall, 1_000).await;
        let mut tx = hall.db().write().await.unwrap();
        let forced = tx
            .execute(store::sql("UPDATE budget_line SET committed = 1001 WHERE id = $1").bind(line))
            .await;
        assert!(forced.is_err());
    });
}

#[test]
fn payments_stay_within_the_commitment_and_what_is_released_comes_back() {
    on_both(async |hall| {
        let me = actor(Role::Officer);
        let line = enacted(&hall, 1_000).await;
        let id = budget::commit(&hall, &me, &promise(line, 800))
            .await
            .unwrap();
        let on = day("2026-06-01");
        budget::pay(&hall, &me, id, 500, on, "SP2D 1")
            .await
            .unwrap();
        assert_eq!(
            code(budget::pay(&hall, &me, id, 400, on, "SP2D 2").await),
            "project.above_commitment"
        );
        let early = budget::pay(&hall, &me, id, 1, day("2026-01-05"), "SP2D 3").await;
        assert_eq!(code(early), "project.day_order");
        let other = budget::pay(&hall, &me, id, 1, day("2025-12-01"), "SP2D 4").await;
        assert_eq!(code(other), "project.other_year");
        assert_eq!(budget::release(&hall, &me, id).await.unwrap(), 300);
        let seen = year::year(&hall, &me, Some(2026)).await.unwrap();
        let line = &seen.lines[0].line;
        assert_eq!((line.committed, line.paid, seen.paid[5]), (500, 500, 500));
        assert!(budget::release(&hall, &me, id).await.is_err());
    });
}

#[test]
fn a_revision_below_what_is_promised_is_refused_and_kept_as_a_draft() {
    on_both(async |hall| {
        let me = actor(Role::Officer);
        let line = enacted(&hall, 1_000).await;
        budget::commit(&hall, &me, &promise(line, 700))
            .await
            .unwrap();
        let revision = drafted(
            &hall,
            vec![row(LICENSING, 600), row("2.17.08.2.01.0002", 400)],
        )
        .await;
        let refused = budget::enact(&hall, &me, revision, day("2026-09-30")).await;
        let error = refused.unwrap_err();
        assert_eq!(error.code(), "project.below_committed");
        assert!(error.id().contains(LICENSING), "{}", error.id());
        let compared = budget::compare(&hall, &me, revision).await.unwrap();
        let first = &compared.lines[0];
        assert_eq!((first.before, first.after), (Some(1_000), Some(600)));
        assert_eq!(
            (compared.lines[1].before, compared.lines[1].after),
            (None, Some(400))
        );
        let seen = year::year(&hall, &me, Some(2026)).await.unwrap();
        assert_eq!(seen.lines[0].line.ceiling, 1_000);
        // The contract ends at nothing, and the revision goes through.
        budget::release(&hall, &me, seen.commitments[0].id)
            .await
            .unwrap();
        budget::enact(&hall, &me, revision, day("2026-09-30"))
            .await
            .unwrap();
        let seen = year::year(&hall, &me, Some(2026)).await.unwrap();
        let ceilings: Vec<i64> = seen.lines.iter().map(|one| one.line.ceiling).collect();
        assert_eq!(ceilings, [600, 400]);
    });
}

#[test]
fn wrong_rows_stay_out_of_the_draft_and_are_told() {
    on_both(async |hall| {
        let me = actor(Role::Officer);
        let rows = vec![row(LICENSING, 10), row("x", 10)];
        let made = budget::draft(&hall, &me, 2026, "DPA", rows, false)
            .await
            .unwrap();
        assert_eq!((made.lines, made.refused.len()), (1, 1));
        let (_, rows) = budget::rows(&hall, &me, made.version).await.unwrap();
        let (back, bad) = sheet::read(sheet::write(&rows, "APBD").unwrap()).unwrap();
        assert!(bad.is_empty());
        assert_eq!(back[0].months[9], 10);
        let none = budget::draft(&hall, &me, 2027, "DPA", vec![row("x", 10)], false).await;
        assert_eq!(code(none), "project.budget_code");
    });
}

#[test]
fn a_procurement_that_comes_too_late_is_forecast_as_left_over() {
    // The clock stands at 24 November 2026: no tender can be paid this year any more.
    on_both(async |hall| {
        let me = actor(Role::Officer);
        let line = enacted(&hall, 1_000).await;
        let new = |method: &str, value| NewProcurement {
            line,
            name: "Pembangunan".to_owned(),
            method: method.to_owned(),
            value,
            work_days: 90,
            planned_on: day("2026-11-30"),
            example: false,
        };
        assert_eq!(
            code(year::plan_procurement(&hall, &me, &new("nonsense", 5)).await),
            "project.method"
        );
        let id = year::plan_procurement(&hall, &me, &new("tender", 600))
            .await
            .unwrap();
        let seen = year::year(&hall, &me, Some(2026)).await.unwrap();
        assert_eq!(seen.procurements[0].reading.standing, Standing::TooLate);
        let forecast = seen.lines[0].forecast;
        assert_eq!((forecast.late_planned, forecast.unplanned), (600, 400));
        assert_eq!(seen.left_over(), 1_000);
        year::start_procurement(&hall, &me, id, day("2026-11-02"))
            .await
            .unwrap();
        let seen = year::year(&hall, &me, Some(2026)).await.unwrap();
        assert_eq!(seen.procurements[0].reading.standing, Standing::RunningLate);
        let page = head::head(&hall, &actor(Role::Head)).await.unwrap();
        assert_eq!(page.urgent().count(), 1);
        assert_eq!(page.cash(), (1_000, 0));
        year::drop_procurement(&hall, &me, id).await.unwrap();
        let seen = year::year(&hall, &me, Some(2026)).await.unwrap();
        assert!(seen.procurements.is_empty());
    });
}

#[test]
fn the_public_sees_sums_and_no_names() {
    on_both(async |hall| {
        let line = enacted(&hall, 1_000).await;
        budget::commit(&hall, &actor(Role::Officer), &promise(line, 700))
            .await
            .unwrap();
        let seen = open::open(&hall, "33.24").await.unwrap();
        assert_eq!(seen.years.len(), 1);
        assert_eq!(
            (seen.years[0].ceiling, seen.years[0].committed),
            (1_000, 700)
        );
        assert!(seen.ranking.is_none() && seen.sites.is_empty());
    });
}
