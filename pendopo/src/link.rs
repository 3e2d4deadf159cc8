//! `pendopo link`: joins two lists, or finds duplicates within one; `pendopo link eval` measures the result.

mod eval;
mod generate;
mod read;
mod report;

use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use linkage::{
    LinkError, Linkage, Mode, Options, Specification, Stage, Table, link, output, propose,
};
use serde::Serialize;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

/// Which two records are the same?
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct LinkArgs {
    #[command(subcommand)]
    command: Option<LinkCommand>,
    #[command(flatten)]
    lists: ListArgs,
}

#[derive(Debug, Subcommand)]
enum LinkCommand {
    /// Measure links against known truth.
    Eval(eval::EvalArgs),
    /// Write seeded lists with known truth.
    #[command(hide = true)]
    Generate(generate::GenerateArgs),
}

#[derive(Debug, Args)]
struct ListArgs {
    /// The left list (CSV in any encoding and with any delimiter, XLSX, XLS or ODS).
    #[arg(long, required = true)]
    left: Option<PathBuf>,
    /// The right list; without it, duplicates are sought within the left one.
    #[arg(long)]
    right: Option<PathBuf>,
    /// Where the links go.
    #[arg(long, required = true)]
    out: Option<PathBuf>,
    /// What to compare; without it, a specification is proposed from the columns.
    #[arg(long)]
    spec: Option<PathBuf>,
    /// Saves the specification that is used.
    #[arg(long, value_name = "FILE")]
    write_spec: Option<PathBuf>,
    /// Least probability of a link.
    #[arg(long, default_value_t = 0.95, value_parser = share)]
    threshold: f64,
    /// Each record has one partner at most.
    #[arg(long, conflicts_with = "many")]
    one_to_one: bool,
    /// A record may have any number of partners.
    #[arg(long)]
    many: bool,
    /// Where clusters of records go.
    #[arg(long)]
    clusters: Option<PathBuf>,
    /// Where the pairs that were compared go, for measuring.
    #[arg(long)]
    candidates: Option<PathBuf>,
    /// Reviewed pairs: `left_id,right_id,same` with yes or no; they teach the weights.
    #[arg(long)]
    decisions: Option<PathBuf>,
    /// A report to read in a browser.
    #[arg(long)]
    report: Option<PathBuf>,
    /// Reasons in Indonesian (id) or English (en).
    #[arg(long, default_value = "id", value_parser = ["id", "en"])]
    lang: String,
    /// Prints a summary as JSON.
    #[arg(long)]
    json: bool,
}

fn share(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(p) if p > 0.0 && p < 1.0 => Ok(p),
        _ => Err("a number between 0 and 1".to_owned()),
    }
}

/// Runs the command.
pub(crate) fn run(args: LinkArgs) -> Result<(), LinkError> {
    match args.command {
        Some(LinkCommand::Eval(args)) => eval::run(&args),
        Some(LinkCommand::Generate(args)) => generate::run(&args),
        None => match (&args.lists.left, &args.lists.out) {
            (Some(left), Some(out)) => run_lists(&args.lists, left, out),
            _ => Ok(()), // clap has asked for both
        },
    }
}

#[derive(Serialize)]
struct Summary {
    links: usize,
    review: usize,
    clusters: Option<usize>,
    one_to_one: bool,
    threshold: f64,
    counts: linkage::Counts,
    seconds: linkage::Seconds,
    notices: Vec<Notice>,
}

#[derive(Serialize)]
struct Notice {
    id: String,
    en: String,
}

fn run_lists(args: &ListArgs, left: &Path, out: &Path) -> Result<(), LinkError> {
    let (left, right) = read_both(left, args.right.as_deref())?;
    let mut notices = table_notices(&left);
    notices.extend(right.iter().flat_map(table_notices));
    let specification = specification(args, &left, right.as_ref(), &mut notices)?;
    let mut options = Options {
        threshold: args.threshold,
        mode: mode(args),
        ..Options::default()
    };
    options.review = options.review.min(args.threshold);
    if let Some(path) = &args.decisions {
        options.decisions = linkage::read_decisions(path, &left, right.as_ref(), &specification)?;
    }
    let bar = progress_bar();
    let linkage = link(
        &left,
        right.as_ref(),
        &specification,
        &options,
        &|stage, done, all| {
            tell(&bar, stage, done, all);
        },
    );
    bar.finish_and_clear();
    let linkage = linkage?;
    notices.extend(linkage_notices(&linkage, args));
    let indonesian = args.lang == "id";
    let links = output::write_links(&linkage, out, args.threshold, indonesian)?;
    let clusters = args
        .clusters
        .as_ref()
        .map(|path| output::write_clusters(&linkage, path))
        .transpose()?;
    if let Some(path) = &args.candidates {
        output::write_candidates(&linkage, path)?;
    }
    let summary = Summary {
        links,
        review: linkage
            .links()
            .iter()
            .filter(|l| l.probability < args.threshold)
            .count(),
        clusters,
        one_to_one: linkage.one_to_one,
        threshold: args.threshold,
        counts: linkage.counts,
        seconds: linkage.seconds,
        notices,
    };
    if let Some(path) = &args.report {
        let html = report::html(&linkage, &summary, &specification, indonesian);
        write(path, &html)?;
    }
    print(args, &summary, indonesian);
    Ok(())
}

