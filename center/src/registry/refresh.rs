//! After something was said or withdrawn: believe anew, plan anew, project anew, count anew. All in the caller's
//! transaction, for one business or for some hundred at once.

use std::collections::HashMap;

use rulebook::FactSet;
use store::registry::business::{self, Business};
use store::registry::ledger::{Ledger, Placed};
use store::registry::source;
use store::registry::statement::{self, Statement};
use store::{Session, Tx};
use vocab::id::{BusinessId, SourceId};

use super::content::Content;
use super::door::{self, Door};
use super::facts::{Believes, Provenance, Said, for_rulebook, resolve};
use super::project::{Projection, Projector};
use crate::error::Result;
use crate::hall::Hall;

/// The facts for which each source is the authority.
pub type Authorities = HashMap<SourceId, FactSet>;

/// Reads [`Authorities`]: there are a few dozen sources.
pub async fn authorities(session: &mut Session, regency: &str) -> Result<Authorities> {
    let sources = source::all(session, regency).await?;
    Ok(sources
        .into_iter()
        .map(|(id, source)| (id, door::authority(&source.authority)))
        .collect())
}

/// A kept statement as the pure core wants it.
pub fn said(statement: &Statement, authorities: &Authorities) -> Result<Said> {
    let door = Door::from_id(&statement.door).ok_or(store::StoreError::Damaged {
        table: "statement",
        column: "door",
    })?;
    Ok(Said {
        by: Provenance {
            statement: statement.id,
            door,
            source: statement.source,
            import: statement.import,
            account: statement.account,
            stated_on: statement.stated_on,
            said_at: statement.said_at,
        },
        authority: statement
            .source
            .and_then(|id| authorities.get(&id).copied())
            .unwrap_or(FactSet::EMPTY),
        content: Content::parse(&statement.facts)?,
    })
}

/// What is believed, given all statements of one business.
pub fn believe(statements: &[Statement], authorities: &Authorities) -> Result<Believes> {
    let standing = statements
        .iter()
        .filter(|statement| statement.withdrawn_at.is_none());
    let said: Vec<Said> = standing
        .map(|statement| said(statement, authorities))
        .collect::<Result<_>>()?;
    Ok(resolve(&said))
}

/// Brings businesses up to what is said about them now. One about which nothing stands any more leaves the registry.
/// Gives how many changed.
pub async fn refresh(
    hall: &Hall,
    tx: &mut Tx,
    projector: &Projector,
    regency: &str,
    old: Vec<Business>,
) -> Result<u64> {
    let authorities = authorities(tx, regency).await?;
    let ids: Vec<BusinessId> = old.iter().map(|business| business.id).collect();
    let mut said = statement::of_businesses(tx, regency, &ids).await?;
    let mut ledger = Ledger::new(regency);
    let (mut changed, mut left) = (Vec::new(), 0);
    for before in old {
        let statements = said.remove(&before.id).unwrap_or_default();
        let believes = believe(&statements, &authorities)?;
        if believes.is_empty() {
            leave(tx, &mut ledger, projector, &before).await?;
            left += 1;
            continue;
        }
        let projection = projector.project(&for_rulebook(&believes));
        changed.extend(put(hall, tx, (&mut ledger, projector), &before, projection).await?);
    }
    let count = left + changed.len() as u64;
    business::update_many(tx, changed).await?;
    flush(hall, tx, &mut ledger).await?;
    Ok(count)
}

/// Writes what the ledger has gathered.
pub(crate) async fn flush(hall: &Hall, tx: &mut Tx, ledger: &mut Ledger) -> Result<()> {
    Ok(ledger.flush(tx, hall.words(), hall.clock().now()).await?)
}

/// Takes a business out of lists, counters and search; what was said about it stays.
pub(crate) async fn leave(
    tx: &mut Tx,
    ledger: &mut Ledger,
    projector: &Projector,
    before: &Business,
) -> Result<()> {
    ledger.change(
        before.seq,
        Some(Placed {
            region: &before.region,
            marks: &before.marks,
        }),
        None,
    )?;
    ledger.words(before.seq, &projector.words_of_row(before), "")?;
    Ok(business::delete(tx, before.seq).await?)
}

/// The business under a new projection, noted in the ledger; none when nothing changed.
async fn put(
    hall: &Hall,
    tx: &mut Tx,
    (ledger, projector): (&mut Ledger, &Projector),
    before: &Business,
    mut projection: Projection,
) -> Result<Option<Business>> {
    projection.number_marks(tx, hall.marks()).await?;
    let marks = projection.marks();
    let mut after = before.clone();
    after.region = projection.region;
    after.name = projection.name;
    after.name_key = projection.name_key;
    after.owner_name = projection.owner_name;
    after.kbli = projection.kbli;
    after.facts = projection.facts;
    after.marks = marks;
    if after == *before {
        return Ok(None);
    }
    after.changed_at = hall.clock().now();
    ledger.change(
        before.seq,
        Some(Placed {
            region: &before.region,
            marks: &before.marks,
        }),
        Some(Placed {
            region: &after.region,
            marks: &after.marks,
        }),
    )?;
    let old = projector.words_of_row(before);
    if old != projection.words {
        ledger.words(after.seq, &old, &projection.words)?;
    }
    if after.name_key != before.name_key {
        ledger.renamed(after.seq);
    }
    Ok(Some(after))
}

/// Writes a business that was not there before. Its statements are the caller's business.
pub(crate) async fn insert(
    hall: &Hall,
    tx: &mut Tx,
    regency: &str,
    id: BusinessId,
    owner: Option<vocab::id::PersonId>,
    mut projection: Projection,
) -> Result<()> {
    projection.number_marks(tx, hall.marks()).await?;
    let marks = projection.marks();
    let seq = business::reserve(tx, 1)
        .await?
        .first()
        .copied()
        .unwrap_or(1);
    let now = hall.clock().now();
    let mut ledger = Ledger::new(regency);
    ledger.change(
        seq,
        None,
        Some(Placed {
            region: &projection.region,
            marks: &marks,
        }),
    )?;
    ledger.words(seq, "", &projection.words)?;
    let business = Business {
        seq,
        id,
        regency: regency.to_owned(),
        region: projection.region,
        name: projection.name,
        name_key: projection.name_key,
        owner,
        owner_name: projection.owner_name,
        kbli: projection.kbli,
        facts: projection.facts,
        marks,
        created_at: now,
        changed_at: now,
    };
    business::insert_many(tx, vec![business]).await?;
    flush(hall, tx, &mut ledger).await
}
