//! Money in and out of trading accounts (SECURITY 22–25): checked, agreed to by a second person where the band asks for
//! one, committed before it is sent, sent once, and after a lost answer looked up by its tag and never sent again.

mod bands;
mod checks;
mod compare;
mod decide;
mod demo;
mod request;
mod send;
mod settle;

pub use bands::{SetBalanceBand, bands, set_band, set_band_in};
pub use checks::{BalanceCheck, CheckOutcome, check};
pub(crate) use compare::compare_balances;
pub use compare::{CompareBalances, close_finding, findings};
pub use decide::{approve, cancel, decline};
pub use demo::{DemoOperation, ask_for_demo, booked_for_demo, send_for_demo};
pub use request::{RequestBalance, request};
pub(crate) use request::{named, refuse};
pub(crate) use settle::{ON_ITS_WAY, QUARANTINE, SLACK, settle_balances};
pub use settle::{SettleBalances, find_out};

use crate::long_work::publish;
use crate::{App, UseCaseError};
use crm_access::kinds::BalanceView;
use crm_access::{OpContext, Permission, PermissionKind, Permit};
use crm_cache::LiveKind;
use crm_model::{AuditAction, BalanceOperationId, ClientId, Pii, show_amount};
use crm_storage::{
    AuditEvent, BalanceFilter, BalanceOperation, BalanceOperations, BalanceTotal, Change, Clients, Page, PageRequest,
    Scoped,
};
use crm_vault::ClientKey;

/// An operation as it is handed to a view.
#[derive(Debug)]
pub struct ShownBalance {
    /// The operation.
    pub operation: BalanceOperation,
    /// Why it was asked for.
    pub reason: Pii<String>,
    /// Whether the reader asked for it.
    pub mine: bool,
    /// Whether the reader may agree to it; else why not.
    pub approvable: Result<(), &'static str>,
}

/// A page of operations on accounts within reach.
///
/// # Errors
/// [`UseCaseError::Access`].
pub async fn list(
    op: &OpContext,
    tx: &impl Scoped,
    filter: &BalanceFilter,
    page: &PageRequest,
) -> Result<Page<ShownBalance>, UseCaseError> {
    let permit = op.require::<BalanceView>()?;
    let found = BalanceOperations::of(tx).list(&permit, filter, page).await?;
    let clients: Vec<ClientId> = found.rows.iter().map(|row| row.client.id).collect();
    let keys = Clients::of(tx).find_many(&permit, op.actor().staff().map(|s| s.id), &clients, true).await?;
    let mut rows = Vec::with_capacity(found.rows.len());
    for operation in found.rows {
        let client = keys.iter().find(|client| client.id == operation.client.id);
        let client = client.ok_or(UseCaseError::Internal("an operation without a client"))?;
        rows.push(shown(op, operation, &client.key(tx.keys())?)?);
    }
    Ok(Page { rows, more: found.more })
}

/// What was booked under a filter, by currency.
///
/// # Errors
/// [`UseCaseError::Access`].
pub async fn totals(
    op: &OpContext,
    tx: &impl Scoped,
    filter: &BalanceFilter,
) -> Result<Vec<BalanceTotal>, UseCaseError> {
    let permit = op.require::<BalanceView>()?;
    Ok(BalanceOperations::of(tx).totals(&permit, filter).await?)
}

/// One operation, as the caller sees it.
///
/// # Errors
/// [`UseCaseError::NotFound`], whatever the cause.
pub async fn find(op: &OpContext, tx: &impl Scoped, id: BalanceOperationId) -> Result<ShownBalance, UseCaseError> {
    let permit = op.require::<BalanceView>()?;
    let operation = within(tx, &permit, id).await?;
    let key = key_of(tx, &operation).await?;
    shown(op, operation, &key)
}

fn shown(op: &OpContext, operation: BalanceOperation, key: &ClientKey) -> Result<ShownBalance, UseCaseError> {
    let reason = Pii::new(operation.reason(op.tenant().id, key)?);
    let me = op.actor().staff().map(|staff| staff.id);
    let mine = operation.requested_by.as_ref().is_some_and(|(id, _)| me == Some(*id));
    let approvable = decide::judge(op, &operation);
    Ok(ShownBalance { operation, reason, mine, approvable })
}

pub(crate) async fn within<P: PermissionKind>(
    tx: &impl Scoped,
    permit: &Permit<P>,
    id: BalanceOperationId,
) -> Result<BalanceOperation, UseCaseError> {
    BalanceOperations::of(tx).find(permit, id).await?.ok_or(UseCaseError::NotFound("balance operation"))
}

/// Tells open portals of an operation, after the commit.
async fn announce(op: &OpContext, app: &App, id: BalanceOperationId, version: i32) {
    publish(op, app, LiveKind::BalanceOperationChanged, id.uuid(), version).await;
}

async fn key_of(tx: &impl Scoped, operation: &BalanceOperation) -> Result<ClientKey, UseCaseError> {
    let client = Clients::of(tx).for_system(operation.client.id).await?.ok_or(UseCaseError::NotFound("client"))?;
    Ok(client.key(tx.keys())?)
}

/// An event on an operation, in the timeline of its client.
fn about(action: AuditAction, operation: &BalanceOperation, key: &ClientKey) -> AuditEvent {
    let amount = format!("{} {}", show_amount(operation.amount, operation.digits), operation.currency);
    AuditEvent::on_client(action, operation.client.id, key).target("balance_operation", operation.id.uuid()).changes([
        Change::plain("kind", None::<String>, Some(operation.kind.as_str())),
        Change::plain("amount", None::<String>, Some(amount)),
        Change::plain("login", None::<String>, Some(operation.login.to_string())),
    ])
}

/// Whether somebody may agree to operations at all.
pub(crate) fn may_approve(op: &OpContext, large: bool) -> bool {
    op.holds(if large { Permission::BalanceApproveLarge } else { Permission::BalanceApprove })
}
