use super::{Login, Lots, Money, Price, Side};
use crate::clock::ServerTime;

/// How a group keeps positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarginMode {
    /// One position a symbol.
    Netting,
    /// Any number of positions a symbol.
    Hedging,
}

/// A group of accounts with common terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupSpec {
    /// Full name.
    pub name: String,
    /// Deposit currency.
    pub currency: String,
    /// Digits of the currency.
    pub currency_digits: u32,
    /// How positions are kept.
    pub margin_mode: MarginMode,
    /// Margin call level; per cent, or money where `levels_are_money`.
    pub margin_call: Money,
    /// Stop out level; per cent, or money where `levels_are_money`.
    pub stop_out: Money,
    /// Whether the levels are amounts.
    pub levels_are_money: bool,
    /// Legal entity that the group belongs to.
    pub company: String,
}

/// How margin and profit of a symbol are reckoned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalcMode {
    /// Currency pairs.
    Forex,
    /// Currency pairs without leverage.
    ForexNoLeverage,
    /// Contracts for difference.
    Cfd,
    /// Contracts for difference with leverage.
    CfdLeverage,
    /// Contracts on an index.
    CfdIndex,
    /// Futures.
    Futures,
    /// A mode of exchange instruments; the server's code.
    Other(i64),
}

/// What may be traded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TradeMode {
    /// Nothing.
    Disabled,
    /// Only buying.
    LongOnly,
    /// Only selling.
    ShortOnly,
    /// Only closing.
    CloseOnly,
    /// Everything.
    Full,
}

/// A symbol's terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SymbolSpec {
    /// Name.
    pub symbol: String,
    /// Place in the tree of symbols.
    pub path: String,
    /// Words for people.
    pub description: String,
    /// Digits of its prices.
    pub digits: u32,
    /// Units in one lot.
    pub contract_size: Money,
    /// Margin of one lot where it does not come from the contract; zero where it does.
    pub margin_initial: Money,
    /// Factor on the margin of bought positions.
    pub margin_buy: Money,
    /// Factor on the margin of sold positions.
    pub margin_sell: Money,
    /// Charged for lots that are bought and sold: an amount, or units of the contract.
    pub margin_hedged: Money,
    /// Currency of the base.
    pub currency_base: String,
    /// Currency of results.
    pub currency_profit: String,
    /// Currency of margin.
    pub currency_margin: String,
    /// How it is reckoned.
    pub calc_mode: CalcMode,
    /// What may be traded.
    pub trade_mode: TradeMode,
    /// Smallest volume.
    pub lots_min: Lots,
    /// Largest volume.
    pub lots_max: Lots,
    /// Step of volumes.
    pub lots_step: Lots,
    /// Least distance of stops from the price, in points.
    pub stops_level: i64,
    /// Swap of a bought lot, in the server's swap unit.
    pub swap_long: Money,
    /// Swap of a sold lot, in the server's swap unit.
    pub swap_short: Money,
}

/// The newest prices of a symbol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// Of what.
    pub symbol: String,
    /// What one gets for selling.
    pub bid: Price,
    /// What one pays for buying.
    pub ask: Price,
    /// When.
    pub at: ServerTime,
}

impl Quote {
    /// The price at which a new position of this side opens.
    #[must_use]
    pub const fn opening(&self, side: Side) -> Price {
        match side {
            Side::Buy => self.ask,
            Side::Sell => self.bid,
        }
    }
}

/// Quotes that changed, and where to go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotes {
    /// What changed since the cursor of the question.
    pub quotes: Vec<Quote>,
    /// For the next question; 0 asks for everything.
    pub cursor: u64,
}

/// What would a new position need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarginQuery {
    /// Whose account.
    pub login: Login,
    /// In what.
    pub symbol: String,
    /// Which way.
    pub side: Side,
    /// How much.
    pub lots: Lots,
    /// At what price.
    pub price: Price,
}

/// What would a trade bring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfitQuery {
    /// Terms of which group.
    pub group: String,
    /// In what.
    pub symbol: String,
    /// Which way.
    pub side: Side,
    /// How much.
    pub lots: Lots,
    /// Opened at.
    pub price_open: Price,
    /// Closed at.
    pub price_close: Price,
}
