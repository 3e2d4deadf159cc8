//! Who is behind a session cookie.

use std::net::IpAddr;

use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};
use axum_extra::extract::CookieJar;
use center::people::sessions::{self, Origin, Pending, SignedIn};

use crate::{App, error::Refusal, guard::token_of};

/// A session that has begun, with the token it was found by.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) token: String,
    pub(crate) signed_in: SignedIn,
}

impl Known {
    /// The page where what is still wanted is given.
    pub(crate) fn pending_page(&self) -> Option<&'static str> {
        self.signed_in.pending.map(pending_page)
    }
}

/// The page where what is still wanted is given.
pub(crate) fn pending_page(pending: Pending) -> &'static str {
    match pending {
        Pending::SecondFactor => "/account/code",
        Pending::Enrol => "/account/totp",
        Pending::ChangePassword => "/account/password",
    }
}

/// The session of the cookie, if it is still good. A database that fails makes the visitor a
/// stranger for this request and is in the log: pages open to all stay open.
pub(crate) async fn recognise(app: &App, jar: &CookieJar) -> Option<Known> {
    let token = token_of(jar, &app.config)?;
    match sessions::resume(&app.hall, &token).await {
        Ok(signed_in) => signed_in.map(|signed_in| Known { token, signed_in }),
        Err(error) => {
            tracing::error!(%error, "a session could not be looked up");
            None
        }
    }
}

/// Where a request came from, for the use cases that keep it.
#[derive(Debug, Clone)]
pub(crate) struct Caller(pub(crate) Origin);

impl Caller {
    pub(crate) fn of(address: IpAddr, parts: &Parts) -> Self {
        let agent = parts
            .headers
            .get(header::USER_AGENT)
            .and_then(|value| value.to_str().ok());
        Self(Origin {
            address: address.to_string(),
            device: device(agent.unwrap_or_default()),
        })
    }
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or(Refusal::Internal)
    }
}

/// Browser and system in words people know, which is all that is kept of the browser's long name.
fn device(agent: &str) -> String {
    const BROWSERS: &[(&str, &str)] = &[
        ("SamsungBrowser", "Samsung Internet"),
        ("OPR/", "Opera"),
        ("UCBrowser", "UC Browser"),
        ("Edg", "Edge"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
        ("curl", "curl"),
    ];
    const SYSTEMS: &[(&str, &str)] = &[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ];
    let named = |table: &[(&str, &'static str)]| {
        table
            .iter()
            .find(|(mark, _)| agent.contains(mark))
            .map(|(_, name)| *name)
    };
    match (named(BROWSERS), named(SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(only), None) | (None, Some(only)) => only.to_owned(),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::device;

    #[test]
    fn a_device_is_named_as_its_holder_would() {
        let phone = "Mozilla/5.0 (Linux; Android 13; SM-A135F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36";
        assert_eq!(device(phone), "Chrome, Android");
        assert_eq!(
            device("Mozilla/5.0 (Windows NT 10.0) Gecko Firefox/130.0"),
            "Firefox, Windows"
        );
        assert_eq!(device("<script>"), "");
    }
}
