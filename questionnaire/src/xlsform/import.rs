//! XLSForm as a questionnaire. It is read into the same file that people write, so that one reader says what is wrong.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use serde_json::Value as Json;

use super::{FACT, KIND, LANGUAGES, MAX, MIN, MOST, YES_NO, path};
use crate::model::{Kind, Questionnaire};
use crate::read::read;
use vocab::Problem;

/// What came of a workbook.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// The questionnaire.
    pub form: Questionnaire,
    /// The same as a file.
    pub text: String,
    /// What could not be carried: row of `survey`, and why.
    pub lost: Vec<Problem>,
}

/// A workbook that is no questionnaire: everything that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotRead(pub Vec<Problem>);

impl std::fmt::Display for NotRead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for problem in &self.0 {
            writeln!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for NotRead {}

type Line = HashMap<String, String>;

/// More rows are no questionnaire.
const MOST_ROWS: usize = 5_000;

fn problem(file: &str, line: usize, id: String, en: String) -> Problem {
    Problem {
        file: file.to_owned(),
        line,
        id,
        en,
    }
}

fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Option<Vec<(usize, Line)>> {
    let range = book.worksheet_range(name).ok()?;
    let mut rows = range.rows().take(MOST_ROWS);
    let text = |cell: &Data| match cell {
        Data::Empty => String::new(),
        Data::Float(number) if number.fract() == 0.0 => format!("{number:.0}"),
        other => other.to_string().trim().to_owned(),
    };
    let head: Vec<String> = rows.next()?.iter().map(text).collect();
    let lines = rows.zip(2..).map(|(row, number)| {
        let cells = head.iter().cloned().zip(row.iter().map(text));
        (number, cells.filter(|(_, cell)| !cell.is_empty()).collect())
    });
    Some(
        lines
            .filter(|(_, line): &(usize, Line)| !line.is_empty())
            .collect(),
    )
}

fn get<'a>(line: &'a Line, name: &str) -> &'a str {
    line.get(name).map_or("", String::as_str)
}

/// A text in three languages; where the workbook has one only, it stands for all.
fn texts(line: &Line, name: &str) -> Option<String> {
    let given: Vec<&str> = LANGUAGES
        .iter()
        .map(|language| get(line, &format!("{name}::{language}")))
        .collect();
    let mut any: Vec<&str> = given
        .iter()
        .copied()
        .filter(|text| !text.is_empty())
        .collect();
    let others = line
        .iter()
        .filter(|(column, _)| *column == name || column.starts_with(&format!("{name}::")));
    any.extend(others.map(|(_, text)| text.as_str()));
    let first = any.first()?;
    let [id, en, jv] = [0, 1, 2].map(|place| {
        let text = given.get(place).copied().filter(|text| !text.is_empty());
        quoted(text.unwrap_or(first))
    });
    Some(format!("{{ id = {id}, en = {en}, jv = {jv} }}"))
}

fn quoted(text: &str) -> String {
    // A JSON string is a TOML string.
    Json::from(text).to_string()
}

/// Reads a workbook. `file` is what problems call it.
///
/// # Errors
/// Everything that is wrong with it.
pub fn import(file: &str, bytes: &[u8]) -> Result<Imported, NotRead> {
    let unreadable = || {
        NotRead(vec![problem(
            file,
            0,
            "Ini bukan XLSForm: perlu buku kerja XLSX dengan lembar survey, choices dan settings.".to_owned(),
            "This is no XLSForm: it takes an XLSX workbook with the sheets survey, choices and settings.".to_owned(),
        )])
    };
    let mut book: Xlsx<Cursor<&[u8]>> = Xlsx::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let survey = sheet(&mut book, "survey").ok_or_else(unreadable)?;
    let choices = sheet(&mut book, "choices").unwrap_or_default();
    let settings = sheet(&mut book, "settings").unwrap_or_default();
    let mut writing = Writing {
        file,
        text: String::new(),
        lost: Vec::new(),
        yes_no: survey
            .iter()
            .filter(|(_, line)| get(line, "type") == format!("select_one {YES_NO}"))
            .map(|(_, line)| get(line, "name").to_owned())
            .collect(),
        page: false,
        repeat: false,
    };
    writing.head(settings.first().map(|(_, line)| line));
    writing.choices(&choices);
    for (number, line) in &survey {
        writing.line(*number, line);
    }
    let Writing { text, lost, .. } = writing;
    match read(file, &text) {
        Ok(form) => Ok(Imported { form, text, lost }),
        Err(problems) => Err(NotRead(lost.into_iter().chain(problems).collect())),
    }
}

