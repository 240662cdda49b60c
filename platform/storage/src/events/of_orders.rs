//! What became of waiting orders. The CRM keeps none of their own: here stands how websites were told of each, and whoever
//! polls a server tells the difference in the commit that writes it down. An order that came and went between two looks is told by
//! its deals alone.

use super::{Outgoing, publish};
use crate::columns::Columns;
use crate::scope::Scoped;
use crate::{MirrorTx, StorageError};
use chrono::{DateTime, TimeDelta, Utc};
use crm_model::{EventType, TradingServerId};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// How long deals may be late: the deep look at them comes every minute.
const LATE: TimeDelta = TimeDelta::seconds(90);

/// An order that waits on a server now.
#[derive(Clone, Debug)]
pub struct WaitingOrder {
    /// Whose: the account's number on the server.
    pub login: i64,
    /// Its number.
    pub ticket: i64,
    /// Its terms in one text, at most 400 characters.
    pub looks: String,
    /// When it was placed.
    pub placed_at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct Told {
    account_id: Uuid,
    ticket: i64,
    r#type: String,
    at: DateTime<Utc>,
}

impl MirrorTx {
    /// Writes down all orders that wait on a server now, and tells which of them are new or look otherwise. Those of logins that
    /// are no accounts of the CRM are passed over; what was placed before its account was one of the CRM's is written down and
    /// not told. What is not there any more waits for [`MirrorTx::end_orders`]; answers whether anything does.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn keep_orders(
        &self,
        server: TradingServerId,
        orders: &[WaitingOrder],
        now: DateTime<Utc>,
    ) -> Result<bool, StorageError> {
        let scope = self.scope();
        let mut seen = Columns::of(scope.tenant());
        seen.add("login", "bigint", orders.iter().map(|order| order.login).collect::<Vec<_>>(), None);
        seen.add("ticket", "bigint", orders.iter().map(|order| order.ticket).collect::<Vec<_>>(), None);
        seen.texts("looks", orders.iter().map(|order| order.looks.chars().take(400).collect()).collect());
        seen.times("placed_at", orders.iter().map(|order| order.placed_at).collect());
        let names = seen.names().join(", ");
        let (rows, mut values) = seen.rows();
        values.extend([server.uuid().into(), now.into()]);
        let (of_server, at) = (format!("${}", values.len() - 1), format!("${}", values.len()));
        // a statement sees what was there before it, so `was` has the terms that were told
        let sql = format!(
            "WITH shown (tenant_id, {names}) AS ({rows}),
             seen AS (SELECT a.id AS account_id, a.opened_at, s.ticket, s.looks, s.placed_at FROM shown s JOIN crm.trading_account a ON a.tenant_id = $1 AND a.server_id = {of_server} AND a.login = s.login),
             new AS (INSERT INTO crm.waiting_order (tenant_id, account_id, ticket, looks, placed_at) SELECT $1, account_id, ticket, looks, placed_at FROM seen ORDER BY account_id, ticket ON CONFLICT DO NOTHING RETURNING account_id, ticket),
             was AS (SELECT o.account_id, o.ticket, o.looks FROM crm.waiting_order o JOIN seen USING (account_id, ticket) WHERE o.tenant_id = $1 AND (o.looks <> seen.looks OR o.gone_at IS NOT NULL)),
             changed AS (UPDATE crm.waiting_order o SET looks = seen.looks, gone_at = NULL FROM was JOIN seen USING (account_id, ticket) WHERE o.tenant_id = $1 AND o.account_id = was.account_id AND o.ticket = was.ticket RETURNING o.account_id, o.ticket, was.looks <> seen.looks AS otherwise),
             gone AS (UPDATE crm.waiting_order o SET gone_at = {at} FROM crm.trading_account a WHERE o.tenant_id = $1 AND o.gone_at IS NULL AND a.tenant_id = $1 AND a.id = o.account_id AND a.server_id = {of_server}
                AND NOT EXISTS (SELECT 1 FROM seen WHERE seen.account_id = o.account_id AND seen.ticket = o.ticket) RETURNING 1)
             SELECT new.account_id, new.ticket, 'order.placed' AS type, seen.placed_at AS at FROM new JOIN seen USING (account_id, ticket) WHERE seen.placed_at >= seen.opened_at
             UNION ALL SELECT account_id, ticket, 'order.changed', {at}::timestamptz FROM changed WHERE otherwise
             ORDER BY at, account_id, ticket"
        );
        let told: Vec<Told> = scope.all(sql, values).await?;
        self.tell(told).await?;
        self.has_gone_orders(server).await
    }

    async fn has_gone_orders(&self, server: TradingServerId) -> Result<bool, StorageError> {
        #[derive(FromQueryResult)]
        struct Gone {
            gone: bool,
        }
        let scope = self.scope();
        let sql = "SELECT EXISTS (SELECT 1 FROM crm.waiting_order o JOIN crm.trading_account a ON a.tenant_id = $1 AND a.id = o.account_id WHERE o.tenant_id = $1 AND a.server_id = $2 AND o.gone_at IS NOT NULL) AS gone";
        let gone: Option<Gone> = scope.one(sql, vec![scope.tenant(), server.uuid().into()]).await?;
        Ok(gone.is_some_and(|row| row.gone))
    }

    /// Tells what became of a server's orders that are gone since before an instant, at which its deals were asked for. One with
    /// a deal was filled; another was cancelled, once no deal has come for [`LATE`]: servers show some deals late, and one whose
    /// clock runs behind shows the first ones only with the next deep look. Answers whether more wait.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn end_orders(&self, server: TradingServerId, before: DateTime<Utc>) -> Result<bool, StorageError> {
        let scope = self.scope();
        let values: Vec<Value> = vec![scope.tenant(), server.uuid().into(), before.into(), (before - LATE).into()];
        // MT4 has one number for an order and what it opened
        let sql = "WITH gone AS (SELECT o.account_id, o.ticket, o.gone_at, d.at FROM crm.waiting_order o JOIN crm.trading_account a ON a.tenant_id = $1 AND a.id = o.account_id
            LEFT JOIN LATERAL (SELECT max(d.at) AS at FROM crm.deal d WHERE d.tenant_id = $1 AND d.account_id = o.account_id AND d.at >= o.placed_at AND d.entry IS NOT NULL AND (d.order_ticket = o.ticket OR (d.leg <> 0 AND d.ticket = o.ticket))) d ON true
            WHERE o.tenant_id = $1 AND a.server_id = $2 AND o.gone_at < $3 AND (d.at IS NOT NULL OR o.gone_at < $4)),
          ended AS (DELETE FROM crm.waiting_order o USING gone g WHERE o.tenant_id = $1 AND o.account_id = g.account_id AND o.ticket = g.ticket)
          SELECT account_id, ticket, CASE WHEN at IS NULL THEN 'order.cancelled' ELSE 'order.filled' END AS type, coalesce(at, gone_at) AS at FROM gone ORDER BY at, account_id, ticket";
        let told: Vec<Told> = scope.all(sql, values).await?;
        self.tell(told).await?;
        self.has_gone_orders(server).await
    }

    async fn tell(&self, told: Vec<Told>) -> Result<(), StorageError> {
        let outgoing = |row: Told| {
            let kind =
                EventType::from_text(&row.r#type).ok_or(StorageError::Corrupt("a kind of event that is none"))?;
            Ok(Outgoing { account: Some(row.account_id), order: Some(row.ticket), ..Outgoing::of(kind, row.at) })
        };
        let events = told.into_iter().map(outgoing).collect::<Result<Vec<_>, StorageError>>()?;
        publish(self.scope(), &events).await
    }
}
