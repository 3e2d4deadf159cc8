//! The sites: which are ruled out and why, and the values of those which stay.

use std::io::Read;

use serde::Serialize;

use super::criteria::{Criteria, Criterion, Direction, Exclusion, Missing, Undecided};
use super::error::RankError;
use crate::error::SitingError;
use crate::locate::Place;
use crate::table::{Row, Table, TableError};

/// A candidate site.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Site {
    /// Short name.
    pub id: String,
    /// For people.
    pub name: String,
    /// Latitude and longitude, when known.
    pub place: Option<(f64, f64)>,
}

/// A site which a rule has ruled out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Excluded {
    /// The site.
    pub site: Site,
    /// Positions of the rules in the criteria file.
    pub rules: Vec<usize>,
    /// What the cells said.
    pub found: Vec<String>,
}

/// A value which nobody measured.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Imputed {
    /// Position among the ranked sites.
    pub site: usize,
    /// Position among the tips.
    pub tip: usize,
    /// The stand-in.
    pub value: f64,
    /// The smallest value of the others; Monte-Carlo runs draw between both.
    pub low: f64,
    /// The greatest.
    pub high: f64,
}

/// What is left to rank.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Field {
    /// Sites in the order of the file.
    pub sites: Vec<Site>,
    /// Values, one row per site, one column per tip.
    pub values: Vec<Vec<f64>>,
    /// Which values are stand-ins.
    pub imputed: Vec<Imputed>,
    /// Who is out.
    pub excluded: Vec<Excluded>,
    /// (site, rule) which could not be decided and were kept.
    pub undecided: Vec<(usize, usize)>,
}

impl Field {
    /// Reads `sites.csv`: id, name, lat, lon, a column per criterion and per exclusion rule.
    pub fn read(
        from: impl Read,
        file: &str,
        criteria: &Criteria,
        tips: &[usize],
    ) -> Result<Self, SitingError> {
        let table = Table::read(from, file)?;
        let columns = Columns::find(&table, criteria, tips)?;
        table.once(table.rows.iter().map(|row| (row, row.text(columns.id))))?;
        let tips: Vec<&Criterion> = tips
            .iter()
            .filter_map(|&at| criteria.criteria.get(at))
            .collect();
        let (mut gaps, mut cells) = (Vec::new(), Vec::new());
        let mut field = Self {
            sites: Vec::new(),
            values: Vec::new(),
            imputed: Vec::new(),
            excluded: Vec::new(),
            undecided: Vec::new(),
        };
        for row in &table.rows {
            let site = columns.site(&table, row)?;
            let verdict = Verdict::of(&table, row, &criteria.exclusions, &columns.rules)?;
            if !verdict.rules.is_empty() {
                let Verdict { rules, found, .. } = verdict;
                field.excluded.push(Excluded { site, rules, found });
                continue;
            }
            for rule in verdict.unknown {
                match criteria.exclusions.get(rule) {
                    Some(Exclusion {
                        undecided: Undecided::Ask,
                        column,
                        ..
                    }) => {
                        gaps.push(format!("{}: {column}", site.id));
                    }
                    _ => field.undecided.push((field.sites.len(), rule)),
                }
            }
            cells.push(values(&table, row, &site.id, &tips, &columns.tips)?);
            field.sites.push(site);
        }
        if field.sites.is_empty() {
            return Err(RankError::NoneLeft {
                count: field.excluded.len(),
            }
            .into());
        }
        field.complete(&cells, &tips, criteria.missing, gaps)?;
        Ok(field)
    }

    fn complete(
        &mut self,
        cells: &[Vec<Option<f64>>],
        tips: &[&Criterion],
        missing: Missing,
        mut gaps: Vec<String>,
    ) -> Result<(), RankError> {
        if missing == Missing::Ask {
            for (site, row) in self.sites.iter().zip(cells) {
                let empty = row.iter().zip(tips).filter(|(cell, _)| cell.is_none());
                gaps.extend(empty.map(|(_, tip)| format!("{}: {}", site.id, tip.id)));
            }
        }
        if !gaps.is_empty() {
            let count = gaps.len();
            gaps.truncate(12);
            let more = if count > gaps.len() { ", …" } else { "" };
            return Err(RankError::MissingValues {
                cells: gaps.join(", ") + more,
                count,
            });
        }
        self.values = vec![vec![0.0; tips.len()]; cells.len()];
        for (column, tip) in tips.iter().enumerate() {
            let mut known: Vec<f64> = cells.iter().filter_map(|row| row[column]).collect();
            known.sort_unstable_by(f64::total_cmp);
            let (Some(&low), Some(&high)) = (known.first(), known.last()) else {
                return Err(RankError::NothingKnown {
                    name: tip.id.clone(),
                });
            };
            let stand_in = match (missing, tip.direction) {
                (Missing::Median, _) => median(&known),
                (_, Some(Direction::Cost)) => high,
                _ => low,
            };
            for (site, row) in cells.iter().enumerate() {
                self.values[site][column] = row[column].unwrap_or(stand_in);
                if row[column].is_none() {
                    let imputed = Imputed {
                        site,
                        tip: column,
                        value: stand_in,
                        low,
                        high,
                    };
                    self.imputed.push(imputed);
                }
            }
        }
        Ok(())
    }
}

