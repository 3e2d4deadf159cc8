//! Bringing a list in through the pages, from the upload to taking it back.

use axum::http::StatusCode;
use center::{Actor, Role, registry::import};
use vocab::ImportId;

use super::{client::Client, samples::assert_good_page, stage::Stage};

const CSV: &str = "Nama Pemilik;Nama Usaha;Kecamatan;Desa;NIK;No HP\n\
    Sri Lestari;Keripik <i>Singkong</i>;Sukorejo;Sukorejo;3324094101909998;081211112222\n\
    Bejo;Warung Bejo;Weleri;Weleri;12345;081311112222\n";

async fn upload(client: &mut Client, name: &str, bytes: &[u8]) -> super::client::Page {
    let token = client.token().await;
    client
        .upload(
            "/import",
            &[
                ("csrf", &token),
                ("source", "Sensus <b>2026</b>"),
                ("day", ""),
            ],
            (name, bytes),
        )
        .await
}

/// What the hall's worker does with the job.
async fn work(stage: &Stage, path: &str) {
    let id: ImportId = path.rsplit('/').next().unwrap().parse().unwrap();
    import::run(&stage.hall, &Actor::system("33.24"), id, None)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_file_is_looked_at_mended_taken_in_and_taken_back() {
    let stage = Stage::new().await;
    let mut officer = stage.signed_in(Role::Officer).await;
    assert_good_page(
        "import",
        &officer.get("/import").await.expect(StatusCode::OK).text(),
    );
    let page = upload(&mut officer, "weleri.csv", CSV.as_bytes())
        .await
        .expect(StatusCode::SEE_OTHER);
    let staged = page.location().to_owned();
    let seen = officer.get(&staged).await.expect(StatusCode::OK);
    assert_good_page("preview", &seen.text());
    seen.has("Nama Pemilik")
        .has("Sri Lestari")
        .has("Keripik &#60;i&#62;Singkong")
        .has("Yakin");
    seen.has("<option value=\"owner_nik\" selected>")
        .has("33240**********8")
        .has_not("3324094101909998");

    let page = officer
        .post(&format!("{staged}/run"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    let path = page.location().to_owned();
    let running = officer.get(&path).await.expect(StatusCode::OK);
    running
        .has("http-equiv=\"refresh\"")
        .has(&format!("data-progress=\"{path}/events\""));
    assert_good_page("running", &running.text());
    work(&stage, &path).await;
    let report = officer.get(&path).await.expect(StatusCode::OK);
    assert_good_page("report", &report.text());
    report
        .has("Laporan impor")
        .has("<b>1</b><span>baru")
        .has("<b>1</b><span>ditolak")
        .has("NIK");
    let xlsx = officer
        .get(&format!("{path}/report.xlsx"))
        .await
        .expect(StatusCode::OK);
    assert_eq!(&xlsx.bytes[..2], b"PK");
    officer.get("/registry?q=singkong").await.has("1 usaha");
    officer
        .get("/import")
        .await
        .has("weleri.csv")
        .has("Sensus &#60;b&#62;2026");
    officer.get(&staged).await.expect(StatusCode::NOT_FOUND);

    officer
        .post(&format!("{path}/undo"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    officer.get("/registry?q=singkong").await.has("1 usaha");
    officer
        .post(&format!("{path}/undo"), &[("sure", "yes")])
        .await
        .expect(StatusCode::SEE_OTHER);
    officer
        .get("/registry?q=singkong")
        .await
        .has("Tidak ada usaha");
    officer.get(&path).await.has("Dibatalkan");
}

#[tokio::test]
async fn the_end_of_an_import_is_told_as_an_event() {
    let stage = Stage::new().await;
    let mut officer = stage.signed_in(Role::Officer).await;
    let staged = upload(&mut officer, "a.csv", CSV.as_bytes())
        .await
        .location()
        .to_owned();
    let path = officer
        .post(&format!("{staged}/run"), &[])
        .await
        .location()
        .to_owned();
    work(&stage, &path).await;
    let events = officer
        .get(&format!("{path}/events"))
        .await
        .expect(StatusCode::OK);
    assert_eq!(events.header("content-type"), "text/event-stream");
    events
        .has("event: progress")
        .has("\"finished\":true")
        .has("\"done\":2");
}

#[tokio::test]
async fn a_file_that_is_no_table_is_refused_with_the_reason() {
    let stage = Stage::new().await;
    let mut officer = stage.signed_in(Role::Officer).await;
    for (name, bytes) in [
        ("kosong.csv", &b""[..]),
        ("gambar.xlsx", &b"\x89PNG\r\n\x1a\n0000"[..]),
    ] {
        let page = upload(&mut officer, name, bytes)
            .await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
        page.has("role=\"alert\"")
            .has("value=\"Sensus &#60;b&#62;2026");
        assert_good_page(name, &page.text());
    }
    officer.get("/import").await.has("Belum ada impor");
}

#[tokio::test]
async fn a_staged_file_is_its_bringers_alone() {
    let stage = Stage::new().await;
    let mut officer = stage.signed_in(Role::Officer).await;
    let staged = upload(&mut officer, "a.csv", CSV.as_bytes())
        .await
        .location()
        .to_owned();
    let mut admin = stage.signed_in(Role::Admin).await;
    admin.get(&staged).await.expect(StatusCode::NOT_FOUND);
    admin
        .post(&format!("{staged}/run"), &[])
        .await
        .expect(StatusCode::NOT_FOUND);
    officer
        .post(&format!("{staged}/drop"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    officer.get(&staged).await.expect(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_upload_over_the_limit_is_refused_and_leaves_nothing() {
    let stage = Stage::new().await;
    let mut config = crate::WebConfig::loopback(1);
    config.upload_limit = 2_000;
    let cookies = stage.signed_in(Role::Officer).await.cookies;
    let mut officer = Client::new(crate::router(stage.hall.clone(), config));
    officer.cookies = cookies;
    let page = upload(&mut officer, "besar.csv", &vec![b'x'; 10_000]).await;
    page.expect(StatusCode::PAYLOAD_TOO_LARGE)
        .has("terlalu besar");
    let staged = stage.files().join("staged");
    assert!(!staged.exists() || std::fs::read_dir(staged).unwrap().next().is_none());
}

#[tokio::test]
async fn two_columns_for_one_fact_are_told_before_anything_is_written() {
    let stage = Stage::new().await;
    let mut officer = stage.signed_in(Role::Officer).await;
    let staged = upload(&mut officer, "a.csv", CSV.as_bytes())
        .await
        .location()
        .to_owned();
    let twice = [("s0c0", "owner_name"), ("s0c1", "owner_name")];
    let page = officer.post(&format!("{staged}/run"), &twice).await;
    page.expect(StatusCode::UNPROCESSABLE_ENTITY)
        .has("role=\"alert\"");
    officer.get("/import").await.has("Belum ada impor");
}
