//! Keeps feeds for the active servers of brokers: this process's fair share of them (`share`).

use super::poll::ServerFeed;
use super::share::{Key, plan};
use super::tenant::{ServerBrief, ServerLive, TenantLive};
use crate::App;
use crm_model::{TradingServerId, TradingServerStatus, WorkerId};
use crm_storage::{QueueDb, StorageError, TradingServers};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::Instant;

/// How often brokers and servers are looked for.
const ROUND: Duration = Duration::from_secs(15);
/// Not more often than this, however many ask.
const PAUSE: Duration = Duration::from_millis(200);
/// A process that was not heard of for so long has no share any more.
const LIVES: Duration = Duration::from_secs(45);
/// A process that does no deferred work polls a broker's servers this long after somebody asked it last.
const GUEST_STAYS: Duration = Duration::from_secs(120);

/// Runs the feeds of this process until `stop`, then gives the servers back. With a `queue` it has a share of the servers of every
/// active broker, as many as the other processes that live; without, it looks after those that somebody asks for here.
pub async fn run(app: Arc<App>, queue: Option<QueueDb>, stop: impl Future<Output = ()>) {
    let (stopping, stopped) = watch::channel(false);
    let mut supervisor = Supervisor { app, queue, stopped, running: HashMap::new() };
    tokio::select! {
        () = stop => {}
        () = supervisor.rounds() => {}
    }
    if let Some(queue) = &supervisor.queue
        && let Err(error) = queue.forget_feed_worker(supervisor.app.trading.holder()).await
    {
        tracing::warn!(%error, "the other processes learn a little later that this one polls no more");
    }
    stopping.send_replace(true);
    for (_, feed) in supervisor.running.drain() {
        if let Err(error) = feed.await {
            tracing::warn!(%error, "the feed of a trading server broke");
        }
    }
}

/// Servers, and who has each.
type Servers = BTreeMap<Key, Option<WorkerId>>;

struct Supervisor {
    app: Arc<App>,
    queue: Option<QueueDb>,
    stopped: watch::Receiver<bool>,
    running: HashMap<Key, JoinHandle<()>>,
}

impl Supervisor {
    async fn rounds(&mut self) {
        let mut next = Instant::now();
        loop {
            if Instant::now() >= next {
                next = Instant::now() + ROUND;
                let brokers = self.brokers().await;
                let seen = self.look_at(&brokers).await;
                match self.workers().await {
                    Some(workers) => self.share(&brokers, &workers, &seen),
                    None => self.begin_free(&brokers, &seen),
                }
            } else {
                // whom somebody needs here is looked after whatever is fair, where nobody else does
                let brokers = self.app.trading.feeds().asked();
                let seen = self.look_at(&brokers).await;
                self.begin_free(&brokers, &seen);
            }
            self.running.retain(|_, feed| !feed.is_finished());
            tokio::time::sleep(PAUSE).await;
            tokio::select! {
                () = tokio::time::sleep_until(next) => {}
                () = self.app.trading.feeds().wake.notified() => {}
            }
        }
    }

    async fn brokers(&self) -> Vec<Arc<TenantLive>> {
        let feeds = self.app.trading.feeds();
        let Some(queue) = &self.queue else {
            return feeds.all().into_iter().filter(|live| live.is_watched_here(GUEST_STAYS)).collect();
        };
        match queue.active_tenants().await {
            Ok(tenants) => tenants.iter().map(|tenant| feeds.of(tenant)).collect(),
            Err(error) => {
                tracing::warn!(%error, "the brokers could not be looked for");
                Vec::new()
            }
        }
    }

    /// The processes that share the servers; `None` where this one shares nothing, or cannot know.
    async fn workers(&self) -> Option<Vec<WorkerId>> {
        let queue = self.queue.as_ref()?;
        match queue.note_feed_worker(self.app.trading.holder(), LIVES).await {
            Ok(workers) => Some(workers),
            Err(error) => {
                tracing::warn!(%error, "the processes that poll could not be looked for");
                None
            }
        }
    }

    /// The active servers of brokers, and who has each.
    async fn look_at(&self, brokers: &[Arc<TenantLive>]) -> Servers {
        let mut seen = Servers::new();
        for live in brokers {
            match self.servers_of(live).await {
                Ok(servers) => seen.extend(servers),
                Err(error) => {
                    tracing::warn!(%error, tenant = %live.tenant.id, "a broker's trading servers could not be looked for");
                }
            }
        }
        seen
    }

    async fn servers_of(&self, live: &TenantLive) -> Result<Servers, StorageError> {
        let tx = self.app.db.mirror(&live.tenant).await?;
        let servers = TradingServers::of(&tx).list().await?;
        let leases = tx.leases().await?;
        drop(tx);
        let active = servers.into_iter().map(|row| row.record).filter(|s| s.status == TradingServerStatus::Active);
        let active: Vec<ServerBrief> = active.map(ServerBrief::of).collect();
        live.keep_servers(&active);
        let holder = |id: TradingServerId| leases.iter().find(|(server, _)| *server == id).map(|(_, holder)| *holder);
        Ok(active.iter().map(|server| ((live.tenant.id, server.id), holder(server.id))).collect())
    }

    /// Begins with what is fair.
    fn share(&mut self, brokers: &[Arc<TenantLive>], workers: &[WorkerId], seen: &Servers) {
        let plan = plan(self.app.trading.holder(), workers, seen);
        for key in plan.begin {
            self.begin(brokers, key, false);
        }
        for key in plan.ask {
            self.begin(brokers, key, true);
        }
    }

    /// Begins with everything that no other process has.
    fn begin_free(&mut self, brokers: &[Arc<TenantLive>], seen: &Servers) {
        let me = self.app.trading.holder();
        for (key, _) in seen.iter().filter(|(_, holder)| holder.is_none_or(|holder| holder == me)) {
            self.begin(brokers, *key, false);
        }
    }

    fn begin(&mut self, brokers: &[Arc<TenantLive>], key: Key, asks: bool) {
        if self.running.get(&key).is_some_and(|feed| !feed.is_finished()) {
            return;
        }
        let live = brokers.iter().find(|live| live.tenant.id == key.0);
        let Some((live, server)) = live.and_then(|live| Some((live, live.server(key.1)?))) else { return };
        let feed = ServerFeed { asks, ..self.feed(live, server) };
        self.running.insert(key, tokio::spawn(feed.run()));
    }

    fn feed(&self, live: &Arc<TenantLive>, server: Arc<ServerLive>) -> ServerFeed {
        ServerFeed {
            app: Arc::clone(&self.app),
            live: Arc::clone(live),
            server,
            stopped: self.stopped.clone(),
            guest: self.queue.is_none().then_some(GUEST_STAYS),
            asks: false,
        }
    }
}
