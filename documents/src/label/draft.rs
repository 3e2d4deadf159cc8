//! From what somebody filled in to a label that can be printed.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use vocab::date::parse_date_until;
use vocab::{BpomNumber, HalalNumber, PirtNumber, RegionCode};

use super::ingredient::{self, Ingredient, quantity};
use super::nutrition::{Nutrition, Recipe, compute};
use super::problem::Problem;
use super::tables::{Tables, has_words, plain};
use crate::code::{Ean13, qr};

/// What somebody filled in. Empty means not known.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    /// Width of the label in millimetres.
    pub width: String,
    /// Height of the label in millimetres.
    pub height: String,
    /// Brand.
    pub brand: String,
    /// Kind of product, such as "Keripik Tempe".
    pub product: String,
    /// Net content, such as "200 g".
    pub net: String,
    /// Ingredients, one a line, with weights.
    pub ingredients: String,
    /// Grams or millilitres that the recipe yields.
    pub result: String,
    /// Grams or millilitres of one serving.
    pub serving: String,
    /// Code of a kind that needs no nutrition table.
    pub exempt: String,
    /// Who makes it.
    pub producer: String,
    /// Where.
    pub address: String,
    /// P-IRT number.
    pub pirt: String,
    /// BPOM number.
    pub bpom: String,
    /// Halal number.
    pub halal: String,
    /// Says that it is not halal: "yes" or empty.
    pub not_halal: String,
    /// Made where pork is used too: "yes" or empty.
    pub near_pork: String,
    /// Date of production; empty to be stamped.
    pub produced: String,
    /// Production code; empty to be stamped.
    pub code: String,
    /// Best before; empty to be stamped.
    pub best_before: String,
    /// How to keep it.
    pub storage: String,
    /// EAN-13 number.
    pub barcode: String,
    /// Web address for a QR code.
    pub link: String,
}

impl Draft {
    /// Reads the fields of a form; what is no field of a label is passed over.
    pub fn of_fields<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut draft = serde_json::to_value(Self::default()).unwrap_or_default();
        for (name, value) in fields {
            if let Some(place) = draft.get_mut(name) {
                let kept: String = value.chars().take(LONGEST_FIELD).collect();
                *place = kept.into();
            }
        }
        serde_json::from_value(draft).unwrap_or_default()
    }

    /// What a field of a form says.
    pub fn field(&self, name: &str) -> String {
        let draft = serde_json::to_value(self).unwrap_or_default();
        let text = draft.get(name).and_then(|value| value.as_str());
        text.unwrap_or_default().to_owned()
    }
}

/// What a label is judged against besides its own content.
#[derive(Debug, Clone)]
pub struct Around<'a> {
    /// Today.
    pub today: NaiveDate,
    /// The regency whose P-IRT numbers are its own; `None` takes all.
    pub regency: Option<RegionCode>,
    /// Rules and foods.
    pub tables: &'a Tables,
}

/// A label ready to be printed.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) margin: f64,
    /// Letter sizes to try, in points, largest first; the last is the smallest allowed.
    pub(super) sizes: Vec<f64>,
    /// Size of the net content's figures in points.
    pub(super) net_size: f64,
    pub(super) brand: String,
    pub(super) product: String,
    pub(super) net: String,
    pub(super) ingredients: Vec<Part>,
    pub(super) allergens: String,
    pub(super) warnings: Vec<String>,
    pub(super) nutrition: Option<Nutrition>,
    pub(super) producer: String,
    pub(super) address: String,
    pub(super) permit: String,
    pub(super) halal: String,
    pub(super) not_halal: bool,
    pub(super) produced: String,
    pub(super) code: String,
    pub(super) best_before: String,
    pub(super) storage: String,
    pub(super) bars: Option<(String, String)>,
    pub(super) square: Option<String>,
}

/// An ingredient as printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Part {
    pub(super) text: String,
    /// Printed bold: it may cause an allergy.
    pub(super) bold: bool,
}

/// Letters of one field; a label holds far fewer.
const LONGEST_FIELD: usize = 4000;
/// Points of one millimetre.
const POINTS: f64 = 72.0 / 25.4;
/// Largest letter tried for the small print, in points.
const LARGEST: f64 = 9.0;
const STEP: f64 = 0.25;
/// Narrowest label on which 113 modules of 0.264 mm, 80 % of the nominal size, find room.
const BARS_NEED: u32 = 34;
const DEFAULT_SIZE: (u32, u32) = (100, 70);

