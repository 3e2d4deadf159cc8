//! The plan: the owner's page, answering, sharing, and the public finder.

use axum::http::StatusCode;
use center::Role;

use super::{samples::assert_good_page, stage::Stage};

#[tokio::test]
async fn an_owner_sees_the_next_step_with_its_reason_and_law() {
    let stage = Stage::new().await;
    let mut owner = stage.signed_in(Role::Owner).await;
    let page = owner.get("/plan").await.expect(StatusCode::OK);
    assert_good_page("plan", &page.text());
    page.has("Keripik Tempe &#60;b&#62;Bu Siti")
        .has("Langkah berikutnya")
        .has("NIB");
    page.has("Kenapa?")
        .has("PP 28/2025")
        .has("Siapa yang membantu")
        .has("Gratis");
    page.has("Sudah saya kerjakan").has("Ceritakan kepada kami");
    page.has_not("3324094101900001");
}

#[tokio::test]
async fn the_owners_first_view_is_under_100_kb_with_all_it_asks_for() {
    let stage = Stage::new().await;
    let mut owner = stage.signed_in(Role::Owner).await;
    let page = owner.get("/plan").await.expect(StatusCode::OK).text();
    let mut bytes = page.len();
    let (mut wanted, mut seen) = (vec![page], std::collections::BTreeSet::new());
    while let Some(text) = wanted.pop() {
        for rest in text.split("/assets/").skip(1) {
            let end = rest.find(['"', '\'', ')', '#', '?']).unwrap();
            if seen.insert(rest[..end].to_owned()) {
                let asset = owner.get(&format!("/assets/{}", &rest[..end])).await;
                let asset = asset.expect(StatusCode::OK);
                bytes += asset.bytes.len();
                if asset.header("content-type").starts_with("text/css") {
                    wanted.push(asset.text());
                }
            }
        }
    }
    assert!(seen.len() >= 2, "the styles were built: {seen:?}");
    assert!(bytes < 100_000, "{bytes} bytes before they are compressed");
}

#[tokio::test]
async fn one_tap_answers_a_question_and_the_plan_follows() {
    let stage = Stage::new().await;
    let mut owner = stage.signed_in(Role::Owner).await;
    let before = owner.get("/plan").await.text();
    let forms = before
        .split("id=\"ask-")
        .skip(1)
        .map(|rest| rest.split("</form>").next().unwrap());
    let form = forms
        .into_iter()
        .find(|form| form.contains("name=\"value\" value="))
        .unwrap();
    let fact = form.split('"').next().unwrap().to_owned();
    let value = form
        .split("name=\"value\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let to = format!("/plan/{}/answer", stage.mine);
    let page = owner
        .post(&to, &[("fact", &fact), ("value", &value)])
        .await
        .expect(StatusCode::SEE_OTHER);
    let after = owner.get(page.location()).await;
    after
        .has("Terima kasih")
        .has_not(&format!("id=\"ask-{fact}\""));
    owner
        .get(&format!("/registry/{}", stage.mine))
        .await
        .has("Pemilik, 24 November 2026");
}

#[tokio::test]
async fn a_finished_step_is_told_with_its_number() {
    let stage = Stage::new().await;
    let mut owner = stage.signed_in(Role::Owner).await;
    let path = format!("/registry/{}/facts/nib", stage.mine);
    owner.get("/plan").await.has(&path);
    owner
        .get(&path)
        .await
        .expect(StatusCode::OK)
        .has("Tulis nomornya");
    let wrong = [("value", "12"), ("on", "2026-11-24")];
    owner
        .post(&path, &wrong)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY)
        .has("NIB");
    let right = [("value", "ya"), ("on", "2026-11-24")];
    let page = owner
        .post(&path, &right)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(page.location().starts_with("/plan?business="));
}

