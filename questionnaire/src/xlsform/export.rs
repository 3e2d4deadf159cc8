//! A questionnaire as XLSForm.

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

use super::{FACT, KIND, LANGUAGES, MAX, MIN, MOST, YES_NO, path};
use crate::model::{Kind, Question, Questionnaire, Texts};

fn columns(text: &str) -> impl Iterator<Item = String> + '_ {
    LANGUAGES
        .iter()
        .map(move |language| format!("{text}::{language}"))
}

fn three(texts: Option<&Texts>) -> [String; 3] {
    texts.map_or_else(Default::default, |texts| {
        [texts.id.clone(), texts.en.clone(), texts.jv.clone()]
    })
}

fn row(sheet: &mut Worksheet, at: &mut u32, cells: &[String]) -> Result<(), XlsxError> {
    for (column, cell) in (0..).zip(cells) {
        if !cell.is_empty() {
            sheet.write_string(*at, column, cell)?;
        }
    }
    *at += 1;
    Ok(())
}

/// The workbook's bytes.
///
/// # Errors
/// If the workbook cannot be written, which is a fault of ours.
pub fn export(form: &Questionnaire) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    survey(form, book.add_worksheet().set_name("survey")?)?;
    choices(form, book.add_worksheet().set_name("choices")?)?;
    let sheet = book.add_worksheet().set_name("settings")?;
    let mut at = 0;
    let head = ["form_title", "form_id", "version", "default_language"];
    row(sheet, &mut at, &head.map(str::to_owned))?;
    let language = LANGUAGES.first().copied().unwrap_or_default().to_owned();
    let titles = three(Some(&form.title)).join(" | ");
    row(
        sheet,
        &mut at,
        &[titles, form.id.clone(), form.version.to_string(), language],
    )?;
    book.save_to_buffer()
}

fn survey(form: &Questionnaire, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let mut head = vec!["type".to_owned(), "name".to_owned()];
    head.extend(columns("label"));
    head.extend(columns("hint"));
    head.extend(["required", "relevant", "constraint"].map(str::to_owned));
    head.extend(columns("constraint_message"));
    head.extend([KIND, FACT, MIN, MAX, MOST].map(str::to_owned));
    let mut at = 0;
    row(sheet, &mut at, &head)?;
    for page in &form.pages {
        let mut cells = vec!["begin_group".to_owned(), page.id.clone()];
        cells.extend(three(Some(&page.title)));
        cells.extend([const { String::new() }; 4]);
        cells.push(relevant(form, page.relevant.as_ref()));
        row(sheet, &mut at, &cells)?;
        for one in &page.questions {
            question(form, sheet, &mut at, one)?;
        }
        row(sheet, &mut at, &["end_group".to_owned()])?;
    }
    Ok(())
}

fn relevant(form: &Questionnaire, expression: Option<&crate::Expression>) -> String {
    expression.map_or_else(String::new, |one| path::write(form, one))
}

fn question(
    form: &Questionnaire,
    sheet: &mut Worksheet,
    at: &mut u32,
    one: &Question,
) -> Result<(), XlsxError> {
    let list = one.choices.as_deref().unwrap_or_default();
    let kind = match one.kind {
        Kind::Text | Kind::Phone | Kind::Nik | Kind::Region => "text".to_owned(),
        Kind::Number => "decimal".to_owned(),
        Kind::Money => "integer".to_owned(),
        Kind::Choice => format!("select_one {list}"),
        Kind::Choices => format!("select_multiple {list}"),
        Kind::Date => "date".to_owned(),
        Kind::Location => "geopoint".to_owned(),
        Kind::Photo => "image".to_owned(),
        Kind::YesNo => format!("select_one {YES_NO}"),
        Kind::Note => "note".to_owned(),
        Kind::Repeat => "begin_repeat".to_owned(),
    };
    let mut cells = vec![kind, one.id.clone()];
    cells.extend(three(Some(&one.label)));
    cells.extend(three(one.hint.as_ref()));
    cells.push(if one.required { "yes" } else { "" }.to_owned());
    cells.push(relevant(form, one.relevant.as_ref()));
    // Kobo has no smallest and largest number but in the constraint.
    let bound = |sign: &str, limit: Option<f64>| limit.map(|limit| format!(". {sign} {limit}"));
    let own = one
        .check
        .as_ref()
        .map(|check| path::write(form, &check.test));
    let all: Vec<String> = [bound(">=", one.min), bound("<=", one.max), own]
        .into_iter()
        .flatten()
        .collect();
    cells.push(all.join(" and "));
    cells.extend(three(one.check.as_ref().map(|check| &check.message)));
    cells.push(one.kind.id().to_owned());
    cells.push(one.fact.clone().unwrap_or_default());
    let number = |number: Option<f64>| number.map_or_else(String::new, |one| one.to_string());
    cells.extend([number(one.min), number(one.max)]);
    cells.push(one.most.map_or_else(String::new, |most| most.to_string()));
    row(sheet, at, &cells)?;
    if one.kind == Kind::Repeat {
        for inner in &one.questions {
            question(form, sheet, at, inner)?;
        }
        row(sheet, at, &["end_repeat".to_owned()])?;
    }
    Ok(())
}

fn choices(form: &Questionnaire, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let mut at = 0;
    let mut head = vec!["list_name".to_owned(), "name".to_owned()];
    head.extend(columns("label"));
    row(sheet, &mut at, &head)?;
    for (value, texts) in [
        ("yes", ["Ya", "Yes", "Inggih"]),
        ("no", ["Tidak", "No", "Boten"]),
    ] {
        let mut cells = vec![YES_NO.to_owned(), value.to_owned()];
        cells.extend(texts.map(str::to_owned));
        row(sheet, &mut at, &cells)?;
    }
    for (list, choices) in &form.choices {
        for choice in choices {
            let mut cells = vec![list.clone(), choice.value.clone()];
            cells.extend(three(Some(&choice.label)));
            row(sheet, &mut at, &cells)?;
        }
    }
    Ok(())
}
