//! What the cells of a column say about its role: counts over all rows, shapes over a sample of distinct values.

use super::Role;
use crate::Table;
use crate::normal::{amount, fold, is_blank, parse_date};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher as _;

/// Distinct values kept per column: those with the smallest hashes, so the order of rows plays no part.
const SAMPLE: usize = 1500;

/// Shares (0 to 1) of the sampled distinct values which have each shape.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    /// The column's header.
    pub header: String,
    /// Share of rows with a value.
    pub filled: f64,
    /// Estimated number of distinct values.
    pub distinct: f64,
    /// Distinct values per filled row.
    pub variety: f64,
    /// Only digits (and phone or code punctuation).
    pub digits: f64,
    /// Average number of digits of the all-digit values.
    pub digit_length: f64,
    /// Starts as phone numbers do.
    pub phone: f64,
    /// Reads as a full date.
    pub date: f64,
    /// Four digits that can be a year.
    pub year: f64,
    /// Has an @.
    pub email: f64,
    /// Reads as an amount with little else.
    pub number: f64,
    /// Holds digits and letters.
    pub mixed: f64,
    /// One word with a digit in it.
    pub code: f64,
    /// Words per value.
    pub words: f64,
    /// Has a word of a kind of business.
    pub business: f64,
    /// Has a word of streets.
    pub street: f64,
    /// Looks like a web address.
    pub web: f64,
    pub(super) vocabulary: FxHashMap<String, f64>,
    sampled: f64,
}

impl Profile {
    /// Profiles one column.
    pub fn of(table: &Table, column: usize) -> Self {
        let mut sample: FxHashMap<u64, &str> = FxHashMap::default();
        let mut limit = u64::MAX;
        let mut filled = 0usize;
        for row in 0..table.rows() {
            let cell = table.cell(row, column);
            if is_blank(cell) {
                continue;
            }
            filled += 1;
            let hash = mix(cell);
            if hash <= limit {
                sample.insert(hash, cell);
                if sample.len() >= 2 * SAMPLE {
                    limit = shrink(&mut sample);
                }
            }
        }
        if sample.len() > SAMPLE {
            limit = shrink(&mut sample);
        }
        let distinct = if limit == u64::MAX {
            sample.len() as f64
        } else {
            sample.len() as f64 * (u64::MAX as f64 / limit as f64)
        };
        let mut profile = Self {
            header: table.headers()[column].clone(),
            filled: filled as f64 / table.rows() as f64,
            distinct,
            variety: distinct / (filled.max(1)) as f64,
            ..Self::default()
        };
        let mut values: Vec<(u64, &str)> = sample.into_iter().collect();
        values.sort_unstable();
        profile.shapes(values.iter().map(|(_, value)| *value));
        profile
    }

