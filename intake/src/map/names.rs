//! The names that offices give their columns, and how like one a header is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use rulebook::Fact;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use vocab::Lang;

use super::target::{Hint, Per, Target, Unit};

const SOURCE: &str = include_str!("../../headers.toml");

static NAMES: LazyLock<Names> = LazyLock::new(|| Names::load(SOURCE).unwrap_or_default());

/// The shape of `headers.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    words: BTreeMap<String, String>,
    noise: Noise,
    hints: BTreeMap<String, Vec<String>>,
    ignored: Ignored,
    helpers: BTreeMap<String, Vec<String>>,
    facts: BTreeMap<String, Vec<String>>,
    lists: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Noise {
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ignored {
    names: Vec<String>,
}

/// Things with the ways to write each, as words.
type Spelt<T> = Vec<(T, Vec<Vec<String>>)>;

/// The table of names, made plain and indexed by word.
#[derive(Default)]
pub(crate) struct Names {
    words: BTreeMap<String, String>,
    noise: BTreeSet<String>,
    entries: Vec<(Target, Vec<String>)>,
    by_word: FxHashMap<String, Vec<usize>>,
    weights: FxHashMap<String, f32>,
    hints: Spelt<Hint>,
    channels: Spelt<Fact>,
    permits: Spelt<Fact>,
}

impl Names {
    pub(crate) fn builtin() -> &'static Self {
        &NAMES
    }

    fn load(source: &str) -> Result<Self, String> {
        let file: File = toml::from_str(source).map_err(|error| error.to_string())?;
        let mut names = Self {
            words: file.words,
            noise: file.noise.words.into_iter().collect(),
            ..Self::default()
        };
        names.add(Target::Ignore, &file.ignored.names);
        for (word, synonyms) in file.helpers.iter().chain(&file.facts) {
            let target: Target = word.parse().map_err(|_| format!("no target {word}"))?;
            names.add(target, synonyms);
        }
        for fact in Fact::ALL {
            let own = [fact.id(), fact.label(Lang::Id), fact.label(Lang::En)].map(str::to_owned);
            names.add(Target::Fact(*fact), &own);
        }
        names.weigh();
        names.hints = Self::read_hints(&file.hints)?;
        for (list, into) in &file.lists {
            let read = Self::read_list(into)?;
            match list.as_str() {
                "channels" => names.channels = read,
                "permits" => names.permits = read,
                other => return Err(format!("no list {other}")),
            }
        }
        Ok(names)
    }

    fn add(&mut self, target: Target, synonyms: &[String]) {
        for synonym in synonyms {
            let words = self.plain(synonym);
            // The first to claim a name keeps it: a fact's own label does not take another's synonym.
            if words.is_empty() || self.entries.iter().any(|(_, taken)| *taken == words) {
                continue;
            }
            let at = self.entries.len();
            for word in &words {
                let list = self.by_word.entry(word.clone()).or_default();
                if list.last() != Some(&at) {
                    list.push(at);
                }
            }
            self.entries.push((target, words));
        }
    }

    /// A word of many targets ("usaha") tells less than a word of one ("nib").
    fn weigh(&mut self) {
        for (word, entries) in &self.by_word {
            let targets: BTreeSet<&str> = entries
                .iter()
                .filter_map(|at| self.entries.get(*at))
                .map(|(target, _)| target.as_str())
                .collect();
            let count = u16::try_from(targets.len()).map_or(f32::INFINITY, f32::from);
            self.weights
                .insert(word.clone(), 1.0 / (1.0 + count.max(1.0).ln()));
        }
    }

    fn read_hints(hints: &BTreeMap<String, Vec<String>>) -> Result<Spelt<Hint>, String> {
        let hint = |word: &str| match word {
            "month" => Ok(Hint {
                per: Some(Per::Month),
                unit: None,
            }),
            "week" => Ok(Hint {
                per: Some(Per::Week),
                unit: None,
            }),
            "day" => Ok(Hint {
                per: Some(Per::Day),
                unit: None,
            }),
            "thousand" => Ok(Hint {
                per: None,
                unit: Some(Unit::Thousand),
            }),
            "million" => Ok(Hint {
                per: None,
                unit: Some(Unit::Million),
            }),
            other => Err(format!("no hint {other}")),
        };
        hints
            .iter()
            .map(|(word, names)| {
                Ok((
                    hint(word)?,
                    names.iter().map(|name| words_of(name)).collect(),
                ))
            })
            .collect()
    }

    fn read_list(list: &BTreeMap<String, Vec<String>>) -> Result<Spelt<Fact>, String> {
        list.iter()
            .map(|(id, names)| {
                let fact = Fact::from_id(id).ok_or_else(|| format!("no fact {id}"))?;
                Ok((fact, names.iter().map(|name| words_of(name)).collect()))
            })
            .collect()
    }

    /// The words that matter of a header, written out.
    pub(crate) fn plain(&self, header: &str) -> Vec<String> {
        let mut plain: Vec<String> = Vec::new();
        for word in words_of(header) {
            let written = self.words.get(&word).map_or(word.as_str(), String::as_str);
            for word in written.split(' ') {
                if !self.noise.contains(word) && plain.last().is_none_or(|last| last != word) {
                    plain.push(word.to_owned());
                }
            }
        }
        plain
    }

    /// Targets whose names are like this header, with how like (0 to 100), best first, each once.
    pub(crate) fn like(&self, header: &str) -> Vec<(Target, u8)> {
        let words = self.plain(header);
        let mut near: BTreeSet<usize> = BTreeSet::new();
        for word in &words {
            near.extend(self.by_word.get(word).into_iter().flatten());
        }
        let mut found: Vec<(Target, u8)> = Vec::new();
        for (target, name) in near.into_iter().filter_map(|at| self.entries.get(at)) {
            let score = self.likeness(&words, name);
            match found.iter_mut().find(|(known, _)| known == target) {
                Some((_, best)) => *best = score.max(*best),
                None => found.push((*target, score)),
            }
        }
        found.sort_by_key(|(_, score)| std::cmp::Reverse(*score));
        found
    }

    /// Twice the weight of the words in common by the weight of all words (Dice 1945).
    fn likeness(&self, one: &[String], other: &[String]) -> u8 {
        if one == other {
            return 100;
        }
        let weight = |word: &String| self.weights.get(word).copied().unwrap_or(0.4);
        let common: f32 = one
            .iter()
            .filter(|word| other.contains(word))
            .map(weight)
            .sum();
        let all: f32 = one.iter().chain(other).map(weight).sum();
        if all <= 0.0 {
            return 0;
        }
        // Never 100, which is for the very same name.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and 198 by construction"
        )]
        let score = (198.0 * common / all) as u8;
        score.min(99)
    }

    /// How to convert the amounts under this header.
    pub(crate) fn hint(&self, header: &str) -> Hint {
        let words = words_of(header);
        let mut hint = Hint::default();
        for (one, names) in &self.hints {
            if names.iter().any(|name| holds(&words, name)) {
                hint.per = hint.per.or(one.per);
                hint.unit = hint.unit.or(one.unit);
            }
        }
        hint
    }

    /// Facts that a list in one cell names; for [`Target::Channels`] and [`Target::Permits`].
    pub(crate) fn listed(&self, target: Target, cell: &str) -> Vec<Fact> {
        let list = match target {
            Target::Channels => &self.channels,
            Target::Permits => &self.permits,
            _ => return Vec::new(),
        };
        let mut names: Vec<(Fact, &[String])> = list
            .iter()
            .flat_map(|(fact, names)| names.iter().map(|name| (*fact, name.as_slice())))
            .collect();
        // Longer names first, and each word once: "Shopee Food" is not also Shopee.
        names.sort_by_key(|(_, name)| std::cmp::Reverse(name.len()));
        let mut words = words_of(cell);
        let mut found = Vec::new();
        for (fact, name) in names {
            while let Some(at) = words.windows(name.len()).position(|window| window == name) {
                words.splice(at..at + name.len(), [String::new()]);
                if !found.contains(&fact) {
                    found.push(fact);
                }
            }
        }
        found.sort();
        found
    }

    /// Every fact of a list.
    pub(crate) fn list(&self, target: Target) -> impl Iterator<Item = Fact> {
        let list = match target {
            Target::Channels => self.channels.as_slice(),
            Target::Permits => self.permits.as_slice(),
            _ => &[],
        };
        list.iter().map(|(fact, _)| *fact)
    }
}

