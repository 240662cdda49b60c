//! Many clients changed at once: sets through `unnest`, as [`super::bulk`] keeps new ones.

use super::record::{COLUMNS, ClientRecord, ClientRow, dressed};
use super::{Clients, NewContact};
use crate::columns::Columns;
use crate::scope::Scoped;
use crate::{StorageError, TenantTx};
use chrono::{DateTime, Utc};
use crm_access::{PermissionKind, Permit};
use crm_model::{ClientId, ClientKind, Names, StaffId, StatusOptionId, TagId};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// A client's importable columns as they are to be, all of them.
#[derive(Clone, Debug)]
pub struct ClientRewrite {
    /// Whom.
    pub id: ClientId,
    /// Person or company; it decides how the names are shown.
    pub kind: ClientKind,
    /// Names.
    pub names: Names,
    /// Sealed date of birth.
    pub date_of_birth_sealed: Option<Vec<u8>>,
    /// Younger than 18 today.
    pub under_age: bool,
    /// Sealed address.
    pub address_sealed: Option<Vec<u8>>,
    /// ISO codes: nationality, country, language.
    pub codes: [Option<String>; 3],
    /// Source, campaign, UTM source, medium, campaign, referrer code.
    pub texts: [Option<String>; 6],
    /// Sales status.
    pub sales_status: StatusOptionId,
    /// May be written to for marketing.
    pub marketing_consent: bool,
}

#[derive(FromQueryResult)]
struct VersionRow {
    id: Uuid,
    version: i32,
}

impl Clients<'_, TenantTx> {
    /// Holds clients until the end, in one order for everybody.
    ///
    /// # Errors
    /// The database is away.
    pub async fn hold_many(&self, clients: &[ClientId]) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let sql =
            "SELECT id, version FROM crm.client WHERE tenant_id = $1 AND id = ANY($2) ORDER BY id FOR NO KEY UPDATE";
        let _: Vec<VersionRow> = scope.all(sql, vec![scope.tenant(), ids(clients)]).await?;
        Ok(())
    }

    /// Holds the counter of client numbers: nobody registers anybody until this transaction ends, so that what is not in the
    /// book now is not there when it ends either.
    ///
    /// # Errors
    /// The database is away.
    pub async fn hold_numbers(&self) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let sql = "UPDATE crm.counter SET value = value WHERE tenant_id = $1 AND name = 'client'";
        scope.exec(sql, vec![scope.tenant()]).await?;
        Ok(())
    }

    /// Rewrites clients that are held; gives their versions afterwards.
    ///
    /// # Errors
    /// [`StorageError::Dangling`] when a status is not of this tenant.
    pub async fn rewrite_many<P: PermissionKind>(
        &self,
        _permit: &Permit<P>,
        all: &[ClientRewrite],
        now: DateTime<Utc>,
    ) -> Result<Vec<(ClientId, i32)>, StorageError> {
        let scope = self.0.scope();
        let texts = |of: fn(&ClientRewrite) -> &Option<String>| all.iter().map(|c| of(c).clone()).collect();
        let mut c = Columns::of(scope.tenant());
        c.uuids("id", all.iter().map(|c| c.id.uuid()).collect());
        c.maybe_texts("first_name", texts(|c| &c.names.first));
        c.maybe_texts("middle_name", texts(|c| &c.names.middle));
        c.maybe_texts("last_name", texts(|c| &c.names.last));
        c.maybe_texts("company_name", texts(|c| &c.names.company));
        c.texts("display_name", all.iter().map(|c| c.names.display(c.kind)).collect());
        c.texts("name_key", all.iter().map(|c| crm_model::name_key(&c.names.sort_line(c.kind))).collect());
        c.maybe_bytes("date_of_birth_sealed", all.iter().map(|c| c.date_of_birth_sealed.clone()).collect());
        c.add("under_age", "bool", all.iter().map(|c| c.under_age).collect::<Vec<bool>>(), None);
        c.maybe_bytes("address_sealed", all.iter().map(|c| c.address_sealed.clone()).collect());
        for (place, name) in (0_usize..).zip(["nationality", "country", "language"]) {
            c.maybe_texts(name, all.iter().map(|c| c.codes.get(place).cloned().flatten()).collect());
        }
        let names = ["source", "campaign", "utm_source", "utm_medium", "utm_campaign", "referrer_code"];
        for (place, name) in (0_usize..).zip(names) {
            c.maybe_texts(name, all.iter().map(|c| c.texts.get(place).cloned().flatten()).collect());
        }
        c.uuids("sales_status_id", all.iter().map(|c| c.sales_status.uuid()).collect());
        c.add("marketing_consent", "bool", all.iter().map(|c| c.marketing_consent).collect::<Vec<bool>>(), None);
        self.write_many(c, now).await
    }

    /// Writes columns of clients that are held, found by the column `id`; gives their versions afterwards.
    pub(super) async fn write_many(
        &self,
        c: Columns,
        now: DateTime<Utc>,
    ) -> Result<Vec<(ClientId, i32)>, StorageError> {
        let scope = self.0.scope();
        let sets: Vec<String> =
            c.names().iter().filter(|name| **name != "id").map(|name| format!(", {name} = x.{name}")).collect();
        let columns = c.names().join(", ");
        let (rows, mut values) = c.rows();
        values.push(now.into());
        let sql = format!(
            "UPDATE crm.client AS t SET version = t.version + 1, updated_at = ${}{} FROM ({rows}) AS x (tenant_id, {columns}) WHERE t.tenant_id = $1 AND t.id = x.id RETURNING t.id, t.version",
            values.len(),
            sets.concat()
        );
        let rows: Vec<VersionRow> = scope.all(sql, values).await?;
        Ok(rows.into_iter().map(|row| (ClientId::from_uuid(row.id), row.version)).collect())
    }

    /// Adds contacts to clients that are held.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn add_contacts<P: PermissionKind>(
        &self,
        _permit: &Permit<P>,
        rows: &[(ClientId, NewContact)],
        now: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let mut c = Columns::of(scope.tenant());
        c.uuids("client_id", rows.iter().map(|(id, _)| id.uuid()).collect());
        c.uuids("id", rows.iter().map(|(_, contact)| contact.id.uuid()).collect());
        c.texts("kind", rows.iter().map(|(_, contact)| contact.kind.as_str().to_owned()).collect());
        c.add("is_primary", "bool", rows.iter().map(|(_, contact)| contact.primary).collect::<Vec<bool>>(), None);
        c.bytes("sealed", rows.iter().map(|(_, contact)| contact.sealed.clone()).collect());
        c.texts("mask", rows.iter().map(|(_, contact)| contact.mask.clone()).collect());
        c.bytes("bidx", rows.iter().map(|(_, contact)| contact.bidx.clone()).collect());
        c.bytes("bidx_part", rows.iter().map(|(_, contact)| contact.bidx_part.clone()).collect());
        c.maybe_bytes("bidx_local", rows.iter().map(|(_, contact)| contact.bidx_local.clone()).collect());
        c.times("created_at", rows.iter().map(|_| now).collect());
        let (sql, values) = c.insert("crm.client_contact");
        scope.exec(sql, values).await?;
        Ok(())
    }

    /// Replaces the search tokens of clients that are held; each with its number.
    ///
    /// # Errors
    /// The database is away.
    pub async fn replace_tokens_of(&self, all: &[(ClientId, i64, Vec<String>)]) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let clients: Vec<ClientId> = all.iter().map(|(id, ..)| *id).collect();
        scope
            .exec(
                "DELETE FROM crm.client_token WHERE tenant_id = $1 AND client_id = ANY($2)",
                vec![scope.tenant(), ids(&clients)],
            )
            .await?;
        let mut rows: Vec<(String, Uuid)> = Vec::new();
        for (id, number, tokens) in all {
            rows.extend(tokens.iter().cloned().chain([number.to_string()]).map(|token| (token, id.uuid())));
        }
        rows.sort_unstable();
        rows.dedup();
        let (tokens, clients): (Vec<String>, Vec<Uuid>) = rows.into_iter().unzip();
        let mut c = Columns::of(scope.tenant());
        c.texts("token", tokens);
        c.uuids("client_id", clients);
        let (sql, values) = c.insert("crm.client_token");
        scope.exec(sql, values).await?;
        Ok(())
    }

    /// Adds tags to clients; those that are there already stay.
    ///
    /// # Errors
    /// [`StorageError::Dangling`] when a tag is not of this tenant.
    pub async fn add_tags(&self, rows: &[(ClientId, TagId)]) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let mut c = Columns::of(scope.tenant());
        c.uuids("client_id", rows.iter().map(|(id, _)| id.uuid()).collect());
        c.uuids("tag_id", rows.iter().map(|(_, tag)| tag.uuid()).collect());
        let (sql, values) = c.insert("crm.client_tag");
        scope.exec(format!("{sql} ON CONFLICT DO NOTHING"), values).await?;
        Ok(())
    }

    /// Adds what clients are called elsewhere.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn add_external_ids(&self, rows: &[(ClientId, String)]) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let mut c = Columns::of(scope.tenant());
        c.texts("external_id", rows.iter().map(|(_, name)| name.clone()).collect());
        c.uuids("client_id", rows.iter().map(|(id, _)| id.uuid()).collect());
        let (sql, values) = c.insert("crm.client_external_id");
        scope.exec(format!("{sql} ON CONFLICT DO NOTHING"), values).await?;
        Ok(())
    }
}

