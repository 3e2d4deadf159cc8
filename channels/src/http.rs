//! Requests and answers as plain values, and the one door through which they travel.

use std::fmt;
use std::pin::Pin;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::sign::sha256_hex;

/// HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are HTTP's own")]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    /// As written on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// A request ready to be sent. Signed ones grow stale within minutes: build, send, forget; the outbox
/// keeps the task, never this.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// Method.
    pub method: Method,
    /// Whole address.
    pub url: String,
    /// Headers.
    pub headers: Vec<(&'static str, String)>,
    /// Exact bytes; signatures cover them.
    pub body: Vec<u8>,
}

impl Request {
    /// A request without body.
    pub fn new(method: Method, url: String) -> Self {
        Self {
            method,
            url,
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Puts JSON bytes in.
    #[must_use]
    pub fn json(mut self, body: Vec<u8>) -> Self {
        self.body = body;
        self.header("content-type", "application/json")
    }

    /// Puts a form in.
    #[must_use]
    pub fn form(mut self, pairs: &[(&str, &str)]) -> Self {
        self.body = query(pairs).into_bytes();
        self.header("content-type", "application/x-www-form-urlencoded")
    }

    /// Puts one file and plain fields in, as multipart.
    #[must_use]
    pub fn multipart(mut self, fields: &[(&str, &str)], file: &FilePart<'_>) -> Self {
        // A boundary must not occur in the contents; a hash of them is as good as random and repeatable.
        let boundary = format!("pendopo-{}", sha256_hex(file.bytes));
        let mut body = Vec::with_capacity(file.bytes.len() + 512);
        for (name, value) in fields {
            let head =
                format!("--{boundary}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n");
            body.extend_from_slice(format!("{head}{value}\r\n").as_bytes());
        }
        let FilePart {
            field,
            file_name,
            mime,
            bytes,
        } = file;
        let head = format!(
            "--{boundary}\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{file_name}\"\r\n\
             content-type: {mime}\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
        self.body = body;
        self.header(
            "content-type",
            format!("multipart/form-data; boundary={boundary}"),
        )
    }

    /// Value of a header, whatever its case.
    pub fn header_value(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(header, _)| header.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// A file within a multipart body.
#[derive(Clone, Copy, Debug)]
pub struct FilePart<'a> {
    /// Name of the field.
    pub field: &'a str,
    /// Name of the file.
    pub file_name: &'a str,
    /// Media type.
    pub mime: &'a str,
    /// Contents.
    pub bytes: &'a [u8],
}

impl fmt::Debug for Request {
    /// Method, address without its query, names of headers, size of the body: the rest holds secrets
    /// (TikTok's token call carries the app secret in its query).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = self.url.split('?').next().unwrap_or_default();
        let names: Vec<_> = self.headers.iter().map(|(name, _)| *name).collect();
        f.debug_struct("Request")
            .field("method", &self.method.as_str())
            .field("address", &address)
            .field("headers", &names)
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

/// What came back.
#[derive(Clone, PartialEq, Eq)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// Headers.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Vec<u8>,
}

impl Response {
    /// Value of a header, whatever its case.
    pub fn header_value(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(header, _)| header.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// Seconds to wait, if the platform says so.
    pub fn retry_after(&self) -> Option<u32> {
        self.header_value("retry-after")?.trim().parse().ok()
    }

    /// Whether the status is of the 2xx kind.
    pub const fn is_success(&self) -> bool {
        matches!(self.status, 200..=299)
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// The request may or may not have arrived: only repeat what is safe to repeat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransportError {
    /// For the log; never the address, which may hold secrets.
    pub detail: String,
    /// Whether the connection was never made, so that surely nothing arrived.
    pub never_arrived: bool,
}

/// What [`Transport::send`] promises.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<Response, TransportError>> + Send + 'a>>;

/// The door through which requests travel. The hall has one real one; tests bring their own.
pub trait Transport: Send + Sync {
    /// Sends a request and waits for the whole answer.
    fn send<'a>(&'a self, request: &'a Request) -> Sending<'a>;
}

/// RFC 3986 unreserved characters stay; everything else is escaped, as the platforms' own clients do.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// One part of a path or query, escaped.
pub fn escape(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Pairs as a query or form.
pub fn query(pairs: &[(&str, &str)]) -> String {
    let pair = |(key, value): &(&str, &str)| format!("{}={}", escape(key), escape(value));
    pairs.iter().map(pair).collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_query_header_or_body() {
        let url = "https://auth.example/api?app_secret=SECRET".to_owned();
        let request = Request::new(Method::Post, url)
            .header("authorization", "TOKEN")
            .json(b"BODY".into());
        let shown = format!("{request:?}");
        for hidden in ["SECRET", "TOKEN", "BODY"] {
            assert!(!shown.contains(hidden), "{shown}");
        }
        assert!(shown.contains("https://auth.example/api"));
    }

    #[test]
    fn queries_are_escaped() {
        assert_eq!(
            query(&[("a b", "c&d=é"), ("x", "~-_.")]),
            "a%20b=c%26d%3D%C3%A9&x=~-_."
        );
    }

    #[test]
    fn a_multipart_body_closes_its_boundary() {
        let file = FilePart {
            field: "image",
            file_name: "a.jpg",
            mime: "image/jpeg",
            bytes: &[0xFF, 0xD8],
        };
        let request =
            Request::new(Method::Post, String::new()).multipart(&[("scene", "normal")], &file);
        let boundary = request
            .header_value("Content-Type")
            .unwrap()
            .split('=')
            .nth(1)
            .unwrap()
            .to_owned();
        let body = String::from_utf8_lossy(&request.body).into_owned();
        assert_eq!(body.matches(&boundary).count(), 3);
        assert!(body.ends_with(&format!("--{boundary}--\r\n")));
    }
}
