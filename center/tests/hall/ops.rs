//! Backup, restore, doctor.

use std::path::Path;

use center::ops::{Level, OpsError, backup, examine, restore};
use center::people::accounts;
use center::registry::find::{Query, find};
use center::registry::view::view;
use center::testing::{actor, hall, on_both};
use center::{Clock, Error, Keys, MasterKey, Role, Settings, audit};
use store::Db;

use crate::tools::{counters_agree, keripik, registered};

fn keys() -> Keys {
    Keys::new(&MasterKey::parse(&"07".repeat(32)).unwrap())
}

async fn save(db: &Db, files: Option<&Path>, path: &Path) -> center::ops::Saved {
    backup(db, &keys(), &Clock::system(), files, path)
        .await
        .unwrap()
}

fn code<T: std::fmt::Debug>(result: Result<T, Error>) -> &'static str {
    vocab::DomainError::code(&result.unwrap_err())
}

#[test]
fn a_backup_restores_on_either_engine() {
    store::testing::on_pairs(async |from, to| {
        let folder = tempfile::tempdir().unwrap();
        let (file, kept) = (
            folder.path().join("hall.backup"),
            folder.path().join("kept"),
        );
        std::fs::create_dir_all(kept.join("imports")).unwrap();
        std::fs::write(kept.join("imports/sensus.csv"), vec![7_u8; 200_000]).unwrap();
        let old = hall(from.clone(), Settings::default()).await;
        let id = keripik(&old).await;
        registered(
            &old,
            serde_json::json!({ "business_name": "Ünïcode — “kutip”\n", "qris": true }),
        )
        .await;
        accounts::first_admin(&old, "admin", "Admin", "jambu getas merah")
            .await
            .unwrap();
        let saved = save(&from, Some(&kept), &file).await;
        assert_eq!(saved.files, 1);

        let again = folder.path().join("again");
        let restored = restore(&to, &keys(), Some(&again), &file).await.unwrap();
        assert_eq!((restored.rows, restored.files), (saved.rows, 1));
        assert_eq!(
            std::fs::read(again.join("imports/sensus.csv")).unwrap(),
            vec![7_u8; 200_000]
        );
        let new = hall(to.clone(), Settings::default()).await;
        let (before, after) = (
            view(&old, &actor(Role::Officer), id).await.unwrap(),
            view(&new, &actor(Role::Officer), id).await.unwrap(),
        );
        assert_eq!(before.facts, after.facts);
        assert_eq!(before.history, after.history);
        let query = Query {
            text: "siti barokah".to_owned(),
            ..Query::default()
        };
        assert_eq!(
            find(&new, &actor(Role::Officer), &query, None, 5)
                .await
                .unwrap()
                .total,
            1
        );
        counters_agree(&new).await;
        assert_eq!(
            audit::verify(&old, "33.24", None).await.unwrap(),
            audit::verify(&new, "33.24", None).await.unwrap()
        );
        // Life goes on: new keys follow the old ones.
        keripik(&new).await;
        counters_agree(&new).await;
        assert_eq!(
            code(restore(&to, &keys(), None, &file).await),
            "ops.not_empty"
        );
    });
}

#[test]
fn a_backup_overwrites_nothing_and_a_bad_one_restores_nothing() {
    store::testing::on_pairs(async |from, to| {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("hall.backup");
        let old = hall(from.clone(), Settings::default()).await;
        keripik(&old).await;
        save(&from, None, &file).await;
        let twice = backup(&from, &keys(), &Clock::system(), None, &file).await;
        assert_eq!(code(twice), "ops.file_exists");

        let whole = std::fs::read(&file).unwrap();
        let cut = folder.path().join("cut");
        std::fs::write(&cut, &whole[..whole.len() - 40]).unwrap();
        let other = folder.path().join("other");
        std::fs::write(&other, b"not a backup").unwrap();
        let wrong_key = Keys::new(&MasterKey::parse(&"08".repeat(32)).unwrap());
        assert_eq!(code(restore(&to, &keys(), None, &cut).await), "ops.damaged");
        assert_eq!(
            code(restore(&to, &keys(), None, &other).await),
            "ops.not_a_backup"
        );
        assert_eq!(
            code(restore(&to, &keys(), None, &folder.path().join("none")).await),
            "ops.file"
        );
        assert_eq!(
            code(restore(&to, &wrong_key, None, &file).await),
            "ops.other_key"
        );
        assert!(store::dump::is_empty(&to).await.unwrap());
        restore(&to, &keys(), None, &file).await.unwrap();
    });
}

