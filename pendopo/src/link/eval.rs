//! `pendopo link eval`.

use clap::Args;
use linkage::LinkError;
use linkage::evaluate::{Evaluation, evaluate, read_gold, read_links, read_pairs, svg};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct EvalArgs {
    /// Links as written by `pendopo link` (with a low --threshold for the whole curve).
    #[arg(long)]
    links: PathBuf,
    /// True pairs (left_id,right_id), or for one list `id,cluster`.
    #[arg(long)]
    gold: PathBuf,
    /// Pairs that were compared, as written by `--candidates`: gives the blocking recall.
    #[arg(long)]
    candidates: Option<PathBuf>,
    /// Least probability of a link.
    #[arg(long, default_value_t = 0.95)]
    threshold: f64,
    /// The pairs lie within one list: their order does not matter.
    #[arg(long)]
    duplicates: bool,
    /// Where the threshold curve goes.
    #[arg(long)]
    svg: Option<PathBuf>,
    /// Prints everything as JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &EvalArgs) -> Result<(), LinkError> {
    let links = read_links(&args.links, args.duplicates)?;
    let gold = read_gold(&args.gold, args.duplicates)?;
    let candidates = args
        .candidates
        .as_ref()
        .map(|path| read_pairs(path, args.duplicates))
        .transpose()?;
    let evaluation = evaluate(&links, &gold, candidates.as_ref(), args.threshold);
    if let Some(path) = &args.svg {
        super::write(path, &svg(&evaluation))?;
    }
    if args.json {
        match serde_json::to_string_pretty(&evaluation) {
            Ok(text) => println!("{text}"),
            Err(error) => eprintln!("{error}"),
        }
    } else {
        print(&evaluation);
    }
    Ok(())
}

fn print(e: &Evaluation) {
    let at = e.at_threshold;
    println!("gold {}  links {}", e.gold, e.links);
    println!(
        "at {:.3}: precision {:.4}  recall {:.4}  F1 {:.4}",
        at.threshold, at.precision, at.recall, at.f1
    );
    println!("best at {:.3}: F1 {:.4}", e.best.threshold, e.best.f1);
    if let (Some(recall), Some(n)) = (e.blocking_recall, e.candidates) {
        println!("blocking recall {recall:.4} with {n} candidates");
    }
    println!("calibration error {:.4}", e.calibration_error);
    for bin in &e.calibration {
        println!(
            "  promised {:.4}  kept {:.4}  ({} links)",
            bin.promised, bin.kept, bin.links
        );
    }
}