    fn shapes<'a>(&mut self, values: impl Iterator<Item = &'a str>) {
        let mut n = 0.0;
        let mut digit_total = 0.0;
        let mut folded = String::new();
        for value in values {
            n += 1.0;
            let digits = value.bytes().filter(u8::is_ascii_digit).count();
            let letters = value.chars().filter(|c| c.is_alphabetic()).count();
            let only_digits = letters == 0 && digits > 0;
            add(&mut self.digits, only_digits);
            if only_digits {
                digit_total += digits as f64;
            }
            add(
                &mut self.phone,
                letters <= 5 && (7..=20).contains(&digits) && starts_as_phone(value),
            );
            let date = parse_date(value);
            add(
                &mut self.date,
                date.is_some_and(|d| d.month > 0) && !value.contains(':') || looks_stamped(value),
            );
            add(
                &mut self.year,
                digits == 4 && letters == 0 && date.is_some(),
            );
            add(&mut self.email, value.contains('@') && value.contains('.'));
            add(
                &mut self.number,
                letters <= 3 && digits > 0 && amount(value).is_some(),
            );
            add(&mut self.mixed, digits > 0 && letters > 0);
            add(&mut self.code, digits > 0 && !value.contains(' '));
            add(
                &mut self.web,
                value.starts_with("http") || value.starts_with("www."),
            );
            folded.clear();
            fold(value, &mut folded);
            self.count_words(&folded);
        }
        let n = f64::max(n, 1.0);
        self.sampled = n;
        self.digit_length = digit_total / f64::max(self.digits, 1.0);
        for share in [
            &mut self.digits,
            &mut self.phone,
            &mut self.date,
            &mut self.year,
            &mut self.email,
            &mut self.number,
            &mut self.mixed,
            &mut self.code,
            &mut self.words,
            &mut self.business,
            &mut self.street,
            &mut self.web,
        ] {
            *share /= n;
        }
    }

    fn count_words(&mut self, folded: &str) {
        let (mut business, mut street) = (false, false);
        for word in folded.split(' ').take(24) {
            self.words += 1.0;
            business |= BUSINESS_WORDS.contains(&word);
            street |= STREET_WORDS.contains(&word);
            if self.vocabulary.len() < 20_000 || self.vocabulary.contains_key(word) {
                *self.vocabulary.entry(word.to_owned()).or_default() += 1.0;
            }
        }
        add(&mut self.business, business);
        add(&mut self.street, street);
    }

    /// How alike two columns' words are: cosine of their counts, 0 to 1. Words that stand in most values of a column
    /// ("Ds.", "Kab.") say what it holds, not what its values are, and are left out.
    pub fn overlap(&self, other: &Self) -> f64 {
        let (one, two) = (self.telling(), other.telling());
        let dot = sorted_sum(one.iter().filter_map(|(w, n)| two.get(w).map(|m| n * m)));
        let norm = |words: &FxHashMap<&str, f64>| sorted_sum(words.values().map(|n| n * n)).sqrt();
        let norms = norm(&one) * norm(&two);
        if norms > 0.0 { dot / norms } else { 0.0 }
    }

    /// Which share of this column's words also stand in the other one, 0 to 1.
    pub(super) fn contained_in(&self, other: &Self) -> f64 {
        let own = self.telling();
        let shared = own
            .iter()
            .filter(|(w, _)| other.vocabulary.contains_key(**w));
        let all = sorted_sum(own.values().copied());
        if all > 0.0 {
            sorted_sum(shared.map(|(_, n)| *n)) / all
        } else {
            0.0
        }
    }

    fn telling(&self) -> FxHashMap<&str, f64> {
        let most = if self.distinct > 8.0 {
            0.5 * self.sampled
        } else {
            f64::INFINITY
        };
        self.vocabulary
            .iter()
            .filter(|(_, n)| **n <= most)
            .map(|(w, n)| (w.as_str(), *n))
            .collect()
    }

    /// Whether the column can tell records apart at all.
    pub fn is_useful(&self) -> bool {
        self.distinct > 1.5 && self.filled > 0.0 && self.web < 0.5
    }

    /// The role its header and its cells agree on.
    pub fn role(&self) -> Role {
        match super::headers::role(&self.header) {
            Some(role) => self.checked(role),
            None => self.by_content(),
        }
    }

    /// A header may promise what the cells do not keep.
    fn checked(&self, role: Role) -> Role {
        let kept = match role {
            Role::Phone => self.digits > 0.5 || self.phone > 0.4,
            Role::Date => self.date > 0.5 || self.year > 0.5,
            Role::Email => self.email > 0.3,
            Role::Number => self.number > 0.5,
            Role::Postcode | Role::Identity => self.words < 2.5,
            Role::Person | Role::Given | Role::Surname | Role::Business | Role::Text => {
                self.digits < 0.5 && self.email < 0.5
            }
            Role::Place | Role::Address | Role::Category => true,
        };
        match role {
            _ if !kept => self.by_content(),
            Role::Place if self.digits > 0.9 => Role::Category,
            // "relationship to reference person" names no person
            Role::Person if self.distinct <= 30.0 && self.variety < 0.05 => Role::Category,
            Role::Category if self.distinct > 200.0 => self.by_content(),
            Role::Text if self.business > 0.25 && self.words < 6.0 => Role::Business,
            Role::Text if self.reads_as_person() => Role::Person,
            other => other,
        }
    }

    fn by_content(&self) -> Role {
        if self.email > 0.5 {
            Role::Email
        } else if self.date > 0.8 && self.digit_length < 9.0 {
            Role::Date
        } else if self.digits > 0.8 {
            self.digit_role()
        } else if self.phone > 0.5 && self.variety > 0.1 {
            Role::Phone
        } else if self.distinct <= 30.0 && self.variety < 0.1 {
            self.few_values()
        } else if self.code > 0.8 && self.mixed > 0.5 && self.variety > 0.3 {
            Role::Identity
        } else if self.number > 0.8 {
            Role::Number
        } else if self.code > 0.8 && self.variety > 0.3 {
            Role::Identity
        } else if self.street > 0.3 || (self.mixed > 0.5 && (1.7..=8.0).contains(&self.words)) {
            Role::Address
        } else if self.business > 0.15 && self.words < 6.0 {
            Role::Business
        } else if self.variety < 0.1 && self.words < 3.0 {
            Role::Place
        } else if self.reads_as_person() {
            Role::Person
        } else {
            Role::Text
        }
    }

    /// One to three words of letters only, and no kind of business among them.
    fn reads_as_person(&self) -> bool {
        (1.3..=3.3).contains(&self.words)
            && self.mixed + self.digits < 0.05
            && self.business < 0.05
            && self.variety > 0.02
    }

    /// A dozen words that recur are names of places rather than kinds, unless they are very few.
    fn few_values(&self) -> Role {
        if self.distinct > 8.0 && self.digits + self.mixed < 0.1 {
            Role::Place
        } else {
            Role::Category
        }
    }

    fn digit_role(&self) -> Role {
        if self.phone > 0.6 && self.variety > 0.1 {
            Role::Phone
        } else if self.year > 0.8 {
            Role::Date
        } else if self.digit_length >= 6.5 && self.variety > 0.3 {
            Role::Identity
        } else if self.distinct <= 30.0 && self.variety < 0.1 {
            Role::Category
        } else if (3.5..=6.0).contains(&self.digit_length) && self.variety < 0.5 {
            Role::Postcode
        } else {
            Role::Number
        }
    }
}

