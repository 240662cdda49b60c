//! Counters that slow down guessing. A row is locked, judged and moved in one transaction, so parallel guesses cannot
//! share one allowance; the rule itself belongs to crm-identity.

use crate::StorageError;
use crate::scope::SignInWrites;
use chrono::{DateTime, Duration, Utc};
use sea_orm::{FromQueryResult, Value};

/// What a counter counts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThrottleKind {
    /// Passwords tried on one account.
    Account,
    /// Passwords tried from one address.
    Address,
    /// Failures over the whole tenant.
    Tenant,
    /// Mails asked for.
    Mail,
    /// Second factors tried on one account.
    Totp,
}

impl ThrottleKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Address => "address",
            Self::Tenant => "tenant",
            Self::Mail => "mail",
            Self::Totp => "totp",
        }
    }
}

/// A counter as it is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ThrottleRow {
    /// Failures so far.
    pub failures: u32,
    /// The last attempt, or the beginning of the window.
    pub last_at: Option<DateTime<Utc>>,
    /// Until when everything is held, for breakers.
    pub blocked_until: Option<DateTime<Utc>>,
}

#[derive(FromQueryResult)]
struct Row {
    failures: i32,
    last_at: DateTime<Utc>,
    blocked_until: Option<DateTime<Utc>>,
}

#[derive(FromQueryResult)]
struct Taken {
    #[expect(dead_code, reason = "its presence is the answer")]
    failures: i32,
}

/// The tenant's counters.
pub struct Throttles<'a, T>(&'a T);

impl<'a, T: SignInWrites> Throttles<'a, T> {
    /// The counters of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }

    fn key(&self, kind: ThrottleKind, key: &[u8]) -> Vec<Value> {
        vec![self.0.scope().tenant(), kind.as_str().into(), key.to_vec().into()]
    }

    /// Reads a counter and locks it until this transaction ends. Lock in the order of [`ThrottleKind`]'s entries.
    ///
    /// # Errors
    /// The database is away.
    pub async fn lock(&self, kind: ThrottleKind, key: &[u8], now: DateTime<Utc>) -> Result<ThrottleRow, StorageError> {
        let mut values = self.key(kind, key);
        values.push(now.into());
        let sql = "INSERT INTO crm.throttle AS t (tenant_id, kind, key, failures, last_at) VALUES ($1, $2, $3, 0, $4)
          ON CONFLICT (tenant_id, kind, key) DO UPDATE SET failures = t.failures RETURNING failures, last_at, blocked_until";
        let row: Option<Row> = self.0.scope().one(sql, values).await?;
        row.map(kept).ok_or(StorageError::Corrupt("throttle"))
    }

    /// Reads a counter as it is.
    ///
    /// # Errors
    /// The database is away.
    pub async fn read(&self, kind: ThrottleKind, key: &[u8]) -> Result<ThrottleRow, StorageError> {
        let row: Option<Row> = self.0.scope().one("SELECT failures, last_at, blocked_until FROM crm.throttle WHERE tenant_id = $1 AND kind = $2 AND key = $3", self.key(kind, key)).await?;
        Ok(row.map(kept).unwrap_or_default())
    }

    /// Moves a locked counter.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn keep(
        &self,
        kind: ThrottleKind,
        key: &[u8],
        row: ThrottleRow,
        now: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        let mut values = self.key(kind, key);
        values.extend([
            i32::try_from(row.failures).unwrap_or(i32::MAX).into(),
            row.last_at.unwrap_or(now).into(),
            row.blocked_until.into(),
        ]);
        self.0.scope().exec("UPDATE crm.throttle SET failures = $4, last_at = $5, blocked_until = $6 WHERE tenant_id = $1 AND kind = $2 AND key = $3", values).await?;
        Ok(())
    }

    /// Takes back one counted attempt.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn refund(&self, kind: ThrottleKind, key: &[u8]) -> Result<(), StorageError> {
        self.0.scope().exec("UPDATE crm.throttle SET failures = failures - 1 WHERE tenant_id = $1 AND kind = $2 AND key = $3 AND failures > 0", self.key(kind, key)).await?;
        Ok(())
    }

    /// Forgets a counter.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn clear(&self, kind: ThrottleKind, key: &[u8]) -> Result<(), StorageError> {
        self.0
            .scope()
            .exec("DELETE FROM crm.throttle WHERE tenant_id = $1 AND kind = $2 AND key = $3", self.key(kind, key))
            .await?;
        Ok(())
    }

    /// Whether this is the first time within `window`; the time is taken then.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn once_in(
        &self,
        window: Duration,
        kind: ThrottleKind,
        key: &[u8],
        now: DateTime<Utc>,
    ) -> Result<bool, StorageError> {
        let mut values = self.key(kind, key);
        values.extend([now.into(), (now - window).into()]);
        let sql = "INSERT INTO crm.throttle AS t (tenant_id, kind, key, failures, last_at) VALUES ($1, $2, $3, 1, $4)
          ON CONFLICT (tenant_id, kind, key) DO UPDATE SET failures = t.failures + 1, last_at = $4 WHERE t.last_at <= $5 RETURNING failures";
        let row: Option<Taken> = self.0.scope().one(sql, values).await?;
        Ok(row.is_some())
    }

    /// Forgets counters that nothing was added to since an instant; answers how many.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn forget_old(&self, before: DateTime<Utc>) -> Result<u64, StorageError> {
        let scope = self.0.scope();
        scope.exec("DELETE FROM crm.throttle WHERE tenant_id = $1 AND last_at < $2 AND (blocked_until IS NULL OR blocked_until < $2)", vec![scope.tenant(), before.into()]).await
    }
}

fn kept(row: Row) -> ThrottleRow {
    ThrottleRow {
        failures: u32::try_from(row.failures).unwrap_or(0),
        last_at: (row.failures > 0).then_some(row.last_at),
        blocked_until: row.blocked_until,
    }
}
