//! The image, built by buildah from the committed Dockerfile.

use anyhow::Result;

use super::run::Run;

/// Builds the image without a registry: `infra/image/build.sh` makes the base images from Debian's packages and
/// hands in the binaries and the portal of this run.
pub fn build(run: &mut Run<'_>) -> Result<()> {
    let target = run.workspace.target();
    let mut script = run.command("sh");
    run.check(
        script
            .arg("infra/image/build.sh")
            .env("CARGO_TARGET_DIR", target),
    )
}
