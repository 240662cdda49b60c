//! What a broker's website reads of trading: accounts, their deals, their balance operations. Figures and bookings of money
//! need a scope of their own. Each answer leaves an event, because a website reads for nobody in particular.

use crate::{App, UseCaseError};
use crm_access::kinds::{BalanceView, PositionView, TradingAccountView};
use crm_access::{ApiScope, OpContext, PermissionKind, Permit, Reach};
use crm_model::{AuditAction, ClientId, TradingAccountId};
use crm_storage::{
    AuditEvent, BalanceFilter, BalanceOperation, BalanceOperations, Change, Clients, DealFilter, DealReader, DealRow,
    Deals, Page, PageRequest, Scoped, TenantTx, TradingAccountFilter, TradingAccountRow, TradingAccounts,
};

/// A page of accounts in use, newest first; of one client when it is named. Leaves `trading_account.listed`.
///
/// # Errors
/// [`UseCaseError::Access`] without the scope `trading_account.view`.
pub async fn accounts(
    op: &OpContext,
    app: &App,
    client: Option<ClientId>,
    page: &PageRequest,
) -> Result<Page<TradingAccountRow>, UseCaseError> {
    let permit = op.require_scope::<TradingAccountView>(ApiScope::TradingAccountView)?;
    let tx = app.db.begin(op).await?;
    let filter = TradingAccountFilter { client, ..TradingAccountFilter::default() };
    let found = TradingAccounts::of(&tx).list(&permit, money(op).as_ref(), false, &filter, page).await?;
    tx.commit(AuditEvent::new(AuditAction::TradingAccountsListed).changes([rows(found.rows.len())])).await?;
    Ok(found)
}

/// One account. Leaves `trading_account.read`.
///
/// # Errors
/// [`UseCaseError::Access`] without the scope `trading_account.view`; [`UseCaseError::NotFound`] for another tenant's id and
/// for none alike.
pub async fn account(op: &OpContext, app: &App, id: TradingAccountId) -> Result<TradingAccountRow, UseCaseError> {
    let permit = op.require_scope::<TradingAccountView>(ApiScope::TradingAccountView)?;
    let tx = app.db.begin(op).await?;
    let (row, event) = opened(op, &tx, &permit, id, AuditAction::TradingAccountRead).await?;
    tx.commit(event).await?;
    Ok(row)
}

/// A page of an account's deals, newest first. Leaves `deal.listed`.
///
/// # Errors
/// As [`account`], with the scope `position.view`.
pub async fn deals(
    op: &OpContext,
    app: &App,
    id: TradingAccountId,
    page: &PageRequest,
) -> Result<Page<DealRow>, UseCaseError> {
    let permit = op.require_scope::<PositionView>(ApiScope::PositionView)?;
    let tx = app.db.begin(op).await?;
    let (_, event) = opened(op, &tx, &permit, id, AuditAction::DealsListed).await?;
    let money = money(op);
    let reader = DealReader { permit: &permit, money: money.as_ref(), archived_clients: false };
    let filter = DealFilter { account: Some(id), ..DealFilter::default() };
    let found = Deals::of(&tx).list(reader, &filter, page).await?;
    tx.commit(event.changes([rows(found.rows.len())])).await?;
    Ok(found)
}

/// A page of an account's balance operations, newest first. Leaves `balance.listed`.
///
/// # Errors
/// As [`account`], with the scope `balance.view`.
pub async fn balance_operations(
    op: &OpContext,
    app: &App,
    id: TradingAccountId,
    page: &PageRequest,
) -> Result<Page<BalanceOperation>, UseCaseError> {
    let permit = op.require_scope::<BalanceView>(ApiScope::BalanceView)?;
    let tx = app.db.begin(op).await?;
    let (_, event) = opened(op, &tx, &permit, id, AuditAction::BalanceOperationsListed).await?;
    let filter = BalanceFilter { account: Some(id), ..BalanceFilter::default() };
    let found = BalanceOperations::of(&tx).list(&permit, &filter, page).await?;
    tx.commit(event.changes([rows(found.rows.len())])).await?;
    Ok(found)
}

/// Whose money the key may see.
pub(crate) fn money(op: &OpContext) -> Option<Reach> {
    op.require_scope::<BalanceView>(ApiScope::BalanceView).is_ok().then_some(Reach::All)
}

pub(crate) fn rows(count: usize) -> Change {
    Change::plain("rows", None::<String>, Some(count.to_string()))
}

/// An account of a client that is not archived, and the event of having looked at it.
pub(crate) async fn opened<P: PermissionKind>(
    op: &OpContext,
    tx: &TenantTx,
    permit: &Permit<P>,
    id: TradingAccountId,
    action: AuditAction,
) -> Result<(TradingAccountRow, AuditEvent), UseCaseError> {
    let found = TradingAccounts::of(tx).find(permit, money(op).as_ref(), false, id).await?;
    let row = found.ok_or(UseCaseError::NotFound("trading account"))?;
    let client = Clients::of(tx).for_system(row.record.client).await?.ok_or(UseCaseError::NotFound("client"))?;
    let event = crate::trading_accounts::about(action, id, client.id, &client.key(tx.keys())?);
    Ok((row, event))
}
