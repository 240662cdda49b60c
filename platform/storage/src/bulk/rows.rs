use super::Bulks;
use crate::clients::reach::Values;
use crate::clients::{Whom, chosen};
use crate::columns::Columns;
use crate::scope::Scoped;
use crate::{Cursor, Page, PageRequest, StorageError, TenantTx};
use crm_access::Permit;
use crm_access::kinds::ClientView;
use crm_model::{AuditEventId, BulkActKind, BulkOutcome, ClientBulkId, ClientId};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// One client of a bulk act, and what became of him.
#[derive(Clone, Debug)]
pub struct BulkRow {
    /// Its place, from 1.
    pub n: i32,
    /// Whom; `None` once the client was deleted.
    pub client: Option<ClientId>,
    /// As the client was chosen; once changed, as the act left him.
    pub client_version: i32,
    /// What became of it.
    pub outcome: BulkOutcome,
    /// Why it was refused.
    pub code: Option<String>,
    /// Before, in words.
    pub was: Option<String>,
    /// After, in words.
    pub became: Option<String>,
    /// Before, as ids: the use case's own text.
    pub before: Option<String>,
}

/// What becomes of a row.
#[derive(Clone, Debug)]
pub struct BulkMark {
    /// Which.
    pub n: i32,
    /// What becomes of it.
    pub outcome: BulkOutcome,
    /// Why it is refused.
    pub code: Option<&'static str>,
    /// The client's version as the act leaves him.
    pub client_version: i32,
    /// Before, in words.
    pub was: Option<String>,
    /// After, in words.
    pub became: Option<String>,
    /// Before, as ids.
    pub before: Option<String>,
}

/// What an event about many clients says of one of them.
#[derive(Clone, Debug)]
pub struct BulkTold {
    /// The event.
    pub event: AuditEventId,
    /// The bulk act.
    pub bulk: ClientBulkId,
    /// What was done.
    pub act: BulkActKind,
    /// Before, in words.
    pub was: Option<String>,
    /// After, in words.
    pub became: Option<String>,
}

#[derive(FromQueryResult)]
struct Row {
    n: i32,
    client_id: Option<Uuid>,
    client_version: i32,
    outcome: String,
    code: Option<String>,
    was: Option<String>,
    became: Option<String>,
    before: Option<String>,
}

#[derive(FromQueryResult)]
struct ToldRow {
    bulk_id: Uuid,
    act: String,
    told_event: Option<Uuid>,
    undone_event: Option<Uuid>,
    was: Option<String>,
    became: Option<String>,
}

impl TryFrom<Row> for BulkRow {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        Ok(Self {
            n: row.n,
            client: row.client_id.map(ClientId::from_uuid),
            client_version: row.client_version,
            outcome: BulkOutcome::from_text(&row.outcome).ok_or(StorageError::Corrupt("client_bulk_row.outcome"))?,
            code: row.code,
            was: row.was,
            became: row.became,
            before: row.before,
        })
    }
}

impl BulkRow {
    /// Its place in the list.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        Cursor { sort: "n".to_owned(), value: Some(self.n.to_string()), id: Uuid::nil() }
    }
}

const SELECT: &str = "SELECT r.n, r.client_id, r.client_version, r.outcome, r.code, r.was, r.became, r.before FROM crm.client_bulk_row r WHERE r.tenant_id = $1 AND r.bulk_id = $2";
/// The most entries that bulk acts leave in one client's timeline.
const TOLD_MAX: u16 = 200;

fn texts(outcomes: &[BulkOutcome]) -> Value {
    outcomes.iter().map(|outcome| outcome.as_str().to_owned()).collect::<Vec<String>>().into()
}

impl<T: Scoped> Bulks<'_, T> {
    /// A page of rows in their order; all of them, or those of which this became.
    ///
    /// # Errors
    /// The database is away.
    pub async fn rows(
        &self,
        bulk: ClientBulkId,
        outcomes: &[BulkOutcome],
        page: &PageRequest,
    ) -> Result<Page<BulkRow>, StorageError> {
        let after = page.after.as_ref().filter(|cursor| cursor.sort == "n").and_then(|cursor| cursor.value.as_deref());
        let after: i32 = after.and_then(|n| n.parse().ok()).unwrap_or(0);
        let rows = self.behind(bulk, outcomes, after, u32::from(page.first) + 1).await?;
        Ok(Page::cut(rows, page.first))
    }

    /// Rows behind a place, in their order.
    ///
    /// # Errors
    /// The database is away.
    pub async fn behind(
        &self,
        bulk: ClientBulkId,
        outcomes: &[BulkOutcome],
        after: i32,
        most: u32,
    ) -> Result<Vec<BulkRow>, StorageError> {
        let scope = self.0.scope();
        let mut values: Vec<Value> = vec![scope.tenant(), bulk.uuid().into(), after.into()];
        let mut sql = format!("{SELECT} AND r.n > $3");
        if !outcomes.is_empty() {
            values.push(texts(outcomes));
            sql.push_str(" AND r.outcome = ANY($4)");
        }
        sql.push_str(&format!(" ORDER BY r.n LIMIT {most}"));
        let rows: Vec<Row> = scope.all(sql, values).await?;
        rows.into_iter().map(BulkRow::try_from).collect()
    }

    /// What bulk acts did to one client, for his timeline: the latest ones.
    ///
    /// # Errors
    /// The database is away.
    pub async fn told_of(&self, client: ClientId) -> Result<Vec<BulkTold>, StorageError> {
        let scope = self.0.scope();
        let sql = format!("SELECT r.bulk_id, b.act, r.told_event, r.undone_event, r.was, r.became FROM crm.client_bulk_row r
          JOIN crm.client_bulk b ON b.tenant_id = $1 AND b.id = r.bulk_id WHERE r.tenant_id = $1 AND r.client_id = $2 AND r.told_event IS NOT NULL ORDER BY r.bulk_id DESC LIMIT {TOLD_MAX}");
        let rows: Vec<ToldRow> = scope.all(sql, vec![scope.tenant(), client.uuid().into()]).await?;
        let mut all = Vec::with_capacity(rows.len());
        for row in rows {
            let bulk = ClientBulkId::from_uuid(row.bulk_id);
            let act = BulkActKind::from_text(&row.act).ok_or(StorageError::Corrupt("client_bulk.act"))?;
            let told =
                |event: Uuid, was, became| BulkTold { event: AuditEventId::from_uuid(event), bulk, act, was, became };
            // what was taken back went the other way
            all.extend(row.undone_event.map(|event| told(event, row.became.clone(), row.was.clone())));
            all.extend(row.told_event.map(|event| told(event, row.was, row.became)));
        }
        Ok(all)
    }
}

