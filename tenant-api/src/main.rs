//! `tenant-api`: serves the portals and the REST API, does the deferred work, prints the schemas, verifies audit chains.

mod command;

use clap::Parser;
use std::process::ExitCode;

/// Answers are many small pieces: a fifth of a list's time went into the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    command::Command::parse().run()
}
