//! Expressions mean the same here and on the phone.

use std::collections::BTreeSet;

use questionnaire::{AnswerSet, Expression, Scope, Truth};
use serde::Deserialize;
use serde_json::Value as Json;

#[derive(Deserialize)]
struct Vectors {
    expressions: Vec<Vector>,
}

#[derive(Deserialize)]
struct Vector {
    expression: Json,
    #[serde(flatten)]
    set: AnswerSet,
    truth: Truth,
}

#[test]
fn every_vector_is_worth_what_it_says() {
    let vectors: Vectors =
        serde_json::from_str(include_str!("../vectors/expressions.json")).unwrap();
    assert!(vectors.expressions.len() > 60);
    for vector in vectors.expressions {
        let expression = Expression::from_json(&vector.expression).unwrap();
        let scope = Scope {
            set: &vector.set,
            hidden: &BTreeSet::new(),
            row: None,
        };
        assert_eq!(
            expression.truth(&scope),
            vector.truth,
            "{} of {:?}",
            vector.expression,
            vector.set
        );
        assert_eq!(expression.to_json(), vector.expression);
    }
}
