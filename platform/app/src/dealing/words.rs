//! The CRM's words for a command and the server's, both ways.

use crm_model::{PendingKind, TRADE_DIGITS, TradeSide};
use crm_storage::{TradePicture, TradeTerms};
use crm_trading::{Lots, OrderKind, OrderLife, PendingOrder, Position, Price, Side, Ticket};
use rust_decimal::Decimal;

/// Exact hundred-millionths; what is finer is rounded. `None` beyond what is kept.
pub(super) fn units(value: Decimal) -> Option<i64> {
    Lots::from_decimal(value.round_dp(TRADE_DIGITS)).map(Lots::units)
}

/// Hundred-millionths as a decimal.
pub(super) fn decimal(units: i64) -> Price {
    Decimal::new(units, TRADE_DIGITS).normalize()
}

pub(super) fn number(ticket: Ticket) -> Option<i64> {
    i64::try_from(ticket.0).ok()
}

/// A ticket as it is kept; a number below zero names nothing.
pub(super) fn ticket(number: i64) -> Ticket {
    Ticket(u64::try_from(number).unwrap_or(0))
}

pub(super) const fn to_side(side: TradeSide) -> Side {
    match side {
        TradeSide::Buy => Side::Buy,
        TradeSide::Sell => Side::Sell,
    }
}

pub(super) const fn of_side(side: Side) -> TradeSide {
    match side {
        Side::Buy => TradeSide::Buy,
        Side::Sell => TradeSide::Sell,
    }
}

pub(super) const fn to_kind(kind: PendingKind) -> OrderKind {
    match kind {
        PendingKind::BuyLimit => OrderKind::BuyLimit,
        PendingKind::SellLimit => OrderKind::SellLimit,
        PendingKind::BuyStop => OrderKind::BuyStop,
        PendingKind::SellStop => OrderKind::SellStop,
        PendingKind::BuyStopLimit => OrderKind::BuyStopLimit,
        PendingKind::SellStopLimit => OrderKind::SellStopLimit,
    }
}

pub(super) const fn of_kind(kind: OrderKind) -> PendingKind {
    match kind {
        OrderKind::BuyLimit => PendingKind::BuyLimit,
        OrderKind::SellLimit => PendingKind::SellLimit,
        OrderKind::BuyStop => PendingKind::BuyStop,
        OrderKind::SellStop => PendingKind::SellStop,
        OrderKind::BuyStopLimit => PendingKind::BuyStopLimit,
        OrderKind::SellStopLimit => PendingKind::SellStopLimit,
    }
}

pub(super) fn life(terms: &TradeTerms) -> OrderLife {
    terms.expires_at.map_or(OrderLife::UntilCancelled, OrderLife::Until)
}

pub(super) fn position_picture(position: &Position) -> TradePicture {
    TradePicture {
        lots: Some(position.lots.units()),
        price: units(position.price_open),
        stop_loss: position.stop_loss.and_then(units),
        take_profit: position.take_profit.and_then(units),
    }
}

pub(super) fn order_picture(order: &PendingOrder) -> TradePicture {
    TradePicture {
        lots: Some(order.lots_current.units()),
        price: units(order.price),
        stop_loss: order.stop_loss.and_then(units),
        take_profit: order.take_profit.and_then(units),
    }
}

/// Which way a command is filled at the market: closing deals against the position.
pub(super) fn dealt(terms: &TradeTerms) -> Option<TradeSide> {
    let side = terms.side.filter(|_| terms.kind.at_market())?;
    Some(if terms.kind == crm_model::TradeKind::Close { side.opposite() } else { side })
}

/// Points from the price that was shown to another one; above zero is worse for the client.
pub(super) fn worse_by(terms: &TradeTerms, shown: i64, now: i64) -> Option<i64> {
    let point = 10_i64.checked_pow(TRADE_DIGITS.checked_sub(terms.digits)?)?;
    let risen = now.checked_sub(shown)?;
    let worse = match dealt(terms)? {
        TradeSide::Buy => risen,
        TradeSide::Sell => risen.checked_neg()?,
    };
    // what lies between two points counts as the farther one when it is worse
    let whole = worse.checked_div(point)?;
    Some(if worse > 0 && worse % point != 0 { whole + 1 } else { whole })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crm_model::TradeKind;

    fn terms(kind: TradeKind, side: TradeSide) -> TradeTerms {
        TradeTerms {
            kind,
            symbol: "EURUSD".to_owned(),
            digits: 5,
            side: Some(side),
            pending: None,
            lots: 1,
            ticket: None,
            by_ticket: None,
            price: None,
            price_trigger: None,
            stop_loss: None,
            take_profit: None,
            max_slippage: 0,
            expires_at: None,
        }
    }

    #[test]
    fn slippage_above_zero_is_worse_for_the_client() {
        let points = |kind, side| worse_by(&terms(kind, side), 110_000_000, 110_002_000);
        assert_eq!(points(TradeKind::Open, TradeSide::Buy), Some(2));
        assert_eq!(points(TradeKind::Open, TradeSide::Sell), Some(-2));
        assert_eq!(points(TradeKind::Close, TradeSide::Buy), Some(-2), "a bought position is sold");
        assert_eq!(points(TradeKind::Close, TradeSide::Sell), Some(2));
        assert_eq!(points(TradeKind::PlaceOrder, TradeSide::Buy), None, "a waiting order has nothing to compare");
        assert_eq!(worse_by(&terms(TradeKind::Open, TradeSide::Buy), 110_000_000, 110_000_001), Some(1));
        assert_eq!(worse_by(&terms(TradeKind::Open, TradeSide::Sell), 110_000_000, 110_000_001), Some(0));
    }

    #[test]
    fn mon_26_volumes_and_prices_go_there_and_back_exactly() {
        for units_of in [1, 1_000_000, 108_500_000, 4_000_000_000_000, i64::MAX] {
            assert_eq!(units(decimal(units_of)), Some(units_of));
        }
        assert_eq!(units("1.123456789".parse().unwrap()), Some(112_345_679));
    }
}
