use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use tokio::sync::watch;

use crate::clock::Clock;
use crate::config::{Build, Config, GatewayClient, Manager};
use crate::world::World;

/// What all servers of one simulator share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub clock: Clock,
    pub build: Build,
    pub manager: Manager,
    pub gateway: GatewayClient,
    world: Mutex<World>,
    /// Every change lets go what is held.
    let_go: watch::Sender<u64>,
    held: AtomicUsize,
}

/// One request that is held.
struct Held<'a>(&'a AtomicUsize);

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Shared {
    pub(crate) fn new(clock: Clock, config: &Config, world: World) -> Self {
        Self {
            clock,
            build: config.mt5_build.clone(),
            manager: config.manager.clone(),
            gateway: config.gateway.clone(),
            world: Mutex::new(world),
            let_go: watch::Sender::new(0),
            held: AtomicUsize::new(0),
        }
    }

    /// Waits until what is held is let go.
    pub(crate) async fn hold(&self) {
        let mut let_go = self.let_go.subscribe();
        self.held.fetch_add(1, Ordering::AcqRel);
        let _held = Held(&self.held);
        // the sender lives as long as this
        let _ = let_go.changed().await;
    }

    /// How many requests are held.
    pub(crate) fn held(&self) -> usize {
        self.held.load(Ordering::Acquire)
    }

    /// Lets go whatever is held now.
    pub(crate) fn let_go(&self) {
        self.let_go.send_modify(|count| *count += 1);
    }

    /// Works on the world once everything that was due has happened.
    pub(crate) fn with<R>(&self, work: impl FnOnce(&mut World) -> R) -> R {
        let mut world = self.world.lock().unwrap_or_else(PoisonError::into_inner);
        world.catch_up(self.clock.now());
        work(&mut world)
    }
}
