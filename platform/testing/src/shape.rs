//! The tenant tables as the catalogue describes them, so that a test can speak about every one, the next one too.
use anyhow::Context;
use sqlx::{PgConnection, Row};

/// One column.
#[derive(Clone, Debug)]
pub struct ColumnShape {
    /// Its name.
    pub name: String,
    /// Its type as Postgres writes it (`uuid`, `timestamp with time zone`, `text[]`).
    pub kind: String,
    /// Must have a value.
    pub not_null: bool,
    /// Has a default.
    pub has_default: bool,
    /// CHECK expressions over this column alone.
    pub checks: Vec<String>,
}

/// One foreign key.
#[derive(Clone, Debug)]
pub struct ForeignKeyShape {
    /// Constraint name.
    pub name: String,
    /// Columns here, in the key's order.
    pub columns: Vec<String>,
    /// The table it points at, with its schema.
    pub table: String,
    /// Columns there, in the same order.
    pub foreign: Vec<String>,
}

/// One tenant table.
#[derive(Clone, Debug)]
pub struct TableShape {
    /// `crm.client`
    pub name: String,
    /// In the table's order.
    pub columns: Vec<ColumnShape>,
    /// Columns of the primary key, in its order.
    pub primary_key: Vec<String>,
    /// All its foreign keys.
    pub foreign_keys: Vec<ForeignKeyShape>,
}

impl TableShape {
    /// The foreign key, other than to the tenant, that column `name` is part of.
    pub fn foreign_key_of(&self, name: &str) -> Option<(&ForeignKeyShape, &str)> {
        self.foreign_keys.iter().filter(|key| key.table != "platform.tenant" && name != "tenant_id").find_map(|key| {
            let place = key.columns.iter().position(|column| column == name)?;
            Some((key, key.foreign.get(place)?.as_str()))
        })
    }

    /// The column called `name`.
    pub fn column(&self, name: &str) -> Option<&ColumnShape> {
        self.columns.iter().find(|column| column.name == name)
    }
}

/// Every table of the schema `crm`, referenced tables before those that need them.
///
/// # Errors
/// When the server refuses, or tables need each other in a circle of NOT NULL columns.
pub async fn tenant_tables(conn: &mut PgConnection) -> anyhow::Result<Vec<TableShape>> {
    let names: Vec<String> = sqlx::query_scalar(
        "SELECT 'crm.' || relname FROM pg_class WHERE relnamespace = 'crm'::regnamespace AND relkind IN ('r', 'p') ORDER BY relname",
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut waiting = Vec::new();
    for name in names {
        waiting.push(table_shape(conn, &name).await?);
    }
    let mut ordered: Vec<TableShape> = Vec::new();
    while !waiting.is_empty() {
        let there =
            |table: &TableShape, other: &str| other == table.name || ordered.iter().any(|done| done.name == other);
        let ready = waiting
            .iter()
            .position(|table| references(table, false).all(|other| there(table, other)))
            .or_else(|| {
                // a circle (a team has a leader, who is in a team): opened at a table whose part of it may be NULL
                let open = |table: &TableShape| references(table, true).all(|other| there(table, other));
                waiting.iter().position(|table| open(table) && leads_back(&waiting, table))
            })
            .context("tenant tables need each other in a circle of NOT NULL columns")?;
        ordered.push(waiting.remove(ready));
    }
    Ok(ordered)
}

/// The tables that a row of `table` names, or only those it cannot do without.
fn references(table: &TableShape, needed: bool) -> impl Iterator<Item = &str> {
    table
        .foreign_keys
        .iter()
        .filter(|key| key.table.starts_with("crm."))
        .filter(move |key| {
            !needed || key.columns.iter().all(|name| table.column(name).is_some_and(|column| column.not_null))
        })
        .map(|key| key.table.as_str())
}

/// Whether following the references of `table` through `waiting` comes back to it.
fn leads_back(waiting: &[TableShape], table: &TableShape) -> bool {
    let mut seen: Vec<&str> = references(table, false).filter(|other| *other != table.name).collect();
    let mut next = 0;
    while let Some(name) = seen.get(next).copied() {
        if name == table.name {
            return true;
        }
        let onward = waiting.iter().filter(|other| other.name == name).flat_map(|other| references(other, false));
        for other in onward {
            if !seen.contains(&other) {
                seen.push(other);
            }
        }
        next += 1;
    }
    false
}

async fn table_shape(conn: &mut PgConnection, name: &str) -> anyhow::Result<TableShape> {
    let columns = sqlx::query(
        "SELECT a.attname::text AS name, format_type(a.atttypid, a.atttypmod) AS kind, a.attnotnull AS not_null, a.atthasdef AS has_default,
                ARRAY(SELECT pg_get_expr(c.conbin, c.conrelid) FROM pg_constraint c WHERE c.conrelid = a.attrelid AND c.contype = 'c' AND c.conkey = ARRAY[a.attnum]) AS checks
         FROM pg_attribute a WHERE a.attrelid = $1::text::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum",
    )
    .bind(name)
    .fetch_all(&mut *conn)
    .await?
    .iter()
    .map(|row| {
        Ok(ColumnShape {
            name: row.try_get("name")?,
            kind: row.try_get("kind")?,
            not_null: row.try_get("not_null")?,
            has_default: row.try_get("has_default")?,
            checks: row.try_get("checks")?,
        })
    })
    .collect::<Result<_, sqlx::Error>>()?;
    let primary_key = sqlx::query_scalar(
        "SELECT a.attname::text FROM pg_index i, unnest(i.indkey) WITH ORDINALITY k(n, place)
         JOIN pg_attribute a ON a.attnum = k.n WHERE i.indrelid = $1::text::regclass AND i.indisprimary AND a.attrelid = i.indrelid ORDER BY k.place",
    )
    .bind(name)
    .fetch_all(&mut *conn)
    .await?;
    let foreign_keys = sqlx::query(
        "SELECT c.conname::text AS name, n.nspname || '.' || f.relname AS target,
                ARRAY(SELECT a.attname::text FROM unnest(c.conkey) WITH ORDINALITY k(n, place) JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.n ORDER BY k.place) AS columns,
                ARRAY(SELECT a.attname::text FROM unnest(c.confkey) WITH ORDINALITY k(n, place) JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.n ORDER BY k.place) AS foreign_columns
         FROM pg_constraint c JOIN pg_class f ON f.oid = c.confrelid JOIN pg_namespace n ON n.oid = f.relnamespace
         WHERE c.conrelid = $1::text::regclass AND c.contype = 'f' ORDER BY c.conname",
    )
    .bind(name)
    .fetch_all(&mut *conn)
    .await?
    .iter()
    .map(|row| {
        Ok(ForeignKeyShape {
            name: row.try_get("name")?,
            table: row.try_get("target")?,
            columns: row.try_get("columns")?,
            foreign: row.try_get("foreign_columns")?,
        })
    })
    .collect::<Result<_, sqlx::Error>>()?;
    Ok(TableShape { name: name.to_owned(), columns, primary_key, foreign_keys })
}
