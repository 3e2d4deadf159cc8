//! Parcels that are offered for the centre, and what is known of them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::json;
use siting::rank::{Criteria, Direction};
use store::project::site as kept;
pub use store::project::site::{Site, SiteValue};
use vocab::GeoPoint;
use vocab::id::SiteId;

use super::error::ProjectError;
use super::parcel::Parcel;
use super::setting;
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::permission::Permission;

/// Most sites of a regency: more than any council has ever looked at.
pub const MOST: u32 = 200;

/// How far a parcel may lie from the nearest village's centre.
const NEAR_METRES: f64 = 15_000.0;

/// A site to be written.
#[derive(Debug, Clone)]
pub struct NewSite {
    /// Short name.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// GeoJSON, KML, or a corner a line.
    pub parcel: String,
    /// Invented, to show how it works.
    pub example: bool,
}

/// A site that was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offered {
    /// Its id.
    pub id: SiteId,
    /// Latitude and longitude came the wrong way round and were put right.
    pub swapped: bool,
}

/// Writes a site.
pub async fn offer(hall: &Hall, actor: &Actor, new: &NewSite) -> Result<Offered> {
    actor.must(Permission::ManageProject)?;
    let code = new.code.trim().to_uppercase();
    let well_formed =
        (1..=12).contains(&code.len()) && code.chars().all(|sign| sign.is_ascii_alphanumeric());
    if !well_formed {
        let found = new.code.trim().chars().take(40).collect();
        return Err(ProjectError::SiteCode { found }.into());
    }
    let name = super::named(&new.name, "lokasi / site")?;
    let parcel = Parcel::read(&new.parcel)?;
    here(hall, &parcel)?;
    let (lat, lng) = parcel.middle();
    let site = Site {
        id: hall.new_id(),
        regency: actor.regency.clone(),
        code,
        name,
        parcel: parcel.geojson().to_string(),
        area_m2: parcel.area_m2(),
        lat,
        lng,
        example: new.example,
        account: actor.account,
        created_at: hall.clock().now(),
        withdrawn_at: None,
    };
    let mut tx = hall.db().write().await?;
    if !kept::insert(&mut tx, &site).await? {
        return Err(ProjectError::SiteCodeTaken { code: site.code }.into());
    }
    let detail = json!({ "code": site.code });
    audit::record(
        hall,
        &mut tx,
        actor,
        "site.offered",
        &subject(site.id),
        detail,
    )
    .await?;
    tx.commit().await?;
    Ok(Offered {
        id: site.id,
        swapped: parcel.swapped(),
    })
}

/// Puts another parcel in a site's place.
pub async fn redraw(hall: &Hall, actor: &Actor, id: SiteId, parcel: &str) -> Result<()> {
    actor.must(Permission::ManageProject)?;
    let parcel = Parcel::read(parcel)?;
    here(hall, &parcel)?;
    let mut tx = hall.db().write().await?;
    let mut site = kept::find(&mut tx, &actor.regency, id)
        .await?
        .ok_or(Error::NotFound("site"))?;
    site.parcel = parcel.geojson().to_string();
    site.area_m2 = parcel.area_m2();
    (site.lat, site.lng) = parcel.middle();
    kept::redraw(&mut tx, &site).await?;
    audit::record(
        hall,
        &mut tx,
        actor,
        "site.redrawn",
        &subject(id),
        json!({}),
    )
    .await?;
    Ok(tx.commit().await?)
}

/// Takes a site back, or offers it again.
pub async fn withdraw(hall: &Hall, actor: &Actor, id: SiteId, withdrawn: bool) -> Result<()> {
    actor.must(Permission::ManageProject)?;
    let at = withdrawn.then(|| hall.clock().now());
    let mut tx = hall.db().write().await?;
    if !kept::set_withdrawn(&mut tx, &actor.regency, id, at).await? {
        return Err(Error::NotFound("site"));
    }
    let detail = json!({ "withdrawn": withdrawn });
    audit::record(hall, &mut tx, actor, "site.withdrawn", &subject(id), detail).await?;
    Ok(tx.commit().await?)
}

