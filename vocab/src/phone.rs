//! Indonesian telephone numbers, kept as E.164 (`+6281234567890`).

use std::fmt::Write as _;
use std::str::FromStr;

use crate::digits::{as_digit, is_scientific};
use crate::macros::{display_as_str, serde_as_text};
use crate::text::{is_ignorable, strip_apostrophe};

/// An Indonesian telephone number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PhoneNumber {
    // "+62" and the national number; unused places are NUL.
    text: [u8; 16],
    len: u8,
}

/// Mobile or landline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PhoneKind {
    /// `08…`: can have WhatsApp.
    Mobile,
    /// Area code and local number.
    Landline,
}

impl PhoneKind {
    /// `mobile` or `landline`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mobile => "mobile",
            Self::Landline => "landline",
        }
    }
}

crate::domain_error! {
    /// Why a text is no telephone number.
    PhoneError {
        /// Nothing to read.
        Empty => "phone.empty", "Nomor telepon kosong.", "The telephone number is empty.";
        /// Scientific notation.
        DigitsLost => "phone.digits_lost",
            "Angka nomor telepon hilang di spreadsheet; format kolom sebagai teks lalu isi ulang.",
            "Telephone digits lost in spreadsheet; format column as text and enter it again.";
        /// A letter or sign within the number.
        Foreign { found: char } => "phone.foreign",
            "Nomor telepon hanya terdiri dari angka; ada tanda '{found}' di dalamnya.",
            "A telephone number has digits only; there is '{found}' in it.";
        /// Two numbers in one cell.
        Several => "phone.several",
            "Ada lebih dari satu nomor; isi satu nomor saja.",
            "There is more than one number; give one only.";
        /// A country code other than 62.
        Abroad => "phone.abroad",
            "Nomor luar negeri; isi nomor Indonesia (+62).",
            "A number abroad; give an Indonesian one (+62).";
        /// Too short or too long.
        Length { kind: String, found: usize } => "phone.length",
            "Nomor {kind} ini {found} angka setelah 0; ponsel 9 sampai 12, telepon rumah 8 sampai 11.",
            "This {kind} number has {found} digits after the 0; a mobile has 9 to 12, a landline 8 to 11.";
        /// Begins as no subscriber's number does.
        Prefix { found: String } => "phone.prefix",
            "Nomor telepon pelanggan tidak diawali 0{found}.",
            "No subscriber's number starts with 0{found}.";
    }
}

impl PhoneNumber {
    /// E.164, `+6281234567890`.
    pub fn as_str(&self) -> &str {
        self.text
            .get(..usize::from(self.len))
            .and_then(|t| std::str::from_utf8(t).ok())
            .unwrap_or_default()
    }

    /// The number as dialled within the country, `081234567890`.
    pub fn national(&self) -> String {
        format!("0{}", self.subscriber())
    }

    /// Mobile or landline.
    pub fn kind(&self) -> PhoneKind {
        if self.subscriber().starts_with('8') {
            PhoneKind::Mobile
        } else {
            PhoneKind::Landline
        }
    }

    /// All but the last four digits hidden.
    pub fn masked(&self) -> String {
        let shown = self
            .as_str()
            .get(self.as_str().len().saturating_sub(4)..)
            .unwrap_or_default();
        format!("+62*****{shown}")
    }

    /// A link which opens a WhatsApp conversation with `text` already written; landlines have none.
    pub fn whatsapp_link(&self, text: &str) -> Option<String> {
        if self.kind() == PhoneKind::Landline {
            return None;
        }
        let mut link = format!("https://wa.me/{}", self.as_str().trim_start_matches('+'));
        if !text.is_empty() {
            link.push_str("?text=");
            for byte in text.bytes() {
                if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
                    link.push(char::from(byte));
                } else {
                    // Writing to a String cannot fail.
                    let _ = write!(link, "%{byte:02X}");
                }
            }
        }
        Some(link)
    }

    fn subscriber(&self) -> &str {
        self.as_str().get(3..).unwrap_or_default()
    }
}

impl FromStr for PhoneNumber {
    type Err = PhoneError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let body = crate::digits::strip_labels(
            text,
            &[
                "hp", "wa", "telp", "tlp", "tel", "telepon", "whatsapp", "phone", "mobile",
            ],
        );
        let body = crate::digits::strip_float_tail(body).0;
        let international = strip_apostrophe(body).starts_with(['+', '\u{FF0B}']);
        let mut digits = [0_u8; 20];
        let mut len = 0;
        for c in body.chars() {
            match as_digit(c) {
                Some(digit) => {
                    if let Some(slot) = digits.get_mut(len) {
                        *slot = digit;
                    }
                    len += 1;
                }
                None if is_passed_over(c) => {}
                None => return Err(flaw(body, c)),
            }
        }
        if len == 0 {
            return Err(PhoneError::Empty);
        }
        let Some(digits) = digits.get(..len) else {
            return Err(PhoneError::Several);
        };
        from_subscriber(subscriber(digits, international)?)
    }
}

