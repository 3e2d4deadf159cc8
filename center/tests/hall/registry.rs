//! Facts come in, plans come out, lists follow.

use center::registry::find::{Query, Sort, StepFilter, find};
use center::registry::palette::{Online, Standing, key};
use center::registry::state::{self, Stated};
use center::registry::view::{Shown, view};
use center::registry::{RegistryError, export, plan, project, share};
use center::testing::{actor, on_both, owner};
use center::{Error, Hall, Role, insight};
use rulebook::{Fact, Value};
use serde_json::json;
use vocab::{Lang, SizeClass};

use crate::tools::{counters_agree, day, facts, keripik, owner_of, registered};

#[test]
fn a_registered_business_has_a_plan_and_is_in_the_list() {
    on_both(async |hall| {
        let id = keripik(&hall).await;
        let page = view(&hall, &actor(Role::Officer), id).await.unwrap();
        assert_eq!(page.business.name, "Keripik Barokah");
        assert_eq!(page.business.size, Some(SizeClass::Mikro));
        assert_eq!(page.business.online, Online::No);
        assert!(!page.plan.steps.is_empty());
        assert_eq!(page.business.stage, page.plan.stage());
        assert_eq!(page.history.len(), 1);
        let list = find(&hall, &actor(Role::Mentor), &Query::default(), None, 50)
            .await
            .unwrap();
        assert_eq!(list.total, 1);
        assert_eq!(list.rows[0].id, id);
        counters_agree(&hall).await;
    });
}

#[test]
fn stating_a_fact_moves_the_plan_the_lists_and_the_counters() {
    on_both(async |hall| {
        let id = keripik(&hall).await;
        let officer = actor(Role::Officer);
        let before = plan::plan(&hall, &officer, id).await.unwrap();
        let nib = hall
            .rulebook()
            .find("nib", day("2026-11-24"))
            .map(|(index, _)| index)
            .unwrap();
        assert!(before.plan.step(nib).is_some_and(|step| !step.is_done()));
        let said = facts(json!({ "nib": "1234567890123", "online_shopee": true }));
        let stated = state::state(&hall, &officer, id, &said, day("2026-11-20"))
            .await
            .unwrap();
        assert!(matches!(stated, Stated::Written(_)));
        let after = plan::plan(&hall, &officer, id).await.unwrap();
        assert!(after.plan.step(nib).is_some_and(rulebook::Step::is_done));
        assert_eq!(after.business.online, Online::Yes);
        counters_agree(&hall).await;
        let overview = insight::overview(&hall, &officer, None).await.unwrap();
        assert_eq!(overview.whole.businesses(), 1);
        assert_eq!(overview.whole.count(&key::online(Online::Yes)), 1);
        assert_eq!(overview.whole.count(&key::step(Standing::Done, "nib")), 1);
        assert_eq!(overview.parts.len(), 20, "every district has its line");
        assert_eq!(
            overview
                .parts
                .iter()
                .map(insight::Area::businesses)
                .sum::<i64>(),
            1
        );
        // Saying the same again writes nothing.
        let again = state::state(&hall, &officer, id, &said, day("2026-11-20"))
            .await
            .unwrap();
        assert_eq!(again, Stated::Unchanged);
        assert_eq!(view(&hall, &officer, id).await.unwrap().history.len(), 2);
    });
}

#[test]
fn a_worse_door_overwrites_nothing_and_is_shown_as_contested() {
    on_both(async |hall| {
        let id = keripik(&hall).await;
        let officer = actor(Role::Officer);
        state::state(
            &hall,
            &officer,
            id,
            &facts(json!({ "sales": 200_000_000 })),
            day("2026-11-10"),
        )
        .await
        .unwrap();
        let census = actor(Role::Enumerator);
        state::state(
            &hall,
            &census,
            id,
            &facts(json!({ "sales": 50_000_000 })),
            day("2026-11-20"),
        )
        .await
        .unwrap();
        let page = view(&hall, &officer, id).await.unwrap();
        let sales = page
            .facts
            .iter()
            .find(|fact| fact.fact == Fact::Sales)
            .unwrap();
        assert_eq!(sales.value, Shown::Value(Value::Rupiah(200_000_000)));
        assert_eq!(sales.contested.len(), 1);
        assert_eq!(
            sales.contested[0].0,
            Shown::Value(Value::Rupiah(50_000_000))
        );
        // Withdrawing the officer's statement brings the census back.
        let statement = sales.from.statement;
        state::withdraw(&hall, &officer, id, statement)
            .await
            .unwrap();
        let page = view(&hall, &officer, id).await.unwrap();
        let sales = page
            .facts
            .iter()
            .find(|fact| fact.fact == Fact::Sales)
            .unwrap();
        assert_eq!(sales.value, Shown::Value(Value::Rupiah(50_000_000)));
        let gone = state::withdraw(&hall, &officer, id, statement)
            .await
            .unwrap_err();
        assert!(matches!(
            gone,
            Error::Registry(RegistryError::StatementGone)
        ));
        counters_agree(&hall).await;
    });
}

