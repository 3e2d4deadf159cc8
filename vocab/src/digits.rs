//! Reading numbers which are really names: NIK, NIB, NPWP and their kin.
//!
//! The happy path looks at each byte once and allocates nothing, because an import asks some
//! twenty-five such questions per row.

use crate::text::{is_ignorable, strip_apostrophe};

/// A short ASCII text kept in place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Ascii<const N: usize>([u8; N]);

impl<const N: usize> Ascii<N> {
    /// Takes bytes which are known to be ASCII digits.
    pub(crate) const fn from_digits(bytes: [u8; N]) -> Self {
        Self(bytes)
    }

    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// A part of the text; empty if the range lies outside.
    pub(crate) fn part(&self, range: std::ops::Range<usize>) -> &str {
        self.as_str().get(range).unwrap_or_default()
    }

    /// A part of the text read as a number; digits only, so at most nine of them.
    pub(crate) fn number(&self, range: std::ops::Range<usize>) -> u32 {
        self.part(range)
            .bytes()
            .fold(0, |sum, byte| sum * 10 + u32::from(byte.wrapping_sub(b'0')))
    }
}

/// An [`Ascii`] number which is no secret, so that `Debug` shows it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Shown<const N: usize>(Ascii<N>);

impl<const N: usize> Shown<N> {
    pub(crate) const fn from_digits(bytes: [u8; N]) -> Self {
        Self(Ascii::from_digits(bytes))
    }
}

impl<const N: usize> std::ops::Deref for Shown<N> {
    type Target = Ascii<N>;

    fn deref(&self) -> &Ascii<N> {
        &self.0
    }
}

impl<const N: usize> std::fmt::Debug for Shown<N> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a text is no run of digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// No digit at all.
    Empty,
    /// Scientific notation: a spreadsheet has thrown the last digits away.
    DigitsLost,
    /// A character which cannot be part of the number.
    Foreign(char),
}

/// The digits of a text, at most `N` kept, all counted.
#[derive(Debug)]
pub(crate) struct Scanned<const N: usize> {
    pub(crate) digits: [u8; N],
    pub(crate) len: usize,
    /// The text had the form of a floating-point number (`812345678901.0`).
    pub(crate) float: bool,
}

impl<const N: usize> Scanned<N> {
    const fn new(float: bool) -> Self {
        Self {
            digits: [b'0'; N],
            len: 0,
            float,
        }
    }

    fn push(&mut self, digit: u8) {
        if let Some(slot) = self.digits.get_mut(self.len) {
            *slot = digit;
        }
        self.len += 1;
    }

    fn finish(self) -> Result<Self, Flaw> {
        if self.len == 0 {
            Err(Flaw::Empty)
        } else {
            Ok(self)
        }
    }

    /// Excel keeps fifteen significant digits and writes 0 for the rest, so a sixteen-digit number
    /// which comes from a number cell and ends in 0 has (nine times in ten) lost its last digit.
    pub(crate) fn lost_its_sixteenth_digit(&self) -> bool {
        self.float && self.len == 16 && self.digits.get(15) == Some(&b'0')
    }
}

/// Reads the digits of `text`, passing over blanks, dots, dashes and apostrophes. `labels` are the
/// words (lower case) which people write before the number.
pub(crate) fn scan<const N: usize>(text: &str, labels: &[&str]) -> Result<Scanned<N>, Flaw> {
    let (body, float) = strip_float_tail(text);
    let mut scanned = Scanned::new(float);
    for byte in body.bytes() {
        match byte {
            b'0'..=b'9' => scanned.push(byte),
            b' ' | b'.' | b'-' | b'\'' | b'\t' => {}
            _ => return scan_unusual(body, float, labels),
        }
    }
    scanned.finish()
}

/// The rare forms: labels, full-width digits, invisible characters.
fn scan_unusual<const N: usize>(
    text: &str,
    float: bool,
    labels: &[&str],
) -> Result<Scanned<N>, Flaw> {
    if is_scientific(text) {
        return Err(Flaw::DigitsLost);
    }
    let mut scanned = Scanned::new(float);
    for c in strip_labels(text, labels).chars() {
        match as_digit(c) {
            Some(digit) => scanned.push(digit),
            None if is_separator(c) => {}
            None => return Err(Flaw::Foreign(c)),
        }
    }
    scanned.finish()
}

