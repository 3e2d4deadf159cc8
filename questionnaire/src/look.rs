//! Holding a set of answers against the version by which it was made.

use std::collections::BTreeSet;

use serde_json::Value as Json;
use vocab::{DomainError, Message};

use crate::answers::{AnswerSet, Rows};
use crate::expression::{Expression, Truth};
use crate::model::{Kind, Question, Questionnaire};
use crate::scope::{Row, Scope};
use crate::value;

/// What is wrong with an answer.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Wrong {
    /// The question.
    pub question: String,
    /// The row of its repeat, from 0.
    pub row: Option<usize>,
    /// What, and how to mend it.
    pub message: Message,
}

/// What came of looking.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Looked {
    /// What is wrong, in the order of the questions.
    pub wrong: Vec<Wrong>,
    /// The answers of questions that are asked, and nothing else.
    pub asked: Rows,
}

/// The longest text.
const LONGEST: usize = 2_000;
/// Most photos of one question.
const MOST_PHOTOS: usize = 10;

fn message(code: &str, id: String, en: String) -> Message {
    Message {
        code: code.to_owned(),
        id,
        en,
    }
}

impl Questionnaire {
    /// Looks at a set of answers. `complete` says whether all that is required must be there; a set about a business
    /// that was not found has little in it.
    pub fn look(&self, set: &AnswerSet, complete: bool) -> Looked {
        let mut looking = Looking {
            form: self,
            set,
            complete,
            hidden: BTreeSet::new(),
            looked: Looked::default(),
        };
        looking.unknown();
        for page in &self.pages {
            let shown = looking.shows(page.relevant.as_ref());
            for question in &page.questions {
                if shown && looking.shows(question.relevant.as_ref()) {
                    looking.question(question);
                } else {
                    looking.hidden.insert(question.id.clone());
                }
            }
        }
        looking.looked
    }
}

struct Looking<'a> {
    form: &'a Questionnaire,
    set: &'a AnswerSet,
    complete: bool,
    hidden: BTreeSet<String>,
    looked: Looked,
}

