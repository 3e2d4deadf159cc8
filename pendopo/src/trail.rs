//! `pendopo audit verify`: does the audit trail still hold?

use std::io::Write;
use std::process::ExitCode;

use center::audit::{self, Anchor, Verdict};
use clap::Subcommand;
use vocab::Lang;

use crate::config::Config;
use crate::failure::Failure;
use crate::open;

/// The audit trail.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Walk the whole chain; exit 1 if it is broken. The anchor it prints can be kept elsewhere and
    /// given back next time: then even a rewritten chain is noticed.
    Verify {
        /// An anchor printed by an earlier run.
        #[arg(long, value_name = "NUMBER:HASH")]
        anchor: Option<String>,
    },
}

/// Prints the verdict.
pub(crate) async fn run(
    command: &Command,
    config: &Config,
    out: &mut impl Write,
) -> Result<ExitCode, Failure> {
    let Command::Verify { anchor } = command;
    let anchor = anchor
        .as_deref()
        .map(str::parse::<Anchor>)
        .transpose()
        .map_err(center::Error::from)?;
    let hall = open::hall(config).await?;
    match audit::verify(&hall, &config.regency.code(), anchor.as_ref()).await? {
        Verdict::Whole { entries, anchor } => {
            writeln!(out, "Utuh: {entries} catatan. / Whole: {entries} entries.")?;
            if let Some(anchor) = anchor {
                writeln!(out, "{anchor}")?;
            }
            Ok(ExitCode::SUCCESS)
        }
        Verdict::Broken { seq, flaw } => {
            let (id, en) = (flaw.label(Lang::Id), flaw.label(Lang::En));
            writeln!(
                out,
                "RUSAK pada catatan {seq}: {id}.\nBROKEN at entry {seq}: {en}."
            )?;
            Ok(ExitCode::FAILURE)
        }
    }
}
