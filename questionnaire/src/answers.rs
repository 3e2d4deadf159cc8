//! A set of answers, as the phone sends it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

/// A row of a repeat, or all answers outside of repeats.
pub type Rows = Map<String, Json>;

/// Answers by question, and the photos by question; a photo inside a repeat is under `repeat.row.question`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AnswerSet {
    /// Answers.
    #[serde(default)]
    pub answers: Rows,
    /// Ids of files.
    #[serde(default)]
    pub photos: BTreeMap<String, Vec<String>>,
}

impl AnswerSet {
    /// The rows of a repeat.
    pub fn rows(&self, repeat: &str) -> Vec<&Rows> {
        self.answers
            .get(repeat)
            .and_then(Json::as_array)
            .map(|rows| rows.iter().filter_map(Json::as_object).collect())
            .unwrap_or_default()
    }

    /// Under which name the photos of a question are.
    pub fn photo_key(repeat: Option<(&str, usize)>, question: &str) -> String {
        match repeat {
            Some((repeat, row)) => format!("{repeat}.{row}.{question}"),
            None => question.to_owned(),
        }
    }
}
