//! Comparing two records: each field gives a level, all levels together an agreement pattern.

mod codes;
mod edit;
mod level;
mod words;

pub(crate) use edit::Edits;
pub(crate) use level::{LEVEL_BITS, LEVELS, Level, classes, has_rarity};
pub(crate) use words::Words;

use crate::record::{MISSING, Prepared};
use crate::spec::Role;

/// What two values of one field have in common.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Likeness {
    /// How alike, from 0 (nothing) up to the role's highest class.
    pub(crate) class: u8,
    /// How many bits of information the common part carries.
    pub(crate) bits: f32,
}

/// Levels of all fields of one pair, five bits each, the first field lowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Pattern(pub(crate) u64);

impl Pattern {
    pub(crate) fn level(self, field: usize) -> Level {
        Level(((self.0 >> (LEVEL_BITS * field as u32)) & u64::from(LEVELS as u32 - 1)) as u8)
    }

    pub(crate) fn with(self, field: usize, level: Level) -> Self {
        let shift = LEVEL_BITS * field as u32;
        Self(self.0 & !(((LEVELS as u64) - 1) << shift) | (u64::from(level.0) << shift))
    }
}

/// Pairs compared together: what they need should fit in a processor's own cache.
const BATCH: usize = 128;
/// Comparisons remembered.
const MEMO_BITS: u32 = 14;

fn memo_place(field: usize, x: u32, y: u32) -> usize {
    let mixed = (u64::from(x) << 32 | u64::from(y)) ^ (field as u64) << 58;
    (mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - MEMO_BITS)) as usize
}

/// Compares records; holds scratch memory, so one per thread.
pub(crate) struct Comparer<'p> {
    prepared: &'p Prepared,
    words: Words,
    edits: Edits,
    places: Vec<usize>,
    name_parts: Option<(usize, usize)>,
    /// Values of a batch of pairs.
    values: Vec<(u32, u32)>,
    /// Levels of values compared lately; names of villages meet again and again. (A business name's level also
    /// depends on the records' places, so it is not kept.)
    memo: Vec<((u32, u32, u32), Level)>,
    /// log2 of the number of records: what a unique value carries.
    full_bits: f32,
}

impl<'p> Comparer<'p> {
    pub(crate) fn new(prepared: &'p Prepared) -> Self {
        let place = |f: &crate::record::PreparedField| matches!(f.role, Role::Place);
        Self {
            prepared,
            words: Words::default(),
            edits: Edits::default(),
            places: prepared
                .fields
                .iter()
                .enumerate()
                .filter(|(_, f)| place(f))
                .map(|(i, _)| i)
                .collect(),
            name_parts: prepared.name_parts(),
            values: Vec::new(),
            memo: vec![((0, MISSING, MISSING), Level::MISSING); 1 << MEMO_BITS],
            full_bits: prepared.full_bits,
        }
    }

    /// The agreement patterns of many pairs, field by field.
    ///
    /// Comparing is mostly waiting for memory. What a batch needs of a field is therefore read in simple loops
    /// first, which wait for many places together; the comparisons then find it in the cache.
    pub(crate) fn patterns(&mut self, pairs: &[(u32, u32)], out: &mut Vec<Pattern>) {
        for batch in pairs.chunks(BATCH) {
            let start = out.len();
            out.resize(start + batch.len(), Pattern::default());
            let patterns = &mut out[start..];
            for field in 0..self.prepared.fields.len() {
                self.column(field, batch, patterns);
            }
            if self.name_parts.is_some() {
                for ((a, b), pattern) in batch.iter().zip(patterns) {
                    *pattern = self.with_swapped_names(*pattern, *a, *b);
                }
            }
        }
    }

    fn column(&mut self, field: usize, batch: &[(u32, u32)], patterns: &mut [Pattern]) {
        let f = &self.prepared.fields[field];
        let mut values = std::mem::take(&mut self.values);
        values.clear();
        values.extend(
            batch
                .iter()
                .map(|(a, b)| (f.value_of[*a as usize], f.value_of[*b as usize])),
        );
        let others = values.iter().map(|(_, y)| *y);
        f.touch(&self.prepared.words, others);
        for (((a, b), (x, y)), pattern) in batch.iter().zip(&values).zip(patterns) {
            *pattern = pattern.with(field, self.level(field, (*x, *y), (*a, *b)));
        }
        self.values = values;
    }

