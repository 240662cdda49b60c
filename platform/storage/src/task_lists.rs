//! The queue: what is open, the earliest due first; leads that nobody has spoken with; what is due this minute.
//!
//! Who must not be called is skipped by call-backs and by fresh leads, here and nowhere else.

use crate::StorageError;
use crate::clients::reach::{Values, condition};
use crate::page::{Cursor, CursorError, Page};
use crate::scope::Scoped;
use crate::tasks::{Row, TASK_COLUMNS, TaskRow, Tasks, dressed};
use chrono::{DateTime, SecondsFormat, Utc};
use crm_access::Permit;
use crm_access::kinds::ClientView;
use crm_model::{ClientId, StaffId, TaskId, TaskKind};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// Whose work is asked for. Reach and do-not-call are always applied on top.
#[derive(Clone, Debug, Default)]
pub struct TaskQueue {
    /// What these people are to do; nobody for everybody's.
    pub assignees: Vec<StaffId>,
}

/// How much waits; each count stops at 1,000.
#[derive(Clone, Copy, Debug, Default)]
pub struct QueueCount {
    /// Was due before now.
    pub overdue: i64,
    /// Is due before the end of the day.
    pub today: i64,
    /// Is due after.
    pub later: i64,
    /// Leads that nobody has spoken with.
    pub fresh: i64,
}

/// An open task whose time has come.
#[derive(Clone, Debug)]
pub struct DueTask {
    /// Which.
    pub id: TaskId,
    /// For which client.
    pub client: ClientId,
    /// By what name people know the client.
    pub client_name: String,
    /// Task or call-back.
    pub kind: TaskKind,
    /// When.
    pub due_at: DateTime<Utc>,
}

/// A page, or a cursor that is not of its list.
type Asked<T> = Result<Result<Page<T>, CursorError>, StorageError>;

/// Counts stop here.
const COUNT_CAP: i64 = 1_000;
/// What of `t` and its client `c` is in a queue.
pub(crate) const OPEN: &str =
    "t.state = 'open' AND c.archived_at IS NULL AND NOT (c.do_not_call AND t.kind = 'call_back')";
const FRESH: &str = "c.stage = 'lead' AND c.last_contact_at IS NULL AND c.archived_at IS NULL AND NOT c.do_not_call
  AND NOT EXISTS (SELECT 1 FROM crm.task t WHERE t.tenant_id = $1 AND t.client_id = c.id AND t.state = 'open')";
const FROM: &str =
    "FROM crm.task t JOIN crm.client c ON c.tenant_id = $1 AND c.id = t.client_id WHERE t.tenant_id = $1";

#[derive(FromQueryResult)]
struct CountsRow {
    overdue: i64,
    today: i64,
    later: i64,
}

#[derive(FromQueryResult)]
struct CountRow {
    n: i64,
}

#[derive(FromQueryResult)]
struct FreshRow {
    id: Uuid,
    created_at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct DueFields {
    id: Uuid,
    client_id: Uuid,
    display_name: String,
    kind: String,
    due_at: DateTime<Utc>,
}

impl TaskQueue {
    fn sql(&self, permit: &Permit<ClientView>, values: &mut Values) -> String {
        let reach = condition(permit.reach(), values);
        format!("{FROM} AND {OPEN} AND {reach}{}", self.whose("t.assignee_id", values))
    }

    fn fresh(&self, permit: &Permit<ClientView>, values: &mut Values) -> String {
        let reach = condition(permit.reach(), values);
        let whose = self.whose("c.owner_id", values);
        format!("FROM crm.client c WHERE c.tenant_id = $1 AND {FRESH} AND {reach}{whose}")
    }

    /// One person is one place of an index; several are few.
    fn whose(&self, column: &str, values: &mut Values) -> String {
        match self.assignees.as_slice() {
            [] => String::new(),
            [one] => format!(" AND {column} = {}::uuid", values.push(one.uuid())),
            several => {
                let several: Vec<Uuid> = several.iter().map(|person| person.uuid()).collect();
                format!(" AND {column} = ANY({}::uuid[])", values.push(several))
            }
        }
    }
}

/// The instant and id after which a page begins.
fn place(sort: &str, after: &Cursor) -> Result<(DateTime<Utc>, Uuid), CursorError> {
    let text = after.value.as_deref().filter(|_| after.sort == sort).ok_or(CursorError)?;
    let at = DateTime::parse_from_rfc3339(text).map_err(|_| CursorError)?.with_timezone(&Utc);
    Ok((at, after.id))
}

const FRESH_SORT: &str = "fresh:desc";

impl<T: Scoped> Tasks<'_, T> {
    /// A page of open tasks within the permit's reach, the earliest due first.
    ///
    /// # Errors
    /// A cursor of another list is the inner error.
    pub async fn queue(
        &self,
        permit: &Permit<ClientView>,
        which: &TaskQueue,
        first: u16,
        after: Option<&Cursor>,
    ) -> Asked<TaskRow> {
        let scope = self.0.scope();
        let mut values = Values(vec![scope.tenant()]);
        let mut tail = which.sql(permit, &mut values);
        if let Some(after) = after {
            let (at, id) = match place(TaskRow::SORT, after) {
                Ok(place) => place,
                Err(error) => return Ok(Err(error)),
            };
            tail.push_str(&format!(" AND (t.due_at, t.id) > ({}, {}::uuid)", values.push(at), values.push(id)));
        }
        let limit = u32::from(first) + 1;
        let inner = format!("SELECT {TASK_COLUMNS} {tail} ORDER BY t.due_at, t.id LIMIT {limit}");
        let rows: Vec<Row> = scope.all(dressed(&inner, "ORDER BY t.due_at, t.id"), values.0).await?;
        let rows = rows.into_iter().map(TaskRow::try_from).collect::<Result<_, _>>()?;
        Ok(Ok(Page::cut(rows, first)))
    }

