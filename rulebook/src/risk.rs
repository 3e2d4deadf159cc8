//! The risk level of an activity: several rows per code, by scale and scope, never one per code.
//!
//! PP 28/2025 Annex I states for each code, scope and scale a risk of its own. Rows that nobody has
//! confirmed are marked and only ever make a plan say "probably, check in OSS"; for codes without a
//! row, and where rows of different scope disagree, the plan asks what OSS says.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use vocab::{KbliCode, KbliVersion, SizeClass};

use crate::fact::Fact;
use crate::fact_set::FactSet;
use crate::kbli::{CodeRanges, number};
use crate::reader::{Document, Node, Reader};
use crate::stage::{Certainty, Risk};
use crate::text::Text;

const CODES: usize = 100_000;
const NO_GROUP: u16 = u16::MAX;
const SCALES: [&str; 4] = ["mikro", "kecil", "menengah", "besar"];

/// How much a row weighs against another for the same code: the longer prefix, then the layer.
type Strength = (Reverse<u32>, usize);

/// One row of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct RiskRow {
    codes: CodeRanges,
    /// Bit n: the n-th scale.
    scales: u8,
    /// The part of the activity it holds for; none: all of it.
    pub scope: Option<Text>,
    /// The risk level.
    pub level: Risk,
    /// How sure we are of it.
    pub certainty: Certainty,
    /// Where it is written.
    pub source: String,
    /// 0: built in; 1 and up: an overlay folder, whose rows stand in for ours of the same prefix.
    layer: usize,
}

impl RiskRow {
    /// The scales that the row holds for.
    pub fn scales(&self) -> impl Iterator<Item = SizeClass> {
        let scales = self.scales;
        let classes = SizeClass::ALL.into_iter().enumerate();
        classes
            .filter(move |(at, _)| scales & (1 << at) != 0)
            .map(|(_, class)| class)
    }
}

/// What the table says about one business.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The level; `sure` if OSS or the annex says so, not just common knowledge.
    Level {
        /// The risk level.
        risk: Risk,
        /// Whether it may be stated without "probably".
        sure: bool,
    },
    /// Not decided: these facts would.
    Ask(FactSet),
}

/// All rows, ready to be looked up.
#[derive(Clone, Debug)]
pub struct RiskTable {
    rows: Vec<RiskRow>,
    groups: Vec<Group>,
    groups_2020: Vec<u16>,
    groups_2025: Vec<u16>,
}

/// The rows which hold for one code, and what they say for each scale.
#[derive(Clone, Debug, PartialEq)]
struct Group {
    rows: Vec<usize>,
    by_scale: [Finding; 4],
}

impl Default for RiskTable {
    fn default() -> RiskTable {
        RiskTable {
            rows: Vec::new(),
            groups: Vec::new(),
            groups_2020: vec![NO_GROUP; CODES],
            groups_2025: vec![NO_GROUP; CODES],
        }
    }
}

impl RiskTable {
    /// What the rows say about an activity at a scale.
    pub fn finding(&self, code: Option<KbliCode>, size: Option<SizeClass>) -> Finding {
        let Some(code) = code else {
            return Finding::Ask(FactSet::of(Fact::Kbli));
        };
        let Some(group) = self.group(code) else {
            return ASK_OSS;
        };
        if let Some(class) = size {
            return group
                .by_scale
                .get(class as usize)
                .copied()
                .unwrap_or(ASK_OSS);
        }
        let first = group.by_scale[0];
        if group.by_scale.iter().all(|finding| *finding == first) {
            first
        } else {
            Finding::Ask(FactSet::of(Fact::Sales))
        }
    }

