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

/// A staged file of this actor; another's is as if it were not there.
pub(crate) async fn find(app: &App, actor: &Actor, id: &str) -> Result<(Uuid, Staged), Refusal> {
    let id: Uuid = id.parse().map_err(|_| Refusal::NotFound)?;
    let path = folder(app).join(format!("{}.json", id.simple()));
    let text = fs::read(path).await.map_err(|_| Refusal::NotFound)?;
    let staged: Staged = serde_json::from_slice(&text).map_err(|_| Refusal::NotFound)?;
    if staged.account == actor.account {
        Ok((id, staged))
    } else {
        Err(Refusal::NotFound)
    }
}

/// The file as the use case wants it.
pub(crate) fn brought(app: &App, id: Uuid, staged: &Staged, mapping: Option<Mapping>) -> Brought {
    Brought {
        path: folder(app).join(id.simple().to_string()),
        file_name: staged.file_name.clone(),
        source: staged.source.clone(),
        mapping,
        stated_on: None,
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
