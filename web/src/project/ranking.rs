//! The ranking of the sites with its certainty, what would have to change, and the views of the few.

use axum::{
    extract::{Query, State},
    http::header,
    response::{IntoResponse, Response},
};
use center::{
    ErrorKind,
    project::ranking::{self, Ranking},
};
use serde::Deserialize;
use siting::rank::{Outcome, Ranked};
use vocab::DomainError;

use super::{
    pages::{MinorityRow, RankRow, RankingPage, RankingView, Sourced, Weight},
    said,
    site::{shown, source},
    sites::map,
};
use crate::{
    App, format,
    frame::Frame,
    page::{Answer, page, say},
};

/// How missing values are treated.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    /// `yes` fills them in and marks them.
    fill: String,
}

/// `GET /project/ranking`
pub(crate) async fn show(
    State(app): State<App>,
    frame: Frame,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let fill = wanted.fill == "yes";
    match ranking::ranking(&app.hall, &frame.actor, fill).await {
        Ok(ranking) => page(&RankingPage {
            f: &frame,
            problems: Vec::new(),
            may_fill: false,
            view: Some(view(&app, &frame, &ranking, fill)),
        }),
        // Nothing is wrong with the request: something is still missing, and the page says what.
        Err(error) if error.kind() == ErrorKind::Invalid => page(&RankingPage {
            f: &frame,
            problems: vec![say(frame.lang, &error.message())],
            may_fill: error.code() == "siting.missing_values",
            view: None,
        }),
        Err(error) => Err(error.into()),
    }
}

/// `GET /project/ranking/report.html`: one file for the council, in both languages, that needs nothing from elsewhere.
pub(crate) async fn report(
    State(app): State<App>,
    frame: Frame,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let found = ranking::ranking(&app.hall, &frame.actor, wanted.fill == "yes").await?;
    let html = siting::report::html(&found.criteria, &found.outcome);
    let name = format!("lokasi-umkm-center-{}.html", app.hall.clock().today());
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        // Its own style is within it, which the hall's policy does not allow on a page: it is a file to be kept.
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
    ];
    let answer: Response = (headers, html).into_response();
    Ok(answer)
}

/// Names by position, as the outcome refers to them.
struct Names<'a> {
    frame: &'a Frame,
    ranking: &'a Ranking,
}

impl Names<'_> {
    fn outcome(&self) -> &Outcome {
        &self.ranking.outcome
    }

    fn site(&self, at: usize) -> String {
        let found = self.outcome().field.sites.get(at);
        found.map_or_else(String::new, |site| format!("{} · {}", site.id, site.name))
    }

    fn tip(&self, at: usize) -> String {
        let tip = self.outcome().tree.tips.get(at);
        let found = tip.and_then(|&tip| self.ranking.criteria.criteria.get(tip));
        found.map_or_else(String::new, |one| said(self.frame, &one.label, &one.id))
    }

    fn judge(&self, at: usize) -> String {
        let found = self.ranking.criteria.judges.get(at);
        found.map_or_else(String::new, |judge| judge.name.clone())
    }
}

pub(super) fn view(app: &App, frame: &Frame, ranking: &Ranking, fill: bool) -> RankingView {
    let names = Names { frame, ranking };
    let outcome = &ranking.outcome;
    let best = outcome.ranking.first().map(|site| site.id.as_str());
    RankingView {
        query: if fill { "?fill=yes" } else { "" },
        conclusion: conclusion(&names),
        agreed: outcome.agreed,
        warnings: warnings(&names),
        map: map(app, frame, &ranking.sites, best),
        rows: outcome.ranking.iter().map(row).collect(),
        excluded: excluded(&names),
        weights: weights(&names),
        shifts: shifts(&names),
        singles: singles(&names),
        minorities: minorities(&names),
        opinions: ranking.opinions.clone(),
        imputed: imputed(&names),
        sources: sources(&names),
        method: outcome
            .robustness
            .as_ref()
            .map_or_else(String::new, |runs| {
                frame.t2(
                    "ranking-method-runs",
                    (
                        "runs",
                        &format::number(i64::try_from(runs.runs).unwrap_or(i64::MAX)),
                    ),
                    ("seed", &runs.seed),
                )
            }),
    }
}

fn conclusion(names: &Names<'_>) -> String {
    let Some(first) = names.outcome().ranking.first() else {
        return String::new();
    };
    let chance = first.best.first().copied();
    let site = names.site(first.site);
    match chance {
        Some(chance) => names.frame.t2(
            "ranking-conclusion",
            ("site", &site),
            ("chance", &percent(chance)),
        ),
        None => site,
    }
}

/// A share as whole percent, so that no certainty is claimed that is not there.
fn percent(share: f64) -> String {
    format!("{}%", format::decimal(share * 100.0, 0))
}

fn hundredths(share: f64) -> u8 {
    // A share lies between 0 and 1, so a hundred of it fits.
    format::decimal(share.clamp(0.0, 1.0) * 100.0, 0)
        .parse()
        .unwrap_or(0)
}

fn row(site: &Ranked) -> RankRow {
    let chance = site.best.first().copied();
    RankRow {
        place: site.weighted_sum_place,
        site: format!("{} · {}", site.id, site.name),
        sum: format::decimal(site.weighted_sum, 3),
        topsis: format!(
            "{} ({})",
            site.topsis_place,
            format::decimal(site.topsis, 3)
        ),
        vikor: format!("{} ({})", site.vikor_place, format::decimal(site.vikor, 3)),
        chance: chance.map_or_else(String::new, percent),
        share: chance.map_or(0, hundredths),
    }
}

