//! One campaign: who goes and sees whom, and what became of them.

use std::collections::{BTreeMap, HashMap};

use axum::{
    Form,
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
};
use center::{
    Permission,
    registry::{
        campaign::{self, Campaign, CampaignView, Given, MemberView, Outcome},
        export,
    },
};
use serde::Deserialize;
use vocab::{AccountId, BusinessId, CampaignId, PhoneNumber};

use super::pages::{CampaignPage, Having, Month, Row};
use crate::{
    App,
    error::Refusal,
    format,
    frame::Frame,
    hall::view::Figure,
    page::{Answer, go_noting, page},
    plan::view::Choice,
    registry::{
        export::{csv_file, workbook},
        list::{name, online, place},
    },
};

/// Where a page of members begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    after: String,
}

/// Who shall go where.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Assigned {
    mentor: String,
    region: String,
    /// Whose the members were; nobody's, if none is named.
    from: String,
    business: String,
}

/// The word that takes members from their mentor and gives them to nobody.
pub(super) const NOBODY: &str = "nobody";

/// What became of a business this month.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Noted {
    business: String,
    month: String,
    outcome: String,
    note: String,
    after: String,
    /// Whether it was noted on the member's own page.
    own: String,
}

pub(super) fn read(id: &str) -> Result<CampaignId, Refusal> {
    id.parse().map_err(|_| Refusal::NotFound)
}

/// `GET /campaigns/{id}`
pub(crate) async fn show(
    State(app): State<App>,
    frame: Frame,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let id = read(&id)?;
    let after = Some(wanted.after.as_str()).filter(|after| !after.is_empty());
    let view = campaign::view(&app.hall, &frame.actor, id, after).await?;
    let mentors = may_be_sent(&app, &frame, &view.campaign).await?;
    page(&shown(&frame, view, mentors, wanted.after))
}

/// Those who may be sent, for who may send them, while the campaign goes on.
pub(super) async fn may_be_sent(
    app: &App,
    frame: &Frame,
    campaign: &Campaign,
) -> center::Result<Vec<(AccountId, String)>> {
    if campaign.closed_at.is_none() && frame.may(Permission::ManageCampaigns) {
        campaign::mentors(&app.hall, &frame.actor).await
    } else {
        Ok(Vec::new())
    }
}

fn closed(frame: &Frame, view: &CampaignView) -> Option<(String, String)> {
    let at = frame.moment(&view.campaign.closed_at?);
    let who = view.closed_by.clone().unwrap_or_default();
    let words = view.campaign.closing.clone().unwrap_or_default();
    Some((
        frame.t2("campaign-closed-by", ("when", &at), ("who", &who)),
        words,
    ))
}

fn shown(
    frame: &Frame,
    view: CampaignView,
    mentors: Vec<(AccountId, String)>,
    after: String,
) -> CampaignPage<'_> {
    let id = view.campaign.id.to_string();
    let free: i64 = view.regions.iter().map(|(.., free)| free).sum();
    let figure = |n: i64, label: String| Figure {
        value: frame.number(n),
        label,
    };
    CampaignPage {
        f: frame,
        name: view.campaign.name.clone(),
        when: frame.t1(
            "campaign-made",
            "day",
            frame.moment(&view.campaign.created_at),
        ),
        closed: closed(frame, &view),
        may_manage: frame.may(Permission::ManageCampaigns),
        may_export: frame.may(Permission::Export),
        problems: Vec::new(),
        figures: vec![
            figure(view.members, frame.t("campaign-members")),
            figure(view.online, frame.t("campaign-online")),
            figure(free, frame.t("campaign-free")),
        ],
        outcomes: outcomes(frame),
        months: months(frame, &view.months),
        mentors: mentors
            .into_iter()
            .map(|(id, name)| Choice::new(id.to_string(), name))
            .collect(),
        regions: view
            .regions
            .iter()
            .filter(|(.., free)| *free > 0)
            .map(|(code, name, _, free)| {
                let label = frame.t2(
                    "campaign-region-free",
                    ("place", name),
                    ("free", &frame.number(*free)),
                );
                Choice::new(code.clone(), label)
            })
            .collect(),
        having: view
            .mentors
            .iter()
            .map(|(id, name, n)| Having {
                id: id.to_string(),
                name: name.clone(),
                n: frame.number(*n),
            })
            .collect(),
        may_note: view.campaign.closed_at.is_none() && frame.may(Permission::WorkCampaigns),
        more_href: view
            .next
            .map(|next| format!("/campaigns/{id}?after={next}")),
        rows: view.page.iter().map(|one| row(frame, one)).collect(),
        after,
        id,
    }
}

pub(super) fn outcomes(frame: &Frame) -> Vec<Choice> {
    Outcome::ALL
        .iter()
        .map(|outcome| Choice::new(outcome.id(), outcome.label(frame.lang)))
        .collect()
}

fn months(frame: &Frame, months: &BTreeMap<String, HashMap<String, i64>>) -> Vec<Month> {
    let cell = |counts: &HashMap<String, i64>, outcome: &Outcome| {
        frame.number(counts.get(outcome.id()).copied().unwrap_or(0))
    };
    months
        .iter()
        .map(|(label, counts)| Month {
            label: format::month(frame.lang, label),
            cells: Outcome::ALL
                .iter()
                .map(|outcome| cell(counts, outcome))
                .collect(),
        })
        .collect()
}

