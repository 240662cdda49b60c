use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::num::{LOT, coded};

/// Place of a symbol in the engine's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SymbolId(pub(crate) usize);

coded! {
    /// How margin and profit are computed (PROTOCOL §8).
    CalcMode {
        /// Contract over leverage.
        Forex = 0,
        /// Fixed initial margin; profit by tick value.
        Futures = 1,
        /// Contract times price, without leverage.
        Cfd = 2,
        /// As CFD, scaled by tick value over tick size.
        CfdIndex = 3,
        /// As CFD, over leverage.
        CfdLeverage = 4,
        /// Forex without leverage.
        ForexNoLeverage = 5,
    }
}

coded! {
    /// What the swap rates of a symbol mean. The two modes that reopen positions are not simulated.
    SwapMode {
        /// No swap.
        Disabled = 0,
        /// Points per lot.
        Points = 1,
        /// Money in the base currency per lot.
        BaseCurrency = 2,
        /// Money in the margin currency per lot.
        MarginCurrency = 3,
        /// Money in the deposit currency per lot.
        DepositCurrency = 4,
        /// Yearly per cent of the current price.
        InterestCurrent = 5,
        /// Yearly per cent of the open price.
        InterestOpen = 6,
        /// Money in the profit currency per lot.
        ProfitCurrency = 9,
    }
}

coded! {
    /// What may be done with a symbol.
    TradeMode {
        /// Nothing.
        Disabled = 0,
        /// Buying only.
        LongOnly = 1,
        /// Selling only.
        ShortOnly = 2,
        /// Closing only.
        CloseOnly = 3,
        /// Everything.
        Full = 4,
    }
}

/// Overnight interest of a symbol.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Swap {
    /// What the two rates mean.
    pub mode: SwapMode,
    /// For bought positions.
    pub long: Decimal,
    /// For sold positions.
    pub short: Decimal,
    /// Day whose night counts three times: 0 Sunday … 6 Saturday, 7 none.
    pub triple_day: u32,
    /// Days of the year of the per-cent modes.
    pub year_days: u32,
}

/// A traded instrument.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Symbol {
    /// Name, at most 12 characters so that MT4 can show it too.
    pub name: String,
    /// Folders of the symbol tree, name last: `Forex\Major\EURUSD`.
    pub path: String,
    /// For people.
    pub description: String,
    /// Base currency.
    pub base: String,
    /// Currency of profits.
    pub profit_currency: String,
    /// Currency of margin.
    pub margin_currency: String,
    /// Digits of prices after the point.
    pub digits: u32,
    /// Units in one lot.
    pub contract_size: Decimal,
    /// How margin and profit are computed.
    pub calc: CalcMode,
    /// Smallest price step of index and futures formulas.
    pub tick_size: Decimal,
    /// Money of one tick size per lot, in the profit currency.
    pub tick_value: Decimal,
    /// Replaces the contract term of the margin formula when above zero.
    pub margin_initial: Decimal,
    /// Charged per covered lot: money where `margin_initial` is set, else a contract size. Zero: nothing.
    pub margin_hedged: Decimal,
    /// Factor on the margin of positions.
    pub margin_rate: Decimal,
    /// Charge only the larger leg of covered positions.
    pub hedge_large_leg: bool,
    /// Convert profits by the market instead of by the exit price.
    pub profit_by_market: bool,
    /// Overnight interest.
    pub swap: Swap,
    /// Smallest volume, 1e-8 lots.
    pub volume_min: i64,
    /// Largest volume of one request, 1e-8 lots.
    pub volume_max: i64,
    /// Volume step, 1e-8 lots.
    pub volume_step: i64,
    /// Nearest distance of stops and pending orders to the market, in points.
    pub stops_level: u32,
    /// Trades on weekends too.
    pub round_the_clock: bool,
    /// What may be done.
    pub trade_mode: TradeMode,
}

impl Symbol {
    /// One point of its price.
    #[must_use]
    pub fn point(&self) -> Decimal {
        Decimal::new(1, self.digits)
    }

    /// A forex pair with usual limits; other kinds change what differs.
    #[must_use]
    pub fn pair(name: &str, folder: &str, digits: u32) -> Self {
        let base = name.get(..3).unwrap_or(name).to_owned();
        let quote = name.get(3..6).unwrap_or("USD").to_owned();
        Self {
            name: name.to_owned(),
            path: format!("{folder}\\{name}"),
            description: format!("{base} against {quote}"),
            margin_currency: base.clone(),
            base,
            profit_currency: quote,
            digits,
            contract_size: Decimal::from(100_000),
            calc: CalcMode::Forex,
            tick_size: Decimal::ZERO,
            tick_value: Decimal::ZERO,
            margin_initial: Decimal::ZERO,
            margin_hedged: Decimal::ZERO,
            margin_rate: Decimal::ONE,
            hedge_large_leg: false,
            profit_by_market: false,
            swap: Swap {
                mode: SwapMode::Points,
                long: Decimal::new(-65, 1),
                short: Decimal::new(12, 1),
                triple_day: 3,
                year_days: 360,
            },
            volume_min: LOT / 100,
            volume_max: LOT * 500,
            volume_step: LOT / 100,
            stops_level: 0,
            round_the_clock: false,
            trade_mode: TradeMode::Full,
        }
    }
}
