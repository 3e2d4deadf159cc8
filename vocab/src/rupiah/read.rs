//! The grammar of amounts: `[Rp] number [unit] [number unit]…`.

use super::{Rupiah, RupiahError, words};
use crate::digits::as_digit;
use crate::text::is_ignorable;

/// Digits and unit of one term, in millionths so that `1,25 juta` stays exact.
const SCALE: i128 = 1_000_000;

pub(super) fn read(text: &str) -> Result<Rupiah, RupiahError> {
    understand(text).map_err(|error| match error {
        // Shown as it was written: `1.2M`, not `1.2m`.
        RupiahError::AmbiguousUnit { .. } => RupiahError::AmbiguousUnit {
            found: short(text.trim()),
        },
        other => other,
    })
}

fn understand(text: &str) -> Result<Rupiah, RupiahError> {
    if let Some(amount) = plain(text) {
        return bounded(i128::from(amount) * SCALE);
    }
    let body = normal(text);
    let body = body.trim();
    if let Some(result) = scientific(body) {
        return result;
    }
    refuse_ranges_and_periods(body)?;
    let body = strip_currency(body);
    if body.is_empty() {
        return Err(RupiahError::Empty);
    }
    if body.starts_with('-') && body.contains(|c: char| c.is_ascii_digit()) {
        return Err(RupiahError::Negative);
    }
    if body.starts_with(|c: char| c.is_ascii_digit()) {
        terms(body)
    } else if body.chars().all(|c| c == '-' || c == '.' || c == ',') {
        Err(RupiahError::Empty)
    } else {
        words::read(body).and_then(bounded)
    }
}

/// The happy path: digits and nothing else.
fn plain(text: &str) -> Option<i64> {
    let text = text.trim();
    if text.is_empty() || text.len() > 18 {
        return None;
    }
    text.bytes().try_fold(0_i64, |sum, byte| {
        byte.is_ascii_digit()
            .then(|| sum * 10 + i64::from(byte - b'0'))
    })
}

/// Lower case, plain digits, one kind of dash, no apostrophes, single blanks.
fn normal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => out.push('-'),
            _ if as_digit(c).is_some() => out.extend(as_digit(c).map(char::from)),
            _ if c.is_whitespace() => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            _ if is_ignorable(c) => {}
            _ => out.push(c),
        }
    }
    out
}

/// `2.5e+8`. A general number cell shows at most six significant digits, so a mantissa of six may
/// have been rounded, and one of fewer is exact.
fn scientific(body: &str) -> Option<Result<Rupiah, RupiahError>> {
    if !crate::digits::is_scientific(body) {
        return None;
    }
    let (mantissa, exponent) = body.split_once('e')?;
    let mantissa = mantissa.replace(',', ".");
    if mantissa.bytes().filter(u8::is_ascii_digit).count() >= 6 {
        return Some(Err(RupiahError::DigitsLost));
    }
    let value: f64 = format!("{mantissa}e{exponent}").parse().ok()?;
    Some(Rupiah::from_number(value))
}

fn refuse_ranges_and_periods(body: &str) -> Result<(), RupiahError> {
    const RANGE_WORDS: [&str; 10] = [
        ">",
        "<",
        "s/d",
        "s.d",
        " sampai ",
        " sd ",
        "kurang dari",
        "lebih dari",
        "dibawah",
        "diatas",
    ];
    const PERIODS: [(&str, &str); 9] = [
        ("hari", "hari (day)"),
        ("hr", "hari (day)"),
        ("minggu", "minggu (week)"),
        ("mgg", "minggu (week)"),
        ("bulan", "bulan (month)"),
        ("bln", "bulan (month)"),
        ("pekan", "minggu (week)"),
        ("day", "hari (day)"),
        ("month", "bulan (month)"),
    ];
    if RANGE_WORDS.iter().any(|word| body.contains(word)) || has_dash_between_amounts(body) {
        return Err(RupiahError::Range);
    }
    let after = body
        .rsplit_once('/')
        .or_else(|| body.rsplit_once("per "))
        .map(|(_, word)| word.trim());
    let Some(word) = after else { return Ok(()) };
    PERIODS
        .iter()
        .find(|(start, _)| word.starts_with(start))
        .map_or(Ok(()), |(_, name)| {
            Err(RupiahError::PerPeriod {
                found: (*name).to_owned(),
            })
        })
}

/// A dash with a digit somewhere on both sides: `1-2 juta`. The dash of `500.000,-` has none after.
fn has_dash_between_amounts(body: &str) -> bool {
    let has_digit = |part: &str| part.bytes().any(|b| b.is_ascii_digit());
    body.split_once('-')
        .is_some_and(|(before, after)| has_digit(before) && has_digit(after))
}

fn strip_currency(body: &str) -> &str {
    let mut rest = body;
    for word in ["rp.", "rp", "idr"] {
        if let Some(after) = rest.strip_prefix(word) {
            rest = after.trim_start_matches([' ', '.', ':']);
            break;
        }
    }
    for tail in [
        "per tahun",
        "/tahun",
        "/thn",
        "/th",
        "setahun",
        "rupiah",
        "idr",
        " rp",
    ] {
        rest = rest.strip_suffix(tail).map_or(rest, str::trim_end);
    }
    rest.strip_suffix(",-")
        .or_else(|| rest.strip_suffix(".-"))
        .unwrap_or(rest)
        .trim_end_matches(['-', ' '])
}

