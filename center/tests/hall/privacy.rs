//! Identity numbers are sealed, unmasked only on purpose, and erased for good.

use center::people::consent::{self, Purpose};
use center::registry::unmask::{Number, unmask};
use center::registry::view::{Shown, view};
use center::registry::{RegistryError, erase, export, find, share, state};
use center::testing::{actor, on_both};
use center::{Error, Role};
use rulebook::Fact;
use serde_json::json;

use crate::tools::{NIK, counters_agree, day, everything, facts, keripik, owner_of};

#[test]
fn a_nik_is_nowhere_in_the_database_and_masked_on_the_page() {
    on_both(async |hall| {
        let id = keripik(&hall).await;
        assert!(!everything(&hall).await.contains(NIK));
        let page = view(&hall, &actor(Role::Officer), id).await.unwrap();
        let nik = page
            .facts
            .iter()
            .find(|fact| fact.fact == Fact::OwnerNik)
            .unwrap();
        let Shown::Masked(masked) = &nik.value else {
            panic!("{nik:?}")
        };
        assert!(
            masked.starts_with("33240") && masked.contains('*') && masked != NIK,
            "{masked}"
        );
        let page = view(&hall, &actor(Role::Head), id).await.unwrap();
        assert!(page.personal_hidden);
        assert!(
            page.facts
                .iter()
                .all(|fact| !fact.fact.is_personal() || fact.fact == Fact::OwnerName)
        );
        assert!(
            page.history
                .iter()
                .flat_map(|one| &one.facts)
                .all(|(fact, _)| *fact != Fact::OwnerPhone)
        );
    });
}

#[test]
fn unmasking_needs_a_role_and_a_purpose_and_is_recorded() {
    on_both(async |hall| {
        let id = keripik(&hall).await;
        let officer = actor(Role::Officer);
        let purpose = "Mencocokkan berkas permohonan NIB";
        for (role, expected) in [
            (Role::Mentor, false),
            (Role::Head, false),
            (Role::Admin, false),
            (Role::Officer, true),
        ] {
            let result = unmask(&hall, &actor(role), id, Number::Nik, purpose).await;
            assert_eq!(result.is_ok(), expected, "{role:?}");
        }
        let system = center::Actor::system("33.24");
        assert!(
            unmask(&hall, &system, id, Number::Nik, purpose)
                .await
                .is_err()
        );
        assert_eq!(
            unmask(&hall, &officer, id, Number::Nik, purpose)
                .await
                .unwrap(),
            NIK
        );
        let error = unmask(&hall, &officer, id, Number::Nik, "  cek  ")
            .await
            .unwrap_err();
        assert!(matches!(
            error,
            Error::Registry(RegistryError::PurposeMissing)
        ));
        let error = unmask(&hall, &officer, id, Number::Kk, purpose)
            .await
            .unwrap_err();
        assert!(matches!(
            error,
            Error::Registry(RegistryError::NumberUnknown)
        ));
        let trail = center::audit::newest(&hall, &actor(Role::Head), None, 50)
            .await
            .unwrap();
        let unmasked: Vec<_> = trail
            .iter()
            .filter(|entry| entry.action == "number.unmasked")
            .collect();
        assert_eq!(unmasked.len(), 2);
        assert!(unmasked[0].detail.contains(purpose));
        assert!(
            trail
                .iter()
                .all(|entry| !entry.detail.contains(NIK) && !entry.detail.contains("Siti"))
        );
    });
}

