//! Files between upload and import. They lie beside the hall's own files under an unguessable name,
//! belong to the account that brought them, and are thrown away after a day.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use center::{
    Actor,
    registry::import::{Brought, STAGED},
};
use chrono::NaiveDate;
use intake::Mapping;
use serde::{Deserialize, Serialize};
use tokio::fs;
use uuid::Uuid;
use vocab::AccountId;

use crate::{App, error::Refusal};

/// A file nobody went on with is kept so long.
const KEPT: Duration = Duration::from_hours(24);

/// What is kept beside the file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Staged {
    pub(crate) account: Option<AccountId>,
    pub(crate) file_name: String,
    pub(crate) source: String,
    /// Rows below the headers, counted when the file came.
    pub(crate) rows: i64,
    /// The day its facts hold for; today if none was said.
    pub(crate) stated_on: Option<NaiveDate>,
    /// What else is known of a list from outside; none for a census.
    pub(crate) list: Option<StagedList>,
}

/// An outside list on its way in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct StagedList {
    /// Its kind, by its word.
    pub(crate) kind: String,
    /// From which probabilities a link is taken, shown to a reader, shown to two; none for as before.
    pub(crate) thresholds: Option<[f64; 3]>,
}

fn folder(app: &App) -> PathBuf {
    Path::new(&app.hall.settings().files).join(STAGED)
}

/// Where the bytes of a file being uploaded go. Makes room first.
pub(crate) async fn open(app: &App) -> Result<(Uuid, PathBuf), Refusal> {
    let folder = folder(app);
    fs::create_dir_all(&folder)
        .await
        .map_err(|error| Refusal::internal(&error))?;
    sweep(&folder).await;
    let id = Uuid::from_bytes(center::keys::random());
    let path = folder.join(id.simple().to_string());
    Ok((id, path))
}

/// Writes down what the file is; only now can it be found.
pub(crate) async fn note(app: &App, id: Uuid, staged: &Staged) -> Result<(), Refusal> {
    let text = serde_json::to_vec(staged).map_err(|error| Refusal::internal(&error))?;
    let path = folder(app).join(format!("{}.json", id.simple()));
    fs::write(path, text)
        .await
        .map_err(|error| Refusal::internal(&error))
}

/// A staged census, or list, of this actor; another's is as if it were not there.
pub(crate) async fn find(
    app: &App,
    actor: &Actor,
    id: &str,
    list: bool,
) -> Result<(Uuid, Staged), Refusal> {
    let id: Uuid = id.parse().map_err(|_| Refusal::NotFound)?;
    let path = folder(app).join(format!("{}.json", id.simple()));
    let text = fs::read(path).await.map_err(|_| Refusal::NotFound)?;
    let staged: Staged = serde_json::from_slice(&text).map_err(|_| Refusal::NotFound)?;
    if staged.account == actor.account && staged.list.is_some() == list {
        Ok((id, staged))
    } else {
        Err(Refusal::NotFound)
    }
}

/// Where the bytes of a staged file lie.
pub(crate) fn path(app: &App, id: Uuid) -> PathBuf {
    folder(app).join(id.simple().to_string())
}

/// The file as the use case wants it.
pub(crate) fn brought(app: &App, id: Uuid, staged: &Staged, mapping: Option<Mapping>) -> Brought {
    Brought {
        path: path(app, id),
        file_name: staged.file_name.clone(),
        source: staged.source.clone(),
        mapping,
        stated_on: staged.stated_on,
        forgiven: Vec::new(),
    }
}

/// Throws a file away.
pub(crate) async fn drop(app: &App, id: Uuid) {
    let name = id.simple().to_string();
    for path in [
        folder(app).join(format!("{name}.json")),
        folder(app).join(name),
    ] {
        if let Err(error) = fs::remove_file(&path).await {
            tracing::warn!(%error, "a staged file could not be removed");
        }
    }
}

async fn sweep(folder: &Path) {
    let Ok(mut entries) = fs::read_dir(folder).await else {
        return;
    };
    while let Ok(Some(entry)) = entries.next_entry().await {
        let modified = entry.metadata().await.and_then(|data| data.modified());
        let age = modified.ok().and_then(|at| at.elapsed().ok());
        if age.is_some_and(|age| age > KEPT)
            && let Err(error) = fs::remove_file(entry.path()).await
        {
            tracing::warn!(%error, "an old staged file could not be removed");
        }
    }
}
