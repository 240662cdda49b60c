use crate::scope::Scoped;
use crate::{SignInTx, StorageError, TenantTx};
use chrono::{DateTime, Duration, Utc};
use crm_access::{ApiScope, Permit, kinds};
use crm_model::{ApiKeyId, ApiVersion, StaffId};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// A website's key as it is kept. The secret itself is never kept: only its SHA-256 is (API-01).
#[derive(Clone, Debug)]
pub struct ApiKey {
    /// Which key.
    pub id: ApiKeyId,
    /// What people call it.
    pub name: String,
    /// The last four random characters, by which people tell keys apart.
    pub hint: String,
    /// What it may do.
    pub scopes: Vec<ApiScope>,
    /// Networks it may be used from, in CIDR form; empty for anywhere.
    pub ip_allow_list: Vec<String>,
    /// The form of the API that it speaks unless a request says otherwise.
    pub api_version: ApiVersion,
    /// Grows with each change.
    pub version: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Who made it, with the name of today.
    pub created_by: Option<(StaffId, String)>,
    /// When it ends; `None` for never.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<DateTime<Utc>>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
    /// The key that takes its place.
    pub rolled_to: Option<ApiKeyId>,
}

/// Where a key stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiKeyState {
    /// In use.
    Active,
    /// In use, and ending: rolled, or within 14 days of its end.
    Expiring,
    /// Past its end.
    Expired,
    /// Revoked by a person.
    Revoked,
}

impl ApiKey {
    /// From when on a key with an end counts as ending.
    const ENDING: Duration = Duration::days(14);

    /// Where the key stands at an instant.
    #[must_use]
    pub fn state(&self, now: DateTime<Utc>) -> ApiKeyState {
        match self.expires_at {
            _ if self.revoked_at.is_some() => ApiKeyState::Revoked,
            Some(end) if end <= now => ApiKeyState::Expired,
            Some(end) if self.rolled_to.is_some() || end - now <= Self::ENDING => ApiKeyState::Expiring,
            _ => ApiKeyState::Active,
        }
    }

    /// Whether requests may still be made with it.
    #[must_use]
    pub fn is_usable(&self, now: DateTime<Utc>) -> bool {
        matches!(self.state(now), ApiKeyState::Active | ApiKeyState::Expiring)
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    name: String,
    hint: String,
    scopes: Vec<String>,
    ip_allow_list: Vec<String>,
    api_version: String,
    version: i32,
    created_at: DateTime<Utc>,
    created_by: Option<Uuid>,
    created_by_name: Option<String>,
    expires_at: Option<DateTime<Utc>>,
    last_used_at: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
    rolled_to: Option<Uuid>,
}

const SELECT: &str = "SELECT k.id, k.name, k.hint, k.scopes, k.ip_allow_list, k.api_version, k.version, k.created_at, k.created_by, s.name AS created_by_name, k.expires_at, k.last_used_at, k.revoked_at, k.rolled_to
  FROM crm.api_key k LEFT JOIN crm.staff s ON s.tenant_id = $1 AND s.id = k.created_by WHERE k.tenant_id = $1";

impl From<Row> for ApiKey {
    /// A scope that this version does not know grants nothing; a form of the API that a newer server pinned is answered in
    /// the newest that this one speaks.
    fn from(row: Row) -> Self {
        Self {
            id: ApiKeyId::from_uuid(row.id),
            name: row.name,
            hint: row.hint,
            scopes: row.scopes.iter().filter_map(|s| ApiScope::from_text(s)).collect(),
            ip_allow_list: row.ip_allow_list,
            api_version: ApiVersion::from_text(&row.api_version).unwrap_or(ApiVersion::LATEST),
            version: row.version,
            created_at: row.created_at,
            created_by: row.created_by.map(StaffId::from_uuid).zip(row.created_by_name),
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
            revoked_at: row.revoked_at,
            rolled_to: row.rolled_to.map(ApiKeyId::from_uuid),
        }
    }
}

/// The keys of a broker's websites.
pub struct ApiKeys<'a, T>(&'a T);

impl<'a, T: crate::SignInScoped> ApiKeys<'a, T> {
    /// The keys of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }
}

