//! Mentoring through whole requests: the mentor's day, the owner's view, assignment, trainings, certificates.

use axum::http::StatusCode;
use center::Role;

use super::{
    client::{Client, Page},
    samples::assert_good_page,
    stage::Stage,
};

/// The page in both tongues, each drawn well.
async fn good(client: &mut Client, path: &str) -> Page {
    for lang in ["en", "id"] {
        let join = if path.contains('?') { '&' } else { '?' };
        let page = client.get(&format!("{path}{join}lang={lang}")).await;
        let page = if page.status == StatusCode::SEE_OTHER {
            client.get(path).await
        } else {
            page
        };
        assert_eq!(page.status, StatusCode::OK, "{path} {}", page.text());
        assert_good_page(path, &page.text());
    }
    client.get(path).await
}

fn answers(level: u8) -> Vec<(String, String)> {
    let instrument = growth::Instruments::builtin()
        .unwrap()
        .find("pendampingan", 1)
        .unwrap();
    let mut given: Vec<(String, String)> = instrument
        .questions()
        .map(|(_, question)| (question.id.clone(), level.to_string()))
        .collect();
    given.push(("version".to_owned(), "1".to_owned()));
    given
}

async fn post(client: &mut Client, path: &str, pairs: &[(String, String)]) -> Page {
    let pairs: Vec<(&str, &str)> = pairs
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    client.post(path, &pairs).await
}