#[tokio::test]
async fn anothers_business_is_as_if_it_were_not_there() {
    let stage = Stage::new().await;
    let mut owner = stage.signed_in(Role::Owner).await;
    let other = stage.other;
    for path in [
        format!("/plan?business={other}"),
        format!("/registry/{other}"),
        format!("/registry/{other}/facts/nib"),
        format!("/api/v1/businesses/{other}/plan"),
    ] {
        owner
            .get(&path)
            .await
            .expect(StatusCode::NOT_FOUND)
            .has_not("Batik");
    }
    let told = [("fact", "nib"), ("value", "ya")];
    owner
        .post(&format!("/plan/{other}/answer"), &told)
        .await
        .expect(StatusCode::NOT_FOUND);
    owner
        .post(&format!("/plan/{other}/share"), &[])
        .await
        .expect(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_shared_plan_shows_no_person_and_ends_when_its_owner_says() {
    let stage = Stage::new().await;
    let mut owner = stage.signed_in(Role::Owner).await;
    let made = owner
        .post(&format!("/plan/{}/share", stage.mine), &[])
        .await
        .expect(StatusCode::OK);
    made.has("role=\"img\"").has("<svg");
    let text = made.text();
    let token = text
        .split("/plan/shared/")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let path = format!("/plan/shared/{token}");
    let mut stranger = stage.client();
    let page = stranger.get(&path).await.expect(StatusCode::OK);
    assert_good_page("shared", &page.text());
    page.has("NIB")
        .has_not("Siti Aminah")
        .has_not("0812")
        .has_not("33240")
        .has_not("name=\"value\"");
    page.has("noindex");
    owner.get("/plan").await.has_not(&token).has("Hentikan");
    owner
        .post(&format!("/plan/{}/share/stop", stage.mine), &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    stranger.get(&path).await.expect(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn anybody_may_ask_what_comes_next_and_leaves_no_trace() {
    let stage = Stage::new().await;
    let mut client = stage.client();
    assert_good_page(
        "finder",
        &client.get("/next").await.expect(StatusCode::OK).text(),
    );
    let page = client
        .get("/next?product_kind=processed_food&nib=tidak")
        .await
        .expect(StatusCode::OK);
    assert_good_page("finder", &page.text());
    page.has("NIB")
        .has("name=\"nib\" value=\"ya\"")
        .has("name=\"product_kind\" value=\"processed_food\"");
    let done = client
        .get("/next?product_kind=processed_food&nib=ya")
        .await
        .text();
    assert!(done.contains("Sudah beres"));
    client
        .get("/next?owner_nik=3324094101900001")
        .await
        .has_not("value=\"3324094101900001\"");
    client
        .get("/next?sales=banyak")
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY)
        .has("role=\"alert\"");
    let json = client
        .get("/api/v1/plan?product_kind=processed_food&nib=tidak")
        .await;
    json.expect(StatusCode::OK).has("\"rule\":\"nib\"");
}

#[tokio::test]
async fn the_first_page_counts_honestly() {
    let stage = Stage::new().await;
    let page = stage.client().get("/").await.expect(StatusCode::OK);
    assert_good_page("home", &page.text());
    page.has("<b>2</b><span>usaha terdata")
        .has("<b>1</b><span>diketahui belum jualan online");
}

#[tokio::test]
async fn overviews_lead_to_the_businesses_behind_each_number() {
    let stage = Stage::new().await;
    let mut head = stage.signed_in(Role::Head).await;
    let page = head.get("/insight").await.expect(StatusCode::OK);
    assert_good_page("insight", &page.text());
    page.has("/registry?district=33.24.09&#38;online=no")
        .has("<svg")
        .has("Belum diketahui tempatnya");
    let district = head.get("/insight/33.24.09").await.expect(StatusCode::OK);
    assert_good_page("district", &district.text());
    head.get("/insight/33.74.01")
        .await
        .expect(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_trail_is_shown_and_its_chain_verified() {
    let stage = Stage::new().await;
    let mut admin = stage.signed_in(Role::Admin).await;
    let page = admin.get("/audit").await.expect(StatusCode::OK);
    assert_good_page("audit", &page.text());
    page.has("Usaha ditambahkan").has("Akun dibuat");
    admin
        .post("/audit/verify", &[])
        .await
        .expect(StatusCode::OK)
        .has("Rantai utuh");
}
