//! Pinned tools from npm and PyPI, installed once per version of their lock file under `.dev/tools`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::command;
use crate::workspace::{Workspace, make_private};

/// The npm tools of `infra/tools/npm`: the folder that holds their `node_modules`.
///
/// # Errors
/// When npm fails, with its last words.
pub fn npm(workspace: &Workspace) -> Result<PathBuf> {
    let source = workspace.root.join("infra/tools/npm");
    let lock = source.join("package-lock.json");
    installed(workspace, "npm", &lock, |folder| {
        for name in ["package.json", "package-lock.json"] {
            fs::copy(source.join(name), folder.join(name)).with_context(|| format!("cannot copy {name}"))?;
        }
        let mut npm = Command::new("npm");
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(folder);
        command::quiet(&mut npm).map(drop)
    })
}

/// The folder of programs of a list in `infra/tools/python` (`checks`, `fuzz`, `metatrader` or `weed`): a venv of its own, every
/// file checked against the hashes of the list.
///
/// # Errors
/// When Python's venv is missing or pip fails.
pub fn python(workspace: &Workspace, list: &str) -> Result<PathBuf> {
    let lock = python_lock(workspace, list);
    let venv = installed(workspace, &format!("py-{list}"), &lock, |folder| {
        command::quiet(Command::new("python3").args(["-m", "venv"]).arg(folder))
            .context("python3 with its venv module is needed: apt-get install python3-venv")?;
        let mut pip = Command::new(folder.join("bin/python"));
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"]);
        pip.args(["--require-hashes", "-r"]).arg(&lock);
        command::quiet(&mut pip).map(drop)
    })?;
    Ok(venv.join("bin"))
}

/// The folder of a list's venv, whether it was made or not.
///
/// # Errors
/// When the list cannot be read.
pub fn python_folder(workspace: &Workspace, list: &str) -> Result<PathBuf> {
    folder(workspace, &format!("py-{list}"), &python_lock(workspace, list))
}

fn python_lock(workspace: &Workspace, list: &str) -> PathBuf {
    workspace.root.join("infra/tools/python").join(format!("{list}.txt"))
}

fn folder(workspace: &Workspace, kind: &str, lock: &Path) -> Result<PathBuf> {
    let text = fs::read(lock).with_context(|| format!("cannot read {}", lock.display()))?;
    let digest = data_encoding::HEXLOWER.encode(Sha256::digest(&text).get(..6).unwrap_or_default());
    Ok(workspace.tools().join(format!("{kind}-{digest}")))
}

/// Runs `install` in a fresh folder named after the lock file's hash, unless that was done before.
fn installed(
    workspace: &Workspace,
    kind: &str,
    lock: &Path,
    install: impl FnOnce(&Path) -> Result<()>,
) -> Result<PathBuf> {
    let folder = folder(workspace, kind, lock)?;
    let tools = workspace.tools();
    make_private(&tools)?;
    let guard = fs::File::create(tools.join(format!("{kind}.lock"))).context("cannot lock the tools folder")?;
    guard.lock().context("cannot wait for another installation of tools")?;
    let complete = folder.join(".complete");
    if !complete.exists() {
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
        }
        make_private(&folder)?;
        install(&folder)?;
        fs::write(&complete, "").with_context(|| format!("cannot mark {} as complete", folder.display()))?;
    }
    Ok(folder)
}
