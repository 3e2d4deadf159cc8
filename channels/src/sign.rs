//! HMAC-SHA256 as all four platforms use it: lowercase hexadecimal, compared in constant time.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::secret::Secret;

fn mac_over(key: &Secret, parts: &[&[u8]]) -> Option<Hmac<Sha256>> {
    // HMAC takes keys of every length; the type cannot say so, hence the Option.
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose().as_bytes()).ok()?;
    for part in parts {
        mac.update(part);
    }
    Some(mac)
}

/// The signature over the parts written one after the other.
pub(crate) fn hmac_hex(key: &Secret, parts: &[&[u8]]) -> String {
    mac_over(key, parts)
        .map(|mac| hex(&mac.finalize().into_bytes()))
        .unwrap_or_default()
}

/// Whether `given` is the signature over the parts. Takes the same time wherever they differ.
pub(crate) fn hmac_matches(key: &Secret, parts: &[&[u8]], given: &str) -> bool {
    let (Some(mac), Some(given)) = (mac_over(key, parts), unhex(given.trim())) else {
        return false;
    };
    mac.verify_slice(&given).is_ok()
}

/// SHA-256 in hexadecimal, to recognise a message that carries no id of its own.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    let digit = |byte: u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|value| u8::try_from(value).ok())
    };
    text.as_bytes()
        .chunks_exact(2)
        .map(|pair| match pair {
            [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn follows_rfc_4231_case_two() {
        let signed = hmac_hex(
            &Secret::new("Jefe"),
            &[b"what do ya want ", b"for nothing?"],
        );
        assert_eq!(
            signed,
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }

    #[test]
    fn signs_as_the_former_tokopedia_api_did() {
        let signed = hmac_hex(&Secret::new("YOUR_KEY"), &[br#"{"fs_id":13000}"#]);
        assert_eq!(
            signed,
            "ea08d151edcaf9dd6a43f987ff969e335b8e28cfac5e605f211fbdf6aa02faff"
        );
    }

    #[test]
    fn garbage_is_not_a_signature() {
        let key = Secret::new("k");
        let right = hmac_hex(&key, &[b"x"]);
        assert!(hmac_matches(&key, &[b"x"], &right));
        assert!(hmac_matches(&key, &[b"x"], &right.to_uppercase()));
        for wrong in [
            "",
            "zz",
            "é",
            &right[..62],
            &format!("{right}00"),
            &format!("0{}", &right[1..]),
        ] {
            assert!(
                wrong == right || !hmac_matches(&key, &[b"x"], wrong),
                "{wrong}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_changed_body_is_noticed(body in proptest::collection::vec(any::<u8>(), 1..64), at in any::<prop::sample::Index>(), bit in 0u8..8) {
            let key = Secret::new("key");
            let signed = hmac_hex(&key, &[&body]);
            prop_assert!(hmac_matches(&key, &[&body], &signed));
            let mut changed = body.clone();
            let at = at.index(changed.len());
            changed[at] ^= 1 << bit;
            prop_assert!(!hmac_matches(&key, &[&changed], &signed));
        }
    }
}
