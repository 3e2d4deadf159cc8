//! Assessment instruments: what is asked, what each level looks like, what it weighs, how a total is called.
//!
//! An instrument is local policy, not law: no national weights exist (the ministry itself said in 2023 that the size
//! bands of PP 7/2021 are too wide to show progress). So it is dated data with its source, and every version stays.

use std::sync::OnceLock;

use chrono::NaiveDate;
use serde::Deserialize;
use vocab::Lang;

use crate::load::{self, LoadErrors};

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Indonesian.
    pub id: String,
    /// English.
    pub en: String,
}

impl Text {
    /// The text in a language.
    pub fn say(&self, lang: Lang) -> &str {
        match lang {
            Lang::Id => &self.id,
            Lang::En => &self.en,
        }
    }
}

/// What a level of a question looks like when one stands before it.
pub type Level = Text;

/// One question.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Unique in its instrument, kept with the answers.
    pub id: String,
    /// What is asked.
    pub ask: Text,
    /// Levels from 0 (nothing there) upwards.
    pub levels: Vec<Level>,
    /// Share of the whole score, 0 to 1; all questions together make 1.
    pub weight: f64,
    /// Whether a photo is to show it.
    pub photo: bool,
}

impl Question {
    /// The highest level.
    pub fn highest(&self) -> u8 {
        u8::try_from(self.levels.len().saturating_sub(1)).unwrap_or(u8::MAX)
    }
}

/// A group of questions which is weighed and drawn as one.
#[derive(Debug, Clone, PartialEq)]
pub struct Dimension {
    /// Unique in its instrument.
    pub id: String,
    /// What people call it.
    pub title: Text,
    /// Share of the whole score, 0 to 1.
    pub weight: f64,
    /// Its questions.
    pub questions: Vec<Question>,
}

/// A name for a range of totals: a grade, a class, a level.
#[derive(Debug, Clone, PartialEq)]
pub struct Class {
    /// Kept with an assessment.
    pub id: String,
    /// What people call it.
    pub title: Text,
    /// From this total (0 to 100) upwards.
    pub from: f64,
}

/// Where the weights come from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Weighing {
    /// Pairwise judgements (AHP) with their consistency ratio: 0 without contradictions, above 0.1 to be revisited.
    Judged {
        /// The consistency ratio.
        consistency: f64,
    },
    /// Weights published elsewhere, taken over as they are; their consistency ratio is not known.
    Published,
}

/// A questionnaire of one version.
#[derive(Debug, Clone, PartialEq)]
pub struct Instrument {
    /// What stays the same through all versions.
    pub id: String,
    /// The version; a change of anything that can change a score is a new one.
    pub version: u16,
    /// From which day it is used.
    pub valid_from: NaiveDate,
    /// What people call it.
    pub title: Text,
    /// Where it comes from and how sure that is.
    pub source: Text,
    /// Where the weights come from.
    pub weighing: Weighing,
    /// What is assessed.
    pub dimensions: Vec<Dimension>,
    /// Classes from the lowest upwards.
    pub classes: Vec<Class>,
}

impl Instrument {
    /// All questions with their dimension.
    pub fn questions(&self) -> impl Iterator<Item = (&Dimension, &Question)> {
        self.dimensions
            .iter()
            .flat_map(|dimension| dimension.questions.iter().map(move |q| (dimension, q)))
    }

    /// The class of a total between 0 and 100.
    pub fn class(&self, total: f64) -> Option<&Class> {
        self.classes.iter().rev().find(|class| total >= class.from)
    }
}

/// Every version of every instrument.
#[derive(Debug, Clone, PartialEq)]
pub struct Instruments {
    all: Vec<Instrument>,
}

/// The built-in instruments: file name and text.
const BUILTIN: &[(&str, &str)] = &[
    (
        "pendampingan.1.toml",
        include_str!("../instruments/pendampingan.1.toml"),
    ),
    (
        "kurasi.1.toml",
        include_str!("../instruments/kurasi.1.toml"),
    ),
    (
        "naik_kelas.1.toml",
        include_str!("../instruments/naik_kelas.1.toml"),
    ),
    (
        "siap_ekspor.1.toml",
        include_str!("../instruments/siap_ekspor.1.toml"),
    ),
];

/// The instrument with which mentoring begins and ends.
pub const MENTORING: &str = "pendampingan";

impl Instruments {
    /// Reads instruments from texts, each with the name of its file. All that is wrong is said at once.
    pub fn read<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, LoadErrors> {
        load::read(files).map(|all| Self { all })
    }

    /// The built-in ones.
    pub fn builtin() -> Result<&'static Self, &'static LoadErrors> {
        static READ: OnceLock<Result<Instruments, LoadErrors>> = OnceLock::new();
        READ.get_or_init(|| Self::read(BUILTIN.iter().copied()))
            .as_ref()
    }

    /// One version.
    pub fn find(&self, id: &str, version: u16) -> Option<&Instrument> {
        self.all
            .iter()
            .find(|one| one.id == id && one.version == version)
    }

    /// The version of a day: the newest that is valid by then.
    pub fn on(&self, id: &str, day: NaiveDate) -> Option<&Instrument> {
        self.all
            .iter()
            .filter(|one| one.id == id && one.valid_from <= day)
            .max_by_key(|one| (one.valid_from, one.version))
    }

    /// The instruments of a day, each in its version of that day.
    pub fn of_day(&self, day: NaiveDate) -> Vec<&Instrument> {
        let mut ids: Vec<&str> = Vec::new();
        for one in &self.all {
            if !ids.contains(&one.id.as_str()) {
                ids.push(&one.id);
            }
        }
        ids.into_iter().filter_map(|id| self.on(id, day)).collect()
    }
}
