//! Notes on clients: the whole text is sealed under the client's key.

use crate::scope::Scoped;
use crate::{StorageError, TenantTx};
use chrono::{DateTime, Utc};
use crm_access::Permit;
use crm_access::kinds::NoteWrite;
use crm_model::{ClientId, NoteId, StaffId, TenantId};
use crm_vault::{ClientKey, Place, Sealer, VaultError};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// A note as it rests.
#[derive(Clone, Debug)]
pub struct NoteRow {
    /// Id.
    pub id: NoteId,
    /// On which client.
    pub client: ClientId,
    /// Who wrote it, with the name.
    pub author: Option<(StaffId, String)>,
    text_sealed: Vec<u8>,
    /// Stands on top.
    pub pinned: bool,
    /// Grows with every change.
    pub version: i32,
    /// Written.
    pub created_at: DateTime<Utc>,
    /// Changed last.
    pub updated_at: DateTime<Utc>,
}

impl NoteRow {
    /// The text itself.
    ///
    /// # Errors
    /// The key is another client's, or the row was moved.
    pub fn open(&self, tenant: TenantId, key: &ClientKey) -> Result<String, VaultError> {
        key.open_str(&note_place(tenant, self.id), &self.text_sealed)
    }
}

/// Where the sealed text of a note lives.
#[must_use]
pub const fn note_place(tenant: TenantId, note: NoteId) -> Place {
    Place { tenant, table: "note", column: "text_sealed", row: note.uuid() }
}

/// A note to be kept.
#[derive(Debug)]
pub struct NewNote<'a> {
    /// Id.
    pub id: NoteId,
    /// On which client.
    pub client: ClientId,
    /// By whom.
    pub author: StaffId,
    /// The text.
    pub text: &'a str,
    /// Stands on top.
    pub pinned: bool,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    client_id: Uuid,
    author_id: Option<Uuid>,
    author_name: Option<String>,
    text_sealed: Vec<u8>,
    pinned: bool,
    version: i32,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl From<Row> for NoteRow {
    fn from(row: Row) -> Self {
        Self {
            id: NoteId::from_uuid(row.id),
            client: ClientId::from_uuid(row.client_id),
            author: row.author_id.zip(row.author_name).map(|(id, name)| (StaffId::from_uuid(id), name)),
            text_sealed: row.text_sealed,
            pinned: row.pinned,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

const SELECT: &str = "SELECT n.id, n.client_id, n.author_id, s.name AS author_name, n.text_sealed, n.pinned, n.version, n.created_at, n.updated_at
  FROM crm.note n LEFT JOIN crm.staff s ON s.tenant_id = $1 AND s.id = n.author_id WHERE n.tenant_id = $1";

/// Notes, read or written through a transaction.
pub struct Notes<'a, T>(&'a T);

impl<'a, T: Scoped> Notes<'a, T> {
    /// The notes of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }

    /// Notes on a client: pinned first, then newest; at most 500.
    ///
    /// # Errors
    /// The database is away.
    pub async fn of_client(&self, client: ClientId) -> Result<Vec<NoteRow>, StorageError> {
        let scope = self.0.scope();
        let rows: Vec<Row> = scope
            .all(
                format!("{SELECT} AND n.client_id = $2 ORDER BY n.pinned DESC, n.created_at DESC, n.id DESC LIMIT 500"),
                vec![scope.tenant(), client.uuid().into()],
            )
            .await?;
        Ok(rows.into_iter().map(NoteRow::from).collect())
    }

    /// One note. The caller checks that its client lies within reach.
    ///
    /// # Errors
    /// The database is away.
    pub async fn find(&self, id: NoteId) -> Result<Option<NoteRow>, StorageError> {
        let scope = self.0.scope();
        let row: Option<Row> =
            scope.one(format!("{SELECT} AND n.id = $2"), vec![scope.tenant(), id.uuid().into()]).await?;
        Ok(row.map(NoteRow::from))
    }
}

impl Notes<'_, TenantTx> {
    /// Keeps a note and marks the client as contacted.
    ///
    /// # Errors
    /// The database is away.
    pub async fn insert(
        &self,
        _permit: &Permit<NoteWrite>,
        note: &NewNote<'_>,
        key: &ClientKey,
        now: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let sealed = key.seal_str(&note_place(scope.tenant_id(), note.id), note.text)?;
        let values = vec![
            scope.tenant(),
            note.id.uuid().into(),
            note.client.uuid().into(),
            note.author.uuid().into(),
            sealed.into(),
            note.pinned.into(),
            now.into(),
        ];
        scope.exec("INSERT INTO crm.note (tenant_id, id, client_id, author_id, text_sealed, pinned, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7)", values).await?;
        Ok(())
    }

    /// Changes text and pin if the version is still the one that was read; false when somebody was faster.
    ///
    /// # Errors
    /// The database is away.
    pub async fn update(
        &self,
        _permit: &Permit<NoteWrite>,
        note: &NoteRow,
        text: Option<&str>,
        pinned: bool,
        key: &ClientKey,
        now: DateTime<Utc>,
    ) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let sealed = match text {
            Some(text) => key.seal_str(&note_place(scope.tenant_id(), note.id), text)?,
            None => note.text_sealed.clone(),
        };
        let values =
            vec![scope.tenant(), note.id.uuid().into(), note.version.into(), sealed.into(), pinned.into(), now.into()];
        let touched = scope.exec("UPDATE crm.note SET text_sealed = $4, pinned = $5, updated_at = $6, version = version + 1 WHERE tenant_id = $1 AND id = $2 AND version = $3", values).await?;
        Ok(touched == 1)
    }

    /// Removes a note if the version is still the one that was read.
    ///
    /// # Errors
    /// The database is away.
    pub async fn delete(&self, _permit: &Permit<NoteWrite>, id: NoteId, version: i32) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let touched = scope
            .exec(
                "DELETE FROM crm.note WHERE tenant_id = $1 AND id = $2 AND version = $3",
                vec![scope.tenant(), id.uuid().into(), version.into()],
            )
            .await?;
        Ok(touched == 1)
    }
}
