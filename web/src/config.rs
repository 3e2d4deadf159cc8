//! What the binary must say about the place where the pages are served.

use std::net::IpAddr;

use documents::Desk;

/// Where and how the pages are served.
#[derive(Debug, Clone)]
pub struct WebConfig {
    /// The address people type, without a slash at the end, e.g. `https://umkm.kendalkab.go.id`.
    /// It goes into QR codes and share links, and the `Origin` of every form is held against it.
    pub base_url: String,
    /// Whether people reach the hall over https. Then cookies are `Secure` under a `__Host-` name
    /// and the browser is told to come back by https only.
    pub https: bool,
    /// Addresses of reverse proxies whose `X-Forwarded-For` is believed. Nobody else's is.
    pub trusted_proxies: Vec<IpAddr>,
    /// The office's name in the head and the foot of every page.
    pub office: String,
    /// Where papers are made; without it, pages say that they cannot be.
    pub desk: Option<Desk>,
    /// Largest spreadsheet that may be uploaded, in bytes.
    pub upload_limit: usize,
}

impl WebConfig {
    /// A hall on this machine only, over plain http.
    pub fn loopback(port: u16) -> Self {
        Self {
            base_url: format!("http://127.0.0.1:{port}"),
            https: false,
            trusted_proxies: Vec::new(),
            office: "Dinas Koperasi dan UKM Kabupaten Kendal".to_owned(),
            desk: Desk::without_press().ok(),
            upload_limit: 256 * 1024 * 1024,
        }
    }

    /// The name a cookie has here. `__Host-` binds it to this host and to https; a browser refuses
    /// that name over plain http, so a hall on loopback uses the bare one.
    pub(crate) fn cookie_name(&self, name: &str) -> String {
        if self.https {
            format!("__Host-{name}")
        } else {
            name.to_owned()
        }
    }
}
