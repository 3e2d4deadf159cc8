//! How long a million plans take in memory on two cores.
//!
//! `cargo bench -p rulebook`. A hundred thousand businesses of mixed trades and of mixed completeness
//! are planned ten times over; their facts are far larger than the processor's caches.

#![expect(
    clippy::expect_used,
    reason = "a benchmark without its rulebook has nothing to measure"
)]

use std::time::Instant;

use chrono::NaiveDate;
use rulebook::{Fact, Facts, Kind, Rulebook, Value};

const BUSINESSES: usize = 100_000;
const ROUNDS: usize = 10;
const THREADS: usize = 2;
const CODES: &[&str] = &[
    "2020:10794",
    "2020:56102",
    "2020:13134",
    "2020:47112",
    "2020:96200",
    "2025:10307",
    "2025:56101",
    "2020:31001",
    "2020:10761",
    "2020:01220",
    "2025:47711",
    "2020:14120",
];

/// A small generator of numbers which are the same on every run (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }
}

fn business(numbers: &mut Numbers) -> Facts {
    let mut facts = Facts::new();
    for fact in Fact::ALL.iter().filter(|fact| !fact.is_personal()) {
        // A census knows about a third of what could be known.
        if numbers.below(3) != 0 {
            continue;
        }
        let value = match fact.kind() {
            Kind::Bool | Kind::Permit(_) => Value::Bool(numbers.below(2) == 0),
            Kind::Count | Kind::Days => {
                Value::Count(i64::try_from(numbers.below(400)).unwrap_or(0))
            }
            Kind::Rupiah => Value::Rupiah(i64::try_from(numbers.below(3_000_000_000)).unwrap_or(0)),
            Kind::Year => Value::Year(2015),
            Kind::Choice(ids) => {
                let at = usize::try_from(numbers.below(ids.len() as u64)).unwrap_or(0);
                Value::Choice(fact.choice(ids[at]).expect("a choice of its own fact"))
            }
            Kind::Text => Value::Text("Keripik Tempe".into()),
            Kind::Date | Kind::Number(_) | Kind::Region | Kind::Point | Kind::Kbli => continue,
        };
        facts.set(*fact, value).expect("a value that fits");
    }
    let code = CODES[usize::try_from(numbers.below(CODES.len() as u64)).unwrap_or(0)];
    facts.set_text(Fact::Kbli, code).expect("a good code");
    facts
}

fn main() {
    let book = Rulebook::builtin().expect("the built-in rulebook");
    let on = NaiveDate::from_ymd_opt(2026, 11, 24).expect("a date");
    let mut numbers = Numbers(1);
    let businesses: Vec<_> = (0..BUSINESSES).map(|_| business(&mut numbers)).collect();
    let start = Instant::now();
    let steps: usize = std::thread::scope(|scope| {
        let share = BUSINESSES.div_ceil(THREADS);
        let workers: Vec<_> = businesses
            .chunks(share)
            .map(|chunk| {
                let book = &book;
                scope.spawn(move || {
                    let plans = (0..ROUNDS).flat_map(|_| chunk);
                    plans
                        .map(|facts| book.plan(facts, on).steps.len())
                        .sum::<usize>()
                })
            })
            .collect();
        workers
            .into_iter()
            .map(|worker| worker.join().expect("no panic"))
            .sum()
    });
    let took = start.elapsed();
    let plans = BUSINESSES * ROUNDS;
    #[expect(
        clippy::cast_precision_loss,
        reason = "an average needs no more than 52 bits"
    )]
    let average = steps as f64 / plans as f64;
    println!(
        "plan: {plans} plans on {THREADS} threads in {:.2} s, {average:.1} steps each, {} rules",
        took.as_secs_f64(),
        book.rules().count(),
    );
}