#[test]
fn an_erased_person_is_gone_and_the_counts_stay() {
    on_both(async |hall| {
        let id = keripik(&hall).await;
        let person = owner_of(&hall, id).await;
        let officer = actor(Role::Officer);
        consent::record(
            &hall,
            &officer,
            person,
            Purpose::Contact,
            "Saya Siti Aminah setuju dihubungi",
        )
        .await
        .unwrap();
        let link = share::share(&hall, &officer, id).await.unwrap();
        let phone = "081234567890".parse().unwrap();
        center::people::accounts::create_for_owner(&hall, &officer, id, &phone)
            .await
            .unwrap();
        assert!(everything(&hall).await.contains("Siti"));
        let erased = erase::erase(&hall, &officer, person, "Permohonan 17/2026")
            .await
            .unwrap();
        assert_eq!((erased.businesses, erased.statements), (1, 1));
        let all = everything(&hall).await;
        for trace in ["Siti", "Aminah", "Barokah", "1234567890"] {
            assert!(!all.contains(trace), "{trace} is still there: {all}");
        }
        let list = find::find(&hall, &officer, &find::Query::default(), None, 10)
            .await
            .unwrap();
        assert_eq!(list.total, 1);
        assert_eq!(list.rows[0].name, "Usaha tanpa nama");
        for word in ["siti", "barokah"] {
            let query = find::Query {
                text: word.to_owned(),
                ..find::Query::default()
            };
            assert_eq!(
                find::find(&hall, &officer, &query, None, 10)
                    .await
                    .unwrap()
                    .total,
                0
            );
        }
        counters_agree(&hall).await;
        assert!(share::open(&hall, &link.token).await.is_err());
        let error = unmask(&hall, &officer, id, Number::Nik, "Mencocokkan berkas NIB")
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Registry(RegistryError::Erased)));
        // New personal data about an erased owner is refused; other facts are not.
        let again = facts(json!({ "owner_name": "Siti Aminah" }));
        let error = state::state(&hall, &officer, id, &again, day("2026-11-20"))
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Registry(RegistryError::Erased)));
        state::state(
            &hall,
            &officer,
            id,
            &facts(json!({ "qris": true })),
            day("2026-11-20"),
        )
        .await
        .unwrap();
        let begun = center::people::sign_in::sign_in(
            &hall,
            "081234567890",
            "x",
            &center::people::sessions::Origin::default(),
        )
        .await;
        assert!(begun.is_err());
        let _ = export::begin(
            &hall,
            &officer,
            &find::Query::default(),
            export::Format::Csv,
            vocab::Lang::Id,
        )
        .await;
    });
}

#[test]
fn consent_is_recorded_with_its_wording_and_withdrawn() {
    on_both(async |hall| {
        let id = keripik(&hall).await;
        let person = owner_of(&hall, id).await;
        let me = center::testing::owner(person);
        consent::record(
            &hall,
            &me,
            person,
            Purpose::Listing,
            "Saya setuju usaha saya ditampilkan.",
        )
        .await
        .unwrap();
        let error = consent::record(&hall, &me, person, Purpose::Listing, "  ")
            .await
            .unwrap_err();
        assert_eq!(vocab::DomainError::code(&error), "people.consent_empty");
        let all = consent::of_person(&hall, &me, person).await.unwrap();
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].wording, "Saya setuju usaha saya ditampilkan.");
        consent::withdraw(&hall, &me, person, Purpose::Listing)
            .await
            .unwrap();
        assert!(
            consent::of_person(&hall, &me, person).await.unwrap()[0]
                .withdrawn_at
                .is_some()
        );
        let stranger = center::testing::owner(hall.new_id());
        assert!(consent::of_person(&hall, &stranger, person).await.is_err());
    });
}

#[test]
fn a_number_that_is_nobodys_is_shown_as_a_sample() {
    on_both(async |hall| {
        let id = crate::tools::registered(
            &hall,
            serde_json::json!({ "business_name": "Contoh", "owner_name": "Siti", "owner_nik": "3324094101900000" }),
        )
        .await;
        let seen = view(&hall, &actor(Role::Officer), id).await.unwrap();
        let nik = seen.facts.iter().find(|known| known.fact == Fact::OwnerNik);
        assert!(
            matches!(&nik.unwrap().value, Shown::Specimen(masked) if !masked.contains("410190"))
        );
    });
}