#[test]
fn what_cannot_be_stated_is_refused_and_leaves_nothing() {
    on_both(async |hall| {
        let id = keripik(&hall).await;
        let officer = actor(Role::Officer);
        for (json, on, code) in [
            (json!({}), "2026-11-20", "registry.nothing_stated"),
            (
                json!({ "qris": true }),
                "2026-11-25",
                "registry.stated_in_future",
            ),
            (
                json!({ "village": "33.25.01.2001" }),
                "2026-11-20",
                "registry.other_regency",
            ),
        ] {
            let error = state::state(&hall, &officer, id, &facts(json), day(on))
                .await
                .unwrap_err();
            assert_eq!(vocab::DomainError::code(&error), code);
        }
        let nameless = facts(json!({ "qris": true }));
        let error = state::register(&hall, &officer, &nameless, day("2026-11-20"))
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Registry(RegistryError::NoName)));
        assert_eq!(view(&hall, &officer, id).await.unwrap().history.len(), 1);
    });
}

async fn several(hall: &Hall) {
    for (name, owner, village, kbli, online) in [
        (
            "Keripik Barokah",
            "Siti Aminah",
            "33.24.09.2003",
            "2020:10794",
            false,
        ),
        (
            "Kripik Sari Rasa",
            "Budi Santoso",
            "33.24.10.2001",
            "2020:10794",
            true,
        ),
        (
            "Bandeng Presto Bu Tini",
            "Tini",
            "33.24.09.2004",
            "2020:10213",
            false,
        ),
        (
            "Batik Kendal",
            "Siti Rahayu",
            "33.24.10.2002",
            "2020:13134",
            false,
        ),
    ] {
        registered(
            hall,
            json!({ "business_name": name, "owner_name": owner, "village": village, "kbli": kbli, "online_shopee": online }),
        )
        .await;
    }
}

async fn names(hall: &Hall, query: &Query) -> Vec<String> {
    let list = find(hall, &actor(Role::Officer), query, None, 50)
        .await
        .unwrap();
    assert_eq!(list.rows.len() as u64, list.total);
    list.rows.into_iter().map(|row| row.name).collect()
}

#[test]
fn a_list_is_searched_by_name_owner_village_and_code_and_forgives_a_slip() {
    on_both(async |hall| {
        several(&hall).await;
        let village = hall
            .gazetteer()
            .name(&"33.24.10.2002".parse().unwrap())
            .unwrap()
            .to_owned();
        for (text, expected) in [
            ("barokah", vec!["Keripik Barokah"]),
            ("siti", vec!["Batik Kendal", "Keripik Barokah"]),
            ("siti bat", vec!["Batik Kendal"]),
            ("ker", vec!["Keripik Barokah", "Kripik Sari Rasa"]),
            ("kripik ", vec!["Keripik Barokah", "Kripik Sari Rasa"]),
            ("BANDENG presto", vec!["Bandeng Presto Bu Tini"]),
            ("bandneg ", vec!["Bandeng Presto Bu Tini"]),
            ("10794", vec!["Keripik Barokah", "Kripik Sari Rasa"]),
            (village.as_str(), vec!["Batik Kendal"]),
            ("tidakada", vec![]),
            ("\"'; DROP", vec![]),
        ] {
            let query = Query {
                text: text.to_owned(),
                ..Query::default()
            };
            let found = names(&hall, &query).await;
            if text == "ker" || text == "kripik " {
                // Both spellings share a normal form.
                assert!(
                    found.contains(&"Keripik Barokah".to_owned()),
                    "{text}: {found:?}"
                );
            } else {
                assert_eq!(found, expected, "{text}");
            }
        }
        let query = Query {
            text: "bandneg ".to_owned(),
            ..Query::default()
        };
        let list = find(&hall, &actor(Role::Officer), &query, None, 50)
            .await
            .unwrap();
        assert_eq!(
            list.read_as,
            [("bandneg".to_owned(), vec!["bandeng".to_owned()])]
        );
    });
}

