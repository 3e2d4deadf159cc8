//! The ranking of the sites: values and judgements of the hall, put before the siting crate.

use siting::rank::{Criteria, Missing, Outcome, rank};
use store::people::account;
use store::project::{judgement, site};
use vocab::id::AccountId;

use super::error::ProjectError;
use super::site::{MEASURED, MOST, Site};
use super::{demand, judge, setting};
use crate::actor::Actor;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::permission::Permission;

/// Reads the criteria file of the settings.
pub(super) fn parse_criteria(text: &str) -> Result<Criteria> {
    Criteria::parse(text).map_err(|error| siting::SitingError::from(error).into())
}

/// The ranking with everything a report needs.
#[derive(Debug, Clone)]
pub struct Ranking {
    /// Criteria with the judges of the hall.
    pub criteria: Criteria,
    /// What came out.
    pub outcome: Outcome,
    /// The sites that are offered.
    pub sites: Vec<Site>,
    /// What judges said beside the figures: name and words.
    pub opinions: Vec<(String, String)>,
    /// Where values came from: site, criterion, value, source, day.
    pub sources: Vec<site::SiteValue>,
}

/// Ranks the sites. With `fill` missing values are filled in and marked; without, they are asked for.
pub async fn ranking(hall: &Hall, actor: &Actor, fill: bool) -> Result<Ranking> {
    actor.must(Permission::SeeProject)?;
    compute(hall, &actor.regency, fill, None).await
}

/// The same without asking who wants to know; `runs` overrides the number of Monte-Carlo runs.
pub(super) async fn compute(
    hall: &Hall,
    regency: &str,
    fill: bool,
    runs: Option<usize>,
) -> Result<Ranking> {
    let mut session = hall.db().read().await?;
    let mut criteria = setting::criteria(&mut session, regency).await?;
    let sites: Vec<Site> = site::list(&mut session, regency, MOST)
        .await?
        .into_iter()
        .filter(|one| one.withdrawn_at.is_none())
        .collect();
    if sites.is_empty() {
        return Err(ProjectError::NoSites.into());
    }
    let values = site::values(&mut session, regency, None).await?;
    let demand = demand::villages(hall, &mut session, regency).await?;
    let all = judgement::all(&mut session, regency).await?;
    let said = judgement::opinions(&mut session, regency).await?;
    let accounts: Vec<AccountId> = all
        .iter()
        .map(|one| one.judge)
        .chain(said.iter().map(|(judge, _)| *judge))
        .collect();
    let names = account::names(&mut session, &accounts).await?;
    drop(session);
    let opinions = said
        .into_iter()
        .map(|(judge, text)| (names.get(&judge).cloned().unwrap_or_default(), text))
        .collect();
    let judges = judge::judges(&criteria, all, &names);
    criteria
        .judges
        .extend(judges.into_iter().map(|(_, judge)| judge));
    if fill && criteria.missing == Missing::Ask {
        criteria.missing = Missing::Median;
    }
    if let Some(runs) = runs {
        criteria.runs = criteria.runs.min(runs);
    }
    let table = table(&criteria, &sites, &values, &demand);
    // Ten thousand runs are a fraction of a second, but not one in which other pages should wait.
    let (criteria, outcome) = tokio::task::spawn_blocking(move || {
        let outcome = rank(&criteria, table.as_bytes(), "lokasi");
        (criteria, outcome)
    })
    .await?;
    Ok(Ranking {
        criteria,
        outcome: outcome.map_err(Error::from)?,
        sites,
        opinions,
        sources: values,
    })
}

/// The sites as the table that the siting crate reads.
fn table(
    criteria: &Criteria,
    sites: &[Site],
    values: &[site::SiteValue],
    demand: &[demand::Village],
) -> String {
    let mut columns: Vec<&str> = criteria
        .criteria
        .iter()
        .map(|one| one.id.as_str())
        .chain(criteria.exclusions.iter().map(|one| one.column.as_str()))
        .collect();
    columns.sort_unstable();
    columns.dedup();
    let mut text = format!("id,name,lat,lon,{}\n", columns.join(","));
    for one in sites {
        let measured = super::site::measured(one, demand);
        let cells: Vec<String> = columns
            .iter()
            .map(|column| {
                if MEASURED.contains(column) {
                    return measured
                        .get(*column)
                        .map(f64::to_string)
                        .unwrap_or_default();
                }
                let found = values
                    .iter()
                    .find(|value| value.site == one.id && value.criterion == *column);
                found.map(|value| value.value.clone()).unwrap_or_default()
            })
            .map(|cell| quoted(&cell))
            .collect();
        let (lat, lng) = (one.lat.to_string(), one.lng.to_string());
        let head = [quoted(&one.code), quoted(&one.name), lat, lng].join(",");
        text.extend([head.as_str(), ",", &cells.join(","), "\n"]);
    }
    text
}

fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}
