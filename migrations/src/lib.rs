//! Everything that shapes the database, and nothing that uses it.
//!
//! - [`bootstrap()`]: roles, schemas, tenant context and lock-down, by an administrator, idempotent (not a migration).
//! - [`lock_down()`]: what `CREATE DATABASE … TEMPLATE` does not copy; run after every clone.
//! - [`Migrator`]: the SQL files under `sql/`, each run as the role its first line names.
//! - [`catalogue_violations`]: the rules of the isolation design asked of the catalogue; an empty answer is the proof.
//! - [`dump_schema`]: a deterministic text of the schema, kept in git as `schema.sql` so that drift shows as a diff.
//!
//! How to add a table: `docs/ISOLATION.md`.
mod bootstrap;
mod catalogue;
mod error;
mod files;
mod lock_down;
mod migrator;
mod passwords;
mod roles;
mod schema;

pub use bootstrap::{BootstrapReport, bootstrap};
pub use catalogue::{Topic, Violation, catalogue_violations, violations_of};
pub use error::BootstrapError;
pub use files::{SqlFile, fingerprint, sql_files};
pub use lock_down::lock_down;
pub use migrator::{Migrator, MigratorConnection, migrator_options};
pub use passwords::{RolePassword, set_passwords};
pub use roles::{ROLES, Role, login_roles};
pub use schema::dump_schema;
