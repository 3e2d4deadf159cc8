//! `pendopo site`: where should the centre stand?

use std::fs::File;
use std::io::{self, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;
use siting::locate::{
    Case, LocateError, Objective, Reply, Roads, Work, assemble, locate, read_candidates,
    read_demand, read_edges, read_lines, read_osm, satellites, write_edges, write_nodes,
};
use siting::rank::{Criteria, Outcome, rank};
use siting::{SitingError, TableError};
use vocab::{DomainError, Message};

/// What to find out about sites.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Rank candidate sites by criteria, judgements and exclusion rules.
    Rank(RankArgs),
    /// Choose p sites so that the people to be served have it best.
    Locate(LocateArgs),
    /// Turn a road map into the edges file that `locate` reads.
    Network(NetworkArgs),
}

/// Turn a road map into an edges file.
#[derive(Debug, Args)]
pub(crate) struct NetworkArgs {
    /// OpenStreetMap extract (.osm.pbf), or GeoJSON with lines.
    #[arg(value_name = "FILE")]
    map: PathBuf,
    /// Edges: from,to,length in kilometres.
    #[arg(long, value_name = "FILE.csv")]
    out: PathBuf,
    /// Where the nodes lie: node,lat,lon.
    #[arg(long, value_name = "FILE.csv")]
    nodes: Option<PathBuf>,
}

/// Rank candidate sites.
#[derive(Debug, Args)]
pub(crate) struct RankArgs {
    /// Criteria, judgements and rules.
    #[arg(long, value_name = "FILE.toml")]
    criteria: PathBuf,
    /// Sites: id, name, lat, lon, one column per criterion and rule.
    #[arg(long, value_name = "FILE.csv")]
    sites: PathBuf,
    /// Print everything as JSON.
    #[arg(long, conflicts_with = "report")]
    json: bool,
    /// Write the decision report as one HTML page.
    #[arg(long, value_name = "FILE.html")]
    report: Option<PathBuf>,
}

/// Choose p sites.
#[derive(Debug, Args)]
pub(crate) struct LocateArgs {
    /// Demand: node,weight or lat,lon,weight.
    #[arg(long, value_name = "FILE.csv")]
    demand: PathBuf,
    /// Candidates: node or lat,lon; column `existing` marks what stands already. Without this
    /// file every node is a candidate.
    #[arg(long, value_name = "FILE.csv")]
    candidates: Option<PathBuf>,
    /// How many sites to open beside the existing ones.
    #[arg(long)]
    p: usize,
    /// What is to be made best.
    #[arg(long, value_enum)]
    objective: Goal,
    /// For mclp: who is within this distance is covered. Kilometres; with an edges file the unit
    /// in which its lengths are written.
    #[arg(long, value_name = "DISTANCE")]
    radius_km: Option<f64>,
    /// Roads: edges.csv with from,to,length (undirected), a GeoJSON map with lines, or an OpenStreetMap extract
    /// (.osm.pbf).
    #[arg(long, value_name = "FILE")]
    network: Option<PathBuf>,
    /// Straight lines are lengthened by this factor, as roads wind.
    #[arg(long, default_value_t = 1.0)]
    detour: f64,
    /// Of the p sites of a p-median, make one the centre to which everybody goes for this share
    /// of the errands (0..1); the others are its service points.
    #[arg(long, value_name = "SHARE")]
    centre_share: Option<f64>,
    /// Stop after so many seconds with the best plan and bound so far.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Seed of the random search.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Print everything as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Goal {
    /// Least total weight × distance.
    PMedian,
    /// Most weight within the radius.
    Mclp,
    /// Least greatest distance.
    #[value(alias = "p-centre")]
    PCenter,
}

/// The ranking as JSON: names of sites and criteria beside the positions which the rest refers to.
#[derive(Serialize)]
struct Ranking<'a> {
    title: &'a str,
    winner: Option<&'a str>,
    criteria: Vec<&'a str>,
    #[serde(flatten)]
    outcome: &'a Outcome,
}

#[derive(Serialize)]
struct Refused {
    error: Message,
}

/// Carries out a command; the exit code is 1 when there is no answer.
pub(crate) fn run(
    command: &Command,
    out: &mut impl Write,
    complaints: &mut impl Write,
) -> io::Result<ExitCode> {
    let (json, done) = match command {
        Command::Rank(args) => (args.json, run_rank(args, out)),
        Command::Locate(args) => (args.json, run_locate(args, out)),
        Command::Network(args) => (false, run_network(args, out)),
    };
    match done {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(Stop::Output(error)) => Err(error),
        Err(Stop::Refused(error)) => {
            let error = error.message();
            if json {
                print(out, &Refused { error })?;
            } else {
                writeln!(complaints, "{}\n{}", error.id, error.en)?;
            }
            Ok(ExitCode::FAILURE)
        }
    }
}

