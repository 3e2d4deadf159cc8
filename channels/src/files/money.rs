//! Money in exports: with or without Rp, points, decimals, minus or brackets.

use vocab::Rupiah;

vocab::domain_error! {
    /// Why a cell is no money.
    MoneyError {
        /// Cannot be read.
        Unreadable { text: String } => "file.money",
            "“{text}” bukan jumlah rupiah.",
            "“{text}” is not an amount of rupiah.";
    }
}

/// Whole rupiah of a cell; fees are often written below zero or in brackets.
pub fn money(text: &str) -> Result<i64, MoneyError> {
    let unreadable = || MoneyError::Unreadable {
        text: text.to_owned(),
    };
    let plain = text.trim();
    let (negative, plain) = if let Some(inner) = plain
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
    {
        (true, inner)
    } else if let Some(rest) = plain.strip_prefix(['-', '−', '–']) {
        (true, rest)
    } else if let Some(rest) = plain
        .strip_prefix("Rp")
        .map(str::trim_start)
        .and_then(|rest| rest.strip_prefix('-'))
    {
        (true, rest)
    } else {
        (false, plain)
    };
    if matches!(plain.trim(), "" | "-") {
        return Err(unreadable());
    }
    // `0` is an amount in an export, though not one that a person would state.
    let rupiah: Rupiah = plain.trim().parse().map_err(|_| unreadable())?;
    Ok(if negative { -rupiah.0 } else { rupiah.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_read_in_every_form_seen() {
        for (text, expected) in [
            ("15000", Some(15_000)),
            ("15.000", Some(15_000)),
            ("Rp15.000", Some(15_000)),
            ("15000.00", Some(15_000)),
            ("15,000.00", Some(15_000)),
            ("0", Some(0)),
            ("-1.250", Some(-1_250)),
            ("Rp -1.250", Some(-1_250)),
            ("(1.250)", Some(-1_250)),
            ("", None),
            ("-", None),
            ("entah", None),
        ] {
            assert_eq!(money(text).ok(), expected, "{text}");
        }
    }
}
