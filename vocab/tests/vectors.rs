//! NIK and telephone numbers are read the same here and on the phone (`web/field/tests/numbers.test.ts`).

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use serde_json::Value;
use vocab::{DomainError, Nik, PhoneNumber, Sex};

fn vectors() -> Value {
    serde_json::from_str(include_str!("../vectors/numbers.json")).expect("vectors as JSON")
}

fn text<'a>(vector: &'a Value, name: &str) -> Option<&'a str> {
    vector.get(name).and_then(Value::as_str)
}

fn list(vectors: &Value, name: &str) -> Vec<Value> {
    vectors[name].as_array().cloned().unwrap_or_default()
}

#[test]
fn every_nik_is_read_as_the_vectors_say() {
    let vectors = vectors();
    let niks = list(&vectors, "nik");
    assert!(niks.len() > 20);
    for vector in niks {
        let read = text(&vector, "text").unwrap_or_default().parse::<Nik>();
        let flaw = read.as_ref().err().map(DomainError::code);
        assert_eq!(flaw, text(&vector, "flaw"), "{vector}");
        if let (Ok(nik), Some(birth)) = (read, text(&vector, "birth")) {
            let born = nik.birth_date(2026).map(|day| day.to_string());
            assert_eq!(born.as_deref(), Some(birth), "{vector}");
            let sex = match nik.sex() {
                Sex::Female => "female",
                Sex::Male => "male",
            };
            assert_eq!(Some(sex), text(&vector, "sex"), "{vector}");
        }
    }
}

#[test]
fn every_telephone_number_is_read_as_the_vectors_say() {
    let vectors = vectors();
    let phones = list(&vectors, "phone");
    assert!(phones.len() > 10);
    for vector in phones {
        let read = text(&vector, "text")
            .unwrap_or_default()
            .parse::<PhoneNumber>();
        let national = read.ok().map(|phone| phone.national());
        assert_eq!(national.as_deref(), text(&vector, "national"), "{vector}");
    }
}
