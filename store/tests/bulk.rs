//! Lists of many rows: what is written at once is found again, on both engines.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use store::registry::bulk::{self, LastSaid, NewBusiness};
use store::registry::business::{self, Business};
use store::registry::import::{self, Counts, Import, ImportRow, State};
use store::registry::ledger::Ledger;
use store::registry::marks::MarkSet;
use store::registry::statement::{self, Statement};
use store::registry::words::WordBook;
use store::testing::on_both;
use store::{Db, Tx, sql};
use vocab::id::{BusinessId, ImportId, SourceId, StatementId};

const REGENCY: &str = "33.24";

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_764_000_000, 0).unwrap()
}

fn today() -> NaiveDate {
    now().date_naive()
}

fn source_id() -> SourceId {
    SourceId::from_parts(1, [1; 10])
}

fn last(import: u8, content: i64) -> LastSaid {
    LastSaid {
        import: Some(import_id(import)),
        contents: vec![content],
    }
}

fn import_id(n: u8) -> ImportId {
    ImportId::from_parts(u64::from(n), [n; 10])
}

fn new_business(n: u8, import: ImportId, content: i64) -> NewBusiness {
    let id = BusinessId::from_parts(u64::from(n), [n; 10]);
    NewBusiness {
        business: Business {
            seq: 0,
            id,
            regency: REGENCY.into(),
            region: "33.24.13.2005".into(),
            name: format!("Warung {n}"),
            name_key: format!("warung {n}"),
            owner: None,
            owner_name: None,
            kbli: None,
            facts: "{}".into(),
            marks: MarkSet::default(),
            created_at: now(),
            changed_at: now(),
        },
        statement: statement(n, id, import),
        content,
        words: format!("warung w{n}"),
    }
}

fn statement(n: u8, business: BusinessId, import: ImportId) -> Statement {
    Statement {
        id: StatementId::from_parts(u64::from(n), [n; 10]),
        regency: REGENCY.into(),
        business,
        door: "census".into(),
        source: Some(source_id()),
        import: Some(import),
        stated_on: today(),
        account: None,
        facts: "{}".into(),
        said_at: now(),
        withdrawn_at: None,
    }
}

fn import(n: u8) -> Import {
    Import {
        id: import_id(n),
        regency: REGENCY.into(),
        source: source_id(),
        account: None,
        file_name: "sensus.csv".into(),
        file_hash: vec![n; 32],
        stated_on: today(),
        layout: "{}".into(),
        forgiven: "[]".into(),
        state: State::Running,
        rows_at_most: 10,
        counts: Counts::default(),
        failure: None,
        started_at: now(),
        finished_at: None,
        undone_at: None,
    }
}

async fn with_source(db: &Db) -> Tx {
    let mut tx = db.write().await.unwrap();
    let query = sql(
        "INSERT INTO source (id, regency, name, door, created_at) VALUES ($1, $2, 'Sensus 2026', 'census', 0)",
    );
    tx.execute(query.bind(source_id()).bind(REGENCY))
        .await
        .unwrap();
    tx
}

async fn insert(tx: &mut Tx, new: Vec<NewBusiness>) {
    let mut ledger = Ledger::new(REGENCY);
    let keys = new.iter().flat_map(|one| {
        let seq = i64::from(one.business.id.as_uuid().as_bytes()[15]);
        [(seq, one.business.id), (-seq, one.business.id)]
    });
    let keys = keys.collect();
    bulk::insert(tx, REGENCY, &mut ledger, new.into_iter())
        .await
        .unwrap();
    bulk::add_keys(tx, keys).await.unwrap();
    ledger.flush(tx, &WordBook::default(), now()).await.unwrap();
}

#[test]
fn what_was_written_at_once_is_found_by_its_keys() {
    on_both(async |db| {
        let mut tx = db.write().await.unwrap();
        insert(
            &mut tx,
            (1..=5).map(|n| new_business(n, import_id(1), 7)).collect(),
        )
        .await;
        tx.commit().await.unwrap();
        let mut session = db.read().await.unwrap();
        let found = bulk::by_keys(&mut session, "33.24", &[1, -3, 99])
            .await
            .unwrap();
        let id = |n: u8| BusinessId::from_parts(u64::from(n), [n; 10]);
        assert_eq!(found, HashMap::from([(1, id(1)), (-3, id(3))]));
        let kept = business::find(&mut session, REGENCY, id(3))
            .await
            .unwrap()
            .unwrap();
        assert_eq!((kept.seq, kept.name.as_str()), (3, "Warung 3"));
        let said = statement::of_business(&mut session, REGENCY, id(3))
            .await
            .unwrap();
        assert_eq!(said, [statement(3, id(3), import_id(1))]);
    });
}

