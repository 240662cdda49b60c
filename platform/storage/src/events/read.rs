use crate::scope::Scoped;
use crate::{MirrorTx, StorageError};
use chrono::{DateTime, Utc};
use crm_access::{Permit, Reach, kinds};
use crm_model::{BalanceOperationId, ClientId, EventId, EventType, TradeCommandId, TradingAccountId};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// So many events are looked through for one page.
const LOOKED_THROUGH: i64 = 10_000;
/// So many are cleared at a time.
const CLEARED: i64 = 5_000;

/// The events of a broker.
pub struct Events<'a, T>(&'a T);

/// An event: what happened, and the ids of what it happened to.
#[derive(Clone, Debug)]
pub struct EventRow {
    /// Its place among the broker's events.
    pub seq: i64,
    /// Its id.
    pub id: EventId,
    /// What happened.
    pub kind: EventType,
    /// When.
    pub at: DateTime<Utc>,
    /// To whom.
    pub client: ClientId,
    /// On which account.
    pub account: Option<TradingAccountId>,
    /// To which balance operation.
    pub operation: Option<BalanceOperationId>,
    /// To which trade command.
    pub command: Option<TradeCommandId>,
    /// To which position: its number on the server.
    pub position: Option<i64>,
    /// By which deal: its number on the server.
    pub deal: Option<i64>,
    /// To which waiting order: its number on the server.
    pub order: Option<i64>,
}

/// A part of the events, the oldest first.
#[derive(Clone, Debug)]
pub struct EventPage {
    /// The part; may be empty although more follow.
    pub rows: Vec<EventRow>,
    /// From where to go on: everything up to it was shown, or is not for the reader.
    pub next: i64,
    /// Whether more may follow already.
    pub more: bool,
}

#[derive(FromQueryResult)]
struct Head {
    seq: i64,
    cleared_to: i64,
}

#[derive(FromQueryResult)]
struct Row {
    seq: i64,
    id: Uuid,
    r#type: String,
    at: DateTime<Utc>,
    client_id: Uuid,
    account_id: Option<Uuid>,
    operation_id: Option<Uuid>,
    command_id: Option<Uuid>,
    position: Option<i64>,
    deal: Option<i64>,
    order_ticket: Option<i64>,
}

impl TryFrom<Row> for EventRow {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        Ok(Self {
            seq: row.seq,
            id: EventId::from_uuid(row.id),
            kind: EventType::from_text(&row.r#type).ok_or(StorageError::Corrupt("event.type"))?,
            at: row.at,
            client: ClientId::from_uuid(row.client_id),
            account: row.account_id.map(TradingAccountId::from_uuid),
            operation: row.operation_id.map(BalanceOperationId::from_uuid),
            command: row.command_id.map(TradeCommandId::from_uuid),
            position: row.position,
            deal: row.deal,
            order: row.order_ticket,
        })
    }
}

impl<'a, T: Scoped> Events<'a, T> {
    /// The events of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }

    /// Events of these types after a place, without those about archived and deleted clients (that a client was is told);
    /// without a place from the oldest one that is kept. `None` when events after the place were cleared.
    ///
    /// # Errors
    /// The database is away.
    pub async fn after(
        &self,
        permit: &Permit<kinds::ClientView>,
        types: &[EventType],
        place: Option<i64>,
        first: u16,
    ) -> Result<Option<EventPage>, StorageError> {
        let scope = self.0.scope();
        let sql = "SELECT seq, cleared_to FROM crm.event_head WHERE tenant_id = $1";
        let head: Option<Head> = scope.one(sql, vec![scope.tenant()]).await?;
        let Head { seq: head, cleared_to } = head.unwrap_or(Head { seq: 0, cleared_to: 0 });
        let place = place.unwrap_or(cleared_to);
        if place < cleared_to {
            return Ok(None);
        }
        // everything up to the head is committed, for it is locked until the commit
        let to = head.min(place.saturating_add(LOOKED_THROUGH)).max(place);
        if to == place || !matches!(permit.reach(), Reach::All) {
            return Ok(Some(EventPage { rows: Vec::new(), next: place, more: false }));
        }
        let types: Vec<String> = types.iter().map(|kind| kind.as_str().to_owned()).collect();
        let values: Vec<Value> = vec![scope.tenant(), place.into(), to.into(), types.into(), i64::from(first).into()];
        let sql = "SELECT e.seq, e.id, e.type, e.at, e.client_id, e.account_id, e.operation_id, e.command_id, e.position, e.deal, e.order_ticket FROM crm.event e LEFT JOIN crm.client c ON c.tenant_id = $1 AND c.id = e.client_id
          WHERE e.tenant_id = $1 AND e.seq > $2 AND e.seq <= $3 AND e.type = ANY($4) AND CASE WHEN c.id IS NULL THEN e.type = 'client.deleted' ELSE c.archived_at IS NULL OR e.type IN ('client.archived', 'client.merged') END ORDER BY e.seq LIMIT $5";
        let rows: Vec<Row> = scope.all(sql, values).await?;
        let rows = rows.into_iter().map(EventRow::try_from).collect::<Result<Vec<_>, _>>()?;
        let full = rows.len() >= usize::from(first);
        let next = rows.last().filter(|_| full).map_or(to, |last| last.seq);
        Ok(Some(EventPage { rows, next, more: next < head }))
    }
}

impl MirrorTx {
    /// Clears the oldest events as far as they happened before an instant, some thousands at most; answers how many went.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn clear_events(&self, before: DateTime<Utc>) -> Result<i64, StorageError> {
        #[derive(FromQueryResult)]
        struct Gone {
            many: i64,
        }
        let scope = self.scope();
        let values: Vec<Value> = vec![scope.tenant(), before.into(), CLEARED.into()];
        let sql = "WITH old AS (SELECT seq, at FROM crm.event WHERE tenant_id = $1 ORDER BY seq LIMIT $3),
          kept AS (SELECT coalesce(min(seq) FILTER (WHERE at >= $2), max(seq) + 1) AS seq FROM old),
          gone AS (DELETE FROM crm.event e USING kept WHERE e.tenant_id = $1 AND e.seq < kept.seq RETURNING e.seq),
          sum AS (SELECT max(seq) AS seq, count(*) AS many FROM gone)
          UPDATE crm.event_head h SET cleared_to = greatest(h.cleared_to, sum.seq) FROM sum WHERE h.tenant_id = $1 AND sum.many > 0 RETURNING sum.many AS many";
        Ok(scope.one::<Gone>(sql, values).await?.map_or(0, |gone| gone.many))
    }
}
