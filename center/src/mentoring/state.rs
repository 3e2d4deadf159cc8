//! What an engagement goes through: the one place that says what may follow what.
//!
//! ```text
//! opened ──assess──> assessed ──agree──> agreed ──visit──> visiting ──graduate──> graduated
//!    └──────────────────┴──────────────────┴─────────────────┴──leave──> left
//! ```
//! A visit may be made and an assessment repeated at any time while it is open; they move it on only where the arrows
//! say so.

use vocab::Lang;

use super::MentoringError;

/// Where an engagement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// A mentor was named.
    Opened,
    /// The baseline is known.
    Assessed,
    /// Goals are agreed.
    Agreed,
    /// Visits follow the goals.
    Visiting,
    /// It stands alone.
    Graduated,
    /// It ended otherwise, for a reason.
    Left,
}

/// What happens to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// It is assessed.
    Assess,
    /// A goal is agreed.
    Agree,
    /// It is visited.
    Visit,
    /// It graduates; whether it was assessed again with the same version is asked before.
    Graduate {
        /// Whether a later assessment can be compared with the first one.
        compared: bool,
    },
    /// It ends otherwise.
    Leave,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Opened,
        Self::Assessed,
        Self::Agreed,
        Self::Visiting,
        Self::Graduated,
        Self::Left,
    ];

    /// The word in the database.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Assessed => "assessed",
            Self::Agreed => "agreed",
            Self::Visiting => "visiting",
            Self::Graduated => "graduated",
            Self::Left => "left",
        }
    }

    /// The state of a word.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.id() == id)
    }

    /// What people call it.
    pub const fn label(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Opened, Lang::Id) => "Baru dibuka",
            (Self::Opened, Lang::En) => "Just opened",
            (Self::Assessed, Lang::Id) => "Sudah dinilai",
            (Self::Assessed, Lang::En) => "Assessed",
            (Self::Agreed, Lang::Id) => "Target disepakati",
            (Self::Agreed, Lang::En) => "Goals agreed",
            (Self::Visiting, Lang::Id) => "Sedang didampingi",
            (Self::Visiting, Lang::En) => "Being mentored",
            (Self::Graduated, Lang::Id) => "Lulus",
            (Self::Graduated, Lang::En) => "Graduated",
            (Self::Left, Lang::Id) => "Berhenti",
            (Self::Left, Lang::En) => "Ended",
        }
    }

    /// Whether anything may still happen.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Graduated | Self::Left)
    }

    /// Where an event leads, or why it may not happen.
    pub fn after(self, event: Event) -> Result<Self, MentoringError> {
        match (self, event) {
            (Self::Graduated | Self::Left, _) => Err(MentoringError::Closed),
            (Self::Opened, Event::Assess) => Ok(Self::Assessed),
            (Self::Opened, Event::Agree) => Err(MentoringError::AssessFirst),
            (Self::Assessed, Event::Agree) => Ok(Self::Agreed),
            (Self::Agreed, Event::Visit) => Ok(Self::Visiting),
            (Self::Visiting, Event::Graduate { compared: true }) => Ok(Self::Graduated),
            (Self::Visiting, Event::Graduate { compared: false }) => {
                Err(MentoringError::AssessAgain)
            }
            (_, Event::Graduate { .. }) => Err(MentoringError::VisitFirst),
            (_, Event::Leave) => Ok(Self::Left),
            (state, Event::Assess | Event::Agree | Event::Visit) => Ok(state),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_straight_way_leads_from_opening_to_graduation() {
        let events = [
            Event::Assess,
            Event::Agree,
            Event::Visit,
            Event::Assess,
            Event::Graduate { compared: true },
        ];
        let end = events
            .into_iter()
            .try_fold(State::Opened, State::after)
            .unwrap();
        assert_eq!(end, State::Graduated);
    }

    #[test]
    fn nothing_happens_after_the_end_and_nothing_is_skipped() {
        for state in [State::Graduated, State::Left] {
            assert_eq!(state.after(Event::Visit), Err(MentoringError::Closed));
        }
        assert_eq!(
            State::Opened.after(Event::Agree),
            Err(MentoringError::AssessFirst)
        );
        let graduate = Event::Graduate { compared: true };
        assert_eq!(
            State::Agreed.after(graduate),
            Err(MentoringError::VisitFirst)
        );
        let uncompared = Event::Graduate { compared: false };
        assert_eq!(
            State::Visiting.after(uncompared),
            Err(MentoringError::AssessAgain)
        );
        for state in State::ALL.into_iter().filter(|state| state.is_open()) {
            assert_eq!(state.after(Event::Leave), Ok(State::Left));
            assert_eq!(State::from_id(state.id()), Some(state));
        }
    }
}
