//! Logging in and out, passwords, one-time codes, devices.

use axum::http::{StatusCode, header};
use center::Role;

use super::stage::{OWNER_PHONE, PASSWORD, Stage};

#[tokio::test]
async fn an_owner_logs_in_by_phone_however_it_is_typed_and_lands_on_the_plan() {
    let stage = Stage::new().await;
    let mut client = stage.client();
    let fields = [("name", "+62 812-3456-7890"), ("password", PASSWORD)];
    let page = client
        .post("/account/login", &fields)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(page.location(), "/plan");
    client
        .get("/account")
        .await
        .expect(StatusCode::OK)
        .has("Siti Aminah")
        .has("Selamat datang.");
    client.get("/account").await.has_not("Selamat datang.");
}

#[tokio::test]
async fn a_wrong_password_says_so_without_saying_whether_the_name_exists() {
    let stage = Stage::new().await;
    let mut client = stage.client();
    let known = client
        .post(
            "/account/login",
            &[("name", OWNER_PHONE), ("password", "salah sekali")],
        )
        .await;
    let unknown = client
        .post(
            "/account/login",
            &[("name", "0899 1111 2222"), ("password", "salah sekali")],
        )
        .await;
    for page in [known, unknown] {
        page.expect(StatusCode::UNPROCESSABLE_ENTITY)
            .has("kata sandi salah")
            .has("role=\"alert\"");
    }
    assert!(!client.cookies.contains_key("pendopo"));
}

