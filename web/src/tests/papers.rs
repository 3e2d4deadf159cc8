//! The label designer, from the empty form to the saved label. The press is a stand-in: what real
//! ones print is tested where it is made.

use std::sync::Arc;

use axum::http::StatusCode;
use center::Role;
use chrono::NaiveDate;
use documents::{Desk, Order, PressError, Printer, Sheet};

use super::{client::Client, stage::Stage};
use crate::WebConfig;

/// Prints everything on one page, except a label whose brand does not fit.
struct StandIn;

impl Printer for StandIn {
    fn print(&self, order: Order, _: NaiveDate) -> Result<Sheet, PressError> {
        let fits = order.data["brand"] != "Terlalu Panjang";
        Ok(Sheet {
            pdf: b"%PDF-1.7 pengganti".to_vec(),
            svg: "<svg/>".to_owned(),
            pages: 1,
            text: String::new(),
            reported: vec![
                ("fits".to_owned(), i64::from(fits)),
                ("needed".to_owned(), 90),
            ],
        })
    }
}

async fn stage() -> Stage {
    let mut stage = Stage::new().await;
    let config = WebConfig {
        desk: Desk::new(Arc::new(StandIn)).ok(),
        ..WebConfig::loopback(8080)
    };
    stage.router = crate::router(stage.hall.clone(), config);
    stage
}

const FIELDS: &[(&str, &str)] = &[
    ("width", "100"),
    ("height", "70"),
    ("brand", "Sari <Kendal>"),
    ("product", "Keripik Tempe"),
    ("ingredients", "Tempe 500 g\nGaram 10 g"),
];

#[tokio::test]
async fn anybody_sees_what_a_label_lacks_and_how_it_looks() {
    let stage = stage().await;
    let mut client = Client::new(stage.router.clone());
    let page = client.get("/licensing/label").await.expect(StatusCode::OK);
    page.has("name=\"ingredients\"").has_not("<img");

    let page = client
        .post("/licensing/label", FIELDS)
        .await
        .expect(StatusCode::OK);
    page.has("Sari &#60;Kendal&#62;")
        .has("Berat atau isi bersih belum ada")
        .has("data:image/svg+xml;base64,")
        .has_not("/licensing/labels/");
}

#[tokio::test]
async fn the_pdf_is_a_file_to_keep() {
    let stage = stage().await;
    let mut client = Client::new(stage.router.clone());
    let page = client
        .post("/licensing/label/pdf", FIELDS)
        .await
        .expect(StatusCode::OK);
    assert_eq!(page.header("content-type"), "application/pdf");
    assert!(page.header("content-disposition").starts_with("attachment"));
    assert!(page.bytes.starts_with(b"%PDF-"));
}

#[tokio::test]
async fn a_label_that_does_not_fit_says_how_high_it_must_be() {
    let stage = stage().await;
    let mut client = Client::new(stage.router.clone());
    let fields = [
        ("width", "100"),
        ("height", "70"),
        ("brand", "Terlalu Panjang"),
    ];
    let page = client.post("/licensing/label/pdf", &fields).await;
    page.expect(StatusCode::UNPROCESSABLE_ENTITY)
        .has("kira-kira 90 mm")
        .has_not("<img");
}

#[tokio::test]
async fn an_owner_keeps_a_label_and_finds_it_again() {
    let stage = stage().await;
    let path = format!("/licensing/labels/{}", stage.mine);
    let mut client = stage.signed_in(Role::Owner).await;
    client
        .get(&path)
        .await
        .expect(StatusCode::OK)
        .has("Simpan label");

    let page = client
        .post(&path, FIELDS)
        .await
        .expect(StatusCode::SEE_OTHER);
    let kept = page.location().to_owned();
    assert_eq!(kept, format!("{path}?product=Keripik+Tempe"));
    client
        .get(&kept)
        .await
        .expect(StatusCode::OK)
        .has("Sari &#60;Kendal&#62;")
        .has("Tempe 500 g")
        .has("Label disimpan.");

    let nameless = client.post(&path, &[("brand", "Sari")]).await;
    nameless
        .expect(StatusCode::UNPROCESSABLE_ENTITY)
        .has("Isi nama produk");
}

#[tokio::test]
async fn nobody_sees_or_keeps_labels_of_somebody_elses_business() {
    let stage = stage().await;
    let path = format!("/licensing/labels/{}", stage.other);
    let mut client = stage.signed_in(Role::Owner).await;
    client.get(&path).await.expect(StatusCode::NOT_FOUND);
    client
        .post(&path, FIELDS)
        .await
        .expect(StatusCode::NOT_FOUND);
    let look = format!("/licensing/label?business={}", stage.other);
    client
        .post(&look, FIELDS)
        .await
        .expect(StatusCode::NOT_FOUND);
}
