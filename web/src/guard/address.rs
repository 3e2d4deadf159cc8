//! Whose machine is knocking.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::{
    extract::ConnectInfo,
    http::{Extensions, HeaderMap},
};

use crate::config::WebConfig;

/// The visitor's address: the peer's, or, if the peer is a proxy of ours, the last address in
/// `X-Forwarded-For` that is not itself a proxy of ours. Anything before it could be forged.
pub(crate) fn visitor(headers: &HeaderMap, extensions: &Extensions, config: &WebConfig) -> IpAddr {
    let peer = extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(address)| {
            address.ip()
        });
    if !config.trusted_proxies.contains(&peer) {
        return peer;
    }
    headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|part| part.trim().parse::<IpAddr>().ok())
        .rfind(|address| !config.trusted_proxies.contains(address))
        .unwrap_or(peer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: Option<&str>, proxies: &[&str]) -> String {
        let mut config = WebConfig::loopback(1);
        config.trusted_proxies = proxies.iter().map(|proxy| proxy.parse().unwrap()).collect();
        let mut headers = HeaderMap::new();
        if let Some(forwarded) = forwarded {
            headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        }
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 9)));
        visitor(&headers, &extensions, &config).to_string()
    }

    #[test]
    fn only_our_own_proxies_are_believed() {
        assert_eq!(
            seen("203.0.113.5", Some("198.51.100.1"), &[]),
            "203.0.113.5"
        );
        assert_eq!(
            seen("10.0.0.1", Some("198.51.100.1"), &["10.0.0.1"]),
            "198.51.100.1"
        );
        assert_eq!(
            seen(
                "10.0.0.1",
                Some("1.1.1.1, 198.51.100.1, 10.0.0.2"),
                &["10.0.0.1", "10.0.0.2"]
            ),
            "198.51.100.1"
        );
        assert_eq!(seen("10.0.0.1", None, &["10.0.0.1"]), "10.0.0.1");
    }
}
