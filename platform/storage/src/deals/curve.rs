//! An account's balance over time from its deals, its figures as they were observed, and its movements of money.

use super::Deals;
use crate::scope::Scoped;
use crate::{MirrorTx, StorageError};
use chrono::{DateTime, Utc};
use crm_model::{DealAction, TradingAccountId};
use sea_orm::{FromQueryResult, Value};

/// How a part of a span of time changed the balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct BalanceCurveStep {
    /// The last deal of the part.
    pub at: DateTime<Utc>,
    /// By how much, in minor units.
    pub change: i64,
}

/// An account's figures at a moment, in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct EquityPoint {
    /// When they were read.
    pub at: DateTime<Utc>,
    /// Money without credit.
    pub balance: i64,
    /// Balance, credit and floating result together.
    pub equity: i64,
}

/// A booking of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MoneyMovement {
    /// When.
    pub at: DateTime<Utc>,
    /// What it was.
    pub action: DealAction,
    /// How much, signed, in minor units.
    pub amount: i64,
}

/// What a deal does to the balance.
const CHANGE: &str = "coalesce(sum(profit + swap + commission) FILTER (WHERE action NOT IN ('credit', 'bonus', 'other_credit')), 0)::int8";
/// Movements that are shown at most.
const MOVEMENTS: u16 = 1_000;

impl<T: Scoped> Deals<'_, T> {
    /// The balance that the deals before an instant come to.
    ///
    /// # Errors
    /// The database is away.
    pub async fn balance_at(&self, account: TradingAccountId, at: DateTime<Utc>) -> Result<i64, StorageError> {
        #[derive(FromQueryResult)]
        struct Sum {
            sum: i64,
        }
        let scope = self.0.scope();
        let values: Vec<Value> = vec![scope.tenant(), account.uuid().into(), at.into()];
        let sql = format!("SELECT {CHANGE} AS sum FROM crm.deal WHERE tenant_id = $1 AND account_id = $2 AND at < $3");
        let row: Option<Sum> = scope.one(sql, values).await?;
        Ok(row.map_or(0, |row| row.sum))
    }

    /// How the deals since an instant changed the balance, one step for each part of so many seconds.
    ///
    /// # Errors
    /// The database is away.
    pub async fn balance_steps(
        &self,
        account: TradingAccountId,
        from: DateTime<Utc>,
        seconds: i64,
    ) -> Result<Vec<BalanceCurveStep>, StorageError> {
        let scope = self.0.scope();
        let values: Vec<Value> = vec![scope.tenant(), account.uuid().into(), from.into(), seconds.max(1).into()];
        let sql = format!(
            "SELECT max(at) AS at, {CHANGE} AS change FROM crm.deal WHERE tenant_id = $1 AND account_id = $2 AND at >= $3 GROUP BY {} ORDER BY 1",
            part("$4")
        );
        scope.all(sql, values).await
    }

    /// An account's figures since an instant as they were observed, the last of each part of so many seconds.
    ///
    /// # Errors
    /// The database is away.
    pub async fn equity_points(
        &self,
        account: TradingAccountId,
        from: DateTime<Utc>,
        seconds: i64,
    ) -> Result<Vec<EquityPoint>, StorageError> {
        let scope = self.0.scope();
        let values: Vec<Value> = vec![scope.tenant(), account.uuid().into(), from.into(), seconds.max(1).into()];
        let part = part("$4");
        let sql = format!(
            "SELECT DISTINCT ON ({part}) at, balance, equity FROM crm.equity_point WHERE tenant_id = $1 AND account_id = $2 AND at >= $3 ORDER BY {part}, at DESC"
        );
        scope.all(sql, values).await
    }

    /// Bookings of money since an instant, oldest first; the newest 1,000.
    ///
    /// # Errors
    /// The database is away.
    pub async fn movements(
        &self,
        account: TradingAccountId,
        from: DateTime<Utc>,
    ) -> Result<Vec<MoneyMovement>, StorageError> {
        #[derive(FromQueryResult)]
        struct Booking {
            at: DateTime<Utc>,
            action: String,
            amount: i64,
        }
        let scope = self.0.scope();
        let values: Vec<Value> = vec![scope.tenant(), account.uuid().into(), from.into()];
        let sql = format!(
            "SELECT at, action, profit + swap + commission AS amount FROM crm.deal WHERE tenant_id = $1 AND account_id = $2 AND at >= $3 AND action NOT IN ('buy', 'sell') ORDER BY at DESC, ticket DESC LIMIT {MOVEMENTS}"
        );
        let rows: Vec<Booking> = scope.all(sql, values).await?;
        let read = |row: Booking| {
            let action = DealAction::from_text(&row.action).ok_or(StorageError::Corrupt("deal.action"))?;
            Ok(MoneyMovement { at: row.at, action, amount: row.amount })
        };
        rows.into_iter().rev().map(read).collect()
    }
}

fn part(seconds: &str) -> String {
    format!("div(extract(epoch FROM at), {seconds}::int8)")
}

impl MirrorTx {
    /// Takes the figures of all accounts down that changed since they were taken down last; answers how many.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn note_equity(&self) -> Result<u64, StorageError> {
        let scope = self.scope();
        scope.exec("INSERT INTO crm.equity_point (tenant_id, account_id, at, balance, credit, equity)
            SELECT $1, s.account_id, s.as_of, s.balance, s.credit, s.equity FROM crm.trading_account_state s
              LEFT JOIN LATERAL (SELECT p.balance, p.credit, p.equity FROM crm.equity_point p WHERE p.tenant_id = $1 AND p.account_id = s.account_id ORDER BY p.at DESC LIMIT 1) p ON true
            WHERE s.tenant_id = $1 AND (p.balance, p.credit, p.equity) IS DISTINCT FROM (s.balance, s.credit, s.equity) ON CONFLICT DO NOTHING", vec![scope.tenant()]).await
    }

    /// Leaves the last figures of each day (UTC) of those taken down in a span of time.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn thin_equity(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<u64, StorageError> {
        let scope = self.scope();
        let values: Vec<Value> = vec![scope.tenant(), from.into(), to.into()];
        scope.exec("DELETE FROM crm.equity_point p WHERE p.tenant_id = $1 AND p.at >= $2 AND p.at < $3
            AND EXISTS (SELECT FROM crm.equity_point q WHERE q.tenant_id = $1 AND q.account_id = p.account_id AND q.at > p.at AND q.at < date_trunc('day', p.at, 'UTC') + interval '1 day')", values).await
    }
}
