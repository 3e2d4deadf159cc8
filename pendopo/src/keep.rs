//! `pendopo backup`, `pendopo restore`, `pendopo doctor`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use center::ops::{self, Finding, Level};
use center::{Keys, MasterKey};
use clap::Args;
use store::Db;
use vocab::Message;

use crate::config::Config;
use crate::failure::Failure;
use crate::open;

/// Save the whole hall in one file, while people work. The key is not in it.
#[derive(Debug, Args)]
pub(crate) struct BackupArgs {
    /// The file; it must not exist yet.
    file: PathBuf,
}

/// Put a backup into an empty hall, on SQLite or PostgreSQL. Nothing is ever overwritten.
#[derive(Debug, Args)]
pub(crate) struct RestoreArgs {
    /// The backup.
    file: PathBuf,
}

/// Say what is misconfigured, and how to mend it. Exit 1 if something is broken.
#[derive(Debug, Args)]
pub(crate) struct DoctorArgs {
    /// Print only what is not fine.
    #[arg(long)]
    quiet: bool,
    /// Print JSON, one finding a line.
    #[arg(long)]
    json: bool,
}

/// Saves the hall.
pub(crate) async fn backup(
    args: &BackupArgs,
    config: &Config,
    out: &mut impl Write,
) -> Result<ExitCode, Failure> {
    let hall = open::hall(config).await?;
    let files = config.files_folder();
    let saved = ops::backup(
        hall.db(),
        hall.keys(),
        hall.clock(),
        existing(&files),
        &args.file,
    )
    .await?;
    writeln!(
        out,
        "Tersimpan / saved: {} baris / rows, {} berkas / files. Kunci tidak ikut / key not included: {}",
        saved.rows,
        saved.files,
        config.data.key_path().display()
    )?;
    Ok(ExitCode::SUCCESS)
}

/// Puts a backup back. The key file must be in its place before.
pub(crate) async fn restore(
    args: &RestoreArgs,
    config: &Config,
    out: &mut impl Write,
) -> Result<ExitCode, Failure> {
    open::make_folder(&config.data.folder)?;
    let master =
        MasterKey::read(&config.data.key_path()).map_err(|error| Failure::domain(&error))?;
    let db = Db::connect(&config.database_url()).await?;
    let restored = ops::restore(
        &db,
        &Keys::new(&master),
        Some(&config.files_folder()),
        &args.file,
    )
    .await?;
    writeln!(
        out,
        "Dikembalikan / restored: {} baris / rows, {} berkas / files.",
        restored.rows, restored.files
    )?;
    Ok(ExitCode::SUCCESS)
}

fn existing(folder: &Path) -> Option<&Path> {
    folder.is_dir().then_some(folder)
}

