//! What was typed into a form of the project, read field by field, and kept to be shown again when it is refused.

use axum::response::Response;
use center::{ErrorKind, project::ProjectError};
use chrono::NaiveDate;
use vocab::{DomainError, Message, Rupiah, RupiahError};

use super::site;
use crate::{
    error::Refusal,
    frame::Frame,
    page::{go_noting, say},
};

/// The fields of a form as they came.
#[derive(Debug, Default)]
pub(crate) struct Typed(pub(crate) Vec<(String, String)>);

impl Typed {
    /// The first value of a field; empty when there is none.
    pub(crate) fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// The value of a field, or another when nothing was typed.
    pub(crate) fn or(&self, name: &str, otherwise: &str) -> String {
        let value = self.get(name);
        let value = if value.is_empty() { otherwise } else { value };
        value.to_owned()
    }

    /// All values of a field.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let fields = self.0.iter().filter(move |(key, _)| key == name);
        fields.map(|(_, value)| value.as_str())
    }

    /// A whole number; one that cannot be read lies outside every range, and the use case says which.
    pub(super) fn whole(&self, name: &str) -> i64 {
        self.get(name).trim().parse().unwrap_or(i64::MIN)
    }

    /// An amount as people write it, in rupiah.
    pub(super) fn rupiah(&self, name: &str) -> Result<i64, Wrong> {
        let amount: Rupiah = self.get(name).parse()?;
        Ok(amount.0)
    }

    /// A day.
    pub(super) fn day(&self, name: &str) -> Result<NaiveDate, Wrong> {
        Ok(site::day(self.get(name))?)
    }

    /// A day, or none.
    pub(super) fn day_or_none(&self, name: &str) -> Result<Option<NaiveDate>, Wrong> {
        Ok(site::day_or_none(self.get(name))?)
    }

    /// An id; what is none is not there.
    pub(super) fn id<T: std::str::FromStr>(&self, name: &str) -> Result<T, Wrong> {
        let found = self.get(name).parse();
        found.map_err(|_| Wrong::Refused(Refusal::NotFound))
    }
}

/// Why a form was not carried out.
#[derive(Debug)]
pub(super) enum Wrong {
    /// Something typed is wrong: the form is shown again with it.
    Said(Message),
    /// It is not for this visitor, or our own fault.
    Refused(Refusal),
}

impl From<center::Error> for Wrong {
    fn from(error: center::Error) -> Self {
        match error.kind() {
            ErrorKind::Invalid | ErrorKind::Conflict => Self::Said(error.message()),
            _ => Self::Refused(error.into()),
        }
    }
}

impl From<ProjectError> for Wrong {
    fn from(error: ProjectError) -> Self {
        Self::Said(error.message())
    }
}

impl From<RupiahError> for Wrong {
    fn from(error: RupiahError) -> Self {
        Self::Said(error.message())
    }
}

impl From<Refusal> for Wrong {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// What follows a form.
pub(super) enum After {
    /// It was done: on to another page.
    Done(Response),
    /// The page again, with what is wrong on it.
    Again(Vec<String>),
}

/// Settles what follows a form: on to `next` with a note when it was done.
pub(super) fn settle<T>(
    frame: &Frame,
    done: Result<T, Wrong>,
    next: &str,
    note: &'static str,
) -> Result<After, Refusal> {
    match done {
        Ok(_) => Ok(After::Done(go_noting(next, note)?)),
        Err(Wrong::Refused(refusal)) => Err(refusal),
        Err(Wrong::Said(message)) => Ok(After::Again(vec![say(frame.lang, &message)])),
    }
}

/// An id in an address.
pub(super) fn id<T: std::str::FromStr>(text: &str) -> Result<T, Refusal> {
    text.parse().map_err(|_| Refusal::NotFound)
}

/// An amount as it is shown.
pub(super) fn money(amount: i64) -> String {
    Rupiah(amount).to_string()
}
