//! The account under which a private Postgres runs: never root.

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use nix::unistd::{Uid, User};

/// Who runs the server: the caller, or for root an unprivileged system account.
#[derive(Debug, Clone)]
pub struct Account {
    /// User id of the server's processes and files.
    pub uid: u32,
    /// Group id of the server's processes and files.
    pub gid: u32,
    /// Whether this program must change to it (it runs as root).
    switch: bool,
}

impl Account {
    /// The caller's own account; for root `postgres`, else `nobody`.
    ///
    /// # Errors
    /// When root finds neither account.
    pub fn unprivileged() -> Result<Self> {
        let me = Uid::effective();
        if !me.is_root() {
            return Ok(Self { uid: me.as_raw(), gid: nix::unistd::Gid::effective().as_raw(), switch: false });
        }
        for name in ["postgres", "nobody"] {
            if let Some(user) = User::from_name(name).with_context(|| format!("cannot look up the account {name}"))? {
                if user.uid.is_root() {
                    continue;
                }
                return Ok(Self { uid: user.uid.as_raw(), gid: user.gid.as_raw(), switch: true });
            }
        }
        bail!("Postgres does not run as root, and there is no account postgres or nobody: useradd --system postgres")
    }

    /// A command that runs as this account in `folder`, with a neutral environment.
    pub fn command(&self, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(folder);
        self.apply(&mut command);
        command.env("HOME", folder);
        command
    }

    /// Makes `command` run as this account with a neutral environment.
    pub fn apply(&self, command: &mut Command) {
        command.env_clear();
        command.env("PATH", "/usr/local/bin:/usr/bin:/bin").env("LC_ALL", "C.UTF-8").env("TZ", "UTC");
        if self.switch {
            command.uid(self.uid).gid(self.gid);
        }
    }

    /// Gives a file or folder to the account.
    ///
    /// # Errors
    /// When the owner cannot be changed.
    pub fn own(&self, path: &Path) -> Result<()> {
        if self.switch {
            std::os::unix::fs::chown(path, Some(self.uid), Some(self.gid))
                .with_context(|| format!("cannot give {} to the account of Postgres", path.display()))?;
        }
        Ok(())
    }

    /// Whether the account can enter and write `folder`.
    ///
    /// # Errors
    /// When the question cannot be asked.
    pub fn reaches(&self, folder: &Path) -> Result<bool> {
        let mut ask = self.command(Path::new("/bin/sh"), Path::new("/"));
        ask.args(["-c", "cd \"$1\" && test -w .", "sh"]).arg(folder);
        crate::command::succeeds(&mut ask)
    }
}
