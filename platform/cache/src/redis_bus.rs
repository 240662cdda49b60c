use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use crm_model::TenantId;
use futures_util::StreamExt;
use redis::aio::PubSub;
use redis::{AsyncCommands, Msg, RedisResult};
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

use crate::{LiveBus, LiveEvent, LiveReceiver, LocalBus, RedisLink, SubscribeError};

/// Carries news between processes through Redis. Receivers of the publishing process are served directly, so an
/// outage of Redis only separates processes; when it is over, every receiver learns that it lagged.
pub struct RedisBus {
    local: Arc<LocalBus>,
    outgoing: mpsc::Sender<LiveEvent>,
    listening: JoinHandle<()>,
}

/// What travels: an event and the process it comes from, which has already served its own receivers.
#[derive(Debug, Serialize, Deserialize)]
struct Envelope {
    from: u64,
    event: LiveEvent,
}

const TOPICS: &str = "crm:live:*";
/// Events that may wait for Redis; more are lost to the other processes.
const OUTGOING: usize = 1_024;
const SHORTEST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// A connection that died without a word is noticed within twice this.
const CHECKED_EVERY: Duration = Duration::from_secs(5);

fn topic(tenant: TenantId) -> String {
    format!("crm:live:{}", tenant.uuid().simple())
}

impl RedisBus {
    /// A bus over this link with at most this many receivers for each tenant in this process. Starts listening in the
    /// background until dropped; call inside a tokio runtime.
    #[must_use]
    pub fn new(link: RedisLink, receivers_a_tenant: usize) -> Self {
        let local = Arc::new(LocalBus::new(receivers_a_tenant));
        let process = rand::random();
        let listening = tokio::spawn(listen(link.clone(), Arc::clone(&local), process));
        let (outgoing, waiting) = mpsc::channel(OUTGOING);
        tokio::spawn(send(link, waiting, process));
        Self { local, outgoing, listening }
    }
}

impl Drop for RedisBus {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

/// Sends what is waiting until the bus is dropped, so that no request ever waits for Redis.
async fn send(link: RedisLink, mut waiting: mpsc::Receiver<LiveEvent>, process: u64) {
    let mut manager = link.manager;
    while let Some(event) = waiting.recv().await {
        let Ok(payload) = serde_json::to_vec(&Envelope { from: process, event }) else {
            continue;
        };
        let sent: RedisResult<u64> = manager.publish(topic(event.tenant), payload).await;
        if let Err(error) = sent {
            tracing::warn!(kind = ?error.kind(), "a live event did not reach the other processes");
        }
    }
}

/// Listens for ever, reconnecting with growing pauses.
async fn listen(link: RedisLink, local: Arc<LocalBus>, process: u64) {
    let mut pause = SHORTEST_PAUSE;
    let mut missed_some = false;
    loop {
        match connect(&link).await {
            Ok(pubsub) => {
                if missed_some {
                    local.gap();
                }
                pause = SHORTEST_PAUSE;
                listen_until_broken(pubsub, &local, process).await;
                tracing::warn!("the live connection to Redis broke: news of other processes are lost until it is back");
            }
            Err(error) => {
                tracing::warn!(kind = ?error.kind(), "Redis is away: live news stay within this process")
            }
        }
        missed_some = true;
        sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

async fn connect(link: &RedisLink) -> RedisResult<PubSub> {
    let mut pubsub = link.client.get_async_pubsub().await?;
    pubsub.psubscribe(TOPICS).await?;
    Ok(pubsub)
}

/// Takes messages until the connection ends or stops answering.
async fn listen_until_broken(pubsub: PubSub, local: &LocalBus, process: u64) {
    let (mut commands, mut messages) = pubsub.split();
    let mut check = interval(CHECKED_EVERY);
    check.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            message = messages.next() => match message {
                Some(message) => receive(local, process, &message),
                None => return,
            },
            _ = check.tick() => {
                let answer = timeout(CHECKED_EVERY, commands.ping::<redis::Value>()).await;
                if !matches!(answer, Ok(Ok(_))) {
                    return;
                }
            }
        }
    }
}

fn receive(local: &LocalBus, process: u64, message: &Msg) {
    match serde_json::from_slice::<Envelope>(message.get_payload_bytes()) {
        // an event is believed only on its own tenant's topic
        Ok(envelope) if topic(envelope.event.tenant) != message.get_channel_name() => {
            tracing::warn!("a live event arrived on another tenant's topic and was dropped");
        }
        Ok(envelope) if envelope.from == process => {}
        Ok(envelope) => local.deliver(envelope.event),
        Err(_) => tracing::warn!("an unreadable live event was dropped; are all processes of one version?"),
    }
}

#[async_trait]
impl LiveBus for RedisBus {
    async fn publish(&self, event: LiveEvent) {
        self.local.deliver(event);
        if self.outgoing.try_send(event).is_err() {
            tracing::warn!("a live event did not reach the other processes: too many are waiting for Redis");
        }
    }

    fn subscribe(&self, tenant: TenantId) -> Result<LiveReceiver, SubscribeError> {
        self.local.subscribe(tenant)
    }
}

impl fmt::Debug for RedisBus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisBus").finish_non_exhaustive()
    }
}
