//! What the office decides for its project, as texts to be changed.

use axum::{
    Form,
    extract::{Path, State},
};
use center::{
    ErrorKind, Permission,
    project::setting::{self, Setting},
};
use serde::Deserialize;
use vocab::DomainError;

use super::pages::SettingsPage;
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    page::{Answer, go_noting, page, say, wrong},
};

/// The new text.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Changed {
    text: String,
}

fn read(id: &str) -> Result<Setting, Refusal> {
    Setting::from_id(id).ok_or(Refusal::NotFound)
}

fn form(frame: &Frame, setting: Setting, text: String, problems: Vec<String>) -> SettingsPage<'_> {
    let label = |one: Setting| match one {
        Setting::Criteria => frame.t("setting-criteria"),
        Setting::Clock => frame.t("setting-clock"),
        Setting::Space => frame.t("setting-space"),
        Setting::Public => frame.t("setting-public"),
    };
    SettingsPage {
        f: frame,
        problems,
        id: setting.id(),
        label: label(setting),
        all: Setting::ALL
            .into_iter()
            .map(|one| (one.id(), label(one)))
            .collect(),
        text,
        may_change: frame.may(match setting {
            Setting::Public => Permission::DecideProject,
            _ => Permission::ManageProject,
        }),
    }
}

/// `GET /project/settings/{setting}`
pub(crate) async fn show(State(app): State<App>, frame: Frame, Path(id): Path<String>) -> Answer {
    let setting = read(&id)?;
    let text = setting::show(&app.hall, &frame.actor, setting).await?;
    page(&form(&frame, setting, text, Vec::new()))
}

/// `POST /project/settings/{setting}`
pub(crate) async fn save(
    State(app): State<App>,
    frame: Frame,
    Path(id): Path<String>,
    Form(given): Form<Changed>,
) -> Answer {
    let setting = read(&id)?;
    match setting::save(&app.hall, &frame.actor, setting, &given.text).await {
        Ok(()) => go_noting(&format!("/project/settings/{id}"), "note-saved"),
        Err(error) if error.kind() == ErrorKind::Invalid => {
            let problems = vec![say(frame.lang, &error.message())];
            wrong(&form(&frame, setting, given.text, problems))
        }
        Err(error) => Err(error.into()),
    }
}
