//! `pendopo demo generate`: census spreadsheets as offices have them, with businesses that do not
//! exist.
//!
//! Three files in three layouts ([`kecamatan`], [`dinas`], [`kobo`]) and a `manifest.json` which
//! counts rows and dirt, so that an import can be held against it. Nothing in them is real: see
//! [`people`] for how the numbers are marked.

mod business;
mod dice;
mod dinas;
mod dirt;
mod error;
mod generate;
mod kecamatan;
mod kobo;
mod licensing;
mod manifest;
mod mentoring;
mod open;
mod people;
mod trades;
mod villages;

pub(crate) use error::DemoError;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};

/// Demonstration data.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write census spreadsheets of businesses which do not exist.
    Generate(GenerateArgs),
    /// Fill a hall with them and open it.
    Open(open::OpenArgs),
}

/// Fills a demonstration hall and opens it.
pub(crate) async fn open(
    args: &open::OpenArgs,
    config: &crate::config::Config,
    out: &mut impl Write,
) -> Result<ExitCode, crate::failure::Failure> {
    open::run(args, config, out).await
}

/// What to generate.
#[derive(Debug, Args)]
pub(crate) struct GenerateArgs {
    /// How many businesses; Kendal counted 39,394 in 2024.
    #[arg(long, default_value_t = 39_394)]
    businesses: u32,
    /// The same seed gives the same files.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Folder for the files.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Which layout; `all` shares the businesses out and repeats some of them.
    #[arg(long, value_enum, default_value_t = Layout::All)]
    layout: Layout,
}

/// A layout of spreadsheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Layout {
    /// One file of each layout.
    All,
    /// The workbook of the district offices.
    Kecamatan,
    /// The list of the Dinas.
    Dinas,
    /// The export of the field form.
    Kobo,
}

/// Writes the files and says where.
pub(crate) fn run(args: &GenerateArgs, out: &mut impl Write) -> io::Result<ExitCode> {
    match generate::generate(args) {
        Ok(manifest) => {
            for file in &manifest.files {
                writeln!(
                    out,
                    "{}: {} rows",
                    args.out.join(&file.file).display(),
                    file.rows
                )?;
            }
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            eprintln!("pendopo demo: {error}");
            Ok(ExitCode::FAILURE)
        }
    }
}
