//! A deterministic text of the schema, by the catalogue: the same on every server version we run on.
use sqlx::{Connection, PgConnection, Row};

const OBJECTS: &str = include_str!("../sql/checks/schema.sql");

/// The schema of the database `conn` is connected to, for `migrations/schema.sql`.
///
/// # Errors
/// When the database refuses.
pub async fn dump_schema(conn: &mut PgConnection) -> Result<String, sqlx::Error> {
    // the catalogue prints names relative to the search path: an empty one makes them whole
    let mut tx = conn.begin().await?;
    sqlx::raw_sql("SET LOCAL search_path = ''").execute(&mut *tx).await?;
    let mut text = String::from(
        "-- Printed by `migrate dump-schema`; never edited. A difference is a drift or a forgotten commit.\n",
    );
    let mut last = String::new();
    for row in sqlx::query(OBJECTS).fetch_all(&mut *tx).await? {
        let (object, line): (String, String) = (row.try_get("object")?, row.try_get("line")?);
        if object != last {
            text.push_str(&format!("\n-- {object}\n"));
            last = object;
        }
        text.push_str(&line);
        text.push('\n');
    }
    tx.rollback().await?;
    Ok(text)
}
