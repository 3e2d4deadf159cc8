//! What offline collection really needs, point by point, and what goes wrong on the way.

use center::sync::{self, Outcome, Sent};
use center::testing::{actor, on_both};
use center::{Error, Role};
use serde_json::json;
use vocab::DomainError;

use super::stage::{
    NOW, Phone, VILLAGE, account, answers, body, id, item, new_one, round_for, states,
};
use crate::tools::{NIK, facts, keripik, registered};

#[test]
fn point_1_client_made_ids_make_sending_again_harmless() {
    on_both(async |hall| {
        let siti = account(&hall, Role::Enumerator, "siti").await;
        round_for(&hall, &siti).await;
        let phone = Phone::new(&hall, &siti).await;
        let items: Vec<_> = (0..5)
            .map(|n| new_one(&format!("Usaha {n}"), "3324096505800011"))
            .collect();
        let first = phone.push(&hall, items.clone()).await;
        assert_eq!(states(&first), [Outcome::Accepted; 5]);
        let again = phone.push(&hall, items.clone()).await;
        assert_eq!(states(&again), [Outcome::Duplicate; 5]);
        assert_eq!(again[0].version, Some(1));
        let mut other = items[0].clone();
        other.body["answers"]["business_name"] = json!("Lain");
        let refused = phone.push_one(&hall, other).await;
        assert_eq!(refused.state, Outcome::Refused);
        assert_eq!(refused.error.unwrap().message.code, "sync.other_content");
    });
}

#[test]
fn point_2_what_a_phone_sends_after_a_restart_goes_on_where_it_was() {
    on_both(async |hall| {
        let siti = account(&hall, Role::Enumerator, "siti").await;
        round_for(&hall, &siti).await;
        let phone = Phone::new(&hall, &siti).await;
        let entity = id();
        let said = |name: &str| body(None, answers(name, "Sri", "3324096505800011"));
        let (one, two, three) = (
            item(entity, 1, None, said("Satu")),
            item(entity, 2, Some(1), said("Dua")),
            item(entity, 3, Some(2), said("Tiga")),
        );
        // The third came to nobody's ear before the second: it waits for its turn, and is told which turn it is.
        let early = phone.push_one(&hall, three.clone()).await;
        assert_eq!((early.state, early.expected), (Outcome::Waiting, Some(1)));
        phone.push_one(&hall, one.clone()).await;
        let all = phone.push(&hall, vec![one, two, three]).await;
        assert_eq!(
            states(&all),
            [Outcome::Duplicate, Outcome::Accepted, Outcome::Accepted]
        );
        // A hello after the restart gives the same key, so that what lies on the phone opens.
        let hello = async || {
            let hello = sync::device::hello(&hall, &siti, phone.device, "", "2").await;
            hello.unwrap().key
        };
        assert_eq!(hello().await, hello().await);
    });
}

#[test]
fn point_3_the_list_of_an_area_follows_what_is_answered() {
    on_both(async |hall| {
        let siti = account(&hall, Role::Enumerator, "siti").await;
        let known = keripik(&hall).await;
        round_for(&hall, &siti).await;
        let phone = Phone::new(&hall, &siti).await;
        let list = phone.pull(&hall, "field.business", "").await;
        assert!(list.reset);
        assert_eq!(list.items.len(), 1);
        assert_eq!(list.items[0].body["state"], "to_visit");
        assert_eq!(list.items[0].body["phone_last4"], "7890");
        let text = list.items[0].body.to_string();
        assert!(!text.contains(NIK), "no NIK on the phone: {text}");
        let entity = known.as_uuid();
        let said = body(Some(entity), answers("Keripik Barokah", "Siti Aminah", NIK));
        let taken = phone.push_one(&hall, item(entity, 1, Some(0), said)).await;
        assert_eq!(taken.state, Outcome::Accepted, "{taken:?}");
        let after = phone.pull(&hall, "field.business", &list.cursor).await;
        assert!(!after.reset);
        let line = after.items.iter().find(|row| row.id == entity).unwrap();
        assert_eq!(
            (line.body["state"].as_str(), line.version),
            (Some("visited"), 1)
        );
    });
}

