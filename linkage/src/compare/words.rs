//! Likeness of two lists of words: each word finds its best partner, and counts by how rare it is.

use super::{Edits, Likeness};
use crate::record::Dictionary;

/// Words on either side which may seek a partner that is not equal; long texts agree by equal words.
const NEAR_WORDS: usize = 12;
/// A word without partner counts at most this: a misspelt word looks rarer than it is.
const LONELY_BITS: f32 = 7.0;
/// Lower bounds of the classes 1 to 6; class 7 is the same value.
const BOUNDS: [f32; 6] = [0.2, 0.42, 0.6, 0.76, 0.88, 0.955];

/// Scratch memory for comparing lists of words.
#[derive(Default)]
pub(crate) struct Words {
    /// Sounds of words that cost nothing when they have no partner.
    ignored: Vec<u32>,
    near: Vec<(f32, u8, u8)>,
}

/// Running sums of one comparison.
#[derive(Default)]
struct Sums {
    agree: f32,
    total: f32,
    bits: f32,
}

impl Sums {
    fn matched(&mut self, quality: f32, bits: f32) {
        self.agree += 2.0 * quality * bits.max(1.0);
        self.total += 2.0 * bits.max(1.0);
        self.bits += quality * bits;
    }

    fn lonely(&mut self, bits: f32) {
        self.total += bits.clamp(1.0, LONELY_BITS);
    }
}

impl Words {
    /// How alike two lists of words are. `ignore` is asked, if any word is left without a partner, for the sounds of
    /// words that cost nothing then.
    pub(crate) fn likeness(
        &mut self,
        dictionary: &Dictionary,
        bits: &[f32],
        a: &[u32],
        b: &[u32],
        edits: &mut Edits,
        ignore: impl FnOnce(&mut Vec<u32>),
    ) -> Likeness {
        let mut sums = Sums::default();
        let (mut free_a, mut free_b) = (low_bits(a.len()), low_bits(b.len()));
        for (i, word) in a.iter().enumerate() {
            let found = b
                .iter()
                .enumerate()
                .find(|(j, other)| *other == word && free_b & (1 << j) != 0);
            if let Some((j, _)) = found {
                free_a &= !(1 << i);
                free_b &= !(1 << j);
                sums.matched(1.0, bits[*word as usize]);
            }
        }
        if free_a != 0 && free_b != 0 {
            Self::joined(
                dictionary,
                bits,
                (a, &mut free_a),
                (b, &mut free_b),
                &mut sums,
            );
            Self::joined(
                dictionary,
                bits,
                (b, &mut free_b),
                (a, &mut free_a),
                &mut sums,
            );
            self.partners(
                dictionary,
                bits,
                (a, &mut free_a),
                (b, &mut free_b),
                edits,
                &mut sums,
            );
        }
        self.ignored.clear();
        if free_a | free_b != 0 {
            ignore(&mut self.ignored);
        }
        for (words, free) in [(a, free_a), (b, free_b)] {
            for word in free_words(words, free) {
                if !self.ignored.contains(&dictionary.sound(word)) {
                    sums.lonely(bits[word as usize]);
                }
            }
        }
        let alike = if sums.total > 0.0 {
            sums.agree / sums.total
        } else {
            0.0
        };
        let class = BOUNDS.iter().filter(|bound| alike >= **bound).count() as u8;
        Likeness {
            class,
            bits: sums.bits,
        }
    }

    /// "nur hayati" on one side, "nurhayati" on the other.
    fn joined(
        dictionary: &Dictionary,
        bits: &[f32],
        (whole, free_whole): (&[u32], &mut u64),
        (parts, free_parts): (&[u32], &mut u64),
        sums: &mut Sums,
    ) {
        for (i, word) in whole.iter().enumerate() {
            if *free_whole & (1 << i) == 0 {
                continue;
            }
            let text = dictionary.letters(*word);
            for (j, pair) in parts.windows(2).enumerate() {
                let both = 0b11 << j;
                let (first, second) = (dictionary.letters(pair[0]), dictionary.letters(pair[1]));
                if *free_parts & both == both
                    && text.len() == first.len() + second.len()
                    && text.starts_with(first)
                    && text.ends_with(second)
                {
                    *free_whole &= !(1 << i);
                    *free_parts &= !both;
                    let parts_bits = bits[pair[0] as usize] + bits[pair[1] as usize];
                    sums.matched(0.97, parts_bits.min(bits[*word as usize].max(1.0)));
                    break;
                }
            }
        }
    }

