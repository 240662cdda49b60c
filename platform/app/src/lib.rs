//! What the product does, one file per noun. A use case reads as a sentence: require, begin, find, change, save, commit.
//!
//! The portal, the REST door, the importer and the worker call the same use cases.
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

pub mod account_products;
pub mod api_keys;
mod app;
pub mod aside;
pub mod audit;
pub mod balance_operations;
pub mod bulk;
pub mod client_statuses;
pub mod clients;
pub mod covers;
pub mod custom_fields;
pub mod dealing;
pub mod deals;
mod error;
pub mod explain;
pub mod figures;
mod file_taken;
mod guesses;
pub mod idempotency;
pub mod imports;
mod instant;
pub mod jobs;
pub mod key_rotation;
mod long_work;
pub mod mails;
pub mod merges;
pub mod notes;
pub mod passwords;
pub mod permission_uses;
pub mod positions;
pub mod previews;
mod readers;
mod refusals;
pub mod roles;
pub mod saved_views;
pub mod second_factor;
pub mod sessions;
pub mod sign_in;
pub mod staff;
pub mod tags;
pub mod targets;
pub mod tasks;
pub mod teams;
pub mod trading;
pub mod trading_accounts;
pub mod trading_servers;
pub mod viewer;
pub mod watch;
pub mod website_clients;
pub mod website_events;
pub mod website_live;
pub mod website_trading;

pub use app::{App, PublicUrls};
pub use error::UseCaseError;
