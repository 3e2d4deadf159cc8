//! What a check can find, and how it is told.

use std::fmt;

use serde::Serialize;

use crate::spec;
use crate::tlv::Tag;

/// Whether a finding stops a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The code must not be used.
    Error,
    /// It works, but somebody should know.
    Warning,
}

/// Where a value stands: `59`, or `62.05` within a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Path {
    pub(crate) template: Option<Tag>,
    pub(crate) tag: Tag,
}

impl Path {
    pub(crate) const fn root(tag: Tag) -> Self {
        Self {
            template: None,
            tag,
        }
    }

    pub(crate) const fn inner(template: Tag, tag: Tag) -> Self {
        Self {
            template: Some(template),
            tag,
        }
    }
}

/// A place with its name: `{}` speaks Indonesian, `{:#}` English.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct What(pub(crate) Path);

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (indonesian, english) = spec::name(self.0.template, self.0.tag);
        let name = if f.alternate() { english } else { indonesian };
        write!(f, "{name} (tag {})", self.0)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.template {
            Some(template) => write!(f, "{template}.{}", self.tag),
            None => write!(f, "{}", self.tag),
        }
    }
}

vocab::domain_error! {
    /// One thing that is wrong, or worth knowing, about a code.
    Finding {
        /// No tag 63.
        CrcMissing => "qris.crc_missing",
            "Kode QRIS tidak memuat CRC (tag 63), jadi tidak dapat dipastikan utuh. Pindai ulang kode aslinya.",
            "The QRIS has no CRC (tag 63), so nothing proves it is whole. Scan the original again.";
        /// Something follows tag 63.
        CrcNotLast => "qris.crc_not_last",
            "CRC (tag 63) harus menjadi bagian terakhir kode QRIS.",
            "The CRC (tag 63) must be the last element.";
        /// Tag 63 is not four hexadecimal digits.
        CrcForm { found: String } => "qris.crc",
            "CRC “{found}” bukan empat digit heksadesimal.",
            "The CRC “{found}” is not four hexadecimal digits.";
        /// The contents and the CRC disagree.
        CrcMismatch { found: String, expected: String } => "qris.crc",
            "CRC tertulis {found}, seharusnya {expected}. Ada huruf yang berubah; pindai ulang kode aslinya, jangan diketik.",
            "The CRC says {found} but must be {expected}. A character has changed; scan the original again instead of typing it.";
        /// Right, but in small letters.
        CrcLowercase { found: String } => "qris.crc_lowercase",
            "CRC {found} seharusnya huruf besar.",
            "The CRC {found} should be in capitals.";
        /// Tag 00 is not there.
        FormatMissing => "qris.format_missing",
            "Versi format (tag 00) tidak ada; ini bukan kode QRIS.",
            "The format version (tag 00) is missing; this is not a QRIS.";
        /// Tag 00 is not first.
        FormatNotFirst => "qris.order",
            "Versi format (tag 00) harus menjadi bagian pertama.",
            "The format version (tag 00) must be the first element.";
        /// Another version than 01.
        FormatUnknown { found: String } => "qris.format",
            "Versi format “{found}” tidak dikenal; seharusnya 01.",
            "The format version “{found}” is unknown; it must be 01.";
        /// Tags do not ascend. EMVCo only demands 00 first and 63 last, so payment apps accept it.
        OutOfOrder => "qris.not_ascending",
            "Urutan tag tidak menaik. Biasanya tetap terbaca.",
            "The tags are not in ascending order. It usually still reads.";
        /// A required tag is missing.
        Missing { path: What } => "qris.missing",
            "Bagian wajib {path} tidak ada.",
            "The required {path:#} is missing.";
        /// Nobody to pay.
        AccountMissing => "qris.account_missing",
            "Tidak ada rekening merchant (tag 02–51), jadi tidak ada yang dibayar.",
            "There is no merchant account (tags 02 to 51), so nobody is paid.";
        /// The same tag twice.
        Duplicate { path: Path } => "qris.duplicate",
            "Tag {path} muncul lebih dari sekali.",
            "Tag {path} appears more than once.";
        /// A template's value is not a row of elements.
        TemplateBroken { path: Path } => "qris.template",
            "Isi tag {path} rusak: panjang di dalamnya tidak cocok.",
            "The contents of tag {path} are broken: the lengths within do not fit.";
        /// Longer than allowed.
        TooLong { path: What, length: usize, max: usize } => "qris.too_long",
            "Isi {path} {length} huruf; paling banyak {max}.",
            "The {path:#} has {length} characters; at most {max} are allowed.";
        /// Nothing in it.
        Blank { path: What } => "qris.blank",
            "Isi {path} kosong.",
            "The {path:#} is empty.";
        /// Shorter than the one length allowed.
        NotExact { path: What, length: usize, exact: usize } => "qris.length_exact",
            "Isi {path} harus tepat {exact} huruf, tertulis {length}.",
            "The {path:#} must have exactly {exact} characters, not {length}.";
        /// Letters where digits belong.
        NotDigits { path: What } => "qris.digits",
            "Isi {path} harus angka.",
            "The {path:#} must be digits.";
        /// Neither 11 nor 12.
        InitiationUnknown { found: String } => "qris.initiation",
            "Jenis kode (tag 01) “{found}” tidak dikenal; seharusnya 11 (statis) atau 12 (dinamis).",
            "The kind of code (tag 01) “{found}” is unknown; it must be 11 (static) or 12 (dynamic).";
        /// Not in Indonesia.
        Country { found: String } => "qris.country",
            "Negara (tag 58) tertulis “{found}”; QRIS harus ID.",
            "The country (tag 58) is “{found}”; a QRIS must say ID.";
        /// Not in rupiah.
        Currency { found: String } => "qris.currency",
            "Mata uang (tag 53) tertulis “{found}”; QRIS harus 360 (rupiah).",
            "The currency (tag 53) is “{found}”; a QRIS must say 360 (rupiah).";
        /// Tag 54 cannot be read as a sum.
        AmountForm { found: String } => "qris.amount",
            "Nominal (tag 54) “{found}” salah: harus lebih dari 0, paling banyak 13 huruf, tanpa desimal atau dengan dua desimal.",
            "The amount (tag 54) “{found}” is wrong: more than 0, at most 13 characters, no decimals or two.";
        /// A printed code with a sum.
        AmountOnStatic => "qris.amount_on_static",
            "Kode statis biasanya tidak memuat nominal.",
            "A static code usually carries no amount.";
        /// A code for one payment without a sum.
        AmountMissing => "qris.amount_missing",
            "Kode dinamis ini tidak memuat nominal.",
            "This dynamic code carries no amount.";
        /// Tag 55 is not 01, 02 or 03.
        TipUnknown { found: String } => "qris.tip",
            "Penanda tip (tag 55) “{found}” tidak dikenal; seharusnya 01, 02, atau 03.",
            "The tip indicator (tag 55) “{found}” is unknown; it must be 01, 02 or 03.";
        /// The indicator promises a value that is not there.
        TipMissing { path: Path } => "qris.tip_missing",
            "Penanda tip menyebut tag {path}, tetapi isinya tidak ada.",
            "The tip indicator names tag {path}, which is missing.";
        /// The value cannot be read.
        TipForm { path: Path, found: String } => "qris.tip_value",
            "Nilai tip (tag {path}) “{found}” salah.",
            "The tip (tag {path}) “{found}” is wrong.";
        /// A value nobody announced.
        TipOrphan { path: Path } => "qris.tip_orphan",
            "Tag {path} ada tanpa penanda tip (tag 55) yang sesuai.",
            "Tag {path} is there without the matching tip indicator (tag 55).";
        /// No tag 51 with an NMID.
        NationalMissing => "qris.national_missing",
            "Tidak ada NMID (tag 51, ID.CO.QRIS.WWW). Tanyakan kepada penyedia QRIS Anda.",
            "There is no NMID (tag 51, ID.CO.QRIS.WWW). Ask your QRIS provider.";
        /// No tag 61.
        PostalMissing => "qris.postal_missing",
            "Kode pos (tag 61) tidak ada.",
            "The postal code (tag 61) is missing.";
        /// Letters whose length readers may count differently.
        NotAscii { path: Path } => "qris.not_ascii",
            "Tag {path} memuat huruf di luar A–Z; sebagian aplikasi dapat salah membaca panjangnya.",
            "Tag {path} has letters outside ASCII; some apps may count its length differently.";
    }
}

