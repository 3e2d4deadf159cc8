//! Tasks, what waits for what, proofs, risks and decisions.

use center::project::task::{self, NewTask, Noted};
use center::project::watch::{self, NewDecision, NewRisk};
use center::project::{head, open, space};
use center::testing::{actor, on_both};
use center::{Error, Hall, Role};
use vocab::DomainError;
use vocab::id::TaskId;

use crate::tools::{day, keripik};

fn new(name: &str, days: i64, after: &[TaskId]) -> NewTask {
    NewTask {
        phase: "building".to_owned(),
        name: name.to_owned(),
        days,
        not_before: Some(day("2026-10-01")),
        weight: 10,
        after: after.to_vec(),
        ..NewTask::default()
    }
}

async fn added(hall: &Hall, name: &str, days: i64, after: &[TaskId]) -> TaskId {
    let made = task::add(hall, &actor(Role::Officer), &new(name, days, after)).await;
    made.unwrap()
}

fn noted(percent: i64, on: &str, proof: &str) -> Noted {
    Noted {
        percent,
        on: day(on),
        note: "Berjalan".to_owned(),
        proof: proof.to_owned(),
    }
}

fn code<T: std::fmt::Debug>(result: Result<T, Error>) -> &'static str {
    result.unwrap_err().code()
}

#[test]
fn a_circle_is_refused_and_the_plan_stays_as_it_was() {
    on_both(async |hall| {
        let me = actor(Role::Officer);
        let one = added(&hall, "Pondasi", 10, &[]).await;
        let two = added(&hall, "Rangka", 20, &[one]).await;
        let three = added(&hall, "Atap", 15, &[two]).await;
        let circle = task::change(&hall, &me, one, &new("Pondasi", 10, &[three])).await;
        let error = circle.unwrap_err();
        assert_eq!(error.code(), "project.cycle");
        for name in ["Pondasi", "Rangka", "Atap"] {
            assert!(error.id().contains(name), "{}", error.id());
        }
        let made = task::programme(&hall, &me).await.unwrap();
        assert!(made.tasks[0].after.is_empty());
        assert_eq!(made.tasks.iter().filter(|one| one.critical).count(), 3);
        task::remove(&hall, &me, two).await.unwrap();
        let made = task::programme(&hall, &me).await.unwrap();
        assert_eq!(made.tasks.len(), 2);
        assert!(made.tasks.iter().all(|one| one.after.is_empty()));
    });
}

#[test]
fn two_people_cannot_make_a_circle_together() {
    on_both(async |hall| {
        let one = added(&hall, "Pondasi", 10, &[]).await;
        let two = added(&hall, "Rangka", 20, &[]).await;
        let change = |id, after: TaskId| {
            let hall = hall.clone();
            tokio::spawn(async move {
                task::change(&hall, &actor(Role::Officer), id, &new("X", 1, &[after])).await
            })
        };
        let (first, second) = (change(one, two), change(two, one));
        let results = [first.await.unwrap().is_ok(), second.await.unwrap().is_ok()];
        assert_eq!(results.iter().filter(|ok| **ok).count(), 1, "{results:?}");
    });
}

