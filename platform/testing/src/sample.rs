//! A valid row for every tenant table, made from the catalogue alone.
use std::collections::BTreeMap;

use anyhow::{Context, bail};
use crm_model::RequestId;
use sqlx::{AssertSqlSafe, PgConnection};

use crate::shape::{ColumnShape, TableShape};
use crate::tenant::TestTenant;

/// Tables of whose columns exactly one has a value: those that are left out.
const ONE_OF: [(&str, &[&str]); 1] = [("crm.custom_value", &["text_sealed", "millionths", "day", "flag"])];

/// One row: column → SQL literal with its type.
pub type SampleRow = BTreeMap<String, String>;

/// One row in each tenant table, connected by their foreign keys.
#[derive(Clone, Debug, Default)]
pub struct SampleRows(pub BTreeMap<String, SampleRow>);

impl SampleRows {
    /// The row of `table`.
    ///
    /// # Errors
    /// When there is none.
    pub fn of(&self, table: &str) -> anyhow::Result<&SampleRow> {
        self.0.get(table).with_context(|| format!("no sample row in {table}"))
    }

    /// Adds a row of `tenant` to each of `tables`, through `conn`: as crm_app it proves that the wall lets one's own in.
    /// Optional foreign keys to tables that come later are set at the end.
    ///
    /// # Errors
    /// Names the table and column for which no valid value was found, or the server's refusal.
    pub async fn insert(conn: &mut PgConnection, tables: &[TableShape], tenant: &TestTenant) -> anyhow::Result<Self> {
        let mut rows = Self::default();
        for table in tables {
            let row = rows.fresh(conn, table, tenant).await?;
            execute(conn, &insert_sql(&table.name, &row))
                .await
                .with_context(|| format!("sample row of {}", table.name))?;
            rows.0.insert(table.name.clone(), row);
        }
        for table in tables {
            rows.close_circles(conn, table).await?;
        }
        Ok(rows)
    }

    /// A new valid row of `tenant` for `table`, not inserted; its foreign keys point at these rows.
    ///
    /// # Errors
    /// Names the column for which no valid value was found.
    pub async fn fresh(
        &self,
        conn: &mut PgConnection,
        table: &TableShape,
        tenant: &TestTenant,
    ) -> anyhow::Result<SampleRow> {
        let mut row = SampleRow::new();
        for column in &table.columns {
            if let Some(value) = self.value(conn, table, column, tenant).await? {
                row.insert(column.name.clone(), value);
            }
        }
        Ok(row)
    }

    async fn value(
        &self,
        conn: &mut PgConnection,
        table: &TableShape,
        column: &ColumnShape,
        tenant: &TestTenant,
    ) -> anyhow::Result<Option<String>> {
        if ONE_OF.iter().any(|(name, others)| *name == table.name && others.contains(&column.name.as_str())) {
            return Ok(None);
        }
        if column.name == "tenant_id" {
            return Ok(Some(literal(&tenant.id.uuid().to_string(), "uuid")));
        }
        if let Some((key, foreign)) = table.foreign_key_of(&column.name) {
            return Ok(self.0.get(&key.table).and_then(|row| row.get(foreign)).cloned());
        }
        let keyed = table.primary_key.contains(&column.name);
        if column.has_default && !keyed {
            return Ok(None);
        }
        for candidate in candidates(column, keyed, tenant) {
            let value = literal(&candidate, &column.kind);
            if fits(conn, column, &value).await? {
                return Ok(Some(value));
            }
        }
        if column.not_null {
            bail!(
                "no valid value found for {}.{} ({}): add a candidate for {:?} in crm_testing's sample.rs",
                table.name,
                column.name,
                column.kind,
                column.checks
            );
        }
        Ok(None)
    }

    /// Sets the optional foreign keys that could not be set at the insert (team leader, parent team, rolled key).
    async fn close_circles(&mut self, conn: &mut PgConnection, table: &TableShape) -> anyhow::Result<()> {
        let row = self.of(&table.name)?.clone();
        let missing: Vec<(&str, String)> = table
            .columns
            .iter()
            .filter(|column| !row.contains_key(&column.name))
            .filter_map(|column| {
                let (key, foreign) = table.foreign_key_of(&column.name)?;
                Some((column.name.as_str(), self.0.get(&key.table)?.get(foreign)?.clone()))
            })
            .collect();
        for (column, value) in missing {
            let sql = format!("UPDATE {} SET {column} = {value} WHERE {}", table.name, key_of(table, &row));
            execute(conn, &sql).await.with_context(|| format!("{}.{column}", table.name))?;
            self.0.entry(table.name.clone()).or_default().insert(column.to_owned(), value);
        }
        Ok(())
    }
}

