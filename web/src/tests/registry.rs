//! The registry: lists, pages of businesses, telling, unmasking, exporting.

use axum::http::StatusCode;
use center::Role;

use super::{samples::assert_good_page, stage::Stage};

#[tokio::test]
async fn a_list_finds_by_name_owner_and_slip_of_the_finger_and_escapes_what_it_shows() {
    let stage = Stage::new().await;
    let mut client = stage.signed_in(Role::Officer).await;
    let page = client.get("/registry").await.expect(StatusCode::OK);
    assert_good_page("registry", &page.text());
    page.has("2 usaha").has("Batik Tulis Kaliwungu");
    page.has("Keripik Tempe &#60;b&#62;Bu Siti")
        .has_not("<b>Bu Siti");
    for query in ["keripik", "kripik", "Siti+Aminah", "KERIPIK+tem"] {
        client
            .get(&format!("/registry?q={query}"))
            .await
            .has("Bu Siti")
            .has_not("Batik Tulis");
    }
    let none = client
        .get("/registry?q=tidakada")
        .await
        .expect(StatusCode::OK);
    none.has("Tidak ada usaha").has("Hapus saringan");
    assert_good_page("registry-none", &none.text());
}

#[tokio::test]
async fn filters_narrow_the_list_and_stand_in_its_address() {
    let stage = Stage::new().await;
    let mut client = stage.signed_in(Role::Officer).await;
    let page = client.get("/registry?online=no").await;
    page.has("1 usaha")
        .has("Belum jualan online</h1>")
        .has("Bu Siti")
        .has_not("Batik Tulis Kaliwungu");
    page.has("/registry/export.csv?online=no");
    client
        .get("/registry?online=yes")
        .await
        .has("Batik Tulis")
        .has_not("Bu Siti");
    client
        .get("/registry?district=33.24.09")
        .await
        .has("Bu Siti")
        .has_not("Batik Tulis");
    client
        .get("/registry?kind=craft")
        .await
        .has("Batik Tulis")
        .has_not("Bu Siti");
    client
        .get("/registry?lacks=nib&district=33.24.09")
        .await
        .has("Bu Siti");
    client
        .get("/registry?size=nonsense&online=perhaps")
        .await
        .has("2 usaha");
    client
        .get("/registry?after=broken")
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_list_is_exported_with_its_filter_and_without_formulas() {
    let stage = Stage::new().await;
    let mut client = stage.signed_in(Role::Officer).await;
    let csv = client
        .get("/registry/export.csv?online=no")
        .await
        .expect(StatusCode::OK);
    assert!(
        csv.header("content-disposition")
            .contains("umkm-2026-11-24.csv")
    );
    csv.has("Bu Siti")
        .has_not("Batik Tulis")
        .has_not("3324094101900001");
    let xlsx = client
        .get("/registry/export.xlsx")
        .await
        .expect(StatusCode::OK);
    assert_eq!(&xlsx.bytes[..2], b"PK");
}

#[tokio::test]
async fn a_business_shows_every_fact_with_its_door_and_keeps_the_number_locked() {
    let stage = Stage::new().await;
    let path = format!("/registry/{}", stage.mine);
    let mut officer = stage.signed_in(Role::Officer).await;
    let page = officer.get(&path).await.expect(StatusCode::OK);
    assert_good_page("business", &page.text());
    page.has("Petugas, 24 November 2026")
        .has("Langkah berikutnya")
        .has("https://wa.me/62812");
    page.has("33240")
        .has_not("3324094101900001")
        .has("/unmask/owner_nik");
    let head = stage
        .signed_in(Role::Head)
        .await
        .get(&path)
        .await
        .expect(StatusCode::OK);
    head.has_not("Siti Aminah (")
        .has_not("wa.me")
        .has_not("/unmask/")
        .has("Data pribadi tidak ditampilkan");
}

#[tokio::test]
async fn a_number_is_shown_once_for_a_purpose_which_is_written_down() {
    let stage = Stage::new().await;
    let mut officer = stage.signed_in(Role::Officer).await;
    let path = format!("/registry/{}/unmask/owner_nik", stage.mine);
    officer
        .get(&path)
        .await
        .expect(StatusCode::OK)
        .has("jejak audit");
    officer
        .post(&path, &[("purpose", "x")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY)
        .has_not("3324094101900001");
    let page = officer
        .post(&path, &[("purpose", "mengisi NIB bersama pemilik")])
        .await;
    page.expect(StatusCode::OK).has("3324094101900001");
    let trail = stage
        .signed_in(Role::Admin)
        .await
        .get("/audit")
        .await
        .expect(StatusCode::OK);
    trail
        .has("mengisi NIB bersama pemilik")
        .has("Siti officer")
        .has_not("3324094101900001");
    let name = format!("/registry/{}/unmask/owner_name", stage.mine);
    officer.get(&name).await.expect(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_officer_tells_a_fact_and_a_wrong_one_is_explained() {
    let stage = Stage::new().await;
    let mut officer = stage.signed_in(Role::Officer).await;
    let path = format!("/registry/{}/facts/sales", stage.mine);
    let page = officer.get(&path).await.expect(StatusCode::OK);
    assert_good_page("state", &page.text());
    page.has("24000000").has("Sekarang");
    let bad = [("value", "banyak sekali"), ("on", "2026-11-20")];
    let page = officer
        .post(&path, &bad)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    page.has("value=\"banyak sekali\"").has("role=\"alert\"");
    let future = [("value", "30 jt"), ("on", "2027-01-01")];
    officer
        .post(&path, &future)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    let good = [("value", "Rp 30.000.000"), ("on", "2026-11-20")];
    officer
        .post(&path, &good)
        .await
        .expect(StatusCode::SEE_OTHER);
    officer
        .get(&format!("/registry/{}", stage.mine))
        .await
        .has("Rp30.000.000")
        .has("Tersimpan");
}

#[tokio::test]
async fn what_was_told_can_be_withdrawn_and_stays_in_the_history() {
    let stage = Stage::new().await;
    let mut officer = stage.signed_in(Role::Officer).await;
    let path = format!("/registry/{}", stage.mine);
    let told = [("value", "30 jt"), ("on", "2026-11-24")];
    officer
        .post(&format!("{path}/facts/sales"), &told)
        .await
        .expect(StatusCode::SEE_OTHER);
    let text = officer.get(&path).await.text();
    let id = text
        .split("/statements/")
        .nth(1)
        .unwrap()
        .split('/')
        .next()
        .unwrap()
        .to_owned();
    officer
        .post(&format!("{path}/statements/{id}/withdraw"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    officer.get(&path).await.has("Ditarik").has("Rp24.000.000");
}

#[tokio::test]
async fn a_new_business_is_added_and_its_owner_gets_an_account() {
    let stage = Stage::new().await;
    let mut officer = stage.signed_in(Role::Officer).await;
    assert_good_page(
        "add",
        &officer
            .get("/registry/new")
            .await
            .expect(StatusCode::OK)
            .text(),
    );
    let bad = [
        ("business_name", "Warung Soto"),
        ("owner_name", "Sri"),
        ("owner_phone", "12"),
    ];
    officer
        .post("/registry/new", &bad)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY)
        .has("Warung Soto");
    let good = [
        ("business_name", "Warung Soto"),
        ("owner_name", "Sri Lestari"),
        ("owner_phone", "0857 1111 2222"),
        ("village", "33.24.09.2003"),
    ];
    let page = officer
        .post("/registry/new", &good)
        .await
        .expect(StatusCode::SEE_OTHER);
    let path = page.location().to_owned();
    officer
        .get(&path)
        .await
        .has("Warung Soto")
        .has("Akun pemilik");
    let made = officer
        .post(&format!("{path}/account"), &[("phone", "085711112222")])
        .await;
    made.expect(StatusCode::OK)
        .has("class=\"once\"")
        .has("Sri Lestari");
    officer.get(&path).await.has("Lihat akun pemilik");
}

#[tokio::test]
async fn programs_get_the_list_and_its_plan_as_json() {
    let stage = Stage::new().await;
    let mut client = stage.signed_in(Role::Officer).await;
    let page = client
        .get("/api/v1/businesses?online=no")
        .await
        .expect(StatusCode::OK);
    let json: serde_json::Value = serde_json::from_slice(&page.bytes).unwrap();
    assert_eq!(json["total"], 1);
    let id = json["businesses"][0]["id"].as_str().unwrap();
    assert_eq!(id, stage.mine.to_string());
    let page = client
        .get(&format!("/api/v1/businesses/{id}/plan"))
        .await
        .expect(StatusCode::OK);
    let json: serde_json::Value = serde_json::from_slice(&page.bytes).unwrap();
    assert!(
        json["steps"]
            .as_array()
            .unwrap()
            .iter()
            .any(|step| step["rule"] == "nib")
    );
    let description = client
        .get("/api/v1/openapi.json")
        .await
        .expect(StatusCode::OK);
    let json: serde_json::Value = serde_json::from_slice(&description.bytes).unwrap();
    for route in crate::routes::ROUTES
        .iter()
        .filter(|route| route.path.starts_with("/api/v1/"))
    {
        if !route.path.ends_with("openapi.json") {
            assert!(
                json["paths"][route.path].is_object(),
                "{} is not described",
                route.path
            );
        }
    }
}
