//! Measures what people wait for. `./dev bench` brings the database and the server, then runs this: `seed` fills the database
//! where rows are missing, `measure` asks the server as the portal does, beside pgbench with the same SQL. `deals` keeps deals and
//! `import` brings a file of leads, beside COPY of the same rows; `trading` works on a simulator.
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

mod capture;
mod command;
mod deals;
mod ground;
mod http_client;
mod import;
mod load;
mod measure;
mod operations;
mod people;
mod pgbench;
mod process;
mod report;
mod script;
mod seed;
mod session;
mod targets;
mod times;
mod trading;
mod world;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    command::Command::parse().run()
}
