//! Which clients of the book a row may be about, as far as the reach of who imports goes.

use super::Imports;
use crate::StorageError;
use crate::clients::reach::{Values, condition};
use crate::scope::Scoped;
use crm_access::{PermissionKind, Permit};
use crm_model::{ClientId, ClientImportId};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// By what a client was found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum MatchedBy {
    /// The blind index of an e-mail address or a phone number.
    Contact(Vec<u8>),
    /// Its name in another system.
    ExternalId(String),
}

/// A client that was found.
#[derive(Clone, Debug)]
pub struct BookMatch {
    /// By what.
    pub by: MatchedBy,
    /// Whom.
    pub client: ClientId,
}

#[derive(FromQueryResult)]
struct ContactRow {
    bidx: Vec<u8>,
    client_id: Uuid,
}

#[derive(FromQueryResult)]
struct ExternalRow {
    external_id: String,
    client_id: Uuid,
}

impl<T: Scoped> Imports<'_, T> {
    /// Clients within reach, not archived, with one of these contacts or names elsewhere; those that this import made itself
    /// are not in the book for it.
    ///
    /// # Errors
    /// The database is away.
    pub async fn book<P: PermissionKind>(
        &self,
        permit: &Permit<P>,
        import: ClientImportId,
        contacts: Vec<Vec<u8>>,
        externals: Vec<String>,
    ) -> Result<Vec<BookMatch>, StorageError> {
        let scope = self.0.scope();
        let own = "NOT EXISTS (SELECT 1 FROM crm.client_import_row o WHERE o.tenant_id = $1 AND o.client_id = c.id AND o.import_id = $2 AND o.outcome = 'create')";
        let mut found = Vec::new();
        if !contacts.is_empty() {
            let mut values = Values(vec![scope.tenant(), import.uuid().into(), contacts.into()]);
            let reach = condition(permit.reach(), &mut values);
            let sql = format!(
                "SELECT DISTINCT k.bidx, k.client_id FROM crm.client_contact k JOIN crm.client c ON c.tenant_id = $1 AND c.id = k.client_id WHERE k.tenant_id = $1 AND k.bidx = ANY($3::bytea[]) AND c.archived_at IS NULL AND {reach} AND {own}"
            );
            let rows: Vec<ContactRow> = scope.all(sql, values.0).await?;
            found.extend(
                rows.into_iter().map(|row| BookMatch {
                    by: MatchedBy::Contact(row.bidx),
                    client: ClientId::from_uuid(row.client_id),
                }),
            );
        }
        if !externals.is_empty() {
            let mut values = Values(vec![scope.tenant(), import.uuid().into(), externals.into()]);
            let reach = condition(permit.reach(), &mut values);
            let sql = format!(
                "SELECT k.external_id, k.client_id FROM crm.client_external_id k JOIN crm.client c ON c.tenant_id = $1 AND c.id = k.client_id WHERE k.tenant_id = $1 AND k.external_id = ANY($3::text[]) AND c.archived_at IS NULL AND {reach} AND {own}"
            );
            let rows: Vec<ExternalRow> = scope.all(sql, values.0).await?;
            found.extend(rows.into_iter().map(|row| BookMatch {
                by: MatchedBy::ExternalId(row.external_id),
                client: ClientId::from_uuid(row.client_id),
            }));
        }
        Ok(found)
    }
}
