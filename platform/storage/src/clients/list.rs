//! Pages of clients. Three plans: straight along the order's index; from few matches of a search; along the order with a
//! probe of each row, when a search matches so many that the first page is near.

use super::Clients;
use super::filter::ClientFilter;
use super::reach::{Values, arms, condition};
use super::record::{COLUMNS, ClientRecord, ClientRow, dressed};
use super::search::{Search, SearchTerm};
use crate::StorageError;
use crate::page::{Cursor, CursorError, Page};
use crate::scope::{Scope, Scoped};
use chrono::{DateTime, SecondsFormat, Utc};
use crm_access::Permit;
use crm_access::kinds::ClientView;
use crm_model::StaffId;
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// By what a list may be sorted. Never by a sealed field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortColumn {
    /// Created.
    CreatedAt,
    /// Changed last.
    UpdatedAt,
    /// Name, by the stored key.
    Name,
    /// Client number.
    Number,
    /// Last contact.
    LastContactAt,
    /// Next follow-up.
    NextFollowUpAt,
}

/// An allowed order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientSort {
    /// By what.
    pub column: SortColumn,
    /// Greatest first.
    pub descending: bool,
}

/// Which clients, in which order.
#[derive(Clone, Debug)]
pub struct ListQuery {
    /// Conditions.
    pub filter: Option<ClientFilter>,
    /// What was typed into the search box.
    pub search: Option<Search>,
    /// The order.
    pub sort: ClientSort,
    /// Whether archived clients may be among them at all.
    pub archived: bool,
}

/// From how many matches on a search is answered by probing along the order instead of collecting the matches.
const MANY: i64 = 2_000;
/// Counts stop here.
const COUNT_CAP: i64 = 10_000;

impl ClientSort {
    const fn column(self) -> &'static str {
        match self.column {
            SortColumn::CreatedAt => "created_at",
            SortColumn::UpdatedAt => "updated_at",
            SortColumn::Name => "name_key",
            SortColumn::Number => "number",
            SortColumn::LastContactAt => "last_contact_at",
            SortColumn::NextFollowUpAt => "next_follow_up_at",
        }
    }

    const fn nullable(self) -> bool {
        matches!(self.column, SortColumn::LastContactAt | SortColumn::NextFollowUpAt)
    }

    /// Nulls stand where the index has them: after the values, in the index's own direction.
    const fn nulls_last(self) -> bool {
        match self.column {
            SortColumn::LastContactAt => self.descending,
            _ => !self.descending,
        }
    }

    fn order(self, alias: &str) -> String {
        let direction = if self.descending { "DESC" } else { "ASC" };
        let nulls = match (self.nullable(), self.nulls_last()) {
            (false, _) => "",
            (true, true) => " NULLS LAST",
            (true, false) => " NULLS FIRST",
        };
        format!("ORDER BY {alias}.{} {direction}{nulls}, {alias}.id {direction}", self.column())
    }

    fn label(self) -> String {
        format!("{}:{}", self.column(), if self.descending { "desc" } else { "asc" })
    }

    /// The place of a row in this order.
    #[must_use]
    pub fn cursor(self, client: &ClientRecord) -> Cursor {
        let time = |t: DateTime<Utc>| t.to_rfc3339_opts(SecondsFormat::Micros, true);
        let value = match self.column {
            SortColumn::CreatedAt => Some(time(client.created_at)),
            SortColumn::UpdatedAt => Some(time(client.updated_at)),
            SortColumn::Name => Some(client.name_key.clone()),
            SortColumn::Number => Some(client.number.to_string()),
            SortColumn::LastContactAt => client.last_contact_at.map(time),
            SortColumn::NextFollowUpAt => client.next_follow_up_at.map(time),
        };
        Cursor { sort: self.label(), value, id: client.id.uuid() }
    }

    fn bound(self, cursor: &Cursor) -> Result<Option<Value>, CursorError> {
        if cursor.sort != self.label() {
            return Err(CursorError);
        }
        let Some(text) = &cursor.value else {
            return if self.nullable() { Ok(None) } else { Err(CursorError) };
        };
        let value = match self.column {
            SortColumn::Name => text.clone().into(),
            SortColumn::Number => text.parse::<i64>().map_err(|_| CursorError)?.into(),
            _ => DateTime::parse_from_rfc3339(text).map_err(|_| CursorError)?.with_timezone(&Utc).into(),
        };
        Ok(Some(value))
    }

    fn after(self, cursor: &Cursor, values: &mut Values) -> Result<String, CursorError> {
        let bound = self.bound(cursor)?;
        let column = format!("c.{}", self.column());
        let than = if self.descending { "<" } else { ">" };
        let id = values.push(cursor.id);
        Ok(match (bound, self.nullable(), self.nulls_last()) {
            (Some(value), false, _) => format!("({column}, c.id) {than} ({}, {id}::uuid)", values.push(value)),
            (Some(value), true, true) => {
                format!("(({column}, c.id) {than} ({}, {id}::uuid) OR {column} IS NULL)", values.push(value))
            }
            (Some(value), true, false) => format!("({column}, c.id) {than} ({}, {id}::uuid)", values.push(value)),
            (None, _, true) => format!("({column} IS NULL AND c.id {than} {id}::uuid)"),
            (None, _, false) => format!("(({column} IS NULL AND c.id {than} {id}::uuid) OR {column} IS NOT NULL)"),
        })
    }
}

