//! Pages of clients. Straight along the order's index; with a search, by how many clients it matches: from few matches to
//! their clients; along the order's index alone, asking the set of the matches; along the order with a probe of each row, when
//! it matches so many that the first page is near.

use super::Clients;
use super::filter::ClientFilter;
use super::reach::{Values, arms, condition};
use super::record::{COLUMNS, ClientRecord, ClientRow, dressed};
use super::search::{Search, SearchTerm};
use crate::StorageError;
use crate::page::{Cursor, CursorError, Page};
use crate::scope::{Scope, Scoped};
use chrono::{DateTime, SecondsFormat, Utc};
use crm_access::kinds::ClientView;
use crm_access::{Permit, Reach};
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

/// Below this many matches the walk along the order asks their set (0.3 µs a match to make it, 0.2 µs a row of the index); from
/// here on it probes each row (2 µs a row, of which few are needed). It holds what three digits find among a million client
/// numbers.
const SET: i64 = 12_000;
/// Never so many matches lead to their clients one by one.
const LEAD: i64 = 2_000;
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

#[derive(FromQueryResult)]
struct MatchRow {
    matches: i64,
    clients: i64,
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
        let way = match &query.search {
            Some(search) => Some(way(scope, &search.terms).await?),
            None => None,
        };
        let free = query.filter.is_some();
        if free {
            scope.plan_each_time().await?;
        }
        let mut conditions = query.conditions(&mut values);
        if let Some(after) = after {
            conditions.push(query.sort.after(after, &mut values).map_err(|_| StorageError::Corrupt("cursor"))?);
        }
        let limit = u32::from(first) + 1;
        let inner = match (&query.search, way) {
            (Some(search), Some(way)) => searched(way, search, permit, &mut values, conditions, query.sort, limit),
            _ if matches!(permit.reach(), Reach::All) => {
                walked(permit, &mut values, &conditions, query.sort, limit, COLUMNS)
            }
            // several arms are joined by what they sort by, not by whole rows
            _ => narrow(permit, &mut values, &conditions, query.sort, limit),
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
        let sql = format!("SELECT count(*) AS n FROM ({}) x", counted(permit, &mut values, &conditions));
        let row: Option<CountRow> = scope.one(sql, values.0).await?;
        scope.plan_once().await?;
        let n = row.map_or(0, |r| r.n);
        Ok((n.min(COUNT_CAP), n > COUNT_CAP))
    }
}

/// How a search is answered. Each shape has one plan that serves whatever was typed, so it is planned once.
#[derive(Clone, Copy)]
enum Way {
    /// From the matches of this term to their clients.
    Lead(usize),
    /// Along the order, with the set of this term's matches.
    Ask(usize),
    /// Along the order, with a probe of each row.
    Probe,
}

fn searched(
    way: Way,
    search: &Search,
    permit: &Permit<ClientView>,
    values: &mut Values,
    mut conditions: Vec<String>,
    sort: ClientSort,
    limit: u32,
) -> String {
    for (at, term) in search.terms.iter().enumerate() {
        match way {
            Way::Lead(lead) if lead == at => {}
            Way::Ask(set) if set == at => conditions.push(term.set_sql(values, SET)),
            _ => conditions.push(term.probe_sql(values)),
        }
    }
    let at = match way {
        Way::Lead(at) => at,
        Way::Ask(_) => return narrow(permit, values, &conditions, sort, limit),
        Way::Probe => return walked(permit, values, &conditions, sort, limit, COLUMNS),
    };
    let ids = search.terms.get(at).map_or_else(String::new, |term| term.ids_sql(values));
    conditions.push(condition(permit.reach(), values));
    // the limit cuts nothing: it tells the planner that going client by client is quick
    format!(
        "WITH m AS MATERIALIZED (SELECT DISTINCT id FROM (SELECT id FROM ({ids}) u LIMIT {LEAD}) u) SELECT {COLUMNS} FROM m JOIN crm.client c ON c.tenant_id = $1 AND c.id = m.id WHERE {} {} LIMIT {limit}",
        conditions.join(" AND "),
        sort.order("c")
    )
}

