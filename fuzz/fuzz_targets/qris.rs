//! No text makes the QRIS reader panic, and what it builds from a sound static code is sound again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use qris::{Amount, Initiation, Qris, Reference};

fuzz_target!(|input: (&str, i64, &str)| {
    let (text, rupiah, reference) = input;
    let told = qris::report(text);
    assert!(told.valid || !told.problems.is_empty());
    let (Ok(code), Ok(amount)) = (Qris::parse(text), Amount::whole(rupiah)) else { return };
    let reference: Option<Reference> = reference.parse().ok();
    let Ok(made) = code.dynamic(amount, reference.as_ref()) else { return };
    assert!(told.valid && made.is_sound(), "{text:?} made {made}");
    assert_eq!(made.initiation(), Some(Initiation::Dynamic));
    assert_eq!(made.amount(), Some(amount));
    assert_eq!(Qris::parse(made.text()), Ok(made));
});
