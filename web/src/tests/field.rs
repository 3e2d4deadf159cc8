//! The field form's own files: there for everybody, small, and allowed what a form in the field needs.

use axum::http::StatusCode;
use center::Role;

use super::stage::Stage;

/// A first visit with a signal of a few kilobytes a second.
const FIRST_LOAD: usize = 300 * 1024;

#[tokio::test]
async fn the_shell_is_the_same_for_everybody_and_holds_no_data() {
    let stage = Stage::new().await;
    let stranger = stage.client().get("/field").await.expect(StatusCode::OK);
    for role in [Role::Owner, Role::Enumerator, Role::Officer] {
        let mut client = stage.signed_in(role).await;
        let page = client.get("/field").await.expect(StatusCode::OK);
        assert_eq!(page.text(), stranger.text(), "{role:?}");
        assert_eq!(page.header("set-cookie"), "", "{role:?}");
    }
}

#[tokio::test]
async fn the_form_may_ask_for_the_place_and_show_photos_from_memory_and_no_other_page_may() {
    let stage = Stage::new().await;
    let mut client = stage.client();
    let form = client.get("/field").await;
    assert!(
        form.header("permissions-policy")
            .contains("geolocation=(self)")
    );
    let policy = form.header("content-security-policy").to_owned();
    assert!(policy.contains("blob:") && policy.contains("default-src 'none'"));
    assert!(!policy.contains("unsafe"));
    let yard = client.get("/").await;
    assert!(yard.header("permissions-policy").contains("geolocation=()"));
    assert!(!yard.header("content-security-policy").contains("blob:"));
}

#[tokio::test]
async fn the_worker_may_carry_the_form_and_is_asked_for_anew_each_time() {
    let stage = Stage::new().await;
    let mut client = stage.client();
    let worker = client.get("/field/worker.js").await.expect(StatusCode::OK);
    assert_eq!(worker.header("service-worker-allowed"), "/field");
    assert_eq!(worker.header("cache-control"), "no-cache");
    assert!(worker.header("content-type").starts_with("text/javascript"));
    let manifest = client.get("/field/manifest.webmanifest").await;
    let told: serde_json::Value = serde_json::from_str(&manifest.text()).expect("JSON");
    assert_eq!(told["start_url"], "/field");
    assert_eq!(told["scope"], "/field");
}

#[tokio::test]
async fn the_first_load_is_small_and_nothing_it_names_is_missing() {
    let stage = Stage::new().await;
    let mut client = stage.client();
    let shell = client.get("/field").await.text();
    let worker = client.get("/field/worker.js").await.text();
    let mut whole = shell.len() + worker.len();
    let named: Vec<&str> = shell
        .split('"')
        .filter(|part| part.starts_with("/assets/") || part.starts_with("/field/"))
        .collect();
    assert!(named.len() >= 4, "{named:?}");
    for address in named {
        let file = client.get(address).await.expect(StatusCode::OK);
        whole += file.bytes.len();
        // What the worker keeps is what the page asks for; the mark in the tab is no loss.
        assert!(
            worker.contains(address) || address == "/assets/mark.svg",
            "{address}"
        );
    }
    assert!(whole <= FIRST_LOAD, "{whole} bytes");
}
