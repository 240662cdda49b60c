//! A simulator of MetaTrader servers: an MT5 Web API (HTTPS) and an MT4 HTTP gateway over one trading engine, for
//! tests, demos and training. It knows nothing of the CRM, so that it is an independent check of the CRM's adapters.
//!
//! [`Simulator::start`] runs it inside a test; `simulator serve` runs it as a process. [`Control`] drives its clock,
//! prices and faults and shows its deal log. [`engine`] is the trading engine alone: pure, synchronous, exact.
//! `docs/SIMULATOR.md` says what is simplified.

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

pub mod clock;
pub mod config;
pub mod control;
pub mod engine;
pub mod faults;
mod http;
pub mod market;
mod mask;
mod mt4;
mod mt5;
mod random;
mod shared;
mod simulator;
mod state_file;
mod tls;
mod world;

pub use config::Config;
pub use control::{Control, LoggedDeal};
pub use simulator::{Mt4Reach, Mt5Reach, Reach, Simulator};
