//! How long a label takes, from what was filled in to its PDF.
//!
//! `cargo bench -p documents`

#![expect(
    clippy::expect_used,
    reason = "a benchmark without its label has nothing to measure"
)]

use std::time::Instant;

use chrono::NaiveDate;
use documents::Press;
use documents::label::{Around, Draft, Tables, print, read};

const ROUNDS: u32 = 50;

fn main() {
    let started = Instant::now();
    let press = Press::new();
    let tables = Tables::built_in().expect("tables");
    println!(
        "press made in {:.1} ms",
        started.elapsed().as_secs_f64() * 1000.0
    );
    let today = NaiveDate::from_ymd_opt(2026, 11, 25).expect("a day");
    let draft: Draft =
        serde_json::from_str(include_str!("../tests/papers/tempe.json")).expect("a draft");
    let mut times = Vec::new();
    for round in 0..ROUNDS {
        // Another name each time, so that nothing is remembered from the round before.
        let draft = Draft {
            brand: format!("Sari Kendal {round}"),
            code: format!("KT-{round}"),
            ..draft.clone()
        };
        let started = Instant::now();
        let around = Around {
            today,
            regency: None,
            tables: &tables,
        };
        let (label, _) = read(&draft, &around);
        let sheet = print(&press, &label, today).expect("a label");
        times.push((started.elapsed().as_secs_f64() * 1000.0, sheet.pdf.len()));
    }
    let first = times[0].0;
    times.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (median, bytes) = times[times.len() / 2];
    let worst = times[times.len() - 1].0;
    println!(
        "label PDF: first {first:.0} ms, median {median:.0} ms, worst {worst:.0} ms, {} kB",
        bytes / 1000
    );
}