#[test]
fn filters_narrow_a_list() {
    on_both(async |hall| {
        several(&hall).await;
        let district = Query {
            region: Some("33.24.09".parse().unwrap()),
            ..Query::default()
        };
        assert_eq!(
            names(&hall, &district).await,
            ["Bandeng Presto Bu Tini", "Keripik Barokah"]
        );
        let village = Query {
            region: Some("33.24.10.2001".parse().unwrap()),
            ..Query::default()
        };
        assert_eq!(names(&hall, &village).await, ["Kripik Sari Rasa"]);
        let online = Query {
            online: vec![Online::Yes],
            ..Query::default()
        };
        assert_eq!(names(&hall, &online).await, ["Kripik Sari Rasa"]);
        let not_online = Query {
            online: vec![Online::No, Online::Unknown],
            text: "siti".to_owned(),
            ..Query::default()
        };
        assert_eq!(
            names(&hall, &not_online).await,
            ["Batik Kendal", "Keripik Barokah"]
        );
        let kbli = Query {
            kbli: Some("2020:13134".parse().unwrap()),
            ..Query::default()
        };
        assert_eq!(names(&hall, &kbli).await, ["Batik Kendal"]);
        let unknown_kbli = Query {
            kbli: Some("2020:01111".parse().unwrap()),
            ..Query::default()
        };
        assert!(names(&hall, &unknown_kbli).await.is_empty());
        let size = Query {
            size: Some(None),
            ..Query::default()
        };
        assert_eq!(
            names(&hall, &size).await.len(),
            4,
            "nobody told capital or sales"
        );
        let missing = StepFilter {
            rule: "nib".to_owned(),
            standings: vec![Standing::Open, Standing::Ask],
        };
        let missing = Query {
            step: Some(missing),
            sort: Sort::Newest,
            ..Query::default()
        };
        assert_eq!(names(&hall, &missing).await.len(), 4);
        let wrong = StepFilter {
            rule: "nonsense".to_owned(),
            standings: vec![Standing::Open],
        };
        let wrong = Query {
            step: Some(wrong),
            ..Query::default()
        };
        let error = find(&hall, &actor(Role::Officer), &wrong, None, 50)
            .await
            .unwrap_err();
        assert!(matches!(
            error,
            Error::Registry(RegistryError::StepUnknown { .. })
        ));
    });
}

#[test]
fn pages_follow_each_other_without_gap_or_repeat() {
    on_both(async |hall| {
        for n in 0..11 {
            registered(&hall, json!({ "business_name": format!("Usaha {n:02}") })).await;
        }
        for sort in [Sort::Name, Sort::Newest] {
            let query = Query {
                sort,
                ..Query::default()
            };
            let (mut all, mut after) = (Vec::new(), None);
            loop {
                let list = find(&hall, &actor(Role::Officer), &query, after.as_deref(), 4)
                    .await
                    .unwrap();
                assert_eq!(list.total, 11);
                all.extend(list.rows.into_iter().map(|row| row.name));
                after = list.next;
                if after.is_none() {
                    break;
                }
            }
            let mut sorted = all.clone();
            sorted.sort();
            if sort == Sort::Newest {
                sorted.reverse();
            }
            assert_eq!(all, sorted);
            assert_eq!(all.len(), 11);
        }
        let error = find(
            &hall,
            &actor(Role::Officer),
            &Query::default(),
            Some("x"),
            4,
        )
        .await
        .unwrap_err();
        assert!(matches!(
            error,
            Error::Registry(RegistryError::CursorMalformed)
        ));
    });
}

