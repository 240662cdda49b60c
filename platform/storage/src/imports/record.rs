use super::{ImportWrites, Imports};
use crate::scope::Scoped;
use crate::{Cursor, Page, PageRequest, StorageError};
use chrono::{DateTime, Utc};
use crm_access::{Permit, kinds};
use crm_model::{ClientImportId, ImportFormat, ImportState, StaffId, TenantId};
use crm_vault::{FileKey, Place, Sealer, TenantKeys, VaultError};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// How the file was read, sealed at rest: names of sheets may be names of people.
pub type ImportTold = Vec<u8>;

/// An import as it is kept.
#[derive(Clone, Debug)]
pub struct ImportRecord {
    /// Id.
    pub id: ClientImportId,
    /// Grows with each change that a person makes or waits for.
    pub version: i32,
    /// How far it has come.
    pub state: ImportState,
    /// Grows with every piece of work that is begun.
    pub work: i32,
    file_name_sealed: Vec<u8>,
    /// Bytes of the file.
    pub size: i64,
    /// Bytes that have arrived.
    pub received: i64,
    data_key: Option<Vec<u8>>,
    /// SHA-256 of the file.
    pub file_hash: Option<Vec<u8>>,
    /// What kind of file it is.
    pub format: Option<ImportFormat>,
    /// How the file was read, sealed.
    pub told_sealed: Option<ImportTold>,
    /// The mapping, sealed.
    pub mapping_sealed: Option<Vec<u8>>,
    /// Whether the mapping is the one used last for these headers.
    pub remembered: bool,
    /// Why the file is not taken: code and sentence.
    pub refusal: Option<(String, String)>,
    /// Rows of the table, the header included.
    pub line_count: i32,
    /// Blocks of rows.
    pub block_count: i32,
    /// What of the work at hand is done.
    pub done: i32,
    /// All of the work at hand.
    pub total: i32,
    /// When the work at hand was begun.
    pub phase_at: DateTime<Utc>,
    /// What the dry run found, as JSON.
    pub counts: Option<String>,
    /// The block that is worked off next.
    pub next_block: i32,
    /// New clients given away so far.
    pub turn: i32,
    /// Rows with problems are left out.
    pub skip_bad: bool,
    /// Written so far: created, updated, skipped, failed; of the skipped repeated ones; matches.
    pub written: [i32; 6],
    /// Taken back so far: deleted, archived since the trail names them, restored, refused.
    pub undone: [i32; 4],
    /// Who brought the file, with the name.
    pub created_by: (StaffId, String),
    /// Whose rights the work is done under.
    pub work_by: StaffId,
    /// When it was brought.
    pub created_at: DateTime<Utc>,
    /// When writing began.
    pub committed_at: Option<DateTime<Utc>>,
    /// When its key is destroyed.
    pub kept_until: DateTime<Utc>,
}

/// Where a sealed column of an import, or of something of it, lives.
#[must_use]
pub const fn import_place(tenant: TenantId, import: ClientImportId, column: &'static str) -> Place {
    Place { tenant, table: "client_import", column, row: import.uuid() }
}

impl ImportRecord {
    /// The key of everything that is kept of the file; `None` once it was destroyed.
    ///
    /// # Errors
    /// It is another tenant's.
    pub fn key(&self, keys: &TenantKeys) -> Result<Option<FileKey>, VaultError> {
        self.data_key.as_ref().map(|wrapped| keys.unwrap_file_key(self.id.uuid(), wrapped)).transpose()
    }

    /// Whether writing was begun and broken off for good, so that what was not written by now never is.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.committed_at.is_some()
            && !matches!(self.state, ImportState::Committing | ImportState::Paused | ImportState::Committed)
    }

    /// Whether the key was destroyed.
    #[must_use]
    pub const fn is_forgotten(&self) -> bool {
        self.data_key.is_none()
    }

    /// What the file is called.
    ///
    /// # Errors
    /// The value does not open.
    pub fn file_name(&self, keys: &TenantKeys) -> Result<String, VaultError> {
        keys.open_str(&import_place(keys.tenant(), self.id, "file_name_sealed"), &self.file_name_sealed)
    }

    /// Its place in the list.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        Cursor { sort: "created".to_owned(), value: Some(self.created_at.to_rfc3339()), id: self.id.uuid() }
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    version: i32,
    state: String,
    work: i32,
    file_name_sealed: Vec<u8>,
    size: i64,
    received: i64,
    data_key: Option<Vec<u8>>,
    file_hash: Option<Vec<u8>>,
    format: Option<String>,
    told_sealed: Option<Vec<u8>>,
    mapping_sealed: Option<Vec<u8>>,
    remembered: bool,
    refusal_code: Option<String>,
    refusal: Option<String>,
    line_count: i32,
    block_count: i32,
    done: i32,
    total: i32,
    phase_at: DateTime<Utc>,
    counts: Option<String>,
    next_block: i32,
    turn: i32,
    skip_bad: bool,
    created: i32,
    updated: i32,
    skipped: i32,
    failed: i32,
    repeats: i32,
    matches: i32,
    undo_deleted: i32,
    undo_archived: i32,
    undo_restored: i32,
    undo_refused: i32,
    created_by: Uuid,
    creator_name: String,
    work_by: Uuid,
    created_at: DateTime<Utc>,
    committed_at: Option<DateTime<Utc>>,
    kept_until: DateTime<Utc>,
}

