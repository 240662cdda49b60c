//! The second person of a large command: agrees, or says no. Never the one who asked (SECURITY 25).

use super::request::judged_again;
use super::send::send;
use super::settle::look_up_all;
use super::{about, announce, key_of, within};
use crate::balance_operations::refuse;
use crate::clients::reason;
use crate::trading::{four_eyes, turn};
use crate::trading_accounts::{for_change, held, hold};
use crate::{App, UseCaseError};
use crm_access::kinds::{PositionApprove, PositionView};
use crm_access::{OpContext, Permission};
use crm_model::{AuditAction, Problem, TradeCommandId, TradeState};
use crm_storage::{TradeCommand, TradeCommands, TradeStep};

/// Whether the caller could agree to a command; else why not.
pub(super) fn judge(op: &OpContext, command: &TradeCommand) -> Result<(), &'static str> {
    let me = op.actor().staff().map(|staff| staff.id);
    if command.state != TradeState::Requested {
        return Err("It does not wait for anybody.");
    }
    if Some(command.requested_by.0) == me {
        return Err("You asked for it: somebody else must agree.");
    }
    if !op.holds(Permission::PositionApprove) {
        return Err("Your role does not include this.");
    }
    Ok(())
}

/// Agrees to a command: it is checked again at the prices of now, and sent.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::NotFound`], [`UseCaseError::Conflict`]; [`UseCaseError::Invalid`] with
/// `own_request`, `wrong_state` or the checks that refuse it now. Nothing was sent then.
pub async fn approve(op: &OpContext, app: &App, id: TradeCommandId, version: i32) -> Result<(), UseCaseError> {
    let permit = op.require::<PositionApprove>()?;
    let tx = app.db.read(op).await?;
    let seen = at_version(within(&tx, &permit, id).await?, version)?;
    four_eyes::refuse_maker(op, Some(seen.requested_by.0))?;
    let (row, _) = for_change(op, &tx, &permit, seen.account, None).await?;
    drop(tx);
    let _turn = turn(op, app, seen.account).await?;
    let held = held(app, op, &row).await?;
    let unsettled = look_up_all(op, app, &held, seen.account).await?;
    let judged = judged_again(op, &held, &row, &seen, &unsettled).await?;
    refuse(&judged.checks)?;
    let price = judged.market.price_for(&judged.terms);

    let tx = app.db.begin(op).await?;
    hold(&tx, seen.account).await?;
    // what was agreed to is what stands there now: the terms, the version, and that somebody else asked for it
    let command = at_version(within(&tx, &permit, id).await?, version)?;
    four_eyes::refuse_maker(op, Some(command.requested_by.0))?;
    let (_, key) = for_change(op, &tx, &permit, command.account, None).await?;
    let step = TradeStep {
        decided_by: Some(op.staff_id()?),
        before: judged.before,
        ..TradeStep::to(TradeState::Sending, op.now())
    };
    if !TradeCommands::of(&tx).step(&command, &step).await? {
        return Err(UseCaseError::Conflict { current: version + 1 });
    }
    let sending = within(&tx, &permit, id).await?;
    tx.commit(about(AuditAction::TradeApproved, &sending, &key)).await?;
    announce(op, app, id, sending.version).await;
    send(op, app, &held, &sending, &key, price).await
}

/// Says no.
///
/// # Errors
/// As [`approve`].
pub async fn decline(
    op: &OpContext,
    app: &App,
    id: TradeCommandId,
    version: i32,
    why: &str,
) -> Result<(), UseCaseError> {
    let permit = op.require::<PositionApprove>()?;
    let why = reason(why)?;
    let tx = app.db.begin(op).await?;
    let command = at_version(within(&tx, &permit, id).await?, version)?;
    four_eyes::refuse_maker(op, Some(command.requested_by.0))?;
    let key = key_of(&tx, &command).await?;
    let step = TradeStep { decided_by: Some(op.staff_id()?), ..TradeStep::to(TradeState::Declined, op.now()) };
    if !TradeCommands::of(&tx).step(&command, &step).await? {
        return Err(UseCaseError::Conflict { current: version + 1 });
    }
    tx.commit(about(AuditAction::TradeDeclined, &command, &key).because(why)).await?;
    announce(op, app, id, version + 1).await;
    Ok(())
}

/// Takes one's own request back, while it waits.
///
/// # Errors
/// As [`approve`]; `not_yours` for somebody else's.
pub async fn cancel(op: &OpContext, app: &App, id: TradeCommandId, version: i32) -> Result<(), UseCaseError> {
    let permit = op.require::<PositionView>()?;
    let me = op.staff_id()?;
    let tx = app.db.begin(op).await?;
    let command = within(&tx, &permit, id).await?;
    if command.requested_by.0 != me {
        return Err(Problem::whole("not_yours", "Somebody else asked for it: say no to it instead.").into());
    }
    let command = at_version(command, version)?;
    let key = key_of(&tx, &command).await?;
    let step = TradeStep { decided_by: Some(me), ..TradeStep::to(TradeState::Cancelled, op.now()) };
    if !TradeCommands::of(&tx).step(&command, &step).await? {
        return Err(UseCaseError::Conflict { current: version + 1 });
    }
    tx.commit(about(AuditAction::TradeCancelled, &command, &key)).await?;
    announce(op, app, id, version + 1).await;
    Ok(())
}

fn at_version(command: TradeCommand, version: i32) -> Result<TradeCommand, UseCaseError> {
    four_eyes::waits(command.state == TradeState::Requested, command.version, version)?;
    Ok(command)
}