fn is_passed_over(c: char) -> bool {
    matches!(
        c,
        '-' | '.' | '(' | ')' | '+' | '\u{FF0B}' | '_' | '\u{2010}'..='\u{2015}'
    ) || is_ignorable(c)
}

fn flaw(body: &str, found: char) -> PhoneError {
    if is_scientific(body) {
        return PhoneError::DigitsLost;
    }
    let long_pieces = body
        .split(|c: char| matches!(c, '/' | ',' | ';' | '&') || c.is_alphabetic())
        .filter(|piece| piece.chars().filter(|c| as_digit(*c).is_some()).count() >= 6)
        .count();
    if long_pieces > 1 {
        PhoneError::Several
    } else {
        PhoneError::Foreign { found }
    }
}

/// Takes every way of writing the country code and the trunk zero off.
fn subscriber(digits: &[u8], international: bool) -> Result<&[u8], PhoneError> {
    let rest = match digits {
        [b'0', b'0', b'6', b'2', rest @ ..] | [b'6', b'2', rest @ ..] | [b'0', rest @ ..] => rest,
        // `+812…` is a slip for `+62812…` only if it is too long for its own country code; so ask.
        _ if international => return Err(PhoneError::Abroad),
        rest => rest,
    };
    // `+62 (0)812…`
    Ok(rest.strip_prefix(b"0").unwrap_or(rest))
}

fn from_subscriber(digits: &[u8]) -> Result<PhoneNumber, PhoneError> {
    let (kind, lengths) = match digits {
        [] => return Err(PhoneError::Empty),
        // 080x are free and premium services, and 01, 00 and 06 begin no area code.
        [b'8', b'1'..=b'9', ..] => ("ponsel", 9..=12),
        [b'2'..=b'5' | b'7' | b'9', b'1'..=b'9', ..] => ("telepon rumah", 8..=11),
        _ => {
            let found = digits.iter().take(2).map(|b| char::from(*b)).collect();
            return Err(PhoneError::Prefix { found });
        }
    };
    if !lengths.contains(&digits.len()) {
        return Err(PhoneError::Length {
            kind: kind.to_owned(),
            found: digits.len(),
        });
    }
    let mut text = [0; 16];
    for (slot, byte) in text.iter_mut().zip(b"+62".iter().chain(digits)) {
        *slot = *byte;
    }
    Ok(PhoneNumber {
        text,
        len: u8::try_from(digits.len() + 3).unwrap_or_default(),
    })
}

impl std::fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PhoneNumber({})", self.masked())
    }
}

display_as_str!(PhoneNumber);
serde_as_text!(PhoneNumber, "an Indonesian telephone number");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DomainError;

    #[test]
    fn every_way_of_writing_a_mobile_number_is_one_number() {
        for text in [
            "081234567890",
            "+6281234567890",
            "6281234567890",
            "81234567890",
            "0812-3456-7890",
            "0812 3456 7890",
            "+62 812-3456-7890",
            "(0812) 34567890",
            "+62 (0)812 3456 7890",
            "'081234567890",
            "006281234567890",
            "81234567890.0",
            "6281234567890.0",
            "WA: 0812.3456.7890",
            "HP 081234567890",
            "0812\u{a0}3456\u{2011}7890",
            "０８１２３４５６７８９０",
            "6208123456 7890",
        ] {
            assert_eq!(
                text.parse::<PhoneNumber>()
                    .map(|p| p.to_string())
                    .as_deref(),
                Ok("+6281234567890"),
                "{text}"
            );
        }
    }

    #[test]
    fn reads_landlines() {
        let phone: PhoneNumber = "(0294) 381234".parse().expect("a landline");
        assert_eq!(phone.as_str(), "+62294381234");
        assert_eq!(phone.kind(), PhoneKind::Landline);
        assert_eq!(phone.whatsapp_link("halo"), None);
        assert_eq!(phone.national(), "0294381234");
    }

    #[test]
    fn the_whatsapp_link_carries_the_text() {
        let phone: PhoneNumber = "081234567890".parse().expect("a number");
        assert_eq!(
            phone.whatsapp_link("Halo Bu, apa kabar?").as_deref(),
            Some("https://wa.me/6281234567890?text=Halo%20Bu%2C%20apa%20kabar%3F")
        );
        assert_eq!(phone.masked(), "+62*****7890");
        assert_eq!(format!("{phone:?}"), "PhoneNumber(+62*****7890)");
    }

    #[test]
    fn says_what_is_wrong() {
        for (text, expected) in [
            ("", "phone.empty"),
            ("-", "phone.empty"),
            ("8.12346E+11", "phone.digits_lost"),
            ("0812345", "phone.length"),
            ("08123456789012", "phone.length"),
            ("081234567890/081298765432", "phone.several"),
            ("0812345678900812987654321", "phone.several"),
            ("+60123456789", "phone.abroad"),
            ("0800123456", "phone.prefix"),
            ("123456789", "phone.prefix"),
            ("tidak punya", "phone.foreign"),
        ] {
            assert_eq!(
                text.parse::<PhoneNumber>().map_err(|e| e.code()),
                Err(expected),
                "{text}"
            );
        }
    }
}
