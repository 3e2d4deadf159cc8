//! Offering, judging and ranking sites.

use center::project::setting::{self, Setting};
use center::project::site::{self, NewSite};
use center::project::{ProjectError, judge, ranking};
use center::testing::{actor, on_both};
use center::{Error, Hall, Role};
use vocab::DomainError;
use vocab::id::SiteId;

use crate::tools::{day, keripik};

/// A parcel of about 120 m by 120 m, some kilometres east or west of Kendal.
pub(crate) fn parcel(east: f64) -> String {
    let (lat, lng) = (-6.925, 110.20 + east);
    let side = 0.0011;
    format!(
        "{lat}, {lng}\n{lat}, {}\n{}, {}\n{}, {lng}\n",
        lng + side,
        lat - side,
        lng + side,
        lat - side
    )
}

async fn offered(hall: &Hall, code: &str, east: f64) -> SiteId {
    let new = NewSite {
        code: code.to_owned(),
        name: format!("Lokasi {code}"),
        parcel: parcel(east),
        example: false,
    };
    let made = site::offer(hall, &actor(Role::Officer), &new)
        .await
        .unwrap();
    made.id
}

/// Everything that is asked about a site, answered.
async fn answered(hall: &Hall, id: SiteId, price: &str, road: &str) {
    for (criterion, value) in [
        ("road_km", road),
        ("transport", "sering"),
        ("price", price),
        ("utilities", "cukup"),
        ("flood_years", "1"),
        ("slope", "2"),
        ("visitors", "9000"),
        ("tourism_km", "3"),
        ("flood_zone", "tidak"),
        ("zoning", "tidak"),
        ("title", "tidak"),
    ] {
        let (me, on) = (actor(Role::Officer), day("2026-11-01"));
        site::note(hall, &me, id, criterion, value, "Survei 1", on)
            .await
            .unwrap();
    }
}

async fn judged(hall: &Hall, role: Role, step: i64) {
    let me = actor(role);
    let sheet = judge::sheet(hall, &me).await.unwrap();
    let answers: Vec<(String, String, i64)> = sheet
        .groups
        .iter()
        .flat_map(|group| &group.pairs)
        .map(|pair| {
            let step = if pair.first == "land" { step } else { 0 };
            (pair.first.clone(), pair.second.clone(), step)
        })
        .collect();
    judge::judge(hall, &me, &answers, "Jangan jauh dari jalan.")
        .await
        .unwrap();
}

fn code<T: std::fmt::Debug>(result: Result<T, Error>) -> &'static str {
    result.unwrap_err().code()
}

