//! What is understood of a file, to be checked and mended before it is taken in.

use axum::{
    Form,
    extract::{Path, State},
};
use center::{
    ErrorKind,
    registry::import::{self, Preview},
};
use intake::{Column as Seen, Layout, Mapping, Target, Verdict};
use rulebook::Fact;
use vocab::DomainError;

use super::{
    pages::{Column, PreviewPage, PreviewRow, Sheet},
    staged::{self, Staged},
};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    page::{Answer, go, page, say, wrong},
    plan::view::Choice,
};

pub(crate) type Given = Vec<(String, String)>;

/// `GET /import/staged/{file}`
pub(crate) async fn show(State(app): State<App>, frame: Frame, Path(id): Path<String>) -> Answer {
    let (id, noted) = staged::find(&app, &frame.actor, &id, false).await?;
    let brought = staged::brought(&app, id, &noted, None);
    let seen = import::preview(&app.hall, &frame.actor, &brought).await?;
    let problems = obstacle(&frame, &seen);
    page(&form(&frame, &id.to_string(), &noted, &seen, problems))
}

pub(crate) fn obstacle(frame: &Frame, seen: &Preview) -> Vec<String> {
    seen.obstacle
        .iter()
        .map(|message| say(frame.lang, message))
        .collect()
}

fn form<'a>(
    frame: &'a Frame,
    id: &str,
    noted: &Staged,
    seen: &Preview,
    problems: Vec<String>,
) -> PreviewPage<'a> {
    PreviewPage {
        lead: frame.t("preview-lead"),
        up: ("/import", frame.t("import-title")),
        run: frame.t("preview-run"),
        ..shown(
            frame,
            &format!("/import/staged/{id}"),
            noted,
            seen,
            problems,
        )
    }
}

/// What is understood of a staged file, whatever it is to become; `base` is where its forms go.
pub(crate) fn shown<'a>(
    frame: &'a Frame,
    base: &str,
    noted: &Staged,
    seen: &Preview,
    problems: Vec<String>,
) -> PreviewPage<'a> {
    let sheets = seen
        .layout
        .sheets
        .iter()
        .enumerate()
        .map(|(at, sheet)| Sheet {
            name: if sheet.name.is_empty() {
                noted.file_name.clone()
            } else {
                sheet.name.clone()
            },
            columns: sheet
                .columns
                .iter()
                .map(|column| self::column(frame, &field(at, column.index), column))
                .collect(),
            rows: seen
                .rows
                .iter()
                .filter(|row| row.sheet == at)
                .map(|row| self::row(frame, &sheet.columns, row))
                .collect(),
        });
    PreviewPage {
        f: frame,
        base: base.to_owned(),
        file: noted.file_name.clone(),
        lead: String::new(),
        about: frame.count("preview-total", noted.rows),
        up: ("/", String::new()),
        run: String::new(),
        problems,
        sheets: sheets.collect(),
    }
}

/// The name of a column's select.
pub(crate) fn field(sheet: usize, column: usize) -> String {
    format!("s{sheet}c{column}")
}

fn column(frame: &Frame, field: &str, seen: &Seen) -> Column {
    let ignored = seen.target == Target::Ignore;
    let (score, tone) = match seen.score {
        _ if ignored => ("preview-none", ""),
        80.. => ("preview-sure", "good"),
        50.. => ("preview-likely", "blue"),
        _ => ("preview-unsure", "mind"),
    };
    let choices = Target::all()
        .filter(|target| *target != Target::Ignore)
        .map(|target| {
            Choice::new(target.as_str(), target.label(frame.lang)).chosen_if(target == seen.target)
        });
    Column {
        field: field.to_owned(),
        header: seen.header.clone(),
        choices: choices.collect(),
        score: frame.t(score),
        tone,
    }
}

/// Identity numbers are masked here too: whoever imports a list need not be somebody who may look at
/// them. In a column the guess has missed, what looks like one is masked and the rest stays, so that it can be mended.
fn cell(column: &Seen, text: &str) -> String {
    match column.target {
        Target::Fact(fact) if fact.is_sealed() => masked(text),
        // Coordinates from a phone have as many digits.
        Target::Fact(Fact::Location) | Target::Latitude | Target::Longitude => text.to_owned(),
        _ => without_identity_numbers(text),
    }
}

