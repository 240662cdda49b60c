//! Imports of clients: brought, read, mapped, tried out, written, taken back. Each test is a story on a database of its own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may stop at the first surprise"
)]

#[path = "../support/mod.rs"]
mod support;

mod again;
mod book;
mod files;
mod hostile;
mod kills;
mod masks;
mod own_fields;
mod repeats;
mod rights;
mod story;
mod transforms;
mod undo;
mod workbook;
mod world;
