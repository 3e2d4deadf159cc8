//! The services beside the hall, as configured: file storage, virus scanner, mail, WhatsApp, calendar.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use center::calendar::Calendar;
use center::files::{Bucket, Scanner, StorageChoice};
use center::notify::{Mail, Security, Ways, WhatsApp};
use channels::transport::HttpTransport;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::failure::Failure;

/// Text that is never shown: passwords, tokens.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Secret(String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Files that people bring.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Files {
    /// The virus scanner: `tcp:127.0.0.1:3310` or `unix:/run/clamav/clamd.ctl`; absent means files are not scanned.
    pub(crate) scanner: Option<String>,
    /// Largest file in megabytes, at most 15.
    pub(crate) megabytes: usize,
    /// How many are looked at at once. Each may need some hundred megabytes of memory for a large photo.
    pub(crate) looks_at_once: usize,
    /// A storage that speaks S3; absent means the data folder.
    pub(crate) s3: Option<S3>,
}

impl Default for Files {
    fn default() -> Self {
        Self {
            scanner: None,
            megabytes: 15,
            looks_at_once: 1,
            s3: None,
        }
    }
}

/// A storage that speaks S3.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct S3 {
    /// Such as `https://s3.example.go.id`.
    endpoint: String,
    /// The bucket's name.
    bucket: String,
    /// The region, as the service calls it.
    #[serde(default = "usual_region")]
    region: String,
    /// Better given by the environment, as PENDOPO_FILES__S3__ACCESS_KEY.
    access_key: String,
    /// Better given by the environment, as PENDOPO_FILES__S3__SECRET_KEY.
    secret_key: Secret,
}

fn usual_region() -> String {
    "us-east-1".to_owned()
}

/// A mail server.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MailServer {
    /// Its name.
    host: String,
    /// Its port; by the sort of security if absent.
    port: Option<u16>,
    /// `starttls`, `tls`, or `none` for a server on this machine.
    #[serde(default)]
    security: MailSecurity,
    /// The account there, if one is needed.
    user: Option<String>,
    /// Better given by the environment, as PENDOPO_MAIL__PASSWORD.
    #[serde(default)]
    password: Secret,
    /// Whose name the mail bears, such as `Dinas UMKM <umkm@example.go.id>`.
    from: String,
}

/// How the line to the mail server is kept secret.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum MailSecurity {
    /// TLS after the greeting.
    #[default]
    StartTls,
    /// TLS from the first byte.
    Tls,
    /// In the clear, on this machine.
    None,
}

/// WhatsApp by Meta's Cloud API.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CloudApi {
    /// The API's address with its version. Not confirmed against a live account.
    #[serde(default = "usual_cloud")]
    base_url: String,
    /// The id of the sending number.
    phone_id: String,
    /// Better given by the environment, as PENDOPO_WHATSAPP__TOKEN.
    token: Secret,
    /// The approved template, with one place for the text.
    template: String,
}

fn usual_cloud() -> String {
    "https://graph.facebook.com/v23.0".to_owned()
}

/// The operator's own days.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct OwnDays {
    /// Further days on which offices are closed.
    pub(crate) closed: Vec<NaiveDate>,
    /// Days that are listed as holidays and worked all the same.
    pub(crate) worked: Vec<NaiveDate>,
}

fn wrong(what: impl fmt::Display) -> Failure {
    Failure::Settings(what.to_string())
}

/// The scanner, if one is named.
pub(crate) fn scanner(files: &Files) -> Result<Option<Scanner>, Failure> {
    let Some(text) = &files.scanner else {
        return Ok(None);
    };
    match text.split_once(':') {
        Some(("tcp", address)) => Ok(Some(Scanner::Tcp(address.to_owned()))),
        Some(("unix", path)) => Ok(Some(Scanner::Unix(PathBuf::from(path)))),
        _ => Err(wrong("files.scanner: tcp:HOST:PORT / unix:/PATH")),
    }
}

