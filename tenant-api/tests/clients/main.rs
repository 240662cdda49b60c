//! Clients: registered, found, changed, masked, revealed, recorded. Each test is a story on a database of its own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may stop at the first surprise"
)]

#[path = "../support/mod.rs"]
mod support;

mod anchors;
mod audit;
mod audit_file;
mod bulk;
mod bulk_attacks;
mod credential;
mod credential_rules;
mod custom_fields;
mod documents;
mod field_table;
mod languages;
mod list;
mod live;
mod mask;
mod merge;
mod merge_attacks;
mod merging;
mod non_interference;
mod personal_data;
mod record;
mod reveal;
mod search;
mod trail;
mod views;
mod watch;
mod world;
