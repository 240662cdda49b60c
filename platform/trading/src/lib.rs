//! Trading servers. A [`TradingServer`] is a broker's MetaTrader installation in the CRM's words; [`connect`] opens the
//! driver: MetaTrader 5 by its Web API or MetaTrader 4 by an HTTP gateway. [`poll`] turns answers into events.
//!
//! The rule that everything here serves: **an operation is never done twice, and never believed undone while it may
//! have been done**. A change is written at most once; when its first byte left and no whole answer came, the outcome
//! is unknown, and the caller looks it up by the tag that the change carries ([`find_balance_operation`],
//! [`find_trade`], [`find_account`]).
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        reason = "tests may stop at the first surprise"
    )
)]

mod check;
mod clock;
mod domain;
mod error;
mod fields;
mod lookup;
mod mt4;
mod mt5;
mod net;
pub mod poll;
mod recent;
mod reference;
mod secret;
mod server;
mod settings;

pub use check::{CheckReport, check};
pub use clock::{ClockReading, Daylight, ServerClock, ServerTime};
pub use domain::*;
pub use error::{Answer, TradingError};
pub use reference::{Found, FoundTrade, Intent, Reference, find_account, find_balance_operation, find_trade};
pub use secret::Secret;
pub use server::{Capabilities, Health, Result, Right, Rights, ServerKind, TradingServer};
pub use settings::{Access, Resolve, ServerSettings, SettingsError, TimeLimits, Trust, connect};
