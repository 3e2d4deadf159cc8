//! How a case moves: which event leads from which state to which, and who may bring it about. Pure; everything else in
//! this room obeys it.
//!
//! ```text
//! draft ─ begin ─> documents ─ complete ─> ready ─ submit ─> submitted ─ take_up ─> in_verification
//!                      ^                     │                  │  ^                    │
//!                      └──── fault ──────────┘       ask_repair │  │ resubmit           │ ask_repair
//!                                                               v  │                    v
//!                                                              needs_repair <───────────┘
//!
//! submitted, in_verification ─ issue ─> issued          submitted, in_verification, needs_repair ─ refuse ─> refused
//! every open state ─ withdraw ─> withdrawn
//! ```

use vocab::words;

words! {
    /// Where a case stands.
    State {
        /// Noted down; nothing has been brought.
        Draft = "draft", "Baru dicatat", "Noted down";
        /// Documents are being gathered and looked at.
        Documents = "documents", "Mengumpulkan berkas", "Gathering documents";
        /// All documents are good; it can be submitted.
        Ready = "ready", "Siap diajukan", "Ready to submit";
        /// Submitted to the outside system.
        Submitted = "submitted", "Sudah diajukan", "Submitted";
        /// The outside authority is at it.
        InVerification = "in_verification", "Sedang diperiksa", "Being verified";
        /// The authority wants something mended.
        NeedsRepair = "needs_repair", "Perlu diperbaiki", "Needs repair";
        /// The permit is there.
        Issued = "issued", "Terbit", "Issued";
        /// The authority said no.
        Refused = "refused", "Ditolak", "Refused";
        /// Given up by the owner or the office.
        Withdrawn = "withdrawn", "Dibatalkan", "Withdrawn";
    }
}

words! {
    /// What happens to a case.
    Event {
        /// It was opened.
        Open = "open", "Pengajuan dicatat", "The case was noted down";
        /// Work on it begins.
        Begin = "begin", "Mulai mengumpulkan berkas", "Gathering documents began";
        /// A document was brought.
        Bring = "bring", "Berkas dikirim", "A document was brought";
        /// A document was found good, and others are still open.
        Approve = "approve", "Berkas dinyatakan baik", "A document was found good";
        /// A document was found wanting.
        Fault = "fault", "Berkas perlu diganti", "A document must be replaced";
        /// The last document was found good.
        Complete = "complete", "Semua berkas lengkap", "All documents are complete";
        /// It was submitted outside.
        Submit = "submit", "Diajukan", "Submitted";
        /// The outside authority has taken it up.
        TakeUp = "take_up", "Mulai diperiksa", "Verification began";
        /// The outside authority wants something mended.
        AskRepair = "ask_repair", "Diminta memperbaiki", "A repair was asked for";
        /// What was to be mended was sent.
        Resubmit = "resubmit", "Diajukan kembali", "Submitted again";
        /// The permit was issued.
        Issue = "issue", "Izin terbit", "The permit was issued";
        /// The authority said no.
        Refuse = "refuse", "Ditolak", "Refused";
        /// It was given up.
        Withdraw = "withdraw", "Dibatalkan", "Withdrawn";
        /// It was given to an officer. It moves nothing.
        Assign = "assign", "Diserahkan ke petugas", "Given to an officer";
    }
}

/// On whose side somebody acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// The owner of the business, or whoever fills in for them: a mentor.
    Owner,
    /// The office.
    Office,
}

impl Side {
    /// The word in the database.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Office => "office",
        }
    }
}

words! {
    /// Who has to act next.
    Turn {
        /// The office.
        Office = "office", "Giliran dinas", "The office's turn";
        /// The owner.
        Owner = "owner", "Giliran pemilik", "The owner's turn";
        /// The outside authority.
        Outside = "outside", "Menunggu instansi lain", "Waiting for the authority";
        /// Nobody: it has come to its end.
        Nobody = "nobody", "Selesai", "Closed";
    }
}

/// Why an event does not happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Halt {
    /// The state does not allow it.
    State,
    /// Somebody else has to do it.
    Side,
}

/// How a document of the checklist stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Documents {
    /// Brought and not looked at.
    pub new: usize,
    /// Not brought, or found wanting.
    pub wanting: usize,
}

impl Documents {
    /// Whether all are good.
    pub fn complete(self) -> bool {
        self.new == 0 && self.wanting == 0
    }
}

impl State {
    /// Whether nothing happens any more.
    pub const fn is_closed(self) -> bool {
        matches!(self, Self::Issued | Self::Refused | Self::Withdrawn)
    }

