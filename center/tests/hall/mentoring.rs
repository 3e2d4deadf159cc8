//! Mentoring: from the first assessment to graduation, the order of a mentor's day, and what bad input is told.

use center::mentoring::{
    MentoringError, agree, assess, care, caseload, figure, mentor, mine, neglect, propose,
    state::State, visit,
};
use center::people::accounts::{self, NewAccount};
use center::testing::{actor, on_both, owner};
use center::{Actor, Error, Hall, Role};
use chrono::TimeDelta;
use growth::{Answers, ScoreError};
use serde_json::json;
use vocab::Lang;
use vocab::id::{AccountId, BusinessId, EngagementId};

use crate::tools::{keripik, owner_of, registered};

/// A mentor with an account of the hall.
async fn a_mentor(hall: &Hall, login: &str) -> Actor {
    let new = NewAccount {
        login: login.to_owned(),
        name: format!("Rina {login}"),
        role: Role::Mentor,
        scope: None,
        language: Lang::Id,
    };
    let made = accounts::create(hall, &actor(Role::Admin), &new)
        .await
        .unwrap();
    Actor::signed_in(made.account, new.name, Role::Mentor, "33.24", None, None)
}

fn answers(level: u8) -> Answers {
    let instrument = center::mentoring::instruments()
        .unwrap()
        .find("pendampingan", 1)
        .unwrap();
    Answers(
        instrument
            .questions()
            .map(|(_, question)| (question.id.clone(), level))
            .collect(),
    )
}

fn given(level: u8) -> assess::Given {
    assess::Given {
        instrument: "pendampingan".to_owned(),
        version: 1,
        answers: answers(level),
        note: String::new(),
    }
}

fn noted() -> visit::Noted {
    visit::Noted {
        day: "2026-11-24".to_owned(),
        began: "09:00".to_owned(),
        ended: "10.30".to_owned(),
        point: "-6.92, 110.20".to_owned(),
        notes: "Label belum lengkap.".to_owned(),
        owner_tasks: "Cetak label baru\n\nFoto produk".to_owned(),
        mentor_tasks: "Kirim contoh label".to_owned(),
        next: "2026-12-01".to_owned(),
        ..visit::Noted::default()
    }
}

async fn opened(hall: &Hall, me: &Actor) -> (BusinessId, EngagementId) {
    let business = keripik(hall).await;
    let id = care::open(hall, me, business, None).await.unwrap();
    (business, id)
}