#[test]
fn point_4_deletions_and_access_that_is_gone_are_reconciled() {
    on_both(async |hall| {
        let siti = account(&hall, Role::Enumerator, "siti").await;
        let known = keripik(&hall).await;
        let (_, area) = round_for(&hall, &siti).await;
        let phone = Phone::new(&hall, &siti).await;
        let list = phone.pull(&hall, "field.business", "").await;
        // It moves to another village.
        let moved = facts(json!({ "village": "33.24.09.2004" }));
        let officer = actor(Role::Officer);
        let today = hall.clock().today();
        center::registry::state::state(&hall, &officer, known, &moved, today)
            .await
            .unwrap();
        let after = phone.pull(&hall, "field.business", &list.cursor).await;
        assert!(
            after
                .items
                .iter()
                .any(|row| row.id == known.as_uuid() && row.deleted)
        );
        // The area is taken away: the list is another one, and the phone forgets what it had.
        let before = phone.pull(&hall, "field.assignment", "").await;
        assert_eq!(before.items.len(), 1);
        center::field::round::assign(&hall, &officer, area, None, 0)
            .await
            .unwrap();
        let none = phone.pull(&hall, "field.assignment", &before.cursor).await;
        assert!(none.reset && none.items.is_empty());
        let none = phone.pull(&hall, "field.business", &after.cursor).await;
        assert!(none.reset && none.items.is_empty());
        // What was asked while it was theirs still comes in.
        let late = phone
            .push_one(&hall, new_one("Terlambat", "3324096505800012"))
            .await;
        assert_eq!(late.state, Outcome::Accepted, "{late:?}");
    });
}

#[test]
fn point_5_pulling_again_gives_only_what_changed_page_by_page() {
    on_both(async |hall| {
        let siti = account(&hall, Role::Enumerator, "siti").await;
        for n in 0..7 {
            let name = format!("Usaha {n}");
            registered(&hall, json!({ "business_name": name, "village": VILLAGE })).await;
        }
        round_for(&hall, &siti).await;
        let phone = Phone::new(&hall, &siti).await;
        let list = phone.pull(&hall, "field.business", "").await;
        let mut ids: Vec<_> = list.items.iter().map(|row| row.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 7);
        hall.clock().advance(chrono::TimeDelta::minutes(10));
        let forms = phone.pull(&hall, "field.questionnaire", "").await;
        assert_eq!(forms.items.len(), 2);
        let same = phone
            .pull(&hall, "field.questionnaire", &forms.cursor)
            .await;
        assert!(same.items.is_empty() && !same.reset);
    });
}

#[test]
fn point_6_each_set_is_held_against_the_version_by_which_it_was_made() {
    on_both(async |hall| {
        let siti = account(&hall, Role::Enumerator, "siti").await;
        round_for(&hall, &siti).await;
        let phone = Phone::new(&hall, &siti).await;
        let officer = actor(Role::Officer);
        let next = include_str!("../../../../questionnaire/forms/sensus-1.toml")
            .replacen("version = 1", "version = 2", 1)
            .replacen("id = \"qris\"", "id = \"qris_held\"", 1);
        let name = center::field::form::add(&hall, &officer, "sensus-2.toml", &next)
            .await
            .unwrap();
        assert_eq!(name, "sensus@2");
        let again = center::field::form::add(&hall, &officer, "sensus-2.toml", &next).await;
        assert_eq!(again.unwrap_err().code(), "field.form_exists");
        assert_eq!(
            phone
                .pull(&hall, "field.questionnaire", "")
                .await
                .items
                .len(),
            3
        );
        let with = |form: &str, question: &str, nik: &str| {
            let mut one = new_one("Usaha", nik);
            one.body["questionnaire"] = json!(form);
            one.body["answers"][question] = json!(true);
            one
        };
        let old = phone
            .push_one(&hall, with("sensus@1", "qris", "3324096505800021"))
            .await;
        assert_eq!(old.state, Outcome::Accepted, "{old:?}");
        let new = phone
            .push_one(&hall, with("sensus@2", "qris_held", "3324096505800022"))
            .await;
        assert_eq!(new.state, Outcome::Accepted, "{new:?}");
        let mixed = phone
            .push_one(&hall, with("sensus@2", "qris", "3324096505800023"))
            .await;
        assert_eq!(mixed.state, Outcome::Refused);
        let flaw = mixed.error.unwrap();
        assert_eq!(flaw.message.code, "answer.unknown_question");
        let unknown = phone
            .push_one(&hall, with("sensus@9", "qris", "3324096505800024"))
            .await;
        assert_eq!(unknown.error.unwrap().message.code, "field.unknown_form");
    });
}

