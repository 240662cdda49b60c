//! What a dealing form needs, read from the server now.

use super::checks::{limits, mode_words};
use super::market::{About, Market};
use super::prices::tolerance;
use super::terms::parse_ticket;
use crate::trading_accounts::{held, refused, within};
use crate::{App, UseCaseError};
use crm_access::kinds::{PositionClose, PositionModify, PositionOpen, PositionView};
use crm_access::{OpContext, PermissionKind};
use crm_model::{PendingKind, TradeKind, TradingAccountId};
use crm_storage::{DealingRules, Scoped, TradingAccountRow};
use crm_trading::{PendingOrder, Position, Quote, SymbolSpec, TradeMode};

/// Most symbols of an answer.
const SYMBOLS_MAX: usize = 50;

/// Everything that a dealing form needs.
#[derive(Debug)]
pub struct TradeTicket {
    /// The account.
    pub account: TradingAccountRow,
    /// The symbol's terms.
    pub spec: SymbolSpec,
    /// Smallest volume, in hundred-millionths of a lot.
    pub lots_min: i64,
    /// Largest volume; 0 where the server does not say it.
    pub lots_max: i64,
    /// Its prices, if the server has any.
    pub quote: Option<Quote>,
    /// Points by which the price may move against the client before a command is refused.
    pub max_slippage: i32,
    /// What may be traded, in words.
    pub trade_mode: &'static str,
    /// Open positions of the account in that symbol.
    pub positions: Vec<Position>,
    /// Waiting orders of the account in that symbol.
    pub orders: Vec<PendingOrder>,
    /// Margin level in per cent, for those who see the account's money.
    pub margin_level: Option<rust_decimal::Decimal>,
    /// What server and rights allow.
    pub kinds: Vec<TradeKind>,
    /// Kinds of waiting orders that the server has.
    pub pending_kinds: Vec<PendingKind>,
}

/// The ticket of a symbol, or of the symbol of a position or an order.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::NotFound`]; [`UseCaseError::Invalid`] when the server cannot be asked.
pub async fn ticket(
    op: &OpContext,
    app: &App,
    account: TradingAccountId,
    symbol: Option<&str>,
    number: Option<&str>,
) -> Result<TradeTicket, UseCaseError> {
    let permit = op.require::<PositionView>()?;
    let tx = app.db.read(op).await?;
    let row = within(op, &tx, &permit, account).await?;
    let opens = may::<PositionOpen>(op, &tx, account).await?;
    let modifies = may::<PositionModify>(op, &tx, account).await?;
    let closes = may::<PositionClose>(op, &tx, account).await?;
    let rule = DealingRules::of(&tx).rule().await?;
    drop(tx);
    let about = match (symbol, number) {
        (_, Some(number)) => About::Ticket(parse_ticket("ticket", number)?),
        (Some(symbol), None) => About::Symbol(symbol),
        (None, None) => return Err(UseCaseError::invalid("symbol", "required", "Name a symbol or a ticket.")),
    };
    let held = held(app, op, &row).await?;
    let Market { can, state, netting, spec, quote, mut positions, mut orders, .. } =
        Market::read(&held, &row, about).await?;
    positions.retain(|position| position.symbol == spec.symbol);
    orders.retain(|order| order.symbol == spec.symbol);
    let trades = !matches!(spec.trade_mode, TradeMode::Disabled | TradeMode::CloseOnly);
    let allowed = |kind: &TradeKind| match kind {
        TradeKind::CloseBy => closes && !netting,
        TradeKind::ModifyPosition | TradeKind::ModifyOrder => modifies,
        TradeKind::Close | TradeKind::CancelOrder => closes,
        _ => opens && trades,
    };
    let kinds = TradeKind::ALL.iter().copied().filter(|kind| allowed(kind) && row.record.archived_at.is_none());
    let pending = PendingKind::ALL.iter().copied().filter(|kind| can.stop_limit || !kind.is_stop_limit());
    let (lots_min, lots_max, _) = limits(&spec);
    Ok(TradeTicket {
        lots_min,
        lots_max: lots_max.unwrap_or(0),
        trade_mode: mode_words(spec.trade_mode),
        max_slippage: tolerance(&rule, spec.digits, quote.as_ref()),
        margin_level: (row.shows_money && !state.margin.is_zero()).then_some(state.margin_level),
        kinds: kinds.collect(),
        pending_kinds: pending.collect(),
        account: row,
        spec,
        quote,
        positions,
        orders,
    })
}

async fn may<P: PermissionKind>(
    op: &OpContext,
    tx: &impl Scoped,
    account: TradingAccountId,
) -> Result<bool, UseCaseError> {
    let Ok(permit) = op.require::<P>() else { return Ok(false) };
    match within(op, tx, &permit, account).await {
        Ok(_) => Ok(true),
        Err(UseCaseError::NotFound(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Symbols that can be dealt in on an account, by a part of their name or description.
///
/// # Errors
/// As [`ticket`].
pub async fn symbols(
    op: &OpContext,
    app: &App,
    account: TradingAccountId,
    search: &str,
) -> Result<Vec<SymbolSpec>, UseCaseError> {
    let permit = op.require::<PositionView>()?;
    let tx = app.db.read(op).await?;
    let row = within(op, &tx, &permit, account).await?;
    drop(tx);
    let held = held(app, op, &row).await?;
    let mut found = held.server.symbols().await.map_err(|error| refused(&error))?;
    let wanted = search.trim().to_lowercase();
    found.retain(|spec| {
        spec.trade_mode != TradeMode::Disabled
            && (spec.symbol.to_lowercase().contains(&wanted) || spec.description.to_lowercase().contains(&wanted))
    });
    // what begins with it stands first
    found.sort_by_key(|spec| (!spec.symbol.to_lowercase().starts_with(&wanted), spec.symbol.clone()));
    found.truncate(SYMBOLS_MAX);
    Ok(found)
}
