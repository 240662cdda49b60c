//! Live figures: one process of the deployment polls each trading server into a book in memory; the other processes read
//! what it kept (docs/adr/0022-books-in-memory.md).

mod book;
mod directory;
mod kept;
mod orders;
mod poll;
mod prices;
mod share;
mod supervisor;
mod tenant;
mod writing;

pub use book::FeedState;
pub(crate) use book::{Book, Known, NO_ANSWER, NOT_POLLED};
pub(crate) use directory::{Directory, LiveAccount};
pub use supervisor::run;
pub use tenant::{TenantLive, Watching};

use crm_access::TenantRef;
use crm_model::{TenantId, TradingServerId};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// What is known of brokers' servers in this process.
#[derive(Default)]
pub struct Feeds {
    tenants: Mutex<HashMap<TenantId, Arc<TenantLive>>>,
    asked: Mutex<HashSet<TenantId>>,
    wake: Notify,
}

impl Feeds {
    /// What is known of a broker's servers.
    #[must_use]
    pub fn of(&self, tenant: &TenantRef) -> Arc<TenantLive> {
        let mut tenants = lock(&self.tenants);
        Arc::clone(tenants.entry(tenant.id).or_insert_with(|| Arc::new(TenantLive::new(tenant.clone()))))
    }

    /// Somebody needs a broker's servers here: their feeds begin soon, where no other process has them.
    pub fn look_after(&self, tenant: &TenantRef) {
        self.of(tenant).note_asked();
        lock(&self.asked).insert(tenant.id);
        self.wake.notify_one();
    }

    /// The brokers whose servers somebody needs here since this was asked last.
    fn asked(&self) -> Vec<Arc<TenantLive>> {
        let asked = std::mem::take(&mut *lock(&self.asked));
        let tenants = lock(&self.tenants);
        asked.iter().filter_map(|id| tenants.get(id).map(Arc::clone)).collect()
    }

    /// Whether this process polls a server.
    pub(crate) fn polls(&self, tenant: &TenantRef, server: TradingServerId) -> bool {
        self.of(tenant).server(server).is_some_and(|server| server.is_polled_here())
    }

    fn all(&self) -> Vec<Arc<TenantLive>> {
        lock(&self.tenants).values().map(Arc::clone).collect()
    }
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
