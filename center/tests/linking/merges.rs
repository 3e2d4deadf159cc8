//! Businesses that are one: found by the engine or by hand, merged and parted again.

use center::jobs::Worker;
use center::registry::linking::{Answer, LinkingError, PairState, duplicates, merge, review};
use center::registry::{state, view};
use center::testing::REGENCY;
use center::{Error, Hall};
use rulebook::{Fact, Facts};
use store::registry::{business, merge as merges};
use vocab::id::BusinessId;

use crate::tools::{
    One, census, mentor, officer, one, picture, registered, take_census, with_hall, written,
};

async fn two(hall: &Hall) -> (BusinessId, BusinessId) {
    let one = registered(
        hall,
        serde_json::json!({ "business_name": "Keripik Barokah", "owner_name": "Siti Aminah",
            "owner_nik": "3324096505800001", "village": "33.24.09.2003", "sales": 120_000_000 }),
    )
    .await;
    hall.clock().advance(chrono::TimeDelta::minutes(1));
    let other = registered(
        hall,
        serde_json::json!({ "business_name": "Kripik Barokah Bu Siti", "owner_name": "Siti Aminah",
            "village": "33.24.09.2003", "online_shopee": true }),
    )
    .await;
    (one, other)
}

#[test]
fn a_merge_joins_what_is_known_and_taking_it_back_restores_both() {
    with_hall(async |hall, _| {
        let (one, other) = two(&hall).await;
        let before = picture(&hall).await;
        let id = merge::merge(&hall, &officer(), one, other).await.unwrap();
        let merged = picture(&hall).await;
        assert_eq!(merged.0.len(), 1);
        assert!(
            merged.0[0].3.contains("\"online_shopee\":true")
                && merged.0[0].3.contains("\"sales\":120000000")
        );
        let view = view::view(&hall, &officer(), other).await.unwrap();
        assert_eq!(
            view.business.id, one,
            "the old address leads to the kept one"
        );
        assert_eq!(view.history.len(), 2);

        // What is said while they are one belongs to the one it is said about, and a third can never take their place.
        let mut said = Facts::new();
        said.set_text(Fact::Qris, "ya").unwrap();
        state::state(&hall, &officer(), one, &said, "2026-11-02".parse().unwrap())
            .await
            .unwrap();
        registered(
            &hall,
            serde_json::json!({ "business_name": "Batik Lain", "owner_name": "Budi" }),
        )
        .await;

        merge::unmerge(&hall, &officer(), id).await.unwrap();
        let mut after = picture(&hall).await;
        assert_eq!(after.0.len(), 3);
        let restored = after.0.iter().find(|row| row.1 == other).unwrap();
        assert_eq!(Some(restored), before.0.iter().find(|row| row.1 == other));
        after.0.retain(|row| row.1 == one);
        assert!(after.0[0].3.contains("\"qris\":true") && !after.0[0].3.contains("online_shopee"));
        let twice = merge::unmerge(&hall, &officer(), id).await;
        assert!(
            matches!(twice, Err(Error::Linking(LinkingError::MergeGone))),
            "{twice:?}"
        );
    });
}

#[test]
fn merging_and_unmerging_at_once_leaves_lists_and_counters_as_they_were() {
    with_hall(async |hall, _| {
        let (one, other) = two(&hall).await;
        let third = registered(
            &hall,
            serde_json::json!({ "business_name": "Keripik Barokah 2", "owner_name": "Siti A" }),
        )
        .await;
        let before = picture(&hall).await;
        let inner = merge::merge(&hall, &officer(), other, third).await.unwrap();
        let outer = merge::merge(&hall, &officer(), one, third).await.unwrap();
        let mut session = hall.db().read().await.unwrap();
        assert_eq!(
            merges::root(&mut session, REGENCY, third).await.unwrap(),
            one
        );
        drop(session);
        assert_eq!(picture(&hall).await.0.len(), 1);
        // The inner one first: what is under it leaves the outer one's root.
        merge::unmerge(&hall, &officer(), inner).await.unwrap();
        merge::unmerge(&hall, &officer(), outer).await.unwrap();
        assert_eq!(picture(&hall).await, before);
        let itself = merge::merge(&hall, &officer(), one, one).await;
        assert!(
            matches!(itself, Err(Error::Linking(LinkingError::SameBusiness))),
            "{itself:?}"
        );
        assert!(matches!(
            merge::merge(&hall, &mentor(), one, other).await,
            Err(Error::Forbidden(_))
        ));
    });
}

