//! Tasks and call-backs: rows. The text is sealed under the client's key.

use crate::columns::Columns;
use crate::scope::Scoped;
use crate::{Cursor, StorageError, TenantTx};
use chrono::{DateTime, SecondsFormat, Utc};
use crm_access::{PermissionKind, Permit};
use crm_model::{ClientId, StaffId, TaskId, TaskKind, TaskState, TenantId};
use crm_vault::{ClientKey, Place, Sealer, VaultError};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// A task as it rests.
#[derive(Clone, Debug)]
pub struct TaskRow {
    /// Id.
    pub id: TaskId,
    /// For which client.
    pub client: ClientId,
    /// Task or call-back.
    pub kind: TaskKind,
    /// How far it has come.
    pub state: TaskState,
    /// When it is due.
    pub due_at: DateTime<Utc>,
    /// Who is to do it, with the name.
    pub assignee: Option<(StaffId, String)>,
    text_sealed: Option<Vec<u8>>,
    /// Grows with every change.
    pub version: i32,
    /// Who planned it, with the name.
    pub created_by: Option<(StaffId, String)>,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Done or cancelled.
    pub ended_at: Option<DateTime<Utc>>,
}

/// Where the sealed text of a task lives.
#[must_use]
pub const fn task_place(tenant: TenantId, task: TaskId) -> Place {
    Place { tenant, table: "task", column: "text_sealed", row: task.uuid() }
}

impl TaskRow {
    /// How the queue is sorted, as cursors name it.
    pub(crate) const SORT: &'static str = "due_at:asc";

    /// The text itself, if there is one.
    ///
    /// # Errors
    /// The key is another client's, or the row was moved.
    pub fn open(&self, tenant: TenantId, key: &ClientKey) -> Result<Option<String>, VaultError> {
        let place = task_place(tenant, self.id);
        self.text_sealed.as_ref().map(|sealed| key.open_str(&place, sealed)).transpose()
    }

    /// Whether there is a text at all.
    #[must_use]
    pub const fn has_text(&self) -> bool {
        self.text_sealed.is_some()
    }

    /// Its place in the queue.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        let value = Some(self.due_at.to_rfc3339_opts(SecondsFormat::Micros, true));
        Cursor { sort: Self::SORT.to_owned(), value, id: self.id.uuid() }
    }
}

/// A task to be kept.
#[derive(Debug)]
pub struct NewTask<'a> {
    /// Id.
    pub id: TaskId,
    /// For which client.
    pub client: ClientId,
    /// Task or call-back.
    pub kind: TaskKind,
    /// When it is due.
    pub due_at: DateTime<Utc>,
    /// Who is to do it.
    pub assignee: Option<StaffId>,
    /// The text.
    pub text: Option<&'a str>,
    /// Who plans it.
    pub by: Option<StaffId>,
}

/// What a task becomes.
#[derive(Debug)]
pub struct TaskUpdate<'a> {
    /// How far it has come.
    pub state: TaskState,
    /// When it is due.
    pub due_at: DateTime<Utc>,
    /// Who is to do it.
    pub assignee: Option<StaffId>,
    /// A new text; the outer `None` leaves it as it is.
    pub text: Option<Option<&'a str>>,
}

#[derive(FromQueryResult)]
pub(crate) struct Row {
    id: Uuid,
    client_id: Uuid,
    kind: String,
    state: String,
    due_at: DateTime<Utc>,
    assignee_id: Option<Uuid>,
    assignee_name: Option<String>,
    text_sealed: Option<Vec<u8>>,
    version: i32,
    created_by: Option<Uuid>,
    created_by_name: Option<String>,
    created_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
}

impl TryFrom<Row> for TaskRow {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        let person = |id: Option<Uuid>, name: Option<String>| id.zip(name).map(|(i, n)| (StaffId::from_uuid(i), n));
        Ok(Self {
            id: TaskId::from_uuid(row.id),
            client: ClientId::from_uuid(row.client_id),
            kind: TaskKind::from_text(&row.kind).ok_or(StorageError::Corrupt("task.kind"))?,
            state: TaskState::from_text(&row.state).ok_or(StorageError::Corrupt("task.state"))?,
            due_at: row.due_at,
            assignee: person(row.assignee_id, row.assignee_name),
            text_sealed: row.text_sealed,
            version: row.version,
            created_by: person(row.created_by, row.created_by_name),
            created_at: row.created_at,
            ended_at: row.ended_at,
        })
    }
}

