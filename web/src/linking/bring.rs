//! Bringing an edition of an outside list: upload, a look at its columns, and only then the job that links it.

use std::path::Path as FilePath;

use axum::{
    Form,
    extract::{Multipart, Path, State},
};
use center::{
    ErrorKind,
    registry::{
        import::{self, Preview},
        linking::{self, Brought, Kind, LinkingError, Thresholds},
    },
};
use intake::Mapping;
use uuid::Uuid;
use vocab::DomainError;

use super::lists::{THRESHOLDS, Typed, form};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    guard::same,
    import::{
        pages::PreviewPage,
        preview::{Given, mended, obstacle, shown},
        staged::{self, Staged, StagedList},
        upload,
    },
    page::{Answer, go, go_noting, page, say, wrong},
};

/// `POST /registry/links`. The form sends its token first and the file last.
pub(crate) async fn take(State(app): State<App>, frame: Frame, mut parts: Multipart) -> Answer {
    let token = upload::text(&mut parts, "csrf").await?;
    if !same(&token, &frame.csrf) {
        return Err(Refusal::StaleForm);
    }
    let mut typed = Typed {
        name: upload::text(&mut parts, "name").await?,
        kind: upload::text(&mut parts, "kind").await?,
        day: upload::text(&mut parts, "day").await?,
        ..Typed::default()
    };
    for ((name, ..), value) in THRESHOLDS.iter().zip(&mut typed.thresholds) {
        *value = upload::text(&mut parts, name).await?;
    }
    let file = upload::next(&mut parts).await?;
    let file_name = file.file_name().unwrap_or_default().to_owned();
    let (id, path) = staged::open(&app).await?;
    upload::keep(file, &path).await?;
    match look(&app, &frame, &typed, file_name, &path, id).await {
        Ok(noted) => {
            staged::note(&app, id, &noted).await?;
            go(&address(id))
        }
        Err(error) => {
            upload::remove(&path).await;
            if !matches!(error.kind(), ErrorKind::Invalid | ErrorKind::Conflict) {
                return Err(error.into());
            }
            let problems = vec![say(frame.lang, &error.message())];
            wrong(&form(&app, &frame, &typed, problems).await?)
        }
    }
}

fn address(id: Uuid) -> String {
    format!("/registry/links/staged/{id}")
}

/// Looks at the columns and through the whole file, so that what cannot be taken in is refused at once.
async fn look(
    app: &App,
    frame: &Frame,
    typed: &Typed,
    file_name: String,
    path: &FilePath,
    id: Uuid,
) -> center::Result<Staged> {
    let kind = Kind::from_id(&typed.kind).ok_or_else(|| LinkingError::KindUnknown {
        kind: typed.kind.clone(),
    })?;
    let mut noted = Staged {
        account: frame.actor.account,
        file_name,
        source: typed.name.clone(),
        rows: 0,
        stated_on: upload::day(&typed.day)?,
        list: Some(StagedList {
            kind: kind.id().to_owned(),
            thresholds: thresholds(&typed.thresholds)?,
        }),
    };
    let brought = brought(app, id, &noted, None)?;
    linking::preview(&app.hall, &frame.actor, &brought).await?;
    noted.rows = import::look_through(&app.hall, &frame.actor, path).await?;
    Ok(noted)
}

/// Percents as shares of one; none if none was typed, and the usual one in place of one that was not.
fn thresholds(typed: &[String; 3]) -> Result<Option<[f64; 3]>, LinkingError> {
    if typed.iter().all(|one| one.trim().is_empty()) {
        return Ok(None);
    }
    let usual = Thresholds::default();
    let mut shares = [usual.accept, usual.review, usual.second_below];
    for (share, typed) in shares.iter_mut().zip(typed) {
        let text = typed.trim().trim_end_matches('%').trim().replace(',', ".");
        if !text.is_empty() {
            let percent: f64 = text.parse().map_err(|_| LinkingError::Thresholds)?;
            *share = percent / 100.0;
        }
    }
    Ok(Some(shares))
}

