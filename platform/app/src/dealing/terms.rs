//! What somebody asks for, read against what is open and how the symbol is written.

use super::market::{Market, gone};
use super::prices::tolerance;
use super::words::{number, of_kind, of_side, units};
use chrono::{DateTime, SubsecRound, Utc};
use crm_model::{PendingKind, Problem, Problems, TradeKind, TradeSide, TradingAccountId, parse_lots, parse_price};
use crm_storage::{DealingRule, TradeCommand, TradePicture, TradeTerms};
use crm_trading::{PendingOrder, Position};

/// A trade command as somebody asks for it.
#[derive(Clone, Debug)]
pub struct RequestTrade {
    /// What the caller calls this request: the same name again is the same command.
    pub request_key: String,
    /// On which account.
    pub account: TradingAccountId,
    /// What it does.
    pub kind: TradeKind,
    /// In what; not for what is named by a ticket.
    pub symbol: Option<String>,
    /// Which way.
    pub side: Option<TradeSide>,
    /// Kind of the order to be placed.
    pub pending: Option<PendingKind>,
    /// How much, in lots; `None` closes all.
    pub lots: Option<String>,
    /// Which position or order.
    pub ticket: Option<String>,
    /// The opposite position.
    pub by_ticket: Option<String>,
    /// The market's price that the person saw.
    pub shown_price: Option<String>,
    /// Points by which the market may have moved against the client since; where it is absent the rule's, or the symbol's
    /// spread where that is wider.
    pub max_slippage: Option<i32>,
    /// Price of a waiting order.
    pub price: Option<String>,
    /// Where a stop-limit order becomes a limit order at its price.
    pub price_trigger: Option<String>,
    /// Stop loss; absent is none.
    pub stop_loss: Option<String>,
    /// Take profit; absent is none.
    pub take_profit: Option<String>,
    /// Until when a waiting order waits; absent until it is cancelled.
    pub expires_at: Option<DateTime<Utc>>,
    /// Why.
    pub reason: String,
}

/// A number of a position or an order.
pub(super) fn parse_ticket(field: &str, text: &str) -> Result<i64, Problem> {
    let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let number = text.parse().ok().filter(|number| plain && *number > 0);
    number.ok_or_else(|| {
        Problem::at(field, "invalid_ticket", "Write the number of the position or order as it stands there.")
    })
}

fn required<T>(problems: &mut Problems, field: &str, value: Option<T>) -> Option<T> {
    if value.is_none() {
        problems.push(Problem::at(field, "required", "This is needed for such a command."));
    }
    value
}

/// The terms of a new command and how what it concerns stands now.
///
/// # Errors
/// Every place that does not fit.
pub(super) fn terms(
    input: &RequestTrade,
    market: &Market,
    rule: &DealingRule,
) -> Result<(TradeTerms, Option<TradePicture>), Vec<Problem>> {
    let mut problems = Problems::new();
    let digits = market.spec.digits;
    let mut price = |field: &str, text: &Option<String>| {
        text.as_deref().and_then(|text| problems.keep(parse_price(field, text, digits)))
    };
    let shown = price("shownPrice", &input.shown_price);
    let (own_price, trigger) = (price("price", &input.price), price("priceTrigger", &input.price_trigger));
    let (stop_loss, take_profit) = (price("stopLoss", &input.stop_loss), price("takeProfit", &input.take_profit));
    let lots = input.lots.as_deref().and_then(|text| problems.keep(parse_lots("lots", text)));
    let allowed = tolerance(rule, digits, market.quote.as_ref());
    let max_slippage = input.max_slippage.unwrap_or(allowed);
    if !(0..=allowed).contains(&max_slippage) {
        let said = format!("The broker's rule and the spread of now allow 0 to {allowed} points.");
        problems.push(Problem::at("maxSlippage", "too_much", said));
    }
    let named = input.ticket.as_deref().and_then(|text| problems.keep(parse_ticket("ticket", text)));
    let by = input.by_ticket.as_deref().and_then(|text| problems.keep(parse_ticket("byTicket", text)));
    let mut made = TradeTerms {
        kind: input.kind,
        symbol: market.spec.symbol.clone(),
        digits,
        side: None,
        pending: None,
        lots: lots.unwrap_or(0),
        ticket: None,
        by_ticket: None,
        price: None,
        price_trigger: None,
        stop_loss: None,
        take_profit: None,
        max_slippage,
        // servers keep whole seconds
        expires_at: input.expires_at.map(|at| at.trunc_subsecs(0)),
    };
    let mut before = None;
    match input.kind {
        TradeKind::Open => {
            made.side = required(&mut problems, "side", input.side);
            required(&mut problems, "lots", input.lots.as_ref());
            (made.price, made.stop_loss, made.take_profit, made.expires_at) = (shown, stop_loss, take_profit, None);
            before = market.netted().map(super::words::position_picture);
        }
        TradeKind::PlaceOrder => {
            made.pending = required(&mut problems, "pendingKind", input.pending);
            made.side = made.pending.map(PendingKind::side);
            required(&mut problems, "lots", input.lots.as_ref());
            required(&mut problems, "price", input.price.as_ref());
            if made.pending.is_some_and(PendingKind::is_stop_limit) {
                made.price_trigger = trigger;
                required(&mut problems, "priceTrigger", input.price_trigger.as_ref());
            }
            (made.price, made.stop_loss, made.take_profit) = (own_price, stop_loss, take_profit);
        }
        TradeKind::Close | TradeKind::CloseBy | TradeKind::ModifyPosition => {
            made.expires_at = None;
            required(&mut problems, "ticket", input.ticket.as_ref());
            match market.position(named) {
                Some(position) => {
                    on_position(&mut made, position);
                    before = Some(super::words::position_picture(position));
                }
                None => problems.push(gone()),
            }
            match input.kind {
                TradeKind::Close => {
                    made.price = shown;
                    made.lots = lots.unwrap_or(made.lots);
                }
                TradeKind::CloseBy => {
                    required(&mut problems, "byTicket", input.by_ticket.as_ref());
                    match market.position(by) {
                        Some(other) => {
                            made.by_ticket = by;
                            made.lots = made.lots.min(other.lots.units());
                        }
                        None => problems.push(Problem { path: vec!["byTicket".to_owned()], ..gone() }),
                    }
                }
                _ => (made.stop_loss, made.take_profit) = (stop_loss, take_profit),
            }
        }
        TradeKind::ModifyOrder | TradeKind::CancelOrder | TradeKind::ActivateOrder => {
            required(&mut problems, "ticket", input.ticket.as_ref());
            match market.order(named) {
                Some(order) => {
                    on_order(&mut made, order);
                    before = Some(super::words::order_picture(order));
                    if input.kind == TradeKind::ModifyOrder {
                        made.price = own_price.or(made.price);
                        made.price_trigger = trigger.or(made.price_trigger);
                        (made.stop_loss, made.take_profit) = (stop_loss, take_profit);
                    } else {
                        made.price = if input.kind == TradeKind::ActivateOrder { shown } else { made.price };
                        made.expires_at = None;
                    }
                }
                None => problems.push(gone()),
            }
        }
    }
    problems.done()?;
    Ok((made, before))
}

