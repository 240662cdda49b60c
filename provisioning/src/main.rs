//! The operators' command line.

mod command;

fn main() -> std::process::ExitCode {
    <command::Command as clap::Parser>::parse().run()
}