#[test]
fn an_owner_sees_and_fills_in_only_the_own_business() {
    on_both(async |hall| {
        let mine = keripik(&hall).await;
        let other = registered(
            &hall,
            json!({ "business_name": "Lain", "owner_name": "Orang Lain" }),
        )
        .await;
        let me = owner(owner_of(&hall, mine).await);
        assert_eq!(
            plan::plan(&hall, &me, mine).await.unwrap().business.id,
            mine
        );
        let own = center::registry::find::own(&hall, &me).await.unwrap();
        assert_eq!(own.iter().map(|row| row.id).collect::<Vec<_>>(), [mine]);
        for result in [
            plan::plan(&hall, &me, other).await.map(drop),
            view(&hall, &me, other).await.map(drop),
            state::state(
                &hall,
                &me,
                other,
                &facts(json!({ "qris": true })),
                day("2026-11-20"),
            )
            .await
            .map(drop),
            share::share(&hall, &me, other).await.map(drop),
        ] {
            assert!(matches!(result, Err(Error::NotFound(_))), "{result:?}");
        }
        state::state(
            &hall,
            &me,
            mine,
            &facts(json!({ "qris": true })),
            day("2026-11-20"),
        )
        .await
        .unwrap();
        let page = view(&hall, &me, mine).await.unwrap();
        assert!(page.facts.iter().any(|fact| fact.fact == Fact::Qris));
        assert!(page.trail.is_empty(), "owners do not see the audit trail");
    });
}

#[test]
fn a_shared_plan_shows_nothing_personal_and_can_be_taken_back() {
    on_both(async |hall| {
        let id = keripik(&hall).await;
        let me = owner(owner_of(&hall, id).await);
        let made = share::share(&hall, &me, id).await.unwrap();
        let shared = share::open(&hall, &made.token).await.unwrap();
        assert_eq!(shared.name, "Keripik Barokah");
        assert!(shared.facts.iter().all(|(fact, _)| !fact.is_personal()));
        assert!(shared.facts.get(Fact::Sales).is_none());
        assert!(!shared.plan.steps.is_empty());
        assert!(matches!(
            share::open(&hall, "made-up").await,
            Err(Error::NotFound(_))
        ));
        let links = share::links(&hall, &me, id).await.unwrap();
        share::revoke(&hall, &me, id, Some(links[0].id))
            .await
            .unwrap();
        assert!(matches!(
            share::open(&hall, &made.token).await,
            Err(Error::NotFound(_))
        ));
        let again = share::share(&hall, &me, id).await.unwrap();
        hall.clock().advance(chrono::TimeDelta::days(181));
        assert!(matches!(
            share::open(&hall, &again.token).await,
            Err(Error::NotFound(_))
        ));
    });
}

