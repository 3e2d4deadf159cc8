//! The figures of `docs/siting.md`, as a table: how long, how good, how well proven.
//! `bench/siting/run` builds and runs it; `-- brief` leaves out the long rows.

use std::time::{Duration, Instant};

use siting::locate::{
    Answer, Distances, Instance, LocateError, Network, Objective, Place, Work, locate, satellites,
};
use siting::number::Random;
use siting::rank::{Criteria, rank};

/// Villages of a made-up regency: 286 points in a box of Kendal's size with businesses each.
fn villages(count: usize, seed: u64) -> Result<Instance, LocateError> {
    let mut random = Random::new(seed, 0);
    let mut place = || Place {
        lat: -7.2 + 0.35 * random.unit(),
        lon: 109.9 + 0.4 * random.unit(),
    };
    let places: Vec<Place> = (0..count).map(|_| place()).collect();
    let weights = (0..count)
        .map(|_| (20.0 + 300.0 * random.unit()).floor())
        .collect();
    let distances = Distances::straight(&places, &places, 1.3)?;
    Instance::new(weights, vec![false; count], distances)
}

/// A random network after the recipe of Beasley's p-median instances: n²/50 edges of whole
/// lengths 1..100, first a path through all nodes, everybody weighs 1.
fn beasley(count: usize, seed: u64) -> Result<Instance, LocateError> {
    let mut random = Random::new(seed, 0);
    let mut length = move || f64::from(u32::try_from(1 + random.below(100)).unwrap_or(1));
    let mut other = Random::new(seed, 1);
    let mut network = Network::default();
    let nodes: Vec<u32> = (0..count).map(|at| network.node(&at.to_string())).collect();
    for pair in nodes.windows(2) {
        if let [from, to] = *pair {
            network.join(from, to, length());
        }
    }
    for _ in count..=count * count / 50 {
        let ends = [other.below(count), other.below(count)].map(|at| nodes.get(at).copied());
        if let [Some(from), Some(to)] = ends {
            network.join(from, to, length());
        }
    }
    let distances = Distances::along(&network, &nodes, &nodes)?;
    Instance::new(vec![1.0; count], vec![false; count], distances)
}

fn row(name: &str, p: usize, started: Instant, answer: &Answer) {
    println!(
        "| {name} | {p} | {:.3} | {:.3} | {:.4} % | {} | {} | {:.2} |",
        answer.objective,
        answer.bound,
        answer.gap * 100.0,
        if answer.proven { "yes" } else { "no" },
        answer.nodes,
        started.elapsed().as_secs_f64()
    );
}

fn measure(
    name: &str,
    instance: &Instance,
    objective: Objective,
    sizes: &[usize],
    seconds: u64,
) -> Result<(), LocateError> {
    for &p in sizes {
        let started = Instant::now();
        let stop = || started.elapsed() >= Duration::from_secs(seconds);
        let work = Work {
            seed: 1,
            stop: &stop,
            name: &|demand| demand.to_string(),
        };
        row(name, p, started, &locate(instance, p, objective, &work)?);
    }
    Ok(())
}

/// 50 sites × 20 criteria × 10,000 runs, every value uncertain, all three methods.
fn ranking() -> Result<Duration, siting::SitingError> {
    let mut random = Random::new(4, 0);
    let mut criteria = String::from("runs = 10000\nseed = 1\n");
    let mut sites = String::from("id");
    for at in 0..20 {
        let direction = if at % 3 == 0 { "cost" } else { "benefit" };
        criteria.extend([format!(
            "[[criterion]]\nid = \"c{at}\"\ndirection = \"{direction}\"\nweight = {}\nerror = {{ relative = 0.1 }}\n",
            1 + at % 5
        )]);
        sites.extend([format!(",c{at}")]);
    }
    for site in 0..50 {
        sites.extend([format!("\nS{site}")]);
        sites.extend((0..20).map(|_| format!(",{:.2}", 1.0 + 99.0 * random.unit())));
    }
    let criteria = Criteria::parse(&criteria)?;
    let started = Instant::now();
    let outcome = rank(&criteria, sites.as_bytes(), "sites.csv")?;
    let took = started.elapsed();
    println!(
        "\nRanking 50 sites x 20 criteria x 10,000 runs, three methods: {:.3} s",
        took.as_secs_f64()
    );
    let first = outcome.ranking.first();
    let chance = first.and_then(|site| Some((&site.id, site.best.first()?)));
    if let Some((site, chance)) = chance {
        println!(
            "(first place {site}, best in {:.1} % of the runs)",
            chance * 100.0
        );
    }
    Ok(took)
}

fn main() -> Result<(), siting::SitingError> {
    let brief = std::env::args().any(|word| word == "brief");
    println!("| question | p | objective | bound | gap | proven | subproblems | seconds |");
    println!("|---|---:|---:|---:|---:|---|---:|---:|");
    let regency = villages(286, 5)?;
    let small = [1, 2, 3, 5, 7, 10];
    measure(
        "286 villages, p-median",
        &regency,
        Objective::PMedian,
        &small,
        10,
    )?;
    measure(
        "286 villages, mclp 5 km",
        &regency,
        Objective::Mclp { radius: 5.0 },
        &small,
        10,
    )?;
    measure(
        "286 villages, mclp 10 km",
        &regency,
        Objective::Mclp { radius: 10.0 },
        &small,
        10,
    )?;
    measure(
        "286 villages, p-center",
        &regency,
        Objective::PCenter,
        &small,
        10,
    )?;
    let started = Instant::now();
    let work = Work {
        seed: 1,
        stop: &|| false,
        name: &|demand| demand.to_string(),
    };
    row(
        "286 villages, centre + 4 points",
        5,
        started,
        &satellites(&regency, 4, 0.3, &work)?.answer,
    );
    let network = beasley(900, 5)?;
    let many: &[usize] = if brief {
        &[5, 90]
    } else {
        &[5, 10, 20, 50, 90, 200]
    };
    measure(
        "900 nodes network, p-median",
        &network,
        Objective::PMedian,
        many,
        60,
    )?;
    measure(
        "900 nodes network, p-center",
        &network,
        Objective::PCenter,
        many,
        60,
    )?;
    let plane = villages(900, 5)?;
    measure("900 places, p-median", &plane, Objective::PMedian, many, 60)?;
    measure(
        "900 places, mclp 5 km",
        &plane,
        Objective::Mclp { radius: 5.0 },
        many,
        60,
    )?;
    if !brief {
        measure(
            "900 places, p-center",
            &plane,
            Objective::PCenter,
            &[5, 10, 20],
            60,
        )?;
    }
    ranking()?;
    Ok(())
}