    /// The rows which hold for a code, for all scales and scopes.
    pub fn rows(&self, code: KbliCode) -> impl Iterator<Item = &RiskRow> {
        let rows = self
            .group(code)
            .map(|group| group.rows.as_slice())
            .unwrap_or_default();
        rows.iter().filter_map(|at| self.rows.get(*at))
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn group(&self, code: KbliCode) -> Option<&Group> {
        let groups = match code.version() {
            KbliVersion::V2020 => &self.groups_2020,
            KbliVersion::V2025 => &self.groups_2025,
        };
        let at = groups.get(usize::try_from(number(code)).ok()?)?;
        self.groups.get(usize::from(*at))
    }

    /// Adds the rows of a file of this layer.
    pub(crate) fn read(&mut self, reader: &mut Reader, source: &str, layer: usize) {
        let document = Document::parse(reader, source);
        let root = document.root();
        root.deny_unknown(reader, &["risk"]);
        let nodes = root
            .need(reader, "risk")
            .map(|node| node.items(reader))
            .unwrap_or_default();
        for node in nodes {
            if let Some(row) = read_row(reader, node, layer) {
                self.rows.push(row);
            }
        }
    }

    /// Makes the table ready once all files are read: for each code the rows with the longest
    /// prefix hold, and among these the ones of the last layer.
    pub(crate) fn index(&mut self) {
        let mut by_code: BTreeMap<(KbliVersion, u32), (Strength, Vec<usize>)> = BTreeMap::new();
        for (at, row) in self.rows.iter().enumerate() {
            for version in [KbliVersion::V2020, KbliVersion::V2025] {
                for (first, last) in row.codes.of(version) {
                    let strength = (Reverse(last - first), row.layer);
                    for number in *first..=*last {
                        let entry = by_code.entry((version, number));
                        let (best, rows) = entry.or_insert_with(|| (strength, Vec::new()));
                        if strength > *best {
                            *best = strength;
                            rows.clear();
                        }
                        if strength == *best && rows.last() != Some(&at) {
                            rows.push(at);
                        }
                    }
                }
            }
        }
        let mut known: BTreeMap<Vec<usize>, u16> = BTreeMap::new();
        for ((version, number), (_, rows)) in by_code {
            let place = known
                .get(&rows)
                .copied()
                .unwrap_or_else(|| self.add_group(&rows));
            known.insert(rows, place);
            let groups = match version {
                KbliVersion::V2020 => &mut self.groups_2020,
                KbliVersion::V2025 => &mut self.groups_2025,
            };
            if let Some(slot) = usize::try_from(number)
                .ok()
                .and_then(|at| groups.get_mut(at))
            {
                *slot = place;
            }
        }
    }

    fn add_group(&mut self, rows: &[usize]) -> u16 {
        let place = u16::try_from(self.groups.len()).unwrap_or(NO_GROUP);
        self.groups.push(Group {
            rows: rows.to_vec(),
            by_scale: self.by_scale(rows),
        });
        place
    }

    fn by_scale(&self, rows: &[usize]) -> [Finding; 4] {
        std::array::from_fn(|scale| {
            let mut finding = None;
            for row in rows.iter().filter_map(|at| self.rows.get(*at)) {
                if row.scales & (1 << scale) == 0 {
                    continue;
                }
                let sure = row.certainty != Certainty::Unconfirmed;
                finding = Some(match finding {
                    None => Finding::Level {
                        risk: row.level,
                        sure,
                    },
                    Some(Finding::Level { risk, sure: other }) if risk == row.level => {
                        Finding::Level {
                            risk,
                            sure: sure && other,
                        }
                    }
                    Some(_) => ASK_OSS,
                });
            }
            finding.unwrap_or(ASK_OSS)
        })
    }
}

const ASK_OSS: Finding = Finding::Ask(FactSet::of(Fact::NibRisk));

fn read_row(reader: &mut Reader, node: Node<'_>, layer: usize) -> Option<RiskRow> {
    node.deny_unknown(
        reader,
        &["kbli", "scales", "scope", "level", "certainty", "source"],
    );
    let codes = node
        .need(reader, "kbli")
        .and_then(|codes| CodeRanges::read(reader, codes));
    let scales = node
        .need(reader, "scales")
        .map(|list| read_scales(reader, list));
    let scope = node.optional_bilingual(reader, "scope");
    let level = read_named(
        reader,
        node,
        "level",
        Risk::from_id,
        Risk::ALL.iter().map(|it| it.id()),
    );
    let certainty = read_named(
        reader,
        node,
        "certainty",
        Certainty::from_id,
        Certainty::ALL.iter().map(|it| it.id()),
    );
    let source = node
        .need(reader, "source")
        .and_then(|source| source.need_str(reader));
    Some(RiskRow {
        codes: codes?,
        scales: scales?,
        scope,
        level: level?,
        certainty: certainty?,
        source: source?.to_owned(),
        layer,
    })
}

fn read_scales(reader: &mut Reader, node: Node<'_>) -> u8 {
    let mut bits = 0;
    for item in node.items(reader) {
        match item
            .str()
            .and_then(|name| SCALES.iter().position(|scale| *scale == name))
        {
            Some(at) => bits |= 1 << at,
            None => item.wrong_type(
                reader,
                "mikro, kecil, menengah, atau besar",
                "mikro, kecil, menengah or besar",
            ),
        }
    }
    bits
}

/// A member that must be one of a few ids.
pub(crate) fn read_named<T>(
    reader: &mut Reader,
    node: Node<'_>,
    key: &str,
    from_id: impl Fn(&str) -> Option<T>,
    ids: impl Iterator<Item = &'static str>,
) -> Option<T> {
    let node = node.need(reader, key)?;
    let found = from_id(node.need_str(reader)?);
    if found.is_none() {
        let ids = ids.collect::<Vec<_>>().join(", ");
        node.wrong_type(
            reader,
            &format!("salah satu dari: {ids}"),
            &format!("one of: {ids}"),
        );
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook::Rulebook;

    #[test]
    fn a_level_depends_on_code_scale_and_scope() {
        let book = Rulebook::builtin().expect("a good rulebook");
        let finding = |code: &str, size| book.risks().finding(code.parse().ok(), size);
        let sure = |risk| Finding::Level { risk, sure: true };
        let oss = Finding::Ask(FactSet::of(Fact::NibRisk));
        let cases = [
            ("2025:46752", SizeClass::Besar, sure(Risk::Rendah)),
            // Growing maize is low and its seed is medium-low, under one code and scale.
            ("2020:01111", SizeClass::Mikro, oss),
            (
                "2020:01111",
                SizeClass::Menengah,
                sure(Risk::MenengahRendah),
            ),
            ("2020:01111", SizeClass::Besar, sure(Risk::MenengahTinggi)),
            ("2020:10219", SizeClass::Mikro, sure(Risk::MenengahRendah)),
            ("2020:10219", SizeClass::Kecil, oss),
            ("2020:10219", SizeClass::Besar, sure(Risk::Tinggi)),
            (
                "2020:10794",
                SizeClass::Mikro,
                Finding::Level {
                    risk: Risk::Rendah,
                    sure: false,
                },
            ),
            ("2020:10794", SizeClass::Besar, oss),
            ("2020:35111", SizeClass::Mikro, oss),
        ];
        for (code, size, expected) in cases {
            assert_eq!(finding(code, Some(size)), expected, "{code} {size:?}");
        }
        assert_eq!(
            finding("2025:46752", None),
            sure(Risk::Rendah),
            "the same at every scale"
        );
        assert_eq!(
            finding("2020:10219", None),
            Finding::Ask(FactSet::of(Fact::Sales))
        );
        assert_eq!(
            book.risks().finding(None, None),
            Finding::Ask(FactSet::of(Fact::Kbli))
        );
    }

    #[test]
    fn every_row_of_a_code_can_be_shown() {
        let book = Rulebook::builtin().expect("a good rulebook");
        let rows: Vec<_> = book
            .risks()
            .rows("2020:10219".parse().expect("a code"))
            .collect();
        assert_eq!(rows.len(), 4);
        assert!(
            rows.iter()
                .all(|row| row.scope.is_some() && row.scales().count() > 0)
        );
    }
}
