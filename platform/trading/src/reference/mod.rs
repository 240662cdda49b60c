//! The CRM's mark on what it did, and how to find it again when an answer was lost.

mod search;
mod tag;

pub use search::{Found, FoundTrade, find_account, find_balance_operation, find_trade};
pub use tag::{Intent, Reference};
