//! The activities that the rulebook speaks of, in both editions of the code list.
//!
//! KBLI 2025 (Peraturan BPS 7/2025) replaced KBLI 2020, but old NIBs keep 2020 codes and Annex I of
//! PP 28/2025 still cites them. The same five digits may mean another thing in the other edition, so
//! a code is never used without its edition.

use std::collections::BTreeMap;

use vocab::{KbliCode, KbliVersion};

use crate::fact::{ChoiceId, Fact};
use crate::reader::{Document, Node, Reader};
use crate::stage::Certainty;
use crate::text::Text;

/// How many five-digit numbers there are.
const CODES: usize = 100_000;
const NO_KIND: u8 = 0x7f;
/// Marks a kind that a row of its own states: no prefix, in whichever file, stands in for it.
const OWN: u8 = 0x80;

/// A code's digits as a number, which is how conditions and tables compare them.
pub(crate) fn number(code: KbliCode) -> u32 {
    code.code()
        .bytes()
        .fold(0, |sum, byte| sum * 10 + u32::from(byte.wrapping_sub(b'0')))
}

/// Ranges of codes, apart for each edition, sorted.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct CodeRanges {
    v2020: Vec<(u32, u32)>,
    v2025: Vec<(u32, u32)>,
}

impl CodeRanges {
    /// Reads `{ "2020" = ["10", "11"], "2025" = ["10"] }`; both editions must be stated, if only as
    /// an empty list, because leaving one out would silently decide for it.
    pub(crate) fn read(reader: &mut Reader, node: Node<'_>) -> Option<CodeRanges> {
        node.deny_unknown(reader, &["2020", "2025"]);
        CodeRanges::read_editions(reader, node)
    }

    fn read_editions(reader: &mut Reader, node: Node<'_>) -> Option<CodeRanges> {
        let (v2020, v2025) = (node.need(reader, "2020"), node.need(reader, "2025"));
        Some(CodeRanges {
            v2020: read_prefixes(reader, v2020?),
            v2025: read_prefixes(reader, v2025?),
        })
    }

    pub(crate) fn contains(&self, code: KbliCode) -> bool {
        let number = number(code);
        let ranges = self.of(code.version());
        ranges
            .iter()
            .any(|(first, last)| (*first..=*last).contains(&number))
    }

    pub(crate) fn of(&self, version: KbliVersion) -> &[(u32, u32)] {
        match version {
            KbliVersion::V2020 => &self.v2020,
            KbliVersion::V2025 => &self.v2025,
        }
    }
}

fn read_prefixes(reader: &mut Reader, node: Node<'_>) -> Vec<(u32, u32)> {
    let items = node.items(reader);
    let mut ranges: Vec<_> = items
        .into_iter()
        .filter_map(|item| read_prefix(reader, item))
        .collect();
    ranges.sort_unstable();
    ranges
}

/// The range of the codes which begin with these digits.
fn read_prefix(reader: &mut Reader, node: Node<'_>) -> Option<(u32, u32)> {
    let digits = node.need_str(reader)?;
    let good = (1..=5).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let width = u32::try_from(5_usize.saturating_sub(digits.len())).unwrap_or(0);
    let scale = 10_u32.pow(width);
    let Some(number) = digits.parse::<u32>().ok().filter(|_| good) else {
        node.wrong_type(
            reader,
            "1 sampai 5 angka awal kode KBLI dalam tanda kutip",
            "the first 1 to 5 digits of a KBLI code, in quotes",
        );
        return None;
    };
    Some((number * scale, number * scale + scale - 1))
}

/// An activity that the rulebook speaks of.
#[derive(Clone, Debug, PartialEq)]
pub struct Activity {
    /// What it is, in our own words.
    pub title: Text,
    /// What kind of product comes of it.
    pub kind: Option<ChoiceId>,
    /// Its code in KBLI 2020.
    pub v2020: Option<KbliCode>,
    /// Its code in KBLI 2025.
    pub v2025: Option<KbliCode>,
    /// The wider code of KBLI 2025 that takes it in, where it has none of its own.
    pub becomes: Option<KbliCode>,
    /// How sure we are that the two codes mean the same.
    pub certainty: Certainty,
    /// What people in the market call it: words and short phrases, Indonesian and Javanese.
    pub words: Vec<String>,
}

/// The table of activities, with the kind of product for every code.
#[derive(Clone, Debug)]
pub struct KbliTable {
    activities: Vec<Activity>,
    by_code: BTreeMap<KbliCode, usize>,
    kinds_2020: Vec<u8>,
    kinds_2025: Vec<u8>,
}

