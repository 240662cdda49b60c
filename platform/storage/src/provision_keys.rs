//! Keys are exchanged: the one above all keys, under which every broker's data keys are wrapped anew, and a broker's own.

use crate::scope::Scope;
use crate::{AuditEvent, Change, ProvisionDb, StorageError, audit};
use chrono::{DateTime, Utc};
use crm_access::OpContext;
use crm_model::{AuditAction, RotationStep};
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

/// What became of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// The version of the new key.
    Ordered(u16),
    /// The former order is still carried out.
    Running(RotationState),
}

/// How far a rotation is.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct RotationState {
    /// The version of the new key.
    pub version: i32,
    /// What is gone through at the moment.
    pub step: String,
    /// Rows that were written anew so far.
    pub changed: i64,
    /// When it was ordered.
    pub started_at: DateTime<Utc>,
    /// When everything was under the new key.
    pub finished_at: Option<DateTime<Utc>>,
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

    /// Gives a broker another data key and orders that everything be sealed under it. Written under is the new one a minute
    /// later; the work itself is done by tenant-api.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn rotate_key(&self, op: &OpContext) -> Result<Rotation, StorageError> {
        let (scope, tenant) = (self.scope(op.tenant()).await?, op.tenant().id);
        if let Some(state) = self.rotation_in(&scope).await?
            && state.finished_at.is_none()
        {
            return Ok(Rotation::Running(state));
        }
        let sql = "SELECT version, kek, wrapped FROM crm.tenant_data_key WHERE tenant_id = $1 ORDER BY version DESC";
        let rows: Vec<KeyRow> = scope.all(sql, vec![scope.tenant()]).await?;
        let former = rows.first().ok_or(StorageError::Corrupt("tenant_data_key"))?.version;
        let version = u16::try_from(former + 1).map_err(|_| StorageError::Corrupt("tenant_data_key.version"))?;
        let (_, new) = self.vault.new_tenant_key(tenant, version).await?;
        let sql = "INSERT INTO crm.tenant_data_key (tenant_id, version, kek, wrapped) VALUES ($1, $2, $3, $4)";
        let number = i32::from(version);
        scope.exec(sql, vec![scope.tenant(), number.into(), new.kek_id.into(), new.bytes.into()]).await?;
        let first = RotationStep::ALL.first().map_or("", |step| step.as_str());
        let values: Vec<Value> = vec![scope.tenant(), number.into(), first.into(), op.now().into()];
        let sql = "INSERT INTO crm.key_rotation (tenant_id, version, step, started_at) VALUES ($1, $2, $3, $4)";
        scope.exec(sql, values).await?;
        let change = Change::plain("version", Some(former.to_string()), Some(version.to_string()));
        let event = AuditEvent::on(AuditAction::TenantKeyAdded, "tenant", tenant.uuid()).changes([change]);
        audit::write(&scope, &audit::Author::of(op), &event).await?;
        scope.conn.commit().await?;
        Ok(Rotation::Ordered(version))
    }

    /// How far the latest rotation of a broker is; `None` before the first one.
    ///
    /// # Errors
    /// The database is away.
    pub async fn rotation(&self, op: &OpContext) -> Result<Option<RotationState>, StorageError> {
        self.rotation_in(&self.scope(op.tenant()).await?).await
    }

    async fn rotation_in(&self, scope: &Scope) -> Result<Option<RotationState>, StorageError> {
        let sql = "SELECT version, step, changed, started_at, finished_at FROM crm.key_rotation WHERE tenant_id = $1 ORDER BY version DESC LIMIT 1";
        scope.one(sql, vec![scope.tenant()]).await
    }

    /// The name of the present key encryption key, as it stands beside what it wrapped.
    #[must_use]
    pub fn kek_id(&self) -> &str {
        self.vault.kek_id()
    }
}
