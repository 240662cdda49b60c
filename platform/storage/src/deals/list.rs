//! Lists of deals and what they come to. Where few accounts are asked for, each account's newest deals are read by its own
//! index and merged; else the broker's deals are walked in the order of time.

use super::{DealRow, Deals, Row, source};
use crate::clients::reach::{Values, arms, condition, flag};
use crate::scope::Scoped;
use crate::{Cursor, Page, PageRequest, StorageError};
use chrono::{DateTime, Utc};
use crm_access::{Permit, Reach, kinds};
use crm_model::{ClientId, DealAction, DealEntry, DealSource, TradingAccountId, TradingEnvironment, TradingServerId};
use sea_orm::{FromQueryResult, Value};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Which deals.
#[derive(Clone, Debug, Default)]
pub struct DealFilter {
    /// Of a client.
    pub client: Option<ClientId>,
    /// On an account.
    pub account: Option<TradingAccountId>,
    /// On a server.
    pub server: Option<TradingServerId>,
    /// Of real or of play money.
    pub environment: Option<TradingEnvironment>,
    /// In these symbols; all when empty.
    pub symbols: Vec<String>,
    /// That did this; all when empty.
    pub actions: Vec<DealAction>,
    /// That changed the exposure so; all when empty.
    pub entries: Vec<DealEntry>,
    /// Of a position.
    pub position: Option<i64>,
    /// From one of these sources; from any when empty.
    pub sources: Vec<DealSource>,
    /// Made at or after.
    pub from: Option<DateTime<Utc>>,
    /// Made before.
    pub before: Option<DateTime<Utc>>,
}

/// Who reads deals: how far, how far money is seen, and whether archived clients' are.
#[derive(Clone, Copy, Debug)]
pub struct DealReader<'a> {
    /// Whose deals.
    pub permit: &'a Permit<kinds::PositionView>,
    /// Whose bookings of money; `None` nobody's.
    pub money: Option<&'a Reach>,
    /// Archived clients' as well.
    pub archived_clients: bool,
}

/// What deals under a filter come to, by currency of real and of play money; in minor units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DealTotal {
    /// Of which money.
    pub environment: TradingEnvironment,
    /// Which currency.
    pub currency: String,
    /// Its digits.
    pub digits: u32,
    /// How many deals.
    pub deals: i64,
    /// Volume of the trades, in hundred-millionths of a lot.
    pub lots: i64,
    /// Result of the trades.
    pub profit: i64,
    /// Swap of the trades.
    pub swap: i64,
    /// Commission of the trades.
    pub commission: i64,
    /// Booked in.
    pub deposits: i64,
    /// Booked out, above zero.
    pub withdrawals: i64,
}

/// Up to so many accounts are read one by one.
const FEW: usize = 500;
const TRADES: &str = "d.action IN ('buy', 'sell')";
const ORDER: &str = "d.at DESC, d.account_id DESC, d.ticket DESC, d.leg DESC";
const SHOWN: &str = "d.account_id, d.ticket, d.leg, a.login, a.server_id, t.name AS server_name, a.environment, a.client_id, c.number AS client_number, c.display_name AS client_name, d.action, d.entry, d.order_ticket, d.position,
    d.symbol, d.lots, d.price::text AS price, d.profit, d.swap, d.commission, a.currency, a.digits, d.comment, k.id AS command_id, b.id AS operation_id, d.at";
const NAMED: &str = "JOIN crm.trading_account a ON a.tenant_id = $1 AND a.id = d.account_id JOIN crm.client c ON c.tenant_id = $1 AND c.id = a.client_id JOIN crm.trading_server t ON t.tenant_id = $1 AND t.id = a.server_id";
const OWNED: &str = "JOIN crm.trading_account a ON a.tenant_id = $1 AND a.id = d.account_id JOIN crm.client c ON c.tenant_id = $1 AND c.id = a.client_id";

