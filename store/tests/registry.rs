//! Businesses are found by words and marks, and the counters and bitmaps stay right.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use store::registry::business::{self, Business};
use store::registry::ledger::{Ledger, Placed};
use store::registry::marks::{MarkBook, MarkSet};
use store::registry::name_order::NameOrders;
use store::registry::search::{self, Cursor, Filter, Matches, Page, Sort, Term};
use store::registry::words::WordBook;
use store::registry::{marks, tally};
use store::testing::on_both;
use store::{Db, Session, Tx};
use vocab::id::BusinessId;

const REGENCY: &str = "33.24";

fn keys(keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| (*key).to_owned()).collect()
}

fn sample(seq: i64, name: &str, region: &str, marks: &MarkSet) -> Business {
    Business {
        seq,
        id: BusinessId::from_parts(seq.unsigned_abs(), [7; 10]),
        regency: REGENCY.to_owned(),
        region: region.to_owned(),
        name: name.to_owned(),
        name_key: name.to_lowercase(),
        owner: None,
        owner_name: Some("Siti".to_owned()),
        kbli: None,
        facts: "{\"qris\":true}".to_owned(),
        marks: marks.clone(),
        created_at: now(),
        changed_at: now(),
    }
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp_micros(1_764_000_000_000_000).unwrap()
}

async fn add(db: &Db, rows: &[(&str, &str, MarkSet)]) -> Vec<i64> {
    let mut tx = db.write().await.unwrap();
    let seqs = business::reserve(&mut tx, rows.len()).await.unwrap();
    let mut ledger = Ledger::new(REGENCY);
    let mut businesses = Vec::new();
    for ((name, region, marks), seq) in rows.iter().zip(&seqs) {
        ledger
            .change(*seq, None, Some(Placed { region, marks }))
            .unwrap();
        businesses.push(sample(*seq, name, region, marks));
        ledger.words(*seq, "", &name.to_lowercase()).unwrap();
    }
    business::insert_many(&mut tx, businesses).await.unwrap();
    flush(&mut tx, &mut ledger).await;
    tx.commit().await.unwrap();
    seqs
}

async fn flush(tx: &mut Tx, ledger: &mut Ledger) {
    let book = WordBook::default();
    ledger.flush(tx, &book, now()).await.unwrap();
}

fn term(word: &str, prefix: bool) -> Vec<Term> {
    vec![Term {
        word: word.to_owned(),
        prefix,
    }]
}

async fn page(
    session: &mut Session,
    matches: &Matches,
    sort: Sort,
    after: Option<&Cursor>,
    limit: usize,
) -> Page {
    let orders = NameOrders::default();
    search::page(session, &orders, REGENCY, matches, sort, after, limit)
        .await
        .unwrap()
}

async fn names(db: &Db, filter: &Filter, sort: Sort) -> Vec<String> {
    let mut session = db.read().await.unwrap();
    let matches = search::matches(&mut session, filter).await.unwrap();
    let mut all = Vec::new();
    let mut cursor: Option<Cursor> = None;
    loop {
        let page = page(&mut session, &matches, sort, cursor.as_ref(), 2).await;
        assert!(page.rows.len() <= 2);
        all.extend(page.rows.into_iter().map(|row| row.name));
        match page.next {
            Some(next) => cursor = Some(next),
            None => break,
        }
    }
    assert_eq!(
        all.len() as u64,
        matches.seqs.len(),
        "pages and count agree"
    );
    all
}

