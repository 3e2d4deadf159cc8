//! Labels of a business' products: designed by its owner or with the office's help, kept by product.

use documents::label::Draft;
use rulebook::{Fact, Facts};
use serde_json::json;
use store::Session;
use store::registry::label::{self as kept, ProductLabel};
use store::registry::{business, merge};
use vocab::id::BusinessId;

use super::RegistryError;
use super::listing::Listed;
use super::plan::plan;
use super::state::must_state;
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;

/// Labels of one business. A stall has a handful of products; a list without end is a mistake.
const MOST: usize = 200;
/// Letters of a product's name in the list.
const LONGEST_NAME: usize = 100;

/// A business with its labels.
#[derive(Debug, Clone)]
pub struct Labels {
    /// Whose.
    pub business: Listed,
    /// The labels, by product.
    pub labels: Vec<(String, Draft)>,
    /// A new one, filled in with what is known of the business.
    pub new: Draft,
}

/// The labels of a business that the actor may see, with those of what was merged into it; where both have one of a
/// product, its own counts.
pub async fn labels(hall: &Hall, actor: &Actor, id: BusinessId) -> Result<Labels> {
    let seen = plan(hall, actor, id).await?;
    let mut session = hall.db().read().await?;
    let labels = of(&mut session, &actor.regency, seen.business.id).await?;
    Ok(Labels {
        new: known(&seen.facts, &seen.business),
        business: seen.business,
        labels,
    })
}

/// The labels of a business and of its parts, by product.
pub(crate) async fn of(
    session: &mut Session,
    regency: &str,
    business: BusinessId,
) -> Result<Vec<(String, Draft)>> {
    let parts = merge::parts(session, regency, &[business]).await?;
    let all: Vec<BusinessId> = parts.into_keys().chain([business]).collect();
    let mut labels = kept::of_businesses(session, regency, &all).await?;
    labels.sort_by(|a, b| {
        let own = |label: &ProductLabel| label.business != business;
        (&a.product, own(a)).cmp(&(&b.product, own(b)))
    });
    labels.dedup_by(|later, first| later.product == first.product);
    let labels = labels.into_iter();
    Ok(labels
        .map(|label| (label.product, read(&label.draft)))
        .collect())
}

/// Keeps a label under the name of its product; one of the same product is replaced.
pub async fn save(hall: &Hall, actor: &Actor, id: BusinessId, draft: &Draft) -> Result<()> {
    let product: String = draft.product.trim().chars().take(LONGEST_NAME).collect();
    if product.is_empty() {
        return Err(RegistryError::LabelNameless.into());
    }
    let mut tx = hall.db().write().await?;
    let business = business::hold(&mut tx, &actor.regency, id)
        .await?
        .ok_or(Error::NotFound("business"))?;
    must_state(actor, &business)?;
    let before = kept::of_businesses(&mut tx, &actor.regency, &[business.id]).await?;
    if before.len() >= MOST && before.iter().all(|label| label.product != product) {
        return Err(RegistryError::TooManyLabels { most: MOST }.into());
    }
    let label = ProductLabel {
        regency: actor.regency.clone(),
        business: business.id,
        product,
        draft: serde_json::to_string(draft).unwrap_or_default(),
        account: actor.account,
        changed_at: hall.clock().now(),
    };
    kept::put(&mut tx, &label).await?;
    let about = audit::business(business.id);
    let detail = json!({ "product": label.product });
    audit::record(hall, &mut tx, actor, "label.saved", &about, detail).await?;
    Ok(tx.commit().await?)
}

/// A draft as kept. A field that a later version no longer knows does not take the others with it.
fn read(text: &str) -> Draft {
    let json: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
    let fields = json.as_object().into_iter().flatten();
    Draft::of_fields(fields.filter_map(|(name, value)| Some((name.as_str(), value.as_str()?))))
}

/// What the registry knows of a label.
fn known(facts: &Facts, business: &Listed) -> Draft {
    let text = |fact: Fact| {
        let value = facts.get(fact).and_then(|value| value.as_text());
        value.unwrap_or_default().to_owned()
    };
    Draft {
        brand: business.name.clone(),
        product: text(Fact::MainProduct),
        producer: business.name.clone(),
        address: place(facts, business),
        pirt: text(Fact::Pirt),
        bpom: text(Fact::Bpom),
        halal: text(Fact::Halal),
        ..Draft::default()
    }
}

/// Where a business is, as one line: street, village, district.
pub(crate) fn place(facts: &Facts, business: &Listed) -> String {
    let address = facts.get(Fact::Address).and_then(|value| value.as_text());
    let parts = [
        address.filter(|address| !address.is_empty()),
        business.village.as_deref(),
        business.district.as_deref(),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
