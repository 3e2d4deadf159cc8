//! The pages of the sites: offering, judging, ranking.

use askama::Template;

use crate::{frame::Frame, plan::view::Choice};

/// The sites, and offering one.
#[derive(Template)]
#[template(path = "project/sites.html")]
pub(crate) struct SitesPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) problems: Vec<String>,
    pub(crate) map: Option<String>,
    pub(crate) rows: Vec<SiteRow>,
    pub(crate) may_offer: bool,
    /// What was typed, when it was refused.
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) parcel: String,
}

/// One site in the list.
pub(crate) struct SiteRow {
    pub(crate) id: String,
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) village: String,
    pub(crate) area: String,
    /// Smaller than the hectare that is wanted.
    pub(crate) small: bool,
    pub(crate) example: bool,
    pub(crate) withdrawn: bool,
}

/// One site.
#[derive(Template)]
#[template(path = "project/site.html")]
pub(crate) struct SitePage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) id: String,
    pub(crate) heading: String,
    pub(crate) problems: Vec<String>,
    pub(crate) place: String,
    pub(crate) area: String,
    pub(crate) example: bool,
    pub(crate) withdrawn: bool,
    pub(crate) picture: Option<String>,
    pub(crate) answers: Vec<Answered>,
    pub(crate) may_manage: bool,
    /// Criteria that can be filled in.
    pub(crate) open: Vec<Choice>,
    pub(crate) value: String,
    pub(crate) source: String,
    pub(crate) day: String,
}

/// What is known under one criterion.
pub(crate) struct Answered {
    pub(crate) label: String,
    pub(crate) hint: String,
    pub(crate) value: String,
    pub(crate) source: String,
}

/// A judge's own page.
#[derive(Template)]
#[template(path = "project/judge.html")]
pub(crate) struct JudgePage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) problems: Vec<String>,
    pub(crate) progress: String,
    pub(crate) groups: Vec<JudgeGroup>,
    pub(crate) opinion: String,
}

/// Comparisons under one heading.
pub(crate) struct JudgeGroup {
    pub(crate) label: String,
    /// How consistent the answers are, once all are there.
    pub(crate) consistency: String,
    pub(crate) contradicts: bool,
    pub(crate) pairs: Vec<JudgePair>,
}

/// One comparison.
pub(crate) struct JudgePair {
    /// Name of the field.
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) choices: Vec<Choice>,
    /// What to think over, when this is the answer to revisit.
    pub(crate) revisit: Option<String>,
}

/// The ranking, also as a page for the council to print.
#[derive(Template)]
#[template(path = "project/ranking.html")]
pub(crate) struct RankingPage<'a> {
    pub(crate) f: &'a Frame,
    /// Why there is none yet.
    pub(crate) problems: Vec<String>,
    /// Whether missing values can be filled in for now.
    pub(crate) may_fill: bool,
    pub(crate) view: Option<RankingView>,
}

/// What the ranking says.
pub(crate) struct RankingView {
    pub(crate) query: &'static str,
    pub(crate) conclusion: String,
    pub(crate) agreed: bool,
    pub(crate) warnings: Vec<String>,
    pub(crate) map: Option<String>,
    pub(crate) rows: Vec<RankRow>,
    pub(crate) excluded: Vec<(String, String)>,
    pub(crate) weights: Vec<Weight>,
    pub(crate) shifts: Vec<String>,
    pub(crate) singles: Vec<String>,
    pub(crate) minorities: Vec<MinorityRow>,
    pub(crate) opinions: Vec<(String, String)>,
    pub(crate) imputed: Vec<String>,
    pub(crate) sources: Vec<Sourced>,
    pub(crate) method: String,
}

/// One site of the ranking.
pub(crate) struct RankRow {
    pub(crate) place: usize,
    pub(crate) site: String,
    pub(crate) sum: String,
    pub(crate) topsis: String,
    pub(crate) vikor: String,
    pub(crate) chance: String,
    /// Share of the runs in which it was best, in percent.
    pub(crate) share: u8,
}

