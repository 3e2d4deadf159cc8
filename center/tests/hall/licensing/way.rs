//! A case from a step of the plan to its end.

use super::*;

#[test]
fn a_step_of_the_plan_is_carried_to_its_end_and_the_plan_moves_on() {
    on_stage(async |hall, scene| {
        let case = opened(&hall, &scene.owner, &scene, "nib").await;
        let seen = look(&hall, &scene.owner, case).await;
        assert_eq!((seen.state, seen.turn), (State::Draft, Turn::Owner));
        let asked: Vec<&str> = seen
            .documents
            .iter()
            .map(|one| one.document.name_id.as_str())
            .collect();
        assert_eq!(asked, ["KTP", "Nomor HP yang aktif"]);

        let file = prepared(&hall, &photo(90), "../KTP Bu Siti.png").await;
        let first = seen.documents[0].document.id;
        bring(&hall, &scene.owner, case, first, &file)
            .await
            .unwrap();
        let seen = look(&hall, &scene.officer, case).await;
        assert_eq!((seen.state, seen.turn), (State::Documents, Turn::Office));
        assert_eq!(
            seen.documents[0].file.as_ref().unwrap().name,
            "KTP Bu Siti.jpg"
        );

        // The reviewer says what is wrong; the owner hears it in these words.
        let words = "Fotonya buram, tolong foto ulang di tempat terang.";
        let verdict = Verdict::Bad(words.to_owned());
        review(
            &hall,
            &scene.officer,
            case,
            seen.case.version,
            first,
            &verdict,
        )
        .await
        .unwrap();
        let inbox = notify::inbox(&hall, &scene.owner, Lang::Id).await.unwrap();
        assert!(inbox[0].letter.text.contains(words), "{inbox:?}");
        assert_eq!(look(&hall, &scene.owner, case).await.turn, Turn::Owner);

        made_ready(&hall, &scene, case).await;
        let seen = look(&hall, &scene.officer, case).await;
        assert_eq!((seen.state, seen.turn), (State::Ready, Turn::Office));
        done(&hall, &scene.officer, case, submit()).await;
        done(&hall, &scene.officer, case, Action::TakeUp).await;
        assert_eq!(
            refused(&hall, &scene.officer, case, issue("12345")).await,
            "center.malformed"
        );
        done(&hall, &scene.officer, case, issue("1234567890123")).await;

        let seen = look(&hall, &scene.owner, case).await;
        assert_eq!((seen.state, seen.turn), (State::Issued, Turn::Nobody));
        assert_eq!(seen.case.issued_number.as_deref(), Some("1234567890123"));
        assert_eq!(seen.case.outside_system.as_deref(), Some("oss.go.id"));
        let page = registry::view::view(&hall, &scene.officer, scene.business)
            .await
            .unwrap();
        let fact = |fact| page.facts.iter().find(|one| one.fact == fact);
        let nib = fact(rulebook::Fact::Nib).unwrap();
        assert_eq!(nib.from.door, registry::door::Door::Officer);
        assert_eq!(Some(nib.from.statement), seen.case.statement);
        let rulebook = hall.rulebook();
        let (nib, _) = rulebook.find("nib", page.plan.on).unwrap();
        assert!(page.plan.step(nib).unwrap().is_done());
        let (sppl, _) = rulebook.find("sppl", page.plan.on).unwrap();
        assert!(!page.plan.step(sppl).unwrap().is_done(), "the next step");
        crate::tools::counters_agree(&hall).await;
        counts_agree(&hall).await;
    });
}

#[test]
fn there_is_one_open_case_of_a_permit_and_only_for_a_step_that_can_be_taken() {
    on_stage(async |hall, scene| {
        let try_open = async |rule: &str| {
            let opened = open(&hall, &scene.officer, scene.business, rule, "").await;
            opened.map_err(|error| error.code())
        };
        assert_eq!(try_open("spp_irt").await.unwrap_err(), "licensing.blocked");
        assert_eq!(
            try_open("photos").await.unwrap_err(),
            "licensing.not_a_permit"
        );
        assert_eq!(
            try_open("no_such").await.unwrap_err(),
            "licensing.not_a_permit"
        );
        let case = try_open("nib").await.unwrap();
        assert_eq!(try_open("nib").await.unwrap_err(), "licensing.already_open");
        let reason = "Salah buka.".to_owned();
        done(&hall, &scene.owner, case, Action::Withdraw { reason }).await;
        assert!(
            try_open("nib").await.is_ok(),
            "a closed one is no hindrance"
        );
        stated(&hall, &scene, serde_json::json!({ "nib": "1234567890123" })).await;
        assert_eq!(try_open("nib").await.unwrap_err(), "licensing.not_needed");
    });
}

#[test]
fn a_repair_pauses_the_offices_clock_and_the_documents_decide_whose_turn_it_is() {
    on_stage(async |hall, scene| {
        let case = opened(&hall, &scene.officer, &scene, "nib").await;
        made_ready(&hall, &scene, case).await;
        // Tuesday 24 November; two working days for the office.
        let seen = look(&hall, &scene.officer, case).await;
        assert_eq!(seen.case.due_on, day("2026-11-26"));
        hall.clock().advance(TimeDelta::days(1));
        done(&hall, &scene.officer, case, submit()).await;
        assert_eq!(look(&hall, &scene.officer, case).await.case.days_used, 1);
        let ask = Action::AskRepair {
            reason: "Alamat di KTP berbeda.".to_owned(),
            documents: vec![0],
        };
        done(&hall, &scene.officer, case, ask).await;
        let seen = look(&hall, &scene.owner, case).await;
        assert_eq!((seen.state, seen.turn), (State::NeedsRepair, Turn::Owner));
        assert_eq!(seen.documents[0].document.state, "bad");
        assert_eq!(seen.documents[1].document.state, "good");
        // A week in which the owner is waited for costs the office nothing.
        hall.clock().advance(TimeDelta::days(7));
        let file = prepared(&hall, &photo(80), "ktp baru.jpg").await;
        let id = seen.documents[0].document.id;
        bring(&hall, &scene.owner, case, id, &file).await.unwrap();
        let seen = look(&hall, &scene.officer, case).await;
        assert_eq!((seen.turn, seen.days), (Turn::Office, (1, 2)));
        assert_eq!(
            seen.case.due_on,
            day("2026-12-03"),
            "one working day is left"
        );
        review(
            &hall,
            &scene.officer,
            case,
            seen.case.version,
            id,
            &Verdict::SeenOnPaper,
        )
        .await
        .unwrap();
        done(&hall, &scene.officer, case, Action::Resubmit).await;
        let seen = look(&hall, &scene.officer, case).await;
        assert_eq!((seen.state, seen.turn), (State::Submitted, Turn::Outside));
    });
}

#[test]
fn a_permit_that_asks_for_no_papers_is_ready_at_once() {
    on_stage(async |hall, scene| {
        stated(&hall, &scene, serde_json::json!({ "nib": "1234567890123" })).await;
        let case = opened(&hall, &scene.owner, &scene, "sppl").await;
        let seen = look(&hall, &scene.owner, case).await;
        assert_eq!((seen.state, seen.turn), (State::Ready, Turn::Office));
        done(&hall, &scene.officer, case, submit()).await;
        done(&hall, &scene.officer, case, issue("")).await;
        let page = registry::view::view(&hall, &scene.officer, scene.business).await;
        let facts = page.unwrap().plan_facts;
        assert_eq!(
            facts.get(rulebook::Fact::Sppl),
            Some(&rulebook::Value::Bool(true))
        );
    });
}
