//! Erasing a person's data on request (UU 27/2022): the key that opens the sealed numbers, the personal columns, and the
//! personal facts of every statement. What was counted stays counted.

use rulebook::Fact;
use serde_json::json;
use store::Tx;
use store::field::answer;
use store::files;
use store::licensing::{case, document, event, paper};
use store::mentoring::visit;
use store::notify;
use store::people::{account, consent, login_session, person};
use store::registry::{business, label, list_row, merge, share, statement};
use store::sync::conflict;
use vocab::id::PersonId;

use super::content::Content;
use super::project::Projector;
use super::refresh;
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::permission::Permission;

/// What was erased.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Erased {
    /// Businesses of the person, which stay in the counts without a name.
    pub businesses: usize,
    /// Statements from which personal facts were taken.
    pub statements: usize,
}

/// Erases a person. The reason (the request's number, say) goes into the trail; it must name no person.
pub async fn erase(hall: &Hall, actor: &Actor, id: PersonId, reason: &str) -> Result<Erased> {
    actor.must_see_all(Permission::ErasePerson)?;
    let mut tx = hall.db().write().await?;
    let known = person::find(&mut tx, id)
        .await?
        .filter(|person| person.regency == actor.regency);
    let mut known = known.ok_or(Error::NotFound("person"))?;
    let now = hall.clock().now();
    let mut ids: Vec<_> = business::of_owner(&mut tx, &actor.regency, id)
        .await?
        .iter()
        .map(|business| business.id)
        .collect();
    // A business of theirs may have been merged into another.
    for merged in merge::merged_of_owner(&mut tx, &actor.regency, id).await? {
        ids.push(merge::root(&mut tx, &actor.regency, merged).await?);
    }
    ids.sort_unstable();
    ids.dedup();
    let parts = merge::parts(&mut tx, &actor.regency, &ids).await?;
    let linked: Vec<_> = ids.iter().copied().chain(parts.into_keys()).collect();
    list_row::redact(&mut tx, &actor.regency, &linked).await?;
    let answered = answer::redact(&mut tx, &actor.regency, &linked).await?;
    conflict::redact(&mut tx, &actor.regency, &answered).await?;
    visit::redact(&mut tx, &actor.regency, &linked).await?;
    let businesses = business::hold_many(&mut tx, &actor.regency, &ids).await?;
    let mut erased = Erased {
        businesses: businesses.len(),
        statements: 0,
    };
    for business in &businesses {
        erased.statements += redact(&mut tx, &actor.regency, business.id).await?;
        share::revoke(&mut tx, &actor.regency, business.id, None, now).await?;
    }
    let projector = Projector::new(hall, &actor.regency);
    refresh::refresh(hall, &mut tx, &projector, &actor.regency, businesses).await?;
    if let Some(account) = account::by_person(&mut tx, &actor.regency, id).await? {
        login_session::end_all(&mut tx, account.id, None).await?;
        notify::erase(&mut tx, &actor.regency, account.id).await?;
    }
    // A label names the producer and where they live, and so do the papers of a case.
    label::delete_all(&mut tx, &actor.regency, &linked).await?;
    paper::delete_all(&mut tx, &actor.regency, &linked).await?;
    document::redact(&mut tx, &actor.regency, &linked).await?;
    event::redact(&mut tx, &actor.regency, &linked).await?;
    case::redact(&mut tx, &actor.regency, &linked).await?;
    let papers = files::erase(&mut tx, &actor.regency, &linked, now).await?;
    account::erase(&mut tx, &actor.regency, id, now).await?;
    consent::erase_wording(&mut tx, &actor.regency, id, now).await?;
    known = person::Person {
        id: known.id,
        regency: known.regency,
        created_at: known.created_at,
        name: None,
        phone: None,
        data_key: None,
        nik_hash: None,
        nik_sealed: None,
        kk_sealed: None,
        npwp_sealed: None,
        erased_at: Some(now),
    };
    person::update(&mut tx, &known).await?;
    let reason: String = reason.chars().take(300).collect();
    let detail = json!({ "reason": reason, "businesses": erased.businesses, "statements": erased.statements });
    audit::record(
        hall,
        &mut tx,
        actor,
        "person.erased",
        &format!("person:{id}"),
        detail,
    )
    .await?;
    tx.commit().await?;
    // The keys are gone with the transaction, so the bytes are noise already; a storage that is away now keeps noise.
    for paper in papers {
        let removed = async { hall.storage()?.remove(paper).await };
        if let Err(error) = removed.await {
            tracing::warn!(%error, file = %paper, "the bytes of an erased file remain in the storage");
        }
    }
    Ok(erased)
}

/// Takes the personal facts out of all statements about a business. If the business bears the owner's name, that name
/// is personal too, and which names do cannot be told; so the name of the business goes as well, unless the business is
/// a legal person of its own.
async fn redact(tx: &mut Tx, regency: &str, id: vocab::id::BusinessId) -> Result<usize> {
    let statements = statement::of_business(tx, regency, id).await?;
    let contents: Vec<Content> = statements
        .iter()
        .map(|statement| Content::parse(&statement.facts))
        .collect::<Result<_>>()?;
    let legal_person = contents.iter().any(|content| {
        matches!(
            content.open.choice(Fact::LegalForm),
            Some("pt" | "cv" | "firma" | "koperasi")
        )
    });
    let mut redacted = 0;
    for (mut statement, content) in statements.into_iter().zip(contents) {
        let mut kept = content.without_personal();
        if !legal_person {
            for fact in [
                Fact::BusinessName,
                Fact::Address,
                Fact::Rt,
                Fact::Rw,
                Fact::Location,
            ] {
                kept.open.remove(fact);
            }
        }
        if kept != content {
            statement.facts = kept.to_json();
            statement::redact(tx, &statement).await?;
            redacted += 1;
        }
    }
    Ok(redacted)
}
