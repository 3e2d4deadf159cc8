//! Campaigns: who does not sell online yet, by village, product and readiness; who goes and sees them; and what became
//! of them month by month.

mod act;
mod filter;
mod look;
mod outcome;

pub use act::{close, create, give, note, reopen};
pub use filter::{Filter, NotOnline, not_online};
pub(super) use look::beside;
pub use look::{
    CampaignView, Line, MemberView, OneMember, Sheet, list, member, mentors, sheet, view,
};
pub use outcome::Outcome;
pub use store::registry::campaign::{Campaign, Given, Member, Month};

use store::registry::campaign::Which;
use vocab::id::CampaignId;

use crate::actor::Actor;
use crate::error::Result;
use crate::permission::Permission;

/// How the audit trail names a campaign.
fn subject(id: CampaignId) -> String {
    format!("campaign:{id}")
}

fn must_see(actor: &Actor) -> Result<()> {
    if actor.may(Permission::WorkCampaigns) {
        Ok(())
    } else {
        actor.must(Permission::ManageCampaigns)
    }
}

/// The members an account has to do with: a mentor works on what is theirs, who manages campaigns on all; both only
/// where the account works.
fn own(actor: &Actor) -> Which<'_> {
    Which {
        scope: actor.place(),
        mentor: if actor.may(Permission::ManageCampaigns) {
            None
        } else {
            actor.account
        },
    }
}
