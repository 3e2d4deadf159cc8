//! The budget of a year, and bringing the next version of it as a sheet.

use axum::{
    Form,
    extract::{Multipart, Path, Query, State},
    response::Response,
};
use center::{
    ErrorKind, Permission,
    project::{
        budget::{self, Comparison, Difference, Version},
        sheet,
        year::{self, YearView},
    },
};
use serde::Deserialize;
use vocab::{BudgetVersionId, DomainError};

use super::{
    form::{After, Typed, Wrong, id, money, settle},
    money_pages::{
        BudgetPage, DifferenceRow, LineRow, MonthRow, ReminderRow, VersionPage, VersionRow,
    },
    pick,
};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    guard::same,
    hall::view::Figure,
    import::upload,
    page::{Answer, go, go_noting, page, say, wrong},
    registry::export::workbook,
};

/// A sheet of a budget is small.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// Which year.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    pub(super) year: String,
}

impl Wanted {
    pub(super) fn year(&self) -> Option<i64> {
        self.year.parse().ok()
    }
}

/// `GET /project/budget`
pub(crate) async fn show(
    State(app): State<App>,
    frame: Frame,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let typed = Typed::default();
    page(&form(&app, &frame, wanted.year(), typed, Vec::new()).await?)
}

async fn form<'a>(
    app: &App,
    frame: &'a Frame,
    wanted: Option<i64>,
    typed: Typed,
    problems: Vec<String>,
) -> center::Result<BudgetPage<'a>> {
    let seen = year::year(&app.hall, &frame.actor, wanted).await?;
    let (until, passed) = seen.revision;
    let moves = seen.lines.iter().filter(|one| one.forecast.left() > 0);
    Ok(BudgetPage {
        f: frame,
        problems,
        year: seen.year,
        years: seen.years.clone(),
        example: seen.versions.iter().any(|one| one.example),
        figures: figures(frame, &seen),
        versions: seen
            .versions
            .iter()
            .map(|one| version_row(frame, one))
            .collect(),
        reminders: seen
            .reminders
            .iter()
            .map(|one| ReminderRow {
                on: frame.date(&one.on),
                label: pick(frame, &one.label),
                warn: one.warn,
                passed: one.passed,
            })
            .collect(),
        lines: seen
            .lines
            .iter()
            .map(|one| LineRow {
                code: one.line.code.clone(),
                account_code: one.line.account_code.clone(),
                name: one.line.name.clone(),
                ceiling: money(one.line.ceiling),
                committed: money(one.line.committed),
                paid: money(one.line.paid),
                remaining: money(one.line.ceiling - one.line.committed),
                left: money(one.forecast.left()),
            })
            .collect(),
        months: months(frame, &seen),
        revision: if passed {
            frame.t1("budget-revision-passed", "day", frame.date(&until))
        } else {
            frame.t1("budget-revision-until", "day", frame.date(&until))
        },
        moves: moves
            .map(|one| {
                let forecast = &one.forecast;
                let late = forecast.late_planned + forecast.late_promised;
                let why = frame.t2(
                    "budget-move-why",
                    ("unplanned", &money(forecast.unplanned)),
                    ("late", &money(late)),
                );
                (format!("{} {}", one.line.code, one.line.name), why)
            })
            .collect(),
        may_manage: frame.may(Permission::ManageBudget),
        typed,
    })
}

fn figures(frame: &Frame, seen: &YearView) -> Vec<Figure> {
    let figure = |amount: i64, key: &str| Figure {
        value: money(amount),
        label: frame.t(key),
    };
    vec![
        figure(seen.sum(|one| one.line.ceiling), "budget-ceiling"),
        figure(seen.sum(|one| one.line.committed), "budget-committed"),
        figure(seen.sum(|one| one.line.paid), "budget-paid"),
        figure(seen.left_over(), "budget-left"),
    ]
}