#[test]
fn the_census_again_after_a_merge_changes_nothing() {
    with_hall(async |hall, folder| {
        let text = census(30);
        take_census(&hall, folder, &text).await;
        let mut session = hall.db().read().await.unwrap();
        let all = business::after(&mut session, REGENCY, 0, 100)
            .await
            .unwrap();
        drop(session);
        merge::merge(&hall, &officer(), all[3].id, all[8].id)
            .await
            .unwrap();
        let before = (picture(&hall).await, written(&hall).await);
        take_census(&hall, folder, &text).await;
        assert_eq!((picture(&hall).await, written(&hall).await), before);
    });
}

#[test]
fn duplicates_are_proposed_and_merged_by_readers_only() {
    with_hall(async |hall, folder| {
        take_census(&hall, folder, &census(200)).await;
        for n in 0..12 {
            let One {
                name,
                owner,
                phone,
                village,
            } = one(n * 11);
            let vocab::Resolution::One(code) = hall.gazetteer().resolve(village.0, Some(village.1))
            else {
                panic!("{village:?} is one village");
            };
            let code = code.to_string();
            registered(
                &hall,
                serde_json::json!({ "business_name": format!("{name} UMKM"), "owner_name": owner,
                    "owner_phone": phone, "village": code }),
            )
            .await;
        }
        let count = picture(&hall).await.0.len();
        let sought = duplicates::look_for(&hall, &officer()).await.unwrap();
        assert!(
            duplicates::look_for(&hall, &officer())
                .await
                .unwrap()
                .is_none(),
            "it is under way"
        );
        Worker::new(&hall)
            .with(duplicates::JOB, duplicates::job)
            .run_due()
            .await
            .unwrap();
        let search = duplicates::newest(&hall, &officer())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (Some(search.id), search.state),
            (sought, duplicates::SearchState::Done)
        );
        assert!(search.finished_at.is_some() && search.stage.is_none());
        let waiting = duplicates::waiting(&hall, &officer(), 100).await.unwrap();
        assert_eq!(i64::try_from(waiting.len()), Ok(search.proposed));
        assert!(waiting.len() >= 10, "{}", waiting.len());
        assert_eq!(
            picture(&hall).await.0.len(),
            count,
            "nothing is merged without a reader"
        );
        let id = waiting[0].what.id;
        assert_eq!(
            review::decide(&hall, &officer(), id, Answer::Same)
                .await
                .unwrap(),
            PairState::Accepted
        );
        assert_eq!(picture(&hall).await.0.len(), count - 1);
        assert_eq!(
            duplicates::merges(&hall, &officer(), 10)
                .await
                .unwrap()
                .len(),
            1
        );
        review::undo(&hall, &officer()).await.unwrap();
        assert_eq!(picture(&hall).await.0.len(), count);
        assert_eq!(
            duplicates::run(&hall, &officer()).await.unwrap(),
            0,
            "the same registry again changes nothing"
        );
    });
}

#[test]
fn labels_follow_a_merge_and_go_with_the_person() {
    use center::registry::{erase, label};
    use documents::label::Draft;

    with_hall(async |hall, _| {
        let (one, other) = two(&hall).await;
        let draft = |product: &str, brand: &str| Draft {
            product: product.to_owned(),
            brand: brand.to_owned(),
            ..Draft::default()
        };
        for (id, product, brand) in [
            (one, "Tempe", "Kept"),
            (other, "Tempe", "Merged"),
            (other, "Pisang", "Merged"),
        ] {
            label::save(&hall, &officer(), id, &draft(product, brand))
                .await
                .unwrap();
        }
        merge::merge(&hall, &officer(), one, other).await.unwrap();
        let brands = async || -> Vec<(String, String)> {
            let labels = label::labels(&hall, &officer(), one).await.unwrap().labels;
            let labels = labels.into_iter();
            labels
                .map(|(product, draft)| (product, draft.brand))
                .collect()
        };
        let pair = |product: &str, brand: &str| (product.to_owned(), brand.to_owned());
        let both = [pair("Pisang", "Merged"), pair("Tempe", "Kept")];
        assert_eq!(brands().await, both);
        let mut session = hall.db().read().await.unwrap();
        let kept = business::find(&mut session, REGENCY, one).await.unwrap();
        drop(session);
        let owner = kept.unwrap().owner.unwrap();
        erase::erase(&hall, &officer(), owner, "surat 12")
            .await
            .unwrap();
        assert!(brands().await.is_empty());
    });
}
