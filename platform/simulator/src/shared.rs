use std::sync::{Mutex, PoisonError};

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
}

impl Shared {
    pub(crate) fn new(clock: Clock, config: &Config, world: World) -> Self {
        Self {
            clock,
            build: config.mt5_build.clone(),
            manager: config.manager.clone(),
            gateway: config.gateway.clone(),
            world: Mutex::new(world),
        }
    }

    /// Works on the world once everything that was due has happened.
    pub(crate) fn with<R>(&self, work: impl FnOnce(&mut World) -> R) -> R {
        let mut world = self.world.lock().unwrap_or_else(PoisonError::into_inner);
        world.catch_up(self.clock.now());
        work(&mut world)
    }
}
