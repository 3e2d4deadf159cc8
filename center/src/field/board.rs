//! What is seen of the quality of a round.

pub use store::field::answer::Wanted;
use store::field::answer::{self as kept, Answer};
use store::field::board::{self, Line};
use store::people::account;
use vocab::id::{AccountId, AnswerId, RoundId};

use super::answer::{self, Body};
use super::form;
use crate::actor::Actor;
use crate::error::{Error, Result};
use crate::files::{Given, Part, opened};
use crate::hall::Hall;
use crate::permission::Permission;

/// What stands out about an enumerator's work. None of it proves anything; each says where to look first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// More than a tenth of the sets took less than three minutes.
    Hasty,
    /// More than a fifth have no point, or one within 50 metres only.
    Vague,
    /// Fewer different points than half the sets.
    OnePlace,
    /// More than a fifth of the owners refused.
    Refusals,
    /// More than a tenth of the sets have the same answers as another.
    Repeats,
    /// The phone's clock was off by more than an hour.
    Clock,
}

/// Fewer sets say nothing.
const ENOUGH: i64 = 10;

/// What stands out, by the measures.
pub fn doubts(line: &Line) -> Vec<Doubt> {
    let more = |part: i64, whole: i64, of: i64| whole >= ENOUGH && part * of > whole;
    let pointed = line.complete - line.without_point;
    [
        (more(line.hasty, line.complete, 10), Doubt::Hasty),
        (
            more(line.without_point + line.vague, line.complete, 5),
            Doubt::Vague,
        ),
        (
            pointed >= ENOUGH && line.points * 2 < pointed,
            Doubt::OnePlace,
        ),
        (more(line.refused, line.sets, 5), Doubt::Refusals),
        (more(line.repeated, line.complete, 10), Doubt::Repeats),
        (line.clock_off > 0, Doubt::Clock),
    ]
    .into_iter()
    .filter_map(|(stands_out, doubt)| stands_out.then_some(doubt))
    .collect()
}

/// One enumerator on the board.
#[derive(Debug, Clone)]
pub struct Measured {
    /// What they are called.
    pub name: String,
    /// What is measured.
    pub line: Line,
    /// What stands out.
    pub doubts: Vec<Doubt>,
}

/// The board of a round.
pub async fn board(hall: &Hall, actor: &Actor, id: RoundId) -> Result<Vec<Measured>> {
    actor.must(Permission::SeeCensus)?;
    let mut session = hall.db().read().await?;
    let lines = board::lines(&mut session, &actor.regency, id).await?;
    let accounts: Vec<AccountId> = lines.iter().map(|line| line.account).collect();
    let names = account::names(&mut session, &accounts).await?;
    Ok(lines
        .into_iter()
        .map(|line| Measured {
            name: names.get(&line.account).cloned().unwrap_or_default(),
            doubts: doubts(&line),
            line,
        })
        .collect())
}

/// Sets of answers in a list.
#[derive(Debug, Clone)]
pub struct Sets {
    /// The sets, with the name of who made each.
    pub sets: Vec<(Answer, String)>,
    /// Where to go on.
    pub next: Option<AnswerId>,
}

/// A page of the sets of a round.
pub async fn sets(hall: &Hall, actor: &Actor, id: RoundId, wanted: Wanted<'_>) -> Result<Sets> {
    const PAGE: u32 = 50;
    actor.must(Permission::ManageCensus)?;
    let mut session = hall.db().read().await?;
    let mut found = kept::of_round(&mut session, &actor.regency, id, wanted, PAGE + 1).await?;
    let more = found.len() > PAGE as usize;
    found.truncate(PAGE as usize);
    let accounts: Vec<AccountId> = found.iter().map(|set| set.account).collect();
    let names = account::names(&mut session, &accounts).await?;
    let next = found.last().filter(|_| more).map(|last| last.id);
    let sets = found.into_iter().map(|set| {
        let name = names.get(&set.account).cloned().unwrap_or_default();
        (set, name)
    });
    Ok(Sets {
        sets: sets.collect(),
        next,
    })
}

/// One set, opened.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The set.
    pub answer: Answer,
    /// Who made it.
    pub by: String,
    /// Its questionnaire.
    pub form: std::sync::Arc<questionnaire::Questionnaire>,
    /// Its answers, without identity numbers; none if its owner was erased since.
    pub body: Option<Body>,
    /// Its files.
    pub files: Vec<store::sync::file::SyncFile>,
}

/// Opens a set.
pub async fn open(hall: &Hall, actor: &Actor, id: AnswerId) -> Result<Opened> {
    actor.must(Permission::ManageCensus)?;
    let mut session = hall.db().read().await?;
    let found = kept::find(&mut session, &actor.regency, id).await?;
    let answer = found.ok_or(Error::NotFound("answer"))?;
    let form = form::find(&mut session, &actor.regency, &answer.form).await?;
    let names = account::names(&mut session, &[answer.account]).await?;
    let body = answer::opened(hall, &answer)?.map(|body| answer::without_numbers(&form, body));
    let files = store::sync::file::of_item(&mut session, &actor.regency, id.as_uuid()).await?;
    Ok(Opened {
        by: names.get(&answer.account).cloned().unwrap_or_default(),
        answer,
        form,
        body,
        files,
    })
}

/// A photo of a set, for whoever has to decide about it.
pub async fn photo(hall: &Hall, actor: &Actor, id: AnswerId, file: uuid::Uuid) -> Result<Given> {
    let set = open(hall, actor, id).await?;
    let stored = set
        .files
        .into_iter()
        .find(|one| one.id == file)
        .and_then(|one| one.stored)
        .ok_or(Error::NotFound("file"))?;
    let mut session = hall.db().read().await?;
    let stored = store::files::find(&mut session, &actor.regency, stored).await?;
    drop(session);
    opened(
        hall,
        actor,
        stored.ok_or(Error::NotFound("file"))?,
        Part::Whole,
    )
    .await
}