/// The ASCII digit for an ASCII or full-width digit.
pub(crate) fn as_digit(c: char) -> Option<u8> {
    let ascii = match c {
        '0'..='9' => u32::from(c),
        '\u{FF10}'..='\u{FF19}' => u32::from(c) - 0xFF10 + 0x30,
        _ => return None,
    };
    u8::try_from(ascii).ok()
}

fn is_separator(c: char) -> bool {
    matches!(
        c,
        '.' | '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FF0E}' | '\u{FF0D}'
    ) || is_ignorable(c)
}

/// Takes `.0` off a number which a program wrote as floating point.
pub(crate) fn strip_float_tail(text: &str) -> (&str, bool) {
    let trimmed = text.trim();
    let Some(at) = trimmed.rfind(['.', ',']) else {
        return (trimmed, false);
    };
    let (head, tail) = trimmed.split_at(at);
    let zeros = tail.get(1..).unwrap_or_default();
    let whole = strip_apostrophe(head);
    let is_tail = !zeros.is_empty() && zeros.len() <= 2 && zeros.bytes().all(|b| b == b'0');
    if is_tail && whole.len() >= 4 && whole.bytes().all(|b| b.is_ascii_digit()) {
        (whole, true)
    } else {
        (trimmed, false)
    }
}

/// Is this `3.32412E+15`, the trace of a long number shown in a narrow number cell?
pub(crate) fn is_scientific(text: &str) -> bool {
    let body = strip_apostrophe(text.trim());
    let Some(at) = body.find(['e', 'E']) else {
        return false;
    };
    let (mantissa, exponent) = body.split_at(at);
    let exponent = exponent.get(1..).unwrap_or_default();
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let mut parts = mantissa.splitn(2, ['.', ',']);
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    all_digits(exponent)
        && exponent.len() <= 3
        && parts.next().is_some_and(all_digits)
        && parts.next().is_none_or(all_digits)
}

/// Takes words such as `NIK :` or `No. NIB` off the front.
pub(crate) fn strip_labels<'a>(text: &'a str, labels: &[&str]) -> &'a str {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| {
            is_ignorable(c) || matches!(c, '.' | ':' | '-' | '#' | '=')
        });
        let end = rest
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let is_label = !word.is_empty()
            && ["no", "nomor", "nomer"]
                .iter()
                .chain(labels)
                .any(|label| word.eq_ignore_ascii_case(label));
        if !is_label {
            return rest;
        }
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(text: &str) -> Result<String, Flaw> {
        scan::<16>(text, &["nik"]).map(|s| {
            String::from_utf8_lossy(s.digits.get(..s.len.min(16)).unwrap_or_default()).into_owned()
        })
    }

    #[test]
    fn passes_over_what_people_put_between_digits() {
        for text in [
            "3324120101800001",
            "'3324120101800001",
            "\u{2019}3324120101800001",
            " 3324 1201 0180 0001 ",
            "33.24.12.010180.0001",
            "332412-010180-0001",
            "3324\u{a0}12010180\u{200b}0001",
            "\u{feff}3324120101800001",
            "３３２４１２０１０１８００００１",
            "NIK: 3324120101800001",
            "No. NIK 3324120101800001",
            "3324120101800001.0",
            "'3324120101800001.00",
        ] {
            assert_eq!(digits(text).as_deref(), Ok("3324120101800001"), "{text}");
        }
    }

    #[test]
    fn knows_digits_lost_by_a_spreadsheet() {
        for text in [
            "3.32412E+15",
            "3,32412E+15",
            "'3.32412e15",
            "3E+15",
            " 3.32E+015 ",
        ] {
            assert_eq!(digits(text), Err(Flaw::DigitsLost), "{text}");
        }
    }

    #[test]
    fn names_the_foreign_character() {
        assert_eq!(digits("33241201O1800001"), Err(Flaw::Foreign('O')));
        assert_eq!(digits("belum punya"), Err(Flaw::Foreign('b')));
        assert_eq!(digits(" - "), Err(Flaw::Empty));
        assert_eq!(digits(""), Err(Flaw::Empty));
    }

    #[test]
    fn a_rounded_sixteenth_digit_is_seen() {
        let lost = |text| scan::<16>(text, &[]).is_ok_and(|s| s.lost_its_sixteenth_digit());
        assert!(lost("3324120101800000.0"));
        assert!(!lost("3324120101800001.0"));
        assert!(!lost("3324120101800000"));
    }
}
