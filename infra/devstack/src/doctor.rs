//! `./dev doctor`: whether this machine has what Brokerdesk needs, and how to mend what it lacks.

use std::process::Command;

use anyhow::Result;
use serde_json::json;

use crate::dotenv::DotEnv;
use crate::packages;
use crate::postgres::account::Account;
use crate::postgres::{Installation, place};
use crate::report::Report;
use crate::state::State;
use crate::workspace::{Workspace, require_private};
use crate::{command, disk, environment, ports};

/// How a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weight {
    Good,
    Note,
    Bad,
}

struct Finding {
    what: &'static str,
    weight: Weight,
    detail: String,
}

/// Looks at everything and prints a line each; answers whether nothing is in the way of `./dev up`.
///
/// # Errors
/// Only when the answer cannot be given at all.
pub fn examine(workspace: &Workspace, report: &Report) -> Result<bool> {
    let findings = [
        tools(),
        rust(),
        database(),
        private_place(workspace),
        settings(workspace),
        browser(),
        python(),
        local_names(),
        listening(workspace),
        room(workspace),
    ];
    let healthy = findings.iter().all(|finding| finding.weight != Weight::Bad);
    for finding in &findings {
        if report.is_json() {
            let weight = format!("{:?}", finding.weight).to_lowercase();
            report.out(&json!({"check": finding.what, "state": weight, "detail": finding.detail}).to_string());
        } else {
            let mark = match finding.weight {
                Weight::Good => "✓",
                Weight::Note => "!",
                Weight::Bad => "✗",
            };
            report.out(&format!("  {mark} {:<12} {}", finding.what, finding.detail));
        }
    }
    Ok(healthy)
}

fn finding(what: &'static str, weight: Weight, detail: impl Into<String>) -> Finding {
    Finding { what, weight, detail: detail.into() }
}

fn tools() -> Finding {
    match packages::require_tools() {
        Ok(detail) => finding("tools", Weight::Good, detail),
        Err(error) => finding("tools", Weight::Bad, error.to_string()),
    }
}

fn rust() -> Finding {
    match packages::version("rustc") {
        Some((major, minor)) if (major, minor) >= (1, 94) => {
            finding("rust", Weight::Good, format!("rustc {major}.{minor}"))
        }
        Some((major, minor)) => finding(
            "rust",
            Weight::Bad,
            format!("rustc {major}.{minor} is too old: 1.94 or newer is needed (rustup update)"),
        ),
        None => finding("rust", Weight::Bad, "rustc does not run: install Rust 1.94 or newer (https://rustup.rs)"),
    }
}

fn database() -> Finding {
    if environment::text("DATABASE_URL").is_some() {
        return finding("postgres", Weight::Good, "DATABASE_URL names the server");
    }
    match Installation::find() {
        Ok(Some(found)) => match found.warning() {
            Some(warning) => finding("postgres", Weight::Note, warning),
            None => finding("postgres", Weight::Good, format!("{} in {}", found.version(), found.bin.display())),
        },
        Ok(None) if command::which("apt-get").is_some() => {
            finding("postgres", Weight::Note, "none of version 15 or newer; ./dev up installs one after asking")
        }
        Ok(None) => finding("postgres", Weight::Bad, "none of version 15 or newer: install it, or set DATABASE_URL"),
        Err(error) => finding("postgres", Weight::Bad, error.to_string()),
    }
}

fn private_place(workspace: &Workspace) -> Finding {
    match Account::unprivileged().and_then(|account| place::prepare(workspace, &account)) {
        Ok(place) => finding("data", Weight::Good, format!("private clusters in {}", place.display())),
        Err(error) => finding("data", Weight::Bad, format!("{error:#}")),
    }
}

fn settings(workspace: &Workspace) -> Finding {
    let path = workspace.env_file();
    if !path.exists() {
        return finding(".env", Weight::Good, "not there yet; ./dev up writes it");
    }
    match require_private(&path).and_then(|()| DotEnv::read(&path)) {
        Ok(_) => finding(".env", Weight::Good, "readable by you alone"),
        Err(error) => finding(".env", Weight::Bad, error.to_string()),
    }
}

fn browser() -> Finding {
    match command::which("chromium") {
        Some(path) => finding("chromium", Weight::Good, path.display().to_string()),
        None => finding(
            "chromium",
            Weight::Note,
            "missing; only the browser journeys of ./dev test need it (apt-get install chromium)",
        ),
    }
}

fn python() -> Finding {
    match packages::version("python3") {
        Some((3, minor)) if minor >= 11 && has_venv() => {
            finding("python", Weight::Good, format!("3.{minor} with venv"))
        }
        _ => finding(
            "python",
            Weight::Note,
            "3.11 or newer with venv is missing; ./dev up starts no object store without it, and ./dev test needs it (apt-get install python3-venv)",
        ),
    }
}

/// Whether a venv can be made: Debian's python3 has the module without the part that fills it.
pub fn has_venv() -> bool {
    command::succeeds(Command::new("python3").args(["-c", "import venv, ensurepip"])).unwrap_or(false)
}

fn local_names() -> Finding {
    // Browsers and curl resolve *.localhost by themselves; libc often does not, and nothing here needs it to.
    finding("names", Weight::Good, "portals are at <broker>.localhost: browsers and curl find them by themselves")
}

fn listening(workspace: &Workspace) -> Finding {
    let state = State::read(workspace).unwrap_or_default();
    let taken: Vec<String> = [("web", 8080), ("ops", 8081), ("smtp", 1025), ("mail", 1080), ("s3", 8333)]
        .into_iter()
        .map(|(name, usual)| (name, state.ports.get(name).copied().unwrap_or(usual)))
        .filter(|(_, port)| ports::answers(*port))
        .map(|(name, port)| format!("{name} {port}"))
        .collect();
    match (taken.is_empty(), state.daemons.values().any(crate::daemon::Daemon::is_alive)) {
        (true, _) => finding("ports", Weight::Good, "all free"),
        (false, true) => finding("ports", Weight::Good, format!("in use by the running stack: {}", taken.join(", "))),
        (false, false) => finding(
            "ports",
            Weight::Note,
            format!("taken by somebody else, others will be chosen: {}", taken.join(", ")),
        ),
    }
}

fn room(workspace: &Workspace) -> Finding {
    match (disk::free(workspace), disk::shortage(workspace, disk::UP)) {
        (_, Some(told)) => finding("disk", Weight::Note, told),
        (Some(free), None) => finding("disk", Weight::Good, format!("{free} GiB free")),
        (None, None) => finding("disk", Weight::Note, "cannot be measured"),
    }
}
