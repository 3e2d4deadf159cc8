//! The questionnaires in use: those of the program and those of the office.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use questionnaire::Questionnaire;
use serde_json::json;
use store::Session;
use store::field::form as kept;

use super::FieldError;
use super::facts;
use crate::actor::Actor;
use crate::audit;
use crate::error::Result;
use crate::hall::Hall;
use crate::permission::Permission;

/// The questionnaires that come with the program.
pub fn builtin() -> Result<&'static [Arc<Questionnaire>]> {
    static ALL: OnceLock<Vec<Arc<Questionnaire>>> = OnceLock::new();
    if let Some(all) = ALL.get() {
        return Ok(all);
    }
    let read = questionnaire::builtin().map_err(|problems| FieldError::BadForm {
        problems: problems.to_string(),
    })?;
    Ok(ALL.get_or_init(|| read.into_iter().map(Arc::new).collect()))
}

/// Reads a kept questionnaire, once for each text that there is.
fn read(name: &str, text: String) -> Result<Arc<Questionnaire>> {
    static READ: OnceLock<Mutex<HashMap<String, Arc<Questionnaire>>>> = OnceLock::new();
    let cache = READ.get_or_init(Mutex::default);
    let mut cache = cache.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(found) = cache.get(&text) {
        return Ok(Arc::clone(found));
    }
    let found = questionnaire::read(name, &text).map_err(|problems| FieldError::BadForm {
        problems: problems.to_string(),
    })?;
    let found = Arc::new(found);
    cache.insert(text, Arc::clone(&found));
    Ok(found)
}

/// All questionnaires, every version: drafts made by an older one are still out in the field.
pub async fn all(session: &mut Session, regency: &str) -> Result<Vec<Arc<Questionnaire>>> {
    let mut all: Vec<_> = builtin()?.to_vec();
    for (name, text) in kept::all(session, regency).await? {
        all.push(read(&name, text)?);
    }
    Ok(all)
}

/// All questionnaires, for whoever sees the census.
pub async fn list(hall: &Hall, actor: &Actor) -> Result<Vec<Arc<Questionnaire>>> {
    actor.must(Permission::SeeCensus)?;
    let mut session = hall.db().read().await?;
    all(&mut session, &actor.regency).await
}

/// A questionnaire by name and version.
pub async fn find(session: &mut Session, regency: &str, name: &str) -> Result<Arc<Questionnaire>> {
    let known = builtin()?.iter().find(|form| form.name() == name).cloned();
    if let Some(form) = known {
        return Ok(form);
    }
    let all = all(session, regency).await?;
    let found = all.into_iter().find(|form| form.name() == name);
    Ok(found.ok_or_else(|| FieldError::UnknownForm {
        form: name.chars().take(80).collect(),
    })?)
}

/// Adds a version of a questionnaire. Versions never change: what was answered by one is held against that one.
pub async fn add(hall: &Hall, actor: &Actor, file: &str, text: &str) -> Result<String> {
    actor.must(Permission::ManageCensus)?;
    let form = questionnaire::read(file, text).map_err(|problems| FieldError::BadForm {
        problems: problems.to_string(),
    })?;
    let strange = facts::strange(&form);
    if !strange.is_empty() {
        return Err(FieldError::BadForm {
            problems: strange.join(" "),
        }
        .into());
    }
    let name = form.name();
    let taken = || FieldError::FormExists { form: name.clone() };
    if builtin()?.iter().any(|known| known.name() == name) {
        return Err(taken().into());
    }
    let mut tx = hall.db().write().await?;
    let version = (form.id.as_str(), form.version);
    let now = hall.clock().now();
    if !kept::insert(&mut tx, &actor.regency, version, text, actor.account, now).await? {
        return Err(taken().into());
    }
    let detail = json!({ "form": name });
    audit::record(
        hall,
        &mut tx,
        actor,
        "census.form_added",
        &format!("form:{name}"),
        detail,
    )
    .await?;
    tx.commit().await?;
    Ok(name)
}