#[derive(FromQueryResult)]
struct CountRow {
    n: i64,
}

impl<T: Scoped> Clients<'_, T> {
    /// A page of clients within the permit's reach. `reader` is the staff member who reads, for his part in each.
    ///
    /// # Errors
    /// A cursor of another order is [`StorageError::Corrupt`] no more than a wrong input: check it with
    /// [`ListQuery::check_cursor`] first.
    pub async fn list(
        &self,
        permit: &Permit<ClientView>,
        reader: Option<StaffId>,
        query: &ListQuery,
        first: u16,
        after: Option<&Cursor>,
    ) -> Result<Page<ClientRecord>, StorageError> {
        let scope = self.0.scope();
        let mut values = Values(vec![scope.tenant(), reader.map(|r| r.uuid()).into()]);
        let free = query.filter.is_some() || query.search.is_some();
        if free {
            scope.plan_each_time().await?;
        }
        let mut conditions = query.conditions(&mut values);
        if let Some(after) = after {
            conditions.push(query.sort.after(after, &mut values).map_err(|_| StorageError::Corrupt("cursor"))?);
        }
        let order = query.sort.order("c");
        let limit = u32::from(first) + 1;
        let inner = match &query.search {
            Some(search) => self.searched(scope, search, permit, &mut values, conditions, &order, limit).await?,
            None => walked(permit, &mut values, &conditions, &query.sort, limit),
        };
        let rows: Vec<ClientRow> = scope.all(dressed(&inner, &query.sort.order("p")), values.0).await?;
        if free {
            scope.plan_once().await?;
        }
        let rows = rows.into_iter().map(ClientRecord::try_from).collect::<Result<_, _>>()?;
        Ok(Page::cut(rows, first))
    }

    /// How many clients a query finds; counting stops at 10,000.
    ///
    /// # Errors
    /// The database is away.
    pub async fn count(&self, permit: &Permit<ClientView>, query: &ListQuery) -> Result<(i64, bool), StorageError> {
        let scope = self.0.scope();
        let mut values = Values(vec![scope.tenant()]);
        let mut conditions = query.conditions(&mut values);
        scope.plan_each_time().await?;
        for term in query.search.iter().flat_map(|s| &s.terms) {
            conditions.push(format!("c.id IN ({})", term.ids_sql(&mut values)));
        }
        conditions.push(condition(permit.reach(), &mut values));
        let sql = format!(
            "SELECT count(*) AS n FROM (SELECT 1 FROM crm.client c WHERE c.tenant_id = $1 AND {} LIMIT {}) x",
            conditions.join(" AND "),
            COUNT_CAP + 1
        );
        let row: Option<CountRow> = scope.one(sql, values.0).await?;
        scope.plan_once().await?;
        let n = row.map_or(0, |r| r.n);
        Ok((n.min(COUNT_CAP), n > COUNT_CAP))
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one statement")]
    async fn searched(
        &self,
        scope: &Scope,
        search: &Search,
        permit: &Permit<ClientView>,
        values: &mut Values,
        mut conditions: Vec<String>,
        order: &str,
        limit: u32,
    ) -> Result<String, StorageError> {
        let driver = few(scope, &search.terms).await?;
        for (at, term) in search.terms.iter().enumerate() {
            if Some(at) != driver {
                conditions.push(term.probe_sql(values));
            }
        }
        conditions.push(condition(permit.reach(), values));
        let conditions = conditions.join(" AND ");
        let Some(term) = driver.and_then(|at| search.terms.get(at)) else {
            return Ok(format!(
                "SELECT {COLUMNS} FROM crm.client c WHERE c.tenant_id = $1 AND {conditions} {order} LIMIT {limit}"
            ));
        };
        let ids = term.ids_sql(values);
        Ok(format!(
            "WITH m AS MATERIALIZED (SELECT DISTINCT id FROM ({ids}) u) SELECT {COLUMNS} FROM m JOIN crm.client c ON c.tenant_id = $1 AND c.id = m.id WHERE {conditions} {order} LIMIT {limit}"
        ))
    }
}

