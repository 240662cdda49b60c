//! Asking for a command: checked, written down, and sent at once where nobody else must agree.

use super::checks::{Case, judge};
use super::market::{About, Market};
use super::terms::{RequestTrade, is_same, parse_ticket, terms};
use super::{about, announce, send::send, settle::look_up_all, within};
use crate::balance_operations::{BalanceCheck, named, refuse};
use crate::clients::reason;
use crate::trading::{Held, turn};
use crate::trading_accounts::{for_change, held, hold};
use crate::{App, UseCaseError};
use crm_access::kinds::{PositionClose, PositionModify, PositionOpen};
use crm_access::{OpContext, PermissionKind, Permit};
use crm_model::{AuditAction, TradeCommandId, TradeKind, TradeState, TradingEnvironment};
use crm_storage::{
    DealingRule, DealingRules, NewTradeCommand, StorageError, TradeCommand, TradeCommands, TradePicture, TradeTerms,
    TradingAccountRow,
};
use crm_trading::{Money, Reference};

/// A command read against the market, and judged.
pub(super) struct Judged {
    pub(super) market: Market,
    pub(super) terms: TradeTerms,
    pub(super) before: Option<TradePicture>,
    pub(super) margin: Option<Money>,
    pub(super) checks: Vec<BalanceCheck>,
}

/// Whether a command is too large for one person. Play money needs nobody.
pub(super) fn too_large(rule: &DealingRule, row: &TradingAccountRow, terms: &TradeTerms) -> bool {
    row.record.environment == TradingEnvironment::Live && terms.lots > rule.alone_up_to
}

/// Reads an input against the market now and judges it.
pub(super) async fn judged(
    op: &OpContext,
    held: &Held,
    row: &TradingAccountRow,
    input: &RequestTrade,
    rule: &DealingRule,
    unsettled: &[TradeCommand],
) -> Result<Judged, UseCaseError> {
    let wanted = match (input.kind, &input.symbol, &input.ticket) {
        (TradeKind::Open | TradeKind::PlaceOrder, Some(symbol), _) => About::Symbol(symbol),
        (TradeKind::Open | TradeKind::PlaceOrder, None, _) => {
            return Err(UseCaseError::invalid("symbol", "required", "Name the symbol."));
        }
        (_, _, Some(number)) => About::Ticket(parse_ticket("ticket", number)?),
        (_, _, None) => {
            return Err(UseCaseError::invalid("ticket", "required", "Name the position or the order."));
        }
    };
    let market = Market::read(held, row, wanted).await?;
    let (terms, before) = terms(input, &market, rule)?;
    let margin = market.margin_for(held, &terms).await?;
    let case = Case { now: op.now(), row, terms: &terms, market: &market, margin, unsettled };
    let checks = judge(&case);
    Ok(Judged { market, terms, before, margin, checks })
}

/// Asks for a command. Up to the size of the rule it is sent at once, and the server's answer is awaited; else it waits for a
/// second person.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::NotFound`]; [`UseCaseError::Invalid`] with the checks that refuse it, or with
/// `key_reused` when the same name came with another request. Nothing was sent then.
pub async fn request(op: &OpContext, app: &App, input: &RequestTrade) -> Result<TradeCommandId, UseCaseError> {
    if input.kind.opens() {
        request_as(op, app, &op.require::<PositionOpen>()?, input).await
    } else if input.kind.modifies() {
        request_as(op, app, &op.require::<PositionModify>()?, input).await
    } else {
        request_as(op, app, &op.require::<PositionClose>()?, input).await
    }
}

async fn request_as<P: PermissionKind>(
    op: &OpContext,
    app: &App,
    permit: &Permit<P>,
    input: &RequestTrade,
) -> Result<TradeCommandId, UseCaseError> {
    let maker = op.staff_id()?;
    let tx = app.db.read(op).await?;
    let (row, _) = for_change(op, &tx, permit, input.account, None).await?;
    let rule = DealingRules::of(&tx).rule().await?;
    drop(tx);
    if rule.step_up {
        op.require_step_up()?;
    }
    let why = reason(&input.reason)?;
    named(&input.request_key)?;
    let _turn = turn(op, app, input.account).await?;
    if let Some(known) = known(op, app, input).await? {
        return Ok(known);
    }
    let held = held(app, op, &row).await?;
    let unsettled = look_up_all(op, app, &held, input.account).await?;
    let judged = judged(op, &held, &row, input, &rule, &unsettled).await?;
    refuse(&judged.checks)?;
    let price = judged.market.price_for(&judged.terms);

    let tx = app.db.begin(op).await?;
    // money of the account and its positions are asked for one after the other
    hold(&tx, input.account).await?;
    let (row, key) = for_change(op, &tx, permit, input.account, None).await?;
    let needs_approval = too_large(&rule, &row, &judged.terms);
    let state = if needs_approval { TradeState::Requested } else { TradeState::Sending };
    let reference = Reference::generate().map_err(|_| UseCaseError::Internal("no randomness for a reference"))?;
    let new = NewTradeCommand {
        id: TradeCommandId::generate(),
        account: input.account,
        terms: &judged.terms,
        request_key: &input.request_key,
        reference: reference.to_bytes(),
        state,
        needs_approval,
        reason: &why,
        before: judged.before,
        requested_by: maker,
        now: op.now(),
    };
    let commands = TradeCommands::of(&tx);
    match commands.create(permit, &new, &key).await {
        Err(StorageError::Taken { .. }) => {
            drop(tx);
            return known(op, app, input).await?.ok_or(UseCaseError::Busy);
        }
        other => other?,
    }
    let command = within(&tx, permit, new.id).await?;
    tx.commit(about(AuditAction::TradeRequested, &command, &key).because(why.clone())).await?;
    announce(op, app, new.id, command.version).await;
    if state == TradeState::Sending {
        send(op, app, &held, &command, &key, price).await?;
    }
    Ok(new.id)
}

/// MON-01, MON-02: the same name is the same command, or a mistake.
async fn known(op: &OpContext, app: &App, input: &RequestTrade) -> Result<Option<TradeCommandId>, UseCaseError> {
    let tx = app.db.read(op).await?;
    let Some(known) = TradeCommands::of(&tx).by_request_key(&input.request_key).await? else { return Ok(None) };
    if is_same(&known, input) {
        return Ok(Some(known.id));
    }
    Err(UseCaseError::invalid("requestKey", "key_reused", "Another request carried this name. Nothing was sent."))
}

/// Judges the terms of a kept command against the market now.
pub(super) async fn judged_again(
    op: &OpContext,
    held: &Held,
    row: &TradingAccountRow,
    command: &TradeCommand,
    unsettled: &[TradeCommand],
) -> Result<Judged, UseCaseError> {
    let terms = command.terms.clone();
    let wanted = terms.ticket.map_or(About::Symbol(&terms.symbol), About::Ticket);
    let market = Market::read(held, row, wanted).await?;
    let margin = market.margin_for(held, &terms).await?;
    let case = Case { now: op.now(), row, terms: &terms, market: &market, margin, unsettled };
    let checks = judge(&case);
    let position = market.position(terms.ticket).map(super::words::position_picture);
    let order = || market.order(terms.ticket).map(super::words::order_picture);
    let netted = || market.netted().filter(|_| terms.kind == TradeKind::Open).map(super::words::position_picture);
    let before = position.or_else(order).or_else(netted);
    Ok(Judged { market, terms, before, margin, checks })
}