/// Masks every run of 15 or 16 digits (NPWP; NIK, KK and NPWP since 2024), also when dots, hyphens or spaces stand
/// between them.
fn without_identity_numbers(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|sign: char| sign.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        let end = from
            .find(|sign: char| !sign.is_ascii_digit() && !" .-'".contains(sign))
            .unwrap_or(from.len());
        let (run, after) = from.split_at(end);
        // The signs after the last digit are no part of the number.
        let (run, tail) = run.split_at(run.trim_end_matches([' ', '.', '-', '\'']).len());
        let digits = run.chars().filter(char::is_ascii_digit).count();
        shown.push_str(before);
        if (15..=16).contains(&digits) {
            shown.push_str(&masked(run));
        } else {
            shown.push_str(run);
        }
        shown.push_str(tail);
        rest = after;
    }
    shown.push_str(rest);
    shown
}

fn masked(text: &str) -> String {
    let last = text.chars().count().saturating_sub(1);
    let hide = |(at, sign): (usize, char)| if at < 5 || at == last { sign } else { '*' };
    text.chars().enumerate().map(hide).collect()
}

fn row(frame: &Frame, columns: &[Seen], seen: &import::PreviewRow) -> PreviewRow {
    PreviewRow {
        line: seen.number.to_string(),
        cells: columns
            .iter()
            .zip(&seen.cells)
            .map(|(column, text)| cell(column, text))
            .collect(),
        tone: match seen.verdict {
            Verdict::Take => "",
            Verdict::Reject => "refused",
            Verdict::Skip => "skipped",
        },
        problems: seen
            .problems
            .iter()
            .map(|problem| say(frame.lang, &problem.message))
            .collect(),
    }
}

/// The guess with what the visitor chose in its place.
pub(crate) fn mended(layout: &Layout, given: &Given) -> Mapping {
    let mut layout = layout.clone();
    for (at, sheet) in layout.sheets.iter_mut().enumerate() {
        for column in &mut sheet.columns {
            let name = field(at, column.index);
            let Some((_, chosen)) = given.iter().find(|(key, _)| *key == name) else {
                continue;
            };
            let target = if chosen.is_empty() {
                Some(Target::Ignore)
            } else {
                chosen.parse().ok()
            };
            if let Some(target) = target {
                column.target = target;
                column.decided = true;
            }
        }
    }
    layout.to_mapping()
}

/// `POST /import/staged/{file}/run`
pub(crate) async fn run(
    State(app): State<App>,
    frame: Frame,
    Path(id): Path<String>,
    Form(given): Form<Given>,
) -> Answer {
    let (id, noted) = staged::find(&app, &frame.actor, &id, false).await?;
    let guessed = staged::brought(&app, id, &noted, None);
    let seen = import::preview(&app.hall, &frame.actor, &guessed).await?;
    let mapping = mended(&seen.layout, &given);
    let brought = staged::brought(&app, id, &noted, Some(mapping));
    let seen = import::preview(&app.hall, &frame.actor, &brought).await?;
    let problems = obstacle(&frame, &seen);
    if !problems.is_empty() {
        return wrong(&form(&frame, &id.to_string(), &noted, &seen, problems));
    }
    match import::create(&app.hall, &frame.actor, &brought).await {
        Ok(made) => {
            staged::drop(&app, id).await;
            go(&format!("/import/{made}"))
        }
        Err(error) if error.kind() == ErrorKind::Invalid => {
            let problems = vec![say(frame.lang, &error.message())];
            wrong(&form(&frame, &id.to_string(), &noted, &seen, problems))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /import/staged/{file}/drop`
pub(crate) async fn discard(
    State(app): State<App>,
    frame: Frame,
    Path(id): Path<String>,
) -> Answer {
    let (id, _) = staged::find(&app, &frame.actor, &id, false)
        .await
        .map_err(|_| Refusal::NotFound)?;
    staged::drop(&app, id).await;
    go("/import")
}

#[cfg(test)]
mod tests {
    use super::without_identity_numbers;

    #[test]
    fn what_looks_like_an_identity_number_is_masked_wherever_it_stands() {
        for (text, shown) in [
            ("3324094101900001", "33240**********1"),
            (
                "NIK: 3324094101900001 / Siti",
                "NIK: 33240**********1 / Siti",
            ),
            ("33.24.09.410190.0001", "33.24**************1"),
            ("332409410190000", "33240*********0"),
            ("081234567890", "081234567890"),
            ("1234567890123", "1234567890123"),
            ("Jl. Raya 12-A, RT 03", "Jl. Raya 12-A, RT 03"),
            ("", ""),
        ] {
            assert_eq!(without_identity_numbers(text), shown);
        }
    }
}
