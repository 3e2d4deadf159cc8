//! Plans against brute force, and what must hold for every question.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use proptest::prelude::*;
use siting::SitingError;
use siting::locate::{
    Answer, Distances, Instance, LocateError, Objective, Roads, Work, assemble, locate,
    read_candidates, read_demand, read_edges, satellites,
};

fn work(stop: &dyn Fn() -> bool) -> Work<'_> {
    Work {
        seed: 3,
        stop,
        name: &|demand| demand.to_string(),
    }
}

fn solve(instance: &Instance, p: usize, objective: Objective) -> Answer {
    locate(instance, p, objective, &work(&|| false)).unwrap()
}

/// A small question: whole or broken distances, some weights 0, some candidates standing already.
#[derive(Debug, Clone)]
struct Small {
    rows: Vec<Vec<f64>>,
    weights: Vec<f64>,
    existing: Vec<bool>,
    p: usize,
    radius: f64,
}

impl Small {
    fn instance(&self) -> Instance {
        let distances = Distances::from_rows(self.rows.clone()).unwrap();
        Instance::new(self.weights.clone(), self.existing.clone(), distances).unwrap()
    }

    fn objectives(&self) -> [Objective; 3] {
        [
            Objective::PMedian,
            Objective::Mclp {
                radius: self.radius,
            },
            Objective::PCenter,
        ]
    }

    /// The value of a set of candidates, worked out afresh.
    fn value(&self, open: &[usize], objective: Objective) -> f64 {
        let nearest = |demand: usize| {
            let standing = (0..self.existing.len()).filter(|&at| self.existing[at]);
            let open = standing.chain(open.iter().copied());
            open.map(|at| self.rows[at][demand])
                .fold(f64::INFINITY, f64::min)
        };
        let counted = (0..self.weights.len()).filter(|&at| self.weights[at] > 0.0);
        let pairs = counted.map(|at| (self.weights[at], nearest(at)));
        match objective {
            Objective::PMedian => pairs.map(|(weight, way)| weight * way).sum(),
            Objective::Mclp { radius } => pairs
                .filter(|(_, way)| *way <= radius)
                .map(|(weight, _)| weight)
                .sum(),
            Objective::PCenter => pairs.map(|(_, way)| way).fold(0.0, f64::max),
        }
    }

    fn best(&self, objective: Objective) -> f64 {
        let free: Vec<usize> = (0..self.existing.len())
            .filter(|&at| !self.existing[at])
            .collect();
        let sets = (0_u32..1 << free.len()).filter(|set| set.count_ones() as usize == self.p);
        let values = sets.map(|set| {
            let open: Vec<usize> = free
                .iter()
                .enumerate()
                .filter(|(at, _)| set >> at & 1 == 1)
                .map(|(_, &j)| j)
                .collect();
            self.value(&open, objective)
        });
        match objective {
            Objective::Mclp { .. } => values.fold(f64::NEG_INFINITY, f64::max),
            _ => values.fold(f64::INFINITY, f64::min),
        }
    }
}

