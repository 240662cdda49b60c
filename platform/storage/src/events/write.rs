use super::Outgoing;
use crate::StorageError;
use crate::scope::Scope;
use chrono::{DateTime, Utc};
use crm_model::EventId;
use sea_orm::Value;
use uuid::Uuid;

/// The head stays locked until the commit, so numbers grow in the order of commits. Whose it is stands in the rows that it
/// speaks of.
const PUBLISH: &str = "WITH head AS (INSERT INTO crm.event_head AS h (tenant_id, seq, cleared_to) VALUES ($1, $2, 0) ON CONFLICT (tenant_id) DO UPDATE SET seq = h.seq + excluded.seq RETURNING h.seq)
  INSERT INTO crm.event (tenant_id, seq, id, type, at, client_id, account_id, operation_id, command_id, position, deal, order_ticket)
  SELECT $1, head.seq - $2 + x.n, x.id, x.type, x.at, coalesce(nullif(x.client_id, $11::uuid), a.client_id), coalesce(nullif(x.account_id, $11::uuid), o.account_id, t.account_id),
    nullif(x.operation_id, $11::uuid), nullif(x.command_id, $11::uuid), nullif(x.position, 0), nullif(x.deal, 0), nullif(x.order_ticket, 0)
  FROM head, unnest($3::uuid[], $4::text[], $5::timestamptz[], $6::uuid[], $7::uuid[], $8::uuid[], $9::uuid[], $10::bigint[], $12::bigint[], $13::bigint[]) WITH ORDINALITY AS x (id, type, at, client_id, account_id, operation_id, command_id, position, deal, order_ticket, n)
  LEFT JOIN crm.balance_operation o ON o.tenant_id = $1 AND o.id = x.operation_id
  LEFT JOIN crm.trade_command t ON t.tenant_id = $1 AND t.id = x.command_id
  LEFT JOIN crm.trading_account a ON a.tenant_id = $1 AND a.id = x.account_id";

/// Writes events as part of a transaction, in their order. Only the commit may follow: others of the broker wait.
pub(crate) async fn publish(scope: &Scope, events: &[Outgoing]) -> Result<(), StorageError> {
    if events.is_empty() {
        return Ok(());
    }
    let ids = |of: fn(&Outgoing) -> Option<Uuid>| events.iter().map(|e| of(e).unwrap_or_default()).collect::<Vec<_>>();
    let numbers = |of: fn(&Outgoing) -> Option<i64>| events.iter().map(|e| of(e).unwrap_or(0)).collect::<Vec<_>>();
    let count = i64::try_from(events.len()).map_err(|_| StorageError::Corrupt("more events than numbers"))?;
    let values: Vec<Value> = vec![
        scope.tenant(),
        count.into(),
        events.iter().map(|_| EventId::generate().uuid()).collect::<Vec<_>>().into(),
        events.iter().map(|e| e.kind.as_str().to_owned()).collect::<Vec<_>>().into(),
        events.iter().map(|e| e.at).collect::<Vec<DateTime<Utc>>>().into(),
        ids(|e| e.client).into(),
        ids(|e| e.account).into(),
        ids(|e| e.operation).into(),
        ids(|e| e.command).into(),
        numbers(|e| e.position).into(),
        Uuid::nil().into(),
        numbers(|e| e.deal).into(),
        numbers(|e| e.order).into(),
    ];
    if i64::try_from(scope.exec(PUBLISH, values).await?) == Ok(count) {
        Ok(())
    } else {
        Err(StorageError::Corrupt("an event was not written"))
    }
}
