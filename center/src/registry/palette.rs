//! Which marks a business can carry, and their numbers.
//!
//! | key | meaning |
//! | --- | --- |
//! | `all` | every business of the registry |
//! | `size:mikro` … `size:unknown` | size class (PP 7/2021) |
//! | `stage:legality` … `stage:done` | first stage with a step that is not done |
//! | `online:yes`, `online:no`, `online:unknown` | sells online |
//! | `status:active` … | whether it still exists |
//! | `kind:processed_food` … | what it makes |
//! | `open:RULE`, `ask:RULE`, `done:RULE` | how far a step is; `open` is next or blocked |
//! | `now:RULE` | the step is the current one of its stage |
//! | `region:33.24.09` … | district and village |
//! | `kbli:2020:10794` | code of activity |
//!
//! All but `kbli` are known when the program starts.

use std::collections::HashMap;

use rulebook::{ChoiceId, Fact, RuleIndex, Rulebook, Stage, StepState};
use store::Db;
use store::registry::marks::MarkBook;
use vocab::{Gazetteer, RegionCode, RegionLevel, SizeClass};

use crate::error::Result;

/// Whether a business sells online.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Online {
    /// Through at least one channel.
    Yes,
    /// Through none that was asked about.
    No,
    /// Nobody asked.
    Unknown,
}

impl Online {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Yes, Self::No, Self::Unknown];

    /// The word in keys and addresses.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }
}

/// How far a step is, for filters and counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// To be done: next, or blocked by another.
    Open,
    /// Not known whether it applies or is done.
    Ask,
    /// Done.
    Done,
    /// The current one of its stage.
    Now,
}

impl Standing {
    /// All four.
    pub const ALL: [Self; 4] = [Self::Open, Self::Ask, Self::Done, Self::Now];

    /// The word in keys and addresses.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Ask => "ask",
            Self::Done => "done",
            Self::Now => "now",
        }
    }

    /// Of a step's state.
    pub const fn of(state: &StepState) -> Self {
        match state {
            StepState::Done => Self::Done,
            StepState::Next | StepState::Blocked { .. } => Self::Open,
            StepState::Ask { .. } => Self::Ask,
        }
    }
}

/// The key of every mark; see the module's table.
pub mod key {
    use super::{Online, SizeClass, Stage, Standing};

    /// Every business.
    pub const ALL: &str = "all";

    /// Size class.
    pub fn size(size: Option<SizeClass>) -> String {
        format!("size:{}", size.map_or("unknown", SizeClass::as_str))
    }

    /// First stage that is not done.
    pub fn stage(stage: Option<Stage>) -> String {
        format!("stage:{}", stage.map_or("done", Stage::id))
    }

    /// Sells online.
    pub fn online(online: Online) -> String {
        format!("online:{}", online.id())
    }

    /// A step.
    pub fn step(standing: Standing, rule: &str) -> String {
        format!("{}:{rule}", standing.id())
    }

    /// A choice of a fact which is a mark by itself (`status`, `kind`).
    pub fn choice(group: &str, id: &str) -> String {
        format!("{group}:{id}")
    }

    /// A district or village.
    pub fn region(code: &str) -> String {
        format!("region:{code}")
    }

    /// A code of activity.
    pub fn kbli(code: &str) -> String {
        format!("kbli:{code}")
    }
}

/// Numbers of the marks that a projection gives, laid out to be found without building their keys: a bulk load
/// projects tens of thousands of businesses a second.
#[derive(Debug, Default)]
pub struct Palette {
    pub(crate) all: u32,
    size: [u32; 5],
    stage: [u32; 7],
    online: [u32; 3],
    status: Vec<u32>,
    kind: Vec<u32>,
    steps: Vec<[u32; 4]>,
    regions: HashMap<RegionCode, u32>,
}

