//! From our small taxonomy to a platform's big one, by suggestion: a person chooses, we remember.

use serde::{Deserialize, Serialize};

use crate::channel::RemoteCategory;
use crate::limits::DataError;

/// A category of our own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// Stable key.
    pub key: String,
    /// Indonesian name.
    pub id: String,
    /// English name.
    pub en: String,
    /// Names of platform categories that fit, best first.
    pub words: Vec<String>,
    /// KBLI codes or their beginnings.
    pub kbli: Vec<String>,
    /// Whether food channels are for it.
    pub food: bool,
}

/// All of them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Taxonomy {
    category: Vec<Category>,
}

const BUILT_IN: &str = include_str!("../data/categories.toml");

impl Taxonomy {
    /// The taxonomy that comes with the program.
    pub fn built_in() -> Result<Self, DataError> {
        Self::from_toml(BUILT_IN)
    }

    /// The office's own.
    pub fn from_toml(text: &str) -> Result<Self, DataError> {
        toml::from_str(text).map_err(|error| DataError::Form {
            what: "categories",
            detail: error.message().to_owned(),
        })
    }

    /// In order of the menu.
    pub fn all(&self) -> &[Category] {
        &self.category
    }

    /// By key.
    pub fn find(&self, key: &str) -> Option<&Category> {
        self.category.iter().find(|category| category.key == key)
    }

    /// Which of ours a business with this KBLI (five digits) probably needs; longest code first.
    pub fn for_kbli(&self, kbli: &str) -> Vec<&Category> {
        let fit = |category: &Category| {
            category
                .kbli
                .iter()
                .filter(|code| kbli.starts_with(*code))
                .map(String::len)
                .max()
        };
        let mut found: Vec<_> = self
            .category
            .iter()
            .filter_map(|category| Some((fit(category)?, category)))
            .collect();
        found.sort_by_key(|(length, _)| std::cmp::Reverse(*length));
        found.into_iter().map(|(_, category)| category).collect()
    }
}

/// A platform's category that may fit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// Its number.
    pub id: String,
    /// Names from the top down.
    pub path: Vec<String>,
    /// The greater the better; comparable within one list only.
    pub score: u32,
}

/// The leaves that fit best, at most `most`. Words of the product's own name help.
pub fn suggest(
    own: &Category,
    name: &str,
    remote: &[RemoteCategory],
    most: usize,
) -> Vec<Suggestion> {
    let by_id: std::collections::HashMap<_, _> = remote
        .iter()
        .map(|category| (category.id.as_str(), category))
        .collect();
    let name = words(name);
    let mut found: Vec<_> = remote
        .iter()
        .filter(|category| category.leaf)
        .filter_map(|category| {
            let path = path(category, &by_id);
            let score = score(own, &name, &path);
            (score > 0).then(|| Suggestion {
                id: category.id.clone(),
                path,
                score,
            })
        })
        .collect();
    found.sort_by(|a, b| b.score.cmp(&a.score).then_with(|| a.path.cmp(&b.path)));
    found.truncate(most);
    found
}

/// Names from the top down. Broken trees with circles end after ten steps.
fn path(
    leaf: &RemoteCategory,
    by_id: &std::collections::HashMap<&str, &RemoteCategory>,
) -> Vec<String> {
    let mut names = vec![leaf.name.clone()];
    let mut at = leaf;
    for _ in 0..10 {
        let Some(above) = at.parent.as_deref().and_then(|parent| by_id.get(parent)) else {
            break;
        };
        names.push(above.name.clone());
        at = above;
    }
    names.reverse();
    names
}

fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    lower
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| word.len() > 1)
        .map(str::to_owned)
        .collect()
}

/// The leaf counts more than what is above, an early word more than a late one, a whole phrase more
/// than a part.
fn score(own: &Category, name: &[String], path: &[String]) -> u32 {
    let mut score = 0;
    for (depth, part) in path.iter().rev().enumerate() {
        let weight = if depth == 0 { 4 } else { 1 };
        let there = words(part);
        for (rank, phrase) in own.words.iter().enumerate() {
            let wanted = words(phrase);
            let hits = wanted.iter().filter(|word| there.contains(word)).count();
            let value = u32::try_from(20usize.saturating_sub(rank * 2).max(2)).unwrap_or(2);
            if !wanted.is_empty() && hits == wanted.len() {
                score += weight * value * 2;
            } else if hits > 0 {
                score += weight * value / 2;
            }
        }
        let own_words = name.iter().filter(|word| there.contains(word)).count();
        score += weight * 6 * u32::try_from(own_words).unwrap_or(0);
    }
    score
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remote() -> Vec<RemoteCategory> {
        let rows = [
            ("1", None, "Makanan & Minuman", false),
            ("2", Some("1"), "Makanan Ringan", false),
            ("3", Some("2"), "Keripik & Kerupuk", true),
            ("4", Some("2"), "Permen", true),
            ("5", None, "Elektronik", false),
            ("6", Some("5"), "Keripik silikon", true),
            ("7", Some("7"), "Lingkaran", true),
        ];
        rows.map(|(id, parent, name, leaf)| RemoteCategory {
            id: id.into(),
            parent: parent.map(str::to_owned),
            name: name.into(),
            leaf,
        })
        .to_vec()
    }

    #[test]
    fn the_fitting_leaf_comes_first_with_its_path() {
        let taxonomy = Taxonomy::built_in().unwrap();
        let own = taxonomy.find("snack.chips").unwrap();
        let found = suggest(own, "Keripik Tempe 200g", &remote(), 3);
        assert_eq!(found[0].id, "3");
        assert_eq!(
            found[0].path,
            ["Makanan & Minuman", "Makanan Ringan", "Keripik & Kerupuk"]
        );
    }

    #[test]
    fn nothing_fitting_gives_nothing_and_circles_end() {
        let taxonomy = Taxonomy::built_in().unwrap();
        let own = taxonomy.find("clothing").unwrap();
        assert_eq!(suggest(own, "Batik tulis", &remote(), 3), []);
        assert_eq!(suggest(own, "lingkaran", &remote(), 3)[0].id, "7");
    }

    #[test]
    fn a_kbli_leads_to_categories() {
        let taxonomy = Taxonomy::built_in().unwrap();
        let keys = |kbli| {
            taxonomy
                .for_kbli(kbli)
                .iter()
                .map(|own| own.key.as_str())
                .collect::<Vec<_>>()
        };
        assert_eq!(keys("10794"), ["snack.chips"]);
        assert_eq!(keys("01135"), ["farm"]);
        assert_eq!(keys("99999"), Vec::<&str>::new());
    }

    #[test]
    fn keys_are_unique() {
        let taxonomy = Taxonomy::built_in().unwrap();
        let mut keys: Vec<_> = taxonomy.all().iter().map(|own| &own.key).collect();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), taxonomy.all().len());
    }
}