impl Looking<'_> {
    fn scope(&self) -> Scope<'_> {
        Scope {
            set: self.set,
            hidden: &self.hidden,
            row: None,
        }
    }

    /// What hangs on something unknown is not asked.
    fn shows(&self, relevant: Option<&Expression>) -> bool {
        relevant.is_none_or(|test| test.truth(&self.scope()) == Truth::True)
    }

    fn unknown(&mut self) {
        let known = |id: &str| {
            self.form
                .pages
                .iter()
                .flat_map(|page| &page.questions)
                .any(|question| question.id == id)
        };
        let strange: Vec<String> = self
            .set
            .answers
            .keys()
            .filter(|id| !known(id))
            .cloned()
            .collect();
        let name = self.form.name();
        for id in strange {
            let wrong = message(
                "answer.unknown_question",
                format!(
                    "Kuesioner {name} tidak punya pertanyaan \"{id}\"; kirim dengan versi kuesioner yang dipakai mengisi."
                ),
                format!(
                    "The questionnaire {name} has no question \"{id}\"; send it with the version by which it was filled in."
                ),
            );
            self.say(&id, None, wrong);
        }
    }

    fn say(&mut self, question: &str, row: Option<usize>, message: Message) {
        self.looked.wrong.push(Wrong {
            question: question.to_owned(),
            row,
            message,
        });
    }

    fn question(&mut self, question: &Question) {
        let set = self.set;
        let answer = set.answers.get(&question.id);
        if question.kind == Kind::Repeat {
            self.repeat(question, answer);
            return;
        }
        let hidden = std::mem::take(&mut self.hidden);
        let scope = Scope {
            set,
            hidden: &hidden,
            row: None,
        };
        let wrong = judge(self.form, question, answer, &scope, self.complete);
        self.hidden = hidden;
        match wrong {
            Some(wrong) => self.say(&question.id, None, wrong),
            None => {
                if let Some(answer) = answer.filter(|answer| !value::is_empty(answer)) {
                    self.looked
                        .asked
                        .insert(question.id.clone(), answer.clone());
                }
            }
        }
    }

    fn repeat(&mut self, question: &Question, answer: Option<&Json>) {
        let set = self.set;
        let rows = set.rows(&question.id);
        let given = answer.and_then(Json::as_array).map_or(0, Vec::len);
        let most = question.most.unwrap_or(usize::MAX);
        let label = (&question.label.id, &question.label.en);
        if answer.is_some_and(|answer| !value::is_empty(answer)) && rows.len() != given.max(1) {
            let wrong = message(
                "answer.not_rows",
                format!("\"{}\" harus berupa daftar isian.", label.0),
                format!("\"{}\" must be a list of rows.", label.1),
            );
            self.say(&question.id, None, wrong);
            return;
        }
        if given > most {
            let wrong = message(
                "answer.too_many_rows",
                format!("\"{}\" paling banyak {most} isian; ada {given}.", label.0),
                format!(
                    "\"{}\" takes at most {most} rows; there are {given}.",
                    label.1
                ),
            );
            self.say(&question.id, None, wrong);
        }
        if given == 0 && question.required && self.complete {
            self.say(&question.id, None, required(question));
        }
        let hidden = std::mem::take(&mut self.hidden);
        let mut kept = Vec::with_capacity(rows.len());
        for (number, answers) in rows.into_iter().enumerate() {
            let mut row_hidden = BTreeSet::new();
            let mut asked = Rows::new();
            for inner in &question.questions {
                let scope = Scope {
                    set,
                    hidden: &hidden,
                    row: Some(Row {
                        repeat: &question.id,
                        number,
                        answers,
                        questions: &question.questions,
                        hidden: &row_hidden,
                    }),
                };
                let relevant = inner.relevant.as_ref();
                if relevant.is_some_and(|test| test.truth(&scope) != Truth::True) {
                    row_hidden.insert(inner.id.clone());
                    continue;
                }
                let answer = answers.get(&inner.id);
                match judge(self.form, inner, answer, &scope, self.complete) {
                    Some(wrong) => self.say(&inner.id, Some(number), wrong),
                    None => {
                        if let Some(answer) = answer.filter(|answer| !value::is_empty(answer)) {
                            asked.insert(inner.id.clone(), answer.clone());
                        }
                    }
                }
            }
            kept.push(Json::Object(asked));
        }
        self.hidden = hidden;
        if !kept.is_empty() {
            let id = question.id.clone();
            self.looked.asked.insert(id, Json::Array(kept));
        }
    }
}

fn required(question: &Question) -> Message {
    message(
        "answer.required",
        format!("\"{}\" belum diisi.", question.label.id),
        format!("\"{}\" is not answered.", question.label.en),
    )
}

/// What is wrong with one answer.
fn judge(
    form: &Questionnaire,
    question: &Question,
    answer: Option<&Json>,
    scope: &Scope<'_>,
    complete: bool,
) -> Option<Message> {
    if question.kind == Kind::Photo {
        let key = AnswerSet::photo_key(scope.row.map(|row| (row.repeat, row.number)), &question.id);
        let photos = scope.set.photos.get(&key).map_or(0, Vec::len);
        if photos > MOST_PHOTOS {
            return Some(message(
                "answer.too_many_photos",
                format!(
                    "\"{}\" paling banyak {MOST_PHOTOS} foto.",
                    question.label.id
                ),
                format!(
                    "\"{}\" takes at most {MOST_PHOTOS} photos.",
                    question.label.en
                ),
            ));
        }
        return (photos == 0 && question.required && complete).then(|| required(question));
    }
    let Some(answer) = answer.filter(|answer| !value::is_empty(answer)) else {
        let needed = question.required && complete && question.kind != Kind::Note;
        return needed.then(|| required(question));
    };
    if let Some(wrong) = fits(form, question, answer) {
        return Some(wrong);
    }
    let check = question.check.as_ref()?;
    (check.test.truth(scope) == Truth::False).then(|| {
        message(
            "answer.check",
            check.message.id.clone(),
            check.message.en.clone(),
        )
    })
}

