//! The nutrition table (Informasi Nilai Gizi), computed from the recipe; micro and small
//! businesses need no laboratory for it (Peraturan BPOM 16/2020).

use serde::Serialize;

use super::ingredient::Ingredient;
use super::problem::Problem;
use super::tables::{NutrientKey, NutrientLine, Nutrients, Rules, Tables};

/// The table as printed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Nutrition {
    /// Serving size, such as "20 g".
    pub serving: String,
    /// Servings in one package; empty when the net content is not known.
    pub servings: String,
    /// The lines, in their prescribed order.
    pub lines: Vec<Line>,
    /// Energy need on which the percentages rest, in kcal.
    pub base: u32,
    /// Which food of the table was taken for which ingredient, for the eye of the owner.
    #[serde(skip)]
    pub taken: Vec<(String, String)>,
}

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Name of the nutrient.
    pub name: String,
    /// Rounded amount with its unit.
    pub amount: String,
    /// Percent of the reference value; empty where there is none.
    pub percent: String,
}

/// What a table is computed from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Recipe<'a> {
    pub(crate) ingredients: &'a [Ingredient],
    /// Grams that come out of the recipe; what goes in when not said.
    pub(crate) result: Option<f64>,
    /// Grams or millilitres of one serving.
    pub(crate) serving: Option<f64>,
    /// Net content of the package in grams or millilitres, and its unit.
    pub(crate) net: Option<(f64, &'a str)>,
}

pub(crate) fn compute(recipe: Recipe<'_>, tables: &Tables) -> Result<Nutrition, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut sum = Nutrients::default();
    let mut weight = 0.0;
    let mut taken = Vec::new();
    for ingredient in recipe.ingredients {
        match (ingredient.amount, tables.food(&ingredient.name)) {
            (None, _) => problems.push(Problem::NoAmounts),
            (_, None) => problems.push(Problem::UnknownFood {
                ingredient: ingredient.name.clone(),
            }),
            (Some(grams), Some(food)) => {
                sum.add(&food.per_100, grams / 100.0);
                weight += grams;
                taken.push((ingredient.name.clone(), food.name.clone()));
            }
        }
    }
    if recipe.ingredients.is_empty() {
        problems.push(Problem::NoAmounts);
    }
    let serving = recipe.serving.filter(|grams| *grams > 0.0);
    if serving.is_none() {
        problems.push(Problem::NoServing);
    }
    problems.dedup();
    let result = recipe.result.filter(|grams| *grams > 0.0).unwrap_or(weight);
    match serving {
        Some(serving) if problems.is_empty() && result > 0.0 => {
            let rules = &tables.rules;
            Ok(table(
                &sum.times(serving / result),
                serving,
                recipe.net,
                taken,
                rules,
            ))
        }
        _ => {
            if problems.is_empty() {
                problems.push(Problem::NoAmounts);
            }
            Err(problems)
        }
    }
}

fn table(
    per_serving: &Nutrients,
    serving: f64,
    net: Option<(f64, &str)>,
    taken: Vec<(String, String)>,
    rules: &Rules,
) -> Nutrition {
    let unit = net.map_or("g", |(_, unit)| unit);
    Nutrition {
        serving: format!("{} {unit}", decimal(serving)),
        servings: net
            .map(|(net, _)| decimal((net / serving * 10.0).round() / 10.0))
            .unwrap_or_default(),
        lines: rules
            .nutrition
            .line
            .iter()
            .map(|line| printed(line, per_serving.get(line.key)))
            .collect(),
        base: rules.nutrition.energy_base,
        taken,
    }
}

fn printed(line: &NutrientLine, amount: f64) -> Line {
    Line {
        name: line.name.clone(),
        amount: format!("{} {}", decimal(rounded(line, amount)), line.unit),
        percent: line
            .reference
            .map(|reference| format!("{}%", (amount / reference * 100.0).round()))
            .unwrap_or_default(),
    }
}

/// Rounded as the rule of the nutrient says.
fn rounded(line: &NutrientLine, amount: f64) -> f64 {
    if amount < line.zero {
        return 0.0;
    }
    let band = line.bands.iter().find(|band| amount <= band.below);
    band.map_or(amount, |band| (amount / band.step).round() * band.step)
}

/// A number as printed here: a comma, and no zeros behind it.
pub(crate) fn decimal(number: f64) -> String {
    let text = format!("{number:.1}");
    text.trim_end_matches('0')
        .trim_end_matches('.')
        .replace('.', ",")
}

