//! What labels are judged and computed by, as data: `data/label.toml` and `data/foods.csv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::Deserialize;

vocab::domain_error! {
    /// A table of foods that cannot be read.
    TableError {
        /// A line of the operator's food table is wrong.
        Foods { line: u64, reason: String } => "label.foods",
            "Tabel bahan makanan baris {line}: {reason}",
            "Food table line {line}: {reason}";
    }
}

/// Nutrients of 100 g of a food. Grams; energy in kcal, sodium in mg.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Nutrients {
    pub(crate) energy: f64,
    pub(crate) fat: f64,
    pub(crate) saturated: f64,
    pub(crate) protein: f64,
    pub(crate) carbohydrate: f64,
    pub(crate) sugar: f64,
    pub(crate) sodium: f64,
}

/// A line of a food table.
#[derive(Debug, Clone, Deserialize)]
struct FoodRow {
    name: String,
    #[serde(default)]
    also: String,
    energy: f64,
    fat: f64,
    saturated: f64,
    protein: f64,
    carbohydrate: f64,
    sugar: f64,
    sodium: f64,
    source: String,
}

/// A food of the table.
#[derive(Debug, Clone)]
pub(crate) struct Food {
    pub(crate) name: String,
    pub(crate) per_100: Nutrients,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rules {
    pub(crate) size: SizeRule,
    pub(crate) letter: LetterRule,
    pub(crate) net_letter: Vec<NetLetter>,
    pub(crate) halal: HalalRule,
    pub(crate) nutrition: NutritionRule,
    pub(crate) exempt: Vec<Exempt>,
    pub(crate) allergen: Vec<Words>,
    pub(crate) warning: Vec<Warning>,
    pub(crate) origin: Origin,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SizeRule {
    pub(crate) least: u32,
    pub(crate) most: u32,
    pub(crate) margin: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LetterRule {
    pub(crate) least: f64,
    pub(crate) small_label_least: f64,
    pub(crate) small_label_area: f64,
    pub(crate) x_height: f64,
    pub(crate) digit_height: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NetLetter {
    pub(crate) up_to: f64,
    pub(crate) height: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HalalRule {
    duty_from: toml::value::Datetime,
}

impl HalalRule {
    pub(crate) fn is_due(&self, today: NaiveDate) -> bool {
        self.duty_from
            .to_string()
            .parse::<NaiveDate>()
            .is_ok_and(|from| today >= from)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NutritionRule {
    pub(crate) energy_base: u32,
    pub(crate) line: Vec<NutrientLine>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NutrientLine {
    pub(crate) key: NutrientKey,
    pub(crate) name: String,
    pub(crate) unit: String,
    pub(crate) reference: Option<f64>,
    pub(crate) zero: f64,
    pub(crate) bands: Vec<Band>,
}

#[derive(Debug, Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NutrientKey {
    Energy,
    Fat,
    Saturated,
    Protein,
    Carbohydrate,
    Sugar,
    Sodium,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Band {
    pub(crate) below: f64,
    pub(crate) step: f64,
}

/// A kind of food that needs no nutrition table.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exempt {
    /// What a draft says.
    pub code: String,
    /// What a person reads.
    pub name: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    pub(crate) name: String,
    pub(crate) words: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Warning {
    pub(crate) words: Vec<String>,
    pub(crate) text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Origin {
    pub(crate) words: Vec<String>,
    pub(crate) said_by: Vec<String>,
}

static BUILT_IN: LazyLock<Result<Tables, String>> = LazyLock::new(|| {
    let rules = toml::from_str(include_str!("../../data/label.toml")).map_err(|e| e.to_string())?;
    let mut tables = Tables {
        rules: std::sync::Arc::new(rules),
        foods: HashMap::new(),
    };
    tables
        .add(include_str!("../../data/foods.csv"))
        .map_err(|error| error.to_string())?;
    Ok(tables)
});

/// Rules and foods by which labels are made.
#[derive(Debug, Clone)]
pub struct Tables {
    pub(crate) rules: std::sync::Arc<Rules>,
    /// By name and every other name, in lower case.
    foods: HashMap<String, Food>,
}

impl Tables {
    /// The rules and the foods that are part of the program.
    ///
    /// # Errors
    /// The program's own data is wrong; a test sees to it that it is not.
    pub fn built_in() -> Result<Self, TableError> {
        BUILT_IN
            .clone()
            .map_err(|reason| TableError::Foods { line: 0, reason })
    }

    /// Adds the operator's foods; one with the same name replaces ours. Columns: name, also (other
    /// names, separated by `|`), energy (kcal), fat, saturated, protein, carbohydrate, sugar (g),
    /// sodium (mg), source; all per 100 g.
    ///
    /// # Errors
    /// A line that cannot be read, or without a source; nothing is added then.
    pub fn with_foods(mut self, csv: &str) -> Result<Self, TableError> {
        self.add(csv)?;
        Ok(self)
    }

    fn add(&mut self, text: &str) -> Result<(), TableError> {
        let mut rows = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        for (at, row) in rows.deserialize::<FoodRow>().enumerate() {
            let line = at as u64 + 2;
            let row = row.map_err(|error| TableError::Foods {
                line,
                reason: error.to_string(),
            })?;
            let wrong = |reason: &str| TableError::Foods {
                line,
                reason: reason.to_owned(),
            };
            if row.source.is_empty() {
                return Err(wrong("kolom source kosong / the source column is empty"));
            }
            let per_100 = row.nutrients();
            if !per_100.is_sane() {
                return Err(wrong("angka di luar batas / a number is out of bounds"));
            }
            for name in row.also.split('|').chain([row.name.as_str()]) {
                if !name.trim().is_empty() {
                    let food = Food {
                        name: row.name.clone(),
                        per_100,
                    };
                    self.foods.insert(plain(name), food);
                }
            }
        }
        Ok(())
    }

    /// Kinds of food without a nutrition table.
    pub fn exempt(&self) -> &[Exempt] {
        &self.rules.exempt
    }

    /// The food whose name is the longest run of words in the ingredient's name.
    pub(crate) fn food(&self, ingredient: &str) -> Option<&Food> {
        let plain = plain(ingredient);
        let words: Vec<&str> = plain.split(' ').collect();
        (1..=words.len())
            .rev()
            .flat_map(|length| words.windows(length))
            .find_map(|run| self.foods.get(&run.join(" ")))
    }
}

impl FoodRow {
    fn nutrients(&self) -> Nutrients {
        Nutrients {
            energy: self.energy,
            fat: self.fat,
            saturated: self.saturated,
            protein: self.protein,
            carbohydrate: self.carbohydrate,
            sugar: self.sugar,
            sodium: self.sodium,
        }
    }
}

impl Nutrients {
    /// No food has more than 900 kcal (pure fat) or more of anything than it weighs.
    fn is_sane(&self) -> bool {
        let parts = [
            self.fat,
            self.saturated,
            self.protein,
            self.carbohydrate,
            self.sugar,
        ];
        parts.iter().all(|grams| (0.0..=100.0).contains(grams))
            && (0.0..=905.0).contains(&self.energy)
            && (0.0..=40_000.0).contains(&self.sodium)
            && self.saturated <= self.fat
            && self.sugar <= self.carbohydrate
            && self.fat + self.protein + self.carbohydrate <= 105.0
    }
}

/// Lower case, without brackets and what is in them, words apart by one space.
pub(crate) fn plain(text: &str) -> String {
    let mut depth = 0_usize;
    let letters: String = text
        .chars()
        .filter_map(|c| match c {
            '(' | '[' => {
                depth += 1;
                Some(' ')
            }
            ')' | ']' => {
                depth = depth.saturating_sub(1);
                Some(' ')
            }
            _ if depth > 0 => None,
            c if c.is_alphanumeric() => Some(c),
            _ => Some(' '),
        })
        .collect();
    letters
        .to_lowercase()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether the words of `wanted` stand next to each other in `text`, both plain.
pub(crate) fn has_words(text: &str, wanted: &str) -> bool {
    text.match_indices(wanted).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        before.is_none_or(|c| c == ' ') && after.is_none_or(|c| c == ' ')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_programs_own_tables_are_sound() {
        let tables = Tables::built_in().unwrap();
        assert!(tables.foods.len() > 120);
        assert!(
            tables
                .rules
                .halal
                .is_due(NaiveDate::from_ymd_opt(2026, 11, 1).unwrap())
        );
        assert!(
            !tables
                .rules
                .halal
                .is_due(NaiveDate::from_ymd_opt(2026, 10, 1).unwrap())
        );
    }

    #[test]
    fn a_food_is_found_by_the_longest_name_in_the_ingredient() {
        let tables = Tables::built_in().unwrap();
        let name = |text: &str| tables.food(text).map(|food| food.name.as_str());
        assert_eq!(name("Kedele lokal (non GMO)"), Some("kedelai"));
        assert_eq!(name("tepung beras rose brand"), Some("tepung beras"));
        assert_eq!(name("Minyak kelapa"), Some("minyak kelapa"));
        assert_eq!(name("Cabe Rawit merah"), Some("cabai"));
        assert_eq!(name("perisa ajaib"), None);
    }

    #[test]
    fn the_operators_food_replaces_ours_and_must_name_its_source() {
        let head = "name,also,energy,fat,saturated,protein,carbohydrate,sugar,sodium,source\n";
        let tables = Tables::built_in()
            .unwrap()
            .with_foods(&format!(
                "{head}tempe,tempe gembus,80,2,0.4,5,10,0,5,uji lab 2026\n"
            ))
            .unwrap();
        assert!((tables.food("tempe gembus").unwrap().per_100.energy - 80.0).abs() < 1e-9);
        for (row, line) in [
            ("tempe,,80,2,0.4,5,10,0,5,\n", 2),
            ("x,,80,2,3,5,10,0,5,kira-kira\n", 2),
        ] {
            let error = Tables::built_in()
                .unwrap()
                .with_foods(&format!("{head}{row}"))
                .unwrap_err();
            assert!(
                matches!(error, TableError::Foods { line: l, .. } if l == line),
                "{error}"
            );
        }
    }
}
