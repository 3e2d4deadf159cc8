//! One's own inbox, and by which way one wants to hear.

use axum::{Form, extract::State};
use center::{
    ErrorKind,
    notify::{self, Channel, Choice as Chosen, Quiet},
};
use serde::Deserialize;
use vocab::DomainError;

use super::pages::{NoticeLine, NoticesPage};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    page::{Answer, go_noting, own_path, page, say, wrong},
    plan::view::Choice,
};

/// `GET /account/notices`
pub(crate) async fn show(State(app): State<App>, frame: Frame) -> Answer {
    let chosen = notify::choice(&app.hall, &frame.actor).await?;
    page(&shown(&app, &frame, &chosen, Vec::new()).await?)
}

async fn shown<'a>(
    app: &App,
    frame: &'a Frame,
    chosen: &Chosen,
    problems: Vec<String>,
) -> Result<NoticesPage<'a>, Refusal> {
    let lines = notify::inbox(&app.hall, &frame.actor, frame.lang).await?;
    let hours = |given: u32| -> Vec<Choice> {
        (0..24)
            .map(|hour| {
                Choice::new(hour.to_string(), format!("{hour:02}.00")).chosen_if(hour == given)
            })
            .collect()
    };
    Ok(NoticesPage {
        unread: lines.iter().any(|line| line.notice.read_at.is_none()),
        lines: lines
            .into_iter()
            .map(|line| NoticeLine {
                when: frame.moment(&line.notice.created_at),
                new: line.notice.read_at.is_none(),
                subject: line.letter.subject,
                text: line.letter.text,
                href: own_path(&line.letter.path).unwrap_or_default().to_owned(),
            })
            .collect(),
        channels: app
            .hall
            .settings()
            .ways
            .open()
            .into_iter()
            .map(|one| {
                Choice::new(one.id(), one.label(frame.lang)).chosen_if(one == chosen.channel)
            })
            .collect(),
        email: chosen.email.clone(),
        from: hours(chosen.quiet.from),
        to: hours(chosen.quiet.to),
        problems,
        f: frame,
    })
}

/// `POST /account/notices/read`
pub(crate) async fn read(State(app): State<App>, frame: Frame) -> Answer {
    notify::read_all(&app.hall, &frame.actor).await?;
    go_noting("/account/notices", "note-saved")
}

/// By which way.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    channel: String,
    email: String,
    quiet_from: String,
    quiet_to: String,
}

/// `POST /account/notices`
pub(crate) async fn choose(
    State(app): State<App>,
    frame: Frame,
    Form(wanted): Form<Wanted>,
) -> Answer {
    let usual = Quiet::default();
    let chosen = Chosen {
        channel: Channel::from_id(&wanted.channel).ok_or(Refusal::Unreadable)?,
        email: wanted.email.trim().to_owned(),
        quiet: Quiet {
            from: wanted.quiet_from.parse().unwrap_or(usual.from),
            to: wanted.quiet_to.parse().unwrap_or(usual.to),
        },
    };
    match notify::choose(&app.hall, &frame.actor, &chosen).await {
        Ok(()) => go_noting("/account/notices", "note-saved"),
        Err(error) if error.kind() == ErrorKind::Invalid => {
            let problems = vec![say(frame.lang, &error.message())];
            wrong(&shown(&app, &frame, &chosen, problems).await?)
        }
        Err(error) => Err(error.into()),
    }
}
