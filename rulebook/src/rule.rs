//! A rule: one step that the law or good practice puts before some businesses.

use chrono::NaiveDate;
use vocab::Lang;

use crate::condition::{Condition, Named, read_conditions};
use crate::reader::{Document, Node, Reader};
use crate::risk::read_named;
use crate::stage::{Certainty, Duty, Stage};
use crate::text::Text;

/// The place of a rule in its rulebook, which is also its place in every plan.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
pub struct RuleIndex(pub u16);

/// One version of a rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Names the rule in files, links and the database; versions of different years share it.
    pub id: String,
    /// Where it stands on the way up.
    pub stage: Stage,
    /// Whether the law demands it.
    pub duty: Duty,
    /// How sure we are of what it says.
    pub certainty: Certainty,
    /// What the step is called: a request, "Urus NIB".
    pub title: Text,
    /// Why it matters to the owner.
    pub why: Text,
    /// How to do it, in steps.
    pub how: Vec<Text>,
    /// Who helps.
    pub who_helps: Text,
    /// What to bring.
    pub documents: Vec<Text>,
    /// What it costs.
    pub cost: Cost,
    /// How long it takes.
    pub time: Text,
    /// Where it is written.
    pub source: Source,
    /// The first day on which it holds.
    pub valid_from: Option<NaiveDate>,
    /// The last day on which it holds.
    pub valid_to: Option<NaiveDate>,
    /// Ids of the rules whose steps must be done before.
    pub requires: Vec<String>,
    /// Ids of the rules which must not apply: this one stands in for them.
    pub unless: Vec<String>,
    /// Ids of the rules that are listed before this one without being waited for.
    pub after: Vec<String>,
    /// The file it was read from.
    pub file: String,
    pub(crate) line: usize,
    pub(crate) applies_when: Vec<Condition>,
    pub(crate) done_when: Vec<Condition>,
    /// Whether the risk level can decide anything here.
    pub(crate) uses_risk: bool,
}

/// What a step costs.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Cost {
    /// The fee in rupiah, if there is one figure.
    pub rupiah: Option<i64>,
    /// What is to be said about it.
    pub note: Option<Text>,
}

impl Cost {
    /// The cost in words.
    pub fn text(&self, lang: Lang) -> String {
        let amount = match (self.rupiah, lang) {
            (Some(0), Lang::Id) => Some("Gratis".to_owned()),
            (Some(0), Lang::En) => Some("Free".to_owned()),
            (Some(amount), _) => Some(vocab::Rupiah(amount).to_string()),
            (None, _) => None,
        };
        match (amount, &self.note) {
            (Some(amount), Some(note)) => format!("{amount}. {}", note.get(lang)),
            (Some(amount), None) => amount,
            (None, Some(note)) => note.get(lang).to_owned(),
            (None, None) => String::new(),
        }
    }
}

/// Where a rule is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Source {
    /// The law, regulation or standard.
    pub law: String,
    /// Its article, if one is known.
    pub article: Option<String>,
}

impl Source {
    /// Law and article in one line.
    pub fn line(&self) -> String {
        match &self.article {
            Some(article) => format!("{}, {article}", self.law),
            None => self.law.clone(),
        }
    }
}

impl Rule {
    /// Whether this version holds on a day.
    pub fn valid_on(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }

