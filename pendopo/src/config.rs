//! What the operator decides: one TOML file, overridden by `PENDOPO_…` environment variables.
//!
//! `PENDOPO_DATABASE__URL` sets `database.url`: two underscores step into a table. An unknown
//! key is an error, since a misspelt setting that is silently ignored is worse than none.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};

/// Everything that can be configured, with the defaults of one small server.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Config {
    /// Where the hall listens.
    pub(crate) server: Server,
    /// Where the records are.
    pub(crate) database: Database,
    /// Folder of the database file, uploaded files and the key.
    pub(crate) data: Data,
    /// Which regency this hall belongs to.
    pub(crate) regency: Regency,
    /// The regency's own rules beside the built-in ones.
    pub(crate) rules: Rules,
    /// Who must prove more to come in.
    pub(crate) security: Security,
    /// Files that people bring.
    pub(crate) files: Files,
    /// E-mail; absent means none is sent.
    pub(crate) mail: Option<MailServer>,
    /// WhatsApp by the Cloud API; absent means none is sent.
    pub(crate) whatsapp: Option<CloudApi>,
    /// Days on which offices do not work, beside those built in.
    pub(crate) calendar: OwnDays,
    /// Licence cases: other days than those built in.
    pub(crate) licensing: Licensing,
    /// Papers: foods for nutrition tables, and the office at the head of letters.
    pub(crate) documents: Documents,
    /// How the program talks to its operator.
    pub(crate) log: Log,
}

/// Licence cases.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Licensing {
    /// Working days by the id of the permit's rule, such as `spp_irt = { office = 5, owner = 14 }`.
    pub(crate) days: center::licensing::permits::OwnDays,
}

/// Papers.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Documents {
    /// A table of foods beside the built-in one; columns as in documents/data/foods.csv.
    pub(crate) foods: Option<PathBuf>,
    /// The office at the head and the foot of its letters.
    pub(crate) office: Option<documents::office::Office>,
}

/// Addresses.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Server {
    /// Address of the pages.
    pub(crate) bind: SocketAddr,
    /// The address people type, without a final slash; used in QR codes and links.
    pub(crate) base_url: String,
    /// Address of `/metrics`; absent means no metrics. Keep it on a private network.
    pub(crate) metrics_bind: Option<SocketAddr>,
    /// Proxies whose `X-Forwarded-For` is believed. Anybody else could forge it.
    pub(crate) trusted_proxies: Vec<std::net::IpAddr>,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            bind: SocketAddr::from(([127, 0, 0, 1], 8080)),
            base_url: "http://127.0.0.1:8080".to_owned(),
            metrics_bind: None,
            trusted_proxies: Vec::new(),
        }
    }
}

impl Server {
    /// Whether people reach the hall over HTTPS: decides `Secure` cookies and HSTS.
    pub(crate) fn https(&self) -> bool {
        self.base_url.starts_with("https://")
    }
}

/// Where the records are.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Database {
    /// `postgres://…`, or absent for SQLite in the data folder.
    pub(crate) url: Option<String>,
}

impl std::fmt::Debug for Database {
    /// The address may hold a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kind = self
            .url
            .as_deref()
            .map(|url| url.split(':').next().unwrap_or("?").to_owned());
        f.debug_struct("Database").field("url", &kind).finish()
    }
}

/// Files on disk.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Data {
    /// The folder; made on first start, readable by the service's user alone.
    pub(crate) folder: PathBuf,
    /// The master key. Keep a copy apart from the backups: without it sealed numbers are gone,
    /// with it anybody who has a backup reads them.
    pub(crate) key_file: Option<PathBuf>,
}

impl Default for Data {
    fn default() -> Self {
        Self {
            folder: PathBuf::from("data"),
            key_file: None,
        }
    }
}

impl Data {
    /// The master key's path: configured, or `pendopo.key` in the data folder.
    pub(crate) fn key_path(&self) -> PathBuf {
        self.key_file
            .clone()
            .unwrap_or_else(|| self.folder.join("pendopo.key"))
    }
}

/// The hall's regency.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Regency {
    /// Kemendagri code, dotted; Kendal's if absent.
    pub(crate) code: Option<vocab::RegionCode>,
    /// The office's name in the head and foot of every page.
    pub(crate) office: String,
}

impl Default for Regency {
    fn default() -> Self {
        Self {
            code: None,
            office: "Dinas Perdagangan, Koperasi dan UKM Kabupaten Kendal".to_owned(),
        }
    }
}