/// Both files at once.
fn read_both(left: &Path, right: Option<&Path>) -> Result<(Table, Option<Table>), LinkError> {
    std::thread::scope(|scope| {
        let other = right.map(|path| scope.spawn(move || read::table(path)));
        let left = read::table(left);
        let right = other.map(|handle| {
            handle
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        });
        Ok((left?, right.transpose()?))
    })
}

fn mode(args: &ListArgs) -> Mode {
    match (args.one_to_one, args.many) {
        (true, _) => Mode::OneToOne,
        (_, true) => Mode::Many,
        _ => Mode::Auto,
    }
}

fn specification(
    args: &ListArgs,
    left: &Table,
    right: Option<&Table>,
    notices: &mut Vec<Notice>,
) -> Result<Specification, LinkError> {
    let specification = if let Some(path) = &args.spec {
        let text = std::fs::read_to_string(path).map_err(|source| LinkError::Read {
            path: path.clone(),
            source,
        })?;
        Specification::from_toml(&text)?
    } else {
        let proposal = propose(left, right)?;
        notices.extend(
            proposal
                .notices
                .into_iter()
                .map(|(id, en)| Notice { id, en }),
        );
        eprintln!("{}", proposal.specification.to_toml()?);
        proposal.specification
    };
    if let Some(path) = &args.write_spec {
        write(path, &specification.to_toml()?)?;
    }
    Ok(specification)
}

fn write(path: &Path, text: &str) -> Result<(), LinkError> {
    std::fs::write(path, text).map_err(|source| LinkError::Write {
        path: path.to_owned(),
        source,
    })
}

fn table_notices(table: &Table) -> Vec<Notice> {
    let mut out = Vec::new();
    let name = table.name();
    if table.cut_cells() > 0 {
        let (n, most) = (table.cut_cells(), linkage::CELL_LIMIT);
        out.push(Notice {
            id: format!("{name}: {n} sel lebih panjang dari {most} bita dan dipotong."),
            en: format!("{name}: {n} cells were longer than {most} bytes and were cut."),
        });
    }
    if table.ragged_rows() > 0 {
        let n = table.ragged_rows();
        out.push(Notice {
            id: format!("{name}: {n} baris tidak punya sel sebanyak judulnya."),
            en: format!("{name}: {n} rows have more or fewer cells than the header."),
        });
    }
    out
}

fn linkage_notices(linkage: &Linkage<'_>, args: &ListArgs) -> Vec<Notice> {
    let mut out = Vec::new();
    let missing = linkage.missing_ids();
    if missing > 0 {
        out.push(Notice {
            id: format!("{missing} baris tidak punya id; disebut dengan nomor barisnya (#n)."),
            en: format!("{missing} rows have no id; they are called by their row number (#n)."),
        });
    }
    let share = linkage.crowded * 100.0;
    if args.right.is_some() && !linkage.one_to_one && !args.many {
        out.push(Notice {
            id: format!("Daftar ini berisi rekaman ganda ({share:.0} % dari yang terhubung), jadi satu rekaman boleh punya beberapa pasangan. Pakai --one-to-one untuk memaksa satu."),
            en: format!("The lists hold duplicates ({share:.0} % of those linked), so a record may have several partners. Use --one-to-one to force one."),
        });
    } else if args.one_to_one && linkage.crowded > 0.12 {
        out.push(Notice {
            id: format!("{share:.0} % dari yang terhubung punya beberapa pasangan yang kuat; pertimbangkan --many."),
            en: format!("{share:.0} % of those linked have several strong partners; consider --many."),
        });
    }
    out
}

fn progress_bar() -> ProgressBar {
    let target = if std::io::stderr().is_terminal() {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let bar = ProgressBar::with_draw_target(Some(1), target);
    if let Ok(style) = ProgressStyle::with_template("{msg:12} [{bar:40}] {pos}/{len} {elapsed}") {
        bar.set_style(style);
    }
    bar
}

fn tell(bar: &ProgressBar, stage: Stage, done: u64, all: u64) {
    bar.set_message(match stage {
        Stage::Prepare => "prepare",
        Stage::Candidates => "candidates",
        Stage::Compare => "compare",
        Stage::Learn => "learn",
        Stage::Decide => "decide",
    });
    bar.set_length(all);
    bar.set_position(done);
}

fn print(args: &ListArgs, summary: &Summary, indonesian: bool) {
    if args.json {
        match serde_json::to_string_pretty(summary) {
            Ok(text) => println!("{text}"),
            Err(error) => eprintln!("{error}"),
        }
        return;
    }
    for notice in &summary.notices {
        eprintln!("{}", if indonesian { &notice.id } else { &notice.en });
    }
    let (links, review, candidates) = (summary.links, summary.review, summary.counts.candidates);
    if indonesian {
        println!(
            "{links} pasangan, {review} perlu ditinjau, dari {candidates} pasangan yang dibandingkan."
        );
    } else {
        println!("{links} links, {review} to review, out of {candidates} pairs compared.");
    }
}
