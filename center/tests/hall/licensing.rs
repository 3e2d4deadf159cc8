//! A case from a step of a plan to its end, on both engines.

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

async fn refused(hall: &Hall, who: &Actor, case: CaseId, action: Action) -> String {
    let version = look(hall, who, case).await.case.version;
    let error = act(hall, who, case, version, &action).await.unwrap_err();
    error.code().to_owned()
}

fn issue(number: &str) -> Action {
    Action::Issue(Issue {
        number: number.to_owned(),
        ..Issue::default()
    })
}

fn submit() -> Action {
    Action::Submit {
        system: String::new(),
        number: "OSS-2026/11".to_owned(),
    }
}

#[test]
fn a_step_of_the_plan_is_carried_to_its_end_and_the_plan_moves_on() {
    let folder = tempfile::tempdir().unwrap();
    on_both_with(&settings(&folder), async |hall| {
        let scene = scene(&hall).await;
        let case = open(&hall, &scene.owner, scene.business, "nib", "")
            .await
            .unwrap();
        let seen = look(&hall, &scene.owner, case).await;
        assert_eq!((seen.state, seen.turn), (State::Draft, Turn::Owner));
        let asked: Vec<&str> = seen
            .documents
            .iter()
            .map(|one| one.document.name_id.as_str())
            .collect();
        assert_eq!(asked, ["KTP", "Nomor HP yang aktif"]);

        let file = prepared(&hall, &photo(90), "../KTP Bu Siti.png").await;
        let first = seen.documents[0].document.id;
        bring(&hall, &scene.owner, case, first, &file)
            .await
            .unwrap();
        let seen = look(&hall, &scene.officer, case).await;
        assert_eq!((seen.state, seen.turn), (State::Documents, Turn::Office));
        assert_eq!(
            seen.documents[0].file.as_ref().unwrap().name,
            "KTP Bu Siti.jpg"
        );

        // The reviewer says what is wrong; the owner hears it in these words.
        let words = "Fotonya buram, tolong foto ulang di tempat terang.";
        let verdict = Verdict::Bad(words.to_owned());
        review(
            &hall,
            &scene.officer,
            case,
            seen.case.version,
            first,
            &verdict,
        )
        .await
        .unwrap();
        let inbox = notify::inbox(&hall, &scene.owner, Lang::Id).await.unwrap();
        assert!(inbox[0].letter.text.contains(words), "{inbox:?}");
        assert_eq!(look(&hall, &scene.owner, case).await.turn, Turn::Owner);

        made_ready(&hall, &scene, case).await;
        let seen = look(&hall, &scene.officer, case).await;
        assert_eq!((seen.state, seen.turn), (State::Ready, Turn::Office));
        done(&hall, &scene.officer, case, submit()).await;
        done(&hall, &scene.officer, case, Action::TakeUp).await;
        assert_eq!(
            refused(&hall, &scene.officer, case, issue("12345")).await,
            "center.malformed"
        );
        done(&hall, &scene.officer, case, issue("1234567890123")).await;

        let seen = look(&hall, &scene.owner, case).await;
        assert_eq!((seen.state, seen.turn), (State::Issued, Turn::Nobody));
        assert_eq!(seen.case.issued_number.as_deref(), Some("1234567890123"));
        assert_eq!(seen.case.outside_system.as_deref(), Some("oss.go.id"));
        let page = registry::view::view(&hall, &scene.officer, scene.business)
            .await
            .unwrap();
        let fact = |fact| page.facts.iter().find(|one| one.fact == fact);
        let nib = fact(rulebook::Fact::Nib).unwrap();
        assert_eq!(nib.from.door, registry::door::Door::Officer);
        assert_eq!(Some(nib.from.statement), seen.case.statement);
        let rulebook = hall.rulebook();
        let (nib, _) = rulebook.find("nib", page.plan.on).unwrap();
        assert!(page.plan.step(nib).unwrap().is_done());
        let (sppl, _) = rulebook.find("sppl", page.plan.on).unwrap();
        assert!(!page.plan.step(sppl).unwrap().is_done(), "the next step");
        crate::tools::counters_agree(&hall).await;
        counts_agree(&hall).await;
    });
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

#[test]
fn two_officers_at_once_and_the_second_is_told_who_did_what() {
    let folder = tempfile::tempdir().unwrap();
    on_both_with(&settings(&folder), async |hall| {
        let scene = scene(&hall).await;
        let case = open(&hall, &scene.officer, scene.business, "nib", "")
            .await
            .unwrap();
        made_ready(&hall, &scene, case).await;
        let seen = look(&hall, &scene.officer, case).await.case.version;
        act(&hall, &scene.officer, case, seen, &submit())
            .await
            .unwrap();
        let second = Action::Withdraw {
            reason: "Pemilik pindah.".to_owned(),
        };
        let error = act(&hall, &scene.officer, case, seen, &second)
            .await
            .unwrap_err();
        assert_eq!(error.code(), "licensing.changed");
        assert!(error.id().contains("officer name"), "{}", error.id());
        assert!(error.id().contains("Diajukan"), "{}", error.id());
        assert_eq!(
            look(&hall, &scene.officer, case).await.state,
            State::Submitted
        );
    });
}

#[test]
fn of_many_who_press_at_the_same_moment_one_wins() {
    let folder = tempfile::tempdir().unwrap();
    on_both_with(&settings(&folder), async |hall| {
        let scene = scene(&hall).await;
        let case = open(&hall, &scene.officer, scene.business, "nib", "")
            .await
            .unwrap();
        made_ready(&hall, &scene, case).await;
        let version = look(&hall, &scene.officer, case).await.case.version;
        let tries: Vec<_> = (0..8)
            .map(|_| {
                let (hall, officer) = (hall.clone(), scene.officer.clone());
                tokio::spawn(async move { act(&hall, &officer, case, version, &submit()).await })
            })
            .collect();
        let mut won = 0;
        for one in tries {
            match one.await.unwrap() {
                Ok(()) => won += 1,
                Err(error) => assert_eq!(error.code(), "licensing.changed"),
            }
        }
        assert_eq!(won, 1);
        counts_agree(&hall).await;
    });
}

#[test]
fn there_is_one_open_case_of_a_permit_and_only_for_a_step_that_can_be_taken() {
    let folder = tempfile::tempdir().unwrap();
    on_both_with(&settings(&folder), async |hall| {
        let scene = scene(&hall).await;
        let try_open = async |rule: &str| {
            let opened = open(&hall, &scene.officer, scene.business, rule, "").await;
            opened.map_err(|error| error.code())
        };
        assert_eq!(try_open("spp_irt").await.unwrap_err(), "licensing.blocked");
        assert_eq!(
            try_open("photos").await.unwrap_err(),
            "licensing.not_a_permit"
        );
        assert_eq!(
            try_open("no_such").await.unwrap_err(),
            "licensing.not_a_permit"
        );
        let case = try_open("nib").await.unwrap();
        assert_eq!(try_open("nib").await.unwrap_err(), "licensing.already_open");
        let reason = "Salah buka.".to_owned();
        done(&hall, &scene.owner, case, Action::Withdraw { reason }).await;
        assert!(
            try_open("nib").await.is_ok(),
            "a closed one is no hindrance"
        );
        let facts = crate::tools::facts(serde_json::json!({ "nib": "1234567890123" }));
        registry::state::state(
            &hall,
            &scene.officer,
            scene.business,
            &facts,
            day("2026-11-21"),
        )
        .await
        .unwrap();
        assert_eq!(try_open("nib").await.unwrap_err(), "licensing.not_needed");
    });
}

#[test]
fn owners_see_and_move_only_their_own_cases_and_never_the_offices_part() {
    let folder = tempfile::tempdir().unwrap();
    on_both_with(&settings(&folder), async |hall| {
        let scene = scene(&hall).await;
        let case = open(&hall, &scene.owner, scene.business, "nib", "")
            .await
            .unwrap();
        made_ready(&hall, &scene, case).await;
        let stranger = owner_actor();
        assert_eq!(
            view(&hall, &stranger, case).await.unwrap_err().code(),
            "center.not_found"
        );
        let version = look(&hall, &scene.owner, case).await.case.version;
        let error = act(&hall, &stranger, case, version, &submit()).await;
        assert_eq!(error.unwrap_err().code(), "center.not_found");
        for action in [Action::TakeUp, issue("1234567890123")] {
            let code = refused(&hall, &scene.owner, case, action).await;
            assert_eq!(code, "licensing.not_now");
        }
        done(&hall, &scene.owner, case, submit()).await;
        let code = refused(&hall, &scene.owner, case, issue("1234567890123")).await;
        assert_eq!(code, "licensing.not_yours");
        let first = look(&hall, &scene.owner, case).await.documents[0]
            .document
            .id;
        let error = review(&hall, &scene.owner, case, version, first, &Verdict::Good).await;
        assert_eq!(error.unwrap_err().code(), "center.forbidden");
        let head = actor(Role::Head);
        assert!(view(&hall, &head, case).await.is_ok());
        let error = act(&hall, &head, case, version, &Action::TakeUp).await;
        assert_eq!(error.unwrap_err().code(), "center.forbidden");
    });
}

fn owner_actor() -> Actor {
    owner(vocab::id::PersonId::from_parts(5, [9; 10]))
}

#[test]
fn a_repair_pauses_the_offices_clock_and_the_documents_decide_whose_turn_it_is() {
    let folder = tempfile::tempdir().unwrap();
    on_both_with(&settings(&folder), async |hall| {
        let scene = scene(&hall).await;
        let case = open(&hall, &scene.officer, scene.business, "nib", "")
            .await
            .unwrap();
        made_ready(&hall, &scene, case).await;
        // Tuesday 24 November; two working days for the office.
        let seen = look(&hall, &scene.officer, case).await;
        assert_eq!(seen.case.due_on, day("2026-11-26"));
        hall.clock().advance(TimeDelta::days(1));
        done(&hall, &scene.officer, case, submit()).await;
        assert_eq!(look(&hall, &scene.officer, case).await.case.days_used, 1);
        let ask = Action::AskRepair {
            reason: "Alamat di KTP berbeda.".to_owned(),
            documents: vec![0],
        };
        done(&hall, &scene.officer, case, ask).await;
        let seen = look(&hall, &scene.owner, case).await;
        assert_eq!((seen.state, seen.turn), (State::NeedsRepair, Turn::Owner));
        assert_eq!(seen.documents[0].document.state, "bad");
        assert_eq!(seen.documents[1].document.state, "good");
        // A week in which the owner is waited for costs the office nothing.
        hall.clock().advance(TimeDelta::days(7));
        let file = prepared(&hall, &photo(80), "ktp baru.jpg").await;
        let id = seen.documents[0].document.id;
        bring(&hall, &scene.owner, case, id, &file).await.unwrap();
        let seen = look(&hall, &scene.officer, case).await;
        assert_eq!((seen.turn, seen.days), (Turn::Office, (1, 2)));
        assert_eq!(
            seen.case.due_on,
            day("2026-12-03"),
            "one working day is left"
        );
        review(
            &hall,
            &scene.officer,
            case,
            seen.case.version,
            id,
            &Verdict::SeenOnPaper,
        )
        .await
        .unwrap();
        done(&hall, &scene.officer, case, Action::Resubmit).await;
        let seen = look(&hall, &scene.officer, case).await;
        assert_eq!((seen.state, seen.turn), (State::Submitted, Turn::Outside));
    });
}

#[test]
fn a_file_is_given_to_those_who_may_see_it_noted_and_gone_with_the_person() {
    let folder = tempfile::tempdir().unwrap();
    on_both_with(&settings(&folder), async |hall| {
        let scene = scene(&hall).await;
        let case = open(&hall, &scene.owner, scene.business, "nib", "")
            .await
            .unwrap();
        let file = prepared(&hall, &photo(90), "ktp.jpg").await;
        let id = look(&hall, &scene.owner, case).await.documents[0]
            .document
            .id;
        bring(&hall, &scene.owner, case, id, &file).await.unwrap();
        let given = files::give(&hall, &scene.owner, file.id(), Part::Whole).await;
        let given = given.unwrap();
        assert_eq!(given.content_type, "image/jpeg");
        assert!(given.bytes.starts_with(&[0xFF, 0xD8]));
        let small = files::give(&hall, &scene.officer, file.id(), Part::Thumbnail).await;
        assert!(small.unwrap().bytes.starts_with(&[0xFF, 0xD8]));
        for who in [owner_actor(), actor(Role::Head), actor(Role::Gallery)] {
            let refused = files::give(&hall, &who, file.id(), Part::Whole).await;
            assert_eq!(
                refused.unwrap_err().code(),
                "center.not_found",
                "{:?}",
                who.role
            );
        }
        let trail = center::audit::newest(&hall, &actor(Role::Head), None, 5).await;
        let given: Vec<_> = trail.unwrap().into_iter().map(|one| one.action).collect();
        assert_eq!(given.iter().filter(|one| *one == "file.given").count(), 1);
        // What lies on the disk cannot be read.
        let kept = all_bytes(&folder.path().join("files"));
        assert!(!kept.is_empty());
        assert!(kept.iter().all(|bytes| !bytes.starts_with(&[0xFF, 0xD8])));

        let person = owner_of(&hall, scene.business).await;
        registry::erase::erase(&hall, &scene.officer, person, "surat 12")
            .await
            .unwrap();
        let gone = files::give(&hall, &scene.officer, file.id(), Part::Whole).await;
        assert_eq!(gone.unwrap_err().code(), "center.not_found");
        assert!(all_bytes(&folder.path().join("files")).is_empty());
    });
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

#[test]
fn the_queue_shows_the_most_urgent_first_page_by_page_and_the_workload() {
    let folder = tempfile::tempdir().unwrap();
    on_both_with(&settings(&folder), async |hall| {
        let scene = scene(&hall).await;
        let case = open(&hall, &scene.officer, scene.business, "nib", "")
            .await
            .unwrap();
        made_ready(&hall, &scene, case).await;
        let seen = look(&hall, &scene.officer, case).await.case.version;
        assign(&hall, &scene.officer, case, seen, scene.officer.account)
            .await
            .unwrap();
        let mut ids = vec![case];
        let mut tx = hall.db().write().await.unwrap();
        let template = look(&hall, &scene.officer, case).await.case;
        for n in 0..120_u64 {
            let mut one = template.clone();
            one.id = CaseId::from_parts(1_800_000_000_000 + n, [1; 10]);
            one.business = BusinessId::from_parts(n, [2; 10]);
            one.officer = None;
            one.due_on = day("2026-11-27") + TimeDelta::days(i64::try_from(n % 5).unwrap());
            store::licensing::case::insert(&mut tx, &one).await.unwrap();
            store::licensing::count::moved(&mut tx, None, &one)
                .await
                .unwrap();
            ids.push(one.id);
        }
        tx.commit().await.unwrap();
        let filter = Filter::default();
        let mut seen = Vec::new();
        let mut place = None;
        let mut back = None;
        loop {
            let page = queue::queue(&hall, &scene.officer, &filter, place)
                .await
                .unwrap();
            assert_eq!(page.turns[0], (Turn::Office, 121));
            seen.extend(page.lines.iter().map(|line| line.case.id));
            back = page.previous.or(back);
            match page.next {
                Some(next) => place = Some(next.parse().unwrap()),
                None => break,
            }
        }
        assert_eq!(seen.len(), 121);
        assert_eq!(seen[0], case, "due first");
        let unique: std::collections::BTreeSet<_> = seen.iter().collect();
        assert_eq!(unique.len(), 121);
        let page = queue::queue(
            &hall,
            &scene.officer,
            &filter,
            back.map(|b| b.parse().unwrap()),
        );
        let page = page.await.unwrap();
        let lines: Vec<_> = page.lines.iter().map(|line| line.case.id).collect();
        assert_eq!(lines, seen[50..100], "the page before");
        let mine = Filter {
            whose: Whose::Mine,
            ..Filter::default()
        };
        let mine = queue::queue(&hall, &scene.officer, &mine, None)
            .await
            .unwrap();
        assert_eq!(mine.lines.len(), 1);
        assert_eq!(mine.lines[0].business.as_deref(), Some("Keripik Barokah"));
        let load = queue::workload(&hall, &scene.officer).await.unwrap();
        assert_eq!((load[0].waiting, load[0].open), (1, 1));
    });
}

#[test]
fn a_permit_that_asks_for_no_papers_is_ready_at_once() {
    let folder = tempfile::tempdir().unwrap();
    on_both_with(&settings(&folder), async |hall| {
        let scene = scene(&hall).await;
        let facts = crate::tools::facts(serde_json::json!({ "nib": "1234567890123" }));
        registry::state::state(
            &hall,
            &scene.officer,
            scene.business,
            &facts,
            day("2026-11-21"),
        )
        .await
        .unwrap();
        let case = open(&hall, &scene.owner, scene.business, "sppl", "").await;
        let case = case.unwrap();
        let seen = look(&hall, &scene.owner, case).await;
        assert_eq!((seen.state, seen.turn), (State::Ready, Turn::Office));
        done(&hall, &scene.officer, case, submit()).await;
        done(&hall, &scene.officer, case, issue("")).await;
        let page = registry::view::view(&hall, &scene.officer, scene.business).await;
        let facts = page.unwrap().plan_facts;
        assert_eq!(
            facts.get(rulebook::Fact::Sppl),
            Some(&rulebook::Value::Bool(true))
        );
    });
}

#[test]
fn a_batch_day_invites_who_needs_the_step_and_coming_opens_the_case() {
    use center::licensing::batch::{self, NewBatch};

    let folder = tempfile::tempdir().unwrap();
    on_both_with(&settings(&folder), async |hall| {
        let scene = scene(&hall).await;
        let facts = crate::tools::facts(serde_json::json!({ "nib": false }));
        registry::state::state(
            &hall,
            &scene.officer,
            scene.business,
            &facts,
            day("2026-11-21"),
        )
        .await
        .unwrap();
        let new = NewBatch {
            name: "NIB bersama Kangkung".to_owned(),
            permit: "nib".to_owned(),
            region: "33.24.09".parse().unwrap(),
            place: "Balai Desa Jungsemi".to_owned(),
            held_on: day("2026-12-01"),
            starts_at: "09:00".to_owned(),
        };
        let empty = NewBatch {
            region: "33.24.01".parse().unwrap(),
            ..new.clone()
        };
        let past = NewBatch {
            held_on: day("2026-11-01"),
            ..new.clone()
        };
        for (wrong, code) in [
            (empty, "licensing.batch_empty"),
            (past, "licensing.batch_incomplete"),
        ] {
            let error = batch::create(&hall, &scene.officer, &wrong).await;
            assert_eq!(error.unwrap_err().code(), code);
        }
        let id = batch::create(&hall, &scene.officer, &new).await.unwrap();
        let inbox = notify::inbox(&hall, &scene.owner, Lang::Id).await.unwrap();
        assert!(
            inbox[0].letter.text.contains("Balai Desa Jungsemi"),
            "{inbox:?}"
        );
        let case = batch::note(&hall, &scene.officer, id, scene.business, true).await;
        let case = case.unwrap().unwrap();
        let again = batch::note(&hall, &scene.officer, id, scene.business, true).await;
        assert_eq!(again.unwrap(), Some(case), "the same case");
        let seen = batch::view(&hall, &scene.officer, id, None).await.unwrap();
        assert_eq!(seen.attendance, [("present".to_owned(), 1)]);
        let stranger = BusinessId::from_parts(1, [1; 10]);
        let error = batch::note(&hall, &scene.officer, id, stranger, true).await;
        assert_eq!(error.unwrap_err().code(), "licensing.not_invited");
        // The paper itself is looked at on the spot.
        for document in look(&hall, &scene.officer, case).await.documents {
            let version = look(&hall, &scene.officer, case).await.case.version;
            let id = document.document.id;
            review(
                &hall,
                &scene.officer,
                case,
                version,
                id,
                &Verdict::SeenOnPaper,
            )
            .await
            .unwrap();
        }
        assert_eq!(look(&hall, &scene.officer, case).await.state, State::Ready);
    });
}

#[test]
fn each_day_late_cases_are_told_of_once_and_owners_reminded_once() {
    use center::jobs::Worker;

    let folder = tempfile::tempdir().unwrap();
    on_both_with(&settings(&folder), async |hall| {
        let scene = scene(&hall).await;
        let head = actor(Role::Head);
        account_of(&hall, &head, "head").await;
        let facts = crate::tools::facts(serde_json::json!({
            "pirt": "2063324010001-27", "pirt_expiry": "2027-03-31", "preservation": "dry", "shelf_life_days": 90,
            "animal_product": false, "milk_product": false, "contains_alcohol": false, "baby_or_diet_food": false,
            "bpom": false, "packaging": "labelled",
        }));
        registry::state::state(
            &hall,
            &scene.officer,
            scene.business,
            &facts,
            day("2026-11-21"),
        )
        .await
        .unwrap();
        let case = open(&hall, &scene.officer, scene.business, "nib", "").await;
        let case = case.unwrap();
        let worker = Worker::new(&hall);
        let texts = async |who: &Actor, days: i64| {
            hall.clock().advance(TimeDelta::days(days));
            for _ in 0..2 {
                worker.plan_ahead().await.unwrap();
                worker.run_due().await.unwrap();
            }
            let inbox = notify::inbox(&hall, who, Lang::Id).await.unwrap();
            let of = |part: &str| {
                inbox
                    .iter()
                    .filter(|l| l.letter.subject.contains(part))
                    .count()
            };
            (
                of("ditunggu"),
                of("Izin berakhir 31 Maret 2027"),
                of("batas waktu"),
            )
        };
        assert_eq!(texts(&scene.owner, 0).await, (0, 1, 0), "the permit ends");
        assert_eq!(
            texts(&scene.owner, 20).await,
            (1, 1, 0),
            "documents are waited for"
        );
        assert_eq!(texts(&scene.owner, 1).await, (1, 1, 0), "once");
        for document in look(&hall, &scene.officer, case).await.documents {
            let file = prepared(&hall, &photo(70), "a.jpg").await;
            bring(&hall, &scene.owner, case, document.document.id, &file)
                .await
                .unwrap();
        }
        assert_eq!(
            texts(&head, 15).await.2,
            1,
            "the head of the office is told"
        );
        assert_eq!(texts(&head, 1).await.2, 1, "once");
    });
}
