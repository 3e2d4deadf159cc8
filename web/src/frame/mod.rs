//! What every page has around its content: head, rooms, language, note, foot.

mod note;
mod rooms;

use std::sync::Arc;

use askama::filters::HtmlSafeOutput;
use axum::{extract::FromRequestParts, http::request::Parts};
use center::{Actor, Permission, Role};
use chrono::{DateTime, NaiveDate, Utc};
use fluent_templates::fluent_bundle::FluentValue;
use vocab::Lang;

pub(crate) use note::Note;
use rooms::Room;

use crate::{
    access::Standing,
    assets::ASSETS,
    config::WebConfig,
    error::Refusal,
    format, icon,
    language::{self, Arguments},
    session::Known,
};

/// The frame around one page for one visitor.
#[derive(Clone)]
pub(crate) struct Frame {
    pub(crate) lang: Lang,
    /// Who asks; without a finished login it is the public.
    pub(crate) actor: Arc<Actor>,
    /// The session, also one that still waits for its one-time code.
    pub(crate) session: Option<Arc<Known>>,
    pub(crate) csrf: String,
    /// Path and query of the request, for the language switch and the current room.
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) note: Option<Note>,
    pub(crate) config: Arc<WebConfig>,
    /// A secret made for a visitor who had none: it goes into a cookie with the answer.
    pub(crate) new_visit: Option<String>,
}

#[cfg(test)]
pub(crate) use note::keys as note_keys;

/// A frame as a test needs it.
#[cfg(test)]
pub(crate) fn sample(lang: Lang, role: Role, config: Arc<WebConfig>) -> Frame {
    let mut actor = Actor::public("33.24");
    actor.name = "Siti <Aminah>".to_owned();
    actor.role = role;
    Frame {
        lang,
        actor: Arc::new(actor),
        session: None,
        csrf: "token".to_owned(),
        path: "/registry".to_owned(),
        query: "q=a".to_owned(),
        note: Note::of("note-saved", lang),
        config,
        new_visit: None,
    }
}

/// One choice of the language switch.
pub(crate) struct Tongue {
    pub(crate) code: &'static str,
    pub(crate) short: &'static str,
    pub(crate) name: &'static str,
    pub(crate) href: String,
    pub(crate) current: bool,
}