/// One criterion's weight.
pub(crate) struct Weight {
    pub(crate) label: String,
    pub(crate) part: String,
    pub(crate) share: u8,
}

/// How one judge alone would have decided.
pub(crate) struct MinorityRow {
    pub(crate) judge: String,
    pub(crate) winner: String,
    pub(crate) differs: bool,
    pub(crate) consistency: String,
}

/// Where one value came from.
pub(crate) struct Sourced {
    pub(crate) site: String,
    pub(crate) criterion: String,
    pub(crate) value: String,
    pub(crate) source: String,
}

/// One setting, to be changed.
#[derive(Template)]
#[template(path = "project/settings.html")]
pub(crate) struct SettingsPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) problems: Vec<String>,
    pub(crate) id: &'static str,
    pub(crate) label: String,
    pub(crate) all: Vec<(&'static str, String)>,
    pub(crate) text: String,
    pub(crate) may_change: bool,
}

#[cfg(test)]
pub(crate) fn samples(f: &Frame) -> Vec<(&'static str, String)> {
    let sites = |rows, parcel: &str| SitesPage {
        f,
        problems: Vec::new(),
        map: None,
        rows,
        may_offer: true,
        code: "A".to_owned(),
        name: "Lokasi <b>Bu Siti".to_owned(),
        parcel: parcel.to_owned(),
    };
    let row = SiteRow {
        id: "1".to_owned(),
        code: "A".to_owned(),
        name: "Tanah <b>Bu Siti".to_owned(),
        village: "Jungsemi".to_owned(),
        area: "1,20 ha (12.000 m²)".to_owned(),
        small: true,
        example: true,
        withdrawn: false,
    };
    let site = SitePage {
        f,
        id: "1".to_owned(),
        heading: "A · Tanah <b>Bu Siti".to_owned(),
        problems: vec!["Salah.".to_owned()],
        place: "Dekat Jungsemi".to_owned(),
        area: "1,20 ha".to_owned(),
        example: true,
        withdrawn: true,
        picture: None,
        answers: vec![Answered {
            label: "Harga".to_owned(),
            hint: "juta Rp".to_owned(),
            value: String::new(),
            source: String::new(),
        }],
        may_manage: true,
        open: vec![Choice::new("price", "Harga")],
        value: "\"><script>alert".to_owned(),
        source: String::new(),
        day: "2026-11-24".to_owned(),
    };
    let judge = JudgePage {
        f,
        problems: Vec::new(),
        progress: f.t2("judge-progress", ("answered", &1), ("asked", &2)),
        groups: vec![JudgeGroup {
            label: f.t("judge-top"),
            consistency: f.t1("judge-consistency", "ratio", "0,25"),
            contradicts: true,
            pairs: vec![JudgePair {
                name: "pair.a.b".to_owned(),
                label: "Lahan atau jalan?".to_owned(),
                choices: vec![Choice::new("0", f.t("judge-equal"))],
                revisit: Some(f.t1("judge-revisit", "answer", "x")),
            }],
        }],
        opinion: "</textarea><b>Bu Siti".to_owned(),
    };
    let none = RankingPage {
        f,
        problems: vec!["Belum.".to_owned()],
        may_fill: true,
        view: None,
    };
    let settings = SettingsPage {
        f,
        problems: Vec::new(),
        id: "criteria",
        label: f.t("setting-criteria"),
        all: vec![("criteria", f.t("setting-criteria"))],
        text: "</textarea><b>Bu Siti".to_owned(),
        may_change: true,
    };
    vec![
        ("project-sites", sites(vec![row], "").render().unwrap()),
        (
            "project-sites-none",
            sites(Vec::new(), "x").render().unwrap(),
        ),
        ("project-site", site.render().unwrap()),
        ("project-judge", judge.render().unwrap()),
        ("project-ranking-none", none.render().unwrap()),
        ("project-settings", settings.render().unwrap()),
    ]
}