/// Examines the configuration and the hall.
pub(crate) async fn doctor(
    args: &DoctorArgs,
    config: &Config,
    out: &mut impl Write,
) -> Result<ExitCode, Failure> {
    let hall = open::hall(config).await?;
    let mut findings = configuration(config);
    findings.extend(ops::examine(&hall).await?);
    let mut worst = Level::Fine;
    for finding in &findings {
        worst = worst.max(finding.level);
        if args.quiet && finding.level == Level::Fine {
            continue;
        }
        if args.json {
            writeln!(
                out,
                "{}",
                serde_json::to_string(finding).map_err(std::io::Error::from)?
            )?;
        } else {
            tell(finding, out)?;
        }
    }
    Ok(if worst == Level::Bad {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn tell(finding: &Finding, out: &mut impl Write) -> std::io::Result<()> {
    let sign = match finding.level {
        Level::Fine => "baik / fine     ",
        Level::Warning => "perhatian / warn",
        Level::Bad => "RUSAK / BROKEN  ",
    };
    writeln!(
        out,
        "{sign}  {}\n                  {}",
        finding.what.id, finding.what.en
    )?;
    if let Some(mend) = &finding.mend {
        writeln!(
            out,
            "                  -> {}\n                  -> {}",
            mend.id, mend.en
        )?;
    }
    Ok(())
}

/// What only the configuration and the disk tell.
fn configuration(config: &Config) -> Vec<Finding> {
    vec![
        address(config),
        key_file(&config.data.key_path()),
        metrics(config),
    ]
}

fn address(config: &Config) -> Finding {
    if config.server.https() || config.server.bind.ip().is_loopback() {
        fine(
            "doctor.address",
            "Alamat memakai HTTPS atau hanya mesin ini.",
            "The address is HTTPS or this machine only.",
        )
    } else {
        Finding {
            level: Level::Bad,
            what: message(
                "doctor.address",
                "Halaman dibuka ke jaringan tanpa HTTPS: kata sandi terbaca di jalan.",
                "The pages are open to the network without HTTPS: passwords can be read on the way.",
            ),
            mend: Some(message(
                "doctor.address",
                "Taruh nginx atau Caddy di depan, tulis base_url https:// dan bind 127.0.0.1.",
                "Put nginx or Caddy in front, set base_url to https:// and bind to 127.0.0.1.",
            )),
        }
    }
}

fn key_file(path: &Path) -> Finding {
    use std::os::unix::fs::PermissionsExt as _;

    match std::fs::metadata(path) {
        Ok(about) if about.permissions().mode().is_multiple_of(0o100) => fine(
            "doctor.key_file",
            "Berkas kunci hanya terbaca oleh pemiliknya.",
            "The key file is readable by its owner only.",
        ),
        Ok(_) => Finding {
            level: Level::Bad,
            what: message(
                "doctor.key_file",
                "Berkas kunci terbaca oleh pengguna lain di mesin ini.",
                "The key file can be read by other users of this machine.",
            ),
            mend: Some(Message {
                code: "doctor.key_file".to_owned(),
                id: format!("Jalankan: chmod 600 {}", path.display()),
                en: format!("Run: chmod 600 {}", path.display()),
            }),
        },
        Err(error) => Finding {
            level: Level::Bad,
            what: Message {
                code: "doctor.key_file".to_owned(),
                id: format!("Berkas kunci {} tidak terbaca: {error}", path.display()),
                en: format!("The key file {} cannot be read: {error}", path.display()),
            },
            mend: None,
        },
    }
}

fn metrics(config: &Config) -> Finding {
    let open = config
        .server
        .metrics_bind
        .is_some_and(|bind| bind.ip().is_unspecified());
    if open {
        Finding {
            level: Level::Warning,
            what: message(
                "doctor.metrics",
                "Angka /metrics terbuka di semua alamat.",
                "The /metrics figures are open on every address.",
            ),
            mend: Some(message(
                "doctor.metrics",
                "Tulis metrics_bind = \"127.0.0.1:9464\" atau alamat jaringan dalam.",
                "Set metrics_bind = \"127.0.0.1:9464\" or an inner network's address.",
            )),
        }
    } else {
        fine(
            "doctor.metrics",
            "Angka /metrics tidak terbuka untuk umum.",
            "The /metrics figures are not public.",
        )
    }
}

fn fine(code: &str, id: &str, en: &str) -> Finding {
    Finding {
        level: Level::Fine,
        what: message(code, id, en),
        mend: None,
    }
}

fn message(code: &str, id: &str, en: &str) -> Message {
    Message {
        code: code.to_owned(),
        id: id.to_owned(),
        en: en.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_open_to_the_network_without_https_are_broken() {
        let mut config = Config::default();
        assert_eq!(address(&config).level, Level::Fine);
        config.server.bind = "0.0.0.0:8080".parse().unwrap();
        assert_eq!(address(&config).level, Level::Bad);
        config.server.base_url = "https://umkm.example".to_owned();
        assert_eq!(address(&config).level, Level::Fine);
    }

    #[test]
    fn a_key_file_that_others_can_read_is_broken() {
        use std::os::unix::fs::PermissionsExt as _;
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::set_permissions(file.path(), std::fs::Permissions::from_mode(0o644)).unwrap();
        let found = key_file(file.path());
        assert_eq!(found.level, Level::Bad);
        assert!(found.mend.unwrap().en.contains("chmod 600"));
        std::fs::set_permissions(file.path(), std::fs::Permissions::from_mode(0o600)).unwrap();
        assert_eq!(key_file(file.path()).level, Level::Fine);
    }
}
