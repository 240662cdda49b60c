//! What hangs on a client goes over to another, sealed anew under that one's key, and back.

use super::Merges;
use crate::scope::Scoped;
use crate::{StorageError, TenantTx};
use chrono::{DateTime, Utc};
use crm_access::Permit;
use crm_access::kinds::ClientMerge;
use crm_model::{ClientId, ContactKind};
use crm_vault::{ClientKey, Place, Sealer};
use sea_orm::{FromQueryResult, Value};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What the kept client got from one of the others.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Carried {
    /// From whom.
    pub client: Uuid,
    /// Contacts that moved, and whether each was the primary one.
    pub contacts: Vec<(Uuid, bool)>,
    /// Notes that moved.
    pub notes: Vec<Uuid>,
    /// Tasks that moved.
    pub tasks: Vec<Uuid>,
    /// Trading accounts that moved, with their money and commands.
    pub accounts: Vec<Uuid>,
    /// Openings of accounts that moved.
    pub openings: Vec<Uuid>,
    /// Tags that the kept client did not have.
    pub tags: Vec<Uuid>,
    /// People who did not take part in the kept client.
    pub participants: Vec<Uuid>,
    /// Names elsewhere that the kept client did not have.
    pub external_ids: Vec<String>,
    /// Own fields of the broker of which the kept client had no value.
    #[serde(default)]
    pub own_fields: Vec<Uuid>,
    /// What the other signed in with; it ended.
    pub credential: Option<CarriedCredential>,
}

/// What a client signed in with.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CarriedCredential {
    email_bidx: String,
    password_hash: String,
    password_changed_at: String,
}

/// A client with the key that seals what hangs on it.
#[derive(Clone, Copy, Debug)]
pub struct Keyed<'a> {
    /// Who.
    pub client: ClientId,
    /// The key.
    pub key: &'a ClientKey,
}

/// A sealed column of rows that hang on a client, or on his trading accounts.
struct SealedRows {
    table: &'static str,
    column: &'static str,
    of: &'static str,
}

const CONTACTS: SealedRows = SealedRows { table: "client_contact", column: "sealed", of: "id" };
const NOTES: SealedRows = SealedRows { table: "note", column: "text_sealed", of: "id" };
const TASKS: SealedRows = SealedRows { table: "task", column: "text_sealed", of: "id" };
const OPERATIONS: SealedRows = SealedRows { table: "balance_operation", column: "reason_sealed", of: "account_id" };
const COMMANDS: SealedRows = SealedRows { table: "trade_command", column: "reason_sealed", of: "account_id" };

#[derive(FromQueryResult)]
struct IdRow {
    id: Uuid,
}

#[derive(FromQueryResult)]
struct TextRow {
    text: String,
}

#[derive(FromQueryResult)]
struct SealedRow {
    id: Uuid,
    sealed: Vec<u8>,
}

#[derive(FromQueryResult)]
struct ContactRow {
    id: Uuid,
    kind: String,
    is_primary: bool,
    known: bool,
}

#[derive(FromQueryResult)]
struct CredentialRow {
    email_bidx: String,
    password_hash: String,
    password_changed_at: String,
}

#[derive(FromQueryResult)]
struct CountRow {
    n: i64,
}

