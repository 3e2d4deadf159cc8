//! The words by which businesses are found: which ones there are at all. Which business has them is in
//! [`super::blocks`].

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::{Arc, PoisonError, RwLock};

use crate::error::StoreResult;
use crate::query::sql;
use crate::session::{Session, Tx};

/// Empties the index, before it is built anew.
pub async fn clear(tx: &mut Tx) -> StoreResult<()> {
    tx.execute(sql("DELETE FROM word_block")).await?;
    Ok(())
}

/// All distinct words of a regency, kept in memory and topped up from the database: some tens of thousands, however
/// many businesses there are. Words are never taken out; one that no business has any more finds nothing.
#[derive(Debug, Clone, Default)]
pub struct WordBook(Arc<RwLock<BTreeMap<String, Vocabulary>>>);

#[derive(Debug, Default)]
struct Vocabulary {
    last: i64,
    words: BTreeSet<Box<str>>,
}

impl WordBook {
    /// Reads the words that have been committed since the last call; one small query when there are none.
    pub async fn refresh(&self, session: &mut Session, regency: &str) -> StoreResult<()> {
        let last = self
            .read(regency, |vocabulary| vocabulary.last)
            .unwrap_or(0);
        let query = sql("SELECT seq, word FROM word WHERE regency = $1 AND seq > $2 ORDER BY seq");
        let rows = session.all(query.bind(regency).bind(last)).await?;
        if rows.is_empty() {
            return Ok(());
        }
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let vocabulary = known.entry(regency.to_owned()).or_default();
        for row in rows {
            vocabulary.words.insert(row.get::<String>(1)?.into());
            vocabulary.last = vocabulary.last.max(row.get(0)?);
        }
        Ok(())
    }

    fn read<T>(&self, regency: &str, look: impl FnOnce(&Vocabulary) -> T) -> Option<T> {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(regency)
            .map(look)
    }

    /// Whether a word is known to be in the word list.
    pub fn contains(&self, regency: &str, word: &str) -> bool {
        self.read(regency, |vocabulary| vocabulary.words.contains(word))
            .unwrap_or(false)
    }

    /// Words that begin with `prefix`, in order, at most `most`.
    pub fn beginning(&self, regency: &str, prefix: &str, most: usize) -> Vec<String> {
        self.read(regency, |vocabulary| {
            let range = vocabulary.words.range::<str, _>((
                std::ops::Bound::Included(prefix),
                std::ops::Bound::Unbounded,
            ));
            range
                .take_while(|word| word.starts_with(prefix))
                .take(most)
                .map(ToString::to_string)
                .collect()
        })
        .unwrap_or_default()
    }

    /// Words one slip of the finger away: a letter wrong, missing, too many, or two swapped; at most `most`.
    /// With `open`, the word may go on after the slip, for a word that is still being typed.
    pub fn near(&self, regency: &str, typed: &str, open: bool, most: usize) -> Vec<String> {
        let typed: Vec<char> = typed.chars().collect();
        self.read(regency, |vocabulary| {
            vocabulary
                .words
                .iter()
                .filter(|word| one_slip(&typed, word, open))
                .take(most)
                .map(ToString::to_string)
                .collect()
        })
        .unwrap_or_default()
    }

    /// Puts words into the word list, but for those known to be there.
    pub async fn add(&self, tx: &mut Tx, regency: &str, words: HashSet<&str>) -> StoreResult<()> {
        let mut new: Vec<&str> = self
            .read(regency, |vocabulary| {
                let known = |word: &&&str| vocabulary.words.contains(**word);
                words.iter().filter(|word| !known(word)).copied().collect()
            })
            .unwrap_or_else(|| words.iter().copied().collect());
        // In one order for all writers, so that two of them cannot lock each other out.
        new.sort_unstable();
        let rows = new
            .into_iter()
            .map(|word| vec![regency.into(), word.into()])
            .collect();
        tx.insert_many(
            "word",
            &["regency", "word"],
            rows,
            "ON CONFLICT (regency, word) DO NOTHING",
        )
        .await?;
        Ok(())
    }
}

/// Whether `word` (or, if `open`, a beginning of it) is `typed` with at most one slip.
fn one_slip(typed: &[char], word: &str, open: bool) -> bool {
    let mut letters = word.chars();
    let same = typed
        .iter()
        .zip(letters.clone())
        .take_while(|(a, b)| **a == *b)
        .count();
    let rest: Vec<char> = letters.by_ref().skip(same).collect();
    let left = typed.get(same..).unwrap_or_default();
    let matches = |left: &[char], rest: &[char]| {
        if open {
            rest.starts_with(left)
        } else {
            rest == left
        }
    };
    let tail =
        |slice: &[char], from: usize| slice.get(from..).map(<[char]>::to_vec).unwrap_or_default();
    if left.is_empty() {
        return open || rest.len() <= 1;
    }
    matches(&tail(left, 1), &tail(&rest, 1)) && !rest.is_empty()
        || matches(&tail(left, 1), &rest)
        || (!rest.is_empty() && matches(left, &tail(&rest, 1)))
        || (left.len() >= 2
            && rest.len() >= 2
            && left.first() == rest.get(1)
            && left.get(1) == rest.first()
            && matches(&tail(left, 2), &tail(&rest, 2)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_is_forgiven_and_two_are_not() {
        let near =
            |typed: &str, word: &str| one_slip(&typed.chars().collect::<Vec<_>>(), word, false);
        for (typed, word) in [
            ("kripik", "keripik"),
            ("keripikk", "keripik"),
            ("keripjk", "keripik"),
            ("keirpik", "keripik"),
            ("keripi", "keripik"),
            ("eripik", "keripik"),
            ("keripik", "keripik"),
        ] {
            assert!(near(typed, word), "{typed} should find {word}");
        }
        for (typed, word) in [
            ("krpik", "keripik"),
            ("tempe", "tahu"),
            ("keripik", "keripiknya"),
            ("ab", "ba c"),
        ] {
            assert!(!near(typed, word), "{typed} should not find {word}");
        }
    }

    #[test]
    fn an_unfinished_word_may_go_on_after_the_slip() {
        let near =
            |typed: &str, word: &str| one_slip(&typed.chars().collect::<Vec<_>>(), word, true);
        assert!(near("krip", "keripik"));
        assert!(near("bandng", "bandeng"));
        assert!(!near("krpk", "keripik"));
    }
}
