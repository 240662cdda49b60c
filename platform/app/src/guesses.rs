//! Guessing is slow. An attempt is counted before it is looked at, in one transaction with reading the counters, so a
//! right password within a wait is refused like a wrong one (AUTH-03).

use crate::App;
use crate::sign_in::SignInError;
use chrono::{DateTime, Utc};
use crm_access::{RequestInfo, TenantRef};
use crm_identity::{HashError, SprayBreaker, SprayState, ThrottlePolicy, ThrottleState, Verdict, Wait};
use crm_model::{Pii, StaffId};
use crm_storage::{SignInTx, SignInWrites, StorageError, ThrottleKind, ThrottleRow, Throttles};
use sha2::{Digest, Sha256};
use std::net::IpAddr;

const TENANT: &[u8] = b"tenant";

/// Whose password is tried, and from where.
#[derive(Clone, Debug)]
pub(crate) struct Guess {
    account: Vec<u8>,
    address: Vec<u8>,
}

impl Guess {
    /// `account` is the blind index of the e-mail as typed, known or not.
    pub(crate) fn new(account: &[u8], request: &RequestInfo) -> Self {
        Self { account: account.to_vec(), address: address_key(request.ip) }
    }

    /// Counts one try of a password, or says how long to wait; nothing is counted then.
    pub(crate) async fn count(&self, tx: &SignInTx, now: DateTime<Utc>) -> Result<Result<(), Wait>, StorageError> {
        let throttles = Throttles::of(tx);
        let spray = spray_of(throttles.read(ThrottleKind::Tenant, TENANT).await?);
        let tripped = SprayBreaker::TENANT.is_tripped(spray, now);
        let policy = |policy: ThrottlePolicy| if tripped { policy.tightened() } else { policy };
        let account = throttles.lock(ThrottleKind::Account, &self.account, now).await?;
        let address = throttles.lock(ThrottleKind::Address, &self.address, now).await?;
        let both = policy(ThrottlePolicy::ACCOUNT)
            .attempt(state_of(account), now)
            .and_then(|account| Ok((account, policy(ThrottlePolicy::ADDRESS).attempt(state_of(address), now)?)));
        match both {
            Err(wait) => Ok(Err(wait)),
            Ok((account, address)) => {
                throttles.keep(ThrottleKind::Account, &self.account, row_of(account), now).await?;
                throttles.keep(ThrottleKind::Address, &self.address, row_of(address), now).await?;
                Ok(Ok(()))
            }
        }
    }

    /// Looks at the password of a counted try. When every hashing thread is taken nobody looked, and the try does not count.
    pub(crate) async fn judge(
        &self,
        app: &App,
        tenant: &TenantRef,
        stored: Option<&str>,
        typed: &Pii<String>,
    ) -> Result<Verdict, SignInError> {
        match app.hasher.verify(stored, typed.expose()).await {
            Err(HashError::Busy) => {
                let tx = SignInTx::begin(&app.db, tenant).await?;
                self.withdrawn(&tx).await?;
                tx.commit_counters().await?;
                Err(HashError::Busy.into())
            }
            other => Ok(other?),
        }
    }

    /// The password was right.
    pub(crate) async fn succeeded(&self, tx: &SignInTx) -> Result<(), StorageError> {
        let throttles = Throttles::of(tx);
        throttles.clear(ThrottleKind::Account, &self.account).await?;
        throttles.refund(ThrottleKind::Address, &self.address).await
    }

    async fn withdrawn(&self, tx: &SignInTx) -> Result<(), StorageError> {
        let throttles = Throttles::of(tx);
        throttles.refund(ThrottleKind::Account, &self.account).await?;
        throttles.refund(ThrottleKind::Address, &self.address).await
    }

    /// The password was wrong, or nobody has this e-mail: counts towards the tenant's breaker.
    pub(crate) async fn failed(&self, tx: &SignInTx, now: DateTime<Utc>) -> Result<(), StorageError> {
        let throttles = Throttles::of(tx);
        let before = spray_of(throttles.lock(ThrottleKind::Tenant, TENANT, now).await?);
        let after = SprayBreaker::TENANT.failed(before, now);
        if SprayBreaker::TENANT.is_tripped(after, now) && !SprayBreaker::TENANT.is_tripped(before, now) {
            tracing::warn!(target: "security", event = "sign_in.spray", "sign-in failures over a whole broker: attempts are slowed for everybody");
        }
        let row =
            ThrottleRow { failures: after.failures, last_at: after.window_at, blocked_until: after.tripped_until };
        throttles.keep(ThrottleKind::Tenant, TENANT, row, now).await
    }
}

/// Counts one try of a second factor of an account, over all its challenges and sessions (AUTH-12).
pub(crate) async fn count_code(
    tx: &impl SignInWrites,
    staff: StaffId,
    now: DateTime<Utc>,
) -> Result<Result<(), Wait>, StorageError> {
    let throttles = Throttles::of(tx);
    let key = staff.uuid();
    let row = throttles.lock(ThrottleKind::Totp, key.as_bytes(), now).await?;
    match ThrottlePolicy::ACCOUNT.attempt(state_of(row), now) {
        Err(wait) => Ok(Err(wait)),
        Ok(state) => {
            throttles.keep(ThrottleKind::Totp, key.as_bytes(), row_of(state), now).await?;
            Ok(Ok(()))
        }
    }
}

/// The second factor was right.
pub(crate) async fn code_succeeded(tx: &impl SignInWrites, staff: StaffId) -> Result<(), StorageError> {
    Throttles::of(tx).clear(ThrottleKind::Totp, staff.uuid().as_bytes()).await
}

/// An IPv6 customer has a whole /64: its halves are one address.
fn address_key(ip: Option<IpAddr>) -> Vec<u8> {
    let text = match ip.map(|ip| ip.to_canonical()) {
        Some(IpAddr::V4(ip)) => ip.to_string(),
        Some(IpAddr::V6(ip)) => format!("{:x?}", ip.segments().get(..4).unwrap_or_default()),
        None => "unknown".to_owned(),
    };
    Sha256::digest(text.as_bytes()).to_vec()
}

const fn state_of(row: ThrottleRow) -> ThrottleState {
    ThrottleState { failures: row.failures, last_at: row.last_at }
}

const fn row_of(state: ThrottleState) -> ThrottleRow {
    ThrottleRow { failures: state.failures, last_at: state.last_at, blocked_until: None }
}

const fn spray_of(row: ThrottleRow) -> SprayState {
    SprayState { window_at: row.last_at, failures: row.failures, tripped_until: row.blocked_until }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn auth_03_a_v6_customer_is_one_address_and_a_mapped_v4_is_the_v4() {
        let key = |text: &str| address_key(Some(text.parse().unwrap()));
        assert_eq!(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff::9"));
        assert_ne!(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
        assert_eq!(key("::ffff:192.0.2.7"), key("192.0.2.7"));
        assert_ne!(address_key(None), key("192.0.2.7"));
    }
}
