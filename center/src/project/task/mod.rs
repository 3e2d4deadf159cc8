//! The programme: tasks, what waits for what, how far each is, and when the centre opens.

use chrono::NaiveDate;
use serde_json::json;
use store::Session;
use store::project::task as kept;
pub use store::project::task::{Progress, Task};
use vocab::id::TaskId;

use super::error::ProjectError;
use super::setting;
use super::workdays::Workdays;
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::permission::Permission;

mod layout;
mod phase;

use layout::lay_out;
pub use layout::{CurvePoint, Programme, TaskView};
pub use phase::Phase;

/// Most tasks of a project.
const MOST: u32 = 500;

/// Most notes of progress that are drawn.
const MOST_NOTES: u32 = 20_000;

/// A task to be written.
#[derive(Debug, Clone, Default)]
pub struct NewTask {
    /// The phase, by its word.
    pub phase: String,
    /// What is to be done.
    pub name: String,
    /// Working days; 0 for a milestone.
    pub days: i64,
    /// Not before this day.
    pub not_before: Option<NaiveDate>,
    /// Agreed to be done by this day.
    pub due_on: Option<NaiveDate>,
    /// Share of the whole work, 0 to 10,000.
    pub weight: i64,
    /// What it waits for.
    pub after: Vec<TaskId>,
    /// Invented, to show how it works.
    pub example: bool,
}

/// The programme of the hall.
pub async fn programme(hall: &Hall, actor: &Actor) -> Result<Programme> {
    actor.must(Permission::SeeProject)?;
    let mut session = hall.db().read().await?;
    compute(hall, &mut session, &actor.regency).await
}

pub(super) async fn compute(
    hall: &Hall,
    session: &mut Session,
    regency: &str,
) -> Result<Programme> {
    let tasks = kept::list(session, regency, MOST).await?;
    let edges = kept::dependencies(session, regency).await?;
    let notes = kept::progress(session, regency, MOST_NOTES).await?;
    let workdays = setting::clock(session, regency).await?.workdays();
    let today = hall.clock().today();
    lay_out(tasks, &edges, &notes, &workdays, today).map_err(Into::into)
}

fn read(new: &NewTask) -> std::result::Result<Phase, ProjectError> {
    let phase = Phase::from_id(&new.phase).ok_or_else(|| ProjectError::Phase {
        found: new.phase.chars().take(40).collect(),
    })?;
    super::ranged("Lama (hari kerja) / days", new.days, 0, 2_000)?;
    super::ranged("Bobot / weight", new.weight, 0, 10_000)?;
    if let (Some(first), Some(second)) = (new.not_before, new.due_on)
        && second < first
    {
        let (first, second) = (first.to_string(), second.to_string());
        return Err(ProjectError::DayOrder { first, second });
    }
    Ok(phase)
}

/// Writes a task at the end of its phase.
pub async fn add(hall: &Hall, actor: &Actor, new: &NewTask) -> Result<TaskId> {
    actor.must(Permission::ManageProject)?;
    let phase = read(new)?;
    let name = super::named(&new.name, "pekerjaan / task")?;
    let now = hall.clock().now();
    let mut tx = hall.db().write().await?;
    kept::lock(&mut tx, &actor.regency).await?;
    let all = kept::list(&mut tx, &actor.regency, MOST).await?;
    super::ranged(
        "Jumlah pekerjaan / tasks",
        i64::try_from(all.len()).unwrap_or(i64::MAX),
        0,
        i64::from(MOST) - 1,
    )?;
    let task = Task {
        id: hall.new_id(),
        phase: phase.id().to_owned(),
        position: all.iter().map(|one| one.position).max().unwrap_or(0) + 1,
        name,
        days: new.days,
        not_before: new.not_before,
        due_on: new.due_on,
        weight: new.weight,
        percent: 0,
        started_on: None,
        finished_on: None,
        proof: String::new(),
        example: new.example,
    };
    kept::insert(&mut tx, &actor.regency, &task, now).await?;
    for &before in &new.after {
        if !all.iter().any(|one| one.id == before) {
            return Err(Error::NotFound("task"));
        }
        kept::depend(&mut tx, &actor.regency, before, task.id).await?;
    }
    let detail = json!({ "phase": phase.id() });
    audit::record(
        hall,
        &mut tx,
        actor,
        "task.added",
        &subject(task.id),
        detail,
    )
    .await?;
    tx.commit().await?;
    Ok(task.id)
}

fn subject(id: TaskId) -> String {
    format!("task:{id}")
}

