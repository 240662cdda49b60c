//! Where the files of private clusters lie: in the clone's state folder, or outside it when the server's
//! account cannot reach that (a clone in root's home) or its path is too long for a socket.

use std::fs;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::account::Account;
use crate::workspace::{Workspace, make_private};

/// Socket paths are limited to 107 bytes; what is added below the place takes at most 40.
const LONGEST: usize = 60;

/// The folder for clusters of `workspace`, made and owned by `account` (mode 0700).
///
/// # Errors
/// When no folder can be made that the account reaches.
pub fn prepare(workspace: &Workspace, account: &Account) -> Result<PathBuf> {
    make_private(&workspace.state)?;
    let inside = workspace.state.join("pg");
    let pointer = pointer(workspace);
    if is_plain(&inside) && usable(&inside, &workspace.root.join(".dev"), account)? {
        return Ok(inside);
    }
    // Only an empty folder was made: nothing is lost.
    let _ = fs::remove_dir(&inside);
    let outside = workspace.outside();
    make_outside(&outside, account)?;
    if !account.reaches(&outside)? {
        bail!("the account of Postgres cannot write {}: look at its rights and those of /var/tmp", outside.display());
    }
    fs::write(&pointer, format!("{}\n", outside.display()))
        .with_context(|| format!("cannot write {}", pointer.display()))?;
    Ok(outside)
}

/// The folder chosen earlier, if any.
pub fn current(workspace: &Workspace) -> Option<PathBuf> {
    let told = fs::read_to_string(pointer(workspace)).ok().map(|text| PathBuf::from(text.trim_end()));
    told.or_else(|| Some(workspace.state.join("pg"))).filter(|folder| folder.is_dir())
}

/// Short enough for a socket below it, and without characters that Postgres' settings would need quoted.
fn is_plain(folder: &Path) -> bool {
    let bytes = folder.as_os_str().as_encoded_bytes();
    bytes.len() <= LONGEST && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || b"/._-".contains(byte))
}

fn pointer(workspace: &Workspace) -> PathBuf {
    workspace.state.join("pg-location")
}

fn usable(folder: &Path, ours: &Path, account: &Account) -> Result<bool> {
    make_private(folder)?;
    account.own(folder)?;
    if account.reaches(folder)? {
        return Ok(true);
    }
    // The state folders are ours: let the account pass through them (it can list and read nothing there).
    for parent in folder.ancestors().skip(1).take_while(|parent| parent.starts_with(ours)) {
        fs::set_permissions(parent, fs::Permissions::from_mode(0o711))
            .with_context(|| format!("cannot change the rights of {}", parent.display()))?;
    }
    account.reaches(folder)
}

/// Makes a folder in a place where anyone may make one: it must be new, or already the account's own.
fn make_outside(folder: &Path, account: &Account) -> Result<()> {
    match fs::DirBuilder::new().mode(0o700).create(folder) {
        Ok(()) => account.own(folder),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let meta = fs::symlink_metadata(folder).with_context(|| format!("cannot look at {}", folder.display()))?;
            if !meta.is_dir() || meta.uid() != account.uid {
                bail!("{} is there and belongs to somebody else: remove it, then start again", folder.display());
            }
            Ok(())
        }
        Err(error) => Err(error).with_context(|| format!("cannot make {}", folder.display())),
    }
}