pub(super) fn row(frame: &Frame, one: &MemberView) -> Row {
    let last = one.member.last.as_ref().map(|(month, outcome, note)| {
        let month = format::month(frame.lang, month);
        let outcome = Outcome::from_id(outcome).map_or("", |outcome| outcome.label(frame.lang));
        let note = if note.is_empty() {
            String::new()
        } else {
            format!(" – {note}")
        };
        format!("{month}: {outcome}{note}")
    });
    let (online, online_tone) = one.listed.as_ref().map_or_else(
        || (String::new(), ""),
        |listed| online(frame, listed.online),
    );
    Row {
        id: one.member.business.to_string(),
        name: one
            .listed
            .as_ref()
            .map_or_else(|| frame.t("registry-noname"), |listed| name(frame, listed)),
        owner: one
            .listed
            .as_ref()
            .and_then(|listed| listed.owner_name.clone())
            .unwrap_or_default(),
        phone: one
            .phone
            .as_deref()
            .and_then(|phone| phone.parse::<PhoneNumber>().ok())
            .map(|phone| phone.national())
            .unwrap_or_default(),
        place: one.listed.as_ref().map(place).unwrap_or_default(),
        mentor: one.mentor.clone().unwrap_or_default(),
        online,
        online_tone,
        last: last.unwrap_or_default(),
    }
}

/// `POST /campaigns/{id}/assign`
pub(crate) async fn assign(
    State(app): State<App>,
    frame: Frame,
    Path(id): Path<String>,
    Form(given): Form<Assigned>,
) -> Answer {
    let id = read(&id)?;
    let to: Option<AccountId> = match given.mentor.as_str() {
        NOBODY => None,
        mentor => Some(mentor.parse().map_err(|_| Refusal::Unreadable)?),
    };
    let from = own_id(&given.from)?;
    let business = own_id(&given.business)?;
    let region = Some(given.region.as_str()).filter(|region| !region.is_empty());
    let what = Given {
        from,
        region,
        business,
        ..Given::default()
    };
    campaign::give(&app.hall, &frame.actor, id, what, to).await?;
    let back = business.map_or_else(
        || format!("/campaigns/{id}"),
        |business| format!("/campaigns/{id}/members/{business}"),
    );
    let note = if from.is_some() || business.is_some() {
        "note-campaign-moved"
    } else {
        "note-campaign-assigned"
    };
    go_noting(&back, note)
}

/// An id that may be left out.
fn own_id<T: std::str::FromStr>(text: &str) -> Result<Option<T>, Refusal> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| Refusal::Unreadable)
}

/// What is said at the end of a campaign.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Closing {
    words: String,
}

/// `POST /campaigns/{id}/close`
pub(crate) async fn close(
    State(app): State<App>,
    frame: Frame,
    Path(id): Path<String>,
    Form(closing): Form<Closing>,
) -> Answer {
    let id = read(&id)?;
    campaign::close(&app.hall, &frame.actor, id, &closing.words).await?;
    go_noting(&format!("/campaigns/{id}"), "note-campaign-closed")
}

/// `POST /campaigns/{id}/open`
pub(crate) async fn reopen(State(app): State<App>, frame: Frame, Path(id): Path<String>) -> Answer {
    let id = read(&id)?;
    campaign::reopen(&app.hall, &frame.actor, id).await?;
    go_noting(&format!("/campaigns/{id}"), "note-campaign-opened")
}

/// `POST /campaigns/{id}/note`
pub(crate) async fn note(
    State(app): State<App>,
    frame: Frame,
    Path(id): Path<String>,
    Form(given): Form<Noted>,
) -> Answer {
    let id = read(&id)?;
    let business: BusinessId = given.business.parse().map_err(|_| Refusal::Unreadable)?;
    let outcome = Outcome::from_id(&given.outcome).ok_or_else(|| {
        Refusal::invalid(&center::registry::linking::LinkingError::OutcomeUnknown)
    })?;
    campaign::note(
        &app.hall,
        &frame.actor,
        id,
        business,
        &given.month,
        outcome,
        &given.note,
    )
    .await?;
    let back = match (given.own.is_empty(), given.after.is_empty()) {
        (false, _) => format!("/campaigns/{id}/members/{business}"),
        (true, false) => format!("/campaigns/{id}?after={}", given.after),
        (true, true) => format!("/campaigns/{id}"),
    };
    go_noting(&back, "note-saved")
}

/// `GET /campaigns/{id}/export.csv`
pub(crate) async fn csv(State(app): State<App>, frame: Frame, Path(id): Path<String>) -> Answer {
    let id = read(&id)?;
    let export = export::begin_campaign(&app.hall, &frame.actor, id, frame.lang).await?;
    let answer: Response = csv_file(&file_name(&app, "csv"), export).into_response();
    Ok(answer)
}

/// `GET /campaigns/{id}/export.xlsx`
pub(crate) async fn xlsx(State(app): State<App>, frame: Frame, Path(id): Path<String>) -> Answer {
    let id = read(&id)?;
    let export = export::begin_campaign(&app.hall, &frame.actor, id, frame.lang).await?;
    Ok(workbook(&file_name(&app, "xlsx"), export.xlsx().await?))
}

fn file_name(app: &App, ending: &str) -> String {
    let day = app.hall.clock().today();
    format!("attachment; filename=\"kampanye-{day}.{ending}\"")
}