async fn csv(hall: &Hall, role: Role) -> String {
    let query = Query::default();
    let mut file = export::begin(hall, &actor(role), &query, export::Format::Csv, Lang::Id)
        .await
        .unwrap();
    let mut bytes = Vec::new();
    while let Some(piece) = file.csv_piece().await.unwrap() {
        bytes.extend(piece);
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn an_export_holds_the_list_and_phones_only_for_those_who_may_see_them() {
    on_both(async |hall| {
        keripik(&hall).await;
        registered(
            &hall,
            json!({ "business_name": "=HYPERLINK(\"http://x\")" }),
        )
        .await;
        let officer = csv(&hall, Role::Officer).await;
        assert!(officer.starts_with('\u{feff}'));
        assert_eq!(officer.lines().count(), 3, "{officer}");
        assert!(officer.contains("0812"), "{officer}");
        assert!(officer.contains("'=HYPERLINK"), "{officer}");
        assert!(!officer.contains(crate::tools::NIK));
        let head = csv(&hall, Role::Head).await;
        assert!(!head.contains("0812"), "{head}");
        let book = export::begin(
            &hall,
            &actor(Role::Officer),
            &Query::default(),
            export::Format::Xlsx,
            Lang::En,
        )
        .await
        .unwrap();
        assert_eq!(book.rows(), 2);
        assert!(book.xlsx().await.unwrap().starts_with(b"PK"));
    });
}

#[test]
fn a_business_is_found_by_what_it_makes_and_no_longer_by_what_it_made() {
    on_both(async |hall| {
        let json = json!({ "business_name": "Griya Kita", "activity": "Produksi camilan", "main_product": "keripik singkong" });
        let id = registered(&hall, json).await;
        registered(&hall, json!({ "business_name": "Toko Lain" })).await;
        let hits = async |text: &str| {
            let query = Query {
                text: text.to_owned(),
                ..Query::default()
            };
            let found = find(&hall, &actor(Role::Officer), &query, None, 10).await;
            found.unwrap().total
        };
        assert_eq!(hits("keripik").await, 1);
        assert_eq!(hits("griya camilan").await, 1);
        let said = facts(json!({ "main_product": "peyek kacang" }));
        state::state(&hall, &actor(Role::Officer), id, &said, day("2026-11-20"))
            .await
            .unwrap();
        assert_eq!(hits("peyek").await, 1);
        assert_eq!(hits("keripik").await, 0);
    });
}

#[test]
fn two_businesses_with_one_nik_have_one_owner() {
    on_both(async |hall| {
        let first = keripik(&hall).await;
        let second = registered(&hall, json!({ "business_name": "Warung", "owner_name": "Siti Aminah", "owner_nik": crate::tools::NIK })).await;
        assert_eq!(owner_of(&hall, first).await, owner_of(&hall, second).await);
        let me = owner(owner_of(&hall, first).await);
        assert_eq!(
            center::registry::find::own(&hall, &me).await.unwrap().len(),
            2
        );
    });
}

#[test]
fn many_officers_at_once_lose_no_statement() {
    on_both(async |hall| {
        let id = keripik(&hall).await;
        let tasks: Vec<_> = (0..12)
            .map(|n| {
                let hall = hall.clone();
                tokio::spawn(async move {
                    let said =
                        facts(json!({ "workers_male": n, "sales": 1_000_000 * i64::from(n) }));
                    state::state(&hall, &actor(Role::Officer), id, &said, day("2026-11-20"))
                        .await
                        .unwrap();
                    registered(&hall, json!({ "business_name": format!("Baru {n}") })).await;
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        let page = view(&hall, &actor(Role::Head), id).await.unwrap();
        assert_eq!(page.history.len(), 13);
        assert_eq!(page.trail.len(), 13);
        counters_agree(&hall).await;
        let verdict = center::audit::verify(&hall, "33.24", None).await.unwrap();
        assert!(
            matches!(verdict, center::audit::Verdict::Whole { entries: 25, .. }),
            "{verdict:?}"
        );
    });
}

#[test]
fn plans_are_made_anew_when_the_day_changes() {
    on_both(async |hall| {
        let id = registered(
            &hall,
            json!({ "business_name": "Keripik", "product_kind": "processed_food", "kbli": "2020:10794",
                    "pirt": "2063324010001-26", "pirt_expiry": "2026-12-01" }),
        )
        .await;
        let marks = async |hall: &Hall| {
            let mut session = hall.db().read().await.unwrap();
            store::registry::business::find(&mut session, "33.24", id)
                .await
                .unwrap()
                .unwrap()
                .marks
        };
        assert!(
            center::registry::replan::is_due(&hall, "33.24")
                .await
                .unwrap()
        );
        center::registry::replan::run(&hall, "33.24").await.unwrap();
        assert!(
            !center::registry::replan::is_due(&hall, "33.24")
                .await
                .unwrap()
        );
        let before = marks(&hall).await;
        hall.clock().advance(chrono::TimeDelta::days(400));
        assert!(
            center::registry::replan::is_due(&hall, "33.24")
                .await
                .unwrap()
        );
        let changed = center::registry::replan::run(&hall, "33.24").await.unwrap();
        let after = marks(&hall).await;
        assert_eq!(changed, u64::from(before != after));
        assert_ne!(before, after, "the permit has run out meanwhile");
        counters_agree(&hall).await;
    });
}

#[test]
fn the_pure_projection_agrees_with_what_is_kept() {
    on_both(async |hall| {
        let id = keripik(&hall).await;
        let view = plan::plan(&hall, &actor(Role::Officer), id).await.unwrap();
        let projection = project::Projector::new(&hall, "33.24").project(&view.facts);
        let mut session = hall.db().read().await.unwrap();
        let kept = store::registry::business::find(&mut session, "33.24", id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (projection.name, projection.region, projection.facts),
            (kept.name, kept.region, kept.facts)
        );
    });
}
