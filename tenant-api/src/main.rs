//! `tenant-api`: serves the portals and the REST API, does the deferred work, prints the schemas, verifies audit chains.

mod command;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    command::Command::parse().run()
}
