//! NIK, the number of a person in the population register.
//!
//! UU 23/2006 Art. 13; structure as Dukcapil states it: province, regency and district of *first
//! registration* (never changed on moving), day, month and year of birth (women: day + 40), serial
//! from 0001. There is no check digit.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

use crate::Sex;
use crate::digits::{Ascii, Flaw, Scanned, scan};
use crate::macros::serde_as_text;
use crate::region::{RegionCode, is_province};

/// A structurally valid NIK. `Debug` masks it, so that it cannot slip into a log.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nik(Ascii<16>);

crate::domain_error! {
    /// Why a text is no NIK.
    NikError {
        /// Nothing to read.
        Empty => "nik.empty", "NIK kosong.", "The NIK is empty.";
        /// Scientific notation, or a sixteenth digit rounded away.
        DigitsLost => "nik.digits_lost",
            "Angka NIK hilang di spreadsheet; format kolom sebagai teks lalu isi ulang dari KTP.",
            "NIK digits lost in spreadsheet; format column as text and enter it again from the card.";
        /// A letter or sign within the number.
        Foreign { found: char } => "nik.foreign",
            "NIK hanya terdiri dari angka; ada tanda '{found}' di dalamnya.",
            "A NIK has digits only; there is '{found}' in it.";
        /// Not sixteen digits.
        Length { found: usize } => "nik.length",
            "NIK terdiri dari 16 angka; yang ini {found} angka. Periksa KTP.",
            "A NIK has 16 digits; this one has {found}. Check the identity card.";
        /// No such province.
        Province { found: String } => "nik.province",
            "NIK diawali kode provinsi; {found} bukan kode provinsi.",
            "A NIK starts with a province code; {found} is no province.";
        /// Regency or district 00.
        Region { found: String } => "nik.region",
            "Kode kabupaten/kecamatan {found} di dalam NIK tidak mungkin ada.",
            "The regency and district code {found} within the NIK cannot exist.";
        /// Digits seven to twelve are no date.
        BirthDate { found: String } => "nik.birth_date",
            "Angka ke-7 sampai ke-12 NIK ({found}) bukan tanggal lahir; perempuan: tanggal ditambah 40.",
            "Digits 7 to 12 of the NIK ({found}) are no birth date; for women the day has 40 added.";
    }
}

impl Nik {
    /// All sixteen digits. For storage and printing forms only; pages show [`Nik::masked`].
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// First five and last digit, the rest hidden.
    pub fn masked(&self) -> String {
        format!("{}**********{}", self.0.part(0..5), self.0.part(15..16))
    }

    /// Province of first registration.
    pub fn province(&self) -> RegionCode {
        RegionCode::from_known_digits(self.0.part(0..2))
    }

    /// Regency of first registration.
    pub fn regency(&self) -> RegionCode {
        RegionCode::from_known_digits(self.0.part(0..4))
    }

    /// District of first registration, which need not be where the person lives now.
    pub fn district(&self) -> RegionCode {
        RegionCode::from_known_digits(self.0.part(0..6))
    }

    /// Sex: women have 40 added to the day of birth.
    pub fn sex(&self) -> Sex {
        if self.0.number(6..8) > 40 {
            Sex::Female
        } else {
            Sex::Male
        }
    }

    /// Date of birth. The NIK has two digits for the year, so a year after `this_year` is taken as
    /// one of the century before.
    pub fn birth_date(&self, this_year: i32) -> Option<NaiveDate> {
        let (day, month, year) = birth_parts(&self.0);
        let recent = this_year - this_year.rem_euclid(100) + year;
        let year = if recent > this_year {
            recent - 100
        } else {
            recent
        };
        NaiveDate::from_ymd_opt(year, month, day)
            .or_else(|| NaiveDate::from_ymd_opt(year + 100, month, day))
            .or_else(|| NaiveDate::from_ymd_opt(year - 100, month, day))
    }

    /// The serial number within district and birth date.
    pub fn serial(&self) -> u32 {
        self.0.number(12..16)
    }

    /// Serial 0000, which Dukcapil never issues (serials start at 0001).
    ///
    /// Specimens are parsed so that demonstrations and tests can use numbers which cannot belong
    /// to anybody; whoever takes in real data should refuse or report them.
    pub fn is_specimen(&self) -> bool {
        self.serial() == 0
    }
}

fn birth_parts(digits: &Ascii<16>) -> (u32, u32, i32) {
    let day = digits.number(6..8);
    let year = i32::try_from(digits.number(10..12)).unwrap_or_default();
    (
        if day > 40 { day - 40 } else { day },
        digits.number(8..10),
        year,
    )
}

