//! The officers' queue.

use axum::extract::{Query, State};
use center::licensing::{
    case::{State as Stand, Turn},
    clock,
    queue::{self, Filter, Line, MOST_LATE, Whose},
    view::permit_title,
};
use serde::Deserialize;

use super::pages::{QueuePage, Row, Tab};
use crate::{
    App,
    frame::Frame,
    page::{Answer, page},
    plan::view::Choice,
};

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    turn: String,
    state: String,
    permit: String,
    whose: String,
    at: String,
}

impl Wanted {
    fn filter(&self) -> Filter {
        let permit = self.permit.trim();
        Filter {
            whose: match self.whose.as_str() {
                "" => Whose::All,
                "mine" => Whose::Mine,
                id => id.parse().map_or(Whose::All, Whose::Of),
            },
            turn: Turn::from_id(&self.turn),
            state: Stand::from_id(&self.state),
            permit: (!permit.is_empty()).then(|| permit.to_owned()),
        }
    }

    /// The same question with another turn or place.
    fn href(&self, turn: &str, at: &str) -> String {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [
            ("turn", turn),
            ("permit", &self.permit),
            ("whose", &self.whose),
            ("at", at),
        ] {
            if !value.is_empty() {
                pairs.append_pair(name, value);
            }
        }
        if turn == self.turn && !self.state.is_empty() {
            pairs.append_pair("state", &self.state);
        }
        format!("/licensing?{}", pairs.finish())
    }
}

/// `GET /licensing`
pub(crate) async fn show(
    State(app): State<App>,
    frame: Frame,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let filter = wanted.filter();
    let place = wanted.at.parse().ok();
    let found = queue::queue(&app.hall, &frame.actor, &filter, place).await?;
    let load = queue::workload(&app.hall, &frame.actor).await?;
    let chosen = filter.turn.unwrap_or(Turn::Office);
    let tabs = found
        .turns
        .iter()
        .map(|(turn, n)| Tab {
            href: wanted.href(turn.id(), ""),
            label: turn.label(frame.lang).to_owned(),
            n: frame.number(*n),
            current: filter.state.is_none() && *turn == chosen,
        })
        .collect();
    let mut whose = vec![
        Choice::new("", frame.t("case-everybody")).chosen_if(wanted.whose.is_empty()),
        Choice::new("mine", frame.t("case-mine")).chosen_if(wanted.whose == "mine"),
    ];
    whose.extend(load.iter().map(|one| {
        let id = one.id.to_string();
        let chosen = id == wanted.whose;
        Choice::new(id, one.name.clone()).chosen_if(chosen)
    }));
    page(&QueuePage {
        f: &frame,
        problems: Vec::new(),
        tabs,
        filters: vec![
            ("whose", frame.t("case-whose"), whose),
            (
                "state",
                frame.t("case-state"),
                states(&frame, &wanted.state),
            ),
            (
                "permit",
                frame.t("case-permit"),
                permits(&app, &frame, &wanted.permit),
            ),
        ],
        late: late(&frame, found.late),
        rows: found
            .lines
            .iter()
            .map(|line| row(&app, &frame, line))
            .collect(),
        previous: found.previous.map(|at| wanted.href(&wanted.turn, &at)),
        next: found.next.map(|at| wanted.href(&wanted.turn, &at)),
        load: load
            .into_iter()
            .map(|one| (one.name, frame.number(one.waiting), frame.number(one.open)))
            .collect(),
    })
}

/// Counting stops at a thousand: more are told as that many and more.
fn late(frame: &Frame, n: i64) -> String {
    match n {
        0 => String::new(),
        n if n >= i64::from(MOST_LATE) => format!("{}+", frame.number(n)),
        n => frame.number(n),
    }
}

fn states(frame: &Frame, given: &str) -> Vec<Choice> {
    let any = Choice::new("", frame.t("registry-any")).chosen_if(given.is_empty());
    let states = Stand::ALL.iter().map(|state| {
        Choice::new(state.id(), state.label(frame.lang)).chosen_if(state.id() == given)
    });
    std::iter::once(any).chain(states).collect()
}

/// The permits of today's rules that can be cases.
pub(crate) fn permits(app: &App, frame: &Frame, given: &str) -> Vec<Choice> {
    let any = Choice::new("", frame.t("registry-any")).chosen_if(given.is_empty());
    std::iter::once(any)
        .chain(
            center::licensing::permits::all(&app.hall)
                .into_iter()
                .map(|permit| {
                    let chosen = permit.rule == given;
                    let label = permit_title(&app.hall, &permit.rule, frame.lang);
                    Choice::new(permit.rule, label).chosen_if(chosen)
                }),
        )
        .collect()
}

/// How a state looks.
pub(crate) fn tone(state: Stand) -> &'static str {
    match state {
        Stand::Draft => "",
        Stand::Documents | Stand::Submitted | Stand::InVerification => "blue",
        Stand::Ready | Stand::Issued => "good",
        Stand::NeedsRepair => "mind",
        Stand::Refused | Stand::Withdrawn => "bad",
    }
}

/// A case as a line of a list.
pub(crate) fn row(app: &App, frame: &Frame, line: &Line) -> Row {
    let case = &line.case;
    let state = Stand::from_id(&case.state);
    let open = !clock::is_never(case.due_on);
    Row {
        href: format!("/licensing/cases/{}", case.id),
        business: line
            .business
            .clone()
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| frame.t("registry-noname")),
        permit: permit_title(&app.hall, &case.permit, frame.lang),
        state: state.map_or_else(String::new, |state| state.label(frame.lang).to_owned()),
        tone: state.map_or("", tone),
        due: if open {
            frame.date(&case.due_on)
        } else {
            String::new()
        },
        late: open && case.due_on < app.hall.clock().today(),
        officer: line.officer.clone().unwrap_or_default(),
    }
}