#[test]
fn point_7_a_refusal_says_which_record_which_question_and_how_to_mend_it() {
    on_both(async |hall| {
        let siti = account(&hall, Role::Enumerator, "siti").await;
        round_for(&hall, &siti).await;
        let phone = Phone::new(&hall, &siti).await;
        let mut bad = new_one("Usaha", "3324096505800011");
        bad.body["answers"]["owner_nik"] = json!("123");
        let entity = bad.entity;
        let after = item(
            entity,
            2,
            Some(1),
            body(None, answers("B", "S", "3324096505800011")),
        );
        let good = new_one("Lain", "3324096505800012");
        let all = phone.push(&hall, vec![bad.clone(), after, good]).await;
        assert_eq!(
            states(&all),
            [Outcome::Refused, Outcome::Waiting, Outcome::Accepted]
        );
        let flaw = all[0].error.clone().unwrap();
        assert_eq!(
            (all[0].id, flaw.field.as_deref()),
            (bad.id, Some("owner_nik"))
        );
        assert!(flaw.message.id.contains("NIK") && !flaw.message.en.is_empty());
        // Mended, it takes the same turn.
        let mended = item(
            entity,
            1,
            None,
            body(None, answers("B", "S", "3324096505800011")),
        );
        assert_eq!(phone.push_one(&hall, mended).await.state, Outcome::Accepted);
    });
}

#[test]
fn the_second_of_two_phones_finds_a_conflict_and_nothing_is_overwritten() {
    on_both(async |hall| {
        let siti = account(&hall, Role::Enumerator, "siti").await;
        let tono = account(&hall, Role::Enumerator, "tono").await;
        let known = keripik(&hall).await.as_uuid();
        round_for(&hall, &siti).await;
        let (one, two) = (
            Phone::new(&hall, &siti).await,
            Phone::new(&hall, &tono).await,
        );
        let said = |name: &str| body(Some(known), answers(name, "Siti Aminah", NIK));
        one.push_one(&hall, item(known, 1, Some(0), said("Keripik Satu")))
            .await;
        let second = item(known, 1, Some(0), said("Keripik Dua"));
        let later = item(known, 2, Some(1), said("Keripik Dua lagi"));
        let all = two.push(&hall, vec![second.clone(), later.clone()]).await;
        assert_eq!(states(&all), [Outcome::Conflict, Outcome::Waiting]);
        let theirs = all[0].theirs.clone().unwrap();
        assert_eq!(theirs.body["answers"]["business_name"], "Keripik Satu");
        assert_eq!(
            (theirs.version, theirs.by.as_deref()),
            (1, Some("Siti siti"))
        );
        assert!(
            theirs.body["answers"].get("owner_nik").is_none(),
            "no NIK goes to another phone"
        );
        // Sent again, it is told the same; what comes after it waits until somebody decided.
        assert_eq!(
            two.push_one(&hall, second.clone()).await.state,
            Outcome::Conflict
        );
        assert_eq!(two.push_one(&hall, later).await.state, Outcome::Waiting);
        let officer = actor(Role::Officer);
        let open = sync::open_conflicts(&hall, &officer, "field.answer")
            .await
            .unwrap();
        assert_eq!(open.len(), 1);
        assert_eq!(open[0].ours.as_ref().unwrap().id, second.id);
        // Its sender decides: a new item over what stands.
        let mut decided = said("Keripik Dua");
        decided["resolves"] = json!(second.id);
        let decided = two.push_one(&hall, item(known, 2, Some(1), decided)).await;
        assert_eq!(
            (decided.state, decided.version),
            (Outcome::Accepted, Some(2))
        );
        assert!(
            sync::open_conflicts(&hall, &officer, "field.answer")
                .await
                .unwrap()
                .is_empty()
        );
    });
}

