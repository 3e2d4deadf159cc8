//! Reading instruments: whatever is wrong is said with file and line, and nothing is taken half.

use std::collections::BTreeSet;
use std::fmt;

use serde::Deserialize;
use siting::rank::ahp::{Judgements, MOST_SIBLINGS, TOLERABLE};
use toml::Spanned;

use crate::instrument::{Class, Dimension, Instrument, Question, Text, Weighing};

/// What is wrong with an instrument, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadError {
    /// The file.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong and how to mend it, in English (it is read by whoever maintains the data).
    pub what: String,
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}

/// Everything that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadErrors(pub Vec<LoadError>);

impl fmt::Display for LoadErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, error) in self.0.iter().enumerate() {
            let line = if at == 0 { "" } else { "\n" };
            write!(f, "{line}{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for LoadErrors {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: String,
    version: u16,
    valid_from: toml::value::Datetime,
    title: Text,
    source: Text,
    dimension: Vec<Spanned<DimensionLine>>,
    #[serde(default)]
    judgement: Vec<Spanned<JudgementLine>>,
    class: Vec<Spanned<ClassLine>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DimensionLine {
    id: String,
    title: Text,
    /// Published weight; left out where judgements make the weights.
    weight: Option<f64>,
    question: Vec<Spanned<QuestionLine>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuestionLine {
    id: String,
    ask: Text,
    #[serde(default = "one")]
    weight: f64,
    #[serde(default)]
    photo: bool,
    levels: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct JudgementLine {
    first: String,
    second: String,
    /// How many times more important the first is, from 1/9 to 9.
    times: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassLine {
    id: String,
    title: Text,
    from: f64,
}

fn one() -> f64 {
    1.0
}

pub(crate) fn read<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<Vec<Instrument>, LoadErrors> {
    let mut all: Vec<Instrument> = Vec::new();
    let mut errors = Vec::new();
    for (name, text) in files {
        let mut desk = Desk {
            name,
            text,
            errors: Vec::new(),
        };
        if let Some(instrument) = desk.instrument() {
            if all
                .iter()
                .any(|other| other.id == instrument.id && other.version == instrument.version)
            {
                desk.wrong(
                    0,
                    format!(
                        "{} version {} is defined twice",
                        instrument.id, instrument.version
                    ),
                );
            }
            all.push(instrument);
        }
        errors.extend(desk.errors);
    }
    if errors.is_empty() {
        Ok(all)
    } else {
        Err(LoadErrors(errors))
    }
}

/// One file while it is read.
struct Desk<'a> {
    name: &'a str,
    text: &'a str,
    errors: Vec<LoadError>,
}

impl Desk<'_> {
    fn wrong(&mut self, offset: usize, what: impl Into<String>) {
        let before = self.text.get(..offset).unwrap_or(self.text);
        self.errors.push(LoadError {
            file: self.name.to_owned(),
            line: before.matches('\n').count() + 1,
            what: what.into(),
        });
    }

    fn instrument(&mut self) -> Option<Instrument> {
        let file: File = match toml::from_str(self.text) {
            Ok(file) => file,
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                self.wrong(at, error.message().to_owned());
                return None;
            }
        };
        let valid_from = file.valid_from.to_string().parse();
        if valid_from.is_err() {
            self.wrong(0, "valid_from must be a day such as 2026-01-01");
        }
        self.both(0, &file.title);
        self.both(0, &file.source);
        self.unique(
            file.dimension
                .iter()
                .map(|line| (line.span().start, line.get_ref().id.clone())),
            "dimension",
        );
        let questions = file
            .dimension
            .iter()
            .flat_map(|line| &line.get_ref().question);
        self.unique(
            questions.map(|line| (line.span().start, line.get_ref().id.clone())),
            "question",
        );
        let (weights, weighing) = self.weights(&file)?;
        let dimensions = file
            .dimension
            .iter()
            .zip(weights)
            .map(|(line, weight)| self.dimension(line, weight))
            .collect();
        let classes = self.classes(&file.class);
        Some(Instrument {
            id: file.id,
            version: file.version,
            valid_from: valid_from.ok()?,
            title: file.title,
            source: file.source,
            weighing,
            dimensions,
            classes,
        })
    }

    fn unique(&mut self, ids: impl Iterator<Item = (usize, String)>, kind: &str) {
        let mut seen = BTreeSet::new();
        for (at, id) in ids.collect::<Vec<_>>() {
            if id.trim().is_empty() {
                self.wrong(at, format!("a {kind} without id"));
            } else if !seen.insert(id.clone()) {
                self.wrong(at, format!("{kind} {id} is there twice"));
            }
        }
    }

    fn both(&mut self, at: usize, text: &Text) {
        if text.id.trim().is_empty() || text.en.trim().is_empty() {
            self.wrong(at, "a text is empty; write it in Indonesian and in English");
        }
    }

    /// Weights of the dimensions (sum 1): published ones, or the principal eigenvector of the judgements.
    fn weights(&mut self, file: &File) -> Option<(Vec<f64>, Weighing)> {
        let published: Vec<f64> = file
            .dimension
            .iter()
            .filter_map(|line| line.get_ref().weight)
            .collect();
        if !published.is_empty() {
            let at = file.dimension.first().map_or(0, |line| line.span().start);
            if published.len() != file.dimension.len() || !file.judgement.is_empty() {
                self.wrong(
                    at,
                    "either every dimension has a weight, or judgements make them; not both",
                );
                return None;
            }
            if published
                .iter()
                .any(|weight| !weight.is_finite() || *weight <= 0.0)
            {
                self.wrong(at, "weights must be above 0");
                return None;
            }
            let sum: f64 = published.iter().sum();
            return Some((
                published.iter().map(|weight| weight / sum).collect(),
                Weighing::Published,
            ));
        }
        self.judged(file)
    }

    fn judged(&mut self, file: &File) -> Option<(Vec<f64>, Weighing)> {
        let before = self.errors.len();
        let ids: Vec<&str> = file
            .dimension
            .iter()
            .map(|line| line.get_ref().id.as_str())
            .collect();
        if ids.is_empty() || ids.len() > MOST_SIBLINGS {
            self.wrong(
                0,
                format!("an instrument has 1 to {MOST_SIBLINGS} dimensions"),
            );
            return None;
        }
        let mut judgements = Judgements::equal(ids.len());
        let mut given = BTreeSet::new();
        for line in &file.judgement {
            let (at, judgement) = (line.span().start, line.get_ref());
            let place = |id: &str| ids.iter().position(|other| *other == id);
            let (Some(first), Some(second)) = (place(&judgement.first), place(&judgement.second))
            else {
                self.wrong(
                    at,
                    format!(
                        "no such dimension: {} or {}",
                        judgement.first, judgement.second
                    ),
                );
                continue;
            };
            if first == second || !given.insert((first.min(second), first.max(second))) {
                self.wrong(
                    at,
                    format!(
                        "{} and {} are compared twice, or with themselves",
                        judgement.first, judgement.second
                    ),
                );
            }
            if (1.0 / 9.0 - 1e-9..=9.0).contains(&judgement.times) {
                judgements.set(first, second, judgement.times);
            } else {
                self.wrong(at, "times must lie between 1/9 and 9 (Saaty's scale)");
            }
        }
        let pairs = ids.len() * (ids.len() - 1) / 2;
        if given.len() < pairs && self.errors.len() == before {
            self.wrong(
                0,
                format!(
                    "{} of {pairs} judgements are given; every pair of dimensions needs one",
                    given.len()
                ),
            );
        }
        let consistency = judgements.consistency();
        if consistency > TOLERABLE && self.errors.len() == before {
            let advice = judgements.advice().map_or_else(String::new, |advice| {
                format!(
                    "; look again at {} over {}",
                    ids[advice.first], ids[advice.second]
                )
            });
            self.wrong(0, format!("the judgements contradict each other: consistency ratio {consistency:.3}, above {TOLERABLE}{advice}"));
        }
        (self.errors.len() == before)
            .then(|| (judgements.principal().0, Weighing::Judged { consistency }))
    }

    fn dimension(&mut self, line: &Spanned<DimensionLine>, weight: f64) -> Dimension {
        let (at, dimension) = (line.span().start, line.get_ref());
        self.both(at, &dimension.title);
        if dimension.question.is_empty() {
            self.wrong(at, format!("dimension {} has no question", dimension.id));
        }
        let sum: f64 = dimension
            .question
            .iter()
            .map(|line| line.get_ref().weight)
            .sum();
        let questions = dimension
            .question
            .iter()
            .map(|line| self.question(line, weight / sum))
            .collect();
        Dimension {
            id: dimension.id.clone(),
            title: dimension.title.clone(),
            weight,
            questions,
        }
    }

    fn question(&mut self, line: &Spanned<QuestionLine>, unit: f64) -> Question {
        let (at, question) = (line.span().start, line.get_ref());
        self.both(at, &question.ask);
        for level in &question.levels {
            self.both(at, level);
        }
        if !(2..=10).contains(&question.levels.len()) {
            self.wrong(at, format!("question {} needs 2 to 10 levels", question.id));
        }
        if !question.weight.is_finite() || question.weight <= 0.0 {
            self.wrong(
                at,
                format!("the weight of question {} must be above 0", question.id),
            );
        }
        Question {
            id: question.id.clone(),
            ask: question.ask.clone(),
            levels: question.levels.clone(),
            weight: question.weight * unit,
            photo: question.photo,
        }
    }

    fn classes(&mut self, lines: &[Spanned<ClassLine>]) -> Vec<Class> {
        let mut last: Option<f64> = None;
        for line in lines {
            let (at, class) = (line.span().start, line.get_ref());
            self.both(at, &class.title);
            match last {
                // The lowest class takes everybody, so that every total has a name.
                None if class.from.abs() > f64::EPSILON => {
                    self.wrong(at, "the first class must begin at 0");
                }
                Some(before) if class.from <= before || class.from > 100.0 => {
                    self.wrong(
                        at,
                        format!(
                            "class {} must begin above {before} and not above 100",
                            class.id
                        ),
                    );
                }
                _ => {}
            }
            last = Some(class.from);
        }
        if lines.is_empty() {
            self.wrong(0, "an instrument needs at least one class");
        }
        lines
            .iter()
            .map(|line| Class {
                id: line.get_ref().id.clone(),
                title: line.get_ref().title.clone(),
                from: line.get_ref().from,
            })
            .collect()
    }
}
