//! How sets of answers become facts, and how their quality is seen.
#![expect(
    clippy::similar_names,
    reason = "what was sent, and the set of answers it became"
)]

use center::field::accept::{self, Which};
use center::field::board::{self, Doubt};
use center::field::revisit::{self, Draw};
use center::field::round;
use center::registry::door::Door;
use center::registry::linking::merge;
use center::registry::{state, view};
use center::sync::Outcome;
use center::testing::{actor, on_both};
use center::{Hall, Role};
use rulebook::Fact;
use serde_json::{Value as Json, json};
use store::field::answer::{self as kept, Wanted};
use vocab::DomainError;
use vocab::id::{AnswerId, BusinessId};

use super::stage::{NOW, Phone, VILLAGE, account, answers, body, item, new_one, round_for};
use crate::tools::{NIK, counters_agree, day, facts, keripik, registered};

async fn accepted(hall: &Hall, round: vocab::RoundId) -> u64 {
    accept::accept(hall, &actor(Role::Officer), round, &Which::default())
        .await
        .unwrap()
}

async fn answer(hall: &Hall, id: uuid::Uuid) -> kept::Answer {
    let mut session = hall.db().read().await.unwrap();
    kept::find(&mut session, "33.24", AnswerId::from_uuid(id))
        .await
        .unwrap()
        .unwrap()
}

/// What is believed of a business, and through which door.
async fn believed(hall: &Hall, id: BusinessId, fact: Fact) -> Option<(Json, Door)> {
    let seen = view::view(hall, &actor(Role::Officer), id).await.unwrap();
    let held = seen.facts.into_iter().find(|held| held.fact == fact)?;
    let view::Shown::Value(value) = held.value else {
        return None;
    };
    Some((value.to_json(fact), held.from.door))
}

#[test]
fn sets_become_statements_of_the_census_about_new_and_known_businesses() {
    on_both(async |hall| {
        let siti = account(&hall, Role::Enumerator, "siti").await;
        let known = keripik(&hall).await;
        let (id, _) = round_for(&hall, &siti).await;
        let phone = Phone::new(&hall, &siti).await;
        let new = new_one("Abon Lestari", "3324096505800077");
        let fresh = BusinessId::from_uuid(new.entity);
        let mut said = answers("Keripik Barokah Jaya", "Siti Aminah", NIK);
        said["sales"] = json!(150_000_000);
        let about = item(
            known.as_uuid(),
            1,
            Some(0),
            body(Some(known.as_uuid()), said),
        );
        let set = about.id;
        phone.push(&hall, vec![new, about]).await;
        assert_eq!(accepted(&hall, id).await, 2);
        let seen = state_of(&hall, fresh).await;
        assert_eq!(seen.name, "Abon Lestari");
        assert!(seen.owner.is_some());
        assert_eq!(state_of(&hall, known).await.name, "Keripik Barokah Jaya");
        let (sales, door) = believed(&hall, known, Fact::Sales).await.unwrap();
        assert_eq!((sales, door), (json!(150_000_000), Door::Census));
        let taken = answer(&hall, set).await;
        assert_eq!(
            (taken.state.as_str(), taken.business),
            ("taken", Some(known))
        );
        assert_eq!(accepted(&hall, id).await, 0);
        let verdicts = phone.pull(&hall, "field.answer", "").await;
        assert_eq!(verdicts.items.len(), 2);
        counters_agree(&hall).await;
    });
}

async fn state_of(hall: &Hall, id: BusinessId) -> store::registry::business::Business {
    let mut session = hall.db().read().await.unwrap();
    store::registry::business::find(&mut session, "33.24", id)
        .await
        .unwrap()
        .unwrap()
}

