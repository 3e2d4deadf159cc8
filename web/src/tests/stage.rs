//! A small hall for tests: a fresh database, one account for every role, on 24 November 2026.

use center::{
    Actor, Clock, Hall, Keys, MasterKey, Role, Settings,
    people::{
        accounts::{self, NewAccount},
        codes,
        sessions::{self, Origin},
        sign_in,
    },
};
use chrono::{DateTime, Utc};
use rulebook::{Facts, Rulebook};
use tempfile::TempDir;
use vocab::{BusinessId, Gazetteer, Lang};

use super::client::Client;
use crate::WebConfig;

pub(crate) const PASSWORD: &str = "kopi pagi di alun-alun";
pub(crate) const OWNER_PHONE: &str = "0812 3456 7890";

/// The hall and what stands in it.
pub(crate) struct Stage {
    pub(crate) hall: Hall,
    pub(crate) router: axum::Router,
    /// The business of the owner who has an account.
    pub(crate) mine: BusinessId,
    /// Somebody else's.
    pub(crate) other: BusinessId,
    folder: TempDir,
}

pub(crate) fn now() -> DateTime<Utc> {
    DateTime::parse_from_rfc3339("2026-11-24T02:00:00Z")
        .unwrap()
        .with_timezone(&Utc)
}

fn facts(pairs: &[(&str, &str)]) -> Facts {
    let mut facts = Facts::new();
    for (id, value) in pairs {
        facts
            .set_text(rulebook::Fact::from_id(id).unwrap(), value)
            .unwrap();
    }
    facts
}

impl Stage {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite:{}", folder.path().join("hall.db").display());
        let db = store::Db::connect(&address).await.unwrap();
        Self::set(db, folder).await
    }

    /// The same over a database of somebody else's making.
    pub(crate) async fn on(db: store::Db) -> Self {
        Self::set(db, tempfile::tempdir().unwrap()).await
    }

    async fn set(db: store::Db, folder: TempDir) -> Self {
        // Weak hashing: these tests are about pages, and there are many logins in them.
        let settings = Settings {
            password_memory_kib: 8,
            password_passes: 1,
            files: folder.path().join("files"),
            ..Settings::default()
        };
        let hall = Hall::open(
            db,
            Rulebook::builtin().unwrap(),
            Gazetteer::kendal(),
            Keys::new(&MasterKey::generate()),
            Clock::fixed(now()),
            settings,
        )
        .await
        .unwrap();
        let router = crate::router(hall.clone(), WebConfig::loopback(8080));
        let nobody = BusinessId::from_parts(0, [0; 10]);
        let mut stage = Self {
            hall,
            router,
            mine: nobody,
            other: nobody,
            folder,
        };
        stage.people().await;
        stage.businesses().await;
        stage
    }

    async fn people(&self) {
        let system = Actor::system("33.24");
        accounts::first_admin(&self.hall, "admin", "Adi Admin", PASSWORD)
            .await
            .unwrap();
        for role in Role::STAFF.into_iter().filter(|role| *role != Role::Admin) {
            let new = NewAccount {
                login: role.id().to_owned(),
                name: format!("Siti {}", role.id()),
                role,
                scope: None,
                language: Lang::Id,
            };
            let made = accounts::create(&self.hall, &system, &new).await.unwrap();
            self.choose_password(role.id(), &made.code).await;
        }
    }

    pub(crate) async fn choose_password(&self, login: &str, code: &str) {
        codes::redeem(&self.hall, login, code, PASSWORD, &Origin::default())
            .await
            .unwrap();
    }

    async fn businesses(&mut self) {
        let officer = self.actor(Role::Officer).await;
        let today = self.hall.clock().today();
        let mine = facts(&[
            ("business_name", "Keripik Tempe <b>Bu Siti</b>"),
            ("owner_name", "Siti Aminah"),
            ("owner_nik", "3324094101900001"),
            ("owner_phone", OWNER_PHONE),
            ("status", "active"),
            ("product_kind", "processed_food"),
            ("village", "33.24.09.2003"),
            ("sales", "24 jt"),
            ("nib", "belum"),
            ("online_shopee", "tidak"),
        ]);
        let other = facts(&[
            ("business_name", "Batik Tulis Kaliwungu"),
            ("owner_name", "Budi Santoso"),
            ("status", "active"),
            ("product_kind", "craft"),
            ("online_shopee", "ya"),
        ]);
        self.mine = center::registry::state::register(&self.hall, &officer, &mine, today)
            .await
            .unwrap();
        self.other = center::registry::state::register(&self.hall, &officer, &other, today)
            .await
            .unwrap();
        let phone = OWNER_PHONE.parse().unwrap();
        let made = accounts::create_for_owner(&self.hall, &officer, self.mine, &phone)
            .await
            .unwrap();
        self.choose_password(OWNER_PHONE, &made.code).await;
    }

    async fn begin(&self, role: Role) -> String {
        let origin = Origin::default();
        sign_in::sign_in(&self.hall, login_of(role), PASSWORD, &origin)
            .await
            .unwrap()
            .token
    }

    /// The actor behind a role's account.
    pub(crate) async fn actor(&self, role: Role) -> Actor {
        let token = self.begin(role).await;
        sessions::resume(&self.hall, &token)
            .await
            .unwrap()
            .unwrap()
            .actor
    }

    /// Where the hall keeps files.
    pub(crate) fn files(&self) -> std::path::PathBuf {
        self.folder.path().join("files")
    }

    /// A stranger.
    pub(crate) fn client(&self) -> Client {
        Client::new(self.router.clone())
    }

    /// A visitor with the session of a role; the public has none.
    pub(crate) async fn signed_in(&self, role: Role) -> Client {
        self.signed_in_under(role, WebConfig::loopback(8080)).await
    }

    pub(crate) async fn signed_in_under(&self, role: Role, config: WebConfig) -> Client {
        // A door of its own: the throttle counts by address, and all tests have the same one.
        let router = crate::router(self.hall.clone(), config);
        let mut client = Client::new(router);
        if role != Role::Public {
            client
                .cookies
                .insert("pendopo".to_owned(), self.begin(role).await);
        }
        client
    }
}

pub(crate) fn login_of(role: Role) -> &'static str {
    match role {
        Role::Owner => OWNER_PHONE,
        role => role.id(),
    }
}
