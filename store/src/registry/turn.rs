//! Work that is kept with a state: an import, an edition of a list, a search for duplicates. It changes its state only
//! from the one it was seen in, so that two processes cannot both believe to have done it.

use uuid::Uuid;

use crate::error::StoreResult;
use crate::query::{Value, sql};
use crate::session::Tx;

/// Changes the state of a row of `table`, and some columns with it. False if it stood otherwise than `from`.
pub(super) async fn turn(
    tx: &mut Tx,
    table: &'static str,
    id: Uuid,
    (from, to): (&'static str, &'static str),
    also: Vec<(&'static str, Value)>,
) -> StoreResult<bool> {
    let mut query = sql(format!("UPDATE {table} SET state = "));
    query.push_bind(to);
    for (column, value) in also {
        query.push(", ").push(column).push(" = ").push_bind(value);
    }
    query
        .push(" WHERE id = ")
        .push_bind(id)
        .push(" AND state = ")
        .push_bind(from);
    Ok(tx.execute(query).await? > 0)
}
