//! Figures of a range of days and of the period before it: one statement a group, with the reach of the lists that open from
//! them.

use crate::StorageError;
use crate::balance_lists::{FIRST_DEPOSIT, FROM};
use crate::clients::reach::{Values, condition};
use crate::scope::Scoped;
use chrono::{DateTime, Duration, Utc};
use crm_access::{Permit, kinds};
use sea_orm::FromQueryResult;

/// A range of whole days, and the period before it that it is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureRange {
    before_from: DateTime<Utc>,
    days: Vec<DateTime<Utc>>,
    end: DateTime<Utc>,
}

impl FigureRange {
    /// So many days at most.
    pub const DAYS_MAX: usize = 366;

    /// Of the instants at which its days begin, followed by the one at which the last one ends; `before_from` is where the
    /// period before begins. `None` when they do not follow each other, or are too many.
    #[must_use]
    pub fn new(before_from: DateTime<Utc>, mut days: Vec<DateTime<Utc>>) -> Option<Self> {
        let end = days.pop()?;
        let first = *days.first()?;
        let ascending = days.windows(2).all(|pair| pair.first() < pair.last()) && days.last().is_some_and(|d| *d < end);
        let near =
            before_from < first && first - before_from <= Duration::days(400) && end - first <= Duration::days(400);
        (ascending && near && days.len() <= Self::DAYS_MAX).then_some(Self { before_from, days, end })
    }

    /// How many days it has.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.days.len()
    }

    /// Never: it has one day at least.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.days.is_empty()
    }

    /// The instants at which its days begin.
    #[must_use]
    pub fn days(&self) -> &[DateTime<Utc>] {
        &self.days
    }

    /// `column` within the range or the period before it, and the number of its day: 0 for the period before.
    fn span(&self, column: &str, values: &mut Values) -> (String, String) {
        let (from, end) = (values.push(self.before_from), values.push(self.end));
        let days = values.push(self.days.clone());
        let within = format!("{column} >= {from} AND {column} < {end}");
        (within, format!("width_bucket({column}, {days}::timestamptz[])"))
    }
}

/// Money of live accounts in one currency on one day, in minor units. Day 0 is the whole period before.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct MoneyDay {
    /// Which currency.
    pub currency: String,
    /// Its digits.
    pub digits: i16,
    /// Which day of the range, from 1.
    pub day: i32,
    /// Clients whose first deposit this was.
    pub first_count: i64,
    /// What they deposited by it.
    pub first_amount: i64,
    /// Deposits and withdrawals.
    pub count: i64,
    /// Deposits.
    pub deposits: i64,
    /// Withdrawals, above zero.
    pub withdrawals: i64,
}

/// By what new clients are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientPart {
    /// The day of the range, from 1; 0 for the period before.
    Day(i32),
    /// A source.
    Source,
    /// A country.
    Country,
}

/// How many new clients are one part of all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientCount {
    /// By what.
    pub part: ClientPart,
    /// Its name; `None` where it is not set.
    pub name: Option<String>,
    /// In the range.
    pub now: i64,
    /// In the period before.
    pub before: i64,
}

#[derive(FromQueryResult)]
struct CountRow {
    part: i32,
    day: Option<i32>,
    name: Option<String>,
    now: i64,
    before: i64,
}

/// So many sources and countries are named; the others are the rest.
const NAMED: usize = 8;
/// `grouping(day, source, country)` of each part.
const BY_DAY: i32 = 0b011;
const BY_SOURCE: i32 = 0b101;

