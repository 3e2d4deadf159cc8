//! Mentors: their fields, area and room, and handing over what one leaves behind.

use serde_json::json;
use store::mentoring::{engagement, mentor as kept};
use vocab::id::AccountId;
use vocab::{GeoPoint, RegionCode, RegionLevel};

use super::MentoringError;
use super::care::must_be_mentor;
use crate::actor::Actor;
use crate::audit;
use crate::error::Result;
use crate::hall::Hall;
use crate::permission::Permission;

vocab::words! {
    /// What a mentor knows: the seven fields of the consultants at a PLUT-KUMKM (technical guidance of 2019).
    Field {
        /// Institution.
        Institution = "kelembagaan", "Kelembagaan", "Organisation";
        /// People.
        People = "sdm", "Sumber daya manusia", "People";
        /// Production.
        Production = "produksi", "Produksi", "Production";
        /// Finance.
        Finance = "pembiayaan", "Pembiayaan", "Finance";
        /// Marketing.
        Marketing = "pemasaran", "Pemasaran", "Marketing";
        /// Information technology.
        Technology = "ti", "Teknologi informasi", "Information technology";
        /// Networks.
        Network = "jaringan", "Jaringan kerja sama", "Networks";
    }
}

impl Field {
    /// Its position among all.
    pub(super) fn position(self) -> u8 {
        self as u8
    }
}

/// How many businesses a mentor can have when nothing was noted.
pub const USUAL_CAPACITY: i64 = 80;

/// A mentor.
#[derive(Debug, Clone, PartialEq)]
pub struct MentorView {
    /// Whose account.
    pub account: AccountId,
    /// Name.
    pub name: String,
    /// Whether the account works.
    pub works: bool,
    /// Fields; none noted means all.
    pub fields: Vec<Field>,
    /// Area; none is the whole regency.
    pub area: Option<RegionCode>,
    /// Where the mentor starts from: as noted, else the middle of the area.
    pub start: Option<GeoPoint>,
    /// Whether that was noted.
    pub start_noted: bool,
    /// How many businesses the mentor can have.
    pub capacity: i64,
    /// How many the mentor has.
    pub load: i64,
    /// How many are due.
    pub due: i64,
}

impl MentorView {
    /// How many more the mentor can have.
    pub fn room(&self) -> i64 {
        if self.works {
            (self.capacity - self.load).max(0)
        } else {
            0
        }
    }
}

/// All mentors by name, also those whose account was closed while businesses are in their care.
pub async fn all(hall: &Hall, actor: &Actor) -> Result<Vec<MentorView>> {
    actor.must(Permission::SeeMentoring)?;
    let mut session = hall.db().read().await?;
    let today = hall.clock().today().to_string();
    let found = kept::all(&mut session, &actor.regency, &today).await?;
    Ok(found.into_iter().map(|one| view(hall, one)).collect())
}

fn view(hall: &Hall, one: kept::Mentor) -> MentorView {
    let area: Option<RegionCode> = one.area.and_then(|code| code.parse().ok());
    let noted = one
        .latitude
        .zip(one.longitude)
        .and_then(|(lat, lng)| GeoPoint::new(lat, lng).ok());
    let middle = area
        .and_then(|code| hall.gazetteer().place(&code))
        .and_then(|place| place.centre);
    MentorView {
        account: one.account,
        name: one.name,
        works: one.state != "disabled",
        fields: one.fields.split(' ').filter_map(Field::from_id).collect(),
        area,
        start: noted.or(middle),
        start_noted: noted.is_some(),
        capacity: one.capacity.unwrap_or(USUAL_CAPACITY),
        load: one.load,
        due: one.due,
    }
}

/// What is typed about a mentor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Noted {
    /// Ids of fields.
    pub fields: Vec<String>,
    /// Code of the area; empty for the whole regency.
    pub area: String,
    /// Latitude and longitude; may be empty.
    pub point: String,
    /// How many businesses.
    pub capacity: String,
}

/// Notes what a mentor can do.
pub async fn note(hall: &Hall, actor: &Actor, id: AccountId, noted: &Noted) -> Result<()> {
    actor.must(Permission::ManageMentoring)?;
    let capacity = noted
        .capacity
        .trim()
        .parse::<i64>()
        .ok()
        .filter(|n| (1..=500).contains(n));
    let capacity = capacity.ok_or(MentoringError::CapacityInvalid)?;
    let area = area(hall, actor, &noted.area)?;
    let point = match noted.point.trim() {
        "" => None,
        typed => Some(
            typed
                .parse::<GeoPoint>()
                .map_err(|_| MentoringError::PlaceInvalid {
                    place: typed.to_owned(),
                })?,
        ),
    };
    let fields: Vec<&str> = noted
        .fields
        .iter()
        .filter_map(|id| Field::from_id(id))
        .map(Field::id)
        .collect();
    let mut tx = hall.db().write().await?;
    must_be_mentor(&mut tx, actor, id).await?;
    let written = kept::Noted {
        fields: fields.join(" "),
        area: area.map(|code| code.to_string()),
        place: point.map(|point| (point.lat(), point.lng())),
        capacity,
        now: hall.clock().now(),
    };
    kept::note(&mut tx, &actor.regency, id, &written).await?;
    let detail = json!({ "fields": written.fields, "area": written.area, "capacity": capacity });
    audit::record(
        hall,
        &mut tx,
        actor,
        "mentor.noted",
        &format!("account:{id}"),
        detail,
    )
    .await?;
    Ok(tx.commit().await?)
}

fn area(hall: &Hall, actor: &Actor, typed: &str) -> Result<Option<RegionCode>> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let code = typed.trim().parse::<RegionCode>().ok();
    let known = code.filter(|code| {
        code.level() >= RegionLevel::District
            && growth::assign::lies_in(code.as_str(), &actor.regency)
            && hall.gazetteer().place(code).is_some()
    });
    match known {
        Some(code) => Ok(Some(code)),
        None => Err(MentoringError::AreaUnknown {
            area: typed.to_owned(),
        }
        .into()),
    }
}

/// Gives all that is open in one mentor's care to another, as when somebody leaves. Gives how many.
pub async fn hand_over(hall: &Hall, actor: &Actor, from: AccountId, to: AccountId) -> Result<u64> {
    actor.must(Permission::ManageMentoring)?;
    let mut tx = hall.db().write().await?;
    must_be_mentor(&mut tx, actor, to).await?;
    if from == to {
        return Err(MentoringError::NotAMentor.into());
    }
    let given =
        engagement::hand_over(&mut tx, &actor.regency, from, to, hall.clock().now()).await?;
    let detail = json!({ "to": to.to_string(), "engagements": given });
    audit::record(
        hall,
        &mut tx,
        actor,
        "mentor.handed_over",
        &format!("account:{from}"),
        detail,
    )
    .await?;
    tx.commit().await?;
    Ok(given)
}
