use super::{Carried, KeptColumns, Merges};
use crate::clients::ClientRecord;
use crate::clients::record::{COLUMNS, ClientRow, dressed};
use crate::scope::Scoped;
use crate::{StorageError, TenantTx};
use chrono::{DateTime, Utc};
use crm_access::Permit;
use crm_access::kinds::ClientMerge;
use crm_model::{ClientId, ClientMergeId, StaffId, TaskId, TenantId};
use crm_vault::{ClientKey, Place, Sealer};
use sea_orm::{FromQueryResult, Value};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A merge as it is kept.
#[derive(Clone, Debug)]
pub struct MergeRecord {
    /// Id.
    pub id: ClientMergeId,
    /// Who was kept.
    pub kept: ClientId,
    /// Who was merged away.
    pub others: Vec<ClientId>,
    /// Who did it, with the name of today.
    pub created_by: (StaffId, String),
    /// When.
    pub created_at: DateTime<Utc>,
    /// Until when it can be taken back.
    pub undo_until: DateTime<Utc>,
    /// When it was taken back.
    pub undone_at: Option<DateTime<Utc>>,
    before_sealed: Option<Vec<u8>>,
}

/// What it takes to go back.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MergeBefore {
    /// The kept client's columns before.
    pub before: KeptColumns,
    /// And as the merge left them.
    pub after: KeptColumns,
    /// What came from each of the others.
    pub carried: Vec<Carried>,
    /// Call-backs that ended because one of them must not be called.
    #[serde(default)]
    pub cancelled: Vec<TaskId>,
}

/// A merge to be kept.
#[derive(Debug)]
pub struct NewMerge<'a> {
    /// Id.
    pub id: ClientMergeId,
    /// Who is kept.
    pub kept: ClientId,
    /// What it takes to go back.
    pub before: &'a MergeBefore,
    /// Who does it.
    pub by: StaffId,
    /// Until when it can be taken back.
    pub undo_until: DateTime<Utc>,
}

const fn before_place(tenant: TenantId, merge: ClientMergeId) -> Place {
    Place { tenant, table: "client_merge", column: "before_sealed", row: merge.uuid() }
}

impl MergeRecord {
    /// Whether the time to take it back is over, or it was taken back.
    #[must_use]
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        self.undone_at.is_some() || self.before_sealed.is_none() || self.undo_until <= now
    }

    /// What it takes to go back, opened with the kept client's key.
    ///
    /// # Errors
    /// It is gone, or does not open.
    pub fn before(&self, tenant: TenantId, key: &ClientKey) -> Result<MergeBefore, StorageError> {
        let sealed = self.before_sealed.as_ref().ok_or(StorageError::Corrupt("client_merge.before_sealed"))?;
        let text = key.open_str(&before_place(tenant, self.id), sealed)?;
        serde_json::from_str(&text).map_err(|_| StorageError::Corrupt("client_merge.before_sealed"))
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    kept_id: Uuid,
    others: Vec<Uuid>,
    created_by: Uuid,
    created_by_name: String,
    created_at: DateTime<Utc>,
    undo_until: DateTime<Utc>,
    undone_at: Option<DateTime<Utc>>,
    before_sealed: Option<Vec<u8>>,
}

impl From<Row> for MergeRecord {
    fn from(row: Row) -> Self {
        Self {
            id: ClientMergeId::from_uuid(row.id),
            kept: ClientId::from_uuid(row.kept_id),
            others: row.others.into_iter().map(ClientId::from_uuid).collect(),
            created_by: (StaffId::from_uuid(row.created_by), row.created_by_name),
            created_at: row.created_at,
            undo_until: row.undo_until,
            undone_at: row.undone_at,
            before_sealed: row.before_sealed,
        }
    }
}

#[derive(FromQueryResult)]
struct IdRow {
    id: Uuid,
}

