//! Outside lists, reviews, duplicates and campaigns, as people use them.

use axum::http::StatusCode;
use center::{
    Role,
    jobs::Worker,
    registry::linking::{self, duplicates},
};

use super::{client::Client, samples::assert_good_page, stage::Stage};

/// The list: the owner's own business under another spelling, and a stranger.
const MERCHANTS: &str = "Merchant ID,Nama Toko,Nama Pemilik,Telepon\n\
    M1,KRIPIK TEMPE BU SITI,Siti Aminah,+62 812-3456-7890\n\
    M2,Toko <i>Asing,Orang Lain,0899111222\n";

/// The form as the page sends it.
fn form<'a>(token: &'a str, name: &'a str, kind: &'a str) -> Vec<(&'a str, &'a str)> {
    let empty = ["day", "accept", "review", "second"].map(|field| (field, ""));
    [("csrf", token), ("name", name), ("kind", kind)]
        .into_iter()
        .chain(empty)
        .collect()
}

/// Uploads a list; gives the address where its columns are looked at.
async fn stage_list(client: &mut Client, text: &[u8]) -> String {
    let token = client.token().await;
    let fields = form(&token, "Merchant ShopeeFood", "shopeefood");
    let page = client
        .upload("/registry/links", &fields, ("merchant.csv", text))
        .await
        .expect(StatusCode::SEE_OTHER);
    page.location().to_owned()
}

