//! An API key as the portal shows it. Its secret is not here: it is shown once, by the payload that makes it.

use crate::view::client::StaffRef;
use async_graphql::{Enum, ID, SimpleObject};
use chrono::{DateTime, Utc};
use crm_access::ApiScope as Scope;
use crm_storage::{ApiKey as Kept, ApiKeyState};

/// Where a key stands in its life.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiKeyStatus {
    /// In use.
    Active,
    /// In use, and ending: rolled, or within 14 days of its end.
    Expiring,
    /// Past its end.
    Expired,
    /// Revoked by a person.
    Revoked,
}

/// An API key of a broker's website.
#[derive(SimpleObject)]
pub struct ApiKey {
    id: ID,
    version: i32,
    name: String,
    /// Prefix and last characters, by which people tell keys apart.
    hint: String,
    scopes: Vec<String>,
    ip_allow_list: Vec<String>,
    /// The form of the API that it speaks unless a request says otherwise.
    api_version: &'static str,
    status: ApiKeyStatus,
    created_at: DateTime<Utc>,
    created_by: Option<StaffRef>,
    expires_at: Option<DateTime<Utc>>,
    last_used_at: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
    rolled_to_id: Option<ID>,
}

/// A scope that a key can have.
#[derive(SimpleObject)]
pub struct ApiScope {
    scope: &'static str,
    sentence: &'static str,
}

impl ApiKey {
    /// A key as it stands now.
    #[must_use]
    pub fn new(key: Kept, now: DateTime<Utc>) -> Self {
        let status = match key.state(now) {
            ApiKeyState::Active => ApiKeyStatus::Active,
            ApiKeyState::Expiring => ApiKeyStatus::Expiring,
            ApiKeyState::Expired => ApiKeyStatus::Expired,
            ApiKeyState::Revoked => ApiKeyStatus::Revoked,
        };
        Self {
            id: ID(key.id.to_string()),
            version: key.version,
            hint: format!("bd_live_sk_…{}", key.hint),
            scopes: key.scopes.iter().map(|scope| scope.as_str().to_owned()).collect(),
            ip_allow_list: key.ip_allow_list,
            api_version: key.api_version.as_str(),
            status,
            name: key.name,
            created_at: key.created_at,
            created_by: key.created_by.map(|(id, name)| StaffRef { id: ID(id.to_string()), name }),
            expires_at: key.expires_at,
            last_used_at: key.last_used_at,
            revoked_at: key.revoked_at,
            rolled_to_id: key.rolled_to.map(|id| ID(id.to_string())),
        }
    }
}

impl From<Scope> for ApiScope {
    fn from(scope: Scope) -> Self {
        Self { scope: scope.as_str(), sentence: scope.sentence() }
    }
}
