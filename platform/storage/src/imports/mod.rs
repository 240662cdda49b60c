//! Imports of clients: the file and its rows in sealed blocks, what becomes of each row, how far the work has come.
//!
//! People's decisions are written by a [`TenantTx`], which leaves an event. Parts of files, dry runs and progress are work
//! notes: they are written through [`ImportTx`], which leaves none and can write nothing else.

mod blocks;
mod matches;
mod memory;
mod record;
mod rows;
mod update;

pub use blocks::{BlockKind, ImportBlock};
pub use matches::{BookMatch, MatchedBy};
pub use record::{ImportRecord, ImportTold, NewImport, import_place};
pub use rows::{ImportLeft, ImportRowFilter, ImportRowKept};
pub use update::ImportUpdate;

use crate::db::Opening;
use crate::scope::{Scope, Scoped};
use crate::{StorageError, TenantDb, TenantTx};
use crm_access::TenantRef;

/// A transaction that reads everything of a tenant and writes the work notes of imports only.
pub struct ImportTx {
    scope: Scope,
}

impl Scoped for ImportTx {
    fn scope(&self) -> &Scope {
        &self.scope
    }
}

impl ImportTx {
    /// Keeps what was written.
    ///
    /// # Errors
    /// Nothing is kept then.
    pub async fn keep(self) -> Result<(), StorageError> {
        self.scope.conn.commit().await?;
        Ok(())
    }
}

impl TenantDb {
    /// Opens the door to the work notes of a tenant's imports.
    ///
    /// # Errors
    /// The database is away, or the tenant's key does not open.
    pub async fn import_work(&self, tenant: &TenantRef) -> Result<ImportTx, StorageError> {
        Ok(ImportTx { scope: self.open(tenant, Opening::Write).await? })
    }
}

/// A transaction that may write rows of imports: [`TenantTx`] and [`ImportTx`].
pub trait ImportWrites: Scoped {}

impl ImportWrites for TenantTx {}

impl ImportWrites for ImportTx {}

/// Imports, read or written through a transaction.
pub struct Imports<'a, T>(pub(crate) &'a T);

impl<'a, T: Scoped> Imports<'a, T> {
    /// The imports of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }
}
