//! The website door: keys, registration, reading, hostile requests, limits, documents. Each test is a story on a database
//! of its own; every refusal's allowed twin comes first.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may stop at the first surprise"
)]

#[path = "../support/mod.rs"]
mod support;
mod website;

mod custom_fields;
mod documents;
mod events;
mod hostile;
mod idempotency;
mod keys;
mod limits;
mod reading;
mod registering;
mod trading;
mod trading_events;
