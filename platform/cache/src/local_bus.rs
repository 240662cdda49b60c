use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use crm_model::TenantId;
use tokio::sync::broadcast::{Sender, channel};

use crate::live::Message;
use crate::{LiveBus, LiveEvent, LiveReceiver, SubscribeError};

/// Carries news within this process. A receiver that is more than 256 events behind learns that it lagged.
#[derive(Debug)]
pub struct LocalBus {
    topics: Mutex<HashMap<TenantId, Sender<Message>>>,
    receivers_a_tenant: usize,
}

const BACKLOG: usize = 256;

impl LocalBus {
    /// A bus with at most this many receivers for each tenant (its budget of sockets).
    #[must_use]
    pub fn new(receivers_a_tenant: usize) -> Self {
        Self { topics: Mutex::default(), receivers_a_tenant }
    }

    pub(crate) fn deliver(&self, event: LiveEvent) {
        let mut topics = self.topics();
        if let Some(topic) = topics.get(&event.tenant)
            && topic.send(Message::Event(event)).is_err()
        {
            // the last receiver went away
            topics.remove(&event.tenant);
        }
    }

    /// Tells every receiver that events may have been lost.
    pub(crate) fn gap(&self) {
        self.topics().retain(|_, topic| topic.send(Message::Gap).is_ok());
    }

    fn topics(&self) -> MutexGuard<'_, HashMap<TenantId, Sender<Message>>> {
        self.topics.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl LiveBus for LocalBus {
    async fn publish(&self, event: LiveEvent) {
        self.deliver(event);
    }

    fn subscribe(&self, tenant: TenantId) -> Result<LiveReceiver, SubscribeError> {
        let mut topics = self.topics();
        topics.retain(|_, topic| topic.receiver_count() > 0);
        let topic = topics.entry(tenant).or_insert_with(|| channel(BACKLOG).0);
        if topic.receiver_count() >= self.receivers_a_tenant {
            return Err(SubscribeError::TooMany);
        }
        Ok(LiveReceiver { messages: topic.subscribe() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LiveKind, Received};
    use uuid::Uuid;

    fn event(tenant: u128, version: i64) -> LiveEvent {
        LiveEvent {
            tenant: TenantId::from_uuid(Uuid::from_u128(tenant)),
            kind: LiveKind::ClientUpdated,
            id: Uuid::from_u128(7),
            version,
            by: None,
            owner: None,
            team: None,
        }
    }

    #[tokio::test]
    async fn news_reach_every_receiver_of_the_tenant_and_nobody_else() {
        let bus = LocalBus::new(10);
        let (atlas, northwind) = (event(1, 1).tenant, event(2, 1).tenant);
        let mut receivers = [bus.subscribe(atlas).unwrap(), bus.subscribe(atlas).unwrap()];
        let mut stranger = bus.subscribe(northwind).unwrap();
        bus.publish(event(1, 5)).await;
        bus.publish(event(2, 6)).await;
        for receiver in &mut receivers {
            assert_eq!(receiver.recv().await, Received::Event(event(1, 5)));
        }
        assert_eq!(stranger.recv().await, Received::Event(event(2, 6)));
    }

    #[tokio::test]
    async fn a_slow_receiver_learns_that_it_lagged_and_goes_on() {
        let bus = LocalBus::new(10);
        let mut slow = bus.subscribe(event(1, 0).tenant).unwrap();
        for version in 0..300 {
            bus.publish(event(1, version)).await;
        }
        assert_eq!(slow.recv().await, Received::Lagged);
        assert_eq!(slow.recv().await, Received::Event(event(1, 300 - 256)));
        drop(bus);
        for _ in 45..300 {
            slow.recv().await;
        }
        assert_eq!(slow.recv().await, Received::Closed);
    }

    #[tokio::test]
    async fn a_tenant_has_a_bounded_number_of_receivers_and_leaves_nothing_behind() {
        let bus = LocalBus::new(2);
        let tenant = event(1, 0).tenant;
        let held = [bus.subscribe(tenant).unwrap(), bus.subscribe(tenant).unwrap()];
        assert_eq!(bus.subscribe(tenant).unwrap_err(), SubscribeError::TooMany);
        assert!(bus.subscribe(event(2, 0).tenant).is_ok(), "another tenant is not concerned");
        drop(held);
        bus.publish(event(1, 1)).await;
        assert!(!bus.topics().contains_key(&tenant));
        assert!(bus.subscribe(tenant).is_ok());
    }
}
