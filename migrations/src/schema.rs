//! A deterministic text of the schema, by the catalogue: the same on every server version we run on.
use sqlx::{PgConnection, Row};

const OBJECTS: &str = include_str!("../sql/checks/schema.sql");

/// The schema of the database `conn` is connected to, for `migrations/schema.sql`.
///
/// # Errors
/// When the database refuses.
pub async fn dump_schema(conn: &mut PgConnection) -> Result<String, sqlx::Error> {
    let mut text = String::from("-- Printed by `migrate dump-schema`; never edited. A difference is a drift or a forgotten commit.\n");
    let mut last = String::new();
    for row in sqlx::query(OBJECTS).fetch_all(conn).await? {
        let (object, line): (String, String) = (row.try_get("object")?, row.try_get("line")?);
        if object != last {
            text.push_str(&format!("\n-- {object}\n"));
            last = object;
        }
        text.push_str(&line);
        text.push('\n');
    }
    Ok(text)
}
