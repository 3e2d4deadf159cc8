//! Dates as people write them; a lone year is kept with month and day unknown.

use super::words::MONTHS;
use std::fmt::Write as _;

/// A calendar date; month and day are 0 when unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Date {
    /// Year, four digits.
    pub year: u16,
    /// Month 1-12, or 0.
    pub month: u8,
    /// Day 1-31, or 0.
    pub day: u8,
}

impl Date {
    pub(super) fn write(self, out: &mut String) {
        // Writing to a string cannot fail.
        let _ = write!(out, "{:04} {:02} {:02}", self.year, self.month, self.day);
    }

    fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let plausible =
            (1000..=2200).contains(&year) && month <= 12 && day <= 31 && (month > 0 || day == 0);
        plausible.then_some(Self { year, month, day })
    }
}

/// Reads a date in the usual forms; day before month unless only the other way makes sense.
pub(crate) fn parse_date(cell: &str) -> Option<Date> {
    if cell.len() < 4 || cell.len() > 40 {
        return None;
    }
    let mut parts: [(u32, usize); 3] = [(0, 0); 3];
    let mut count = 0;
    let mut month = None;
    for part in cell
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|p| !p.is_empty())
    {
        if part.bytes().all(|b| b.is_ascii_digit()) {
            if count < 3 {
                parts[count] = (part.parse().ok()?, part.len());
            }
            count += 1;
        } else if part.bytes().all(|b| b.is_ascii_alphabetic()) {
            month = month.or(month_number(part));
        }
        if count == 3 || (count == 2 && month.is_some()) {
            break; // a time of day may follow
        }
    }
    match (count, month) {
        (1, None) => one_number(parts[0]),
        (2, Some(month)) => named_month(parts[0], parts[1], month),
        (2, None) => year_and_month(parts[0], parts[1]),
        (3, None) => three_numbers(parts),
        _ => None,
    }
}

fn month_number(word: &str) -> Option<u8> {
    let head: String = word.chars().take(3).flat_map(char::to_lowercase).collect();
    MONTHS
        .iter()
        .find(|(name, _)| *name == head)
        .map(|(_, number)| *number)
}

fn one_number((value, digits): (u32, usize)) -> Option<Date> {
    match digits {
        4 => Date::new(u16::try_from(value).ok()?, 0, 0),
        8 => ordered(value / 10_000, value / 100 % 100, value % 100)
            .or_else(|| ordered(value % 10_000, value / 10_000 % 100, value / 1_000_000)),
        _ => None,
    }
}

fn named_month(a: (u32, usize), b: (u32, usize), month: u8) -> Option<Date> {
    let (year, day) = if a.1 == 4 { (a, b) } else { (b, a) };
    ordered(full_year(year), u32::from(month), day.0)
}

fn year_and_month(a: (u32, usize), b: (u32, usize)) -> Option<Date> {
    let (year, month) = if a.1 == 4 { (a, b) } else { (b, a) };
    if year.1 == 4 {
        Date::new(u16::try_from(year.0).ok()?, u8::try_from(month.0).ok()?, 0)
    } else {
        None
    }
}

fn three_numbers([a, b, c]: [(u32, usize); 3]) -> Option<Date> {
    if a.1 == 4 {
        return ordered(a.0, b.0, c.0).or_else(|| ordered(a.0, c.0, b.0));
    }
    let year = full_year(c);
    ordered(year, b.0, a.0).or_else(|| ordered(year, a.0, b.0))
}

/// Two-digit years: up to 30 in this century, as birth dates and founding years go.
fn full_year((value, digits): (u32, usize)) -> u32 {
    match digits {
        2 if value <= 30 => 2000 + value,
        2 => 1900 + value,
        _ => value,
    }
}

fn ordered(year: u32, month: u32, day: u32) -> Option<Date> {
    if month == 0 || day == 0 {
        return None;
    }
    Date::new(
        u16::try_from(year).ok()?,
        u8::try_from(month).ok()?,
        u8::try_from(day).ok()?,
    )
}