/// `INSERT INTO table (…) VALUES (…)`.
pub fn insert_sql(table: &str, row: &SampleRow) -> String {
    let columns: Vec<&str> = row.keys().map(String::as_str).collect();
    let values: Vec<&str> = row.values().map(String::as_str).collect();
    format!("INSERT INTO {table} ({}) VALUES ({})", columns.join(", "), values.join(", "))
}

/// `tenant_id = … AND id = …`: the condition that names exactly this row.
pub fn key_of(table: &TableShape, row: &SampleRow) -> String {
    let parts: Vec<String> = table
        .primary_key
        .iter()
        .map(|column| format!("{column} = {}", row.get(column).map_or("NULL", String::as_str)))
        .collect();
    parts.join(" AND ")
}

fn literal(value: &str, kind: &str) -> String {
    format!("'{}'::{kind}", value.replace('\'', "''"))
}

/// Values to try, the likeliest first. Text without a rule carries the tenant's slug: a canary.
fn candidates(column: &ColumnShape, keyed: bool, tenant: &TestTenant) -> Vec<String> {
    let fresh = RequestId::generate().uuid();
    let own = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>();
    match column.kind.as_str() {
        "uuid" => vec![fresh.to_string()],
        "text" => {
            let mut all: Vec<String> = column.checks.iter().flat_map(|check| quoted(check)).collect();
            let tail: String = fresh.simple().to_string().chars().rev().take(6).collect();
            all.push(format!("canary-{}-{tail}", tenant.slug));
            // three letters, as codes of currencies have
            all.push(fresh.as_bytes().iter().rev().take(3).map(|byte| char::from(b'A' + byte % 26)).collect());
            all.extend(own(&["AA", "aa", "#1a2b3c", "a.example", "2026-01-02"]));
            all
        }
        "bytea" => {
            let hex = fresh.simple().to_string();
            // of 32, 16 and 10 bytes
            vec![
                format!("\\x{hex}{hex}"),
                format!("\\x{hex}"),
                format!("\\x{}", hex.chars().skip(12).collect::<String>()),
            ]
        }
        "smallint" => own(&["1", "0"]),
        "integer" => vec![
            (fresh.as_u128() & 0x3FFF_FFFF).to_string(),
            "1".to_owned(),
            "60".to_owned(),
            "1000".to_owned(),
            "0".to_owned(),
        ],
        "numeric" => own(&["1.25"]),
        "bigint" => vec![(fresh.as_u128() & 0xFFFF_FFFF_FFFF).to_string(), "1".to_owned()],
        "boolean" => own(&["false", "true"]),
        // what is part of a key differs; the others keep their order
        "timestamp with time zone" if keyed => vec![format!("2026-01-02T03:04:05.{:06}Z", fresh.as_u128() % 1_000_000)],
        "timestamp with time zone" => own(&["2026-01-02T03:04:05Z"]),
        "date" => own(&["2026-01-02"]),
        "jsonb" => own(&["{}"]),
        "inet" => own(&["192.0.2.7"]),
        kind if kind.ends_with("[]") => own(&["{}"]),
        _ => Vec::new(),
    }
}

/// The quoted words of a CHECK expression: `status = ANY (ARRAY['a'::text, 'b'::text])` → a, b.
fn quoted(check: &str) -> Vec<String> {
    check.split('\'').skip(1).step_by(2).map(str::to_owned).collect()
}

async fn fits(conn: &mut PgConnection, column: &ColumnShape, value: &str) -> Result<bool, sqlx::Error> {
    for check in &column.checks {
        let sql = format!("SELECT coalesce(({check}), true) FROM (SELECT {value} AS {}) AS try", column.name);
        if !sqlx::query_scalar::<_, bool>(AssertSqlSafe(sql)).fetch_one(&mut *conn).await? {
            return Ok(false);
        }
    }
    Ok(true)
}

async fn execute(conn: &mut PgConnection, sql: &str) -> Result<u64, sqlx::Error> {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(conn).await.map(|done| done.rows_affected())
}