async fn taken_up(stage: &Stage) -> (Client, String) {
    let mut mentor = stage.signed_in(Role::Mentor).await;
    let mine = stage.mine.to_string();
    mentor
        .get(&format!("/registry/{mine}"))
        .await
        .has("Mulai dampingi");
    let page = mentor.post("/mentoring", &[("business", &mine)]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    let case = page.location().to_owned();
    assert!(case.starts_with("/mentoring/cases/"));
    (mentor, case)
}

#[tokio::test]
async fn a_mentor_assesses_agrees_visits_and_the_owner_sees_it() {
    let stage = Stage::new().await;
    let (mut mentor, case) = taken_up(&stage).await;
    good(&mut mentor, "/mentoring")
        .await
        .has("Keripik Tempe")
        .has_not("<b>Bu Siti");
    good(&mut mentor, &case).await.has("Baru dibuka");
    let form = format!("{case}/assess/pendampingan");
    good(&mut mentor, &form).await.has("Seberapa bersih");
    let wrong = post(&mut mentor, &form, &answers(9)).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.has("di luar skala");
    let few = mentor
        .post(
            &form,
            &[
                ("version", "1"),
                ("quality.clean", "2"),
                ("note", "Dapur rapi"),
            ],
        )
        .await;
    assert_eq!(few.status, StatusCode::UNPROCESSABLE_ENTITY);
    few.has("Dapur rapi").has("checked");
    assert_eq!(
        post(&mut mentor, &form, &answers(1)).await.status,
        StatusCode::SEE_OTHER
    );
    good(&mut mentor, &case)
        .await
        .has("33,3")
        .has("Mengapa nilainya begini")
        .has("rasio konsistensi");
    mentor
        .post(
            &format!("{case}/goals"),
            &[
                ("step", "nib"),
                ("words", "Urus bersama"),
                ("due", "2026-12-24"),
            ],
        )
        .await;
    let visit = format!("{case}/visit");
    good(&mut mentor, &visit).await;
    let given = [
        ("day", "2026-11-24"),
        ("began", "09:00"),
        ("ended", "08:00"),
        ("notes", "Ada stiker"),
    ];
    let wrong = mentor.post(&visit, &given).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.has("sebelum mulai").has("Ada stiker");
    let given = [
        ("day", "2026-11-24"),
        ("began", "08:00"),
        ("ended", "08:50"),
        ("notes", "Ada stiker"),
        ("owner_tasks", "Foto produk"),
        ("next", "2026-12-08"),
    ];
    assert_eq!(
        mentor.post(&visit, &given).await.status,
        StatusCode::SEE_OTHER
    );
    good(&mut mentor, &case)
        .await
        .has("Sedang didampingi")
        .has("Foto produk")
        .has("50 menit");
    let refused = mentor
        .post(&format!("{case}/close"), &[("how", "graduated")])
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.has("Nilai ulang dulu");

    let mut owner = stage.signed_in(Role::Owner).await;
    good(&mut owner, "/mentoring/mine")
        .await
        .has("Siti mentor")
        .has("8 Desember 2026")
        .has("Foto produk");
    let id = case.rsplit('/').next().unwrap();
    owner
        .post(
            &format!("/mentoring/mine/{id}/ask"),
            &[("words", "Label <b>apa?")],
        )
        .await;
    mentor.get(&case).await.has("apa?").has_not("Label <b>");
    assert_eq!(owner.get(&case).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_zero_too_many_is_asked_about_with_everything_still_in_the_form() {
    let stage = Stage::new().await;
    let mut owner = stage.signed_in(Role::Owner).await;
    let path = format!("/mentoring/figures/{}", stage.mine);
    good(&mut owner, &path).await.has("Angka usaha");
    owner
        .post(&path, &[("period", "2025"), ("sales", "24 jt")])
        .await;
    let asked = owner
        .post(
            &path,
            &[("period", "2026"), ("sales", "240 jt"), ("products", "4")],
        )
        .await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    asked
        .has("Apakah nolnya benar")
        .has("value=\"240 jt\"")
        .has("value=\"4\"")
        .has("name=\"sure\"");
    let kept = owner
        .post(
            &path,
            &[("period", "2026"), ("sales", "240 jt"), ("sure", "yes")],
        )
        .await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    owner.get(&path).await.has("Rp240.000.000");
    let other = format!("/mentoring/figures/{}", stage.other);
    assert_eq!(owner.get(&other).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_officer_assigns_and_hands_over_and_sees_who_was_missed() {
    let stage = Stage::new().await;
    let mut officer = stage.signed_in(Role::Officer).await;
    good(&mut officer, "/mentoring/mentors")
        .await
        .has("Siti mentor")
        .has("0 dari 80 usaha");
    good(&mut officer, "/mentoring/assignment").await;
    assert_eq!(
        officer.post("/mentoring/assignment", &[]).await.status,
        StatusCode::SEE_OTHER
    );
    let page = good(&mut officer, "/mentoring/assignment").await;
    page.has("Selisih dari yang terbaik: 0%")
        .has("Batik Tulis Kaliwungu");
    let proposal = page
        .text()
        .split("/mentoring/assignment/")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    officer
        .post(
            &format!("/mentoring/assignment/{proposal}"),
            &[("answer", "all")],
        )
        .await;
    good(&mut officer, "/mentoring/mentors")
        .await
        .has("2 dari 80 usaha");
    good(&mut officer, "/mentoring")
        .await
        .has("Batik Tulis Kaliwungu");
    good(&mut officer, "/mentoring/neglect")
        .await
        .has("Menurut jenis kelamin pemilik");
    good(&mut officer, "/mentoring/neglect?district=33.24.09").await;
    good(&mut officer, "/mentoring/effect")
        .await
        .has("Yang tidak boleh disimpulkan");
    let mut head = stage.signed_in(Role::Head).await;
    good(&mut head, "/mentoring/neglect")
        .await
        .has_not("/mentoring/assignment");
}

#[tokio::test]
async fn a_training_is_held_attended_by_qr_and_its_certificate_verified_by_anybody() {
    let stage = Stage::new().await;
    let mut officer = stage.signed_in(Role::Officer).await;
    let mine = stage.mine.to_string();
    let given = [
        ("title", "PKP"),
        ("quota", "0"),
        ("sessions", "2026-11-24 Higiene"),
    ];
    let wrong = officer.post("/mentoring/trainings", &given).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.has("2026-11-24 Higiene");
    let given = [
        ("title", "Keamanan pangan"),
        ("quota", "1"),
        ("sessions", "2026-11-24 Higiene"),
        ("pkp", "yes"),
        ("step", "nib"),
    ];
    let made = officer.post("/mentoring/trainings", &given).await;
    let training = made.location().to_owned();
    let page = good(&mut officer, &training).await;
    page.has("2 usaha memerlukan").has("<svg");
    officer.post(&format!("{training}/invite"), &[]).await;
    let mut owner = stage.signed_in(Role::Owner).await;
    good(&mut owner, "/mentoring/mine").await.has("Diundang");
    let id = training.rsplit('/').next().unwrap();
    owner
        .post(
            "/mentoring/mine/join",
            &[("training", id), ("business", &mine)],
        )
        .await;
    let full = officer
        .post(
            &format!("{training}/register"),
            &[("business", &stage.other.to_string())],
        )
        .await;
    assert_eq!(full.status, StatusCode::SEE_OTHER);
    officer.get(&training).await.has("Daftar tunggu");

    let attend = attendance(&stage, &mut officer, &training).await;
    good(&mut owner, &attend).await.has("Saya hadir");
    assert_eq!(
        owner.post(&attend, &[("business", &mine)]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        owner.get("/mentoring/attend/0000").await.status,
        StatusCode::NOT_FOUND
    );

    let certify = format!("{training}/certify");
    officer
        .post(&certify, &[("business", &mine)])
        .await
        .has("Sertifikat belum dapat");
    officer
        .post(
            &format!("{training}/test"),
            &[("business", &mine), ("before", "40"), ("after", "75")],
        )
        .await;
    assert_eq!(
        officer.post(&certify, &[("business", &mine)]).await.status,
        StatusCode::SEE_OTHER
    );
    let page = good(&mut officer, &training).await;
    page.has("1/3324/26");
    let certificate = page
        .text()
        .split("/mentoring/certificates/")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let mut stranger = stage.client();
    let shown = good(
        &mut stranger,
        &format!("/mentoring/certificates/{certificate}"),
    )
    .await;
    shown.has("Nomor 1/3324/26").has_not("Siti Aminah");
    assert_eq!(
        stranger.get("/mentoring/certificates/0000").await.status,
        StatusCode::NOT_FOUND
    );
}

/// Where the QR code of the first session leads.
async fn attendance(stage: &Stage, officer: &mut Client, training: &str) -> String {
    let page = officer.get(training).await.text();
    let session = page.split("<option value=\"").nth(1).unwrap();
    let session = session.split('"').next().unwrap().parse().unwrap();
    let token = center::mentoring::training::session_token(&stage.hall, session);
    format!("/mentoring/attend/{token}")
}
