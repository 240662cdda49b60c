//! The nouns of a trading server in the CRM's words. Wire types of the drivers never reach this room.

mod account;
mod balance;
mod candle;
mod command;
mod deal;
mod ids;
mod lots;
mod market;
mod order;
mod position;
mod query;

pub use account::{
    Account, AccountField, AccountPatch, AccountState, AccountUpdate, CreatedAccount, NewAccount, PasswordKind,
    Personal, StateSource, StopOutState,
};
pub use balance::{BalanceKind, BalanceOperation};
pub use candle::{CANDLES_MAX, Candle, CandleQuery, Frame};
pub use command::{
    ActivateOrder, CancelOrder, CloseBy, ClosePosition, Fill, ModifyOrder, ModifyPosition, OpenMarket, PlacePending,
    TradeOutcome,
};
pub use deal::{Deal, DealAction, DealEntry, DealId, DealLeg, DealMaker};
pub use ids::{Login, Ticket};
pub use lots::Lots;
pub use market::{CalcMode, GroupSpec, MarginMode, MarginQuery, ProfitQuery, Quote, Quotes, SymbolSpec, TradeMode};
pub use order::{OrderKind, OrderLife, OrderState, PendingOrder};
pub use position::{Position, Side};
pub use query::{AccountFilter, Cursor, DealQuery, Page, TradeFilter, Window};

/// An amount in the account's currency. Exact; the number of digits is the account's.
pub type Money = rust_decimal::Decimal;

/// A price or a rate of a symbol. Exact; the number of digits is the symbol's.
pub type Price = rust_decimal::Decimal;
