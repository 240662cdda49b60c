//! Operations of the demo, which people of it seem to have asked for. For the seed of a developer's machine only: it checks
//! nothing.

use super::request::{Asked, write_down, write_down_at};
use super::send::put;
use crate::UseCaseError;
use crate::clients::deposited;
use crate::trading::TradingHub;
use chrono::{DateTime, Utc};
use crm_access::OpContext;
use crm_access::kinds::BalanceAdjust;
use crm_model::{BalanceKind, BalanceNeeds, BalanceState, StaffId, TradingAccountId};
use crm_storage::{
    AuditEvent, BalanceOperations, BalanceStep, Clients, Scoped, TenantDb, TenantTx, TradingAccountRow, TradingAccounts,
};
use crm_vault::ClientKey;

/// What somebody of the demo asks for.
#[derive(Clone, Copy, Debug)]
pub struct DemoOperation<'a> {
    /// On which account.
    pub account: TradingAccountId,
    /// What.
    pub kind: BalanceKind,
    /// Minor units of the account's currency.
    pub amount: i64,
    /// Who must agree.
    pub needs: BalanceNeeds,
    /// Who asks.
    pub maker: StaffId,
    /// Its name, so that it is made once.
    pub request_key: &'a str,
    /// Why.
    pub reason: &'a str,
}

impl DemoOperation<'_> {
    const fn asked(&self, state: BalanceState) -> Asked<'_> {
        let Self { kind, amount, needs, maker, request_key, reason, .. } = *self;
        Asked { kind, amount, request_key, reason, state, needs, maker: Some(maker) }
    }
}

/// Writes down that it waits for a second person; `None` when it is there already. The caller keeps the event.
///
/// # Errors
/// The account is not there, or the database refuses.
pub async fn ask_for_demo(
    op: &OpContext,
    tx: &TenantTx,
    wanted: &DemoOperation<'_>,
) -> Result<Option<AuditEvent>, UseCaseError> {
    if BalanceOperations::of(tx).by_request_key(wanted.request_key).await?.is_some() {
        return Ok(None);
    }
    let permit = op.require_system::<BalanceAdjust>()?;
    let (row, key) = account(tx, wanted.account).await?;
    let (_, event) = write_down(op, tx, &permit, &row, &key, &wanted.asked(BalanceState::Requested)).await?;
    Ok(Some(event))
}

/// Writes down that it was asked for, agreed to by `agreed` and booked at a past instant; nothing when it is there already. No
/// server knows of it: the caller says up to when the books were compared. The caller keeps the events.
///
/// # Errors
/// As [`ask_for_demo`].
pub async fn booked_for_demo(
    op: &OpContext,
    tx: &TenantTx,
    wanted: &DemoOperation<'_>,
    agreed: StaffId,
    at: DateTime<Utc>,
) -> Result<Vec<AuditEvent>, UseCaseError> {
    let operations = BalanceOperations::of(tx);
    if operations.by_request_key(wanted.request_key).await?.is_some() {
        return Ok(Vec::new());
    }
    let permit = op.require_system::<BalanceAdjust>()?;
    let (row, key) = account(tx, wanted.account).await?;
    let (asked, event) = write_down_at(tx, &permit, &row, &key, &wanted.asked(BalanceState::Requested), at).await?;
    let gone = UseCaseError::Internal("an operation of the demo that is not there");
    let step = |to, decided_by| BalanceStep { to, decided_by, said: None, deal: None, now: at };
    operations.step(&asked, &step(BalanceState::Sending, Some(agreed))).await?;
    let sent = operations.find(&permit, asked.id).await?.ok_or(gone)?;
    operations.step(&sent, &step(BalanceState::Confirmed, None)).await?;
    let deposit = wanted.kind == BalanceKind::Deposit;
    let first = if deposit { deposited(tx, wanted.account, &key, at).await? } else { None };
    Ok([event].into_iter().chain(first.map(|(_, event)| event)).collect())
}

/// Writes it down and sends it as the application does: committed first, by the process that holds the server, once. `None`
/// when another process holds the server; nothing was written then.
///
/// # Errors
/// This is no developer's machine; the server cannot be used; the database.
pub async fn send_for_demo(
    op: &OpContext,
    db: &TenantDb,
    hub: &TradingHub,
    wanted: &DemoOperation<'_>,
) -> Result<Option<BalanceState>, UseCaseError> {
    if !hub.is_development() {
        return Err(UseCaseError::Internal("an operation of the demo outside of development"));
    }
    let permit = op.require_system::<BalanceAdjust>()?;
    let tx = db.read(op).await?;
    let (row, _) = account(&tx, wanted.account).await?;
    drop(tx);
    let Ok(held) = hub.hold_free(db, op.tenant(), row.record.server).await else { return Ok(None) };
    let tx = db.begin(op).await?;
    let (row, key) = account(&tx, wanted.account).await?;
    let (operation, event) = write_down(op, &tx, &permit, &row, &key, &wanted.asked(BalanceState::Sending)).await?;
    tx.commit(event).await?;
    let (state, _) = put(op, db, &held, &operation, &key).await?;
    Ok(Some(state))
}

async fn account(tx: &impl Scoped, id: TradingAccountId) -> Result<(TradingAccountRow, ClientKey), UseCaseError> {
    let row = TradingAccounts::of(tx).for_system(id).await?.ok_or(UseCaseError::NotFound("trading account"))?;
    let client = Clients::of(tx).for_system(row.record.client).await?.ok_or(UseCaseError::NotFound("client"))?;
    let key = client.key(tx.keys())?;
    Ok((row, key))
}
