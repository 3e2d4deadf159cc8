//! The pages of campaigns.

use askama::Template;

use crate::{frame::Frame, hall::view::Figure, plan::view::Choice, registry::pages::Filter};

/// Who does not sell online, counted, and making a campaign of it.
#[derive(Template)]
#[template(path = "campaign/not_online.html")]
pub(crate) struct NotOnlinePage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) summary: String,
    pub(crate) total: u64,
    pub(crate) list_href: String,
    pub(crate) may_export: bool,
    pub(crate) export_query: String,
    pub(crate) problems: Vec<String>,
    pub(crate) filters: Vec<Filter>,
    pub(crate) areas: Vec<Area>,
    pub(crate) may_create: bool,
    /// The filter, to go with the form.
    pub(crate) given: Vec<(String, String)>,
}

/// One district or village.
pub(crate) struct Area {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) n: String,
}

/// The campaigns.
#[derive(Template)]
#[template(path = "campaign/list.html")]
pub(crate) struct ListPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) campaigns: Vec<Line>,
}

/// One campaign in the list.
pub(crate) struct Line {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) when: String,
    pub(crate) members: String,
}

/// One campaign.
#[derive(Template)]
#[template(path = "campaign/one.html")]
pub(crate) struct CampaignPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) when: String,
    pub(crate) may_export: bool,
    pub(crate) problems: Vec<String>,
    pub(crate) figures: Vec<Figure>,
    pub(crate) outcomes: Vec<Choice>,
    pub(crate) months: Vec<Month>,
    /// Those who may be sent; without any, no form is shown.
    pub(crate) mentors: Vec<Choice>,
    pub(crate) regions: Vec<Choice>,
    pub(crate) may_note: bool,
    pub(crate) rows: Vec<Row>,
    /// Where this page of members begins.
    pub(crate) after: String,
    pub(crate) more_href: Option<String>,
}

/// The outcomes of a month, in the order of the outcomes.
pub(crate) struct Month {
    pub(crate) label: String,
    pub(crate) cells: Vec<String>,
}

/// One member.
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) owner: String,
    pub(crate) place: String,
    pub(crate) mentor: String,
    pub(crate) online: String,
    pub(crate) online_tone: &'static str,
    pub(crate) last: String,
}

#[cfg(test)]
pub(crate) fn samples(f: &Frame) -> Vec<(&'static str, String)> {
    let filter = Filter {
        name: "kind",
        label: f.t("offline-product"),
        choices: vec![Choice::new("", f.t("registry-any")).chosen_if(true)],
    };
    let not_online = |areas, total| NotOnlinePage {
        f,
        summary: f.count("offline-summary", 3),
        total,
        list_href: "/registry?online=not".to_owned(),
        may_export: true,
        export_query: "online=not".to_owned(),
        problems: Vec::new(),
        filters: Vec::new(),
        areas,
        may_create: true,
        given: vec![("kind".to_owned(), "craft".to_owned())],
    };
    let area = Area {
        href: "/registry/not-online?district=33.24.09".to_owned(),
        name: "Kangkung".to_owned(),
        n: "3".to_owned(),
    };
    let line = Line {
        id: "1".to_owned(),
        name: "Ayo <b>Siti daring".to_owned(),
        when: "24 November 2026".to_owned(),
        members: "120".to_owned(),
    };
    let row = Row {
        id: "1".to_owned(),
        name: "Keripik <b>Bu Siti".to_owned(),
        owner: "Siti <i>Aminah".to_owned(),
        place: "Jungsemi, Kangkung".to_owned(),
        mentor: "Rina".to_owned(),
        online: f.t("online-no"),
        online_tone: "mind",
        last: String::new(),
    };
    let campaign = |rows, may_note| CampaignPage {
        f,
        id: "1".to_owned(),
        name: "Ayo daring".to_owned(),
        when: "24 November 2026".to_owned(),
        may_export: true,
        problems: Vec::new(),
        figures: vec![Figure {
            value: "120".to_owned(),
            label: f.t("campaign-members"),
        }],
        outcomes: vec![Choice::new("met", "Sudah bertemu")],
        months: vec![Month {
            label: "2026-11".to_owned(),
            cells: vec!["3".to_owned()],
        }],
        mentors: vec![Choice::new("1", "Rina")],
        regions: vec![Choice::new("33.24.09", "Kangkung")],
        may_note,
        rows,
        after: String::new(),
        more_href: Some("/campaigns/1?after=x".to_owned()),
    };
    let mut filtered = not_online(vec![area], 3);
    filtered.filters.push(filter);
    let none = ListPage {
        f,
        campaigns: Vec::new(),
    };
    let list = ListPage {
        f,
        campaigns: vec![line],
    };
    vec![
        ("offline", filtered.render().unwrap()),
        ("offline-none", not_online(Vec::new(), 0).render().unwrap()),
        ("campaigns", list.render().unwrap()),
        ("campaigns-none", none.render().unwrap()),
        ("campaign", campaign(vec![row], true).render().unwrap()),
        (
            "campaign-none",
            campaign(Vec::new(), false).render().unwrap(),
        ),
    ]
}
