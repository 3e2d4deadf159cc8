//! How long the assignment takes and how good it is: `cargo run --release -p growth --example assign -- 5000 100`

use std::error::Error;
use std::time::Instant;

use growth::assign::{Helper, Policy, Seeker, propose};
use vocab::GeoPoint;

/// Knuth's MMIX generator: repeatable, and good enough to scatter places.
fn next(state: &mut u64) -> f64 {
    *state = state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    f64::from(u32::try_from(*state >> 33).unwrap_or(0)) / f64::from(1_u32 << 31)
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut given = std::env::args().skip(1).map(|text| text.parse::<u32>());
    let businesses = given.next().transpose()?.unwrap_or(5_000);
    let mentors = given.next().transpose()?.unwrap_or(100);
    let mut state = 3324;
    let mut place = || {
        GeoPoint::new(
            -7.2 + next(&mut state) * 0.35,
            109.9 + next(&mut state) * 0.45,
        )
    };
    let mut seekers = Vec::new();
    for at in 0..businesses {
        seekers.push(Seeker {
            need: u8::try_from(at * 7 % 101)?,
            at: Some(place()?),
            region: format!("33.24.{:02}", 1 + at % 20),
            field: Some(u8::try_from(at % 7)?),
        });
    }
    let mut helpers = Vec::new();
    for at in 0..mentors {
        helpers.push(Helper {
            at: Some(place()?),
            load: at % 20,
            capacity: 60,
            fields: vec![u8::try_from(at % 7)?, u8::try_from((at + 3) % 7)?],
            area: (at % 3 == 0).then(|| format!("33.24.{:02}", 1 + at % 20)),
        });
    }
    let started = Instant::now();
    let found = propose(&seekers, &helpers, &Policy::default());
    println!(
        "{businesses} businesses, {mentors} mentors: {} placed in {:.2?}; cost {} m, bound {} m, gap {:.4} %",
        found.placed(),
        started.elapsed(),
        found.cost,
        found.bound,
        found.gap() * 100.0
    );
    Ok(())
}
