//! The sites that are offered, and offering one.

use axum::extract::{Multipart, State, multipart::Field};
use center::{
    ErrorKind, Permission,
    project::site::{self, NewSite, Site},
};
use vocab::{DomainError, GeoPoint, RegionLevel};

use super::{
    draw::{self, Mark},
    pages::{SiteRow, SitesPage},
};
use crate::{
    App,
    error::Refusal,
    format,
    frame::Frame,
    guard::same,
    import::upload,
    page::{Answer, go_noting, page, say, wrong},
};

/// A file of a parcel is small: a few kilobytes, even from a surveyor.
const MOST_BYTES: usize = 1024 * 1024;

/// What was typed.
#[derive(Debug, Default)]
struct Typed {
    code: String,
    name: String,
    parcel: String,
}

/// `GET /project/sites`
pub(crate) async fn show(State(app): State<App>, frame: Frame) -> Answer {
    page(&form(&app, &frame, Typed::default(), Vec::new()).await?)
}

async fn form<'a>(
    app: &App,
    frame: &'a Frame,
    typed: Typed,
    problems: Vec<String>,
) -> center::Result<SitesPage<'a>> {
    let sites = site::list(&app.hall, &frame.actor).await?;
    let best: Option<&str> = None;
    Ok(SitesPage {
        f: frame,
        problems,
        map: map(app, frame, &sites, best),
        rows: sites.iter().map(|one| row(app, frame, one)).collect(),
        may_offer: frame.may(Permission::ManageProject),
        code: typed.code,
        name: typed.name,
        parcel: typed.parcel,
    })
}

/// The sites that stand, among the villages.
pub(super) fn map(app: &App, frame: &Frame, sites: &[Site], best: Option<&str>) -> Option<String> {
    let marks: Vec<Mark> = sites
        .iter()
        .filter(|one| one.withdrawn_at.is_none())
        .filter_map(|one| {
            Some(Mark {
                code: one.code.clone(),
                at: GeoPoint::new(one.lat, one.lng).ok()?,
                best: best == Some(one.code.as_str()),
            })
        })
        .collect();
    let villages: Vec<GeoPoint> = app
        .hall
        .gazetteer()
        .places()
        .iter()
        .filter(|place| place.code.level() == RegionLevel::Village)
        .filter_map(|place| place.centre)
        .collect();
    if marks.is_empty() {
        return None;
    }
    draw::sites(&villages, &marks, &frame.t("sites-map"))
}

fn row(app: &App, frame: &Frame, one: &Site) -> SiteRow {
    let village = GeoPoint::new(one.lat, one.lng)
        .ok()
        .and_then(|at| app.hall.gazetteer().nearest_village(at));
    SiteRow {
        id: one.id.to_string(),
        code: one.code.clone(),
        name: one.name.clone(),
        village: village
            .map(|place| place.name.to_string())
            .unwrap_or_default(),
        area: hectares(frame, one.area_m2),
        small: one.area_m2 < 10_000.0,
        example: one.example,
        withdrawn: one.withdrawn_at.is_some(),
    }
}

/// `1,05 ha`, and the square metres beside it.
pub(super) fn hectares(frame: &Frame, area_m2: f64) -> String {
    let ha = format::decimal(area_m2 / 10_000.0, 2);
    frame.t2(
        "site-area-shown",
        ("ha", &ha),
        ("m2", &format::decimal(area_m2, 0)),
    )
}

/// `POST /project/sites`. The form sends its token first and the file last; the file may be left out.
pub(crate) async fn offer(State(app): State<App>, frame: Frame, mut parts: Multipart) -> Answer {
    let token = upload::text(&mut parts, "csrf").await?;
    if !same(&token, &frame.csrf) {
        return Err(Refusal::StaleForm);
    }
    let mut typed = Typed {
        code: upload::text(&mut parts, "code").await?,
        name: upload::text(&mut parts, "name").await?,
        parcel: upload::text(&mut parts, "parcel").await?,
    };
    let file = read(upload::next(&mut parts).await?).await?;
    if !file.trim().is_empty() {
        typed.parcel = file;
    }
    let new = NewSite {
        code: typed.code.clone(),
        name: typed.name.clone(),
        parcel: typed.parcel.clone(),
        example: false,
    };
    match site::offer(&app.hall, &frame.actor, &new).await {
        Ok(made) if made.swapped => {
            go_noting(&format!("/project/sites/{}", made.id), "note-site-swapped")
        }
        Ok(made) => go_noting(&format!("/project/sites/{}", made.id), "note-site-offered"),
        Err(error) if matches!(error.kind(), ErrorKind::Invalid | ErrorKind::Conflict) => {
            let problems = vec![say(frame.lang, &error.message())];
            wrong(&form(&app, &frame, typed, problems).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// A small text file; an empty one when none was chosen.
async fn read(mut field: Field<'_>) -> Result<String, Refusal> {
    if field.name() != Some("file") {
        return Err(Refusal::Unreadable);
    }
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(|_| Refusal::Unreadable)? {
        if bytes.len() + piece.len() > MOST_BYTES {
            return Err(Refusal::TooLarge);
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
