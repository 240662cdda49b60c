//! Keeping deals: sets through `unnest`, each deal once whatever comes again.

use super::{DealKey, source};
use crate::clients::convert::overlooked;
use crate::columns::Columns;
use crate::events::{self, NewTrade};
use crate::scope::Scoped;
use crate::{MirrorTx, StorageError};
use chrono::{DateTime, Utc};
use crm_model::{ClientId, DealAction, DealEntry, DealMaker, TradingServerId};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// Longest remark that is kept, in characters.
const COMMENT_MAX: usize = 200;

/// A deal to be kept. Money is in minor units of the account's currency.
#[derive(Clone, Debug)]
pub struct NewDeal {
    /// Its name.
    pub key: DealKey,
    /// What it did.
    pub action: DealAction,
    /// How it changed the exposure; trades only.
    pub entry: Option<DealEntry>,
    /// The order that caused it.
    pub order: Option<i64>,
    /// The position that it belongs to.
    pub position: Option<i64>,
    /// In what; empty for bookings.
    pub symbol: String,
    /// In hundred-millionths of a lot.
    pub lots: i64,
    /// A plain decimal.
    pub price: String,
    /// Result; of a booking its signed amount.
    pub profit: i64,
    /// Swap realised.
    pub swap: i64,
    /// Commission and fee.
    pub commission: i64,
    /// Remark; cut after 200 characters.
    pub comment: String,
    /// The CRM's tag, where the remark carries one.
    pub reference: Option<[u8; 10]>,
    /// Who made it, as far as the server says.
    pub made_by: Option<DealMaker>,
    /// When.
    pub at: DateTime<Utc>,
}

/// What became of deals that were to be kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeptDeals {
    /// Were not there before.
    pub new: u64,
    /// Were there, and the server shows them otherwise now.
    pub changed: u64,
}

impl MirrorTx {
    /// Keeps deals; those that are there stay as they are unless the server shows them otherwise now. A thousand to five
    /// thousand at a time keep the transaction short.
    ///
    /// # Errors
    /// The database refuses; [`StorageError::Dangling`] when an account is not of this tenant.
    pub async fn keep_deals(&self, mut deals: Vec<NewDeal>) -> Result<KeptDeals, StorageError> {
        // in the order of the key: whoever keeps the same deals at the same time waits and never stands crosswise
        deals.sort_by_key(|deal| deal.key);
        deals.dedup_by_key(|deal| deal.key);
        if deals.is_empty() {
            return Ok(KeptDeals::default());
        }
        let wanted = u64::try_from(deals.len()).map_err(|_| StorageError::Corrupt("more deals than numbers"))?;
        let (sql, values) = columns(self.scope().tenant(), &deals).insert("crm.deal");
        let (new, trades) = self.add_deals(&sql, values).await?;
        let changed = if new == wanted { 0 } else { self.change_deals(&deals).await? };
        if !trades.is_empty() {
            let told = events::of_deals(self.scope(), trades).await?;
            events::publish(self.scope(), &told).await?;
        }
        Ok(KeptDeals { new, changed })
    }

    /// Clients who are no depositors yet and for whom these deals show money that came in past the CRM, on a live account.
    ///
    /// # Errors
    /// The database is away.
    pub async fn overlooked_depositors(&self, deals: &[NewDeal]) -> Result<Vec<ClientId>, StorageError> {
        let came_in = |deal: &&NewDeal| deal.action == DealAction::Balance && deal.profit > 0;
        let seen: Vec<_> = deals.iter().filter(came_in).map(|d| (d.key.account.uuid(), d.reference)).collect();
        if seen.is_empty() { Ok(Vec::new()) } else { overlooked(self, seen).await }
    }

