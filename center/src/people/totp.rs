//! Time-based codes (RFC 6238: SHA-1, six digits, thirty seconds), as every authenticator app makes them.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

const STEP: i64 = 30;

/// The step a moment lies in.
pub(crate) fn step(unix_seconds: i64) -> i64 {
    unix_seconds.div_euclid(STEP)
}

/// The code of a step.
pub(crate) fn code(secret: &[u8], step: i64) -> Option<String> {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).ok()?;
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let offset = usize::from(digest.last()? & 0x0f);
    let four: [u8; 4] = digest.get(offset..offset + 4)?.try_into().ok()?;
    Some(format!(
        "{:06}",
        (u32::from_be_bytes(four) & 0x7fff_ffff) % 1_000_000
    ))
}

/// Which step a code belongs to, if it is the present one or a neighbour (clocks of phones are a little off).
pub(crate) fn accept(secret: &[u8], typed: &str, unix_seconds: i64) -> Option<i64> {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let now = step(unix_seconds);
    [now, now - 1, now + 1]
        .into_iter()
        .find(|step| code(secret, *step).as_deref() == Some(digits.as_str()))
}

/// A secret as authenticator apps want it: base 32 without padding (RFC 4648).
pub(crate) fn base32(secret: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: Vec<u8> = secret
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1))
        .collect();
    bits.chunks(5)
        .filter_map(|five| {
            let value = (0..5).fold(0_u8, |value, at| {
                value << 1 | five.get(at).copied().unwrap_or(0)
            });
            LETTERS
                .get(usize::from(value))
                .map(|letter| char::from(*letter))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_rfc() {
        // RFC 6238, appendix B, last six digits.
        let secret = b"12345678901234567890";
        for (seconds, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code(secret, step(seconds)).as_deref(), Some(expected));
        }
        assert_eq!(accept(secret, "287 082", 59), Some(1));
        assert_eq!(
            accept(secret, "287082", 89),
            Some(1),
            "one step late is accepted"
        );
        assert_eq!(accept(secret, "287082", 120), None);
        assert_eq!(accept(secret, "", 59), None);
    }

    #[test]
    fn base32_is_that_of_the_rfc() {
        assert_eq!(base32(b"foobar"), "MZXW6YTBOI");
        assert_eq!(
            base32(b"12345678901234567890"),
            "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        );
    }
}
