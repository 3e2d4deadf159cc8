//! The hall: everything a use case needs, built once by the binary.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use arc_swap::ArcSwap;
use rulebook::Rulebook;
use store::registry::marks::MarkBook;
use store::registry::name_order::NameOrders;
use store::registry::words::WordBook;
use store::{Db, sql};
use tokio::sync::Semaphore;
use uuid::{ContextV7, Timestamp, Uuid};
use vocab::Gazetteer;

use crate::calendar::Calendar;
use crate::clock::Clock;
use crate::error::Result;
use crate::files::{FilesError, Scanner, Storage, StorageChoice};
use crate::keys::{KeyError, Keys};
use crate::licensing::permits::OwnDays;
use crate::notify::Ways;
use crate::registry::palette::Palette;

/// Who must have a second factor.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SecondFactor {
    /// Whoever wants one.
    #[default]
    Optional,
    /// Admins must.
    Admins,
    /// All staff must.
    Staff,
}

/// What the operator decides.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The regency of this hall, such as `33.24`.
    pub regency: String,
    /// The folder where uploaded files are kept.
    pub files: PathBuf,
    /// Where files that people bring are kept.
    pub storage: StorageChoice,
    /// The virus scanner, if there is one.
    pub scanner: Option<Scanner>,
    /// How much of a file is looked at.
    pub media: media::Limits,
    /// How many files are looked at at once; more wait, so that uploads cannot eat the machine.
    pub looks_at_once: usize,
    /// The days on which offices work.
    pub calendar: Calendar,
    /// Working days for permits, where the operator gives other ones than those built in.
    pub permit_days: OwnDays,
    /// The ways out of the hall.
    pub ways: Ways,
    /// Rows of a list in one transaction. More write the pages of the indexes less often; fewer hold the writer
    /// shorter, and on SQLite nobody else writes meanwhile.
    pub import_chunk: usize,
    /// Who must have a second factor.
    pub second_factor: SecondFactor,
    /// How long an owner stays signed in without a visit.
    pub owner_session: Duration,
    /// How long staff stay signed in without a click.
    pub staff_session: Duration,
    /// Memory of one password hash, in KiB (Argon2id).
    pub password_memory_kib: u32,
    /// Passes of one password hash.
    pub password_passes: u32,
    /// How many passwords are hashed at once; more wait, so that sign-ins cannot eat the machine.
    pub passwords_at_once: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            regency: "33.24".to_owned(),
            files: PathBuf::from("data/files"),
            storage: StorageChoice::Folder,
            scanner: None,
            media: media::Limits::default(),
            looks_at_once: 1,
            calendar: Calendar::builtin(),
            permit_days: OwnDays::new(),
            ways: Ways::default(),
            import_chunk: 50_000,
            second_factor: SecondFactor::Optional,
            owner_session: Duration::from_hours(30 * 24),
            staff_session: Duration::from_hours(12),
            // OWASP's first choice for Argon2id: 19 MiB, two passes, one lane.
            password_memory_kib: 19 * 1024,
            password_passes: 2,
            passwords_at_once: 2,
        }
    }
}

/// The hall. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Hall(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    db: Db,
    rules: ArcSwap<Rules>,
    gazetteer: Gazetteer,
    keys: Keys,
    clock: Clock,
    ids: Mutex<ContextV7>,
    settings: Settings,
    marks: MarkBook,
    words: WordBook,
    name_orders: NameOrders,
    hashing: Semaphore,
    looking: Semaphore,
    storage: OnceLock<Storage>,
    new_work: tokio::sync::Notify,
}

/// A rulebook and the marks its rules give.
#[derive(Debug)]
pub struct Rules {
    /// The rules.
    pub rulebook: Arc<Rulebook>,
    /// Their marks, by number.
    pub palette: Palette,
}