impl<T: Scoped> Clients<'_, T> {
    /// Clients that are held, as they stand, whatever the reach. `reader` is who reads, for his part in each.
    ///
    /// # Errors
    /// The database is away.
    pub async fn held_many<P: PermissionKind>(
        &self,
        _permit: &Permit<P>,
        reader: Option<StaffId>,
        clients: &[ClientId],
    ) -> Result<Vec<ClientRecord>, StorageError> {
        let scope = self.0.scope();
        let inner = format!("SELECT {COLUMNS} FROM crm.client c WHERE c.tenant_id = $1 AND c.id = ANY($3::uuid[])");
        let values = vec![scope.tenant(), reader.map(StaffId::uuid).into(), ids(clients)];
        let rows: Vec<ClientRow> = scope.all(dressed(&inner, ""), values).await?;
        rows.into_iter().map(ClientRecord::try_from).collect()
    }

    /// What clients are called elsewhere.
    ///
    /// # Errors
    /// The database is away.
    pub async fn external_ids(&self, clients: &[ClientId]) -> Result<Vec<(ClientId, String)>, StorageError> {
        #[derive(FromQueryResult)]
        struct ExternalRow {
            client_id: Uuid,
            external_id: String,
        }
        let scope = self.0.scope();
        let sql = "SELECT client_id, external_id FROM crm.client_external_id WHERE tenant_id = $1 AND client_id = ANY($2) ORDER BY external_id";
        let rows: Vec<ExternalRow> = scope.all(sql, vec![scope.tenant(), ids(clients)]).await?;
        Ok(rows.into_iter().map(|row| (ClientId::from_uuid(row.client_id), row.external_id)).collect())
    }
}

pub(super) fn ids(clients: &[ClientId]) -> Value {
    clients.iter().map(|id| id.uuid()).collect::<Vec<Uuid>>().into()
}
