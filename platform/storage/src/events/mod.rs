//! Events for the broker's websites: ids only, in the commit of what they tell of, in the order of commits
//! (docs/adr/0026-events-in-the-commit.md).

mod of_audit;
mod of_deals;
mod of_orders;
mod read;
mod write;

pub(crate) use of_audit::of_audit;
pub(crate) use of_deals::{NewTrade, of_deals};
pub use of_orders::WaitingOrder;
pub use read::{EventPage, EventRow, Events};
pub(crate) use write::publish;

use chrono::{DateTime, Utc};
use crm_model::EventType;
use uuid::Uuid;

/// What is to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outgoing {
    pub(crate) kind: EventType,
    pub(crate) at: DateTime<Utc>,
    /// Whose; where it is `None`, the account's.
    pub(crate) client: Option<Uuid>,
    /// On which account; where it is `None`, the operation's or command's, if there is one.
    pub(crate) account: Option<Uuid>,
    pub(crate) operation: Option<Uuid>,
    pub(crate) command: Option<Uuid>,
    pub(crate) position: Option<i64>,
    /// By which deal.
    pub(crate) deal: Option<i64>,
    /// Which waiting order.
    pub(crate) order: Option<i64>,
}

impl Outgoing {
    /// Of nothing yet.
    pub(crate) const fn of(kind: EventType, at: DateTime<Utc>) -> Self {
        let (client, account, operation, command) = (None, None, None, None);
        Self { kind, at, client, account, operation, command, position: None, deal: None, order: None }
    }
}