impl Finding {
    /// Whether it stops a payment.
    #[must_use]
    pub fn severity(&self) -> Severity {
        match self {
            Self::CrcLowercase { .. }
            | Self::OutOfOrder
            | Self::AmountOnStatic
            | Self::AmountMissing
            | Self::NationalMissing
            | Self::PostalMissing
            | Self::NotAscii { .. } => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// The tag it is about, if about one.
    #[must_use]
    pub fn path(&self) -> Option<Path> {
        let root = |tag| Some(Path::root(tag));
        match self {
            Self::CrcMissing
            | Self::CrcNotLast
            | Self::CrcForm { .. }
            | Self::CrcMismatch { .. }
            | Self::CrcLowercase { .. } => root(spec::CRC),
            Self::FormatMissing | Self::FormatNotFirst | Self::FormatUnknown { .. } => {
                root(spec::FORMAT)
            }
            Self::Missing { path: What(path) }
            | Self::TooLong {
                path: What(path), ..
            }
            | Self::Blank { path: What(path) }
            | Self::NotExact {
                path: What(path), ..
            }
            | Self::NotDigits { path: What(path) }
            | Self::Duplicate { path }
            | Self::TemplateBroken { path }
            | Self::TipMissing { path }
            | Self::TipForm { path, .. }
            | Self::TipOrphan { path }
            | Self::NotAscii { path } => Some(*path),
            Self::InitiationUnknown { .. } => root(spec::INITIATION),
            Self::Country { .. } => root(spec::COUNTRY),
            Self::Currency { .. } => root(spec::CURRENCY),
            Self::AmountForm { .. } | Self::AmountOnStatic | Self::AmountMissing => {
                root(spec::AMOUNT)
            }
            Self::TipUnknown { .. } => root(spec::TIP),
            Self::NationalMissing => root(spec::NATIONAL),
            Self::PostalMissing => root(spec::POSTAL),
            Self::AccountMissing | Self::OutOfOrder => None,
        }
    }

    /// Whether it stops a payment, as a plain question.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity() == Severity::Error
    }
}
