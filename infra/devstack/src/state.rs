//! What a stack remembers between commands: `state.json` in its state folder.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::daemon::Daemon;
use crate::workspace::{Workspace, write_private};

/// Ports, background programs and marks of what was done.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    /// Chosen ports by use.
    pub ports: BTreeMap<String, u16>,
    /// Background programs by name.
    pub daemons: BTreeMap<String, Daemon>,
    /// Hash of the portal's sources at its last build.
    pub portal: Option<String>,
    /// Folder of the private cluster, when this stack has one.
    pub cluster: Option<PathBuf>,
    /// Whether the demo was seeded into the database.
    pub seeded: bool,
}

impl State {
    /// Reads it; nothing remembered when there is no file.
    ///
    /// # Errors
    /// When the file is not what this program wrote.
    pub fn read(workspace: &Workspace) -> Result<Self> {
        let path = path(workspace);
        if !path.exists() {
            return Ok(Self::default());
        }
        let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        serde_json::from_str(&text)
            .with_context(|| format!("{} is damaged: remove it, or run ./dev reset", path.display()))
    }

    /// Writes it.
    ///
    /// # Errors
    /// When the state folder cannot be written.
    pub fn write(&self, workspace: &Workspace) -> Result<()> {
        write_private(&path(workspace), &serde_json::to_string_pretty(self).context("state cannot be written")?)
    }

    /// The remembered port for `name`, else a free one near `wanted`. A remembered port that somebody else took
    /// meanwhile is replaced, unless `ours` says that our own program holds it.
    ///
    /// # Errors
    /// When no port is free.
    pub fn port(&mut self, name: &str, wanted: u16, ours: bool) -> Result<u16> {
        let remembered = self.ports.get(name).copied();
        let port = match remembered {
            Some(port) if ours => port,
            other => crate::ports::free(other.unwrap_or(wanted))?,
        };
        self.ports.insert(name.to_owned(), port);
        Ok(port)
    }

    /// Whether the background program `name` runs.
    pub fn is_alive(&self, name: &str) -> bool {
        self.daemons.get(name).is_some_and(Daemon::is_alive)
    }
}

fn path(workspace: &Workspace) -> PathBuf {
    workspace.state.join("state.json")
}