fn warnings(names: &Names<'_>) -> Vec<String> {
    let frame = names.frame;
    let mut all = Vec::new();
    for group in &names.outcome().tree.groups {
        let member = |at: usize| {
            let found = group
                .members
                .get(at)
                .and_then(|&at| names.ranking.criteria.criteria.get(at));
            found.map_or_else(String::new, |one| said(frame, &one.label, &one.id))
        };
        if let Some(advice) = &group.advice {
            all.push(frame.t2(
                "ranking-contradicts",
                ("first", &member(advice.first)),
                ("second", &member(advice.second)),
            ));
        }
    }
    for (site, rule) in &names.outcome().field.undecided {
        let rule = names.ranking.criteria.exclusions.get(*rule);
        let reason = rule.map_or_else(String::new, |rule| said(frame, &rule.reason, &rule.column));
        all.push(frame.t2(
            "ranking-undecided",
            ("site", &names.site(*site)),
            ("rule", &reason),
        ));
    }
    all
}

fn excluded(names: &Names<'_>) -> Vec<(String, String)> {
    let reasons = |rules: &[usize]| {
        let found = rules
            .iter()
            .filter_map(|&rule| names.ranking.criteria.exclusions.get(rule))
            .map(|rule| said(names.frame, &rule.reason, &rule.column));
        found.collect::<Vec<_>>().join("; ")
    };
    let excluded = &names.outcome().field.excluded;
    excluded
        .iter()
        .map(|one| {
            let site = format!("{} · {}", one.site.id, one.site.name);
            (site, reasons(&one.rules))
        })
        .collect()
}

fn weights(names: &Names<'_>) -> Vec<Weight> {
    let mut all: Vec<(usize, f64)> = names
        .outcome()
        .weights
        .iter()
        .copied()
        .enumerate()
        .collect();
    all.sort_by(|a, b| b.1.total_cmp(&a.1));
    all.into_iter()
        .map(|(tip, weight)| Weight {
            label: names.tip(tip),
            part: format!("{}%", format::decimal(weight * 100.0, 1)),
            share: hundredths(weight),
        })
        .collect()
}

fn shifts(names: &Names<'_>) -> Vec<String> {
    let found = names.outcome().shifts.iter().take(3);
    found
        .map(|shift| {
            let from: Vec<String> = shift.from.iter().map(|(tip, _)| names.tip(*tip)).collect();
            let moved = format!("{}%", format::decimal(shift.moved * 100.0, 1));
            let what = names.frame.t2(
                "ranking-shift-what",
                ("from", &from.join(", ")),
                ("to", &names.tip(shift.to)),
            );
            let wins = names.frame.t2(
                "ranking-shift",
                ("site", &names.site(shift.challenger)),
                ("moved", &moved),
            );
            format!("{wins} {what}")
        })
        .collect()
}

fn singles(names: &Names<'_>) -> Vec<String> {
    let share = |weight: f64| format!("{}%", format::decimal(weight * 100.0, 1));
    let found = names.outcome().singles.iter().take(3);
    found
        .map(|one| {
            let change = names.frame.t2(
                "ranking-single",
                ("criterion", &names.tip(one.tip)),
                ("now", &share(one.now)),
            );
            let then = names.frame.t2(
                "ranking-single-then",
                ("then", &share(one.then)),
                ("site", &names.site(one.challenger)),
            );
            format!("{change} {then}")
        })
        .collect()
}

fn minorities(names: &Names<'_>) -> Vec<MinorityRow> {
    let worst = |judge: usize| {
        let groups = &names.outcome().tree.groups;
        let own = groups
            .iter()
            .flat_map(|group| &group.judges)
            .filter(|voice| voice.judge == judge);
        own.filter_map(|voice| voice.consistency)
            .max_by(f64::total_cmp)
    };
    let all = names.outcome().minorities.iter();
    all.map(|one| {
        let judges = &names.ranking.criteria.judges;
        let at = (0..judges.len()).find(|&at| names.judge(at) == one.judge);
        MinorityRow {
            judge: one.judge.clone(),
            winner: names.site(one.winner),
            differs: one.differs,
            consistency: at
                .and_then(worst)
                .map_or_else(|| "–".to_owned(), |ratio| format::decimal(ratio, 2)),
        }
    })
    .collect()
}

fn imputed(names: &Names<'_>) -> Vec<String> {
    let all = names.outcome().field.imputed.iter();
    all.map(|one| {
        let what = format!("{}: {}", names.site(one.site), names.tip(one.tip));
        let value = format::decimal(one.value, 2);
        names
            .frame
            .t2("ranking-imputed", ("what", &what), ("value", &value))
    })
    .collect()
}

fn sources(names: &Names<'_>) -> Vec<Sourced> {
    let ranking = names.ranking;
    let all = ranking.sources.iter();
    all.filter_map(|value| {
        let site = ranking.sites.iter().find(|site| site.id == value.site)?;
        let criterion = ranking
            .criteria
            .criteria
            .iter()
            .find(|one| one.id == value.criterion);
        let rule = ranking
            .criteria
            .exclusions
            .iter()
            .find(|one| one.column == value.criterion);
        let label = criterion
            .map(|one| said(names.frame, &one.label, &one.id))
            .or_else(|| rule.map(|one| said(names.frame, &one.reason, &one.column)))?;
        Some(Sourced {
            site: site.code.clone(),
            criterion: label,
            value: shown(&value.value),
            source: source(names.frame, value),
        })
    })
    .collect()
}
