//! Programs of the machine: which are there, and installing missing ones through apt-get with consent.

use std::io::{BufRead, IsTerminal, Write};
use std::process::Command;

use anyhow::{Context, Result, bail};
use nix::unistd::Uid;

use crate::command;
use crate::environment;

/// Whether this program may install what is missing.
#[derive(Debug, Clone, Copy)]
pub struct Consent {
    /// Given beforehand, by `--yes` or `CI`.
    pub given: bool,
}

impl Consent {
    /// From the command line's `--yes`, or the `CI` variable.
    pub fn new(yes: bool) -> Self {
        Self { given: yes || environment::flag("CI") }
    }

    /// Asks a question of yes or no on the terminal; without one the answer is no.
    ///
    /// # Errors
    /// When the terminal cannot be read.
    pub fn confirm(self, question: &str) -> Result<bool> {
        if self.given {
            return Ok(true);
        }
        if !std::io::stdin().is_terminal() {
            return Ok(false);
        }
        let mut err = std::io::stderr().lock();
        write!(err, "\n  {question} [y/N] ").context("cannot ask")?;
        err.flush().context("cannot ask")?;
        let mut answer = String::new();
        std::io::stdin().lock().read_line(&mut answer).context("cannot read the answer")?;
        Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
    }
}

/// Installs Debian packages, as root or by sudo, after asking.
///
/// # Errors
/// When it may not or cannot; the text has the command for the person to run.
pub fn install(consent: Consent, what: &str, packages: &[&str]) -> Result<()> {
    let list = packages.join(" ");
    let by_hand = format!("install {what} yourself: sudo apt-get update && sudo apt-get install {list}");
    if command::which("apt-get").is_none() {
        bail!(
            "{what} is missing and this machine has no apt-get: install it by the means of your system, then run ./dev again"
        );
    }
    let root = Uid::effective().is_root();
    if !root && command::which("sudo").is_none() {
        bail!("{what} is missing; {by_hand}");
    }
    if !consent.confirm(&format!("{what} is missing. Install it now (apt-get install {list})?"))? {
        bail!("{what} is missing; {by_hand}, or run ./dev with --yes");
    }
    // The lists first: a fresh machine has none, an old one names packages that are gone.
    apt(root, &["update", "-q"])?;
    let mut arguments = vec!["install", "-y", "-q", "--no-install-recommends"];
    arguments.extend(packages);
    apt(root, &arguments)
}

fn apt(root: bool, arguments: &[&str]) -> Result<()> {
    let mut apt = if root { Command::new("apt-get") } else { Command::new("sudo") };
    if !root {
        apt.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    }
    apt.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    command::quiet(&mut apt).map(drop)
}

/// What `program --version` says, as `(major, minor)`.
pub fn version(program: &str) -> Option<(u32, u32)> {
    let told = command::quiet(Command::new(program).arg("--version")).ok()?;
    let number = told
        .split_whitespace()
        .map(|word| word.trim_start_matches('v'))
        .find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    let mut parts = number.split('.');
    Some((parts.next()?.parse().ok()?, parts.next().unwrap_or("0").parse().ok()?))
}

/// The tools that every command needs: Node 20.19 or newer, npm, git.
///
/// # Errors
/// When one is missing or too old, with the way to mend it.
pub fn require_tools() -> Result<String> {
    let Some((major, minor)) = version("node") else {
        bail!(
            "Node 20.19 or newer is needed and none is on PATH: install it (https://nodejs.org, or your system's packages)"
        );
    };
    if (major, minor) < (20, 19) {
        bail!("Node {major}.{minor} is too old: 20.19 or newer is needed");
    }
    for tool in ["npm", "git"] {
        if command::which(tool).is_none() {
            bail!("{tool} is needed and not on PATH: install it, for example apt-get install {tool}");
        }
    }
    Ok(format!("node {major}.{minor}, npm, git"))
}
