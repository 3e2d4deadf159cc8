//! What is believed about a business: a pure function of everything that was said about it.
//!
//! For each fact the best-ranked door wins; within a rank the newest. A worse-ranked statement never takes the place
//! of a better one, but if it is newer and says something else it is reported as contested, so that somebody looks.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use rulebook::{Fact, FactSet, Facts, Value};
use vocab::id::{AccountId, ImportId, SourceId, StatementId};

use super::content::Content;
use super::door::Door;
use crate::keys::same_number;

/// A statement that stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// Who said it, when, through which door.
    pub by: Provenance,
    /// Facts for which its source is the authority.
    pub authority: FactSet,
    /// What it says.
    pub content: Content,
}

/// Where a fact comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Provenance {
    /// Which statement.
    pub statement: StatementId,
    /// Through which door.
    pub door: Door,
    /// From which list.
    pub source: Option<SourceId>,
    /// In which import.
    pub import: Option<ImportId>,
    /// Who answers for it.
    pub account: Option<AccountId>,
    /// For which day it holds.
    pub stated_on: NaiveDate,
    /// When it was written down.
    pub said_at: DateTime<Utc>,
}

/// A value, open or sealed.
#[derive(Debug, Clone, PartialEq)]
pub enum Known {
    /// In the clear.
    Open(Value),
    /// Sealed text.
    Sealed(String),
}

/// A fact that is believed.
#[derive(Debug, Clone, PartialEq)]
pub struct Believed {
    /// Its value.
    pub value: Known,
    /// Where it comes from.
    pub by: Provenance,
    /// Newer, worse-ranked statements that say something else, the weightiest first.
    pub contested: Vec<(Known, Provenance)>,
}

/// Everything that is believed about a business.
pub type Believes = BTreeMap<Fact, Believed>;

/// What sorts statements about one fact: rank, then day, then moment, then id, so that the order in which they are
/// given cannot matter.
fn weight(fact: Fact, said: &Said) -> (u8, NaiveDate, DateTime<Utc>, StatementId) {
    (
        said.by.door.rank(fact, said.authority),
        said.by.stated_on,
        said.by.said_at,
        said.by.statement,
    )
}

/// What is believed, given everything that was said and not withdrawn.
pub fn resolve(said: &[Said]) -> Believes {
    let mut by_fact: BTreeMap<Fact, Vec<(Known, &Said)>> = BTreeMap::new();
    for one in said {
        for (fact, value) in one.content.open.iter() {
            by_fact
                .entry(fact)
                .or_default()
                .push((Known::Open(value.clone()), one));
        }
        for (fact, sealed) in &one.content.sealed {
            by_fact
                .entry(*fact)
                .or_default()
                .push((Known::Sealed(sealed.clone()), one));
        }
    }
    by_fact
        .into_iter()
        .filter_map(|(fact, values)| Some((fact, weigh(fact, values)?)))
        .collect()
}

fn weigh(fact: Fact, mut values: Vec<(Known, &Said)>) -> Option<Believed> {
    values.sort_by_key(|(_, said)| std::cmp::Reverse(weight(fact, said)));
    let mut values = values.into_iter();
    let (value, best) = values.next()?;
    let rank = best.by.door.rank(fact, best.authority);
    let contested = values
        .filter(|(other, said)| {
            said.by.door.rank(fact, said.authority) < rank
                && said.by.stated_on > best.by.stated_on
                && !agrees(&value, other)
        })
        .map(|(other, said)| (other, said.by))
        .collect();
    Some(Believed {
        value,
        by: best.by,
        contested,
    })
}

/// Whether two values say the same. A tick for a permit agrees with its number.
fn agrees(a: &Known, b: &Known) -> bool {
    match (a, b) {
        (Known::Sealed(a), Known::Sealed(b)) => same_number(a, b),
        (Known::Open(a), Known::Open(b)) => {
            a == b
                || (matches!(a, Value::Bool(_)) != matches!(b, Value::Bool(_))
                    && a.held().is_some()
                    && a.held() == b.held())
        }
        _ => false,
    }
}

