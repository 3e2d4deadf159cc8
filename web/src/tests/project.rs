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