    /// Words that are not equal but near, best pairs first.
    fn partners(
        &mut self,
        dictionary: &Dictionary,
        bits: &[f32],
        (a, free_a): (&[u32], &mut u64),
        (b, free_b): (&[u32], &mut u64),
        edits: &mut Edits,
        sums: &mut Sums,
    ) {
        self.near.clear();
        for i in free_indices(a.len(), *free_a).take(NEAR_WORDS) {
            for j in free_indices(b.len(), *free_b).take(NEAR_WORDS) {
                let quality = near(dictionary, a[i], b[j], edits);
                if quality > 0.0 {
                    self.near.push((quality, i as u8, j as u8));
                }
            }
        }
        self.near
            .sort_unstable_by(|p, q| q.0.total_cmp(&p.0).then((p.1, p.2).cmp(&(q.1, q.2))));
        for (quality, i, j) in &self.near {
            if *free_a & (1 << i) != 0 && *free_b & (1 << j) != 0 {
                *free_a &= !(1 << i);
                *free_b &= !(1 << j);
                let rarer =
                    bits[a[usize::from(*i)] as usize].min(bits[b[usize::from(*j)] as usize]);
                sums.matched(*quality, rarer);
            }
        }
    }
}

fn low_bits(n: usize) -> u64 {
    if n >= 64 { u64::MAX } else { (1 << n) - 1 }
}

fn free_indices(len: usize, free: u64) -> impl Iterator<Item = usize> {
    (0..len.min(64)).filter(move |i| free & (1 << i) != 0)
}

fn free_words(words: &[u32], free: u64) -> impl Iterator<Item = u32> {
    words
        .iter()
        .enumerate()
        .filter(move |(i, _)| free & (1 << i) != 0)
        .map(|(_, w)| *w)
}

/// How near two different words are, 0 to 1.
fn near(dictionary: &Dictionary, x: u32, y: u32, edits: &mut Edits) -> f32 {
    if dictionary.sound(x) == dictionary.sound(y) {
        return 0.95;
    }
    let (a, b) = (dictionary.letters(x), dictionary.letters(y));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let digits = (1 << 26) | (1 << 27);
    let masks = (dictionary.mask(x), dictionary.mask(y));
    if (masks.0 | masks.1) & digits != 0 {
        return number_near(short, long);
    }
    let same_start = short.first() == long.first();
    if short.len() == 1 {
        return if same_start { 0.55 } else { 0.0 };
    }
    // What begins or shortens a longer word has no letter that is not in it.
    let (short_mask, long_mask) = (masks.0 & !masks.1, masks.1 & !masks.0);
    let inside = if a.len() <= b.len() {
        short_mask
    } else {
        long_mask
    } == 0;
    let begins = if inside && short.len() >= 3 && long.starts_with(short) {
        0.78
    } else {
        0.0
    };
    let skeleton = if inside && same_start && is_skeleton(short, long) {
        0.75
    } else {
        0.0
    };
    f32::max(
        f32::max(begins, skeleton),
        by_edits(dictionary, (x, y), short, long, same_start, edits),
    )
}

fn by_edits(
    dictionary: &Dictionary,
    (x, y): (u32, u32),
    short: &[u8],
    long: &[u8],
    same_start: bool,
    edits: &mut Edits,
) -> f32 {
    let allowed = long.len() * 35 / 100;
    let unshared = (dictionary.mask(x) ^ dictionary.mask(y)).count_ones() as usize;
    if long.len() - short.len() > allowed || unshared > 2 * allowed {
        return 0.0;
    }
    let distance = edits.distance(short, long);
    if distance > allowed {
        return 0.0;
    }
    let quality = 1.0 - distance as f32 / long.len() as f32;
    if same_start {
        (quality + 0.06).min(0.94)
    } else {
        quality
    }
}

/// Numbers are equal or not; "12" and "12a" share a house.
fn number_near(short: &[u8], long: &[u8]) -> f32 {
    let rest = long.strip_prefix(short).unwrap_or(b"--");
    if rest.len() == 1 && rest.iter().all(u8::is_ascii_alphabetic) {
        0.7
    } else {
        0.0
    }
}

/// "wrng" for "warung": the vowels left out.
fn is_skeleton(short: &[u8], long: &[u8]) -> bool {
    let vowel = |b: &u8| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u');
    if short.len() < 2 || short.iter().any(vowel) {
        return false;
    }
    let mut rest = long.iter();
    short.iter().all(|letter| rest.any(|b| b == letter))
}
