//! Columns of the kept client, by name: written as one object, compared and written back as one object.

use super::Merges;
use crate::scope::Scoped;
use crate::{StorageError, TenantTx};
use chrono::{DateTime, Utc};
use crm_access::Permit;
use crm_access::kinds::ClientMerge;
use crm_model::ClientId;
use sea_orm::FromQueryResult;
use serde_json::{Map, Value};

/// The columns that a merge may write.
pub const WRITTEN: &[&str] = &[
    "first_name",
    "middle_name",
    "last_name",
    "company_name",
    "display_name",
    "name_key",
    "country",
    "nationality",
    "language",
    "date_of_birth_sealed",
    "under_age",
    "address_sealed",
    "source",
    "campaign",
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "referrer_code",
    "sales_status_id",
    "retention_status_id",
    "owner_id",
    "team_id",
    "stage",
    "status",
    "kyc_status",
    "risk_level",
    "pep",
    "us_person",
    "marketing_consent",
    "terms_accepted_at",
    "registered_at",
    "converted_at",
    "last_login_at",
    "last_contact_at",
    "next_follow_up_at",
    "do_not_call",
    "do_not_call_reason_sealed",
    "do_not_call_at",
    "do_not_call_by",
];

/// Columns of a client with their values as Postgres writes them.
pub type KeptColumns = Map<String, Value>;

#[derive(FromQueryResult)]
struct BodyRow {
    body: String,
}

#[derive(FromQueryResult)]
struct VersionRow {
    version: i32,
}

impl Merges<'_, TenantTx> {
    /// The columns of a client as they stand.
    ///
    /// # Errors
    /// The database is away.
    pub async fn columns(&self, client: ClientId) -> Result<KeptColumns, StorageError> {
        let scope = self.0.scope();
        let names: Vec<String> = WRITTEN.iter().map(|name| (*name).to_owned()).collect();
        let sql = "SELECT (SELECT coalesce(jsonb_object_agg(e.key, e.value), '{}') FROM jsonb_each(to_jsonb(c)) e WHERE e.key = ANY($3::text[]))::text AS body
          FROM crm.client c WHERE c.tenant_id = $1 AND c.id = $2";
        let row: Option<BodyRow> = scope.one(sql, vec![scope.tenant(), client.uuid().into(), names.into()]).await?;
        let body = row.ok_or(StorageError::Corrupt("client"))?.body;
        serde_json::from_str(&body).map_err(|_| StorageError::Corrupt("client"))
    }

    /// Writes columns of a client that is held; gives the version afterwards. Columns that a merge does not write are left out.
    ///
    /// # Errors
    /// [`StorageError::Dangling`] when a status or person is not of this tenant.
    pub async fn write(
        &self,
        _permit: &Permit<ClientMerge>,
        client: ClientId,
        columns: &KeptColumns,
        now: DateTime<Utc>,
    ) -> Result<i32, StorageError> {
        let scope = self.0.scope();
        let sets: Vec<String> = WRITTEN
            .iter()
            .filter(|name| columns.contains_key(**name))
            .map(|name| format!(", {name} = p.{name}"))
            .collect();
        let body = Value::Object(columns.clone()).to_string();
        let sql = format!(
            "UPDATE crm.client c SET version = c.version + 1, updated_at = $4{} FROM jsonb_populate_record(NULL::crm.client, $3::text::jsonb) p
             WHERE c.tenant_id = $1 AND c.id = $2 RETURNING c.version",
            sets.concat()
        );
        let row: Option<VersionRow> =
            scope.one(sql, vec![scope.tenant(), client.uuid().into(), body.into(), now.into()]).await?;
        row.map(|row| row.version).ok_or(StorageError::Corrupt("client"))
    }
}