/// Changes the plan of a task. What it waits for is replaced; a circle is refused by the names of its tasks.
pub async fn change(hall: &Hall, actor: &Actor, id: TaskId, new: &NewTask) -> Result<()> {
    actor.must(Permission::ManageProject)?;
    let phase = read(new)?;
    let name = super::named(&new.name, "pekerjaan / task")?;
    let mut tx = hall.db().write().await?;
    kept::lock(&mut tx, &actor.regency).await?;
    let mut all = kept::list(&mut tx, &actor.regency, MOST).await?;
    let task = all
        .iter_mut()
        .find(|one| one.id == id)
        .ok_or(Error::NotFound("task"))?;
    phase.id().clone_into(&mut task.phase);
    task.name = name;
    task.days = new.days;
    task.not_before = new.not_before;
    task.due_on = new.due_on;
    task.weight = new.weight;
    kept::update(&mut tx, &actor.regency, task).await?;
    let edges = kept::dependencies(&mut tx, &actor.regency).await?;
    for &(before, _) in edges.iter().filter(|(_, after)| *after == id) {
        kept::undepend(&mut tx, &actor.regency, before, id).await?;
    }
    for &before in &new.after {
        if !all.iter().any(|one| one.id == before) {
            return Err(Error::NotFound("task"));
        }
        kept::depend(&mut tx, &actor.regency, before, id).await?;
    }
    let edges = kept::dependencies(&mut tx, &actor.regency).await?;
    let today = hall.clock().today();
    // Planning is what finds a circle; the transaction is given up with it.
    lay_out(all, &edges, &[], &Workdays::default(), today)?;
    let detail = json!({ "after": new.after.len() });
    audit::record(hall, &mut tx, actor, "task.changed", &subject(id), detail).await?;
    Ok(tx.commit().await?)
}

/// Takes a task out of the plan.
pub async fn remove(hall: &Hall, actor: &Actor, id: TaskId) -> Result<()> {
    actor.must(Permission::ManageProject)?;
    let mut tx = hall.db().write().await?;
    kept::lock(&mut tx, &actor.regency).await?;
    if !kept::remove(&mut tx, &actor.regency, id, hall.clock().now()).await? {
        return Err(Error::NotFound("task"));
    }
    audit::record(
        hall,
        &mut tx,
        actor,
        "task.removed",
        &subject(id),
        json!({}),
    )
    .await?;
    Ok(tx.commit().await?)
}

/// How far a task is.
#[derive(Debug, Clone)]
pub struct Noted {
    /// 0 to 100.
    pub percent: i64,
    /// On which day.
    pub on: NaiveDate,
    /// In somebody's words.
    pub note: String,
    /// What proves it; a milestone needs one.
    pub proof: String,
}

/// Notes how far a task is.
pub async fn note(hall: &Hall, actor: &Actor, id: TaskId, noted: &Noted) -> Result<()> {
    actor.must(Permission::ManageProject)?;
    super::ranged("Kemajuan / progress", noted.percent, 0, 100)?;
    if noted.on > hall.clock().today() {
        let day = noted.on.to_string();
        return Err(ProjectError::DayToCome { day }.into());
    }
    let (note, proof) = (
        super::words(&noted.note, 500),
        super::words(&noted.proof, 500),
    );
    let mut tx = hall.db().write().await?;
    kept::lock(&mut tx, &actor.regency).await?;
    let all = kept::list(&mut tx, &actor.regency, MOST).await?;
    let mut task = all
        .iter()
        .find(|one| one.id == id)
        .cloned()
        .ok_or(Error::NotFound("task"))?;
    if noted.percent == 100 {
        let edges = kept::dependencies(&mut tx, &actor.regency).await?;
        let open = edges
            .iter()
            .filter(|(_, after)| *after == id)
            .filter_map(|(before, _)| all.iter().find(|one| one.id == *before))
            .find(|before| before.finished_on.is_none());
        if let Some(before) = open {
            let (name, before) = (task.name, before.name.clone());
            return Err(ProjectError::NotYet { name, before }.into());
        }
        if task.days == 0 && proof.is_empty() {
            return Err(ProjectError::ProofMissing { name: task.name }.into());
        }
    }
    task.percent = noted.percent;
    task.started_on =
        (noted.percent > 0).then(|| task.started_on.unwrap_or(noted.on).min(noted.on));
    task.finished_on = (noted.percent == 100).then_some(noted.on);
    if !proof.is_empty() {
        task.proof = proof;
    }
    kept::update(&mut tx, &actor.regency, &task).await?;
    let progress = Progress {
        task: id,
        on: noted.on,
        percent: noted.percent,
        note,
        account: actor.account,
    };
    kept::note(&mut tx, &actor.regency, &progress, hall.clock().now()).await?;
    let detail = json!({ "percent": noted.percent });
    audit::record(hall, &mut tx, actor, "task.noted", &subject(id), detail).await?;
    Ok(tx.commit().await?)
}