/// The facts for the rulebook. Of sealed numbers it learns only that they are known.
pub fn for_rulebook(believes: &Believes) -> Facts {
    let mut facts = Facts::new();
    for (fact, believed) in believes {
        let value = match &believed.value {
            Known::Open(value) => value.clone(),
            Known::Sealed(_) => Value::Text("•".into()),
        };
        // Values were checked when they were said; one that no longer fits its fact is left out.
        let _ = facts.set(*fact, value);
    }
    facts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn said(n: u8, door: Door, day: u32, capital: i64, authority: FactSet) -> Said {
        let mut content = Content::default();
        content
            .open
            .set(Fact::Capital, Value::Rupiah(capital))
            .unwrap();
        Said {
            by: Provenance {
                statement: StatementId::from_parts(u64::from(n), [n; 10]),
                door,
                source: None,
                import: None,
                account: None,
                stated_on: NaiveDate::from_ymd_opt(2026, 1, day).unwrap(),
                said_at: DateTime::from_timestamp(1_764_000_000 + i64::from(n), 0).unwrap(),
            },
            authority,
            content,
        }
    }

    fn capital(all: &Believes) -> (&Known, usize) {
        let believed = &all[&Fact::Capital];
        (&believed.value, believed.contested.len())
    }

    #[test]
    fn the_better_door_wins_and_a_newer_contradiction_is_reported() {
        let none = FactSet::EMPTY;
        let all = [
            said(1, Door::Officer, 1, 100, none),
            said(2, Door::Census, 9, 200, none),
        ];
        let believes = resolve(&all);
        assert_eq!(capital(&believes), (&Known::Open(Value::Rupiah(100)), 1));
        let older = [
            said(1, Door::Officer, 9, 100, none),
            said(2, Door::Census, 1, 200, none),
        ];
        assert_eq!(
            capital(&resolve(&older)),
            (&Known::Open(Value::Rupiah(100)), 0)
        );
        let agreeing = [
            said(1, Door::Officer, 1, 100, none),
            said(2, Door::Owner, 9, 100, none),
        ];
        assert_eq!(capital(&resolve(&agreeing)).1, 0);
    }

    #[test]
    fn within_a_door_the_newest_wins() {
        let none = FactSet::EMPTY;
        let all = [
            said(1, Door::Owner, 5, 100, none),
            said(2, Door::Owner, 7, 200, none),
        ];
        assert_eq!(
            capital(&resolve(&all)),
            (&Known::Open(Value::Rupiah(200)), 0)
        );
    }

    #[test]
    fn a_list_is_believed_over_the_officer_where_it_is_the_authority() {
        let authority = FactSet::of(Fact::Capital);
        let all = [
            said(1, Door::Officer, 9, 100, FactSet::EMPTY),
            said(2, Door::Linked, 1, 200, authority),
        ];
        assert_eq!(
            capital(&resolve(&all)),
            (&Known::Open(Value::Rupiah(200)), 1)
        );
        let without = [
            said(1, Door::Officer, 9, 100, FactSet::EMPTY),
            said(2, Door::Linked, 1, 200, FactSet::EMPTY),
        ];
        assert_eq!(
            capital(&resolve(&without)).0,
            &Known::Open(Value::Rupiah(100))
        );
    }

    #[test]
    fn a_tick_agrees_with_the_number_of_the_permit() {
        let number = Known::Open(Value::Text("1234567890123".into()));
        assert!(agrees(&Known::Open(Value::Bool(true)), &number));
        assert!(!agrees(&Known::Open(Value::Bool(false)), &number));
        assert!(!agrees(&Known::Open(Value::Text("9".into())), &number));
    }

    fn any_said() -> impl Strategy<Value = Vec<Said>> {
        let one = (0..5_usize, 1..28_u32, 1..4_i64, any::<bool>());
        proptest::collection::vec(one, 1..12).prop_map(|all| {
            all.into_iter()
                .enumerate()
                .map(|(n, (door, day, value, authority))| {
                    let authority = if authority {
                        FactSet::of(Fact::Capital)
                    } else {
                        FactSet::EMPTY
                    };
                    said(
                        u8::try_from(n).unwrap(),
                        Door::ALL[door],
                        day,
                        value,
                        authority,
                    )
                })
                .collect()
        })
    }

    proptest! {
        #[test]
        fn the_order_of_statements_does_not_matter(all in any_said(), turn in 0..12_usize) {
            let mut turned = all.clone();
            let turn = turn % turned.len();
            turned.rotate_left(turn);
            prop_assert_eq!(resolve(&all), resolve(&turned));
            turned.reverse();
            prop_assert_eq!(resolve(&all), resolve(&turned));
        }

        #[test]
        fn nothing_better_ranked_is_ever_overwritten(all in any_said()) {
            let believes = resolve(&all);
            let winner = &believes[&Fact::Capital];
            let rank = |statement| {
                let said = all.iter().find(|said| said.by.statement == statement).unwrap();
                said.by.door.rank(Fact::Capital, said.authority)
            };
            let best = all.iter().map(|said| rank(said.by.statement)).max().unwrap();
            prop_assert_eq!(rank(winner.by.statement), best);
            // Whatever is newer, worse-ranked and different is reported, and nothing else.
            let expected = all.iter().filter(|said| {
                rank(said.by.statement) < best
                    && said.by.stated_on > winner.by.stated_on
                    && said.content.open.get(Fact::Capital).map(|v| Known::Open(v.clone())) != Some(winner.value.clone())
            });
            prop_assert_eq!(winner.contested.len(), expected.count());
        }

        #[test]
        fn saying_more_through_a_worse_door_changes_no_value(all in any_said(), value in 1..4_i64) {
            let before = resolve(&all);
            let officer = all.iter().any(|said| said.by.door.rank(Fact::Capital, said.authority) > 1);
            prop_assume!(officer);
            let mut more = all;
            more.push(said(99, Door::Census, 28, value, FactSet::EMPTY));
            prop_assert_eq!(&resolve(&more)[&Fact::Capital].value, &before[&Fact::Capital].value);
        }
    }
}
