//! The pages of the census.

use askama::Template;

use crate::{frame::Frame, hall::view::Figure, plan::view::Choice};

/// The rounds, and a new one.
#[derive(Template)]
#[template(path = "enumeration/rounds.html")]
pub(crate) struct RoundsPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) may_manage: bool,
    pub(crate) problems: Vec<String>,
    pub(crate) rounds: Vec<RoundLine>,
    pub(crate) forms: Vec<Choice>,
    pub(crate) given: super::rounds::Given,
}

/// A round in the list.
pub(crate) struct RoundLine {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) form: String,
    pub(crate) days: String,
    pub(crate) closed: bool,
}

/// One round.
#[derive(Template)]
#[template(path = "enumeration/round.html")]
pub(crate) struct RoundPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) days: String,
    pub(crate) form: String,
    pub(crate) closed: bool,
    pub(crate) may_manage: bool,
    pub(crate) problems: Vec<String>,
    pub(crate) figures: Vec<Figure>,
    pub(crate) waiting: i64,
    pub(crate) areas: Vec<AreaLine>,
    pub(crate) regions: Vec<Choice>,
    pub(crate) board: Vec<BoardLine>,
    pub(crate) sets: Vec<SetLine>,
    pub(crate) more_href: Option<String>,
    pub(crate) visits: Vec<VisitLine>,
    pub(crate) enumerators: Vec<Choice>,
}

/// An area of a round.
pub(crate) struct AreaLine {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) by: String,
    pub(crate) target: i64,
    pub(crate) done: String,
    pub(crate) width: i64,
    pub(crate) enumerators: Vec<Choice>,
}

/// An enumerator on the board.
pub(crate) struct BoardLine {
    pub(crate) name: String,
    pub(crate) sets: String,
    pub(crate) minutes: String,
    pub(crate) refused: String,
    pub(crate) points: String,
    pub(crate) repeated: String,
    pub(crate) doubts: Vec<String>,
}

/// A set in the list.
pub(crate) struct SetLine {
    pub(crate) id: String,
    pub(crate) when: String,
    pub(crate) by: String,
    pub(crate) outcome: String,
    pub(crate) state: String,
}

/// A second visit.
pub(crate) struct VisitLine {
    pub(crate) answer: String,
    pub(crate) by: String,
    pub(crate) agreed: String,
}

/// One set of answers.
#[derive(Template)]
#[template(path = "enumeration/set.html")]
pub(crate) struct SetPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) id: String,
    pub(crate) round: String,
    pub(crate) business: Option<String>,
    pub(crate) name: String,
    pub(crate) by: String,
    pub(crate) when: String,
    pub(crate) outcome: String,
    pub(crate) state: String,
    pub(crate) reason: Option<String>,
    pub(crate) waiting: bool,
    pub(crate) problems: Vec<String>,
    pub(crate) erased: bool,
    pub(crate) answers: Vec<(String, String)>,
    pub(crate) photos: Vec<PhotoLine>,
}

/// A photo of a set.
pub(crate) struct PhotoLine {
    pub(crate) href: Option<String>,
    pub(crate) why: String,
}

/// Conflicts, side by side.
#[derive(Template)]
#[template(path = "enumeration/conflicts.html")]
pub(crate) struct ConflictsPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) conflicts: Vec<Conflict>,
}

/// One conflict.
pub(crate) struct Conflict {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) by: String,
    pub(crate) theirs_by: String,
    /// Question, what stands, what came second.
    pub(crate) rows: Vec<(String, String, String)>,
}

/// Phones.
#[derive(Template)]
#[template(path = "enumeration/phones.html")]
pub(crate) struct PhonesPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) phones: Vec<PhoneLine>,
}

/// A phone.
pub(crate) struct PhoneLine {
    pub(crate) account: String,
    pub(crate) device: String,
    pub(crate) holder: String,
    pub(crate) name: String,
    pub(crate) seen: String,
    pub(crate) revoked: bool,
}
