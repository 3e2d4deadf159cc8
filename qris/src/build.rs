//! The code for one order, made from the merchant's printed one.

use std::fmt;
use std::str::FromStr;

use vocab::DomainError;

use crate::amount::Amount;
use crate::check::crc_after;
use crate::code::{Initiation, Qris};
use crate::finding::Finding;
use crate::spec;
use crate::tlv::{self, Element, LengthUnit, Tag};

/// What the seller will recognise the payment by: 1 to 25 printable ASCII characters.
///
/// ASCII, because readers disagree on whether lengths count letters or bytes, and a reference that
/// arrives mangled matches nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference(String);

vocab::domain_error! {
    /// Why a text cannot be a reference.
    ReferenceError {
        /// Nothing in it.
        Empty => "qris.reference_empty",
            "Referensi kosong. Isi misalnya nomor pesanan, atau jangan pakai referensi.",
            "The reference is empty. Give for example the order number, or none at all.";
        /// Over 25 characters.
        TooLong { length: usize } => "qris.reference_too_long",
            "Referensi {length} huruf; paling banyak 25. Pakai nomor pesanan yang lebih pendek.",
            "The reference has {length} characters; at most 25 are allowed. Use a shorter order number.";
        /// Letters outside printable ASCII.
        NotAscii { found: char } => "qris.reference_ascii",
            "Referensi memuat “{found}”. Pakai huruf A–Z, angka, spasi, dan tanda baca biasa saja.",
            "The reference contains “{found}”. Use letters A to Z, digits, blanks and plain punctuation only.";
    }
}

impl FromStr for Reference {
    type Err = ReferenceError;

    fn from_str(text: &str) -> Result<Self, ReferenceError> {
        let text = text.trim();
        if let Some(found) = text.chars().find(|letter| !matches!(letter, ' '..='~')) {
            return Err(ReferenceError::NotAscii { found });
        }
        match text.len() {
            0 => Err(ReferenceError::Empty),
            1..=25 => Ok(Self(text.to_owned())),
            length => Err(ReferenceError::TooLong { length }),
        }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

vocab::domain_error! {
    /// Why no dynamic code can be made.
    BuildError {
        /// The source has an error; a fresh CRC over it would hide that.
        Unsound { reason: Reason } => "qris.unsound",
            "Kode statis tidak dapat dipakai. {reason}",
            "The static code cannot be used. {reason:#}";
        /// The source was itself made for one payment.
        NotStatic => "qris.not_static",
            "Kode ini sudah dinamis, dibuat untuk satu pembayaran. Pakai kode statis yang dicetak untuk toko.",
            "This code is dynamic already, made for one payment. Use the static one printed for the shop.";
        /// Tag 62 would exceed 99.
        NoRoom { tag: Tag } => "qris.no_room",
            "Tag {tag} menjadi terlalu panjang. Pakai referensi yang lebih pendek.",
            "Tag {tag} would be too long. Use a shorter reference.";
    }
}

/// The first error of a code: `{}` speaks Indonesian, `{:#}` English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason(Box<Finding>);

impl Reason {
    /// The finding itself.
    #[must_use]
    pub fn finding(&self) -> &Finding {
        &self.0
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&if f.alternate() {
            self.0.en()
        } else {
            self.0.id()
        })
    }
}

impl Qris {
    /// The dynamic code for `amount`, recognisable by `reference`.
    ///
    /// A tip in the static code is dropped: an order's total is final, and a sum changed by the buyer
    /// would match no order. Everything else of the merchant stays untouched, a new CRC closes it.
    pub fn dynamic(
        &self,
        amount: Amount,
        reference: Option<&Reference>,
    ) -> Result<Self, BuildError> {
        if let Some(finding) = self.check().into_iter().find(Finding::is_error) {
            return Err(BuildError::Unsound {
                reason: Reason(Box::new(finding)),
            });
        }
        if self.initiation() != Some(Initiation::Static) {
            return Err(BuildError::NotStatic);
        }
        let kept = |tag: &Tag| *tag != spec::CRC && !spec::OF_ONE_PAYMENT.contains(tag);
        let mut elements: Vec<_> = self
            .elements()
            .iter()
            .filter(|element| kept(&element.tag))
            .cloned()
            .collect();
        put(&mut elements, Element::new(spec::INITIATION, "12"));
        put(
            &mut elements,
            Element::new(spec::AMOUNT, amount.to_string()),
        );
        if let Some(reference) = reference {
            let mut fields = self.template(spec::ADDITIONAL).unwrap_or_default();
            put(
                &mut fields,
                Element::new(spec::REFERENCE, reference.to_string()),
            );
            let value = write(&fields, self.unit())?;
            put(&mut elements, Element::new(spec::ADDITIONAL, value));
        }
        seal(elements, self.unit())
    }
}

/// Replaces the element of that tag, or inserts it before the first greater one.
fn put(elements: &mut Vec<Element>, new: Element) {
    if let Some(old) = elements.iter_mut().find(|element| element.tag == new.tag) {
        *old = new;
        return;
    }
    let at = elements.iter().position(|element| element.tag > new.tag);
    elements.insert(at.unwrap_or(elements.len()), new);
}

fn write(elements: &[Element], unit: LengthUnit) -> Result<String, BuildError> {
    tlv::encode(elements, unit).map_err(|tag| BuildError::NoRoom { tag })
}

fn seal(mut elements: Vec<Element>, unit: LengthUnit) -> Result<Qris, BuildError> {
    let crc = crc_after(&elements, unit).ok_or(BuildError::NoRoom {
        tag: spec::ADDITIONAL,
    })?;
    elements.push(Element::new(spec::CRC, crc));
    let text = write(&elements, unit)?;
    Ok(Qris::from_parts(text, elements, unit))
}
