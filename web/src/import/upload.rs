//! Taking a file in: streamed to disk, so that memory does not grow with it.

use std::path::Path;

use axum::{
    extract::{
        Multipart, State,
        multipart::{Field, MultipartError},
    },
    http::StatusCode,
};
use center::{
    ErrorKind,
    registry::import::{self, ImportError},
};
use chrono::NaiveDate;
use tokio::{fs::OpenOptions, io::AsyncWriteExt};
use uuid::Uuid;
use vocab::DomainError;

use super::{
    list,
    staged::{self, Staged},
};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    guard::same,
    page::{Answer, go, say, wrong},
};

/// `POST /import`. The form sends its token first and the file last; until the token is seen to be
/// the visitor's own, nothing of the body is used.
pub(crate) async fn upload(State(app): State<App>, frame: Frame, mut parts: Multipart) -> Answer {
    let token = text(&mut parts, "csrf").await?;
    if !same(&token, &frame.csrf) {
        return Err(Refusal::StaleForm);
    }
    let source = text(&mut parts, "source").await?;
    let day = text(&mut parts, "day").await?;
    let file = next(&mut parts).await?;
    let (id, path) = staged::open(&app).await?;
    let file_name = file.file_name().unwrap_or_default().to_owned();
    keep(file, &path).await?;
    let mut noted = Staged {
        account: frame.actor.account,
        file_name,
        source,
        rows: 0,
        stated_on: None,
        list: None,
    };
    match look(&app, &frame, id, &mut noted, &day).await {
        Ok(()) => {
            staged::note(&app, id, &noted).await?;
            go(&format!("/import/staged/{id}"))
        }
        Err(error) => {
            remove(&path).await;
            if error.kind() != ErrorKind::Invalid {
                return Err(error.into());
            }
            let problems = vec![say(frame.lang, &error.message())];
            wrong(&list::form(&app, &frame, noted.source, problems).await?)
        }
    }
}

/// Reads the whole file once: what passes a limit anywhere in it is refused before anybody decides about its columns.
async fn look(
    app: &App,
    frame: &Frame,
    id: Uuid,
    noted: &mut Staged,
    day: &str,
) -> center::Result<()> {
    noted.stated_on = self::day(day)?;
    let brought = staged::brought(app, id, noted, None);
    import::preview(&app.hall, &frame.actor, &brought).await?;
    noted.rows = import::look_through(&app.hall, &frame.actor, &brought.path).await?;
    Ok(())
}

/// A day as a form sends it; none if none was chosen.
pub(crate) fn day(typed: &str) -> Result<Option<NaiveDate>, ImportError> {
    match typed.trim() {
        "" => Ok(None),
        typed => typed
            .parse()
            .map(Some)
            .map_err(|_| ImportError::DayUnreadable {
                day: typed.chars().take(40).collect(),
            }),
    }
}

pub(crate) async fn next(parts: &mut Multipart) -> Result<Field<'_>, Refusal> {
    parts
        .next_field()
        .await
        .map_err(|error| broken(&error))?
        .ok_or(Refusal::Unreadable)
}

pub(crate) async fn text(parts: &mut Multipart, name: &str) -> Result<String, Refusal> {
    let field = next(parts).await?;
    if field.name() != Some(name) {
        return Err(if name == "csrf" {
            Refusal::StaleForm
        } else {
            Refusal::Unreadable
        });
    }
    field.text().await.map_err(|error| broken(&error))
}

pub(crate) async fn keep(mut field: Field<'_>, path: &Path) -> Result<(), Refusal> {
    if field.name() != Some("file") {
        return Err(Refusal::Unreadable);
    }
    let kept = pour(&mut field, path).await;
    if kept.is_err() {
        remove(path).await;
    }
    kept
}

async fn pour(field: &mut Field<'_>, path: &Path) -> Result<(), Refusal> {
    let failed = |error: std::io::Error| Refusal::internal(&error);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    // It may hold NIKs, and is not sealed before it is taken in: for the program's own eyes only.
    #[cfg(unix)]
    options.mode(0o600);
    let mut file = options.open(path).await.map_err(failed)?;
    while let Some(piece) = field.chunk().await.map_err(|error| broken(&error))? {
        file.write_all(&piece).await.map_err(failed)?;
    }
    file.flush().await.map_err(failed)
}

pub(crate) async fn remove(path: &Path) {
    if let Err(error) = tokio::fs::remove_file(path).await {
        tracing::warn!(%error, "an uploaded file could not be removed");
    }
}

fn broken(error: &MultipartError) -> Refusal {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Refusal::TooLarge
    } else {
        Refusal::Unreadable
    }
}
