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
    pub(crate) free: String,
    pub(crate) closed: bool,
}

/// One campaign.
#[derive(Template)]
#[template(path = "campaign/one.html")]
pub(crate) struct CampaignPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) when: String,
    /// That it is closed, by whom and when, and what they wrote.
    pub(crate) closed: Option<(String, String)>,
    pub(crate) may_manage: bool,
    pub(crate) may_export: bool,
    pub(crate) problems: Vec<String>,
    pub(crate) figures: Vec<Figure>,
    pub(crate) outcomes: Vec<Choice>,
    pub(crate) months: Vec<Month>,
    /// Those who may be sent; without any, no form is shown.
    pub(crate) mentors: Vec<Choice>,
    pub(crate) regions: Vec<Choice>,
    /// Who has how many members.
    pub(crate) having: Vec<Having>,
    pub(crate) may_note: bool,
    pub(crate) rows: Vec<Row>,
    /// Where this page of members begins.
    pub(crate) after: String,
    pub(crate) more_href: Option<String>,
}

/// Who goes and sees how many.
pub(crate) struct Having {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) n: String,
}

/// The members on paper, to be taken along.
#[derive(Template)]
#[template(path = "campaign/sheet.html")]
pub(crate) struct SheetPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) mentor: String,
    pub(crate) printed_on: String,
    /// The members, by district.
    pub(crate) places: Vec<(String, Vec<Row>)>,
    pub(crate) outcomes: Vec<Choice>,
    pub(crate) more_href: Option<String>,
}

/// One member, month by month.
#[derive(Template)]
#[template(path = "campaign/member.html")]
pub(crate) struct MemberPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) id: String,
    pub(crate) campaign: String,
    pub(crate) closed: bool,
    pub(crate) problems: Vec<String>,
    pub(crate) row: Row,
    pub(crate) months: Vec<Noted>,
    pub(crate) may_note: bool,
    pub(crate) outcomes: Vec<Choice>,
    pub(crate) this_month: String,
    /// Those who may be sent; without any, no form is shown.
    pub(crate) mentors: Vec<Choice>,
}

/// What was noted of a month.
pub(crate) struct Noted {
    pub(crate) month: String,
    pub(crate) outcome: String,
    pub(crate) note: String,
    pub(crate) who: String,
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
    pub(crate) phone: String,
    pub(crate) place: String,
    pub(crate) mentor: String,
    pub(crate) online: String,
    pub(crate) online_tone: &'static str,
    pub(crate) last: String,
}

#[cfg(test)]
#[expect(
    clippy::too_many_lines,
    reason = "one page after another, each filled by hand"
)]
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
        free: "4".to_owned(),
        closed: true,
    };
    let row = || Row {
        id: "1".to_owned(),
        name: "Keripik <b>Bu Siti".to_owned(),
        owner: "Siti <i>Aminah".to_owned(),
        phone: "0812".to_owned(),
        place: "Jungsemi, Kangkung".to_owned(),
        mentor: "Rina".to_owned(),
        online: f.t("online-no"),
        online_tone: "mind",
        last: String::new(),
    };
    let campaign = |rows, may_note: bool| CampaignPage {
        f,
        id: "1".to_owned(),
        name: "Ayo daring".to_owned(),
        when: "24 November 2026".to_owned(),
        closed: (!may_note).then(|| (f.t("campaign-closed"), "Selesai <b>baik".to_owned())),
        may_manage: true,
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
        having: vec![Having {
            id: "1".to_owned(),
            name: "Rina <b>".to_owned(),
            n: "12".to_owned(),
        }],
        may_note,
        rows,
        after: String::new(),
        more_href: Some("/campaigns/1?after=x".to_owned()),
    };
    let sheet = SheetPage {
        f,
        id: "1".to_owned(),
        name: "Ayo <b>daring".to_owned(),
        mentor: "Rina".to_owned(),
        printed_on: "24 November 2026".to_owned(),
        places: vec![("Kangkung".to_owned(), vec![row()])],
        outcomes: vec![Choice::new("met", "Sudah bertemu")],
        more_href: Some("/campaigns/1/sheet?after=x".to_owned()),
    };
    let member = |closed: bool| MemberPage {
        f,
        id: "1".to_owned(),
        campaign: "Ayo <b>daring".to_owned(),
        closed,
        problems: Vec::new(),
        row: row(),
        months: vec![Noted {
            month: "November 2026".to_owned(),
            outcome: "Sudah bertemu".to_owned(),
            note: "tertarik <b>".to_owned(),
            who: "Rina".to_owned(),
        }],
        may_note: !closed,
        outcomes: vec![Choice::new("met", "Sudah bertemu")],
        this_month: "2026-11".to_owned(),
        mentors: vec![Choice::new("1", "Rina")],
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
        ("campaign", campaign(vec![row()], true).render().unwrap()),
        (
            "campaign-none",
            campaign(Vec::new(), false).render().unwrap(),
        ),
        ("campaign-sheet", sheet.render().unwrap()),
        ("campaign-member", member(false).render().unwrap()),
        ("campaign-member-closed", member(true).render().unwrap()),
    ]
}