    /// Where an event leads, if it may happen here and this side may bring it about.
    pub fn after(self, event: Event, by: Side) -> Result<Self, Halt> {
        let to = self.leads_to(event).ok_or(Halt::State)?;
        if event.may(by) {
            Ok(to)
        } else {
            Err(Halt::Side)
        }
    }

    #[expect(
        clippy::match_same_arms,
        reason = "one row for each way, as in the picture above"
    )]
    const fn leads_to(self, event: Event) -> Option<Self> {
        use State as S;
        Some(match (event, self) {
            (Event::Begin, S::Draft) => S::Documents,
            // The first document begins the work.
            (Event::Bring, S::Draft | S::Documents) => S::Documents,
            (Event::Bring | Event::Approve | Event::Fault, S::NeedsRepair) => S::NeedsRepair,
            (Event::Approve, S::Draft | S::Documents) => S::Documents,
            (Event::Fault, S::Documents | S::Ready) => S::Documents,
            (Event::Complete, S::Draft | S::Documents) => S::Ready,
            (Event::Submit, S::Ready) | (Event::Resubmit, S::NeedsRepair) => S::Submitted,
            (Event::TakeUp, S::Submitted) => S::InVerification,
            (Event::AskRepair, S::Submitted | S::InVerification) => S::NeedsRepair,
            (Event::Issue, S::Submitted | S::InVerification) => S::Issued,
            (Event::Refuse, S::Submitted | S::InVerification | S::NeedsRepair) => S::Refused,
            (Event::Withdraw, state) if !state.is_closed() => S::Withdrawn,
            (Event::Assign, state) if !state.is_closed() => state,
            _ => return None,
        })
    }

    /// Whose turn it is.
    #[expect(
        clippy::match_same_arms,
        reason = "the rows stand in the order of the way"
    )]
    pub const fn turn(self, documents: Documents) -> Turn {
        match self {
            Self::Draft | Self::Documents | Self::NeedsRepair if documents.new > 0 => Turn::Office,
            Self::Draft | Self::Documents => Turn::Owner,
            // Everything mended is good again: the office sends it off.
            Self::NeedsRepair if documents.wanting == 0 => Turn::Office,
            Self::NeedsRepair => Turn::Owner,
            Self::Ready => Turn::Office,
            Self::Submitted | Self::InVerification => Turn::Outside,
            Self::Issued | Self::Refused | Self::Withdrawn => Turn::Nobody,
        }
    }

    /// The events by hand that are open here to one side, in the order of likelihood.
    pub fn open_to(self, by: Side) -> Vec<Event> {
        const BY_HAND: [Event; 8] = [
            Event::Begin,
            Event::Submit,
            Event::TakeUp,
            Event::Issue,
            Event::Resubmit,
            Event::AskRepair,
            Event::Refuse,
            Event::Withdraw,
        ];
        BY_HAND
            .into_iter()
            .filter(|event| self.after(*event, by).is_ok())
            .collect()
    }
}