#[test]
fn words_and_marks_narrow_a_list_and_pages_cover_it() {
    on_both(async |db| {
        let book = MarkBook::load(&db).await.unwrap();
        book.ensure(
            &db,
            &keys(&["all", "size:mikro", "size:kecil", "online:no"]),
        )
        .await
        .unwrap();
        let m = |keys: &[&str]| -> MarkSet {
            keys.iter().map(|key| book.number(key).unwrap()).collect()
        };
        let (a, b) = ("33.24.09.2003", "33.24.10.2001");
        add(
            &db,
            &[
                ("Keripik Barokah", a, m(&["all", "size:mikro", "online:no"])),
                ("Keripik Sari", b, m(&["all", "size:kecil", "online:no"])),
                ("Bandeng Presto", a, m(&["all", "size:mikro"])),
                ("Batik Kendal", b, m(&["all", "size:mikro", "online:no"])),
                ("Keripik Arum", a, m(&["all", "size:mikro"])),
            ],
        )
        .await;
        let all = book.number("all").unwrap();
        let filter = |marks: &[&str], words: Vec<Vec<Term>>| Filter {
            regency: REGENCY.to_owned(),
            marks: std::iter::once(vec![all])
                .chain(marks.iter().map(|key| vec![book.number(key).unwrap()]))
                .collect(),
            words,
        };
        assert_eq!(
            names(&db, &filter(&[], vec![]), Sort::Name).await,
            [
                "Bandeng Presto",
                "Batik Kendal",
                "Keripik Arum",
                "Keripik Barokah",
                "Keripik Sari"
            ]
        );
        assert_eq!(
            names(&db, &filter(&[], vec![]), Sort::Newest).await,
            [
                "Keripik Arum",
                "Batik Kendal",
                "Bandeng Presto",
                "Keripik Sari",
                "Keripik Barokah"
            ]
        );
        assert_eq!(
            names(
                &db,
                &filter(&["size:mikro", "online:no"], vec![]),
                Sort::Name
            )
            .await,
            ["Batik Kendal", "Keripik Barokah"]
        );
        assert_eq!(
            names(
                &db,
                &filter(&["size:mikro"], vec![term("keri", true)]),
                Sort::Newest
            )
            .await,
            ["Keripik Arum", "Keripik Barokah"]
        );
        assert_eq!(
            names(
                &db,
                &filter(&[], vec![term("keripik", false), term("sari", false)]),
                Sort::Name
            )
            .await,
            ["Keripik Sari"]
        );
        assert!(
            names(&db, &filter(&[], vec![term("keri", false)]), Sort::Name)
                .await
                .is_empty()
        );
        let either = vec![vec![
            term("sari", false).remove(0),
            term("arum", false).remove(0),
        ]];
        assert_eq!(
            names(&db, &filter(&[], either), Sort::Name).await,
            ["Keripik Arum", "Keripik Sari"]
        );
    });
}

#[test]
fn signs_in_a_word_cannot_reach_the_query_language() {
    on_both(async |db| {
        let mut session = db.read().await.unwrap();
        let filter = Filter {
            regency: REGENCY.to_owned(),
            marks: vec![vec![1]],
            words: vec![term("a\" OR \"b", true), term("'", false), term("", true)],
        };
        assert!(
            search::matches(&mut session, &filter)
                .await
                .unwrap()
                .seqs
                .is_empty()
        );
    });
}

#[test]
fn a_changed_business_leaves_its_old_marks_and_words() {
    on_both(async |db| {
        let book = MarkBook::load(&db).await.unwrap();
        book.ensure(&db, &keys(&["all", "stage:legality", "stage:growth"]))
            .await
            .unwrap();
        let m = |keys: &[&str]| -> MarkSet {
            keys.iter().map(|key| book.number(key).unwrap()).collect()
        };
        let (old, new) = (m(&["all", "stage:legality"]), m(&["all", "stage:growth"]));
        let seqs = add(&db, &[("Warung Bu Tini", "33.24.09.2003", old.clone())]).await;
        let seq = seqs[0];
        let mut tx = db.write().await.unwrap();
        let mut ledger = Ledger::new(REGENCY);
        ledger
            .change(
                seq,
                Some(Placed {
                    region: "33.24.09.2003",
                    marks: &old,
                }),
                Some(Placed {
                    region: "33.24.10.2001",
                    marks: &new,
                }),
            )
            .unwrap();
        ledger.words(seq, "bu tini warung", "bu tini toko").unwrap();
        flush(&mut tx, &mut ledger).await;
        tx.commit().await.unwrap();

        let mut session = db.read().await.unwrap();
        let growth = book.number("stage:growth").unwrap();
        let legality = book.number("stage:legality").unwrap();
        assert!(
            marks::carrying(&mut session, REGENCY, &[legality])
                .await
                .unwrap()
                .is_empty()
        );
        assert_eq!(
            marks::carrying(&mut session, REGENCY, &[growth])
                .await
                .unwrap()
                .len(),
            1
        );
        let counts = tally::all(&mut session, REGENCY).await.unwrap();
        let counts: HashMap<(String, u32), i64> = counts
            .into_iter()
            .map(|count| ((count.region, count.mark), count.n))
            .collect();
        assert_eq!(counts.get(&("33.24.10.2001".to_owned(), growth)), Some(&1));
        assert_eq!(
            counts.len(),
            2,
            "the old village holds nothing any more: {counts:?}"
        );
        let under = tally::under(&mut session, REGENCY, "33.24.10", &[growth, legality])
            .await
            .unwrap();
        assert_eq!(under.len(), 1);
        assert!(
            tally::under(&mut session, REGENCY, "33.24.1", &[growth])
                .await
                .unwrap()
                .is_empty()
        );
        let hits = |word: &str| Filter {
            regency: REGENCY.to_owned(),
            marks: vec![vec![book.number("all").unwrap()]],
            words: vec![term(word, false)],
        };
        assert!(
            search::matches(&mut session, &hits("warung"))
                .await
                .unwrap()
                .seqs
                .is_empty()
        );
        assert_eq!(
            search::matches(&mut session, &hits("toko"))
                .await
                .unwrap()
                .seqs
                .len(),
            1
        );
    });
}

