use super::{Login, Lots, OrderKind, OrderLife, Price, Side, Ticket};
use crate::error::Answer;

/// Open a position at the market.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenMarket {
    /// For whom.
    pub login: Login,
    /// In what.
    pub symbol: String,
    /// Which way.
    pub side: Side,
    /// How much.
    pub lots: Lots,
    /// At what price; `None` takes the server's newest.
    pub price: Option<Price>,
    /// Stop loss.
    pub stop_loss: Option<Price>,
    /// Take profit.
    pub take_profit: Option<Price>,
}

/// Place an order that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacePending {
    /// For whom.
    pub login: Login,
    /// In what.
    pub symbol: String,
    /// Kind.
    pub kind: OrderKind,
    /// How much.
    pub lots: Lots,
    /// The price that starts it; of a stop-limit order the price of the limit order that it becomes.
    pub price: Price,
    /// Of a stop-limit order the price at which it becomes a limit order.
    pub price_trigger: Option<Price>,
    /// Stop loss of the position to come.
    pub stop_loss: Option<Price>,
    /// Take profit of the position to come.
    pub take_profit: Option<Price>,
    /// How long it waits.
    pub life: OrderLife,
}

/// Change the stops of a position. Both are sent: `None` removes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModifyPosition {
    /// Whose.
    pub login: Login,
    /// Which.
    pub ticket: Ticket,
    /// Stop loss.
    pub stop_loss: Option<Price>,
    /// Take profit.
    pub take_profit: Option<Price>,
}

/// Change a waiting order. Everything is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModifyOrder {
    /// Whose.
    pub login: Login,
    /// Which.
    pub ticket: Ticket,
    /// The price that starts it; of a stop-limit order the price of the limit order that it becomes.
    pub price: Price,
    /// Of a stop-limit order the price at which it becomes a limit order.
    pub price_trigger: Option<Price>,
    /// Stop loss of the position to come.
    pub stop_loss: Option<Price>,
    /// Take profit of the position to come.
    pub take_profit: Option<Price>,
    /// How long it waits.
    pub life: OrderLife,
}

/// Cancel a waiting order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CancelOrder {
    /// Whose.
    pub login: Login,
    /// Which.
    pub ticket: Ticket,
}

/// Fill a waiting order now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActivateOrder {
    /// Whose.
    pub login: Login,
    /// Which.
    pub ticket: Ticket,
    /// At what price; `None` takes the server's newest.
    pub price: Option<Price>,
}

/// Close a position, or a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosePosition {
    /// Whose.
    pub login: Login,
    /// Which.
    pub ticket: Ticket,
    /// How much; `None` closes all of it.
    pub lots: Option<Lots>,
    /// At what price; `None` takes the server's newest.
    pub price: Option<Price>,
}

/// Close a position by an opposite one of the same symbol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CloseBy {
    /// Whose.
    pub login: Login,
    /// Which.
    pub ticket: Ticket,
    /// The opposite one.
    pub by: Ticket,
}

/// What a server says that it did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fill {
    /// The deal that was made (MT5).
    pub deal: Option<Ticket>,
    /// The order.
    pub order: Option<Ticket>,
    /// The position that is open after a partial close: the same on MT5, a new number on MT4.
    pub rest: Option<Ticket>,
    /// How much.
    pub lots: Option<Lots>,
    /// At what price.
    pub price: Option<Price>,
}

/// How a trade command ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TradeOutcome {
    /// Carried out.
    Done(Fill),
    /// Carried out for a part of the volume.
    Partial(Fill),
    /// The order waits on the server.
    Placed(Fill),
    /// Refused: nothing was done.
    Rejected(Answer),
    /// Nobody knows: never repeat it, look it up ([`crate::find_trade`]).
    Unknown(Answer),
}
