//! Batch days, from the invitation to what follows.

use super::*;

#[test]
fn a_batch_day_invites_who_needs_the_step_and_coming_opens_the_case() {
    use center::licensing::batch::{self, NewBatch};

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
