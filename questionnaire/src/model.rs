//! What a questionnaire is made of. Written as JSON it is what the phone reads.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use vocab::Lang;

use crate::expression::Expression;

/// A text in the three languages of the field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    /// Indonesian.
    pub id: String,
    /// English.
    pub en: String,
    /// Javanese.
    pub jv: String,
}

impl Texts {
    /// The text for pages, which come in two languages.
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::Id => &self.id,
            Lang::En => &self.en,
        }
    }

    /// The languages in which it says nothing.
    pub fn missing(&self) -> Vec<&'static str> {
        [("id", &self.id), ("en", &self.en), ("jv", &self.jv)]
            .into_iter()
            .filter(|(_, text)| text.trim().is_empty())
            .map(|(code, _)| code)
            .collect()
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $word:literal;)*) => {
        /// What a question asks for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Kind { $($(#[$doc])* $name,)* }

        impl Kind {
            /// All kinds.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its word in files.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// The kind of a word.
            pub fn from_id(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$name),)* _ => None }
            }
        }
    };
}

kinds! {
    /// Words.
    Text = "text";
    /// A number.
    Number = "number";
    /// Whole rupiah.
    Money = "money";
    /// One of a list.
    Choice = "choice";
    /// Any of a list.
    Choices = "choices";
    /// A day.
    Date = "date";
    /// A telephone number.
    Phone = "phone";
    /// A NIK.
    Nik = "nik";
    /// A point with its accuracy.
    Location = "location";
    /// Photos.
    Photo = "photo";
    /// Yes or no.
    YesNo = "yes_no";
    /// A text that asks nothing.
    Note = "note";
    /// A village.
    Region = "region";
    /// The same questions several times.
    Repeat = "repeat";
}

/// A choice of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What is kept.
    pub value: String,
    /// What is shown.
    pub label: Texts,
}

/// A check of an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// What must not be false.
    pub test: Expression,
    /// What is said if it is.
    pub message: Texts,
}

/// The fact of a question of many choices whose values are the ids of yes-or-no facts: each chosen one is stated as
/// yes, each other one as no.
pub const EACH: &str = "each";

/// A question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Its name; unique in the questionnaire.
    pub id: String,
    /// What it asks for.
    pub kind: Kind,
    /// The question.
    pub label: Texts,
    /// What helps to answer it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Texts>,
    /// Whether it must be answered, where it is asked.
    #[serde(default)]
    pub required: bool,
    /// When it is asked; always if nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relevant: Option<Expression>,
    /// What its answer must pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<Check>,
    /// The list of its choices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choices: Option<String>,
    /// The fact of the rulebook that its answer states.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fact: Option<String>,
    /// Smallest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// Largest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// How many rows a repeat may have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<usize>,
    /// The questions of a repeat.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Question>,
}

/// A page of questions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Its name.
    pub id: String,
    /// Its heading.
    pub title: Texts,
    /// When it is shown; always if nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relevant: Option<Expression>,
    /// Its questions.
    pub questions: Vec<Question>,
}

/// A questionnaire of one version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Questionnaire {
    /// Its name.
    pub id: String,
    /// Its version. Any change that can change an answer is a new version.
    pub version: u32,
    /// Its heading.
    pub title: Texts,
    /// Its pages.
    pub pages: Vec<Page>,
    /// Its lists of choices.
    pub choices: BTreeMap<String, Vec<Choice>>,
}

impl Questionnaire {
    /// Name and version, such as `sensus@1`.
    pub fn name(&self) -> String {
        format!("{}@{}", self.id, self.version)
    }

    /// Every question, those of repeats after the repeat, in the order in which they are asked.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.pages
            .iter()
            .flat_map(|page| &page.questions)
            .flat_map(|question| std::iter::once(question).chain(&question.questions))
    }

    /// The question of a name.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions().find(|question| question.id == id)
    }

    /// The choices of a question.
    pub fn choices_of(&self, question: &Question) -> &[Choice] {
        question
            .choices
            .as_ref()
            .and_then(|list| self.choices.get(list))
            .map_or(&[], Vec::as_slice)
    }

    /// What the phone reads.
    pub fn to_json(&self) -> serde_json::Value {
        // Plain values in memory always write.
        serde_json::to_value(self).unwrap_or_default()
    }
}
