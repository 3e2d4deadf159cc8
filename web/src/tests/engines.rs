//! The ways people go every day, on both database engines. The other tests of pages run on SQLite alone.

use axum::http::StatusCode;
use center::{Actor, Role, registry::import};
use vocab::ImportId;

use super::stage::{OWNER_PHONE, PASSWORD, Stage};

const CSV: &str = "Nama Pemilik;Nama Usaha;Kecamatan;Desa;NIK;No HP\n\
    Sri Lestari;Keripik Singkong;Sukorejo;Sukorejo;3324094101909998;081211112222\n";

async fn an_owner_signs_in_and_sees_the_plan(stage: &Stage) {
    let mut owner = stage.client();
    let fields = [("name", OWNER_PHONE), ("password", PASSWORD)];
    let page = owner.post("/account/login", &fields).await;
    let home = page.expect(StatusCode::SEE_OTHER).location().to_owned();
    let home = owner.get(&home).await.expect(StatusCode::OK);
    home.has("Langkah berikutnya").has_not("3324094101900001");
}

async fn staff_search_filter_and_count(stage: &Stage) {
    let mut officer = stage.signed_in(Role::Officer).await;
    for (address, expected) in [
        ("/registry?q=keripik", "1 usaha"),
        ("/registry?q=kerpiik", "1 usaha"),
        ("/registry?online=no", "1 usaha"),
        ("/registry?lacks=nib", "2 usaha"),
        ("/insight", "Sukorejo"),
    ] {
        officer
            .get(address)
            .await
            .expect(StatusCode::OK)
            .has(expected);
    }
    let page = officer.get(&format!("/registry/{}", stage.mine)).await;
    page.expect(StatusCode::OK)
        .has("Petugas, 24 November 2026")
        .has_not("3324094101900001");
}

async fn a_list_comes_in_and_goes_back(stage: &Stage) {
    let mut officer = stage.signed_in(Role::Officer).await;
    let token = officer.token().await;
    let fields = [
        ("csrf", token.as_str()),
        ("source", "Sensus 2026"),
        ("day", ""),
    ];
    let file = ("sensus.csv", CSV.as_bytes());
    let staged = officer.upload("/import", &fields, file).await;
    let staged = staged.expect(StatusCode::SEE_OTHER).location().to_owned();
    officer.get(&staged).await.has("Keripik Singkong");
    let run = officer.post(&format!("{staged}/run"), &[]).await;
    let path = run.expect(StatusCode::SEE_OTHER).location().to_owned();
    let id: ImportId = path.rsplit('/').next().unwrap().parse().unwrap();
    import::run(&stage.hall, &Actor::system("33.24"), id, None)
        .await
        .unwrap();
    officer.get(&path).await.has("<b>1</b><span>baru");
    officer.get("/registry?q=singkong").await.has("1 usaha");
    officer
        .post(&format!("{path}/undo"), &[("sure", "yes")])
        .await
        .expect(StatusCode::SEE_OTHER);
    officer
        .get("/registry?q=singkong")
        .await
        .has("Tidak ada usaha");
}

#[test]
fn the_everyday_ways_work_on_both_engines() {
    store::testing::on_both(async |db| {
        let stage = Stage::on(db).await;
        an_owner_signs_in_and_sees_the_plan(&stage).await;
        staff_search_filter_and_count(&stage).await;
        a_list_comes_in_and_goes_back(&stage).await;
    });
}
