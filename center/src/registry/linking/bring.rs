//! Bringing an edition of an outside list: the same reader of spreadsheets as for the census, any layout; what was
//! decided about its columns is kept for the next month's file.

use std::path::PathBuf;

use chrono::NaiveDate;
use intake::{Draft, IntakeError, Layout, Limits, Mapping, Policy, Verdict};
use serde_json::json;
use store::registry::outside::{self, Edition, EditionProgress, EditionState, OutsideList};
use store::registry::source::{self, Source};
use vocab::id::{EditionId, SourceId};

use super::{JOB, Kind, LinkingError, subject};
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::jobs;
use crate::permission::Permission;
use crate::registry::door::Door;
use crate::registry::import::{Files, ImportError, Look, Preview, count, show, stated_on};

/// From which probabilities a link is taken, shown to readers, and shown to two of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// Taken without a reader from here on.
    pub accept: f64,
    /// Shown to readers from here on.
    pub review: f64,
    /// Two readers must agree below this.
    pub second_below: f64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            accept: 0.98,
            review: 0.5,
            second_below: 0.75,
        }
    }
}

impl Thresholds {
    fn check(self) -> std::result::Result<Self, LinkingError> {
        let within = |value: f64| (0.05..=1.0).contains(&value);
        let right = within(self.accept) && within(self.review) && within(self.second_below);
        if right && self.review <= self.accept {
            Ok(self)
        } else {
            Err(LinkingError::Thresholds)
        }
    }
}

/// A file of an outside list that somebody brings.
#[derive(Debug, Clone)]
pub struct Brought {
    /// Where it is now; it is copied, not moved.
    pub path: PathBuf,
    /// What it was called.
    pub file_name: String,
    /// The name of the list, the same every month.
    pub name: String,
    /// What it is a list of.
    pub kind: Kind,
    /// What was decided about its columns; else what was decided for the list's last file, else the guess.
    pub mapping: Option<Mapping>,
    /// The day it holds for; today if not said.
    pub stated_on: Option<NaiveDate>,
    /// When links are taken, and when readers are asked; as for the list's last file if not said.
    pub thresholds: Option<Thresholds>,
}

/// Shows what is understood of a file, and its first rows, as a preview of the census does. Nothing is written.
pub async fn preview(hall: &Hall, actor: &Actor, brought: &Brought) -> Result<Preview> {
    actor.must_see_all(Permission::Import)?;
    let name = list_name(brought)?;
    stated_on(hall, brought.stated_on)?;
    brought.thresholds.unwrap_or_default().check()?;
    let mut session = hall.db().read().await?;
    let known = source::by_name(&mut session, &actor.regency, name).await?;
    drop(session);
    let look = Look {
        path: brought.path.clone(),
        given: brought.mapping.is_some(),
        mapping: mapping_for(brought, known.as_ref()),
        policy: Policy::builtin().clone(),
        check,
        judge,
    };
    show(hall, look).await
}

/// A row of an outside list is taken if it names somebody; what else is wrong with it only makes it harder to find.
pub(super) fn judge(draft: &Draft) -> Verdict {
    match draft.verdict {
        Verdict::Skip => Verdict::Skip,
        _ if draft.business.is_none() && draft.owner.is_none() => Verdict::Reject,
        _ => Verdict::Take,
    }
}

fn list_name(brought: &Brought) -> std::result::Result<&str, ImportError> {
    let name = brought.name.trim();
    let length = name.chars().count();
    if length == 0 || length > 120 {
        Err(ImportError::SourceName)
    } else {
        Ok(name)
    }
}

/// The mapping that came with the file, or the one kept for the list.
fn mapping_for(brought: &Brought, known: Option<&Source>) -> Option<Mapping> {
    brought.mapping.clone().or_else(|| {
        let kept = known?.mapping.as_deref()?;
        Mapping::parse(kept).ok()
    })
}

