//! What tests stand on (a dev-dependency only).
//!
//! - [`TestDb`]: a fresh database for each test, cloned from one migrated template, with a DSN for each role.
//! - [`TestTenant`]: a broker in it, with the context token that opens its rows.
//! - [`Cluster`]: the throw-away Postgres below both, shared by all test processes of this checkout.
mod cluster;
mod database;
mod template;
mod tenant;

pub use cluster::Cluster;
pub use database::{DatabaseRole, TestDb};
pub use tenant::{MASTER_KEY, TestTenant};