fn subject(id: SiteId) -> String {
    format!("site:{id}")
}

/// A parcel far from every village of the regency is a slip of the pen.
fn here(hall: &Hall, parcel: &Parcel) -> Result<()> {
    for &corner in parcel.outer() {
        let nearest = hall
            .gazetteer()
            .nearest_village(corner)
            .and_then(|place| place.centre);
        if nearest.is_none_or(|centre| centre.metres_to(corner) > NEAR_METRES) {
            let found = format!("{}, {}", corner.lat(), corner.lng());
            return Err(ProjectError::ParcelElsewhere { found }.into());
        }
    }
    Ok(())
}

/// What is asked about a site: a criterion, or what a rule looks at.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Its name in the settings.
    pub id: String,
    /// For people, in Indonesian and English.
    pub label: (String, String),
    /// In which unit.
    pub unit: String,
    /// The words one may answer with; without any, a number is asked for.
    pub words: Vec<String>,
    /// Whether the hall measures it itself.
    pub measured: bool,
}

/// Columns that the hall fills in from the parcel and the registry.
pub const MEASURED: [&str; 2] = ["area_m2", "mean_km"];

/// Everything that is asked about a site, criteria first.
pub fn questions(criteria: &Criteria) -> Vec<Question> {
    let text = |text: &siting::rank::Text, id: &str| {
        let name = if text.id.is_empty() { id } else { &text.id };
        let english = text.english();
        let english = if english.is_empty() { name } else { english };
        (name.to_owned(), english.to_owned())
    };
    let tips = criteria.criteria.iter().filter(|one| {
        let parent = Some(one.id.as_str());
        !criteria
            .criteria
            .iter()
            .any(|other| other.parent.as_deref() == parent)
    });
    let mut all: Vec<Question> = tips
        .map(|tip| {
            let mut words: Vec<(&String, &f64)> = tip.scale.iter().collect();
            words.sort_by(|a, b| a.1.total_cmp(b.1));
            Question {
                id: tip.id.clone(),
                label: text(&tip.label, &tip.id),
                unit: tip.unit.clone(),
                words: words.into_iter().map(|(word, _)| word.clone()).collect(),
                measured: MEASURED.contains(&tip.id.as_str()),
            }
        })
        .collect();
    for rule in &criteria.exclusions {
        if all.iter().any(|one| one.id == rule.column) {
            continue;
        }
        let words = rule.allow.iter().chain(&rule.forbid).flatten().cloned();
        let mut words: Vec<String> = words.collect();
        if !words.is_empty() && rule.forbid.is_some() {
            // Whatever is not forbidden may stay; the plain word for that is offered.
            words.push("tidak".to_owned());
        }
        all.push(Question {
            id: rule.column.clone(),
            label: text(&rule.reason, &rule.column),
            unit: String::new(),
            words,
            measured: MEASURED.contains(&rule.column.as_str()),
        });
    }
    all
}

/// Notes what is known of a site under one criterion.
pub async fn note(
    hall: &Hall,
    actor: &Actor,
    id: SiteId,
    criterion: &str,
    value: &str,
    source: &str,
    dated_on: NaiveDate,
) -> Result<()> {
    actor.must(Permission::ManageProject)?;
    let source: String = source.trim().chars().take(300).collect();
    if source.chars().count() < 3 {
        return Err(ProjectError::SourceMissing.into());
    }
    if dated_on > hall.clock().today() {
        let day = dated_on.to_string();
        return Err(ProjectError::DayToCome { day }.into());
    }
    let mut tx = hall.db().write().await?;
    let criteria = setting::criteria(&mut tx, &actor.regency).await?;
    let value = accept(&criteria, criterion, value)?;
    kept::find(&mut tx, &actor.regency, id)
        .await?
        .ok_or(Error::NotFound("site"))?;
    let noted = SiteValue {
        site: id,
        criterion: criterion.to_owned(),
        value,
        source,
        dated_on,
        account: actor.account,
        noted_at: hall.clock().now(),
    };
    kept::note(&mut tx, &actor.regency, &noted).await?;
    let detail = json!({ "criterion": criterion });
    audit::record(hall, &mut tx, actor, "site.noted", &subject(id), detail).await?;
    Ok(tx.commit().await?)
}