    /// A page of leads that nobody has spoken with and for whom nothing is planned, the newest first.
    ///
    /// # Errors
    /// A cursor of another list is the inner error.
    pub async fn fresh_leads(
        &self,
        permit: &Permit<ClientView>,
        which: &TaskQueue,
        first: u16,
        after: Option<&Cursor>,
    ) -> Asked<(ClientId, Cursor)> {
        let scope = self.0.scope();
        let mut values = Values(vec![scope.tenant()]);
        let mut tail = which.fresh(permit, &mut values);
        if let Some(after) = after {
            let (at, id) = match place(FRESH_SORT, after) {
                Ok(place) => place,
                Err(error) => return Ok(Err(error)),
            };
            tail.push_str(&format!(" AND (c.created_at, c.id) < ({}, {}::uuid)", values.push(at), values.push(id)));
        }
        let limit = u32::from(first) + 1;
        let sql = format!("SELECT c.id, c.created_at {tail} ORDER BY c.created_at DESC, c.id DESC LIMIT {limit}");
        let rows: Vec<FreshRow> = scope.all(sql, values.0).await?;
        let cursor = |row: &FreshRow| Cursor {
            sort: FRESH_SORT.to_owned(),
            value: Some(row.created_at.to_rfc3339_opts(SecondsFormat::Micros, true)),
            id: row.id,
        };
        let rows = rows.iter().map(|row| (ClientId::from_uuid(row.id), cursor(row))).collect();
        Ok(Ok(Page::cut(rows, first)))
    }

    /// How much waits.
    ///
    /// # Errors
    /// The database is away.
    pub async fn count(
        &self,
        permit: &Permit<ClientView>,
        which: &TaskQueue,
        now: DateTime<Utc>,
        day_end: DateTime<Utc>,
    ) -> Result<QueueCount, StorageError> {
        let scope = self.0.scope();
        let mut values = Values(vec![scope.tenant(), now.into(), day_end.into()]);
        let tail = which.sql(permit, &mut values);
        let part = |due: &str| format!("(SELECT count(*) FROM (SELECT 1 {tail} AND {due} LIMIT {COUNT_CAP}) x)");
        let sql = format!(
            "SELECT {} AS overdue, {} AS today, {} AS later",
            part("t.due_at < $2"),
            part("t.due_at >= $2 AND t.due_at < $3"),
            part("t.due_at >= greatest($2, $3)")
        );
        let tasks: Option<CountsRow> = scope.one(sql, values.0).await?;
        let mut values = Values(vec![scope.tenant()]);
        let tail = which.fresh(permit, &mut values);
        let sql = format!("SELECT count(*) AS n FROM (SELECT 1 {tail} LIMIT {COUNT_CAP}) x");
        let fresh: Option<CountRow> = scope.one(sql, values.0).await?;
        let tasks = tasks.unwrap_or(CountsRow { overdue: 0, today: 0, later: 0 });
        let fresh = fresh.map_or(0, |r| r.n);
        Ok(QueueCount { overdue: tasks.overdue, today: tasks.today, later: tasks.later, fresh })
    }

    /// Open tasks of these people within the permit's reach that fell due after `from` and not after `to`; at most 20.
    ///
    /// # Errors
    /// The database is away.
    pub async fn fell_due(
        &self,
        permit: &Permit<ClientView>,
        people: &[StaffId],
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<Vec<DueTask>, StorageError> {
        let scope = self.0.scope();
        let mut values = Values(vec![scope.tenant(), from.into(), to.into()]);
        let tail = TaskQueue { assignees: people.to_vec() }.sql(permit, &mut values);
        let sql = format!(
            "SELECT t.id, t.client_id, c.display_name, t.kind, t.due_at {tail} AND t.due_at > $2 AND t.due_at <= $3 ORDER BY t.due_at DESC, t.id LIMIT 20"
        );
        let rows: Vec<DueFields> = scope.all(sql, values.0).await?;
        rows.into_iter()
            .rev()
            .map(|row| {
                Ok(DueTask {
                    id: TaskId::from_uuid(row.id),
                    client: ClientId::from_uuid(row.client_id),
                    client_name: row.display_name,
                    kind: TaskKind::from_text(&row.kind).ok_or(StorageError::Corrupt("task.kind"))?,
                    due_at: row.due_at,
                })
            })
            .collect()
    }
}
