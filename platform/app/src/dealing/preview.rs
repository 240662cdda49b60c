//! What would be checked if a command were asked for, or agreed to, now. Nothing is sent.

use super::checks::{free_after, result_of};
use super::request::{Judged, judged, judged_again, too_large};
use super::terms::RequestTrade;
use super::within;
use crate::balance_operations::{BalanceCheck, CheckOutcome};
use crate::trading::four_eyes;
use crate::trading_accounts::{held, within as account_within};
use crate::{App, UseCaseError};
use crm_access::kinds::{PositionClose, PositionModify, PositionOpen, PositionView};
use crm_access::{AccessError, OpContext, Permission, PermissionKind, Permit};
use crm_model::{Problem, TradeCommandId, TradeState};
use crm_storage::{DealingRules, TradeCommands, TradingAccountRow};
use crm_trading::Money;
use rust_decimal::Decimal;

/// What would be checked if a command were asked for now.
#[derive(Debug)]
pub struct TradePreview {
    /// Each check in words.
    pub checks: Vec<BalanceCheck>,
    /// A second person would have to agree.
    pub needs_approval: bool,
    /// The price at which it would be filled.
    pub price: Option<Decimal>,
    /// Digits of the price.
    pub price_digits: u32,
    /// Margin that it would take, for those who see the account's money.
    pub margin_needed: Option<Money>,
    /// Margin that would be free then, for those who see the account's money.
    pub margin_free_after: Option<Money>,
    /// What a closing would realise.
    pub result: Option<Money>,
    /// Digits of amounts.
    pub digits: u32,
}

/// What would be checked if a command were asked for now, and whether somebody else would have to agree. Changes nothing.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::NotFound`]; [`UseCaseError::Invalid`] when the server cannot be asked.
pub async fn preview(op: &OpContext, app: &App, input: &RequestTrade) -> Result<TradePreview, UseCaseError> {
    if input.kind.opens() {
        preview_as(op, app, &op.require::<PositionOpen>()?, input).await
    } else if input.kind.modifies() {
        preview_as(op, app, &op.require::<PositionModify>()?, input).await
    } else {
        preview_as(op, app, &op.require::<PositionClose>()?, input).await
    }
}

async fn preview_as<P: PermissionKind>(
    op: &OpContext,
    app: &App,
    permit: &Permit<P>,
    input: &RequestTrade,
) -> Result<TradePreview, UseCaseError> {
    let tx = app.db.read(op).await?;
    let row = account_within(op, &tx, permit, input.account).await?;
    let rule = DealingRules::of(&tx).rule().await?;
    let unsettled = TradeCommands::of(&tx).unsettled(Some(input.account), op.now()).await?;
    drop(tx);
    let held = held(app, op, &row).await?;
    let judged = match judged(op, &held, &row, input, &rule, &unsettled).await {
        Ok(judged) => judged,
        // what does not fit is said like every other check; what the server says when it cannot be asked is not
        Err(UseCaseError::Invalid(problems)) if problems.iter().all(|problem| !problem.path.is_empty()) => {
            return Ok(unfit(problems, row.record.digits));
        }
        Err(error) => return Err(error),
    };
    let needs_approval = too_large(&rule, &row, &judged.terms);
    Ok(told(judged, &row, needs_approval))
}

/// What would be checked if somebody agreed to a command now. Changes nothing, and looks up nothing that is in doubt.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::NotFound`]; [`UseCaseError::Invalid`] with `wrong_state` when it does not wait,
/// or when the server cannot be asked.
pub async fn preview_command(op: &OpContext, app: &App, id: TradeCommandId) -> Result<TradePreview, UseCaseError> {
    // a look needs no fresh second factor; agreeing does
    let permit = op.require::<PositionView>()?;
    if !op.holds(Permission::PositionApprove) {
        return Err(AccessError::Forbidden(Permission::PositionApprove).into());
    }
    let tx = app.db.read(op).await?;
    let command = within(&tx, &permit, id).await?;
    four_eyes::waits(command.state == TradeState::Requested, command.version, command.version)?;
    let row = account_within(op, &tx, &permit, command.account).await?;
    let unsettled = TradeCommands::of(&tx).unsettled(Some(command.account), op.now()).await?;
    drop(tx);
    let held = held(app, op, &row).await?;
    let judged = judged_again(op, &held, &row, &command, &unsettled).await?;
    Ok(told(judged, &row, true))
}

fn told(judged: Judged, row: &TradingAccountRow, needs_approval: bool) -> TradePreview {
    let Judged { market, terms, margin, checks, .. } = judged;
    let money = |amount: Option<Money>| amount.filter(|_| row.shows_money);
    TradePreview {
        checks,
        needs_approval,
        price: market.price_for(&terms),
        price_digits: terms.digits,
        margin_needed: money(margin),
        margin_free_after: money(free_after(&market, margin)),
        result: result_of(&market, &terms),
        digits: row.record.digits,
    }
}

fn unfit(problems: Vec<Problem>, digits: u32) -> TradePreview {
    let check =
        |problem: Problem| BalanceCheck { code: problem.code, outcome: CheckOutcome::Refused, text: problem.message };
    TradePreview {
        checks: problems.into_iter().map(check).collect(),
        needs_approval: false,
        price: None,
        price_digits: 0,
        margin_needed: None,
        margin_free_after: None,
        result: None,
        digits,
    }
}
