//! One case: its page for the office and for its owner, and what is done on it.

use axum::{
    Form,
    extract::{Path, State},
};
use center::{
    ErrorKind, Permission,
    licensing::{
        act::{self, Action},
        case::{Event, State as Stand, Turn},
        clock,
        number::Issue,
        papers::{self, CasePaper},
        queue,
        view::{self, CaseView, DocumentView, EventView, permit_title},
    },
};
use chrono::NaiveDate;
use serde::Deserialize;
use vocab::{AccountId, DomainError, Lang, id::CaseId};

use super::{
    pages::{CasePage, CaseParts, Happened, MadePaper, Paper, Station, TrackPage, Typed},
    queue::tone,
};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    page::{Answer, go_noting, page, say, wrong},
    plan::view::Choice,
};

pub(crate) fn read(id: &str) -> Result<CaseId, Refusal> {
    id.parse().map_err(|_| Refusal::NotFound)
}

/// `GET /licensing/cases/{id}`
pub(crate) async fn show(State(app): State<App>, frame: Frame, Path(id): Path<String>) -> Answer {
    shown(&app, &frame, read(&id)?, Vec::new(), Typed::default()).await
}

/// The page of a case, with what is wrong on it.
pub(crate) async fn shown(
    app: &App,
    frame: &Frame,
    id: CaseId,
    problems: Vec<String>,
    typed: Typed,
) -> Answer {
    let seen = view::view(&app.hall, &frame.actor, id).await?;
    let mut case = parts(app, frame, &seen);
    case.typed = typed;
    case.made = made_papers(app, frame, id).await?;
    let good = problems.is_empty();
    if frame.may(Permission::SeeCases) {
        if frame.may(Permission::AssignCases) && !seen.state.is_closed() {
            case.officers = officers(app, frame, seen.case.officer).await?;
        }
        let shown = CasePage {
            f: frame,
            case,
            problems,
        };
        return if good { page(&shown) } else { wrong(&shown) };
    }
    let shown = TrackPage {
        f: frame,
        case,
        problems,
    };
    if good { page(&shown) } else { wrong(&shown) }
}

async fn officers(
    app: &App,
    frame: &Frame,
    present: Option<AccountId>,
) -> Result<Vec<Choice>, Refusal> {
    let load = queue::workload(&app.hall, &frame.actor).await?;
    Ok(load
        .into_iter()
        .map(|one| {
            let label = frame.t2(
                "case-officer-load",
                ("name", &one.name),
                ("n", &frame.number(one.waiting)),
            );
            Choice::new(one.id.to_string(), label).chosen_if(Some(one.id) == present)
        })
        .collect())
}

fn parts(app: &App, frame: &Frame, seen: &CaseView) -> CaseParts {
    let case = &seen.case;
    let today = app.hall.clock().today();
    let open = !clock::is_never(case.due_on);
    let may = |event| seen.may.contains(&event);
    let date =
        |day: &Option<NaiveDate>| day.as_ref().map(|day| frame.date(day)).unwrap_or_default();
    let permit = permit_title(&app.hall, &case.permit, frame.lang);
    let outside = [&case.outside_system, &case.outside_number];
    let outside: Vec<&str> = outside.into_iter().flatten().map(String::as_str).collect();
    CaseParts {
        id: case.id.to_string(),
        version: case.version.to_string(),
        product: case.product.clone(),
        business: if seen.business.is_empty() {
            frame.t("registry-noname")
        } else {
            seen.business.clone()
        },
        business_id: case.business.to_string(),
        made: Vec::new(),
        further: if seen.state.is_closed()
            && seen.permit.is_per_product()
            && frame.may(Permission::OpenCases)
        {
            case.permit.clone()
        } else {
            String::new()
        },
        business_href: format!("/registry/{}", case.business),
        owner: seen.owner.clone().unwrap_or_default(),
        state: seen.state.label(frame.lang).to_owned(),
        tone: tone(seen.state),
        turn: seen.turn.label(frame.lang).to_owned(),
        next: next(frame, seen),
        closed: seen.state.is_closed(),
        due: if open {
            frame.date(&case.due_on)
        } else {
            String::new()
        },
        late: open && case.due_on < today,
        days: format!(
            "{} / {}",
            frame.number(seen.days.0),
            frame.number(seen.days.1)
        ),
        officer: seen.officer.clone().unwrap_or_default(),
        officers: Vec::new(),
        outside: outside.join(" · "),
        system: seen.permit.system.clone(),
        issued: case.issued_number.clone().unwrap_or_default(),
        valid_until: date(&case.valid_until),
        reason: case.reason.clone().unwrap_or_default(),
        stations: stations(frame, seen.state),
        documents: seen
            .documents
            .iter()
            .map(|one| paper(frame, seen, one))
            .collect(),
        may_bring: seen.may_bring,
        may_review: seen.may_review,
        may_submit: may(Event::Submit),
        may_take_up: may(Event::TakeUp),
        may_ask_repair: may(Event::AskRepair),
        may_resubmit: may(Event::Resubmit),
        may_issue: may(Event::Issue),
        has_number: seen.permit.has_number(),
        may_refuse: may(Event::Refuse),
        may_withdraw: may(Event::Withdraw),
        events: seen
            .events
            .iter()
            .rev()
            .map(|event| happened(frame, event))
            .collect(),
        whatsapp: seen.phone.as_ref().and_then(|phone| {
            let text = frame.t2(
                "case-whatsapp-text",
                ("permit", &permit),
                ("state", &seen.state.label(Lang::Id)),
            );
            phone.whatsapp_link(&text)
        }),
        today: today.to_string(),
        typed: Typed::default(),
        permit,
    }
}

