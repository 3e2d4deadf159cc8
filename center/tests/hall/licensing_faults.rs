//! Killed between any two writes of a change, a case is as it was before it or as it is after it; never between.

use center::Hall;
use center::licensing::act::{Action, act, assign};
use center::licensing::documents::{Verdict, bring, review};
use center::licensing::number::Issue;
use center::licensing::open::open;
use center::testing::on_both_with;
use store::sql;
use store::testing::{die_after, has_died};

use crate::licensing::{Scene, account_of, counts_agree, look, photo, prepared, scene, settings};

/// Every table that a change of a case touches, row by row.
async fn everything(hall: &Hall) -> Vec<String> {
    let mut session = hall.db().read().await.unwrap();
    let mut all = Vec::new();
    for query in [
        "SELECT id, state, turn, version, CAST(due_on AS TEXT), issued_number FROM licence_case ORDER BY id",
        "SELECT regency, officer, state, n, district, turn FROM licence_case_count WHERE n <> 0 ORDER BY officer, state, turn",
        "SELECT case_id, event, from_state, seq, to_state, note FROM licence_event ORDER BY seq",
        "SELECT id, state, reason, place, name_id, name_en FROM licence_document ORDER BY id",
        "SELECT id, name, kind, size, about, scan FROM stored_file ORDER BY id",
        "SELECT id, kind, about, created_at, regency, regency FROM notice ORDER BY id",
        "SELECT id, state, channel, created_at, failure, outside_id FROM delivery ORDER BY id",
        "SELECT id, door, facts, seq, regency, regency FROM statement ORDER BY seq",
        "SELECT id, facts, name, seq, kbli, region FROM business ORDER BY seq",
        "SELECT account_id, action, detail, seq, subject, role FROM audit ORDER BY seq",
        "SELECT id, kind, payload, tries, state, once_key FROM job ORDER BY id",
    ] {
        for row in session.all(sql(query)).await.unwrap() {
            all.push(format!(
                "{query}: {:?} {:?} {:?} {:?} {:?} {:?}",
                row.get::<uuid::Uuid>(0).ok(),
                row.get::<Option<String>>(1).unwrap(),
                row.get::<Option<String>>(2).unwrap(),
                row.get::<i64>(3).ok(),
                row.get::<Option<String>>(4).ok(),
                row.get::<Option<String>>(5).ok(),
            ));
        }
    }
    all
}

/// Does something again and again, killed one write later each time, until it goes through.
async fn killed_everywhere<T, E: std::fmt::Debug>(
    hall: &Hall,
    what: &str,
    change: impl AsyncFn() -> Result<T, E>,
) -> T {
    let before = everything(hall).await;
    for writes in 0..200 {
        die_after(Some(writes));
        let outcome = change().await;
        let died = has_died();
        die_after(None);
        match outcome {
            Ok(value) => {
                assert!(writes > 3, "{what}: {writes} writes are too few to be true");
                assert_ne!(everything(hall).await, before, "{what} changed nothing");
                counts_agree(hall).await;
                crate::tools::counters_agree(hall).await;
                return value;
            }
            Err(error) => {
                assert!(died, "{what} failed by itself: {error:?}");
                assert_eq!(
                    everything(hall).await,
                    before,
                    "{what}, killed after {writes}"
                );
            }
        }
    }
    panic!("{what} never went through");
}

async fn moved(hall: &Hall, scene: &Scene, case: vocab::id::CaseId, what: &str, action: Action) {
    let version = look(hall, &scene.officer, case).await.case.version;
    killed_everywhere(hall, what, async || {
        act(hall, &scene.officer, case, version, &action).await
    })
    .await;
}

#[test]
fn every_change_of_a_case_happens_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    on_both_with(&settings(&folder), async |hall| {
        let scene = scene(&hall).await;
        let head = center::testing::actor(center::Role::Head);
        account_of(&hall, &head, "head").await;
        let officer = &scene.officer;
        let case = killed_everywhere(&hall, "open", async || {
            open(&hall, officer, scene.business, "nib", "").await
        })
        .await;
        let version = look(&hall, officer, case).await.case.version;
        killed_everywhere(&hall, "assign", async || {
            assign(&hall, &head, case, version, officer.account).await
        })
        .await;
        for document in look(&hall, &scene.owner, case).await.documents {
            let id = document.document.id;
            killed_everywhere(&hall, "bring", async || {
                // The bytes of a change that failed are thrown away, so each try brings its own.
                let file = prepared(&hall, &photo(50), "ktp.jpg").await;
                bring(&hall, &scene.owner, case, id, &file).await
            })
            .await;
            for verdict in [Verdict::Bad("Buram.".to_owned()), Verdict::SeenOnPaper] {
                let version = look(&hall, officer, case).await.case.version;
                killed_everywhere(&hall, "review", async || {
                    review(&hall, officer, case, version, id, &verdict).await
                })
                .await;
            }
        }
        let submit = Action::Submit {
            system: "oss.go.id".to_owned(),
            number: String::new(),
        };
        moved(&hall, &scene, case, "submit", submit).await;
        moved(&hall, &scene, case, "take up", Action::TakeUp).await;
        let repair = Action::AskRepair {
            reason: "Alamat berbeda.".to_owned(),
            documents: Vec::new(),
        };
        moved(&hall, &scene, case, "ask repair", repair).await;
        moved(&hall, &scene, case, "resubmit", Action::Resubmit).await;
        let issue = Action::Issue(Issue {
            number: "1234567890123".to_owned(),
            ..Issue::default()
        });
        moved(&hall, &scene, case, "issue", issue).await;
        let kept = crate::licensing::all_bytes(&folder.path().join("files"));
        let files = look(&hall, officer, case).await.documents.len();
        // Each kept document has its bytes and a small picture; nothing is left of those whose change failed.
        assert_eq!(kept.len() % (2 * files), 0, "{}", kept.len());
    });
}

#[test]
fn refusing_and_withdrawing_happen_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    on_both_with(&settings(&folder), async |hall| {
        let scene = scene(&hall).await;
        for ending in ["refuse", "withdraw"] {
            let case = open(&hall, &scene.officer, scene.business, "nib", "")
                .await
                .unwrap();
            crate::licensing::made_ready(&hall, &scene, case).await;
            let submit = Action::Submit {
                system: "oss.go.id".to_owned(),
                number: String::new(),
            };
            crate::licensing::done(&hall, &scene.officer, case, submit).await;
            let reason = "Data ganda.".to_owned();
            let action = if ending == "refuse" {
                Action::Refuse { reason }
            } else {
                Action::Withdraw { reason }
            };
            moved(&hall, &scene, case, ending, action).await;
        }
    });
}