/// A word of the scale as it stands there, or a number with a point.
fn accept(
    criteria: &Criteria,
    criterion: &str,
    value: &str,
) -> std::result::Result<String, ProjectError> {
    let question = questions(criteria)
        .into_iter()
        .find(|one| one.id == criterion && !one.measured)
        .ok_or_else(|| ProjectError::Criterion {
            name: criterion.chars().take(40).collect(),
        })?;
    let value = value.trim();
    let refuse = |wanted: String| ProjectError::Value {
        name: question.label.0.clone(),
        found: value.chars().take(40).collect(),
        wanted,
    };
    if question.words.is_empty() {
        let number = value.replace(',', ".").parse::<f64>();
        return match number {
            Ok(number) if number.is_finite() => Ok(number.to_string()),
            _ => Err(refuse("angka, misalnya 2,5".to_owned())),
        };
    }
    let lower = value.to_lowercase();
    let known = question
        .words
        .iter()
        .find(|word| word.to_lowercase() == lower);
    known
        .cloned()
        .ok_or_else(|| refuse(question.words.join(" / ")))
}

/// A site as a page shows it.
#[derive(Debug, Clone)]
pub struct SiteView {
    /// The site.
    pub site: Site,
    /// The village whose centre is nearest.
    pub village: String,
    /// What is asked, and what is known.
    pub answers: Vec<(Question, Option<SiteValue>)>,
    /// What the hall measured itself, by name.
    pub measured: BTreeMap<String, f64>,
}

/// All sites.
pub async fn list(hall: &Hall, actor: &Actor) -> Result<Vec<Site>> {
    actor.must(Permission::SeeProject)?;
    let mut session = hall.db().read().await?;
    Ok(kept::list(&mut session, &actor.regency, MOST).await?)
}

/// One site with everything known of it.
pub async fn view(hall: &Hall, actor: &Actor, id: SiteId) -> Result<SiteView> {
    actor.must(Permission::SeeProject)?;
    let mut session = hall.db().read().await?;
    let regency = actor.regency.as_str();
    let site = kept::find(&mut session, regency, id)
        .await?
        .ok_or(Error::NotFound("site"))?;
    let criteria = setting::criteria(&mut session, regency).await?;
    let mut values: BTreeMap<String, SiteValue> = kept::values(&mut session, regency, Some(id))
        .await?
        .into_iter()
        .map(|value| (value.criterion.clone(), value))
        .collect();
    let demand = super::demand::villages(hall, &mut session, regency).await?;
    let answers = questions(&criteria)
        .into_iter()
        .map(|question| {
            let value = values.remove(&question.id);
            (question, value)
        })
        .collect();
    Ok(SiteView {
        village: near(hall, site.lat, site.lng),
        answers,
        measured: measured(&site, &demand),
        site,
    })
}

/// Name of the village whose centre is nearest.
pub(super) fn near(hall: &Hall, lat: f64, lng: f64) -> String {
    GeoPoint::new(lat, lng)
        .ok()
        .and_then(|point| hall.gazetteer().nearest_village(point))
        .map(store_name)
        .unwrap_or_default()
}

fn store_name(place: &vocab::Place) -> String {
    place.name.to_string()
}

/// What the hall measures itself: the area, and the mean distance of the businesses (without any, nothing).
pub(super) fn measured(site: &Site, demand: &[super::demand::Village]) -> BTreeMap<String, f64> {
    let mut all = BTreeMap::from([("area_m2".to_owned(), site.area_m2)]);
    let middle = GeoPoint::new(site.lat, site.lng);
    if let Some(km) = middle
        .ok()
        .and_then(|middle| super::demand::mean_km(demand, middle))
    {
        all.insert("mean_km".to_owned(), km);
    }
    all
}

/// Whether more of a criterion is better, for the page.
pub fn is_benefit(criteria: &Criteria, id: &str) -> Option<bool> {
    let found = criteria.criteria.iter().find(|one| one.id == id)?;
    Some(found.direction? == Direction::Benefit)
}
