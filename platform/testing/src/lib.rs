//! What tests stand on (a dev-dependency only).
//!
//! - [`TestDb`]: a fresh database for each test, cloned from one migrated template, with a DSN for each role.
//! - [`TestTenant`]: a broker in it, with the context token that opens its rows.
//! - [`tenant_tables`], [`SampleRows`]: every tenant table as the catalogue describes it, and a valid row for each.
//! - `TestApp` (feature `app`): the whole application on such a database, with a clock that tests drive, caught mail,
//!   brokers with the default roles, people and their browsers.
//! - [`Cluster`]: the throw-away Postgres below, shared by all test processes of this checkout.
#[cfg(feature = "app")]
mod app;
mod cluster;
mod database;
mod sample;
mod shape;
mod template;
mod tenant;

#[cfg(feature = "app")]
pub use app::*;
pub use cluster::Cluster;
pub use database::{DatabaseRole, TestDb};
pub use sample::{SampleRow, SampleRows, insert_sql, key_of};
pub use shape::{ColumnShape, ForeignKeyShape, TableShape, tenant_tables};
pub use tenant::{MASTER_KEY, TestTenant};
