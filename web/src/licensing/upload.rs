//! Taking a document in: streamed to the disk, then looked at in its turn.

use std::path::{Path as File, PathBuf};

use axum::extract::{Multipart, Path, State};
use center::{
    ErrorKind,
    files::{self, Brought},
    licensing::documents,
    registry::import::STAGED,
};
use tokio::fs;
use uuid::Uuid;
use vocab::id::{CaseId, DocumentId};

use super::{
    case::{answer, read},
    pages::Typed,
};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    guard::same,
    import::upload::{keep, next, remove, text},
    page::Answer,
};

/// `POST /licensing/cases/{id}/documents/{document}`. The form sends its token first and the file last; until the token
/// is seen to be the visitor's own, and the document to be wanted, nothing of the body is used.
pub(crate) async fn upload(
    State(app): State<App>,
    frame: Frame,
    Path((id, document)): Path<(String, String)>,
    mut parts: Multipart,
) -> Answer {
    let token = text(&mut parts, "csrf").await?;
    if !same(&token, &frame.csrf) {
        return Err(Refusal::StaleForm);
    }
    let id = read(&id)?;
    let document: DocumentId = document.parse().map_err(|_| Refusal::NotFound)?;
    let wanted = documents::must_be_wanted(&app.hall, &frame.actor, id, document).await;
    if let Err(error) = wanted {
        return match error.kind() {
            ErrorKind::Invalid | ErrorKind::Conflict => {
                answer(&app, &frame, id, Err(error), Typed::default()).await
            }
            _ => Err(error.into()),
        };
    }
    let file = next(&mut parts).await?;
    let name = file.file_name().unwrap_or_default().to_owned();
    let path = place(&app).await?;
    keep(file, &path).await?;
    let outcome = taken(&app, &frame, id, document, &path, name).await;
    remove(&path).await;
    answer(&app, &frame, id, outcome, Typed::default()).await
}

async fn taken(
    app: &App,
    frame: &Frame,
    id: CaseId,
    document: DocumentId,
    path: &File,
    name: String,
) -> center::Result<()> {
    let brought = Brought {
        path: path.to_owned(),
        name,
    };
    let prepared = files::prepare(&app.hall, &brought).await?;
    documents::bring(&app.hall, &frame.actor, id, document, &prepared).await
}

/// An unguessable name in the folder for what has just come, which no backup takes along; it stays there for the length
/// of the request, and what a killed program left is swept with the lists.
async fn place(app: &App) -> Result<PathBuf, Refusal> {
    let folder = File::new(&app.hall.settings().files).join(STAGED);
    fs::create_dir_all(&folder)
        .await
        .map_err(|error| Refusal::internal(&error))?;
    let name = Uuid::from_bytes(center::keys::random());
    Ok(folder.join(name.simple().to_string()))
}
