//! Pairs drawn by chance, to learn how often two strangers agree.

use crate::compare::{Comparer, Pattern};
use crate::hash;
use crate::model::{Drawn, first_weight};
use crate::record::Prepared;
use crate::spec::Role;
use rayon::prelude::*;

const DRAWS: f64 = 200_000.0;
/// Draws that look like a match even at first sight would make agreement look commoner than chance makes it.
const SUSPECT: f64 = -4.0;

pub(super) fn draw(prepared: &Prepared, roles: &[Role], full: f64, chance: f64) -> Drawn {
    let (left, right) = (prepared.sides.left(), prepared.sides.right());
    let (n, m) = (left.len() as u64, right.len() as u64);
    let all = n as f64 * m as f64;
    let draws: Vec<u64> = (0..(all / 2.0).clamp(2000.0, DRAWS) as u64).collect();
    let patterns: Vec<Pattern> = draws
        .par_chunks(4096)
        .map_init(
            || Comparer::new(prepared),
            |comparer, chunk| {
                let mut out = Vec::with_capacity(chunk.len());
                for draw in chunk {
                    let pick = hash::finish(draw + 1);
                    let (a, b) = (
                        (pick >> 32) % n,
                        (pick & 0xffff_ffff) % m + right.start as u64,
                    );
                    if a != b {
                        out.push(comparer.pattern(a as u32, b as u32));
                    }
                }
                out
            },
        )
        .flatten_iter()
        .filter(|pattern| first_weight(roles, *pattern, full, chance) < SUSPECT)
        .collect();
    let pairs = all / if prepared.sides.is_single() { 2.0 } else { 1.0 };
    Drawn::new(roles.len(), &patterns, pairs)
}
