//! An account that is bound to a district reviews, merges, counts and campaigns in it and nowhere else.

use center::insight;
use center::registry::campaign::{self, Filter, Given, Outcome};
use center::registry::linking::{
    self, Answer, Kind, LinkingError, PairKind, duplicates, merge, review,
};
use center::registry::palette::key;
use center::registry::{RegistryError, export, import};
use center::testing::{REGENCY, actor};
use center::{Actor, Error, Hall, Role};
use store::registry::business;
use store::registry::pair::{self, Pair, PairState};
use store::sql;
use vocab::Lang;
use vocab::id::{BusinessId, PairId};

use crate::tools::{
    brought, census, link, mentor, merchants, officer, registered, take_census, with_hall,
};

/// The district of the whole census (see the tools), and another.
const HERE: &str = "33.24.17";
const ELSEWHERE: &str = "33.24.10";

fn bound(role: Role, place: &str) -> Actor {
    let mut actor = actor(role);
    actor.scope = Some(place.parse().unwrap());
    actor
}

fn is_hidden<T>(result: &Result<T, Error>) -> bool {
    matches!(result, Err(Error::NotFound(_)))
}

fn is_bound<T>(result: &Result<T, Error>) -> bool {
    matches!(result, Err(Error::Registry(RegistryError::Bound)))
}

async fn elsewhere(hall: &Hall) -> BusinessId {
    let json = serde_json::json!({ "business_name": "Batik Kendal", "village": "33.24.10.2002",
        "online_shopee": false });
    registered(hall, json).await
}

async fn some(hall: &Hall) -> Vec<BusinessId> {
    let mut session = hall.db().read().await.unwrap();
    let all = business::after(&mut session, REGENCY, 0, 10).await.unwrap();
    all.into_iter().map(|one| one.id).collect()
}

/// A pair before the readers, of two businesses.
async fn propose(hall: &Hall, left: BusinessId, right: BusinessId) -> PairId {
    let id: PairId = hall.new_id();
    let pair = Pair {
        id,
        regency: REGENCY.to_owned(),
        kind: PairKind::Duplicate,
        source: None,
        left: left.as_uuid(),
        business: right,
        probability: 0.9,
        weight: 3.0,
        reasons: "[]".to_owned(),
        state: PairState::Proposed,
        by_reader: false,
        needs: 1,
        edition: None,
        said: None,
        statement: None,
        made_at: hall.clock().now(),
        decided_at: None,
    };
    let mut tx = hall.db().write().await.unwrap();
    pair::put(&mut tx, vec![pair]).await.unwrap();
    tx.commit().await.unwrap();
    id
}

#[test]
fn readers_see_the_pairs_of_their_own_place() {
    with_hall(async |hall, folder| {
        take_census(&hall, folder, &census(60)).await;
        link(&hall, folder, &merchants(0..20, 0..0)).await;
        let mut tx = hall.db().write().await.unwrap();
        tx.execute(sql("UPDATE record_pair SET state = 'proposed'"))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let (here, there) = (bound(Role::Mentor, HERE), bound(Role::Mentor, ELSEWHERE));
        let seen = review::next(&hall, &here, PairKind::Link, None)
            .await
            .unwrap();
        let id = seen.unwrap().pair.id;
        let none = review::next(&hall, &there, PairKind::Link, None)
            .await
            .unwrap();
        assert!(none.is_none());
        assert!(is_hidden(&review::find(&hall, &there, id).await));
        assert!(is_hidden(
            &review::decide(&hall, &there, id, Answer::Same).await
        ));
        let waiting = async |actor: &Actor| {
            let lists = linking::lists(&hall, actor).await.unwrap();
            (
                lists[0].waiting,
                duplicates::counts(&hall, actor).await.unwrap().0,
            )
        };
        let all = waiting(&mentor()).await;
        assert!(all.0 > 0 && all.0 == all.1, "{all:?}");
        assert_eq!(waiting(&here).await, all);
        assert_eq!(waiting(&there).await, (0, 0));
        review::decide(&hall, &here, id, Answer::Same)
            .await
            .unwrap();
    });
}

#[test]
fn duplicates_across_the_border_are_for_those_who_see_both_sides() {
    with_hall(async |hall, folder| {
        take_census(&hall, folder, &census(12)).await;
        let ids = some(&hall).await;
        let outside = elsewhere(&hall).await;
        let inside = propose(&hall, ids[0], ids[1]).await;
        let across = propose(&hall, ids[2], outside).await;
        let here = bound(Role::Officer, HERE);
        let shown = duplicates::waiting(&hall, &here, 10).await.unwrap();
        assert_eq!(shown.len(), 1);
        assert_eq!(shown[0].what.id, inside);
        assert!(is_hidden(&review::find(&hall, &here, across).await));
        assert!(is_hidden(
            &merge::merge(&hall, &here, ids[2], outside).await
        ));
        let merged = merge::merge(&hall, &officer(), ids[2], outside)
            .await
            .unwrap();
        let there = bound(Role::Officer, ELSEWHERE);
        assert!(is_hidden(&merge::unmerge(&hall, &there, merged).await));
        assert!(
            duplicates::merges(&hall, &there, 10)
                .await
                .unwrap()
                .is_empty()
        );
        merge::unmerge(&hall, &here, merged).await.unwrap();
    });
}

