//! Every line of the table of routes with every role: what the table says is what happens.

use axum::http::{Method, StatusCode};
use center::{Permission, Role};

use super::{
    client::{Client, Page},
    stage::Stage,
};
use crate::{
    access::{Access, Standing, Verdict},
    routes::{self, Kind, ROUTES, Route},
};

/// A path with its parameters filled in by what belongs to nobody.
fn filled(path: &str) -> String {
    let nobody = uuid::Uuid::nil().to_string();
    path.split('/')
        .map(|part| match part {
            "{fact}" => "owner_nik",
            "{district}" => "33.24.99",
            "{token}" => "no-such-token",
            "{name}" => "no-such-file.css",
            part if part.starts_with('{') => nobody.as_str(),
            part => part,
        })
        .collect::<Vec<_>>()
        .join("/")
}

async fn knock(client: &mut Client, route: &Route) -> Page {
    let path = filled(route.path);
    match (&route.method, route.kind) {
        (&Method::GET, _) => client.get(&path).await,
        (_, Kind::Upload) => {
            let token = client.token().await;
            client
                .upload(&path, &[("csrf", &token), ("source", "x")], ("x.csv", b""))
                .await
        }
        (method, Kind::Json | Kind::Stream) => {
            let token = client.token().await;
            client.send_json(method, &path, &token, "{}").await
        }
        _ => client.post(&path, &[]).await,
    }
}

/// Whether an answer means that the guard stopped the visitor.
fn stopped(page: &Page) -> Option<Verdict> {
    let to_login =
        page.status == StatusCode::SEE_OTHER && page.location().starts_with("/account/login?");
    if to_login || page.status == StatusCode::UNAUTHORIZED {
        Some(Verdict::LogIn)
    } else if page.status == StatusCode::FORBIDDEN {
        Some(Verdict::Shut)
    } else {
        None
    }
}

#[tokio::test]
async fn every_route_opens_for_exactly_the_roles_of_the_table() {
    let stage = Stage::new().await;
    for role in Role::ALL {
        let begun = role != Role::Public;
        for route in ROUTES
            .iter()
            .filter(|route| route.path != "/account/logout")
        {
            let mut client = stage.signed_in(role).await;
            let verdict = route.access.verdict(Standing { role, begun });
            let page = knock(&mut client, route).await;
            let at = format!(
                "{} {} as {role:?}: {}",
                route.method, route.path, page.status
            );
            match verdict {
                Verdict::Open => assert_eq!(stopped(&page), None, "{at} {}", page.text()),
                shut => assert_eq!(stopped(&page), Some(shut), "{at}"),
            }
            assert!(!page.status.is_server_error(), "{at} {}", page.text());
        }
    }
}

#[tokio::test]
async fn a_form_without_its_token_changes_nothing_whoever_sends_it() {
    let stage = Stage::new().await;
    for route in ROUTES.iter().filter(|route| route.method != Method::GET) {
        let role = who_may(route.access);
        let mut client = stage.signed_in(role).await;
        let path = filled(route.path);
        for token in ["", "0".repeat(64).as_str()] {
            let page = if matches!(route.kind, Kind::Json | Kind::Stream) {
                client.send_json(&route.method, &path, token, "{}").await
            } else if route.kind == Kind::Upload {
                client
                    .upload(
                        &path,
                        &[("csrf", token), ("source", "x")],
                        ("x.csv", b"nama\nA\n"),
                    )
                    .await
            } else {
                client.post_raw(&path, &[("csrf", token)]).await
            };
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{path} with {token:?}");
            let program = matches!(route.kind, Kind::Json | Kind::Stream);
            page.has(if program { "error-form" } else { "kedaluwarsa" });
        }
    }
}

#[tokio::test]
async fn another_visitors_token_is_worth_nothing() {
    let stage = Stage::new().await;
    let stolen = stage.signed_in(Role::Officer).await.token().await;
    let mut other = stage.signed_in(Role::Officer).await;
    other
        .post_raw("/account/logout", &[("csrf", &stolen)])
        .await
        .expect(StatusCode::FORBIDDEN);
}

fn who_may(access: Access) -> Role {
    let roles = Role::ALL.into_iter().rev();
    let mut open = roles.filter(|role| {
        let visitor = Standing {
            role: *role,
            begun: *role != Role::Public,
        };
        access.verdict(visitor) == Verdict::Open
    });
    open.next().expect("every route is open to somebody")
}

#[tokio::test]
async fn a_route_outside_the_table_is_refused_even_if_the_router_has_it() {
    let stage = Stage::new().await;
    let rogue = axum::Router::new().route("/rogue", axum::routing::get(|| async { "in" }));
    let router = crate::assemble(rogue, stage.hall.clone(), crate::WebConfig::loopback(1));
    let page = Client::new(router)
        .get("/rogue")
        .await
        .expect(StatusCode::NOT_FOUND);
    page.has_not("in\n");
}

#[test]
fn the_table_names_every_address_once_per_method() {
    let mut seen: Vec<(String, &str)> = ROUTES
        .iter()
        .map(|route| (route.method.to_string(), route.path))
        .collect();
    let all = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), all);
    assert!(routes::find(&Method::HEAD, "/").is_ok());
    assert!(routes::find(&Method::POST, "/").is_err());
}

#[test]
fn nothing_that_changes_data_is_open_to_strangers_but_the_way_in() {
    let stranger = Standing {
        role: Role::Public,
        begun: false,
    };
    let open: Vec<&str> = ROUTES
        .iter()
        .filter(|route| route.method != Method::GET)
        .filter(|route| route.access.verdict(stranger) == Verdict::Open)
        .map(|route| route.path)
        .collect();
    // The label's draft and its PDF are drawn from what the form carries; nothing of it is kept.
    assert_eq!(
        open,
        [
            "/account/login",
            "/account/reset",
            "/licensing/label",
            "/licensing/label/pdf"
        ]
    );
}

#[test]
fn the_doors_of_personal_numbers_are_for_officers_alone() {
    let unmask = ROUTES
        .iter()
        .filter(|route| route.path.contains("/unmask/"));
    assert!(unmask.clone().count() >= 2);
    for route in unmask {
        assert_eq!(
            route.access,
            Access::May(Permission::Unmask),
            "{}",
            route.path
        );
    }
}
