//! Whether a form that arrives was ours: the token bound to the visitor's own cookie, and the
//! `Origin` header when the browser sends one.

use axum::http::{HeaderMap, header};

use crate::config::WebConfig;

/// Compares without telling by the time taken how much was right.
pub(crate) fn same(given: &str, wanted: &str) -> bool {
    blake3::hash(given.as_bytes()) == blake3::hash(wanted.as_bytes())
}

/// Whether the request claims to come from another site. Browsers send `Origin` with every post.
pub(crate) fn foreign(headers: &HeaderMap, config: &WebConfig) -> bool {
    let site = headers
        .get("sec-fetch-site")
        .and_then(|value| value.to_str().ok());
    if site == Some("cross-site") {
        return true;
    }
    let Some(origin) = headers
        .get(header::ORIGIN)
        .and_then(|value| value.to_str().ok())
    else {
        return false;
    };
    let host = headers
        .get(header::HOST)
        .and_then(|value| value.to_str().ok());
    let own_host = host.is_some_and(|host| {
        origin
            .strip_prefix("http://")
            .or_else(|| origin.strip_prefix("https://"))
            == Some(host)
    });
    !(origin == config.base_url || own_host)
}

/// The token field of a form body.
pub(crate) fn token_in_form(body: &[u8]) -> Option<String> {
    form_urlencoded::parse(body)
        .find(|(name, _)| name == "csrf")
        .map(|(_, value)| value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_are_the_same() {
        assert!(same("x", "x") && !same("x", "y") && !same("", "x"));
    }

    #[test]
    fn the_token_is_found_wherever_it_stands_in_the_form() {
        assert_eq!(token_in_form(b"a=1&csrf=ab%20c").as_deref(), Some("ab c"));
        assert_eq!(token_in_form(b"a=1&xcsrf=2"), None);
    }

    #[test]
    fn a_foreign_origin_is_seen() {
        let config = WebConfig::loopback(8080);
        let with = |name: &'static str, value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, "127.0.0.1:8080".parse().unwrap());
            headers.insert(name, value.parse().unwrap());
            headers
        };
        assert!(foreign(&with("origin", "https://evil.example"), &config));
        assert!(foreign(&with("origin", "null"), &config));
        assert!(foreign(&with("sec-fetch-site", "cross-site"), &config));
        assert!(!foreign(&with("origin", "http://127.0.0.1:8080"), &config));
        assert!(!foreign(&HeaderMap::new(), &config));
    }
}
