//! `pendopo plan --facts FILE.json`: the plan of one business, as text or JSON.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::NaiveDate;
use rulebook::{Facts, FactsError, Problems, Rulebook, render};
use vocab::{DomainError, Lang};

/// Facts of one business are a few kilobytes; more than this is another kind of file.
const LARGEST_FACTS: u64 = 1 << 20;

/// Print the plan of a business: what is done, what comes next, what to tell us, and why.
#[derive(Debug, clap::Args)]
pub(crate) struct PlanArgs {
    /// JSON object of facts, such as {"kbli":"2020:10794","sales":120000000}; `-` reads standard input.
    #[arg(long, value_name = "FILE")]
    facts: PathBuf,
    /// The day to plan for; today if left out.
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Option<NaiveDate>,
    /// Language of the plan: id or en.
    #[arg(long, default_value = "id")]
    lang: Lang,
    /// Print JSON in place of text.
    #[arg(long)]
    json: bool,
    /// Folder with a regency's own rules, on top of the built-in ones; may be repeated.
    #[arg(long = "rules", value_name = "DIR")]
    rules: Vec<PathBuf>,
}

/// Prints the plan; the exit code is 1 if facts or rules cannot be read.
pub(crate) fn run(args: &PlanArgs, today: NaiveDate, out: &mut impl Write) -> io::Result<ExitCode> {
    match plan(args, today) {
        Ok(text) => {
            writeln!(out, "{}", text.trim_end())?;
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            writeln!(io::stderr(), "{}", error.text(args.lang))?;
            Ok(ExitCode::FAILURE)
        }
    }
}

fn plan(args: &PlanArgs, today: NaiveDate) -> Result<String, PlanError> {
    let book = Rulebook::load(&args.rules).map_err(PlanError::Rules)?;
    let facts = read_facts(&args.facts)?;
    let plan = book.plan(&facts, args.on.unwrap_or(today));
    Ok(if args.json {
        format!("{:#}", render::json(&book, &facts, &plan, args.lang))
    } else {
        render::text(&book, &facts, &plan, args.lang)
    })
}

fn read_facts(path: &Path) -> Result<Facts, PlanError> {
    let unreadable = |source| PlanError::Unreadable {
        path: path.to_owned(),
        source,
    };
    let mut text = String::new();
    let reader: Box<dyn Read> = if path == Path::new("-") {
        Box::new(io::stdin())
    } else {
        Box::new(std::fs::File::open(path).map_err(unreadable)?)
    };
    // One byte more than allowed tells a file that is too large from one that just fits.
    reader
        .take(LARGEST_FACTS + 1)
        .read_to_string(&mut text)
        .map_err(unreadable)?;
    if text.len() as u64 > LARGEST_FACTS {
        return Err(PlanError::TooLarge {
            path: path.to_owned(),
        });
    }
    let json = serde_json::from_str(&text).map_err(|source| PlanError::NotJson {
        path: path.to_owned(),
        source,
    })?;
    Facts::from_json(&json).map_err(|source| PlanError::Facts {
        path: path.to_owned(),
        source,
    })
}

/// Why there is no plan.
#[derive(Debug)]
enum PlanError {
    /// The file cannot be opened or is not text.
    Unreadable { path: PathBuf, source: io::Error },
    /// The file is no set of facts by its size.
    TooLarge { path: PathBuf },
    /// The text is no JSON.
    NotJson {
        path: PathBuf,
        source: serde_json::Error,
    },
    /// A fact is unknown or its value wrong.
    Facts { path: PathBuf, source: FactsError },
    /// The rules cannot be loaded.
    Rules(Problems),
}

impl PlanError {
    fn text(&self, lang: Lang) -> String {
        match (self, lang) {
            (PlanError::Unreadable { path, source }, Lang::Id) => {
                format!("{} tidak dapat dibaca: {source}.", path.display())
            }
            (PlanError::Unreadable { path, source }, Lang::En) => {
                format!("{} cannot be read: {source}.", path.display())
            }
            (PlanError::TooLarge { path }, Lang::Id) => {
                format!(
                    "{} terlalu besar; data satu usaha paling banyak 1 MiB.",
                    path.display()
                )
            }
            (PlanError::TooLarge { path }, Lang::En) => {
                format!(
                    "{} is too large; the facts of one business take at most 1 MiB.",
                    path.display()
                )
            }
            (PlanError::NotJson { path, source }, Lang::Id) => {
                format!("{} bukan JSON yang benar: {source}.", path.display())
            }
            (PlanError::NotJson { path, source }, Lang::En) => {
                format!("{} is not JSON: {source}.", path.display())
            }
            (PlanError::Facts { path, source }, Lang::Id) => {
                format!("{}: {}", path.display(), source.id())
            }
            (PlanError::Facts { path, source }, Lang::En) => {
                format!("{}: {}", path.display(), source.en())
            }
            (PlanError::Rules(problems), lang) => {
                let lines = problems.iter();
                let line =
                    |it: &rulebook::Problem| format!("{}:{}: {}", it.file, it.line, it.text(lang));
                lines.map(line).collect::<Vec<_>>().join("\n")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn planned(facts: &str, change: impl FnOnce(&mut PlanArgs)) -> Result<String, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("facts.json");
        std::fs::write(&path, facts).unwrap();
        let mut args = PlanArgs {
            facts: path,
            on: None,
            lang: Lang::En,
            json: false,
            rules: Vec::new(),
        };
        change(&mut args);
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        plan(&args, today).map_err(|error| error.text(args.lang))
    }

    #[test]
    fn a_plan_is_printed_for_today_or_for_a_given_day() {
        let facts = r#"{ "kbli": "2020:10794", "nib": false }"#;
        let text = planned(facts, |_| {}).unwrap();
        assert!(text.starts_with("Plan as of 24 November 2026"), "{text}");
        assert!(
            text.contains("[>] Get your business number (NIB) (required)"),
            "{text}"
        );
        let text = planned(facts, |args| args.on = NaiveDate::from_ymd_opt(2026, 10, 1)).unwrap();
        assert!(text.starts_with("Plan as of 1 October 2026"), "{text}");
        let text = planned(facts, |args| args.lang = Lang::Id).unwrap();
        assert!(
            text.contains("Urus Nomor Induk Berusaha (NIB) (wajib)"),
            "{text}"
        );
    }

    #[test]
    fn json_can_be_read_back() {
        let json = planned("{}", |args| args.json = true).unwrap();
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(json["on"], "2026-11-24");
        assert_eq!(json["stages"][0]["steps"][0]["rule"], "nib");
    }

    #[test]
    fn bad_facts_say_what_and_where() {
        for (facts, expected) in [
            ("{", "is not JSON"),
            ("[]", "Facts must be a JSON object"),
            (r#"{ "nibb": true }"#, "no fact named \"nibb\""),
            (r#"{ "nib": "12" }"#, "nib: "),
        ] {
            let error = planned(facts, |_| {}).unwrap_err();
            assert!(
                error.contains("facts.json") && error.contains(expected),
                "{error}"
            );
        }
        let missing = planned("{}", |args| args.facts = "/no/such/file".into()).unwrap_err();
        assert!(missing.contains("cannot be read"), "{missing}");
        let rules = planned("{}", |args| args.rules = vec!["/no/such/folder".into()]).unwrap_err();
        assert!(
            rules.contains("/no/such/folder:0: Cannot be read"),
            "{rules}"
        );
    }
}
