//! What must hold for every ranking, the example from end to end, and what is refused.

use proptest::prelude::*;
use siting::rank::{
    Criteria, Direction, Figures, Grid, Normalisation, Outcome, places, rank, shifts, singles,
};
use vocab::DomainError;

const CRITERIA: &str = include_str!("data/criteria.toml");
const SITES: &str = include_str!("data/sites.csv");

fn outcome(criteria: &str, sites: &str) -> Result<(Criteria, Outcome), String> {
    let criteria = Criteria::parse(criteria).map_err(|error| error.code().to_owned())?;
    let outcome = rank(&criteria, sites.as_bytes(), "sites.csv");
    let outcome = outcome.map_err(|error| error.code().to_owned())?;
    Ok((criteria, outcome))
}

#[test]
fn the_example_excludes_imputes_and_ranks() {
    let (criteria, outcome) = outcome(CRITERIA, SITES).unwrap();
    let ids: Vec<&str> = outcome
        .ranking
        .iter()
        .map(|site| site.id.as_str())
        .collect();
    assert_eq!(ids, ["A", "C", "F", "B"]);
    assert!((outcome.weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    let excluded: Vec<_> = outcome
        .field
        .excluded
        .iter()
        .map(|out| (out.site.id.as_str(), out.rules.clone()))
        .collect();
    assert_eq!(excluded, [("D", vec![0, 1]), ("E", vec![2, 3])]);
    assert_eq!(
        outcome.field.undecided,
        [(2, 1)],
        "C's flood zone is not known and was kept"
    );
    let imputed: Vec<_> = outcome
        .field
        .imputed
        .iter()
        .map(|i| (i.site, i.tip, i.value))
        .collect();
    assert_eq!(
        imputed,
        [(2, 2, 5100.0)],
        "C's price is the median of the others"
    );
    assert!(outcome.minorities.iter().any(|judge| judge.differs));
    let page = siting::report::html(&criteria, &outcome);
    for expected in [
        "<!doctype html>",
        "Lahan A",
        "Kepala Dinas",
        "Zona banjir",
        "Flood zone",
        "5100 *",
    ] {
        assert!(page.contains(expected), "{expected}");
    }
    assert!(
        !page.contains("http") && !page.contains("<script"),
        "nothing from elsewhere"
    );
}

#[test]
fn the_report_shows_names_as_text_whatever_they_contain() {
    let sites = SITES.replace("Lahan A", "<script>alert(1)</script>");
    let (criteria, outcome) = outcome(CRITERIA, &sites).unwrap();
    let page = siting::report::html(&criteria, &outcome);
    assert!(!page.contains("<script>") && page.contains("&lt;script&gt;"));
}

#[test]
fn runs_are_the_same_on_one_thread_and_on_three() {
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| outcome(CRITERIA, SITES).unwrap().1.robustness.unwrap())
    };
    let one = on(1);
    assert_eq!(one, on(3));
    for method in &one.places {
        for site in method {
            assert!((site.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        }
    }
    for method in &one.best {
        assert!((method.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    }
    let other = outcome(&CRITERIA.replace("seed = 2026", "seed = 2027"), SITES)
        .unwrap()
        .1;
    assert_ne!(one.best, other.robustness.unwrap().best);
}

#[test]
fn with_exact_data_and_fixed_weights_the_winner_is_certain() {
    let criteria = "runs = 50\nweight_spread = 0.0\n[[criterion]]\nid = \"price\"\nweight = 1.0\ndirection = \"cost\"\n";
    let (_, outcome) = outcome(criteria, "id,price\nA,3\nB,2\nC,9\n").unwrap();
    assert_eq!(outcome.ranking[0].id, "B");
    assert_eq!(outcome.robustness.unwrap().best[0], [0.0, 1.0, 0.0]);
}

#[test]
fn contradicting_judgements_are_named_with_what_to_revisit() {
    let criteria = CRITERIA.replace(
        "{ first = \"land\", second = \"view\", value = 2 }",
        "{ first = \"land\", second = \"view\", value = \"1/9\" }",
    );
    let (_, outcome) = outcome(&criteria, SITES).unwrap();
    let voice = &outcome.tree.groups[0].judges[0];
    assert!(voice.consistency.unwrap() > 0.1);
    let advice = voice.advice.as_ref().unwrap();
    assert!(advice.after < 0.1 && advice.before > 0.1, "{advice:?}");
    let (_, steady) = self::outcome(CRITERIA, SITES).unwrap();
    assert!(steady.consistent);
}

/// A criteria file with one group judged by one person.
fn judged(compare: &str) -> String {
    let criterion = |id| format!("[[criterion]]\nid = \"{id}\"\ndirection = \"benefit\"\n");
    format!(
        "{}{}[[judge]]\nname = \"J\"\ncompare = [{compare}]\n",
        criterion("a"),
        criterion("b")
    )
}

#[test]
fn bad_criteria_and_sites_are_refused_with_their_reason() {
    let two = "id,a,b\nS,1,2\nT,2,1\n";
    let pair = |value: &str| {
        judged(&format!(
            "{{ first = \"a\", second = \"b\", value = {value} }}"
        ))
    };
    let direct = |rest: &str| format!("[[criterion]]\nid = \"a\"\n{rest}\n");
    let good = direct("direction = \"cost\"");
    let rule = |rule: &str| format!("{good}[[exclude]]\ncolumn = \"b\"\n{rule}\n");
    for (criteria, sites, code) in [
        ("nonsense".to_owned(), two, "siting.toml"),
        (direct("unknown = 1"), two, "siting.toml"),
        (String::new(), two, "siting.no_criteria"),
        (good.clone() + &good, two, "siting.criterion_twice"),
        (direct("parent = \"x\""), two, "siting.parent"),
        (direct("parent = \"a\""), two, "siting.parent"),
        (direct(""), two, "siting.direction"),
        ("vikor_v = 2.0\n".to_owned() + &good, two, "siting.setting"),
        (
            "weight_spread = nan\n".to_owned() + &good,
            two,
            "siting.setting",
        ),
        (judged(""), two, "siting.unweighted"),
        (pair("10"), two, "siting.judgement"),
        (pair("\"1/0\""), two, "siting.judgement"),
        (pair("\"x\""), two, "siting.judgement"),
        (
            judged("{ first = \"a\", second = \"z\", value = 1 }"),
            two,
            "siting.unknown_criterion",
        ),
        (
            judged("{ first = \"a\", second = \"a\", value = 1 }"),
            two,
            "siting.not_siblings",
        ),
        (
            judged(
                "{ first = \"a\", second = \"b\", value = 2 }, { first = \"b\", second = \"a\", value = 2 }",
            ),
            two,
            "siting.judged_twice",
        ),
        (pair("3"), "id,a,b\nS,1,2\nS,2,1\n", "siting.twice"),
        (pair("3"), "id,a,b\nS,1,\nT,2,1\n", "siting.missing_values"),
        (
            "missing = \"worst\"\n".to_owned() + &pair("3"),
            "id,a,b\nS,1,\nT,2,\n",
            "siting.nothing_known",
        ),
        (pair("3"), "id,a\nS,1\n", "siting.column"),
        (pair("3"), "id,a,b\nS,NaN,2\nT,2,1\n", "siting.not_number"),
        (
            pair("3"),
            "id,lat,lon,a,b\nS,110.2,-7,1,2\n",
            "siting.swapped",
        ),
        (
            good.clone() + "scale = { baik = 3 }\n",
            "id,a\nS,bagus\n",
            "siting.scale",
        ),
        (rule(""), two, "siting.rule"),
        (rule("at_least = 1\nat_most = 2"), two, "siting.rule"),
        (rule("at_least = 9"), two, "siting.none_left"),
        (
            rule("at_least = 1"),
            "id,a,b\nS,1,\n",
            "siting.missing_values",
        ),
        (
            "normalisation = \"sum\"\n".to_owned() + &good,
            "id,a\nS,0\nT,1\n",
            "siting.needs_positive",
        ),
    ] {
        assert_eq!(
            outcome(&criteria, sites).map(|_| ()),
            Err(code.to_owned()),
            "{criteria}\n{sites}"
        );
    }
    assert!(outcome(&pair("3"), two).is_ok());
}

#[test]
fn sixteen_siblings_are_too_many_to_compare_but_not_to_weigh() {
    let criterion = |at: usize, rest: &str| {
        format!("[[criterion]]\nid = \"c{at}\"\ndirection = \"cost\"\n{rest}\n")
    };
    let all = |rest: &str| (0..16).map(|at| criterion(at, rest)).collect::<String>();
    let header: Vec<String> = (0..16).map(|at| format!("c{at}")).collect();
    let cells = vec!["1"; 16].join(",");
    let sites = format!("id,{}\nS,{cells}\n", header.join(","));
    assert_eq!(
        outcome(&all(""), &sites).map(|_| ()),
        Err("siting.too_many_siblings".to_owned())
    );
    assert!(outcome(&all("weight = 2"), &sites).is_ok());
}

fn table() -> impl Strategy<Value = (Vec<Vec<f64>>, Vec<Direction>, Vec<f64>)> {
    (2_usize..8, 2_usize..6).prop_flat_map(|(sites, columns)| {
        let rows = prop::collection::vec(prop::collection::vec(1.0_f64..100.0, columns), sites);
        let direction = prop_oneof![Just(Direction::Benefit), Just(Direction::Cost)];
        let weights = prop::collection::vec(0.05_f64..1.0, columns).prop_map(|raw| {
            let total: f64 = raw.iter().sum();
            raw.into_iter()
                .map(|weight| weight / total)
                .collect::<Vec<f64>>()
        });
        (rows, prop::collection::vec(direction, columns), weights)
    })
}

fn scored(
    rows: &[Vec<f64>],
    directions: &[Direction],
    weights: &[f64],
    how: Normalisation,
) -> (Grid, Figures) {
    let mut grid = Grid::new(rows, directions.to_vec(), how, 0.5);
    grid.even_out();
    let mut figures = Figures::default();
    grid.score(weights, &mut figures);
    (grid, figures)
}

proptest! {
    #[test]
    fn the_unit_of_a_criterion_does_not_matter((rows, directions, weights) in table(), factor in 0.001_f64..1000.0) {
        let mut other = rows.clone();
        for row in &mut other {
            row[0] *= factor;
        }
        for how in [Normalisation::Minmax, Normalisation::Vector, Normalisation::Max, Normalisation::Sum] {
            let (_, a) = scored(&rows, &directions, &weights, how);
            let (_, b) = scored(&other, &directions, &weights, how);
            for (a, b) in a.sum.iter().zip(&b.sum).chain(a.topsis.iter().zip(&b.topsis)).chain(a.vikor.iter().zip(&b.vikor)) {
                prop_assert!((a - b).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn figures_stay_within_their_range((rows, directions, weights) in table()) {
        let (_, figures) = scored(&rows, &directions, &weights, Normalisation::Minmax);
        for figure in figures.sum.iter().chain(&figures.topsis).chain(&figures.vikor) {
            prop_assert!((-1e-12..=1.0 + 1e-12).contains(figure));
        }
        let best = places(&figures.vikor, true);
        prop_assert!(best.contains(&1));
    }

    #[test]
    fn the_smallest_shift_makes_level_and_no_smaller_one_does(
        (rows, directions, weights) in table(),
        tries in prop::collection::vec(prop::collection::vec(-1.0_f64..1.0, 6), 60),
    ) {
        let (grid, figures) = scored(&rows, &directions, &weights, Normalisation::Minmax);
        let even: Vec<Vec<f64>> = (0..grid.sites()).map(|site| grid.even(site)).collect();
        let winner = places(&figures.sum, false).iter().position(|place| *place == 1).unwrap();
        let lead = |w: &[f64], challenger: usize| -> f64 {
            w.iter().enumerate().map(|(at, w)| w * (even[winner][at] - even[challenger][at])).sum()
        };
        for shift in shifts(&even, &weights, winner) {
            let mut moved = weights.clone();
            for &(from, amount) in &shift.from {
                moved[from] -= amount;
                moved[shift.to] += amount;
            }
            prop_assert!(moved.iter().all(|weight| *weight >= -1e-12));
            prop_assert!((moved.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            prop_assert!(lead(&moved, shift.challenger) <= 1e-9);
            // Any other way of moving a little less weight leaves the winner ahead.
            for direction in &tries {
                let mut step: Vec<f64> = direction[..weights.len()].to_vec();
                let mean = step.iter().sum::<f64>() / weights.iter().map(|_| 1.0).sum::<f64>();
                for s in &mut step {
                    *s -= mean;
                }
                let size: f64 = step.iter().map(|s| s.abs()).sum::<f64>() / 2.0;
                let scale = 0.999 * shift.moved / size.max(1e-9);
                let other: Vec<f64> = weights.iter().zip(&step).map(|(w, s)| w + scale * s).collect();
                if other.iter().all(|weight| *weight >= 0.0) {
                    prop_assert!(lead(&other, shift.challenger) > -1e-9);
                }
            }
        }
        for single in singles(&even, &weights, winner) {
            let rest = (1.0 - single.then) / (1.0 - single.now);
            let mut changed: Vec<f64> = weights.iter().map(|weight| weight * rest).collect();
            changed[single.tip] = single.then;
            prop_assert!(lead(&changed, single.challenger).abs() < 1e-9);
        }
    }
}
