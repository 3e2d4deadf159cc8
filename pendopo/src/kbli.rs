//! `pendopo kbli find`: which activity code fits, and what choosing it will require.

use std::fmt::Write as _;
use std::io::Write;
use std::process::ExitCode;

use chrono::NaiveDate;
use rulebook::{Found, RequiredStep, Requirements, Rulebook};
use serde::Serialize;
use vocab::{KbliVersion, Lang};

use crate::config::Config;
use crate::failure::Failure;
use crate::open;
use crate::reference::edition;

/// What can be asked about activity codes.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Find the code of an activity: "gawe tempe", "warung soto".
    Find(FindArgs),
}

/// What is looked for.
#[derive(Debug, clap::Args)]
pub(crate) struct FindArgs {
    /// What the business does, in the words of its owner; or a code.
    text: String,
    /// Only this edition, 2020 or 2025.
    #[arg(long, value_parser = edition)]
    version: Option<KbliVersion>,
    /// How many answers.
    #[arg(long, default_value_t = 5)]
    limit: usize,
    /// As JSON.
    #[arg(long)]
    json: bool,
    /// Language: id or en.
    #[arg(long, default_value = "id")]
    lang: Lang,
}

/// An activity with what choosing it will require.
#[derive(Serialize)]
struct Answer {
    #[serde(flatten)]
    found: Found,
    requirements: Requirements,
}

/// Runs the command; the exit code is 1 if nothing fits.
pub(crate) fn run(
    command: &Command,
    config: &Config,
    today: NaiveDate,
    out: &mut impl Write,
) -> Result<ExitCode, Failure> {
    let Command::Find(args) = command;
    let book = open::rulebook(config)?;
    let answers = answers(&book, args, today);
    if args.json {
        let json = serde_json::to_string_pretty(&answers).map_err(std::io::Error::other)?;
        writeln!(out, "{json}")?;
    } else {
        write!(out, "{}", tell(&answers, args.lang))?;
    }
    Ok(if answers.is_empty() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn answers(book: &Rulebook, args: &FindArgs, today: NaiveDate) -> Vec<Answer> {
    let found = book.find_activity(&args.text, args.version, args.limit);
    let answer = |found: Found| Answer {
        requirements: book.requirements(found.code, today),
        found,
    };
    found.into_iter().map(answer).collect()
}

fn tell(answers: &[Answer], lang: Lang) -> String {
    if answers.is_empty() {
        return match lang {
            Lang::Id => "Tidak ada kegiatan yang cocok. Coba kata lain, atau tanyakan ke dinas.\n"
                .to_owned(),
            Lang::En => "No activity fits. Try other words, or ask the office.\n".to_owned(),
        };
    }
    let mut text = String::new();
    for (place, answer) in (1..).zip(answers) {
        tell_one(&mut text, place, answer, lang);
    }
    text
}

fn tell_one(text: &mut String, place: usize, answer: &Answer, lang: Lang) {
    let Answer {
        found,
        requirements,
    } = answer;
    let digits = |code: Option<vocab::KbliCode>| {
        code.map_or_else(|| "-".to_owned(), |code| code.code().to_owned())
    };
    let (old, new) = (digits(found.kbli_2020), digits(found.kbli_2025));
    let words = match lang {
        Lang::Id => ["Awas", "Risiko", "Perlu (usaha mikro)", "Mungkin perlu"],
        Lang::En => [
            "Beware",
            "Risk",
            "Needed (micro business)",
            "Perhaps needed",
        ],
    };
    let [beware, risk, needed, perhaps] = words;
    let title = found.title.get(lang);
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "{place}. {title}\n   KBLI 2020: {old}   KBLI 2025: {new}"
    );
    for warning in &found.warnings {
        let _ = writeln!(text, "   {beware}: {}", warning.get(lang));
    }
    let _ = writeln!(text, "   {risk}: {}", requirements.risk.get(lang));
    for (label, undecided) in [(needed, false), (perhaps, true)] {
        let steps = requirements.steps.iter();
        for step in steps.filter(|step| step.perhaps == undecided) {
            let _ = writeln!(text, "   {label}: {}", tell_step(step, lang));
        }
    }
}

fn tell_step(step: &RequiredStep, lang: Lang) -> String {
    let (title, time) = (step.title.get(lang), step.time.get(lang));
    let depends: Vec<_> = step.depends_on.iter().map(|fact| fact.get(lang)).collect();
    let on = match (depends.is_empty(), lang) {
        (true, _) => String::new(),
        (false, Lang::Id) => format!("; tergantung: {}", depends.join(", ")),
        (false, Lang::En) => format!("; depends on: {}", depends.join(", ")),
    };
    let (duty, cost) = (step.duty.label(lang), step.cost.get(lang));
    format!("{title} [{duty}; {time}; {cost}{on}]")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &str, version: Option<KbliVersion>, json: bool) -> (String, ExitCode) {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config::default();
        config.data.folder = folder.path().to_owned();
        let command = Command::Find(FindArgs {
            text: text.to_owned(),
            version,
            limit: 3,
            json,
            lang: Lang::Id,
        });
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let mut out = Vec::new();
        let code = run(&command, &config, today, &mut out).unwrap();
        (String::from_utf8(out).unwrap(), code)
    }

    #[test]
    fn an_answer_tells_both_codes_warnings_risk_and_permits() {
        let (text, code) = asked("gawe tempe", None, false);
        assert_eq!(code, ExitCode::SUCCESS);
        for part in ["KBLI 2020: 10391   KBLI 2025: 10307", "Risiko:", "NIB"] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }

    #[test]
    fn json_is_one_list_with_requirements() {
        let (text, _) = asked("warung soto", Some(KbliVersion::V2025), true);
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(json[0]["code"], "2025:56101");
        assert!(
            json[0]["requirements"]["steps"]
                .as_array()
                .is_some_and(|steps| !steps.is_empty())
        );
    }

    #[test]
    fn nothing_that_fits_is_said_and_fails() {
        let (text, code) = asked("zzzzqqqq", None, false);
        assert_eq!(code, ExitCode::FAILURE);
        assert!(text.contains("Tidak ada"));
    }
}