impl Nutrients {
    fn add(&mut self, other: &Self, times: f64) {
        let more = other.times(times);
        self.energy += more.energy;
        self.fat += more.fat;
        self.saturated += more.saturated;
        self.protein += more.protein;
        self.carbohydrate += more.carbohydrate;
        self.sugar += more.sugar;
        self.sodium += more.sodium;
    }

    fn times(&self, by: f64) -> Self {
        Self {
            energy: self.energy * by,
            fat: self.fat * by,
            saturated: self.saturated * by,
            protein: self.protein * by,
            carbohydrate: self.carbohydrate * by,
            sugar: self.sugar * by,
            sodium: self.sodium * by,
        }
    }

    fn get(&self, key: NutrientKey) -> f64 {
        match key {
            NutrientKey::Energy => self.energy,
            NutrientKey::Fat => self.fat,
            NutrientKey::Saturated => self.saturated,
            NutrientKey::Protein => self.protein,
            NutrientKey::Carbohydrate => self.carbohydrate,
            NutrientKey::Sugar => self.sugar,
            NutrientKey::Sodium => self.sodium,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::ingredient::read;
    use super::*;

    fn recipe(
        text: &str,
        result: Option<f64>,
        serving: Option<f64>,
    ) -> Result<Nutrition, Vec<Problem>> {
        let ingredients = read(text);
        let recipe = Recipe {
            ingredients: &ingredients,
            result,
            serving,
            net: Some((200.0, "g")),
        };
        compute(recipe, &Tables::built_in().unwrap())
    }

    fn amount<'a>(table: &'a Nutrition, name: &str) -> (&'a str, &'a str) {
        let line = table.lines.iter().find(|line| line.name == name).unwrap();
        (&line.amount, &line.percent)
    }

    #[test]
    fn the_table_is_the_recipes_sum_per_serving() {
        // 500 g tempe: 1005 kcal, 44 g fat; 100 g oil: 884 kcal, 100 g fat; 10 g salt: 3876 mg sodium.
        // 400 g come out; a serving of 20 g is a twentieth of it.
        let table = recipe(
            "Tempe 500 g\nMinyak goreng 100 g\nGaram 10 g",
            Some(400.0),
            Some(20.0),
        )
        .unwrap();
        assert_eq!(
            (table.serving.as_str(), table.servings.as_str()),
            ("20 g", "10")
        );
        assert_eq!(amount(&table, "Energi total"), ("90 kkal", ""));
        assert_eq!(amount(&table, "Lemak total"), ("7 g", "11%"));
        assert_eq!(amount(&table, "Lemak jenuh"), ("3 g", "15%"));
        assert_eq!(amount(&table, "Protein"), ("5 g", "9%"));
        assert_eq!(amount(&table, "Gula"), ("0 g", ""));
        assert_eq!(amount(&table, "Garam (natrium)"), ("200 mg", "13%"));
    }

    #[test]
    fn amounts_are_rounded_by_their_bands() {
        let tables = Tables::built_in().unwrap();
        let line = |key: NutrientKey| {
            tables
                .rules
                .nutrition
                .line
                .iter()
                .find(|l| l.key == key)
                .unwrap()
        };
        for (amount, expected) in [(4.9, 0.0), (17.0, 15.0), (48.0, 50.0), (108.0, 110.0)] {
            let got = rounded(line(NutrientKey::Energy), amount);
            assert!((got - expected).abs() < 1e-9, "{amount} became {got}");
        }
        assert!((rounded(line(NutrientKey::Fat), 2.3) - 2.5).abs() < 1e-9);
        assert!((rounded(line(NutrientKey::Sodium), 196.0) - 200.0).abs() < 1e-9);
    }

    #[test]
    fn what_is_missing_is_said_each_once() {
        let problems = recipe("Tempe\nGaram\nBubuk ajaib 3 g", None, None).unwrap_err();
        assert_eq!(
            problems,
            [
                Problem::NoAmounts,
                Problem::UnknownFood {
                    ingredient: "Bubuk ajaib".to_owned()
                },
                Problem::NoServing,
            ]
        );
        assert_eq!(
            recipe("", None, Some(5.0)).unwrap_err(),
            [Problem::NoAmounts]
        );
        assert_eq!(
            recipe("Air 0 g", None, Some(5.0)).unwrap_err(),
            [Problem::NoAmounts]
        );
    }
}
