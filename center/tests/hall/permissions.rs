//! Every use case against every role: exactly those in the permission table get past it.

use center::people::{accounts, codes, consent};
use center::registry::{erase, export, find, plan, share, state, unmask, view};
use center::testing::{actor, on_both};
use center::{Error, Hall, Permission, Role, audit, insight};
use serde_json::json;
use vocab::Lang;
use vocab::id::{BusinessId, StatementId};

use crate::tools::{day, facts, keripik, owner_of};

/// Whether a result shows that the actor was let in: it worked, or it failed for another reason.
fn let_in<T>(result: &Result<T, Error>) -> bool {
    !matches!(
        result,
        Err(Error::Forbidden(_) | Error::SignInFirst | Error::NotFound("business"))
    )
}

type Tries = Vec<(&'static str, Permission, bool)>;

async fn with_businesses(hall: &Hall, role: Role, id: BusinessId) -> Tries {
    let me = actor(role);
    let qris = facts(json!({ "qris": true }));
    let none = StatementId::from_parts(1, [0; 10]);
    let query = find::Query::default();
    let csv = export::Format::Csv;
    vec![
        (
            "find",
            Permission::SeeRegistry,
            let_in(&find::find(hall, &me, &query, None, 5).await),
        ),
        (
            "view",
            Permission::SeeRegistry,
            let_in(&view::view(hall, &me, id).await),
        ),
        (
            "plan",
            Permission::SeeRegistry,
            let_in(&plan::plan(hall, &me, id).await),
        ),
        (
            "own",
            Permission::SeeOwnBusiness,
            let_in(&find::own(hall, &me).await),
        ),
        (
            "state",
            Permission::StateFacts,
            let_in(&state::state(hall, &me, id, &qris, day("2026-11-20")).await),
        ),
        (
            "register",
            Permission::StateFacts,
            let_in(
                &state::register(
                    hall,
                    &me,
                    &facts(json!({ "business_name": "X" })),
                    day("2026-11-20"),
                )
                .await,
            ),
        ),
        (
            "withdraw",
            Permission::WithdrawStatement,
            let_in(&state::withdraw(hall, &me, id, none).await),
        ),
        (
            "unmask",
            Permission::Unmask,
            let_in(&unmask::unmask(hall, &me, id, unmask::Number::Nik, "Mencocokkan berkas").await),
        ),
        (
            "export",
            Permission::Export,
            let_in(&export::begin(hall, &me, &query, csv, Lang::Id).await),
        ),
        (
            "overview",
            Permission::SeeInsight,
            let_in(&insight::overview(hall, &me, None).await),
        ),
    ]
}

async fn with_people(hall: &Hall, role: Role, id: BusinessId) -> Tries {
    let me = actor(role);
    let person = owner_of(hall, id).await;
    let new = accounts::NewAccount {
        login: String::new(),
        name: String::new(),
        role: Role::Mentor,
        scope: None,
        language: Lang::Id,
    };
    vec![
        (
            "trail",
            Permission::SeeAudit,
            let_in(&audit::newest(hall, &me, None, 5).await),
        ),
        (
            "create",
            Permission::ManageAccounts,
            let_in(&accounts::create(hall, &me, &new).await),
        ),
        (
            "owner account",
            Permission::ManageOwnerAccounts,
            let_in(
                &accounts::create_for_owner(hall, &me, id, &"081299999999".parse().unwrap()).await,
            ),
        ),
        ("code", Permission::ManageOwnerAccounts, {
            let result = codes::issue(hall, &me, vocab::AccountId::from_parts(1, [0; 10])).await;
            matches!(result, Err(Error::NotFound("account")))
                && role.may(Permission::ManageOwnerAccounts)
        }),
        (
            "consent",
            Permission::RecordConsent,
            let_in(
                &consent::record(
                    hall,
                    &me,
                    person,
                    consent::Purpose::Contact,
                    "Setuju dihubungi",
                )
                .await,
            ),
        ),
        (
            "share",
            Permission::Share,
            let_in(&share::share(hall, &me, id).await),
        ),
        (
            "erase",
            Permission::ErasePerson,
            let_in(&erase::erase(hall, &me, person, "Permohonan 1").await),
        ),
    ]
}

#[test]
fn each_use_case_lets_in_exactly_the_roles_of_the_table() {
    on_both(async |hall| {
        for role in Role::ALL {
            let id = keripik(&hall).await;
            let mut all = with_businesses(&hall, role, id).await;
            all.extend(with_people(&hall, role, id).await);
            for (name, permission, entered) in all {
                // A stranger's business is not the owner's own, which answers like one that does not exist.
                let expected = match (role, name) {
                    (Role::Owner, "share") => false,
                    _ => role.may(permission),
                };
                assert_eq!(entered, expected, "{name} as {role:?}");
            }
        }
    });
}