/// The papers that are made for a case, as its page offers them.
async fn made_papers(app: &App, frame: &Frame, id: CaseId) -> Result<Vec<MadePaper>, Refusal> {
    let office = app
        .config
        .desk
        .as_ref()
        .and_then(|desk| desk.office.as_ref());
    let offered = papers::offered(&app.hall, &frame.actor, office, id).await?;
    Ok(offered
        .into_iter()
        .map(|one| {
            let at = format!("/licensing/cases/{id}/papers/{}", one.paper.id());
            let has_form = one.may_fill && !one.paper.asked().is_empty();
            MadePaper {
                label: one.paper.label(frame.lang).to_owned(),
                pdf: if one.ready {
                    format!("{at}/pdf")
                } else {
                    String::new()
                },
                missing: match (one.ready, one.paper) {
                    (true, _) => String::new(),
                    (false, CasePaper::Label) => frame.t("case-made-no-label"),
                    (false, paper) if paper.is_the_offices() && !one.may_fill => {
                        frame.t("case-made-later")
                    }
                    (false, CasePaper::Receipt) => frame.t("case-made-no-office"),
                    (false, _) => frame.t("case-made-missing"),
                },
                form: if has_form { at } else { String::new() },
            }
        })
        .collect())
}

/// What happens next, in words for the owner.
fn next(frame: &Frame, seen: &CaseView) -> String {
    let key = match (seen.state, seen.turn) {
        (Stand::Draft | Stand::Documents, Turn::Owner) => "case-next-bring",
        (Stand::Draft | Stand::Documents | Stand::Ready, _) => "case-next-office",
        (Stand::Submitted | Stand::InVerification, _) => "case-next-outside",
        (Stand::NeedsRepair, Turn::Owner) => "case-next-repair",
        (Stand::NeedsRepair, _) => "case-next-resubmit",
        (Stand::Issued, _) => "case-next-issued",
        (Stand::Refused, _) => "case-next-refused",
        (Stand::Withdrawn, _) => "case-next-withdrawn",
    };
    frame.t(key)
}

/// The way of a case as that of a parcel. A case that was refused or given up has come to its last station.
fn stations(frame: &Frame, state: Stand) -> Vec<Station> {
    let way = [
        "case-way-documents",
        "case-way-check",
        "case-way-outside",
        "case-way-issued",
    ];
    let at = match state {
        Stand::Draft | Stand::Documents => 0,
        Stand::Ready => 1,
        Stand::Submitted | Stand::InVerification | Stand::NeedsRepair => 2,
        Stand::Issued | Stand::Refused | Stand::Withdrawn => 3,
    };
    way.iter()
        .enumerate()
        .map(|(place, key)| Station {
            label: match (place, state) {
                (3, Stand::Refused | Stand::Withdrawn) => state.label(frame.lang).to_owned(),
                _ => frame.t(key),
            },
            state: match place.cmp(&at) {
                std::cmp::Ordering::Less => "done",
                std::cmp::Ordering::Equal if state == Stand::Issued => "done",
                std::cmp::Ordering::Equal => "now",
                std::cmp::Ordering::Greater => "",
            },
        })
        .collect()
}

fn paper(frame: &Frame, seen: &CaseView, one: &DocumentView) -> Paper {
    let document = &one.document;
    let (label, tone) = match document.state.as_str() {
        "good" if document.seen_on_paper => ("case-paper-seen", "good"),
        "good" => ("case-paper-good", "good"),
        "bad" => ("case-paper-bad", "bad"),
        "new" => ("case-paper-new", "blue"),
        _ => ("case-paper-missing", ""),
    };
    // Papers show personal data; who may not see those sees that there is one, and no more.
    let may_look = frame.may(Permission::SeePersonal) || frame.may(Permission::SeeOwnBusiness);
    let file = one
        .file
        .as_ref()
        .filter(|file| may_look && file.erased_at.is_none());
    Paper {
        id: document.id.to_string(),
        place: document.place.to_string(),
        name: match frame.lang {
            Lang::Id => document.name_id.clone(),
            Lang::En => document.name_en.clone(),
        },
        label: frame.t(label),
        tone,
        reason: document.reason.clone().unwrap_or_default(),
        file: file.map(|file| (format!("/licensing/files/{}", file.id), file.name.clone())),
        thumbnail: file
            .filter(|file| file.has_thumbnail)
            .map(|file| format!("/licensing/files/{}/small", file.id)),
        unscanned: file.is_some_and(|file| file.scan != "clean"),
        wanted: seen.may_bring && (document.state != "good" || seen.state == Stand::NeedsRepair),
        state: document.state.clone(),
    }
}