/// Where the table has what.
struct Columns {
    id: usize,
    name: usize,
    place: Option<(usize, usize)>,
    rules: Vec<usize>,
    tips: Vec<usize>,
}

impl Columns {
    fn find(table: &Table, criteria: &Criteria, tips: &[usize]) -> Result<Self, TableError> {
        let id = table.needed(&["id", "site", "lokasi", "kode"])?;
        let rules = criteria
            .exclusions
            .iter()
            .map(|rule| table.needed(&[&rule.column]));
        let tips = tips.iter().filter_map(|&at| criteria.criteria.get(at));
        let lat = table.column(&["lat", "latitude", "lintang"]);
        Ok(Self {
            id,
            name: table.column(&["name", "nama"]).unwrap_or(id),
            place: lat.zip(table.column(&["lon", "lng", "longitude", "bujur"])),
            rules: rules.collect::<Result<_, _>>()?,
            tips: tips
                .map(|tip| table.needed(&[&tip.id]))
                .collect::<Result<_, _>>()?,
        })
    }

    fn site(&self, table: &Table, row: &Row) -> Result<Site, TableError> {
        let place = match self.place {
            Some((lat, lon)) if !row.text(lat).is_empty() || !row.text(lon).is_empty() => {
                let Place { lat, lon } = table.place(row, lat, lon)?;
                Some((lat, lon))
            }
            _ => None,
        };
        let (id, name) = (row.text(self.id).to_owned(), row.text(self.name).to_owned());
        Ok(Site { id, name, place })
    }
}

/// What the exclusion rules say about one site.
#[derive(Default)]
struct Verdict {
    rules: Vec<usize>,
    found: Vec<String>,
    unknown: Vec<usize>,
}

impl Verdict {
    fn of(
        table: &Table,
        row: &Row,
        rules: &[Exclusion],
        columns: &[usize],
    ) -> Result<Self, TableError> {
        let mut verdict = Self::default();
        for (at, (rule, &column)) in rules.iter().zip(columns).enumerate() {
            let passes = decide(table, row, rule, column)?;
            if passes == Some(false) || passes.is_none() && rule.undecided == Undecided::Exclude {
                verdict.rules.push(at);
                verdict.found.push(row.text(column).to_owned());
            } else if passes.is_none() {
                verdict.unknown.push(at);
            }
        }
        Ok(verdict)
    }
}

fn median(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 {
        sorted[middle]
    } else {
        f64::midpoint(sorted[middle - 1], sorted[middle])
    }
}

/// Whether a rule lets the site pass; `None` when the cell is empty.
fn decide(
    table: &Table,
    row: &Row,
    rule: &Exclusion,
    column: usize,
) -> Result<Option<bool>, TableError> {
    let word = row.text(column).to_lowercase();
    if word.is_empty() || word == "-" || word == "?" {
        return Ok(None);
    }
    let among = |words: &[String]| words.iter().any(|allowed| allowed.to_lowercase() == word);
    if let Some(words) = &rule.allow {
        return Ok(Some(among(words)));
    }
    if let Some(words) = &rule.forbid {
        return Ok(Some(!among(words)));
    }
    let number = table.number(row, column)?;
    Ok(number.map(|number| {
        rule.at_least.is_none_or(|least| number >= least)
            && rule.at_most.is_none_or(|most| number <= most)
    }))
}

fn values(
    table: &Table,
    row: &Row,
    site: &str,
    tips: &[&Criterion],
    columns: &[usize],
) -> Result<Vec<Option<f64>>, SitingError> {
    let value = |(tip, &column): (&&Criterion, &usize)| {
        let word = row.text(column).to_lowercase();
        if let Some((_, value)) = tip
            .scale
            .iter()
            .find(|(name, _)| name.to_lowercase() == word)
        {
            return Ok(Some(*value));
        }
        table.number(row, column).map_err(|error| {
            if tip.scale.is_empty() {
                return SitingError::from(error);
            }
            let (site, name, found) =
                (site.to_owned(), tip.id.clone(), row.text(column).to_owned());
            RankError::Scale { site, name, found }.into()
        })
    };
    tips.iter().zip(columns).map(value).collect()
}
