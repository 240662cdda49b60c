use async_trait::async_trait;
use crm_model::TenantId;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use uuid::Uuid;

/// Carries news from the process where something changed to every screen that may care. News may be lost: a receiver
/// that must not miss anything also reads the versions in the database.
#[async_trait]
pub trait LiveBus: Send + Sync {
    /// Sends an event to all receivers of its tenant. Call after the commit. Never fails; what cannot be sent to
    /// other processes is logged and lost.
    async fn publish(&self, event: LiveEvent);

    /// Starts to listen to one tenant.
    ///
    /// # Errors
    /// [`SubscribeError::TooMany`] when the tenant's share of receivers is used up.
    fn subscribe(&self, tenant: TenantId) -> Result<LiveReceiver, SubscribeError>;
}

/// Why nobody listens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SubscribeError {
    /// The tenant has as many receivers in this process as it may have.
    #[error("too many live connections of this broker; close some or try again later")]
    TooMany,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LiveKind {
    /// A client was created; `id` is the client's.
    ClientCreated,
    /// A client or something of it changed; `id` is the client's.
    ClientUpdated,
    /// A client was archived; `id` is the client's.
    ClientArchived,
    /// Many clients were created, changed or taken away at once; `id` is nil.
    ClientsChanged,
    /// An import of clients changed or moved on; `id` is the import's.
    ImportChanged,
    /// A balance operation was asked for or moved on; `id` is the operation's.
    BalanceOperationChanged,
    /// A trade command was asked for or moved on; `id` is the command's.
    TradeCommandChanged,
    /// Deals of a trading account were kept, or are shown otherwise now; `id` is the account's, or nil for those of many.
    /// `version` is when the oldest of them was made, in microseconds since 1970.
    DealsKept,
    /// A staff member's rights or sessions changed; `id` is the staff member's, or nil if everybody is concerned.
    AccessChanged,
    /// A process has screens that look at live figures; whoever polls the tenant's servers does it more often and tells.
    /// `id` is nil, `by` the process.
    FiguresWatched,
    /// A process must command a trading server that another one holds; `id` is the server's, `by` the process.
    ServerWanted,
}

/// News: ids and a version, nothing else. A receiver reads again under its own rights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveEvent {
    /// The tenant it happened in.
    pub tenant: TenantId,
    /// What happened.
    pub kind: LiveKind,
    /// To whom or what.
    pub id: Uuid,
    /// The row's version afterwards; a receiver that knows this version or a later one has nothing to do.
    pub version: i64,
    /// The staff member who did it, by which a portal knows its own changes; of processes, which one.
    pub by: Option<Uuid>,
    /// The client's owner, by which receivers with the reach `own` decide whether to read at all.
    pub owner: Option<Uuid>,
    /// The client's team, by which receivers with the reach `team` decide whether to read at all.
    pub team: Option<Uuid>,
}

/// What a receiver gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Received {
    /// An event of its tenant.
    Event(LiveEvent),
    /// Events were lost: the receiver was too slow or the connection between processes broke. Read everything again.
    Lagged,
    /// The bus is gone: the process is shutting down.
    Closed,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Message {
    Event(LiveEvent),
    Gap,
}

/// Listens to one tenant until dropped.
#[derive(Debug)]
pub struct LiveReceiver {
    pub(crate) messages: broadcast::Receiver<Message>,
}

impl LiveReceiver {
    /// Waits for the next news. Cancelling loses nothing.
    pub async fn recv(&mut self) -> Received {
        match self.messages.recv().await {
            Ok(Message::Event(event)) => Received::Event(event),
            Ok(Message::Gap) | Err(RecvError::Lagged(_)) => Received::Lagged,
            Err(RecvError::Closed) => Received::Closed,
        }
    }
}
