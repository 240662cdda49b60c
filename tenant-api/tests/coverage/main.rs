//! Who may do what, in one table: every operation of the schema and of the OpenAPI document by every caller, each against
//! a live row after its allowed twin succeeded. A new operation, argument or field without an entry fails here.
//!
//! The outcomes are kept beside this file (`*.tsv`) and compared. After a wanted change write them anew:
//! `COVERAGE_WRITE=1 cargo test -p tenant-api --test coverage`, and read the difference as a reviewer would.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may stop at the first surprise"
)]

#[path = "../support/mod.rs"]
mod support;

mod actors;
mod alerts;
mod beats;
mod book;
mod entries;
mod fields;
mod givens;
mod ids;
mod imports;
mod injection;
mod inputs;
mod live;
mod logs;
mod news;
mod operations;
mod outcome;
mod places;
mod rest;
mod rows;
mod shape;
mod snapshot;
mod statements;
mod twins;
mod versions;
mod world;
