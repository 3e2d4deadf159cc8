//! What was promised and paid from the lines of a year.

use axum::{
    Form,
    extract::{Path, Query, State},
};
use center::{
    Permission,
    project::{
        budget::{self, Commitment, NewCommitment},
        year::{self, YearView},
    },
};
use vocab::CommitmentId;

use super::{
    budget::Wanted,
    clock::{back, lines},
    form::{After, Typed, Wrong, id, money, settle},
    money_pages::{CommitmentRow, LedgerPage},
};
use crate::{
    App,
    frame::Frame,
    page::{Answer, go_noting, page, wrong},
    plan::view::Choice,
};

const HERE: &str = "/project/ledger";

/// `GET /project/ledger`
pub(crate) async fn show(
    State(app): State<App>,
    frame: Frame,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let seen = year::year(&app.hall, &frame.actor, wanted.year()).await?;
    page(&form(&app, &frame, &seen, Typed::default(), Vec::new()))
}

fn form<'a>(
    app: &App,
    frame: &'a Frame,
    seen: &YearView,
    typed: Typed,
    problems: Vec<String>,
) -> LedgerPage<'a> {
    let open = seen.procurements.iter().filter(|one| !one.contracted);
    LedgerPage {
        f: frame,
        problems,
        year: seen.year,
        years: seen.years.clone(),
        rows: seen.commitments.iter().map(|one| row(frame, one)).collect(),
        may_manage: frame.may(Permission::ManageBudget),
        lines: lines(seen, typed.get("line")),
        procurements: open
            .map(|one| {
                let id = one.procurement.id.to_string();
                let chosen = typed.get("procurement") == id;
                Choice::new(id, one.procurement.name.clone()).chosen_if(chosen)
            })
            .collect(),
        today: app.hall.clock().today().to_string(),
        typed,
    }
}

fn row(frame: &Frame, one: &Commitment) -> CommitmentRow {
    let released = one.released_at.is_some();
    let ends = one
        .ends_on
        .map_or_else(String::new, |day| format!(" – {}", frame.date(&day)));
    CommitmentRow {
        id: one.id.to_string(),
        what: one.what.clone(),
        partner: one.partner.clone(),
        amount: money(one.amount),
        paid: money(one.paid),
        left: money(if released { 0 } else { one.amount - one.paid }),
        days: format!("{}{ends}", frame.date(&one.signed_on)),
        open: !released && one.paid < one.amount,
        released,
    }
}

async fn answer(app: &App, frame: &Frame, typed: Typed, done: Result<(), Wrong>) -> Answer {
    let wanted = typed.get("year").parse().ok();
    match settle(frame, done, &back(HERE, wanted), "note-saved")? {
        After::Done(answer) => Ok(answer),
        After::Again(problems) => {
            let seen = year::year(&app.hall, &frame.actor, wanted).await?;
            wrong(&form(app, frame, &seen, typed, problems))
        }
    }
}

/// `POST /project/ledger`
pub(crate) async fn commit(
    State(app): State<App>,
    frame: Frame,
    Form(given): Form<Vec<(String, String)>>,
) -> Answer {
    let typed = Typed(given);
    let done = async {
        let procurement = match typed.get("procurement") {
            "" => None,
            found => Some(id(found)?),
        };
        let new = NewCommitment {
            line: typed.id("line")?,
            procurement,
            what: typed.get("what").to_owned(),
            partner: typed.get("partner").to_owned(),
            amount: typed.rupiah("amount")?,
            signed_on: typed.day("signed_on")?,
            ends_on: typed.day_or_none("ends_on")?,
        };
        budget::commit(&app.hall, &frame.actor, &new).await?;
        Ok(())
    };
    let done = done.await;
    answer(&app, &frame, typed, done).await
}

/// `POST /project/ledger/{id}/pay`
pub(crate) async fn pay(
    State(app): State<App>,
    frame: Frame,
    Path(one): Path<String>,
    Form(given): Form<Vec<(String, String)>>,
) -> Answer {
    let one: CommitmentId = id(&one)?;
    let typed = Typed(given);
    let done = async {
        let (amount, on) = (typed.rupiah("amount")?, typed.day("on")?);
        let paper = typed.get("paper");
        budget::pay(&app.hall, &frame.actor, one, amount, on, paper).await?;
        Ok(())
    };
    let done = done.await;
    // What was typed here belongs to a line of the table, not to the form below it.
    let year = Typed(vec![("year".to_owned(), typed.get("year").to_owned())]);
    answer(&app, &frame, year, done).await
}

/// `POST /project/ledger/{id}/release`
pub(crate) async fn release(
    State(app): State<App>,
    frame: Frame,
    Path(one): Path<String>,
) -> Answer {
    budget::release(&app.hall, &frame.actor, id(&one)?).await?;
    go_noting(HERE, "note-saved")
}
