//! `pendopo link generate`: seeded lists with known truth, for benches.

use clap::Args;
use linkage::LinkError;
use linkage::generate::{Profile, generate};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct GenerateArgs {
    /// Which kind of lists.
    #[arg(long, value_parser = profile)]
    profile: Profile,
    /// Records in each list.
    #[arg(long)]
    records: usize,
    /// The same seed gives the same lists.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Folder for left.csv, right.csv and gold.csv.
    #[arg(long)]
    out: PathBuf,
}

fn profile(name: &str) -> Result<Profile, String> {
    let names = Profile::ALL.map(|(name, _)| name).join(", ");
    Profile::named(name).ok_or_else(|| format!("one of {names}"))
}

pub(super) fn run(args: &GenerateArgs) -> Result<(), LinkError> {
    let lists = generate(args.profile, args.records, args.seed);
    std::fs::create_dir_all(&args.out).map_err(|source| LinkError::Write {
        path: args.out.clone(),
        source,
    })?;
    let file = |name: &str| -> PathBuf { Path::join(&args.out, name) };
    super::write(&file("left.csv"), &lists.left)?;
    if let Some(right) = &lists.right {
        super::write(&file("right.csv"), right)?;
    }
    super::write(&file("gold.csv"), &lists.gold)
}
