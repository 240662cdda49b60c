//! Which hosts a broker's trading servers may have: the operator's word, which no person of a broker can change (SSRF-01).

use crate::onboarding::operation;
use crm_model::{AuditAction, Clock, TradingHost};
use crm_storage::{AuditEvent, Change, ProvisionDb, StorageError, TenantEntry};

/// Allows a host; answers whether it is new.
///
/// # Errors
/// The database.
pub async fn allow(
    db: &ProvisionDb,
    clock: &Clock,
    broker: &TenantEntry,
    host: &TradingHost,
) -> Result<bool, StorageError> {
    let visit = db.visit(&operation(&broker.tenant, "trading-host allow", clock)).await?;
    if !visit.allow_trading_host(host).await? {
        return Ok(false);
    }
    let change = Change::plain("host", None::<String>, Some(host.as_str()));
    visit.commit(AuditEvent::new(AuditAction::TradingHostAllowed).changes([change])).await?;
    Ok(true)
}

/// Takes a host away; answers whether it was there.
///
/// # Errors
/// The database.
pub async fn withdraw(
    db: &ProvisionDb,
    clock: &Clock,
    broker: &TenantEntry,
    host: &TradingHost,
) -> Result<bool, StorageError> {
    let visit = db.visit(&operation(&broker.tenant, "trading-host withdraw", clock)).await?;
    if !visit.withdraw_trading_host(host).await? {
        return Ok(false);
    }
    let change = Change::plain("host", Some(host.as_str()), None::<String>);
    visit.commit(AuditEvent::new(AuditAction::TradingHostWithdrawn).changes([change])).await?;
    Ok(true)
}

/// The hosts that are allowed, in order.
///
/// # Errors
/// The database.
pub async fn list(db: &ProvisionDb, clock: &Clock, broker: &TenantEntry) -> Result<Vec<String>, StorageError> {
    db.visit(&operation(&broker.tenant, "trading-host list", clock)).await?.trading_hosts().await
}