impl Event {
    /// Whether a side may bring it about. An owner brings documents, files outside by themselves if they can, and may
    /// give up; what is said about documents and about the authority's answer is the office's word.
    pub const fn may(self, by: Side) -> bool {
        match by {
            Side::Office => !matches!(self, Self::Open),
            Side::Owner => matches!(
                self,
                Self::Begin | Self::Bring | Self::Submit | Self::Withdraw
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every (state, event) that leads anywhere, and whether the owner may do it too.
    const TABLE: &[(State, Event, State, bool)] = &[
        (State::Draft, Event::Begin, State::Documents, true),
        (State::Draft, Event::Bring, State::Documents, true),
        (State::Draft, Event::Approve, State::Documents, false),
        (State::Draft, Event::Complete, State::Ready, false),
        (State::Draft, Event::Withdraw, State::Withdrawn, true),
        (State::Draft, Event::Assign, State::Draft, false),
        (State::Documents, Event::Bring, State::Documents, true),
        (State::Documents, Event::Approve, State::Documents, false),
        (State::Documents, Event::Fault, State::Documents, false),
        (State::Documents, Event::Complete, State::Ready, false),
        (State::Documents, Event::Withdraw, State::Withdrawn, true),
        (State::Documents, Event::Assign, State::Documents, false),
        (State::Ready, Event::Fault, State::Documents, false),
        (State::Ready, Event::Submit, State::Submitted, true),
        (State::Ready, Event::Withdraw, State::Withdrawn, true),
        (State::Ready, Event::Assign, State::Ready, false),
        (
            State::Submitted,
            Event::TakeUp,
            State::InVerification,
            false,
        ),
        (
            State::Submitted,
            Event::AskRepair,
            State::NeedsRepair,
            false,
        ),
        (State::Submitted, Event::Issue, State::Issued, false),
        (State::Submitted, Event::Refuse, State::Refused, false),
        (State::Submitted, Event::Withdraw, State::Withdrawn, true),
        (State::Submitted, Event::Assign, State::Submitted, false),
        (
            State::InVerification,
            Event::AskRepair,
            State::NeedsRepair,
            false,
        ),
        (State::InVerification, Event::Issue, State::Issued, false),
        (State::InVerification, Event::Refuse, State::Refused, false),
        (
            State::InVerification,
            Event::Withdraw,
            State::Withdrawn,
            true,
        ),
        (
            State::InVerification,
            Event::Assign,
            State::InVerification,
            false,
        ),
        (State::NeedsRepair, Event::Bring, State::NeedsRepair, true),
        (
            State::NeedsRepair,
            Event::Approve,
            State::NeedsRepair,
            false,
        ),
        (State::NeedsRepair, Event::Fault, State::NeedsRepair, false),
        (State::NeedsRepair, Event::Resubmit, State::Submitted, false),
        (State::NeedsRepair, Event::Refuse, State::Refused, false),
        (State::NeedsRepair, Event::Withdraw, State::Withdrawn, true),
        (State::NeedsRepair, Event::Assign, State::NeedsRepair, false),
    ];

    #[test]
    fn every_state_and_event_does_what_the_table_says_and_nothing_else() {
        for state in State::ALL.iter().copied() {
            for event in Event::ALL.iter().copied() {
                let row = TABLE.iter().find(|row| (row.0, row.1) == (state, event));
                let office = row.map(|row| row.2).ok_or(Halt::State);
                let owner = match row {
                    None => Err(Halt::State),
                    Some(row) if row.3 => Ok(row.2),
                    Some(_) => Err(Halt::Side),
                };
                assert_eq!(
                    state.after(event, Side::Office),
                    office,
                    "{state:?} {event:?}"
                );
                assert_eq!(
                    state.after(event, Side::Owner),
                    owner,
                    "{state:?} {event:?}"
                );
            }
        }
    }

    #[test]
    fn a_closed_case_stands_still_and_every_open_one_can_be_given_up() {
        for state in State::ALL.iter().copied() {
            let open: Vec<Event> = state.open_to(Side::Office);
            assert_eq!(open.is_empty(), state.is_closed(), "{state:?}");
            assert_eq!(open.contains(&Event::Withdraw), !state.is_closed());
        }
    }

    #[test]
    fn every_state_can_be_reached_from_a_draft() {
        let mut reached = vec![State::Draft];
        let mut at = 0;
        while let Some(state) = reached.get(at).copied() {
            at += 1;
            for event in Event::ALL.iter().copied() {
                if let Ok(to) = state.after(event, Side::Office)
                    && !reached.contains(&to)
                {
                    reached.push(to);
                }
            }
        }
        assert_eq!(reached.len(), State::ALL.len());
    }

    #[test]
    fn the_turn_follows_the_documents() {
        let nothing = Documents { new: 0, wanting: 2 };
        let brought = Documents { new: 1, wanting: 1 };
        let good = Documents::default();
        assert_eq!(State::Draft.turn(nothing), Turn::Owner);
        assert_eq!(State::Documents.turn(brought), Turn::Office);
        assert_eq!(State::Documents.turn(nothing), Turn::Owner);
        assert_eq!(State::Ready.turn(good), Turn::Office);
        assert_eq!(State::Submitted.turn(good), Turn::Outside);
        assert_eq!(State::NeedsRepair.turn(nothing), Turn::Owner);
        assert_eq!(State::NeedsRepair.turn(brought), Turn::Office);
        assert_eq!(State::NeedsRepair.turn(good), Turn::Office);
        assert_eq!(State::Issued.turn(good), Turn::Nobody);
    }

    #[test]
    fn words_come_back() {
        for state in State::ALL.iter().copied() {
            assert_eq!(State::from_id(state.id()), Some(state));
        }
        for event in Event::ALL.iter().copied() {
            assert_eq!(Event::from_id(event.id()), Some(event));
        }
        assert_eq!(Turn::from_id("office"), Some(Turn::Office));
    }
}