impl Regency {
    /// The code as text.
    pub(crate) fn code(&self) -> String {
        self.code
            .as_ref()
            .map_or_else(|| "33.24".to_owned(), ToString::to_string)
    }
}

/// Rule folders read after the built-in rules.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Rules {
    /// Folders, later ones win.
    pub(crate) folders: Vec<PathBuf>,
}

/// Login requirements.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Security {
    /// Administrators must use a one-time code besides the password.
    pub(crate) admin_totp: bool,
}

impl Default for Security {
    fn default() -> Self {
        Self { admin_totp: true }
    }
}

pub(crate) use crate::outside::{CloudApi, Files, MailServer, OwnDays};

/// Form of the log lines on standard error.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Log {
    /// `text` for a person, `json` for a collector.
    pub(crate) format: LogFormat,
    /// `error`, `warn`, `info`, `debug`, or directives such as `info,center=debug`.
    pub(crate) level: String,
}

impl Default for Log {
    fn default() -> Self {
        Self {
            format: LogFormat::Text,
            level: "info".to_owned(),
        }
    }
}

/// Form of a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogFormat {
    /// One readable line per event.
    Text,
    /// One JSON object per event.
    Json,
}

/// The configuration could not be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigError {
    /// The named file does not exist: a silent default would start an empty hall.
    #[error("berkas konfigurasi {0} tidak ditemukan / configuration file {0} not found")]
    Missing(PathBuf),
    /// A key is unknown or a value does not fit.
    #[error("konfigurasi tidak terbaca / configuration not readable: {0}")]
    Unreadable(Box<figment::Error>),
}

impl Config {
    /// Reads defaults, then the file, then the environment.
    pub(crate) fn read(file: Option<&Path>) -> Result<Self, ConfigError> {
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        if let Some(file) = file {
            if !file.is_file() {
                return Err(ConfigError::Missing(file.to_owned()));
            }
            figment = figment.merge(Toml::file_exact(file));
        }
        figment
            .merge(
                Env::prefixed("PENDOPO_")
                    .ignore(&["config", "test_postgres", "require_postgres"])
                    .split("__"),
            )
            .extract()
            .map_err(|error| ConfigError::Unreadable(Box::new(error)))
    }

    /// Where uploaded files are kept.
    pub(crate) fn files_folder(&self) -> PathBuf {
        self.data.folder.join("files")
    }

    /// The database's address; SQLite in the data folder unless told otherwise.
    pub(crate) fn database_url(&self) -> String {
        self.database.url.clone().unwrap_or_else(|| {
            format!(
                "sqlite://{}",
                self.data.folder.join("pendopo.sqlite").display()
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> Result<Config, ConfigError> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pendopo.toml");
        std::fs::write(&file, text).unwrap();
        Config::read(Some(&file))
    }

    #[test]
    fn an_empty_file_gives_the_defaults_of_one_small_server() {
        let config = written("").unwrap();
        assert_eq!(config.server.bind.port(), 8080);
        assert_eq!(config.database_url(), "sqlite://data/pendopo.sqlite");
        assert!(config.security.admin_totp);
        assert!(!config.server.https());
    }

    #[test]
    fn a_misspelt_key_is_refused_and_named() {
        let error = written("[server]\nbindd = \"127.0.0.1:1\"").unwrap_err();
        assert!(error.to_string().contains("bindd"), "{error}");
    }

    #[test]
    fn days_of_a_permit_are_read_and_a_misspelt_side_is_refused() {
        let config = written("[licensing.days]\nspp_irt = { office = 5 }").unwrap();
        assert_eq!(config.licensing.days["spp_irt"].office, Some(5));
        let error = written("[licensing.days]\nspp_irt = { ofice = 5 }").unwrap_err();
        assert!(error.to_string().contains("ofice"), "{error}");
    }

    #[test]
    fn a_missing_file_is_refused() {
        assert!(matches!(
            Config::read(Some(Path::new("/nowhere/pendopo.toml"))),
            Err(ConfigError::Missing(_))
        ));
    }

    #[test]
    fn a_database_password_never_shows_in_debug_output() {
        let config = written("[database]\nurl = \"postgres://u:secret@h/d\"").unwrap();
        assert!(!format!("{config:?}").contains("secret"));
    }

    #[test]
    fn an_https_address_asks_for_secure_cookies() {
        assert!(
            written("[server]\nbase_url = \"https://umkm.example\"")
                .unwrap()
                .server
                .https()
        );
    }
}
