//! How well and how fast activities are found; run by `make bench`. With `--misses`, what is not
//! found first among the phrases that may be looked at.

#![expect(clippy::print_stdout, reason = "its figures are its purpose")]

use std::process::ExitCode;
use std::time::{Duration, Instant};

use rulebook::Rulebook;
use vocab::KbliVersion;

#[path = "../finder/measure.rs"]
mod measure;

use measure::{Half, Phrase, phrases, place, shares};

const ROUNDS: usize = 20;

fn main() -> ExitCode {
    let book = match Rulebook::builtin() {
        Ok(book) => book,
        Err(problems) => {
            println!("{problems}");
            return ExitCode::FAILURE;
        }
    };
    let phrases = phrases();
    for version in [KbliVersion::V2020, KbliVersion::V2025] {
        for half in [Half::Seen, Half::HeldOut] {
            let found = shares(&book, &phrases, version, half);
            println!(
                "finder {version:?} {half:?}: top-1 {:.3}, top-5 {:.3} of {} phrases",
                found.first, found.five, found.count
            );
        }
    }
    if std::env::args().any(|argument| argument == "--misses") {
        tell_misses(&book, &phrases);
    }
    tell_times(&book, &phrases);
    ExitCode::SUCCESS
}

fn tell_misses(book: &Rulebook, phrases: &[Phrase]) {
    for version in [KbliVersion::V2020, KbliVersion::V2025] {
        let seen = phrases.iter().filter(|it| it.half() == Half::Seen);
        for phrase in seen.filter(|it| !it.right(version).is_empty()) {
            if place(book, phrase, version) != Some(0) {
                let found = book.find_activity(&phrase.text, Some(version), 5);
                let codes: Vec<_> = found
                    .iter()
                    .map(|it| format!("{} {:.1}", it.code.code(), it.score))
                    .collect();
                println!(
                    "{version:?} {} {:?} <- {codes:?}",
                    phrase.text,
                    phrase.right(version)
                );
            }
        }
    }
}

fn tell_times(book: &Rulebook, phrases: &[Phrase]) {
    let mut times: Vec<Duration> = Vec::with_capacity(ROUNDS * phrases.len());
    for _ in 0..ROUNDS {
        for phrase in phrases {
            let start = Instant::now();
            let found = book.find_activity(&phrase.text, None, 10);
            times.push(start.elapsed());
            std::hint::black_box(found);
        }
    }
    times.sort_unstable();
    let at = |share: usize| {
        times
            .get(times.len() * share / 100)
            .copied()
            .unwrap_or_default()
    };
    println!(
        "finder: p50 {:?}, p99 {:?} over {} searches",
        at(50),
        at(99),
        times.len()
    );
}
