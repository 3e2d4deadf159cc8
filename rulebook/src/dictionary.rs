//! What people read about each fact: label, question, help and the names of its choices.

use std::collections::HashMap;
use std::sync::LazyLock;

use vocab::Lang;

use crate::fact::{ChoiceId, Fact};
use crate::reader::{Document, Node, Reader};
use crate::text::Text;
use vocab::Problem;

const SOURCE: &str = include_str!("../facts.toml");

/// The words about all facts, read from `rulebook/facts.toml`.
#[derive(Debug)]
pub struct Dictionary {
    words: Vec<Words>,
    /// By fact: every spelling of every choice in its bare form.
    spellings: Vec<HashMap<String, ChoiceId>>,
    problems: Vec<Problem>,
}

/// The words about one fact.
#[derive(Clone, Debug, Default)]
struct Words {
    label: Text,
    ask: Text,
    help: Text,
    choices: Vec<Text>,
}

static BUILTIN: LazyLock<Dictionary> = LazyLock::new(|| Dictionary::read(SOURCE));

impl Dictionary {
    /// The dictionary that this program was built with.
    pub fn builtin() -> &'static Dictionary {
        &BUILTIN
    }

    /// What is wrong with the dictionary; loading a rulebook reports it.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The choice that somebody wrote: its id, a label in either language, or a known synonym.
    pub fn choice(&self, fact: Fact, raw: &str) -> Option<ChoiceId> {
        self.spellings.get(fact.index())?.get(&bare(raw)).copied()
    }

    fn read(source: &str) -> Dictionary {
        let mut reader = Reader::new("facts.toml", source);
        let mut dictionary = Dictionary {
            words: vec![Words::default(); Fact::ALL.len()],
            spellings: vec![HashMap::new(); Fact::ALL.len()],
            problems: Vec::new(),
        };
        let document = Document::parse(&mut reader, source);
        let root = document.root();
        for fact in Fact::ALL {
            dictionary.read_fact(&mut reader, root, *fact);
        }
        let ids: Vec<_> = Fact::ALL.iter().map(|fact| fact.id()).collect();
        root.deny_unknown(&mut reader, &ids);
        dictionary.problems = reader.into_problems();
        dictionary
    }

    fn read_fact(&mut self, reader: &mut Reader, root: Node<'_>, fact: Fact) {
        let Some(node) = root.table(reader, fact.id()) else {
            return;
        };
        let mut words = Words {
            label: node.bilingual(reader, "label"),
            ask: node.bilingual(reader, "ask"),
            help: node.bilingual(reader, "help"),
            choices: Vec::new(),
        };
        let mut spellings = HashMap::new();
        if fact.choices().is_empty() {
            node.deny_unknown(reader, &["label", "ask", "help"]);
        } else {
            node.deny_unknown(reader, &["label", "ask", "help", "choices"]);
            if let Some(choices) = node.table(reader, "choices") {
                choices.deny_unknown(reader, fact.choices());
                words.choices = read_choices(reader, choices, fact, &mut spellings);
            }
        }
        if let Some(slot) = self.words.get_mut(fact.index()) {
            *slot = words;
        }
        if let Some(slot) = self.spellings.get_mut(fact.index()) {
            *slot = spellings;
        }
    }

    fn words(&self, fact: Fact) -> Option<&Words> {
        self.words.get(fact.index())
    }
}

/// The labels of the choices, in order; their spellings go into the map.
fn read_choices(
    reader: &mut Reader,
    choices: Node<'_>,
    fact: Fact,
    spellings: &mut HashMap<String, ChoiceId>,
) -> Vec<Text> {
    let mut labels = Vec::new();
    for (id, place) in fact.choices().iter().zip((0..).map(ChoiceId)) {
        let Some(choice) = choices.table(reader, id) else {
            labels.push(Text::default());
            continue;
        };
        let label = choice.bilingual(reader, "label");
        choice.deny_unknown(reader, &["label", "synonyms"]);
        let mut all = choice.optional_strings(reader, "synonyms");
        all.extend([(*id).to_owned(), label.id.clone(), label.en.clone()]);
        for spelling in all {
            let earlier = spellings.insert(bare(&spelling), place);
            if earlier.is_some_and(|earlier| earlier != place) {
                choice.complain(
                    reader,
                    format!("\"{spelling}\" dipakai oleh dua pilihan dari {fact}."),
                    format!("\"{spelling}\" is used by two choices of {fact}."),
                );
            }
        }
        labels.push(label);
    }
    labels
}

/// Letters and digits only, in lower case: "Semi-Otomatis" and "semi otomatis" are one spelling.
fn bare(raw: &str) -> String {
    raw.chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

impl Fact {
    /// Its short name for forms and tables.
    pub fn label(self, lang: Lang) -> &'static str {
        Dictionary::builtin()
            .words(self)
            .map_or("", |words| words.label.get(lang))
    }

    /// The question put to the owner, complete: "Berapa ...?".
    pub fn question(self, lang: Lang) -> &'static str {
        Dictionary::builtin()
            .words(self)
            .map_or("", |words| words.ask.get(lang))
    }

    /// A line that helps to answer the question.
    pub fn help(self, lang: Lang) -> &'static str {
        Dictionary::builtin()
            .words(self)
            .map_or("", |words| words.help.get(lang))
    }

    /// The name of one of its choices.
    pub fn choice_label(self, choice: ChoiceId, lang: Lang) -> &'static str {
        let words = Dictionary::builtin().words(self);
        let label = words.and_then(|words| words.choices.get(usize::from(choice.0)));
        label.map_or("", |label| label.get(lang))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fact_has_its_words() {
        assert_eq!(Dictionary::builtin().problems(), []);
        for fact in Fact::ALL {
            for lang in [Lang::Id, Lang::En] {
                assert!(!fact.label(lang).is_empty(), "label of {fact}");
                assert!(fact.question(lang).ends_with('?'), "question of {fact}");
                assert!(!fact.help(lang).is_empty(), "help of {fact}");
            }
        }
    }

    #[test]
    fn choices_are_read_as_offices_write_them() {
        let cases = [
            (Fact::OwnerSex, "P", "female"),
            (Fact::OwnerSex, "Laki-laki", "male"),
            (Fact::Premise, "rumah", "home"),
            (Fact::ProductionMethod, "Semi Otomatis", "semi_automatic"),
            (Fact::ProductKind, "Makanan olahan", "processed_food"),
            (Fact::Status, "TUTUP", "closed"),
            (Fact::LegalForm, "PT Perorangan", "pt_perorangan"),
        ];
        for (fact, raw, id) in cases {
            assert_eq!(
                Dictionary::builtin().choice(fact, raw),
                fact.choice(id),
                "{raw}"
            );
        }
        assert_eq!(
            Dictionary::builtin().choice(Fact::OwnerSex, "apa saja"),
            None
        );
    }

    #[test]
    fn a_missing_translation_is_reported_with_its_line() {
        let broken = Dictionary::read("[owner_name]\nlabel = { id = \"Nama\" }\n");
        let problem = broken.problems().iter().find(|problem| problem.line == 2);
        assert!(problem.expect("a problem in line 2").en.contains("en"));
    }
}
