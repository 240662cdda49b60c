use super::Clients;
use crate::StorageError;
use crate::scope::Scoped;
use chrono::{DateTime, Utc};
use crm_model::{ClientId, ContactId, ContactKind, TenantId};
use crm_vault::{ClientKey, Place, Sealer, VaultError};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// An e-mail address or phone number as it rests.
#[derive(Clone, Debug)]
pub struct ContactRow {
    /// Whose.
    pub client: ClientId,
    /// Id.
    pub id: ContactId,
    /// E-mail or phone.
    pub kind: ContactKind,
    /// The one that is written to or called.
    pub primary: bool,
    /// The stored partial mask.
    pub mask: String,
    sealed: Vec<u8>,
    /// When it was proved to be the client's.
    pub verified_at: Option<DateTime<Utc>>,
}

impl ContactRow {
    /// The value itself.
    ///
    /// # Errors
    /// The key is another client's, or the row was moved (PII-02).
    pub fn open(&self, tenant: TenantId, key: &ClientKey) -> Result<String, VaultError> {
        key.open_str(&contact_place(tenant, self.id), &self.sealed)
    }
}

/// A contact, sealed and indexed, ready to be kept.
#[derive(Clone, Debug)]
pub struct NewContact {
    /// Id.
    pub id: ContactId,
    /// E-mail or phone.
    pub kind: ContactKind,
    /// The one that is written to or called.
    pub primary: bool,
    /// Sealed value.
    pub sealed: Vec<u8>,
    /// Stored partial mask.
    pub mask: String,
    /// Blind index of the whole.
    pub bidx: Vec<u8>,
    /// Blind index of the domain or the last four digits.
    pub bidx_part: Vec<u8>,
    /// Blind index of what stands before the `@`.
    pub bidx_local: Option<Vec<u8>>,
}

/// Where a sealed contact lives.
#[must_use]
pub const fn contact_place(tenant: TenantId, contact: ContactId) -> Place {
    Place { tenant, table: "client_contact", column: "sealed", row: contact.uuid() }
}

#[derive(FromQueryResult)]
struct Row {
    client_id: Uuid,
    id: Uuid,
    kind: String,
    is_primary: bool,
    sealed: Vec<u8>,
    mask: String,
    verified_at: Option<DateTime<Utc>>,
}

impl<T: Scoped> Clients<'_, T> {
    /// The contacts of these clients, primary ones first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn contacts(&self, clients: &[ClientId]) -> Result<Vec<ContactRow>, StorageError> {
        if clients.is_empty() {
            return Ok(Vec::new());
        }
        let scope = self.0.scope();
        let ids: Vec<Uuid> = clients.iter().map(|c| c.uuid()).collect();
        let rows: Vec<Row> = scope
            .all(
                "SELECT client_id, id, kind, is_primary, sealed, mask, verified_at FROM crm.client_contact WHERE tenant_id = $1 AND client_id = ANY($2) ORDER BY client_id, kind, is_primary DESC, created_at, id",
                vec![scope.tenant(), ids.into()],
            )
            .await?;
        rows.into_iter()
            .map(|row| {
                Ok(ContactRow {
                    client: ClientId::from_uuid(row.client_id),
                    id: ContactId::from_uuid(row.id),
                    kind: ContactKind::from_text(&row.kind).ok_or(StorageError::Corrupt("client_contact.kind"))?,
                    primary: row.is_primary,
                    mask: row.mask,
                    sealed: row.sealed,
                    verified_at: row.verified_at,
                })
            })
            .collect()
    }
}