/// Whether an answer is of the question's kind.
fn fits(form: &Questionnaire, question: &Question, answer: &Json) -> Option<Message> {
    let (id, en) = (&question.label.id, &question.label.en);
    let kind = || {
        message(
            "answer.kind",
            format!(
                "Jawaban \"{id}\" tidak dapat dibaca sebagai {}.",
                question.kind.id()
            ),
            format!(
                "The answer to \"{en}\" cannot be read as {}.",
                question.kind.id()
            ),
        )
    };
    let noun = |error: &dyn DomainError| {
        let said = error.message();
        message(
            &said.code,
            format!("\"{id}\": {}", said.id),
            format!("\"{en}\": {}", said.en),
        )
    };
    match question.kind {
        Kind::Text => match answer.as_str() {
            Some(text) if text.chars().count() > LONGEST => Some(message(
                "answer.too_long",
                format!("\"{id}\" paling panjang {LONGEST} huruf."),
                format!("\"{en}\" takes at most {LONGEST} letters."),
            )),
            Some(_) => None,
            None => Some(kind()),
        },
        Kind::Number | Kind::Money => {
            let Some(number) = answer.as_f64().filter(|number| number.is_finite()) else {
                return Some(kind());
            };
            if question.kind == Kind::Money && answer.as_i64().is_none_or(|money| money < 0) {
                return Some(kind());
            }
            let low = question.min.filter(|min| number < *min);
            let high = question.max.filter(|max| number > *max);
            low.map(|min| {
                message(
                    "answer.too_small",
                    format!("\"{id}\" paling kecil {min}."),
                    format!("\"{en}\" must be at least {min}."),
                )
            })
            .or_else(|| {
                high.map(|max| {
                    message(
                        "answer.too_large",
                        format!("\"{id}\" paling besar {max}."),
                        format!("\"{en}\" must be at most {max}."),
                    )
                })
            })
        }
        Kind::Choice | Kind::Choices => {
            let choices = form.choices_of(question);
            let known = |value: &Json| {
                value
                    .as_str()
                    .is_some_and(|value| choices.iter().any(|choice| choice.value == value))
            };
            let good = match (question.kind, answer) {
                (Kind::Choices, Json::Array(values)) => values.iter().all(known),
                (Kind::Choice, value) => known(value),
                _ => false,
            };
            (!good).then(|| {
                message(
                    "answer.no_choice",
                    format!("Jawaban \"{id}\" tidak ada dalam daftar pilihannya."),
                    format!("The answer to \"{en}\" is not in its list of choices."),
                )
            })
        }
        Kind::Date => {
            let good = answer
                .as_str()
                .is_some_and(|day| day.parse::<chrono::NaiveDate>().is_ok());
            (!good).then(kind)
        }
        Kind::Phone => parsed::<vocab::PhoneNumber>(answer, &kind, &noun),
        Kind::Nik => parsed::<vocab::Nik>(answer, &kind, &noun),
        Kind::Region => parsed::<vocab::RegionCode>(answer, &kind, &noun),
        Kind::Location => {
            let part = |name: &str| answer.get(name).and_then(Json::as_f64);
            let good = match (part("lat"), part("lon")) {
                (Some(lat), Some(lon)) => lat.abs() <= 90.0 && lon.abs() <= 180.0,
                _ => false,
            };
            (!good).then(kind)
        }
        Kind::YesNo => (!answer.is_boolean()).then(kind),
        Kind::Note | Kind::Photo | Kind::Repeat => Some(kind()),
    }
}

fn parsed<T>(
    answer: &Json,
    kind: &dyn Fn() -> Message,
    noun: &dyn Fn(&dyn DomainError) -> Message,
) -> Option<Message>
where
    T: std::str::FromStr,
    T::Err: DomainError,
{
    let Some(text) = answer.as_str() else {
        return Some(kind());
    };
    text.parse::<T>().err().map(|error| noun(&error))
}