impl<T: Scoped> ApiKeys<'_, T> {
    /// All keys, newest first, revoked ones too. Looking asks for no second factor, so it asks for no permit; the use
    /// case has made sure that the caller holds the permission.
    ///
    /// # Errors
    /// The database is away.
    pub async fn list(&self) -> Result<Vec<ApiKey>, StorageError> {
        let scope = self.0.scope();
        let sql = format!("{SELECT} ORDER BY k.created_at DESC, k.id DESC");
        let rows: Vec<Row> = scope.all(sql, vec![scope.tenant()]).await?;
        Ok(rows.into_iter().map(ApiKey::from).collect())
    }

    /// One key.
    ///
    /// # Errors
    /// The database is away.
    pub async fn find(
        &self,
        _permit: &Permit<kinds::ApiKeyManage>,
        id: ApiKeyId,
    ) -> Result<Option<ApiKey>, StorageError> {
        let scope = self.0.scope();
        let sql = format!("{SELECT} AND k.id = $2");
        let row: Option<Row> = scope.one(sql, vec![scope.tenant(), id.uuid().into()]).await?;
        Ok(row.map(ApiKey::from))
    }
}

impl ApiKeys<'_, TenantTx> {
    /// Keeps a new key by the digest of its secret.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn create(
        &self,
        _permit: &Permit<kinds::ApiKeyManage>,
        key: &ApiKey,
        digest: [u8; 32],
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let values: Vec<Value> = vec![
            scope.tenant(),
            key.id.uuid().into(),
            key.name.clone().into(),
            digest.to_vec().into(),
            key.hint.clone().into(),
            scopes(key),
            key.ip_allow_list.clone().into(),
            key.created_at.into(),
            key.created_by.as_ref().map(|(id, _)| id.uuid()).into(),
            key.expires_at.into(),
            key.api_version.as_str().into(),
        ];
        scope.exec("INSERT INTO crm.api_key (tenant_id, id, name, h, hint, scopes, ip_allow_list, created_at, created_by, expires_at, api_version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)", values).await?;
        Ok(())
    }

    /// Keeps a changed key if nobody changed it since it was read; answers whether that was so.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn save(&self, _permit: &Permit<kinds::ApiKeyManage>, key: &ApiKey) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let values: Vec<Value> = vec![
            scope.tenant(),
            key.id.uuid().into(),
            key.version.into(),
            key.name.clone().into(),
            scopes(key),
            key.ip_allow_list.clone().into(),
            key.expires_at.into(),
            key.revoked_at.into(),
            key.rolled_to.map(ApiKeyId::uuid).into(),
        ];
        let touched = scope.exec("UPDATE crm.api_key SET name = $4, scopes = $5, ip_allow_list = $6, expires_at = $7, revoked_at = $8, rolled_to = $9, version = version + 1 WHERE tenant_id = $1 AND id = $2 AND version = $3", values).await?;
        Ok(touched == 1)
    }
}

impl ApiKeys<'_, SignInTx> {
    /// The key whose secret has this digest, whatever its state. Only the authentication layer asks.
    ///
    /// # Errors
    /// The database is away.
    pub async fn by_digest(&self, digest: [u8; 32]) -> Result<Option<ApiKey>, StorageError> {
        let scope = self.0.scope();
        let sql = format!("{SELECT} AND k.h = $2");
        let row: Option<Row> = scope.one(sql, vec![scope.tenant(), digest.to_vec().into()]).await?;
        Ok(row.map(ApiKey::from))
    }

    /// Notes that a key was used; at most one write a minute for each key.
    ///
    /// # Errors
    /// The database is away.
    pub async fn touch(&self, id: ApiKeyId, now: DateTime<Utc>) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let values: Vec<Value> =
            vec![scope.tenant(), id.uuid().into(), now.into(), (now - Duration::minutes(1)).into()];
        scope.exec("UPDATE crm.api_key SET last_used_at = $3 WHERE tenant_id = $1 AND id = $2 AND (last_used_at IS NULL OR last_used_at <= $4)", values).await?;
        Ok(())
    }
}

fn scopes(key: &ApiKey) -> Value {
    key.scopes.iter().map(|s| s.as_str().to_owned()).collect::<Vec<String>>().into()
}
