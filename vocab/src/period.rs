//! Periods for which figures are given: a year, a quarter (triwulan), a month.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

use crate::macros::serde_as_text;

/// A year, a quarter or a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// A whole year.
    Year(i32),
    /// Year and quarter, 1 to 4.
    Quarter(i32, u32),
    /// Year and month, 1 to 12.
    Month(i32, u32),
}

crate::domain_error! {
    /// Why a text is no period.
    PeriodError {
        /// Nothing to read.
        Empty => "period.empty", "Periode kosong.", "The period is empty.";
        /// Not understood.
        Unknown { found: String } => "period.unknown",
            "Periode \"{found}\" tidak dikenal; tulis 2026, 2026-Q3, 2026-11 atau November 2026.",
            "Period \"{found}\" is not understood; write 2026, 2026-Q3, 2026-11 or November 2026.";
        /// The year lies outside 1900 to 2100.
        YearOutOfRange { year: i32 } => "period.year",
            "Tahun {year} di luar 1900 sampai 2100.", "Year {year} is outside 1900 to 2100.";
    }
}

impl Period {
    /// The month a day lies in.
    pub fn month_of(day: NaiveDate) -> Self {
        use chrono::Datelike as _;
        Self::Month(day.year(), day.month())
    }

    /// First day of the period.
    pub fn first_day(self) -> Option<NaiveDate> {
        match self {
            Self::Year(year) => NaiveDate::from_ymd_opt(year, 1, 1),
            Self::Quarter(year, quarter) => NaiveDate::from_ymd_opt(year, quarter * 3 - 2, 1),
            Self::Month(year, month) => NaiveDate::from_ymd_opt(year, month, 1),
        }
    }

    /// Last day of the period.
    pub fn last_day(self) -> Option<NaiveDate> {
        let (year, month) = match self {
            Self::Year(year) => (year, 12),
            Self::Quarter(year, quarter) => (year, quarter * 3),
            Self::Month(year, month) => (year, month),
        };
        let (year, month) = if month == 12 {
            (year + 1, 1)
        } else {
            (year, month + 1)
        };
        NaiveDate::from_ymd_opt(year, month, 1)?.pred_opt()
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year}"),
            Self::Quarter(year, quarter) => write!(f, "{year}-Q{quarter}"),
            Self::Month(year, month) => write!(f, "{year}-{month:02}"),
        }
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let tidy = crate::text::tidy(text);
        let unknown = || PeriodError::Unknown {
            found: tidy.chars().take(40).collect(),
        };
        let body = tidy
            .strip_suffix(".0")
            .unwrap_or(&tidy)
            .trim_start_matches(crate::text::is_ignorable);
        if body.is_empty() {
            return Err(PeriodError::Empty);
        }
        let mut year = None;
        let mut part = None;
        let mut pieces = body
            .split([' ', '-', '/'])
            .filter(|piece| !piece.is_empty());
        while let Some(piece) = pieces.next() {
            if is_year(piece) && year.is_none() {
                year = piece.parse().ok();
            } else if part.is_none() {
                part = Some(read_part(piece, &mut pieces).ok_or_else(unknown)?);
            } else {
                return Err(unknown());
            }
        }
        let year = year.ok_or_else(unknown)?;
        if !(1900..=2100).contains(&year) {
            return Err(PeriodError::YearOutOfRange { year });
        }
        Ok(match part {
            None => Self::Year(year),
            Some(Part::Quarter(quarter)) => Self::Quarter(year, quarter),
            Some(Part::Month(month)) => Self::Month(year, month),
        })
    }
}

enum Part {
    Quarter(u32),
    Month(u32),
}

fn is_year(piece: &str) -> bool {
    piece.len() == 4 && piece.bytes().all(|b| b.is_ascii_digit())
}

fn read_part<'a>(piece: &str, rest: &mut impl Iterator<Item = &'a str>) -> Option<Part> {
    let lower = piece.to_lowercase();
    if lower == "tw" || lower == "triwulan" || lower == "kuartal" {
        return quarter(&rest.next()?.to_lowercase()).map(Part::Quarter);
    }
    if let Some(number) = lower.strip_prefix('q').or_else(|| lower.strip_prefix("tw")) {
        return quarter(number).map(Part::Quarter);
    }
    if let Ok(month) = lower.parse::<u32>() {
        return (1..=12).contains(&month).then_some(Part::Month(month));
    }
    crate::date::month_by_name(&lower).map(Part::Month)
}

fn quarter(text: &str) -> Option<u32> {
    match text {
        "1" | "i" => Some(1),
        "2" | "ii" => Some(2),
        "3" | "iii" => Some(3),
        "4" | "iv" => Some(4),
        _ => None,
    }
}

serde_as_text!(Period, "a period such as 2026, 2026-Q3 or 2026-11");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_forms_of_reports() {
        for (text, expected) in [
            ("2026", "2026"),
            ("2026.0", "2026"),
            ("Triwulan III 2026", "2026-Q3"),
            ("TW II/2026", "2026-Q2"),
            ("2026-Q4", "2026-Q4"),
            ("November 2026", "2026-11"),
            ("2026-03", "2026-03"),
            ("3/2026", "2026-03"),
        ] {
            assert_eq!(
                text.parse::<Period>().map(|p| p.to_string()).as_deref(),
                Ok(expected),
                "{text}"
            );
        }
        for text in ["", "2026-13", "kapan", "1666", "2026-Q5", "2026 3 4"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn knows_its_days() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d);
        assert_eq!(Period::Month(2024, 2).last_day(), day(2024, 2, 29));
        assert_eq!(Period::Quarter(2026, 4).first_day(), day(2026, 10, 1));
        assert_eq!(Period::Year(2026).last_day(), day(2026, 12, 31));
    }
}
