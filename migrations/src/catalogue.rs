//! The rules of the isolation design, asked of the catalogue.
use sqlx::{Connection, PgConnection, Row};

/// Four questions; each row of an answer is a broken rule.
const QUESTIONS: [&str; 4] = [
    include_str!("../sql/checks/tables.sql"),
    include_str!("../sql/checks/rights.sql"),
    include_str!("../sql/checks/roles.sql"),
    include_str!("../sql/checks/code.sql"),
];

/// One broken rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// Number and text of the rule, as in `sql/checks/`.
    pub rule: String,
    /// Which object breaks it.
    pub what: String,
}

impl std::fmt::Display for Violation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.rule, self.what)
    }
}

/// Every broken rule in the database `conn` is connected to; run as crm_owner or a superuser.
///
/// # Errors
/// When the database is not bootstrapped and migrated, or refuses.
pub async fn catalogue_violations(conn: &mut PgConnection) -> Result<Vec<Violation>, sqlx::Error> {
    // the catalogue prints names relative to the search path: an empty one makes them whole
    let mut tx = conn.begin().await?;
    sqlx::raw_sql("SET LOCAL search_path = ''").execute(&mut *tx).await?;
    let mut found = Vec::new();
    for question in QUESTIONS {
        for row in sqlx::query(question).fetch_all(&mut *tx).await? {
            found.push(Violation { rule: row.try_get("rule")?, what: row.try_get("what")? });
        }
    }
    tx.rollback().await?;
    found.sort();
    Ok(found)
}
