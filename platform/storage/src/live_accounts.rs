//! Trading accounts as live figures need them: all of a broker at once, and which of them a reader may see.

use crate::clients::reach::{Values, condition, flag};
use crate::scope::Scoped;
use crate::trading_accounts::{Row, select_more};
use crate::{MirrorTx, StorageError, TradingAccountRow, TradingAccounts};
use chrono::{DateTime, Utc};
use crm_access::{Permit, Reach, kinds};
use crm_model::{StaffId, TeamId, TradingAccountId};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use crate::AccountFigures;

/// An account in use with what decides who sees it.
#[derive(Clone, Debug)]
pub struct LiveAccountRow {
    /// The account, with its figures.
    pub account: TradingAccountRow,
    /// The client's owner.
    pub owner: Option<StaffId>,
    /// The client's team.
    pub team: Option<TeamId>,
    /// Whether the client is archived.
    pub client_archived: bool,
}

/// An account within a reader's reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VisibleAccount {
    /// Which.
    pub id: TradingAccountId,
    /// Whether the reader may see its money.
    pub money: bool,
    /// Whether the reader may see the account itself, not only what is open on it.
    pub account: bool,
}

#[derive(FromQueryResult)]
struct LiveRow {
    #[sea_orm(nested)]
    account: Row,
    owner_id: Option<Uuid>,
    team_id: Option<Uuid>,
    client_archived_at: Option<DateTime<Utc>>,
}

#[derive(FromQueryResult)]
struct Seen {
    id: Uuid,
    shows_money: bool,
    shows_account: bool,
}

impl<T: Scoped> TradingAccounts<'_, T> {
    /// Every account in use, for work of the deployment itself. Who shows any of them asks [`TradingAccounts::visible`].
    ///
    /// # Errors
    /// The database is away.
    pub async fn in_use(&self) -> Result<Vec<LiveAccountRow>, StorageError> {
        let scope = self.scope();
        let mut values = Values(vec![scope.tenant()]);
        let more = ", c.owner_id, c.team_id, c.archived_at AS client_archived_at";
        let sql =
            format!("{} AND a.archived_at IS NULL", select_more(None, Some(&Reach::All), true, more, &mut values));
        let rows: Vec<LiveRow> = scope.all(sql, values.0).await?;
        rows.into_iter()
            .map(|row| {
                Ok(LiveAccountRow {
                    account: row.account.try_into()?,
                    owner: row.owner_id.map(StaffId::from_uuid),
                    team: row.team_id.map(TeamId::from_uuid),
                    client_archived: row.client_archived_at.is_some(),
                })
            })
            .collect()
    }

    /// The accounts in use of clients within the permit's reach, by id; `money` and `accounts` are how far the reader may
    /// see figures and accounts.
    ///
    /// # Errors
    /// The database is away.
    pub async fn visible(
        &self,
        permit: &Permit<kinds::PositionView>,
        money: Option<&Reach>,
        accounts: Option<&Reach>,
        archived_clients: bool,
    ) -> Result<Vec<VisibleAccount>, StorageError> {
        let scope = self.scope();
        let mut values = Values(vec![scope.tenant()]);
        let within = condition(permit.reach(), &mut values);
        let mut shows =
            |reach: Option<&Reach>| reach.map_or_else(|| "false".to_owned(), |reach| flag(reach, &mut values));
        let (money, accounts) = (shows(money), shows(accounts));
        let living = if archived_clients { "" } else { " AND c.archived_at IS NULL" };
        let sql = format!(
            "SELECT a.id, {money} AS shows_money, {accounts} AS shows_account FROM crm.trading_account a JOIN crm.client c ON c.tenant_id = $1 AND c.id = a.client_id
              WHERE a.tenant_id = $1 AND a.archived_at IS NULL AND {within}{living} ORDER BY a.id"
        );
        let rows: Vec<Seen> = scope.all(sql, values.0).await?;
        let seen = |row: Seen| VisibleAccount {
            id: TradingAccountId::from_uuid(row.id),
            money: row.shows_money,
            account: row.shows_account,
        };
        Ok(rows.into_iter().map(seen).collect())
    }
}

impl MirrorTx {
    /// Writes down the figures of many accounts in one statement, unless newer ones stand there.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn note_many_figures(&self, seen: &[(TradingAccountId, AccountFigures)]) -> Result<(), StorageError> {
        let scope = self.scope();
        let column = |pick: fn(&AccountFigures) -> i64| -> Value {
            seen.iter().map(|(_, figures)| pick(figures)).collect::<Vec<i64>>().into()
        };
        let values: Vec<Value> = vec![
            scope.tenant(),
            seen.iter().map(|(id, _)| id.uuid()).collect::<Vec<Uuid>>().into(),
            column(|figures| figures.balance),
            column(|figures| figures.credit),
            column(|figures| figures.equity),
            column(|figures| figures.margin),
            column(|figures| figures.margin_free),
            // arrays carry no NULL: the smallest number stands for it
            column(|figures| figures.margin_level.unwrap_or(i64::MIN)),
            column(|figures| figures.floating),
            seen.iter().map(|(_, figures)| figures.as_of).collect::<Vec<DateTime<Utc>>>().into(),
        ];
        scope.exec("INSERT INTO crm.trading_account_state AS f (tenant_id, account_id, balance, credit, equity, margin, margin_free, margin_level, floating, as_of)
            SELECT $1, x.id, x.balance, x.credit, x.equity, x.margin, x.margin_free, nullif(x.margin_level, -9223372036854775808), x.floating, x.as_of
              FROM unnest($2::uuid[], $3::int8[], $4::int8[], $5::int8[], $6::int8[], $7::int8[], $8::int8[], $9::int8[], $10::timestamptz[]) AS x (id, balance, credit, equity, margin, margin_free, margin_level, floating, as_of)
            ON CONFLICT (tenant_id, account_id) DO UPDATE SET balance = excluded.balance, credit = excluded.credit, equity = excluded.equity, margin = excluded.margin, margin_free = excluded.margin_free,
              margin_level = excluded.margin_level, floating = excluded.floating, as_of = excluded.as_of WHERE f.as_of <= excluded.as_of", values).await?;
        Ok(())
    }
}
