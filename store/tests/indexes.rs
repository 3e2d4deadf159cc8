//! The regency is the shard key of a province's cluster: every index of a table that has it begins with it, on both
//! engines. What does not is listed here, each with its reason.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use store::testing::on_both;
use store::{Db, Engine, sql};

/// Indexes which begin with another column: the table (`*` for any), that column, and why.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    (
        "*",
        "id",
        "an id names one row in the whole province, and is looked up together with the regency",
    ),
    (
        "*",
        "seq",
        "the engine's own number of a row, by which the row itself is kept",
    ),
    (
        "account",
        "login",
        "whoever signs in names no regency; a login is nobody else's in the whole hall",
    ),
    (
        "business_merge",
        "merged_seq",
        "the short key of a business that was merged away must not be given again",
    ),
    (
        "field_area",
        "round_id",
        "an area belongs to one round, and a round to one regency",
    ),
    (
        "field_revisit",
        "round_id",
        "a second visit belongs to one round, and a round to one regency",
    ),
    (
        "field_target",
        "area_id",
        "who is on the list of an area; the area belongs to one round",
    ),
    (
        "sync_conflict",
        "item_id",
        "its key is that of the item it is about, one row for one row",
    ),
    (
        "job",
        "once_key",
        "a piece of work is queued once, whichever regency it is for",
    ),
    (
        "job",
        "state",
        "workers take what is due, of all regencies that the program serves",
    ),
    (
        "outside_list",
        "source_id",
        "its key is that of the source it belongs to, one row for one row",
    ),
    (
        "share_link",
        "token_hash",
        "whoever follows a link brings the token and nothing else",
    ),
];

/// The first column of every index, keys and unique constraints among them, of the tables that have a regency.
async fn first_columns(db: &Db) -> BTreeSet<(String, String)> {
    let mut session = db.read().await.unwrap();
    let query = match session.engine() {
        Engine::Sqlite => sql(
            "SELECT DISTINCT entry.name, part.name FROM sqlite_schema AS entry, \
             pragma_table_info(entry.name) AS own, pragma_index_list(entry.name) AS list, \
             pragma_index_info(list.name) AS part \
             WHERE entry.type = 'table' AND own.name = 'regency' AND part.seqno = 0",
        ),
        Engine::Postgres => sql(
            "SELECT DISTINCT entry.relname::text, part.attname::text FROM pg_class AS entry \
             JOIN pg_attribute AS own ON own.attrelid = entry.oid AND own.attname = 'regency' \
             JOIN pg_index AS list ON list.indrelid = entry.oid \
             JOIN pg_attribute AS part ON part.attrelid = list.indexrelid AND part.attnum = 1 \
             WHERE entry.relkind IN ('r', 'p') AND entry.relnamespace = current_schema()::regnamespace",
        ),
    };
    let rows = session.all(query).await.unwrap();
    rows.iter()
        .map(|row| (row.get(0).unwrap(), row.get(1).unwrap()))
        .collect()
}

#[test]
fn every_index_of_a_regencys_table_begins_with_the_regency() {
    on_both(async |db| {
        let found = first_columns(&db).await;
        assert!(found.len() > 20, "the catalogue was read: {found:?}");
        let excepted = |table: &str, column: &str| {
            let mut known = EXCEPTIONS.iter();
            known.any(|(one, first, _)| [table, "*"].contains(one) && *first == column)
        };
        let strays: Vec<_> = found
            .iter()
            .filter(|(table, column)| column != "regency" && !excepted(table, column))
            .collect();
        assert!(
            strays.is_empty(),
            "{:?}: these begin with something else and are not excepted: {strays:?}",
            db.engine()
        );
    });
}

#[test]
fn every_exception_is_still_one_and_says_why() {
    on_both(async |db| {
        let found = first_columns(&db).await;
        for (table, column, reason) in EXCEPTIONS {
            assert!(reason.len() > 20, "{table}.{column} says why");
            let there = found
                .iter()
                .any(|(one, first)| [one.as_str(), "*"].contains(table) && first == column);
            // SQLite keeps a table by its integer key without an index.
            let own = db.engine() == Engine::Sqlite && *column == "seq";
            assert!(
                there || own,
                "{:?}: no index of {table} begins with {column} any more",
                db.engine()
            );
        }
    });
}
