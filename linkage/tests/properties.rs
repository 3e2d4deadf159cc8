//! What must hold for any lists.

#![expect(clippy::unwrap_used, reason = "a test's helper fails by panicking")]

use linkage::generate::{Profile, generate};
use linkage::{Decision, Mode, Options, Table, link, propose, silent};
use proptest::prelude::*;
use std::collections::BTreeMap;

type Found = BTreeMap<(String, String), String>;

fn table(name: &str, csv: &str) -> Table {
    Table::parse(name, csv.as_bytes().to_vec()).unwrap()
}

fn found(left: &str, right: Option<&str>, options: &Options) -> Found {
    let left = table("left", left);
    let right = right.map(|csv| table("right", csv));
    let specification = propose(&left, right.as_ref()).unwrap().specification;
    let linkage = link(&left, right.as_ref(), &specification, options, &silent).unwrap();
    linkage
        .links()
        .iter()
        .map(|l| {
            let (a, b) = linkage.ids(l);
            (
                (a.into_owned(), b.into_owned()),
                format!("{:.9} {:.6}", l.probability, l.weight),
            )
        })
        .collect()
}

fn shuffled(csv: &str, seed: usize) -> String {
    let mut lines: Vec<&str> = csv.lines().collect();
    lines[1..].sort_by_key(|line| {
        line.bytes()
            .fold(seed, |h, b| h.wrapping_mul(31) ^ usize::from(b))
    });
    lines.join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn the_order_of_rows_plays_no_part(seed in 1u64..500, order in 1usize..1000) {
        let lists = generate(Profile::Reference, 300, seed);
        let right = lists.right.unwrap();
        let options = Options::default();
        let straight = found(&lists.left, Some(&right), &options);
        prop_assert!(!straight.is_empty());
        prop_assert_eq!(&straight, &found(&shuffled(&lists.left, order), Some(&shuffled(&right, order)), &options));
    }

    #[test]
    fn the_order_of_rows_plays_no_part_for_duplicates(seed in 1u64..500, order in 1usize..1000) {
        let lists = generate(Profile::Visits, 300, seed);
        let options = Options::default();
        prop_assert_eq!(found(&lists.left, None, &options), found(&shuffled(&lists.left, order), None, &options));
    }

    #[test]
    fn which_list_is_left_plays_no_part(seed in 1u64..500, many: bool) {
        let lists = generate(Profile::Reference, 300, seed);
        let right = lists.right.unwrap();
        let mode = if many { Mode::Many } else { Mode::OneToOne };
        let options = Options { mode, ..Options::default() };
        let straight = found(&lists.left, Some(&right), &options);
        let turned: Found =
            found(&right, Some(&lists.left), &options).into_iter().map(|((a, b), v)| ((b, a), v)).collect();
        prop_assert_eq!(straight, turned);
    }

    #[test]
    fn the_number_of_threads_plays_no_part(seed in 1u64..500) {
        let lists = generate(Profile::Reference, 300, seed);
        let right = lists.right.unwrap();
        let with = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| found(&lists.left, Some(&right), &Options::default()))
        };
        prop_assert_eq!(with(1), with(3));
    }
}

#[test]
fn one_partner_at_most_when_asked() {
    let lists = generate(Profile::Reference, 500, 3);
    let options = Options {
        mode: Mode::OneToOne,
        ..Options::default()
    };
    let links = found(&lists.left, lists.right.as_deref(), &options);
    for side in [0, 1] {
        let mut ids: Vec<&String> = links
            .keys()
            .map(|k| if side == 0 { &k.0 } else { &k.1 })
            .collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all);
    }
}

#[test]
fn what_readers_decide_holds_and_teaches() {
    let lists = generate(Profile::Reference, 400, 9);
    let (left, right) = (
        table("left", &lists.left),
        table("right", &lists.right.unwrap()),
    );
    let specification = propose(&left, Some(&right)).unwrap().specification;
    let before = link(
        &left,
        Some(&right),
        &specification,
        &Options::default(),
        &silent,
    )
    .unwrap();
    let sure = before
        .links()
        .iter()
        .find(|l| l.probability > 0.99)
        .copied()
        .unwrap();
    let (row, other) = before.rows(&sure);
    let decisions = vec![Decision {
        left: row,
        right: other,
        same: false,
    }];
    let options = Options {
        decisions,
        ..Options::default()
    };
    let after = link(&left, Some(&right), &specification, &options, &silent).unwrap();
    assert!(after.links().iter().all(|l| after.rows(l) != (row, other)));
}

#[test]
fn lists_that_share_nobody_are_hardly_linked() {
    let (a, b) = (
        generate(Profile::Reference, 1000, 31),
        generate(Profile::Reference, 1000, 32),
    );
    let links = found(
        &a.left,
        b.right.as_deref(),
        &Options {
            threshold: 0.95,
            review: 0.95,
            ..Options::default()
        },
    );
    assert!(links.len() <= 20, "{} links between strangers", links.len());
}