struct Writing<'a> {
    file: &'a str,
    text: String,
    lost: Vec<Problem>,
    yes_no: Vec<String>,
    page: bool,
    repeat: bool,
}

impl Writing<'_> {
    fn put(&mut self, line: &str) {
        // Writing into a String cannot fail.
        let _ = writeln!(self.text, "{line}");
    }

    fn lose(&mut self, row: usize, what: &str) {
        self.lost.push(problem(
            self.file,
            row,
            format!("survey baris {row}: \"{what}\" tidak dapat dibawa dan dilewati."),
            format!("survey row {row}: \"{what}\" cannot be carried and is left out."),
        ));
    }

    fn head(&mut self, settings: Option<&Line>) {
        let none = Line::new();
        let settings = settings.unwrap_or(&none);
        let id: String = get(settings, "form_id")
            .to_lowercase()
            .chars()
            .map(|letter| {
                if letter.is_ascii_alphanumeric() {
                    letter
                } else {
                    '_'
                }
            })
            .collect();
        let version = get(settings, "version").parse::<u32>().unwrap_or(1).max(1);
        let title = match get(settings, "form_title") {
            "" => "Kuesioner",
            title => title,
        };
        let parts: Vec<&str> = title.split(" | ").collect();
        let [a, b, c] = [0, 1, 2].map(|at| quoted(parts.get(at).copied().unwrap_or(title)));
        self.put(&format!(
            "id = {}",
            quoted(if id.is_empty() { "kuesioner" } else { &id })
        ));
        self.put(&format!("version = {version}"));
        self.put(&format!("title = {{ id = {a}, en = {b}, jv = {c} }}"));
    }

    fn choices(&mut self, choices: &[(usize, Line)]) {
        let mut lists: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
        for (_, line) in choices {
            lists.entry(get(line, "list_name")).or_default().push(line);
        }
        lists.retain(|list, _| !list.is_empty() && *list != YES_NO);
        for (list, lines) in lists {
            for line in lines {
                let value = quoted(get(line, "name"));
                let label = texts(line, "label")
                    .unwrap_or_else(|| format!("{{ id = {value}, en = {value}, jv = {value} }}"));
                self.put(&format!(
                    "[[choices.{}]]\nvalue = {value}\nlabel = {label}",
                    quoted(list)
                ));
            }
        }
    }

    fn line(&mut self, row: usize, line: &Line) {
        let words = get(line, "type").replace(' ', "_");
        match words.as_str() {
            "begin_group" => self.begin_page(row, line),
            "end_group" => self.page = false,
            "begin_repeat" => {
                self.question(row, line, Kind::Repeat, None);
                self.repeat = true;
            }
            "end_repeat" => self.repeat = false,
            "" => {}
            _ => match kind(line) {
                Some((kind, list)) => self.question(row, line, kind, list),
                None => self.lose(row, get(line, "type")),
            },
        }
    }

    fn begin_page(&mut self, row: usize, line: &Line) {
        if self.page || self.repeat {
            self.lose(row, "begin_group");
            return;
        }
        self.page = true;
        let name = get(line, "name");
        let title = texts(line, "label");
        self.open_page(name, title);
        self.condition(row, "relevant", get(line, "relevant"), name);
    }

    fn open_page(&mut self, name: &str, title: Option<String>) {
        let name = quoted(name);
        let title = title.unwrap_or_else(|| format!("{{ id = {name}, en = {name}, jv = {name} }}"));
        self.put(&format!("[[pages]]\nid = {name}\ntitle = {title}"));
    }

    fn condition(&mut self, row: usize, word: &str, text: &str, own: &str) {
        if text.is_empty() {
            return;
        }
        let yes_no = |name: &str| self.yes_no.iter().any(|one| one == name);
        match path::read(text, own, &yes_no) {
            Some(found) => self.put(&format!("{word} = {}", found.to_json())),
            None => self.lose(row, text),
        }
    }

    fn question(&mut self, row: usize, line: &Line, kind: Kind, list: Option<String>) {
        let name = get(line, "name").to_owned();
        if !self.page {
            // Kobo needs no groups; we need pages.
            self.open_page(&format!("halaman_{row}"), None);
            self.page = true;
        }
        let table = if self.repeat {
            "pages.questions.questions"
        } else {
            "pages.questions"
        };
        let word = quoted(&name);
        let label = texts(line, "label")
            .unwrap_or_else(|| format!("{{ id = {word}, en = {word}, jv = {word} }}"));
        self.put(&format!(
            "[[{table}]]\nid = {word}\nkind = \"{}\"\nlabel = {label}",
            kind.id()
        ));
        if let Some(hint) = texts(line, "hint") {
            self.put(&format!("hint = {hint}"));
        }
        if matches!(
            get(line, "required").to_lowercase().as_str(),
            "yes" | "true" | "true()"
        ) {
            self.put("required = true");
        }
        if let Some(list) = list {
            self.put(&format!("choices = {}", quoted(&list)));
        }
        if !get(line, FACT).is_empty() {
            self.put(&format!("fact = {}", quoted(get(line, FACT))));
        }
        let number = |column: &str| get(line, column).parse::<f64>().ok();
        for (word, column) in [("min", MIN), ("max", MAX)] {
            if let Some(limit) = number(column) {
                self.put(&format!("{word} = {limit:?}"));
            }
        }
        if kind == Kind::Repeat {
            let most = get(line, MOST).parse::<usize>().unwrap_or(50);
            self.put(&format!("most = {most}"));
        }
        self.condition(row, "relevant", get(line, "relevant"), &name);
        self.check(row, line, &name);
        for column in ["calculation", "choice_filter", "repeat_count", "default"] {
            if !get(line, column).is_empty() {
                self.lose(row, column);
            }
        }
    }

    fn check(&mut self, row: usize, line: &Line, name: &str) {
        let mut text = get(line, "constraint").to_owned();
        // The bounds that the export put there stand in columns of their own too.
        for (sign, column) in [(">=", MIN), ("<=", MAX)] {
            let limit = get(line, column);
            let bound = format!(". {sign} {limit}");
            if let Some(rest) = text.strip_prefix(&bound).filter(|_| !limit.is_empty()) {
                text = rest.strip_prefix(" and ").unwrap_or(rest).to_owned();
            }
        }
        if text.is_empty() {
            return;
        }
        let yes_no = |name: &str| self.yes_no.iter().any(|one| one == name);
        let Some(found) = path::read(&text, name, &yes_no) else {
            self.lose(row, &text);
            return;
        };
        let wrong = "{ id = \"Jawaban tidak sesuai.\", en = \"The answer does not fit.\", jv = \"Wangsulan boten cocog.\" }";
        let message = texts(line, "constraint_message").unwrap_or_else(|| wrong.to_owned());
        self.put(&format!(
            "check = {{ test = {}, message = {message} }}",
            found.to_json()
        ));
    }
}

/// Our kind of a type, and its list of choices.
fn kind(line: &Line) -> Option<(Kind, Option<String>)> {
    let own = Kind::from_id(get(line, KIND));
    let (word, list) = get(line, "type")
        .split_once(' ')
        .unwrap_or((get(line, "type"), ""));
    let list = list.split_whitespace().next().unwrap_or_default();
    let found = match word {
        "text" => Kind::Text,
        "integer" | "decimal" | "range" => Kind::Number,
        "select_one" if list == YES_NO => return Some((Kind::YesNo, None)),
        "select_one" => return Some((Kind::Choice, Some(list.to_owned()))),
        "select_multiple" => return Some((Kind::Choices, Some(list.to_owned()))),
        "date" => Kind::Date,
        "geopoint" => Kind::Location,
        "image" => Kind::Photo,
        "note" => Kind::Note,
        _ => return None,
    };
    Some((own.unwrap_or(found), None))
}