fn small() -> impl Strategy<Value = Small> {
    (2_usize..9, 2_usize..9, any::<bool>()).prop_flat_map(|(demands, candidates, whole)| {
        let way = (0.0_f64..60.0).prop_map(move |way| if whole { way.round() } else { way });
        let rows = prop::collection::vec(prop::collection::vec(way, demands), candidates);
        let weight = prop_oneof![1 => Just(0.0), 6 => (1.0_f64..90.0).prop_map(f64::round)];
        let weights = prop::collection::vec(weight, demands);
        let existing = prop::collection::vec(prop::bool::weighted(0.2), candidates);
        (rows, weights, existing, 1_usize..4, 5.0_f64..40.0).prop_filter_map(
            "somebody to serve, something to open",
            |case| {
                let (rows, weights, mut existing, p, radius) = case;
                existing[0] = false;
                let free = existing.iter().filter(|stands| !**stands).count();
                let p = p.min(free);
                weights.iter().any(|w| *w > 0.0).then_some(Small {
                    rows,
                    weights,
                    existing,
                    p,
                    radius,
                })
            },
        )
    })
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-8 * a.abs().max(b.abs()).max(1.0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn exact_plans_equal_brute_force(case in small()) {
        for objective in case.objectives() {
            let answer = solve(&case.instance(), case.p, objective);
            prop_assert!(answer.proven);
            prop_assert_eq!(answer.chosen.len(), case.p);
            prop_assert!(close(answer.objective, case.best(objective)), "{:?} {:?}", objective, answer);
            prop_assert!(close(answer.objective, case.value(&answer.chosen, objective)));
        }
    }

    #[test]
    fn a_bound_holds_even_when_there_is_no_time(case in small()) {
        for objective in case.objectives() {
            let instance = case.instance();
            let answer = locate(&instance, case.p, objective, &work(&|| true)).unwrap();
            let best = case.best(objective);
            let slack = 1e-8 * best.abs().max(1.0);
            if matches!(objective, Objective::Mclp { .. }) {
                prop_assert!(answer.objective <= best + slack && answer.bound >= best - slack);
            } else {
                prop_assert!(answer.objective >= best - slack && answer.bound <= best + slack);
            }
        }
    }

    #[test]
    fn one_more_site_never_makes_it_worse(case in small()) {
        let free = case.existing.iter().filter(|stands| !**stands).count();
        prop_assume!(case.p < free);
        for objective in case.objectives() {
            let few = solve(&case.instance(), case.p, objective).objective;
            let many = solve(&case.instance(), case.p + 1, objective).objective;
            match objective {
                Objective::Mclp { .. } => prop_assert!(many >= few - 1e-9),
                _ => prop_assert!(many <= few + 1e-9 * few.max(1.0)),
            }
        }
    }

    #[test]
    fn the_unit_of_distance_changes_the_figure_but_not_its_quality(case in small()) {
        let mut longer = case.clone();
        longer.rows.iter_mut().flatten().for_each(|way| *way *= 8.0);
        longer.radius *= 8.0;
        for (short, long) in case.objectives().into_iter().zip(longer.objectives()) {
            let factor = if matches!(short, Objective::Mclp { .. }) { 1.0 } else { 8.0 };
            let (a, b) = (solve(&case.instance(), case.p, short), solve(&longer.instance(), case.p, long));
            prop_assert!(close(a.objective * factor, b.objective));
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_plan(case in small()) {
        for objective in case.objectives() {
            let once = solve(&case.instance(), case.p, objective);
            prop_assert_eq!(once, solve(&case.instance(), case.p, objective));
        }
    }

    #[test]
    fn everybody_goes_to_the_nearest_open_site(case in small()) {
        let answer = solve(&case.instance(), case.p, Objective::PMedian);
        for (demand, served) in answer.assignment.iter().enumerate() {
            let site = served.candidate.unwrap();
            prop_assert!(answer.chosen.contains(&site) || case.existing[site]);
            prop_assert!(close(served.distance, case.rows[site][demand]));
            let open = (0..case.existing.len())
                .filter(|at| case.existing[*at] || answer.chosen.contains(at));
            prop_assert!(open.into_iter().all(|at| case.rows[at][demand] >= served.distance));
        }
    }

    #[test]
    fn a_centre_with_service_points_equals_brute_force(case in small(), share in 0.0_f64..1.0) {
        let found = satellites(&case.instance(), case.p - 1, share, &work(&|| false)).unwrap();
        let free: Vec<usize> = (0..case.existing.len()).filter(|&at| !case.existing[at]).collect();
        let mut best = f64::INFINITY;
        for set in (0_u32..1 << free.len()).filter(|set| set.count_ones() as usize == case.p) {
            let open: Vec<usize> =
                free.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1).map(|(_, &j)| j).collect();
            let rest = case.value(&open, Objective::PMedian);
            for &centre in &open {
                let way: f64 = case.weights.iter().zip(&case.rows[centre]).map(|(w, d)| w * d).sum();
                best = best.min(share * way + (1.0 - share) * rest);
            }
        }
        prop_assert!(found.answer.proven);
        prop_assert!(found.answer.chosen.contains(&found.centre));
        prop_assert!(close(found.answer.objective, best), "{} {}", found.answer.objective, best);
    }
}

fn case(
    demand: &str,
    candidates: Option<&str>,
    edges: Option<&str>,
) -> Result<Instance, SitingError> {
    let demand = read_demand(demand.as_bytes(), "demand.csv")?;
    let candidates = candidates
        .map(|text| read_candidates(text.as_bytes(), "cand.csv"))
        .transpose()?;
    let roads = edges.map_or(Ok(Roads::Straight), |text| {
        read_edges(text.as_bytes(), "edges.csv")
    })?;
    let case = assemble(demand, candidates, &roads, 1.0, ("demand.csv", "cand.csv"))?;
    Ok(case.instance)
}

fn refused(instance: Result<Instance, SitingError>, p: usize) -> String {
    use vocab::DomainError;
    let result = instance.and_then(|instance| {
        let objective = Objective::PMedian;
        Ok(locate(&instance, p, objective, &work(&|| false)).map(|answer| answer.objective)?)
    });
    result.unwrap_err().code().to_owned()
}

const ISLANDS: &str = "from,to,length\na,b,1\nc,d,1\n";

#[test]
fn bad_input_is_refused_with_its_reason() {
    let islands = Some(ISLANDS);
    let four = "node,weight\na,1\nb,1\nc,1\nd,1\n";
    for (instance, p, code) in [
        (case(four, None, islands), 1, "siting.disconnected"),
        (
            case(four, Some("node\na\nb\n"), islands),
            2,
            "siting.cut_off",
        ),
        (case(four, None, islands), 5, "siting.too_many"),
        (
            case("node,weight\na,1\na,2\n", None, islands),
            1,
            "siting.twice",
        ),
        (
            case("node,weight\na,NaN\n", None, islands),
            1,
            "siting.not_number",
        ),
        (
            case("node,weight\na,-2\n", None, islands),
            1,
            "siting.negative",
        ),
        (
            case("node,weight\n,2\n", None, islands),
            1,
            "siting.nameless",
        ),
        (
            case("node,weight\na,0\n", None, islands),
            1,
            "siting.no_demand",
        ),
        (
            case("node,weight\nx,1\n", None, islands),
            1,
            "siting.not_on_network",
        ),
        (case("node\na\n", None, islands), 1, "siting.column"),
        (case("node,weight\n", None, islands), 1, "siting.empty"),
        (case(four, None, None), 1, "siting.needs_network"),
        (
            case(four, None, Some("from,to,length\na,b,-1\n")),
            1,
            "siting.negative",
        ),
        (
            case(four, None, Some("from,to,length\na,b,\n")),
            1,
            "siting.not_number",
        ),
        (
            case("lat,lon,weight\n110.2,-7,1\n", None, None),
            1,
            "siting.swapped",
        ),
        (
            case("lat,lon,weight\n-99,7,1\n", None, None),
            1,
            "siting.off_globe",
        ),
    ] {
        assert_eq!(refused(instance, p), code);
    }
}

#[test]
fn islands_are_served_when_each_gets_a_site_and_covering_needs_no_way() {
    let instance = case("node,weight\na,1\nb,1\nc,1\nd,3\n", None, Some(ISLANDS)).unwrap();
    let median = solve(&instance, 2, Objective::PMedian);
    assert!(median.proven && close(median.objective, 2.0));
    let cover = solve(&instance, 1, Objective::Mclp { radius: 1.0 });
    assert!(cover.proven && close(cover.objective, 4.0));
    assert_eq!(cover.assignment[0].candidate, None);
    let center = locate(&instance, 1, Objective::PCenter, &work(&|| false));
    assert!(matches!(
        center,
        Err(LocateError::Disconnected { parts: 2, p: 1, .. })
    ));
}

#[test]
fn what_stands_already_serves_along() {
    let roads = Some("from,to,length\na,b,4\nb,c,4\n");
    let demand = "node,weight\na,1\nb,1\nc,1\n";
    let cand = Some("node,existing\na,ya\nb,\nc,tidak\n");
    let instance = case(demand, cand, roads).unwrap();
    let answer = solve(&instance, 1, Objective::PMedian);
    assert!(close(answer.objective, 4.0), "{answer:?}");
    assert!(!answer.chosen.contains(&0));
    assert_eq!(answer.assignment[0].candidate, Some(0));
}
