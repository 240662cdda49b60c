use thiserror::Error;

/// Why the engine refused. Nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Refusal {
    /// No such account, position, order, deal, symbol or group.
    #[error("not found")]
    NotFound,
    /// A parameter has no meaning here.
    #[error("invalid parameters")]
    Parameters,
    /// No group of that name on that platform.
    #[error("unknown group")]
    UnknownGroup,
    /// The login is taken.
    #[error("the login exists")]
    LoginExists,
    /// The password is too simple or does not match.
    #[error("invalid password")]
    Password,
    /// The account has open positions or orders.
    #[error("the account has open trades")]
    OpenTrades,
    /// The new group has another deposit currency.
    #[error("another deposit currency")]
    OtherCurrency,
    /// More money than one operation may move.
    #[error("amount over the limit")]
    MoneyLimit,
    /// The request makes no sense.
    #[error("invalid request")]
    Request,
    /// The volume is outside the symbol's limits or steps.
    #[error("invalid volume")]
    Volume,
    /// The price is nonsense or far from the market.
    #[error("invalid price")]
    Price,
    /// Stop loss or take profit stands on the wrong side or too near.
    #[error("invalid stops")]
    Stops,
    /// Trading is switched off for the account or symbol.
    #[error("trading is disabled")]
    TradeDisabled,
    /// The market is closed.
    #[error("the market is closed")]
    MarketClosed,
    /// Not enough free margin, balance or credit.
    #[error("not enough money")]
    NoMoney,
    /// There is no quote yet.
    #[error("no quotes")]
    NoQuotes,
    /// The expiration is in the past.
    #[error("invalid expiration")]
    Expiration,
    /// The request would change nothing.
    #[error("no changes")]
    NoChanges,
    /// The order is in no state for this.
    #[error("the order was changed")]
    OrderChanged,
    /// The type of order does not fit.
    #[error("invalid order type")]
    OrderType,
    /// The position is closed already.
    #[error("the position is closed")]
    PositionClosed,
    /// More than the position holds.
    #[error("the volume is larger than the position")]
    CloseVolume,
    /// The account may have no more positions.
    #[error("too many positions")]
    PositionLimit,
}