impl<T: Scoped> Deals<'_, T> {
    /// A page of deals, newest first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn list(
        &self,
        reader: DealReader<'_>,
        filter: &DealFilter,
        page: &PageRequest,
    ) -> Result<Page<DealRow>, StorageError> {
        let scope = self.0.scope();
        let few = self.few_accounts(reader, filter).await?;
        let mut values = Values(vec![scope.tenant()]);
        let wanted = u32::from(page.first) + 1;
        let after = page.after.as_ref().and_then(Place::of);
        let inner = match few {
            Some(accounts) if accounts.is_empty() => return Ok(Page { rows: Vec::new(), more: false }),
            Some(accounts) => {
                let each = each_of(accounts, &mut values);
                let narrow = format!("{}{}", narrowed(filter, &mut values), after_place(after.as_ref(), &mut values));
                format!(
                    "SELECT d.* FROM {each} CROSS JOIN LATERAL (SELECT d.* FROM crm.deal d WHERE d.tenant_id = $1 AND d.account_id = w.id AND (w.money OR {TRADES}){narrow} ORDER BY d.at DESC, d.ticket DESC, d.leg DESC LIMIT {wanted}) d ORDER BY {ORDER} LIMIT {wanted}"
                )
            }
            None => {
                let within = everywhere(reader, filter, &mut values);
                let narrow = format!("{}{}", narrowed(filter, &mut values), after_place(after.as_ref(), &mut values));
                format!(
                    "SELECT d.* FROM crm.deal d {OWNED} WHERE d.tenant_id = $1{within}{narrow} ORDER BY {ORDER} LIMIT {wanted}"
                )
            }
        };
        scope.plan_each_time().await?;
        let rows: Vec<Row> = scope
            .all(
                format!(
                    "SELECT {SHOWN}, {} AS source FROM ({inner}) d {NAMED} {} ORDER BY {ORDER}",
                    source::of("k", "b"),
                    source::joined("k", "b")
                ),
                values.0,
            )
            .await?;
        scope.plan_once().await?;
        Ok(Page::cut(rows.into_iter().map(DealRow::try_from).collect::<Result<_, _>>()?, page.first))
    }

    /// What the deals under a filter come to, by currency, real money first: play money is never added to it.
    ///
    /// # Errors
    /// The database is away.
    pub async fn totals(&self, reader: DealReader<'_>, filter: &DealFilter) -> Result<Vec<DealTotal>, StorageError> {
        let scope = self.0.scope();
        let few = self.few_accounts(reader, filter).await?;
        let mut values = Values(vec![scope.tenant()]);
        let from = match few {
            Some(accounts) if accounts.is_empty() => return Ok(Vec::new()),
            Some(accounts) => {
                let each = each_of(accounts, &mut values);
                let narrow = narrowed(filter, &mut values);
                format!(
                    "FROM {each} JOIN crm.deal d ON d.tenant_id = $1 AND d.account_id = w.id AND (w.money OR {TRADES}){narrow} JOIN crm.trading_account a ON a.tenant_id = $1 AND a.id = w.id"
                )
            }
            None => {
                let within = everywhere(reader, filter, &mut values);
                let narrow = narrowed(filter, &mut values);
                format!("FROM crm.deal d {OWNED} WHERE d.tenant_id = $1{within}{narrow}")
            }
        };
        let sum = |of: &str, when: &str| format!("coalesce(sum({of}) FILTER (WHERE {when}), 0)::int8");
        let sql = format!(
            "SELECT a.environment, a.currency, a.digits, count(*) AS deals, {} AS lots, {} AS profit, {} AS swap, {} AS commission, {} AS deposits, {} AS withdrawals {from} GROUP BY a.environment, a.currency, a.digits ORDER BY a.environment DESC, a.currency, a.digits",
            sum("d.lots", TRADES),
            sum("d.profit", TRADES),
            sum("d.swap", TRADES),
            sum("d.commission", TRADES),
            sum("d.profit", "d.action = 'balance' AND d.profit > 0"),
            sum("-d.profit", "d.action = 'balance' AND d.profit < 0"),
        );
        scope.plan_each_time().await?;
        let rows: Vec<TotalRow> = scope.all(sql, values.0).await?;
        scope.plan_once().await?;
        rows.into_iter().map(DealTotal::try_from).collect()
    }

    /// Which of some accounts have deals that the reader sees, made at an instant or after; with whose they are.
    ///
    /// # Errors
    /// The database is away.
    pub async fn seen_since(
        &self,
        reader: DealReader<'_>,
        accounts: &[(TradingAccountId, DateTime<Utc>)],
    ) -> Result<Vec<(TradingAccountId, ClientId)>, StorageError> {
        #[derive(FromQueryResult)]
        struct Account {
            id: Uuid,
            client_id: Uuid,
        }
        let mut values = Values(vec![self.0.scope().tenant()]);
        let (ids, since): (Vec<Uuid>, Vec<DateTime<Utc>>) = accounts.iter().map(|(id, at)| (id.uuid(), *at)).unzip();
        let (ids, since) = (values.push(ids), values.push(since));
        let within = condition(reader.permit.reach(), &mut values);
        let money = shows_money(reader, &mut values);
        let narrow = of_accounts(reader, &DealFilter::default(), &mut values);
        let sql = format!(
            "SELECT a.id, a.client_id FROM unnest({ids}::uuid[], {since}::timestamptz[]) AS w (id, since) JOIN crm.trading_account a ON a.tenant_id = $1 AND a.id = w.id JOIN crm.client c ON c.tenant_id = $1 AND c.id = a.client_id
             WHERE {within}{narrow} AND EXISTS (SELECT 1 FROM crm.deal d WHERE d.tenant_id = $1 AND d.account_id = a.id AND d.at >= w.since AND ({money} OR {TRADES}))"
        );
        let rows: Vec<Account> = self.0.scope().all(sql, values.0).await?;
        let known = |row: Account| (TradingAccountId::from_uuid(row.id), ClientId::from_uuid(row.client_id));
        Ok(rows.into_iter().map(known).collect())
    }

    /// The accounts that a reader's filter leaves, each with whether its money is shown; `None` when they are many.
    async fn few_accounts(
        &self,
        reader: DealReader<'_>,
        filter: &DealFilter,
    ) -> Result<Option<BTreeMap<Uuid, bool>>, StorageError> {
        #[derive(FromQueryResult)]
        struct Account {
            id: Uuid,
            money: bool,
        }
        let mut values = Values(vec![self.0.scope().tenant()]);
        let reached = arms(reader.permit.reach(), &mut values);
        if reached.is_none() && filter.client.is_none() && filter.account.is_none() {
            return Ok(None);
        }
        let money = reader.money.map_or_else(|| "false".to_owned(), |reach| flag(reach, &mut values));
        let narrow = of_accounts(reader, filter, &mut values);
        let limit = FEW + 1;
        // one arm of the reach is one index; an account may come by two of them
        let each: Vec<String> = reached
            .unwrap_or_else(|| vec!["true".to_owned()])
            .into_iter()
            .map(|arm| format!("(SELECT a.id, {money} AS money FROM crm.client c JOIN crm.trading_account a ON a.tenant_id = $1 AND a.client_id = c.id WHERE c.tenant_id = $1 AND {arm}{narrow} LIMIT {limit})"))
            .collect();
        let scope = self.0.scope();
        scope.plan_each_time().await?;
        let rows: Vec<Account> = scope
            .all(format!("SELECT x.id, x.money FROM ({}) x LIMIT {limit}", each.join(" UNION ALL ")), values.0)
            .await?;
        scope.plan_once().await?;
        Ok((rows.len() <= FEW).then(|| rows.into_iter().map(|row| (row.id, row.money)).collect()))
    }
}