fn holds(words: &[String], name: &[String]) -> bool {
    !name.is_empty() && words.windows(name.len()).any(|window| window == name)
}

/// Lower-case words of letters and digits. Survey tools write the path of groups before a name
/// ("grup_usaha/nib"), web exports glue words ("NamaUsaha").
fn words_of(header: &str) -> Vec<String> {
    let header = header.trim();
    let machine = header.contains('_') && !header.contains(char::is_whitespace);
    let name = match header.rsplit_once('/') {
        Some((_, last)) if machine => last,
        _ => header,
    };
    let mut words = Vec::new();
    let mut word = String::new();
    let mut small_before = false;
    for letter in name.chars() {
        let border = !letter.is_alphanumeric() || (small_before && letter.is_uppercase());
        if border && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        small_before = letter.is_lowercase();
        if letter.is_alphanumeric() {
            word.extend(letter.to_lowercase());
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(header: &str) -> (String, u8) {
        let like = Names::builtin().like(header);
        like.first().map_or((String::new(), 0), |(target, score)| {
            (target.to_string(), *score)
        })
    }

    #[test]
    fn the_table_loads_and_names_every_fact() {
        let names = Names::load(SOURCE).unwrap();
        let file: File = toml::from_str(SOURCE).unwrap();
        for fact in Fact::ALL {
            assert!(
                file.facts.contains_key(fact.id()),
                "headers.toml has no names for {fact}"
            );
            assert!(
                names
                    .entries
                    .iter()
                    .any(|(target, _)| *target == Target::Fact(*fact))
            );
        }
    }

    #[test]
    fn headers_of_offices_lead_to_their_facts() {
        let cases = [
            ("Nama Pemilik", "owner_name"),
            ("NAMA PELAKU USAHA", "owner_name"),
            ("Nama", "owner_name"),
            ("Nama Usaha / Merk Dagang", "business_name"),
            ("NAMA UMKM", "business_name"),
            ("No. HP/WA", "owner_phone"),
            ("No.Telp", "owner_phone"),
            ("NIK", "owner_nik"),
            ("No. KTP", "owner_nik"),
            ("grup_pemilik/owner_nik", "owner_nik"),
            ("No KK", "owner_kk"),
            ("L/P", "owner_sex"),
            ("Omzet per tahun", "sales"),
            ("OMSET PER BULAN (Rp)", "sales"),
            ("Jml Tenaga Kerja L", "workers_male"),
            ("TK Perempuan", "workers_female"),
            ("Tenaga Kerja Laki-laki", "workers_male"),
            ("Jumlah Tenaga Kerja", "ignore"),
            ("Desa/Kel", "village"),
            ("Desa / Kelurahan", "village"),
            ("Kec.", "district"),
            ("RT/RW", "rt_rw"),
            ("No. NIB", "nib"),
            ("NIB (Nomor Induk Berusaha)", "nib"),
            ("No. PIRT", "pirt"),
            ("Sertifikat Halal", "halal"),
            ("KBLI", "kbli"),
            ("Jenis Usaha", "activity"),
            ("Tahun Berdiri", "start_year"),
            ("Modal Usaha (di luar tanah dan bangunan)", "capital"),
            ("_uuid", "row_id"),
            ("_gps_latitude", "latitude"),
            ("Tgl. Lahir", "owner_birth_date"),
            ("No", "ignore"),
            ("NamaUsaha", "business_name"),
            ("Alasan penolakan (Pendopo)", "ignore"),
            ("online_shopee", "online_shopee"),
            ("Pembukuan", "bookkeeping"),
        ];
        for (header, target) in cases {
            let (found, score) = best(header);
            assert_eq!(found, target, "{header} -> {found} ({score})");
            assert!(score >= 60, "{header} {score}");
        }
    }

    #[test]
    fn words_about_time_and_zeros_become_hints() {
        let hint = |header| Names::builtin().hint(header);
        assert_eq!(hint("Omzet per Bulan (Rp)").per, Some(Per::Month));
        assert_eq!(hint("Omzet per tahun"), Hint::default());
        assert_eq!(hint("Omzet/hari").per, None);
        assert_eq!(hint("Omzet harian").per, Some(Per::Day));
        assert_eq!(hint("Modal (juta Rp)").unit, Some(Unit::Million));
        assert_eq!(hint("Aset (Rp 000)").unit, Some(Unit::Thousand));
    }

    #[test]
    fn a_list_in_one_cell_names_its_facts() {
        let names = Names::builtin();
        let listed = names.listed(Target::Channels, "Shopee, Go-Food dan IG");
        assert_eq!(
            listed,
            [Fact::OnlineShopee, Fact::OnlineGofood, Fact::OnlineOther]
        );
        assert_eq!(
            names.listed(Target::Permits, "NIB; P-IRT"),
            [Fact::Nib, Fact::Pirt]
        );
        assert_eq!(
            names.listed(Target::Channels, "Shopee Food"),
            [Fact::OnlineShopeefood]
        );
        assert_eq!(names.listed(Target::Channels, "tidak ada"), []);
    }

    proptest::proptest! {
        #[test]
        fn any_header_gets_scores_between_0_and_100(header in "\\PC{0,60}") {
            for (_, score) in Names::builtin().like(&header) {
                proptest::prop_assert!(score <= 100);
            }
        }
    }
}
