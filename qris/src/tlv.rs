//! Tag, length, value: the layer below QRIS, which knows nothing of merchants.

use std::fmt;

/// A two-digit tag, `00` to `99`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag(u8);

impl Tag {
    /// A tag known when the program is written. Numbers above 99 wrap, which no caller relies on.
    pub(crate) const fn of(number: u8) -> Self {
        Self(number % 100)
    }

    /// The tag as a number.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}", self.0)
    }
}

/// One element. A template's value is again a row of elements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// What it is.
    pub tag: Tag,
    /// Its value, verbatim.
    pub value: String,
}

impl Element {
    pub(crate) fn new(tag: Tag, value: impl Into<String>) -> Self {
        Self {
            tag,
            value: value.into(),
        }
    }
}

/// What a length counts.
///
/// EMVCo defines lengths over single-byte characters, where the question does not arise. For names
/// with letters outside ASCII, issuers and readers (qriskit among them) count characters; some
/// count UTF-8 bytes. We read characters, fall back to bytes only when characters do not fit, and
/// keep a code's own way when we rebuild it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum LengthUnit {
    /// Unicode characters.
    #[default]
    Characters,
    /// UTF-8 bytes.
    Bytes,
}

impl LengthUnit {
    /// Length of a text in this unit.
    #[must_use]
    pub fn measure(self, text: &str) -> usize {
        match self {
            Self::Characters => text.chars().count(),
            Self::Bytes => text.len(),
        }
    }

    /// Splits `length` units off the front; `None` if there are fewer or a letter would be cut in two.
    fn split(self, text: &str, length: usize) -> Option<(&str, &str)> {
        let at = match self {
            Self::Bytes => length,
            Self::Characters => text
                .char_indices()
                .map(|(at, _)| at)
                .chain([text.len()])
                .nth(length)?,
        };
        text.split_at_checked(at)
    }
}

vocab::domain_error! {
    /// The text is not a row of elements at all. Positions count characters from 1.
    StructureError {
        /// Nothing was given.
        Empty => "qris.empty",
            "Kode QRIS kosong. Tempel isi kode QR-nya.",
            "The QRIS is empty. Paste what the QR code contains.";
        /// Fewer than four characters where an element should begin.
        Truncated { position: usize } => "qris.truncated",
            "Kode QRIS terpotong pada huruf ke-{position}. Pindai ulang kodenya sampai lengkap.",
            "The QRIS is cut off at character {position}. Scan it again, completely.";
        /// Two digits were expected as a tag.
        BadTag { position: usize, found: String } => "qris.tag",
            "Pada huruf ke-{position} seharusnya ada dua angka penanda, tetapi tertulis “{found}”. Ini bukan kode QRIS atau ada bagian yang hilang.",
            "Two digits of a tag belong at character {position}, but “{found}” stands there. This is not a QRIS, or a part is missing.";
        /// Two digits were expected as a length.
        BadLength { position: usize, tag: Tag, found: String } => "qris.length",
            "Panjang tag {tag} pada huruf ke-{position} seharusnya dua angka, tetapi tertulis “{found}”.",
            "The length of tag {tag} at character {position} must be two digits, not “{found}”.";
        /// The text ends before the value does.
        ValueCut { position: usize, tag: Tag, declared: usize, left: usize } => "qris.length",
            "Tag {tag} pada huruf ke-{position} menyebut panjang {declared}, tetapi hanya tersisa {left} huruf. Pindai ulang kodenya.",
            "Tag {tag} at character {position} claims length {declared}, but {left} characters are left. Scan the code again.";
    }
}

/// Splits a text into its elements.
pub(crate) fn decode(text: &str, unit: LengthUnit) -> Result<Vec<Element>, StructureError> {
    let mut elements = Vec::new();
    let mut rest = text;
    let mut position = 1;
    while !rest.is_empty() {
        let (tag_text, after) = LengthUnit::Characters
            .split(rest, 2)
            .ok_or(StructureError::Truncated { position })?;
        let (length_text, after) = LengthUnit::Characters
            .split(after, 2)
            .ok_or(StructureError::Truncated { position })?;
        let tag = two_digits(tag_text).ok_or_else(|| StructureError::BadTag {
            position,
            found: tag_text.to_owned(),
        })?;
        let tag = Tag(tag);
        let declared = two_digits(length_text).ok_or_else(|| StructureError::BadLength {
            position: position + 2,
            tag,
            found: length_text.to_owned(),
        })?;
        let declared = usize::from(declared);
        let (value, after) =
            unit.split(after, declared)
                .ok_or_else(|| StructureError::ValueCut {
                    position: position + 4,
                    tag,
                    declared,
                    left: after.chars().count(),
                })?;
        elements.push(Element::new(tag, value));
        position += 4 + value.chars().count();
        rest = after;
    }
    Ok(elements)
}

/// Joins elements; `Err` names the first element whose value does not fit two digits of length.
pub(crate) fn encode(elements: &[Element], unit: LengthUnit) -> Result<String, Tag> {
    let mut text = String::new();
    for Element { tag, value } in elements {
        let length = unit.measure(value);
        if length > 99 {
            return Err(*tag);
        }
        text.extend([tag.to_string(), format!("{length:02}"), value.clone()]);
    }
    Ok(text)
}

fn two_digits(text: &str) -> Option<u8> {
    match text.as_bytes() {
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => Some((tens - b'0') * 10 + (ones - b'0')),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn says_where_the_structure_breaks() {
        let broken = |text| decode(text, LengthUnit::Characters).unwrap_err();
        assert_eq!(broken("000"), StructureError::Truncated { position: 1 });
        assert_eq!(
            broken("000201ab02"),
            StructureError::BadTag {
                position: 7,
                found: "ab".into()
            }
        );
        assert_eq!(
            broken("000201010x"),
            StructureError::BadLength {
                position: 9,
                tag: Tag(1),
                found: "0x".into()
            }
        );
        assert_eq!(
            broken("5905abc"),
            StructureError::ValueCut {
                position: 5,
                tag: Tag(59),
                declared: 5,
                left: 3
            }
        );
    }

    #[test]
    fn wide_digits_are_not_digits() {
        assert!(matches!(
            decode("０00201", LengthUnit::Characters),
            Err(StructureError::BadTag { .. })
        ));
    }

    #[test]
    fn counts_letters_or_bytes_as_told() {
        let letters = "5904Café";
        assert_eq!(
            decode(letters, LengthUnit::Characters).unwrap()[0].value,
            "Café"
        );
        assert!(decode(letters, LengthUnit::Bytes).is_err());
        assert_eq!(
            decode("5905Café", LengthUnit::Bytes).unwrap()[0].value,
            "Café"
        );
    }

    proptest! {
        #[test]
        fn what_is_encoded_decodes_to_the_same(
            parts in proptest::collection::vec((0u8..100, "\\PC{0,24}"), 0..12),
            bytes in any::<bool>(),
        ) {
            let unit = if bytes { LengthUnit::Bytes } else { LengthUnit::Characters };
            let elements: Vec<_> =
                parts.into_iter().map(|(tag, value)| Element::new(Tag(tag), value)).collect();
            let text = encode(&elements, unit).unwrap();
            prop_assert_eq!(decode(&text, unit).unwrap(), elements);
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,80}") {
            let _ = decode(&text, LengthUnit::Characters);
            let _ = decode(&text, LengthUnit::Bytes);
        }
    }
}