#[derive(FromQueryResult)]
struct TotalRow {
    environment: String,
    currency: String,
    digits: i16,
    deals: i64,
    lots: i64,
    profit: i64,
    swap: i64,
    commission: i64,
    deposits: i64,
    withdrawals: i64,
}

impl TryFrom<TotalRow> for DealTotal {
    type Error = StorageError;

    fn try_from(row: TotalRow) -> Result<Self, StorageError> {
        Ok(Self {
            environment: super::environment(&row.environment)?,
            currency: row.currency,
            digits: u32::try_from(row.digits).map_err(|_| StorageError::Corrupt("trading_account.digits"))?,
            deals: row.deals,
            lots: row.lots,
            profit: row.profit,
            swap: row.swap,
            commission: row.commission,
            deposits: row.deposits,
            withdrawals: row.withdrawals,
        })
    }
}

/// Whether the reader sees the money of `c`.
fn shows_money(reader: DealReader<'_>, values: &mut Values) -> String {
    reader.money.map_or_else(|| "false".to_owned(), |reach| condition(reach, values))
}

/// What a filter says of accounts and clients.
fn of_accounts(reader: DealReader<'_>, filter: &DealFilter, values: &mut Values) -> String {
    let mut sql = String::from(if reader.archived_clients { "" } else { " AND c.archived_at IS NULL" });
    let wanted = [
        ("a.id", filter.account.map(TradingAccountId::uuid)),
        ("a.client_id", filter.client.map(ClientId::uuid)),
        ("a.server_id", filter.server.map(TradingServerId::uuid)),
    ];
    for (column, id) in wanted {
        if let Some(id) = id {
            let place = values.push(id);
            sql.push_str(&format!(" AND {column} = {place}"));
        }
    }
    if let Some(environment) = filter.environment {
        let place = values.push(environment.as_str());
        sql.push_str(&format!(" AND a.environment = {place}"));
    }
    sql
}

