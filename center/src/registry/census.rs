//! What the census in the field says about businesses: taken in as the rows of a list are, many at once.

use chrono::NaiveDate;
use rulebook::{Fact, Facts, Value};
use store::Tx;
use store::registry::bulk;
use store::registry::ledger::Ledger;
use vocab::id::{AccountId, BusinessId, SourceId};

use super::door::Door;
use super::import::matching::NewKeys;
use super::import::prepare::{By, Named, Preparing};
use super::import::take::Taker;
use super::project::Projector;
use super::refresh;
use crate::error::Result;
use crate::hall::Hall;

/// What one set of answers says.
pub(crate) struct Said {
    /// The facts.
    pub(crate) facts: Facts,
    /// The day on which they were told.
    pub(crate) stated_on: NaiveDate,
    /// Who asked.
    pub(crate) account: AccountId,
    /// The business that was visited, where it is in the registry.
    pub(crate) known: Option<BusinessId>,
    /// The id that the phone gave a business which was not on its list.
    pub(crate) wished: BusinessId,
}

/// Takes sets of answers in. Gives the business that each is about: one from the list, one that was known by NIK, NIB or
/// name already, or a new one.
pub(crate) async fn take(
    hall: &Hall,
    tx: &mut Tx,
    regency: &str,
    source: SourceId,
    said: Vec<Said>,
) -> Result<Vec<BusinessId>> {
    let projector = Projector::new(hall, regency);
    let preparing = Preparing {
        hall,
        regency,
        source,
        projector: &projector,
    };
    let rows = said.into_iter().map(|one| {
        let named = named(&one.facts);
        let by = By {
            stated_on: one.stated_on,
            account: Some(one.account),
        };
        preparing
            .prepare(one.facts, &named, by)
            .about(one.known, one.wished)
    });
    let rows = rows.collect();
    let mut ledger = Ledger::new(regency);
    let mut keys = NewKeys::default();
    let taker = Taker {
        hall,
        regency,
        source,
        import: None,
        door: Door::Census.id(),
        projector: &projector,
    };
    let (_, about) = taker.take(tx, &mut ledger, &mut keys, rows).await?;
    bulk::add_keys(tx, keys.into_iter().collect()).await?;
    refresh::flush(hall, tx, &mut ledger).await?;
    Ok(about)
}

fn named(facts: &Facts) -> Named {
    let text = |fact| facts.get(fact).and_then(Value::as_text);
    Named {
        business: text(Fact::BusinessName).and_then(|name| name.parse().ok()),
        owner: text(Fact::OwnerName).and_then(|name| name.parse().ok()),
        village: match facts.get(Fact::Village) {
            Some(Value::Region(code)) => Some(code.to_string()),
            _ => None,
        },
        row_id: None,
    }
}