/// Adds the names of people to the rows that an inner query gives.
pub(crate) fn dressed(inner: &str, order: &str) -> String {
    format!(
        "SELECT t.*, a.name AS assignee_name, b.name AS created_by_name FROM ({inner}) t
         LEFT JOIN crm.staff a ON a.tenant_id = $1 AND a.id = t.assignee_id
         LEFT JOIN crm.staff b ON b.tenant_id = $1 AND b.id = t.created_by {order}"
    )
}

/// The columns of a task, as an inner query gives them.
pub(crate) const TASK_COLUMNS: &str = "t.id, t.client_id, t.kind, t.state, t.due_at, t.assignee_id, t.text_sealed, t.version, t.created_by, t.created_at, t.ended_at";

/// Tasks, read or written through a transaction.
pub struct Tasks<'a, T>(pub(crate) &'a T);

#[derive(FromQueryResult)]
struct DueRow {
    due_at: Option<DateTime<Utc>>,
}

#[derive(FromQueryResult)]
struct IdRow {
    id: Uuid,
}

#[derive(FromQueryResult)]
struct HandedRow {
    id: Uuid,
    client_id: Uuid,
}

impl<'a, T: Scoped> Tasks<'a, T> {
    /// The tasks of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }

    /// One task. The caller checks that its client lies within reach.
    ///
    /// # Errors
    /// The database is away.
    pub async fn find(&self, id: TaskId) -> Result<Option<TaskRow>, StorageError> {
        let scope = self.0.scope();
        let inner = format!("SELECT {TASK_COLUMNS} FROM crm.task t WHERE t.tenant_id = $1 AND t.id = $2");
        let row: Option<Row> = scope.one(dressed(&inner, ""), vec![scope.tenant(), id.uuid().into()]).await?;
        row.map(TaskRow::try_from).transpose()
    }

    /// What is open for a client, the earliest first, then what ended last; at most 200.
    ///
    /// # Errors
    /// The database is away.
    pub async fn of_client(&self, client: ClientId) -> Result<Vec<TaskRow>, StorageError> {
        let scope = self.0.scope();
        let inner = format!(
            "SELECT {TASK_COLUMNS} FROM crm.task t WHERE t.tenant_id = $1 AND t.client_id = $2 ORDER BY t.state <> 'open', t.ended_at DESC, t.due_at, t.id LIMIT 200"
        );
        let order = "ORDER BY t.state <> 'open', t.ended_at DESC, t.due_at, t.id";
        let rows: Vec<Row> = scope.all(dressed(&inner, order), vec![scope.tenant(), client.uuid().into()]).await?;
        rows.into_iter().map(TaskRow::try_from).collect()
    }

    /// When the next open task for a client is due.
    ///
    /// # Errors
    /// The database is away.
    pub async fn next_due(&self, client: ClientId) -> Result<Option<DateTime<Utc>>, StorageError> {
        let scope = self.0.scope();
        let sql =
            "SELECT min(due_at) AS due_at FROM crm.task WHERE tenant_id = $1 AND client_id = $2 AND state = 'open'";
        let row: Option<DueRow> = scope.one(sql, vec![scope.tenant(), client.uuid().into()]).await?;
        Ok(row.and_then(|r| r.due_at))
    }
}

