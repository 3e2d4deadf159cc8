//! `pendopo`: the hall for small businesses, as one binary.
//!
//! This crate reads the command line and the configuration and wires the other crates together.
//! It holds no business rules.

mod admin;
mod check;
mod config;
mod demo;
mod document;
mod failure;
mod import;
mod kbli;
mod keep;
mod link;
mod observe;
mod open;
mod outside;
mod plan;
mod qris;
mod reference;
mod rulebook;
mod serve;
mod site;
mod trail;

use std::future::Future;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use center::{Actor, Clock};
use chrono::Datelike as _;
use clap::{Parser, Subcommand};

use crate::config::Config;
use crate::failure::Failure;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The hall for small businesses: census in, plan out.
#[derive(Debug, Parser)]
#[command(name = "pendopo", version)]
struct Arguments {
    /// Configuration file (TOML); the environment's PENDOPO_… values win over it.
    #[arg(long, global = true, value_name = "FILE", env = "PENDOPO_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Open the hall: pages, workers, metrics.
    Serve,
    Backup(keep::BackupArgs),
    Restore(keep::RestoreArgs),
    Doctor(keep::DoctorArgs),
    /// Accounts from the command line.
    #[command(subcommand)]
    Admin(admin::Command),
    /// The audit trail.
    #[command(subcommand)]
    Audit(trail::Command),
    Check(check::CheckArgs),
    Plan(plan::PlanArgs),
    Rulebook(rulebook::RulebookArgs),
    /// Codes of business activities.
    #[command(subcommand)]
    Kbli(kbli::Command),
    /// Publishers' files beside the built-in tables.
    #[command(subcommand)]
    Reference(reference::Command),
    /// Papers of licensing as PDF.
    #[command(subcommand)]
    Document(document::Command),
    /// Read a merchant's QRIS, or make the one for an amount.
    #[command(subcommand)]
    Qris(qris::Command),
    /// Where should the centre stand?
    #[command(subcommand)]
    Site(site::Command),
    Import(import::ImportArgs),
    Link(link::LinkArgs),
    /// Demonstration data and a hall filled with it.
    #[command(subcommand)]
    Demo(demo::Command),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments) {
        Ok(code) => code,
        Err(failure) if failure.is_broken_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("pendopo: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    let today = Clock::system().today();
    let mut out = io::stdout().lock();
    let config = || Config::read(arguments.config.as_deref());
    Ok(match arguments.command {
        Command::Serve => {
            let config = config()?;
            observe::start_logging(&config.log);
            wait_for(async {
                let hall = open::hall(&config).await?;
                serve::run(&config, hall).await?;
                Ok(ExitCode::SUCCESS)
            })?
        }
        Command::Backup(args) => wait_for(keep::backup(&args, &config()?, &mut out))?,
        Command::Restore(args) => wait_for(keep::restore(&args, &config()?, &mut out))?,
        Command::Doctor(args) => wait_for(keep::doctor(&args, &config()?, &mut out))?,
        Command::Admin(command) => wait_for(admin::run(&command, &config()?, &mut out))?,
        Command::Audit(command) => wait_for(trail::run(&command, &config()?, &mut out))?,
        Command::Check(args) => check::run(&args, today.year(), &mut out)?,
        Command::Plan(args) => plan::run(&args, today, &mut out)?,
        Command::Rulebook(args) => rulebook::run(&args, today, &mut out)?,
        Command::Kbli(command) => kbli::run(&command, &config()?, today, &mut out)?,
        Command::Reference(command) => reference::run(&command, &config()?, &mut out)?,
        Command::Document(command) => document::run(&command, &config()?, today, &mut out)?,
        Command::Qris(command) => qris::run(&command, &mut out)?,
        Command::Site(command) => site::run(&command, &mut out, &mut io::stderr().lock())?,
        Command::Demo(demo::Command::Generate(args)) => demo::run(&args, &mut out)?,
        Command::Demo(demo::Command::Open(args)) => {
            let config = config()?;
            observe::start_logging(&config.log);
            wait_for(demo::open(&args, &config, &mut out))?
        }
        Command::Import(args) => {
            let config = config()?;
            wait_for(async {
                let hall = open::hall(&config).await?;
                let actor = Actor::system(config.regency.code());
                import::run(&args, &hall, &actor, &mut out).await
            })?
        }
        Command::Link(args) => {
            link::run(args)?;
            ExitCode::SUCCESS
        }
    })
}

/// Runs a command that needs the database.
fn wait_for<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(work)
}
