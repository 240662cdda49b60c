use super::{ImportWrites, Imports};
use crate::StorageError;
use crate::clients::reach::Values;
use crate::columns::Columns;
use crate::scope::Scoped;
use crm_model::{ClientId, ClientImportId, ImportOutcome};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// What becomes of a row.
#[derive(Clone, Debug)]
pub struct ImportRowKept {
    /// Which row.
    pub line: i32,
    /// What becomes of it.
    pub outcome: ImportOutcome,
    /// The earlier row that is the same person.
    pub repeats: Option<i32>,
    /// The client it was made, or the one it is about.
    pub client: Option<ClientId>,
    /// The client's version afterwards.
    pub client_version: Option<i32>,
    /// The picture before a change, sealed.
    pub before: Option<Vec<u8>>,
    /// Codes and places, as JSON.
    pub problems: Option<String>,
    /// It was to be written and is not: itself, or the row that it was left out for. Read only.
    pub unwritten: bool,
}

/// Which rows.
#[derive(Clone, Debug)]
pub struct ImportRowFilter {
    /// With one of these outcomes; empty is all.
    pub outcomes: Vec<ImportOutcome>,
    /// The import was stopped: what was planned and not written counts as a row that failed.
    pub stopped: bool,
    /// Of which something like this is to be said, as JSON that what is kept of the row contains.
    pub problem: Option<String>,
    /// Behind this line.
    pub after: i32,
    /// So many at most.
    pub most: i32,
}

#[derive(FromQueryResult)]
struct Row {
    line: i32,
    outcome: String,
    repeats: Option<i32>,
    client_id: Option<Uuid>,
    client_version: Option<i32>,
    before_sealed: Option<Vec<u8>>,
    problems: Option<String>,
    unwritten: bool,
}

impl TryFrom<Row> for ImportRowKept {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        Ok(Self {
            line: row.line,
            outcome: ImportOutcome::from_text(&row.outcome)
                .ok_or(StorageError::Corrupt("client_import_row.outcome"))?,
            repeats: row.repeats,
            client: row.client_id.map(ClientId::from_uuid),
            client_version: row.client_version,
            before: row.before_sealed,
            problems: row.problems,
            unwritten: row.unwritten,
        })
    }
}

/// What was to be written and was not, or was left out for the sake of such a row.
const UNWRITTEN: &str = "(r.outcome IN ('create', 'update') AND r.client_version IS NULL OR r.outcome = 'skip' AND r.repeats IS NOT NULL AND EXISTS (SELECT 1 FROM crm.client_import_row f WHERE f.tenant_id = $1 AND f.import_id = $2 AND f.line = r.repeats AND f.outcome IN ('create', 'update') AND f.client_version IS NULL))";

fn select() -> String {
    format!(
        "SELECT r.line, r.outcome, r.repeats, r.client_id, r.client_version, r.before_sealed, r.problems, {UNWRITTEN} AS unwritten FROM crm.client_import_row r WHERE r.tenant_id = $1 AND r.import_id = $2"
    )
}

/// How many rows of an import that is stopped now were not written, each for its reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct ImportLeft {
    /// With a problem, or not come to.
    pub failed: i64,
    /// Skipped.
    pub skipped: i64,
    /// Of the skipped those that repeat another.
    pub repeats: i64,
}

