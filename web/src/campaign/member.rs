//! One business of a campaign, month by month; and the members on paper.

use axum::extract::{Path, Query, State};
use center::{Permission, registry::campaign};
use chrono::Datelike;
use serde::Deserialize;
use vocab::{AccountId, BusinessId};

use super::{
    one::{may_be_sent, outcomes, read, row},
    pages::{MemberPage, Noted, Row, SheetPage},
};
use crate::{
    App,
    error::Refusal,
    format,
    frame::Frame,
    page::{Answer, page},
    plan::view::Choice,
};

/// `GET /campaigns/{id}/members/{business}`
pub(crate) async fn show(
    State(app): State<App>,
    frame: Frame,
    Path((id, business)): Path<(String, String)>,
) -> Answer {
    let business: BusinessId = business.parse().map_err(|_| Refusal::NotFound)?;
    let seen = campaign::member(&app.hall, &frame.actor, read(&id)?, business).await?;
    let closed = seen.campaign.closed_at.is_some();
    let mentors = may_be_sent(&app, &frame, &seen.campaign).await?;
    let today = app.hall.clock().today();
    let months = seen.months.iter().map(|(month, who)| Noted {
        month: format::month(frame.lang, &month.month),
        outcome: campaign::Outcome::from_id(&month.outcome)
            .map_or("", |outcome| outcome.label(frame.lang))
            .to_owned(),
        note: month.note.clone(),
        who: who.clone(),
    });
    page(&MemberPage {
        f: &frame,
        id: seen.campaign.id.to_string(),
        campaign: seen.campaign.name.clone(),
        closed,
        problems: Vec::new(),
        row: row(&frame, &seen.member),
        months: months.collect(),
        may_note: !closed && frame.may(Permission::WorkCampaigns),
        outcomes: outcomes(&frame),
        this_month: format!("{:04}-{:02}", today.year(), today.month()),
        mentors: mentors
            .into_iter()
            .map(|(mentor, name)| {
                let has = seen.member.member.mentor == Some(mentor);
                Choice::new(mentor.to_string(), name).chosen_if(has)
            })
            .collect(),
    })
}

/// Whose members are wanted on paper, and where the sheet begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    mentor: String,
    after: String,
}

/// `GET /campaigns/{id}/sheet`
pub(crate) async fn sheet(
    State(app): State<App>,
    frame: Frame,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let id = read(&id)?;
    let mentor: Option<AccountId> = wanted.mentor.parse().ok();
    let after = Some(wanted.after.as_str()).filter(|after| !after.is_empty());
    let seen = campaign::sheet(&app.hall, &frame.actor, id, mentor, after).await?;
    let mut places: Vec<(String, Vec<Row>)> = Vec::new();
    for one in &seen.rows {
        let listed = one.listed.as_ref();
        let district = listed.and_then(|listed| listed.district.clone());
        let district = district.unwrap_or_else(|| frame.t("insight-unplaced"));
        match places.last_mut().filter(|(name, _)| *name == district) {
            Some((_, rows)) => rows.push(row(&frame, one)),
            None => places.push((district, vec![row(&frame, one)])),
        }
    }
    page(&SheetPage {
        f: &frame,
        id: id.to_string(),
        name: seen.campaign.name,
        mentor: seen.mentor.unwrap_or_default(),
        printed_on: frame.date(&app.hall.clock().today()),
        places,
        outcomes: outcomes(&frame),
        more_href: seen.next.map(|next| {
            format!(
                "/campaigns/{id}/sheet?mentor={}&after={next}",
                wanted.mentor
            )
        }),
    })
}
