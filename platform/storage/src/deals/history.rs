//! How far the past of accounts was fetched, and where watching a server's deals goes on.

use super::{DealKey, Deals};
use crate::scope::Scoped;
use crate::{MirrorTx, StorageError};
use chrono::{DateTime, Utc};
use crm_model::{TradingAccountId, TradingServerId};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// Accounts whose past is fetched in one round.
const ROUND: u16 = 200;
/// Deals that are remembered over a restart.
const REMEMBERED: u32 = 20_000;

/// How far the past of an account was fetched.
#[derive(Clone, Debug, FromQueryResult)]
pub struct DealHistory {
    /// Deals up to then are wanted.
    pub reaches_to: DateTime<Utc>,
    /// Where the walk goes on; `None` at its beginning.
    pub cursor: Option<String>,
    /// When it was whole; `None` while it is not.
    pub whole_at: Option<DateTime<Utc>>,
    /// The first deal, once it is whole.
    pub since: Option<DateTime<Utc>>,
}

/// A step of fetching an account's past.
#[derive(Clone, Copy, Debug)]
pub enum DealHistoryStep<'a> {
    /// The walk begins: deals up to then are wanted.
    Begun {
        /// Now.
        at: DateTime<Utc>,
        /// Up to when.
        reaches_to: DateTime<Utc>,
    },
    /// Everything before the cursor is kept.
    KeptTo(&'a str),
    /// Everything is kept.
    Whole(DateTime<Utc>),
    /// The server could not be asked: what it said.
    Stopped(&'a str),
}

impl<T: Scoped> Deals<'_, T> {
    /// How far the past of an account was fetched; `None` when it was not begun.
    ///
    /// # Errors
    /// The database is away.
    pub async fn history(&self, account: TradingAccountId) -> Result<Option<DealHistory>, StorageError> {
        let scope = self.0.scope();
        let sql =
            "SELECT reaches_to, cursor, whole_at, since FROM crm.deal_history WHERE tenant_id = $1 AND account_id = $2";
        scope.one(sql, vec![scope.tenant(), account.uuid().into()]).await
    }

    /// Accounts in use whose past is not whole, by server; at most 200.
    ///
    /// # Errors
    /// The database is away.
    pub async fn without_history(&self) -> Result<Vec<TradingAccountId>, StorageError> {
        #[derive(FromQueryResult)]
        struct Open {
            id: Uuid,
        }
        let scope = self.0.scope();
        let sql = format!(
            "SELECT a.id FROM crm.trading_account a WHERE a.tenant_id = $1 AND a.archived_at IS NULL AND NOT EXISTS (SELECT FROM crm.deal_history h WHERE h.tenant_id = $1 AND h.account_id = a.id AND h.whole_at IS NOT NULL) ORDER BY a.server_id, a.login LIMIT {ROUND}"
        );
        let rows: Vec<Open> = scope.all(sql, vec![scope.tenant()]).await?;
        Ok(rows.into_iter().map(|row| TradingAccountId::from_uuid(row.id)).collect())
    }

    /// Up to when a server's deals were seen. Before any were: the earliest moment up to which the past of one of its
    /// accounts was fetched, since nothing newer of that account is known. `None` when nothing was fetched either.
    ///
    /// # Errors
    /// The database is away.
    pub async fn seen_to(&self, server: TradingServerId) -> Result<Option<DateTime<Utc>>, StorageError> {
        #[derive(FromQueryResult)]
        struct Seen {
            at: Option<DateTime<Utc>>,
        }
        let scope = self.0.scope();
        let sql = "SELECT coalesce((SELECT f.newest_at FROM crm.deal_feed f WHERE f.tenant_id = $1 AND f.server_id = $2),
            (SELECT min(h.begun_at) FROM crm.trading_account a JOIN crm.deal_history h ON h.tenant_id = $1 AND h.account_id = a.id WHERE a.tenant_id = $1 AND a.server_id = $2)) AS at";
        let row: Option<Seen> = scope.one(sql, vec![scope.tenant(), server.uuid().into()]).await?;
        Ok(row.and_then(|row| row.at))
    }

    /// Deals of a server that are kept, made at or after an instant, newest first; at most 20,000.
    ///
    /// # Errors
    /// The database is away.
    pub async fn kept_since(
        &self,
        server: TradingServerId,
        since: DateTime<Utc>,
    ) -> Result<Vec<(DealKey, DateTime<Utc>)>, StorageError> {
        #[derive(FromQueryResult)]
        struct Kept {
            account_id: Uuid,
            ticket: i64,
            leg: i16,
            at: DateTime<Utc>,
        }
        let scope = self.0.scope();
        let values: Vec<Value> = vec![scope.tenant(), server.uuid().into(), since.into()];
        let sql = format!(
            "SELECT d.account_id, d.ticket, d.leg, d.at FROM crm.deal d JOIN crm.trading_account a ON a.tenant_id = $1 AND a.id = d.account_id WHERE d.tenant_id = $1 AND d.at >= $3 AND a.server_id = $2 ORDER BY d.at DESC LIMIT {REMEMBERED}"
        );
        let rows: Vec<Kept> = scope.all(sql, values).await?;
        let kept = |row: Kept| {
            let account = TradingAccountId::from_uuid(row.account_id);
            (DealKey { account, ticket: row.ticket, leg: row.leg }, row.at)
        };
        Ok(rows.into_iter().map(kept).collect())
    }
}

impl MirrorTx {
    /// Writes down a step of fetching an account's past. A past that is whole stays whole.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn note_history(&self, account: TradingAccountId, step: DealHistoryStep<'_>) -> Result<(), StorageError> {
        let mut values: Vec<Value> = vec![self.scope().tenant(), account.uuid().into()];
        let open = "WHERE tenant_id = $1 AND account_id = $2 AND whole_at IS NULL";
        let sql = match step {
            DealHistoryStep::Begun { at, reaches_to } => {
                values.extend([at.into(), reaches_to.into()]);
                "INSERT INTO crm.deal_history (tenant_id, account_id, begun_at, reaches_to) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING".to_owned()
            }
            DealHistoryStep::KeptTo(cursor) => {
                values.push(cursor.into());
                format!("UPDATE crm.deal_history SET cursor = $3, said = NULL {open}")
            }
            DealHistoryStep::Whole(at) => {
                values.push(at.into());
                format!(
                    "UPDATE crm.deal_history SET cursor = NULL, said = NULL, whole_at = $3, since = (SELECT min(d.at) FROM crm.deal d WHERE d.tenant_id = $1 AND d.account_id = $2) {open}"
                )
            }
            DealHistoryStep::Stopped(said) => {
                values.push(said.chars().take(400).collect::<String>().into());
                format!("UPDATE crm.deal_history SET said = $3 {open}")
            }
        };
        self.scope().exec(sql, values).await?;
        Ok(())
    }
}
