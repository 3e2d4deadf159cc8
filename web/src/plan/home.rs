//! The owner's first page: their plan, and sharing it.

use axum::extract::{Path, Query, State};
use center::registry::{find, plan as plans, share};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use vocab::BusinessId;

use super::{
    answer::plan_page,
    build::{Answers, Ground},
    pages::{HomePage, NonePage, Other, Share},
};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    licensing::doors,
    page::{Answer, go_noting, page},
    qr,
    registry::list::{name, place},
};

/// Which of the owner's businesses.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    business: String,
}

/// `GET /plan`
pub(crate) async fn show(
    State(app): State<App>,
    frame: Frame,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let own = find::own(&app.hall, &frame.actor).await?;
    let Some(first) = own.first() else {
        return page(&NonePage { f: &frame });
    };
    let id = if wanted.business.is_empty() {
        first.id
    } else {
        wanted.business.parse().map_err(|_| Refusal::NotFound)?
    };
    shown(&app, &frame, id, None).await
}

/// A link made just now: its address is known this once.
struct Fresh {
    token: String,
    until: DateTime<Utc>,
}

async fn shown(app: &App, frame: &Frame, id: BusinessId, fresh: Option<Fresh>) -> Answer {
    let seen = plans::plan(&app.hall, &frame.actor, id).await?;
    let own = find::own(&app.hall, &frame.actor).await?;
    let now = app.hall.clock().now();
    let links = share::links(&app.hall, &frame.actor, id).await?;
    let active = links
        .iter()
        .filter(|link| link.revoked_at.is_none() && link.expires_at.is_none_or(|ends| ends > now));
    let rulebook = app.hall.rulebook();
    let ground = Ground {
        rulebook: &rulebook,
        gazetteer: app.hall.gazetteer(),
        facts: &seen.facts,
        on: seen.plan.on,
        lang: frame.lang,
    };
    let answers = Answers::Posted {
        to: format!("/plan/{id}/answer"),
        form: format!("/registry/{id}/facts"),
    };
    let others = own.iter().map(|one| Other {
        name: name(frame, one),
        href: format!("/plan?business={}", one.id),
        current: one.id == id,
    });
    let mut plan = ground.view(&seen.plan, &answers);
    doors::put(app, frame, id, &seen.facts, &mut plan).await?;
    page(&HomePage {
        f: frame,
        business: name(frame, &seen.business),
        place: place(&seen.business),
        printed_on: frame.date(&seen.plan.on),
        others: others.collect(),
        plan,
        share: fresh.map(|fresh| link(frame, &fresh)),
        shared: active.count() > 0,
        share_at: format!("/plan/{id}/share"),
        labels_at: format!("/licensing/labels/{id}"),
        stop_at: format!("/plan/{id}/share/stop"),
        business_href: format!("/registry/{id}#facts"),
    })
}

fn link(frame: &Frame, fresh: &Fresh) -> Share {
    let href = format!("{}/plan/shared/{}", frame.config.base_url, fresh.token);
    Share {
        qr: qr::svg(&href).unwrap_or_default(),
        href,
        until: frame.moment(&fresh.until),
    }
}

/// `POST /plan/{business}/share`: makes a link and shows it this once, since only its hash is kept.
pub(crate) async fn share(State(app): State<App>, frame: Frame, Path(id): Path<String>) -> Answer {
    let id: BusinessId = id.parse().map_err(|_| Refusal::NotFound)?;
    let made = share::share(&app.hall, &frame.actor, id).await?;
    let fresh = Fresh {
        token: made.token,
        until: made.expires_at,
    };
    shown(&app, &frame, id, Some(fresh)).await
}

/// `POST /plan/{business}/share/stop`
pub(crate) async fn stop_sharing(
    State(app): State<App>,
    frame: Frame,
    Path(id): Path<String>,
) -> Answer {
    let id: BusinessId = id.parse().map_err(|_| Refusal::NotFound)?;
    share::revoke(&app.hall, &frame.actor, id, None).await?;
    go_noting(&plan_page(&frame, id), "note-share-ended")
}
