use super::{Login, Lots, Price, Side, Ticket};
use crate::clock::ServerTime;

/// Kind of a pending order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OrderKind {
    /// Buys below the market.
    BuyLimit,
    /// Sells above the market.
    SellLimit,
    /// Buys above the market.
    BuyStop,
    /// Sells below the market.
    SellStop,
    /// Becomes a buy limit when a price is passed (MT5 only).
    BuyStopLimit,
    /// Becomes a sell limit when a price is passed (MT5 only).
    SellStopLimit,
}

impl OrderKind {
    /// Which way the position will be.
    #[must_use]
    pub const fn side(self) -> Side {
        match self {
            Self::BuyLimit | Self::BuyStop | Self::BuyStopLimit => Side::Buy,
            Self::SellLimit | Self::SellStop | Self::SellStopLimit => Side::Sell,
        }
    }

    /// Whether it needs a second price.
    #[must_use]
    pub const fn is_stop_limit(self) -> bool {
        matches!(self, Self::BuyStopLimit | Self::SellStopLimit)
    }
}

/// How long an order waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderLife {
    /// Until it is cancelled.
    UntilCancelled,
    /// Until the end of the trading day.
    Day,
    /// Until an instant.
    Until(chrono::DateTime<chrono::Utc>),
}

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderState {
    /// Waits.
    Placed,
    /// Was cancelled.
    Cancelled,
    /// Filled in part.
    Partial,
    /// Filled.
    Filled,
    /// Refused.
    Rejected,
    /// Its time ran out.
    Expired,
    /// On its way between two of the others.
    InTransit,
}

/// An order: one that waits, or one of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingOrder {
    /// Its number.
    pub ticket: Ticket,
    /// Whose.
    pub login: Login,
    /// In what.
    pub symbol: String,
    /// Kind; `None` in the history for an order at the market.
    pub kind: Option<OrderKind>,
    /// Which way.
    pub side: Side,
    /// How much it asked for.
    pub lots_initial: Lots,
    /// How much is left.
    pub lots_current: Lots,
    /// The price that starts it.
    pub price: Price,
    /// For stop-limit orders: the price of the limit order that it becomes.
    pub price_trigger: Option<Price>,
    /// Stop loss of the position to come.
    pub stop_loss: Option<Price>,
    /// Take profit of the position to come.
    pub take_profit: Option<Price>,
    /// How long it waits.
    pub life: OrderLife,
    /// Where it stands.
    pub state: OrderState,
    /// The position that it opened or changed, if any.
    pub position: Option<Ticket>,
    /// Remark; holds the tag of the command that placed it.
    pub comment: String,
    /// When it was placed.
    pub placed_at: ServerTime,
    /// When it ended.
    pub done_at: Option<ServerTime>,
}