impl Bulks<'_, TenantTx> {
    /// Fixes whom a bulk act takes, in one order; answers how many.
    ///
    /// # Errors
    /// The database is away.
    pub async fn choose(
        &self,
        permit: &Permit<ClientView>,
        bulk: ClientBulkId,
        whom: &Whom,
    ) -> Result<u64, StorageError> {
        let scope = self.0.scope();
        let mut values = Values(vec![scope.tenant(), bulk.uuid().into()]);
        let chosen = chosen(permit, whom, &mut values);
        let sql = format!(
            "INSERT INTO crm.client_bulk_row (tenant_id, bulk_id, n, client_id, client_version)
             SELECT /* {bulk} */ $1, $2, row_number() OVER (ORDER BY s.created_at DESC, s.id DESC), s.id, s.version FROM ({chosen}) s"
        );
        // its own text, so that it is never one that was run before and has a plan for all values
        scope.plan_as_it_fits().await?;
        let count = scope.exec(sql, values.0).await?;
        scope.plan_once().await?;
        Ok(count)
    }

    /// Writes down what became of rows, and the event that tells of it.
    ///
    /// # Errors
    /// The database is away.
    pub async fn mark(
        &self,
        bulk: ClientBulkId,
        event: AuditEventId,
        marks: Vec<BulkMark>,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let mut c = Columns::of(scope.tenant());
        c.add("n", "int", marks.iter().map(|mark| mark.n).collect::<Vec<i32>>(), None);
        c.texts("outcome", marks.iter().map(|mark| mark.outcome.as_str().to_owned()).collect());
        c.maybe_texts("code", marks.iter().map(|mark| mark.code.map(str::to_owned)).collect());
        c.add("client_version", "int", marks.iter().map(|mark| mark.client_version).collect::<Vec<i32>>(), None);
        let (mut was, mut became, mut before) = (Vec::new(), Vec::new(), Vec::new());
        for mark in marks {
            was.push(mark.was);
            became.push(mark.became);
            before.push(mark.before);
        }
        c.maybe_texts("was", was);
        c.maybe_texts("became", became);
        c.maybe_texts("before", before);
        let columns = c.names().join(", ");
        let (rows, mut values) = c.rows();
        values.extend([bulk.uuid().into(), event.uuid().into()]);
        let (bulk, event) = (values.len() - 1, values.len());
        let sql = format!(
            "UPDATE crm.client_bulk_row r SET outcome = x.outcome, code = x.code, client_version = x.client_version, was = x.was, became = x.became, before = x.before,
               told_event = CASE WHEN x.outcome = 'changed' THEN ${event}::uuid END
             FROM ({rows}) AS x (tenant_id, {columns}) WHERE r.tenant_id = $1 AND r.bulk_id = ${bulk} AND r.n = x.n"
        );
        scope.exec(sql, values).await?;
        Ok(())
    }

    /// Writes down what undo did with rows, and the event that tells of it.
    ///
    /// # Errors
    /// The database is away.
    pub async fn mark_undone(
        &self,
        bulk: ClientBulkId,
        event: AuditEventId,
        marks: &[(i32, Option<&'static str>)],
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let mut c = Columns::of(scope.tenant());
        c.add("n", "int", marks.iter().map(|(n, _)| *n).collect::<Vec<i32>>(), None);
        c.maybe_texts("code", marks.iter().map(|(_, code)| code.map(str::to_owned)).collect());
        let (rows, mut values) = c.rows();
        values.extend([bulk.uuid().into(), event.uuid().into()]);
        let (bulk, event) = (values.len() - 1, values.len());
        let sql = format!(
            "UPDATE crm.client_bulk_row r SET outcome = CASE WHEN x.code IS NULL THEN 'undone' ELSE 'undo_refused' END, code = x.code, before = NULL,
               undone_event = CASE WHEN x.code IS NULL THEN ${event}::uuid END
             FROM ({rows}) AS x (tenant_id, n, code) WHERE r.tenant_id = $1 AND r.bulk_id = ${bulk} AND r.n = x.n"
        );
        scope.exec(sql, values).await?;
        Ok(())
    }
}
