//! The pages of outside lists, reviews and duplicates.

use askama::Template;

use crate::{frame::Frame, hall::view::Figure, plan::view::Choice};

/// The lists, and bringing one.
#[derive(Template)]
#[template(path = "linking/lists.html")]
pub(crate) struct ListsPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) problems: Vec<String>,
    pub(crate) channels: Vec<Channel>,
    pub(crate) may_bring: bool,
    pub(crate) name: String,
    pub(crate) kinds: Vec<Choice>,
    pub(crate) day: String,
    pub(crate) today: String,
    pub(crate) thresholds: Vec<Threshold>,
    pub(crate) limit: String,
    pub(crate) lists: Vec<List>,
    pub(crate) editions: Vec<Edition>,
}

/// A share from which something happens.
pub(crate) struct Threshold {
    pub(crate) name: &'static str,
    pub(crate) label: String,
    pub(crate) hint: String,
    pub(crate) value: String,
}

/// Work that goes on while the page is looked at.
pub(crate) struct Running {
    /// Where its events come from.
    pub(crate) events: String,
    pub(crate) words: String,
    pub(crate) done: i64,
    pub(crate) total: Option<i64>,
    pub(crate) parts: Vec<Part>,
}

/// A part of the work.
pub(crate) struct Part {
    pub(crate) label: String,
    /// `done`, `now` or nothing.
    pub(crate) state: &'static str,
}

/// How many are on a channel.
pub(crate) struct Channel {
    pub(crate) id: &'static str,
    pub(crate) value: String,
    pub(crate) label: &'static str,
}

/// One list.
pub(crate) struct List {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: &'static str,
    pub(crate) linked: String,
    pub(crate) waiting: String,
    pub(crate) reviewable: bool,
}

/// One file of a list.
pub(crate) struct Edition {
    pub(crate) id: String,
    pub(crate) file: String,
    pub(crate) name: String,
    pub(crate) day: String,
    pub(crate) state: String,
    pub(crate) tone: &'static str,
    pub(crate) changed: String,
}

/// An edition: how far it is, what it changed, what its columns mean.
#[derive(Template)]
#[template(path = "linking/edition.html")]
pub(crate) struct EditionPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) file: String,
    pub(crate) kind: &'static str,
    pub(crate) kind_id: &'static str,
    pub(crate) day: String,
    pub(crate) state: String,
    pub(crate) tone: &'static str,
    pub(crate) problems: Vec<String>,
    pub(crate) running: Option<Running>,
    pub(crate) rows: Vec<Figure>,
    pub(crate) pairs: Vec<Figure>,
    pub(crate) review_href: Option<String>,
    pub(crate) may_mend: bool,
    pub(crate) columns: Vec<Column>,
}

/// A column and what it is taken for.
pub(crate) struct Column {
    pub(crate) field: String,
    pub(crate) header: String,
    pub(crate) choices: Vec<Choice>,
}

/// Two records side by side.
#[derive(Template)]
#[template(path = "linking/review.html")]
pub(crate) struct ReviewPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) heading: String,
    /// Where its forms go.
    pub(crate) base: &'static str,
    pub(crate) list: String,
    pub(crate) problems: Vec<String>,
    pub(crate) may_undo: bool,
    pub(crate) pair: Option<Pair>,
}

/// The pair.
pub(crate) struct Pair {
    pub(crate) id: String,
    pub(crate) waiting: String,
    pub(crate) percent: String,
    pub(crate) second: bool,
    pub(crate) answers: Vec<String>,
    pub(crate) left: String,
    pub(crate) right: String,
    pub(crate) fields: Vec<Field>,
    pub(crate) cells: Vec<(String, String)>,
    pub(crate) business: String,
    pub(crate) other: Option<String>,
}

/// One field of both.
pub(crate) struct Field {
    pub(crate) label: String,
    pub(crate) left: String,
    pub(crate) right: String,
    pub(crate) marked: bool,
    pub(crate) verdict: String,
    pub(crate) tone: &'static str,
}

/// Duplicates that wait, and merges.
#[derive(Template)]
#[template(path = "linking/duplicates.html")]
pub(crate) struct DuplicatesPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) problems: Vec<String>,
    pub(crate) may_seek: bool,
    /// A search that goes on.
    pub(crate) running: Option<Running>,
    /// What the last one found.
    pub(crate) last: Option<String>,
    pub(crate) pairs: Vec<Two>,
    pub(crate) merges: Vec<Two>,
}

