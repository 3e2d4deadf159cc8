//! Who may use a route. The decision is a pure function of the route's line and of how the visitor
//! stands.

use center::{Permission, Role};

/// What a line of the table of routes asks of the visitor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Anybody, logged in or not.
    Anyone,
    /// Whoever gave a right password, even if something is still wanted: a one-time code, a new
    /// password. Only the pages where that is given are open so far.
    Begun,
    /// Anybody who is logged in.
    SignedIn,
    /// Whoever has this permission.
    May(Permission),
    /// Whoever has one of these: an owner for their own business, staff for any. Which business it
    /// may be is asked by the use case, and another's is answered as if it were not there.
    MayEither(Permission, Permission),
}

/// How a visitor stands at the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    /// The role in force; as long as something is pending it is the public's.
    pub(crate) role: Role,
    /// Whether a session has begun.
    pub(crate) begun: bool,
}

/// What is done with a visitor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The door opens.
    Open,
    /// Logging in, or finishing it, might open it.
    LogIn,
    /// It stays shut for this role.
    Shut,
}

impl Access {
    /// The verdict for one visitor.
    pub(crate) fn verdict(self, visitor: Standing) -> Verdict {
        let role = visitor.role;
        let open = match self {
            Self::Anyone => true,
            Self::Begun => visitor.begun,
            Self::SignedIn => role != Role::Public,
            Self::May(permission) => role.may(permission),
            Self::MayEither(one, other) => role.may(one) || role.may(other),
        };
        match (open, role) {
            (true, _) => Verdict::Open,
            (false, Role::Public) => Verdict::LogIn,
            (false, _) => Verdict::Shut,
        }
    }
}