const BUSINESS_WORDS: [&str; 26] = [
    "warung",
    "toko",
    "kedai",
    "depot",
    "cv",
    "pt",
    "ud",
    "rm",
    "catering",
    "ltd",
    "limited",
    "inc",
    "llc",
    "gmbh",
    "corp",
    "company",
    "co",
    "plc",
    "store",
    "shop",
    "bengkel",
    "bv",
    "sa",
    "group",
    "university",
    "restaurant",
];

const STREET_WORDS: [&str; 20] = [
    "jl", "jln", "jalan", "gang", "gg", "rt", "rw", "dusun", "street", "st", "road", "rd",
    "avenue", "ave", "lane", "drive", "place", "strasse", "rue", "blvd",
];

fn add(share: &mut f64, yes: bool) {
    *share += f64::from(u8::from(yes));
}

/// "wa 0812..." and "tlp. (0294) ..." too: what stands before the number does not count.
fn starts_as_phone(value: &str) -> bool {
    let value =
        value.trim_start_matches(|c: char| c.is_alphabetic() || matches!(c, ' ' | '.' | ':'));
    value.starts_with(['+', '0', '(']) || value.starts_with("62") || value.starts_with('8')
}

fn looks_stamped(value: &str) -> bool {
    value.len() >= 16 && value.contains(':') && parse_date(value).is_some_and(|d| d.month > 0)
}

/// Sums in one order whatever the map's order, so that results do not depend on insertion.
fn sorted_sum(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_unstable_by(f64::total_cmp);
    values.iter().sum()
}

fn mix(cell: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(cell.as_bytes());
    crate::hash::finish(hasher.finish())
}

/// Keeps the smallest hashes and tells the largest kept.
fn shrink(sample: &mut FxHashMap<u64, &str>) -> u64 {
    let mut hashes: Vec<u64> = sample.keys().copied().collect();
    hashes.sort_unstable();
    let limit = hashes[SAMPLE - 1];
    sample.retain(|hash, _| *hash <= limit);
    limit
}
