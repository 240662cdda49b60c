//! How files with the same headers were mapped last.

use super::{ImportWrites, Imports};
use crate::StorageError;
use crate::scope::Scoped;
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

#[derive(FromQueryResult)]
struct Row {
    mapping_sealed: Vec<u8>,
}

impl<T: Scoped> Imports<'_, T> {
    /// The mapping used last for these headers, sealed.
    ///
    /// # Errors
    /// The database is away.
    pub async fn remembered(&self, fingerprint: Uuid) -> Result<Option<Vec<u8>>, StorageError> {
        let scope = self.0.scope();
        let sql = "SELECT mapping_sealed FROM crm.client_import_memory WHERE tenant_id = $1 AND fingerprint = $2";
        let row: Option<Row> = scope.one(sql, vec![scope.tenant(), fingerprint.into()]).await?;
        Ok(row.map(|row| row.mapping_sealed))
    }
}

impl<T: ImportWrites> Imports<'_, T> {
    /// Remembers a mapping, sealed, for these headers.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn remember(&self, fingerprint: Uuid, sealed: Vec<u8>, now: DateTime<Utc>) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let sql = "INSERT INTO crm.client_import_memory (tenant_id, fingerprint, mapping_sealed, used_at) VALUES ($1, $2, $3, $4) ON CONFLICT (tenant_id, fingerprint) DO UPDATE SET mapping_sealed = excluded.mapping_sealed, used_at = excluded.used_at";
        scope.exec(sql, vec![scope.tenant(), fingerprint.into(), sealed.into(), now.into()]).await?;
        Ok(())
    }
}
