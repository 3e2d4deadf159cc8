//! `pendopo link` as it is called: files in, files and messages out.

#![expect(clippy::unwrap_used, reason = "a test's helper fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// A folder with two generated lists and their truth.
struct Lists {
    folder: TempDir,
}

impl Lists {
    fn new(profile: &str, records: usize) -> Self {
        let folder = TempDir::new().unwrap();
        let lists = Self { folder };
        let (records, seed) = (records.to_string(), "9301");
        let out = lists.run(&[
            "link",
            "generate",
            "--profile",
            profile,
            "--records",
            &records,
            "--seed",
            seed,
            "--out",
            ".",
        ]);
        assert!(out.status.success(), "{}", text(&out.stderr));
        lists
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), content).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(Path::new(env!("CARGO_BIN_EXE_pendopo")));
        command.args(arguments).current_dir(self.folder.path());
        command
    }

    /// Runs and gives the JSON that was printed.
    fn json(&self, arguments: &[&str]) -> serde_json::Value {
        let out = self.run(arguments);
        assert!(out.status.success(), "{}", text(&out.stderr));
        serde_json::from_slice(&out.stdout).unwrap()
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

const BOTH: [&str; 6] = [
    "link",
    "--left",
    "left.csv",
    "--right",
    "right.csv",
    "--out",
];

fn both<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let mut all = BOTH.to_vec();
    all.push("links.csv");
    all.extend(more);
    all
}

#[test]
fn two_lists_give_links_with_ids_probability_weight_and_a_reason_for_each_field() {
    let lists = Lists::new("reference", 400);
    let out = lists.run(&both(&[]));
    assert!(out.status.success(), "{}", text(&out.stderr));
    assert!(
        text(&out.stderr).contains("left_id = \"id\""),
        "the specification is printed"
    );
    let links = lists.read("links.csv");
    let mut reader = csv::Reader::from_reader(links.as_bytes());
    let headers: Vec<String> = reader
        .headers()
        .unwrap()
        .iter()
        .map(str::to_owned)
        .collect();
    assert_eq!(
        headers[..4],
        ["left_id", "right_id", "probability", "weight"]
    );
    assert!(headers.contains(&"reason_nama_pemilik".to_owned()));
    let mut rows = 0;
    for row in reader.records() {
        let row = row.unwrap();
        assert!(row[2].parse::<f64>().unwrap() >= 0.95);
        assert!(row.iter().skip(4).all(|reason| !reason.is_empty()));
        rows += 1;
    }
    assert!(rows > 150, "{rows} of 200");
    assert!(text(&out.stdout).contains(&format!("{rows} pasangan")));
}

#[test]
fn every_file_that_is_asked_for_is_written() {
    let lists = Lists::new("reference", 400);
    let summary = lists.json(&both(&[
        "--write-spec",
        "link.toml",
        "--clusters",
        "clusters.csv",
        "--candidates",
        "pairs.csv",
        "--report",
        "report.html",
        "--lang",
        "en",
        "--threshold",
        "0.9",
        "--one-to-one",
        "--json",
    ]));
    assert_eq!(summary["one_to_one"], true);
    assert_eq!(summary["threshold"], 0.9);
    assert_eq!(summary["counts"]["left"], 400);
    let links = lists.read("links.csv").lines().count() - 1;
    assert_eq!(summary["links"], links);
    assert_eq!(summary["clusters"], links);
    assert_eq!(lists.read("clusters.csv").lines().count(), 1 + 2 * links);
    assert_eq!(
        summary["counts"]["candidates"],
        lists.read("pairs.csv").lines().count() - 1
    );
    let report = lists.read("report.html");
    assert!(
        report.starts_with("<!doctype html><html lang=\"en\">")
            && report.contains("What the lists taught")
    );
    assert!(lists.read("link.toml").contains("role = \"person\""));
    // The saved specification gives the same links.
    let before = lists.read("links.csv");
    let out = lists.run(&both(&[
        "--spec",
        "link.toml",
        "--lang",
        "en",
        "--threshold",
        "0.9",
        "--one-to-one",
    ]));
    assert!(out.status.success(), "{}", text(&out.stderr));
    assert_eq!(lists.read("links.csv"), before);
}

#[test]
fn without_a_right_list_duplicates_are_found_and_clustered() {
    let lists = Lists::new("visits", 300);
    let summary = lists.json(&[
        "link",
        "--left",
        "left.csv",
        "--out",
        "links.csv",
        "--clusters",
        "clusters.csv",
        "--json",
    ]);
    assert_eq!(summary["one_to_one"], false);
    assert!(summary["clusters"].as_u64().unwrap() > 10);
    let judged = lists.json(&[
        "link",
        "eval",
        "--links",
        "links.csv",
        "--gold",
        "gold.csv",
        "--duplicates",
        "--json",
    ]);
    assert!(
        judged["at_threshold"]["precision"].as_f64().unwrap() > 0.95,
        "{judged}"
    );
    assert!(
        judged["at_threshold"]["recall"].as_f64().unwrap() > 0.5,
        "{judged}"
    );
}

#[test]
fn many_partners_are_allowed_when_asked_and_not_both_ways_at_once() {
    let lists = Lists::new("reference", 300);
    assert_eq!(
        lists.json(&both(&["--many", "--json"]))["one_to_one"],
        false
    );
    let out = lists.run(&both(&["--many", "--one-to-one"]));
    assert_eq!(out.status.code(), Some(2));
}