impl Tasks<'_, TenantTx> {
    /// Keeps a task.
    ///
    /// # Errors
    /// [`StorageError::Dangling`] when the assignee is not of this tenant.
    pub async fn insert<P: PermissionKind>(
        &self,
        _permit: &Permit<P>,
        task: &NewTask<'_>,
        key: &ClientKey,
        now: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let place = task_place(scope.tenant_id(), task.id);
        let sealed = task.text.map(|text| key.seal_str(&place, text)).transpose()?;
        let values = vec![
            scope.tenant(),
            task.id.uuid().into(),
            task.client.uuid().into(),
            task.kind.as_str().into(),
            task.due_at.into(),
            task.assignee.map(StaffId::uuid).into(),
            sealed.into(),
            task.by.map(StaffId::uuid).into(),
            now.into(),
        ];
        scope.exec("INSERT INTO crm.task (tenant_id, id, client_id, kind, state, due_at, assignee_id, text_sealed, created_by, created_at, updated_at) VALUES ($1, $2, $3, $4, 'open', $5, $6, $7, $8, $9, $9)", values).await?;
        Ok(())
    }

    /// Writes a task anew if the version is still the one that was read; false when somebody was faster.
    ///
    /// # Errors
    /// [`StorageError::Dangling`] when the assignee is not of this tenant.
    pub async fn update<P: PermissionKind>(
        &self,
        _permit: &Permit<P>,
        task: &TaskRow,
        update: &TaskUpdate<'_>,
        key: &ClientKey,
        now: DateTime<Utc>,
    ) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let place = task_place(scope.tenant_id(), task.id);
        let sealed = match update.text {
            Some(text) => text.map(|text| key.seal_str(&place, text)).transpose()?,
            None => task.text_sealed.clone(),
        };
        let ended = (update.state != TaskState::Open).then(|| task.ended_at.unwrap_or(now));
        let values = vec![
            scope.tenant(),
            task.id.uuid().into(),
            task.version.into(),
            update.state.as_str().into(),
            update.due_at.into(),
            update.assignee.map(StaffId::uuid).into(),
            sealed.into(),
            ended.into(),
            now.into(),
        ];
        let touched = scope.exec("UPDATE crm.task SET state = $4, due_at = $5, assignee_id = $6, text_sealed = $7, ended_at = $8, updated_at = $9, version = version + 1 WHERE tenant_id = $1 AND id = $2 AND version = $3", values).await?;
        Ok(touched == 1)
    }

    /// Takes a task away that was planned a moment ago.
    ///
    /// # Errors
    /// The database is away.
    pub async fn remove<P: PermissionKind>(&self, _permit: &Permit<P>, id: TaskId) -> Result<(), StorageError> {
        let scope = self.0.scope();
        scope
            .exec("DELETE FROM crm.task WHERE tenant_id = $1 AND id = $2", vec![scope.tenant(), id.uuid().into()])
            .await?;
        Ok(())
    }

    /// Opens tasks again that were ended a moment ago.
    ///
    /// # Errors
    /// The database is away.
    pub async fn reopen<P: PermissionKind>(
        &self,
        _permit: &Permit<P>,
        ids: &[TaskId],
        now: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        let sql = "UPDATE crm.task SET state = 'open', ended_at = NULL, updated_at = $3, version = version + 1 WHERE tenant_id = $1 AND id = ANY($2::uuid[])";
        scope.exec(sql, vec![scope.tenant(), ids.into(), now.into()]).await?;
        Ok(())
    }

    /// Opens tasks again that were cancelled together with something else, as far as they still are; answers which, and for whom.
    ///
    /// # Errors
    /// The database is away.
    pub async fn open_cancelled<P: PermissionKind>(
        &self,
        _permit: &Permit<P>,
        ids: &[TaskId],
        now: DateTime<Utc>,
    ) -> Result<Vec<(TaskId, ClientId)>, StorageError> {
        #[derive(FromQueryResult)]
        struct Opened {
            id: Uuid,
            client_id: Uuid,
        }
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let scope = self.0.scope();
        let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        let sql = "UPDATE crm.task SET state = 'open', ended_at = NULL, updated_at = $3, version = version + 1 WHERE tenant_id = $1 AND id = ANY($2::uuid[]) AND state = 'cancelled' RETURNING id, client_id";
        let rows: Vec<Opened> = scope.all(sql, vec![scope.tenant(), ids.into(), now.into()]).await?;
        Ok(rows.into_iter().map(|row| (TaskId::from_uuid(row.id), ClientId::from_uuid(row.client_id))).collect())
    }

    /// Cancels the open call-backs of a client that must not be called; answers which.
    ///
    /// # Errors
    /// The database is away.
    pub async fn cancel_call_backs<P: PermissionKind>(
        &self,
        _permit: &Permit<P>,
        client: ClientId,
        now: DateTime<Utc>,
    ) -> Result<Vec<TaskId>, StorageError> {
        let scope = self.0.scope();
        let sql = "UPDATE crm.task SET state = 'cancelled', ended_at = $3, updated_at = $3, version = version + 1
          WHERE tenant_id = $1 AND client_id = $2 AND state = 'open' AND kind = 'call_back' RETURNING id";
        let rows: Vec<IdRow> = scope.all(sql, vec![scope.tenant(), client.uuid().into(), now.into()]).await?;
        Ok(rows.into_iter().map(|r| TaskId::from_uuid(r.id)).collect())
    }

    /// Gives what is open for a client and was the former owner's to the new one; answers which. `None` on either side is
    /// nobody's.
    ///
    /// # Errors
    /// The database is away.
    pub async fn hand_over<P: PermissionKind>(
        &self,
        _permit: &Permit<P>,
        client: ClientId,
        from: Option<StaffId>,
        to: Option<StaffId>,
        now: DateTime<Utc>,
    ) -> Result<Vec<TaskId>, StorageError> {
        let scope = self.0.scope();
        let sql = "UPDATE crm.task SET assignee_id = $4, updated_at = $5, version = version + 1
          WHERE tenant_id = $1 AND client_id = $2 AND state = 'open' AND assignee_id IS NOT DISTINCT FROM $3::uuid RETURNING id";
        let values = vec![
            scope.tenant(),
            client.uuid().into(),
            from.map(StaffId::uuid).into(),
            to.map(StaffId::uuid).into(),
            now.into(),
        ];
        let rows: Vec<IdRow> = scope.all(sql, values).await?;
        Ok(rows.into_iter().map(|r| TaskId::from_uuid(r.id)).collect())
    }

    /// Gives tasks back to whose they were.
    ///
    /// # Errors
    /// The database is away.
    pub async fn give<P: PermissionKind>(
        &self,
        _permit: &Permit<P>,
        ids: &[TaskId],
        to: Option<StaffId>,
        now: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        let sql = "UPDATE crm.task SET assignee_id = $3, updated_at = $4, version = version + 1 WHERE tenant_id = $1 AND id = ANY($2::uuid[])";
        scope.exec(sql, vec![scope.tenant(), ids.into(), to.map(StaffId::uuid).into(), now.into()]).await?;
        Ok(())
    }

    /// As [`Tasks::hand_over`], for many clients: each with the former and the new owner.
    ///
    /// # Errors
    /// The database is away.
    pub async fn hand_over_many<P: PermissionKind>(
        &self,
        _permit: &Permit<P>,
        all: &[(ClientId, Option<StaffId>, Option<StaffId>)],
        now: DateTime<Utc>,
    ) -> Result<Vec<(ClientId, TaskId)>, StorageError> {
        let scope = self.0.scope();
        let mut c = Columns::of(scope.tenant());
        c.uuids("client_id", all.iter().map(|(client, ..)| client.uuid()).collect());
        c.maybe_uuids("was", all.iter().map(|(_, from, _)| from.map(StaffId::uuid)).collect());
        c.maybe_uuids("becomes", all.iter().map(|(.., to)| to.map(StaffId::uuid)).collect());
        let (rows, mut values) = c.rows();
        values.push(now.into());
        let sql = format!(
            "UPDATE crm.task t SET assignee_id = x.becomes, updated_at = ${}, version = t.version + 1 FROM ({rows}) AS x (tenant_id, client_id, was, becomes)
          WHERE t.tenant_id = $1 AND t.client_id = x.client_id AND t.state = 'open' AND t.assignee_id IS NOT DISTINCT FROM x.was RETURNING t.id, t.client_id",
            values.len()
        );
        let rows: Vec<HandedRow> = scope.all(sql, values).await?;
        Ok(rows.into_iter().map(|r| (ClientId::from_uuid(r.client_id), TaskId::from_uuid(r.id))).collect())
    }

    /// Gives tasks back that went along with their clients: each with who has it and who had it. One that somebody else has
    /// by now, or that ended, stays.
    ///
    /// # Errors
    /// The database is away.
    pub async fn give_back_many<P: PermissionKind>(
        &self,
        _permit: &Permit<P>,
        all: &[(TaskId, Option<StaffId>, Option<StaffId>)],
        now: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let mut c = Columns::of(scope.tenant());
        c.uuids("id", all.iter().map(|(id, ..)| id.uuid()).collect());
        c.maybe_uuids("was", all.iter().map(|(_, from, _)| from.map(StaffId::uuid)).collect());
        c.maybe_uuids("becomes", all.iter().map(|(.., to)| to.map(StaffId::uuid)).collect());
        let (rows, mut values) = c.rows();
        values.push(now.into());
        let sql = format!(
            "UPDATE crm.task t SET assignee_id = x.becomes, updated_at = ${}, version = t.version + 1 FROM ({rows}) AS x (tenant_id, id, was, becomes)
          WHERE t.tenant_id = $1 AND t.id = x.id AND t.state = 'open' AND t.assignee_id IS NOT DISTINCT FROM x.was",
            values.len()
        );
        scope.exec(sql, values).await?;
        Ok(())
    }
}
