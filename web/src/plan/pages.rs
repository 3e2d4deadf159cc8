//! The pages which show a plan: to its owner, by a shared link, and to anybody who asks.

use askama::Template;

use super::view::{AskKind, Choice, PlanView};
use crate::frame::Frame;

/// The owner's first page.
#[derive(Template)]
#[template(path = "plan/home.html")]
pub(crate) struct HomePage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) business: String,
    pub(crate) place: String,
    pub(crate) printed_on: String,
    pub(crate) others: Vec<Other>,
    pub(crate) plan: PlanView,
    pub(crate) share: Option<Share>,
    /// Whether a link made earlier still works; its address is not known any more.
    pub(crate) shared: bool,
    pub(crate) share_at: String,
    /// Where the labels of the business are designed.
    pub(crate) labels_at: String,
    pub(crate) stop_at: String,
    pub(crate) business_href: String,
}

/// One of the owner's businesses.
pub(crate) struct Other {
    pub(crate) name: String,
    pub(crate) href: String,
    pub(crate) current: bool,
}

/// A link which shows the plan to whoever holds it.
pub(crate) struct Share {
    pub(crate) href: String,
    pub(crate) qr: String,
    pub(crate) until: String,
}

/// An owner's account to which no business belongs yet.
#[derive(Template)]
#[template(path = "plan/none.html")]
pub(crate) struct NonePage<'a> {
    pub(crate) f: &'a Frame,
}

/// The plan behind a shared link.
#[derive(Template)]
#[template(path = "plan/shared.html")]
pub(crate) struct SharedPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) business: String,
    pub(crate) place: String,
    pub(crate) printed_on: String,
    pub(crate) plan: PlanView,
}

/// The public finder.
#[derive(Template)]
#[template(path = "plan/finder.html")]
pub(crate) struct FinderPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) printed_on: String,
    pub(crate) problems: Vec<String>,
    pub(crate) fields: Vec<Field>,
    pub(crate) plan: Option<PlanView>,
}

/// One question of the finder's form.
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) choices: Vec<Choice>,
}

#[cfg(test)]
pub(crate) fn samples(f: &Frame) -> Vec<(&'static str, String)> {
    let mine = |share| HomePage {
        f,
        business: "Keripik Tempe Bu <Siti>".to_owned(),
        place: "Desa Sukorejo, Kecamatan Sukorejo".to_owned(),
        printed_on: "24 November 2026".to_owned(),
        others: vec![
            Other {
                name: "Keripik Tempe".to_owned(),
                href: "/plan?business=1".to_owned(),
                current: true,
            },
            Other {
                name: "Warung".to_owned(),
                href: "/plan?business=2".to_owned(),
                current: false,
            },
        ],
        plan: super::view::sample(),
        share,
        shared: true,
        share_at: "/plan/x/share".to_owned(),
        labels_at: "/licensing/labels/x".to_owned(),
        stop_at: "/plan/x/share/stop".to_owned(),
        business_href: "/registry/x".to_owned(),
    };
    let share = Share {
        href: "https://umkm.example/plan/s/abcdefghij".to_owned(),
        qr: crate::qr::svg("https://umkm.example/plan/s/abcdefghij").unwrap(),
        until: "24 Februari 2027".to_owned(),
    };
    let shared = SharedPage {
        f,
        business: "Keripik Tempe".to_owned(),
        place: "Sukorejo".to_owned(),
        printed_on: "24 November 2026".to_owned(),
        plan: super::view::sample(),
    };
    let finder = |plan| FinderPage {
        f,
        printed_on: "24 November 2026".to_owned(),
        problems: Vec::new(),
        fields: vec![Field {
            name: "product_kind".to_owned(),
            label: "Jenis usaha".to_owned(),
            choices: vec![Choice::new("craft", "Kerajinan").chosen_if(true)],
        }],
        plan,
    };
    let by_query = PlanView {
        by_query: true,
        known: vec![("nib".to_owned(), "ya".to_owned())],
        ..super::view::sample()
    };
    vec![
        ("plan-home", mine(None).render().unwrap()),
        ("plan-home-shared", mine(Some(share)).render().unwrap()),
        ("plan-none", NonePage { f }.render().unwrap()),
        ("plan-shared", shared.render().unwrap()),
        ("plan-finder", finder(Some(by_query)).render().unwrap()),
        ("plan-finder-empty", finder(None).render().unwrap()),
    ]
}
