//! The activity finder: what people say, and the codes that fit, with what choosing one brings.

use axum::extract::{Query, State};
use rulebook::{Found, Rulebook};
use serde::Deserialize;
use vocab::{KbliVersion, Lang};

use super::pages::{Activity, KbliPage, Required};
use crate::{
    App,
    frame::Frame,
    page::{Answer, page},
    plan::view::Choice,
};

/// Answers on the page.
const MOST: usize = 8;
/// Longer texts are cut: the finder looks at words, and nobody needs more of them.
const LONGEST: usize = 200;

/// What is asked.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    q: String,
    version: String,
}

/// `GET /licensing/kbli`
pub(crate) async fn show(
    State(app): State<App>,
    frame: Frame,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let text: String = wanted.q.trim().chars().take(LONGEST).collect();
    let version = match wanted.version.as_str() {
        "2020" => Some(KbliVersion::V2020),
        "2025" => Some(KbliVersion::V2025),
        _ => None,
    };
    let rulebook = app.hall.rulebook();
    let today = app.hall.clock().today();
    let found = if text.is_empty() {
        Vec::new()
    } else {
        rulebook.find_activity(&text, version, MOST)
    };
    let version =
        |id: &str, key: &str| Choice::new(id, frame.t(key)).chosen_if(wanted.version == id);
    page(&KbliPage {
        found: found
            .iter()
            .map(|one| activity(&rulebook, frame.lang, today, one))
            .collect(),
        asked: !text.is_empty(),
        version: vec![
            version("", "kbli-both"),
            version("2020", "kbli-2020"),
            version("2025", "kbli-2025"),
        ],
        text,
        f: &frame,
    })
}

fn activity(rulebook: &Rulebook, lang: Lang, on: chrono::NaiveDate, found: &Found) -> Activity {
    let needs = rulebook.requirements(found.code, on);
    let codes = [
        ("KBLI 2020", found.kbli_2020),
        ("KBLI 2025", found.kbli_2025),
    ];
    let texts = |texts: &[rulebook::Text]| {
        let texts = texts.iter().map(|text| text.get(lang).to_owned());
        texts.collect::<Vec<String>>()
    };
    Activity {
        title: found.title.get(lang).to_owned(),
        codes: codes
            .into_iter()
            .filter_map(|(name, code)| Some((name, code?.code().to_owned())))
            .collect(),
        crosswalk: found.crosswalk.label(lang).to_owned(),
        warnings: texts(&found.warnings),
        risk: needs.risk.get(lang).to_owned(),
        rows: needs
            .rows
            .iter()
            .map(|row| {
                let scope = row.scope.as_ref().map(|scope| scope.get(lang));
                let scales = row.scales.join(", ");
                let held = match scope {
                    Some(scope) => format!("{scales}: {scope}"),
                    None => scales,
                };
                (held, row.level.label(lang).to_owned(), row.source.clone())
            })
            .collect(),
        steps: needs
            .steps
            .iter()
            .map(|step| Required {
                title: step.title.get(lang).to_owned(),
                duty: step.duty.label(lang).to_owned(),
                perhaps: step.perhaps,
                probably: step.probably,
                depends_on: texts(&step.depends_on).join(", "),
                cost: step.cost.get(lang).to_owned(),
                time: step.time.get(lang).to_owned(),
                source: step.source.clone(),
            })
            .collect(),
    }
}