/// Reach, money and accounts as conditions on each deal.
fn everywhere(reader: DealReader<'_>, filter: &DealFilter, values: &mut Values) -> String {
    let within = condition(reader.permit.reach(), values);
    let money = shows_money(reader, values);
    let accounts = of_accounts(reader, filter, values);
    format!(" AND {within} AND ({TRADES} OR {money}){accounts}")
}

/// What a filter says of deals.
fn narrowed(filter: &DealFilter, values: &mut Values) -> String {
    let mut sql = String::new();
    let mut add = |condition: &str, value: Option<Value>| {
        if let Some(value) = value {
            let place = values.push(value);
            sql.push_str(&format!(" AND {}", condition.replace('?', &place)));
        }
    };
    let list = |texts: Vec<String>| (!texts.is_empty()).then(|| Value::from(texts));
    add("d.symbol = ANY(?)", list(filter.symbols.clone()));
    add("d.action = ANY(?)", list(filter.actions.iter().map(ToString::to_string).collect()));
    add("d.entry = ANY(?)", list(filter.entries.iter().map(ToString::to_string).collect()));
    add("d.position = ?", filter.position.map(Value::from));
    let is_one_of = source::is_one_of("?");
    add(&is_one_of, list(filter.sources.iter().map(ToString::to_string).collect()));
    add("d.at >= ?", filter.from.map(Value::from));
    add("d.at < ?", filter.before.map(Value::from));
    sql
}

fn each_of(accounts: BTreeMap<Uuid, bool>, values: &mut Values) -> String {
    let (ids, money): (Vec<Uuid>, Vec<bool>) = accounts.into_iter().unzip();
    let (ids, money) = (values.push(ids), values.push(money));
    format!("unnest({ids}::uuid[], {money}::bool[]) AS w (id, money)")
}

/// A place in the order of time.
struct Place {
    at: DateTime<Utc>,
    account: Uuid,
    ticket: i64,
    leg: i16,
}

impl Place {
    /// A place of this list; a cursor of another one begins at the top.
    fn of(cursor: &Cursor) -> Option<Self> {
        let mut parts = cursor.value.as_ref().filter(|_| cursor.sort == "deal")?.split('.');
        let at = DateTime::from_timestamp_micros(parts.next()?.parse().ok()?)?;
        Some(Self { at, account: cursor.id, ticket: parts.next()?.parse().ok()?, leg: parts.next()?.parse().ok()? })
    }
}

fn after_place(place: Option<&Place>, values: &mut Values) -> String {
    let Some(place) = place else { return String::new() };
    let (at, account) = (values.push(place.at), values.push(place.account));
    let (ticket, leg) = (values.push(place.ticket), values.push(place.leg));
    // the first half is implied, and is what an account's own index understands
    format!(" AND d.at <= {at} AND (d.at, d.account_id, d.ticket, d.leg) < ({at}, {account}, {ticket}, {leg})")
}
