//! The project, as people use it.

use axum::http::StatusCode;
use center::Role;

use super::{client::Client, stage::Stage};

const SQUARE: &str = "-6.925, 110.20\n-6.925, 110.2011\n-6.9261, 110.2011\n-6.9261, 110.20";

async fn offer(client: &mut Client, code: &str, parcel: &str, file: &str) -> super::client::Page {
    let token = client.token().await;
    let fields = [
        ("csrf", token.as_str()),
        ("code", code),
        ("name", "Tanah <b>Bu Siti"),
        ("parcel", parcel),
    ];
    client
        .upload(
            "/project/sites",
            &fields,
            ("bidang.geojson", file.as_bytes()),
        )
        .await
}

#[tokio::test]
async fn a_site_is_offered_by_its_corners_or_by_a_file_and_shown() {
    let stage = Stage::new().await;
    let mut officer = stage.signed_in(Role::Officer).await;
    let made = offer(&mut officer, "A", SQUARE, "")
        .await
        .expect(StatusCode::SEE_OTHER);
    let page = officer.get(made.location()).await.expect(StatusCode::OK);
    page.has("1,4")
        .has("<svg")
        .has("Belum diisi")
        .has_not("<b>Bu Siti");
    let swapped = r#"{"type":"Polygon","coordinates":[[[-6.925,110.22],[-6.925,110.2211],[-6.9261,110.2211],[-6.9261,110.22]]]}"#;
    let made = offer(&mut officer, "B", "", swapped)
        .await
        .expect(StatusCode::SEE_OTHER);
    officer
        .get(made.location())
        .await
        .expect(StatusCode::OK)
        .has("tertukar");
    let list = officer.get("/project/sites").await.expect(StatusCode::OK);
    list.has("A · Tanah").has("B · Tanah").has("<svg");
}

#[tokio::test]
async fn a_parcel_that_crosses_itself_is_refused_and_what_was_typed_stays() {
    let stage = Stage::new().await;
    let mut officer = stage.signed_in(Role::Officer).await;
    let bow = "-6.925, 110.20\n-6.9261, 110.2011\n-6.925, 110.2011\n-6.9261, 110.20";
    let page = offer(&mut officer, "A", bow, "")
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    page.has("memotong dirinya sendiri").has("110.2011");
}

#[tokio::test]
async fn a_judge_answers_and_is_told_what_contradicts() {
    let stage = Stage::new().await;
    let mut head = stage.signed_in(Role::Head).await;
    let page = head.get("/project/judge").await.expect(StatusCode::OK);
    page.has("name=\"pair.land.market\"").has("0 dari");
    let answers = [
        ("pair.land.market", "8"),
        ("pair.market.reach", "8"),
        ("pair.land.reach", "-8"),
        ("pair.land.safety", "0"),
        ("pair.market.safety", "0"),
        ("pair.reach.safety", "0"),
        ("opinion", "Saya <i>Aminah"),
    ];
    head.post("/project/judge", &answers)
        .await
        .expect(StatusCode::SEE_OTHER);
    let page = head.get("/project/judge").await.expect(StatusCode::OK);
    page.has("Tinjau ini lebih dulu")
        .has("6 dari")
        .has_not("<i>Aminah");
    let bad = head
        .post("/project/judge", &[("pair.land.market", "99")])
        .await;
    bad.expect(StatusCode::UNPROCESSABLE_ENTITY)
        .has("muat ulang");
}

#[tokio::test]
async fn the_ranking_says_what_is_still_missing() {
    let stage = Stage::new().await;
    let mut head = stage.signed_in(Role::Head).await;
    let page = head.get("/project/ranking").await.expect(StatusCode::OK);
    page.has("Belum ada lokasi");
    let mut officer = stage.signed_in(Role::Officer).await;
    offer(&mut officer, "A", SQUARE, "")
        .await
        .expect(StatusCode::SEE_OTHER);
    let page = head.get("/project/ranking").await.expect(StatusCode::OK);
    page.has("perbandingan yang masih perlu dinilai");
}