impl Label {
    /// The nutrition table, where one is printed.
    pub fn nutrition(&self) -> Option<&Nutrition> {
        self.nutrition.as_ref()
    }

    /// Width and height in millimetres.
    pub fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }
}

/// Reads a draft.
pub fn read(draft: &Draft, around: &Around<'_>) -> (Label, Vec<Problem>) {
    let mut reader = Reader {
        around,
        problems: Vec::new(),
    };
    let label = reader.label(draft);
    let mut problems = reader.problems;
    problems.sort_by_key(|problem| !problem.is_required());
    (label, problems)
}

struct Reader<'a> {
    around: &'a Around<'a>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn label(&mut self, draft: &Draft) -> Label {
        let rules = &self.around.tables.rules;
        let (width, height) = self.size(draft);
        let net = self.net(&draft.net);
        let all = ingredient::read(&draft.ingredients);
        self.ingredients(&all);
        let (produced, best_before) = self.dates(draft);
        if produced.is_empty() || best_before.is_empty() || draft.code.trim().is_empty() {
            self.problems.push(Problem::Stamp);
        }
        let warnings = self.warnings(draft, &all);
        let halal = self.halal(draft, &warnings);
        Label {
            width,
            height,
            margin: rules.size.margin,
            sizes: self.sizes(width, height),
            net_size: self.net_size(net.as_ref().map_or(0.0, |(amount, _)| *amount)),
            brand: self.text(&draft.brand, Problem::NoBrand),
            product: self.text(&draft.product, Problem::NoProduct),
            net: draft.net.trim().to_owned(),
            allergens: self.allergens(&all),
            ingredients: self.parts(&all),
            warnings,
            nutrition: self.nutrition(draft, &all, net.as_ref()),
            producer: self.text(&draft.producer, Problem::NoProducer),
            address: self.text(&draft.address, Problem::NoAddress),
            permit: self.permit(draft),
            halal,
            not_halal: is_yes(&draft.not_halal),
            produced,
            code: draft.code.trim().to_owned(),
            best_before,
            storage: draft.storage.trim().to_owned(),
            bars: self.bars(draft, width),
            square: self.square(draft),
        }
    }

    fn text(&mut self, text: &str, missing: Problem) -> String {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            self.problems.push(missing);
        }
        text
    }

    fn size(&mut self, draft: &Draft) -> (u32, u32) {
        let bounds = &self.around.tables.rules.size;
        let side = |text: &str| {
            let millimetres = quantity(text.trim().trim_end_matches("mm").trim())?.round();
            (bounds.least..=bounds.most)
                .find(|side| f64::from(*side) >= millimetres)
                .filter(|_| {
                    millimetres >= f64::from(bounds.least) && millimetres <= f64::from(bounds.most)
                })
        };
        match (side(&draft.width), side(&draft.height)) {
            (Some(width), Some(height)) => (width, height),
            (width, height) => {
                self.problems.push(Problem::Size {
                    least: bounds.least,
                    most: bounds.most,
                });
                (
                    width.unwrap_or(DEFAULT_SIZE.0),
                    height.unwrap_or(DEFAULT_SIZE.1),
                )
            }
        }
    }

    /// Net content in grams or millilitres. Pieces alone are no weight.
    fn net(&mut self, text: &str) -> Option<(f64, &'static str)> {
        let number: String = text
            .chars()
            .skip_while(|c| !c.is_ascii_digit())
            .take_while(|c| c.is_ascii_digit() || matches!(c, ',' | '.'))
            .collect();
        let after = text
            .split_once(&number)
            .filter(|_| !number.is_empty())
            .map(|(_, after)| plain(after));
        let unit = after.as_deref().and_then(|after| after.split(' ').next());
        let amount = quantity(&number).filter(|amount| *amount > 0.0);
        let found = match (amount, unit) {
            (Some(amount), Some("g" | "gr" | "gram")) => Some((amount, "g")),
            (Some(amount), Some("kg" | "kilogram")) => Some((amount * 1000.0, "g")),
            (Some(amount), Some("ml" | "mililiter")) => Some((amount, "ml")),
            (Some(amount), Some("l" | "liter")) => Some((amount * 1000.0, "ml")),
            _ => None,
        };
        if found.is_none() {
            self.problems.push(Problem::NoNet);
        }
        found
    }

    fn net_size(&self, amount: f64) -> f64 {
        let rules = &self.around.tables.rules;
        let height = rules
            .net_letter
            .iter()
            .find(|letter| amount <= letter.up_to)
            .map_or(0.0, |letter| letter.height);
        height / rules.letter.digit_height * POINTS
    }

    fn sizes(&self, width: u32, height: u32) -> Vec<f64> {
        let letter = &self.around.tables.rules.letter;
        let area = f64::from(width * height) / 100.0;
        let millimetres = if area <= letter.small_label_area {
            letter.small_label_least
        } else {
            letter.least
        };
        let least = millimetres / letter.x_height * POINTS;
        let mut sizes = Vec::new();
        let mut size = LARGEST;
        while size > least {
            sizes.push(size);
            size -= STEP;
        }
        sizes.push(least);
        sizes
    }

    fn ingredients(&mut self, all: &[Ingredient]) {
        if all.is_empty() {
            self.problems.push(Problem::NoIngredients);
        }
        if all.len() > 1 && all.iter().any(|ingredient| ingredient.amount.is_none()) {
            self.problems.push(Problem::NoShare);
        }
        for ingredient in all {
            if ingredient::lacks_origin(&self.around.tables.rules, &ingredient.name) {
                self.problems.push(Problem::NoOrigin {
                    ingredient: ingredient.name.clone(),
                });
            }
        }
    }

    /// The list as printed: the main ingredient with its percentage, allergens bold.
    fn parts(&self, all: &[Ingredient]) -> Vec<Part> {
        let sum: f64 = all.iter().filter_map(|ingredient| ingredient.amount).sum();
        let complete = all.len() > 1 && sum > 0.0 && all.iter().all(|i| i.amount.is_some());
        let part = |(at, ingredient): (usize, &Ingredient)| {
            let share = ingredient.amount.filter(|_| complete && at == 0);
            let text = match share {
                Some(amount) => {
                    format!("{} ({}%)", ingredient.name, (amount / sum * 100.0).round())
                }
                None => ingredient.name.clone(),
            };
            Part {
                text,
                bold: !ingredient::allergens(&self.around.tables.rules, &ingredient.name)
                    .is_empty(),
            }
        };
        all.iter().enumerate().map(part).collect()
    }

    fn allergens(&self, all: &[Ingredient]) -> String {
        let mut names: Vec<&str> = Vec::new();
        for ingredient in all {
            for name in ingredient::allergens(&self.around.tables.rules, &ingredient.name) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        names.join(", ")
    }

    fn warnings(&self, draft: &Draft, all: &[Ingredient]) -> Vec<String> {
        let plain: Vec<String> = all
            .iter()
            .map(|i| plain(&i.name.replace(['(', ')'], " ")))
            .collect();
        let has = |word: &String| plain.iter().any(|name| has_words(name, word));
        let mut found: Vec<String> = self
            .around
            .tables
            .rules
            .warning
            .iter()
            .filter(|warning| warning.words.iter().any(has))
            .map(|warning| warning.text.clone())
            .collect();
        if is_yes(&draft.near_pork) {
            // Peraturan BPOM 31/2018 asks for a warning where pork is processed with the same tools.
            found.push(
                "Diproses dengan fasilitas yang juga mengolah bahan bersumber babi.".to_owned(),
            );
        }
        found
    }

    fn halal(&mut self, draft: &Draft, warnings: &[String]) -> String {
        let text = draft.halal.trim();
        if text.is_empty() {
            if !is_yes(&draft.not_halal) && self.around.tables.rules.halal.is_due(self.around.today)
            {
                self.problems.push(Problem::NoHalal);
            }
            return String::new();
        }
        let pork = warnings
            .iter()
            .any(|warning| warning.to_lowercase().contains("babi"));
        if pork || is_yes(&draft.not_halal) {
            self.problems.push(Problem::HalalContradicted);
            return String::new();
        }
        match text.parse::<HalalNumber>() {
            Ok(number) => number.to_string(),
            Err(error) => {
                self.problems
                    .push(Problem::unreadable("Nomor halal", "Halal number", &error));
                String::new()
            }
        }
    }

    fn permit(&mut self, draft: &Draft) -> String {
        let (pirt, bpom) = (draft.pirt.trim(), draft.bpom.trim());
        if pirt.is_empty() && bpom.is_empty() {
            self.problems.push(Problem::NoPermit);
            return String::new();
        }
        let mut printed = Vec::new();
        if !pirt.is_empty() {
            match pirt.parse::<PirtNumber>() {
                Ok(number) => {
                    self.pirt(&number);
                    printed.push(number.to_string());
                }
                Err(error) => {
                    self.problems
                        .push(Problem::unreadable("Nomor P-IRT", "P-IRT number", &error));
                }
            }
        }
        if !bpom.is_empty() {
            match bpom.parse::<BpomNumber>() {
                Ok(number) => printed.push(format!("BPOM RI {number}")),
                Err(error) => {
                    self.problems
                        .push(Problem::unreadable("Nomor BPOM", "BPOM number", &error));
                }
            }
        }
        printed.join("\n")
    }

    fn pirt(&mut self, number: &PirtNumber) {
        if number.expiry_year() < self.around.today.year() {
            self.problems.push(Problem::PermitExpired {
                year: number.expiry_year(),
            });
        }
        let elsewhere = self
            .around
            .regency
            .as_ref()
            .filter(|own| **own != number.regency());
        if elsewhere.is_some() {
            self.problems.push(Problem::PermitElsewhere {
                region: number.regency().to_string(),
            });
        }
    }

    /// Production and best before as printed.
    fn dates(&mut self, draft: &Draft) -> (String, String) {
        let produced = self.date(&draft.produced, "Tanggal produksi", "Production date");
        let best_before = self.date(&draft.best_before, "Tanggal kedaluwarsa", "Best before");
        if best_before.is_some_and(|day| day < self.around.today) {
            self.problems.push(Problem::ExpiryPast);
        }
        if let (Some(from), Some(until)) = (produced, best_before)
            && until < from
        {
            self.problems.push(Problem::ExpiryBeforeProduction);
        }
        let printed = |day: Option<NaiveDate>| {
            day.map(|day| vocab::date::long_form(day, vocab::Lang::Id))
                .unwrap_or_default()
        };
        (printed(produced), printed(best_before))
    }

    fn date(
        &mut self,
        text: &str,
        field: &'static str,
        field_en: &'static str,
    ) -> Option<NaiveDate> {
        if text.trim().is_empty() {
            return None;
        }
        // Nothing packed keeps longer than ten years.
        match parse_date_until(text.trim(), self.around.today.year() + 10) {
            Ok(day) => Some(day),
            Err(error) => {
                self.problems
                    .push(Problem::unreadable(field, field_en, &error));
                None
            }
        }
    }

    fn nutrition(
        &mut self,
        draft: &Draft,
        all: &[Ingredient],
        net: Option<&(f64, &'static str)>,
    ) -> Option<Nutrition> {
        let exempt = draft.exempt.trim();
        if self
            .around
            .tables
            .exempt()
            .iter()
            .any(|kind| kind.code == exempt)
        {
            return None;
        }
        let recipe = Recipe {
            ingredients: all,
            result: grams(&draft.result),
            serving: grams(&draft.serving),
            net: net.copied(),
        };
        match compute(recipe, self.around.tables) {
            Ok(nutrition) => Some(nutrition),
            Err(problems) => {
                self.problems.extend(problems);
                None
            }
        }
    }

    fn bars(&mut self, draft: &Draft, width: u32) -> Option<(String, String)> {
        let text = draft.barcode.trim();
        if text.is_empty() {
            return None;
        }
        match text.parse::<Ean13>() {
            Ok(_) if width < BARS_NEED => {
                self.problems.push(Problem::NoRoomForBars);
                None
            }
            Ok(code) => Some((code.svg(), code.digits())),
            Err(error) => {
                self.problems
                    .push(Problem::unreadable("Barcode", "Barcode", &error));
                None
            }
        }
    }

    fn square(&mut self, draft: &Draft) -> Option<String> {
        let text = draft.link.trim();
        if text.is_empty() {
            return None;
        }
        match qr(text) {
            Ok(svg) => Some(svg),
            Err(error) => {
                self.problems
                    .push(Problem::unreadable("Kode QR", "QR code", &error));
                None
            }
        }
    }
}

/// A number with or without its unit.
fn grams(text: &str) -> Option<f64> {
    let number: String = text
        .trim()
        .chars()
        .take_while(|c| c.is_ascii_digit() || matches!(c, ',' | '.'))
        .collect();
    quantity(&number)
}

fn is_yes(text: &str) -> bool {
    !matches!(
        text.trim().to_lowercase().as_str(),
        "" | "0" | "no" | "tidak" | "false"
    )
}
