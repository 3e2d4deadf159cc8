//! Businesses for programs: search, and the plan of one.

use axum::{
    Json,
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use center::registry::{find, plan as plans};
use serde::Serialize;
use utoipa::ToSchema;
use vocab::BusinessId;

use super::plan::PlanOut;
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    page::Answer,
    registry::{address::Address, wanted},
};

const PAGE: usize = 100;

/// A page of businesses.
#[derive(Serialize, ToSchema)]
pub(crate) struct PageOut {
    /// How many there are in all.
    total: u64,
    businesses: Vec<BusinessOut>,
    /// To be given back as `after`, for the next page.
    next: Option<String>,
}

/// A business as lists show it.
#[derive(Serialize, ToSchema)]
pub(crate) struct BusinessOut {
    id: String,
    name: String,
    owner: Option<String>,
    /// Dotted code of the deepest region known.
    region: Option<String>,
    district: Option<String>,
    village: Option<String>,
    /// Activity with its edition, e.g. `2020:10794`.
    kbli: Option<String>,
    size: Option<&'static str>,
    /// First stage that is not done.
    stage: Option<&'static str>,
    /// `yes`, `no` or `unknown`.
    online: &'static str,
    /// Rules whose step is the current one of its stage.
    now: Vec<String>,
}

impl From<find::Listed> for BusinessOut {
    fn from(row: find::Listed) -> Self {
        Self {
            id: row.id.to_string(),
            name: row.name,
            owner: row.owner_name,
            region: row.region.map(|code| code.to_string()),
            district: row.district,
            village: row.village,
            kbli: row.kbli,
            size: row.size.map(vocab::SizeClass::as_str),
            stage: row.stage.map(rulebook::Stage::id),
            online: row.online.id(),
            now: row.now,
        }
    }
}

/// `GET /api/v1/businesses`
#[utoipa::path(
    get,
    path = "/api/v1/businesses",
    description = "Businesses by the same parameters as the list's page: q, district, village, size, stage, online, lacks, kind, status, kbli, sort, after.",
    responses((status = 200, body = PageOut), (status = 401, description = "Log in first."))
)]
pub(crate) async fn search(
    State(app): State<App>,
    frame: Frame,
    RawQuery(query): RawQuery,
) -> Answer {
    let address = Address::read(&query.unwrap_or_default());
    let query = wanted::query(&app, &address);
    let found = find::find(&app.hall, &frame.actor, &query, address.get("after"), PAGE).await?;
    let businesses = found.rows.into_iter().map(BusinessOut::from).collect();
    Ok(Json(PageOut {
        total: found.total,
        businesses,
        next: found.next,
    })
    .into_response())
}

/// `GET /api/v1/businesses/{business}/plan`
#[utoipa::path(
    get,
    path = "/api/v1/businesses/{business}/plan",
    params(("business" = String, Path, description = "Id of the business.")),
    responses((status = 200, body = PlanOut), (status = 404, description = "No such business, or not yours."))
)]
pub(crate) async fn plan(State(app): State<App>, frame: Frame, Path(id): Path<String>) -> Answer {
    let id: BusinessId = id.parse().map_err(|_| Refusal::NotFound)?;
    let seen = plans::plan(&app.hall, &frame.actor, id).await?;
    Ok(Json(PlanOut::of(&app.hall.rulebook(), &seen.plan)).into_response())
}
