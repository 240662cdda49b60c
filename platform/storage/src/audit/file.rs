use super::read::AuditFilter;
use crate::scope::Scoped;
use crate::{StorageError, TenantTx};
use chrono::{DateTime, TimeDelta, Utc};
use crm_access::{Permit, kinds};
use crm_model::{AuditAction, AuditFileId, ClientId, StaffId};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// Leave to take a part of the trail out as a file.
#[derive(Clone, Debug)]
pub struct AuditFile {
    /// Which.
    pub id: AuditFileId,
    /// For whom.
    pub staff: StaffId,
    /// Which events.
    pub filter: AuditFilter,
    /// The newest event of the file: what comes later is not in it.
    pub last_seq: i64,
    /// Until when it can be taken.
    pub ends_at: DateTime<Utc>,
}

impl AuditFile {
    /// How long it is remembered that it could be taken, for one that is being taken.
    pub const KEPT: TimeDelta = TimeDelta::hours(6);
}

#[derive(FromQueryResult)]
struct Row {
    staff_id: Uuid,
    by_actor: Option<Uuid>,
    on_target: Option<Uuid>,
    of_client: Option<Uuid>,
    actions: Vec<String>,
    refused: Option<bool>,
    since: Option<DateTime<Utc>>,
    before: Option<DateTime<Utc>>,
    last_seq: i64,
    ends_at: DateTime<Utc>,
}

/// The tenant's leaves.
pub struct AuditFiles<'a, T>(&'a T);

impl<'a, T: Scoped> AuditFiles<'a, T> {
    /// The leaves of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }

    /// A leave that is not over.
    ///
    /// # Errors
    /// The database is away.
    pub async fn find(&self, id: AuditFileId, now: DateTime<Utc>) -> Result<Option<AuditFile>, StorageError> {
        let scope = self.0.scope();
        let sql = "SELECT staff_id, by_actor, on_target, of_client, actions, refused, since, before, last_seq, ends_at
            FROM crm.audit_file WHERE tenant_id = $1 AND id = $2 AND ends_at > $3";
        let row: Option<Row> = scope.one(sql, vec![scope.tenant(), id.uuid().into(), now.into()]).await?;
        Ok(row.map(|row| AuditFile {
            id,
            staff: StaffId::from_uuid(row.staff_id),
            filter: AuditFilter {
                actor: row.by_actor,
                target: row.on_target,
                client: row.of_client.map(ClientId::from_uuid),
                merged: Vec::new(),
                among: Vec::new(),
                actions: row.actions.iter().filter_map(|name| AuditAction::from_text(name)).collect(),
                refused: row.refused,
                from: row.since,
                before: row.before,
            },
            last_seq: row.last_seq,
            ends_at: row.ends_at,
        }))
    }
}

impl AuditFiles<'_, TenantTx> {
    /// Gives a leave, and forgets those that are over.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn give(
        &self,
        _permit: &Permit<kinds::AuditExport>,
        file: &AuditFile,
        now: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let over = "DELETE FROM crm.audit_file WHERE tenant_id = $1 AND ends_at <= $2";
        scope.exec(over, vec![scope.tenant(), (now - AuditFile::KEPT).into()]).await?;
        let filter = &file.filter;
        let actions: Vec<String> = filter.actions.iter().map(|action| action.as_str().to_owned()).collect();
        let values: Vec<Value> = vec![
            scope.tenant(),
            file.id.uuid().into(),
            file.staff.uuid().into(),
            filter.actor.into(),
            filter.target.into(),
            filter.client.map(ClientId::uuid).into(),
            actions.into(),
            filter.refused.into(),
            filter.from.into(),
            filter.before.into(),
            file.last_seq.into(),
            file.ends_at.into(),
        ];
        let sql = "INSERT INTO crm.audit_file (tenant_id, id, staff_id, by_actor, on_target, of_client, actions, refused, since, before, last_seq, ends_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
        scope.exec(sql, values).await?;
        Ok(())
    }
}