fn told(result: Result<impl std::fmt::Debug, Error>) -> MentoringError {
    match result {
        Err(Error::Mentoring(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_business_goes_from_baseline_over_goals_and_visits_to_graduation() {
    on_both(async |hall| {
        let me = a_mentor(&hall, "rina").await;
        let (_, id) = opened(&hall, &me).await;
        let early = agree::agree(&hall, &me, id, "nib", "", "2026-12-24").await;
        assert_eq!(told(early), MentoringError::AssessFirst);
        assess::assess(&hall, &me, id, &given(1)).await.unwrap();
        agree::agree(&hall, &me, id, "nib", "", "2026-12-24")
            .await
            .unwrap();
        let twice = agree::agree(&hall, &me, id, "nib", "", "2026-12-25").await;
        assert_eq!(told(twice), MentoringError::GoalTwice);
        let graduate = care::close(&hall, &me, id, &care::Ending::Graduated).await;
        assert_eq!(told(graduate), MentoringError::VisitFirst);
        visit::note(&hall, &me, id, &noted()).await.unwrap();
        let view = care::view(&hall, &me, id).await.unwrap();
        assert_eq!(view.state, State::Visiting);
        assert_eq!(view.tasks.len(), 3);
        assert_eq!(view.engagement.due_on.to_string(), "2026-12-01");
        let graduate = care::close(&hall, &me, id, &care::Ending::Graduated).await;
        assert_eq!(told(graduate), MentoringError::AssessAgain);
        hall.clock().advance(TimeDelta::days(30));
        hall.clock().advance(TimeDelta::days(30));
        assess::assess(&hall, &me, id, &given(2)).await.unwrap();
        care::close(&hall, &me, id, &care::Ending::Graduated)
            .await
            .unwrap();
        let view = care::view(&hall, &me, id).await.unwrap();
        assert_eq!(view.state, State::Graduated);
        let change = view.assessed[1].change.clone().unwrap().unwrap();
        assert!(change.to > change.from && !change.risen.is_empty());
        let late = visit::Noted {
            next: String::new(),
            ..noted()
        };
        assert_eq!(
            told(visit::note(&hall, &me, id, &late).await),
            MentoringError::Closed
        );
    });
}

#[test]
fn another_mentors_case_answers_like_one_that_is_not_there() {
    on_both(async |hall| {
        let (me, other) = (a_mentor(&hall, "rina").await, a_mentor(&hall, "budi").await);
        let (business, id) = opened(&hall, &me).await;
        let refused = assess::assess(&hall, &other, id, &given(1)).await;
        assert!(matches!(refused, Err(Error::NotFound(_))));
        let twice = care::open(&hall, &other, business, None).await;
        assert_eq!(told(twice), MentoringError::AlreadyInCare);
        for role in [
            Role::Owner,
            Role::Enumerator,
            Role::Gallery,
            Role::Admin,
            Role::Public,
        ] {
            assert!(
                care::view(&hall, &actor(role), id).await.is_err(),
                "{role:?}"
            );
        }
    });
}

#[test]
fn bad_visits_and_scores_are_told_and_nothing_is_written() {
    on_both(async |hall| {
        let me = a_mentor(&hall, "rina").await;
        let (_, id) = opened(&hall, &me).await;
        let with = |change: fn(&mut visit::Noted)| {
            let mut one = noted();
            change(&mut one);
            one
        };
        let backwards = with(|one| one.ended = "08:59".to_owned());
        assert!(matches!(
            told(visit::note(&hall, &me, id, &backwards).await),
            MentoringError::EndsBeforeStart { .. }
        ));
        let long = with(|one| (one.began, one.ended) = ("00:01".to_owned(), "13:05".to_owned()));
        assert!(matches!(
            told(visit::note(&hall, &me, id, &long).await),
            MentoringError::TooLong { hours: 13 }
        ));
        let later = with(|one| one.day = "2026-11-26".to_owned());
        assert_eq!(
            told(visit::note(&hall, &me, id, &later).await),
            MentoringError::NotYet
        );
        let nowhere = with(|one| one.point = "di rumah".to_owned());
        assert!(matches!(
            told(visit::note(&hall, &me, id, &nowhere).await),
            MentoringError::PlaceInvalid { .. }
        ));
        let past = with(|one| one.next = "2026-11-01".to_owned());
        assert!(matches!(
            told(visit::note(&hall, &me, id, &past).await),
            MentoringError::DayInvalid { .. }
        ));
        let mut high = given(1);
        high.answers.0.insert("quality.clean".to_owned(), 7);
        let refused = assess::assess(&hall, &me, id, &high).await;
        assert!(matches!(
            refused,
            Err(Error::Score(ScoreError::OutsideScale { level: 7, .. }))
        ));
        let mut version = given(1);
        version.version = 9;
        assert_eq!(
            told(assess::assess(&hall, &me, id, &version).await),
            MentoringError::InstrumentUnknown
        );
        let view = care::view(&hall, &me, id).await.unwrap();
        assert!(view.visits.is_empty() && view.assessed.is_empty() && view.tasks.is_empty());
        assert_eq!(
            told(care::close(&hall, &me, id, &care::Ending::Left("x".to_owned())).await),
            MentoringError::ReasonMissing
        );
    });
}

#[test]
fn the_same_visit_sent_twice_counts_once() {
    on_both(async |hall| {
        let me = a_mentor(&hall, "rina").await;
        let (_, id) = opened(&hall, &me).await;
        let sent = visit::Noted {
            id: Some(hall.new_id()),
            ..noted()
        };
        for _ in 0..2 {
            visit::note(&hall, &me, id, &sent).await.unwrap();
        }
        let view = care::view(&hall, &me, id).await.unwrap();
        assert_eq!(
            (view.visits.len(), view.engagement.visits, view.tasks.len()),
            (1, 1, 3)
        );
    });
}

#[test]
fn the_day_begins_with_what_is_overdue_longest_and_pages_go_on_where_they_ended() {
    on_both(async |hall| {
        let me = a_mentor(&hall, "rina").await;
        for at in 0..35 {
            let village = if at % 2 == 0 {
                "33.24.09.2003"
            } else {
                "33.24.10.2002"
            };
            let business = registered(
                &hall,
                json!({ "business_name": format!("Usaha {at}"), "village": village }),
            )
            .await;
            care::open(&hall, &me, business, None).await.unwrap();
        }
        hall.clock().advance(TimeDelta::days(3));
        let business = keripik(&hall).await;
        let late = care::open(&hall, &me, business, None).await.unwrap();
        hall.clock().advance(TimeDelta::days(6));
        let first = caseload::caseload(&hall, &me, None, None).await.unwrap();
        assert_eq!((first.open, first.due, first.never), (36, 35, 36));
        assert_eq!(first.lines.len(), 30);
        assert_eq!(first.lines[0].overdue, 2);
        let (_, stops, route) = first.route.clone().unwrap();
        assert!(route.exact && stops.len() == 12);
        let second = caseload::caseload(&hall, &me, None, first.next.as_deref())
            .await
            .unwrap();
        assert_eq!(second.lines.len(), 6);
        assert_eq!(second.lines.last().unwrap().case.engagement.id, late);
        let mut seen: Vec<_> = first
            .lines
            .iter()
            .chain(&second.lines)
            .map(|line| line.case.engagement.id)
            .collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 36);
        let other = a_mentor(&hall, "budi").await;
        let mine = caseload::caseload(&hall, &other, me.account, None)
            .await
            .unwrap();
        assert_eq!(
            mine.open, 0,
            "a mentor sees their own caseload whoever is asked for"
        );
    });
}

#[test]
fn a_zero_too_many_is_asked_about_and_kept_when_it_is_sure() {
    on_both(async |hall| {
        let me = a_mentor(&hall, "rina").await;
        let business = keripik(&hall).await;
        let typed = |period: &str, sales: &str, sure| figure::Typed {
            period: period.to_owned(),
            sales: sales.to_owned(),
            sure,
            ..figure::Typed::default()
        };
        figure::put(&hall, &me, business, &typed("2025", "24 jt", false))
            .await
            .unwrap();
        let doubtful = figure::put(&hall, &me, business, &typed("2026", "240 jt", false)).await;
        assert!(matches!(
            told(doubtful),
            MentoringError::UnlikelySales { .. }
        ));
        figure::put(&hall, &me, business, &typed("2026-Q1", "8 jt", false))
            .await
            .unwrap();
        figure::put(&hall, &me, business, &typed("2026", "240 jt", true))
            .await
            .unwrap();
        let view = center::registry::plan::plan(&hall, &me, business)
            .await
            .unwrap();
        let sales = view.facts.get(rulebook::Fact::Sales);
        assert_eq!(sales, Some(&rulebook::Value::Rupiah(240_000_000)));
        for (period, sales) in [
            ("2031", "1 jt"),
            ("2026-11", "1 jt"),
            ("kemarin", "1 jt"),
            ("2026", "-5"),
            ("2026", ""),
        ] {
            assert!(
                figure::put(&hall, &me, business, &typed(period, sales, false))
                    .await
                    .is_err(),
                "{period} {sales}"
            );
        }
    });
}

#[test]
fn an_owner_sees_the_mentor_ticks_their_own_tasks_and_asks() {
    on_both(async |hall| {
        let me = a_mentor(&hall, "rina").await;
        let (business, id) = opened(&hall, &me).await;
        visit::note(&hall, &me, id, &noted()).await.unwrap();
        let owner = owner(owner_of(&hall, business).await);
        let seen = mine::mine(&hall, &owner).await.unwrap();
        let view = seen[0].2.clone().unwrap();
        assert_eq!(view.mentor, "Rina rina");
        let of = |side: &str| view.tasks.iter().find(|task| task.side == side).unwrap().id;
        mine::finish(&hall, &owner, id, of("owner")).await.unwrap();
        assert_eq!(
            told(mine::finish(&hall, &owner, id, of("mentor")).await),
            MentoringError::NotOpen
        );
        let question = mine::ask(&hall, &owner, id, "Bagaimana cara daftar halal?")
            .await
            .unwrap();
        let load = caseload::caseload(&hall, &me, None, None).await.unwrap();
        assert_eq!(
            load.lines[0].overdue, 0,
            "a question brings the visit forward"
        );
        visit::answer(&hall, &me, id, question, "Lewat SIHALAL, saya bantu.")
            .await
            .unwrap();
        let again = visit::answer(&hall, &me, id, question, "Lagi").await;
        assert_eq!(told(again), MentoringError::NotOpen);
        let stranger = center::testing::owner(hall.new_id());
        assert!(mine::mine(&hall, &stranger).await.unwrap().is_empty());
        assert!(matches!(
            mine::ask(&hall, &stranger, id, "?").await,
            Err(Error::NotFound(_))
        ));
    });
}

#[test]
fn a_mentor_who_leaves_hands_over_first_and_nothing_is_lost() {
    on_both(async |hall| {
        let (me, other) = (a_mentor(&hall, "rina").await, a_mentor(&hall, "budi").await);
        let (_, id) = opened(&hall, &me).await;
        let (admin, officer) = (actor(Role::Admin), actor(Role::Officer));
        let mine = me.account.unwrap();
        let refused = accounts::set_open(&hall, &admin, mine, false).await;
        assert_eq!(told(refused), MentoringError::OpenCases { n: 1 });
        let given = mentor::hand_over(&hall, &officer, mine, other.account.unwrap())
            .await
            .unwrap();
        assert_eq!(given, 1);
        accounts::set_open(&hall, &admin, mine, false)
            .await
            .unwrap();
        let view = care::view(&hall, &other, id).await.unwrap();
        assert!(view.may_work && view.mentor == "Rina budi");
        let gone = mentor::hand_over(&hall, &officer, other.account.unwrap(), mine).await;
        assert_eq!(told(gone), MentoringError::NotAMentor);
    });
}

async fn settled(hall: &Hall, id: AccountId, area: &str) {
    let noted = mentor::Noted {
        fields: vec!["produksi".to_owned(), "kelembagaan".to_owned()],
        area: area.to_owned(),
        point: String::new(),
        capacity: "3".to_owned(),
    };
    mentor::note(hall, &actor(Role::Officer), id, &noted)
        .await
        .unwrap();
}

#[test]
fn a_proposal_gives_each_business_to_a_mentor_of_its_area_with_reasons_and_is_proven_best() {
    on_both(async |hall| {
        let officer = actor(Role::Officer);
        let (one, two) = (a_mentor(&hall, "rina").await, a_mentor(&hall, "budi").await);
        settled(&hall, one.account.unwrap(), "33.24.09").await;
        settled(&hall, two.account.unwrap(), "33.24.10").await;
        for (at, village) in [
            "33.24.09.2003",
            "33.24.10.2002",
            "33.24.09.2003",
            "33.24.10.2002",
        ]
        .into_iter()
        .enumerate()
        {
            registered(
                &hall,
                json!({ "business_name": format!("Usaha {at}"), "village": village }),
            )
            .await;
        }
        propose::propose(&hall, &officer).await.unwrap();
        let view = propose::view(&hall, &officer, None).await.unwrap().unwrap();
        assert_eq!(view.proposal.cost, view.proposal.bound);
        assert_eq!(view.lines.len(), 4);
        for (choice, listed) in &view.lines {
            let here = listed
                .as_ref()
                .unwrap()
                .region
                .unwrap()
                .as_str()
                .starts_with("33.24.09");
            assert_eq!(choice.mentor == one.account.unwrap(), here);
            assert!(choice.area);
        }
        let id = view.proposal.id;
        let refused = view.lines[0].0.business;
        propose::answer(
            &hall,
            &officer,
            id,
            propose::Answer::Refuse { business: refused },
        )
        .await
        .unwrap();
        let begun = propose::answer(
            &hall,
            &officer,
            id,
            propose::Answer::TakeAll { mentor: None },
        )
        .await
        .unwrap();
        assert_eq!(begun, 3);
        let again = propose::answer(
            &hall,
            &officer,
            hall.new_id(),
            propose::Answer::TakeAll { mentor: None },
        )
        .await;
        assert_eq!(told(again), MentoringError::ProposalGone);
        assert!(
            propose::propose(&hall, &one).await.is_err(),
            "a mentor does not assign"
        );
    });
}

#[test]
fn the_neglect_report_counts_who_was_never_visited_by_village_sex_and_size() {
    on_both(async |hall| {
        let me = a_mentor(&hall, "rina").await;
        let (_, id) = opened(&hall, &me).await;
        registered(
            &hall,
            json!({ "business_name": "Batik", "owner_name": "Yuni", "owner_sex": "female", "village": "33.24.10.2002" }),
        )
        .await;
        visit::note(&hall, &me, id, &noted()).await.unwrap();
        let report = neglect::report(&hall, &actor(Role::Head), None)
            .await
            .unwrap();
        assert_eq!((report.all, report.visited), (2, 1));
        assert_eq!(report.villages, (1, 2));
        let women = report
            .sexes
            .iter()
            .find(|group| group.name == "female")
            .unwrap();
        assert_eq!((women.all, women.visited), (1, 0));
        let district = report
            .areas
            .iter()
            .find(|group| group.region == "33.24.10")
            .unwrap();
        assert_eq!((district.all, district.never()), (1, 1));
        assert_eq!(report.waiting.len(), 1);
        assert_eq!(report.sizes.iter().map(|group| group.all).sum::<i64>(), 2);
        assert_eq!(
            report.distances.iter().map(|group| group.all).sum::<i64>(),
            2
        );
    });
}

#[test]
fn what_was_written_about_an_erased_owner_goes_and_the_scores_stay() {
    on_both(async |hall| {
        let me = a_mentor(&hall, "rina").await;
        let (business, id) = opened(&hall, &me).await;
        assess::assess(&hall, &me, id, &given(2)).await.unwrap();
        visit::note(&hall, &me, id, &noted()).await.unwrap();
        let person = owner_of(&hall, business).await;
        center::registry::erase::erase(&hall, &actor(Role::Officer), person, "diminta")
            .await
            .unwrap();
        let view = care::view(&hall, &me, id).await.unwrap();
        assert!(view.visits[0].notes.is_empty() && view.visits[0].latitude.is_none());
        assert!(view.tasks.iter().all(|task| task.words.is_empty()));
        assert!(view.assessed[0].score.total() > 0.0);
    });
}
