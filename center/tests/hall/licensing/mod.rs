//! A case from a step of a plan to its end, on both engines.

mod batch;
mod daily;
mod papers;
mod waiting;
mod way;
mod who;

use center::files::{self, Brought, Part, Prepared};
use center::licensing::act::{Action, act, assign};
use center::licensing::case::{State, Turn};
use center::licensing::documents::{Verdict, bring, review};
use center::licensing::number::Issue;
use center::licensing::open::open;
use center::licensing::queue::{self, Filter, Whose};
use center::licensing::view::{CaseView, view};
use center::testing::{actor, on_both_with, owner};
use center::{Actor, Hall, Role, Settings, notify, registry};
use chrono::TimeDelta;
use store::people::account;
use vocab::id::{AccountId, BusinessId, CaseId};
use vocab::{DomainError, Lang};

use crate::tools::{day, keripik, owner_of};

pub(crate) fn settings(folder: &tempfile::TempDir) -> Settings {
    Settings {
        files: folder.path().join("files"),
        ..Settings::default()
    }
}

/// A photo as a phone might send it.
pub(crate) fn photo(width: u32) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(width, 60, |x, y| {
        image::Rgb([(x % 251) as u8, (y % 251) as u8, 120])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, image::ImageFormat::Jpeg)
        .unwrap();
    bytes.into_inner()
}

pub(crate) async fn prepared(hall: &Hall, bytes: &[u8], name: &str) -> Prepared {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sent");
    std::fs::write(&path, bytes).unwrap();
    let brought = Brought {
        path,
        name: name.to_owned(),
    };
    files::prepare(hall, &brought).await.unwrap()
}

/// An account for an actor of the tests, so that notices can be written for it.
pub(crate) async fn account_of(hall: &Hall, who: &Actor, login: &str) -> AccountId {
    let now = hall.clock().now();
    let id = who.account.unwrap();
    let row = account::Account {
        id,
        regency: who.regency.clone(),
        login: login.to_owned(),
        name: format!("{login} name"),
        role: who.role.id().to_owned(),
        password_hash: None,
        state: "active".to_owned(),
        language: "id".to_owned(),
        scope: None,
        person: who.person,
        totp_sealed: None,
        totp_confirmed_at: None,
        totp_last_step: None,
        created_at: now,
        created_by: None,
        changed_at: now,
    };
    let mut tx = hall.db().write().await.unwrap();
    account::insert(&mut tx, &row).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// A business with its owner's and an officer's account.
pub(crate) struct Scene {
    pub(crate) business: BusinessId,
    pub(crate) owner: Actor,
    pub(crate) officer: Actor,
}

pub(crate) async fn scene(hall: &Hall) -> Scene {
    let business = keripik(hall).await;
    let mut owner = owner(owner_of(hall, business).await);
    "Siti Aminah".clone_into(&mut owner.name);
    let officer = actor(Role::Officer);
    account_of(hall, &owner, "+6281234567890").await;
    account_of(hall, &officer, "officer").await;
    let facts = crate::tools::facts(serde_json::json!({ "status": "active" }));
    registry::state::state(hall, &officer, business, &facts, day("2026-11-20"))
        .await
        .unwrap();
    Scene {
        business,
        owner,
        officer,
    }
}

pub(crate) async fn look(hall: &Hall, who: &Actor, case: CaseId) -> CaseView {
    view(hall, who, case).await.unwrap()
}

/// Brings everything that is asked for and finds it good.
pub(crate) async fn made_ready(hall: &Hall, scene: &Scene, case: CaseId) {
    for document in look(hall, &scene.owner, case).await.documents {
        let file = prepared(hall, &photo(90), "KTP.jpg").await;
        let id = document.document.id;
        bring(hall, &scene.owner, case, id, &file).await.unwrap();
        let version = look(hall, &scene.officer, case).await.case.version;
        review(hall, &scene.officer, case, version, id, &Verdict::Good)
            .await
            .unwrap();
    }
}

pub(crate) async fn done(hall: &Hall, who: &Actor, case: CaseId, action: Action) {
    let version = look(hall, who, case).await.case.version;
    act(hall, who, case, version, &action).await.unwrap();
}

pub(crate) async fn refused(hall: &Hall, who: &Actor, case: CaseId, action: Action) -> String {
    let version = look(hall, who, case).await.case.version;
    let error = act(hall, who, case, version, &action).await.unwrap_err();
    error.code().to_owned()
}

pub(crate) fn issue(number: &str) -> Action {
    Action::Issue(Issue {
        number: number.to_owned(),
        ..Issue::default()
    })
}

pub(crate) fn submit() -> Action {
    Action::Submit {
        system: String::new(),
        number: "OSS-2026/11".to_owned(),
    }
}

/// A test over a business with its owner's and an officer's account, on both engines.
pub(crate) fn on_stage(test: impl AsyncFn(Hall, Scene)) {
    let folder = tempfile::tempdir().unwrap();
    on_both_with(&settings(&folder), async |hall| {
        let scene = scene(&hall).await;
        test(hall, scene).await;
    });
}

/// A case opened for the business of the scene.
pub(crate) async fn opened(hall: &Hall, who: &Actor, scene: &Scene, rule: &str) -> CaseId {
    open(hall, who, scene.business, rule, "").await.unwrap()
}

/// Something stated about the business of the scene.
pub(crate) async fn stated(hall: &Hall, scene: &Scene, facts: serde_json::Value) {
    let facts = crate::tools::facts(facts);
    let on = day("2026-11-21");
    registry::state::state(hall, &scene.officer, scene.business, &facts, on)
        .await
        .unwrap();
}

pub(crate) async fn counts_agree(hall: &Hall) {
    let mut session = hall.db().read().await.unwrap();
    let kept = store::licensing::count::all(&mut session, "33.24", None)
        .await
        .unwrap();
    let counted = store::licensing::count::counted(&mut session, "33.24")
        .await
        .unwrap();
    assert_eq!(kept, counted, "the counters agree with the cases");
}

pub(crate) fn all_bytes(folder: &std::path::Path) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                all.push(std::fs::read(path).unwrap());
            }
        }
    }
    all
}

pub(crate) fn owner_actor() -> Actor {
    owner(vocab::id::PersonId::from_parts(5, [9; 10]))
}

/// What lets a kitchen of dry snacks take the step of its SPP-IRT.
pub(crate) fn spp_irt_facts() -> serde_json::Value {
    serde_json::json!({
        "nib": "1234567890123", "preservation": "dry", "shelf_life_days": 90, "animal_product": false,
        "milk_product": false, "contains_alcohol": false, "baby_or_diet_food": false, "bottled_water": false,
        "packaging": "labelled", "premise": "home", "bpom": false,
    })
}