#[test]
fn the_last_to_claim_a_key_has_it() {
    on_both(async |db| {
        let mut tx = db.write().await.unwrap();
        let id = |n: u8| BusinessId::from_parts(u64::from(n), [n; 10]);
        bulk::add_keys(&mut tx, vec![(5, id(1)), (5, id(2)), (6, id(1))])
            .await
            .unwrap();
        bulk::add_keys(&mut tx, vec![(6, id(3))]).await.unwrap();
        let found = bulk::by_keys(&mut tx, "33.24", &[5, 6]).await.unwrap();
        assert_eq!(found, HashMap::from([(5, id(2)), (6, id(3))]));
        tx.commit().await.unwrap();
    });
}

#[test]
fn the_last_import_that_stands_tells_what_a_source_said() {
    on_both(async |db| {
        let mut tx = with_source(&db).await;
        let id = BusinessId::from_parts(1, [1; 10]);
        insert(&mut tx, vec![new_business(1, import_id(1), 7)]).await;
        let mut later = new_business(2, import_id(2), 8);
        later.statement.business = id;
        insert(&mut tx, vec![later]).await;
        let said = bulk::last_said(&mut tx, REGENCY, source_id(), &[id])
            .await
            .unwrap();
        assert_eq!(said, HashMap::from([(id, last(2, 8))]));
        let gone = statement::withdraw_import(&mut tx, REGENCY, import_id(2), &[id], now()).await;
        assert_eq!(gone.unwrap(), 1);
        let said = bulk::last_said(&mut tx, REGENCY, source_id(), &[id])
            .await
            .unwrap();
        assert_eq!(said, HashMap::from([(id, last(1, 7))]));
        tx.commit().await.unwrap();
    });
}

#[test]
fn an_import_moves_on_from_where_it_stands_and_from_nowhere_else() {
    on_both(async |db| {
        let mut tx = with_source(&db).await;
        import::insert(&mut tx, &import(1)).await.unwrap();
        let start = Counts::default();
        let next = Counts {
            done: 4,
            new: 3,
            rejected: 1,
            ..start
        };
        assert!(
            import::advance(&mut tx, import_id(1), &start, &next)
                .await
                .unwrap()
        );
        assert!(
            !import::advance(&mut tx, import_id(1), &start, &next)
                .await
                .unwrap()
        );
        let kept = import::find(&mut tx, REGENCY, import_id(1))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            kept,
            Import {
                counts: next,
                ..import(1)
            }
        );
        assert_eq!(import::unfinished(&mut tx, REGENCY).await.unwrap(), [kept]);

        let turn = async |tx: &mut Tx, from, to| {
            import::turn(tx, import_id(1), from, to, None, now())
                .await
                .unwrap()
        };
        assert!(turn(&mut tx, State::Running, State::Done).await);
        assert!(!turn(&mut tx, State::Running, State::Done).await);
        assert!(turn(&mut tx, State::Done, State::Undoing).await);
        assert!(turn(&mut tx, State::Undoing, State::Undone).await);
        let kept = import::newest(&mut tx, REGENCY, 5).await.unwrap().remove(0);
        assert_eq!(
            (kept.state, kept.finished_at, kept.undone_at),
            (State::Undone, Some(now()), Some(now()))
        );
        assert_eq!(import::unfinished(&mut tx, REGENCY).await.unwrap(), []);
        tx.commit().await.unwrap();
    });
}

#[test]
fn rows_to_look_at_come_in_order_and_in_pages() {
    on_both(async |db| {
        let mut tx = with_source(&db).await;
        import::insert(&mut tx, &import(1)).await.unwrap();
        let row = |sheet, row, rejected| ImportRow {
            sheet,
            row,
            rejected,
            problems: "[]".into(),
        };
        let all = vec![row(0, 9, true), row(1, 2, true), row(0, 4, false)];
        import::insert_rows(&mut tx, import_id(1), all)
            .await
            .unwrap();
        let page = import::rows(&mut tx, import_id(1), false, (-1, 0), 2)
            .await
            .unwrap();
        assert_eq!(page, [row(0, 4, false), row(0, 9, true)]);
        let rest = import::rows(&mut tx, import_id(1), true, (0, 4), 9)
            .await
            .unwrap();
        assert_eq!(rest, [row(0, 9, true), row(1, 2, true)]);
        tx.commit().await.unwrap();
    });
}