/// First deposits, deposits and withdrawals of live accounts, by currency and day.
///
/// # Errors
/// The database is away.
pub async fn money_figures(
    tx: &impl Scoped,
    permit: &Permit<kinds::BalanceView>,
    range: &FigureRange,
) -> Result<Vec<MoneyDay>, StorageError> {
    let scope = tx.scope();
    let mut values = Values(vec![scope.tenant()]);
    let (within, day) = range.span("o.ended_at", &mut values);
    let reach = condition(permit.reach(), &mut values);
    // the offset keeps what is first from being found out twice
    let sql = format!(
        "SELECT x.currency, x.digits, x.day, count(*) FILTER (WHERE x.first) AS first_count, coalesce(sum(x.amount) FILTER (WHERE x.first), 0)::int8 AS first_amount, count(*) AS count,
            coalesce(sum(x.amount) FILTER (WHERE x.kind = 'deposit'), 0)::int8 AS deposits, coalesce(sum(x.amount) FILTER (WHERE x.kind = 'withdrawal'), 0)::int8 AS withdrawals
          FROM (SELECT o.currency, o.digits, o.kind, o.amount, {day} AS day, {FIRST_DEPOSIT} AS first
            {FROM} AND o.state = 'confirmed' AND o.kind IN ('deposit', 'withdrawal') AND a.environment = 'live' AND {within} AND {reach} OFFSET 0) x
          GROUP BY x.currency, x.digits, x.day ORDER BY x.currency, x.day"
    );
    scope.plan_each_time().await?;
    let rows = scope.all(sql, values.0).await?;
    scope.plan_once().await?;
    Ok(rows)
}

/// New clients by day, by source and by country: the largest eight of each, and those without one.
///
/// # Errors
/// The database is away.
pub async fn new_client_figures(
    tx: &impl Scoped,
    permit: &Permit<kinds::ClientView>,
    range: &FigureRange,
) -> Result<Vec<ClientCount>, StorageError> {
    let scope = tx.scope();
    let mut values = Values(vec![scope.tenant()]);
    let (within, day) = range.span("c.created_at", &mut values);
    let reach = condition(permit.reach(), &mut values);
    // a rank more than are named: the one without a name may stand among them
    let ranks = NAMED + 1;
    let sql = format!(
        "SELECT x.part, x.day, x.name, x.now, x.before FROM (
            SELECT grouping(n.day, n.source, n.country) AS part, n.day, coalesce(n.source, n.country) AS name, count(*) FILTER (WHERE n.day > 0) AS now, count(*) FILTER (WHERE n.day = 0) AS before,
              row_number() OVER (PARTITION BY grouping(n.day, n.source, n.country) ORDER BY count(*) FILTER (WHERE n.day > 0) DESC, count(*) DESC, n.source, n.country) AS rank
            FROM (SELECT {day} AS day, c.source, c.country FROM crm.client c WHERE c.tenant_id = $1 AND {within} AND c.archived_at IS NULL AND {reach}) n
            GROUP BY GROUPING SETS ((n.day), (n.source), (n.country))) x
          WHERE x.part = {BY_DAY} OR x.rank <= {ranks} OR x.name IS NULL ORDER BY x.part, x.day, x.rank"
    );
    scope.plan_each_time().await?;
    let rows: Vec<CountRow> = scope.all(sql, values.0).await?;
    scope.plan_once().await?;
    let mut named = [0_usize; 2];
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let part = match (row.part, row.day) {
                (BY_DAY, Some(day)) => ClientPart::Day(day),
                (BY_SOURCE, _) => ClientPart::Source,
                _ => ClientPart::Country,
            };
            let count = ClientCount { part, name: row.name, now: row.now, before: row.before };
            let [sources, countries] = &mut named;
            let place = match part {
                ClientPart::Day(_) => return Some(count),
                ClientPart::Source => sources,
                ClientPart::Country => countries,
            };
            if count.name.is_some() {
                *place += 1;
            }
            (count.name.is_none() || *place <= NAMED).then_some(count)
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + hours * 3_600, 0).unwrap()
    }

    #[test]
    fn a_range_is_days_that_follow_each_other_after_the_period_before() {
        let range = FigureRange::new(at(-48), vec![at(0), at(24), at(47)]).unwrap();
        assert_eq!((range.len(), range.days()), (2, &[at(0), at(24)][..]));
        for (before, days) in [
            (at(-48), vec![at(0)]),
            (at(-48), vec![]),
            (at(-48), vec![at(0), at(0)]),
            (at(-48), vec![at(24), at(0), at(48)]),
            (at(0), vec![at(0), at(24)]),
            (at(-24 * 401), vec![at(0), at(24)]),
            (at(-24), vec![at(0), at(24 * 401)]),
            (at(-24), (0..368).map(|n| at(n * 24)).collect()),
        ] {
            assert_eq!(FigureRange::new(before, days.clone()), None, "{before} {days:?}");
        }
    }
}