const SELECT: &str = "SELECT m.id, m.kept_id, m.created_by, s.name AS created_by_name, m.created_at, m.undo_until, m.undone_at, m.before_sealed,
    ARRAY(SELECT p.client_id FROM crm.client_merge_part p WHERE p.tenant_id = $1 AND p.merge_id = m.id ORDER BY p.client_id) AS others
  FROM crm.client_merge m JOIN crm.staff s ON s.tenant_id = $1 AND s.id = m.created_by WHERE m.tenant_id = $1";

/// How often a merged client may have been merged on.
const CHAIN_MAX: u8 = 20;

impl<T: Scoped> Merges<'_, T> {
    /// A merge.
    ///
    /// # Errors
    /// The database is away.
    pub async fn find(&self, id: ClientMergeId) -> Result<Option<MergeRecord>, StorageError> {
        let scope = self.0.scope();
        let values: Vec<Value> = vec![scope.tenant(), id.uuid().into()];
        let row: Option<Row> = scope.one(format!("{SELECT} AND m.id = $2"), values).await?;
        Ok(row.map(MergeRecord::from))
    }

    /// The latest merges into a client, newest first, 20 at most.
    ///
    /// # Errors
    /// The database is away.
    pub async fn into_client(&self, kept: ClientId) -> Result<Vec<MergeRecord>, StorageError> {
        let scope = self.0.scope();
        let sql = format!("{SELECT} AND m.kept_id = $2 ORDER BY m.created_at DESC, m.id DESC LIMIT 20");
        let rows: Vec<Row> = scope.all(sql, vec![scope.tenant(), kept.uuid().into()]).await?;
        Ok(rows.into_iter().map(MergeRecord::from).collect())
    }

    /// Who stands in for a client who was merged away, at the end of the chain.
    ///
    /// # Errors
    /// The database is away.
    pub async fn kept_for(&self, gone: ClientId) -> Result<Option<ClientId>, StorageError> {
        let scope = self.0.scope();
        let sql = format!(
            "WITH RECURSIVE way AS (SELECT c.merged_into_id AS id, 1 AS n FROM crm.client c WHERE c.tenant_id = $1 AND c.id = $2 AND c.merged_into_id IS NOT NULL
               UNION ALL SELECT c.merged_into_id, way.n + 1 FROM way JOIN crm.client c ON c.tenant_id = $1 AND c.id = way.id WHERE c.merged_into_id IS NOT NULL AND way.n < {CHAIN_MAX})
             SELECT id FROM way ORDER BY n DESC LIMIT 1"
        );
        let row: Option<IdRow> = scope.one(sql, vec![scope.tenant(), gone.uuid().into()]).await?;
        Ok(row.map(|row| ClientId::from_uuid(row.id)))
    }

    /// Everybody who was merged into a client, and into them, as they stood.
    ///
    /// # Errors
    /// The database is away.
    pub async fn absorbed(&self, kept: ClientId) -> Result<Vec<ClientRecord>, StorageError> {
        let scope = self.0.scope();
        let inner = format!(
            "WITH RECURSIVE gone AS (SELECT c.id, 1 AS n FROM crm.client c WHERE c.tenant_id = $1 AND c.merged_into_id = $3
               UNION ALL SELECT c.id, gone.n + 1 FROM gone JOIN crm.client c ON c.tenant_id = $1 AND c.merged_into_id = gone.id WHERE gone.n < {CHAIN_MAX})
             SELECT {COLUMNS} FROM crm.client c JOIN gone ON gone.id = c.id WHERE c.tenant_id = $1"
        );
        let values = vec![scope.tenant(), None::<Uuid>.into(), kept.uuid().into()];
        let rows: Vec<ClientRow> = scope.all(dressed(&inner, ""), values).await?;
        rows.into_iter().map(ClientRecord::try_from).collect()
    }
}

