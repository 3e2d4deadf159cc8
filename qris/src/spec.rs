//! The tags of a merchant QR and what each may hold.
//!
//! Source: EMVCo QR Code Specification for Payment Systems, merchant-presented mode, v1.1, as used by
//! QRIS (national merchant repository in tag 51).

use crate::tlv::Tag;

pub(crate) const FORMAT: Tag = Tag::of(0);
pub(crate) const INITIATION: Tag = Tag::of(1);
pub(crate) const NATIONAL: Tag = Tag::of(51);
pub(crate) const CATEGORY: Tag = Tag::of(52);
pub(crate) const CURRENCY: Tag = Tag::of(53);
pub(crate) const AMOUNT: Tag = Tag::of(54);
pub(crate) const TIP: Tag = Tag::of(55);
pub(crate) const TIP_FIXED: Tag = Tag::of(56);
pub(crate) const TIP_PERCENT: Tag = Tag::of(57);
pub(crate) const COUNTRY: Tag = Tag::of(58);
pub(crate) const NAME: Tag = Tag::of(59);
pub(crate) const CITY: Tag = Tag::of(60);
pub(crate) const POSTAL: Tag = Tag::of(61);
pub(crate) const ADDITIONAL: Tag = Tag::of(62);
pub(crate) const CRC: Tag = Tag::of(63);
pub(crate) const LANGUAGE: Tag = Tag::of(64);

pub(crate) const GUID: Tag = Tag::of(0);
pub(crate) const PAN: Tag = Tag::of(1);
pub(crate) const MERCHANT_ID: Tag = Tag::of(2);
pub(crate) const CRITERIA: Tag = Tag::of(3);
pub(crate) const REFERENCE: Tag = Tag::of(5);

pub(crate) const NATIONAL_GUID: &str = "ID.CO.QRIS.WWW";
/// ISO 4217 numeric code of the rupiah.
pub(crate) const RUPIAH: &str = "360";
pub(crate) const INDONESIA: &str = "ID";

/// Tags without which nobody can pay.
pub(crate) const REQUIRED: [Tag; 6] = [INITIATION, CATEGORY, CURRENCY, COUNTRY, NAME, CITY];
/// Tags that belong to one payment and not to the merchant.
pub(crate) const OF_ONE_PAYMENT: [Tag; 4] = [AMOUNT, TIP, TIP_FIXED, TIP_PERCENT];

/// The form of one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Form {
    pub(crate) max: usize,
    pub(crate) exact: bool,
    pub(crate) digits: bool,
}

const fn up_to(max: usize) -> Form {
    Form {
        max,
        exact: false,
        digits: false,
    }
}
const fn exactly(max: usize) -> Form {
    Form {
        max,
        exact: true,
        digits: false,
    }
}
const fn digits_up_to(max: usize) -> Form {
    Form {
        max,
        exact: false,
        digits: true,
    }
}
const fn digits_exactly(max: usize) -> Form {
    Form {
        max,
        exact: true,
        digits: true,
    }
}

/// Form of a value at the root. Values with a rule of their own (amount, country, …) are not here.
pub(crate) fn root_form(tag: Tag) -> Option<Form> {
    Some(match tag {
        CATEGORY => digits_exactly(4),
        NAME => up_to(25),
        CITY => up_to(15),
        POSTAL => up_to(10),
        _ => return None,
    })
}

/// Form of a value within a template.
pub(crate) fn inner_form(template: Tag, tag: Tag) -> Option<Form> {
    let account = is_account_template(template);
    Some(match (template, tag.number()) {
        (ADDITIONAL, 1..=8) | (LANGUAGE, 1) => up_to(25),
        (ADDITIONAL, 9) => up_to(3),
        (ADDITIONAL, 10) => up_to(20),
        (LANGUAGE, 0) => exactly(2),
        (_, 0) if account => up_to(32),
        (_, 1) if account => digits_up_to(19),
        (_, 2) if account => up_to(15),
        (LANGUAGE, 2) => up_to(15),
        (_, 3) if account => exactly(3),
        (ADDITIONAL, 11) => exactly(3),
        _ => return None,
    })
}

/// Tags 02 to 51 say who is paid.
pub(crate) fn is_account(tag: Tag) -> bool {
    (2..=51).contains(&tag.number())
}

/// Tags 26 to 51 are templates; 02 to 25 belong to card schemes and hold plain numbers.
pub(crate) fn is_account_template(tag: Tag) -> bool {
    (26..=51).contains(&tag.number())
}

/// Whether the value is again a row of elements.
pub(crate) fn is_template(tag: Tag) -> bool {
    is_account_template(tag) || tag == ADDITIONAL || tag == LANGUAGE || tag.number() >= 80
}

/// What a tag is called, Indonesian and English.
pub(crate) fn name(template: Option<Tag>, tag: Tag) -> (&'static str, &'static str) {
    match (template, tag.number()) {
        (None, 0) => ("versi format", "format version"),
        (None, 1) => (
            "jenis kode (statis/dinamis)",
            "kind of code (static/dynamic)",
        ),
        (None, 52) => ("kategori usaha (MCC)", "merchant category (MCC)"),
        (None, 53) => ("mata uang", "currency"),
        (None, 54) => ("nominal", "amount"),
        (None, 55) => ("penanda tip", "tip indicator"),
        (None, 56) => ("tip tetap", "fixed tip"),
        (None, 57) => ("tip persen", "tip in per cent"),
        (None, 58) => ("negara", "country"),
        (None, 59) => ("nama usaha", "merchant name"),
        (None, 60) => ("kota", "city"),
        (None, 61) => ("kode pos", "postal code"),
        (None, 62) => ("data tambahan", "additional data"),
        (None, 63) => ("CRC", "CRC"),
        (Some(ADDITIONAL), 1) => ("nomor tagihan", "bill number"),
        (Some(ADDITIONAL), 3) => ("nama toko", "store label"),
        (Some(ADDITIONAL), 5) => ("referensi", "reference label"),
        (Some(ADDITIONAL), 7) => ("nama terminal", "terminal label"),
        (Some(template), number) if is_account_template(template) => match number {
            0 => ("pengenal penyelenggara", "provider identifier"),
            1 => ("nomor merchant (PAN)", "merchant PAN"),
            2 => ("ID merchant", "merchant id"),
            3 => ("kriteria usaha", "merchant criteria"),
            _ => ("isian merchant", "merchant field"),
        },
        _ => ("isian", "field"),
    }
}
