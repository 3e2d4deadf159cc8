//! Phones, identity numbers, postcodes and amounts.

use super::push_token;

/// Writes each phone of the cell as national digits without the leading zero or country code.
pub(super) fn phones(cell: &str, out: &mut String) {
    let mut digits = String::new();
    for part in cell.split(['/', ',', ';', '|', '&', '\n']).take(4) {
        digits.clear();
        digits.extend(part.chars().filter(char::is_ascii_digit));
        let national = national(&digits);
        let one_digit = national
            .bytes()
            .all(|b| Some(&b) == national.as_bytes().first());
        if national.len() >= 5 && !one_digit {
            push_token(out, national);
        }
    }
}

/// 62 is Indonesia's country code; other lands' codes stay, being the same in both lists or an edit apart.
fn national(digits: &str) -> &str {
    let digits = digits.strip_prefix("00").unwrap_or(digits);
    let digits = match digits.strip_prefix("62") {
        Some(rest) if rest.len() >= 8 => rest,
        _ => digits,
    };
    digits.trim_start_matches('0')
}

/// Letters and digits only, as in identity numbers and postcodes; "3324.0" from a spreadsheet is 3324.
pub(super) fn code(cell: &str, out: &mut String) {
    let cell = cell.strip_suffix(".0").unwrap_or(cell);
    for c in cell.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        }
    }
    let first = out.as_bytes().first();
    if out.len() >= 5 && out.bytes().all(|b| Some(&b) == first) {
        out.clear(); // 0000000 and 99999 stand for "none"
    }
}

/// An amount with either decimal mark: "1.250.000", "1,250.50", "$ 12.99", "Rp 5.000,-".
pub(crate) fn amount(cell: &str) -> Option<f64> {
    let kept: String = cell
        .chars()
        .filter(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-'))
        .collect();
    let kept = kept
        .trim_matches(['.', ','])
        .trim_end_matches(['-', ',', '.']);
    if !kept.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let decimal = decimal_mark(kept);
    let mut plain = String::with_capacity(kept.len());
    for (at, c) in kept.char_indices() {
        match c {
            '.' | ',' if Some(at) == decimal => plain.push('.'),
            '-' if at == 0 => plain.push('-'),
            '.' | ',' | '-' => {}
            digit => plain.push(digit),
        }
    }
    plain.parse().ok()
}

/// The last mark is decimal unless exactly three digits follow it or it occurs again.
fn decimal_mark(text: &str) -> Option<usize> {
    let at = text.rfind(['.', ','])?;
    let mark = &text[at..=at];
    let after = text.len() - at - 1;
    let repeated = text.matches(mark).count() > 1;
    (!repeated && after != 3).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_with_either_mark() {
        for (raw, want) in [
            ("1.250.000", 1_250_000.0),
            ("1,250.50", 1250.5),
            ("$ 12.99", 12.99),
            ("Rp 5.000,-", 5000.0),
            ("-3", -3.0),
        ] {
            assert_eq!(amount(raw), Some(want), "{raw}");
        }
        assert_eq!(amount("abc"), None);
    }
}
