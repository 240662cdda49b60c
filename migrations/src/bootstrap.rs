//! Roles, schemas, context and lock-down, in the two layers of the design.
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row};

use crate::{BootstrapError, lock_down, roles};

const MUST: &str = include_str!("../sql/bootstrap/must.sql");
const SHOULD: &str = include_str!("../sql/bootstrap/should.sql");
const SHOULD_MISSING: &str = include_str!("../sql/bootstrap/should_missing.sql");

/// The texts that a bootstrap runs, for the fingerprint of a test template.
pub(crate) const TEXTS: [&str; 3] = [MUST, SHOULD, SHOULD_MISSING];

/// What a bootstrap found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BootstrapReport {
    /// Whether the caller was a superuser, so that the second layer was tried.
    pub superuser: bool,
    /// The parts of the second layer that are not there, in words. Managed Postgres always has some.
    pub missing: Vec<String>,
}

/// Prepares the database `conn` is connected to. Idempotent; run by an administrator who owns the database.
///
/// # Errors
/// See [`BootstrapError`]; on an error nothing has changed.
pub async fn bootstrap(conn: &mut PgConnection) -> Result<BootstrapReport, BootstrapError> {
    let me = sqlx::query(
        "SELECT current_user::text AS name, rolsuper, rolcreaterole, current_database()::text AS database,
                current_setting('server_version_num')::int AS version
         FROM pg_catalog.pg_roles WHERE rolname = current_user",
    )
    .fetch_one(&mut *conn)
    .await?;
    let superuser: bool = me.try_get("rolsuper")?;
    if !superuser && !me.try_get::<bool, _>("rolcreaterole")? {
        return Err(BootstrapError::NotAdministrator { user: me.try_get("name")? });
    }
    require_utf8(conn).await?;
    let database: String = me.try_get("database")?;
    let version: i32 = me.try_get("version")?;

    let mut tx = conn.begin().await?;
    roles::ensure(&mut tx, superuser).await?;
    let borrowed = if superuser { Vec::new() } else { borrow_roles(&mut tx, version).await? };
    sqlx::raw_sql(MUST).execute(&mut *tx).await?;
    lock_down(&mut tx, &database).await?;
    if superuser {
        sqlx::raw_sql(SHOULD).execute(&mut *tx).await?;
    }
    for role in borrowed {
        sqlx::raw_sql(AssertSqlSafe(format!("REVOKE {role} FROM CURRENT_USER"))).execute(&mut *tx).await?;
    }
    tx.commit().await?;

    let missing = sqlx::query_scalar(SHOULD_MISSING).fetch_all(&mut *conn).await?;
    Ok(BootstrapReport { superuser, missing })
}

/// An administrator who is no superuser acts as the owners for the length of the transaction.
async fn borrow_roles(conn: &mut PgConnection, version: i32) -> Result<Vec<&'static str>, sqlx::Error> {
    let mut borrowed = Vec::new();
    for role in ["crm_owner", "crm_ctx", "crm_lookup"] {
        let member: bool = sqlx::query_scalar("SELECT pg_has_role(current_user, $1, 'MEMBER')")
            .bind(role)
            .fetch_one(&mut *conn)
            .await?;
        // from PostgreSQL 16 on, the creator is a member without the right to SET ROLE
        let options = if version >= 160_000 { " WITH SET TRUE, INHERIT TRUE" } else { "" };
        if version >= 160_000 || !member {
            sqlx::raw_sql(AssertSqlSafe(format!("GRANT {role} TO CURRENT_USER{options}"))).execute(&mut *conn).await?;
            borrowed.push(role);
        }
    }
    Ok(borrowed)
}

async fn require_utf8(conn: &mut PgConnection) -> Result<(), BootstrapError> {
    let row = sqlx::query(
        "SELECT datname::text AS database, pg_encoding_to_char(encoding)::text AS encoding, datctype::text AS ctype
         FROM pg_catalog.pg_database WHERE datname = current_database()",
    )
    .fetch_one(conn)
    .await?;
    let (database, encoding, ctype): (String, String, String) =
        (row.try_get("database")?, row.try_get("encoding")?, row.try_get("ctype")?);
    let folded = ctype.to_ascii_lowercase().replace('-', "");
    if encoding == "UTF8" && folded.ends_with("utf8") {
        return Ok(());
    }
    Err(BootstrapError::NotUtf8 { database, encoding, ctype })
}