impl<T: Scoped> Imports<'_, T> {
    /// What of an import is not in the book.
    ///
    /// # Errors
    /// The database is away.
    pub async fn left(&self, import: ClientImportId) -> Result<ImportLeft, StorageError> {
        let scope = self.0.scope();
        let sql = "SELECT count(*) FILTER (WHERE outcome = 'error' OR unwritten) AS failed, count(*) FILTER (WHERE outcome = 'skip' AND NOT unwritten) AS skipped,
                count(*) FILTER (WHERE outcome = 'skip' AND NOT unwritten AND repeats IS NOT NULL) AS repeats
              FROM (SELECT r.outcome, r.repeats, (r.outcome IN ('create', 'update') AND r.client_version IS NULL OR r.outcome = 'skip' AND f.line IS NOT NULL) AS unwritten
                FROM crm.client_import_row r LEFT JOIN crm.client_import_row f ON f.tenant_id = $1 AND f.import_id = $2 AND f.line = r.repeats AND f.outcome IN ('create', 'update') AND f.client_version IS NULL
                WHERE r.tenant_id = $1 AND r.import_id = $2) AS every";
        let row: Option<ImportLeft> = scope.one(sql, vec![scope.tenant(), import.uuid().into()]).await?;
        row.ok_or(StorageError::Corrupt("a count without a row"))
    }

    /// Rows in the order of the file.
    ///
    /// # Errors
    /// The database is away.
    pub async fn rows(
        &self,
        import: ClientImportId,
        filter: &ImportRowFilter,
    ) -> Result<Vec<ImportRowKept>, StorageError> {
        let scope = self.0.scope();
        let mut values = Values(vec![scope.tenant(), import.uuid().into(), filter.after.into()]);
        let mut sql = format!("{} AND r.line > $3", select());
        if !filter.outcomes.is_empty() {
            let names: Vec<String> = filter.outcomes.iter().map(|outcome| outcome.as_str().to_owned()).collect();
            let outcome = if filter.stopped {
                format!("CASE WHEN {UNWRITTEN} THEN 'error' ELSE r.outcome END")
            } else {
                "r.outcome".to_owned()
            };
            sql.push_str(&format!(" AND {outcome} = ANY({}::text[])", values.push(names)));
        }
        if let Some(problem) = &filter.problem {
            sql.push_str(&format!(" AND r.problems::jsonb @> {}::text::jsonb", values.push(problem.clone())));
        }
        sql.push_str(&format!(" ORDER BY r.line LIMIT {}", values.push(filter.most)));
        let rows: Vec<Row> = scope.all(sql, values.0).await?;
        rows.into_iter().map(ImportRowKept::try_from).collect()
    }

    /// What becomes of these lines.
    ///
    /// # Errors
    /// The database is away.
    pub async fn rows_between(
        &self,
        import: ClientImportId,
        first: i32,
        last: i32,
    ) -> Result<Vec<ImportRowKept>, StorageError> {
        let scope = self.0.scope();
        let values: Vec<Value> = vec![scope.tenant(), import.uuid().into(), first.into(), last.into()];
        let sql = format!("{} AND r.line BETWEEN $3 AND $4 ORDER BY r.line", select());
        let rows: Vec<Row> = scope.all(sql, values).await?;
        rows.into_iter().map(ImportRowKept::try_from).collect()
    }

    /// Rows that became this in the book and were not taken back, so many at most.
    ///
    /// # Errors
    /// The database is away.
    pub async fn written_rows(
        &self,
        import: ClientImportId,
        outcome: ImportOutcome,
        most: i32,
    ) -> Result<Vec<ImportRowKept>, StorageError> {
        let scope = self.0.scope();
        let sql = format!("{} AND r.outcome = $4 AND r.client_version IS NOT NULL ORDER BY r.line LIMIT $3", select());
        let values: Vec<Value> = vec![scope.tenant(), import.uuid().into(), most.into(), outcome.as_str().into()];
        let rows: Vec<Row> = scope.all(sql, values).await?;
        rows.into_iter().map(ImportRowKept::try_from).collect()
    }

    /// Of these lines, those that could not be written.
    ///
    /// # Errors
    /// The database is away.
    pub async fn failed_of(&self, import: ClientImportId, lines: Vec<i32>) -> Result<Vec<i32>, StorageError> {
        #[derive(FromQueryResult)]
        struct LineRow {
            line: i32,
        }
        let scope = self.0.scope();
        let sql = "SELECT line FROM crm.client_import_row WHERE tenant_id = $1 AND import_id = $2 AND line = ANY($3::int[]) AND outcome = 'error'";
        let rows: Vec<LineRow> = scope.all(sql, vec![scope.tenant(), import.uuid().into(), lines.into()]).await?;
        Ok(rows.into_iter().map(|row| row.line).collect())
    }

    /// Of these clients, those that an earlier row than `line` changed.
    ///
    /// # Errors
    /// The database is away.
    pub async fn changed_before(
        &self,
        import: ClientImportId,
        line: i32,
        clients: &[ClientId],
    ) -> Result<Vec<ClientId>, StorageError> {
        #[derive(FromQueryResult)]
        struct ClientRow {
            client_id: Uuid,
        }
        let scope = self.0.scope();
        let ids: Vec<Uuid> = clients.iter().map(|client| client.uuid()).collect();
        let sql = "SELECT DISTINCT client_id FROM crm.client_import_row WHERE tenant_id = $1 AND client_id = ANY($2) AND import_id = $3 AND line < $4 AND outcome = 'update'";
        let values: Vec<Value> = vec![scope.tenant(), ids.into(), import.uuid().into(), line.into()];
        let rows: Vec<ClientRow> = scope.all(sql, values).await?;
        Ok(rows.into_iter().map(|row| ClientId::from_uuid(row.client_id)).collect())
    }
}

