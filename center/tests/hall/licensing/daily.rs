//! What each day brings.

use super::*;

#[test]
fn each_day_late_cases_are_told_of_once_and_owners_reminded_once() {
    use center::jobs::Worker;

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