/// Where files are kept.
pub(crate) fn storage(files: &Files) -> StorageChoice {
    match &files.s3 {
        None => StorageChoice::Folder,
        Some(s3) => StorageChoice::S3(Bucket {
            name: s3.bucket.clone(),
            endpoint: s3.endpoint.clone(),
            region: s3.region.clone(),
            access_key: s3.access_key.clone(),
            secret_key: s3.secret_key.0.clone(),
        }),
    }
}

/// The calendar with the operator's own days.
pub(crate) fn calendar(days: &OwnDays) -> Calendar {
    Calendar::builtin().with(&days.closed, &days.worked)
}

/// The ways out of the hall.
pub(crate) fn ways(config: &Config) -> Result<Ways, Failure> {
    let mut ways = Ways {
        base_url: config.server.base_url.clone(),
        ..Ways::default()
    };
    if let Some(server) = &config.mail {
        let (security, usual) = match server.security {
            MailSecurity::StartTls => (Security::StartTls, 587),
            MailSecurity::Tls => (Security::Tls, 465),
            MailSecurity::None => (Security::None, 25),
        };
        let login = server
            .user
            .clone()
            .map(|user| (user, server.password.0.clone()));
        let port = server.port.unwrap_or(usual);
        let mail = Mail::new(&server.host, port, security, login, &server.from);
        ways.email = Some(Arc::new(mail.map_err(wrong)?));
    }
    if let Some(cloud) = &config.whatsapp {
        let transport = HttpTransport::new(Duration::from_secs(30)).map_err(wrong)?;
        ways.whatsapp = Some(Arc::new(WhatsApp {
            base_url: cloud.base_url.trim_end_matches('/').to_owned(),
            phone_id: cloud.phone_id.clone(),
            token: cloud.token.0.clone(),
            template: cloud.template.clone(),
            transport: Arc::new(transport),
        }));
    }
    Ok(ways)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> Config {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pendopo.toml");
        std::fs::write(&file, text).unwrap();
        Config::read(Some(&file)).unwrap()
    }

    #[test]
    fn services_are_read_and_their_secrets_never_shown() {
        let config = written(
            "[files]\nscanner = \"tcp:127.0.0.1:3310\"\n[files.s3]\nendpoint = \"https://s3.example.id\"\n\
             bucket = \"b\"\naccess_key = \"k\"\nsecret_key = \"HIDDEN1\"\n[mail]\nhost = \"mail.example.id\"\n\
             user = \"u\"\npassword = \"HIDDEN2\"\nfrom = \"Dinas <a@example.id>\"\n[whatsapp]\nphone_id = \"1\"\n\
             token = \"HIDDEN3\"\ntemplate = \"kabar\"\n[calendar]\nclosed = [\"2026-11-30\"]\n",
        );
        let ways = ways(&config).unwrap();
        assert!(ways.email.is_some() && ways.whatsapp.is_some());
        assert!(matches!(storage(&config.files), StorageChoice::S3(_)));
        let address = Scanner::Tcp("127.0.0.1:3310".to_owned());
        assert_eq!(scanner(&config.files).unwrap(), Some(address));
        let closed = "2026-11-30".parse().unwrap();
        assert!(!calendar(&config.calendar).is_working_day(closed));
        let shown = format!("{config:?} {ways:?} {:?}", storage(&config.files));
        assert!(!shown.contains("HIDDEN"), "{shown}");
    }

    #[test]
    fn settings_that_cannot_be_are_refused() {
        let mail = |more: &str| written(&format!("[mail]\nhost = \"mail.example.id\"\n{more}"));
        assert!(ways(&mail("from = \"nobody\"")).is_err());
        let clear = "security = \"none\"\nfrom = \"a@example.id\"";
        assert!(
            ways(&mail(clear)).is_err(),
            "no mail in the clear to another machine"
        );
        assert!(scanner(&written("[files]\nscanner = \"clamd\"").files).is_err());
    }
}
