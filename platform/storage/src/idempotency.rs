use crate::scope::Scoped;
use crate::{SignInTx, StorageError, TenantTx};
use chrono::{DateTime, Utc};
use crm_model::ApiKeyId;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};

/// An answer that is kept and given again. It holds no personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The body, as it went out.
    pub body: String,
}

/// What became of the wish to run a request once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Nobody ran it before: run it, and keep the answer in this transaction.
    Mine,
    /// It ran: give the kept answer again.
    Kept(KeptAnswer),
    /// The key was used for another request.
    OtherRequest,
    /// It is running at this moment in another transaction.
    Running,
}

#[derive(FromQueryResult)]
struct Row {
    request_hash: Vec<u8>,
    status: Option<i32>,
    body: Option<String>,
}

/// Kept answers of one API key.
pub struct Idempotency<'a> {
    tx: &'a TenantTx,
    api_key: ApiKeyId,
}

impl<'a> Idempotency<'a> {
    /// The kept answers of an API key of the transaction's tenant.
    pub const fn of(tx: &'a TenantTx, api_key: ApiKeyId) -> Self {
        Self { tx, api_key }
    }

    /// Claims a key for a request in this transaction. `request_hashes` are its keyed digests, newest version first:
    /// the first is kept, any of them recognises it. While another transaction holds the same claim, this one waits up
    /// to a second for its outcome; the unique key decides, so that two requests at once have one effect.
    ///
    /// # Errors
    /// The database is away. After [`Claim::Running`] the transaction is of no further use.
    pub async fn claim(
        &self,
        key: &str,
        request_hashes: &[Vec<u8>],
        now: DateTime<Utc>,
    ) -> Result<Claim, StorageError> {
        let scope = self.tx.scope();
        scope.conn.execute_unprepared("SET LOCAL lock_timeout = '1s'").await?;
        let values: Vec<Value> = vec![
            scope.tenant(),
            self.api_key.uuid().into(),
            key.into(),
            request_hashes.first().cloned().into(),
            now.into(),
        ];
        let sql = "INSERT INTO crm.idempotency (tenant_id, api_key_id, key, request_hash, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant_id, api_key_id, key) DO NOTHING";
        let made = match scope.exec(sql, values).await {
            Err(StorageError::Locked) => return Ok(Claim::Running),
            other => other?,
        };
        scope.conn.execute_unprepared("SET LOCAL lock_timeout TO DEFAULT").await?;
        if made == 1 {
            return Ok(Claim::Mine);
        }
        self.kept(key, request_hashes).await
    }

    async fn kept(&self, key: &str, request_hashes: &[Vec<u8>]) -> Result<Claim, StorageError> {
        let scope = self.tx.scope();
        let values: Vec<Value> = vec![scope.tenant(), self.api_key.uuid().into(), key.into()];
        let row: Option<Row> = scope.one("SELECT request_hash, status, body FROM crm.idempotency WHERE tenant_id = $1 AND api_key_id = $2 AND key = $3", values).await?;
        let Some(row) = row else { return Ok(Claim::Running) };
        if !request_hashes.contains(&row.request_hash) {
            return Ok(Claim::OtherRequest);
        }
        match (row.status.and_then(|s| u16::try_from(s).ok()), row.body) {
            (Some(status), Some(body)) => Ok(Claim::Kept(KeptAnswer { status, body })),
            _ => Ok(Claim::Running),
        }
    }

    /// Keeps the answer beside the claim; both are there if and only if the transaction commits.
    ///
    /// # Errors
    /// The database is away.
    pub async fn keep(&self, key: &str, answer: &KeptAnswer) -> Result<(), StorageError> {
        let scope = self.tx.scope();
        let values: Vec<Value> = vec![
            scope.tenant(),
            self.api_key.uuid().into(),
            key.into(),
            i32::from(answer.status).into(),
            answer.body.clone().into(),
        ];
        scope.exec("UPDATE crm.idempotency SET status = $4, body = $5 WHERE tenant_id = $1 AND api_key_id = $2 AND key = $3", values).await?;
        Ok(())
    }
}

impl SignInTx {
    /// Forgets answers kept before an instant, up to 1,000 of them; answers how many went.
    ///
    /// # Errors
    /// The database is away.
    pub async fn purge_idempotency(&self, before: DateTime<Utc>) -> Result<u64, StorageError> {
        let scope = self.scope();
        let sql = "DELETE FROM crm.idempotency i USING (SELECT api_key_id, key FROM crm.idempotency WHERE tenant_id = $1 AND created_at < $2 ORDER BY created_at LIMIT 1000) old
                   WHERE i.tenant_id = $1 AND i.api_key_id = old.api_key_id AND i.key = old.key";
        scope.exec(sql, vec![scope.tenant(), before.into()]).await
    }
}
