//! Orders that ended, as the server tells them now: the CRM keeps none.

use crate::trading_accounts::{login, within};
use crate::{App, UseCaseError};
use chrono::{DateTime, Duration, Utc};
use crm_access::OpContext;
use crm_access::kinds::PositionView;
use crm_model::{TradingAccountId, TradingProduct};
use crm_trading::{Cursor, DealQuery, OrderKind, OrderState, PendingOrder, Side, TradeFilter, Window};

/// An order that ended. Amounts are plain decimals.
#[derive(Clone, Debug)]
pub struct EndedOrder {
    /// Its number.
    pub ticket: String,
    /// In what.
    pub symbol: String,
    /// `BUY` or `SELL` at the market, else the kind of the pending order.
    pub kind: &'static str,
    /// How much it asked for, in lots.
    pub lots: String,
    /// Its price; `None` at the market.
    pub price: Option<String>,
    /// How it ended.
    pub state: &'static str,
    /// When it was placed.
    pub placed_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
}

/// A page of orders that ended.
#[derive(Clone, Debug)]
pub struct EndedOrders {
    /// The orders, as the server sorts them.
    pub orders: Vec<EndedOrder>,
    /// Where it goes on.
    pub next: Option<String>,
    /// When the server was asked; `None` when it did not answer.
    pub as_of: Option<DateTime<Utc>>,
    /// What a reader must know; with an empty page why it is empty.
    pub said: Option<String>,
}

/// What one question may span.
const SPAN_MAX: Duration = Duration::days(366);
const MT4: &str =
    "MetaTrader 4 keeps pending orders that were cancelled or ran out; what was filled stands among the deals.";

/// Orders of an account that ended in a span of time.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::NotFound`], [`UseCaseError::Invalid`] for the span or the cursor. A server that
/// cannot be asked is an empty page that says so.
pub async fn ended(
    op: &OpContext,
    app: &App,
    id: TradingAccountId,
    from: DateTime<Utc>,
    before: DateTime<Utc>,
    cursor: Option<String>,
) -> Result<EndedOrders, UseCaseError> {
    let permit = op.require::<PositionView>()?;
    if from >= before || before - from > SPAN_MAX {
        return Err(UseCaseError::invalid("before", "invalid_span", "Ask for a span of at most 366 days."));
    }
    if cursor.as_ref().is_some_and(|cursor| cursor.len() > 100) {
        return Err(UseCaseError::invalid("cursor", "invalid_cursor", "This is no cursor of this list."));
    }
    let tx = app.db.read(op).await?;
    let account = within(op, &tx, &permit, id).await?;
    drop(tx);
    let silent = |said: String| EndedOrders { orders: Vec::new(), next: None, as_of: None, said: Some(said) };
    let held = match app.trading.hold(app, op.tenant(), account.record.server).await {
        Ok(held) => held,
        Err(error) => return Ok(silent(error.problem()?.message)),
    };
    if !held.server.capabilities().order_history {
        return Ok(silent("This server keeps no orders that ended.".to_owned()));
    }
    let own = login(account.record.login);
    let query = DealQuery {
        filter: TradeFilter::Login(own),
        window: Window { from, to: before },
        cursor: cursor.map(Cursor::from_text),
    };
    let asked_at = app.clock.now();
    let page = match held.server.order_history(&query).await {
        Ok(page) => page,
        Err(error) => return Ok(silent(format!("The orders cannot be read now: {error}."))),
    };
    let inside = |order: &PendingOrder| {
        let ended = order.done_at.unwrap_or(order.placed_at).utc;
        order.login == own && from <= ended && ended < before
    };
    Ok(EndedOrders {
        orders: page.items.iter().filter(|order| inside(order)).map(shown).collect(),
        next: page.next.map(|next| next.as_text().to_owned()),
        as_of: Some(asked_at),
        said: (account.server_kind == TradingProduct::Mt4).then(|| MT4.to_owned()),
    })
}

fn shown(order: &PendingOrder) -> EndedOrder {
    EndedOrder {
        ticket: order.ticket.to_string(),
        symbol: order.symbol.clone(),
        kind: kind_of(order),
        lots: order.lots_initial.to_string(),
        // servers tell nothing, or the price that was asked for, which is no price of the order's own
        price: order.kind.map(|_| order.price.to_string()),
        state: match order.state {
            OrderState::Placed => "PLACED",
            OrderState::Cancelled => "CANCELLED",
            OrderState::Partial => "PARTIAL",
            OrderState::Filled => "FILLED",
            OrderState::Rejected => "REJECTED",
            OrderState::Expired => "EXPIRED",
            OrderState::InTransit => "IN_TRANSIT",
        },
        placed_at: order.placed_at.utc,
        ended_at: order.done_at.map(|at| at.utc),
    }
}

const fn kind_of(order: &PendingOrder) -> &'static str {
    match (order.kind, order.side) {
        (None, Side::Buy) => "BUY",
        (None, Side::Sell) => "SELL",
        (Some(OrderKind::BuyLimit), _) => "BUY_LIMIT",
        (Some(OrderKind::SellLimit), _) => "SELL_LIMIT",
        (Some(OrderKind::BuyStop), _) => "BUY_STOP",
        (Some(OrderKind::SellStop), _) => "SELL_STOP",
        (Some(OrderKind::BuyStopLimit), _) => "BUY_STOP_LIMIT",
        (Some(OrderKind::SellStopLimit), _) => "SELL_STOP_LIMIT",
    }
}
