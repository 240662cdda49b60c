use super::Bulks;
use crate::clients::reach::Values;
use crate::scope::Scoped;
use crate::{StorageError, TenantTx};
use chrono::{DateTime, Utc};
use crm_model::{BulkActKind, BulkState, ClientBulkId, StaffId, TenantId};
use crm_vault::{Place, Sealer, TenantKeys, VaultError};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// A bulk act as it is kept.
#[derive(Clone, Debug)]
pub struct BulkRecord {
    /// Id.
    pub id: ClientBulkId,
    /// Grows with each change that a person makes or waits for.
    pub version: i32,
    /// How far it has come.
    pub state: BulkState,
    /// Grows with every piece of work that is begun.
    pub work: i32,
    /// What is done.
    pub act: BulkActKind,
    /// What it sets, as the use case keeps it: ids.
    pub terms: String,
    reason_sealed: Option<Vec<u8>>,
    /// Keyed digest of what was asked.
    pub request_hash: Vec<u8>,
    /// Clients of the selection.
    pub total: i32,
    /// The row that is worked off next, from 1.
    pub next_row: i32,
    /// Clients given away in turn so far.
    pub turn: i32,
    /// Worked off so far: changed, nothing to do, refused.
    pub written: [i32; 3],
    /// Taken back so far, and left by undo.
    pub undone: [i32; 2],
    /// Who began it: under whose rights it works.
    pub created_by: StaffId,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When it was done or stopped.
    pub ended_at: Option<DateTime<Utc>>,
    /// Until when it can be taken back.
    pub undo_until: DateTime<Utc>,
}

/// A new bulk act, before its rows.
#[derive(Debug)]
pub struct NewBulk<'a> {
    /// Id.
    pub id: ClientBulkId,
    /// What is done.
    pub act: BulkActKind,
    /// What it sets: ids.
    pub terms: &'a str,
    /// Why, sealed at its place.
    pub reason_sealed: Option<Vec<u8>>,
    /// The name that the caller gave the request.
    pub request_key: &'a str,
    /// Keyed digest of what was asked.
    pub request_hash: Vec<u8>,
    /// Who begins it.
    pub created_by: StaffId,
    /// Until when it can be taken back.
    pub undo_until: DateTime<Utc>,
}

/// Where the sealed reason of a bulk act lives.
#[must_use]
pub const fn bulk_reason_place(tenant: TenantId, bulk: ClientBulkId) -> Place {
    Place { tenant, table: "client_bulk", column: "reason_sealed", row: bulk.uuid() }
}

impl BulkRecord {
    /// Why, if somebody had to say so.
    ///
    /// # Errors
    /// The value does not open.
    pub fn reason(&self, keys: &TenantKeys) -> Result<Option<String>, VaultError> {
        let place = bulk_reason_place(keys.tenant(), self.id);
        self.reason_sealed.as_ref().map(|sealed| keys.open_str(&place, sealed)).transpose()
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    version: i32,
    state: String,
    work: i32,
    act: String,
    terms: String,
    reason_sealed: Option<Vec<u8>>,
    request_hash: Vec<u8>,
    total: i32,
    next_row: i32,
    turn: i32,
    changed: i32,
    same: i32,
    refused: i32,
    undone: i32,
    undo_refused: i32,
    created_by: Uuid,
    created_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    undo_until: DateTime<Utc>,
}

impl TryFrom<Row> for BulkRecord {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        Ok(Self {
            id: ClientBulkId::from_uuid(row.id),
            version: row.version,
            state: BulkState::from_text(&row.state).ok_or(StorageError::Corrupt("client_bulk.state"))?,
            work: row.work,
            act: BulkActKind::from_text(&row.act).ok_or(StorageError::Corrupt("client_bulk.act"))?,
            terms: row.terms,
            reason_sealed: row.reason_sealed,
            request_hash: row.request_hash,
            total: row.total,
            next_row: row.next_row,
            turn: row.turn,
            written: [row.changed, row.same, row.refused],
            undone: [row.undone, row.undo_refused],
            created_by: StaffId::from_uuid(row.created_by),
            created_at: row.created_at,
            ended_at: row.ended_at,
            undo_until: row.undo_until,
        })
    }
}

#[derive(FromQueryResult)]
struct CountRow {
    n: i64,
}

const SELECT: &str = "SELECT b.id, b.version, b.state, b.work, b.act, b.terms, b.reason_sealed, b.request_hash, b.total, b.next_row, b.turn,
      b.changed, b.same, b.refused, b.undone, b.undo_refused, b.created_by, b.created_at, b.ended_at, b.undo_until
    FROM crm.client_bulk b WHERE b.tenant_id = $1";