impl Default for KbliTable {
    fn default() -> KbliTable {
        KbliTable {
            activities: Vec::new(),
            by_code: BTreeMap::new(),
            kinds_2020: vec![NO_KIND; CODES],
            kinds_2025: vec![NO_KIND; CODES],
        }
    }
}

impl KbliTable {
    /// All activities, in the order of the file.
    pub fn activities(&self) -> &[Activity] {
        &self.activities
    }

    /// The activity with this code.
    pub fn find(&self, code: KbliCode) -> Option<&Activity> {
        self.activities.get(*self.by_code.get(&code)?)
    }

    /// The code of the same activity in the other edition, if it is known.
    pub fn other_edition(&self, code: KbliCode) -> Option<KbliCode> {
        let activity = self.find(code)?;
        match code.version() {
            KbliVersion::V2020 => activity.v2025,
            KbliVersion::V2025 => activity.v2020,
        }
    }

    /// What kind of product comes of this code's activity.
    pub(crate) fn kind(&self, code: KbliCode) -> Option<ChoiceId> {
        let kinds = match code.version() {
            KbliVersion::V2020 => &self.kinds_2020,
            KbliVersion::V2025 => &self.kinds_2025,
        };
        let kind = kinds.get(usize::try_from(number(code)).ok()?).copied()? & !OWN;
        (kind != NO_KIND).then_some(ChoiceId(kind))
    }

    /// Adds what a file states; a file read later has the last word on a code's kind.
    pub(crate) fn read(&mut self, reader: &mut Reader, source: &str) {
        let document = Document::parse(reader, source);
        let root = document.root();
        root.deny_unknown(reader, &["prefix", "activity"]);
        let mut prefixes = Vec::new();
        for node in root
            .get("prefix")
            .map(|node| node.items(reader))
            .unwrap_or_default()
        {
            node.deny_unknown(reader, &["2020", "2025", "kind"]);
            let kind = read_kind(reader, node);
            prefixes.extend(kind.zip(CodeRanges::read_editions(reader, node)));
        }
        self.mark_prefixes(prefixes);
        for node in root
            .get("activity")
            .map(|node| node.items(reader))
            .unwrap_or_default()
        {
            self.read_activity(reader, node);
        }
    }

    /// The longer prefix wins, whatever the order in the file.
    fn mark_prefixes(&mut self, prefixes: Vec<(ChoiceId, CodeRanges)>) {
        let mut marks = Vec::new();
        for (kind, CodeRanges { v2020, v2025 }) in prefixes {
            marks.extend(
                v2020
                    .into_iter()
                    .map(|range| (range, KbliVersion::V2020, kind)),
            );
            marks.extend(
                v2025
                    .into_iter()
                    .map(|range| (range, KbliVersion::V2025, kind)),
            );
        }
        marks.sort_by_key(|((first, last), ..)| std::cmp::Reverse(last - first));
        for ((first, last), version, kind) in marks {
            (first..=last).for_each(|number| self.mark(version, number, kind.0));
        }
    }

    fn mark(&mut self, version: KbliVersion, number: u32, kind: u8) {
        let kinds = match version {
            KbliVersion::V2020 => &mut self.kinds_2020,
            KbliVersion::V2025 => &mut self.kinds_2025,
        };
        if let Some(slot) = usize::try_from(number)
            .ok()
            .and_then(|at| kinds.get_mut(at))
            .filter(|slot| kind & OWN != 0 || **slot & OWN == 0)
        {
            *slot = kind;
        }
    }

