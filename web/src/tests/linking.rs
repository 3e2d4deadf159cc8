//! Outside lists, reviews, duplicates and campaigns, as people use them.

use axum::http::StatusCode;
use center::{
    Role,
    jobs::Worker,
    registry::linking::{self, duplicates},
};

use super::{client::Client, stage::Stage};

/// The list: the owner's own business under another spelling, and a stranger.
const MERCHANTS: &str = "Merchant ID,Nama Toko,Nama Pemilik,Telepon\n\
    M1,KRIPIK TEMPE BU SITI,Siti Aminah,+62 812-3456-7890\n\
    M2,Toko <i>Asing,Orang Lain,0899111222\n";

async fn bring(client: &mut Client, text: &[u8]) -> String {
    let token = client.token().await;
    let fields = [
        ("csrf", token.as_str()),
        ("name", "Merchant ShopeeFood"),
        ("kind", "shopeefood"),
    ];
    let page = client
        .upload("/registry/links", &fields, ("merchant.csv", text))
        .await
        .expect(StatusCode::SEE_OTHER);
    page.location().to_owned()
}

async fn work(stage: &Stage) {
    Worker::new(&stage.hall)
        .with(linking::JOB, linking::job)
        .with(duplicates::JOB, duplicates::job)
        .run_due()
        .await
        .unwrap();
}

#[tokio::test]
async fn a_list_is_brought_followed_and_its_columns_mended() {
    let stage = Stage::new().await;
    let mut officer = stage.signed_in(Role::Officer).await;
    let edition = bring(&mut officer, MERCHANTS.as_bytes()).await;
    let page = officer.get(&edition).await.expect(StatusCode::OK);
    page.has("http-equiv=\"refresh\"")
        .has("Merchant ShopeeFood");
    work(&stage).await;
    let page = officer.get(&edition).await.expect(StatusCode::OK);
    page.has("Selesai")
        .has("Baris baru")
        .has_not("http-equiv=\"refresh\"");
    let lists = officer.get("/registry/links").await.expect(StatusCode::OK);
    lists.has("Merchant ShopeeFood").has(&edition);

    let mended = officer
        .post(
            &format!("{edition}/mend"),
            &[("s0c1", "business_name"), ("s0c2", "")],
        )
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_ne!(mended.location(), edition);
    let busy = officer.post(&format!("{edition}/mend"), &[]).await;
    busy.expect(StatusCode::UNPROCESSABLE_ENTITY)
        .has("masih dikerjakan");
}

#[tokio::test]
async fn a_list_that_names_nobody_or_no_kind_is_refused_with_a_reason() {
    let stage = Stage::new().await;
    let mut officer = stage.signed_in(Role::Officer).await;
    let token = officer.token().await;
    for (kind, text, reason) in [
        ("nonsense", MERCHANTS, "tidak dikenal"),
        ("shopee", "Kode,Harga\n1,2\n", "role=\"alert\""),
    ] {
        let fields = [("csrf", token.as_str()), ("name", "X"), ("kind", kind)];
        let page = officer
            .upload("/registry/links", &fields, ("x.csv", text.as_bytes()))
            .await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
        page.has(reason);
    }
}