impl Palette {
    /// Gives every key a number, in a transaction of its own.
    pub(crate) async fn ensure(
        db: &Db,
        book: &MarkBook,
        rulebook: &Rulebook,
        gazetteer: &Gazetteer,
    ) -> Result<Self> {
        book.ensure(db, &keys(rulebook, gazetteer)).await?;
        let number = |key: String| book.number(&key).unwrap_or_default();
        let sizes = SizeClass::ALL.map(Some);
        let mut palette = Self {
            all: number(key::ALL.to_owned()),
            online: Online::ALL.map(|online| number(key::online(online))),
            status: Fact::Status
                .choices()
                .iter()
                .map(|id| number(key::choice("status", id)))
                .collect(),
            kind: Fact::ProductKind
                .choices()
                .iter()
                .map(|id| number(key::choice("kind", id)))
                .collect(),
            steps: rulebook
                .rules()
                .map(|(_, rule)| {
                    Standing::ALL.map(|standing| number(key::step(standing, &rule.id)))
                })
                .collect(),
            regions: shown_regions(gazetteer)
                .map(|code| (code, number(key::region(code.as_str()))))
                .collect(),
            ..Self::default()
        };
        for (slot, size) in palette.size.iter_mut().zip(sizes.into_iter().chain([None])) {
            *slot = number(key::size(size));
        }
        for (slot, stage) in palette
            .stage
            .iter_mut()
            .zip(Stage::ALL.iter().copied().map(Some).chain([None]))
        {
            *slot = number(key::stage(stage));
        }
        Ok(palette)
    }

    pub(crate) fn size(&self, size: Option<SizeClass>) -> u32 {
        let place = size.map_or(4, |size| size as usize);
        self.size.get(place).copied().unwrap_or_default()
    }

    pub(crate) fn stage(&self, stage: Option<Stage>) -> u32 {
        self.stage
            .get(stage.map_or(6, |stage| stage as usize))
            .copied()
            .unwrap_or_default()
    }

    pub(crate) fn online(&self, online: Online) -> u32 {
        self.online
            .get(online as usize)
            .copied()
            .unwrap_or_default()
    }

    pub(crate) fn status(&self, choice: ChoiceId) -> Option<u32> {
        self.status.get(usize::from(choice.0)).copied()
    }

    pub(crate) fn kind(&self, choice: ChoiceId) -> Option<u32> {
        self.kind.get(usize::from(choice.0)).copied()
    }

    pub(crate) fn step(&self, rule: RuleIndex, standing: Standing) -> Option<u32> {
        self.steps
            .get(usize::from(rule.0))
            .and_then(|four| four.get(standing as usize))
            .copied()
    }

    pub(crate) fn region(&self, code: &RegionCode) -> Option<u32> {
        self.regions.get(code).copied()
    }
}

fn shown_regions(gazetteer: &Gazetteer) -> impl Iterator<Item = RegionCode> {
    let levels = [RegionLevel::District, RegionLevel::Village];
    gazetteer
        .places()
        .iter()
        .map(|place| place.code)
        .filter(move |code| levels.contains(&code.level()))
}

fn keys(rulebook: &Rulebook, gazetteer: &Gazetteer) -> Vec<String> {
    let mut keys = vec![key::ALL.to_owned()];
    keys.extend(
        SizeClass::ALL
            .into_iter()
            .map(Some)
            .chain([None])
            .map(key::size),
    );
    keys.extend(
        Stage::ALL
            .iter()
            .copied()
            .map(Some)
            .chain([None])
            .map(key::stage),
    );
    keys.extend(Online::ALL.map(key::online));
    keys.extend(
        Fact::Status
            .choices()
            .iter()
            .map(|id| key::choice("status", id)),
    );
    keys.extend(
        Fact::ProductKind
            .choices()
            .iter()
            .map(|id| key::choice("kind", id)),
    );
    for (_, rule) in rulebook.rules() {
        keys.extend(Standing::ALL.map(|standing| key::step(standing, &rule.id)));
    }
    keys.extend(shown_regions(gazetteer).map(|code| key::region(code.as_str())));
    keys.sort();
    keys.dedup();
    keys
}
