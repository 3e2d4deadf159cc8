//! From the words of the market to an activity code.
//!
//! Owners say "gawe tempe" or "bukak warung sega", the code list says "industri tempe kedelai".
//! The finder ranks the activities of the table by the words their rows carry (`rulebook/kbli/`),
//! with stems, words of one meaning, typing mistakes, and a measure after BM25: rare words count
//! more, the first word of a name counts most ("keripik tempe" is a keripik), and a phrase that is
//! said as it stands in the table counts on top.

mod fold;
mod index;
mod lexicon;
mod near;
mod reference;
mod requirements;
mod stem;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use vocab::{KbliCode, KbliVersion};

use crate::kbli::KbliTable;
use crate::stage::Certainty;
use crate::text::Text;

use index::{Index, Match, SAID, meanings};
pub(crate) use lexicon::Lexicon;
pub use reference::{ReferenceError, ReferenceList, ReferenceRow};
pub use requirements::{RequiredStep, Requirements, RiskLine};

/// What a whole phrase adds, next to its words.
const PHRASE: f32 = 0.6;
/// What is added where the phrase is all that was said.
const ALL_SAID: f32 = 1.0;
/// How much the first naming word counts above the others: it is the head of the name.
const HEAD: f32 = 1.35;
/// How much a role word counts as a word: it says how, not what.
const ROLE: f32 = 0.45;
/// Rows of a publisher's list that ours lacks: found when ours say nothing.
const REFERENCE: f32 = 0.6;

/// One activity that can be found.
#[derive(Clone, Debug)]
struct Entry {
    title: Text,
    v2020: Option<KbliCode>,
    v2025: Option<KbliCode>,
    becomes: Option<KbliCode>,
    certainty: Certainty,
    builtin: bool,
}

/// An activity that fits what was said.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Found {
    /// Its code in the edition asked for, or its first code if none was.
    pub code: KbliCode,
    /// What it is, in plain words.
    pub title: Text,
    /// Its code in KBLI 2020.
    pub kbli_2020: Option<KbliCode>,
    /// Its code in KBLI 2025; the wider one that takes it in, if it has none of its own.
    pub kbli_2025: Option<KbliCode>,
    /// How sure it is that the two codes mean the same.
    pub crosswalk: Certainty,
    /// What to beware of: the number means another thing in the other edition, and so on.
    pub warnings: Vec<Text>,
    /// Whether it is from our table, not only from a publisher's list.
    pub builtin: bool,
    /// How well it fits; only to be compared within one answer.
    pub score: f32,
}

/// Finds activities by what people say.
#[derive(Clone, Debug, Default)]
pub(crate) struct Finder {
    lexicon: Lexicon,
    index: Index,
    entries: Vec<Entry>,
    by_code: BTreeMap<KbliCode, usize>,
}

/// A word of the question.
struct Asked {
    matches: Vec<Match>,
    weight: f32,
}

impl Finder {
    /// A finder over a table.
    pub(crate) fn new(table: &KbliTable, lexicon: Lexicon) -> Finder {
        let mut finder = Finder {
            lexicon,
            ..Finder::default()
        };
        for activity in table.activities() {
            let entry = Entry {
                title: activity.title.clone(),
                v2020: activity.v2020,
                v2025: activity.v2025,
                becomes: activity.becomes,
                certainty: activity.certainty,
                builtin: true,
            };
            finder.add(entry, &activity.title.id, &activity.words, 1.0);
        }
        finder
    }

    /// Adds the rows of a publisher's list which the table does not have; ours stay as they are.
    pub(crate) fn add_reference(&mut self, list: &ReferenceList) {
        for row in &list.rows {
            if self.by_code.contains_key(&row.code) {
                continue;
            }
            let own = |version| (row.code.version() == version).then_some(row.code);
            let entry = Entry {
                title: Text {
                    id: row.title.clone(),
                    en: row.title.clone(),
                },
                v2020: own(KbliVersion::V2020),
                v2025: own(KbliVersion::V2025),
                becomes: None,
                certainty: Certainty::Unconfirmed,
                builtin: false,
            };
            self.add(entry, &row.title, &[], REFERENCE);
        }
    }

    fn add(&mut self, entry: Entry, title: &str, words: &[String], weight: f32) {
        for code in [entry.v2020, entry.v2025].into_iter().flatten() {
            self.by_code.entry(code).or_insert(self.entries.len());
        }
        self.index.add(&self.lexicon, title, words, weight);
        self.entries.push(entry);
    }

