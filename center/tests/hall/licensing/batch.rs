//! Batch days, from the invitation to what follows.

use center::licensing::batch::{self, NewBatch};

use super::*;

#[test]
fn a_batch_day_invites_who_needs_the_step_and_coming_opens_the_case() {
    on_stage(async |hall, scene| {
        stated(&hall, &scene, serde_json::json!({ "nib": false })).await;
        let new = NewBatch {
            name: "NIB bersama Kangkung".to_owned(),
            permit: "nib".to_owned(),
            region: "33.24.09".parse().unwrap(),
            place: "Balai Desa Jungsemi".to_owned(),
            held_on: day("2026-12-01"),
            starts_at: "09:00".to_owned(),
        };
        let empty = NewBatch {
            region: "33.24.01".parse().unwrap(),
            ..new.clone()
        };
        let past = NewBatch {
            held_on: day("2026-11-01"),
            ..new.clone()
        };
        for (wrong, code) in [
            (empty, "licensing.batch_empty"),
            (past, "licensing.batch_incomplete"),
        ] {
            let error = batch::create(&hall, &scene.officer, &wrong).await;
            assert_eq!(error.unwrap_err().code(), code);
        }
        let id = batch::create(&hall, &scene.officer, &new).await.unwrap();
        let inbox = notify::inbox(&hall, &scene.owner, Lang::Id).await.unwrap();
        assert!(
            inbox[0].letter.text.contains("Balai Desa Jungsemi"),
            "{inbox:?}"
        );
        let case = batch::note(&hall, &scene.officer, id, scene.business, true).await;
        let case = case.unwrap().unwrap();
        let again = batch::note(&hall, &scene.officer, id, scene.business, true).await;
        assert_eq!(again.unwrap(), Some(case), "the same case");
        let seen = batch::view(&hall, &scene.officer, id, None).await.unwrap();
        assert_eq!(seen.attendance, [("present".to_owned(), 1)]);
        let stranger = BusinessId::from_parts(1, [1; 10]);
        let error = batch::note(&hall, &scene.officer, id, stranger, true).await;
        assert_eq!(error.unwrap_err().code(), "licensing.not_invited");
        // The paper itself is looked at on the spot.
        for document in look(&hall, &scene.officer, case).await.documents {
            let version = look(&hall, &scene.officer, case).await.case.version;
            let id = document.document.id;
            review(
                &hall,
                &scene.officer,
                case,
                version,
                id,
                &Verdict::SeenOnPaper,
            )
            .await
            .unwrap();
        }
        assert_eq!(look(&hall, &scene.officer, case).await.state, State::Ready);
    });
}

fn day_in(region: &str) -> NewBatch {
    NewBatch {
        name: "NIB bersama".to_owned(),
        permit: "nib".to_owned(),
        region: region.parse().unwrap(),
        place: "Balai Desa".to_owned(),
        held_on: day("2026-11-25"),
        starts_at: "09:00".to_owned(),
    }
}

async fn news(hall: &Hall, who: &Actor) -> Vec<String> {
    let inbox = notify::inbox(hall, who, Lang::Id).await.unwrap();
    inbox.into_iter().map(|line| line.letter.subject).collect()
}

#[test]
fn closing_a_day_tells_each_business_what_follows_once() {
    on_stage(async |hall, scene| {
        stated(&hall, &scene, serde_json::json!({ "nib": false })).await;
        let id = batch::create(&hall, &scene.officer, &day_in("33.24.09"))
            .await
            .unwrap();
        let early = batch::close(&hall, &scene.officer, id).await;
        assert_eq!(early.unwrap_err().code(), "licensing.batch_to_come");
        hall.clock().advance(TimeDelta::days(1));
        let case = batch::note(&hall, &scene.officer, id, scene.business, true).await;
        let case = case.unwrap().unwrap();
        let first = look(&hall, &scene.officer, case).await;
        let document = first.documents[0].document.id;
        let verdict = Verdict::SeenOnPaper;
        let version = first.case.version;
        review(&hall, &scene.officer, case, version, document, &verdict)
            .await
            .unwrap();
        let seen = batch::view(&hall, &scene.officer, id, None).await.unwrap();
        let follows = seen.guests[0].follows.unwrap();
        assert_eq!((follows.good, follows.asked), (1, 2));
        assert!(seen.may_close);
        batch::close(&hall, &scene.officer, id).await.unwrap();
        assert!(news(&hall, &scene.owner).await[0].contains("Masih kurang 1 berkas"));
        let twice = batch::close(&hall, &scene.officer, id).await;
        assert_eq!(twice.unwrap_err().code(), "licensing.batch_closed");
        let late = batch::note(&hall, &scene.officer, id, scene.business, false).await;
        assert_eq!(late.unwrap_err().code(), "licensing.batch_closed");
    });
}

#[test]
fn whoever_was_not_noted_is_absent_once_the_day_is_closed_and_hears_that_it_can_still_be_done() {
    on_stage(async |hall, scene| {
        stated(&hall, &scene, serde_json::json!({ "nib": false })).await;
        let id = batch::create(&hall, &scene.officer, &day_in("33.24.09"))
            .await
            .unwrap();
        hall.clock().advance(TimeDelta::days(2));
        batch::close(&hall, &scene.officer, id).await.unwrap();
        let seen = batch::view(&hall, &scene.officer, id, None).await.unwrap();
        assert_eq!(seen.attendance, [("absent".to_owned(), 1)]);
        assert!(!seen.may_close);
        assert!(news(&hall, &scene.owner).await[0].contains("Masih bisa diurus"));
    });
}

#[test]
fn an_account_bound_to_a_place_sees_the_days_and_guests_of_that_place() {
    on_stage(async |hall, scene| {
        stated(&hall, &scene, serde_json::json!({ "nib": false })).await;
        let id = batch::create(&hall, &scene.officer, &day_in("33.24.09"))
            .await
            .unwrap();
        hall.clock().advance(TimeDelta::days(1));
        for (place, days) in [("33.24.09", 1), ("33.24.09.2003", 1), ("33.24.10", 0)] {
            let mut bound = scene.officer.clone();
            bound.scope = Some(place.parse().unwrap());
            let listed = batch::list(&hall, &bound).await.unwrap();
            assert_eq!(listed.len(), days, "{place}");
            let seen = batch::view(&hall, &bound, id, None).await;
            assert_eq!(seen.map_or(0, |seen| seen.guests.len()), days);
            let closed = batch::close(&hall, &bound, id).await;
            assert!(closed.is_err(), "a part of the guests is not the day");
        }
    });
}
