//! The database's own promises: migrations, one writer, rollback, types.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use store::testing::on_both;
use store::{Db, Value, sql};
use uuid::Uuid;

#[test]
fn migrating_twice_changes_nothing() {
    on_both(async |db| {
        assert_eq!(db.version().await.unwrap(), Db::newest_version());
        db.migrate().await.unwrap();
        assert_eq!(db.version().await.unwrap(), Db::newest_version());
    });
}

#[test]
fn programs_that_start_together_migrate_once() {
    on_both(async |db| {
        let all = (0..6).map(|_| {
            let db = db.clone();
            tokio::spawn(async move { db.migrate().await })
        });
        for one in all.collect::<Vec<_>>() {
            one.await.unwrap().unwrap();
        }
    });
}

#[test]
fn a_changed_migration_is_refused() {
    on_both(async |db| {
        let mut tx = db.write().await.unwrap();
        tx.execute(sql(
            "UPDATE schema_version SET checksum = 'x' WHERE version = 1",
        ))
        .await
        .unwrap();
        tx.commit().await.unwrap();
        let error = db.migrate().await.unwrap_err();
        assert!(
            matches!(error, store::StoreError::MigrationChanged { .. }),
            "{error:?}"
        );
    });
}

#[test]
fn a_newer_database_is_refused() {
    on_both(async |db| {
        let mut tx = db.write().await.unwrap();
        tx.execute(sql(
            "INSERT INTO schema_version (version, name, checksum) VALUES (9999, 'later', 'x')",
        ))
        .await
        .unwrap();
        tx.commit().await.unwrap();
        let error = db.migrate().await.unwrap_err();
        assert!(
            matches!(error, store::StoreError::NewerDatabase { found: 9999, .. }),
            "{error:?}"
        );
    });
}

#[test]
fn a_dropped_transaction_leaves_nothing() {
    on_both(async |db| {
        let mut tx = db.write().await.unwrap();
        tx.execute(sql("INSERT INTO setting (name, value) VALUES ('a', 'b')"))
            .await
            .unwrap();
        drop(tx);
        let mut tx = db.write().await.unwrap();
        let n: i64 = tx
            .one(sql("SELECT COUNT(*) FROM setting"))
            .await
            .unwrap()
            .get(0)
            .unwrap();
        assert_eq!(n, 0);
    });
}

async fn add_one(db: &Db) {
    let mut tx = db.write().await.unwrap();
    let lock = match tx.engine() {
        store::Engine::Sqlite => "",
        store::Engine::Postgres => " FOR UPDATE",
    };
    let read = sql(format!("SELECT value FROM setting WHERE name = 'n'{lock}"));
    let n: String = tx.one(read).await.unwrap().get(0).unwrap();
    let next = (n.parse::<u32>().unwrap() + 1).to_string();
    tx.execute(sql("UPDATE setting SET value = $1 WHERE name = 'n'").bind(next))
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[test]
fn many_writers_lose_no_update() {
    on_both(async |db| {
        let mut tx = db.write().await.unwrap();
        tx.execute(sql("INSERT INTO setting (name, value) VALUES ('n', '0')"))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let tasks: Vec<_> = (0..8)
            .map(|_| {
                let db = db.clone();
                tokio::spawn(async move {
                    for _ in 0..25 {
                        add_one(&db).await;
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        let mut session = db.read().await.unwrap();
        let n: String = session
            .one(sql("SELECT value FROM setting"))
            .await
            .unwrap()
            .get(0)
            .unwrap();
        assert_eq!(n, "200");
    });
}

#[test]
fn every_type_comes_back_as_it_went_in() {
    on_both(async |db| {
        let id = Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0001);
        let moment = chrono::DateTime::from_timestamp_micros(1_764_000_000_123_456).unwrap();
        let row: Vec<Value> = vec![
            id.into(),
            "33.24".into(),
            Some("Siti — ünïcode").into(),
            Value::Text(None),
            vec![0_u8, 255, 7].into(),
            moment.into(),
        ];
        let mut tx = db.write().await.unwrap();
        tx.insert_many(
            "person",
            &["id", "regency", "name", "phone", "data_key", "created_at"],
            vec![row],
            "",
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        let mut session = db.read().await.unwrap();
        let row = session
            .one(
                sql("SELECT id, name, phone, data_key, created_at FROM person WHERE id = $1")
                    .bind(id),
            )
            .await
            .unwrap();
        assert_eq!(row.get::<Uuid>(0).unwrap(), id);
        assert_eq!(row.get::<String>(1).unwrap(), "Siti — ünïcode");
        assert_eq!(row.get::<Option<String>>(2).unwrap(), None);
        assert_eq!(row.get::<Vec<u8>>(3).unwrap(), vec![0, 255, 7]);
        assert_eq!(row.moment(4).unwrap(), moment);
    });
}

#[test]
fn many_rows_go_in_whatever_the_batch() {
    on_both(async |db| {
        for count in [0_usize, 1, 249, 250, 251, 1_003] {
            let rows = (0..count)
                .map(|n| vec![format!("{count}-{n}").into(), "x".into()])
                .collect();
            let mut tx = db.write().await.unwrap();
            let touched = tx
                .insert_many("setting", &["name", "value"], rows, "")
                .await
                .unwrap();
            tx.commit().await.unwrap();
            assert_eq!(touched, count as u64);
        }
    });
}

#[test]
fn the_audit_trail_refuses_change() {
    on_both(async |db| {
        let mut tx = db.write().await.unwrap();
        let row = sql(
            "INSERT INTO audit (regency, seq, at, role, action, subject, detail, previous, hash) \
                       VALUES ('33.24', 1, 1, 'admin', 'login', '-', '{}', $1, $1)",
        );
        tx.execute(row.bind(vec![0_u8])).await.unwrap();
        tx.commit().await.unwrap();
        for change in ["UPDATE audit SET action = 'x'", "DELETE FROM audit"] {
            let mut tx = db.write().await.unwrap();
            assert!(tx.execute(sql(change)).await.is_err(), "{change}");
        }
    });
}

#[test]
fn readers_of_sqlite_cannot_write() {
    store::testing::on_sqlite(&async |db: Db| {
        let mut session = db.read().await.unwrap();
        assert!(
            session
                .execute(sql("INSERT INTO setting (name, value) VALUES ('a', 'b')"))
                .await
                .is_err()
        );
    });
}

#[test]
fn views_for_reports_can_be_read() {
    on_both(async |db| {
        let mut session = db.read().await.unwrap();
        for view in [
            "premise",
            "product",
            "yearly_figure",
            "permit_held",
            "online_presence",
        ] {
            assert!(
                session
                    .all(sql(format!("SELECT * FROM {view}")))
                    .await
                    .unwrap()
                    .is_empty()
            );
        }
    });
}

#[test]
fn an_address_of_another_kind_is_refused() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let error = runtime.block_on(Db::connect("mysql://x")).unwrap_err();
    assert!(matches!(error, store::StoreError::Address));
}

#[test]
fn a_backup_forgets_no_table() {
    on_both(async |db| {
        let mut session = db.read().await.unwrap();
        let mut known: Vec<&str> = store::dump::TABLES
            .iter()
            .chain(store::dump::LEFT_OUT)
            .copied()
            .collect();
        known.sort_unstable();
        let mut there = store::dump::catalogue(&mut session).await.unwrap();
        there.sort_unstable();
        assert_eq!(there, known);
        for table in store::dump::TABLES {
            assert!(
                !store::dump::columns(&mut session, table)
                    .await
                    .unwrap()
                    .is_empty(),
                "{table}"
            );
        }
    });
}
