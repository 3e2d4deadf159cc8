//! Who may do what, and what happens if two do it at once.

use super::*;

#[test]
fn two_officers_at_once_and_the_second_is_told_who_did_what() {
    on_stage(async |hall, scene| {
        let case = opened(&hall, &scene.officer, &scene, "nib").await;
        made_ready(&hall, &scene, case).await;
        let seen = look(&hall, &scene.officer, case).await.case.version;
        act(&hall, &scene.officer, case, seen, &submit())
            .await
            .unwrap();
        let second = Action::Withdraw {
            reason: "Pemilik pindah.".to_owned(),
        };
        let error = act(&hall, &scene.officer, case, seen, &second)
            .await
            .unwrap_err();
        assert_eq!(error.code(), "licensing.changed");
        assert!(error.id().contains("officer name"), "{}", error.id());
        assert!(error.id().contains("Diajukan"), "{}", error.id());
        assert_eq!(
            look(&hall, &scene.officer, case).await.state,
            State::Submitted
        );
    });
}

#[test]
fn of_many_who_press_at_the_same_moment_one_wins() {
    on_stage(async |hall, scene| {
        let case = opened(&hall, &scene.officer, &scene, "nib").await;
        made_ready(&hall, &scene, case).await;
        let version = look(&hall, &scene.officer, case).await.case.version;
        let tries: Vec<_> = (0..8)
            .map(|_| {
                let (hall, officer) = (hall.clone(), scene.officer.clone());
                tokio::spawn(async move { act(&hall, &officer, case, version, &submit()).await })
            })
            .collect();
        let mut won = 0;
        for one in tries {
            match one.await.unwrap() {
                Ok(()) => won += 1,
                Err(error) => assert_eq!(error.code(), "licensing.changed"),
            }
        }
        assert_eq!(won, 1);
        counts_agree(&hall).await;
    });
}

#[test]
fn owners_see_and_move_only_their_own_cases_and_never_the_offices_part() {
    on_stage(async |hall, scene| {
        let case = opened(&hall, &scene.owner, &scene, "nib").await;
        made_ready(&hall, &scene, case).await;
        let stranger = owner_actor();
        assert_eq!(
            view(&hall, &stranger, case).await.unwrap_err().code(),
            "center.not_found"
        );
        let version = look(&hall, &scene.owner, case).await.case.version;
        let error = act(&hall, &stranger, case, version, &submit()).await;
        assert_eq!(error.unwrap_err().code(), "center.not_found");
        for action in [Action::TakeUp, issue("1234567890123")] {
            let code = refused(&hall, &scene.owner, case, action).await;
            assert_eq!(code, "licensing.not_now");
        }
        done(&hall, &scene.owner, case, submit()).await;
        let code = refused(&hall, &scene.owner, case, issue("1234567890123")).await;
        assert_eq!(code, "licensing.not_yours");
        let first = look(&hall, &scene.owner, case).await.documents[0]
            .document
            .id;
        let error = review(&hall, &scene.owner, case, version, first, &Verdict::Good).await;
        assert_eq!(error.unwrap_err().code(), "center.forbidden");
        let head = actor(Role::Head);
        assert!(view(&hall, &head, case).await.is_ok());
        let error = act(&hall, &head, case, version, &Action::TakeUp).await;
        assert_eq!(error.unwrap_err().code(), "center.forbidden");
    });
}

#[test]
fn a_file_is_given_to_those_who_may_see_it_noted_and_gone_with_the_person() {
    let folder = tempfile::tempdir().unwrap();
    on_both_with(&settings(&folder), async |hall| {
        let scene = scene(&hall).await;
        let case = opened(&hall, &scene.owner, &scene, "nib").await;
        let file = prepared(&hall, &photo(90), "ktp.jpg").await;
        let id = look(&hall, &scene.owner, case).await.documents[0]
            .document
            .id;
        bring(&hall, &scene.owner, case, id, &file).await.unwrap();
        let given = files::give(&hall, &scene.owner, file.id(), Part::Whole).await;
        let given = given.unwrap();
        assert_eq!(given.content_type, "image/jpeg");
        assert!(given.bytes.starts_with(&[0xFF, 0xD8]));
        let small = files::give(&hall, &scene.officer, file.id(), Part::Thumbnail).await;
        assert!(small.unwrap().bytes.starts_with(&[0xFF, 0xD8]));
        for who in [owner_actor(), actor(Role::Head), actor(Role::Gallery)] {
            let refused = files::give(&hall, &who, file.id(), Part::Whole).await;
            assert_eq!(
                refused.unwrap_err().code(),
                "center.not_found",
                "{:?}",
                who.role
            );
        }
        let trail = center::audit::newest(&hall, &actor(Role::Head), None, 5).await;
        let given: Vec<_> = trail.unwrap().into_iter().map(|one| one.action).collect();
        assert_eq!(given.iter().filter(|one| *one == "file.given").count(), 1);
        // What lies on the disk cannot be read.
        let kept = all_bytes(&folder.path().join("files"));
        assert!(!kept.is_empty());
        assert!(kept.iter().all(|bytes| !bytes.starts_with(&[0xFF, 0xD8])));

        let person = owner_of(&hall, scene.business).await;
        registry::erase::erase(&hall, &scene.officer, person, "surat 12")
            .await
            .unwrap();
        let gone = files::give(&hall, &scene.officer, file.id(), Part::Whole).await;
        assert_eq!(gone.unwrap_err().code(), "center.not_found");
        assert!(all_bytes(&folder.path().join("files")).is_empty());
    });
}

#[test]
fn bytes_without_a_row_are_swept_after_a_day_and_those_with_one_stay() {
    let folder = tempfile::tempdir().unwrap();
    on_both_with(&settings(&folder), async |hall| {
        let scene = scene(&hall).await;
        let case = opened(&hall, &scene.owner, &scene, "nib").await;
        let seen = look(&hall, &scene.owner, case).await;
        let file = prepared(&hall, &photo(90), "ktp.jpg").await;
        let document = seen.documents[0].document.id;
        bring(&hall, &scene.owner, case, document, &file)
            .await
            .unwrap();
        let kept = all_bytes(&folder.path().join("files")).len();
        // An upload that died before its row came.
        prepared(&hall, &photo(70), "hilang.jpg").await;
        assert_eq!(files::sweep::sweep(&hall).await.unwrap(), 0, "it may come");
        hall.clock().advance(TimeDelta::days(2));
        assert_eq!(files::sweep::sweep(&hall).await.unwrap(), 1);
        assert_eq!(all_bytes(&folder.path().join("files")).len(), kept);
        let given = files::give(&hall, &scene.owner, file.id(), Part::Whole).await;
        assert!(given.is_ok());
        let person = owner_of(&hall, scene.business).await;
        registry::erase::erase(&hall, &scene.officer, person, "surat 12")
            .await
            .unwrap();
    });
}
