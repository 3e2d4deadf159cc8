//! The chain shows whatever is done to it.

use center::Hall;
use center::audit::{Anchor, Flaw, Verdict, verify};
use center::testing::on_both;
use store::{Engine, sql};

use crate::tools::keripik;

/// Does what only somebody with the database's own password can do: switches the guards off.
async fn tamper(hall: &Hall, change: &'static str) {
    let mut tx = hall.db().write().await.unwrap();
    let unguard: &[&str] = match tx.engine() {
        Engine::Sqlite => &[
            "DROP TRIGGER IF EXISTS audit_no_update",
            "DROP TRIGGER IF EXISTS audit_no_delete",
        ],
        Engine::Postgres => &["ALTER TABLE audit DISABLE TRIGGER audit_no_change"],
    };
    for statement in unguard {
        tx.execute(sql(*statement)).await.unwrap();
    }
    tx.execute(sql(change)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn three(hall: &Hall) -> Anchor {
    for _ in 0..3 {
        keripik(hall).await;
    }
    match verify(hall, "33.24", None).await.unwrap() {
        Verdict::Whole {
            entries: 3,
            anchor: Some(anchor),
        } => anchor,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_untouched_chain_is_whole_and_holds_its_anchor() {
    on_both(async |hall| {
        let anchor = three(&hall).await;
        keripik(&hall).await;
        let verdict = verify(&hall, "33.24", Some(&anchor)).await.unwrap();
        assert!(
            matches!(verdict, Verdict::Whole { entries: 4, .. }),
            "{verdict:?}"
        );
        assert_eq!(anchor.to_string().parse::<Anchor>().unwrap(), anchor);
        assert!("3:zz".parse::<Anchor>().is_err());
        let other = verify(&hall, "33.25", None).await.unwrap();
        assert_eq!(
            other,
            Verdict::Whole {
                entries: 0,
                anchor: None
            }
        );
    });
}

#[test]
fn changes_gaps_and_forgeries_are_found() {
    let forged = "INSERT INTO audit (regency, seq, at, role, action, subject, detail, previous, hash) \
                  SELECT regency, 4, at, role, action, subject, detail, hash, hash FROM audit WHERE seq = 3";
    for (change, seq, flaw) in [
        (
            "UPDATE audit SET action = 'x' WHERE seq = 2",
            2,
            Flaw::Content,
        ),
        (
            "UPDATE audit SET account_id = NULL WHERE seq = 2",
            2,
            Flaw::Content,
        ),
        (
            "UPDATE audit SET at = at + 1 WHERE seq = 3",
            3,
            Flaw::Content,
        ),
        ("DELETE FROM audit WHERE seq = 2", 2, Flaw::Gap),
        ("DELETE FROM audit WHERE seq = 1", 1, Flaw::Gap),
        ("DELETE FROM audit WHERE seq = 3", 3, Flaw::Head),
        (
            "UPDATE audit SET previous = hash WHERE seq = 2",
            2,
            Flaw::Link,
        ),
        (forged, 4, Flaw::Content),
    ] {
        on_both(async |hall| {
            three(&hall).await;
            tamper(&hall, change).await;
            let verdict = verify(&hall, "33.24", None).await.unwrap();
            assert_eq!(verdict, Verdict::Broken { seq, flaw }, "{change}");
        });
    }
}

#[test]
fn cutting_the_end_off_with_its_head_is_shown_by_the_anchor() {
    on_both(async |hall| {
        let anchor = three(&hall).await;
        tamper(&hall, "DELETE FROM audit WHERE seq = 3").await;
        tamper(
            &hall,
            "UPDATE audit_head SET seq = 2, hash = (SELECT hash FROM audit WHERE audit.seq = 2)",
        )
        .await;
        assert!(matches!(
            verify(&hall, "33.24", None).await.unwrap(),
            Verdict::Whole { entries: 2, .. }
        ));
        let verdict = verify(&hall, "33.24", Some(&anchor)).await.unwrap();
        assert_eq!(
            verdict,
            Verdict::Broken {
                seq: 3,
                flaw: Flaw::Anchor
            }
        );
    });
}
