//! Opens the hall as configured: folder, key, database, rules.

use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;

use ::rulebook::Rulebook;
use center::files::MediaLimits;
use center::hall::SecondFactor;
use center::licensing::permits::unknown_rules;
use center::{Clock, Hall, Keys, MasterKey, Settings};
use store::Db;
use vocab::Gazetteer;

use crate::config::Config;
use crate::failure::Failure;
use crate::{outside, reference};

/// Opens the hall. The first time this makes the data folder, the key and an empty database.
pub(crate) async fn hall(config: &Config) -> Result<Hall, Failure> {
    make_folder(&config.data.folder)?;
    let keys = Keys::new(&master_key(config)?);
    let db = Db::connect(&config.database_url()).await?;
    let settings = Settings {
        regency: config.regency.code(),
        files: config.files_folder(),
        storage: outside::storage(&config.files),
        scanner: outside::scanner(&config.files)?,
        media: MediaLimits {
            bytes: config.files.megabytes.clamp(1, 15) << 20,
            ..MediaLimits::default()
        },
        looks_at_once: config.files.looks_at_once.clamp(1, 16),
        permit_days: config.licensing.days.clone(),
        calendar: outside::calendar(&config.calendar),
        ways: outside::ways(config)?,
        second_factor: if config.security.admin_totp {
            SecondFactor::Admins
        } else {
            SecondFactor::Optional
        },
        ..Settings::default()
    };
    let rulebook = rulebook(config)?;
    let unknown = unknown_rules(&config.licensing.days, &rulebook);
    if !unknown.is_empty() {
        let unknown = unknown.join(", ");
        return Err(Failure::Settings(format!(
            "licensing.days: {unknown} bukan izin dalam aturan / is no permit of the rules"
        )));
    }
    let hall = Hall::open(
        db,
        rulebook,
        Gazetteer::kendal(),
        keys,
        Clock::system(),
        settings,
    )
    .await?;
    Ok(hall)
}

/// The rules built in and those of the configured folders, with the lists loaded for the finder.
pub(crate) fn rulebook(config: &Config) -> Result<Rulebook, Failure> {
    let mut book = builtin_and_folders(config)?;
    reference::add_loaded(&mut book, config)?;
    Ok(book)
}

/// The rules built in and those of the configured folders.
pub(crate) fn builtin_and_folders(config: &Config) -> Result<Rulebook, Failure> {
    Rulebook::load(&config.rules.folders).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        Failure::Rules(lines.join("\n"))
    })
}

/// Reads the master key. One is made only where there is no database yet: a key made beside an old
/// database could open nothing in it.
fn master_key(config: &Config) -> Result<MasterKey, Failure> {
    let path = config.data.key_path();
    let first_start =
        config.database.url.is_none() && !config.data.folder.join("pendopo.sqlite").exists();
    if first_start && !path.exists() {
        let key = MasterKey::generate();
        key.write(&path).map_err(|error| Failure::domain(&error))?;
        tracing::info!(path = %path.display(), "a master key was made; keep a copy in a safe place");
        return Ok(key);
    }
    MasterKey::read(&path).map_err(|error| Failure::domain(&error))
}

/// The folder holds identity numbers: nobody but the service's user may look into it.
pub(crate) fn make_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}
