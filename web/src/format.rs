//! How figures and times are written on a page: the Indonesian way, in both tongues, since the
//! reader compares them with Indonesian papers. Only the names of months are translated.

use chrono::{DateTime, NaiveDate, Utc};
use vocab::Lang;

/// `39394` is `39.394`.
pub(crate) fn number(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if value < 0 {
        grouped.push('−');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    grouped
}

/// `1.234,50`: with so many digits behind the comma.
pub(crate) fn decimal(value: f64, digits: usize) -> String {
    let text = format!("{:.digits$}", value.abs());
    let (whole, rest) = text.split_once('.').unwrap_or((text.as_str(), ""));
    let whole = whole
        .parse::<i64>()
        .map_or_else(|_| whole.to_owned(), number);
    let sign = if value < 0.0 && text.bytes().any(|sign| (b'1'..=b'9').contains(&sign)) {
        "−"
    } else {
        ""
    };
    let comma = if rest.is_empty() { "" } else { "," };
    format!("{sign}{whole}{comma}{rest}")
}

/// `24 November 2026`.
pub(crate) fn date(lang: Lang, day: NaiveDate) -> String {
    vocab::date::long_form(day, lang)
}

/// `2026-11` is `November 2026`; what is no month stays as it is.
pub(crate) fn month(lang: Lang, month: &str) -> String {
    let first = NaiveDate::parse_from_str(&format!("{month}-01"), "%Y-%m-%d");
    first.map_or_else(
        |_| month.to_owned(),
        |first| {
            let day = date(lang, first);
            day.split_once(' ')
                .map_or_else(String::new, |(_, rest)| rest.to_owned())
        },
    )
}

/// `24 November 2026 pukul 08.15 WIB`: the whole regency lives on western Indonesian time.
pub(crate) fn moment(lang: Lang, at: DateTime<Utc>) -> String {
    let Some(local) = vocab::date::jakarta(at.timestamp_millis()) else {
        return String::new();
    };
    let day = date(lang, local.date_naive());
    match lang {
        Lang::Id => format!("{day} pukul {} WIB", local.format("%H.%M")),
        Lang::En => format!("{day}, {} WIB", local.format("%H:%M")),
    }
}

/// `12,5%`.
pub(crate) fn percent(part: i64, whole: i64) -> String {
    if whole <= 0 {
        return "–".to_owned();
    }
    let tenths = (part.saturating_mul(1000) + whole / 2) / whole;
    if tenths % 10 == 0 {
        format!("{}%", tenths / 10)
    } else {
        format!("{},{}%", tenths / 10, tenths % 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_written_with_its_name() {
        assert_eq!(month(Lang::Id, "2026-08"), "Agustus 2026");
        assert_eq!(month(Lang::En, "2026-08"), "August 2026");
        assert_eq!(month(Lang::Id, "nanti"), "nanti");
    }

    #[test]
    fn figures_are_grouped_by_dots() {
        assert_eq!(number(0), "0");
        assert_eq!(number(999), "999");
        assert_eq!(number(39_394), "39.394");
        assert_eq!(number(-1_250_000), "−1.250.000");
    }

    #[test]
    fn fractions_have_a_decimal_comma_and_no_minus_before_nothing() {
        assert_eq!(decimal(1_234.5, 2), "1.234,50");
        assert_eq!(decimal(-0.004, 2), "0,00");
        assert_eq!(decimal(-2.25, 1), "−2,2");
        assert_eq!(decimal(12.6, 0), "13");
    }

    #[test]
    fn shares_have_a_decimal_comma() {
        assert_eq!(percent(1, 8), "12,5%");
        assert_eq!(percent(1, 2), "50%");
        assert_eq!(percent(1, 0), "–");
    }

    #[test]
    fn times_are_shown_in_western_indonesian_time() {
        let at = DateTime::parse_from_rfc3339("2026-11-24T18:05:00Z")
            .unwrap()
            .with_timezone(&Utc);
        assert_eq!(moment(Lang::Id, at), "25 November 2026 pukul 01.05 WIB");
    }
}
