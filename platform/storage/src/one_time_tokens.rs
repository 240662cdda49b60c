//! One-time secrets: one table with purpose, tenant, expiry and use; a token is consumed by one conditional UPDATE.

use crate::StorageError;
use crate::scope::{SignInScoped, SignInWrites};
use chrono::{DateTime, Utc};
use crm_model::{ClientId, StaffId};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// What a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenPurpose {
    /// A new staff member joins.
    Invite,
    /// A staff member sets a new password.
    Reset,
    /// A client sets the password of the client area.
    ClientCredential,
    /// A client takes a new password of a trading account.
    AccountPassword,
    /// A change is taken back.
    Undo,
}

impl TokenPurpose {
    const ALL: [Self; 5] = [Self::Invite, Self::Reset, Self::ClientCredential, Self::AccountPassword, Self::Undo];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Invite => "invite",
            Self::Reset => "reset",
            Self::ClientCredential => "client_credential",
            Self::AccountPassword => "account_password",
            Self::Undo => "undo",
        }
    }
}

/// A token to be kept.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// SHA-256 of the secret.
    pub digest: [u8; 32],
    /// What for.
    pub purpose: TokenPurpose,
    /// For which staff member.
    pub staff: Option<StaffId>,
    /// For which client.
    pub client: Option<ClientId>,
    /// Ids and nothing personal.
    pub payload: serde_json::Value,
    /// When it dies.
    pub expires_at: DateTime<Utc>,
}

/// A token that is alive.
#[derive(Clone, Debug)]
pub struct OneTimeToken {
    /// What for.
    pub purpose: TokenPurpose,
    /// For which staff member.
    pub staff: Option<StaffId>,
    /// For which client.
    pub client: Option<ClientId>,
    /// Ids.
    pub payload: serde_json::Value,
}

#[derive(FromQueryResult)]
struct Row {
    purpose: String,
    staff_id: Option<Uuid>,
    client_id: Option<Uuid>,
    payload: serde_json::Value,
}

/// The tenant's one-time tokens.
pub struct OneTimeTokens<'a, T>(&'a T);

impl<'a, T: SignInScoped> OneTimeTokens<'a, T> {
    /// The tokens of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }

    /// Looks at a living token without using it up.
    ///
    /// # Errors
    /// The database is away.
    pub async fn find(
        &self,
        purpose: TokenPurpose,
        digest: &[u8; 32],
        now: DateTime<Utc>,
    ) -> Result<Option<OneTimeToken>, StorageError> {
        let scope = self.0.scope();
        let sql = "SELECT purpose, staff_id, client_id, payload FROM crm.one_time_token WHERE tenant_id = $1 AND h = $2 AND purpose = $3 AND used_at IS NULL AND expires_at > $4";
        let row: Option<Row> =
            scope.one(sql, vec![scope.tenant(), digest.to_vec().into(), purpose.as_str().into(), now.into()]).await?;
        row.map(token).transpose()
    }
}

impl<T: SignInWrites> OneTimeTokens<'_, T> {
    /// Keeps a token.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn create(&self, new: &NewToken, now: DateTime<Utc>) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let sql = "INSERT INTO crm.one_time_token (tenant_id, h, purpose, staff_id, client_id, payload, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let values: Vec<Value> = vec![
            scope.tenant(),
            new.digest.to_vec().into(),
            new.purpose.as_str().into(),
            new.staff.map(StaffId::uuid).into(),
            new.client.map(ClientId::uuid).into(),
            new.payload.clone().into(),
            now.into(),
            new.expires_at.into(),
        ];
        scope.exec(sql, values).await?;
        Ok(())
    }

    /// Uses a living token up: of parallel attempts one gets it.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn take(
        &self,
        purpose: TokenPurpose,
        digest: &[u8; 32],
        now: DateTime<Utc>,
    ) -> Result<Option<OneTimeToken>, StorageError> {
        let scope = self.0.scope();
        let sql = "UPDATE crm.one_time_token SET used_at = $4 WHERE tenant_id = $1 AND h = $2 AND purpose = $3 AND used_at IS NULL AND expires_at > $4 RETURNING purpose, staff_id, client_id, payload";
        let row: Option<Row> =
            scope.one(sql, vec![scope.tenant(), digest.to_vec().into(), purpose.as_str().into(), now.into()]).await?;
        row.map(token).transpose()
    }

    /// Makes a token good again that was taken and came to nothing; it dies when it would have.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn give_back(&self, purpose: TokenPurpose, digest: &[u8; 32]) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let values = vec![scope.tenant(), digest.to_vec().into(), purpose.as_str().into()];
        let sql = "UPDATE crm.one_time_token SET used_at = NULL WHERE tenant_id = $1 AND h = $2 AND purpose = $3";
        scope.exec(sql, values).await?;
        Ok(())
    }

    /// Ends every living token of a client that is for the same as a new one: the newest link is the one that works.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn end_like(&self, new: &NewToken, now: DateTime<Utc>) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let values: Vec<Value> = vec![
            scope.tenant(),
            new.client.map(ClientId::uuid).into(),
            new.purpose.as_str().into(),
            new.payload.clone().into(),
            now.into(),
        ];
        scope.exec("UPDATE crm.one_time_token SET used_at = $5 WHERE tenant_id = $1 AND client_id = $2 AND purpose = $3 AND payload = $4 AND used_at IS NULL", values).await?;
        Ok(())
    }

    /// Ends every living token of a staff member.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn end_of_staff(&self, staff: StaffId, now: DateTime<Utc>) -> Result<(), StorageError> {
        let scope = self.0.scope();
        scope
            .exec(
                "UPDATE crm.one_time_token SET used_at = $3 WHERE tenant_id = $1 AND staff_id = $2 AND used_at IS NULL",
                vec![scope.tenant(), staff.uuid().into(), now.into()],
            )
            .await?;
        Ok(())
    }

    /// Ends every living token of a client for one purpose.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn end_of_client(
        &self,
        client: ClientId,
        purpose: TokenPurpose,
        now: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        scope.exec("UPDATE crm.one_time_token SET used_at = $4 WHERE tenant_id = $1 AND client_id = $2 AND purpose = $3 AND used_at IS NULL", vec![scope.tenant(), client.uuid().into(), purpose.as_str().into(), now.into()]).await?;
        Ok(())
    }

    /// Forgets tokens that died before an instant; answers how many.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn forget_old(&self, before: DateTime<Utc>) -> Result<u64, StorageError> {
        let scope = self.0.scope();
        scope
            .exec(
                "DELETE FROM crm.one_time_token WHERE tenant_id = $1 AND (expires_at < $2 OR used_at < $2)",
                vec![scope.tenant(), before.into()],
            )
            .await
    }
}

fn token(row: Row) -> Result<OneTimeToken, StorageError> {
    let purpose = TokenPurpose::ALL
        .into_iter()
        .find(|p| p.as_str() == row.purpose)
        .ok_or(StorageError::Corrupt("one_time_token.purpose"))?;
    Ok(OneTimeToken {
        purpose,
        staff: row.staff_id.map(StaffId::from_uuid),
        client: row.client_id.map(ClientId::from_uuid),
        payload: row.payload,
    })
}
