//! The one place that sends money to a server. It is called once for a row, right after the commit that put it into
//! `sending`.

use super::{about, announce};
use crate::clients::{announce_deposited, deposited};
use crate::trading::{Held, money_of};
use crate::trading_accounts::{login, note_state};
use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_model::{AuditAction, BalanceKind as Kind, BalanceState};
use crm_storage::{BalanceOperation, BalanceOperations, BalanceStep, Change, Conversion, TenantDb};
use crm_trading::{BalanceKind, BalanceOperation as Order, Intent, Reference, TradingError};
use crm_vault::ClientKey;

/// Sends an operation and writes down what became of it.
pub(super) async fn send(
    op: &OpContext,
    app: &App,
    held: &Held,
    operation: &BalanceOperation,
    key: &ClientKey,
) -> Result<(), UseCaseError> {
    let (state, first) = put(op, &app.db, held, operation, key).await?;
    announce(op, app, operation.id, operation.version + 1).await;
    if let Some(first) = first {
        announce_deposited(op, app, &first).await;
    }
    if state == BalanceState::Confirmed {
        refresh(op, app, held, operation).await?;
    }
    Ok(())
}

/// Sends it and writes down what the server answered; with whom it made a depositor.
pub(super) async fn put(
    op: &OpContext,
    db: &TenantDb,
    held: &Held,
    operation: &BalanceOperation,
    key: &ClientKey,
) -> Result<(BalanceState, Option<Conversion>), UseCaseError> {
    let reference = Reference::from_bytes(operation.reference);
    let sent = held.server.balance_operation(Intent::until(reference, held.send_before), &order(operation)).await;
    let (state, said, deal) = match sent {
        Ok(ticket) => (BalanceState::Confirmed, None, i64::try_from(ticket.0).ok()),
        Err(TradingError::OutcomeUnknown(answer)) => (BalanceState::Unknown, Some(answer.to_string()), None),
        Err(error) => (BalanceState::Rejected, Some(error.to_string()), None),
    };
    let settled = settle_as(op, db, operation, key, state, said.as_deref(), deal).await?;
    Ok((state, settled.and_then(|settled| settled.first)))
}

/// The operation in the server's words.
pub(super) fn order(operation: &BalanceOperation) -> Order {
    let kind = match operation.kind {
        Kind::Deposit => BalanceKind::Deposit,
        Kind::Withdrawal => BalanceKind::Withdraw,
        Kind::CreditIn => BalanceKind::CreditIn,
        Kind::CreditOut => BalanceKind::CreditOut,
        Kind::BonusIn => BalanceKind::BonusIn,
        Kind::BonusOut => BalanceKind::BonusOut,
        Kind::Charge => BalanceKind::Charge,
        Kind::Correction => BalanceKind::Correction,
    };
    Order {
        login: login(operation.login),
        kind,
        amount: money_of(operation.amount, operation.digits),
        note: String::new(),
        check_margin: operation.kind.signed(operation.amount) < 0,
    }
}

/// What was written down.
pub(super) struct Settled {
    /// Whom it made a depositor.
    pub first: Option<Conversion>,
}

/// Writes down where an operation went, unless somebody has meanwhile. A client's first deposit makes him a depositor in the
/// same commit; whom it made one is for the caller to tell.
pub(super) async fn settle_as(
    op: &OpContext,
    db: &TenantDb,
    operation: &BalanceOperation,
    key: &ClientKey,
    state: BalanceState,
    said: Option<&str>,
    deal: Option<i64>,
) -> Result<Option<Settled>, UseCaseError> {
    let tx = db.begin(op).await?;
    let step = BalanceStep { to: state, decided_by: None, said, deal, now: op.now() };
    if !BalanceOperations::of(&tx).step(operation, &step).await? {
        tx.abandon().await?;
        return Ok(None);
    }
    let action = match state {
        BalanceState::Confirmed => AuditAction::BalanceConfirmed,
        BalanceState::Unknown => AuditAction::BalanceUnknown,
        BalanceState::NotApplied => AuditAction::BalanceNotApplied,
        _ => AuditAction::BalanceRejected,
    };
    let event = about(action, operation, key).changes([
        Change::plain("deal", None::<String>, deal.map(|deal| deal.to_string())),
        Change::plain("said", None::<String>, said),
    ]);
    let deposit = operation.kind == Kind::Deposit && state == BalanceState::Confirmed;
    let first = if deposit { deposited(&tx, operation.account, key, op.now()).await? } else { None };
    let (first, more) = first.unzip();
    tx.commit_all([event].into_iter().chain(more).collect()).await?;
    Ok(Some(Settled { first }))
}

/// The figures after a booking; when they cannot be read now they grow older and say so.
pub(super) async fn refresh(
    op: &OpContext,
    app: &App,
    held: &Held,
    operation: &BalanceOperation,
) -> Result<(), UseCaseError> {
    if let Ok(state) = held.server.account_state(login(operation.login)).await {
        note_state(app, op.tenant(), operation.account, operation.digits, &state).await?;
    }
    Ok(())
}
