//! Who goes to whom.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use growth::assign::{Helper, Policy, Seeker, lies_in, propose};
use vocab::GeoPoint;

fn helper(lng: f64, capacity: u32) -> Helper {
    Helper {
        at: GeoPoint::new(-7.0, lng).ok(),
        load: 0,
        capacity,
        fields: vec![2],
        area: None,
    }
}

fn seeker(need: u8, lng: f64) -> Seeker {
    Seeker {
        need,
        at: Some(GeoPoint::new(-7.0, lng).unwrap()),
        region: "33.24.09.2003".to_owned(),
        field: Some(2),
    }
}

#[test]
fn the_nearer_mentor_goes_and_the_reasons_are_there() {
    let found = propose(
        &[seeker(50, 110.0), seeker(50, 110.3)],
        &[helper(110.31, 5), helper(110.01, 5)],
        &Policy::default(),
    );
    let choices: Vec<usize> = found
        .choices
        .iter()
        .flatten()
        .map(|choice| choice.helper)
        .collect();
    assert_eq!(choices, [1, 0]);
    let first = found.choices[0].unwrap();
    assert!(first.weighed.field && first.weighed.area && first.nearer.is_none());
    assert!((1_000..1_300).contains(&first.weighed.metres.unwrap()));
    assert!(found.gap().abs() < 1e-12);
}

#[test]
fn with_one_place_left_the_greater_need_gets_it_whoever_is_nearer() {
    let found = propose(
        &[seeker(20, 110.0), seeker(90, 110.3)],
        &[helper(110.0, 1)],
        &Policy::default(),
    );
    assert!(found.choices[0].is_none());
    assert!(found.choices[1].is_some());
    assert_eq!(found.placed(), 1);
}

#[test]
fn load_is_shared_and_a_full_nearest_mentor_is_named() {
    let seekers: Vec<Seeker> = (0..10).map(|_| seeker(50, 110.0)).collect();
    let found = propose(
        &seekers,
        &[helper(110.0, 4), helper(110.05, 50)],
        &Policy::default(),
    );
    let at_first = found
        .choices
        .iter()
        .flatten()
        .filter(|choice| choice.helper == 0)
        .count();
    assert_eq!(at_first, 4);
    assert!(
        found
            .choices
            .iter()
            .flatten()
            .any(|choice| choice.helper == 1 && choice.nearer == Some(0))
    );
}

#[test]
fn a_district_is_not_another_one_with_the_same_beginning() {
    assert!(lies_in("33.24.09.2003", "33.24.09"));
    assert!(lies_in("33.24.09", "33.24.09"));
    assert!(!lies_in("33.24.091", "33.24.09"));
}
