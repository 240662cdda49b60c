//! Clients that an import made or changed, taken back.

use super::Clients;
use super::rewrite::ids;
use crate::scope::Scoped;
use crate::{StorageError, TenantTx};
use chrono::{DateTime, Utc};
use crm_access::Permit;
use crm_access::kinds::ClientImport;
use crm_model::{ClientId, ContactId, TagId};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// A client as undo finds it.
#[derive(Clone, Copy, Debug)]
pub struct Undoable {
    /// Whom.
    pub client: ClientId,
    /// The version it has now.
    pub version: i32,
    /// Nothing hangs on it but what an import writes.
    pub bare: bool,
    /// The trail names it: its profile was opened.
    pub in_trail: bool,
    /// It was put away.
    pub archived: bool,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    version: i32,
    bare: bool,
    in_trail: bool,
    archived: bool,
}

impl Clients<'_, TenantTx> {
    /// Holds clients and looks at what became of them.
    ///
    /// # Errors
    /// The database is away.
    pub async fn hold_for_undo(
        &self,
        _permit: &Permit<ClientImport>,
        clients: &[ClientId],
    ) -> Result<Vec<Undoable>, StorageError> {
        let scope = self.0.scope();
        let hangs = |table: &str| {
            format!("NOT EXISTS (SELECT 1 FROM crm.{table} h WHERE h.tenant_id = $1 AND h.client_id = c.id)")
        };
        let bare = ["trading_account", "account_opening", "client_credential", "note", "task", "client_participant"]
            .map(hangs)
            .join(" AND ");
        let sql = format!(
            "SELECT c.id, c.version, ({bare}) AS bare, c.archived_at IS NOT NULL AS archived,
               EXISTS (SELECT 1 FROM crm.audit_event e WHERE e.tenant_id = $1 AND e.client_id = c.id) AS in_trail
             FROM crm.client c WHERE c.tenant_id = $1 AND c.id = ANY($2) ORDER BY c.id FOR UPDATE OF c"
        );
        let rows: Vec<Row> = scope.all(sql, vec![scope.tenant(), ids(clients)]).await?;
        let found = rows.into_iter().map(|row| Undoable {
            client: ClientId::from_uuid(row.id),
            version: row.version,
            bare: row.bare,
            in_trail: row.in_trail,
            archived: row.archived,
        });
        Ok(found.collect())
    }

    /// Deletes clients that are held, with their contacts, tags, tokens and names elsewhere.
    ///
    /// # Errors
    /// [`StorageError::Dangling`] when something still points at one.
    pub async fn delete_many(&self, _permit: &Permit<ClientImport>, clients: &[ClientId]) -> Result<(), StorageError> {
        let scope = self.0.scope();
        scope
            .exec("DELETE FROM crm.client WHERE tenant_id = $1 AND id = ANY($2)", vec![scope.tenant(), ids(clients)])
            .await?;
        Ok(())
    }

    /// Puts clients away that are held.
    ///
    /// # Errors
    /// The database is away.
    pub async fn archive_many(
        &self,
        _permit: &Permit<ClientImport>,
        clients: &[ClientId],
        now: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let sql = "UPDATE crm.client SET archived_at = $3, updated_at = $3, version = version + 1 WHERE tenant_id = $1 AND id = ANY($2) AND archived_at IS NULL";
        scope.exec(sql, vec![scope.tenant(), ids(clients), now.into()]).await?;
        Ok(())
    }

    /// Takes contacts, tags and names elsewhere away that an import added.
    ///
    /// # Errors
    /// The database is away.
    pub async fn take_away(
        &self,
        _permit: &Permit<ClientImport>,
        contacts: &[(ClientId, ContactId)],
        tags: &[(ClientId, TagId)],
        externals: &[(ClientId, String)],
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let (clients, others): (Vec<Uuid>, Vec<Uuid>) = contacts.iter().map(|(c, id)| (c.uuid(), id.uuid())).unzip();
        let sql = "DELETE FROM crm.client_contact t USING unnest($2::uuid[], $3::uuid[]) AS x (client_id, id) WHERE t.tenant_id = $1 AND t.client_id = x.client_id AND t.id = x.id";
        scope.exec(sql, vec![scope.tenant(), clients.into(), others.into()]).await?;
        let (clients, others): (Vec<Uuid>, Vec<Uuid>) = tags.iter().map(|(c, id)| (c.uuid(), id.uuid())).unzip();
        let sql = "DELETE FROM crm.client_tag t USING unnest($2::uuid[], $3::uuid[]) AS x (client_id, tag_id) WHERE t.tenant_id = $1 AND t.client_id = x.client_id AND t.tag_id = x.tag_id";
        scope.exec(sql, vec![scope.tenant(), clients.into(), others.into()]).await?;
        let (clients, names): (Vec<Uuid>, Vec<String>) =
            externals.iter().map(|(c, name)| (c.uuid(), name.clone())).unzip();
        let sql = "DELETE FROM crm.client_external_id t USING unnest($2::uuid[], $3::text[]) AS x (client_id, external_id) WHERE t.tenant_id = $1 AND t.client_id = x.client_id AND t.external_id = x.external_id";
        scope.exec(sql, vec![scope.tenant(), clients.into(), names.into()]).await?;
        Ok(())
    }
}