impl FromStr for Nik {
    type Err = NikError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let scanned: Scanned<16> =
            scan(text, &["nik", "ktp", "no_ktp"]).map_err(|flaw| match flaw {
                Flaw::Empty => NikError::Empty,
                Flaw::DigitsLost => NikError::DigitsLost,
                Flaw::Foreign(found) => NikError::Foreign { found },
            })?;
        if scanned.len != 16 {
            return Err(NikError::Length { found: scanned.len });
        }
        if scanned.lost_its_sixteenth_digit() {
            return Err(NikError::DigitsLost);
        }
        let digits = Ascii::from_digits(scanned.digits);
        if !is_province(digits.part(0..2)) {
            return Err(NikError::Province {
                found: digits.part(0..2).to_owned(),
            });
        }
        if digits.part(2..4) == "00" || digits.part(4..6) == "00" {
            return Err(NikError::Region {
                found: digits.part(0..6).to_owned(),
            });
        }
        let (day, month, year) = birth_parts(&digits);
        // 29 February must be let through if either century had it.
        let is_date = [1900, 2000]
            .iter()
            .any(|century| NaiveDate::from_ymd_opt(century + year, month, day).is_some());
        if !is_date {
            return Err(NikError::BirthDate {
                found: digits.part(6..12).to_owned(),
            });
        }
        Ok(Self(digits))
    }
}

impl fmt::Display for Nik {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Nik {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Nik({})", self.masked())
    }
}

serde_as_text!(Nik, "a NIK of 16 digits");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DomainError;

    fn code(text: &str) -> &'static str {
        text.parse::<Nik>().map_or_else(|e| e.code(), |_| "ok")
    }

    #[test]
    fn reads_every_part() {
        let nik: Nik = "'3324 1201 0180 0001".parse().expect("a NIK");
        assert_eq!(nik.to_string(), "3324120101800001");
        assert_eq!(nik.district().as_str(), "33.24.12");
        assert_eq!(nik.birth_date(2026), NaiveDate::from_ymd_opt(1980, 1, 1));
        assert_eq!(nik.sex(), Sex::Male);
        assert_eq!(nik.serial(), 1);
        assert_eq!(nik.masked(), "33241**********1");
        assert_eq!(format!("{nik:?}"), "Nik(33241**********1)");
    }

    #[test]
    fn women_have_forty_added_to_the_day() {
        let nik: Nik = "3324127112990003".parse().expect("a NIK");
        assert_eq!(nik.sex(), Sex::Female);
        assert_eq!(nik.birth_date(2026), NaiveDate::from_ymd_opt(1999, 12, 31));
    }

    #[test]
    fn the_year_is_of_this_century_only_if_it_has_come() {
        let born = |text: &str| {
            text.parse::<Nik>()
                .ok()
                .and_then(|nik| nik.birth_date(2026))
        };
        assert_eq!(
            born("3324120101260001"),
            NaiveDate::from_ymd_opt(2026, 1, 1)
        );
        assert_eq!(
            born("3324120101270001"),
            NaiveDate::from_ymd_opt(1927, 1, 1)
        );
        assert_eq!(
            born("3324122902000001"),
            NaiveDate::from_ymd_opt(2000, 2, 29)
        );
    }

    #[test]
    fn says_what_is_wrong() {
        for (text, expected) in [
            ("", "nik.empty"),
            ("3.32412E+15", "nik.digits_lost"),
            ("3324120101800000.0", "nik.digits_lost"),
            ("332412010180000", "nik.length"),
            ("33241201018000011", "nik.length"),
            ("33241201O1800001", "nik.foreign"),
            ("0024120101800001", "nik.province"),
            ("3300120101800001", "nik.region"),
            ("3324000101800001", "nik.region"),
            ("3324123202800001", "nik.birth_date"),
            ("3324120113800001", "nik.birth_date"),
            ("3324123902800001", "nik.birth_date"),
            ("3324122902010001", "nik.birth_date"),
            ("3324120101800001", "ok"),
            ("3324120101800001.0", "ok"),
        ] {
            assert_eq!(code(text), expected, "{text}");
        }
    }

    #[test]
    fn serial_zero_is_a_specimen() {
        assert!(
            "3324120101800000"
                .parse::<Nik>()
                .is_ok_and(|nik| nik.is_specimen())
        );
        assert!(
            "3324120101800001"
                .parse::<Nik>()
                .is_ok_and(|nik| !nik.is_specimen())
        );
    }
}
