//! Parcels that are offered, and what is known of them.

use chrono::{DateTime, NaiveDate, Utc};
use vocab::id::{AccountId, SiteId};

use crate::error::StoreResult;
use crate::query::{Row, sql};
use crate::session::{Session, Tx};

/// A parcel that is offered for the centre.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Id.
    pub id: SiteId,
    /// Where.
    pub regency: String,
    /// Short name, such as `A`.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// GeoJSON geometry.
    pub parcel: String,
    /// Area in square metres on the ellipsoid.
    pub area_m2: f64,
    /// Latitude of its middle, in degrees.
    pub lat: f64,
    /// Longitude of its middle, in degrees.
    pub lng: f64,
    /// Invented, to show how it works.
    pub example: bool,
    /// Who brought it.
    pub account: Option<AccountId>,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When it was taken back.
    pub withdrawn_at: Option<DateTime<Utc>>,
}

/// What is known of a site under one criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteValue {
    /// Of which site.
    pub site: SiteId,
    /// Under which criterion.
    pub criterion: String,
    /// A number, or a word of the criterion's scale.
    pub value: String,
    /// From where.
    pub source: String,
    /// From which day.
    pub dated_on: NaiveDate,
    /// Who noted it.
    pub account: Option<AccountId>,
    /// When.
    pub noted_at: DateTime<Utc>,
}

const COLUMNS: &str = "id, regency, code, name, parcel, area_m2, lat, lng, example, account_id, created_at, withdrawn_at";

/// Writes a site. False if its code is taken.
pub async fn insert(tx: &mut Tx, site: &Site) -> StoreResult<bool> {
    let query = sql(format!(
        "INSERT INTO site ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
         ON CONFLICT (regency, code) DO NOTHING"
    ));
    let written = tx
        .execute(
            query
                .bind(site.id)
                .bind(&site.regency)
                .bind(&site.code)
                .bind(&site.name)
                .bind(&site.parcel)
                .bind(site.area_m2)
                .bind(site.lat)
                .bind(site.lng)
                .bind(site.example)
                .bind(site.account)
                .bind(site.created_at)
                .bind(site.withdrawn_at),
        )
        .await?;
    Ok(written == 1)
}

/// Puts another parcel in a site's place.
pub async fn redraw(tx: &mut Tx, site: &Site) -> StoreResult<()> {
    let query = sql(
        "UPDATE site SET parcel = $1, area_m2 = $2, lat = $3, lng = $4 \
         WHERE regency = $5 AND id = $6",
    );
    tx.execute(
        query
            .bind(&site.parcel)
            .bind(site.area_m2)
            .bind(site.lat)
            .bind(site.lng)
            .bind(&site.regency)
            .bind(site.id),
    )
    .await?;
    Ok(())
}

/// Takes a site back, or offers it again.
pub async fn set_withdrawn(
    tx: &mut Tx,
    regency: &str,
    id: SiteId,
    at: Option<DateTime<Utc>>,
) -> StoreResult<bool> {
    let query = sql("UPDATE site SET withdrawn_at = $1 WHERE regency = $2 AND id = $3");
    Ok(tx.execute(query.bind(at).bind(regency).bind(id)).await? == 1)
}

/// By id.
pub async fn find(session: &mut Session, regency: &str, id: SiteId) -> StoreResult<Option<Site>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM site WHERE regency = $1 AND id = $2"
    ));
    let row = session.optional(query.bind(regency).bind(id)).await?;
    row.as_ref().map(read).transpose()
}

/// All sites by code, those taken back last; never more than `limit`.
pub async fn list(session: &mut Session, regency: &str, limit: u32) -> StoreResult<Vec<Site>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM site WHERE regency = $1 \
         ORDER BY CASE WHEN withdrawn_at IS NULL THEN 0 ELSE 1 END, code LIMIT $2"
    ));
    let rows = session.all(query.bind(regency).bind(limit)).await?;
    rows.iter().map(read).collect()
}

/// Notes what is known of a site.
pub async fn note(tx: &mut Tx, regency: &str, value: &SiteValue) -> StoreResult<()> {
    let query = sql(
        "INSERT INTO site_value (regency, site_id, criterion, value, source, dated_on, account_id, noted_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    );
    tx.execute(
        query
            .bind(regency)
            .bind(value.site)
            .bind(&value.criterion)
            .bind(&value.value)
            .bind(&value.source)
            .bind(value.dated_on)
            .bind(value.account)
            .bind(value.noted_at),
    )
    .await?;
    Ok(())
}

/// The newest value of every criterion of all sites, or of one.
pub async fn values(
    session: &mut Session,
    regency: &str,
    site: Option<SiteId>,
) -> StoreResult<Vec<SiteValue>> {
    let mut query = sql(
        "SELECT v.site_id, v.criterion, v.value, v.source, v.dated_on, v.account_id, v.noted_at \
         FROM site_value v WHERE v.regency = ",
    );
    query.push_bind(regency);
    if let Some(site) = site {
        query.push(" AND v.site_id = ").push_bind(site);
    }
    query.push(
        " AND v.seq = (SELECT MAX(n.seq) FROM site_value n WHERE n.regency = v.regency \
         AND n.site_id = v.site_id AND n.criterion = v.criterion) ORDER BY v.site_id, v.criterion",
    );
    let rows = session.all(query).await?;
    rows.iter()
        .map(|row| {
            Ok(SiteValue {
                site: row.id(0)?,
                criterion: row.get(1)?,
                value: row.get(2)?,
                source: row.get(3)?,
                dated_on: row.parse(4)?,
                account: row.id_or_none(5)?,
                noted_at: row.moment(6)?,
            })
        })
        .collect()
}

fn read(row: &Row) -> StoreResult<Site> {
    Ok(Site {
        id: row.id(0)?,
        regency: row.get(1)?,
        code: row.get(2)?,
        name: row.get(3)?,
        parcel: row.get(4)?,
        area_m2: row.get(5)?,
        lat: row.get(6)?,
        lng: row.get(7)?,
        example: row.get(8)?,
        account: row.id_or_none(9)?,
        created_at: row.moment(10)?,
        withdrawn_at: row.moment_or_none(11)?,
    })
}