#[test]
fn a_new_business_that_is_known_by_nik_and_name_is_the_one_that_is_known() {
    on_both(async |hall| {
        let siti = account(&hall, Role::Enumerator, "siti").await;
        let (id, _) = round_for(&hall, &siti).await;
        let phone = Phone::new(&hall, &siti).await;
        let (one, two) = (new_one("Abon Lestari", NIK), new_one("Abon Lestari", NIK));
        let sets = (one.id, two.id);
        phone.push(&hall, vec![one, two]).await;
        accepted(&hall, id).await;
        let (one, two) = (answer(&hall, sets.0).await, answer(&hall, sets.1).await);
        assert!(one.business.is_some() && one.business == two.business);
        counters_agree(&hall).await;
    });
}

#[test]
fn an_answer_about_a_business_merged_meanwhile_is_about_the_one_it_was_merged_into() {
    on_both(async |hall| {
        let siti = account(&hall, Role::Enumerator, "siti").await;
        let kept_one = keripik(&hall).await;
        let gone = registered(
            &hall,
            json!({ "business_name": "Kripik Barokah", "village": VILLAGE }),
        )
        .await;
        let (id, _) = round_for(&hall, &siti).await;
        let phone = Phone::new(&hall, &siti).await;
        let list = phone.pull(&hall, "field.business", "").await;
        assert_eq!(list.items.len(), 2);
        let officer = actor(Role::Officer);
        merge::merge(&hall, &officer, kept_one, gone).await.unwrap();
        let said = body(
            Some(gone.as_uuid()),
            answers("Kripik Barokah", "Siti Aminah", NIK),
        );
        let sent = item(gone.as_uuid(), 1, Some(0), said);
        let set = sent.id;
        assert_eq!(phone.push_one(&hall, sent).await.state, Outcome::Accepted);
        accepted(&hall, id).await;
        assert_eq!(answer(&hall, set).await.business, Some(kept_one));
        let (_, door) = believed(&hall, kept_one, Fact::LegalForm).await.unwrap();
        assert_eq!(door, Door::Census);
        let after = phone.pull(&hall, "field.business", &list.cursor).await;
        assert!(
            after
                .items
                .iter()
                .any(|row| row.id == gone.as_uuid() && row.deleted)
        );
    });
}

#[test]
fn a_phone_with_its_clock_in_2019_loses_nothing() {
    on_both(async |hall| {
        let siti = account(&hall, Role::Enumerator, "siti").await;
        let (id, _) = round_for(&hall, &siti).await;
        let mut phone = Phone::new(&hall, &siti).await;
        phone.ahead = 1_546_300_800_000 - NOW;
        let mut sent = new_one("Abon Lestari", NIK);
        sent.body["clock_offset_ms"] = Json::Null;
        sent.body["started_at"] = json!(NOW + phone.ahead - 1_200_000);
        sent.body["ended_at"] = json!(NOW + phone.ahead);
        let set = sent.id;
        assert_eq!(phone.push_one(&hall, sent).await.state, Outcome::Accepted);
        let found = answer(&hall, set).await;
        assert_eq!(found.ended_at, hall.clock().now());
        assert_eq!((found.ended_at - found.started_at).num_minutes(), 20);
        accepted(&hall, id).await;
        let board = board::board(&hall, &actor(Role::Officer), id)
            .await
            .unwrap();
        assert_eq!(board[0].doubts, [Doubt::Clock]);
    });
}

#[test]
fn a_refused_set_goes_back_with_its_reason_and_comes_again() {
    on_both(async |hall| {
        let siti = account(&hall, Role::Enumerator, "siti").await;
        let known = keripik(&hall).await;
        let (id, _) = round_for(&hall, &siti).await;
        let phone = Phone::new(&hall, &siti).await;
        let officer = actor(Role::Officer);
        let entity = known.as_uuid();
        let said = || body(Some(entity), answers("Keripik Barokah", "Siti Aminah", NIK));
        let first = item(entity, 1, Some(0), said());
        let set = AnswerId::from_uuid(first.id);
        phone.push_one(&hall, first).await;
        let list = phone.pull(&hall, "field.business", "").await;
        let empty = accept::refuse(&hall, &officer, set, "  ")
            .await
            .unwrap_err();
        assert_eq!(empty.code(), "field.no_reason");
        accept::refuse(&hall, &officer, set, "Foto tidak ada")
            .await
            .unwrap();
        let verdicts = phone.pull(&hall, "field.answer", "").await;
        assert_eq!(verdicts.items[0].body["state"], "refused");
        assert_eq!(verdicts.items[0].body["reason"], "Foto tidak ada");
        let again = phone.pull(&hall, "field.business", &list.cursor).await;
        assert_eq!(again.items[0].body["state"], "to_visit");
        let mended = phone
            .push_one(&hall, item(entity, 2, Some(1), said()))
            .await;
        assert_eq!(mended.state, Outcome::Accepted);
        assert_eq!(accepted(&hall, id).await, 1);
        assert_eq!(
            accept::refuse(&hall, &officer, set, "x")
                .await
                .unwrap_err()
                .code(),
            "field.decided"
        );
    });
}

