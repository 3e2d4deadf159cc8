//! The database: connections, migrations and queries, on SQLite and PostgreSQL from one code path.
//!
//! Plain SQL over `sqlx`, one text for both engines, instead of an object mapper: a bulk load, an audit entry and a
//! page query share one transaction type ([`Tx`]); a reviewer reads the very statement the engine runs; and a third
//! of the cost of a bulk insert goes away. The price is that the compiler does not check columns, so every query
//! has a test that runs on both engines (see `testing`).
//!
//! This floor keeps and finds; it decides nothing. Rooms have the same names as in `center`.

pub mod audit;
mod copy;
mod db;
pub mod dump;
mod error;
pub mod field;
pub mod files;
pub mod jobs;
pub mod licensing;
pub mod mentoring;
mod migrate;
pub mod notify;
pub mod people;
pub mod project;
mod query;

pub mod registry;
mod session;
pub mod sync;
#[cfg(feature = "testing")]
pub mod testing;
mod word;

pub use db::{Db, Engine, Limits};
pub use error::{StoreError, StoreResult};
pub use query::{Column, Query, Row, Value, sql};
pub use session::{Session, Tx};
