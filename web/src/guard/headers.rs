//! What every answer says to the browser about how far to trust the page.

use axum::http::{HeaderMap, HeaderValue, header};

/// Only the hall's own files; no inline script or style; nobody may frame a page.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";

/// Camera and place are switched off until a page needs them; the hall has no use for the rest.
const PERMISSIONS: &str = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), \
     interest-cohort=(), browsing-topics=()";

/// Adds the headers, leaving those which a handler has set on purpose.
pub(crate) fn harden(headers: &mut HeaderMap, https: bool, private: bool) {
    let mut set = |name, value: &'static str| {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::REFERRER_POLICY, "same-origin");
    set(
        header::HeaderName::from_static("permissions-policy"),
        PERMISSIONS,
    );
    set(
        header::HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    set(
        header::HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    );
    set(
        header::CACHE_CONTROL,
        if private {
            "private, no-store"
        } else {
            "no-cache"
        },
    );
    if https {
        set(
            header::STRICT_TRANSPORT_SECURITY,
            "max-age=63072000; includeSubDomains",
        );
    }
}