#[test]
fn evidence_and_counts_stop_at_the_border() {
    with_hall(async |hall, folder| {
        take_census(&hall, folder, &census(60)).await;
        link(&hall, folder, &merchants(0..30, 0..0)).await;
        elsewhere(&hall).await;
        let (here, there) = (bound(Role::Mentor, HERE), bound(Role::Mentor, ELSEWHERE));
        let kind = Kind::Shopeefood;
        let on = async |actor: &Actor| {
            let (found, _) = linking::on_channel(&hall, actor, kind, None, 100)
                .await
                .unwrap();
            found
        };
        let found = on(&mentor()).await;
        assert!(!found.is_empty());
        assert_eq!(on(&here).await, found);
        assert_eq!(on(&there).await, []);
        assert!(linking::channels(&hall, &there).await.unwrap().is_empty());
        let id = found[0].business;
        assert!(is_hidden(&linking::presence(&hall, &there, id).await));
        assert_eq!(linking::presence(&hall, &here, id).await.unwrap().len(), 1);

        let businesses = async |actor: &Actor| {
            let seen = insight::overview(&hall, actor, None).await.unwrap();
            let parts: i64 = seen.parts.iter().map(|part| part.count(key::ALL)).sum();
            assert_eq!(parts, seen.whole.businesses());
            (seen.whole.region.clone(), seen.whole.businesses())
        };
        assert_eq!(businesses(&mentor()).await, (REGENCY.to_owned(), 61));
        assert_eq!(businesses(&here).await, (HERE.to_owned(), 60));
        assert_eq!(businesses(&there).await, (ELSEWHERE.to_owned(), 1));
        let village = bound(Role::Mentor, "33.24.10.2003");
        assert_eq!(businesses(&village).await, (ELSEWHERE.to_owned(), 0));
        let asked = insight::overview(&hall, &here, Some(ELSEWHERE.parse().unwrap())).await;
        assert!(is_hidden(&asked));
    });
}

#[test]
fn a_campaign_is_seen_given_noted_and_taken_along_as_far_as_the_place_reaches() {
    with_hall(async |hall, folder| {
        take_census(&hall, folder, &census(20)).await;
        let outside = elsewhere(&hall).await;
        let id = campaign::create(&hall, &officer(), "Semua", &Filter::default())
            .await
            .unwrap();
        let (here, there) = (bound(Role::Officer, HERE), bound(Role::Officer, ELSEWHERE));
        let nowhere = bound(Role::Officer, "33.24.01");
        let members = async |actor: &Actor| {
            let list = campaign::list(&hall, actor).await.unwrap();
            list.first().map(|line| line.members)
        };
        assert_eq!(members(&officer()).await, Some(21));
        assert_eq!(members(&here).await, Some(20));
        assert_eq!(members(&there).await, Some(1));
        assert_eq!(members(&nowhere).await, None);
        assert!(is_hidden(&campaign::view(&hall, &nowhere, id, None).await));
        let view = campaign::view(&hall, &there, id, None).await.unwrap();
        assert_eq!((view.members, view.page.len()), (1, 1));
        assert!(is_hidden(
            &campaign::member(&hall, &here, id, outside).await
        ));
        let file = export::begin_campaign(&hall, &there, id, Lang::Id)
            .await
            .unwrap();
        assert_eq!(file.rows(), 1);

        let note = campaign::note(&hall, &here, id, outside, "", Outcome::Met, "").await;
        assert!(
            matches!(note, Err(Error::Linking(LinkingError::NotYours))),
            "{note:?}"
        );
        let sent = crate::tools::real_mentor(&hall).await;
        let given = campaign::give(&hall, &there, id, Given::default(), Some(sent)).await;
        assert_eq!(given.unwrap(), 1, "only the one that lies there");
        let close = campaign::close(&hall, &there, id, "").await;
        assert!(
            matches!(close, Err(Error::Linking(LinkingError::CampaignWider))),
            "{close:?}"
        );
        // Its own campaign holds its own place only, and may be closed by who made it.
        let own = campaign::create(&hall, &there, "Sendiri", &Filter::default())
            .await
            .unwrap();
        assert_eq!(members(&there).await, Some(1));
        campaign::close(&hall, &there, own, "selesai")
            .await
            .unwrap();
    });
}

#[test]
fn what_is_done_to_a_whole_list_is_not_for_a_bound_account() {
    with_hall(async |hall, folder| {
        let here = bound(Role::Officer, HERE);
        let list = brought(folder, &merchants(0..5, 0..0));
        assert!(is_bound(&linking::preview(&hall, &here, &list).await));
        assert!(is_bound(&linking::bring(&hall, &here, &list).await));
        assert!(is_bound(&duplicates::look_for(&hall, &here).await));
        let census = import::Brought {
            path: list.path.clone(),
            file_name: "sensus.csv".to_owned(),
            source: "Sensus".to_owned(),
            mapping: None,
            stated_on: None,
            forgiven: Vec::new(),
        };
        assert!(is_bound(&import::preview(&hall, &here, &census).await));
        assert!(is_bound(&import::create(&hall, &here, &census).await));
    });
}
