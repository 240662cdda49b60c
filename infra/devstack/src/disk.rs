//! Room on the disk: a build that runs out of it fails late, and its words seldom say so.

use std::process::Command;

use crate::command;
use crate::workspace::Workspace;

/// What `./dev up` writes on a machine where nothing is built, GiB.
pub const UP: u64 = 6;

/// What `./dev test` writes there, GiB (11 were measured): every test is a program of its own, with the server in it. In CI
/// (`CI` is set) no incremental notes are written, which else take as much again.
pub const TEST: u64 = 13;

/// Under this, GiB, a check that failed may have failed for want of room.
pub const LEAST: u64 = 2;

/// Free space where builds are written, GiB; nothing when `df` does not tell.
pub fn free(workspace: &Workspace) -> Option<u64> {
    let told = command::quiet(Command::new("df").args(["-Pk"]).arg(built(workspace))).ok()?;
    let kilobytes: u64 = told.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
    Some(kilobytes / 1_048_576)
}

/// Says so when less is free than a first build of `needed` GiB takes, less what earlier builds left there.
pub fn shortage(workspace: &Workspace, needed: u64) -> Option<String> {
    let free = free(workspace)?;
    if free >= needed {
        return None;
    }
    let missing = needed.saturating_sub(used(workspace).unwrap_or_default());
    let advice = "free some (cargo clean, old clones), or let CARGO_TARGET_DIR name a folder elsewhere";
    (free < missing).then(|| format!("{free} GiB free, and this may take {missing} more: {advice}"))
}

/// What earlier builds left, GiB.
fn used(workspace: &Workspace) -> Option<u64> {
    let debug = workspace.target().join("debug");
    let told = command::quiet(Command::new("du").args(["-sk"]).arg(debug)).ok()?;
    let kilobytes: u64 = told.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes / 1_048_576)
}

/// The folder of builds, or the clone while there is none.
fn built(workspace: &Workspace) -> std::path::PathBuf {
    let target = workspace.target();
    if target.exists() { target } else { workspace.root.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_little_room_is_told_with_what_to_do() {
        let workspace = Workspace::find().unwrap();
        assert!(free(&workspace).is_some());
        assert_eq!(shortage(&workspace, 0), None);
        let told = shortage(&workspace, u64::MAX).unwrap();
        assert!(told.contains("GiB free, and this may take") && told.contains("cargo clean"), "{told}");
    }
}
