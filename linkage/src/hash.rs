//! Hashes that are the same in every run and on every machine.

use rustc_hash::FxHasher;
use std::hash::Hasher as _;

/// Spreads the bits of a weak hash over all 64 bits.
pub(crate) const fn finish(mut x: u64) -> u64 {
    x ^= x >> 32;
    x = x.wrapping_mul(0xd6e8_feb8_6659_fd93);
    x ^= x >> 32;
    x = x.wrapping_mul(0xd6e8_feb8_6659_fd93);
    x ^ (x >> 32)
}

/// A well-spread hash of a string.
pub(crate) fn text(value: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(value.as_bytes());
    hasher.write_u8(0xff);
    finish(hasher.finish())
}

/// Two hashes into one; the order matters.
pub(crate) const fn pair(a: u64, b: u64) -> u64 {
    finish(a.rotate_left(23) ^ b.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}