    /// The activities that fit best, best first; a code itself finds its activity.
    pub(crate) fn find(
        &self,
        text: &str,
        version: Option<KbliVersion>,
        limit: usize,
    ) -> Vec<Found> {
        let coded = self.by_number(text, version);
        if !coded.is_empty() {
            return coded;
        }
        let words = meanings(&self.lexicon, text);
        let asked = self.ask(&words);
        let mut scores = vec![0.0_f32; self.index.len()];
        let mut covered = vec![0.0_f32; self.index.len()];
        for word in &asked {
            self.count(word, &mut scores, &mut covered);
        }
        let said: BTreeSet<usize> = asked
            .iter()
            .flat_map(|word| &word.matches)
            .filter(|found| found.quality >= SAID)
            .map(|found| found.term)
            .collect();
        let spoken: BTreeSet<&str> = words
            .iter()
            .map(String::as_str)
            .chain(said.iter().map(|term| self.index.name(*term)))
            .collect();
        let all: f32 = asked.iter().map(|word| word.weight).sum();
        let mut ranked: Vec<(usize, f32)> = Vec::new();
        for ((at, score), covered) in scores.iter().enumerate().zip(&covered) {
            if *score > 0.0 {
                let coverage = if all > 0.0 { covered / all } else { 0.0 };
                let phrase = self.phrase(at, &said, asked.len());
                let factor = self.factor(at, &spoken);
                ranked.push((at, (score + phrase) * factor * (0.4 + 0.6 * coverage)));
            }
        }
        ranked.sort_by(|(at, a), (other, b)| b.total_cmp(a).then(at.cmp(other)));
        self.list(&ranked, version, limit)
    }

    fn ask(&self, words: &[String]) -> Vec<Asked> {
        let mut head = true;
        let mut asked = Vec::with_capacity(words.len());
        for word in words {
            let matches = self.index.resolve(&self.lexicon, word);
            let best = matches.first();
            let rarity = best.map_or_else(
                || self.index.rarity_of(1),
                |best| self.index.rarity(best.term) * best.quality,
            );
            let is_role = self.lexicon.is_role(word)
                || best.is_some_and(|best| self.lexicon.is_role(self.index.name(best.term)));
            let place = match (is_role, head) {
                (true, _) => ROLE,
                (false, true) => HEAD,
                (false, false) => 1.0,
            };
            head &= is_role;
            asked.push(Asked {
                matches,
                weight: rarity * place,
            });
        }
        asked
    }

    /// A word counts once for an entry, by its best match there.
    fn count(&self, word: &Asked, scores: &mut [f32], covered: &mut [f32]) {
        let mut best: BTreeMap<usize, f32> = BTreeMap::new();
        for found in &word.matches {
            for (entry, counted) in self.index.postings(found.term) {
                let gain = counted * found.quality;
                let kept = best.entry(*entry).or_default();
                *kept = kept.max(gain);
            }
        }
        for (entry, gain) in best {
            if let Some((score, covered)) = scores.get_mut(entry).zip(covered.get_mut(entry)) {
                *score += gain * word.weight;
                *covered += word.weight;
            }
        }
    }

    /// What the longest of the entry's phrases that was said in full adds.
    fn phrase(&self, entry: usize, said: &BTreeSet<usize>, asked: usize) -> f32 {
        let whole = self
            .index
            .phrases(entry)
            .iter()
            .filter(|phrase| phrase.iter().all(|term| said.contains(term)));
        let worth = whole.map(|phrase| {
            let rarity: f32 = phrase.iter().map(|term| self.index.rarity(*term)).sum();
            let factor = if phrase.len() == asked {
                PHRASE + ALL_SAID
            } else {
                PHRASE
            };
            rarity * factor
        });
        worth.fold(0.0, f32::max)
    }

    fn factor(&self, entry: usize, spoken: &BTreeSet<&str>) -> f32 {
        let Some(entry) = self.entries.get(entry) else {
            return 1.0;
        };
        let codes: Vec<_> = [entry.v2020, entry.v2025].into_iter().flatten().collect();
        self.lexicon.factor(spoken, &codes)
    }

    fn by_number(&self, text: &str, version: Option<KbliVersion>) -> Vec<Found> {
        let text = text.trim();
        if !text.bytes().any(|byte| byte.is_ascii_digit()) {
            return Vec::new();
        }
        let versions: &[KbliVersion] = match version {
            Some(KbliVersion::V2020) => &[KbliVersion::V2020],
            Some(KbliVersion::V2025) => &[KbliVersion::V2025],
            None => &[KbliVersion::V2020, KbliVersion::V2025],
        };
        let mut found: Vec<Found> = Vec::new();
        for version in versions {
            let code = KbliCode::parse(text, *version).ok();
            let at = code.and_then(|code| self.by_code.get(&code).copied());
            let one = at.and_then(|at| self.found(at, code.map(|code| code.version()), 1.0));
            let new = one.filter(|one| found.iter().all(|other| other.code != one.code));
            found.extend(new);
        }
        found
    }

