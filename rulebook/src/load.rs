//! Loading a rulebook: the built-in files, then the folders of a regency on top.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use crate::arrange::arrange;
use crate::changes;
use crate::condition::{Named, read_condition};
use crate::dictionary::Dictionary;
use crate::finder::{Finder, Lexicon};
use crate::kbli::KbliTable;
use crate::reader::{Document, Reader};
use crate::risk::RiskTable;
use crate::rule::{Rule, read_date};
use crate::rulebook::Rulebook;
use vocab::{Problem, Problems};

const BUILTIN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/builtin.rs"));
const FACTS: &str = include_str!("../facts.toml");

/// No rule file comes near this size; a larger one is something else.
const LARGEST_FILE: u64 = 1 << 20;
/// More files than this in one folder are surely not rules.
const MOST_FILES: usize = 5000;

/// One file of a rulebook.
struct SourceFile {
    name: String,
    text: String,
    layer: usize,
}

impl SourceFile {
    fn part(&self) -> Part {
        let mut parts = self.name.rsplit('/');
        match (parts.next(), parts.next()) {
            (Some("conditions.toml"), _) => Part::Conditions,
            (Some("kbli.toml"), _) | (_, Some("kbli")) => Part::Kbli,
            (Some("words.toml"), _) => Part::Words,
            (Some("CHANGES.toml"), _) => Part::Changes,
            (Some("ends.toml"), _) => Part::Ends,
            (_, Some("risk")) => Part::Risk,
            _ => Part::Rule,
        }
    }
}

/// What a file speaks of, told by its name.
#[derive(PartialEq, Eq)]
enum Part {
    Conditions,
    Kbli,
    Risk,
    Ends,
    Words,
    Changes,
    Rule,
}

/// A rule that an overlay ends.
struct End {
    rule: String,
    valid_to: NaiveDate,
    file: String,
    line: usize,
}

impl Rulebook {
    /// The rulebook that this program was built with.
    pub fn builtin() -> Result<Rulebook, Problems> {
        Rulebook::from_files(&builtin_files())
    }

    /// The built-in rulebook with the rules of these folders on top.
    ///
    /// A folder adds rules, risk rows, activities and named conditions, or ends built-in rules
    /// (`ends.toml`), without a change to ours.
    pub fn load(folders: &[PathBuf]) -> Result<Rulebook, Problems> {
        let mut files = builtin_files();
        let mut problems = Vec::new();
        for (folder, layer) in folders.iter().zip(1..) {
            read_folder(folder, layer, &mut files, &mut problems);
        }
        if !problems.is_empty() {
            return Err(Problems::new(problems));
        }
        Rulebook::from_files(&files)
    }

    /// A rulebook of just these files (name and text), with no built-in rule: for tests of rules.
    pub fn from_texts(files: &[(&str, &str)]) -> Result<Rulebook, Problems> {
        let owned = |(name, text): &(&str, &str)| SourceFile {
            name: (*name).to_owned(),
            text: (*text).to_owned(),
            layer: 0,
        };
        let files: Vec<_> = files.iter().map(owned).collect();
        Rulebook::from_files(&files)
    }

    fn from_files(files: &[SourceFile]) -> Result<Rulebook, Problems> {
        let mut problems = Dictionary::builtin().problems().to_vec();
        let named = read_named_conditions(files, &mut problems);
        let mut kbli = KbliTable::default();
        let mut risks = RiskTable::default();
        let mut rules = Vec::new();
        let mut ends = Vec::new();
        let mut lexicon = Lexicon::default();
        let mut changes = Vec::new();
        for file in files {
            let mut reader = Reader::new(&file.name, &file.text);
            match file.part() {
                Part::Conditions => continue,
                Part::Kbli => kbli.read(&mut reader, &file.text),
                Part::Risk => risks.read(&mut reader, &file.text, file.layer),
                Part::Changes => changes.extend(changes::read(&mut reader, &file.text)),
                Part::Words => lexicon.read(&mut reader, &file.text),
                Part::Ends => read_ends(&mut reader, file, &mut ends),
                Part::Rule => {
                    rules.extend(Rule::read(&mut reader, &file.name, &file.text, &named));
                }
            }
            problems.extend(reader.into_problems());
        }
        risks.index();
        // Before a folder ends any of ours: what it does in its own files it need not log in ours.
        let is_builtin = |file: &str| BUILTIN.iter().any(|(name, _)| *name == file);
        changes::check(&changes, &rules, is_builtin, &mut problems);
        changes::sort(&mut changes);
        apply_ends(&mut rules, &ends, &mut problems);
        let (rules, links) = arrange(rules, &mut problems);
        if !problems.is_empty() {
            return Err(Problems::new(problems));
        }
        let mut by_id: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (rule, index) in rules.iter().zip((0..).map(crate::rule::RuleIndex)) {
            by_id.entry(rule.id.clone()).or_default().push(index);
        }
        let fingerprint = fingerprint(files);
        let finder = Finder::new(&kbli, lexicon);
        Ok(Rulebook {
            rules,
            links,
            by_id,
            kbli,
            risks,
            finder,
            changes,
            fingerprint,
        })
    }
}

fn builtin_files() -> Vec<SourceFile> {
    let file = |(name, text): &(&str, &str)| SourceFile {
        name: (*name).to_owned(),
        text: (*text).to_owned(),
        layer: 0,
    };
    BUILTIN.iter().map(file).collect()
}