fn on_position(made: &mut TradeTerms, position: &Position) {
    made.side = Some(of_side(position.side));
    made.lots = position.lots.units();
    made.ticket = number(position.ticket);
}

fn on_order(made: &mut TradeTerms, order: &PendingOrder) {
    made.side = Some(of_side(order.side));
    made.pending = order.kind.map(of_kind);
    made.lots = order.lots_current.units();
    made.ticket = number(order.ticket);
    made.price = units(order.price);
    made.price_trigger = order.price_trigger.and_then(units);
}

/// MON-01, MON-02: whether a request that carries a known name is the same one. What the market showed may differ.
pub(super) fn is_same(known: &TradeCommand, input: &RequestTrade) -> bool {
    let terms = &known.terms;
    let equal = |text: &Option<String>, kept: Option<i64>| match text.as_deref() {
        Some(text) => parse_price("price", text, terms.digits).ok() == kept,
        None => kept.is_none(),
    };
    let numbered = |text: &Option<String>, kept: Option<i64>| {
        text.as_deref().is_none_or(|text| parse_ticket("ticket", text).ok() == kept)
    };
    let waits = matches!(terms.kind, TradeKind::PlaceOrder | TradeKind::ModifyOrder);
    let has_stops = waits || matches!(terms.kind, TradeKind::Open | TradeKind::ModifyPosition);
    // the picture of before is taken anew when a second person agrees: from then on it does not tell what the maker saw
    let whole = known.decided_at.is_some() || known.before.and_then(|before| before.lots) == Some(terms.lots);
    known.account == input.account
        && terms.kind == input.kind
        && input.symbol.as_ref().is_none_or(|symbol| *symbol == terms.symbol)
        && input.side.is_none_or(|side| terms.side == Some(side))
        && input.pending.is_none_or(|pending| terms.pending == Some(pending))
        && match input.lots.as_deref() {
            Some(text) => parse_lots("lots", text) == Ok(terms.lots),
            None => terms.kind != TradeKind::Close || whole,
        }
        && numbered(&input.ticket, terms.ticket)
        && numbered(&input.by_ticket, terms.by_ticket)
        && (!waits || input.price.is_none() || equal(&input.price, terms.price))
        && (!waits || input.price_trigger.is_none() || equal(&input.price_trigger, terms.price_trigger))
        && (!waits || input.expires_at.map(|at| at.trunc_subsecs(0)) == terms.expires_at)
        && (!has_stops || (equal(&input.stop_loss, terms.stop_loss) && equal(&input.take_profit, terms.take_profit)))
}
