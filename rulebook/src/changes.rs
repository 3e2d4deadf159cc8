//! The dated log of what changed in the law and in what we know of it.

use chrono::{Days, NaiveDate};

use crate::reader::{Document, Node, Reader};
use crate::rule::{Rule, read_date};
use crate::text::Text;
use vocab::Problem;

/// One entry of the log.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Change {
    /// From which day plans differ, or when our reading did.
    pub on: NaiveDate,
    /// Whether the law changed, and not just our reading of it.
    pub law: bool,
    /// The rules it concerns.
    pub rules: Vec<String>,
    /// What changed.
    pub text: Text,
    /// Where it is written.
    pub source: String,
}

/// Reads a log file.
pub(crate) fn read(reader: &mut Reader, source: &str) -> Vec<Change> {
    let document = Document::parse(reader, source);
    let root = document.root();
    root.deny_unknown(reader, &["change"]);
    let nodes = root
        .need(reader, "change")
        .map(|node| node.items(reader))
        .unwrap_or_default();
    nodes
        .into_iter()
        .filter_map(|node| read_change(reader, node))
        .collect()
}

fn read_change(reader: &mut Reader, node: Node<'_>) -> Option<Change> {
    node.deny_unknown(reader, &["on", "law", "rules", "text", "source"]);
    let on = node
        .need(reader, "on")
        .and_then(|_| read_date(reader, node, "on"));
    let law = node.need(reader, "law").and_then(|law| {
        if law.bool().is_none() {
            law.wrong_type(reader, "true atau false", "true or false");
        }
        law.bool()
    });
    let text = node.bilingual(reader, "text");
    let source = node
        .need(reader, "source")
        .and_then(|source| source.need_str(reader));
    Some(Change {
        on: on?,
        law: law?,
        rules: node.optional_strings(reader, "rules"),
        text,
        source: source?.to_owned(),
    })
}

/// Newest first; entries of one day in the order of the file.
pub(crate) fn sort(changes: &mut [Change]) {
    changes.sort_by_key(|change| std::cmp::Reverse(change.on));
}

/// Complains about entries for rules that do not exist, and about built-in rules which begin or
/// end on a day that the log does not mention: a change of the law must never pass unsaid.
pub(crate) fn check(
    changes: &[Change],
    rules: &[Rule],
    is_builtin: impl Fn(&str) -> bool,
    problems: &mut Vec<Problem>,
) {
    for change in changes {
        for id in &change.rules {
            if rules.iter().all(|rule| rule.id != *id) {
                problems.push(Problem {
                    file: "CHANGES.toml".to_owned(),
                    line: 0,
                    id: format!("{}: tidak ada aturan \"{id}\".", change.on),
                    en: format!("{}: there is no rule \"{id}\".", change.on),
                });
            }
        }
    }
    if changes.is_empty() {
        return;
    }
    for rule in rules.iter().filter(|rule| is_builtin(&rule.file)) {
        let next_day = rule
            .valid_to
            .and_then(|last| last.checked_add_days(Days::new(1)));
        for day in [rule.valid_from, next_day].into_iter().flatten() {
            let told = changes
                .iter()
                .any(|change| change.on == day && change.rules.contains(&rule.id));
            if !told {
                problems.push(Problem {
                    file: rule.file.clone(),
                    line: rule.line,
                    id: format!("Perubahan pada {day} belum ditulis di CHANGES.toml."),
                    en: format!("The change on {day} is not in CHANGES.toml."),
                });
            }
        }
    }
}
