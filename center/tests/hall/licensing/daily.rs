//! What each day brings.

use center::jobs::Worker;

use super::*;

#[test]
fn each_day_late_cases_are_told_of_once_and_owners_reminded_once() {
    on_stage(async |hall, scene| {
        let head = actor(Role::Head);
        account_of(&hall, &head, "head").await;
        stated(&hall, &scene, serde_json::json!({
            "pirt": "2063324010001-27", "pirt_expiry": "2027-03-31", "preservation": "dry", "shelf_life_days": 90,
            "animal_product": false, "milk_product": false, "contains_alcohol": false, "baby_or_diet_food": false,
            "bpom": false, "packaging": "labelled",
        })).await;
        let case = opened(&hall, &scene.officer, &scene, "nib").await;
        let worker = Worker::new(&hall);
        let texts = async |who: &Actor, days: i64| {
            hall.clock().advance(TimeDelta::days(days));
            for _ in 0..2 {
                worker.plan_ahead().await.unwrap();
                worker.run_due().await.unwrap();
            }
            let inbox = notify::inbox(&hall, who, Lang::Id).await.unwrap();
            let of = |part: &str| {
                inbox
                    .iter()
                    .filter(|l| l.letter.subject.contains(part))
                    .count()
            };
            (
                of("ditunggu"),
                of("Izin berakhir 31 Maret 2027"),
                of("batas waktu"),
            )
        };
        assert_eq!(texts(&scene.owner, 0).await, (0, 1, 0), "the permit ends");
        assert_eq!(
            texts(&scene.owner, 20).await,
            (1, 1, 0),
            "documents are waited for"
        );
        assert_eq!(texts(&scene.owner, 1).await, (1, 1, 0), "once");
        for document in look(&hall, &scene.officer, case).await.documents {
            let file = prepared(&hall, &photo(70), "a.jpg").await;
            bring(&hall, &scene.owner, case, document.document.id, &file)
                .await
                .unwrap();
        }
        assert_eq!(
            texts(&head, 15).await.2,
            1,
            "the head of the office is told"
        );
        assert_eq!(texts(&head, 1).await.2, 1, "once");
    });
}

/// How many notices of an inbox have a subject with these words.
async fn told(hall: &Hall, who: &Actor, part: &str) -> usize {
    let worker = Worker::new(hall);
    for _ in 0..2 {
        worker.plan_ahead().await.unwrap();
        worker.run_due().await.unwrap();
    }
    let inbox = notify::inbox(hall, who, Lang::Id).await.unwrap();
    let subjects = inbox.iter().map(|line| &line.letter.subject);
    subjects.filter(|subject| subject.contains(part)).count()
}

#[test]
fn a_permit_whose_paper_names_an_end_is_told_of_half_a_year_before_and_once() {
    on_stage(async |hall, scene| {
        let case = opened(&hall, &scene.officer, &scene, "nib").await;
        made_ready(&hall, &scene, case).await;
        done(&hall, &scene.officer, case, submit()).await;
        let issue = Issue {
            number: "1234567890123".to_owned(),
            issued_on: None,
            valid_until: Some(day("2027-11-24")),
        };
        done(&hall, &scene.officer, case, Action::Issue(issue)).await;
        assert_eq!(told(&hall, &scene.owner, "Izin berakhir").await, 0);
        hall.clock().advance(TimeDelta::days(150));
        assert_eq!(told(&hall, &scene.owner, "Izin berakhir").await, 0);
        hall.clock().advance(TimeDelta::days(35));
        let subject = "Izin berakhir 24 November 2027";
        assert_eq!(told(&hall, &scene.owner, subject).await, 1);
        hall.clock().advance(TimeDelta::days(1));
        assert_eq!(told(&hall, &scene.owner, subject).await, 1, "once");
    });
}

#[test]
fn promises_of_an_spp_irt_are_told_of_from_three_months_on_and_not_once_they_are_kept() {
    on_stage(async |hall, scene| {
        stated(&hall, &scene, spp_irt_facts()).await;
        let case = opened(&hall, &scene.officer, &scene, "spp_irt").await;
        made_ready(&hall, &scene, case).await;
        done(&hall, &scene.officer, case, submit()).await;
        done(&hall, &scene.officer, case, issue("2063324010001-31")).await;
        hall.clock().advance(TimeDelta::days(60));
        assert_eq!(told(&hall, &scene.owner, "Janji P-IRT").await, 0);
        hall.clock().advance(TimeDelta::days(35));
        assert_eq!(told(&hall, &scene.owner, "Janji P-IRT").await, 1);
        hall.clock().advance(TimeDelta::days(1));
        assert_eq!(told(&hall, &scene.owner, "Janji P-IRT").await, 1, "once");
    });
}