#[test]
fn sites_are_ranked_from_what_is_known_and_judged() {
    on_both(async |hall| {
        keripik(&hall).await;
        let near = offered(&hall, "a", 0.0).await;
        let far = offered(&hall, "B", 0.03).await;
        answered(&hall, near, "1.5", "0,4").await;
        answered(&hall, far, "0.4", "3").await;
        let head = actor(Role::Head);
        let unjudged = ranking::ranking(&hall, &head, false).await;
        assert_eq!(code(unjudged), "siting.unweighted");
        judged(&hall, Role::Head, 0).await;
        judged(&hall, Role::Mentor, 8).await;
        let found = ranking::ranking(&hall, &head, false).await.unwrap();
        assert_eq!(found.outcome.ranking.len(), 2);
        assert!(found.outcome.consistent);
        assert_eq!(found.outcome.minorities.len(), 2);
        assert_eq!(found.opinions.len(), 2);
        let best = &found.outcome.robustness.as_ref().unwrap().best[0];
        assert!((best.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        // The registry's one business measures the distance.
        let seen = site::view(&hall, &head, near).await.unwrap();
        assert!(seen.measured["mean_km"] > 0.0);
        assert!((1.0..2.0).contains(&(seen.site.area_m2 / 10_000.0)));
    });
}

#[test]
fn a_missing_value_is_asked_for_or_filled_in_and_marked() {
    on_both(async |hall| {
        keripik(&hall).await;
        let (one, two) = (
            offered(&hall, "A", 0.0).await,
            offered(&hall, "B", 0.03).await,
        );
        answered(&hall, one, "1", "1").await;
        for (criterion, value) in [
            ("flood_zone", "tidak"),
            ("zoning", "tidak"),
            ("title", "tidak"),
        ] {
            site::note(
                &hall,
                &actor(Role::Officer),
                two,
                criterion,
                value,
                "Peta RTRW",
                day("2026-01-02"),
            )
            .await
            .unwrap();
        }
        judged(&hall, Role::Head, 0).await;
        let head = actor(Role::Head);
        assert_eq!(
            code(ranking::ranking(&hall, &head, false).await),
            "siting.missing_values"
        );
        let filled = ranking::ranking(&hall, &head, true).await.unwrap();
        assert_eq!(filled.outcome.field.imputed.len(), 8);
    });
}

#[test]
fn a_disputed_title_rules_a_site_out_whatever_else_it_has() {
    on_both(async |hall| {
        keripik(&hall).await;
        let (one, two) = (
            offered(&hall, "A", 0.0).await,
            offered(&hall, "B", 0.03).await,
        );
        answered(&hall, one, "0.1", "0.1").await;
        answered(&hall, two, "2", "2").await;
        site::note(
            &hall,
            &actor(Role::Officer),
            one,
            "title",
            "Sengketa",
            "Surat BPN",
            day("2026-11-02"),
        )
        .await
        .unwrap();
        judged(&hall, Role::Head, 0).await;
        let found = ranking::ranking(&hall, &actor(Role::Head), false)
            .await
            .unwrap();
        assert_eq!(found.outcome.field.excluded.len(), 1);
        assert_eq!(found.outcome.ranking[0].id, "B");
    });
}

#[test]
fn judgements_that_contradict_each_other_are_named() {
    on_both(async |hall| {
        let me = actor(Role::Head);
        // a over b, b over c, and c over a.
        let turn = [
            ("land", "market", 8),
            ("market", "reach", 8),
            ("land", "reach", -8),
        ];
        let mut answers: Vec<(String, String, i64)> = turn
            .iter()
            .map(|(first, second, step)| ((*first).to_owned(), (*second).to_owned(), *step))
            .collect();
        for other in ["land", "market", "reach"] {
            answers.push((other.to_owned(), "safety".to_owned(), 0));
        }
        judge::judge(&hall, &me, &answers, "").await.unwrap();
        let sheet = judge::sheet(&hall, &me).await.unwrap();
        let top = &sheet.groups[0];
        assert!(top.contradicts && top.consistency.unwrap() > 0.1);
        assert_eq!(
            top.pairs
                .iter()
                .filter(|pair| pair.better.is_some())
                .count(),
            1
        );
    });
}

#[test]
fn bad_sites_and_values_are_refused_with_their_reason() {
    on_both(async |hall| {
        let me = actor(Role::Officer);
        let id = offered(&hall, "A", 0.0).await;
        let new = |code: &str, parcel: &str| NewSite {
            code: code.to_owned(),
            name: "X".to_owned(),
            parcel: parcel.to_owned(),
            example: false,
        };
        let good = parcel(0.0);
        let elsewhere = "-7.8, 110.3\n-7.8, 110.301\n-7.801, 110.301";
        for (new, expected) in [
            (new("a", &good), "project.site_code_taken"),
            (new("a b", &good), "project.site_code"),
            (new("C", ""), "project.parcel_empty"),
            (new("C", elsewhere), "project.parcel_elsewhere"),
        ] {
            assert_eq!(code(site::offer(&hall, &me, &new).await), expected);
        }
        let on = day("2026-11-01");
        for (criterion, value, source, on, expected) in [
            ("area_m2", "12000", "Survei", on, "project.criterion"),
            ("nonsense", "1", "Survei", on, "project.criterion"),
            ("price", "mahal", "Survei", on, "project.value"),
            ("transport", "kereta", "Survei", on, "project.value"),
            ("price", "1", "x", on, "project.source_missing"),
            (
                "price",
                "1",
                "Survei",
                day("2027-01-01"),
                "project.day_to_come",
            ),
        ] {
            let noted = site::note(&hall, &me, id, criterion, value, source, on).await;
            assert_eq!(code(noted), expected, "{criterion}");
        }
        let bad = [("reach".to_owned(), "road_km".to_owned(), 1)];
        let judged = judge::judge(&hall, &me, &bad, "").await;
        assert!(matches!(
            judged,
            Err(Error::Project(ProjectError::Judgement { .. }))
        ));
    });
}

#[test]
fn settings_are_read_before_they_are_taken() {
    on_both(async |hall| {
        let me = actor(Role::Officer);
        let refused = setting::save(&hall, &me, Setting::Criteria, "runs = \"x\"").await;
        assert_eq!(code(refused), "siting.toml");
        let text = Setting::Criteria
            .builtin()
            .replace("runs = 10000", "runs = 50");
        setting::save(&hall, &me, Setting::Criteria, &text.replace('\n', "\r\n"))
            .await
            .unwrap();
        let shown = setting::show(&hall, &me, Setting::Criteria).await.unwrap();
        assert_eq!(shown, text);
        assert!(
            setting::save(&hall, &actor(Role::Mentor), Setting::Criteria, &text)
                .await
                .is_err()
        );
    });
}
