//! `pendopo rulebook check|list|explain`: the rules themselves, for those who write and read them.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use chrono::NaiveDate;
use rulebook::{Problems, Rule, Rulebook, Stage};
use vocab::Lang;

/// Check, list and explain the rules that plans are made with.
#[derive(Debug, clap::Args)]
pub(crate) struct RulebookArgs {
    #[command(subcommand)]
    command: Command,
    /// Folder with a regency's own rules, on top of the built-in ones; may be repeated.
    #[arg(long = "rules", value_name = "DIR", global = true)]
    rules: Vec<PathBuf>,
    /// Language: id or en.
    #[arg(long, default_value = "id", global = true)]
    lang: Lang,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Check every rule file; each mistake is printed with its file and line.
    Check,
    /// List the rules in plan order.
    List {
        /// What changed and when, instead.
        #[arg(long)]
        changes: bool,
    },
    /// Print all that a rule says, in every version.
    Explain {
        /// The rule's id, such as spp_irt.
        rule: String,
    },
}

/// Runs the command; the exit code is 1 if the rules have mistakes or the rule does not exist.
pub(crate) fn run(
    args: &RulebookArgs,
    today: NaiveDate,
    out: &mut impl Write,
) -> io::Result<ExitCode> {
    let book = match Rulebook::load(&args.rules) {
        Ok(book) => book,
        Err(problems) => {
            writeln!(io::stderr(), "{}", tell_problems(&problems, args.lang))?;
            return Ok(ExitCode::FAILURE);
        }
    };
    let text = match &args.command {
        Command::Check => Some(summary(&book, args.lang)),
        Command::List { changes: true } => Some(list_changes(&book, args.lang)),
        Command::List { changes: false } => Some(list(&book, today, args.lang)),
        Command::Explain { rule } => explain(&book, rule, args.lang),
    };
    let Some(text) = text else {
        let missing = match args.lang {
            Lang::Id => "Tidak ada aturan dengan nama itu; lihat `pendopo rulebook list`.",
            Lang::En => "There is no rule of that name; see `pendopo rulebook list`.",
        };
        writeln!(io::stderr(), "{missing}")?;
        return Ok(ExitCode::FAILURE);
    };
    writeln!(out, "{}", text.trim_end())?;
    Ok(ExitCode::SUCCESS)
}

fn tell_problems(problems: &Problems, lang: Lang) -> String {
    let mut text = String::new();
    for problem in problems {
        let _ = writeln!(
            text,
            "{}:{}: {}",
            problem.file,
            problem.line,
            problem.text(lang)
        );
    }
    let count = problems.len();
    let _ = match lang {
        Lang::Id => write!(text, "{count} kesalahan."),
        Lang::En => write!(text, "{count} mistakes."),
    };
    text
}

fn summary(book: &Rulebook, lang: Lang) -> String {
    let (rules, rows) = (book.rules().count(), book.risks().len());
    let (activities, name) = (book.kbli().activities().len(), book.fingerprint());
    match lang {
        Lang::Id => format!(
            "Tidak ada kesalahan: {rules} aturan, {rows} baris risiko, {activities} kegiatan. Sidik: {name}"
        ),
        Lang::En => format!(
            "No mistakes: {rules} rules, {rows} risk rows, {activities} activities. Fingerprint: {name}"
        ),
    }
}

fn list(book: &Rulebook, today: NaiveDate, lang: Lang) -> String {
    let mut text = String::new();
    for stage in Stage::ALL {
        let _ = writeln!(text, "== {} ==", stage.label(lang));
        for (_, rule) in book.rules().filter(|(_, rule)| rule.stage == *stage) {
            let now = if rule.valid_on(today) { ' ' } else { '-' };
            let (duty, certainty) = (rule.duty.label(lang), rule.certainty.label(lang));
            let (id, title) = (&rule.id, rule.title.get(lang));
            let _ = writeln!(
                text,
                "{now} {id:32} {title} [{duty}; {certainty}]{}",
                validity(rule, lang)
            );
        }
    }
    text
}

fn list_changes(book: &Rulebook, lang: Lang) -> String {
    let mut text = String::new();
    for change in book.changes() {
        let what = match (change.law, lang) {
            (true, Lang::Id) => "hukum",
            (true, Lang::En) => "law",
            (false, Lang::Id) => "aturan kami",
            (false, Lang::En) => "our rules",
        };
        let (words, rules) = (change.text.get(lang), change.rules.join(", "));
        let _ = writeln!(text, "{} [{what}] {words}", change.on);
        let _ = writeln!(text, "           {rules} ({})", change.source);
    }
    text
}

