use super::Clients;
use crate::StorageError;
use crate::scope::Scoped;
use chrono::{DateTime, Utc};
use crm_model::{ClientId, ContactId, ContactKind, Email, Phone, TenantId};
use crm_vault::{BlindKind, ClientKey, Place, Sealer, TenantKeys, VaultError};
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

    /// The sealed value.
    pub(crate) fn into_sealed(self) -> Vec<u8> {
        self.sealed
    }
}

/// By what a contact is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactBlinds {
    /// Blind index of the whole.
    pub whole: Vec<u8>,
    /// Blind index of the domain or the last four digits.
    pub part: Vec<u8>,
    /// Blind index of what stands before the `@`.
    pub local: Option<Vec<u8>>,
}

impl ContactBlinds {
    /// Those of an address.
    #[must_use]
    pub fn of_email(keys: &TenantKeys, email: &Email) -> Self {
        Self {
            whole: keys.blind(BlindKind::Email, &email.normalised()).to_vec(),
            part: keys.blind(BlindKind::EmailDomain, email.domain()).to_vec(),
            local: Some(keys.blind(BlindKind::EmailLocal, &email.local()).to_vec()),
        }
    }

    /// Those of a number.
    #[must_use]
    pub fn of_phone(keys: &TenantKeys, phone: &Phone) -> Self {
        Self {
            whole: keys.blind(BlindKind::Phone, phone.as_str()).to_vec(),
            part: keys.blind(BlindKind::PhoneLastFour, phone.last_four()).to_vec(),
            local: None,
        }
    }

    /// Those of a contact as it was kept; `None` for a text that is none.
    #[must_use]
    pub fn of(keys: &TenantKeys, kind: ContactKind, text: &str) -> Option<Self> {
        Some(match kind {
            ContactKind::Email => Self::of_email(keys, Email::parse("email", text).ok()?.expose()),
            ContactKind::Phone => Self::of_phone(keys, Phone::parse("phone", text, None).ok()?.expose()),
        })
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
