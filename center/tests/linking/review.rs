//! Readers, their answers, and taking these back.

use center::registry::linking::{Answer, LinkingError, PairKind, PairState, review};
use center::testing::actor;
use center::{Error, Role};
use store::registry::pair::Pair;
use store::sql;

use crate::tools::{
    CAREFUL, census, link_from, mentor, merchants, officer, online, pairs, take_census, with_hall,
};

#[test]
fn readers_decide_and_take_back_what_the_engine_leaves_open() {
    with_hall(async |hall, folder| {
        take_census(&hall, folder, &census(240)).await;
        link_from(&hall, folder, &merchants(0..80, 100..140), CAREFUL).await;
        let open: Vec<Pair> = pairs(&hall)
            .await
            .into_iter()
            .filter(|one| one.state == PairState::Proposed)
            .collect();
        assert!(!open.is_empty(), "doubtful rows wait for readers");
        let shown = review::next(&hall, &officer(), PairKind::Link, None)
            .await
            .unwrap()
            .unwrap();
        assert!(shown.fields.iter().any(|field| field.field == "name"));
        assert_eq!(shown.waiting, i64::try_from(open.len()).unwrap());

        let id = shown.pair.id;
        let mut tx = hall.db().write().await.unwrap();
        tx.execute(sql("UPDATE record_pair SET needs = 2 WHERE id = $1").bind(id))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let before = online(&hall).await;
        assert_eq!(
            review::decide(&hall, &officer(), id, Answer::Same)
                .await
                .unwrap(),
            PairState::Second
        );
        assert_eq!(
            online(&hall).await,
            before,
            "one reader is not enough for this one"
        );
        let again = review::decide(&hall, &officer(), id, Answer::Same).await;
        assert!(
            matches!(again, Err(Error::Linking(LinkingError::SecondReader))),
            "{again:?}"
        );
        assert_eq!(
            review::decide(&hall, &mentor(), id, Answer::Same)
                .await
                .unwrap(),
            PairState::Accepted
        );
        assert_eq!(online(&hall).await, before + 1);
        let late = review::decide(&hall, &mentor(), id, Answer::Different).await;
        assert!(
            matches!(late, Err(Error::Linking(LinkingError::Decided))),
            "{late:?}"
        );

        assert_eq!(review::undo(&hall, &mentor()).await.unwrap(), id);
        assert_eq!(online(&hall).await, before);
        assert_eq!(
            review::find(&hall, &mentor(), id).await.unwrap().pair.state,
            PairState::Second
        );
        let none = review::undo(&hall, &mentor()).await;
        assert!(
            matches!(none, Err(Error::Linking(LinkingError::NothingToUndo))),
            "{none:?}"
        );
        review::decide(&hall, &mentor(), id, Answer::Different)
            .await
            .unwrap();
        assert_eq!(
            review::find(&hall, &officer(), id)
                .await
                .unwrap()
                .pair
                .state,
            PairState::Unsure
        );

        let public = review::next(&hall, &actor(Role::Gallery), PairKind::Link, None).await;
        assert!(matches!(public, Err(Error::Forbidden(_))), "{public:?}");
    });
}

#[test]
fn a_rejected_pair_is_not_proposed_by_the_next_edition() {
    with_hall(async |hall, folder| {
        take_census(&hall, folder, &census(240)).await;
        link_from(&hall, folder, &merchants(0..80, 100..140), CAREFUL).await;
        let shown = review::next(&hall, &officer(), PairKind::Link, None)
            .await
            .unwrap()
            .unwrap();
        let id = shown.pair.id;
        let mut answerers = [officer(), mentor()].into_iter();
        while review::find(&hall, &officer(), id)
            .await
            .unwrap()
            .pair
            .state
            != PairState::Rejected
        {
            let reader = answerers.next().unwrap();
            review::decide(&hall, &reader, id, Answer::Different)
                .await
                .unwrap();
        }
        link_from(&hall, folder, &merchants(0..80, 100..140), CAREFUL).await;
        let pair = review::find(&hall, &officer(), id).await.unwrap().pair;
        assert_eq!((pair.state, pair.by_reader), (PairState::Rejected, true));
    });
}