fn validity(rule: &Rule, lang: Lang) -> String {
    let (from, to) = match lang {
        Lang::Id => ("mulai", "sampai"),
        Lang::En => ("from", "until"),
    };
    let from = rule
        .valid_from
        .map(|day| format!(" {from} {day}"))
        .unwrap_or_default();
    let to = rule
        .valid_to
        .map(|day| format!(" {to} {day}"))
        .unwrap_or_default();
    format!("{from}{to}")
}

fn explain(book: &Rulebook, id: &str, lang: Lang) -> Option<String> {
    let versions: Vec<_> = book
        .versions(id)
        .map(|(_, rule)| explain_rule(rule, lang))
        .collect();
    (!versions.is_empty()).then(|| versions.join("\n"))
}

fn explain_rule(rule: &Rule, lang: Lang) -> String {
    let words = match lang {
        Lang::Id => [
            "Tahap",
            "Berlaku untuk",
            "Selesai jika",
            "Setelah",
            "Menggantikan",
            "Alasan",
            "Cara",
            "Yang membantu",
            "Bawa",
            "Biaya",
            "Waktu",
            "Dasar",
            "Berkas",
            "semua usaha",
        ],
        Lang::En => [
            "Stage",
            "Applies when",
            "Done when",
            "After",
            "Stands in for",
            "Why",
            "How",
            "Who helps",
            "Bring",
            "Cost",
            "Time",
            "Source",
            "File",
            "every business",
        ],
    };
    let [
        stage,
        applies,
        done,
        after,
        instead,
        why,
        how,
        helps,
        bring,
        cost,
        time,
        source,
        file,
        all,
    ] = words;
    let mut text = format!(
        "{}: {}{}\n",
        rule.id,
        rule.title.get(lang),
        validity(rule, lang)
    );
    let mut line = |label: &str, value: &str| {
        if !value.is_empty() {
            let _ = writeln!(text, "  {label}: {value}");
        }
    };
    let (duty, certainty) = (rule.duty.label(lang), rule.certainty.label(lang));
    line(
        stage,
        &format!("{}; {duty}; {certainty}", rule.stage.label(lang)),
    );
    let conditions = rule.applies_in_words(lang);
    if conditions.is_empty() {
        line(applies, all);
    }
    for condition in &conditions {
        line(applies, condition);
    }
    for condition in rule.done_in_words(lang) {
        line(done, &condition);
    }
    line(after, &rule.requires.join(", "));
    line(instead, &rule.unless.join(", "));
    line(why, rule.why.get(lang));
    for step in &rule.how {
        line(how, step.get(lang));
    }
    line(helps, rule.who_helps.get(lang));
    for document in &rule.documents {
        line(bring, document.get(lang));
    }
    line(cost, &rule.cost.text(lang));
    line(time, rule.time.get(lang));
    line(source, &rule.source.line());
    line(file, &rule.file);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(command: Command, rules: Vec<PathBuf>) -> (String, bool) {
        let args = RulebookArgs {
            command,
            rules,
            lang: Lang::En,
        };
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let mut out = Vec::new();
        let code = run(&args, today, &mut out).unwrap();
        (String::from_utf8(out).unwrap(), code == ExitCode::SUCCESS)
    }

    #[test]
    fn the_builtin_rules_have_no_mistakes() {
        let (text, good) = printed(Command::Check, Vec::new());
        assert!(good && text.starts_with("No mistakes: "), "{text}");
    }

    #[test]
    fn rules_are_listed_in_plan_order_with_those_of_other_days_marked() {
        let (text, good) = printed(Command::List { changes: false }, Vec::new());
        assert!(good);
        let nib = text.find("  nib ").expect("the NIB");
        let halal = text
            .find("- halal_self_declare")
            .expect("the version of before the duty");
        assert!(nib < halal, "{text}");
    }

    #[test]
    fn the_log_of_changes_is_printed_newest_first() {
        let (text, good) = printed(Command::List { changes: true }, Vec::new());
        let (halal, kbli) = (text.find("2026-10-17 [law]"), text.find("2025-12-01 [law]"));
        assert!(good && halal.is_some() && halal < kbli, "{text}");
    }

    #[test]
    fn a_rule_is_explained_with_conditions_and_source() {
        let rule = "spp_irt".to_owned();
        let (text, good) = printed(Command::Explain { rule }, Vec::new());
        assert!(good);
        for part in [
            "Applies when: Kind of product",
            "Done when: P-IRT number: held",
            "Source: Peraturan BPOM 22/2018",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
        let rule = "nothing".to_owned();
        assert_eq!(
            printed(Command::Explain { rule }, Vec::new()),
            (String::new(), false)
        );
    }

    #[test]
    fn mistakes_fail_the_check() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("bad.toml"), "id = \"bad\"\n").unwrap();
        let (text, good) = printed(Command::Check, vec![folder.path().to_owned()]);
        assert_eq!((text.as_str(), good), ("", false));
    }
}
