//! What can be taken back for some seconds: a one-time token that holds the state before, ids only.

use crate::{NewToken, OneTimeTokens, StorageError, TenantTx, TokenPurpose};
use chrono::{DateTime, Duration, Utc};
use crm_model::{ClientId, StaffId};
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
        /// Follow-ups that went along.
        #[serde(default)]
        tasks: Vec<Uuid>,
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
    /// What an outcome changed, as the use case keeps it.
    Outcome {
        /// Ids, times and nothing else.
        kept: serde_json::Value,
    },
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
    pub async fn keep(
        &self,
        h: [u8; 32],
        staff: StaffId,
        client: ClientId,
        version: i32,
        kept: UndoKept,
        now: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        let payload =
            serde_json::to_value(Payload { version, kept }).map_err(|_| StorageError::Corrupt("undo payload"))?;
        let expires_at = now + Duration::seconds(Self::SECONDS + 2);
        let token = NewToken {
            digest: h,
            purpose: TokenPurpose::Undo,
            staff: Some(staff),
            client: Some(client),
            payload,
            expires_at,
        };
        OneTimeTokens::of(self.0).create(&token, now).await
    }

    /// Takes the token of this person, once: the client, the version the change brought it to, and what was before.
    ///
    /// # Errors
    /// The database is away.
    pub async fn take(
        &self,
        h: [u8; 32],
        staff: StaffId,
        now: DateTime<Utc>,
    ) -> Result<Option<(ClientId, i32, UndoKept)>, StorageError> {
        let token = OneTimeTokens::of(self.0).take(TokenPurpose::Undo, &h, now).await?;
        let Some((client, token)) = token.filter(|t| t.staff == Some(staff)).and_then(|t| t.client.map(|c| (c, t)))
        else {
            return Ok(None);
        };
        let payload: Payload =
            serde_json::from_value(token.payload).map_err(|_| StorageError::Corrupt("undo payload"))?;
        Ok(Some((client, payload.version, payload.kept)))
    }
}
