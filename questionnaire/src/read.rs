//! Reading a questionnaire's file: everything that is wrong with it, each with its line.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use serde_json::Value as Json;
use toml::Spanned;

use crate::expression::Expression;
use crate::model::{Check, Choice, Kind, Page, Question, Questionnaire, Texts};
use vocab::{Problem, Problems};

/// A text as it may be written: a language can be missing, and is complained about by name.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct RawTexts {
    id: String,
    en: String,
    jv: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawChoice {
    value: Spanned<String>,
    label: RawTexts,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCheck {
    test: Spanned<toml::Value>,
    message: RawTexts,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawQuestion {
    id: Spanned<String>,
    kind: Spanned<String>,
    label: RawTexts,
    hint: Option<RawTexts>,
    #[serde(default)]
    required: bool,
    relevant: Option<Spanned<toml::Value>>,
    check: Option<RawCheck>,
    choices: Option<Spanned<String>>,
    fact: Option<String>,
    min: Option<f64>,
    max: Option<f64>,
    most: Option<usize>,
    #[serde(default)]
    questions: Vec<RawQuestion>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPage {
    id: Spanned<String>,
    title: RawTexts,
    relevant: Option<Spanned<toml::Value>>,
    #[serde(default)]
    questions: Vec<RawQuestion>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    id: Spanned<String>,
    version: Spanned<u32>,
    title: RawTexts,
    #[serde(default)]
    choices: BTreeMap<String, Vec<RawChoice>>,
    #[serde(default)]
    pages: Vec<RawPage>,
}

/// Reads a questionnaire. `file` is what problems call it.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read(file: &str, text: &str) -> Result<Questionnaire, Problems> {
    let mut reader = Reader::new(file, text);
    let raw: Raw = match toml::from_str(text) {
        Ok(raw) => raw,
        Err(error) => {
            let offset = error.span().map_or(0, |span| span.start);
            let why = error.message().trim().to_owned();
            reader.complain(
                offset,
                format!("Berkas tidak dapat dibaca: {why}."),
                format!("The file cannot be read: {why}."),
            );
            return Err(Problems::new(reader.problems));
        }
    };
    let questionnaire = reader.questionnaire(&raw);
    reader.skips(&raw);
    reader.problems.sort();
    reader.problems.dedup();
    if reader.problems.is_empty() {
        Ok(questionnaire)
    } else {
        Err(Problems::new(reader.problems))
    }
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    problems: Vec<Problem>,
}

/// A name: lower-case letters, digits and underscores, beginning with a letter. XLSForm and keys of JSON agree on it.
fn is_name(text: &str) -> bool {
    text.len() <= 60
        && text.starts_with(|letter: char| letter.is_ascii_lowercase())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

impl<'a> Reader<'a> {
    fn new(file: &'a str, text: &'a str) -> Self {
        Self {
            file,
            text,
            problems: Vec::new(),
        }
    }

    fn complain(&mut self, offset: usize, id: String, en: String) {
        let before = self.text.get(..offset).unwrap_or_default();
        self.problems.push(Problem {
            file: self.file.to_owned(),
            line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
            id,
            en,
        });
    }

    fn texts(&mut self, offset: usize, what: &str, raw: &RawTexts) -> Texts {
        let texts = Texts {
            id: raw.id.trim().to_owned(),
            en: raw.en.trim().to_owned(),
            jv: raw.jv.trim().to_owned(),
        };
        let missing = texts.missing();
        if !missing.is_empty() {
            let missing = missing.join(", ");
            self.complain(
                offset,
                format!("\"{what}\" belum diterjemahkan ke: {missing}."),
                format!("\"{what}\" is not translated into: {missing}."),
            );
        }
        texts
    }

    fn name(&mut self, name: &Spanned<String>) -> String {
        let text = name.get_ref();
        if !is_name(text) {
            self.complain(
                name.span().start,
                format!("Nama \"{text}\" tidak boleh: pakai huruf kecil, angka dan garis bawah."),
                format!(
                    "The name \"{text}\" is not allowed: use small letters, digits and underscores."
                ),
            );
        }
        text.clone()
    }

    fn expression(&mut self, raw: &Spanned<toml::Value>) -> Option<Expression> {
        let json = serde_json::to_value(raw.get_ref()).unwrap_or(Json::Null);
        match Expression::from_json(&json) {
            Ok(expression) => Some(expression),
            Err(malformed) => {
                let part = malformed.part;
                self.complain(
                    raw.span().start,
                    format!("Ungkapan ini tidak dikenal: {part}. Lihat docs/questionnaire.md."),
                    format!("This is no expression: {part}. See docs/questionnaire.md."),
                );
                None
            }
        }
    }

    fn questionnaire(&mut self, raw: &Raw) -> Questionnaire {
        let start = raw.id.span().start;
        if *raw.version.get_ref() == 0 {
            self.complain(
                raw.version.span().start,
                "Versi dihitung dari 1.".to_owned(),
                "Versions count from 1.".to_owned(),
            );
        }
        let title = self.texts(start, "title", &raw.title);
        let choices = raw
            .choices
            .iter()
            .map(|(list, choices)| (list.clone(), self.list(list, choices)))
            .collect();
        let pages: Vec<Page> = raw.pages.iter().map(|page| self.page(raw, page)).collect();
        if pages.iter().all(|page| page.questions.is_empty()) {
            self.complain(
                start,
                "Kuesioner ini tidak menanyakan apa pun.".to_owned(),
                "This questionnaire asks nothing.".to_owned(),
            );
        }
        Questionnaire {
            id: self.name(&raw.id),
            version: *raw.version.get_ref(),
            title,
            pages,
            choices,
        }
    }

    fn list(&mut self, list: &str, raw: &[RawChoice]) -> Vec<Choice> {
        let mut choices: Vec<Choice> = Vec::with_capacity(raw.len());
        for one in raw {
            let (value, at) = (one.value.get_ref().clone(), one.value.span().start);
            if choices.iter().any(|before| before.value == value) {
                self.complain(
                    at,
                    format!("Pilihan \"{value}\" tertulis dua kali dalam daftar \"{list}\"."),
                    format!("The choice \"{value}\" is twice in the list \"{list}\"."),
                );
            }
            if value.is_empty() || value.contains(char::is_whitespace) {
                self.complain(
                    at,
                    format!("Pilihan \"{value}\" tidak boleh kosong atau berspasi."),
                    format!("The choice \"{value}\" may not be empty or have spaces."),
                );
            }
            let label = self.texts(at, &value, &one.label);
            choices.push(Choice { value, label });
        }
        choices
    }

    fn page(&mut self, raw: &Raw, page: &RawPage) -> Page {
        let at = page.id.span().start;
        Page {
            id: self.name(&page.id),
            title: self.texts(at, page.id.get_ref(), &page.title),
            relevant: page.relevant.as_ref().and_then(|raw| self.expression(raw)),
            questions: page
                .questions
                .iter()
                .map(|question| self.question(raw, question, false))
                .collect(),
        }
    }

    fn question(&mut self, all: &Raw, raw: &RawQuestion, inside: bool) -> Question {
        let at = raw.id.span().start;
        let id = self.name(&raw.id);
        let kind = self.kind(raw, inside);
        let label = self.texts(at, &id, &raw.label);
        let hint = raw
            .hint
            .as_ref()
            .map(|hint| self.texts(at, &format!("{id}: hint"), hint));
        self.choices(all, raw, kind);
        if (raw.min.is_some() || raw.max.is_some()) && !matches!(kind, Kind::Number | Kind::Money) {
            self.complain(
                at,
                format!("\"{id}\": min dan max hanya untuk angka dan uang."),
                format!("\"{id}\": min and max are for numbers and money only."),
            );
        }
        Question {
            kind,
            label,
            hint,
            required: raw.required,
            relevant: raw.relevant.as_ref().and_then(|raw| self.expression(raw)),
            check: raw.check.as_ref().and_then(|check| {
                let message = self.texts(at, &format!("{id}: check"), &check.message);
                let test = self.expression(&check.test)?;
                Some(Check { test, message })
            }),
            choices: raw.choices.as_ref().map(|list| list.get_ref().clone()),
            fact: raw.fact.clone(),
            min: raw.min,
            max: raw.max,
            most: raw.most,
            questions: raw
                .questions
                .iter()
                .map(|question| self.question(all, question, true))
                .collect(),
            id,
        }
    }

    fn kind(&mut self, raw: &RawQuestion, inside: bool) -> Kind {
        let (word, at) = (raw.kind.get_ref(), raw.kind.span().start);
        let Some(kind) = Kind::from_id(word) else {
            let known: Vec<&str> = Kind::ALL.iter().map(|kind| kind.id()).collect();
            let known = known.join(", ");
            self.complain(
                at,
                format!("Jenis pertanyaan \"{word}\" tidak dikenal; pakai salah satu: {known}."),
                format!("There is no kind of question \"{word}\"; use one of: {known}."),
            );
            return Kind::Text;
        };
        if kind == Kind::Repeat && (inside || raw.questions.is_empty() || raw.most.is_none()) {
            self.complain(
                at,
                "Ulangan memerlukan pertanyaan di dalamnya dan batas \"most\", dan tidak boleh di dalam ulangan lain."
                    .to_owned(),
                "A repeat needs questions in it and a limit \"most\", and cannot be inside another repeat."
                    .to_owned(),
            );
        }
        if kind != Kind::Repeat && (!raw.questions.is_empty() || raw.most.is_some()) {
            self.complain(
                at,
                "Hanya ulangan (kind = \"repeat\") yang berisi pertanyaan lain.".to_owned(),
                "Only a repeat (kind = \"repeat\") has questions in it.".to_owned(),
            );
        }
        kind
    }

    fn choices(&mut self, all: &Raw, raw: &RawQuestion, kind: Kind) {
        let wants = matches!(kind, Kind::Choice | Kind::Choices);
        match &raw.choices {
            None if wants => self.complain(
                raw.id.span().start,
                "Pertanyaan pilihan memerlukan daftar \"choices\".".to_owned(),
                "A question of choices needs a list \"choices\".".to_owned(),
            ),
            Some(list) if wants && !all.choices.contains_key(list.get_ref()) => {
                let name = list.get_ref();
                self.complain(
                    list.span().start,
                    format!("Daftar pilihan \"{name}\" tidak ada di berkas ini."),
                    format!("The list of choices \"{name}\" is not in this file."),
                );
            }
            Some(list) if !wants => self.complain(
                list.span().start,
                "Hanya pertanyaan pilihan yang memakai daftar \"choices\".".to_owned(),
                "Only questions of choices use a list \"choices\".".to_owned(),
            ),
            _ => {}
        }
    }

    /// Skips and checks speak of earlier questions only, so that no answer can hang on itself. A question may be spoken
    /// of from inside its own repeat or after it, but not one of a repeat from outside.
    fn skips(&mut self, raw: &Raw) {
        let mut places: HashMap<&str, Place> = HashMap::new();
        let mut hangs: HashMap<&str, Vec<String>> = HashMap::new();
        let mut number = 0;
        for page in &raw.pages {
            for question in &page.questions {
                self.place(&mut places, question, None, &mut number);
                for inner in &question.questions {
                    let repeat = Some(question.id.get_ref().as_str());
                    self.place(&mut places, inner, repeat, &mut number);
                }
            }
        }
        for page in &raw.pages {
            for (question, _) in asked(page) {
                let own = question.relevant.iter().chain(&page.relevant);
                let of = own.flat_map(names).collect();
                hangs.insert(question.id.get_ref(), of);
            }
        }
        for page in &raw.pages {
            let first = page.questions.first().map(|one| one.id.get_ref().as_str());
            if let (Some(relevant), Some(first)) = (&page.relevant, first) {
                self.spoken(&places, &hangs, first, relevant, false);
            }
            for (question, _) in asked(page) {
                let id = question.id.get_ref().as_str();
                if let Some(relevant) = &question.relevant {
                    self.spoken(&places, &hangs, id, relevant, false);
                }
                if let Some(check) = &question.check {
                    self.spoken(&places, &hangs, id, &check.test, true);
                }
            }
        }
    }

    fn place<'q>(
        &mut self,
        places: &mut HashMap<&'q str, Place<'q>>,
        question: &'q RawQuestion,
        repeat: Option<&'q str>,
        number: &mut usize,
    ) {
        *number += 1;
        let id = question.id.get_ref();
        let place = Place {
            number: *number,
            repeat,
        };
        if places.insert(id, place).is_some() {
            self.complain(
                question.id.span().start,
                format!("Pertanyaan \"{id}\" ada dua kali; setiap nama hanya sekali."),
                format!("The question \"{id}\" is there twice; each name once only."),
            );
        }
    }

    fn spoken(
        &mut self,
        places: &HashMap<&str, Place<'_>>,
        hangs: &HashMap<&str, Vec<String>>,
        id: &str,
        expression: &Spanned<toml::Value>,
        may_itself: bool,
    ) {
        let Some(here) = places.get(id).copied() else {
            return;
        };
        let at = expression.span().start;
        for of in names(expression) {
            let Some(there) = places.get(of.as_str()) else {
                self.complain(
                    at,
                    format!("\"{id}\" bergantung pada pertanyaan \"{of}\", yang tidak ada."),
                    format!("\"{id}\" hangs on the question \"{of}\", which is not there."),
                );
                continue;
            };
            if may_itself && of == id {
                continue;
            }
            if there.number < here.number {
                if there.repeat.is_some() && there.repeat != here.repeat {
                    self.complain(
                        at,
                        format!("\"{of}\" ditanyakan di dalam ulangan dan tidak dapat dilihat dari \"{id}\"."),
                        format!("\"{of}\" is asked inside a repeat and cannot be seen from \"{id}\"."),
                    );
                }
                continue;
            }
            if reaches(hangs, &of, id) {
                self.complain(
                    at,
                    format!("Lingkaran: \"{id}\" dan \"{of}\" saling menunggu; hapus salah satu syaratnya."),
                    format!("A loop: \"{id}\" and \"{of}\" wait for each other; take one of the conditions away."),
                );
            } else {
                self.complain(
                    at,
                    format!("\"{id}\" bergantung pada \"{of}\", yang baru ditanyakan sesudahnya; pindahkan lebih awal."),
                    format!("\"{id}\" hangs on \"{of}\", which is asked later; move that before it."),
                );
            }
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Place<'a> {
    number: usize,
    repeat: Option<&'a str>,
}

/// The questions of a page, those of repeats too.
fn asked(page: &RawPage) -> impl Iterator<Item = (&RawQuestion, Option<&RawQuestion>)> {
    page.questions.iter().flat_map(|question| {
        let inner = question.questions.iter();
        std::iter::once((question, None)).chain(inner.map(move |one| (one, Some(question))))
    })
}

/// The questions an expression speaks of, if it is one.
fn names(raw: &Spanned<toml::Value>) -> Vec<String> {
    let json = serde_json::to_value(raw.get_ref()).unwrap_or(Json::Null);
    Expression::from_json(&json).map_or_else(
        |_| Vec::new(),
        |expression| {
            expression
                .speaks_of()
                .into_iter()
                .map(str::to_owned)
                .collect()
        },
    )
}

/// Whether `from` hangs, over any number of others, on `to`.
fn reaches(hangs: &HashMap<&str, Vec<String>>, from: &str, to: &str) -> bool {
    let mut seen = vec![from.to_owned()];
    let mut next = 0;
    while let Some(name) = seen.get(next).cloned() {
        if name == to {
            return true;
        }
        next += 1;
        for of in hangs.get(name.as_str()).into_iter().flatten() {
            if !seen.contains(of) {
                seen.push(of.clone());
            }
        }
    }
    false
}