#[test]
fn what_came_of_a_visit_without_answers_is_stated_and_a_refusal_states_nothing() {
    on_both(async |hall| {
        let siti = account(&hall, Role::Enumerator, "siti").await;
        let (one, two) = (
            keripik(&hall).await,
            registered(
                &hall,
                json!({ "business_name": "Warung Sri", "village": VILLAGE }),
            )
            .await,
        );
        let (id, area) = round_for(&hall, &siti).await;
        let phone = Phone::new(&hall, &siti).await;
        for (business, outcome) in [(one, "closed"), (two, "refused")] {
            let mut said = body(Some(business.as_uuid()), json!({}));
            said["outcome"] = json!(outcome);
            let taken = phone
                .push_one(&hall, item(business.as_uuid(), 1, None, said))
                .await;
            assert_eq!(taken.state, Outcome::Accepted, "{taken:?}");
        }
        assert_eq!(accepted(&hall, id).await, 2);
        assert_eq!(
            believed(&hall, one, Fact::Status).await.unwrap().0,
            json!("closed")
        );
        assert!(believed(&hall, two, Fact::Status).await.is_none());
        let seen = round::view(&hall, &actor(Role::Head), id).await.unwrap();
        let progress = seen.areas.iter().find(|seen| seen.area.id == area).unwrap();
        assert_eq!((progress.listed, progress.done), (2, 2));
    });
}

#[test]
fn who_does_not_consent_is_counted_without_anything_personal() {
    on_both(async |hall| {
        let siti = account(&hall, Role::Enumerator, "siti").await;
        let (id, _) = round_for(&hall, &siti).await;
        let phone = Phone::new(&hall, &siti).await;
        let mut sent = new_one("Abon Lestari", "3324096505800077");
        sent.body["answers"]["consent"] = json!(false);
        let entity = BusinessId::from_uuid(sent.entity);
        phone.push_one(&hall, sent).await;
        accepted(&hall, id).await;
        let found = state_of(&hall, entity).await;
        assert_eq!((found.owner, found.owner_name), (None, None));
    });
}

#[test]
fn what_an_officer_stated_is_not_overwritten_by_the_census() {
    on_both(async |hall| {
        let siti = account(&hall, Role::Enumerator, "siti").await;
        let known = keripik(&hall).await;
        let officer = actor(Role::Officer);
        let paper = facts(json!({ "legal_form": "cv" }));
        state::state(&hall, &officer, known, &paper, day("2026-11-10"))
            .await
            .unwrap();
        let (id, _) = round_for(&hall, &siti).await;
        let phone = Phone::new(&hall, &siti).await;
        let said = body(
            Some(known.as_uuid()),
            answers("Keripik Barokah", "Siti Aminah", NIK),
        );
        phone
            .push_one(&hall, item(known.as_uuid(), 1, None, said))
            .await;
        accepted(&hall, id).await;
        let held = believed(&hall, known, Fact::LegalForm).await.unwrap();
        assert_eq!(held, (json!("cv"), Door::Officer));
    });
}

