//! An account that is bound to a district sees and changes nothing outside it.

use center::people::{accounts, codes, consent};
use center::registry::find::{self, Query};
use center::registry::{RegistryError, plan, share, state, view};
use center::testing::{actor, on_both};
use center::{Actor, Error, Hall, Permission, Role, people::PeopleError};
use serde_json::json;
use vocab::Lang;
use vocab::id::BusinessId;

use crate::tools::{day, facts, keripik, owner_of, registered};

const HERE: &str = "33.24.09";
const ELSEWHERE: &str = "33.24.10";

fn bound(role: Role, scope: &str) -> Actor {
    let mut actor = actor(role);
    actor.scope = Some(scope.parse().unwrap());
    actor
}

fn is_hidden<T>(result: &Result<T, Error>) -> bool {
    matches!(result, Err(Error::NotFound(_)))
}

/// One in the district 33.24.09 with an owner, one elsewhere, one of which nobody noted the place.
async fn three(hall: &Hall) -> BusinessId {
    let here = keripik(hall).await;
    let elsewhere = json!({ "business_name": "Batik Kendal", "village": "33.24.10.2002" });
    registered(hall, elsewhere).await;
    registered(hall, json!({ "business_name": "Usaha Keliling" })).await;
    here
}

async fn listed(hall: &Hall, actor: &Actor, query: &Query) -> Vec<String> {
    let found = find::find(hall, actor, query, None, 50).await.unwrap();
    assert_eq!(u64::try_from(found.rows.len()).unwrap(), found.total);
    found.rows.into_iter().map(|row| row.name).collect()
}

#[test]
fn a_bound_account_lists_its_own_district_only() {
    on_both(async |hall| {
        three(&hall).await;
        let all = Query::default();
        let asked = Query {
            region: Some(ELSEWHERE.parse().unwrap()),
            ..Query::default()
        };
        let words = Query {
            text: "batik".to_owned(),
            ..Query::default()
        };
        for role in [Role::Enumerator, Role::Mentor] {
            let me = bound(role, HERE);
            assert_eq!(listed(&hall, &me, &all).await, ["Keripik Barokah"]);
            assert!(listed(&hall, &me, &asked).await.is_empty());
            assert!(listed(&hall, &me, &words).await.is_empty());
            let village = bound(role, "33.24.10.2002");
            assert_eq!(listed(&hall, &village, &all).await, ["Batik Kendal"]);
            let nowhere = bound(role, "33.24.01");
            assert!(listed(&hall, &nowhere, &all).await.is_empty());
        }
        assert_eq!(listed(&hall, &actor(Role::Mentor), &all).await.len(), 3);
    });
}

#[test]
fn a_business_outside_the_scope_answers_like_one_that_does_not_exist() {
    on_both(async |hall| {
        let id = three(&hall).await;
        let owner = owner_of(&hall, id).await;
        let phone = "081299999999".parse().unwrap();
        let made = accounts::create_for_owner(&hall, &actor(Role::Officer), id, &phone)
            .await
            .unwrap();
        let qris = facts(json!({ "qris": true }));
        let today = day("2026-11-20");
        for (scope, hidden) in [(ELSEWHERE, true), (HERE, false)] {
            for role in [Role::Enumerator, Role::Mentor] {
                let me = bound(role, scope);
                let seen = [
                    is_hidden(&view::view(&hall, &me, id).await),
                    is_hidden(&plan::plan(&hall, &me, id).await),
                    is_hidden(&state::state(&hall, &me, id, &qris, today).await),
                    is_hidden(&consent::of_person(&hall, &me, owner).await),
                    find::by_ids(&hall, &me, &[id]).await.unwrap().is_empty(),
                ];
                assert_eq!(seen, [hidden; 5], "{role:?} of {scope}");
            }
            let mentor = bound(Role::Mentor, scope);
            assert!(mentor.may(Permission::ManageOwnerAccounts));
            let list = accounts::list(&hall, &mentor, None, None, 50).await;
            let seen = [
                is_hidden(&share::share(&hall, &mentor, id).await),
                is_hidden(&accounts::create_for_owner(&hall, &mentor, id, &phone).await),
                is_hidden(&accounts::find(&hall, &mentor, made.account).await),
                is_hidden(&codes::issue(&hall, &mentor, made.account).await),
                list.unwrap().is_empty(),
            ];
            assert_eq!(seen, [hidden; 5], "mentor of {scope}");
        }
    });
}

#[test]
fn a_bound_account_registers_in_its_own_district_only() {
    on_both(async |hall| {
        let me = bound(Role::Enumerator, HERE);
        for place in [json!(null), json!("33.24.10.2002")] {
            let named = facts(json!({ "business_name": "Warung", "village": place }));
            let refused = state::register(&hall, &me, &named, day("2026-11-20")).await;
            assert!(
                matches!(
                    refused,
                    Err(Error::Registry(RegistryError::OutsideScope { .. }))
                ),
                "{refused:?}"
            );
        }
        let here = facts(json!({ "business_name": "Warung", "village": "33.24.09.2003" }));
        state::register(&hall, &me, &here, day("2026-11-20"))
            .await
            .unwrap();
        assert_eq!(listed(&hall, &me, &Query::default()).await, ["Warung"]);
    });
}

#[test]
fn only_field_staff_are_bound_and_only_to_a_place_of_the_regency() {
    on_both(async |hall| {
        let admin = actor(Role::Admin);
        let new = |role, scope: &str| accounts::NewAccount {
            login: format!("akun{}", role as u8),
            name: "Siti".to_owned(),
            role,
            scope: Some(scope.parse().unwrap()),
            language: Lang::Id,
        };
        let refused = accounts::create(&hall, &admin, &new(Role::Head, HERE)).await;
        assert!(matches!(
            refused,
            Err(Error::People(PeopleError::ScopeOfRole))
        ));
        for elsewhere in ["33.24", "33.25.01"] {
            let refused = accounts::create(&hall, &admin, &new(Role::Mentor, elsewhere)).await;
            assert!(matches!(
                refused,
                Err(Error::People(PeopleError::ScopeElsewhere { .. }))
            ));
        }
        let made = accounts::create(&hall, &admin, &new(Role::Mentor, HERE))
            .await
            .unwrap();
        let seen = accounts::find(&hall, &admin, made.account).await.unwrap();
        assert_eq!(seen.scope, Some(HERE.parse().unwrap()));
    });
}