fn version_row(frame: &Frame, one: &Version) -> VersionRow {
    let (state, tone) = one.enacted_on.map_or_else(
        || (frame.t("budget-draft"), "mind"),
        |day| (frame.t1("budget-enacted", "day", frame.date(&day)), "good"),
    );
    VersionRow {
        id: one.id.to_string(),
        name: one.name.clone(),
        state,
        tone,
    }
}

fn months(frame: &Frame, seen: &YearView) -> Vec<MonthRow> {
    let (mut planned_sum, mut paid_sum) = (0, 0);
    let both = seen.cash_plan.iter().zip(&seen.paid);
    (1..)
        .zip(both)
        .map(|(month, (planned, paid))| {
            planned_sum += planned;
            paid_sum += paid;
            MonthRow {
                label: vocab::date::month_name(month, frame.lang),
                planned: money(*planned),
                paid: money(*paid),
                planned_sum: money(planned_sum),
                paid_sum: money(paid_sum),
            }
        })
        .collect()
}

/// `POST /project/budget`. The form sends its token first and the file last.
pub(crate) async fn bring(State(app): State<App>, frame: Frame, mut parts: Multipart) -> Answer {
    let token = upload::text(&mut parts, "csrf").await?;
    if !same(&token, &frame.csrf) {
        return Err(Refusal::StaleForm);
    }
    let typed = Typed(vec![
        ("year".to_owned(), upload::text(&mut parts, "year").await?),
        ("name".to_owned(), upload::text(&mut parts, "name").await?),
    ]);
    let bytes = read(&mut parts).await?;
    let done = async {
        let (rows, mut refused) = sheet::read(bytes)?;
        let (hall, actor) = (&app.hall, &frame.actor);
        let (year, name) = (typed.whole("year"), typed.get("name"));
        let made = budget::draft(hall, actor, year, name, rows, false).await?;
        refused.extend(made.refused);
        Ok::<_, center::Error>((made.version, refused))
    };
    match done.await {
        Ok((version, refused)) if refused.is_empty() => go_noting(
            &format!("/project/budget/versions/{version}"),
            "note-budget-drafted",
        ),
        // The good rows are in the draft; what is wrong with the others is said once, on the draft's own page.
        Ok((version, refused)) => {
            let notes = refused
                .iter()
                .map(|error| say(frame.lang, &error.message()))
                .collect();
            page(&version_page(&app, &frame, version, Vec::new(), notes).await?)
        }
        Err(error) if matches!(error.kind(), ErrorKind::Invalid | ErrorKind::Conflict) => {
            let problems = vec![say(frame.lang, &error.message())];
            wrong(&form(&app, &frame, None, typed, problems).await?)
        }
        Err(error) => Err(error.into()),
    }
}

