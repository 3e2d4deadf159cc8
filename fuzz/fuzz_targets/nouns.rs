//! No text makes a parser panic, and what a noun prints, it reads back as itself.
#![no_main]

use std::fmt::{Debug, Display};
use std::str::FromStr;

use libfuzzer_sys::fuzz_target;
use vocab::check::{Kind, check};

fn round_trip<T: FromStr + Display + PartialEq + Debug>(text: &str) {
    if let Ok(noun) = text.parse::<T>() {
        let printed = noun.to_string();
        assert_eq!(printed.parse::<T>().ok(), Some(noun), "{text:?} printed {printed:?}");
    }
}

fuzz_target!(|text: &str| {
    for kind in Kind::ALL {
        let _ = check(kind, text, 2026);
    }
    round_trip::<vocab::BpomNumber>(text);
    round_trip::<vocab::BusinessName>(text);
    round_trip::<vocab::GeoPoint>(text);
    round_trip::<vocab::HalalNumber>(text);
    round_trip::<vocab::KbliCode>(text);
    round_trip::<vocab::MerekNumber>(text);
    round_trip::<vocab::Nib>(text);
    round_trip::<vocab::Nik>(text);
    round_trip::<vocab::Npwp>(text);
    round_trip::<vocab::Period>(text);
    round_trip::<vocab::PersonName>(text);
    round_trip::<vocab::PhoneNumber>(text);
    round_trip::<vocab::PirtNumber>(text);
    round_trip::<vocab::RegionCode>(text);
    round_trip::<vocab::Rupiah>(text);
    round_trip::<vocab::Sex>(text);
    round_trip::<vocab::SizeClass>(text);
    if let Ok(day) = vocab::date::parse_date(text) {
        assert_eq!(vocab::date::parse_date(&day.to_string()), Ok(day));
    }
});
