//! `pendopo reference load`: a publisher's whole file, checked and kept beside the built-in tables.
//!
//! The checked copy lies in the data folder, not in the database: it is the same for every hall on
//! this machine, changes once in years, and is read once at start by the finder.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use rulebook::{ReferenceList, Rulebook};
use serde::Deserialize;
use vocab::KbliVersion;

use crate::config::Config;
use crate::failure::Failure;
use crate::open;

/// The publishers' files are about 1 MB; far larger ones are something else.
const LARGEST: u64 = 64 << 20;
const EDITIONS: [(KbliVersion, &str); 2] = [
    (KbliVersion::V2020, "kbli-2020.csv"),
    (KbliVersion::V2025, "kbli-2025.csv"),
];

/// What can be loaded.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Check a publisher's file and keep a copy for the finder.
    #[command(subcommand)]
    Load(Load),
}

/// The kinds of files.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Load {
    /// The codes of activities: CSV with the columns code and title, or a JSON list of such objects.
    Kbli {
        /// The file.
        file: PathBuf,
        /// Its edition, 2020 or 2025; told by its codes if left out.
        #[arg(long, value_parser = edition)]
        version: Option<KbliVersion>,
    },
}

/// An edition as people write it.
pub(crate) fn edition(text: &str) -> Result<KbliVersion, String> {
    match text {
        "2020" => Ok(KbliVersion::V2020),
        "2025" => Ok(KbliVersion::V2025),
        _ => Err("2020 / 2025".to_owned()),
    }
}

/// Runs the command.
pub(crate) fn run(
    command: &Command,
    config: &Config,
    out: &mut impl Write,
) -> Result<ExitCode, Failure> {
    let Command::Load(Load::Kbli { file, version }) = command;
    let rows = read_rows(file)?;
    let book = open::builtin_and_folders(config)?;
    let version = match version {
        Some(version) => *version,
        None => ReferenceList::guess_version(book.kbli(), &rows)
            .map_err(|error| Failure::domain(&error))?,
    };
    let list = ReferenceList::new(version, &rows).map_err(|error| Failure::domain(&error))?;
    let kept = keep(&list, &folder(config))?;
    let (count, edition) = (list.rows().len(), edition_name(version));
    writeln!(
        out,
        "KBLI {edition}: {count} kode disimpan di {0}. Jalankan ulang `pendopo serve` agar dipakai.\n\
         KBLI {edition}: {count} codes kept in {0}. Restart `pendopo serve` to use them.",
        kept.display()
    )?;
    Ok(ExitCode::SUCCESS)
}

/// Adds the lists that were loaded before to the finder of these rules.
pub(crate) fn add_loaded(book: &mut Rulebook, config: &Config) -> Result<(), Failure> {
    for (version, name) in EDITIONS {
        let path = folder(config).join(name);
        if path.exists() {
            let rows = read_rows(&path)?;
            let list =
                ReferenceList::new(version, &rows).map_err(|error| Failure::domain(&error))?;
            book.add_reference(&list);
        }
    }
    Ok(())
}

fn folder(config: &Config) -> PathBuf {
    config.data.folder.join("reference")
}

fn edition_name(version: KbliVersion) -> &'static str {
    match version {
        KbliVersion::V2020 => "2020",
        KbliVersion::V2025 => "2025",
    }
}

#[derive(Deserialize)]
struct Row {
    code: String,
    title: String,
}

/// Reads code and title of every row; whether it is JSON or CSV is told by its first sign.
fn read_rows(path: &Path) -> Result<Vec<(String, String)>, Failure> {
    let size = std::fs::metadata(path).map_err(|error| unreadable(path, &error.to_string()))?;
    if size.len() > LARGEST {
        return Err(unreadable(path, "> 64 MB"));
    }
    let bytes = std::fs::read(path).map_err(|error| unreadable(path, &error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|error| unreadable(path, &error.to_string()))?;
    let text = text.trim_start_matches('\u{feff}');
    let rows: Result<Vec<Row>, String> = if text.trim_start().starts_with('[') {
        serde_json::from_str(text).map_err(|error| error.to_string())
    } else {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows = reader.deserialize().collect::<Result<Vec<Row>, _>>();
        rows.map_err(|error| error.to_string())
    };
    let rows = rows.map_err(|why| unreadable(path, &why))?;
    Ok(rows.into_iter().map(|row| (row.code, row.title)).collect())
}

fn unreadable(path: &Path, why: &str) -> Failure {
    let path = path.display();
    Failure::Domain {
        id: format!("{path} tidak dapat dibaca sebagai daftar kode (kolom code dan title): {why}"),
        en: format!("{path} cannot be read as a list of codes (columns code and title): {why}"),
    }
}

/// Writes the checked rows; a half-written file never stands in for a good one.
fn keep(list: &ReferenceList, folder: &Path) -> Result<PathBuf, Failure> {
    std::fs::create_dir_all(folder)?;
    let name = EDITIONS
        .iter()
        .find(|(version, _)| *version == list.version())
        .map_or("kbli.csv", |(_, name)| *name);
    let (path, draft) = (folder.join(name), folder.join(format!("{name}.draft")));
    let mut writer = csv::Writer::from_path(&draft).map_err(std::io::Error::other)?;
    writer
        .write_record(["code", "title"])
        .map_err(std::io::Error::other)?;
    for row in list.rows() {
        writer
            .write_record([row.code.code(), row.title.as_str()])
            .map_err(std::io::Error::other)?;
    }
    writer.flush()?;
    std::fs::rename(&draft, &path)?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(folder: &Path) -> Config {
        let mut config = Config::default();
        config.data.folder = folder.to_owned();
        config
    }

    fn load(folder: &Path, text: &str) -> Result<ExitCode, Failure> {
        let file = folder.join("list");
        std::fs::write(&file, text).unwrap();
        let command = Command::Load(Load::Kbli {
            file,
            version: Some(KbliVersion::V2020),
        });
        run(&command, &config(folder), &mut Vec::new())
    }

    #[test]
    fn a_loaded_list_is_used_by_the_finder_in_either_format() {
        for text in [
            "section,code,title\nC,30112,Industri Bangunan Lepas Pantai\n",
            r#"[{"code": "30112", "title": "Industri Bangunan Lepas Pantai", "description": "x"}]"#,
        ] {
            let folder = tempfile::tempdir().unwrap();
            load(folder.path(), text).unwrap();
            let book = open::rulebook(&config(folder.path())).unwrap();
            let found = book.find_activity("30112", Some(KbliVersion::V2020), 1);
            assert_eq!(
                found.first().unwrap().title.id,
                "Industri Bangunan Lepas Pantai"
            );
        }
    }

    #[test]
    fn a_bad_list_is_refused_and_the_good_one_stays() {
        let folder = tempfile::tempdir().unwrap();
        load(folder.path(), "code,title\n30112,Bangunan Lepas Pantai\n").unwrap();
        for bad in [
            "",
            "code,title\n",
            "code,title\n301,x\n",
            "[1, 2]",
            "a;b\n1;2\n",
        ] {
            assert!(load(folder.path(), bad).is_err(), "{bad:?}");
        }
        let book = open::rulebook(&config(folder.path())).unwrap();
        assert!(
            !book
                .find_activity("30112", Some(KbliVersion::V2020), 1)
                .is_empty()
        );
    }
}
