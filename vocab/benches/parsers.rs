//! Nanoseconds per parsed cell. An import asks some twenty-five cells per row at forty thousand rows
//! a second, so one cell may take a microsecond at most.
//!
//! `cargo bench -p vocab`

use std::hint::black_box;
use std::time::Instant;

use vocab::{
    BusinessName, Gazetteer, GeoPoint, KbliCode, Nib, Nik, PersonName, PhoneNumber, PirtNumber,
    Rupiah,
};

const ROUNDS: u32 = 1_000_000;

fn measure<T>(name: &str, inputs: &[&str], parse: impl Fn(&str) -> T) {
    let start = Instant::now();
    for input in inputs.iter().cycle().take(ROUNDS as usize) {
        black_box(parse(black_box(input)));
    }
    println!(
        "{name:<28}{:>8.0} ns",
        start.elapsed().as_secs_f64() * 1e9 / f64::from(ROUNDS)
    );
}

fn main() {
    measure(
        "nik",
        &["3324120101800001", "'3324 1241 0180 0001"],
        str::parse::<Nik>,
    );
    measure(
        "nib",
        &["8123456789012", "8123456789012.0"],
        str::parse::<Nib>,
    );
    measure(
        "pirt",
        &["P-IRT 6073302010556-27", "6073302010556-27"],
        str::parse::<PirtNumber>,
    );
    measure("kbli", &["10794", "2025:10307"], str::parse::<KbliCode>);
    measure(
        "phone",
        &["081234567890", "+62 812-3456-7890"],
        str::parse::<PhoneNumber>,
    );
    measure(
        "rupiah, digits",
        &["1250000", "250000000"],
        str::parse::<Rupiah>,
    );
    measure(
        "rupiah, dirty",
        &["Rp 1.250.000,00", "1,25 jt", "dua juta"],
        str::parse::<Rupiah>,
    );
    measure(
        "date",
        &["1985-08-17", "17/08/1985"],
        vocab::date::parse_date,
    );
    measure(
        "date, names",
        &["17 Agustus 1985", "Kendal, 17 Agt 1985"],
        vocab::date::parse_date,
    );
    measure(
        "point",
        &["-6.921900, 110.203600", "-6,92; 110,20"],
        str::parse::<GeoPoint>,
    );
    measure(
        "person",
        &["Siti Aminah", "Hj. SITI AMINAH, S.Pd"],
        str::parse::<PersonName>,
    );
    measure(
        "business",
        &["Warung Bu Siti", "UD. Sumber Rejeki"],
        str::parse::<BusinessName>,
    );

    let kendal = Gazetteer::kendal();
    measure("village, exact", &["Tlogopayung", "Ds. Wonodadi"], |v| {
        kendal.resolve(v, None)
    });
    measure("village, with district", &["Rejosari", "PERON"], |v| {
        kendal.resolve(v, Some("Limbangan"))
    });
    measure("village, misspelt", &["Tlogopayng", "Wonodady"], |v| {
        kendal.resolve(v, None)
    });
    measure("village, unknown", &["Jakarta Selatan"], |v| {
        kendal.resolve(v, None)
    });
}