impl<T: ImportWrites> Imports<'_, T> {
    /// Keeps what becomes of the lines from `first` to `last` in place of what was known of them.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn keep_rows(
        &self,
        import: ClientImportId,
        lines: (i32, i32),
        rows: Vec<ImportRowKept>,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let values: Vec<Value> = vec![scope.tenant(), import.uuid().into(), lines.0.into(), lines.1.into()];
        scope
            .exec(
                "DELETE FROM crm.client_import_row WHERE tenant_id = $1 AND import_id = $2 AND line BETWEEN $3 AND $4",
                values,
            )
            .await?;
        if rows.is_empty() {
            return Ok(());
        }
        let numbers = |of: fn(&ImportRowKept) -> Option<i32>| -> Vec<i32> {
            rows.iter().map(|row| of(row).unwrap_or_default()).collect()
        };
        let mut columns = Columns::of(scope.tenant());
        columns.uuids("import_id", rows.iter().map(|_| import.uuid()).collect());
        columns.add("line", "int", rows.iter().map(|row| row.line).collect::<Vec<i32>>(), None);
        columns.texts("outcome", rows.iter().map(|row| row.outcome.as_str().to_owned()).collect());
        columns.add("repeats", "int", numbers(|row| row.repeats), Some("0"));
        columns.maybe_uuids("client_id", rows.iter().map(|row| row.client.map(|c| c.uuid())).collect());
        columns.add("client_version", "int", numbers(|row| row.client_version), Some("0"));
        columns.maybe_texts("problems", rows.iter().map(|row| row.problems.clone()).collect());
        columns.maybe_bytes("before_sealed", rows.into_iter().map(|row| row.before).collect());
        let (sql, values) = columns.insert("crm.client_import_row");
        scope.exec(sql, values).await?;
        Ok(())
    }

    /// Writes down what undo did with rows; a deleted client is named no more.
    ///
    /// # Errors
    /// The database is away.
    pub async fn mark_undone(
        &self,
        import: ClientImportId,
        lines: Vec<i32>,
        outcome: ImportOutcome,
        gone: bool,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let client = if gone { ", client_id = NULL" } else { "" };
        let sql = format!(
            "UPDATE crm.client_import_row SET outcome = $3, before_sealed = NULL{client} WHERE tenant_id = $1 AND import_id = $2 AND line = ANY($4::int[])"
        );
        scope.exec(sql, vec![scope.tenant(), import.uuid().into(), outcome.as_str().into(), lines.into()]).await?;
        Ok(())
    }
}
