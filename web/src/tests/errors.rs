//! What goes wrong is said in the visitor's language, on a page of the hall.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use center::Role;

use super::{samples::assert_good_page, stage::Stage};

#[tokio::test]
async fn errors_are_pages_in_both_tongues() {
    let stage = Stage::new().await;
    let mut client = stage.client();
    let page = client.get("/tidak-ada").await.expect(StatusCode::NOT_FOUND);
    page.has("Halaman tidak ada").has("lang=\"id\"");
    assert_good_page("404", &page.text());
    client
        .get("/tidak-ada?lang=en")
        .await
        .has("No such page")
        .has("lang=\"en\"");
    client.get("/tidak-ada").await.has("No such page");
    client.get("/?lang=id").await.has("Usaha Anda");

    let mut owner = stage.signed_in(Role::Owner).await;
    owner
        .get("/audit")
        .await
        .expect(StatusCode::FORBIDDEN)
        .has("Bukan untuk akun Anda");
    owner
        .get("/plan/x/answer")
        .await
        .expect(StatusCode::METHOD_NOT_ALLOWED)
        .has("keliru");
}

#[tokio::test]
async fn the_browsers_own_language_is_not_asked() {
    let stage = Stage::new().await;
    let request = Request::builder()
        .uri("/")
        .header(header::ACCEPT_LANGUAGE, "en-GB")
        .body(Body::empty());
    stage
        .client()
        .send(request.unwrap())
        .await
        .has("lang=\"id\"");
}

#[tokio::test]
async fn programs_get_json() {
    let stage = Stage::new().await;
    let page = stage
        .client()
        .get("/api/v1/businesses")
        .await
        .expect(StatusCode::UNAUTHORIZED);
    let json: serde_json::Value = serde_json::from_slice(&page.bytes).unwrap();
    assert_eq!(json["error"]["code"], "error-401");
    assert!(json["error"]["en"].is_string() && json["error"]["id"].is_string());
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_before_it_is_read() {
    let stage = Stage::new().await;
    let mut client = stage.client();
    let long = "x".repeat(70_000);
    let page = client
        .post("/account/login", &[("name", &long), ("password", "y")])
        .await;
    page.expect(StatusCode::PAYLOAD_TOO_LARGE)
        .has("terlalu besar");
}

#[tokio::test]
async fn a_form_from_another_site_is_refused_even_with_a_token() {
    let stage = Stage::new().await;
    let mut client = stage.signed_in(Role::Officer).await;
    let token = client.token().await;
    let request = Request::builder()
        .method(Method::POST)
        .uri("/account/logout")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ORIGIN, "https://evil.example")
        .body(Body::from(format!("csrf={token}")))
        .unwrap();
    client.send(request).await.expect(StatusCode::FORBIDDEN);
    client.get("/account").await.expect(StatusCode::OK);
}