/// Looks through the whole file, keeps it, and writes the edition down together with the job that links it.
pub async fn bring(hall: &Hall, actor: &Actor, brought: &Brought) -> Result<EditionId> {
    bring_file(hall, actor, brought, Lies::Path(brought.path.clone())).await
}

async fn bring_file(
    hall: &Hall,
    actor: &Actor,
    brought: &Brought,
    file: Lies,
) -> Result<EditionId> {
    actor.must_see_all(Permission::Import)?;
    let name = list_name(brought)?;
    let thresholds = brought.thresholds.map(Thresholds::check).transpose()?;
    let stated_on = stated_on(hall, brought.stated_on)?;
    let known = source::by_name(&mut hall.db().read().await?, &actor.regency, name).await?;
    let mapping = mapping_for(brought, known.as_ref());
    let looked = look_through(hall, file, mapping, brought.mapping.is_some()).await?;
    let new = New {
        name,
        kind: brought.kind,
        file_name: brought.file_name.chars().take(200).collect(),
        stated_on,
        thresholds,
        looked,
    };
    write(hall, actor, new).await
}

/// Reads an edition's file anew, with other decisions about its columns, as an edition of its own.
pub async fn mend(
    hall: &Hall,
    actor: &Actor,
    edition: EditionId,
    mapping: &Mapping,
) -> Result<EditionId> {
    actor.must_see_all(Permission::Import)?;
    let mut session = hall.db().read().await?;
    let edition = outside::edition(&mut session, &actor.regency, edition)
        .await?
        .ok_or(Error::NotFound("edition"))?;
    let sources = source::all(&mut session, &actor.regency).await?;
    let lists = outside::lists(&mut session, &actor.regency).await?;
    drop(session);
    let (source, list) = sources
        .get(&edition.source)
        .zip(lists.get(&edition.source))
        .ok_or(LinkingError::Damaged)?;
    let brought = Brought {
        // It is kept already.
        path: PathBuf::new(),
        file_name: edition.file_name,
        name: source.name.clone(),
        kind: Kind::from_id(&list.kind).ok_or(LinkingError::Damaged)?,
        mapping: Some(mapping.clone()),
        stated_on: Some(edition.stated_on),
        thresholds: None,
    };
    bring_file(hall, actor, &brought, Lies::Kept(edition.file_hash)).await
}

/// Where the bytes of a list lie.
enum Lies {
    Path(PathBuf),
    /// Among the kept files, under this hash.
    Kept(Vec<u8>),
}

/// What a look through the file gave.
struct LookedThrough {
    layout: Layout,
    rows: i64,
    hash: Vec<u8>,
}

struct New<'a> {
    name: &'a str,
    kind: Kind,
    file_name: String,
    stated_on: NaiveDate,
    thresholds: Option<Thresholds>,
    looked: LookedThrough,
}