#[tokio::test]
async fn a_broken_setting_is_shown_again_with_its_fault() {
    let stage = Stage::new().await;
    let mut officer = stage.signed_in(Role::Officer).await;
    let page = officer
        .post("/project/settings/criteria", &[("text", "<b>Bu Siti")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    page.has("&#60;b").has_not("<b>Bu Siti");
}

async fn bring(client: &mut Client, name: &str, sheet: &str) -> super::client::Page {
    let token = client.token().await;
    let fields = [("csrf", token.as_str()), ("year", "2026"), ("name", name)];
    client
        .upload("/project/budget", &fields, ("apbd.csv", sheet.as_bytes()))
        .await
}

/// The first address in a page that begins like this.
fn address(page: &super::client::Page, start: &str) -> String {
    let text = page.text();
    let at = text.find(start).expect("the address");
    text[at..].split('"').next().unwrap().to_owned()
}

const SHEET: &str = "Kode;Rekening;Uraian;Pagu\n2.17.07.2.01.0003;5.1.02.01.01.0001;Fasilitasi <b>Bu Siti;20000000\n";

fn pairs<'a>(fields: &'a [(&'a str, String)]) -> Vec<(&'a str, &'a str)> {
    fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect()
}

#[tokio::test]
async fn a_budget_is_brought_enacted_promised_paid_and_never_exceeded() {
    let stage = Stage::new().await;
    let mut officer = stage.signed_in(Role::Officer).await;
    let made = bring(&mut officer, "DPA 2026", SHEET)
        .await
        .expect(StatusCode::SEE_OTHER);
    let version = made.location().to_owned();
    let page = officer.get(&version).await.expect(StatusCode::OK);
    page.has("Rp20.000.000")
        .has("Tetapkan")
        .has_not("<b>Bu Siti");
    let enact = format!("{version}/enact");
    officer
        .post(&enact, &[("on", "2026-01-02")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let page = officer
        .get("/project/ledger?year=2026")
        .await
        .expect(StatusCode::OK);
    let text = page.text();
    let line = text.split("<select id=\"line\"").nth(1).unwrap();
    let line = line
        .split("value=\"")
        .nth(2)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let contract = |amount: &'static str| {
        vec![
            ("year", "2026".to_owned()),
            ("line", line.clone()),
            ("what", "Layar <i>Aminah".to_owned()),
            ("partner", "CV Maju".to_owned()),
            ("amount", amount.to_owned()),
            ("signed_on", "2026-03-02".to_owned()),
        ]
    };
    let above = officer
        .post("/project/ledger", &pairs(&contract("20.000.001")))
        .await;
    above
        .expect(StatusCode::UNPROCESSABLE_ENTITY)
        .has("melebihi pagu")
        .has("value=\"CV Maju\"");
    officer
        .post("/project/ledger", &pairs(&contract("15 juta")))
        .await
        .expect(StatusCode::SEE_OTHER);
    let page = officer
        .get("/project/ledger?year=2026")
        .await
        .expect(StatusCode::OK);
    page.has("Rp15.000.000").has_not("<i>Aminah");
    let pay = address(&page, "/project/ledger/");
    let paid = [
        ("year", "2026"),
        ("amount", "16000000"),
        ("on", "2026-06-01"),
        ("paper", "SP2D 1"),
    ];
    let refused = officer.post(&pay, &paid).await;
    refused
        .expect(StatusCode::UNPROCESSABLE_ENTITY)
        .has("melebihi sisa kontrak");
    let lower = SHEET.replace("20000000", "10000000");
    let made = bring(&mut officer, "DPPA 2026", &lower)
        .await
        .expect(StatusCode::SEE_OTHER);
    let revision = made.location().to_owned();
    officer
        .get(&revision)
        .await
        .expect(StatusCode::OK)
        .has("Di bawah kontrak");
    let refused = officer
        .post(&format!("{revision}/enact"), &[("on", "2026-09-30")])
        .await;
    refused
        .expect(StatusCode::UNPROCESSABLE_ENTITY)
        .has("di bawah yang sudah dikontrakkan");
    let sheet = officer
        .get(&format!("{revision}/sheet.xlsx"))
        .await
        .expect(StatusCode::OK);
    assert!(sheet.bytes.starts_with(b"PK"));
    officer
        .get("/project/budget?year=2026")
        .await
        .expect(StatusCode::OK)
        .has("Rancangan");
}

#[tokio::test]
async fn wrong_rows_of_a_budget_are_named_and_the_good_ones_kept() {
    let stage = Stage::new().await;
    let mut officer = stage.signed_in(Role::Officer).await;
    let sheet = format!("{SHEET}x;5.1.02;Rusak;1\n");
    let page = bring(&mut officer, "DPA 2026", &sheet)
        .await
        .expect(StatusCode::OK);
    page.has("Baris 3").has("Rp20.000.000");
    let none = bring(&mut officer, "Lagi", "Nama;Harga\nA;1\n").await;
    none.expect(StatusCode::UNPROCESSABLE_ENTITY).has("Pagu");
}

#[tokio::test]
async fn tasks_are_added_joined_and_a_circle_is_refused() {
    let stage = Stage::new().await;
    let mut officer = stage.signed_in(Role::Officer).await;
    let task = |name: &'static str| {
        [
            ("phase", "building"),
            ("name", name),
            ("days", "10"),
            ("weight", "5"),
        ]
    };
    officer
        .post("/project/programme", &task("Pondasi"))
        .await
        .expect(StatusCode::SEE_OTHER);
    let page = officer
        .get("/project/programme")
        .await
        .expect(StatusCode::OK);
    page.has("<svg class=\"gantt\"").has("Kritis");
    let first = address(&page, "/project/programme/");
    let id = first.rsplit('/').next().unwrap().to_owned();
    let mut second = task("Rangka").to_vec();
    second.push(("after", id.as_str()));
    officer
        .post("/project/programme", &second)
        .await
        .expect(StatusCode::SEE_OTHER);
    let page = officer
        .get("/project/programme")
        .await
        .expect(StatusCode::OK);
    let text = page.text();
    let other = text
        .split(">Rangka</a>")
        .next()
        .unwrap()
        .rsplit("/project/programme/")
        .next()
        .unwrap();
    let other = other.split('"').next().unwrap().to_owned();
    let mut back = task("Pondasi").to_vec();
    back.push(("after", other.as_str()));
    let refused = officer
        .post(&first, &back)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    refused.has("membuat lingkaran");
    let noted = [
        ("percent", "40"),
        ("on", "2026-11-20"),
        ("note", "Galian"),
        ("proof", ""),
    ];
    officer
        .post(&format!("{first}/note"), &noted)
        .await
        .expect(StatusCode::SEE_OTHER);
    officer.get(&first).await.expect(StatusCode::OK).has("40%");
    let bad = officer
        .post("/project/programme", &[("phase", "x"), ("name", "y")])
        .await;
    bad.expect(StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_head_sees_what_waits_and_decides() {
    let stage = Stage::new().await;
    let mut officer = stage.signed_in(Role::Officer).await;
    let ask = [
        ("question", "Lokasi mana?"),
        ("context", "Lihat peringkat"),
        ("due_on", "2026-11-01"),
    ];
    officer
        .post("/project/decisions", &ask)
        .await
        .expect(StatusCode::SEE_OTHER);
    let mut head = stage.signed_in(Role::Head).await;
    let page = head.get("/project").await.expect(StatusCode::OK);
    page.has("Lokasi mana?").has("Menunggu keputusan");
    let one = address(&page, "/project/decisions/");
    head.post(&one, &[("answer", "Lokasi A")])
        .await
        .expect(StatusCode::SEE_OTHER);
    head.get("/project")
        .await
        .expect(StatusCode::OK)
        .has("Sudah diputuskan")
        .has("Lokasi A");
    let again = head.post(&one, &[("answer", "Lokasi B")]).await;
    again.expect(StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_public_page_and_the_rooms_are_open_to_whom_they_should_be() {
    let stage = Stage::new().await;
    let mut public = stage.client();
    let page = public.get("/project/open").await.expect(StatusCode::OK);
    page.has("UMKM Center").has_not("/project/settings");
    let mut head = stage.signed_in(Role::Head).await;
    head.get("/project/space")
        .await
        .expect(StatusCode::OK)
        .has("KDB");
    head.get("/project/clock")
        .await
        .expect(StatusCode::OK)
        .has("Belum ada rencana pengadaan");
}
