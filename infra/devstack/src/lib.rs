//! Devstack: the local stack by one command, throw-away servers for tests, and the list of checks.
//!
//! The binary behind `./dev` (see [`cli`], [`stack`], [`checks`]) and a library for tests:
//!
//! - [`testdb`] starts a Postgres that is gone afterwards, or shares one between test runs;
//! - [`maildev`] starts a mail catcher on free ports, [`weed`] an object store;
//! - [`workspace`] finds the clone and its state folder.
//!
//! Everything that runs listens on 127.0.0.1 or on a socket in a private folder; nothing runs as root except
//! this program itself; what it starts it also stops.
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

pub mod bench;
pub mod checks;
pub mod cli;
pub mod command;
pub mod daemon;
pub mod demo;
pub mod disk;
pub mod doctor;
pub mod dotenv;
pub mod environment;
pub mod interrupt;
pub mod maildev;
pub mod packages;
pub mod ports;
pub mod postgres;
pub mod random;
pub mod report;
pub mod soak;
pub mod stack;
pub mod state;
pub mod status;
pub mod testdb;
pub mod toolbox;
pub mod totp;
pub mod weed;
pub mod workspace;
