//! What the answers of readers come to: a pure function of all answers that stand.

use store::registry::pair::{Answer, PairState};

/// How a pair stands after these answers, of different readers, oldest first. As many readers as it `needs` must agree;
/// where they do not, further readers are asked until one side has enough.
pub(super) fn settle(needs: i64, answers: &[Answer]) -> PairState {
    let count = |wanted: Answer| {
        let n = answers.iter().filter(|answer| **answer == wanted).count();
        i64::try_from(n).unwrap_or(i64::MAX)
    };
    let (same, different, unsure) = (
        count(Answer::Same),
        count(Answer::Different),
        count(Answer::Unsure),
    );
    let needs = needs.max(1);
    if same >= needs && same > different {
        PairState::Accepted
    } else if different >= needs && different > same {
        PairState::Rejected
    } else if answers.is_empty() {
        PairState::Proposed
    } else if unsure > 0 || (same > 0 && different > 0) {
        PairState::Unsure
    } else {
        PairState::Second
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use Answer::{Different, Same, Unsure};

    #[test]
    fn one_reader_decides_what_is_likely_and_two_what_is_not() {
        for (needs, answers, expected) in [
            (1, vec![], PairState::Proposed),
            (1, vec![Same], PairState::Accepted),
            (1, vec![Different], PairState::Rejected),
            (1, vec![Unsure], PairState::Unsure),
            (1, vec![Unsure, Same], PairState::Accepted),
            (2, vec![Same], PairState::Second),
            (2, vec![Different], PairState::Second),
            (2, vec![Same, Same], PairState::Accepted),
            (2, vec![Same, Different], PairState::Unsure),
            (2, vec![Same, Different, Same], PairState::Accepted),
            (2, vec![Unsure, Different], PairState::Unsure),
            (2, vec![Unsure, Different, Different], PairState::Rejected),
        ] {
            assert_eq!(settle(needs, &answers), expected, "{needs} {answers:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_accepted_by_fewer_readers_than_it_needs(
            needs in 1..4_i64,
            picks in proptest::collection::vec(0..3_usize, 0..8),
        ) {
            let answers: Vec<Answer> = picks.iter().map(|pick| Answer::ALL[*pick]).collect();
            let same = answers.iter().filter(|one| **one == Same).count();
            if settle(needs, &answers) == PairState::Accepted {
                prop_assert!(i64::try_from(same).unwrap() >= needs);
            }
            let mut turned = answers.clone();
            turned.reverse();
            prop_assert_eq!(settle(needs, &answers), settle(needs, &turned));
        }
    }
}
