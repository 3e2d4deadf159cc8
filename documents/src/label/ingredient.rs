//! Ingredients as an owner writes them: one a line, with or without a weight.

use super::tables::{Rules, has_words, plain};

/// One ingredient.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ingredient {
    pub(crate) name: String,
    /// Grams, or parts of the whole when percentages are written.
    pub(crate) amount: Option<f64>,
}

/// Grams of one unit. A litre of what goes into food weighs about a kilogram.
const UNITS: [(&str, f64); 13] = [
    ("kg", 1000.0),
    ("kilogram", 1000.0),
    ("kilo", 1000.0),
    ("ons", 100.0),
    ("gram", 1.0),
    ("gr", 1.0),
    ("g", 1.0),
    ("mg", 0.001),
    ("liter", 1000.0),
    ("l", 1000.0),
    ("ml", 1.0),
    ("cc", 1.0),
    ("%", 1.0),
];

/// Reads lines such as `Kedelai 500 g`, `garam, 5 gr`, `Gula pasir: 0,5 kg`, `Air`. When every
/// line has a weight the heaviest comes first, as on a label.
pub(crate) fn read(text: &str) -> Vec<Ingredient> {
    let mut all: Vec<Ingredient> = text.lines().filter_map(line).collect();
    if all.iter().all(|ingredient| ingredient.amount.is_some()) {
        all.sort_by(|a, b| b.amount.unwrap_or(0.0).total_cmp(&a.amount.unwrap_or(0.0)));
    }
    all
}

fn line(text: &str) -> Option<Ingredient> {
    let text = text.trim().trim_start_matches(['-', '*', '•']).trim();
    if text.is_empty() {
        return None;
    }
    let (name, amount) = match weight(text) {
        Some((name, grams)) => (name, Some(grams)),
        None => (text, None),
    };
    let name = name.trim_end_matches([',', ':', ';', '=', '-', ' ']);
    (!name.is_empty()).then(|| Ingredient {
        name: name.to_owned(),
        amount,
    })
}

/// Splits the weight off the end of a line.
fn weight(text: &str) -> Option<(&str, f64)> {
    let unit_start = text
        .char_indices()
        .rev()
        .take_while(|(_, c)| c.is_alphabetic() || *c == '%')
        .last()
        .map(|(at, _)| at)?;
    let unit = text[unit_start..].to_lowercase();
    let (_, grams) = UNITS.iter().find(|(name, _)| *name == unit)?;
    let before = text[..unit_start].trim_end();
    let number_start = before
        .char_indices()
        .rev()
        .take_while(|(_, c)| c.is_ascii_digit() || matches!(c, ',' | '.'))
        .last()
        .map(|(at, _)| at)?;
    let number = quantity(&before[number_start..])?;
    let name = &before[..number_start];
    (name.ends_with(|c: char| c.is_whitespace() || matches!(c, ':' | ',' | '=' | '(' | '-')))
        .then_some((name.trim_end_matches('('), number * grams))
}

/// A number as written here: a comma before the decimals, points between thousands; a single point
/// with other than three digits behind it is a decimal point.
pub(crate) fn quantity(text: &str) -> Option<f64> {
    let text = text.trim_start_matches([',', '.']);
    let thousands = text.split('.').skip(1).all(|group| {
        group
            .split(',')
            .next()
            .is_some_and(|whole| whole.len() == 3)
    });
    let plain = if text.contains(',') || thousands {
        text.replace('.', "").replace(',', ".")
    } else {
        text.to_owned()
    };
    plain
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite() && (0.0..1e7).contains(number))
}

/// Groups that may cause allergies, of one ingredient.
pub(crate) fn allergens<'a>(rules: &'a Rules, name: &str) -> Vec<&'a str> {
    let plain = plain(name);
    rules
        .allergen
        .iter()
        .filter(|group| group.words.iter().any(|word| has_words(&plain, word)))
        .map(|group| group.name.as_str())
        .collect()
}

/// Whether the label must say where this comes from and does not.
pub(crate) fn lacks_origin(rules: &Rules, name: &str) -> bool {
    // What is in brackets counts: "gelatin (sapi)".
    let words = plain(&name.replace(['(', ')', '[', ']'], " "));
    let says = |list: &[String]| list.iter().any(|word| has_words(&words, word));
    says(&rules.origin.words) && !says(&rules.origin.said_by)
}

#[cfg(test)]
mod tests {
    use super::super::Tables;
    use super::*;
    use proptest::prelude::*;

    fn amounts(text: &str) -> Vec<(String, Option<f64>)> {
        read(text).into_iter().map(|i| (i.name, i.amount)).collect()
    }

    #[test]
    fn lines_are_read_as_people_write_them() {
        for (text, name, grams) in [
            ("Kedelai 500 g", "Kedelai", Some(500.0)),
            ("garam, 5 gr", "garam", Some(5.0)),
            ("Gula pasir: 0,5 kg", "Gula pasir", Some(500.0)),
            ("Santan 1.250 ml", "Santan", Some(1250.0)),
            ("- Vanili 2.5 g", "Vanili", Some(2.5)),
            ("Bawang putih (50g)", "Bawang putih (50g)", None),
            ("Minyak goreng 1 liter", "Minyak goreng", Some(1000.0)),
            ("Tepung terigu 60%", "Tepung terigu", Some(60.0)),
            ("Pewarna CI 19140", "Pewarna CI 19140", None),
            ("Garam", "Garam", None),
        ] {
            assert_eq!(amounts(text), [(name.to_owned(), grams)], "{text}");
        }
    }

    #[test]
    fn the_heaviest_comes_first_when_all_have_a_weight() {
        let names: Vec<String> = read("Garam 5 g\nKedelai 1 kg\nAir 200 ml")
            .into_iter()
            .map(|i| i.name)
            .collect();
        assert_eq!(names, ["Kedelai", "Air", "Garam"]);
        let names: Vec<String> = read("Garam\nKedelai 1 kg")
            .into_iter()
            .map(|i| i.name)
            .collect();
        assert_eq!(names, ["Garam", "Kedelai"]);
    }

    #[test]
    fn allergens_are_whole_words() {
        let tables = Tables::built_in().unwrap();
        let of = |name: &str| allergens(&tables.rules, name);
        assert_eq!(of("Tepung terigu"), ["gluten"]);
        assert_eq!(of("Kacang Tanah kupas"), ["kacang tanah"]);
        assert_eq!(of("susu bubuk, kedelai"), ["kedelai", "susu"]);
        assert!(of("tahuna").is_empty());
        assert!(of("Gula pasir").is_empty());
    }

    #[test]
    fn origin_is_asked_for_and_found_in_brackets() {
        let tables = Tables::built_in().unwrap();
        assert!(lacks_origin(&tables.rules, "Gelatin"));
        assert!(!lacks_origin(&tables.rules, "Gelatin (sapi)"));
        assert!(!lacks_origin(&tables.rules, "pengemulsi nabati"));
        assert!(!lacks_origin(&tables.rules, "Garam"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "\\PC{0,80}") {
            for ingredient in read(&text) {
                prop_assert!(!ingredient.name.is_empty());
                prop_assert!(ingredient.amount.is_none_or(|amount| amount >= 0.0));
            }
        }
    }
}