/// Columns of a bulk act that change together.
#[derive(Debug, Default)]
pub struct BulkUpdate {
    sets: Vec<(&'static str, Value)>,
    grows: Vec<(&'static str, i32)>,
}

impl BulkUpdate {
    /// State.
    #[must_use]
    pub fn state(self, state: BulkState) -> Self {
        self.set("state", state.as_str())
    }

    /// How many clients the selection holds.
    #[must_use]
    pub fn total(self, total: i32) -> Self {
        self.set("total", total)
    }

    /// The row that comes next.
    #[must_use]
    pub fn next_row(self, n: i32) -> Self {
        self.set("next_row", n)
    }

    /// When it was done or stopped.
    #[must_use]
    pub fn ended_at(self, at: DateTime<Utc>) -> Self {
        self.set("ended_at", at)
    }

    /// A new piece of work begins: older jobs stop. Its number is the old one and 1.
    #[must_use]
    pub fn new_work(self) -> Self {
        self.grow("work", 1)
    }

    /// Adds to what was worked off: changed, nothing to do, refused; and to the clients given away in turn.
    #[must_use]
    pub fn wrote(self, [changed, same, refused]: [i32; 3], turn: i32) -> Self {
        self.grow("changed", changed).grow("same", same).grow("refused", refused).grow("turn", turn)
    }

    /// Adds to what was taken back, and to what undo left.
    #[must_use]
    pub fn took_back(self, undone: i32, refused: i32) -> Self {
        self.grow("undone", undone).grow("undo_refused", refused)
    }

    fn set(mut self, column: &'static str, value: impl Into<Value>) -> Self {
        self.sets.push((column, value.into()));
        self
    }

    fn grow(mut self, column: &'static str, by: i32) -> Self {
        self.grows.push((column, by));
        self
    }
}

impl<T: Scoped> Bulks<'_, T> {
    /// A bulk act of a person.
    ///
    /// # Errors
    /// The database is away.
    pub async fn find(&self, staff: StaffId, id: ClientBulkId) -> Result<Option<BulkRecord>, StorageError> {
        let sql = format!("{SELECT} AND b.created_by = $2 AND b.id = $3");
        self.one(sql, vec![staff.uuid().into(), id.uuid().into()]).await
    }

    /// A bulk act, for its own job.
    ///
    /// # Errors
    /// The database is away.
    pub async fn for_job(&self, id: ClientBulkId) -> Result<Option<BulkRecord>, StorageError> {
        self.one(format!("{SELECT} AND b.id = $2"), vec![id.uuid().into()]).await
    }

    /// The bulk act that carries a name which its person gave it.
    ///
    /// # Errors
    /// The database is away.
    pub async fn by_request_key(&self, staff: StaffId, key: &str) -> Result<Option<BulkRecord>, StorageError> {
        let sql = format!("{SELECT} AND b.created_by = $2 AND b.request_key = $3");
        self.one(sql, vec![staff.uuid().into(), key.into()]).await
    }

    /// The latest bulk acts of a person, newest first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn latest(&self, staff: StaffId, most: u16) -> Result<Vec<BulkRecord>, StorageError> {
        let scope = self.0.scope();
        let sql = format!("{SELECT} AND b.created_by = $2 ORDER BY b.created_at DESC, b.id DESC LIMIT {most}");
        let rows: Vec<Row> = scope.all(sql, vec![scope.tenant(), staff.uuid().into()]).await?;
        rows.into_iter().map(BulkRecord::try_from).collect()
    }

    /// How many bulk acts of a person are at work.
    ///
    /// # Errors
    /// The database is away.
    pub async fn busy(&self, staff: StaffId) -> Result<i64, StorageError> {
        let scope = self.0.scope();
        let sql = "SELECT count(*) AS n FROM crm.client_bulk WHERE tenant_id = $1 AND created_by = $2 AND state IN ('running', 'undoing')";
        let row: Option<CountRow> = scope.one(sql, vec![scope.tenant(), staff.uuid().into()]).await?;
        Ok(row.map_or(0, |row| row.n))
    }

    async fn one(&self, sql: String, mut values: Vec<Value>) -> Result<Option<BulkRecord>, StorageError> {
        let scope = self.0.scope();
        values.insert(0, scope.tenant());
        let row: Option<Row> = scope.one(sql, values).await?;
        row.map(BulkRecord::try_from).transpose()
    }
}

impl Bulks<'_, TenantTx> {
    /// Keeps a new bulk act.
    ///
    /// # Errors
    /// [`StorageError::Taken`] when the person gave the name to another one.
    pub async fn insert(&self, new: NewBulk<'_>, now: DateTime<Utc>) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let values: Vec<Value> = vec![
            scope.tenant(),
            new.id.uuid().into(),
            new.act.as_str().into(),
            new.terms.into(),
            new.reason_sealed.into(),
            new.request_key.into(),
            new.request_hash.into(),
            new.created_by.uuid().into(),
            now.into(),
            new.undo_until.into(),
        ];
        scope.exec("INSERT INTO crm.client_bulk (tenant_id, id, state, act, terms, reason_sealed, request_key, request_hash, created_by, created_at, undo_until) VALUES ($1, $2, 'running', $3, $4, $5, $6, $7, $8, $9, $10)", values).await?;
        Ok(())
    }

    /// A bulk act, held until the end of the transaction.
    ///
    /// # Errors
    /// The database is away.
    pub async fn hold(&self, id: ClientBulkId) -> Result<Option<BulkRecord>, StorageError> {
        self.one(format!("{SELECT} AND b.id = $2 FOR NO KEY UPDATE OF b"), vec![id.uuid().into()]).await
    }

    /// Writes changed columns of a bulk act that is held.
    ///
    /// # Errors
    /// The database is away.
    pub async fn update(&self, id: ClientBulkId, update: BulkUpdate) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let mut values = Values(vec![scope.tenant(), id.uuid().into()]);
        let mut sets: Vec<String> =
            update.sets.into_iter().map(|(column, value)| format!("{column} = {}", values.push(value))).collect();
        sets.extend(update.grows.iter().map(|(column, by)| format!("{column} = {column} + {}", values.push(*by))));
        sets.push("version = version + 1".to_owned());
        let sql = format!("UPDATE crm.client_bulk SET {} WHERE tenant_id = $1 AND id = $2", sets.join(", "));
        scope.exec(sql, values.0).await?;
        Ok(())
    }
}
