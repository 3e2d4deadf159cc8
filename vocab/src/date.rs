//! Dates as people and spreadsheets write them, and the clock of Western Indonesia.

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, TimeDelta};

use crate::Lang;
use crate::digits::as_digit;
use crate::text::{is_invisible, strip_apostrophe};

crate::domain_error! {
    /// Why a text is no date.
    DateError {
        /// Nothing to read.
        Empty => "date.empty", "Tanggal kosong.", "The date is empty.";
        /// Not understood.
        Unknown { found: String } => "date.unknown",
            "Tanggal \"{found}\" tidak dikenal; tulis tanggal/bulan/tahun, misalnya 17/08/1985.",
            "Date \"{found}\" is not understood; write day/month/year, for example 17/08/1985.";
        /// No such day in the calendar.
        NoSuchDay { found: String } => "date.no_such_day",
            "Tanggal \"{found}\" tidak ada di kalender.",
            "There is no day \"{found}\" in the calendar.";
        /// Month before day.
        MonthFirst { found: String } => "date.month_first",
            "Tanggal \"{found}\" ditulis bulan dulu; ubah kolom menjadi tanggal/bulan/tahun.",
            "Date \"{found}\" has the month first; change the column to day/month/year.";
        /// A year of two digits.
        ShortYear { found: String } => "date.short_year",
            "Tahun pada \"{found}\" hanya 2 angka; tulis 4 angka.",
            "The year in \"{found}\" has 2 digits only; write 4.";
        /// Outside 1900 to 2100.
        OutOfRange { found: String } => "date.out_of_range",
            "Tahun pada \"{found}\" di luar 1900 sampai 2100.",
            "The year in \"{found}\" is outside 1900 to 2100.";
    }
}

const MONTHS_ID: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The name of a month (1 to 12).
pub fn month_name(month: u32, lang: Lang) -> &'static str {
    let names = match lang {
        Lang::Id => &MONTHS_ID,
        Lang::En => &MONTHS_EN,
    };
    usize::try_from(month)
        .ok()
        .and_then(|m| names.get(m.wrapping_sub(1)))
        .copied()
        .unwrap_or_default()
}

/// The month a name or abbreviation means, in Indonesian, English or the spelling before 1972.
pub fn month_by_name(name: &str) -> Option<u32> {
    let mut letters = [0_u8; 10];
    let mut len = 0;
    for c in name.chars().filter(|c| *c != '.') {
        let byte = u8::try_from(c.to_ascii_lowercase())
            .ok()
            .filter(u8::is_ascii_lowercase)?;
        *letters.get_mut(len)? = byte;
        len += 1;
    }
    match letters.get(..len)? {
        b"jan" | b"januari" | b"january" | b"djanuari" => Some(1),
        b"feb" | b"peb" | b"pebr" | b"febr" | b"februari" | b"pebruari" | b"february" => Some(2),
        b"mar" | b"mrt" | b"maret" | b"march" => Some(3),
        b"apr" | b"april" => Some(4),
        b"mei" | b"may" => Some(5),
        b"jun" | b"juni" | b"june" | b"djuni" => Some(6),
        b"jul" | b"juli" | b"july" | b"djuli" => Some(7),
        b"agt" | b"agu" | b"ags" | b"agst" | b"agus" | b"aug" | b"agustus" | b"august" => Some(8),
        b"sep" | b"sept" | b"september" => Some(9),
        b"okt" | b"oct" | b"oktober" | b"october" => Some(10),
        b"nov" | b"nop" | b"november" | b"nopember" => Some(11),
        b"des" | b"dec" | b"desember" | b"december" => Some(12),
        _ => None,
    }
}

/// `17 Agustus 1985` or `17 August 1985`.
pub fn long_form(day: NaiveDate, lang: Lang) -> String {
    format!(
        "{} {} {}",
        day.day(),
        month_name(day.month(), lang),
        day.year()
    )
}

/// The moment in Western Indonesia (WIB, UTC+7, no summer time).
pub fn jakarta(millis_utc: i64) -> Option<DateTime<FixedOffset>> {
    let wib = FixedOffset::east_opt(7 * 3600)?;
    Some(DateTime::from_timestamp_millis(millis_utc)?.with_timezone(&wib))
}

/// A day for a business of which only the year of founding is known.
pub fn middle_of_year(year: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, 7, 1)
}

/// Reads a date; a year of two digits is an error.
pub fn parse_date(text: &str) -> Result<NaiveDate, DateError> {
    read(text, None)
}

/// Reads a date; a year of two digits is taken as the latest such year not after `last_year`.
/// Give this year for births, and the last possible year for the expiry of permits.
pub fn parse_date_until(text: &str, last_year: i32) -> Result<NaiveDate, DateError> {
    read(text, Some(last_year))
}