#[test]
fn repeats_haste_and_one_place_stand_out_and_prove_nothing() {
    on_both(async |hall| {
        let siti = account(&hall, Role::Enumerator, "siti").await;
        let (id, _) = round_for(&hall, &siti).await;
        let phone = Phone::new(&hall, &siti).await;
        let items = (0..12).map(|n| {
            let mut one = new_one(&format!("Usaha {n}"), &format!("33240965058001{n:02}"));
            one.body["started_at"] = json!(NOW - 120_000);
            one
        });
        phone.push(&hall, items.collect()).await;
        let board = board::board(&hall, &actor(Role::Head), id).await.unwrap();
        assert_eq!(board[0].line.complete, 12);
        assert_eq!(
            board[0].doubts,
            [Doubt::Hasty, Doubt::OnePlace, Doubt::Repeats]
        );
    });
}

#[test]
fn second_visits_are_drawn_by_their_seed_and_held_against_the_first() {
    on_both(async |hall| {
        let siti = account(&hall, Role::Enumerator, "siti").await;
        let tono = account(&hall, Role::Enumerator, "tono").await;
        let (id, _) = round_for(&hall, &siti).await;
        let phone = Phone::new(&hall, &siti).await;
        let items =
            (0..10).map(|n| new_one(&format!("Usaha {n}"), &format!("33240965058001{n:02}")));
        phone.push(&hall, items.collect()).await;
        accepted(&hall, id).await;
        let officer = actor(Role::Officer);
        let drawing = Draw {
            percent: 15,
            seed: "beras merah".to_owned(),
            to: tono.account.unwrap(),
        };
        assert_eq!(
            revisit::draw(&hall, &officer, id, &drawing).await.unwrap(),
            2
        );
        assert_eq!(
            revisit::draw(&hall, &officer, id, &drawing).await.unwrap(),
            0,
            "the same seed draws the same"
        );
        let second = Phone::new(&hall, &tono).await;
        let list = second.pull(&hall, "field.business", "").await;
        assert_eq!(list.items.len(), 2);
        assert!(list.items.iter().all(|row| row.body["revisit"] == true));
        let visit = list.items[0].id;
        let mut said = body(
            Some(visit),
            answers("Usaha", "Sri Rahayu", "3324096505800100"),
        );
        said["answers"]["workers_female"] = json!(7);
        let taken = second.push_one(&hall, item(visit, 1, None, said)).await;
        assert_eq!(taken.state, Outcome::Accepted, "{taken:?}");
        let seen = revisit::list(&hall, &officer, id).await.unwrap();
        let made = seen
            .iter()
            .find(|one| one.visit.id.as_uuid() == visit)
            .unwrap();
        let (compared, agreed) = (made.visit.compared.unwrap(), made.visit.agreed.unwrap());
        assert_eq!(compared - agreed, 1);
        assert_eq!(
            accepted(&hall, id).await,
            0,
            "a second visit states nothing"
        );
        assert_eq!(
            second.pull(&hall, "field.business", "").await.items.len(),
            1
        );
    });
}

#[test]
fn an_erased_owner_takes_the_answers_along() {
    on_both(async |hall| {
        let siti = account(&hall, Role::Enumerator, "siti").await;
        let known = keripik(&hall).await;
        let (id, _) = round_for(&hall, &siti).await;
        let phone = Phone::new(&hall, &siti).await;
        let said = body(
            Some(known.as_uuid()),
            answers("Keripik Barokah", "Siti Aminah", NIK),
        );
        let sent = item(known.as_uuid(), 1, None, said);
        let set = sent.id;
        phone.push_one(&hall, sent).await;
        accepted(&hall, id).await;
        let owner = state_of(&hall, known).await.owner.unwrap();
        center::registry::erase::erase(&hall, &actor(Role::Officer), owner, "permintaan 12")
            .await
            .unwrap();
        let found = answer(&hall, set).await;
        assert_eq!((found.body, found.latitude), (None, None));
        let mut session = hall.db().read().await.unwrap();
        let some = kept::of_round(&mut session, "33.24", id, Wanted::default(), 10)
            .await
            .unwrap();
        assert_eq!(some.len(), 1, "that somebody was there stays counted");
    });
}
