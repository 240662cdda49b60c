//! Checks of prices: the market's against the one that was shown, and the side and distance of stops and waiting orders.

use super::checks::{Case, Checks};
use super::rule::SLIPPAGE_MAX;
use super::words::{to_side, units, worse_by};
use crate::instant::instant;
use chrono::Duration;
use crm_model::{PendingKind, TRADE_DIGITS, TradeKind, TradeSide, show_price};
use crm_storage::DealingRule;
use crm_trading::{Price, Quote};

/// A price older than that may mean a closed market.
const OLD_PRICE: Duration = Duration::minutes(5);

/// Points by which the market may move against the client: the rule's, or the spread of the symbol now where that is wider,
/// since a symbol with a wide spread moves by as much between two looks. Never more than a rule may allow.
pub(super) fn tolerance(rule: &DealingRule, digits: u32, quote: Option<&Quote>) -> i32 {
    let spread = quote.and_then(|quote| points(quote.ask.checked_sub(quote.bid)?, digits)).unwrap_or(0);
    rule.max_slippage.max(spread.min(SLIPPAGE_MAX))
}

/// Whole points of a difference of prices; `None` beyond what is kept.
fn points(difference: Price, digits: u32) -> Option<i32> {
    let point = 10_i64.checked_pow(TRADE_DIGITS.checked_sub(digits)?)?;
    i32::try_from(units(difference)?.checked_div(point)?).ok()
}

pub(super) fn price(case: &Case<'_>, checks: &mut Checks) {
    let (terms, market) = (case.terms, case.market);
    let Some(quote) = &market.quote else {
        if terms.kind.at_market() {
            checks.refuse("no_price", format!("The server has no price of {}.", terms.symbol));
        }
        return;
    };
    let age = case.now - quote.at.utc;
    if age > OLD_PRICE && !terms.kind.modifies() {
        let at = instant(quote.at.utc);
        checks.mind("old_price", format!("The newest price is of {at}: the market may be closed."));
    }
    let Some(now) = market.price_for(terms).and_then(units) else { return };
    let shown = |price| show_price(price, terms.digits);
    let Some(seen) = terms.price else {
        return checks.mind("price", format!("It is filled at the market's price, {} now.", shown(now)));
    };
    let worse = worse_by(terms, seen, now).unwrap_or(i64::MAX);
    let text = match worse {
        0 => format!("The price is {}, as shown.", shown(now)),
        1.. => format!(
            "The price is {} now, {worse} points worse than the {} shown; {} are allowed.",
            shown(now),
            shown(seen),
            terms.max_slippage
        ),
        _ => format!(
            "The price is {} now, {} points better than the {} shown.",
            shown(now),
            worse.saturating_neg(),
            shown(seen)
        ),
    };
    checks.weigh("price_moved", worse <= i64::from(terms.max_slippage), text);
}

/// The least distance of stops and waiting orders from the price.
fn near(case: &Case<'_>) -> i64 {
    let point = 10_i64.saturating_pow(TRADE_DIGITS.saturating_sub(case.terms.digits));
    case.market.spec.stops_level.max(0).saturating_mul(point)
}