/// A number as written: `08` has two digits.
#[derive(Clone, Copy)]
struct Number {
    value: u32,
    digits: usize,
}

/// What a date is made of, in the order of writing.
#[derive(Clone, Copy)]
enum Piece {
    Number(Number),
    Month(u32),
}

fn read(text: &str, last_year: Option<i32>) -> Result<NaiveDate, DateError> {
    let body = without_time(without_place(strip_apostrophe(
        text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c)),
    )));
    if body.is_empty() {
        return Err(DateError::Empty);
    }
    let found = || body.chars().take(40).collect::<String>();
    let unknown = || DateError::Unknown { found: found() };
    let (mut pieces, mut len) = ([Piece::Month(0); 3], 0);
    for piece in split(body) {
        *pieces.get_mut(len).ok_or_else(unknown)? = piece.ok_or_else(unknown)?;
        len += 1;
    }
    match (len, pieces[0]) {
        (1, Piece::Number(Number { value, digits: 5 })) => serial(value, found),
        (1, Piece::Number(Number { value, digits: 8 })) => eight_digits(value, found),
        (3, _) => {
            let (y, m, d) = ordered(pieces).ok_or_else(unknown)?;
            let y = year(y, last_year, found)?;
            match m {
                Piece::Month(m) => day(y, m, d, found),
                Piece::Number(m) => numeric(y, m.value, d, found),
            }
        }
        _ => Err(unknown()),
    }
}

/// Year, month and day, whichever way round they were written.
fn ordered(pieces: [Piece; 3]) -> Option<(Number, Piece, u32)> {
    match pieces {
        [Piece::Number(y), m, Piece::Number(d)] if y.digits == 4 && d.digits <= 2 => {
            Some((y, m, d.value))
        }
        [Piece::Number(d), m, Piece::Number(y)]
        | [m @ Piece::Month(_), Piece::Number(d), Piece::Number(y)]
            if d.digits <= 2 =>
        {
            Some((y, m, d.value))
        }
        _ => None,
    }
}

/// Takes the place off `Kendal, 17 Agustus 1985` and the weekday off `Senin, 17/08/2026`.
fn without_place(text: &str) -> &str {
    match text.split_once(',') {
        Some((place, rest))
            if place.chars().any(char::is_alphabetic)
                && !place.chars().any(|c| c.is_ascii_digit())
                && month_by_name(place.trim()).is_none() =>
        {
            rest.trim()
        }
        _ => text,
    }
}

/// Takes the time off `2026-11-24T10:00:00Z` and `24/11/2026 00:00`, and `.0` off a serial number.
fn without_time(text: &str) -> &str {
    let end = text
        .char_indices()
        .find(|(at, c)| {
            let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
            (*c == 'T' && rest.starts_with(|c: char| c.is_ascii_digit()))
                || (*c == ' '
                    && rest
                        .split(' ')
                        .next()
                        .is_some_and(|word| word.contains(':')))
        })
        .map_or(text.len(), |(at, _)| at);
    let date = text.get(..end).unwrap_or(text).trim();
    date.strip_suffix(".0")
        .filter(|d| d.bytes().all(|b| b.is_ascii_digit()))
        .unwrap_or(date)
}

/// Cuts a text into numbers and month names; `None` stands for a piece which is neither.
fn split(text: &str) -> impl Iterator<Item = Option<Piece>> + '_ {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| {
            c.is_whitespace() || matches!(c, '/' | '-' | '.' | ',' | '\'' | '\u{2010}'..='\u{2015}')
        });
        let first = rest.chars().next()?;
        let is_number = as_digit(first).is_some();
        let end = rest
            .find(|c: char| as_digit(c).is_some() != is_number || !c.is_alphanumeric())
            .unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end.max(first.len_utf8()));
        rest = after;
        Some(if is_number {
            number(piece)
        } else {
            month_by_name(piece).map(Piece::Month)
        })
    })
}

fn number(piece: &str) -> Option<Piece> {
    let mut value = 0_u32;
    let mut digits = 0;
    for c in piece.chars() {
        value = value
            .checked_mul(10)?
            .checked_add(u32::from(as_digit(c)? - b'0'))?;
        digits += 1;
    }
    Some(Piece::Number(Number { value, digits }))
}

fn year(
    written: Number,
    last_year: Option<i32>,
    found: impl Fn() -> String,
) -> Result<u32, DateError> {
    match (
        written.digits,
        last_year.and_then(|y| u32::try_from(y).ok()),
    ) {
        (4, _) => Ok(written.value),
        (2, Some(last)) => {
            let guess = last - last % 100 + written.value;
            Ok(if guess > last {
                guess.saturating_sub(100)
            } else {
                guess
            })
        }
        (2, None) => Err(DateError::ShortYear { found: found() }),
        _ => Err(DateError::Unknown { found: found() }),
    }
}