#[test]
fn a_changed_row_in_a_backup_is_found() {
    use std::io::{Read as _, Write as _};

    store::testing::on_pairs(async |from, to| {
        let folder = tempfile::tempdir().unwrap();
        let (file, forged) = (
            folder.path().join("hall.backup"),
            folder.path().join("forged"),
        );
        let old = hall(from.clone(), Settings::default()).await;
        keripik(&old).await;
        save(&from, None, &file).await;
        let mut text = String::new();
        flate2::read::GzDecoder::new(std::fs::File::open(&file).unwrap())
            .read_to_string(&mut text)
            .unwrap();
        let mut out = flate2::write::GzEncoder::new(
            std::fs::File::create(&forged).unwrap(),
            flate2::Compression::fast(),
        );
        out.write_all(text.replace("Keripik Barokah", "Keripik Palsu").as_bytes())
            .unwrap();
        out.finish().unwrap();
        let error = restore(&to, &keys(), None, &forged).await.unwrap_err();
        assert!(
            matches!(error, Error::Ops(OpsError::Damaged { .. })),
            "{error:?}"
        );
        assert!(store::dump::is_empty(&to).await.unwrap());
    });
}

#[test]
fn a_backup_made_while_people_work_is_of_one_moment() {
    store::testing::on_pairs(async |from, to| {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("hall.backup");
        let old = hall(from.clone(), Settings::default()).await;
        keripik(&old).await;
        let writer = {
            let old = old.clone();
            tokio::spawn(async move {
                for n in 0..30 {
                    registered(
                        &old,
                        serde_json::json!({ "business_name": format!("Usaha {n}") }),
                    )
                    .await;
                }
            })
        };
        save(&from, None, &file).await;
        writer.await.unwrap();
        restore(&to, &keys(), None, &file).await.unwrap();
        let new = hall(to.clone(), Settings::default()).await;
        counters_agree(&new).await;
        let verdict = audit::verify(&new, "33.24", None).await.unwrap();
        assert!(
            matches!(verdict, audit::Verdict::Whole { .. }),
            "{verdict:?}"
        );
    });
}

#[test]
fn the_doctor_tells_what_to_mend() {
    on_both(async |hall| {
        let level = async |hall: &center::Hall, code: &str| {
            let found = examine(hall).await.unwrap();
            let found = found
                .into_iter()
                .find(|finding| finding.what.code == code)
                .unwrap();
            assert_eq!(
                found.mend.is_none(),
                found.level == Level::Fine,
                "{found:?}"
            );
            found.level
        };
        assert_eq!(level(&hall, "doctor.admins").await, Level::Bad);
        accounts::first_admin(&hall, "admin", "Admin", "jambu getas merah")
            .await
            .unwrap();
        assert_eq!(level(&hall, "doctor.admins").await, Level::Warning);
        assert_eq!(level(&hall, "doctor.second_factor").await, Level::Warning);
        assert_eq!(
            level(&hall, "doctor.passwords").await,
            Level::Bad,
            "the tests hash lightly"
        );
        assert_eq!(level(&hall, "doctor.health").await, Level::Fine);
        assert_eq!(level(&hall, "doctor.audit").await, Level::Fine);
        assert_eq!(level(&hall, "doctor.plans").await, Level::Warning);
        center::registry::replan::run(&hall, "33.24").await.unwrap();
        assert_eq!(level(&hall, "doctor.plans").await, Level::Fine);
        keripik(&hall).await;
        assert_eq!(level(&hall, "doctor.counters").await, Level::Fine);
        let mut tx = hall.db().write().await.unwrap();
        tx.execute(store::sql("UPDATE tally SET n = n + 1"))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(level(&hall, "doctor.counters").await, Level::Bad);
    });
}

#[test]
fn a_key_that_is_not_the_databases_own_is_refused() {
    store::testing::on_both(async |db| {
        hall(db.clone(), Settings::default()).await;
        let other = Keys::new(&MasterKey::parse(&"08".repeat(32)).unwrap());
        let rules = rulebook::Rulebook::builtin().unwrap();
        let places = vocab::Gazetteer::kendal();
        let error = center::Hall::open(
            db,
            rules,
            places,
            other,
            Clock::system(),
            Settings::default(),
        )
        .await;
        assert_eq!(code(error), "key.other");
    });
}