/// Why a command ends early.
#[derive(Debug, thiserror::Error)]
enum Stop {
    #[error(transparent)]
    Refused(#[from] SitingError),
    #[error(transparent)]
    Output(#[from] io::Error),
}

fn print(out: &mut impl Write, answer: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, answer)?;
    writeln!(out)
}

fn unreadable(path: &Path, error: &io::Error) -> SitingError {
    let (file, reason) = (path.display().to_string(), error.to_string());
    TableError::File { file, reason }.into()
}

fn open(path: &Path) -> Result<(BufReader<File>, String), SitingError> {
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    Ok((BufReader::new(file), path.display().to_string()))
}

fn run_rank(args: &RankArgs, out: &mut impl Write) -> Result<(), Stop> {
    let text = std::fs::read_to_string(&args.criteria)
        .map_err(|error| unreadable(&args.criteria, &error))?;
    let criteria = Criteria::parse(&text).map_err(SitingError::from)?;
    let (sites, name) = open(&args.sites)?;
    let outcome = rank(&criteria, sites, &name)?;
    if let Some(path) = &args.report {
        std::fs::write(path, siting::report::html(&criteria, &outcome))
            .map_err(|error| unreadable(path, &error))?;
    }
    if args.json {
        let tips = outcome
            .tree
            .tips
            .iter()
            .filter_map(|&tip| criteria.criteria.get(tip));
        let ranking = Ranking {
            title: &criteria.title.id,
            winner: outcome.ranking.first().map(|site| site.id.as_str()),
            criteria: tips.map(|tip| tip.id.as_str()).collect(),
            outcome: &outcome,
        };
        print(out, &ranking)?;
    } else {
        write!(out, "{}", siting::report::text(&criteria, &outcome))?;
    }
    Ok(())
}

fn run_locate(args: &LocateArgs, out: &mut impl Write) -> Result<(), Stop> {
    let started = Instant::now();
    let case = read_case(args)?;
    let limit = Duration::from_secs(args.seconds);
    let work = Work {
        seed: args.seed,
        stop: &|| started.elapsed() >= limit,
        name: &|demand| {
            case.demand
                .get(demand)
                .map_or_else(String::new, |spot| spot.name.clone())
        },
    };
    let objective = objective(args)?;
    let mut reply = match args.centre_share {
        Some(share) if args.objective == Goal::PMedian => {
            let points = args
                .p
                .checked_sub(1)
                .ok_or(LocateError::Zero)
                .map_err(SitingError::from)?;
            let found =
                satellites(&case.instance, points, share, &work).map_err(SitingError::from)?;
            let mut reply = Reply::new(&case, objective, &found.answer, 0.0);
            reply.centre = case
                .candidates
                .get(found.centre)
                .map(|spot| spot.name.clone());
            reply
        }
        Some(_) => return Err(SitingError::from(LocateError::CentreNeedsMedian).into()),
        None => {
            let answer = locate(&case.instance, args.p, objective, &work);
            Reply::new(&case, objective, &answer.map_err(SitingError::from)?, 0.0)
        }
    };
    reply.seconds = started.elapsed().as_secs_f64();
    if args.json {
        print(out, &reply)?;
    } else {
        write!(out, "{}", reply.text())?;
    }
    Ok(())
}

fn run_network(args: &NetworkArgs, out: &mut impl Write) -> Result<(), Stop> {
    let roads = read_roads(&args.map)?;
    let mut file = File::create(&args.out).map_err(|error| unreadable(&args.out, &error))?;
    let (nodes, edges) =
        write_edges(&roads, &mut file).map_err(|error| unreadable(&args.out, &error))?;
    if let Some(path) = &args.nodes {
        File::create(path)
            .and_then(|mut file| write_nodes(&roads, &mut file))
            .map_err(|error| unreadable(path, &error))?;
    }
    writeln!(
        out,
        "{nodes} simpul / nodes, {edges} ruas / edges: {}",
        args.out.display()
    )?;
    Ok(())
}

fn objective(args: &LocateArgs) -> Result<Objective, SitingError> {
    Ok(match args.objective {
        Goal::PMedian => Objective::PMedian,
        Goal::PCenter => Objective::PCenter,
        Goal::Mclp => Objective::Mclp {
            radius: args.radius_km.ok_or(LocateError::NoRadius)?,
        },
    })
}

fn read_case(args: &LocateArgs) -> Result<Case, SitingError> {
    let (file, demand_name) = open(&args.demand)?;
    let demand = read_demand(file, &demand_name)?;
    let mut candidates_name = demand_name.clone();
    let candidates = match &args.candidates {
        None => None,
        Some(path) => {
            let (file, name) = open(path)?;
            candidates_name.clone_from(&name);
            Some(read_candidates(file, &name)?)
        }
    };
    let roads = args
        .network
        .as_deref()
        .map_or(Ok(Roads::Straight), read_roads)?;
    assemble(
        demand,
        candidates,
        &roads,
        args.detour,
        (&demand_name, &candidates_name),
    )
}

/// Which kind of road file it is says its ending.
fn read_roads(path: &Path) -> Result<Roads, SitingError> {
    let (file, name) = open(path)?;
    let ending = path
        .extension()
        .and_then(|ending| ending.to_str())
        .unwrap_or_default();
    match ending.to_lowercase().as_str() {
        "geojson" | "json" => read_lines(file, &name),
        "pbf" => {
            let (again, _) = open(path)?;
            read_osm(file, again, &name)
        }
        _ => read_edges(file, &name),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[derive(Debug, clap::Parser)]
    struct Line {
        #[command(subcommand)]
        command: Command,
    }

    struct Folder(tempfile::TempDir);

    impl Folder {
        fn with(files: &[(&str, &str)]) -> Self {
            let folder = tempfile::tempdir().unwrap();
            for (name, text) in files {
                std::fs::write(folder.path().join(name), text).unwrap();
            }
            Self(folder)
        }

        fn ask(&self, line: &str) -> (String, String, bool) {
            let words = line.split_whitespace().map(|word| {
                let file = self.0.path().join(word);
                let is_file = word.contains('.') && word.parse::<f64>().is_err();
                if is_file {
                    file.display().to_string()
                } else {
                    word.to_owned()
                }
            });
            let line =
                <Line as clap::Parser>::parse_from(std::iter::once("site".to_owned()).chain(words));
            let (mut out, mut complaints) = (Vec::new(), Vec::new());
            let code = run(&line.command, &mut out, &mut complaints).unwrap();
            let text = |bytes| String::from_utf8(bytes).unwrap();
            (text(out), text(complaints), code == ExitCode::SUCCESS)
        }

        fn json(&self, line: &str) -> (Value, bool) {
            let (out, _, ok) = self.ask(line);
            (serde_json::from_str(&out).unwrap(), ok)
        }
    }

    const PATH: [(&str, &str); 2] = [
        ("edges.csv", "from,to,length\na,b,2\nb,c,2\nc,d,5\nd,e,1\n"),
        ("demand.csv", "node,weight\na,1\nb,1\nc,1\nd,1\ne,1\n"),
    ];

    #[test]
    fn two_medians_on_a_road_stand_where_the_villages_are() {
        let (told, ok) = Folder::with(&PATH).json(
            "locate --demand demand.csv --p 2 --objective p-median --network edges.csv --json",
        );
        assert!(ok);
        assert_eq!(
            (told["objective"].as_f64(), told["proven"].as_bool()),
            (Some(5.0), Some(true))
        );
        assert_eq!(told["bound"], told["objective"]);
        assert_eq!(told["gap"], 0.0);
        assert_eq!(told["chosen"].as_array().unwrap().len(), 2);
        assert_eq!(told["chosen"][0], "b");
        assert_eq!(told["assignment"][0]["site"], "b");
        assert!(told["seconds"].as_f64().is_some());
    }

    #[test]
    fn covering_and_centre_answer_too() {
        let folder = Folder::with(&PATH);
        let (told, _) = folder.json(
            "locate --demand demand.csv --p 1 --objective mclp --radius-km 2 --network edges.csv --json",
        );
        assert_eq!(told["objective"], 3.0);
        let (told, _) = folder.json(
            "locate --demand demand.csv --p 2 --objective p-center --network edges.csv --json",
        );
        assert_eq!(told["objective"], 2.0);
        let (told, ok) = folder.json(
            "locate --demand demand.csv --p 2 --objective p-median --centre-share 0.5 --network edges.csv --json",
        );
        assert!(ok);
        assert!(told["chosen"].as_array().unwrap().contains(&told["centre"]));
        let (text, _, ok) =
            folder.ask("locate --demand demand.csv --p 2 --objective p-median --network edges.csv");
        assert!(
            ok && text.contains("terbukti terbaik / proven best"),
            "{text}"
        );
    }

    #[test]
    fn bad_questions_are_refused_with_code_and_both_texts() {
        let folder = Folder::with(&[
            PATH[0],
            PATH[1],
            ("swapped.csv", "lat,lon,weight\n110.2,-6.9,1\n"),
            ("lost.csv", "node,weight\na,1\nz,1\n"),
            ("roads.pbf", ""),
        ]);
        for (line, code) in [
            (
                "--demand demand.csv --p 6 --objective p-median --network edges.csv",
                "siting.too_many",
            ),
            (
                "--demand demand.csv --p 0 --objective p-center --network edges.csv",
                "siting.zero",
            ),
            (
                "--demand demand.csv --p 1 --objective mclp --network edges.csv",
                "siting.no_radius",
            ),
            (
                "--demand demand.csv --p 1 --objective p-median",
                "siting.needs_network",
            ),
            (
                "--demand swapped.csv --p 1 --objective p-median",
                "siting.swapped",
            ),
            (
                "--demand lost.csv --p 1 --objective p-median --network edges.csv",
                "siting.not_on_network",
            ),
            (
                "--demand none.csv --p 1 --objective p-median",
                "siting.file",
            ),
            (
                "--demand demand.csv --p 1 --objective p-median --network roads.pbf",
                "siting.osm",
            ),
            (
                "--demand demand.csv --p 2 --objective mclp --radius-km 1 --centre-share 1 --network edges.csv",
                "siting.centre_needs_median",
            ),
        ] {
            let (told, ok) = folder.json(&format!("locate {line} --json"));
            assert!(!ok, "{line}");
            assert_eq!(told["error"]["code"], code, "{line}");
            let (out, complaints, _) = folder.ask(&format!("locate {line}"));
            assert!(
                out.is_empty() && complaints.lines().count() >= 2,
                "{complaints}"
            );
        }
    }

    #[test]
    fn a_road_map_becomes_an_edges_file_that_is_read_again() {
        let map = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":
            {"type":"LineString","coordinates":[[110.20,-6.90],[110.20,-6.91],[110.21,-6.91]]}}]}"#;
        let folder = Folder::with(&[("roads.geojson", map), ("edges.csv", ""), ("nodes.csv", "")]);
        let (text, _, ok) = folder.ask("network roads.geojson --out edges.csv --nodes nodes.csv");
        assert!(ok && text.starts_with("3 simpul / nodes, 2 ruas"), "{text}");
        let nodes = std::fs::read_to_string(folder.0.path().join("nodes.csv")).unwrap();
        let first = nodes.lines().nth(1).unwrap();
        let name = first.split("\",").next().unwrap().trim_matches('"');
        let demand = format!("node,weight\n\"{name}\",1\n");
        std::fs::write(folder.0.path().join("demand.csv"), demand).unwrap();
        let (told, ok) = folder.json(
            "locate --demand demand.csv --p 1 --objective p-median --network edges.csv --json",
        );
        assert!(ok, "{told}");
        assert_eq!(told["chosen"][0], name);
    }

    const RANK: [(&str, &str); 2] = [
        (
            "criteria.toml",
            "runs = 100\n[[criterion]]\nid = \"price\"\ndirection = \"cost\"\nweight = 1\n\
             [[criterion]]\nid = \"view\"\ndirection = \"benefit\"\nweight = 1\n",
        ),
        ("sites.csv", "id,price,view\nA,10,1\nB,5,3\n"),
    ];

    #[test]
    fn ranking_is_told_as_json_as_text_and_as_a_report() {
        let folder = Folder::with(&RANK);
        let (told, ok) = folder.json("rank --criteria criteria.toml --sites sites.csv --json");
        assert!(ok);
        assert_eq!(told["winner"], "B");
        assert_eq!(told["criteria"], serde_json::json!(["price", "view"]));
        let (text, _, ok) =
            folder.ask("rank --criteria criteria.toml --sites sites.csv --report report.html");
        assert!(ok && text.contains('B'));
        let page = std::fs::read_to_string(folder.0.path().join("report.html")).unwrap();
        assert!(page.starts_with("<!doctype html>"));
    }

    #[test]
    fn a_missing_value_is_asked_for() {
        let folder = Folder::with(&[RANK[0], ("sites.csv", "id,price,view\nA,10,\nB,5,3\n")]);
        let (told, ok) = folder.json("rank --criteria criteria.toml --sites sites.csv --json");
        assert!(!ok);
        assert_eq!(told["error"]["code"], "siting.missing_values");
        assert!(told["error"]["en"].as_str().unwrap().contains("A: view"));
    }
}