#[tokio::test]
async fn a_reader_without_pairs_is_told_so_and_has_nothing_to_undo() {
    let stage = Stage::new().await;
    let mut mentor = stage.signed_in(Role::Mentor).await;
    mentor
        .get("/registry/review")
        .await
        .expect(StatusCode::OK)
        .has("Tidak ada yang menunggu");
    let undo = mentor.post("/registry/review/undo", &[]).await;
    undo.expect(StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_pair_is_shown_side_by_side_answered_and_taken_back() {
    let stage = Stage::new().await;
    let mut officer = stage.signed_in(Role::Officer).await;
    bring(&mut officer, MERCHANTS.as_bytes()).await;
    work(&stage).await;
    let pair = propose(&stage).await;
    let page = officer.get("/registry/review").await.expect(StatusCode::OK);
    page.has("data-key=\"s\"")
        .has("data-key=\"n\"")
        .has("data-key=\"u\"")
        .has("KRIPIK TEMPE")
        .has("Keripik Tempe");
    page.has_not("<b>Bu Siti");
    let address = format!("/registry/review/{pair}");
    officer
        .post(&address, &[("answer", "same")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let business = format!("/registry/{}", stage.mine);
    officer
        .get(&business)
        .await
        .expect(StatusCode::OK)
        .has("Merchant ShopeeFood");
    officer
        .get("/registry/channels/shopeefood")
        .await
        .expect(StatusCode::OK)
        .has("KRIPIK TEMPE");
    let late = officer.post(&address, &[("answer", "different")]).await;
    late.expect(StatusCode::UNPROCESSABLE_ENTITY)
        .has("sudah diputuskan");
    let page = officer.get("/registry/review").await.expect(StatusCode::OK);
    page.has("data-key=\"z\"");
    officer
        .post("/registry/review/undo", &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    officer
        .get("/registry/review")
        .await
        .expect(StatusCode::OK)
        .has(&pair);
}

/// Two records and a shop are too few for the engine to learn from; the pair is put there as it would put it.
async fn propose(stage: &Stage) -> String {
    use store::registry::pair::{self, Pair, PairKind, PairState};

    let mut tx = stage.hall.db().write().await.unwrap();
    tx.execute(store::sql("DELETE FROM record_pair"))
        .await
        .unwrap();
    let row = tx
        .one(store::sql(
            "SELECT id, source_id FROM list_row WHERE name LIKE 'KRIPIK%'",
        ))
        .await
        .unwrap();
    let id: vocab::PairId = stage.hall.new_id();
    let pair = Pair {
        id,
        regency: "33.24".to_owned(),
        kind: PairKind::Link,
        source: row.id_or_none(1).unwrap(),
        left: row.get(0).unwrap(),
        business: stage.mine,
        probability: 0.9,
        weight: 3.2,
        reasons: "[{\"field\":\"name\",\"verdict\":\"alike\",\"weight\":4.0}]".to_owned(),
        state: PairState::Proposed,
        by_reader: false,
        needs: 1,
        edition: None,
        said: None,
        statement: None,
        made_at: stage.hall.clock().now(),
        decided_at: None,
    };
    pair::put(&mut tx, vec![pair]).await.unwrap();
    tx.commit().await.unwrap();
    id.to_string()
}

#[tokio::test]
async fn merges_are_listed_and_taken_apart_again() {
    let stage = Stage::new().await;
    let actor = stage.actor(Role::Officer).await;
    let merge = linking::merge::merge(&stage.hall, &actor, stage.mine, stage.other)
        .await
        .unwrap();
    let mut officer = stage.signed_in(Role::Officer).await;
    officer
        .post("/registry/duplicates/seek", &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    work(&stage).await;
    let page = officer
        .get("/registry/duplicates")
        .await
        .expect(StatusCode::OK);
    let undo = format!("/registry/merges/{merge}/undo");
    page.has(&undo);
    officer.post(&undo, &[]).await.expect(StatusCode::SEE_OTHER);
    officer
        .get("/registry/duplicates")
        .await
        .expect(StatusCode::OK)
        .has("dipisahkan lagi");
    let other = format!("/registry/{}", stage.other);
    officer
        .get(&other)
        .await
        .expect(StatusCode::OK)
        .has("Batik Tulis");
}

#[tokio::test]
async fn who_is_not_online_becomes_a_campaign_that_mentors_work_on() {
    let stage = Stage::new().await;
    let mut officer = stage.signed_in(Role::Officer).await;
    let page = officer
        .get("/registry/not-online")
        .await
        .expect(StatusCode::OK);
    page.has("1 usaha belum jualan daring")
        .has("Kangkung")
        .has("name=\"stage\"");
    let made = officer
        .post(
            "/campaigns",
            &[("name", "Ayo daring"), ("district", "33.24.09")],
        )
        .await
        .expect(StatusCode::SEE_OTHER);
    let address = made.location().to_owned();
    let empty = officer
        .post("/campaigns", &[("name", "X"), ("kind", "herbal")])
        .await;
    empty
        .expect(StatusCode::UNPROCESSABLE_ENTITY)
        .has("Tidak ada usaha yang cocok");

    let mentor = stage.actor(Role::Mentor).await.account.unwrap().to_string();
    let page = officer.get(&address).await.expect(StatusCode::OK);
    page.has("Ayo daring")
        .has(&mentor)
        .has("Keripik Tempe")
        .has_not("<b>Bu Siti");
    let business = stage.mine.to_string();
    let noted = [
        ("business", business.as_str()),
        ("outcome", "opened"),
        ("note", "buka <b>toko"),
    ];
    let mut sent = stage.signed_in(Role::Mentor).await;
    sent.get(&address)
        .await
        .expect(StatusCode::OK)
        .has("Tidak ada usaha untuk Anda");
    let early = sent.post(&format!("{address}/note"), &noted).await;
    early.expect(StatusCode::UNPROCESSABLE_ENTITY);
    officer
        .post(&format!("{address}/assign"), &[("mentor", mentor.as_str())])
        .await
        .expect(StatusCode::SEE_OTHER);
    sent.post(&format!("{address}/note"), &noted)
        .await
        .expect(StatusCode::SEE_OTHER);
    let page = sent.get(&address).await.expect(StatusCode::OK);
    page.has("2026-11: Sudah buka toko daring")
        .has_not("<b>toko");
    officer
        .get("/campaigns")
        .await
        .expect(StatusCode::OK)
        .has("Ayo daring");
    let csv = officer
        .get(&format!("{address}/export.csv"))
        .await
        .expect(StatusCode::OK);
    csv.has("Keripik Tempe");
    officer
        .get(&format!("{address}/export.xlsx"))
        .await
        .expect(StatusCode::OK);
}