/// The first term with few matches, which then leads the plan; none when each of them matches many.
async fn few(scope: &Scope, terms: &[SearchTerm]) -> Result<Option<usize>, StorageError> {
    for (at, term) in terms.iter().enumerate() {
        let mut values = Values(vec![scope.tenant()]);
        let ids = term.ids_sql(&mut values);
        let row: Option<CountRow> = scope
            .one(
                format!(
                    "SELECT count(*) AS n FROM (SELECT 1 FROM ({ids}) u LIMIT {MANY}) x WHERE $1::uuid IS NOT NULL"
                ),
                values.0,
            )
            .await?;
        if row.is_some_and(|r| r.n < MANY) {
            return Ok(Some(at));
        }
    }
    Ok(None)
}

fn walked(
    permit: &Permit<ClientView>,
    values: &mut Values,
    conditions: &[String],
    sort: &ClientSort,
    limit: u32,
) -> String {
    let page = |arm: Option<&String>| {
        let all: Vec<&str> = arm.into_iter().chain(conditions).map(String::as_str).collect();
        let more = if all.is_empty() { String::new() } else { format!(" AND {}", all.join(" AND ")) };
        format!("SELECT {COLUMNS} FROM crm.client c WHERE c.tenant_id = $1{more} {} LIMIT {limit}", sort.order("c"))
    };
    match arms(permit.reach(), values) {
        None => page(None),
        Some(arms) => {
            let pages: Vec<String> = arms.iter().map(|arm| format!("({})", page(Some(arm)))).collect();
            format!("SELECT * FROM ({}) c {} LIMIT {limit}", pages.join(" UNION "), sort.order("c"))
        }
    }
}

impl ListQuery {
    /// Whether a cursor belongs to this query's order.
    ///
    /// # Errors
    /// [`CursorError`].
    pub fn check_cursor(&self, cursor: &Cursor) -> Result<(), CursorError> {
        self.sort.bound(cursor).map(|_| ())
    }

    fn conditions(&self, values: &mut Values) -> Vec<String> {
        let mut conditions = Vec::new();
        let asks = self.filter.as_ref().is_some_and(ClientFilter::speaks_of_archived);
        if !(self.archived && asks) {
            conditions.push("c.archived_at IS NULL".to_owned());
        }
        if let Some(filter) = &self.filter {
            conditions.push(filter.sql(values));
        }
        conditions
    }
}

#[derive(FromQueryResult)]
pub(crate) struct IdRow {
    pub(crate) id: Uuid,
}
