//! What an expression can see: the answers of questions that are asked, in a repeat those of the same row first.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::answers::{AnswerSet, Rows};
use crate::value;

/// What is answered, as seen from one place.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    /// All answers.
    pub set: &'a AnswerSet,
    /// Questions outside of this row that are not asked: what was answered there before does not count.
    pub hidden: &'a BTreeSet<String>,
    /// The repeat, the number of the row, the row, and what is not asked in it.
    pub row: Option<Row<'a>>,
}

/// A row of a repeat, from inside.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// Name of the repeat.
    pub repeat: &'a str,
    /// Number of the row, from 0.
    pub number: usize,
    /// Its answers.
    pub answers: &'a Rows,
    /// Names of the repeat's questions.
    pub questions: &'a [crate::Question],
    /// What is not asked in this row.
    pub hidden: &'a BTreeSet<String>,
}

impl<'a> Scope<'a> {
    /// The answer to a question, if it is asked here.
    pub fn answer(&self, question: &str) -> Option<&'a Json> {
        if let Some(row) = self.row
            && row.questions.iter().any(|one| one.id == question)
        {
            return row
                .answers
                .get(question)
                .filter(|_| !row.hidden.contains(question));
        }
        self.set
            .answers
            .get(question)
            .filter(|_| !self.hidden.contains(question))
    }

    /// Whether a question is answered; one for photos, by a photo.
    pub fn is_answered(&self, question: &str) -> bool {
        if self
            .answer(question)
            .is_some_and(|answer| !value::is_empty(answer))
        {
            return true;
        }
        let inside = self
            .row
            .filter(|row| row.questions.iter().any(|one| one.id == question));
        let (key, hidden) = match inside {
            Some(row) => (
                AnswerSet::photo_key(Some((row.repeat, row.number)), question),
                row.hidden,
            ),
            None => (question.to_owned(), self.hidden),
        };
        !hidden.contains(question)
            && self
                .set
                .photos
                .get(&key)
                .is_some_and(|files| !files.is_empty())
    }
}
