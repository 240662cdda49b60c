//! Lists of balance operations and what they come to.

use super::balance_operations::{BalanceOperation, BalanceOperations, Row, SELECT};
use crate::clients::reach::{Values, condition};
use crate::scope::{Scope, Scoped};
use crate::{Cursor, Page, PageRequest, StorageError};
use chrono::{DateTime, Utc};
use crm_access::{Permit, kinds};
use crm_model::{
    BalanceKind, BalanceOperationId, BalanceState, ClientId, StaffId, TradingAccountId, TradingEnvironment,
};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// Which operations.
#[derive(Clone, Debug, Default)]
pub struct BalanceFilter {
    /// This one only.
    pub id: Option<BalanceOperationId>,
    /// On an account.
    pub account: Option<TradingAccountId>,
    /// Of a client.
    pub client: Option<ClientId>,
    /// Of clients that this person owns.
    pub owner: Option<StaffId>,
    /// Of these kinds; all when empty.
    pub kinds: Vec<BalanceKind>,
    /// In these states; all when empty.
    pub states: Vec<BalanceState>,
    /// Asked for by somebody.
    pub requested_by: Option<StaffId>,
    /// Asked for at or after.
    pub from: Option<DateTime<Utc>>,
    /// Asked for before.
    pub before: Option<DateTime<Utc>>,
    /// Booked at or after: confirmed, and when its end was known.
    pub booked_from: Option<DateTime<Utc>>,
    /// Booked before.
    pub booked_before: Option<DateTime<Utc>>,
    /// On live accounts only.
    pub live: bool,
    /// In this currency.
    pub currency: Option<String>,
    /// First deposits of clients only.
    pub first_deposits: bool,
}

/// What was booked under a filter, by currency of real and of play money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceTotal {
    /// Of which money.
    pub environment: TradingEnvironment,
    /// Which currency.
    pub currency: String,
    /// Its digits.
    pub digits: u32,
    /// Booked in, in minor units.
    pub booked_in: i64,
    /// Booked out, above zero.
    pub booked_out: i64,
    /// Booked operations.
    pub count: i64,
}

/// Where counts stop.
const COUNT_CAP: i64 = 1_000;

/// Whether `o` on the account `a` is the first deposit of its client: the earliest one that was confirmed on any of the
/// client's live accounts (docs/FIGURES.md).
pub(crate) const FIRST_DEPOSIT: &str = "(o.kind = 'deposit' AND o.state = 'confirmed' AND a.environment = 'live' AND NOT EXISTS (SELECT 1 FROM crm.trading_account fa JOIN crm.balance_operation f ON f.tenant_id = $1 AND f.account_id = fa.id AND f.kind = 'deposit' AND f.state = 'confirmed' WHERE fa.tenant_id = $1 AND fa.client_id = a.client_id AND fa.environment = 'live' AND (f.ended_at, f.id) < (o.ended_at, o.id)))";

pub(crate) const FROM: &str = "FROM crm.balance_operation o JOIN crm.trading_account a ON a.tenant_id = $1 AND a.id = o.account_id JOIN crm.client c ON c.tenant_id = $1 AND c.id = a.client_id WHERE o.tenant_id = $1";