impl TryFrom<Row> for ImportRecord {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        let format = row
            .format
            .as_deref()
            .map(|text| ImportFormat::from_text(text).ok_or(StorageError::Corrupt("client_import.format")));
        Ok(Self {
            id: ClientImportId::from_uuid(row.id),
            version: row.version,
            state: ImportState::from_text(&row.state).ok_or(StorageError::Corrupt("client_import.state"))?,
            work: row.work,
            file_name_sealed: row.file_name_sealed,
            size: row.size,
            received: row.received,
            data_key: row.data_key,
            file_hash: row.file_hash,
            format: format.transpose()?,
            told_sealed: row.told_sealed,
            mapping_sealed: row.mapping_sealed,
            remembered: row.remembered,
            refusal: row.refusal_code.zip(row.refusal),
            line_count: row.line_count,
            block_count: row.block_count,
            done: row.done,
            total: row.total,
            phase_at: row.phase_at,
            counts: row.counts,
            next_block: row.next_block,
            turn: row.turn,
            skip_bad: row.skip_bad,
            written: [row.created, row.updated, row.skipped, row.failed, row.repeats, row.matches],
            undone: [row.undo_deleted, row.undo_archived, row.undo_restored, row.undo_refused],
            created_by: (StaffId::from_uuid(row.created_by), row.creator_name),
            work_by: StaffId::from_uuid(row.work_by),
            created_at: row.created_at,
            committed_at: row.committed_at,
            kept_until: row.kept_until,
        })
    }
}

const SELECT: &str = "SELECT i.id, i.version, i.state, i.work, i.file_name_sealed, i.size, i.received, i.data_key, i.file_hash, i.format, i.told_sealed, i.mapping_sealed, i.remembered,
      i.refusal_code, i.refusal, i.line_count, i.block_count, i.done, i.total, i.phase_at, i.counts, i.next_block, i.turn, i.skip_bad, i.created, i.updated, i.skipped, i.failed,
      i.repeats, i.matches, i.undo_deleted, i.undo_archived, i.undo_restored, i.undo_refused, i.created_by, s.name AS creator_name, i.work_by, i.created_at, i.committed_at, i.kept_until
    FROM crm.client_import i JOIN crm.staff s ON s.tenant_id = $1 AND s.id = i.created_by WHERE i.tenant_id = $1";

/// A new import, before its file.
#[derive(Debug)]
pub struct NewImport {
    /// Id.
    pub id: ClientImportId,
    /// What the file is called, sealed at its place.
    pub file_name_sealed: Vec<u8>,
    /// Bytes of the file.
    pub size: i64,
    /// The wrapped key.
    pub data_key: Vec<u8>,
    /// Who brings it.
    pub created_by: StaffId,
    /// When its key is to be destroyed.
    pub kept_until: DateTime<Utc>,
}

