use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::engine::Saved;
use crate::market::SavedMarket;
use crate::shared::Shared;
use crate::tls::Identity;
use crate::world::World;

/// What lies in the state file. It holds the key of the certificate, so only its owner may read it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct State {
    format: u32,
    pub identity: Identity,
    books: Saved,
    market: SavedMarket,
}

const FORMAT: u32 = 1;

/// Writes the state of one simulator, one writer at a time: the later snapshot is always the later file.
#[derive(Debug)]
pub(crate) struct Keeper {
    shared: Arc<Shared>,
    identity: Identity,
    path: PathBuf,
    writing: Mutex<()>,
}

impl Keeper {
    pub(crate) const fn new(shared: Arc<Shared>, identity: Identity, path: PathBuf) -> Self {
        Self { shared, identity, path, writing: Mutex::new(()) }
    }

    /// What tells whether the books have changed.
    pub(crate) fn mark(&self) -> ([usize; 4], u64) {
        self.shared.with(|world| (world.engine.counts(), world.requests().values().sum()))
    }

    /// Takes a snapshot and writes it.
    pub(crate) fn save(&self) -> Result<()> {
        let _turn = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        self.shared.with(|world| State::of(world, &self.identity)).write(&self.path)
    }
}

impl State {
    fn of(world: &World, identity: &Identity) -> Self {
        Self { format: FORMAT, identity: identity.clone(), books: world.engine.save(), market: world.market.save() }
    }

    /// The state of a file; none: there is no file yet.
    pub(crate) fn read(path: &Path) -> Result<Option<Self>> {
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error).with_context(|| format!("cannot read the state {}", path.display())),
        };
        let state: Self = serde_json::from_slice(&bytes)
            .with_context(|| format!("{} is no state of a simulator; remove it to begin anew", path.display()))?;
        if state.format != FORMAT {
            bail!("{} is a state of another version; remove it to begin anew", path.display());
        }
        Ok(Some(state))
    }

    /// Fills a fresh world.
    pub(crate) fn restore(self, world: &mut World) -> Result<()> {
        let market = self.market;
        let unknown = |what| anyhow::anyhow!("the state knows {what}, which this configuration does not have");
        world.engine.restore(self.books).map_err(unknown)?;
        world.market.restore(&market);
        world.market.open(&mut world.engine);
        Ok(())
    }

    /// Writes beside the file and then takes its place, so that a half-written one is never seen.
    fn write(&self, path: &Path) -> Result<()> {
        let beside = path.with_extension("new");
        let mut options = fs::OpenOptions::new();
        let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
        file.write_all(&serde_json::to_vec(self)?)?;
        file.sync_all()?;
        fs::rename(&beside, path).with_context(|| format!("cannot write the state {}", path.display()))
    }
}