async fn bring(client: &mut Client, text: &[u8]) -> String {
    let staged = stage_list(client, text).await;
    let page = client.post(&format!("{staged}/run"), &[]).await;
    page.expect(StatusCode::SEE_OTHER).location().to_owned()
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
async fn the_columns_of_a_list_are_looked_at_before_anything_is_linked() {
    let stage = Stage::new().await;
    let mut officer = stage.signed_in(Role::Officer).await;
    let staged = stage_list(&mut officer, MERCHANTS.as_bytes()).await;
    let seen = officer.get(&staged).await.expect(StatusCode::OK);
    assert_good_page("links-preview", &seen.text());
    seen.has("<option value=\"business_name\" selected>")
        .has("Toko &#60;i&#62;Asing")
        .has("Merchant ShopeeFood · ShopeeFood · hari ini · 2 baris");
    officer
        .get("/registry/links")
        .await
        .has("Belum ada daftar luar");
    // It is nobody else's, and no census.
    let mut admin = stage.signed_in(Role::Admin).await;
    admin.get(&staged).await.expect(StatusCode::NOT_FOUND);
    let census = staged.replace("/registry/links/", "/import/");
    officer.get(&census).await.expect(StatusCode::NOT_FOUND);

    let twice = [("s0c1", "business_name"), ("s0c2", "business_name")];
    let page = officer.post(&format!("{staged}/run"), &twice).await;
    page.expect(StatusCode::UNPROCESSABLE_ENTITY)
        .has("role=\"alert\"");
    let chosen = [("s0c2", "")];
    let run = officer.post(&format!("{staged}/run"), &chosen).await;
    let edition = run.expect(StatusCode::SEE_OTHER).location().to_owned();
    officer.get(&staged).await.expect(StatusCode::NOT_FOUND);
    work(&stage).await;
    officer.get(&edition).await.has("Selesai");

    // Next month the decision is there already.
    let next = stage_list(&mut officer, MERCHANTS.as_bytes()).await;
    let page = officer.get(&next).await.expect(StatusCode::OK);
    page.has("<option value=\"business_name\" selected>")
        .has_not("<option value=\"owner_name\" selected>");
    officer
        .post(&format!("{next}/drop"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    officer.get(&next).await.expect(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_day_and_the_thresholds_of_a_list_are_those_of_the_form() {
    let stage = Stage::new().await;
    let mut officer = stage.signed_in(Role::Officer).await;
    let token = officer.token().await;
    let send = async |officer: &mut Client, changed: &[(&str, &str)]| {
        let mut fields = form(&token, "Merchant ShopeeFood", "shopeefood");
        for field in &mut fields {
            let new = changed.iter().find(|(name, _)| *name == field.0);
            field.1 = new.map_or(field.1, |(_, value)| value);
        }
        let file = ("merchant.csv", MERCHANTS.as_bytes());
        officer.upload("/registry/links", &fields, file).await
    };
    for (wrong, reason) in [
        ([("day", "besok"), ("accept", "")], "tidak terbaca"),
        ([("day", "2026-11-25"), ("accept", "")], "belum tiba"),
        ([("day", ""), ("accept", "banyak")], "Ambang harus"),
        ([("day", ""), ("accept", "20")], "Ambang harus"),
    ] {
        let page = send(&mut officer, &wrong).await;
        page.expect(StatusCode::UNPROCESSABLE_ENTITY).has(reason);
    }
    let right = [
        ("day", "2026-11-02"),
        ("accept", "99,5"),
        ("review", "40"),
        ("second", "80"),
    ];
    let staged = send(&mut officer, &right)
        .await
        .expect(StatusCode::SEE_OTHER);
    let staged = staged.location().to_owned();
    officer.get(&staged).await.has("2 November 2026");
    let run = officer.post(&format!("{staged}/run"), &[]).await;
    let edition = run.location().to_owned();
    officer.get(&edition).await.has("2 November 2026");
    work(&stage).await;
    let mut session = stage.hall.db().read().await.unwrap();
    let query = "SELECT accept_at, review_at, second_below FROM outside_list";
    let mut thresholds = async || {
        let row = session.one(store::sql(query)).await.unwrap();
        [0, 1, 2].map(|at| format!("{:.3}", row.get::<f64>(at).unwrap()))
    };
    assert_eq!(thresholds().await, ["0.995", "0.400", "0.800"]);
    // Left empty, they stay as they are.
    bring(&mut officer, MERCHANTS.as_bytes()).await;
    assert_eq!(thresholds().await, ["0.995", "0.400", "0.800"]);
}

#[tokio::test]
async fn a_list_is_brought_followed_and_its_columns_mended() {
    let stage = Stage::new().await;
    let mut officer = stage.signed_in(Role::Officer).await;
    let edition = bring(&mut officer, MERCHANTS.as_bytes()).await;
    let page = officer.get(&edition).await.expect(StatusCode::OK);
    page.has("http-equiv=\"refresh\"")
        .has("Merchant ShopeeFood")
        .has("Membandingkan pasangan")
        .has(&format!("data-progress=\"{edition}/events\""));
    work(&stage).await;
    let page = officer.get(&edition).await.expect(StatusCode::OK);
    page.has("Selesai")
        .has("Baris baru")
        .has_not("http-equiv=\"refresh\"");
    let events = officer.get(&format!("{edition}/events")).await;
    events
        .expect(StatusCode::OK)
        .has("event: progress")
        .has("\"finished\":true");
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
async fn what_the_engine_is_busy_with_is_told() {
    let stage = Stage::new().await;
    let mut officer = stage.signed_in(Role::Officer).await;
    let edition = bring(&mut officer, MERCHANTS.as_bytes()).await;
    let mut tx = stage.hall.db().write().await.unwrap();
    let busy = "UPDATE list_edition SET state = 'linking', stage = 'learn', stage_done = 3, stage_total = 7";
    tx.execute(store::sql(busy)).await.unwrap();
    tx.commit().await.unwrap();
    let page = officer.get(&edition).await.expect(StatusCode::OK);
    page.has("<li class=\"now\" aria-current=\"step\">Menimbang bukti")
        .has("<li class=\"done\">Membandingkan pasangan")
        .has("max=\"7\" value=\"3\"");

    officer
        .post("/registry/duplicates/seek", &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    let page = officer.get("/registry/duplicates").await;
    let page = page.expect(StatusCode::OK);
    page.has("Membaca data usaha")
        .has("/events\"")
        .has_not("action=\"/registry/duplicates/seek\"");
    let events = page.text();
    let (_, events) = events.split_once("data-progress=\"").unwrap();
    let events = events.split('"').next().unwrap().to_owned();
    work(&stage).await;
    officer
        .get(&events)
        .await
        .expect(StatusCode::OK)
        .has("\"finished\":true");
    officer
        .get("/registry/duplicates")
        .await
        .has("Pencarian terakhir 24 November 2026");
}

#[tokio::test]
async fn two_businesses_are_found_compared_and_merged_by_hand_and_parted_again() {
    let stage = Stage::new().await;
    let mut officer = stage.signed_in(Role::Officer).await;
    let (mine, other) = (stage.mine, stage.other);
    let page = officer.get(&format!("/registry/{mine}")).await;
    page.has(&format!("href=\"/registry/{mine}/merge\""));
    let search = officer
        .get(&format!("/registry/{mine}/merge?q=batik"))
        .await;
    let both = format!("/registry/{mine}/merge/{other}");
    search.expect(StatusCode::OK).has(&both);
    let page = officer.get(&both).await.expect(StatusCode::OK);
    page.has("Siti Aminah")
        .has("Budi Santoso")
        .has("<mark>")
        .has_not("3324094101900001")
        .has_not("<b>Bu Siti");
    let unsure = officer.post(&both, &[]).await;
    unsure
        .expect(StatusCode::UNPROCESSABLE_ENTITY)
        .has("Centang dulu");
    officer
        .post(&both, &[("sure", "yes")])
        .await
        .expect(StatusCode::SEE_OTHER);
    let page = officer.get(&format!("/registry/{other}")).await;
    let page = page.expect(StatusCode::OK);
    page.has("Keripik Tempe").has("Digabungkan");
    let again = officer.get(&both).await.expect(StatusCode::OK);
    again.has("sudah menuju usaha yang sama");
    let text = page.text();
    let (_, undo) = text.split_once("action=\"/registry/merges/").unwrap();
    let undo = format!("/registry/merges/{}", undo.split('"').next().unwrap());
    let back = format!("/registry/{mine}");
    let undone = officer.post(&undo, &[("to", &back)]).await;
    assert_eq!(undone.expect(StatusCode::SEE_OTHER).location(), back);
    officer
        .get(&format!("/registry/{other}"))
        .await
        .has("Batik Tulis Kaliwungu");
    let mut mentor = stage.signed_in(Role::Mentor).await;
    mentor.get(&both).await.expect(StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_list_that_names_nobody_or_no_kind_is_refused_with_a_reason() {
    let stage = Stage::new().await;
    let mut officer = stage.signed_in(Role::Officer).await;
    let token = officer.token().await;
    let fields = form(&token, "X", "nonsense");
    let file = ("x.csv", MERCHANTS.as_bytes());
    let page = officer.upload("/registry/links", &fields, file).await;
    page.expect(StatusCode::UNPROCESSABLE_ENTITY)
        .has("tidak dikenal");
    // What names nobody is shown, with what is missing, and can be mended there.
    let staged = stage_list(&mut officer, b"Kode,Harga\nKeripik Siti,2\n").await;
    let page = officer.get(&staged).await.expect(StatusCode::OK);
    page.has("role=\"alert\"");
    let run = officer.post(&format!("{staged}/run"), &[]).await;
    run.expect(StatusCode::UNPROCESSABLE_ENTITY)
        .has("role=\"alert\"");
    let mended = [("s0c0", "business_name")];
    let run = officer.post(&format!("{staged}/run"), &mended).await;
    run.expect(StatusCode::SEE_OTHER);
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
    page.has("November 2026: Sudah buka toko daring")
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
    csv.has("Pendamping,Bulan,Hasil,Catatan")
        .has("Siti mentor,2026-11,Sudah buka toko daring");
    a_member_is_followed_moved_and_left(&stage, &mut officer, &mut sent, &address).await;
}

/// What happens to a campaign's member after something was noted of it.
async fn a_member_is_followed_moved_and_left(
    stage: &Stage,
    officer: &mut Client,
    sent: &mut Client,
    address: &str,
) {
    let business = stage.mine.to_string();
    let mentor = stage.actor(Role::Mentor).await.account.unwrap().to_string();
    let noted = [("business", business.as_str()), ("outcome", "selling")];
    let member = format!("{address}/members/{business}");
    let page = sent.get(&member).await.expect(StatusCode::OK);
    assert_good_page("member", &page.text());
    page.has("November 2026")
        .has("buka &#60;b&#62;toko")
        .has("Siti mentor");
    let sheet = sent.get(&format!("{address}/sheet")).await;
    let sheet = sheet.expect(StatusCode::OK);
    assert_good_page("sheet", &sheet.text());
    sheet.has("Keripik Tempe").has("081234567890");

    // Given to another, the member is no longer the mentor's.
    let me = stage
        .actor(Role::Officer)
        .await
        .account
        .unwrap()
        .to_string();
    let moved = [("from", mentor.as_str()), ("mentor", me.as_str())];
    officer
        .post(&format!("{address}/assign"), &moved)
        .await
        .expect(StatusCode::SEE_OTHER);
    sent.get(&member).await.expect(StatusCode::NOT_FOUND);
    let back = [("business", business.as_str()), ("mentor", "nobody")];
    let page = officer.post(&format!("{address}/assign"), &back).await;
    assert_eq!(page.location(), member);
    officer.get(&member).await.has("Tanpa pendamping");

    let words = [("words", "Satu toko <b>buka")];
    officer
        .post(&format!("{address}/close"), &words)
        .await
        .expect(StatusCode::SEE_OTHER);
    let page = officer.get(address).await.expect(StatusCode::OK);
    page.has("Ditutup 24 November 2026")
        .has("Satu toko &#60;b&#62;buka")
        .has_not(&format!("action=\"{address}/note\""));
    let late = officer.post(&format!("{address}/note"), &noted).await;
    late.expect(StatusCode::UNPROCESSABLE_ENTITY)
        .has("sudah ditutup");
    officer
        .post(&format!("{address}/open"), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    officer
        .post(&format!("{address}/note"), &noted)
        .await
        .expect(StatusCode::SEE_OTHER);
}