impl Merges<'_, TenantTx> {
    /// Carries everything over that hangs on one client to another. Both are held.
    ///
    /// # Errors
    /// A sealed value does not open; the database is away.
    pub async fn carry(
        &self,
        _permit: &Permit<ClientMerge>,
        from: Keyed<'_>,
        to: Keyed<'_>,
        now: DateTime<Utc>,
    ) -> Result<Carried, StorageError> {
        let contacts = self.carry_contacts(from, to).await?;
        let notes = self.move_all("note", from.client, to.client).await?;
        let tasks = self.move_all("task", from.client, to.client).await?;
        let accounts = self.move_all("trading_account", from.client, to.client).await?;
        let openings = self.move_all("account_opening", from.client, to.client).await?;
        self.reseal(&NOTES, &notes, from.key, to.key).await?;
        self.reseal(&TASKS, &tasks, from.key, to.key).await?;
        self.reseal(&OPERATIONS, &accounts, from.key, to.key).await?;
        self.reseal(&COMMANDS, &accounts, from.key, to.key).await?;
        let carried = Carried {
            client: from.client.uuid(),
            contacts,
            notes,
            tasks,
            accounts,
            openings,
            tags: self.copy_ids("client_tag", "tag_id", from.client, to.client).await?,
            participants: self.copy_ids("client_participant", "staff_id", from.client, to.client).await?,
            external_ids: self.copy_external_ids(from.client, to.client).await?,
            own_fields: self.copy_own_fields(from, to).await?,
            credential: self.end_credential(from.client, now).await?,
        };
        Ok(carried)
    }

    /// Whether everything that was carried over is still with the kept client.
    ///
    /// # Errors
    /// The database is away.
    pub async fn is_whole(&self, kept: ClientId, carried: &Carried) -> Result<bool, StorageError> {
        let contacts = carried.contacts.iter().map(|(id, _)| *id).collect();
        let parts = [
            ("client_contact", contacts),
            ("note", carried.notes.clone()),
            ("task", carried.tasks.clone()),
            ("trading_account", carried.accounts.clone()),
            ("account_opening", carried.openings.clone()),
        ];
        let scope = self.0.scope();
        for (table, ids) in parts {
            let many = i64::try_from(ids.len()).unwrap_or(i64::MAX);
            let sql = format!(
                "SELECT count(*) AS n FROM crm.{table} WHERE tenant_id = $1 AND client_id = $2 AND id = ANY($3)"
            );
            let row: Option<CountRow> = scope.one(sql, vec![scope.tenant(), kept.uuid().into(), ids.into()]).await?;
            if row.is_none_or(|row| row.n != many) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Carries everything back that came from a client. Both are held.
    ///
    /// # Errors
    /// A sealed value does not open; the database is away.
    pub async fn carry_back(
        &self,
        _permit: &Permit<ClientMerge>,
        kept: Keyed<'_>,
        carried: &Carried,
        to: Keyed<'_>,
    ) -> Result<(), StorageError> {
        let contacts: Vec<Uuid> = carried.contacts.iter().map(|(id, _)| *id).collect();
        let primary: Vec<Uuid> = carried.contacts.iter().filter(|(_, primary)| *primary).map(|(id, _)| *id).collect();
        let scope = self.0.scope();
        self.reseal(&CONTACTS, &contacts, kept.key, to.key).await?;
        let sql = "UPDATE crm.client_contact SET client_id = $3, is_primary = id = ANY($5) WHERE tenant_id = $1 AND client_id = $2 AND id = ANY($4)";
        let values: Vec<Value> =
            vec![scope.tenant(), kept.client.uuid().into(), to.client.uuid().into(), contacts.into(), primary.into()];
        scope.exec(sql, values).await?;
        for (table, ids) in [
            ("note", &carried.notes),
            ("task", &carried.tasks),
            ("trading_account", &carried.accounts),
            ("account_opening", &carried.openings),
        ] {
            let sql = format!(
                "UPDATE crm.{table} SET client_id = $3{} WHERE tenant_id = $1 AND client_id = $2 AND id = ANY($4)",
                grown(table)
            );
            let values: Vec<Value> =
                vec![scope.tenant(), kept.client.uuid().into(), to.client.uuid().into(), ids.clone().into()];
            scope.exec(sql, values).await?;
        }
        self.reseal(&NOTES, &carried.notes, kept.key, to.key).await?;
        self.reseal(&TASKS, &carried.tasks, kept.key, to.key).await?;
        self.reseal(&OPERATIONS, &carried.accounts, kept.key, to.key).await?;
        self.reseal(&COMMANDS, &carried.accounts, kept.key, to.key).await?;
        for (table, column, ids) in
            [("client_tag", "tag_id", &carried.tags), ("client_participant", "staff_id", &carried.participants)]
        {
            let sql = format!("DELETE FROM crm.{table} WHERE tenant_id = $1 AND client_id = $2 AND {column} = ANY($3)");
            scope.exec(sql, vec![scope.tenant(), kept.client.uuid().into(), ids.clone().into()]).await?;
        }
        let sql =
            "DELETE FROM crm.client_external_id WHERE tenant_id = $1 AND client_id = $2 AND external_id = ANY($3)";
        let names = carried.external_ids.clone();
        scope.exec(sql, vec![scope.tenant(), kept.client.uuid().into(), names.into()]).await?;
        self.drop_own_fields(kept.client, &carried.own_fields).await?;
        if let Some(credential) = &carried.credential {
            self.restore_credential(to.client, credential).await?;
        }
        Ok(())
    }

    /// Contacts that the kept client does not have move. One is the primary of its kind when the kept client has none.
    async fn carry_contacts(&self, from: Keyed<'_>, to: Keyed<'_>) -> Result<Vec<(Uuid, bool)>, StorageError> {
        let scope = self.0.scope();
        let sql = "SELECT k.id, k.kind, k.is_primary, EXISTS (SELECT 1 FROM crm.client_contact o WHERE o.tenant_id = $1 AND o.client_id = $3 AND o.kind = k.kind AND o.bidx = k.bidx) AS known
          FROM crm.client_contact k WHERE k.tenant_id = $1 AND k.client_id = $2 ORDER BY k.kind, k.is_primary DESC, k.created_at, k.id";
        let values: Vec<Value> = vec![scope.tenant(), from.client.uuid().into(), to.client.uuid().into()];
        let rows: Vec<ContactRow> = scope.all(sql, values).await?;
        let moving: Vec<ContactRow> = rows.into_iter().filter(|row| !row.known).collect();
        let ids: Vec<Uuid> = moving.iter().map(|row| row.id).collect();
        self.reseal(&CONTACTS, &ids, from.key, to.key).await?;
        for kind in [ContactKind::Email, ContactKind::Phone] {
            let of_kind: Vec<Uuid> = moving.iter().filter(|row| row.kind == kind.as_str()).map(|row| row.id).collect();
            let Some(first) = of_kind.first().copied() else { continue };
            let sql = "UPDATE crm.client_contact k SET client_id = $3,
                is_primary = k.id = $5 AND NOT EXISTS (SELECT 1 FROM crm.client_contact o WHERE o.tenant_id = $1 AND o.client_id = $3 AND o.kind = $6 AND o.is_primary)
              WHERE k.tenant_id = $1 AND k.client_id = $2 AND k.id = ANY($4)";
            let values: Vec<Value> = vec![
                scope.tenant(),
                from.client.uuid().into(),
                to.client.uuid().into(),
                of_kind.into(),
                first.into(),
                kind.as_str().into(),
            ];
            scope.exec(sql, values).await?;
        }
        Ok(moving.into_iter().map(|row| (row.id, row.is_primary)).collect())
    }

    async fn move_all(&self, table: &str, from: ClientId, to: ClientId) -> Result<Vec<Uuid>, StorageError> {
        let scope = self.0.scope();
        let sql = format!(
            "UPDATE crm.{table} SET client_id = $3{} WHERE tenant_id = $1 AND client_id = $2 RETURNING id",
            grown(table)
        );
        let rows: Vec<IdRow> = scope.all(sql, vec![scope.tenant(), from.uuid().into(), to.uuid().into()]).await?;
        Ok(rows.into_iter().map(|row| row.id).collect())
    }

    async fn copy_ids(
        &self,
        table: &str,
        column: &str,
        from: ClientId,
        to: ClientId,
    ) -> Result<Vec<Uuid>, StorageError> {
        let scope = self.0.scope();
        let sql = format!(
            "INSERT INTO crm.{table} (tenant_id, client_id, {column}) SELECT $1, $3, t.{column} FROM crm.{table} t WHERE t.tenant_id = $1 AND t.client_id = $2
             ON CONFLICT DO NOTHING RETURNING {column} AS id"
        );
        let rows: Vec<IdRow> = scope.all(sql, vec![scope.tenant(), from.uuid().into(), to.uuid().into()]).await?;
        Ok(rows.into_iter().map(|row| row.id).collect())
    }

    async fn copy_external_ids(&self, from: ClientId, to: ClientId) -> Result<Vec<String>, StorageError> {
        let scope = self.0.scope();
        let sql = "INSERT INTO crm.client_external_id (tenant_id, client_id, external_id) SELECT $1, $3, t.external_id FROM crm.client_external_id t WHERE t.tenant_id = $1 AND t.client_id = $2
          ON CONFLICT DO NOTHING RETURNING external_id AS text";
        let rows: Vec<TextRow> = scope.all(sql, vec![scope.tenant(), from.uuid().into(), to.uuid().into()]).await?;
        Ok(rows.into_iter().map(|row| row.text).collect())
    }

    /// Nobody signs in, and no link opens, as a client who is merged away.
    async fn end_credential(
        &self,
        client: ClientId,
        now: DateTime<Utc>,
    ) -> Result<Option<CarriedCredential>, StorageError> {
        let scope = self.0.scope();
        let sql =
            "UPDATE crm.one_time_token SET used_at = $3 WHERE tenant_id = $1 AND client_id = $2 AND used_at IS NULL";
        scope.exec(sql, vec![scope.tenant(), client.uuid().into(), now.into()]).await?;
        let sql = "DELETE FROM crm.client_credential WHERE tenant_id = $1 AND client_id = $2 RETURNING encode(email_bidx, 'hex') AS email_bidx, password_hash, password_changed_at::text AS password_changed_at";
        let row: Option<CredentialRow> = scope.one(sql, vec![scope.tenant(), client.uuid().into()]).await?;
        Ok(row.map(|row| CarriedCredential {
            email_bidx: row.email_bidx,
            password_hash: row.password_hash,
            password_changed_at: row.password_changed_at,
        }))
    }

    /// He signs in again with what he had, unless somebody else took the address meanwhile.
    async fn restore_credential(&self, client: ClientId, kept: &CarriedCredential) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let sql =
            "INSERT INTO crm.client_credential (tenant_id, client_id, email_bidx, password_hash, password_changed_at)
          VALUES ($1, $2, decode($3, 'hex'), $4, $5::text::timestamptz) ON CONFLICT DO NOTHING";
        let values: Vec<Value> = vec![
            scope.tenant(),
            client.uuid().into(),
            kept.email_bidx.clone().into(),
            kept.password_hash.clone().into(),
            kept.password_changed_at.clone().into(),
        ];
        scope.exec(sql, values).await?;
        Ok(())
    }

    /// Opens sealed values with one key and seals them with another, at their own places.
    async fn reseal(
        &self,
        rows: &SealedRows,
        ids: &[Uuid],
        from: &ClientKey,
        to: &ClientKey,
    ) -> Result<(), StorageError> {
        if ids.is_empty() {
            return Ok(());
        }
        let scope = self.0.scope();
        let SealedRows { table, column, of } = rows;
        let sql = format!(
            "SELECT id, {column} AS sealed FROM crm.{table} WHERE tenant_id = $1 AND {of} = ANY($2) AND {column} IS NOT NULL"
        );
        let found: Vec<SealedRow> = scope.all(sql, vec![scope.tenant(), ids.to_vec().into()]).await?;
        let (mut which, mut values) = (Vec::with_capacity(found.len()), Vec::with_capacity(found.len()));
        for row in found {
            let place = Place { tenant: scope.tenant_id(), table: rows.table, column: rows.column, row: row.id };
            values.push(to.seal(&place, &from.open(&place, &row.sealed)?)?);
            which.push(row.id);
        }
        let sql = format!(
            "UPDATE crm.{table} t SET {column} = x.sealed FROM unnest($2::uuid[], $3::bytea[]) AS x (id, sealed) WHERE t.tenant_id = $1 AND t.id = x.id"
        );
        scope.exec(sql, vec![scope.tenant(), which.into(), values.into()]).await?;
        Ok(())
    }
}

/// A trading account that changes hands has another version: who looked at it before looks again.
fn grown(table: &str) -> &'static str {
    if table == "trading_account" { ", version = version + 1" } else { "" }
}