impl Merges<'_, TenantTx> {
    /// Holds clients until the end, in one order for everybody, against every other change of them and of what hangs on them.
    ///
    /// # Errors
    /// The database is away.
    pub async fn hold(&self, clients: &[ClientId]) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let ids: Vec<Uuid> = clients.iter().map(|id| id.uuid()).collect();
        let sql = "SELECT id FROM crm.client WHERE tenant_id = $1 AND id = ANY($2) ORDER BY id FOR UPDATE";
        let _: Vec<IdRow> = scope.all(sql, vec![scope.tenant(), ids.clone().into()]).await?;
        let sql =
            "SELECT id FROM crm.trading_account WHERE tenant_id = $1 AND client_id = ANY($2) ORDER BY id FOR UPDATE";
        let _: Vec<IdRow> = scope.all(sql, vec![scope.tenant(), ids.into()]).await?;
        Ok(())
    }

    /// Has a client point at the one that is kept, or stand for himself again.
    ///
    /// # Errors
    /// The database is away.
    pub async fn point(
        &self,
        _permit: &Permit<ClientMerge>,
        client: ClientId,
        kept: Option<ClientId>,
        now: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let sql = "UPDATE crm.client SET merged_into_id = $3::uuid, archived_at = CASE WHEN $3::uuid IS NULL THEN NULL ELSE $4::timestamptz END, updated_at = $4, version = version + 1
          WHERE tenant_id = $1 AND id = $2";
        let values = vec![scope.tenant(), client.uuid().into(), kept.map(ClientId::uuid).into(), now.into()];
        scope.exec(sql, values).await?;
        Ok(())
    }

    /// Writes down when the next open task for a client is due, in the same change as what moved his tasks. A follow-up of
    /// somebody who never had a task was written by hand, and stays.
    ///
    /// # Errors
    /// The database is away.
    pub async fn follow_up(&self, _permit: &Permit<ClientMerge>, client: ClientId) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let sql = "UPDATE crm.client SET next_follow_up_at = (SELECT min(t.due_at) FROM crm.task t WHERE t.tenant_id = $1 AND t.client_id = $2 AND t.state = 'open')
          WHERE tenant_id = $1 AND id = $2 AND EXISTS (SELECT 1 FROM crm.task t WHERE t.tenant_id = $1 AND t.client_id = $2)";
        scope.exec(sql, vec![scope.tenant(), client.uuid().into()]).await?;
        Ok(())
    }

    /// Keeps a merge with the way back, and forgets the way back of merges whose time is over.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn insert(
        &self,
        _permit: &Permit<ClientMerge>,
        new: NewMerge<'_>,
        key: &ClientKey,
        now: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let body =
            serde_json::to_string(new.before).map_err(|_| StorageError::Corrupt("client_merge.before_sealed"))?;
        let sealed = key.seal_str(&before_place(scope.tenant_id(), new.id), &body)?;
        let values: Vec<Value> = vec![
            scope.tenant(),
            new.id.uuid().into(),
            new.kept.uuid().into(),
            sealed.into(),
            new.by.uuid().into(),
            now.into(),
            new.undo_until.into(),
        ];
        scope.exec("INSERT INTO crm.client_merge (tenant_id, id, kept_id, before_sealed, created_by, created_at, undo_until) VALUES ($1, $2, $3, $4, $5, $6, $7)", values).await?;
        let others: Vec<Uuid> = new.before.carried.iter().map(|carried| carried.client).collect();
        let sql = "INSERT INTO crm.client_merge_part (tenant_id, merge_id, client_id) SELECT $1, $2, x FROM unnest($3::uuid[]) x";
        scope.exec(sql, vec![scope.tenant(), new.id.uuid().into(), others.into()]).await?;
        let sql = "UPDATE crm.client_merge SET before_sealed = NULL WHERE tenant_id = $1 AND undo_until <= $2 AND before_sealed IS NOT NULL";
        scope.exec(sql, vec![scope.tenant(), now.into()]).await?;
        Ok(())
    }

    /// Writes down that a merge was taken back.
    ///
    /// # Errors
    /// The database is away.
    pub async fn mark_undone(
        &self,
        _permit: &Permit<ClientMerge>,
        id: ClientMergeId,
        now: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let sql = "UPDATE crm.client_merge SET undone_at = $3, before_sealed = NULL WHERE tenant_id = $1 AND id = $2";
        scope.exec(sql, vec![scope.tenant(), id.uuid().into(), now.into()]).await?;
        Ok(())
    }
}
