//! The way to brokers' trading servers: which process commands which server, and which addresses may be dialled at all.

mod amounts;
pub mod feed;
pub(crate) mod four_eyes;
mod guard;
mod health;
mod hub;
mod patient;
mod turns;

pub use amounts::tag_of;
pub(crate) use amounts::{figures_of, minor_of, money_of};
pub use crm_trading::TimeLimits;
pub(crate) use guard::HostGuard;
pub use guard::forbidden;
pub(crate) use health::{CheckTradingServers, check_one, check_trading_servers, note_answer};
pub(crate) use hub::Held;
pub use hub::{HoldError, TradingHub};
pub(crate) use turns::turn;
