//! The label designer, from the empty form to the saved label. The press is a stand-in: what real
//! ones print is tested where it is made.

use std::sync::Arc;

use axum::http::StatusCode;
use center::Role;
use chrono::NaiveDate;
use documents::{
    Desk, Order, PressError, Printer, Sheet,
    office::{Office, Signer},
};

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

fn office() -> Office {
    Office {
        government: "Pemerintah Kabupaten Kendal".to_owned(),
        name: "Dinas Koperasi".to_owned(),
        address: "Jalan Contoh 1".to_owned(),
        contact: String::new(),
        place: "Kendal".to_owned(),
        signer: Signer {
            post: "Kepala Dinas".to_owned(),
            name: "Contoh".to_owned(),
            rank: String::new(),
            nip: String::new(),
        },
    }
}

fn config() -> WebConfig {
    let desk = Desk::new(Arc::new(StandIn)).ok().map(|desk| Desk {
        office: Some(office()),
        ..desk
    });
    WebConfig {
        desk,
        ..WebConfig::loopback(8080)
    }
}

async fn stage() -> Stage {
    let mut stage = Stage::new().await;
    stage.router = crate::router(stage.hall.clone(), config());
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

async fn case_of_mine(client: &mut Client, stage: &Stage) -> String {
    let business = stage.mine.to_string();
    let fields = [("business", business.as_str()), ("permit", "nib")];
    let page = client.post("/licensing/open", &fields).await;
    page.expect(StatusCode::SEE_OTHER).location().to_owned()
}

#[tokio::test]
async fn the_papers_of_a_case_are_downloads_for_its_owner_and_the_office_only() {
    let stage = stage().await;
    let mut owner = stage.signed_in_under(Role::Owner, config()).await;
    let case = case_of_mine(&mut owner, &stage).await;
    let receipt = format!("{case}/papers/receipt/pdf");
    owner.get(&case).await.has("Tanda terima").has(&receipt);
    for role in [Role::Owner, Role::Officer, Role::Mentor] {
        let mut client = stage.signed_in_under(role, config()).await;
        let page = client.get(&receipt).await.expect(StatusCode::OK);
        assert_eq!(page.header("content-type"), "application/pdf");
        let name = page.header("content-disposition");
        assert_eq!(name, "attachment; filename=\"receipt.pdf\"");
    }
    let mut head = stage.signed_in_under(Role::Head, config()).await;
    head.get(&case)
        .await
        .expect(StatusCode::OK)
        .has_not(&receipt);
    head.get(&receipt).await.expect(StatusCode::FORBIDDEN);
    for (path, status) in [
        ("papers/no_such/pdf", StatusCode::NOT_FOUND),
        ("papers/..%2f..%2freceipt/pdf", StatusCode::NOT_FOUND),
        ("papers/mark_letter/pdf", StatusCode::NOT_FOUND),
        ("papers/receipt", StatusCode::NOT_FOUND),
    ] {
        owner.get(&format!("{case}/{path}")).await.expect(status);
    }
}

#[tokio::test]
async fn a_paper_says_what_is_missing_keeps_what_was_written_and_is_then_a_pdf() {
    let stage = stage().await;
    let mut officer = stage.signed_in_under(Role::Officer, config()).await;
    let business = stage.mine.to_string();
    for (fact, value) in [
        ("nib", "1234567890123"),
        ("merek", "tidak"),
        ("sales", "120000000"),
    ] {
        let path = format!("/registry/{business}/facts/{fact}");
        officer
            .post(&path, &[("value", value), ("on", "2026-11-24")])
            .await
            .expect(StatusCode::SEE_OTHER);
    }
    let fields = [
        ("business", business.as_str()),
        ("permit", "merek_letter"),
        ("product", "Keripik <b>tempe"),
    ];
    let opened = officer.post("/licensing/open", &fields).await;
    let case = opened.expect(StatusCode::SEE_OTHER).location().to_owned();
    let at = format!("{case}/papers/mark_letter");
    officer
        .get(&case)
        .await
        .has("Keripik &#60;b&#62;tempe")
        .has(&at);
    officer
        .get(&format!("{at}/pdf"))
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY)
        .has("Dokumen ini belum bisa dibuat");
    let wrong = [("mark", "SARI"), ("class", "99"), ("goods", "Keripik")];
    officer
        .post(&at, &wrong)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY)
        .has("angka 1 sampai 45")
        .has("value=\"99\"");
    let right = [("mark", "SARI"), ("class", "30"), ("goods", "Keripik")];
    let kept = officer.post(&at, &right).await;
    assert_eq!(kept.expect(StatusCode::SEE_OTHER).location(), at);
    officer.get(&at).await.has("value=\"SARI\"");
    let pdf = officer.get(&format!("{at}/pdf")).await;
    assert!(pdf.expect(StatusCode::OK).bytes.starts_with(b"%PDF-"));
    let mut owner = stage.signed_in_under(Role::Owner, config()).await;
    owner
        .get(&case)
        .await
        .has("Bisa diunduh setelah dinas menerbitkannya");
    owner
        .get(&format!("{at}/pdf"))
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    owner.post(&at, &right).await.expect(StatusCode::FORBIDDEN);
}
