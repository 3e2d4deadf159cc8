//! A hall on each engine for every test: fixed clock, fixed key, cheap passwords, the built-in rulebook.

use std::sync::OnceLock;

use chrono::DateTime;
use rulebook::Rulebook;
use store::Db;
use vocab::Gazetteer;
use vocab::id::{AccountId, PersonId};

use crate::{Actor, Clock, Hall, Keys, MasterKey, Role, Settings};

/// The regency of the tests.
pub const REGENCY: &str = "33.24";

/// Runs `test` with a fresh hall on SQLite and on PostgreSQL (see `store::testing::on_both`).
pub fn on_both(test: impl AsyncFn(Hall)) {
    store::testing::on_both(async |db| test(hall(db, Settings::default()).await).await);
}

/// The same with settings of one's own.
pub fn on_both_with(settings: &Settings, test: impl AsyncFn(Hall)) {
    store::testing::on_both(async |db| test(hall(db, settings.clone()).await).await);
}

/// A hall over a database, at noon of 24 November 2026 in Kendal.
///
/// # Panics
/// If it cannot be built.
#[expect(clippy::expect_used, reason = "a test helper fails the test")]
pub async fn hall(db: Db, settings: Settings) -> Hall {
    static RULES: OnceLock<Rulebook> = OnceLock::new();
    static PLACES: OnceLock<Gazetteer> = OnceLock::new();
    let rules = RULES.get_or_init(|| Rulebook::builtin().expect("the built-in rulebook"));
    let places = PLACES.get_or_init(Gazetteer::kendal);
    let key = MasterKey::parse(&"07".repeat(32)).expect("a key");
    let noon = DateTime::from_timestamp(1_795_496_400, 0).expect("a moment");
    // One pass over little memory: the tests are about what happens, not about guessing.
    let settings = Settings {
        password_memory_kib: 64,
        password_passes: 1,
        ..settings
    };
    let clock = Clock::fixed(noon);
    Hall::open(
        db,
        rules.clone(),
        places.clone(),
        Keys::new(&key),
        clock,
        settings,
    )
    .await
    .expect("a hall")
}

/// Somebody of a role. Staff and owners get an account id each.
pub fn actor(role: Role) -> Actor {
    let account = AccountId::from_parts(1_700_000_000_000, [role as u8; 10]);
    match role {
        Role::Public => Actor::public(REGENCY),
        _ => Actor::signed_in(account, role.id(), role, REGENCY, None, None),
    }
}

/// An owner who is this person.
pub fn owner(person: PersonId) -> Actor {
    let mut actor = actor(Role::Owner);
    actor.person = Some(person);
    actor
}
