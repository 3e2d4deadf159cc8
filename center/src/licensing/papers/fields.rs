//! What is filled in for each paper. Pure.

use documents::label::Draft;
use rulebook::{Fact, Facts, Value};
use vocab::Lang;

use super::{CasePaper, Filled};
use crate::error::Result;
use crate::licensing::LicensingError;
use crate::registry::listing::Listed;

/// How a field is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One line.
    Line,
    /// Several, each for itself.
    Lines,
}

/// A field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// Its name; the text of its label is `paper-` and this.
    pub name: &'static str,
    /// How it is filled in.
    pub shape: Shape,
    /// Whether the paper needs it.
    pub needed: bool,
}

const fn line(name: &'static str) -> Asked {
    Asked {
        name,
        shape: Shape::Line,
        needed: true,
    }
}

const fn lines(name: &'static str) -> Asked {
    Asked {
        shape: Shape::Lines,
        ..line(name)
    }
}

const fn if_any(asked: Asked) -> Asked {
    Asked {
        needed: false,
        ..asked
    }
}

/// Letters of one field.
const LONGEST: usize = 2_000;

const MARK: &[Asked] = &[line("mark"), line("class"), line("goods")];
const HALAL: &[Asked] = &[lines("products"), lines("materials"), lines("process")];
const SPPL: &[Asked] = &[lines("effects")];
const PIRT: &[Asked] = &[
    line("product"),
    if_any(line("brand")),
    line("food_type"),
    line("packaging"),
    lines("composition"),
    lines("process"),
    line("storage"),
    line("shelf_life"),
    if_any(line("production_code")),
];

/// The fields of a paper.
pub(super) const fn of(paper: CasePaper) -> &'static [Asked] {
    match paper {
        CasePaper::Receipt | CasePaper::Label => &[],
        CasePaper::MarkLetter => MARK,
        CasePaper::HalalDeclaration => HALAL,
        CasePaper::Sppl => SPPL,
        CasePaper::Pirt => PIRT,
    }
}

/// The needed fields that are empty.
pub(super) fn missing(paper: CasePaper, filled: &Filled) -> Vec<&'static str> {
    let empty = |name: &str| filled.get(name).is_none_or(|text| text.trim().is_empty());
    let asked = of(paper).iter();
    asked
        .filter(|asked| asked.needed && empty(asked.name))
        .map(|asked| asked.name)
        .collect()
}

/// What was given, with only the fields there are, in their lengths.
pub(super) fn clean(paper: CasePaper, given: &Filled) -> Result<Filled> {
    let filled: Filled = of(paper)
        .iter()
        .filter_map(|asked| {
            let text = given.get(asked.name)?.trim();
            let text: String = text.chars().take(LONGEST).collect();
            Some((asked.name.to_owned(), text))
        })
        .collect();
    let class = filled.get("class").filter(|class| !class.is_empty());
    let is_class = |class: &String| class.parse::<u8>().is_ok_and(|n| (1..=45).contains(&n));
    if class.is_some_and(|class| !is_class(class)) {
        return Err(LicensingError::MarkClass.into());
    }
    Ok(filled)
}

/// What is known of a paper before anybody filled it in.
pub(super) fn known(
    paper: CasePaper,
    facts: &Facts,
    business: &Listed,
    label: Option<&Draft>,
) -> Filled {
    let text = |fact: Fact| {
        let value = facts.get(fact).and_then(|value| value.as_text());
        value.unwrap_or_default().to_owned()
    };
    let choice = |fact: Fact| {
        let chosen = facts.choice(fact).and_then(|id| fact.choice(id));
        chosen.map_or_else(String::new, |id| fact.choice_label(id, Lang::Id).to_owned())
    };
    let of_label = |field: &str| label.map(|draft| draft.field(field)).unwrap_or_default();
    let product = match of_label("product") {
        product if product.is_empty() => text(Fact::MainProduct),
        product => product,
    };
    let brand = match of_label("brand") {
        brand if brand.is_empty() => business.name.clone(),
        brand => brand,
    };
    let ingredients = of_label("ingredients");
    let pairs: Vec<(&str, String)> = match paper {
        CasePaper::Receipt | CasePaper::Label => Vec::new(),
        CasePaper::MarkLetter => vec![("mark", brand), ("goods", product)],
        CasePaper::HalalDeclaration => vec![("products", product), ("materials", ingredients)],
        // What small kitchens and workshops usually let out, to be corrected by who knows the place.
        CasePaper::Sppl => vec![(
            "effects",
            "Air bekas cucian: dialirkan ke saluran atau resapan\nSampah dan sisa bahan: dipilah dan dibuang ke tempat sampah"
                .to_owned(),
        )],
        CasePaper::Pirt => vec![
            ("product", product),
            ("brand", brand),
            ("food_type", choice(Fact::PirtFoodType)),
            (
                "packaging",
                [choice(Fact::PackagingMaterial), of_label("net")]
                    .into_iter()
                    .filter(|part| !part.is_empty())
                    .collect::<Vec<_>>()
                    .join(", "),
            ),
            ("composition", ingredients),
            ("storage", of_label("storage")),
            ("shelf_life", shelf_life(facts)),
            ("production_code", of_label("code")),
        ],
    };
    pairs
        .into_iter()
        .map(|(name, text)| (name.to_owned(), text))
        .collect()
}

fn shelf_life(facts: &Facts) -> String {
    match facts.get(Fact::ShelfLifeDays) {
        Some(Value::Count(days)) if days % 30 == 0 => format!("{} bulan", days / 30),
        Some(Value::Count(days)) => format!("{days} hari"),
        _ => String::new(),
    }
}

/// The lines of a field.
pub(super) fn lines_of(filled: &Filled, name: &str) -> Vec<String> {
    let text = filled.get(name).map_or("", String::as_str);
    let lines = text.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(pairs: &[(&str, &str)]) -> Filled {
        let pairs = pairs.iter();
        pairs
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect()
    }

    #[test]
    fn a_letter_lacks_what_is_empty_and_takes_no_class_that_is_none() {
        let given = filled(&[("mark", " SARI "), ("class", ""), ("other", "x")]);
        let kept = clean(CasePaper::MarkLetter, &given).unwrap();
        assert_eq!(kept.get("mark").map(String::as_str), Some("SARI"));
        assert!(!kept.contains_key("other"));
        assert_eq!(missing(CasePaper::MarkLetter, &kept), ["class", "goods"]);
        for class in ["0", "46", "tiga puluh", "-1"] {
            let given = filled(&[("class", class)]);
            assert!(clean(CasePaper::MarkLetter, &given).is_err(), "{class}");
        }
        assert!(clean(CasePaper::MarkLetter, &filled(&[("class", "30")])).is_ok());
    }

    #[test]
    fn lines_are_taken_one_by_one() {
        let given = filled(&[("process", "Diiris\n\n  Digoreng \r\nDikemas")]);
        assert_eq!(
            lines_of(&given, "process"),
            ["Diiris", "Digoreng", "Dikemas"]
        );
        assert!(lines_of(&given, "nothing").is_empty());
    }
}