    /// Adds what is not there yet: how many there were, and which of them websites are told of: trades on accounts of the CRM,
    /// and bookings on them that are no operation's.
    async fn add_deals(&self, insert: &str, values: Vec<Value>) -> Result<(u64, Vec<NewTrade>), StorageError> {
        #[derive(FromQueryResult)]
        struct Added {
            many: i64,
            account_id: Option<Uuid>,
            ticket: Option<i64>,
            leg: Option<i16>,
            entry: Option<String>,
            order_ticket: Option<i64>,
            position: Option<i64>,
            at: Option<DateTime<Utc>>,
        }
        let sql = format!(
            "WITH new AS ({insert} ON CONFLICT DO NOTHING RETURNING account_id, ticket, leg, action, entry, order_ticket, position, reference, at),
             news AS (SELECT d.account_id, d.ticket, d.leg, d.entry, d.order_ticket, d.position, d.at FROM new d JOIN crm.trading_account a ON a.tenant_id = $1 AND a.id = d.account_id
              WHERE d.at >= a.opened_at AND CASE WHEN d.action IN ('buy', 'sell') THEN d.entry IS NOT NULL AND d.position IS NOT NULL ELSE {unasked} END)
             SELECT c.many, n.* FROM (SELECT count(*) AS many FROM new) c LEFT JOIN news n ON true",
            unasked = source::is_no_operations()
        );
        let rows: Vec<Added> = self.scope().all(sql, values).await?;
        let new = rows.first().and_then(|row| u64::try_from(row.many).ok()).unwrap_or(0);
        let trade = |row: Added| {
            Some(NewTrade {
                account_id: row.account_id?,
                ticket: row.ticket?,
                leg: row.leg?,
                entry: row.entry,
                order_ticket: row.order_ticket,
                position: row.position,
                at: row.at?,
            })
        };
        Ok((new, rows.into_iter().filter_map(trade).collect()))
    }

    /// Changes what the server shows otherwise now; how many there were.
    async fn change_deals(&self, deals: &[NewDeal]) -> Result<u64, StorageError> {
        let columns = columns(self.scope().tenant(), deals);
        let names: Vec<&str> = columns.names().iter().copied().filter(|name| !KEY.contains(name)).collect();
        let list = |prefix: &str| names.iter().map(|name| format!("{prefix}.{name}")).collect::<Vec<_>>().join(", ");
        let sets = names.iter().map(|name| format!("{name} = n.{name}")).collect::<Vec<_>>().join(", ");
        let all = columns.names().join(", ");
        let (rows, values) = columns.rows();
        let sql = format!(
            "UPDATE crm.deal d SET {sets} FROM ({rows}) AS n (tenant_id, {all}) WHERE d.tenant_id = $1 AND d.account_id = n.account_id AND d.ticket = n.ticket AND d.leg = n.leg AND ({}) IS DISTINCT FROM ({})",
            list("d"),
            list("n")
        );
        self.scope().exec(sql, values).await
    }

    /// Writes down up to when a server's deals were seen.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn note_newest_deal(&self, server: TradingServerId, at: DateTime<Utc>) -> Result<(), StorageError> {
        let values: Vec<Value> = vec![self.scope().tenant(), server.uuid().into(), at.into()];
        self.scope().exec("INSERT INTO crm.deal_feed AS f (tenant_id, server_id, newest_at) VALUES ($1, $2, $3) ON CONFLICT (tenant_id, server_id) DO UPDATE SET newest_at = excluded.newest_at WHERE f.newest_at < excluded.newest_at", values).await?;
        Ok(())
    }
}

const KEY: [&str; 3] = ["account_id", "ticket", "leg"];

fn columns(tenant: Value, deals: &[NewDeal]) -> Columns {
    fn each<V>(deals: &[NewDeal], value: impl Fn(&NewDeal) -> V) -> Vec<V> {
        deals.iter().map(value).collect()
    }
    let mut c = Columns::of(tenant);
    c.uuids("account_id", each(deals, |d| d.key.account.uuid()));
    c.add("ticket", "bigint", each(deals, |d| d.key.ticket), None);
    c.add("leg", "smallint", each(deals, |d| d.key.leg), None);
    c.texts("action", each(deals, |d| d.action.as_str().to_owned()));
    c.maybe_texts("entry", each(deals, |d| d.entry.map(|entry| entry.as_str().to_owned())));
    c.add("order_ticket", "bigint", each(deals, |d| d.order.unwrap_or(0)), Some("0"));
    c.add("position", "bigint", each(deals, |d| d.position.unwrap_or(0)), Some("0"));
    c.texts("symbol", each(deals, |d| d.symbol.clone()));
    c.add("lots", "bigint", each(deals, |d| d.lots), None);
    c.decimals("price", each(deals, |d| d.price.clone()));
    c.add("profit", "bigint", each(deals, |d| d.profit), None);
    c.add("swap", "bigint", each(deals, |d| d.swap), None);
    c.add("commission", "bigint", each(deals, |d| d.commission), None);
    c.texts("comment", each(deals, |d| d.comment.chars().take(COMMENT_MAX).collect()));
    c.maybe_bytes("reference", each(deals, |d| d.reference.map(|bytes| bytes.to_vec())));
    c.maybe_texts("made_by", each(deals, |d| d.made_by.map(|maker| maker.as_str().to_owned())));
    c.times("at", each(deals, |d| d.at));
    c
}
