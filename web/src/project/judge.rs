//! A judge's own page: criteria two by two, as plain choices that work on a phone and without script.

use axum::{Form, extract::State};
use center::{
    ErrorKind,
    project::judge::{self, Group, Pair},
};
use vocab::DomainError;

use super::{
    pages::{JudgeGroup, JudgePage, JudgePair},
    pick,
};
use crate::{
    App, format,
    frame::Frame,
    page::{Answer, go_noting, page, say, wrong},
    plan::view::Choice,
};

/// `GET /project/judge`
pub(crate) async fn show(State(app): State<App>, frame: Frame) -> Answer {
    page(&form(&app, &frame, Vec::new()).await?)
}

async fn form<'a>(
    app: &App,
    frame: &'a Frame,
    problems: Vec<String>,
) -> center::Result<JudgePage<'a>> {
    let sheet = judge::sheet(&app.hall, &frame.actor).await?;
    Ok(JudgePage {
        f: frame,
        problems,
        progress: frame.t2(
            "judge-progress",
            ("answered", &sheet.answered),
            ("asked", &sheet.asked),
        ),
        groups: sheet.groups.iter().map(|one| group(frame, one)).collect(),
        opinion: sheet.opinion,
    })
}

fn group(frame: &Frame, one: &Group) -> JudgeGroup {
    let label = one
        .label
        .as_ref()
        .map_or_else(|| frame.t("judge-top"), |label| pick(frame, label));
    JudgeGroup {
        label,
        consistency: one.consistency.map_or_else(String::new, |ratio| {
            frame.t1("judge-consistency", "ratio", format::decimal(ratio, 2))
        }),
        contradicts: one.contradicts,
        pairs: one.pairs.iter().map(|one| pair(frame, one)).collect(),
    }
}

fn pair(frame: &Frame, one: &Pair) -> JudgePair {
    let (first, second) = (
        pick(frame, &one.first_label),
        pick(frame, &one.second_label),
    );
    let mut choices = vec![Choice::new("", frame.t("choose")).chosen_if(one.step.is_none())];
    choices.extend((-8..=8).rev().map(|step| {
        let label = answer(frame, step, &first, &second);
        Choice::new(step.to_string(), label).chosen_if(one.step == Some(step))
    }));
    JudgePair {
        name: format!("pair.{}.{}", one.first, one.second),
        revisit: one.better.map(|step| {
            let better = answer(frame, step, &first, &second);
            frame.t1("judge-revisit", "answer", better)
        }),
        label: frame.t2("judge-pair", ("first", &first), ("second", &second)),
        choices,
    }
}

/// An answer in words, Saaty's figure first: on a phone the end of a long choice is cut off.
fn answer(frame: &Frame, step: i64, first: &str, second: &str) -> String {
    let favoured = if step >= 0 { first } else { second };
    let times = step.abs() + 1;
    let how = match times {
        1 => return frame.t("judge-equal"),
        2 => frame.t("judge-2"),
        3 => frame.t("judge-3"),
        4 => frame.t("judge-4"),
        5 => frame.t("judge-5"),
        6 => frame.t("judge-6"),
        7 => frame.t("judge-7"),
        8 => frame.t("judge-8"),
        _ => frame.t("judge-9"),
    };
    format!("{times} · {favoured} {how}")
}

/// `POST /project/judge`
pub(crate) async fn give(
    State(app): State<App>,
    frame: Frame,
    Form(given): Form<Vec<(String, String)>>,
) -> Answer {
    let opinion = given.iter().find(|(name, _)| name == "opinion");
    let answers: Vec<(String, String, i64)> = given
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .filter_map(|(name, value)| {
            let (first, second) = name.strip_prefix("pair.")?.split_once('.')?;
            // What is no number is out of the scale, and the use case says so.
            Some((
                first.to_owned(),
                second.to_owned(),
                value.parse().unwrap_or(i64::MAX),
            ))
        })
        .collect();
    let opinion = opinion.map_or("", |(_, text)| text.as_str());
    match judge::judge(&app.hall, &frame.actor, &answers, opinion).await {
        Ok(()) => go_noting("/project/judge", "note-judged"),
        Err(error) if error.kind() == ErrorKind::Invalid => {
            let problems = vec![say(frame.lang, &error.message())];
            wrong(&form(&app, &frame, problems).await?)
        }
        Err(error) => Err(error.into()),
    }
}
