//! Building the binaries and the portal.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::state::State;
use crate::workspace::{Workspace, make_private};
use crate::{daemon, environment};

/// Packages whose binaries the stack and its checks run.
const PACKAGES: [&str; 3] = ["tenant-api", "provisioning", "crm-migrations"];
/// What stands for the outside world in development, and what measures in release.
const DEVELOPMENT: &str = "crm-simulator";
const MEASURED: &str = "crm-bench";
const PROVES: &str = "crm-soak";

/// Builds the binaries (cargo decides what is left to do).
///
/// # Errors
/// When the build fails, with the end of its log.
pub fn binaries(workspace: &Workspace) -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo.arg("build").current_dir(&workspace.root);
    cargo.args(PACKAGES.iter().flat_map(|package| ["-p", package]));
    if workspace.is_release() {
        cargo.args(["-p", MEASURED, "-p", DEVELOPMENT, "--release"]);
    } else {
        cargo.args(["-p", DEVELOPMENT]);
    }
    locked(&mut cargo, workspace)
}

/// In CI the lock file must already say everything.
fn locked(cargo: &mut Command, workspace: &Workspace) -> Result<()> {
    if environment::flag("CI") {
        cargo.arg("--locked");
    }
    logged(cargo, workspace, "build")
}

/// Builds what `./dev soak` runs.
///
/// # Errors
/// When the build fails, with the end of its log.
pub fn soak(workspace: &Workspace) -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo.arg("build").current_dir(&workspace.root);
    cargo.args(PACKAGES.iter().chain(&[DEVELOPMENT, PROVES]).flat_map(|package| ["-p", package]));
    if workspace.is_release() {
        cargo.arg("--release");
    }
    locked(&mut cargo, workspace)
}

/// Installs and builds the staff portal when its sources changed; says what was done.
///
/// # Errors
/// When npm fails, with the end of its log.
pub fn portal(workspace: &Workspace, state: &mut State) -> Result<String> {
    let folder = workspace.root.join("admin-portal");
    if !folder.join("package.json").is_file() {
        return Ok("no portal in this clone".into());
    }
    let now = fingerprint(&folder)?;
    let built = folder.join("apps/staff/dist/index.html").is_file();
    if built && state.portal.as_deref() == Some(now.as_str()) {
        return Ok("unchanged".into());
    }
    install_portal(workspace)?;
    let mut npm = Command::new("npm");
    npm.args(["run", "build"]).current_dir(&folder);
    logged(&mut npm, workspace, "portal-build")?;
    state.portal = Some(now);
    state.write(workspace)?;
    Ok("built".into())
}

/// Installs the portal's packages exactly as locked, unless that lock was installed before.
///
/// # Errors
/// When npm fails, with the end of its log.
pub fn install_portal(workspace: &Workspace) -> Result<()> {
    let folder = workspace.root.join("admin-portal");
    let lock = fs::read(folder.join("package-lock.json")).context("admin-portal/package-lock.json cannot be read")?;
    let stamp = data_encoding::HEXLOWER.encode(&Sha256::digest(&lock));
    let mark = folder.join("node_modules/.brokerdesk-lock");
    if fs::read_to_string(&mark).is_ok_and(|text| text == stamp) || npm_is_current(&folder) {
        return Ok(());
    }
    let mut npm = Command::new("npm");
    npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&folder);
    logged(&mut npm, workspace, "portal-install")?;
    fs::write(&mark, stamp).with_context(|| format!("cannot write {}", mark.display()))
}

/// Whether npm itself installed these packages after the lock file was last written (a person's `npm install`).
fn npm_is_current(folder: &Path) -> bool {
    let time = |name: &str| fs::metadata(folder.join(name)).and_then(|meta| meta.modified()).ok();
    let installed = time("node_modules/.package-lock.json");
    installed.is_some() && installed >= time("package-lock.json") && installed >= time("package.json")
}

fn logged(command: &mut Command, workspace: &Workspace, name: &str) -> Result<()> {
    make_private(&workspace.logs())?;
    let log = workspace.logs().join(format!("{name}.log"));
    let file = fs::File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
    let errors = file.try_clone().context("cannot share a log file")?;
    command.stdin(Stdio::null()).stdout(file).stderr(errors);
    let program = crate::command::name_of(command);
    let status = command.status().with_context(|| format!("{program} cannot be started"))?;
    if !status.success() {
        bail!("{program} failed ({status}); the end of {} says:{}", log.display(), daemon::tail(&log));
    }
    Ok(())
}

/// Hash of the portal's sources: paths and contents, without what is installed or built.
///
/// # Errors
/// When a file cannot be read.
pub fn fingerprint(folder: &Path) -> Result<String> {
    let mut digest = Sha256::new();
    add(folder, folder, &mut digest)?;
    Ok(data_encoding::HEXLOWER.encode(&digest.finalize()))
}

fn add(root: &Path, folder: &Path, digest: &mut Sha256) -> Result<()> {
    let told = || format!("cannot read {}", folder.display());
    let mut paths: Vec<_> = fs::read_dir(folder).with_context(told)?.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name == "node_modules" || name == "dist" || name.starts_with('.') || path.is_symlink() {
            continue;
        }
        if path.is_dir() {
            add(root, &path, digest)?;
            continue;
        }
        digest.update(path.strip_prefix(root).unwrap_or(&path).as_os_str().as_encoded_bytes());
        let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        digest.update(Sha256::digest(&bytes));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fingerprint_follows_sources_and_not_what_is_built_from_them() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("apps/dist")).unwrap();
        fs::write(root.join("apps/a.ts"), "1").unwrap();
        let before = fingerprint(root).unwrap();
        fs::write(root.join("apps/dist/a.js"), "built").unwrap();
        assert_eq!(fingerprint(root).unwrap(), before);
        fs::write(root.join("apps/a.ts"), "2").unwrap();
        assert_ne!(fingerprint(root).unwrap(), before);
    }
}