fn happened(frame: &Frame, one: &EventView) -> Happened {
    let side = match one.event.side.as_str() {
        "owner" => frame.t("case-by-owner"),
        "office" => frame.t("case-by-office"),
        _ => String::new(),
    };
    Happened {
        when: frame.moment(&one.event.at),
        what: one.what.map_or_else(
            || one.event.event.clone(),
            |what| what.label(frame.lang).to_owned(),
        ),
        who: one.who.clone().unwrap_or(side),
        note: one.event.note.clone().unwrap_or_default(),
    }
}

/// What is done to a case: the event's word and what goes with it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Done {
    version: String,
    event: String,
    system: String,
    number: String,
    reason: String,
    issued_on: String,
    valid_until: String,
    /// Places of documents, apart by commas.
    documents: String,
}

impl Done {
    fn action(&self) -> Result<Action, Refusal> {
        let reason = || self.reason.clone();
        Ok(match Event::from_id(&self.event) {
            Some(Event::Begin) => Action::Begin,
            Some(Event::Submit) => Action::Submit {
                system: self.system.clone(),
                number: self.number.clone(),
            },
            Some(Event::TakeUp) => Action::TakeUp,
            Some(Event::AskRepair) => Action::AskRepair {
                reason: reason(),
                documents: self
                    .documents
                    .split(',')
                    .filter_map(|place| place.trim().parse().ok())
                    .collect(),
            },
            Some(Event::Resubmit) => Action::Resubmit,
            Some(Event::Issue) => Action::Issue(Issue {
                number: self.number.clone(),
                issued_on: day(&self.issued_on)?,
                valid_until: day(&self.valid_until)?,
            }),
            Some(Event::Refuse) => Action::Refuse { reason: reason() },
            Some(Event::Withdraw) => Action::Withdraw { reason: reason() },
            _ => return Err(Refusal::Unreadable),
        })
    }

    fn typed(self) -> Typed {
        Typed {
            number: self.number,
            system: self.system,
            reason: self.reason,
            issued_on: self.issued_on,
            valid_until: self.valid_until,
        }
    }
}

/// A day as a date field sends it, or as people write it.
pub(crate) fn day(text: &str) -> Result<Option<NaiveDate>, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    // A permit may be good for some years: the usual reading refuses days far ahead.
    vocab::date::parse_date_until(text, 2100)
        .map(Some)
        .map_err(|_| Refusal::invalid(&center::licensing::LicensingError::Day))
}

/// `POST /licensing/cases/{id}/act`
pub(crate) async fn act(
    State(app): State<App>,
    frame: Frame,
    Path(id): Path<String>,
    Form(done): Form<Done>,
) -> Answer {
    let id = read(&id)?;
    let version = done.version.parse().map_err(|_| Refusal::Unreadable)?;
    let outcome = match done.action() {
        Ok(action) => act::act(&app.hall, &frame.actor, id, version, &action).await,
        Err(Refusal::Invalid(problems)) => {
            let problems = problems.iter().map(|one| say(frame.lang, one)).collect();
            return shown(&app, &frame, id, problems, done.typed()).await;
        }
        Err(refusal) => return Err(refusal),
    };
    answer(&app, &frame, id, outcome, done.typed()).await
}

/// Back to the case; what is wrong is told on its page, as it is now.
pub(crate) async fn answer(
    app: &App,
    frame: &Frame,
    id: CaseId,
    outcome: center::Result<()>,
    typed: Typed,
) -> Answer {
    match outcome {
        Ok(()) => go_noting(&format!("/licensing/cases/{id}"), "note-case-moved"),
        Err(error) if matches!(error.kind(), ErrorKind::Invalid | ErrorKind::Conflict) => {
            let problems = vec![say(frame.lang, &error.message())];
            shown(app, frame, id, problems, typed).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Whom a case is given to.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Given {
    version: String,
    officer: String,
}

/// `POST /licensing/cases/{id}/assign`
pub(crate) async fn assign(
    State(app): State<App>,
    frame: Frame,
    Path(id): Path<String>,
    Form(given): Form<Given>,
) -> Answer {
    let id = read(&id)?;
    let version = given.version.parse().map_err(|_| Refusal::Unreadable)?;
    let officer: Option<AccountId> = match given.officer.as_str() {
        "" => None,
        "me" => frame.actor.account,
        id => Some(id.parse().map_err(|_| Refusal::Unreadable)?),
    };
    let outcome = act::assign(&app.hall, &frame.actor, id, version, officer).await;
    answer(&app, &frame, id, outcome, Typed::default()).await
}