    fn list(
        &self,
        ranked: &[(usize, f32)],
        version: Option<KbliVersion>,
        limit: usize,
    ) -> Vec<Found> {
        let mut list: Vec<Found> = Vec::new();
        for (at, score) in ranked {
            if list.len() >= limit {
                break;
            }
            // Several activities of 2020 may fall under one code of 2025: it is told once.
            let new = self
                .found(*at, version, *score)
                .filter(|found| list.iter().all(|other| other.code != found.code));
            list.extend(new);
        }
        list
    }

    fn found(&self, at: usize, version: Option<KbliVersion>, score: f32) -> Option<Found> {
        let entry = self.entries.get(at)?;
        let later = entry.v2025.or(entry.becomes);
        let code = match version {
            Some(KbliVersion::V2020) => entry.v2020?,
            Some(KbliVersion::V2025) => later?,
            None => entry.v2020.or(later)?,
        };
        Some(Found {
            code,
            title: entry.title.clone(),
            kbli_2020: entry.v2020,
            kbli_2025: later,
            crosswalk: entry.certainty,
            warnings: self.warnings(entry),
            builtin: entry.builtin,
            score,
        })
    }

    fn warnings(&self, entry: &Entry) -> Vec<Text> {
        let mut warnings = Vec::new();
        for code in [entry.v2020, entry.v2025].into_iter().flatten() {
            warnings.extend(self.other_meaning(entry, code));
        }
        let (old, new) = (entry.v2020, entry.v2025.or(entry.becomes));
        let unsure = entry.certainty == Certainty::Unconfirmed;
        warnings.extend(match (old, entry.v2025, new) {
            (Some(_), None, Some(new)) => Some(wider(new)),
            (Some(_), None, None) => Some(no_counterpart("2025")),
            (None, Some(_), _) => Some(self.sources(entry)),
            (Some(_), Some(_), _) if unsure => Some(unsure_pair()),
            _ => None,
        });
        warnings
    }

    /// The same digits mean another activity in the other edition.
    fn other_meaning(&self, entry: &Entry, code: KbliCode) -> Option<Text> {
        let (version, name, own) = match code.version() {
            KbliVersion::V2020 => (KbliVersion::V2025, "2025", entry.v2025),
            KbliVersion::V2025 => (KbliVersion::V2020, "2020", entry.v2020),
        };
        let twin = KbliCode::parse(code.code(), version).ok()?;
        if own == Some(twin) {
            return None;
        }
        let other = self.entries.get(*self.by_code.get(&twin)?)?;
        if other.title.id.eq_ignore_ascii_case(&entry.title.id) {
            return None;
        }
        let (digits, title) = (code.code(), &other.title);
        Some(Text {
            id: format!("Di KBLI {name}, angka {digits} berarti lain: {}.", title.id),
            en: format!(
                "In KBLI {name}, {digits} means something else: {}.",
                title.en
            ),
        })
    }

    /// The activities of 2020 that this code of 2025 takes in.
    fn sources(&self, entry: &Entry) -> Text {
        let took = self.entries.iter().filter(|it| it.becomes == entry.v2025);
        let codes: Vec<_> = took
            .filter_map(|it| it.v2020)
            .map(|code| code.code().to_owned())
            .collect();
        if codes.is_empty() {
            return no_counterpart("2020");
        }
        let codes = codes.join(", ");
        Text {
            id: format!("Di KBLI 2020 ini termasuk: {codes}. Padanannya belum dipastikan."),
            en: format!("In KBLI 2020 this was part of: {codes}. The match is not confirmed."),
        }
    }
}

fn wider(new: KbliCode) -> Text {
    let digits = new.code();
    Text {
        id: format!(
            "Di KBLI 2025 kegiatan ini masuk {digits}, yang cakupannya lain; pastikan artinya."
        ),
        en: format!(
            "In KBLI 2025 this falls under {digits}, which covers other things too; check its meaning."
        ),
    }
}

fn no_counterpart(edition: &str) -> Text {
    Text {
        id: format!("Padanannya di KBLI {edition} belum diketahui."),
        en: format!("Its counterpart in KBLI {edition} is not known."),
    }
}

fn unsure_pair() -> Text {
    Text {
        id: "Padanan kode lama dan baru ini belum dipastikan dari sumber resmi.".to_owned(),
        en: "That the old and the new code match is not confirmed at an official source."
            .to_owned(),
    }
}