#[test]
fn a_milestone_needs_its_proof_and_what_comes_before_it() {
    on_both(async |hall| {
        let me = actor(Role::Officer);
        let work = added(&hall, "Pondasi", 10, &[]).await;
        let stone = added(&hall, "Serah terima", 0, &[work]).await;
        let early = task::note(&hall, &me, stone, &noted(100, "2026-11-02", "BAST 1")).await;
        assert_eq!(code(early), "project.not_yet");
        task::note(&hall, &me, work, &noted(50, "2026-10-12", ""))
            .await
            .unwrap();
        task::note(&hall, &me, work, &noted(100, "2026-10-30", ""))
            .await
            .unwrap();
        let bare = task::note(&hall, &me, stone, &noted(100, "2026-11-02", " ")).await;
        assert_eq!(code(bare), "project.proof_missing");
        let tomorrow = task::note(&hall, &me, stone, &noted(100, "2026-11-25", "BAST 1")).await;
        assert_eq!(code(tomorrow), "project.day_to_come");
        task::note(&hall, &me, stone, &noted(100, "2026-11-02", "BAST 1"))
            .await
            .unwrap();
        let made = task::programme(&hall, &me).await.unwrap();
        let (planned, real) = made.today_shares().unwrap();
        assert!((planned - 1.0).abs() < 1e-9 && (real - 1.0).abs() < 1e-9);
        assert_eq!(made.tasks[0].task.started_on, Some(day("2026-10-12")));
        let seen = open::open(&hall, "33.24").await.unwrap();
        assert_eq!(seen.phases[0].percent, 100);
    });
}

#[test]
fn the_head_decides_once_and_sees_grave_risks_first() {
    on_both(async |hall| {
        let officer = actor(Role::Officer);
        let ask = NewDecision {
            question: "Lokasi mana?".to_owned(),
            context: "Lihat peringkat.".to_owned(),
            due_on: day("2026-12-01"),
        };
        let id = watch::ask(&hall, &officer, &ask).await.unwrap();
        let risk = |chance, impact| NewRisk {
            name: format!("Risiko {chance}{impact}"),
            chance,
            impact,
            ..NewRisk::default()
        };
        watch::add_risk(&hall, &officer, &risk(1, 2)).await.unwrap();
        watch::add_risk(&hall, &officer, &risk(4, 5)).await.unwrap();
        assert_eq!(
            code(watch::add_risk(&hall, &officer, &risk(6, 1)).await),
            "project.range"
        );
        let head_of = actor(Role::Head);
        let page = head::head(&hall, &head_of).await.unwrap();
        assert_eq!((page.waiting.len(), page.risks.len()), (1, 1));
        assert_eq!(
            code(watch::decide(&hall, &officer, id, "Lokasi A").await),
            "center.forbidden"
        );
        watch::decide(&hall, &head_of, id, "Lokasi A")
            .await
            .unwrap();
        assert_eq!(
            code(watch::decide(&hall, &head_of, id, "Lokasi B").await),
            "project.decided"
        );
        let (open, decided) = watch::decisions(&hall, &head_of).await.unwrap();
        assert!(open.is_empty());
        assert_eq!(decided[0].answer.as_deref(), Some("Lokasi A"));
        watch::close_risk(&hall, &officer, page.risks[0].id)
            .await
            .unwrap();
        assert_eq!(watch::risks(&hall, &officer).await.unwrap().len(), 1);
    });
}

#[test]
fn the_space_programme_counts_the_registry() {
    on_both(async |hall| {
        let before = space::space(&hall, &actor(Role::Head)).await.unwrap();
        keripik(&hall).await;
        let after = space::space(&hall, &actor(Role::Head)).await.unwrap();
        let counted = |programme: &space::Programme, id: &str| {
            let room = programme.rooms.iter().find(|room| room.rule.id == id);
            room.and_then(|room| room.counted)
        };
        assert_eq!(counted(&before, "gallery"), Some(0));
        assert_eq!(counted(&after, "gallery"), Some(1));
        assert_eq!(counted(&after, "packaging"), Some(1));
        assert_eq!(counted(&after, "food"), Some(0));
    });
}

#[test]
fn the_example_fills_every_page_once_and_says_what_it_is() {
    on_both(async |hall| {
        center::project::example::fill(&hall).await.unwrap();
        center::project::example::fill(&hall).await.unwrap();
        let page = head::head(&hall, &actor(Role::Head)).await.unwrap();
        assert!(page.programme.on_time().is_some());
        assert_eq!(page.waiting.len(), 1);
        let seen = open::open(&hall, "33.24").await.unwrap();
        assert!(seen.example && seen.sites.len() == 5 && seen.years.len() == 1);
    });
}
