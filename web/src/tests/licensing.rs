//! Cases as people use them: from a step of the plan to the permit, photos, the queue, the finder, batch days.

use axum::http::StatusCode;
use center::Role;

use super::{
    client::{Client, Page},
    stage::Stage,
};

/// The smallest picture that is one: a grey pixel as PNG.
const PHOTO: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52,
    0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00, 0x00, 0x3a, 0x7e, 0x9b,
    0x55, 0x00, 0x00, 0x00, 0x0a, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0x68, 0x00, 0x00, 0x00,
    0x82, 0x00, 0x81, 0x77, 0xcd, 0x72, 0xb6, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae,
    0x42, 0x60, 0x82,
];

/// The address of the first document on a page whose form ends so.
fn action(page: &Page, part: &str, end: &str) -> String {
    let text = page.text();
    let found = text
        .split("action=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .find(|address| address.contains(part) && address.ends_with(end));
    found
        .unwrap_or_else(|| panic!("no form at {part}…{end} in {text}"))
        .to_owned()
}

fn version(page: &Page) -> String {
    let text = page.text();
    let at = text.find("name=\"version\" value=\"").expect("a version") + 22;
    text[at..].split('"').next().unwrap().to_owned()
}

async fn send(client: &mut Client, to: &str, name: &str, bytes: &[u8]) -> Page {
    let token = client.token().await;
    client.upload(to, &[("csrf", &token)], (name, bytes)).await
}

async fn opened(client: &mut Client, stage: &Stage) -> String {
    let business = stage.mine.to_string();
    let fields = [("business", business.as_str()), ("permit", "nib")];
    let page = client.post("/licensing/open", &fields).await;
    page.expect(StatusCode::SEE_OTHER).location().to_owned()
}

/// The addresses to which documents of a case are sent.
fn papers(page: &Page) -> Vec<String> {
    let text = page.text();
    let found = text
        .split("enctype=\"multipart/form-data\" action=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(str::to_owned);
    found.collect()
}

#[tokio::test]
async fn an_owner_sends_photos_an_officer_handles_the_case_on_one_page_and_the_plan_moves() {
    let stage = Stage::new().await;
    let mut owner = stage.signed_in(Role::Owner).await;
    let plan = owner.get("/plan").await.expect(StatusCode::OK);
    plan.has("action=\"/licensing/open\"")
        .has("Urus lewat sini");
    let case = opened(&mut owner, &stage).await;
    let page = owner.get(&case).await.expect(StatusCode::OK);
    page.has("KTP")
        .has("capture=\"environment\"")
        .has("Belum dikirim");
    owner.get("/plan").await.has("Lihat pengajuan");
    for paper in papers(&page) {
        let sent = send(&mut owner, &paper, "../../ktp\"<b>.png", PHOTO).await;
        assert_eq!(sent.expect(StatusCode::SEE_OTHER).location(), case);
    }
    let page = owner.get(&case).await.expect(StatusCode::OK);
    page.has("Menunggu diperiksa").has_not("ktp\"<b>");

    let mut officer = stage.signed_in(Role::Officer).await;
    officer
        .get("/licensing")
        .await
        .expect(StatusCode::OK)
        .has(&case)
        .has("data-rows");
    let page = officer.get(&case).await.expect(StatusCode::OK);
    let first = action(&page, "/documents/", "/review");
    let said = [
        ("version", version(&page)),
        ("verdict", "bad".to_owned()),
        ("reason", "Fotonya terpotong <i>.".to_owned()),
    ];
    let said: Vec<(&str, &str)> = said.iter().map(|(a, b)| (*a, b.as_str())).collect();
    officer
        .post(&first, &said)
        .await
        .expect(StatusCode::SEE_OTHER);
    let page = owner.get(&case).await.expect(StatusCode::OK);
    page.has("Fotonya terpotong &#60;i&#62;.");
    owner
        .get("/account/notices")
        .await
        .expect(StatusCode::OK)
        .has("Berkas perlu diganti");
    let again = papers(&page).remove(0);
    send(&mut owner, &again, "ktp.png", PHOTO)
        .await
        .expect(StatusCode::SEE_OTHER);

    // What an officer saw before is told to be old, and by whom.
    let outdated = officer
        .post(&first, &said)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    outdated.has("Siti Aminah").has("Berkas dikirim");
    for _ in 0..2 {
        let page = officer.get(&case).await;
        let text = page.text();
        let open = text.split("<li class=\"new\"").nth(1).expect("a new paper");
        let to = open
            .split("action=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        let fields = [("version", version(&page)), ("verdict", "good".to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (*a, b.as_str())).collect();
        officer
            .post(to, &fields)
            .await
            .expect(StatusCode::SEE_OTHER);
    }
    let act = format!("{case}/act");
    for (event, number, status, word) in [
        ("submit", "OSS-1", StatusCode::SEE_OTHER, ""),
        ("issue", "123", StatusCode::UNPROCESSABLE_ENTITY, "13"),
        ("issue", "1234567890123", StatusCode::SEE_OTHER, ""),
    ] {
        let version = version(&officer.get(&case).await);
        let fields = [
            ("version", version.as_str()),
            ("event", event),
            ("number", number),
        ];
        officer.post(&act, &fields).await.expect(status).has(word);
    }
    owner.get(&case).await.has("1234567890123").has("Terbit");
    let plan = owner.get("/plan").await;
    plan.has_not("name=\"permit\" value=\"nib\"");
}

#[tokio::test]
async fn what_is_no_picture_or_paper_is_refused_in_plain_words_and_leaves_nothing() {
    let stage = Stage::new().await;
    let mut owner = stage.signed_in(Role::Owner).await;
    let case = opened(&mut owner, &stage).await;
    let paper = papers(&owner.get(&case).await).remove(0);
    let program = [b"MZ".as_slice(), &[0; 300]].concat();
    for (name, bytes) in [
        ("ktp.pdf", program.as_slice()),
        ("ktp.jpg", b"".as_slice()),
        ("ktp.jpg", b"<html><script>alert(1)</script>".as_slice()),
        ("ktp.png", &PHOTO[..30]),
        // An archive behind the head of a document: two files in one.
        (
            "../../etc/ktp.pdf",
            b"%PDF-1.4\nPK\x03\x04 archive".as_slice(),
        ),
    ] {
        let page = send(&mut owner, &paper, name, bytes).await;
        page.expect(StatusCode::UNPROCESSABLE_ENTITY)
            .has("role=\"alert\"")
            .has_not("alert(1)");
    }
    let huge = vec![0; 17 * 1024 * 1024];
    let page = send(&mut owner, &paper, "ktp.jpg", &huge).await;
    page.expect(StatusCode::PAYLOAD_TOO_LARGE);
    let mut left = Vec::new();
    let mut folders = vec![stage.files()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                left.push(path);
            }
        }
    }
    assert!(left.is_empty(), "{left:?}");
    owner.get(&case).await.has("Baru dicatat");
}

#[tokio::test]
async fn a_document_is_given_to_its_owner_and_the_office_and_to_nobody_else() {
    let stage = Stage::new().await;
    let mut owner = stage.signed_in(Role::Owner).await;
    let case = opened(&mut owner, &stage).await;
    let paper = papers(&owner.get(&case).await).remove(0);
    send(&mut owner, &paper, "kartu.png", PHOTO)
        .await
        .expect(StatusCode::SEE_OTHER);
    let page = owner.get(&case).await.text();
    let file = page
        .split("href=\"/licensing/files/")
        .nth(1)
        .expect("a file");
    let file = format!("/licensing/files/{}", file.split('"').next().unwrap());
    for role in [Role::Owner, Role::Officer, Role::Mentor] {
        let page = stage
            .signed_in(role)
            .await
            .get(&file)
            .await
            .expect(StatusCode::OK);
        assert!(page.header("content-type").starts_with("image/"));
        assert!(
            page.header("content-disposition")
                .starts_with("inline; filename=\"kartu.")
        );
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        assert_eq!(page.header("cache-control"), "private, no-store");
    }
    for role in [Role::Head, Role::Gallery, Role::Admin] {
        let page = stage.signed_in(role).await.get(&file).await;
        page.expect(StatusCode::FORBIDDEN);
    }
    stage
        .client()
        .get(&file)
        .await
        .expect(StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_finder_ranks_codes_of_both_editions_and_says_what_they_bring() {
    let stage = Stage::new().await;
    let mut anybody = stage.client();
    anybody.get("/licensing/kbli").await.expect(StatusCode::OK);
    let page = anybody
        .get("/licensing/kbli?q=gawe+tempe")
        .await
        .expect(StatusCode::OK);
    page.has("10391")
        .has("10307")
        .has("NIB")
        .has("Padanan kode");
    let page = anybody
        .get("/licensing/kbli?q=gawe+tempe&version=2025")
        .await;
    page.has("10307");
    anybody
        .get("/licensing/kbli?q=zzqqxx")
        .await
        .has("Belum ketemu");
    let long = "a".repeat(5_000);
    anybody
        .get(&format!("/licensing/kbli?q={long}"))
        .await
        .expect(StatusCode::OK);
}

#[tokio::test]
async fn why_a_step_is_there_is_told_with_rule_facts_and_article() {
    let stage = Stage::new().await;
    let mut owner = stage.signed_in(Role::Owner).await;
    let page = owner
        .get(&format!("/licensing/why/{}/nib", stage.mine))
        .await;
    page.expect(StatusCode::OK)
        .has("PP 28/2025")
        .has("Pasal")
        .has("Keadaan usaha")
        .has_not("Aminah</dd>");
    owner
        .get(&format!("/licensing/why/{}/nib", stage.other))
        .await
        .expect(StatusCode::NOT_FOUND);
    owner
        .get(&format!("/licensing/why/{}/no_rule", stage.mine))
        .await
        .expect(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_batch_day_is_made_and_whoever_comes_is_led_to_the_case() {
    let stage = Stage::new().await;
    let mut mentor = stage.signed_in(Role::Mentor).await;
    let fields = |place: &'static str| {
        [
            ("name", "NIB bersama"),
            ("permit", "nib"),
            ("region", "33.24.09"),
            ("place", place),
            ("held_on", "2026-12-01"),
            ("starts_at", "09:00"),
        ]
    };
    let page = mentor.post("/licensing/batches", &fields("")).await;
    page.expect(StatusCode::UNPROCESSABLE_ENTITY)
        .has("role=\"alert\"")
        .has("value=\"NIB bersama\"")
        .has("<option value=\"33.24.09\" selected>");
    let made = mentor
        .post("/licensing/batches", &fields("Balai Desa"))
        .await;
    let day = made.expect(StatusCode::SEE_OTHER).location().to_owned();
    mentor
        .get(&day)
        .await
        .expect(StatusCode::OK)
        .has("Balai Desa");
    mentor.get("/licensing/batches").await.has("NIB bersama");
    let business = stage.mine.to_string();
    let came = [("business", business.as_str()), ("came", "yes")];
    let page = mentor.post(&format!("{day}/note"), &came).await;
    let opened = page.expect(StatusCode::SEE_OTHER).location().to_owned();
    assert!(opened.starts_with("/licensing/cases/"), "{opened}");
    mentor.get(&opened).await.expect(StatusCode::OK);
    mentor
        .get(&day)
        .await
        .has(&opened)
        .has("Hadir")
        .has("0 dari 2 berkas baik");
    let early = mentor.post(&format!("{day}/close"), &[]).await;
    early
        .expect(StatusCode::UNPROCESSABLE_ENTITY)
        .has("belum tiba");
    stage.hall.clock().advance(chrono::TimeDelta::days(8));
    let mut mentor = stage.signed_in(Role::Mentor).await;
    mentor.get(&day).await.has("Tutup dan kabari");
    let closed = mentor.post(&format!("{day}/close"), &[]).await;
    assert_eq!(closed.expect(StatusCode::SEE_OTHER).location(), day);
    mentor
        .get(&day)
        .await
        .has("sudah ditutup")
        .has_not("Tutup dan kabari");
    mentor.get("/licensing/batches").await.has("Ditutup");
    let messages = mentor.get("/licensing/messages").await;
    messages
        .expect(StatusCode::OK)
        .has("Tidak ada kabar yang menunggu");
}
