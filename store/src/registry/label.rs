//! Labels that were designed: one draft for each product of a business.

use chrono::{DateTime, Utc};
use vocab::id::{AccountId, BusinessId};

use crate::error::StoreResult;
use crate::query::{Row, sql};
use crate::session::{Session, Tx};

/// A label of a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductLabel {
    /// Where.
    pub regency: String,
    /// Whose.
    pub business: BusinessId,
    /// Of which product.
    pub product: String,
    /// What was filled in, as JSON.
    pub draft: String,
    /// Who saved it last.
    pub account: Option<AccountId>,
    /// When.
    pub changed_at: DateTime<Utc>,
}

const COLUMNS: &str = "regency, business_id, product, draft, account_id, changed_at";

/// Writes a label; the one of the same product is replaced.
pub async fn put(tx: &mut Tx, label: &ProductLabel) -> StoreResult<()> {
    let query = sql(format!(
        "INSERT INTO product_label ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (regency, business_id, product) DO UPDATE SET \
         draft = excluded.draft, account_id = excluded.account_id, changed_at = excluded.changed_at"
    ));
    tx.execute(
        query
            .bind(&label.regency)
            .bind(label.business)
            .bind(&label.product)
            .bind(&label.draft)
            .bind(label.account)
            .bind(label.changed_at),
    )
    .await?;
    Ok(())
}

/// The labels of some businesses, by product.
pub async fn of_businesses(
    session: &mut Session,
    regency: &str,
    businesses: &[BusinessId],
) -> StoreResult<Vec<ProductLabel>> {
    let mut query = sql(format!(
        "SELECT {COLUMNS} FROM product_label WHERE regency = "
    ));
    query
        .push_bind(regency)
        .push(" AND business_id IN ")
        .push_list(businesses.iter().copied())
        .push(" ORDER BY product, changed_at DESC");
    session.all(query).await?.iter().map(read).collect()
}

/// Takes all labels of some businesses away.
pub async fn delete_all(tx: &mut Tx, regency: &str, businesses: &[BusinessId]) -> StoreResult<()> {
    for some in businesses.chunks(500) {
        let mut query = sql("DELETE FROM product_label WHERE regency = ");
        query
            .push_bind(regency)
            .push(" AND business_id IN ")
            .push_list(some.iter().copied());
        tx.execute(query).await?;
    }
    Ok(())
}

fn read(row: &Row) -> StoreResult<ProductLabel> {
    Ok(ProductLabel {
        regency: row.get(0)?,
        business: row.id(1)?,
        product: row.get(2)?,
        draft: row.get(3)?,
        account: row.id_or_none(4)?,
        changed_at: row.moment(5)?,
    })
}