/// Two businesses.
pub(crate) struct Two {
    pub(crate) id: String,
    pub(crate) left: String,
    pub(crate) left_name: String,
    pub(crate) right: String,
    pub(crate) right_name: String,
    /// When they were merged, or how likely they are one.
    pub(crate) when: String,
    pub(crate) stands: bool,
}

/// Who is on a channel.
#[derive(Template)]
#[template(path = "linking/channel.html")]
pub(crate) struct ChannelPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) heading: String,
    pub(crate) rows: Vec<There>,
    pub(crate) more_href: Option<String>,
}

/// One business there.
pub(crate) struct There {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) called: String,
    pub(crate) source: String,
    pub(crate) first: String,
    pub(crate) last: String,
}

/// Searching the other half of a business.
#[derive(Template)]
#[template(path = "linking/join.html")]
pub(crate) struct JoinPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) place: String,
    pub(crate) query: String,
    pub(crate) others: Vec<Other>,
}

/// A business that may be meant.
pub(crate) struct Other {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) owner: String,
    pub(crate) place: String,
}

/// Two businesses side by side, before they are merged by hand.
#[derive(Template)]
#[template(path = "linking/side_by_side.html")]
pub(crate) struct SideBySidePage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) id: String,
    pub(crate) other: String,
    pub(crate) name: String,
    pub(crate) other_name: String,
    /// Whether they are one already.
    pub(crate) same: bool,
    pub(crate) problems: Vec<String>,
    pub(crate) rows: Vec<Joined>,
}

/// One fact of both.
pub(crate) struct Joined {
    pub(crate) label: String,
    pub(crate) left: String,
    pub(crate) right: String,
    pub(crate) marked: bool,
    pub(crate) verdict: String,
    pub(crate) tone: &'static str,
}

