//! What deals did to positions, and bookings of money past the CRM. Each that is kept for the first time is told once, unless it
//! was made before the account was one of the CRM's.

use super::Outgoing;
use crate::StorageError;
use crate::scope::Scope;
use chrono::{DateTime, Utc};
use crm_model::{DealEntry, EventType};
use sea_orm::{FromQueryResult, Value};
use std::collections::HashSet;
use uuid::Uuid;

/// A trade that was kept for the first time, or a booking of money that the CRM did not ask for.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct NewTrade {
    pub(crate) account_id: Uuid,
    pub(crate) ticket: i64,
    pub(crate) leg: i16,
    /// Of trades only.
    pub(crate) entry: Option<String>,
    pub(crate) order_ticket: Option<i64>,
    /// Of trades only.
    pub(crate) position: Option<i64>,
    pub(crate) at: DateTime<Utc>,
}

/// What deals that were kept just now did, in the order in which they were made.
pub(crate) async fn of_deals(scope: &Scope, mut trades: Vec<NewTrade>) -> Result<Vec<Outgoing>, StorageError> {
    trades.sort_by_key(|trade| (trade.at, trade.account_id, trade.ticket, trade.leg));
    let gone = gone(scope, &trades).await?;
    // the last one that closed a part of what is gone closed it
    let mut closed = HashSet::new();
    let mut events = Vec::with_capacity(trades.len());
    for trade in trades.iter().rev() {
        let (Some(entry), Some(position)) = (&trade.entry, trade.position) else {
            events.push(Outgoing {
                account: Some(trade.account_id),
                deal: Some(trade.ticket),
                ..Outgoing::of(EventType::BookingMade, trade.at)
            });
            continue;
        };
        let place = (trade.account_id, position);
        let entry = DealEntry::from_text(entry).ok_or(StorageError::Corrupt("deal.entry"))?;
        let kind = match entry {
            // a position has the number of the order that opened it; MT4 knows nothing else
            DealEntry::In if trade.leg != 0 || trade.order_ticket == Some(position) => EventType::PositionOpened,
            DealEntry::In => EventType::PositionIncreased,
            DealEntry::InOut => EventType::PositionReversed,
            DealEntry::Out | DealEntry::OutBy if gone.contains(&place) && closed.insert(place) => {
                EventType::PositionClosed
            }
            DealEntry::Out | DealEntry::OutBy => EventType::PositionReduced,
        };
        events.push(Outgoing {
            account: Some(trade.account_id),
            position: Some(position),
            deal: Some(trade.ticket),
            ..Outgoing::of(kind, trade.at)
        });
    }
    events.reverse();
    Ok(events)
}

/// The positions of which nothing is left, as far as their deals are known.
async fn gone(scope: &Scope, trades: &[NewTrade]) -> Result<HashSet<(Uuid, i64)>, StorageError> {
    #[derive(FromQueryResult)]
    struct Gone {
        account_id: Uuid,
        position: i64,
    }
    let (positions, accounts): (Vec<i64>, Vec<Uuid>) =
        trades.iter().filter_map(|trade| Some((trade.position?, trade.account_id))).unzip();
    let values: Vec<Value> = vec![scope.tenant(), positions.into(), accounts.into()];
    let sql = "SELECT d.account_id, d.position FROM crm.deal d WHERE d.tenant_id = $1 AND d.position = ANY($2) AND d.account_id = ANY($3) AND d.entry IS NOT NULL
      GROUP BY d.account_id, d.position HAVING sum(CASE d.action WHEN 'buy' THEN d.lots WHEN 'sell' THEN -d.lots ELSE 0 END) = 0";
    let rows: Vec<Gone> = scope.all(sql, values).await?;
    Ok(rows.into_iter().map(|row| (row.account_id, row.position)).collect())
}
