use super::{Login, Lots, Money, Price, Ticket};
use crate::clock::ServerTime;

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// Gains when the price rises.
    Buy,
    /// Gains when the price falls.
    Sell,
}

impl Side {
    /// The other way.
    #[must_use]
    pub const fn opposite(self) -> Self {
        match self {
            Self::Buy => Self::Sell,
            Self::Sell => Self::Buy,
        }
    }
}

/// An open exposure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// Its number. MT5 keeps it through partial closes; MT4 gives the rest a new one (see `continues`).
    pub ticket: Ticket,
    /// The position of which this one is the rest after a partial close (MT4 only).
    pub continues: Option<Ticket>,
    /// Whose.
    pub login: Login,
    /// In what.
    pub symbol: String,
    /// Which way.
    pub side: Side,
    /// How much.
    pub lots: Lots,
    /// Opened at; an average where fills were added.
    pub price_open: Price,
    /// The price it would close at.
    pub price_current: Price,
    /// Stop loss.
    pub stop_loss: Option<Price>,
    /// Take profit.
    pub take_profit: Option<Price>,
    /// Floating result without swap, in the account's currency.
    pub profit: Money,
    /// Swap gathered.
    pub swap: Money,
    /// Remark; holds the tag of the command that opened it.
    pub comment: String,
    /// When it was opened.
    pub opened_at: ServerTime,
}

impl Position {
    /// Whether the terms are the same: what people and fills change, not what the market moves.
    #[must_use]
    pub fn same_terms(&self, other: &Self) -> bool {
        let Self { price_current, profit, swap, .. } = other;
        Self { price_current: *price_current, profit: *profit, swap: *swap, ..self.clone() } == *other
    }
}
