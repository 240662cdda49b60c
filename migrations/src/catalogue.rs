//! The rules of the isolation design, asked of the catalogue.
use sqlx::{Connection, PgConnection, Row};

/// What a group of rules is about; each is one question, and each row of its answer a broken rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// T: tenant tables, their wall, keys and foreign keys; the policies of context and queue.
    Tables,
    /// G: who may do what on which relation.
    Rights,
    /// R and S: roles, their settings, schemas, the database itself.
    Roles,
    /// F and X: functions, triggers, extensions, publications.
    Code,
}

impl Topic {
    /// All topics.
    pub const ALL: [Self; 4] = [Self::Tables, Self::Rights, Self::Roles, Self::Code];

    const fn question(self) -> &'static str {
        match self {
            Self::Tables => include_str!("../sql/checks/tables.sql"),
            Self::Rights => include_str!("../sql/checks/rights.sql"),
            Self::Roles => include_str!("../sql/checks/roles.sql"),
            Self::Code => include_str!("../sql/checks/code.sql"),
        }
    }
}

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
    violations_of(conn, &Topic::ALL).await
}

/// The broken rules of some topics.
///
/// # Errors
/// As [`catalogue_violations`].
pub async fn violations_of(conn: &mut PgConnection, topics: &[Topic]) -> Result<Vec<Violation>, sqlx::Error> {
    // the catalogue prints names relative to the search path: an empty one makes them whole
    let mut tx = conn.begin().await?;
    sqlx::raw_sql("SET LOCAL search_path = ''").execute(&mut *tx).await?;
    let mut found = Vec::new();
    for topic in topics {
        for row in sqlx::query(topic.question()).fetch_all(&mut *tx).await? {
            found.push(Violation { rule: row.try_get("rule")?, what: row.try_get("what")? });
        }
    }
    tx.rollback().await?;
    found.sort();
    Ok(found)
}
