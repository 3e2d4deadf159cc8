//! Labels of a business' products: designed by its owner or with the office's help, kept by product.

use documents::label::Draft;
use rulebook::{Fact, Facts};
use serde_json::json;
use store::registry::business;
use store::registry::label::{self as kept, ProductLabel};
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

/// The labels of a business that the actor may see.
pub async fn labels(hall: &Hall, actor: &Actor, id: BusinessId) -> Result<Labels> {
    let seen = plan(hall, actor, id).await?;
    let mut session = hall.db().read().await?;
    let labels = kept::of_business(&mut session, &actor.regency, seen.business.id)
        .await?
        .into_iter()
        .map(|label| (label.product, read(&label.draft)))
        .collect();
    Ok(Labels {
        new: known(&seen.facts, &seen.business),
        business: seen.business,
        labels,
    })
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
    let before = kept::of_business(&mut tx, &actor.regency, business.id).await?;
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
    let place = [
        Some(text(Fact::Address)).filter(|address| !address.is_empty()),
        business.village.clone(),
        business.district.clone(),
    ];
    Draft {
        brand: business.name.clone(),
        product: text(Fact::MainProduct),
        producer: business.name.clone(),
        address: place.into_iter().flatten().collect::<Vec<_>>().join(", "),
        pirt: text(Fact::Pirt),
        bpom: text(Fact::Bpom),
        halal: text(Fact::Halal),
        ..Draft::default()
    }
}
