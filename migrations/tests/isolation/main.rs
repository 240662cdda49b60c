//! The isolation rules on a real Postgres: attacks, catalogue, mutations, migrations. Two brokers, Atlas (A) and
//! Northwind (B), each with one row in every tenant table. The allowed twin of an attack always runs first.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests may stop at the first surprise"
)]
mod audit;
mod bootstrap;
mod catalogue;
mod context;
mod migrations;
mod mutations;
mod oracles;
mod planted;
mod pool;
mod powers;
mod provision;
mod queue;
mod search;
mod wall;
mod world;