async fn read(parts: &mut Multipart) -> Result<Vec<u8>, Refusal> {
    let mut field = upload::next(parts).await?;
    if field.name() != Some("file") {
        return Err(Refusal::Unreadable);
    }
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(|_| Refusal::Unreadable)? {
        if bytes.len() + piece.len() > MOST_BYTES {
            return Err(Refusal::TooLarge);
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

/// `GET /project/budget/versions/{id}`
pub(crate) async fn version(
    State(app): State<App>,
    frame: Frame,
    Path(version): Path<String>,
) -> Answer {
    let version = id(&version)?;
    page(&version_page(&app, &frame, version, Vec::new(), Vec::new()).await?)
}

async fn version_page<'a>(
    app: &App,
    frame: &'a Frame,
    id: BudgetVersionId,
    problems: Vec<String>,
    notes: Vec<String>,
) -> center::Result<VersionPage<'a>> {
    let Comparison {
        before,
        after,
        lines,
    } = budget::compare(&app.hall, &frame.actor, id).await?;
    let total = |pick: fn(&Difference) -> Option<i64>| -> i64 {
        lines.iter().map(|one| pick(one).unwrap_or(0)).sum()
    };
    let committed = lines.iter().map(|one| one.line.committed).sum();
    Ok(VersionPage {
        f: frame,
        id: after.id.to_string(),
        year: after.year,
        before: before.map(|one| one.name).unwrap_or_default(),
        problems,
        notes,
        rows: lines
            .iter()
            .map(|one| {
                let name = format!(
                    "{} · {} · {}",
                    one.line.code, one.line.account_code, one.line.name
                );
                difference(frame, name, one.before, one.after, one.line.committed)
            })
            .collect(),
        sum: difference(
            frame,
            frame.t("budget-sum"),
            Some(total(|one| one.before)),
            Some(total(|one| one.after)),
            committed,
        ),
        is_draft: after.enacted_on.is_none(),
        may_manage: frame.may(Permission::ManageBudget),
        today: app.hall.clock().today().to_string(),
        name: after.name,
    })
}

fn difference(
    frame: &Frame,
    name: String,
    before: Option<i64>,
    after: Option<i64>,
    committed: i64,
) -> DifferenceRow {
    let shown = |amount: Option<i64>| amount.map_or_else(|| "–".to_owned(), money);
    let moved = after.unwrap_or(0) - before.unwrap_or(0);
    DifferenceRow {
        name,
        before: shown(before),
        after: shown(after),
        difference: frame.number(moved),
        committed: money(committed),
        tone: if after.unwrap_or(0) < committed {
            "bad"
        } else {
            ""
        },
    }
}

/// `POST /project/budget/versions/{id}/enact`
pub(crate) async fn enact(
    State(app): State<App>,
    frame: Frame,
    Path(version): Path<String>,
    Form(given): Form<Vec<(String, String)>>,
) -> Answer {
    let version = id(&version)?;
    let typed = Typed(given);
    let done = async {
        let on = typed.day("on")?;
        Ok::<_, Wrong>(budget::enact(&app.hall, &frame.actor, version, on).await?)
    };
    match settle(
        &frame,
        done.await,
        &format!("/project/budget/versions/{version}"),
        "note-budget-enacted",
    )? {
        After::Done(answer) => Ok(answer),
        After::Again(problems) => {
            wrong(&version_page(&app, &frame, version, problems, Vec::new()).await?)
        }
    }
}

/// `POST /project/budget/versions/{id}/drop`
pub(crate) async fn discard(
    State(app): State<App>,
    frame: Frame,
    Path(version): Path<String>,
) -> Answer {
    budget::drop_draft(&app.hall, &frame.actor, id(&version)?).await?;
    go("/project/budget")
}

/// `GET /project/budget/versions/{id}/sheet.xlsx`
pub(crate) async fn download(
    State(app): State<App>,
    frame: Frame,
    Path(version): Path<String>,
) -> Answer {
    let (version, rows) = budget::rows(&app.hall, &frame.actor, id(&version)?).await?;
    let bytes = sheet::write(&rows, &format!("APBD {}", version.year))?;
    let name = format!(
        "attachment; filename=\"apbd-{}-{}.xlsx\"",
        version.year, version.number
    );
    let answer: Response = workbook(&name, bytes);
    Ok(answer)
}

/// `GET /project/budget/sheet.xlsx`: the columns with one invented row, to be filled in.
pub(crate) async fn blank() -> Answer {
    let mut months = [0; 12];
    months[5] = 20_000_000;
    let row = budget::BudgetRow {
        row: 0,
        code: "2.17.07.2.01.0003".to_owned(),
        account_code: "5.1.02.01.01.0001".to_owned(),
        name: "Contoh: Fasilitasi Kemudahan Perizinan Usaha Mikro".to_owned(),
        ceiling: 20_000_000,
        months,
    };
    let bytes = sheet::write(&[row], "APBD")?;
    Ok(workbook("attachment; filename=\"apbd-isian.xlsx\"", bytes))
}