impl<T: Scoped> BalanceOperations<'_, T> {
    /// A page of operations, newest first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn list(
        &self,
        permit: &Permit<kinds::BalanceView>,
        filter: &BalanceFilter,
        page: &PageRequest,
    ) -> Result<Page<BalanceOperation>, StorageError> {
        let scope = self.0.scope();
        let mut values = Values(vec![scope.tenant()]);
        let mut sql = format!("{SELECT}{}", narrowed(permit, filter, &mut values));
        if let Some((at, id)) = page.after.as_ref().and_then(place) {
            let (at, id) = (values.push(at), values.push(id));
            sql.push_str(&format!(" AND (o.requested_at, o.id) < ({at}, {id})"));
        }
        sql.push_str(&format!(" ORDER BY o.requested_at DESC, o.id DESC LIMIT {}", u32::from(page.first) + 1));
        scope.plan_each_time().await?;
        let rows: Vec<Row> = scope.all(sql, values.0).await?;
        scope.plan_once().await?;
        let rows = rows.into_iter().map(BalanceOperation::try_from).collect::<Result<_, _>>()?;
        Ok(Page::cut(rows, page.first))
    }

    /// What was booked under a filter, by currency, real money first: play money is never added to it.
    ///
    /// # Errors
    /// The database is away.
    pub async fn totals(
        &self,
        permit: &Permit<kinds::BalanceView>,
        filter: &BalanceFilter,
    ) -> Result<Vec<BalanceTotal>, StorageError> {
        #[derive(FromQueryResult)]
        struct TotalRow {
            environment: String,
            currency: String,
            digits: i16,
            booked_in: i64,
            booked_out: i64,
            count: i64,
        }
        let scope = self.0.scope();
        let mut values = Values(vec![scope.tenant()]);
        let narrow = narrowed(permit, filter, &mut values);
        let signed =
            "CASE WHEN o.kind IN ('withdrawal', 'credit_out', 'bonus_out', 'charge') THEN -o.amount ELSE o.amount END";
        let sql = format!(
            "SELECT x.environment, x.currency, x.digits, coalesce(sum(x.signed) FILTER (WHERE x.signed > 0), 0)::int8 AS booked_in, coalesce(-sum(x.signed) FILTER (WHERE x.signed < 0), 0)::int8 AS booked_out, count(*) AS count
               FROM (SELECT a.environment, o.currency, o.digits, {signed} AS signed {FROM}{narrow} AND o.state = 'confirmed') x GROUP BY x.environment, x.currency, x.digits ORDER BY x.environment DESC, x.currency"
        );
        scope.plan_each_time().await?;
        let rows: Vec<TotalRow> = scope.all(sql, values.0).await?;
        scope.plan_once().await?;
        let total = |row: TotalRow| {
            let environment = TradingEnvironment::from_text(&row.environment);
            Ok(BalanceTotal {
                environment: environment.ok_or(StorageError::Corrupt("trading_account.environment"))?,
                currency: row.currency,
                digits: u32::try_from(row.digits).unwrap_or(0),
                booked_in: row.booked_in,
                booked_out: row.booked_out,
                count: row.count,
            })
        };
        rows.into_iter().map(total).collect()
    }

    /// How many operations a filter finds; counting stops at 1,000.
    ///
    /// # Errors
    /// The database is away.
    pub async fn count(
        &self,
        permit: &Permit<kinds::BalanceView>,
        filter: &BalanceFilter,
    ) -> Result<i64, StorageError> {
        let scope = self.0.scope();
        let mut values = Values(vec![scope.tenant()]);
        let narrow = narrowed(permit, filter, &mut values);
        counted(scope, &format!("{FROM}{narrow}"), values).await
    }
}

#[derive(FromQueryResult)]
struct CountRow {
    n: i64,
}

/// How many rows a list's own statement finds, up to where counts stop.
pub(crate) async fn counted(scope: &Scope, tail: &str, values: Values) -> Result<i64, StorageError> {
    let sql = format!("SELECT count(*) AS n FROM (SELECT 1 {tail} LIMIT {COUNT_CAP}) x");
    scope.plan_each_time().await?;
    let row: Option<CountRow> = scope.one(sql, values.0).await?;
    scope.plan_once().await?;
    Ok(row.map_or(0, |row| row.n))
}

fn narrowed(permit: &Permit<kinds::BalanceView>, filter: &BalanceFilter, values: &mut Values) -> String {
    let mut sql = format!(" AND {}", condition(permit.reach(), values));
    let mut equal = |column: &str, value: Option<Value>| {
        if let Some(value) = value {
            let place = values.push(value);
            sql.push_str(&format!(" AND {column} {place}"));
        }
    };
    equal("o.account_id =", filter.account.map(|id| id.uuid().into()));
    equal("a.client_id =", filter.client.map(|id| id.uuid().into()));
    equal("c.owner_id =", filter.owner.map(|id| id.uuid().into()));
    equal("o.id =", filter.id.map(|id| id.uuid().into()));
    equal("o.requested_by =", filter.requested_by.map(|id| id.uuid().into()));
    equal("o.requested_at >=", filter.from.map(Value::from));
    equal("o.requested_at <", filter.before.map(Value::from));
    equal("o.ended_at >=", filter.booked_from.map(Value::from));
    equal("o.ended_at <", filter.booked_before.map(Value::from));
    equal("o.currency =", filter.currency.clone().map(Value::from));
    if filter.booked_from.or(filter.booked_before).is_some() {
        sql.push_str(" AND o.state = 'confirmed'");
    }
    if filter.live {
        sql.push_str(" AND a.environment = 'live'");
    }
    if filter.first_deposits {
        sql.push_str(&format!(" AND {FIRST_DEPOSIT}"));
    }
    let lists: [(&str, Vec<String>); 2] = [
        ("o.kind", filter.kinds.iter().map(ToString::to_string).collect()),
        ("o.state", filter.states.iter().map(ToString::to_string).collect()),
    ];
    for (column, list) in lists {
        if !list.is_empty() {
            let place = values.push(list);
            sql.push_str(&format!(" AND {column} = ANY({place})"));
        }
    }
    sql
}

/// A place of this list; a cursor of another one begins at the top.
pub(crate) fn place(cursor: &Cursor) -> Option<(DateTime<Utc>, Uuid)> {
    let micros = cursor.value.as_ref().filter(|_| cursor.sort == "requested")?.parse().ok()?;
    Some((DateTime::from_timestamp_micros(micros)?, cursor.id))
}