    /// The agreement pattern of two records.
    pub(crate) fn pattern(&mut self, a: u32, b: u32) -> Pattern {
        let mut pattern = Pattern::default();
        for field in 0..self.prepared.fields.len() {
            let values = &self.prepared.fields[field].value_of;
            let values = (values[a as usize], values[b as usize]);
            pattern = pattern.with(field, self.level(field, values, (a, b)));
        }
        self.with_swapped_names(pattern, a, b)
    }

    fn level(&mut self, field: usize, (x, y): (u32, u32), records: (u32, u32)) -> Level {
        if x == MISSING || y == MISSING {
            return Level::MISSING;
        }
        if x == y || self.prepared.fields[field].role == Role::Business {
            return Level::new(self.likeness(field, x, y, records), self.full_bits);
        }
        let place = memo_place(field, x, y);
        let key = (field as u32, x, y);
        if let Some((known, level)) = self.memo.get(place)
            && *known == key
        {
            return *level;
        }
        let level = Level::new(self.likeness(field, x, y, records), self.full_bits);
        if let Some(slot) = self.memo.get_mut(place) {
            *slot = (key, level);
        }
        level
    }

    /// What two values of a field have in common; the records tell the places a business name may mention.
    pub(crate) fn likeness(
        &mut self,
        field: usize,
        x: u32,
        y: u32,
        records: (u32, u32),
    ) -> Likeness {
        let f = &self.prepared.fields[field];
        if x == y {
            return Likeness {
                class: classes(f.role) - 1,
                bits: f.bits[x as usize],
            };
        }
        if !f.role.is_words() {
            return codes::likeness(f, x, y, &mut self.edits);
        }
        let (prepared, places) = (self.prepared, &self.places);
        let dictionary = &prepared.words;
        let ignore = |sounds: &mut Vec<u32>| {
            if f.role != Role::Business {
                return;
            }
            for place in places {
                let place = &prepared.fields[*place];
                let value = |record: u32| place.value_of[record as usize];
                let (x, y) = (value(records.0), value(records.1));
                for value in [x].into_iter().chain((x != y).then_some(y)) {
                    sounds.extend(place.words(value).iter().map(|w| dictionary.sound(*w)));
                }
            }
        };
        let (x, y) = (f.words(x), f.words(y));
        self.words
            .likeness(dictionary, &f.word_bits, x, y, &mut self.edits, ignore)
    }

    /// "Green, Mitchell" entered the wrong way round: each part is found in the other's column.
    fn with_swapped_names(&mut self, pattern: Pattern, a: u32, b: u32) -> Pattern {
        let Some((given, surname)) = self.name_parts else {
            return pattern;
        };
        if !pattern.level(given).is_poor() || !pattern.level(surname).is_poor() {
            return pattern;
        }
        let (g, s) = (&self.prepared.fields[given], &self.prepared.fields[surname]);
        let value = |f: &crate::record::PreparedField, r: u32| f.value_of[r as usize];
        let (ga, gb, sa, sb) = (value(g, a), value(g, b), value(s, a), value(s, b));
        let dictionary = &self.prepared.words;
        let first = self.words.likeness(
            dictionary,
            &g.word_bits,
            g.words(ga),
            s.words(sb),
            &mut self.edits,
            |_| {},
        );
        let second = self.words.likeness(
            dictionary,
            &s.word_bits,
            s.words(sa),
            g.words(gb),
            &mut self.edits,
            |_| {},
        );
        if first.class < 4 || second.class < 4 {
            return pattern;
        }
        // One class below what the same likeness in its own column would give.
        let lower = |l: Likeness| {
            Level::new(
                Likeness {
                    class: l.class.min(6) - 1,
                    bits: l.bits,
                },
                self.full_bits,
            )
        };
        pattern
            .with(given, lower(first))
            .with(surname, lower(second))
    }
}
