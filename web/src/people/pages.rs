//! The pages of accounts.

use askama::Template;

use crate::{frame::Frame, plan::view::Choice};

/// The list of accounts, and making a new one.
#[derive(Template)]
#[template(path = "people/list.html")]
pub(crate) struct ListPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) problems: Vec<String>,
    pub(crate) filter: Vec<Choice>,
    pub(crate) accounts: Vec<Line>,
    pub(crate) more_href: Option<String>,
    /// The roles this visitor may give; without any, no form is shown.
    pub(crate) roles: Vec<Choice>,
    /// Where an enumerator or mentor may be bound to.
    pub(crate) scopes: Vec<Choice>,
    pub(crate) name: String,
    pub(crate) login: String,
}

/// One account in the list.
pub(crate) struct Line {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) login: String,
    pub(crate) role: String,
    /// Name of the place it is bound to; empty for the whole regency.
    pub(crate) scope: String,
    pub(crate) state: String,
    pub(crate) tone: &'static str,
}

/// One account.
#[derive(Template)]
#[template(path = "people/account.html")]
pub(crate) struct AccountPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) login: String,
    pub(crate) role: String,
    pub(crate) scope: String,
    pub(crate) state: String,
    pub(crate) tone: &'static str,
    pub(crate) closed: bool,
    pub(crate) may_close: bool,
    /// A code issued just now: shown once.
    pub(crate) code: Option<String>,
}

#[cfg(test)]
pub(crate) fn samples(f: &Frame) -> Vec<(&'static str, String)> {
    let line = Line {
        id: "1".to_owned(),
        name: "Siti <i>Aminah</i>".to_owned(),
        login: "siti".to_owned(),
        role: center::Role::Mentor.label(f.lang).to_owned(),
        scope: "Weleri".to_owned(),
        state: f.t("people-active"),
        tone: "good",
    };
    let list = |accounts, roles| ListPage {
        f,
        problems: Vec::new(),
        filter: Vec::new(),
        accounts,
        more_href: None,
        scopes: vec![Choice::new("", f.t("people-everywhere"))],
        roles,
        name: String::new(),
        login: String::new(),
    };
    let account = |code, closed| AccountPage {
        f,
        id: "1".to_owned(),
        name: "Siti".to_owned(),
        login: "siti".to_owned(),
        role: center::Role::Mentor.label(f.lang).to_owned(),
        scope: "Weleri".to_owned(),
        state: f.t("people-active"),
        tone: "good",
        closed,
        may_close: true,
        code,
    };
    vec![
        (
            "people-list",
            list(
                vec![line],
                vec![Choice::new("owner", center::Role::Owner.label(f.lang))],
            )
            .render()
            .unwrap(),
        ),
        (
            "people-none",
            list(Vec::new(), Vec::new()).render().unwrap(),
        ),
        ("people-account", account(None, true).render().unwrap()),
        (
            "people-code",
            account(Some("KENDI-7F3K".to_owned()), false)
                .render()
                .unwrap(),
        ),
    ]
}