#[test]
fn writers_at_once_lose_no_mark_and_no_count() {
    on_both(async |db| {
        let book = MarkBook::load(&db).await.unwrap();
        book.ensure(&db, &keys(&["all", "online:no"]))
            .await
            .unwrap();
        let marks: MarkSet = ["all", "online:no"]
            .iter()
            .map(|key| book.number(key).unwrap())
            .collect();
        let tasks: Vec<_> = (0..6)
            .map(|writer| {
                let (db, marks) = (db.clone(), marks.clone());
                tokio::spawn(async move {
                    for n in 0..10 {
                        let name = format!("Usaha {writer} {n}");
                        add(&db, &[(name.as_str(), "33.24.09.2003", marks.clone())]).await;
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        let mut session = db.read().await.unwrap();
        let all = book.number("all").unwrap();
        assert_eq!(
            marks::carrying(&mut session, REGENCY, &[all])
                .await
                .unwrap()
                .len(),
            60
        );
        let counts = tally::all(&mut session, REGENCY).await.unwrap();
        assert_eq!(counts.len(), 2);
        assert!(counts.iter().all(|count| count.n == 60), "{counts:?}");
    });
}

#[test]
fn the_word_list_forgives_one_slip() {
    on_both(async |db| {
        add(&db, &[("Keripik Barokah", "33.24.09", MarkSet::default())]).await;
        let book = WordBook::default();
        let mut session = db.read().await.unwrap();
        book.refresh(&mut session, REGENCY).await.unwrap();
        assert!(book.contains(REGENCY, "barokah"));
        assert_eq!(book.near(REGENCY, "baroka", false, 8), ["barokah"]);
        assert_eq!(book.near(REGENCY, "kripik", false, 8), ["keripik"]);
        assert!(book.near(REGENCY, "kripk", false, 8).is_empty());
        assert_eq!(book.beginning(REGENCY, "ke", 8), ["keripik"]);
        assert!(book.beginning("33.25", "ke", 8).is_empty());
    });
}

#[test]
fn a_walk_through_the_name_index_finds_the_same_as_a_sort() {
    on_both(async |db| {
        let book = MarkBook::load(&db).await.unwrap();
        book.ensure(&db, &keys(&["all", "rare"])).await.unwrap();
        let (all, rare) = (book.number("all").unwrap(), book.number("rare").unwrap());
        // All of them match, so the list is walked; a rare mark makes it sort instead.
        let names: Vec<String> = (0..9_000_u32)
            .map(|n| format!("u{:05}", n.wrapping_mul(7_919) % 9_001))
            .collect();
        let rows: Vec<(&str, &str, MarkSet)> = names
            .iter()
            .enumerate()
            .map(|(n, name)| {
                let marks = if n % 300 == 0 {
                    vec![all, rare]
                } else {
                    vec![all]
                };
                (name.as_str(), "33.24.09.2003", marks.into_iter().collect())
            })
            .collect();
        add(&db, &rows).await;
        let mut session = db.read().await.unwrap();
        let filter = Filter {
            regency: REGENCY.to_owned(),
            marks: vec![vec![all]],
            words: vec![],
        };
        let matches = search::matches(&mut session, &filter).await.unwrap();
        assert_eq!(matches.seqs.len(), 9_000);
        let mut sorted = names.clone();
        sorted.sort();
        let page = page(&mut session, &matches, Sort::Name, None, 50).await;
        let first: Vec<&str> = page.rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(
            first,
            sorted
                .iter()
                .take(50)
                .map(String::as_str)
                .collect::<Vec<_>>()
        );
        let next = self::page(&mut session, &matches, Sort::Name, page.next.as_ref(), 50).await;
        let second: Vec<&str> = next.rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(
            second,
            sorted
                .iter()
                .skip(50)
                .take(50)
                .map(String::as_str)
                .collect::<Vec<_>>()
        );
    });
}

/// All names of a filter in order, asked for in pages of 1,000 of one program's order.
async fn in_order(db: &Db, orders: &NameOrders, filter: &Filter) -> Vec<String> {
    let mut session = db.read().await.unwrap();
    let matches = search::matches(&mut session, filter).await.unwrap();
    let mut all = Vec::new();
    let mut cursor: Option<Cursor> = None;
    loop {
        let page = search::page(
            &mut session,
            orders,
            REGENCY,
            &matches,
            Sort::Name,
            cursor.as_ref(),
            1_000,
        );
        let page = page.await.unwrap();
        all.extend(page.rows.into_iter().map(|row| row.name));
        cursor = page.next;
        if cursor.is_none() {
            return all;
        }
    }
}

#[test]
fn an_order_of_names_that_was_made_earlier_misses_neither_who_came_nor_who_was_renamed() {
    on_both(async |db| {
        let book = MarkBook::load(&db).await.unwrap();
        book.ensure(&db, &keys(&["all"])).await.unwrap();
        let all: MarkSet = [book.number("all").unwrap()].into_iter().collect();
        let rows: Vec<String> = (0..6_000_u32)
            .map(|n| format!("{} {n:04}", if n % 3 == 0 { "kopi" } else { "toko" }))
            .collect();
        let rows: Vec<(&str, &str, MarkSet)> = rows
            .iter()
            .map(|name| (name.as_str(), "33.24.09.2003", all.clone()))
            .collect();
        let seqs = add(&db, &rows).await;
        let orders = NameOrders::default();
        let filter = |words| Filter {
            regency: REGENCY.to_owned(),
            marks: vec![all.iter().collect()],
            words,
        };
        let before = in_order(&db, &orders, &filter(vec![])).await;
        assert_eq!(before.len(), 6_000);
        assert!(before.is_sorted());

        add(&db, &[("mie 0001", "33.24.09.2003", all.clone())]).await;
        let mut tx = db.write().await.unwrap();
        let one = [u32::try_from(seqs[1]).unwrap()];
        let mut renamed = business::by_seqs(&mut tx, &one).await.unwrap().remove(0);
        assert_eq!(renamed.name, "toko 0001");
        renamed.name = "aneka 0001".to_owned();
        renamed.name_key = renamed.name.clone();
        business::update(&mut tx, &renamed).await.unwrap();
        let mut ledger = Ledger::new(REGENCY);
        ledger
            .words(renamed.seq, "0001 toko", "0001 aneka")
            .unwrap();
        ledger.renamed(renamed.seq);
        flush(&mut tx, &mut ledger).await;
        tx.commit().await.unwrap();

        let after = in_order(&db, &orders, &filter(vec![])).await;
        assert_eq!(after.len(), 6_001);
        assert!(after.is_sorted(), "all stand where they belong");
        assert_eq!(after.first().map(String::as_str), Some("aneka 0001"));
        assert!(after.contains(&"mie 0001".to_owned()));
        let coffee = in_order(&db, &orders, &filter(vec![term("kopi", false)])).await;
        assert_eq!(coffee.len(), 2_000);
        assert!(coffee.is_sorted());
        assert_eq!(
            names(&db, &filter(vec![term("ane", true)]), Sort::Name).await,
            ["aneka 0001"]
        );
    });
}
