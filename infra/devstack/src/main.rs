//! `./dev`: see the front page of the library.

fn main() -> std::process::ExitCode {
    devstack::cli::run()
}