impl<T: Scoped> Imports<'_, T> {
    /// An import.
    ///
    /// # Errors
    /// The database is away.
    pub async fn find(&self, id: ClientImportId) -> Result<Option<ImportRecord>, StorageError> {
        let scope = self.0.scope();
        let row: Option<Row> =
            scope.one(format!("{SELECT} AND i.id = $2"), vec![scope.tenant(), id.uuid().into()]).await?;
        row.map(ImportRecord::try_from).transpose()
    }

    /// A page of imports, newest first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn list(
        &self,
        _permit: &Permit<kinds::ClientImport>,
        page: &PageRequest,
    ) -> Result<Page<ImportRecord>, StorageError> {
        let scope = self.0.scope();
        let mut values: Vec<Value> = vec![scope.tenant()];
        let mut sql = SELECT.to_owned();
        if let Some((at, id)) = page.after.as_ref().and_then(place) {
            values.extend([at.into(), id.into()]);
            sql.push_str(" AND (i.created_at, i.id) < ($2, $3)");
        }
        sql.push_str(&format!(" ORDER BY i.created_at DESC, i.id DESC LIMIT {}", u32::from(page.first) + 1));
        let rows: Vec<Row> = scope.all(sql, values).await?;
        Ok(Page::cut(rows.into_iter().map(ImportRecord::try_from).collect::<Result<_, _>>()?, page.first))
    }

    /// Imports whose key is to be destroyed by now.
    ///
    /// # Errors
    /// The database is away.
    pub async fn outlived(&self, now: DateTime<Utc>) -> Result<Vec<ImportRecord>, StorageError> {
        let scope = self.0.scope();
        let sql = format!("{SELECT} AND i.data_key IS NOT NULL AND i.kept_until <= $2 ORDER BY i.kept_until LIMIT 20");
        let rows: Vec<Row> = scope.all(sql, vec![scope.tenant(), now.into()]).await?;
        rows.into_iter().map(ImportRecord::try_from).collect()
    }

    /// How many imports are not yet written, and still hold a file.
    ///
    /// # Errors
    /// The database is away.
    pub async fn open_count(&self) -> Result<i64, StorageError> {
        #[derive(FromQueryResult)]
        struct CountRow {
            count: i64,
        }
        let scope = self.0.scope();
        let sql = "SELECT count(*) AS count FROM crm.client_import WHERE tenant_id = $1 AND data_key IS NOT NULL AND kept_until > '-infinity' AND state IN ('uploading', 'reading', 'refused', 'mapping', 'checking', 'checked')";
        let row: Option<CountRow> = scope.one(sql, vec![scope.tenant()]).await?;
        Ok(row.map_or(0, |row| row.count))
    }
}

impl<T: ImportWrites> Imports<'_, T> {
    /// Keeps a new import.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn insert(&self, new: NewImport, now: DateTime<Utc>) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let values: Vec<Value> = vec![
            scope.tenant(),
            new.id.uuid().into(),
            new.file_name_sealed.into(),
            new.size.into(),
            new.data_key.into(),
            new.created_by.uuid().into(),
            now.into(),
            new.kept_until.into(),
        ];
        scope.exec("INSERT INTO crm.client_import (tenant_id, id, state, file_name_sealed, size, data_key, created_by, work_by, created_at, phase_at, kept_until) VALUES ($1, $2, 'uploading', $3, $4, $5, $6, $6, $7, $7, $8)", values).await?;
        Ok(())
    }

    /// An import, held until the end of the transaction.
    ///
    /// # Errors
    /// The database is away.
    pub async fn hold(&self, id: ClientImportId) -> Result<Option<ImportRecord>, StorageError> {
        let scope = self.0.scope();
        let sql = format!("{SELECT} AND i.id = $2 FOR NO KEY UPDATE OF i");
        let row: Option<Row> = scope.one(sql, vec![scope.tenant(), id.uuid().into()]).await?;
        row.map(ImportRecord::try_from).transpose()
    }

    /// Destroys the key of an import, and with it everything that was sealed under it; the sealed values go too.
    ///
    /// # Errors
    /// The database is away.
    pub async fn destroy_key(&self, id: ClientImportId) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let me = || vec![scope.tenant(), id.uuid().into()];
        scope.exec("UPDATE crm.client_import SET data_key = NULL, told_sealed = NULL, mapping_sealed = NULL, version = version + 1, work = work + 1 WHERE tenant_id = $1 AND id = $2", me()).await?;
        scope.exec("DELETE FROM crm.client_import_block WHERE tenant_id = $1 AND import_id = $2", me()).await?;
        scope.exec("DELETE FROM crm.client_import_cell WHERE tenant_id = $1 AND import_id = $2", me()).await?;
        scope.exec("UPDATE crm.client_import_row SET before_sealed = NULL WHERE tenant_id = $1 AND import_id = $2 AND before_sealed IS NOT NULL", me()).await?;
        Ok(())
    }
}

fn place(cursor: &Cursor) -> Option<(DateTime<Utc>, Uuid)> {
    let at = DateTime::parse_from_rfc3339(cursor.value.as_deref()?).ok()?;
    (cursor.sort == "created").then(|| (at.to_utc(), cursor.id))
}