impl Hall {
    /// Builds the hall over a database, bringing that up to date first. Refuses a key that is not the database's own:
    /// with a wrong one, new numbers would be sealed so that the right one cannot open them.
    pub async fn open(
        db: Db,
        rulebook: Rulebook,
        gazetteer: Gazetteer,
        keys: Keys,
        clock: Clock,
        settings: Settings,
    ) -> Result<Self> {
        db.migrate().await?;
        check_key(&db, &keys).await?;
        crate::registry::regions::save(&db, &gazetteer).await?;
        let marks = MarkBook::load(&db).await?;
        let palette = Palette::ensure(&db, &marks, &rulebook, &gazetteer).await?;
        let hashing = Semaphore::new(settings.passwords_at_once.max(1));
        let looking = Semaphore::new(settings.looks_at_once.max(1));
        let rules = ArcSwap::from_pointee(Rules {
            rulebook: Arc::new(rulebook),
            palette,
        });
        let hall = Self(Arc::new(Inner {
            db,
            rules,
            gazetteer,
            keys,
            clock,
            ids: Mutex::new(ContextV7::new()),
            settings,
            marks,
            words: WordBook::default(),
            name_orders: NameOrders::default(),
            hashing,
            looking,
            storage: OnceLock::new(),
            new_work: tokio::sync::Notify::new(),
        }));
        crate::registry::reindex::if_stale(&hall).await?;
        Ok(hall)
    }

    /// Puts another rulebook in place. The plans follow with the next `replan` job.
    pub async fn change_rulebook(&self, rulebook: Rulebook) -> Result<()> {
        let palette = Palette::ensure(self.db(), self.marks(), &rulebook, self.gazetteer()).await?;
        self.0.rules.store(Arc::new(Rules {
            rulebook: Arc::new(rulebook),
            palette,
        }));
        Ok(())
    }

    /// Tells the worker of this program that a job was committed, so that it need not be found by the next look.
    pub fn wake_worker(&self) {
        self.0.new_work.notify_one();
    }

    /// Waits for [`Hall::wake_worker`].
    pub(crate) async fn new_work(&self) {
        self.0.new_work.notified().await;
    }

    /// The database.
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// The rulebook of the moment.
    pub fn rulebook(&self) -> Arc<Rulebook> {
        self.0.rules.load().rulebook.clone()
    }

    /// The rulebook of the moment and its marks.
    pub fn rules(&self) -> Arc<Rules> {
        self.0.rules.load_full()
    }

    /// The regions and their names.
    pub fn gazetteer(&self) -> &Gazetteer {
        &self.0.gazetteer
    }

    /// The keys.
    pub fn keys(&self) -> &Keys {
        &self.0.keys
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// What the operator decided.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Marks and their numbers.
    pub fn marks(&self) -> &MarkBook {
        &self.0.marks
    }

    /// The order of names of regencies that are asked for.
    pub(crate) fn name_orders(&self) -> &NameOrders {
        &self.0.name_orders
    }

    /// The words of the search index.
    pub fn words(&self) -> &WordBook {
        &self.0.words
    }

    pub(crate) fn hashing(&self) -> &Semaphore {
        &self.0.hashing
    }

    pub(crate) fn looking(&self) -> &Semaphore {
        &self.0.looking
    }

    /// Where files lie. Opened when the first one is needed: a command that never touches files needs no storage.
    pub fn storage(&self) -> std::result::Result<&Storage, FilesError> {
        if let Some(storage) = self.0.storage.get() {
            return Ok(storage);
        }
        let opened = Storage::open(&self.0.settings.storage, &self.0.settings.files)?;
        Ok(self.0.storage.get_or_init(|| opened))
    }

    /// The days on which offices work.
    pub fn calendar(&self) -> &Calendar {
        &self.0.settings.calendar
    }

    /// A new id: UUIDv7 of now, greater than every one before it. Two statements of one moment are told apart by their
    /// ids, and the later one must win.
    pub fn new_id<T: From<Uuid>>(&self) -> T {
        let now = self.0.clock.now();
        let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
        let moment = Timestamp::from_unix(&self.0.ids, seconds, now.timestamp_subsec_nanos());
        T::from(Uuid::new_v7(moment))
    }
}

async fn check_key(db: &Db, keys: &Keys) -> Result<()> {
    let ours = keys.fingerprint();
    let mut tx = db.write().await?;
    tx.execute(
        sql("INSERT INTO setting (name, value) VALUES ('key.fingerprint', $1) ON CONFLICT (name) DO NOTHING")
            .bind(&ours),
    )
    .await?;
    let kept: String = tx
        .one(sql(
            "SELECT value FROM setting WHERE name = 'key.fingerprint'",
        ))
        .await?
        .get(0)?;
    tx.commit().await?;
    if kept == ours {
        Ok(())
    } else {
        Err(KeyError::Other.into())
    }
}
