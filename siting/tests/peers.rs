//! Our answers beside those of pymcdm (AHP, TOPSIS, VIKOR, weighted sum) and spopt (p-median,
//! maximal covering, p-centre): on cases kept in the repository, and, where Python has both
//! packages, on cases drawn anew.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use siting::locate::{Distances, Instance, Objective, Work, locate};
use siting::rank::ahp::Judgements;
use siting::rank::{Direction, Figures, Grid, Normalisation};

const CLOSE: f64 = 1e-9;

fn numbers(value: &Value) -> Vec<f64> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|number| number.as_f64().unwrap())
        .collect()
}

fn rows(value: &Value) -> Vec<Vec<f64>> {
    value.as_array().unwrap().iter().map(numbers).collect()
}

fn assert_close(ours: &[f64], theirs: &Value, what: &str) {
    let theirs = numbers(theirs);
    assert_eq!(ours.len(), theirs.len(), "{what}");
    for (ours, theirs) in ours.iter().zip(theirs) {
        assert!(
            (ours - theirs).abs() < CLOSE,
            "{what}: {ours} is not {theirs}"
        );
    }
}

fn check_judgements(case: &Value) {
    let matrix = rows(&case["matrix"]);
    let mut judgements = Judgements::equal(matrix.len());
    for (first, row) in matrix.iter().enumerate() {
        for (second, &value) in row.iter().enumerate().skip(first + 1) {
            judgements.set(first, second, value);
        }
    }
    assert_close(&judgements.principal().0, &case["weights"], "AHP weights");
    let theirs = case["consistency"].as_f64().unwrap();
    assert!(
        (judgements.consistency() - theirs).abs() < CLOSE,
        "consistency {theirs}"
    );
}

fn check_scores(case: &Value) {
    let types = numbers(&case["types"]);
    let direction = |t: &f64| {
        if *t > 0.0 {
            Direction::Benefit
        } else {
            Direction::Cost
        }
    };
    let directions: Vec<Direction> = types.iter().map(direction).collect();
    let weights = numbers(&case["weights"]);
    let v = case["v"].as_f64().unwrap();
    for (name, how) in [
        ("minmax", Normalisation::Minmax),
        ("vector", Normalisation::Vector),
        ("max", Normalisation::Max),
        ("sum", Normalisation::Sum),
    ] {
        let mut grid = Grid::new(&rows(&case["rows"]), directions.clone(), how, v);
        grid.even_out();
        let mut figures = Figures::default();
        grid.score(&weights, &mut figures);
        assert_close(
            &figures.topsis,
            &case[format!("topsis_{name}")],
            &format!("TOPSIS {name}"),
        );
        assert_close(
            &figures.sum,
            &case[format!("sum_{name}")],
            &format!("sum {name}"),
        );
        assert_close(&figures.vikor, &case["vikor"], "VIKOR");
    }
}

fn check_places(case: &Value) {
    let cost = rows(&case["cost"]);
    let weights = numbers(&case["weights"]);
    let existing: Vec<bool> = numbers(&case["existing"])
        .iter()
        .map(|e| *e > 0.0)
        .collect();
    let by_candidate = (0..existing.len())
        .map(|j| cost.iter().map(|row| row[j]).collect())
        .collect();
    let distances = Distances::from_rows(by_candidate).unwrap();
    let instance = Instance::new(weights, existing, distances).unwrap();
    let p = usize::try_from(case["p"].as_u64().unwrap()).unwrap();
    let radius = case["radius"].as_f64().unwrap();
    for (objective, key) in [
        (Objective::PMedian, "median"),
        (Objective::Mclp { radius }, "covered"),
        (Objective::PCenter, "centre"),
    ] {
        let work = Work {
            seed: 1,
            stop: &|| false,
            name: &|demand| demand.to_string(),
        };
        let answer = locate(&instance, p, objective, &work).unwrap();
        let theirs = case[key].as_f64().unwrap();
        assert!(answer.proven, "{key}");
        assert!(
            (answer.objective - theirs).abs() < CLOSE,
            "{key}: {answer:?} is not {theirs}"
        );
    }
}

/// Checks all cases; the number of them, so that an empty file does not pass for agreement.
fn check(text: &str) -> usize {
    let all: Value = serde_json::from_str(text).unwrap();
    let list = |key: &str| all[key].as_array().unwrap().clone();
    list("judgements").iter().for_each(check_judgements);
    list("scores").iter().for_each(check_scores);
    list("places").iter().for_each(check_places);
    ["judgements", "scores", "places"]
        .iter()
        .map(|key| list(key).len())
        .sum()
}

#[test]
fn we_agree_with_pymcdm_and_spopt_on_the_kept_cases() {
    assert_eq!(check(include_str!("data/peers.json")), 14);
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Only looks whether the packages are there: importing them takes seconds.
const LOOK: &str = "import importlib.util as u, sys; \
    sys.exit(not all(u.find_spec(name) for name in ('pymcdm', 'spopt', 'pulp')))";

/// A Python which has both packages: the one `bench/siting/peers` makes, or the system's.
fn python() -> Option<PathBuf> {
    let own = root().join(".cache/siting-peers/bin/python");
    [own, PathBuf::from("python3")].into_iter().find(|python| {
        let found = Command::new(python).args(["-c", LOOK]).output();
        found.is_ok_and(|output| output.status.success())
    })
}

#[test]
fn we_agree_with_pymcdm_and_spopt_on_cases_drawn_anew() {
    let Some(python) = python() else {
        eprintln!(
            "SKIPPED: no Python with pymcdm and spopt; run bench/siting/peers to compare live. \
             The kept cases were compared."
        );
        return;
    };
    let script = root().join("bench/siting/compare.py");
    let output = Command::new(python).arg(script).arg("7").output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(check(&String::from_utf8(output.stdout).unwrap()), 14);
}