#[expect(
    clippy::unused_self,
    clippy::trivially_copy_pass_by_ref,
    clippy::needless_pass_by_value,
    reason = "templates reach everything through the frame, and hand over references"
)]
impl Frame {
    pub(crate) fn code(&self) -> &'static str {
        language::code(self.lang)
    }

    /// The text of `key`.
    pub(crate) fn t(&self, key: &str) -> String {
        language::text(self.lang, key)
    }

    /// The text of `key` with one argument.
    pub(crate) fn t1(&self, key: &str, name: &'static str, value: impl ToString) -> String {
        let value = FluentValue::from(value.to_string());
        language::text_with(self.lang, key, &Arguments::from([(name.into(), value)]))
    }

    /// The text of `key` with two arguments.
    pub(crate) fn t2(
        &self,
        key: &str,
        first: (&'static str, &dyn ToString),
        second: (&'static str, &dyn ToString),
    ) -> String {
        let arguments = [first, second]
            .map(|(name, value)| (name.into(), FluentValue::from(value.to_string())));
        language::text_with(self.lang, key, &Arguments::from(arguments))
    }

    /// The text of `key` about a name and its source, as templates can say it.
    pub(crate) fn named(&self, key: &str, name: &str, source: &str) -> String {
        self.t2(key, ("name", &name), ("source", &source))
    }

    /// The text of `key` about a number of things: `$n` chooses the plural, `$shown` is printed.
    pub(crate) fn count(&self, key: &str, n: impl std::borrow::Borrow<i64>) -> String {
        let n = *n.borrow();
        let arguments = Arguments::from([
            ("n".into(), FluentValue::from(n)),
            ("shown".into(), FluentValue::from(format::number(n))),
        ]);
        language::text_with(self.lang, key, &arguments)
    }

    pub(crate) fn number(&self, value: impl Into<i64>) -> String {
        format::number(value.into())
    }

    pub(crate) fn percent(&self, part: i64, whole: i64) -> String {
        format::percent(part, whole)
    }

    pub(crate) fn date(&self, day: &NaiveDate) -> String {
        format::date(self.lang, *day)
    }

    pub(crate) fn moment(&self, at: &DateTime<Utc>) -> String {
        format::moment(self.lang, *at)
    }

    pub(crate) fn icon(&self, name: &str) -> HtmlSafeOutput<String> {
        icon::icon(name)
    }

    pub(crate) fn mark(&self) -> HtmlSafeOutput<&'static str> {
        icon::mark()
    }

    pub(crate) fn roof(&self) -> HtmlSafeOutput<&'static str> {
        icon::roof()
    }

    pub(crate) fn style(&self) -> Option<&'static str> {
        ASSETS.style.as_deref()
    }

    pub(crate) fn script(&self) -> Option<&'static str> {
        ASSETS.script.as_deref()
    }

    pub(crate) fn csrf(&self) -> &str {
        &self.csrf
    }

    pub(crate) fn office(&self) -> &str {
        &self.config.office
    }

    pub(crate) fn note(&self) -> Option<&Note> {
        self.note.as_ref()
    }

    pub(crate) fn signed_in_as(&self) -> Option<&str> {
        self.is_signed_in().then_some(self.actor.name.as_str())
    }

    pub(crate) fn role(&self) -> Role {
        self.actor.role
    }

    pub(crate) fn is_signed_in(&self) -> bool {
        self.actor.role != Role::Public
    }

    pub(crate) fn standing(&self) -> Standing {
        Standing {
            role: self.actor.role,
            begun: self.session.is_some(),
        }
    }

    pub(crate) fn may(&self, permission: Permission) -> bool {
        self.actor.may(permission)
    }

    pub(crate) fn is_at(&self, start: &str) -> bool {
        self.path == start
            || self
                .path
                .strip_prefix(start)
                .is_some_and(|rest| rest.starts_with('/'))
    }

    /// Whether reading this address is open to the visitor, by the table of routes itself.
    pub(crate) fn opens(&self, path: &str) -> bool {
        crate::routes::opens(path, self.standing())
    }

    /// Where the mark in the head leads: to the visitor's own first page.
    pub(crate) fn home(&self) -> &'static str {
        home_of(self.role())
    }

    pub(crate) fn rooms(&self) -> Vec<Room> {
        rooms::rooms(self)
    }

    /// Both tongues, each with the address of this same page in it.
    pub(crate) fn tongues(&self) -> [Tongue; 2] {
        [
            (Lang::Id, "ID", "Bahasa Indonesia"),
            (Lang::En, "EN", "English"),
        ]
        .map(|(lang, short, name)| {
            let code = language::code(lang);
            let rest: Vec<&str> = self
                .query
                .split('&')
                .filter(|pair| !pair.is_empty() && !pair.starts_with("lang="))
                .collect();
            let join = if rest.is_empty() { "" } else { "&" };
            let href = format!("{}?{}{join}lang={code}", self.path, rest.join("&"));
            Tongue {
                code,
                short,
                name,
                href,
                current: lang == self.lang,
            }
        })
    }
}

/// Every handler may take the frame: the guard has put it there.
impl<S: Sync> FromRequestParts<S> for Frame {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or(Refusal::Internal)
    }
}

/// The first page of each role.
pub(crate) fn home_of(role: Role) -> &'static str {
    match role {
        Role::Public => "/",
        Role::Owner => "/plan",
        Role::Head => "/insight",
        Role::Enumerator => "/field",
        Role::Mentor | Role::Officer | Role::Gallery | Role::Admin => "/registry",
    }
}