#[test]
fn a_conflict_is_decided_for_what_stands_by_its_sender_or_either_way_by_the_office() {
    on_both(async |hall| {
        let siti = account(&hall, Role::Enumerator, "siti").await;
        let tono = account(&hall, Role::Enumerator, "tono").await;
        let known = keripik(&hall).await.as_uuid();
        round_for(&hall, &siti).await;
        let (one, two) = (
            Phone::new(&hall, &siti).await,
            Phone::new(&hall, &tono).await,
        );
        let said = |name: &str| body(Some(known), answers(name, "Siti Aminah", NIK));
        one.push_one(&hall, item(known, 1, Some(0), said("Keripik Satu")))
            .await;
        let second = item(known, 1, Some(0), said("Keripik Dua"));
        two.push_one(&hall, second.clone()).await;
        let keep = item(
            known,
            2,
            Some(1),
            json!({ "resolves": second.id, "keep": "theirs" }),
        );
        let kept = two.push_one(&hall, keep).await;
        assert_eq!((kept.state, kept.version), (Outcome::Accepted, Some(1)));
        let third = item(known, 3, Some(0), said("Keripik Tiga"));
        assert_eq!(
            two.push_one(&hall, third.clone()).await.state,
            Outcome::Conflict
        );
        let officer = actor(Role::Officer);
        sync::decide(&hall, &officer, third.id, true).await.unwrap();
        let again = sync::decide(&hall, &officer, third.id, false)
            .await
            .unwrap_err();
        assert_eq!(again.code(), "sync.nothing_to_decide");
        let mut session = hall.db().read().await.unwrap();
        let newest = store::field::answer::newest(&mut session, "33.24", known)
            .await
            .unwrap()
            .unwrap();
        assert_eq!((newest.version, Some(newest.account)), (2, tono.account));
    });
}

#[test]
fn a_revoked_phone_gets_no_key_and_gives_nothing() {
    on_both(async |hall| {
        let siti = account(&hall, Role::Enumerator, "siti").await;
        round_for(&hall, &siti).await;
        let phone = Phone::new(&hall, &siti).await;
        let officer = actor(Role::Officer);
        let phones = sync::device::list(&hall, &officer).await.unwrap();
        assert_eq!((phones.len(), phones[0].holder.as_str()), (1, "Siti siti"));
        sync::device::revoke(&hall, &officer, siti.account.unwrap(), phone.device)
            .await
            .unwrap();
        let hello = sync::device::hello(&hall, &siti, phone.device, "", "1").await;
        assert_eq!(hello.unwrap_err().code(), "sync.revoked");
        let sent = Sent {
            device: phone.device,
            clock: NOW,
            items: vec![new_one("Usaha", NIK)],
        };
        assert_eq!(
            sync::push(&hall, &siti, sent).await.unwrap_err().code(),
            "sync.revoked"
        );
    });
}

#[test]
fn a_phone_that_never_said_hello_a_stranger_and_too_many_items_are_refused() {
    on_both(async |hall| {
        let siti = account(&hall, Role::Enumerator, "siti").await;
        let sent = |device, items| Sent {
            device,
            clock: NOW,
            items,
        };
        let unknown = sync::push(&hall, &siti, sent(id(), Vec::new()))
            .await
            .unwrap_err();
        assert_eq!(unknown.code(), "sync.unknown_device");
        let phone = Phone::new(&hall, &siti).await;
        let many = (0..51).map(|_| new_one("Usaha", NIK)).collect();
        let many = sync::push(&hall, &siti, sent(phone.device, many))
            .await
            .unwrap_err();
        assert_eq!(many.code(), "sync.too_many");
        let head = actor(Role::Head);
        let shut = sync::pull(&hall, &head, "field.business", "", 10)
            .await
            .unwrap_err();
        assert!(matches!(shut, Error::Forbidden(_)));
        let nowhere = sync::pull(&hall, &siti, "field.nowhere", "", 10)
            .await
            .unwrap_err();
        assert_eq!(nowhere.code(), "sync.unknown_collection");
        let refused = phone.push_one(&hall, {
            let mut one = new_one("Usaha", NIK);
            one.collection = "field.business".to_owned();
            one
        });
        assert_eq!(refused.await.error.unwrap().message.code, "sync.given_only");
    });
}
