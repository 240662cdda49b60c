//! What can be taken back for some seconds: a one-time token that holds the state before, ids only.

use crate::scope::Scoped;
use crate::{StorageError, TenantTx};
use chrono::{DateTime, Duration, Utc};
use crm_model::{ClientId, StaffId};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What was kept for taking a change back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum UndoKept {
    /// The owner, team and participants before.
    Assignment {
        /// Owner before.
        owner: Option<Uuid>,
        /// Participants before.
        participants: Vec<Uuid>,
    },
    /// Tags that were added and taken away.
    Tags {
        /// Added by the change.
        added: Vec<Uuid>,
        /// Taken away by the change.
        removed: Vec<Uuid>,
    },
    /// The sales status before.
    SalesStatus {
        /// Status before.
        status: Uuid,
    },
}

#[derive(FromQueryResult)]
struct Row {
    client_id: Uuid,
    payload: serde_json::Value,
}

#[derive(Serialize, Deserialize)]
struct Payload {
    version: i32,
    kept: UndoKept,
}

/// Undo tokens, through a transaction.
pub struct Undo<'a>(&'a TenantTx);

impl<'a> Undo<'a> {
    /// Seconds shown in the portal; two more are granted for the way.
    pub const SECONDS: i64 = 8;

    /// The undo tokens of the transaction's tenant.
    #[must_use]
    pub const fn of(tx: &'a TenantTx) -> Self {
        Self(tx)
    }

    /// Keeps the state before a change that brought the client to `version`.
    ///
    /// # Errors
    /// The database is away.
    pub async fn keep(&self, h: [u8; 32], staff: StaffId, client: ClientId, version: i32, kept: UndoKept, now: DateTime<Utc>) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let payload = serde_json::to_value(Payload { version, kept }).map_err(|_| StorageError::Corrupt("undo payload"))?;
        let expires = now + Duration::seconds(Self::SECONDS + 2);
        let values = vec![scope.tenant(), h.to_vec().into(), staff.uuid().into(), client.uuid().into(), payload.into(), now.into(), expires.into()];
        scope.exec("INSERT INTO crm.one_time_token (tenant_id, h, purpose, staff_id, client_id, payload, created_at, expires_at) VALUES ($1, $2, 'undo', $3, $4, $5, $6, $7)", values).await?;
        Ok(())
    }

    /// Takes the token of this person, once: the client, the version the change brought it to, and what was before.
    ///
    /// # Errors
    /// The database is away.
    pub async fn take(&self, h: [u8; 32], staff: StaffId, now: DateTime<Utc>) -> Result<Option<(ClientId, i32, UndoKept)>, StorageError> {
        let scope = self.0.scope();
        let sql = "UPDATE crm.one_time_token SET used_at = $4 WHERE tenant_id = $1 AND h = $2 AND staff_id = $3 AND purpose = 'undo' AND used_at IS NULL AND expires_at > $4 RETURNING client_id, payload";
        let row: Option<Row> = scope.one(sql, vec![scope.tenant(), h.to_vec().into(), staff.uuid().into(), now.into()]).await?;
        let Some(row) = row else { return Ok(None) };
        let payload: Payload = serde_json::from_value(row.payload).map_err(|_| StorageError::Corrupt("undo payload"))?;
        Ok(Some((ClientId::from_uuid(row.client_id), payload.version, payload.kept)))
    }
}
