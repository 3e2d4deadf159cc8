//! Reviewing pairs: two records side by side, four keys, and buttons for who has no keyboard or no script.

use axum::{
    Form,
    extract::{Path, Query, State},
};
use center::{
    ErrorKind,
    registry::linking::{
        Answer as Said, PairKind,
        review::{self, FieldView, PairView},
    },
};
use serde::Deserialize;
use vocab::{DomainError, PairId, SourceId};

use super::pages::{Field, Pair, ReviewPage};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    page::{Answer, go, go_noting, page, say, wrong},
};

/// Which list (all, if none), and what a reader says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Given {
    list: String,
    answer: String,
}

const LINKS: &str = "/registry/review";
const DUPLICATES: &str = "/registry/duplicates/review";

/// `GET /registry/review`
pub(crate) async fn links(
    State(app): State<App>,
    frame: Frame,
    Query(given): Query<Given>,
) -> Answer {
    page(&form(&app, &frame, PairKind::Link, given.list, Vec::new()).await?)
}

/// `GET /registry/duplicates/review`
pub(crate) async fn duplicates(State(app): State<App>, frame: Frame) -> Answer {
    let kind = PairKind::Duplicate;
    page(&form(&app, &frame, kind, String::new(), Vec::new()).await?)
}

async fn form<'a>(
    app: &App,
    frame: &'a Frame,
    kind: PairKind,
    list: String,
    problems: Vec<String>,
) -> center::Result<ReviewPage<'a>> {
    let source: Option<SourceId> = list.parse().ok();
    let found = review::next(&app.hall, &frame.actor, kind, source).await?;
    let (heading, base) = match kind {
        PairKind::Link => (frame.t("review-title"), LINKS),
        PairKind::Duplicate => (frame.t("review-duplicates"), DUPLICATES),
    };
    Ok(ReviewPage {
        f: frame,
        heading,
        base,
        list,
        problems,
        may_undo: review::may_undo(&app.hall, &frame.actor).await?,
        pair: found.map(|found| pair(frame, found)),
    })
}

fn pair(frame: &Frame, found: PairView) -> Pair {
    let registry = frame.t("review-registry");
    let left = found.list.as_ref().map_or_else(
        || registry.clone(),
        |(list, day)| frame.t2("review-list", ("list", list), ("day", &frame.date(day))),
    );
    Pair {
        id: found.pair.id.to_string(),
        waiting: frame.count("review-waiting", found.waiting),
        percent: percent(found.pair.probability),
        second: found.pair.needs > 1,
        answers: found
            .answers
            .iter()
            .map(|(who, answer)| {
                let answer = match answer {
                    Said::Same => frame.t("review-same"),
                    Said::Different => frame.t("review-different"),
                    Said::Unsure => frame.t("review-unsure"),
                };
                frame.t2("review-answered", ("who", who), ("answer", &answer))
            })
            .collect(),
        left,
        right: registry,
        fields: found
            .fields
            .into_iter()
            .map(|one| field(frame, one))
            .collect(),
        cells: found.cells,
        business: found.pair.business.to_string(),
        other: found.other.map(|other| other.to_string()),
    }
}

/// A probability as a page shows it: never more sure than it is.
pub(super) fn percent(probability: f64) -> String {
    format!("{:.1}%", (probability * 1_000.0).floor() / 10.0)
}

fn field(frame: &Frame, one: FieldView) -> Field {
    let (verdict, tone) = match one.verdict.as_str() {
        "same" => (frame.t("verdict-same"), "good"),
        "alike" => (frame.t("verdict-alike"), "good"),
        "partly" => (frame.t("verdict-partly"), "mind"),
        "different" => (frame.t("verdict-different"), "bad"),
        _ => (frame.t("verdict-missing"), ""),
    };
    let label = match one.field {
        "name" => frame.t("pair-name"),
        "owner" => frame.t("pair-owner"),
        "phone" => frame.t("pair-phone"),
        "nik" => frame.t("pair-nik"),
        "nib" => frame.t("pair-nib"),
        "village" => frame.t("pair-village"),
        "district" => frame.t("pair-district"),
        _ => frame.t("pair-address"),
    };
    Field {
        label,
        marked: matches!(one.verdict.as_str(), "alike" | "partly" | "different"),
        left: one.left,
        right: one.right,
        verdict,
        tone,
    }
}

/// `POST /registry/review/{pair}`
pub(crate) async fn answer_link(
    State(app): State<App>,
    frame: Frame,
    Path(id): Path<String>,
    Form(given): Form<Given>,
) -> Answer {
    answer(&app, &frame, PairKind::Link, &id, given).await
}

/// `POST /registry/duplicates/review/{pair}`
pub(crate) async fn answer_duplicate(
    State(app): State<App>,
    frame: Frame,
    Path(id): Path<String>,
    Form(given): Form<Given>,
) -> Answer {
    answer(&app, &frame, PairKind::Duplicate, &id, given).await
}

async fn answer(app: &App, frame: &Frame, kind: PairKind, id: &str, given: Given) -> Answer {
    let id: PairId = id.parse().map_err(|_| Refusal::NotFound)?;
    let said = Said::from_word(&given.answer).ok_or(Refusal::Unreadable)?;
    match review::decide(&app.hall, &frame.actor, id, said).await {
        Ok(_) => go(&back(kind, &given.list)),
        // Somebody was faster: the next pair is shown, and why.
        Err(error) if error.kind() == ErrorKind::Conflict => {
            let problems = vec![say(frame.lang, &error.message())];
            wrong(&form(app, frame, kind, given.list, problems).await?)
        }
        Err(error) => Err(error.into()),
    }
}

fn back(kind: PairKind, list: &str) -> String {
    match (kind, list.parse::<SourceId>()) {
        (PairKind::Link, Ok(list)) => format!("{LINKS}?list={list}"),
        (PairKind::Link, Err(_)) => LINKS.to_owned(),
        (PairKind::Duplicate, _) => DUPLICATES.to_owned(),
    }
}

/// `POST /registry/review/undo`
pub(crate) async fn undo_link(
    State(app): State<App>,
    frame: Frame,
    Form(given): Form<Given>,
) -> Answer {
    review::undo(&app.hall, &frame.actor).await?;
    go_noting(&back(PairKind::Link, &given.list), "note-answer-undone")
}

/// `POST /registry/duplicates/review/undo`
pub(crate) async fn undo_duplicate(State(app): State<App>, frame: Frame) -> Answer {
    review::undo(&app.hall, &frame.actor).await?;
    go_noting(DUPLICATES, "note-answer-undone")
}
