//! The page of the audit trail.

use askama::Template;

use crate::frame::Frame;

/// The latest entries.
#[derive(Template)]
#[template(path = "audit/list.html")]
pub(crate) struct ListPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) verdict: Option<Verdict>,
    pub(crate) entries: Vec<Line>,
    pub(crate) more_href: Option<String>,
}

/// What verifying the chain found.
pub(crate) struct Verdict {
    pub(crate) tone: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) text: String,
}

/// One entry.
pub(crate) struct Line {
    pub(crate) number: String,
    pub(crate) when: String,
    pub(crate) who: String,
    pub(crate) what: String,
    pub(crate) about: String,
}

#[cfg(test)]
pub(crate) fn samples(f: &Frame) -> Vec<(&'static str, String)> {
    let line = || Line {
        number: "12".to_owned(),
        when: "24 November 2026".to_owned(),
        who: "siti".to_owned(),
        what: "login".to_owned(),
        about: String::new(),
    };
    let good = Verdict {
        tone: "good",
        icon: "done",
        text: f.t2("audit-good", ("count", &"12"), ("anchor", &"12:ab")),
    };
    let page = |verdict, entries| ListPage {
        f,
        verdict,
        entries,
        more_href: Some("/audit?before=1".to_owned()),
    };
    vec![
        ("audit", page(Some(good), vec![line()]).render().unwrap()),
        ("audit-empty", page(None, Vec::new()).render().unwrap()),
    ]
}
