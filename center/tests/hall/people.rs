//! Accounts, signing in, second factor, codes.

use center::people::accounts::{self, NewAccount};
use center::people::sessions::{self, Origin, Pending};
use center::people::{PeopleError, codes, second_factor, sign_in};
use center::testing::{actor, on_both, on_both_with};
use center::{Error, Hall, Role, Settings};
use chrono::TimeDelta;
use vocab::Lang;

use crate::tools::keripik;

const PASSWORD: &str = "jambu getas merah";

fn phone() -> Origin {
    Origin {
        address: "10.0.0.7".to_owned(),
        device: "Firefox".to_owned(),
    }
}

async fn admin(hall: &Hall) -> String {
    accounts::first_admin(hall, "admin", "Admin Pertama", PASSWORD)
        .await
        .unwrap();
    sign_in::sign_in(hall, "admin", PASSWORD, &phone())
        .await
        .unwrap()
        .token
}

fn code_of(secret: &str, at: i64) -> String {
    // What an authenticator app does with the secret it was given.
    use hmac::{Hmac, KeyInit, Mac};
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: Vec<u8> = secret
        .chars()
        .flat_map(|letter| {
            let value = u8::try_from(letters.find(letter).unwrap()).unwrap();
            (0..5).rev().map(move |bit| value >> bit & 1)
        })
        .collect();
    let key: Vec<u8> = bits
        .chunks_exact(8)
        .map(|eight| eight.iter().fold(0, |byte, bit| byte << 1 | bit))
        .collect();
    let mut mac = Hmac::<sha1::Sha1>::new_from_slice(&key).unwrap();
    mac.update(&(at / 30).to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let offset = usize::from(digest[19] & 15);
    let number = u32::from_be_bytes(digest[offset..offset + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

#[test]
fn the_first_admin_is_made_once_and_signs_in() {
    on_both(async |hall| {
        let token = admin(&hall).await;
        let signed_in = sessions::resume(&hall, &token).await.unwrap().unwrap();
        assert_eq!(signed_in.actor.role, Role::Admin);
        assert_eq!(signed_in.pending, None);
        let again = accounts::first_admin(&hall, "admin2", "Lain", PASSWORD)
            .await
            .unwrap_err();
        assert!(matches!(again, Error::People(PeopleError::AdminExists)));
        assert!(sessions::resume(&hall, "made-up").await.unwrap().is_none());
        sessions::sign_out(&hall, &token).await.unwrap();
        assert!(sessions::resume(&hall, &token).await.unwrap().is_none());
    });
}

#[test]
fn wrong_passwords_and_unknown_logins_answer_alike_and_slow_down() {
    on_both(async |hall| {
        admin(&hall).await;
        for login in ["admin", "nobody"] {
            for _ in 0..6 {
                let error = sign_in::sign_in(&hall, login, "wrong", &phone())
                    .await
                    .unwrap_err();
                assert!(
                    matches!(error, Error::People(PeopleError::WrongPassword)),
                    "{error:?}"
                );
            }
            let error = sign_in::sign_in(&hall, login, PASSWORD, &phone())
                .await
                .unwrap_err();
            assert!(
                matches!(error, Error::People(PeopleError::TooManyTries { .. })),
                "{error:?}"
            );
        }
        // Another address is slowed down too, for this account; after the wait the right password works.
        let elsewhere = Origin {
            address: "10.0.0.8".to_owned(),
            ..phone()
        };
        assert!(
            sign_in::sign_in(&hall, "admin", PASSWORD, &elsewhere)
                .await
                .is_err()
        );
        hall.clock().advance(TimeDelta::seconds(6));
        sign_in::sign_in(&hall, "admin", PASSWORD, &elsewhere)
            .await
            .unwrap();
    });
}

#[test]
fn an_address_that_guesses_at_many_accounts_is_slowed_down() {
    on_both(async |hall| {
        admin(&hall).await;
        for n in 0..31 {
            let _ = sign_in::sign_in(&hall, &format!("guess{n}"), "wrong", &phone()).await;
        }
        let error = sign_in::sign_in(&hall, "admin", PASSWORD, &phone())
            .await
            .unwrap_err();
        assert!(
            matches!(error, Error::People(PeopleError::TooManyTries { .. })),
            "{error:?}"
        );
    });
}

#[test]
fn an_owner_without_mail_gets_in_with_an_officers_code() {
    on_both(async |hall| {
        let business = keripik(&hall).await;
        let officer = actor(Role::Officer);
        let number = "0812-3456-7890".parse().unwrap();
        let made = accounts::create_for_owner(&hall, &officer, business, &number)
            .await
            .unwrap();
        let again = accounts::create_for_owner(&hall, &officer, business, &number)
            .await
            .unwrap_err();
        assert!(matches!(again, Error::People(PeopleError::HasAccount)));
        let wrong = codes::redeem(&hall, "081234567890", "AAAA-AAAA", PASSWORD, &phone())
            .await
            .unwrap_err();
        assert!(matches!(wrong, Error::People(PeopleError::WrongResetCode)));
        let short = codes::redeem(&hall, "081234567890", &made.code, "pendek", &phone())
            .await
            .unwrap_err();
        assert!(matches!(
            short,
            Error::People(PeopleError::PasswordShort { .. })
        ));
        let typed = made.code.to_lowercase().replace('-', " ");
        let begun = codes::redeem(&hall, "+62 812 3456 7890", &typed, PASSWORD, &phone())
            .await
            .unwrap();
        let me = sessions::resume(&hall, &begun.token)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(me.actor.role, Role::Owner);
        assert_eq!(
            center::registry::find::own(&hall, &me.actor).await.unwrap()[0].id,
            business
        );
        let used = codes::redeem(
            &hall,
            "081234567890",
            &made.code,
            "kata sandi lain",
            &phone(),
        )
        .await
        .unwrap_err();
        assert!(
            matches!(used, Error::People(PeopleError::WrongResetCode)),
            "a code works once"
        );
        sign_in::sign_in(&hall, "081234567890", PASSWORD, &phone())
            .await
            .unwrap();
    });
}

#[test]
fn a_code_ends_after_five_guesses_and_after_a_day() {
    on_both(async |hall| {
        let business = keripik(&hall).await;
        let officer = actor(Role::Officer);
        let number = "081234567890".parse().unwrap();
        let made = accounts::create_for_owner(&hall, &officer, business, &number)
            .await
            .unwrap();
        for _ in 0..5 {
            let _ = codes::redeem(&hall, "081234567890", "AAAA-AAAA", PASSWORD, &phone()).await;
        }
        let error = codes::redeem(&hall, "081234567890", &made.code, PASSWORD, &phone())
            .await
            .unwrap_err();
        assert!(
            matches!(error, Error::People(PeopleError::WrongResetCode)),
            "{error:?}"
        );
        let code = codes::issue(&hall, &officer, made.account).await.unwrap();
        hall.clock().advance(TimeDelta::hours(25));
        let error = codes::redeem(&hall, "081234567890", &code, PASSWORD, &phone())
            .await
            .unwrap_err();
        assert!(matches!(error, Error::People(PeopleError::WrongResetCode)));
        let code = codes::issue(&hall, &officer, made.account).await.unwrap();
        codes::redeem(&hall, "081234567890", &code, PASSWORD, &phone())
            .await
            .unwrap();
    });
}

#[test]
fn devices_are_listed_and_ended() {
    on_both(async |hall| {
        let here = admin(&hall).await;
        let there = sign_in::sign_in(
            &hall,
            "admin",
            PASSWORD,
            &Origin {
                device: "Chrome".to_owned(),
                ..phone()
            },
        )
        .await
        .unwrap()
        .token;
        let devices = sessions::devices(&hall, &here).await.unwrap();
        assert_eq!(devices.len(), 2);
        assert_eq!(devices.iter().filter(|device| device.this_one).count(), 1);
        let me = sessions::resume(&hall, &here).await.unwrap().unwrap().actor;
        let other = devices.iter().find(|device| !device.this_one).unwrap();
        assert_eq!(other.device, "Chrome");
        sessions::end_device(&hall, &me, &here, Some(other.id))
            .await
            .unwrap();
        assert!(sessions::resume(&hall, &there).await.unwrap().is_none());
        assert!(sessions::resume(&hall, &here).await.unwrap().is_some());
    });
}

#[test]
fn a_session_ends_by_itself_unless_it_is_used() {
    on_both(async |hall| {
        let token = admin(&hall).await;
        for _ in 0..3 {
            hall.clock().advance(TimeDelta::hours(11));
            assert!(sessions::resume(&hall, &token).await.unwrap().is_some());
        }
        hall.clock().advance(TimeDelta::hours(13));
        assert!(sessions::resume(&hall, &token).await.unwrap().is_none());
    });
}

#[test]
fn changing_the_password_needs_the_old_one_and_ends_other_devices() {
    on_both(async |hall| {
        let here = admin(&hall).await;
        let there = sign_in::sign_in(&hall, "admin", PASSWORD, &phone())
            .await
            .unwrap()
            .token;
        let error = sign_in::change_password(&hall, &here, "wrong", "gula aren asli")
            .await
            .unwrap_err();
        assert!(matches!(error, Error::People(PeopleError::WrongPassword)));
        sign_in::change_password(&hall, &here, PASSWORD, "gula aren asli")
            .await
            .unwrap();
        assert!(sessions::resume(&hall, &here).await.unwrap().is_some());
        assert!(sessions::resume(&hall, &there).await.unwrap().is_none());
        assert!(
            sign_in::sign_in(&hall, "admin", PASSWORD, &phone())
                .await
                .is_err()
        );
        sign_in::sign_in(&hall, "admin", "gula aren asli", &phone())
            .await
            .unwrap();
    });
}

#[test]
fn the_second_factor_guards_the_account() {
    on_both(async |hall| {
        let token = admin(&hall).await;
        let enrolment = second_factor::enrol(&hall, &token).await.unwrap();
        assert!(enrolment.uri.contains(&enrolment.secret));
        assert!(
            second_factor::confirm(&hall, &token, "000000")
                .await
                .is_err()
        );
        let at = hall.clock().now().timestamp();
        let recovery = second_factor::confirm(&hall, &token, &code_of(&enrolment.secret, at))
            .await
            .unwrap();
        assert_eq!(recovery.len(), 10);
        assert!(
            sessions::resume(&hall, &token)
                .await
                .unwrap()
                .unwrap()
                .pending
                .is_none()
        );

        let begun = sign_in::sign_in(&hall, "admin", PASSWORD, &phone())
            .await
            .unwrap();
        assert_eq!(begun.pending, Some(Pending::SecondFactor));
        let half = sessions::resume(&hall, &begun.token)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(half.actor.role, Role::Public, "half a sign-in may nothing");
        let used = second_factor::give(
            &hall,
            &begun.token,
            &code_of(&enrolment.secret, at),
            &phone(),
        )
        .await;
        assert!(used.is_err(), "the code of the enrolment was used");
        hall.clock().advance(TimeDelta::seconds(60));
        let fresh = code_of(&enrolment.secret, hall.clock().now().timestamp());
        let full = second_factor::give(&hall, &begun.token, &fresh, &phone())
            .await
            .unwrap();
        assert_ne!(full, begun.token);
        assert!(
            sessions::resume(&hall, &begun.token)
                .await
                .unwrap()
                .is_none(),
            "the half-way token ended"
        );
        assert_eq!(
            sessions::resume(&hall, &full)
                .await
                .unwrap()
                .unwrap()
                .actor
                .role,
            Role::Admin
        );

        let begun = sign_in::sign_in(&hall, "admin", PASSWORD, &phone())
            .await
            .unwrap();
        second_factor::give(&hall, &begun.token, &recovery[0], &phone())
            .await
            .unwrap();
        let begun = sign_in::sign_in(&hall, "admin", PASSWORD, &phone())
            .await
            .unwrap();
        assert!(
            second_factor::give(&hall, &begun.token, &recovery[0], &phone())
                .await
                .is_err()
        );
    });
}

#[test]
fn a_locked_out_admin_is_rescued_by_the_operator() {
    on_both(async |hall| {
        let token = admin(&hall).await;
        let enrolment = second_factor::enrol(&hall, &token).await.unwrap();
        let code = code_of(&enrolment.secret, hall.clock().now().timestamp());
        second_factor::confirm(&hall, &token, &code).await.unwrap();
        let code = second_factor::rescue(&hall, "Admin").await.unwrap();
        assert!(sessions::resume(&hall, &token).await.unwrap().is_none());
        let begun = codes::redeem(&hall, "admin", &code, "gula aren asli", &phone())
            .await
            .unwrap();
        assert_eq!(begun.pending, None);
        let me = sessions::resume(&hall, &begun.token)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(me.actor.role, Role::Admin);
        assert!(matches!(
            second_factor::rescue(&hall, "nobody").await,
            Err(Error::NotFound(_))
        ));
        let officer = actor(Role::Officer);
        let error = second_factor::take_off(&hall, &officer, me.account)
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Forbidden(_)));
    });
}

#[test]
fn an_installation_can_demand_the_second_factor_of_admins() {
    let settings = Settings {
        second_factor: center::hall::SecondFactor::Admins,
        ..Settings::default()
    };
    on_both_with(&settings, async |hall| {
        let token = admin(&hall).await;
        let me = sessions::resume(&hall, &token).await.unwrap().unwrap();
        assert_eq!(me.pending, Some(Pending::Enrol));
        assert_eq!(me.actor.role, Role::Public);
        let enrolment = second_factor::enrol(&hall, &token).await.unwrap();
        let code = code_of(&enrolment.secret, hall.clock().now().timestamp());
        second_factor::confirm(&hall, &token, &code).await.unwrap();
        let me = sessions::resume(&hall, &token).await.unwrap().unwrap();
        assert_eq!((me.pending, me.actor.role), (None, Role::Admin));
        let error = second_factor::switch_off(&hall, &token, "000000")
            .await
            .unwrap_err();
        assert!(matches!(
            error,
            Error::People(PeopleError::SecondFactorNeeded)
        ));
    });
}

#[test]
fn staff_accounts_are_made_shut_and_never_the_last_admin() {
    on_both(async |hall| {
        let token = admin(&hall).await;
        let me = sessions::resume(&hall, &token).await.unwrap().unwrap();
        let new = |login: &str, role| NewAccount {
            login: login.to_owned(),
            name: "Petugas".to_owned(),
            role,
            scope: None,
            language: Lang::Id,
        };
        let made = accounts::create(&hall, &me.actor, &new("petugas", Role::Officer))
            .await
            .unwrap();
        let begun = codes::redeem(&hall, "petugas", &made.code, PASSWORD, &phone())
            .await
            .unwrap();
        let officer = sessions::resume(&hall, &begun.token)
            .await
            .unwrap()
            .unwrap()
            .actor;
        assert_eq!(officer.role, Role::Officer);
        for (login, role, code) in [
            ("petugas", Role::Mentor, "people.login_taken"),
            ("a b", Role::Mentor, "people.login_malformed"),
            ("x", Role::Mentor, "people.login_malformed"),
            ("pub", Role::Public, "people.role_without_account"),
            ("own", Role::Owner, "people.owner_without_person"),
        ] {
            let error = accounts::create(&hall, &me.actor, &new(login, role))
                .await
                .unwrap_err();
            assert_eq!(vocab::DomainError::code(&error), code, "{login}");
        }
        let error = accounts::create(&hall, &officer, &new("lagi", Role::Mentor))
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Forbidden(_)));
        assert!(
            codes::issue(&hall, &officer, me.account).await.is_err(),
            "officers issue no admin's code"
        );
        assert_eq!(
            accounts::list(&hall, &me.actor, None, None, 50)
                .await
                .unwrap()
                .len(),
            2
        );
        accounts::set_open(&hall, &me.actor, made.account, false)
            .await
            .unwrap();
        assert!(
            sessions::resume(&hall, &begun.token)
                .await
                .unwrap()
                .is_none()
        );
        let error = accounts::set_open(&hall, &me.actor, me.account, false)
            .await
            .unwrap_err();
        assert!(matches!(error, Error::People(PeopleError::LastAdmin)));
    });
}
