//! Proves that everything is done once. Staff people ask the real `tenant-api` for balance operations and trade commands on
//! a simulator in a process of its own, which drops requests, loses answers and applies late; meanwhile `tenant-api` is killed at random
//! points and started again. In the end the simulator's own log is counted against what the CRM says.
//!
//! `./dev soak` builds, brings the database and runs this once a seed. What is done is a [`work::Work`]: a further kind
//! of command is a further implementation of it.
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

mod cases;
mod command;
mod crm;
mod desk;
mod documents;
mod environment;
mod ground;
mod line;
mod lock;
mod person;
mod simulator;
mod time;
mod trouble;
mod verdict;
mod work;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    command::Command::parse().run()
}
