//! The second person: agrees, or says no. Never the one who asked (SECURITY 25).

use super::bands::needs;
use super::checks::{Situation, judge as check, minimum_deposit};
use super::request::refuse;
use super::{about, announce, key_of, may_approve, send::send, within};
use crate::clients::reason;
use crate::trading::{four_eyes, turn};
use crate::trading_accounts::{for_change, held, hold};
use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_access::kinds::{BalanceAdjust, BalanceApprove, BalanceApproveLarge};
use crm_model::{AuditAction, BalanceNeeds, BalanceOperationId, BalanceState, Problem};
use crm_storage::{BalanceOperation, BalanceOperations, BalanceStep, Clients, Scoped, TradingAccountRow};

/// Whether the caller could agree to an operation; else why not.
pub(super) fn judge(op: &OpContext, operation: &BalanceOperation) -> Result<(), &'static str> {
    let me = op.actor().staff().map(|staff| staff.id);
    if operation.state != BalanceState::Requested {
        return Err("It does not wait for anybody.");
    }
    if operation.requested_by.as_ref().map(|(id, _)| *id) == me {
        return Err("You asked for it: somebody else must agree.");
    }
    if !may_approve(op, false) || (operation.needs == BalanceNeeds::LargeApproval && !may_approve(op, true)) {
        return Err("Your role does not include this.");
    }
    Ok(())
}

/// Agrees to an operation: it is checked again, and sent.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::NotFound`], [`UseCaseError::Conflict`]; [`UseCaseError::Invalid`] with
/// `own_request`, `wrong_state` or the checks that refuse it now. Nothing was sent then.
pub async fn approve(op: &OpContext, app: &App, id: BalanceOperationId, version: i32) -> Result<(), UseCaseError> {
    let permit = op.require::<BalanceApprove>()?;
    let tx = app.db.read(op).await?;
    let seen = at_version(within(&tx, &permit, id).await?, version)?;
    if seen.needs == BalanceNeeds::LargeApproval {
        let large = op.require::<BalanceApproveLarge>()?;
        within(&tx, &large, id).await?;
    }
    refuse_maker(op, &seen)?;
    let (row, _) = for_change(op, &tx, &permit, seen.account, None).await?;
    drop(tx);
    let _turn = turn(op, app, seen.account).await?;
    let held = held(app, op, &row).await?;
    let situation = Situation::read(op, app, &held, &row).await?;

    let tx = app.db.begin(op).await?;
    let operations = BalanceOperations::of(&tx);
    hold(&tx, seen.account).await?;
    // what was agreed to is what stands there now: the amount, the version, and that somebody else asked for it
    let operation = at_version(within(&tx, &permit, id).await?, version)?;
    refuse_maker(op, &operation)?;
    let (row, key) = for_change(op, &tx, &permit, operation.account, None).await?;
    situation.still_holds(&tx, operation.account).await?;
    let client = Clients::of(&tx).for_system(row.record.client).await?.ok_or(UseCaseError::NotFound("client"))?;
    let minimum = minimum_deposit(&tx, &row).await?;
    refuse_small(op, &tx, &row, operation.amount).await?;
    refuse(&check(op, &row, &client, operation.kind, operation.amount, &situation, minimum))?;
    let me = op.staff_id()?;
    let step = BalanceStep { to: BalanceState::Sending, decided_by: Some(me), said: None, deal: None, now: op.now() };
    if !operations.step(&operation, &step).await? {
        return Err(UseCaseError::Conflict { current: version + 1 });
    }
    let sending = within(&tx, &permit, id).await?;
    tx.commit(about(AuditAction::BalanceApproved, &sending, &key)).await?;
    announce(op, app, id, sending.version).await;
    send(op, app, &held, &sending, &key).await
}

/// Says no.
///
/// # Errors
/// As [`approve`].
pub async fn decline(
    op: &OpContext,
    app: &App,
    id: BalanceOperationId,
    version: i32,
    why: &str,
) -> Result<(), UseCaseError> {
    let permit = op.require::<BalanceApprove>()?;
    let why = reason(why)?;
    let tx = app.db.begin(op).await?;
    let operation = at_version(within(&tx, &permit, id).await?, version)?;
    refuse_maker(op, &operation)?;
    let key = key_of(&tx, &operation).await?;
    let me = Some(op.staff_id()?);
    let step = BalanceStep { to: BalanceState::Declined, decided_by: me, said: None, deal: None, now: op.now() };
    if !BalanceOperations::of(&tx).step(&operation, &step).await? {
        return Err(UseCaseError::Conflict { current: version + 1 });
    }
    tx.commit(about(AuditAction::BalanceDeclined, &operation, &key).because(why)).await?;
    announce(op, app, id, version + 1).await;
    Ok(())
}

/// Takes one's own request back, while it waits.
///
/// # Errors
/// As [`approve`]; [`UseCaseError::NotFound`] for somebody else's.
pub async fn cancel(op: &OpContext, app: &App, id: BalanceOperationId, version: i32) -> Result<(), UseCaseError> {
    let permit = op.require::<BalanceAdjust>()?;
    let tx = app.db.begin(op).await?;
    let operation = within(&tx, &permit, id).await?;
    let me = op.staff_id()?;
    if operation.requested_by.as_ref().is_none_or(|(maker, _)| *maker != me) {
        return Err(Problem::whole("not_yours", "Somebody else asked for it: say no to it instead.").into());
    }
    let operation = at_version(operation, version)?;
    let key = key_of(&tx, &operation).await?;
    let step = BalanceStep { to: BalanceState::Cancelled, decided_by: Some(me), said: None, deal: None, now: op.now() };
    if !BalanceOperations::of(&tx).step(&operation, &step).await? {
        return Err(UseCaseError::Conflict { current: version + 1 });
    }
    tx.commit(about(AuditAction::BalanceCancelled, &operation, &key)).await?;
    announce(op, app, id, version + 1).await;
    Ok(())
}

/// MON-12, MON-13: only what waits can be decided, at the version that was seen.
fn at_version(operation: BalanceOperation, version: i32) -> Result<BalanceOperation, UseCaseError> {
    four_eyes::waits(operation.state == BalanceState::Requested, operation.version, version)?;
    Ok(operation)
}

/// The limits may have been narrowed since it was asked for: who agrees is held to those of now.
async fn refuse_small(
    op: &OpContext,
    tx: &impl Scoped,
    row: &TradingAccountRow,
    amount: i64,
) -> Result<(), UseCaseError> {
    if needs(op, tx, row, amount, None).await? == BalanceNeeds::LargeApproval && !may_approve(op, true) {
        let said = "It is a large amount by the limits of now: somebody who may agree to large amounts must decide.";
        return Err(Problem::whole("large_amount", said).into());
    }
    Ok(())
}

/// MON-08.
fn refuse_maker(op: &OpContext, operation: &BalanceOperation) -> Result<(), UseCaseError> {
    four_eyes::refuse_maker(op, operation.requested_by.as_ref().map(|(maker, _)| *maker))
}