#[tokio::test]
async fn whoever_tries_too_often_waits() {
    let stage = Stage::new().await;
    let mut client = stage.client();
    let fields = [("name", "officer"), ("password", "salah sekali")];
    let mut last = client.post("/account/login", &fields).await;
    for _ in 0..12 {
        last = client.post("/account/login", &fields).await;
    }
    last.expect(StatusCode::TOO_MANY_REQUESTS).has("Terlalu");
    let right = [("name", "officer"), ("password", PASSWORD)];
    client
        .post("/account/login", &right)
        .await
        .expect(StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_page_that_needs_a_login_leads_there_and_back() {
    let stage = Stage::new().await;
    let mut client = stage.client();
    let page = client
        .get("/registry?q=tempe%20enak")
        .await
        .expect(StatusCode::SEE_OTHER);
    let to = page.location().to_owned();
    assert!(
        to.starts_with("/account/login?next=%2Fregistry%3Fq%3Dtempe"),
        "{to}"
    );
    client
        .get(&to)
        .await
        .expect(StatusCode::OK)
        .has("value=\"/registry?q=tempe%20enak\"");
    let fields = [
        ("name", "officer"),
        ("password", PASSWORD),
        ("next", "/registry?q=tempe%20enak"),
    ];
    let page = client.post("/account/login", &fields).await;
    assert_eq!(page.location(), "/registry?q=tempe%20enak");
}

#[tokio::test]
async fn a_login_never_leads_to_another_site() {
    let stage = Stage::new().await;
    for evil in ["https://evil.example", "//evil.example", "/\\evil.example"] {
        let fields = [("name", "officer"), ("password", PASSWORD), ("next", evil)];
        let page = stage.client().post("/account/login", &fields).await;
        assert_eq!(page.location(), "/registry");
    }
}

#[tokio::test]
async fn logging_out_ends_the_session_itself() {
    let stage = Stage::new().await;
    let mut client = stage.signed_in(Role::Officer).await;
    let kept = client.cookies.clone();
    client
        .post("/account/logout", &[])
        .await
        .expect(StatusCode::SEE_OTHER);
    assert!(!client.cookies.contains_key("pendopo"));
    client.cookies = kept;
    assert!(
        client
            .get("/account")
            .await
            .location()
            .starts_with("/account/login")
    );
}

#[tokio::test]
async fn another_device_is_seen_and_can_be_put_out() {
    let stage = Stage::new().await;
    let mut lost = stage.signed_in(Role::Officer).await;
    let mut client = stage.signed_in(Role::Officer).await;
    let page = client.get("/account").await.expect(StatusCode::OK);
    page.has("Perangkat ini");
    let text = page.text();
    let mut ids: Vec<&str> = text
        .split("/account/sessions/")
        .skip(1)
        .map(|rest| rest.split('/').next().unwrap())
        .collect();
    ids.dedup();
    assert!(!ids.is_empty());
    for id in ids {
        client
            .post(&format!("/account/sessions/{id}/end"), &[])
            .await
            .expect(StatusCode::SEE_OTHER);
    }
    assert!(
        lost.get("/account")
            .await
            .location()
            .starts_with("/account/login")
    );
    client.get("/account").await.expect(StatusCode::OK);
}

#[tokio::test]
async fn a_password_is_changed_and_the_old_one_is_worth_nothing() {
    let stage = Stage::new().await;
    let mut client = stage.signed_in(Role::Mentor).await;
    let short = [("current", PASSWORD), ("fresh", "abc")];
    client
        .post("/account/password", &short)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY)
        .has("paling sedikit");
    let good = [("current", PASSWORD), ("fresh", "teh sore di pendopo")];
    client
        .post("/account/password", &good)
        .await
        .expect(StatusCode::SEE_OTHER);
    let old = [("name", "mentor"), ("password", PASSWORD)];
    stage
        .client()
        .post("/account/login", &old)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    let new = [("name", "mentor"), ("password", "teh sore di pendopo")];
    stage
        .client()
        .post("/account/login", &new)
        .await
        .expect(StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_officers_code_lets_an_owner_choose_a_password_once() {
    let stage = Stage::new().await;
    let mut officer = stage.signed_in(Role::Officer).await;
    let list = officer.get("/people").await.expect(StatusCode::OK).text();
    let id = list
        .split("/people/")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let page = officer
        .post(&format!("/people/{id}/code"), &[])
        .await
        .expect(StatusCode::OK);
    let text = page.text();
    let code = text
        .split("class=\"once\">")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap()
        .to_owned();
    officer.get(&format!("/people/{id}")).await.has_not(&code);

    let mut owner = stage.client();
    let fields = [
        ("name", OWNER_PHONE),
        ("code", code.as_str()),
        ("fresh", "teh sore di pendopo"),
    ];
    let page = owner
        .post("/account/reset", &fields)
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(page.location(), "/plan");
    stage
        .client()
        .post("/account/reset", &fields)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_one_time_code_is_set_up_by_a_picture_and_then_asked_for() {
    let stage = Stage::new().await;
    let mut client = stage.signed_in(Role::Head).await;
    let page = client.get("/account/totp").await.expect(StatusCode::OK);
    page.has("<svg").has("otpauth://");
    let wrong = client
        .post(
            "/account/totp",
            &[
                ("code", "000000"),
                ("secret", "ABC"),
                ("uri", "otpauth://totp/x"),
            ],
        )
        .await;
    wrong
        .expect(StatusCode::UNPROCESSABLE_ENTITY)
        .has("Kode salah")
        .has("ABC");
}

#[tokio::test]
async fn cookies_bind_to_the_host_over_https() {
    let stage = Stage::new().await;
    let mut config = crate::WebConfig::loopback(443);
    config.https = true;
    let router = crate::router(stage.hall.clone(), config);
    let page = super::client::Client::new(router)
        .get("/account/login")
        .await;
    let cookie = page.header("set-cookie");
    assert!(
        cookie.starts_with("__Host-visit=")
            && cookie.contains("; Secure")
            && cookie.contains("; Path=/")
    );
    assert!(
        page.header("strict-transport-security")
            .contains("max-age=63072000")
    );
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_keep_a_page_safe() {
    let stage = Stage::new().await;
    for path in ["/", "/account/login", "/no-such-page", "/healthz"] {
        let page = stage.client().get(path).await;
        let policy = page.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        assert_eq!(page.header("referrer-policy"), "same-origin");
        assert!(page.header("permissions-policy").contains("camera=()"));
        assert_eq!(page.header("x-request-id").len(), 32);
    }
    let private = stage.signed_in(Role::Officer).await.get("/account").await;
    assert_eq!(
        private.header(header::CACHE_CONTROL.as_str()),
        "private, no-store"
    );
}