    /// Reads a rule file; `None` if so much is wrong that no rule is left, and every mistake is
    /// reported either way.
    pub(crate) fn read(
        reader: &mut Reader,
        file: &str,
        source: &str,
        named: &Named,
    ) -> Option<Rule> {
        let document = Document::parse(reader, source);
        let node = document.root();
        node.deny_unknown(reader, KEYS);
        let id = read_id(reader, node);
        let stage = read_named(
            reader,
            node,
            "stage",
            Stage::from_id,
            Stage::ALL.iter().map(|it| it.id()),
        );
        let duty = read_named(
            reader,
            node,
            "duty",
            Duty::from_id,
            Duty::ALL.iter().map(|it| it.id()),
        );
        let certainty = read_named(
            reader,
            node,
            "certainty",
            Certainty::from_id,
            Certainty::ALL.iter().map(|it| it.id()),
        );
        let applies_when = node.need(reader, "applies_when");
        let done_when = node.need(reader, "done_when");
        let conditions = |reader: &mut Reader, node: Option<Node<'_>>| {
            node.map(|node| read_conditions(reader, node, named))
                .unwrap_or_default()
        };
        let applies_when = conditions(reader, applies_when);
        let done = conditions(reader, done_when);
        if let Some(node) = done_when.filter(|node| node.is_array() && done.is_empty()) {
            node.wrong_type(
                reader,
                "paling sedikit satu syarat",
                "at least one condition",
            );
        }
        let rule = Rule {
            id: id.unwrap_or_default(),
            stage: stage.unwrap_or(Stage::Legality),
            duty: duty.unwrap_or(Duty::Recommended),
            certainty: certainty.unwrap_or(Certainty::Unconfirmed),
            title: node.bilingual(reader, "title"),
            why: node.bilingual(reader, "why"),
            how: read_texts(reader, node, "how"),
            who_helps: node.bilingual(reader, "who_helps"),
            documents: read_texts(reader, node, "documents"),
            cost: read_cost(reader, node),
            time: node.bilingual(reader, "time"),
            source: read_source(reader, node),
            valid_from: read_date(reader, node, "valid_from"),
            valid_to: read_date(reader, node, "valid_to"),
            requires: node.optional_strings(reader, "requires"),
            unless: node.optional_strings(reader, "unless"),
            after: node.optional_strings(reader, "after"),
            file: file.to_owned(),
            line: node.get("id").map_or(1, |node| node.line(reader)),
            uses_risk: applies_when.iter().chain(&done).any(mentions_risk),
            applies_when,
            done_when: done,
        };
        if rule
            .valid_from
            .zip(rule.valid_to)
            .is_some_and(|(from, to)| from > to)
        {
            node.complain(
                reader,
                format!(
                    "{} tidak pernah berlaku: valid_from setelah valid_to.",
                    rule.id
                ),
                format!("{} never holds: valid_from is after valid_to.", rule.id),
            );
        }
        (!rule.id.is_empty()).then_some(rule)
    }
}

const KEYS: &[&str] = &[
    "id",
    "stage",
    "duty",
    "certainty",
    "title",
    "requires",
    "unless",
    "after",
    "applies_when",
    "done_when",
    "why",
    "how",
    "who_helps",
    "documents",
    "cost",
    "time",
    "source",
    "valid_from",
    "valid_to",
];

fn mentions_risk(condition: &Condition) -> bool {
    match condition {
        Condition::Risk(_) => true,
        Condition::All(inner) | Condition::Any(inner) => inner.iter().any(mentions_risk),
        Condition::Not(inner) | Condition::Surely(inner) | Condition::Shared(_, inner) => {
            mentions_risk(inner)
        }
        Condition::Fact(..)
        | Condition::Kbli(_)
        | Condition::Pirt(_)
        | Condition::Size(_)
        | Condition::Today { .. } => false,
    }
}

fn read_id(reader: &mut Reader, node: Node<'_>) -> Option<String> {
    let node = node.need(reader, "id")?;
    let id = node.need_str(reader)?;
    let good = id
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if !good {
        node.wrong_type(
            reader,
            "nama dari huruf kecil, angka, dan garis bawah",
            "a name of small letters, digits and underscores",
        );
    }
    good.then(|| id.to_owned())
}

fn read_texts(reader: &mut Reader, node: Node<'_>, key: &str) -> Vec<Text> {
    let items = node
        .need(reader, key)
        .map(|list| list.items(reader))
        .unwrap_or_default();
    items
        .into_iter()
        .map(|item| item.as_bilingual(reader))
        .collect()
}

fn read_cost(reader: &mut Reader, rule: Node<'_>) -> Cost {
    let Some(cost) = rule.table(reader, "cost") else {
        return Cost::default();
    };
    cost.deny_unknown(reader, &["rupiah", "note"]);
    let note = cost.optional_bilingual(reader, "note");
    let rupiah = cost.get("rupiah").and_then(|amount| {
        let rupiah = amount.integer().filter(|rupiah| *rupiah >= 0);
        if rupiah.is_none() {
            amount.wrong_type(reader, "jumlah rupiah", "an amount of rupiah");
        }
        rupiah
    });
    if rupiah.is_none() && note.is_none() {
        cost.wrong_type(
            reader,
            "rupiah, note, atau keduanya",
            "rupiah, note or both",
        );
    }
    Cost { rupiah, note }
}

fn read_source(reader: &mut Reader, node: Node<'_>) -> Source {
    let Some(node) = node.table(reader, "source") else {
        return Source::default();
    };
    node.deny_unknown(reader, &["law", "article"]);
    let law = node
        .need(reader, "law")
        .and_then(|law| law.need_str(reader))
        .unwrap_or_default();
    let article = node
        .get("article")
        .and_then(|article| article.need_str(reader));
    Source {
        law: law.to_owned(),
        article: article.map(str::to_owned),
    }
}

pub(crate) fn read_date(reader: &mut Reader, node: Node<'_>, key: &str) -> Option<NaiveDate> {
    let node = node.get(key)?;
    let date = node.date();
    if date.is_none() {
        node.wrong_type(
            reader,
            "tanggal, misalnya 2026-10-17",
            "a date such as 2026-10-17",
        );
    }
    date
}