/// `1 juta 500 ribu`: numbers, each with its unit, summed.
fn terms(body: &str) -> Result<Rupiah, RupiahError> {
    let mut sum = 0_i128;
    let mut rest = body;
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| !matches!(c, '0'..='9' | '.' | ',' | ' '))
            .unwrap_or(rest.len());
        let (number, after) = rest.split_at(end);
        let end = after
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(after.len());
        let (unit, next) = after.split_at(end);
        let factor = unit_factor(unit.trim(), body)?;
        sum = sum.saturating_add(term(number.trim(), factor, body)?);
        rest = next;
    }
    bounded(sum)
}

fn unit_factor(unit: &str, whole: &str) -> Result<i128, RupiahError> {
    match unit.trim_end_matches('.') {
        "" => Ok(1),
        "rb" | "ribu" | "rbu" | "k" => Ok(1_000),
        "jt" | "juta" | "jta" | "jt-an" => Ok(1_000_000),
        "miliar" | "milyar" | "milliar" | "milyard" | "miliard" => Ok(1_000_000_000),
        "t" | "triliun" | "trilyun" | "trilliun" => Ok(1_000_000_000_000),
        "m" | "mio" | "mil" => Err(RupiahError::AmbiguousUnit {
            found: short(whole),
        }),
        other => Err(RupiahError::Foreign {
            found: short(other),
        }),
    }
}

/// One number in millionths of a rupiah.
fn term(number: &str, factor: i128, whole: &str) -> Result<i128, RupiahError> {
    let (whole_part, fraction) = split_decimals(number, factor > 1, whole)?;
    let mut value = 0_i128;
    for byte in whole_part.bytes().filter(u8::is_ascii_digit) {
        value = value
            .saturating_mul(10)
            .saturating_add(i128::from(byte - b'0'));
        if value > i128::from(Rupiah::MAX.0) {
            return Err(RupiahError::TooLarge);
        }
    }
    let (mut millionths, mut place) = (0_i128, SCALE / 10);
    for byte in fraction.bytes().filter(u8::is_ascii_digit) {
        millionths += i128::from(byte - b'0') * place;
        place /= 10;
    }
    if factor == 1 && millionths > 0 && value < 1000 {
        return Err(RupiahError::Fraction {
            found: short(whole),
        });
    }
    Ok((value * SCALE + millionths) * factor)
}

/// Decides which marks stand for thousands and which for decimals.
fn split_decimals<'a>(
    number: &'a str,
    has_unit: bool,
    whole: &str,
) -> Result<(&'a str, &'a str), RupiahError> {
    let misplaced = || RupiahError::Marks {
        found: short(whole),
    };
    let number = number.trim_end_matches(['.', ',']);
    let (dots, commas) = (number.matches('.').count(), number.matches(',').count());
    let (decimal, thousands) = match (dots, commas) {
        (0, 0) => return Ok((number, "")),
        (_, 1) if dots > 0 && number.rfind(',') > number.rfind('.') => (',', '.'),
        (1, _) if commas > 0 && number.rfind('.') > number.rfind(',') => ('.', ','),
        (1, 0) => return single_mark(number, '.', has_unit, whole),
        (0, 1) => return single_mark(number, ',', has_unit, whole),
        (_, 0) => {
            return if grouped(number, '.') {
                Ok((number, ""))
            } else {
                Err(misplaced())
            };
        }
        (0, _) => {
            return if grouped(number, ',') {
                Ok((number, ""))
            } else {
                Err(misplaced())
            };
        }
        _ => return Err(misplaced()),
    };
    let (before, after) = number.split_once(decimal).ok_or_else(misplaced)?;
    if grouped(before, thousands) {
        Ok((before, after))
    } else {
        Err(misplaced())
    }
}

/// One dot or one comma: thousands if three digits follow, decimals otherwise, and in two cases
/// either.
fn single_mark<'a>(
    number: &'a str,
    mark: char,
    has_unit: bool,
    whole: &str,
) -> Result<(&'a str, &'a str), RupiahError> {
    let (before, after) = number.split_once(mark).unwrap_or((number, ""));
    let could_be_thousands = after.len() == 3 && (1..=3).contains(&before.len()) && before != "0";
    match (mark, could_be_thousands, has_unit) {
        // `1.250 jt`, `1,250`
        ('.', true, true) | (',', true, false) => Err(RupiahError::AmbiguousMark {
            found: short(whole),
        }),
        ('.', true, false) => Ok((number, "")),
        _ => Ok((before, after)),
    }
}

fn grouped(number: &str, mark: char) -> bool {
    let mut groups = number.split(mark);
    groups
        .next()
        .is_some_and(|first| (1..=3).contains(&first.len()))
        && groups.all(|g| g.len() == 3)
}

fn bounded(millionths: i128) -> Result<Rupiah, RupiahError> {
    let rounded = (millionths + SCALE / 2) / SCALE;
    match i64::try_from(rounded) {
        Ok(amount) if amount <= Rupiah::MAX.0 => Ok(Rupiah(amount)),
        _ => Err(RupiahError::TooLarge),
    }
}

pub(super) fn short(text: &str) -> String {
    text.chars().take(40).collect()
}