#[cfg(test)]
#[expect(
    clippy::too_many_lines,
    reason = "one page after another, each filled by hand"
)]
pub(crate) fn samples(f: &Frame) -> Vec<(&'static str, String)> {
    let lists = |lists, editions| ListsPage {
        f,
        problems: Vec::new(),
        channels: vec![Channel {
            id: "shopee",
            value: "412".to_owned(),
            label: "Shopee",
        }],
        may_bring: true,
        name: String::new(),
        kinds: vec![Choice::new("shopee", "Shopee")],
        day: String::new(),
        today: "2026-11-24".to_owned(),
        thresholds: vec![Threshold {
            name: "accept",
            label: f.t("links-accept"),
            hint: f.t1("links-accept-hint", "usual", "98"),
            value: String::new(),
        }],
        limit: "256 MB".to_owned(),
        lists,
        editions,
    };
    let list = List {
        id: "1".to_owned(),
        name: "Merchant <b>ShopeeFood".to_owned(),
        kind: "ShopeeFood",
        linked: "1.204".to_owned(),
        waiting: "88".to_owned(),
        reviewable: true,
    };
    let line = Edition {
        id: "1".to_owned(),
        file: "merchant <final>.xlsx".to_owned(),
        name: "Merchant ShopeeFood".to_owned(),
        day: "24 November 2026".to_owned(),
        state: f.t("links-state-done"),
        tone: "good",
        changed: "12".to_owned(),
    };
    let figure = |key: &str| Figure {
        value: "12".to_owned(),
        label: f.t(key),
    };
    let work = || Running {
        events: "/registry/links/1/events".to_owned(),
        words: f.t("stage-compare"),
        done: 3,
        total: Some(10),
        parts: vec![
            Part {
                label: f.t("stage-read"),
                state: "done",
            },
            Part {
                label: f.t("stage-compare"),
                state: "now",
            },
        ],
    };
    let edition = |running: bool| EditionPage {
        f,
        id: "1".to_owned(),
        name: "Merchant ShopeeFood".to_owned(),
        file: "merchant.xlsx".to_owned(),
        kind: "ShopeeFood",
        kind_id: "shopeefood",
        day: "24 November 2026".to_owned(),
        state: f.t("links-state-done"),
        tone: "good",
        problems: Vec::new(),
        running: running.then(work),
        rows: if running {
            Vec::new()
        } else {
            vec![figure("links-rows-new")]
        },
        pairs: vec![figure("links-accepted")],
        review_href: Some("/registry/review?list=1".to_owned()),
        may_mend: !running,
        columns: vec![Column {
            field: "s0c0".to_owned(),
            header: "Nama Toko".to_owned(),
            choices: vec![Choice::new("business_name", "Nama usaha").chosen_if(true)],
        }],
    };
    let field = Field {
        label: f.t("pair-name"),
        left: "Keripik <i>Aminah".to_owned(),
        right: "Kripik Bu Aminah".to_owned(),
        marked: true,
        verdict: f.t("verdict-alike"),
        tone: "mind",
    };
    let review = |pair| ReviewPage {
        f,
        heading: f.t("review-title"),
        base: "/registry/review",
        list: String::new(),
        problems: Vec::new(),
        may_undo: true,
        pair,
    };
    let pair = Pair {
        id: "1".to_owned(),
        waiting: f.count("review-waiting", 3),
        percent: "82%".to_owned(),
        second: true,
        answers: vec!["Siti: sama".to_owned()],
        left: "Merchant ShopeeFood".to_owned(),
        right: f.t("review-registry"),
        fields: vec![field],
        cells: vec![("Toko".to_owned(), "Keripik".to_owned())],
        business: "2".to_owned(),
        other: None,
    };
    let two = |stands| Two {
        id: "1".to_owned(),
        left: "2".to_owned(),
        left_name: "Keripik <b>Bu Siti".to_owned(),
        right: "3".to_owned(),
        right_name: "Kripik Bu Siti".to_owned(),
        when: "91%".to_owned(),
        stands,
    };
    let there = There {
        id: "1".to_owned(),
        name: "Keripik <b>Bu Siti".to_owned(),
        called: "Official <i>Aminah".to_owned(),
        source: "Merchant ShopeeFood".to_owned(),
        first: "24 November 2026".to_owned(),
        last: "24 November 2026".to_owned(),
    };
    let channel = |rows| ChannelPage {
        f,
        heading: f.t1("channel-title", "channel", "Shopee"),
        rows,
        more_href: Some("/registry/channels/shopee?after=x".to_owned()),
    };
    let duplicates = |running: bool| DuplicatesPage {
        f,
        problems: Vec::new(),
        may_seek: !running,
        running: running.then(work),
        last: Some(f.count("duplicates-found", 3)),
        pairs: vec![two(true)],
        merges: vec![two(true), two(false)],
    };
    let join = |others| JoinPage {
        f,
        id: "1".to_owned(),
        name: "Keripik <b>Bu Siti".to_owned(),
        place: "Jungsemi, Kangkung".to_owned(),
        query: "Keripik".to_owned(),
        others,
    };
    let other = Other {
        href: "/registry/1/merge/2".to_owned(),
        name: "Kripik <i>Siti".to_owned(),
        owner: "Siti Aminah".to_owned(),
        place: "Jungsemi, Kangkung".to_owned(),
    };
    let both = SideBySidePage {
        f,
        id: "1".to_owned(),
        other: "2".to_owned(),
        name: "Keripik <b>Bu Siti".to_owned(),
        other_name: "Kripik <i>Siti".to_owned(),
        same: false,
        problems: vec![f.t("merge-unsure")],
        rows: vec![Joined {
            label: f.t("pair-name"),
            left: "Keripik <b>Bu Siti".to_owned(),
            right: "Kripik <i>Siti".to_owned(),
            marked: true,
            verdict: f.t("verdict-different"),
            tone: "mind",
        }],
    };
    vec![
        (
            "links-lists",
            lists(vec![list], vec![line]).render().unwrap(),
        ),
        (
            "links-none",
            lists(Vec::new(), Vec::new()).render().unwrap(),
        ),
        ("links-edition", edition(false).render().unwrap()),
        ("links-running", edition(true).render().unwrap()),
        ("review-pair", review(Some(pair)).render().unwrap()),
        ("review-none", review(None).render().unwrap()),
        ("duplicates", duplicates(false).render().unwrap()),
        ("duplicates-running", duplicates(true).render().unwrap()),
        ("merge-search", join(vec![other]).render().unwrap()),
        ("merge-nobody", join(Vec::new()).render().unwrap()),
        ("merge-both", both.render().unwrap()),
        ("channel", channel(vec![there]).render().unwrap()),
        ("channel-none", channel(Vec::new()).render().unwrap()),
    ]
}
