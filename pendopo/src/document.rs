//! `pendopo document label`: a draft label from a file of facts to a PDF, with what it lacks.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use chrono::NaiveDate;
use documents::label::{Around, Draft, print, read};
use documents::{Desk, Press};
use serde_json::json;
use vocab::DomainError as _;

use crate::config::Config;
use crate::failure::Failure;

/// The papers that can be made here.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Draw a food label at its real size. What it lacks is printed, one JSON object a line.
    Label {
        /// JSON with the label's fields, all texts: brand, product, net, ingredients and so on.
        #[arg(long, value_name = "FILE")]
        facts: PathBuf,
        /// Where the PDF goes.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// A table of foods beside the configured one.
        #[arg(long, value_name = "FILE")]
        foods: Option<PathBuf>,
    },
}

/// A file of labels' facts is small; a larger one is something else.
const LARGEST: u64 = 1 << 20;

/// The desk of this installation: a press, the built-in and the configured foods, the office.
pub(crate) fn desk(config: &Config) -> Result<Desk, Failure> {
    let mut desk = Desk::new(Arc::new(Press::new())).map_err(|e| Failure::domain(&e))?;
    desk.office.clone_from(&config.documents.office);
    match &config.documents.foods {
        Some(file) => with_foods(desk, file),
        None => Ok(desk),
    }
}

fn with_foods(mut desk: Desk, file: &Path) -> Result<Desk, Failure> {
    let tables = desk.tables.with_foods(&text(file)?);
    desk.tables = tables.map_err(|e| Failure::domain(&e))?;
    Ok(desk)
}

fn text(file: &Path) -> Result<String, Failure> {
    if fs::metadata(file)?.len() > LARGEST {
        return Err(Failure::Domain {
            id: format!("{} lebih besar dari 1 MB", file.display()),
            en: format!("{} is larger than 1 MB", file.display()),
        });
    }
    Ok(fs::read_to_string(file)?)
}

/// Runs the command; the exit code is 1 if the label must not be printed as it is.
pub(crate) fn run(
    command: &Command,
    config: &Config,
    today: NaiveDate,
    out: &mut impl Write,
) -> Result<ExitCode, Failure> {
    let Command::Label {
        facts,
        out: pdf,
        foods,
    } = command;
    let mut desk = desk(config)?;
    if let Some(file) = foods {
        desk = with_foods(desk, file)?;
    }
    let draft: Draft = serde_json::from_str(&text(facts)?).map_err(|error| Failure::Domain {
        id: format!("{} tidak dapat dibaca: {error}", facts.display()),
        en: format!("{} cannot be read: {error}", facts.display()),
    })?;
    let around = Around {
        today,
        regency: config.regency.code().parse().ok(),
        tables: &desk.tables,
    };
    let (label, problems) = read(&draft, &around);
    let mut good = true;
    for problem in &problems {
        good &= !problem.is_required();
        let line = json!({
            "required": problem.is_required(), "code": problem.code(),
            "id": problem.id(), "en": problem.en(),
        });
        writeln!(out, "{line}")?;
    }
    let sheet = print(&*desk.printer, &label, today).map_err(|e| Failure::domain(&e))?;
    fs::write(pdf, &sheet.pdf)?;
    Ok(if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(facts: &str) -> (Result<ExitCode, Failure>, String, Vec<u8>) {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("f.json"), folder.path().join("l.pdf"));
        fs::write(&from, facts).unwrap();
        let command = Command::Label {
            facts: from,
            out: to.clone(),
            foods: None,
        };
        let today = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
        let mut out = Vec::new();
        let code = run(&command, &Config::default(), today, &mut out);
        (
            code,
            String::from_utf8(out).unwrap(),
            fs::read(to).unwrap_or_default(),
        )
    }

    #[test]
    fn a_label_becomes_a_pdf_and_what_it_lacks_is_listed() {
        let (code, out, pdf) =
            label("{\"brand\": \"Sari\", \"width\": \"100\", \"height\": \"70\"}");
        assert_eq!(code.unwrap(), ExitCode::FAILURE);
        assert!(pdf.starts_with(b"%PDF-"));
        assert!(out.lines().any(|line| line.contains("label.net")), "{out}");
        assert!(!out.contains("label.brand"));
    }

    #[test]
    fn a_file_that_is_no_label_says_why() {
        let (code, _, pdf) = label("{\"warna\": \"merah\"}");
        assert!(code.unwrap_err().to_string().contains("warna"));
        assert!(pdf.is_empty());
    }
}