/// The file as the use case wants it.
fn brought(
    app: &App,
    id: Uuid,
    noted: &Staged,
    mapping: Option<Mapping>,
) -> Result<Brought, LinkingError> {
    let list = noted.list.as_ref().ok_or(LinkingError::Damaged)?;
    Ok(Brought {
        path: staged::path(app, id),
        file_name: noted.file_name.clone(),
        name: noted.source.clone(),
        kind: Kind::from_id(&list.kind).ok_or(LinkingError::Damaged)?,
        mapping,
        stated_on: noted.stated_on,
        thresholds: list
            .thresholds
            .map(|[accept, review, second_below]| Thresholds {
                accept,
                review,
                second_below,
            }),
    })
}

/// `GET /registry/links/staged/{file}`
pub(crate) async fn preview(
    State(app): State<App>,
    frame: Frame,
    Path(id): Path<String>,
) -> Answer {
    let (id, noted) = staged::find(&app, &frame.actor, &id, true).await?;
    let brought = brought(&app, id, &noted, None).map_err(center::Error::from)?;
    let seen = linking::preview(&app.hall, &frame.actor, &brought).await?;
    let problems = obstacle(&frame, &seen);
    page(&columns(&frame, id, &noted, &seen, problems))
}

fn columns<'a>(
    frame: &'a Frame,
    id: Uuid,
    noted: &Staged,
    seen: &Preview,
    problems: Vec<String>,
) -> PreviewPage<'a> {
    let kind = noted
        .list
        .as_ref()
        .and_then(|list| Kind::from_id(&list.kind));
    let day = noted
        .stated_on
        .map_or_else(|| frame.t("links-today"), |day| frame.date(&day));
    let about = [
        noted.source.as_str(),
        kind.map_or("", |kind| kind.label(frame.lang)),
        &day,
        &frame.count("preview-total", noted.rows),
    ]
    .join(" · ");
    PreviewPage {
        lead: frame.t("links-preview-lead"),
        about,
        up: ("/registry/links", frame.t("links-title")),
        run: frame.t("links-run"),
        ..shown(frame, &address(id), noted, seen, problems)
    }
}

/// `POST /registry/links/staged/{file}/run`
pub(crate) async fn run(
    State(app): State<App>,
    frame: Frame,
    Path(id): Path<String>,
    Form(given): Form<Given>,
) -> Answer {
    let (id, noted) = staged::find(&app, &frame.actor, &id, true).await?;
    let guessed = brought(&app, id, &noted, None).map_err(center::Error::from)?;
    let seen = linking::preview(&app.hall, &frame.actor, &guessed).await?;
    let mapping = Some(mended(&seen.layout, &given));
    let brought = Brought { mapping, ..guessed };
    let seen = linking::preview(&app.hall, &frame.actor, &brought).await?;
    let problems = obstacle(&frame, &seen);
    if !problems.is_empty() {
        return wrong(&columns(&frame, id, &noted, &seen, problems));
    }
    match linking::bring(&app.hall, &frame.actor, &brought).await {
        Ok(made) => {
            staged::drop(&app, id).await;
            go_noting(&format!("/registry/links/{made}"), "note-list-brought")
        }
        Err(error) if matches!(error.kind(), ErrorKind::Invalid | ErrorKind::Conflict) => {
            let problems = vec![say(frame.lang, &error.message())];
            wrong(&columns(&frame, id, &noted, &seen, problems))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /registry/links/staged/{file}/drop`
pub(crate) async fn discard(
    State(app): State<App>,
    frame: Frame,
    Path(id): Path<String>,
) -> Answer {
    let (id, _) = staged::find(&app, &frame.actor, &id, true).await?;
    staged::drop(&app, id).await;
    go("/registry/links")
}

#[cfg(test)]
mod tests {
    use super::thresholds;

    fn read(typed: [&str; 3]) -> String {
        format!("{:?}", thresholds(&typed.map(str::to_owned)))
    }

    #[test]
    fn percents_are_read_as_people_type_them_and_empty_ones_are_the_usual() {
        assert_eq!(read(["", " ", ""]), "Ok(None)");
        assert_eq!(read(["95", "", "80 %"]), "Ok(Some([0.95, 0.5, 0.8]))");
        assert_eq!(read(["97,5", "", ""]), "Ok(Some([0.975, 0.5, 0.75]))");
        assert_eq!(read(["banyak", "", ""]), "Err(Thresholds)");
    }
}
