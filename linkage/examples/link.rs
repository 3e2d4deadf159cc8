//! Links from the command line, for benches of this crate alone:
//! `link OUT LEFT [RIGHT] [--gold GOLD]`.

use linkage::{Options, Table, evaluate, link, output, propose, silent};
use std::path::{Path, PathBuf};
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut gold = None;
    let mut paths: Vec<PathBuf> = Vec::new();
    let mut show = false;
    let mut why = Vec::new();
    let mut options = Options::default();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--gold" => gold = args.next().map(PathBuf::from),
            "--spec" => show = true,
            "--why" => {
                let row = |a: Option<String>| a.and_then(|a| a.parse::<usize>().ok()).unwrap_or(0);
                why.push((row(args.next()), row(args.next())));
            }
            "--many" => options.mode = linkage::Mode::Many,
            _ => paths.push(arg.into()),
        }
    }
    let var = |name: &str| std::env::var(name).ok();
    if let Some(v) = var("CAP") {
        options.limits.block_pairs = v.parse()?;
    }
    if let Some(v) = var("TOP") {
        options.limits.partners = v.parse()?;
    }
    if let Some(v) = var("SHARED") {
        options.limits.shared = v.parse()?;
    }
    let clock = Instant::now();
    let left = Table::read(&paths[1])?;
    let right = paths.get(2).map(|p| Table::read(p)).transpose()?;
    let read = clock.elapsed().as_secs_f64();
    let proposal = propose(&left, right.as_ref())?;
    if show {
        println!("{}", proposal.specification.to_toml()?);
    }
    let profiled = clock.elapsed().as_secs_f64() - read;
    let linkage = link(
        &left,
        right.as_ref(),
        &proposal.specification,
        &options,
        &silent,
    )?;
    let written = Instant::now();
    let n = output::write_links(&linkage, &paths[0], options.threshold, false)?;
    println!(
        "{n} links, one_to_one {}, crowded {:.4}, {:?}\nread {read:.2} profile {profiled:.2} {:?} write {:.2} all {:.2}",
        linkage.one_to_one,
        linkage.crowded,
        linkage.counts,
        linkage.seconds,
        written.elapsed().as_secs_f64(),
        clock.elapsed().as_secs_f64()
    );
    for (left, right) in why {
        if let Some(e) = linkage.explain_rows(left, right) {
            println!("{:.4} {:.2}", e.probability, e.weight);
            for r in e.reasons {
                println!("  {}: {}", r.field, r.en());
            }
        }
    }
    if let Some(gold) = gold {
        judge(&linkage, &gold, right.is_none(), options.threshold)?;
    }
    Ok(())
}

fn judge(
    linkage: &linkage::Linkage<'_>,
    gold: &Path,
    one_list: bool,
    threshold: f64,
) -> Result<(), Box<dyn std::error::Error>> {
    let gold = evaluate::read_gold(gold, one_list)?;
    let pair = |a: String, b: String| {
        let pair = (a.into(), b.into());
        if one_list {
            evaluate::unordered(pair)
        } else {
            pair
        }
    };
    let links = linkage.links().iter().map(|l| {
        let (a, b) = linkage.ids(l);
        (pair(a.into_owned(), b.into_owned()), l.probability)
    });
    let candidates = linkage
        .candidates()
        .map(|(a, b)| pair(linkage.id(0, a), linkage.id(1, b)));
    let e = evaluate::evaluate(
        &links.collect(),
        &gold,
        Some(&candidates.collect()),
        threshold,
    );
    println!(
        "gold {} P {:.4} R {:.4} F1 {:.4} | best F1 {:.4} at {:.3} | blocking {:.4} with {} | calibration {:.4}",
        e.gold,
        e.at_threshold.precision,
        e.at_threshold.recall,
        e.at_threshold.f1,
        e.best.f1,
        e.best.threshold,
        e.blocking_recall.unwrap_or(0.0),
        e.candidates.unwrap_or(0),
        e.calibration_error
    );
    for bin in &e.calibration {
        println!(
            "  promised {:.4} kept {:.4} ({})",
            bin.promised, bin.kept, bin.links
        );
    }
    Ok(())
}