/// Reads every `.toml` below a folder, in the order of their names so that loading is the same on
/// every machine.
fn read_folder(
    folder: &Path,
    layer: usize,
    files: &mut Vec<SourceFile>,
    problems: &mut Vec<Problem>,
) {
    let mut paths = Vec::new();
    if let Err(error) = list_folder(folder, &mut paths) {
        problems.push(unreadable(folder, &error.to_string()));
    }
    paths.sort();
    for path in paths {
        let too_large = fs::metadata(&path).is_ok_and(|data| data.len() > LARGEST_FILE);
        if too_large {
            problems.push(unreadable(&path, "larger than 1 MiB"));
            continue;
        }
        match fs::read_to_string(&path) {
            Ok(text) => {
                let name = path.to_string_lossy().replace('\\', "/");
                files.push(SourceFile { name, text, layer });
            }
            Err(error) => problems.push(unreadable(&path, &error.to_string())),
        }
    }
}

fn list_folder(folder: &Path, paths: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        // A link to a folder is not followed: it could lead in a circle.
        if entry.file_type()?.is_dir() {
            list_folder(&path, paths)?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            paths.push(path);
        }
        if paths.len() > MOST_FILES {
            return Err(std::io::Error::other("too many files"));
        }
    }
    Ok(())
}

fn unreadable(path: &Path, why: &str) -> Problem {
    Problem {
        file: path.to_string_lossy().into_owned(),
        line: 0,
        id: format!("Tidak dapat dibaca: {why}."),
        en: format!("Cannot be read: {why}."),
    }
}

fn read_named_conditions(files: &[SourceFile], problems: &mut Vec<Problem>) -> Named {
    let mut named = Named::default();
    for file in files.iter().filter(|file| file.part() == Part::Conditions) {
        let mut reader = Reader::new(&file.name, &file.text);
        let document = Document::parse(&mut reader, &file.text);
        let root = document.root();
        root.deny_unknown(&mut reader, &["condition"]);
        // In the order of the file: a condition may use those before it, so none can use itself.
        for node in root
            .get("condition")
            .map(|it| it.items(&mut reader))
            .unwrap_or_default()
        {
            node.deny_unknown(&mut reader, &["name", "when"]);
            let name = node
                .need(&mut reader, "name")
                .and_then(|name| name.need_str(&mut reader));
            let when = node
                .need(&mut reader, "when")
                .and_then(|when| read_condition(&mut reader, when, &named));
            let Some((name, when)) = name.zip(when) else {
                continue;
            };
            if !named.add(name, when) {
                node.complain(
                    &mut reader,
                    format!("Syarat \"{name}\" sudah ada."),
                    format!("There already is a condition \"{name}\"."),
                );
            }
        }
        problems.extend(reader.into_problems());
    }
    named
}

fn read_ends(reader: &mut Reader, file: &SourceFile, ends: &mut Vec<End>) {
    let document = Document::parse(reader, &file.text);
    let root = document.root();
    root.deny_unknown(reader, &["end"]);
    for node in root
        .need(reader, "end")
        .map(|node| node.items(reader))
        .unwrap_or_default()
    {
        node.deny_unknown(reader, &["rule", "valid_to"]);
        let rule = node
            .need(reader, "rule")
            .and_then(|rule| rule.need_str(reader));
        let valid_to = node
            .need(reader, "valid_to")
            .and_then(|_| read_date(reader, node, "valid_to"));
        if let Some((rule, valid_to)) = rule.zip(valid_to) {
            let line = node.line(reader);
            ends.push(End {
                rule: rule.to_owned(),
                valid_to,
                file: file.name.clone(),
                line,
            });
        }
    }
}

fn apply_ends(rules: &mut [Rule], ends: &[End], problems: &mut Vec<Problem>) {
    for end in ends {
        let mut versions = rules.iter_mut().filter(|rule| {
            rule.id == end.rule && rule.valid_on(end.valid_to) && rule.file != end.file
        });
        match versions.next() {
            Some(rule) => rule.valid_to = Some(end.valid_to),
            None => problems.push(Problem {
                file: end.file.clone(),
                line: end.line,
                id: format!(
                    "Tidak ada aturan \"{}\" yang berlaku pada {}.",
                    end.rule, end.valid_to
                ),
                en: format!("No rule \"{}\" holds on {}.", end.rule, end.valid_to),
            }),
        }
    }
}

fn fingerprint(files: &[SourceFile]) -> String {
    let mut hash = Sha256::new();
    // The engine's version counts too: another reading of the same files makes other plans.
    hash.update(env!("CARGO_PKG_VERSION"));
    hash.update(FACTS);
    // Words only help to find an activity, and the log only tells: no plan changes with them.
    let counts = |file: &&SourceFile| !matches!(file.part(), Part::Words | Part::Changes);
    for file in files.iter().filter(counts) {
        // Lengths keep apart what would read the same when joined.
        hash.update(file.name.len().to_le_bytes());
        hash.update(&file.name);
        hash.update(file.text.len().to_le_bytes());
        hash.update(&file.text);
    }
    let mut hex = String::with_capacity(32);
    for byte in hash.finalize().iter().take(16) {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
