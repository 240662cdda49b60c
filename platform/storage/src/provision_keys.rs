//! The key above all keys is changed: every broker's data keys are wrapped anew. What they seal stays as it is.

use crate::{AuditEvent, Change, ProvisionDb, StorageError, audit};
use crm_access::OpContext;
use crm_model::AuditAction;
use crm_vault::WrappedKey;
use sea_orm::{FromQueryResult, Value};

/// What became of one broker's data keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rewrapped {
    /// Versions that were wrapped anew.
    pub changed: u32,
    /// Versions that the present key had wrapped already.
    pub kept: u32,
}

#[derive(FromQueryResult)]
struct KeyRow {
    version: i32,
    kek: String,
    wrapped: Vec<u8>,
}

impl ProvisionDb {
    /// Wraps every version of a broker's data key under the present key encryption key: all of them or none. What already
    /// is stays as it is, so that a run which was cut off is finished by another.
    ///
    /// # Errors
    /// [`StorageError::Vault`] when neither the present nor the former key has wrapped a version.
    pub async fn rewrap_keys(&self, op: &OpContext) -> Result<Rewrapped, StorageError> {
        let (scope, tenant) = (self.scope(op.tenant()).await?, op.tenant().id);
        let sql =
            "SELECT version, kek, wrapped FROM crm.tenant_data_key WHERE tenant_id = $1 ORDER BY version FOR UPDATE";
        let rows: Vec<KeyRow> = scope.all(sql, vec![scope.tenant()]).await?;
        let (mut outcome, mut former) = (Rewrapped::default(), None);
        for row in rows {
            let version = u16::try_from(row.version).map_err(|_| StorageError::Corrupt("tenant_data_key.version"))?;
            let old = WrappedKey { version, kek_id: row.kek, bytes: row.wrapped };
            let Some(new) = self.vault.rewrap(tenant, &old).await? else {
                outcome.kept += 1;
                continue;
            };
            // nothing takes the place of a wrapped key that does not open itself
            self.vault.open_tenant_key(tenant, &new).await?;
            let values: Vec<Value> = vec![scope.tenant(), row.version.into(), new.kek_id.into(), new.bytes.into()];
            let sql = "UPDATE crm.tenant_data_key SET kek = $3, wrapped = $4 WHERE tenant_id = $1 AND version = $2";
            scope.exec(sql, values).await?;
            former = Some(old.kek_id);
            outcome.changed += 1;
        }
        if former.is_some() {
            let event = AuditEvent::on(AuditAction::TenantKeysRewrapped, "tenant", tenant.uuid())
                .changes([Change::plain("kek", former, Some(self.kek_id()))]);
            audit::write(&scope, &audit::Author::of(op), &event).await?;
            scope.conn.commit().await?;
        }
        Ok(outcome)
    }

    /// The name of the present key encryption key, as it stands beside what it wrapped.
    #[must_use]
    pub fn kek_id(&self) -> &str {
        self.vault.kek_id()
    }
}
