//! The image, built by buildah from the committed Dockerfile.

use anyhow::Result;

use super::run::Run;
use crate::command;
use crate::workspace::Workspace;

/// Root with buildah and mmdebstrap on the Debian release of the image: binaries linked elsewhere may not start there.
pub fn is_possible(workspace: &Workspace) -> bool {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    workspace.root.join("Dockerfile").exists()
        && nix::unistd::Uid::effective().is_root()
        && release.lines().any(|line| line == "VERSION_CODENAME=bookworm")
        && ["buildah", "mmdebstrap"].iter().all(|tool| command::which(tool).is_some())
}

/// Builds the image without a registry: `infra/image/build.sh` makes the base images from Debian's packages and
/// hands in the binaries and the portal of this run.
pub fn build(run: &mut Run<'_>) -> Result<()> {
    run.built_portal()?;
    let target = run.workspace.target();
    let mut script = run.command("sh");
    run.check(script.arg("infra/image/build.sh").env("CARGO_TARGET_DIR", target))
}