pub(super) fn order_price(case: &Case<'_>, checks: &mut Checks) {
    let terms = case.terms;
    if !matches!(terms.kind, TradeKind::PlaceOrder | TradeKind::ModifyOrder) {
        return;
    }
    if terms.expires_at.is_some_and(|at| at <= case.now) {
        checks.refuse("expired", "The order would end before it begins.");
    }
    let (Some(kind), Some(price), Some(side)) = (terms.pending, terms.price, terms.side) else { return };
    let market = case.market.quote.as_ref().and_then(|quote| units(quote.opening(to_side(side))));
    let Some(market) = market else {
        return checks.mind("no_price", "The server has no price to compare the order's price with.");
    };
    let near = near(case);
    let below = |price: i64| price < market && market.saturating_sub(price) >= near;
    let above = |price: i64| price > market && price.saturating_sub(market) >= near;
    let fits = match kind {
        PendingKind::BuyLimit | PendingKind::SellStop => below(price),
        PendingKind::SellLimit | PendingKind::BuyStop => above(price),
        PendingKind::BuyStopLimit => terms.price_trigger.is_some_and(|at| above(at) && price <= at),
        PendingKind::SellStopLimit => terms.price_trigger.is_some_and(|at| below(at) && price >= at),
    };
    let where_to = match kind {
        PendingKind::BuyLimit | PendingKind::SellStop => "below the market",
        PendingKind::SellLimit | PendingKind::BuyStop => "above the market",
        PendingKind::BuyStopLimit => "at or below its trigger, and the trigger above the market",
        PendingKind::SellStopLimit => "at or above its trigger, and the trigger below the market",
    };
    let text = format!(
        "The price must be {where_to}, which is at {}, by {} points or more.",
        show_price(market, terms.digits),
        case.market.spec.stops_level
    );
    checks.weigh("order_price", fits, text);
}

pub(super) fn stops(case: &Case<'_>, checks: &mut Checks) {
    let (terms, market) = (case.terms, case.market);
    if terms.stop_loss.is_none() && terms.take_profit.is_none() {
        return;
    }
    let Some(side) = terms.side else { return };
    let waits = matches!(terms.kind, TradeKind::PlaceOrder | TradeKind::ModifyOrder);
    let closing = market.quote.as_ref().map(|quote| quote.opening(to_side(side.opposite())));
    let Some(from) = (if waits { terms.price } else { closing.and_then(units) }) else {
        return checks.mind("stops", "The server has no price to compare the stops with.");
    };
    let near = near(case);
    let below = |price: i64| price < from && from.saturating_sub(price) >= near;
    let above = |price: i64| price > from && price.saturating_sub(from) >= near;
    let (loss_fits, profit_fits, loss_side, profit_side) = match side {
        TradeSide::Buy => (terms.stop_loss.is_none_or(below), terms.take_profit.is_none_or(above), "below", "above"),
        TradeSide::Sell => (terms.stop_loss.is_none_or(above), terms.take_profit.is_none_or(below), "above", "below"),
    };
    let text = format!(
        "Stop loss must be {loss_side} and take profit {profit_side} {}, by {} points or more.",
        show_price(from, terms.digits),
        market.spec.stops_level
    );
    checks.weigh("stops", loss_fits && profit_fits, text);
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use crm_trading::ServerTime;

    fn allowed(rule: i32, digits: u32, bid: &str, ask: &str) -> i32 {
        let rule = DealingRule { max_slippage: rule, ..DealingRule::default() };
        let at = ServerTime { server_msc: 0, utc: DateTime::UNIX_EPOCH };
        let quote = Quote { symbol: "X".to_owned(), bid: bid.parse().unwrap(), ask: ask.parse().unwrap(), at };
        tolerance(&rule, digits, Some(&quote))
    }

    #[test]
    fn a_wide_spread_widens_the_tolerance_and_a_narrow_one_never_does() {
        assert_eq!(allowed(20, 5, "1.10000", "1.10010"), 20, "narrower than the rule");
        assert_eq!(allowed(20, 5, "1.10000", "1.10020"), 20);
        assert_eq!(allowed(20, 2, "3500.00", "3501.20"), 120, "wider than the rule");
        assert_eq!(allowed(200, 2, "3500.00", "3501.20"), 200, "the rule is wider");
        assert_eq!(allowed(0, 2, "3500.00", "3501.20"), 120);
        assert_eq!(allowed(20, 2, "3501.20", "3500.00"), 20, "a quote that is none widens nothing");
        assert_eq!(allowed(20, 5, "1.10000", "9.00000"), SLIPPAGE_MAX, "never more than a rule may allow");
        assert_eq!(tolerance(&DealingRule::default(), 5, None), 20);
    }
}
