//! Checking how rules hang together, and putting them in plan order.

use std::collections::{BTreeMap, BTreeSet};

use crate::condition::contradiction;
use crate::rule::{Rule, RuleIndex};
use crate::rulebook::Links;
use crate::stage::{Duty, Stage};
use vocab::Problem;

/// A plan column in the database holds a rule's place in 16 bits; one value stands for none.
const MOST_RULES: usize = u16::MAX as usize - 1;

/// Puts the rules in plan order (stage, prerequisites, duty, id, validity) and resolves
/// the names between them. Problems are added; the order is only good if there are none.
pub(crate) fn arrange(rules: Vec<Rule>, problems: &mut Vec<Problem>) -> (Vec<Rule>, Vec<Links>) {
    check_names(&rules, problems);
    check_conditions(&rules, problems);
    check_versions(&rules, problems);
    if rules.len() > MOST_RULES {
        problems.push(Problem {
            file: String::new(),
            line: 0,
            id: format!("Terlalu banyak aturan; paling banyak {MOST_RULES}."),
            en: format!("Too many rules; at most {MOST_RULES}."),
        });
    }
    let rank = rank(&rules, problems);
    let mut rules = rules;
    rules.sort_by(|one, two| {
        let key = |rule: &Rule| (rule.stage, rank.get(&rule.id).copied(), rule.valid_from);
        key(one).cmp(&key(two)).then_with(|| one.id.cmp(&two.id))
    });
    let mut places: BTreeMap<&str, Vec<RuleIndex>> = BTreeMap::new();
    for (rule, index) in rules.iter().zip((0..=u16::MAX).map(RuleIndex)) {
        places.entry(&rule.id).or_default().push(index);
    }
    let places_of = |ids: &[String]| {
        ids.iter()
            .filter_map(|id| places.get(id.as_str()))
            .flatten()
            .copied()
            .collect()
    };
    let links = rules
        .iter()
        .map(|rule| Links {
            requires: places_of(&rule.requires),
            unless: places_of(&rule.unless),
        })
        .collect();
    (rules, links)
}

/// Every rule that must stand before this one.
fn named_by(rule: &Rule) -> impl Iterator<Item = &String> {
    rule.requires.iter().chain(&rule.unless).chain(&rule.after)
}

fn problem(rule: &Rule, id: String, en: String) -> Problem {
    Problem {
        file: rule.file.clone(),
        line: rule.line,
        id,
        en,
    }
}

/// Every named rule exists and stands in the same stage or an earlier one.
fn check_names(rules: &[Rule], problems: &mut Vec<Problem>) {
    let stages: BTreeMap<&str, Stage> = rules
        .iter()
        .map(|rule| (rule.id.as_str(), rule.stage))
        .collect();
    for rule in rules {
        for other in named_by(rule) {
            match stages.get(other.as_str()) {
                None => problems.push(problem(
                    rule,
                    format!("{} menyebut aturan \"{other}\" yang tidak ada.", rule.id),
                    format!(
                        "{} names the rule \"{other}\", which does not exist.",
                        rule.id
                    ),
                )),
                Some(stage) if *stage > rule.stage => problems.push(problem(
                    rule,
                    format!(
                        "{} menunggu \"{other}\" dari tahap yang lebih akhir.",
                        rule.id
                    ),
                    format!("{} waits for \"{other}\" of a later stage.", rule.id),
                )),
                Some(_) => {}
            }
        }
        for other in rule
            .requires
            .iter()
            .filter(|other| rule.unless.contains(other))
        {
            problems.push(problem(
                rule,
                format!(
                    "{} tidak mungkin: \"{other}\" ada di requires dan unless.",
                    rule.id
                ),
                format!(
                    "{} cannot be: \"{other}\" is in requires and in unless.",
                    rule.id
                ),
            ));
        }
    }
}

/// A rule that can never apply or never be done is a slip of the pen.
fn check_conditions(rules: &[Rule], problems: &mut Vec<Problem>) {
    for rule in rules {
        let parts = [
            ("applies_when", &rule.applies_when),
            ("done_when", &rule.done_when),
        ];
        for (part, conditions) in parts {
            if let Some(fact) = contradiction(conditions) {
                problems.push(problem(
                    rule,
                    format!(
                        "{part} dari {} tidak mungkin terpenuhi: syarat {fact} bertentangan.",
                        rule.id
                    ),
                    format!(
                        "{part} of {} can never hold: the conditions on {fact} exclude each other.",
                        rule.id
                    ),
                ));
            }
        }
    }
}

/// Versions of a rule share their stage and never hold on the same day.
fn check_versions(rules: &[Rule], problems: &mut Vec<Problem>) {
    let mut by_id: BTreeMap<&str, Vec<&Rule>> = BTreeMap::new();
    for rule in rules {
        by_id.entry(&rule.id).or_default().push(rule);
    }
    for versions in by_id.values_mut() {
        versions.sort_by_key(|rule| rule.valid_from);
        for (earlier, later) in versions.iter().zip(versions.iter().skip(1)) {
            let apart = earlier
                .valid_to
                .zip(later.valid_from)
                .is_some_and(|(end, start)| end < start);
            if !apart {
                problems.push(problem(
                    later,
                    format!(
                        "{} berlaku bersamaan dengan versi di {}:{}; beri valid_to dan valid_from.",
                        later.id, earlier.file, earlier.line
                    ),
                    format!(
                        "{} holds at the same time as the version in {}:{}; give valid_to and valid_from.",
                        later.id, earlier.file, earlier.line
                    ),
                ));
            }
            if earlier.stage != later.stage {
                problems.push(problem(
                    later,
                    format!("{} pindah tahap antarversi; tahap harus sama.", later.id),
                    format!(
                        "{} changes its stage between versions; keep one stage.",
                        later.id
                    ),
                ));
            }
        }
    }
}

/// The place of each rule id: prerequisites before what needs them, else by stage, what the law
/// demands before what helps, and id.
fn rank(rules: &[Rule], problems: &mut Vec<Problem>) -> BTreeMap<String, usize> {
    let mut waits: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut first: BTreeMap<&str, &Rule> = BTreeMap::new();
    let mut duties: BTreeMap<&str, Duty> = BTreeMap::new();
    for rule in rules {
        let duty = duties.entry(&rule.id).or_insert(rule.duty);
        *duty = rule.duty.min(*duty);
        waits
            .entry(&rule.id)
            .or_default()
            .extend(named_by(rule).map(String::as_str));
        first.entry(&rule.id).or_insert(rule);
    }
    let known: BTreeSet<&str> = waits.keys().copied().collect();
    for names in waits.values_mut() {
        names.retain(|name| known.contains(name));
    }
    let mut order = BTreeMap::new();
    while !waits.is_empty() {
        let ready = waits
            .iter()
            .filter(|(_, names)| names.is_empty())
            .map(|(id, _)| *id)
            .min_by_key(|id| (first.get(id).map(|rule| rule.stage), duties.get(id), *id));
        let Some(ready) = ready else {
            let ring = waits.keys().copied().collect::<Vec<_>>().join(", ");
            if let Some(rule) = waits.keys().next().and_then(|id| first.get(id)) {
                problems.push(problem(
                    rule,
                    format!("Aturan saling menunggu dalam lingkaran: {ring}."),
                    format!("Rules wait for each other in a circle: {ring}."),
                ));
            }
            break;
        };
        waits.remove(ready);
        for names in waits.values_mut() {
            names.remove(ready);
        }
        order.insert(ready.to_owned(), order.len());
    }
    order
}