/// The first term with few matches leads; else the one with the fewest is asked as a set, unless each matches many.
async fn way(scope: &Scope, terms: &[SearchTerm]) -> Result<Way, StorageError> {
    let (mut way, mut fewest) = (Way::Probe, SET);
    for (at, term) in terms.iter().enumerate() {
        let mut values = Values(vec![scope.tenant()]);
        let ids = term.ids_sql(&mut values);
        let sql =
            format!("SELECT count(*) AS matches, {NUMBERS} AS clients FROM (SELECT 1 FROM ({ids}) u LIMIT {SET}) x");
        let row: Option<MatchRow> = scope.one(sql, values.0).await?;
        let (matches, clients) = row.map_or((0, 0), |row| (row.matches, row.clients));
        // client numbers follow the order: a walk may meet all others first
        let few = if term.is_of_numbers() { SET } else { few(clients) };
        if matches < few {
            return Ok(Way::Lead(at));
        }
        if matches < fewest {
            (way, fewest) = (Way::Ask(at), matches);
        }
    }
    Ok(way)
}

/// About how many clients the tenant has: the numbers that were given out.
const NUMBERS: &str = "coalesce((SELECT n.value FROM crm.counter n WHERE n.tenant_id = $1 AND n.name = 'client') - (SELECT c.number FROM crm.client c WHERE c.tenant_id = $1 ORDER BY c.number LIMIT 1), 0)";

/// From how many matches on a page is found sooner along the order than by fetching each match: some 4 µs a match against
/// 0.2 µs for each of the fifty times `clients / matches` rows of the walk.
fn few(clients: i64) -> i64 {
    clients.max(0).saturating_mul(3).isqrt().clamp(100, LEAD)
}

/// As [`walked`], but what it passes by is only looked at in the order's index; the page's own rows are fetched after.
fn narrow(
    permit: &Permit<ClientView>,
    values: &mut Values,
    conditions: &[String],
    sort: ClientSort,
    limit: u32,
) -> String {
    let columns = format!("c.id, c.{}", sort.column());
    let page = walked(permit, values, conditions, sort, limit, &columns);
    format!("SELECT {COLUMNS} FROM ({page}) i JOIN crm.client c ON c.tenant_id = $1 AND c.id = i.id")
}

fn walked(
    permit: &Permit<ClientView>,
    values: &mut Values,
    conditions: &[String],
    sort: ClientSort,
    limit: u32,
    columns: &str,
) -> String {
    let page = |arm: Option<&String>| {
        let all: Vec<&str> = arm.into_iter().chain(conditions).map(String::as_str).collect();
        let more = if all.is_empty() { String::new() } else { format!(" AND {}", all.join(" AND ")) };
        format!("SELECT {columns} FROM crm.client c WHERE c.tenant_id = $1{more} {} LIMIT {limit}", sort.order("c"))
    };
    match arms(permit.reach(), values) {
        None => page(None),
        Some(arms) => {
            let pages: Vec<String> = arms.iter().map(|arm| format!("({})", page(Some(arm)))).collect();
            format!("SELECT * FROM ({}) c {} LIMIT {limit}", pages.join(" UNION "), sort.order("c"))
        }
    }
}

/// Ids of the clients to count, not more than are counted. Each arm of the reach is served by its own index.
fn counted(permit: &Permit<ClientView>, values: &mut Values, conditions: &[String]) -> String {
    let ids = |arm: Option<&String>| {
        let all: Vec<&str> = arm.into_iter().chain(conditions).map(String::as_str).collect();
        format!(
            "SELECT c.id FROM crm.client c WHERE c.tenant_id = $1 AND {} LIMIT {}",
            all.join(" AND "),
            COUNT_CAP + 1
        )
    };
    match arms(permit.reach(), values) {
        None => ids(None),
        Some(arms) => {
            let parts: Vec<String> = arms.iter().map(|arm| format!("({})", ids(Some(arm)))).collect();
            format!("{} LIMIT {}", parts.join(" UNION "), COUNT_CAP + 1)
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

    pub(super) fn conditions(&self, values: &mut Values) -> Vec<String> {
        let mut conditions = Vec::new();
        let asks = self.filter.as_ref().is_some_and(ClientFilter::speaks_of_archived);
        let living = if self.archived && asks { "c.merged_into_id IS NULL" } else { "c.archived_at IS NULL" };
        conditions.push(living.to_owned());
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