async fn write(hall: &Hall, actor: &Actor, new: New<'_>) -> Result<EditionId> {
    let now = hall.clock().now();
    let mut tx = hall.db().write().await?;
    source::insert(
        &mut tx,
        &Source {
            id: hall.new_id::<SourceId>(),
            regency: actor.regency.clone(),
            name: new.name.to_owned(),
            door: Door::Linked.id().to_owned(),
            authority: new.kind.authority(),
            mapping: None,
            created_at: now,
        },
    )
    .await?;
    let kept = source::by_name(&mut tx, &actor.regency, new.name).await?;
    let source = kept.ok_or(store::StoreError::Missing { what: "source" })?;
    let name = || new.name.to_owned();
    if source.door != Door::Linked.id() {
        return Err(LinkingError::NotAList { name: name() }.into());
    }
    let lists = outside::lists(&mut tx, &actor.regency).await?;
    if lists
        .get(&source.id)
        .is_some_and(|list| list.kind != new.kind.id())
    {
        return Err(LinkingError::OtherKind { name: name() }.into());
    }
    if outside::is_busy(&mut tx, &actor.regency, source.id).await? {
        return Err(LinkingError::Busy.into());
    }
    let newest = outside::newest_day(&mut tx, &actor.regency, source.id).await?;
    if let Some(newest) = newest.filter(|newest| *newest > new.stated_on) {
        return Err(LinkingError::Older {
            newest: newest.to_string(),
        }
        .into());
    }
    let before = lists.get(&source.id).map(|list| Thresholds {
        accept: list.accept_at,
        review: list.review_at,
        second_below: list.second_below,
    });
    let thresholds = new.thresholds.or(before).unwrap_or_default();
    let list = OutsideList {
        source: source.id,
        regency: actor.regency.clone(),
        kind: new.kind.id().to_owned(),
        accept_at: thresholds.accept,
        review_at: thresholds.review,
        second_below: thresholds.second_below,
        created_at: now,
    };
    outside::save(&mut tx, &list).await?;
    let mapping = serde_json::to_string(&new.looked.layout.to_mapping());
    source::save_mapping(&mut tx, source.id, &mapping.unwrap_or_default()).await?;
    let edition = Edition {
        id: hall.new_id(),
        regency: actor.regency.clone(),
        source: source.id,
        account: actor.account,
        file_name: new.file_name,
        file_hash: new.looked.hash,
        stated_on: new.stated_on,
        layout: serde_json::to_string(&new.looked.layout).map_err(|_| LinkingError::Damaged)?,
        state: EditionState::Reading,
        progress: EditionProgress {
            rows_at_most: new.looked.rows,
            ..EditionProgress::default()
        },
        stage: None,
        changes: None,
        failure: None,
        started_at: now,
        finished_at: None,
    };
    outside::insert_edition(&mut tx, &edition).await?;
    let payload = json!({ "edition": edition.id.to_string() });
    let once = Some(subject(edition.id));
    jobs::enqueue(hall, &mut tx, &actor.regency, JOB, &payload, once).await?;
    let detail = json!({ "list": new.name, "kind": list.kind, "file": edition.file_name });
    audit::record(
        hall,
        &mut tx,
        actor,
        "list.brought",
        &subject(edition.id),
        detail,
    )
    .await?;
    tx.commit().await?;
    hall.wake_worker();
    Ok(edition.id)
}

/// A list must name businesses. Unlike a census it need not say in which village: platforms seldom do.
fn check(layout: &Layout) -> std::result::Result<(), IntakeError> {
    for sheet in &layout.sheets {
        let alone = Layout {
            sheets: vec![sheet.clone()],
            passed_over: Vec::new(),
        };
        match alone.check() {
            Ok(())
            | Err(IntakeError::Unmapped {
                what: intake::Needed::Village,
            }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

async fn look_through(
    hall: &Hall,
    file: Lies,
    mapping: Option<Mapping>,
    given: bool,
) -> Result<LookedThrough> {
    let files = Files::of(hall);
    let opened = match &file {
        Lies::Path(path) => path.as_path().into(),
        Lies::Kept(hash) => files.source(hash).ok_or(LinkingError::FileGone)?,
    };
    let hall = hall.clone();
    let looked = tokio::task::spawn_blocking(move || {
        let book = intake::open(opened, &Limits::default())?;
        let layout = Layout::guess(&book, mapping.as_ref(), hall.gazetteer())?;
        if let Some(mapping) = mapping.filter(|_| given) {
            layout.check_names(&mapping)?;
        }
        check(&layout)?;
        let rows = count(&book, &layout)?;
        let hash = match file {
            Lies::Path(path) => files.keep(&path).map_err(IntakeError::Io)?.to_vec(),
            Lies::Kept(hash) => hash,
        };
        Ok::<_, IntakeError>(LookedThrough { layout, rows, hash })
    });
    Ok(looked.await?.map_err(ImportError::File)?)
}