    fn read_activity(&mut self, reader: &mut Reader, node: Node<'_>) {
        node.deny_unknown(
            reader,
            &[
                "title",
                "kind",
                "2020",
                "2025",
                "becomes",
                "crosswalk",
                "words",
            ],
        );
        let title = node.bilingual(reader, "title");
        let kind = read_kind(reader, node);
        let v2020 = read_code(reader, node, "2020", KbliVersion::V2020);
        let v2025 = read_code(reader, node, "2025", KbliVersion::V2025);
        let becomes = read_code(reader, node, "becomes", KbliVersion::V2025);
        if let Some(place) = node
            .get("becomes")
            .filter(|_| v2020.is_none() || v2025.is_some())
        {
            place.complain(
                reader,
                "\"becomes\" hanya untuk kegiatan yang punya kode 2020 dan tidak punya kode 2025 sendiri."
                    .to_owned(),
                "\"becomes\" is only for an activity with a code of 2020 and none of its own in 2025."
                    .to_owned(),
            );
        }
        if v2020.is_none() && v2025.is_none() {
            node.complain(
                reader,
                "Kegiatan ini belum punya kode; tulis \"2020\", \"2025\", atau keduanya."
                    .to_owned(),
                "This activity has no code; write \"2020\", \"2025\" or both.".to_owned(),
            );
        }
        let certainty = match node.get("crosswalk") {
            None => Certainty::Confirmed,
            Some(mark) => mark
                .need_str(reader)
                .and_then(Certainty::from_id)
                .unwrap_or_else(|| {
                    mark.wrong_type(
                        reader,
                        "confirmed, secondary, atau unconfirmed",
                        "confirmed, secondary or unconfirmed",
                    );
                    Certainty::Unconfirmed
                }),
        };
        let words = node.get("words").and_then(|node| node.need_str(reader));
        let words = words
            .into_iter()
            .flat_map(|words| words.split(','))
            .map(|phrase| phrase.trim().to_owned())
            .filter(|phrase| !phrase.is_empty())
            .collect();
        for code in [v2020, v2025].into_iter().flatten() {
            if self.by_code.insert(code, self.activities.len()).is_some() {
                node.complain(
                    reader,
                    format!("Kode {code} sudah ditulis pada kegiatan lain."),
                    format!("Code {code} already stands at another activity."),
                );
            }
            if let Some(kind) = kind {
                self.mark(code.version(), number(code), kind.0 | OWN);
            }
        }
        self.activities.push(Activity {
            title,
            kind,
            v2020,
            v2025,
            becomes,
            certainty,
            words,
        });
    }
}

fn read_kind(reader: &mut Reader, node: Node<'_>) -> Option<ChoiceId> {
    let node = node.need(reader, "kind")?;
    let kind = Fact::ProductKind.choice(node.need_str(reader)?);
    if kind.is_none() {
        let ids = Fact::ProductKind.choices().join(", ");
        node.wrong_type(
            reader,
            &format!("salah satu dari: {ids}"),
            &format!("one of: {ids}"),
        );
    }
    kind
}

fn read_code(
    reader: &mut Reader,
    node: Node<'_>,
    key: &str,
    version: KbliVersion,
) -> Option<KbliCode> {
    let node = node.get(key)?;
    let text = node.need_str(reader)?;
    let code = KbliCode::parse(text, version)
        .ok()
        .filter(|_| text.len() == 5);
    if code.is_none() {
        node.wrong_type(
            reader,
            "kode KBLI 5 angka dalam tanda kutip",
            "a 5-digit KBLI code in quotes",
        );
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook::Rulebook;

    fn code(text: &str) -> KbliCode {
        text.parse().expect("a code")
    }

    #[test]
    fn the_same_number_may_mean_another_activity_in_the_other_edition() {
        let book = Rulebook::builtin().expect("a good rulebook");
        let other = |text: &str| {
            book.kbli()
                .other_edition(code(text))
                .map(|code| code.to_string())
        };
        for (old, new) in [
            ("10391", "10307"),
            ("10392", "10308"),
            ("13134", "13133"),
            ("10794", "10794"),
        ] {
            assert_eq!(other(&format!("2020:{old}")), Some(format!("2025:{new}")));
            assert_eq!(other(&format!("2025:{new}")), Some(format!("2020:{old}")));
        }
        let title = |text| {
            book.kbli()
                .find(code(text))
                .map(|activity| activity.title.en.clone())
        };
        assert_ne!(title("2020:56102"), title("2025:56102"));
        assert_eq!(
            other("2020:56102"),
            None,
            "it was split, so no single code is the same"
        );
    }

    #[test]
    fn a_code_tells_the_kind_of_product_by_its_row_or_its_longest_prefix() {
        let book = Rulebook::builtin().expect("a good rulebook");
        for (text, kind) in [
            ("2020:10794", "processed_food"),
            ("2020:10761", "beverage"),
            ("2020:10999", "processed_food"),
            ("2020:20232", "cosmetic"),
            ("2020:45406", "trade"),
            ("2020:45407", "service"),
            ("2025:95320", "service"),
            ("2025:56999", "ready_food"),
        ] {
            assert_eq!(
                book.kbli().kind(code(text)),
                Fact::ProductKind.choice(kind),
                "{text}"
            );
        }
        assert_eq!(book.kbli().kind(code("2020:35111")), None);
    }
}
