//! Formulas of margin, profit and conversion (PROTOCOL §8).

use rust_decimal::Decimal;

use super::num::{lots, ratio, rounded};
use super::records::Side;
use super::symbol::{CalcMode, Symbol};
use super::{Engine, Group};

/// Which side of a conversion pair is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// What one gets for money received: bid, or one over ask.
    Receive,
    /// What one pays for money needed: ask, or one over bid.
    Pay,
}

/// Digits that rates are kept with.
const RATE_DIGITS: u32 = 12;

/// Profit of a price move in the profit currency, not rounded.
#[must_use]
pub fn profit(symbol: &Symbol, side: Side, volume: i64, open: Decimal, close: Decimal) -> Decimal {
    let moved = match side {
        Side::Buy => close - open,
        Side::Sell => open - close,
    };
    match symbol.calc {
        CalcMode::Futures => ratio(moved * symbol.tick_value * lots(volume), symbol.tick_size),
        _ => moved * symbol.contract_size * lots(volume),
    }
}

/// Margin of a volume in the margin currency, not rounded.
pub(super) fn margin(symbol: &Symbol, volume: i64, price: Decimal, leverage: u32) -> Decimal {
    margin_of(symbol, volume, price, leverage, symbol.contract_size, symbol.margin_initial)
}

/// Margin of a covered volume in the margin currency, not rounded.
pub(super) fn hedged_margin(symbol: &Symbol, volume: i64, price: Decimal, leverage: u32) -> Decimal {
    if symbol.margin_initial.is_zero() && symbol.calc != CalcMode::Futures {
        return margin_of(symbol, volume, price, leverage, symbol.margin_hedged, Decimal::ZERO);
    }
    lots(volume) * symbol.margin_hedged * symbol.margin_rate
}

fn margin_of(
    symbol: &Symbol,
    volume: i64,
    price: Decimal,
    leverage: u32,
    contract: Decimal,
    initial: Decimal,
) -> Decimal {
    let leverage = Decimal::from(leverage.max(1));
    let lots = lots(volume);
    let fixed = initial > Decimal::ZERO;
    let full = match symbol.calc {
        CalcMode::Futures => lots * initial,
        CalcMode::Forex if fixed => ratio(lots * initial, leverage),
        CalcMode::Forex => ratio(lots * contract, leverage),
        CalcMode::CfdLeverage if fixed => ratio(lots * initial, leverage),
        CalcMode::CfdLeverage => ratio(lots * contract * price, leverage),
        CalcMode::ForexNoLeverage | CalcMode::Cfd | CalcMode::CfdIndex if fixed => lots * initial,
        CalcMode::ForexNoLeverage => lots * contract,
        CalcMode::Cfd => lots * contract * price,
        CalcMode::CfdIndex => ratio(lots * contract * price * symbol.tick_value, symbol.tick_size),
    };
    full * symbol.margin_rate
}

/// Cents are a currency of their own: the dollar and how many of it make one.
fn unit(currency: &str) -> (&str, Decimal) {
    if currency == "USC" { ("USD", Decimal::ONE_HUNDRED) } else { (currency, Decimal::ONE) }
}

impl Engine {
    /// Units of `to` for one unit of `from` at the present prices; `None` when no pair leads there.
    #[must_use]
    pub fn rate(&self, from: &str, to: &str, way: Way) -> Option<Decimal> {
        let ((from, of_from), (to, of_to)) = (unit(from), unit(to));
        let rate = if from == to {
            Decimal::ONE
        } else {
            match self.direct_rate(from, to, way) {
                Some(rate) => rate,
                None => self.direct_rate(from, "USD", way)? * self.direct_rate("USD", to, way)?,
            }
        };
        Some(rounded(ratio(rate * of_to, of_from), RATE_DIGITS))
    }

    fn direct_rate(&self, from: &str, to: &str, way: Way) -> Option<Decimal> {
        if from == to {
            return Some(Decimal::ONE);
        }
        let pair = |base: &str, quote: &str| self.pairs.get(base)?.get(quote).and_then(|id| self.quote(*id));
        if let Some(quote) = pair(from, to) {
            return Some(if way == Way::Receive { quote.bid } else { quote.ask });
        }
        let quote = pair(to, from)?;
        let price = if way == Way::Receive { quote.ask } else { quote.bid };
        Decimal::ONE.checked_div(price)
    }

    /// The rate that turns a profit of a symbol into the deposit currency: by the exit price where the symbol
    /// itself is the pair, else by the market.
    pub(super) fn profit_rate(&self, symbol: &Symbol, group: &Group, raw: Decimal, exit: Decimal) -> Decimal {
        let own = symbol.calc == CalcMode::Forex && symbol.base == unit(&group.currency).0 && !symbol.profit_by_market;
        if own && symbol.profit_currency != symbol.base {
            return rounded(ratio(unit(&group.currency).1, exit), RATE_DIGITS);
        }
        let way = if raw.is_sign_negative() { Way::Pay } else { Way::Receive };
        self.rate(&symbol.profit_currency, &group.currency, way).unwrap_or(Decimal::ONE)
    }

    /// The rate that turns a margin into the deposit currency, fixed when a position opens.
    pub(super) fn margin_rate(&self, symbol: &Symbol, group: &Group, side: Side, price: Decimal) -> Decimal {
        let (deposit, units) = unit(&group.currency);
        let own = symbol.calc == CalcMode::Forex && symbol.margin_currency == symbol.base;
        if own && symbol.profit_currency == deposit {
            return price * units;
        }
        let way = if side == Side::Buy { Way::Pay } else { Way::Receive };
        self.rate(&symbol.margin_currency, &group.currency, way).unwrap_or(Decimal::ONE)
    }
}
