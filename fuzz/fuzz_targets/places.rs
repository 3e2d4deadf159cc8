//! No village or district text makes the gazetteer panic, and what it finds, it knows.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use vocab::{Gazetteer, Resolution};

static KENDAL: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::kendal);

fuzz_target!(|texts: (&str, Option<&str>)| {
    match KENDAL.resolve(texts.0, texts.1) {
        Resolution::One(code) => assert!(KENDAL.place(&code).is_some()),
        Resolution::Many(codes) => assert!(codes.len() > 1),
        Resolution::None { nearest } => assert!(nearest.len() <= 5),
    }
});