#[test]
fn measuring_gives_every_figure_and_the_curve() {
    let lists = Lists::new("reference", 400);
    lists.json(&both(&[
        "--threshold",
        "0.5",
        "--candidates",
        "pairs.csv",
        "--json",
    ]));
    let judge = [
        "link",
        "eval",
        "--links",
        "links.csv",
        "--gold",
        "gold.csv",
        "--candidates",
        "pairs.csv",
        "--svg",
        "curve.svg",
    ];
    let out = lists.run(&judge);
    assert!(out.status.success(), "{}", text(&out.stderr));
    let said = text(&out.stdout);
    for word in [
        "precision",
        "recall",
        "F1",
        "blocking recall",
        "calibration error",
        "promised",
    ] {
        assert!(said.contains(word), "{word}: {said}");
    }
    let curve = lists.read("curve.svg");
    assert!(curve.starts_with("<svg") && curve.trim_end().ends_with("</svg>"));
    assert_eq!(curve.matches("<polyline").count(), 3);
    let json = lists.json(&[&judge[..], &["--json"]].concat());
    assert!(json["at_threshold"]["f1"].as_f64().unwrap() > 0.9, "{json}");
    assert!(json["blocking_recall"].as_f64().unwrap() > 0.97, "{json}");
    assert!(json["curve"].as_array().unwrap().len() > 5);
}

#[test]
fn the_number_of_threads_changes_nothing_in_the_output() {
    let lists = Lists::new("reference", 500);
    let with = |threads: &str| {
        let mut command = lists.command(&both(&["--clusters", "clusters.csv"]));
        let out = command.env("RAYON_NUM_THREADS", threads).output().unwrap();
        assert!(out.status.success(), "{}", text(&out.stderr));
        (lists.read("links.csv"), lists.read("clusters.csv"))
    };
    let one = with("1");
    assert_eq!(one, with("2"));
    assert_eq!(one, with("7"));
}

#[test]
fn reviewed_pairs_overrule_and_others_are_passed_over() {
    let lists = Lists::new("reference", 400);
    lists.json(&both(&["--json"]));
    let links = lists.read("links.csv");
    let first: Vec<&str> = links.lines().nth(1).unwrap().split(',').take(2).collect();
    lists.write(
        "reviewed.csv",
        format!(
            "left_id,right_id,same\n{},{},tidak\nnobody,nowhere,ya\n",
            first[0], first[1]
        ),
    );
    lists.json(&both(&["--decisions", "reviewed.csv", "--json"]));
    let start = format!("{},{},", first[0], first[1]);
    assert!(
        !lists
            .read("links.csv")
            .lines()
            .any(|line| line.starts_with(&start))
    );
}

#[test]
fn a_workbook_is_read_even_if_it_is_called_csv() {
    let lists = Lists::new("reference", 300);
    let plain = lists.json(&both(&["--json"]));
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let list = lists.read("right.csv");
    let mut rows = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(list.as_bytes());
    for (row, record) in rows.records().enumerate() {
        for (column, cell) in record.unwrap().iter().enumerate() {
            sheet
                .write_string(
                    u32::try_from(row).unwrap(),
                    u16::try_from(column).unwrap(),
                    cell,
                )
                .unwrap();
        }
    }
    book.save(lists.path("right.csv")).unwrap();
    let from_workbook = lists.json(&both(&["--json"]));
    assert_eq!(plain["links"], from_workbook["links"]);
}

#[test]
fn what_is_wrong_is_said_in_two_languages_and_nothing_is_written() {
    let lists = Lists::new("reference", 100);
    let short: &[(&str, &[u8], [&str; 2])] = &[
        ("empty", b"", ["tidak berisi baris", "has no rows"]),
        (
            "header only",
            b"id,owner,shop\n",
            ["tidak berisi baris", "has no rows"],
        ),
        (
            "binary",
            b"id,owner\n1,a\0b\n",
            ["bukan berkas teks", "not a text file"],
        ),
        (
            "broken workbook",
            b"PK\x03\x04 nothing",
            ["right.csv", "right.csv"],
        ),
        (
            "repeated ids",
            b"id,owner,shop,phone\n1,siti,toko a,0812345678\n1,joko,toko b,0812345679\n",
            ["mengulang id", "repeat an id"],
        ),
        (
            "nothing inside",
            b"id,owner,shop\n1,,\n2,-,\n",
            ["Tidak ada kolom", "No column"],
        ),
    ];
    for (what, bytes, words) in short {
        lists.write("right.csv", bytes);
        let out = lists.run(&both(&[]));
        assert_eq!(out.status.code(), Some(1), "{what}");
        for word in words {
            assert!(
                text(&out.stderr).contains(word),
                "{what}: {}",
                text(&out.stderr)
            );
        }
        assert!(!lists.path("links.csv").exists(), "{what}");
    }
    let out = lists.run(&["link", "--left", "missing.csv", "--out", "links.csv"]);
    assert!(text(&out.stderr).contains("missing.csv"));
    let out = lists.run(&["link", "--left", "left.csv", "--out", "no/such/folder.csv"]);
    assert!(text(&out.stderr).contains("tidak dapat ditulis"));
}

#[test]
fn a_threshold_that_is_no_probability_is_refused() {
    let lists = Lists::new("reference", 50);
    for wrong in ["0", "1", "1.5", "x"] {
        assert_eq!(
            lists.run(&both(&["--threshold", wrong])).status.code(),
            Some(2),
            "{wrong}"
        );
    }
}
