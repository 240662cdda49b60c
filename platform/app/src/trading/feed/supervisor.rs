//! Keeps a feed for every active server of every broker, where no other process of the deployment has the server.

use super::poll::ServerFeed;
use super::tenant::{ServerLive, TenantLive};
use crate::App;
use crm_model::{TenantId, TradingServerId, TradingServerStatus};
use crm_storage::{QueueDb, StorageError, TradingServers};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::Instant;

/// How often brokers and servers are looked for.
const ROUND: Duration = Duration::from_secs(15);
/// Not more often than this, however many ask.
const PAUSE: Duration = Duration::from_millis(200);
/// A process that does no deferred work polls a broker's servers this long after somebody asked it last.
const GUEST_STAYS: Duration = Duration::from_secs(120);

/// Runs the feeds of this process until `stop`, then gives the servers back. With a `queue` it looks after every active
/// broker; without, after those that somebody asks for here.
pub async fn run(app: Arc<App>, queue: Option<QueueDb>, stop: impl Future<Output = ()>) {
    let (stopping, stopped) = watch::channel(false);
    let mut supervisor = Supervisor { app, queue, stopped, running: HashMap::new() };
    tokio::select! {
        () = stop => {}
        () = supervisor.rounds() => {}
    }
    stopping.send_replace(true);
    for (_, feed) in supervisor.running.drain() {
        if let Err(error) = feed.await {
            tracing::warn!(%error, "the feed of a trading server broke");
        }
    }
}

struct Supervisor {
    app: Arc<App>,
    queue: Option<QueueDb>,
    stopped: watch::Receiver<bool>,
    running: HashMap<(TenantId, TradingServerId), JoinHandle<()>>,
}

impl Supervisor {
    async fn rounds(&mut self) {
        let mut next = Instant::now();
        loop {
            let brokers = if Instant::now() >= next {
                next = Instant::now() + ROUND;
                self.brokers().await
            } else {
                self.app.trading.feeds().asked()
            };
            for live in brokers {
                if let Err(error) = self.look_after(&live).await {
                    tracing::warn!(%error, tenant = %live.tenant.id, "a broker's trading servers could not be looked for");
                }
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

    async fn look_after(&mut self, live: &Arc<TenantLive>) -> Result<(), StorageError> {
        let tx = self.app.db.mirror(&live.tenant).await?;
        let servers = TradingServers::of(&tx).list().await?;
        drop(tx);
        let active = servers.into_iter().map(|row| row.record).filter(|s| s.status == TradingServerStatus::Active);
        let active: Vec<(TradingServerId, String)> = active.map(|server| (server.id, server.name)).collect();
        live.keep_servers(&active);
        for server in live.servers() {
            let key = (live.tenant.id, server.id);
            let runs = self.running.get(&key).is_some_and(|feed| !feed.is_finished());
            if !runs && active.iter().any(|(id, _)| *id == server.id) {
                self.running.insert(key, tokio::spawn(self.feed(live, server).run()));
            }
        }
        Ok(())
    }

    fn feed(&self, live: &Arc<TenantLive>, server: Arc<ServerLive>) -> ServerFeed {
        ServerFeed {
            app: Arc::clone(&self.app),
            live: Arc::clone(live),
            server,
            stopped: self.stopped.clone(),
            guest: self.queue.is_none().then_some(GUEST_STAYS),
        }
    }
}
