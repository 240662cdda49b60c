//! The rules of the isolation design, asked of the catalogue.
use sqlx::{PgConnection, Row};

const RULES: &str = include_str!("../sql/checks/catalogue.sql");

/// One broken rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// Number and text of the rule, as in `sql/checks/catalogue.sql`.
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
    sqlx::query(RULES)
        .fetch_all(conn)
        .await?
        .iter()
        .map(|row| Ok(Violation { rule: row.try_get("rule")?, what: row.try_get("what")? }))
        .collect()
}