fn numeric(y: u32, m: u32, d: u32, found: impl Fn() -> String) -> Result<NaiveDate, DateError> {
    if (13..=31).contains(&m) && (1..=12).contains(&d) {
        return Err(DateError::MonthFirst { found: found() });
    }
    day(y, m, d, found)
}

fn day(y: u32, m: u32, d: u32, found: impl Fn() -> String) -> Result<NaiveDate, DateError> {
    let year = i32::try_from(y).unwrap_or_default();
    if !(1900..=2100).contains(&year) {
        return Err(DateError::OutOfRange { found: found() });
    }
    NaiveDate::from_ymd_opt(year, m, d).ok_or_else(|| DateError::NoSuchDay { found: found() })
}

/// Days since 30 December 1899, which is how Excel counts from March 1900 on.
fn serial(days: u32, found: impl Fn() -> String) -> Result<NaiveDate, DateError> {
    NaiveDate::from_ymd_opt(1899, 12, 30)
        .and_then(|start| start.checked_add_signed(TimeDelta::days(i64::from(days))))
        .filter(|day| day.year() <= 2100)
        .ok_or_else(|| DateError::OutOfRange { found: found() })
}

fn eight_digits(value: u32, found: impl Fn() -> String) -> Result<NaiveDate, DateError> {
    let in_range = |y, m, d| day(y, m, d, String::new).ok();
    let year_first = in_range(value / 10_000, value / 100 % 100, value % 100);
    let day_first = in_range(value % 10_000, value / 10_000 % 100, value / 1_000_000);
    // Both cannot hold: month and day read as a year would lie before 1232.
    year_first
        .or(day_first)
        .ok_or_else(|| DateError::NoSuchDay { found: found() })
}

/// An Excel serial number with its fraction (the time of day) dropped.
pub fn from_excel_serial(value: f64) -> Result<NaiveDate, DateError> {
    let found = || format!("{value}");
    if !(61.0..=73_415.0).contains(&value) {
        return Err(DateError::OutOfRange { found: found() });
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the range was checked just above"
    )]
    let days = value.floor() as u32;
    serial(days, found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DomainError;

    #[test]
    fn reads_the_forms_people_write() {
        let expected = NaiveDate::from_ymd_opt(1985, 8, 17);
        for text in [
            "17/08/1985",
            "17-8-1985",
            "17.08.1985",
            "1985-08-17",
            "1985/08/17",
            "17 Agustus 1985",
            "17 agt 1985",
            "17-Agu-1985",
            "17 AGUSTUS 1985",
            "Agustus 17, 1985",
            "17 August 1985",
            "Kendal, 17 Agustus 1985",
            "Sabtu, 17/08/1985",
            "1985-08-17T10:00:00Z",
            "17/08/1985 00:00",
            "1985-08-17 00:00:00",
            "'17/08/1985",
            "31276",
            "31276.0",
            "19850817",
            "17081985",
            "17Agustus1985",
            "1985-Aug-17",
            "１７/０８/１９８５",
        ] {
            assert_eq!(parse_date(text).ok(), expected, "{text}");
        }
    }

    #[test]
    fn short_years_need_a_last_year() {
        assert_eq!(
            parse_date("17/08/85").map_err(|e| e.code()),
            Err("date.short_year")
        );
        assert_eq!(
            parse_date_until("17/08/85", 2026).ok(),
            NaiveDate::from_ymd_opt(1985, 8, 17)
        );
        assert_eq!(
            parse_date_until("17-Agu-05", 2026).ok(),
            NaiveDate::from_ymd_opt(2005, 8, 17)
        );
    }

    #[test]
    fn says_what_is_wrong() {
        for (text, expected) in [
            ("", "date.empty"),
            ("08/17/1985", "date.month_first"),
            ("31/02/1985", "date.no_such_day"),
            ("17/08/0085", "date.out_of_range"),
            ("besok", "date.unknown"),
            ("17/08", "date.unknown"),
            ("20112012", "date.ok"),
            ("19851708", "date.no_such_day"),
            ("99999", "date.out_of_range"),
            ("1/2/3/4", "date.unknown"),
        ] {
            assert_eq!(
                parse_date(text).map_or_else(|e| e.code(), |_| "date.ok"),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn jakarta_is_seven_hours_ahead() {
        let moment = jakarta(1_795_561_200_000).expect("a moment");
        assert_eq!(moment.to_rfc3339(), "2026-11-25T06:00:00+07:00");
        assert_eq!(long_form(moment.date_naive(), Lang::Id), "25 November 2026");
    }
}
