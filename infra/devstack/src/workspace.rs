//! Where things are: the clone, its state folder and the private folders of servers.

use std::fs;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

/// The clone and the folder in which one stack keeps its state.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// Root of the clone (absolute).
    pub root: PathBuf,
    /// State of this stack: `<root>/.dev`, or a folder below it for the stack of the tests.
    pub state: PathBuf,
    /// Whose binaries this stack runs: `debug`, or `release` for measurements.
    profile: &'static str,
}

impl Workspace {
    /// Finds the clone from the current folder upward, else from where this crate was compiled.
    ///
    /// # Errors
    /// When neither place holds `infra/devstack/Cargo.toml`.
    pub fn find() -> Result<Self> {
        let here = std::env::current_dir().context("the current folder cannot be read; change to the clone")?;
        let compiled = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = here.ancestors().chain(compiled.ancestors()).find(|folder| is_root(folder)).with_context(|| {
            format!("no Brokerdesk clone at or above {}: change to the folder that holds ./dev", here.display())
        })?;
        let root = fs::canonicalize(root).with_context(|| format!("cannot resolve {}", root.display()))?;
        Ok(Self { state: root.join(".dev"), root, profile: "debug" })
    }

    /// The same clone with its own state folder `.dev/<name>`: for a second stack beside the developer's.
    pub fn beside(&self, name: &str) -> Self {
        Self { root: self.root.clone(), state: self.root.join(".dev").join(name), profile: self.profile }
    }

    /// The same stack on binaries of the release profile.
    #[must_use]
    pub fn in_release(self) -> Self {
        Self { profile: "release", ..self }
    }

    /// Whether this stack runs binaries of the release profile.
    pub fn is_release(&self) -> bool {
        self.profile == "release"
    }

    /// Installed tools, shared by all stacks of the clone.
    pub fn tools(&self) -> PathBuf {
        self.root.join(".dev").join("tools")
    }

    /// Log files of this stack.
    pub fn logs(&self) -> PathBuf {
        self.state.join("logs")
    }

    /// File with this stack's secrets and addresses: `.env` of the clone, or `env` in another stack's folder.
    pub fn env_file(&self) -> PathBuf {
        if self.state == self.root.join(".dev") { self.root.join(".env") } else { self.state.join("env") }
    }

    /// People and keys of the demo, written by the seed (mode 0600).
    pub fn demo_file(&self) -> PathBuf {
        self.state.join("demo.json")
    }

    /// A built binary.
    pub fn binary(&self, name: &str) -> PathBuf {
        self.target().join(self.profile).join(name)
    }

    /// Cargo's target folder.
    pub fn target(&self) -> PathBuf {
        crate::environment::text("CARGO_TARGET_DIR").map_or_else(|| self.root.join("target"), PathBuf::from)
    }

    /// Folder for servers outside the clone, for clones that another account or a short socket path cannot
    /// reach. Its name depends on the state folder, so two clones never share it.
    pub fn outside(&self) -> PathBuf {
        let digest = Sha256::digest(self.state.as_os_str().as_encoded_bytes());
        let name = data_encoding::HEXLOWER.encode(digest.get(..6).unwrap_or_default());
        Path::new("/var/tmp").join(format!("brokerdesk-{name}"))
    }
}

fn is_root(folder: &Path) -> bool {
    folder.join("infra/devstack/Cargo.toml").is_file()
}

/// Makes `folder` (mode 0700 when new) and its parents.
///
/// # Errors
/// When it cannot be made, with the path.
pub fn make_private(folder: &Path) -> Result<()> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))
}

/// Writes a file that only its owner may read, in one step: a reader sees the old text or the new.
///
/// # Errors
/// When the folder cannot be written.
pub fn write_private(path: &Path, text: &str) -> Result<()> {
    let fresh = path.with_extension("new");
    let told = || format!("cannot write {}", path.display());
    match fs::remove_file(&fresh) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(error).with_context(told);
        }
        _ => {}
    }
    let mut file = {
        use std::os::unix::fs::OpenOptionsExt;
        fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&fresh).with_context(told)?
    };
    std::io::Write::write_all(&mut file, text.as_bytes()).with_context(told)?;
    fs::rename(&fresh, path).with_context(told)
}

/// Refuses a file of secrets that others may read.
///
/// # Errors
/// When group or others have any right to it, with the command that mends it.
pub fn require_private(path: &Path) -> Result<()> {
    let mode = fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?.permissions().mode();
    if mode & 0o077 != 0 {
        bail!("{0} holds secrets and others may read it (mode {1:o}): chmod 600 {0}", path.display(), mode & 0o777);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_written_for_their_owner_alone_and_others_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("env");
        write_private(&file, "A='1'\n").unwrap();
        write_private(&file, "A='2'\n").unwrap();
        require_private(&file).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "A='2'\n");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        let told = require_private(&file).unwrap_err().to_string();
        assert!(told.contains("chmod 600"), "{told}");
    }

    #[test]
    fn the_clone_is_found_and_two_stacks_do_not_share_folders() {
        let mine = Workspace::find().unwrap();
        let other = mine.beside("test-stack");
        assert!(mine.root.join("Cargo.toml").is_file());
        assert_ne!(mine.outside(), other.outside());
        assert_ne!(mine.env_file(), other.env_file());
    }
}
