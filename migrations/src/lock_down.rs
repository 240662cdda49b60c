//! What belongs to a database and not to its contents: its ACL and the roles' settings in it.
use sqlx::{AssertSqlSafe, PgConnection, Row};

const CONNECT: &str = "crm_migrator, crm_app, crm_ops, crm_provision, crm_queue, crm_backup";

/// (role, setting, value): the settings each runtime role starts with in this database.
const SETTINGS: [(&str, &str, &str); 18] = [
    ("crm_app", "search_path", "crm, pg_catalog"),
    ("crm_app", "statement_timeout", "'15s'"),
    ("crm_app", "lock_timeout", "'5s'"),
    ("crm_app", "idle_in_transaction_session_timeout", "'10s'"),
    ("crm_app", "row_security", "on"),
    // every index begins with the tenant: an index scan touches one's own pages, a sequential scan everybody's, and which
    // of the two is chosen depends on other tenants' values (a stop-watch on search: 376 pages for a word that only
    // another tenant has, 5 for nobody's)
    ("crm_app", "enable_seqscan", "off"),
    ("crm_queue", "search_path", "queue, pg_catalog"),
    ("crm_queue", "statement_timeout", "'15s'"),
    ("crm_queue", "idle_in_transaction_session_timeout", "'10s'"),
    ("crm_queue", "row_security", "on"),
    ("crm_ops", "search_path", "platform, pg_catalog"),
    ("crm_ops", "statement_timeout", "'15s'"),
    ("crm_ops", "idle_in_transaction_session_timeout", "'10s'"),
    ("crm_ops", "row_security", "on"),
    ("crm_provision", "search_path", "crm, platform, pg_catalog"),
    ("crm_provision", "statement_timeout", "'60s'"),
    ("crm_provision", "idle_in_transaction_session_timeout", "'30s'"),
    ("crm_provision", "row_security", "on"),
];

/// Log settings that only a superuser may give: a failing or slow opening message would write the tenant's token to the log.
const QUIET: [(&str, &str); 5] = [
    ("log_min_error_statement", "panic"),
    ("log_parameter_max_length", "0"),
    ("log_parameter_max_length_on_error", "0"),
    ("log_statement", "'none'"),
    ("log_min_duration_statement", "-1"),
];

/// Closes `database` to everybody but our roles and sets their defaults in it. `CREATE DATABASE … TEMPLATE` copies
/// neither, so this runs after every clone, test clones included. Idempotent; run by the database's owner.
///
/// # Errors
/// When the database refuses a statement.
pub async fn lock_down(conn: &mut PgConnection, database: &str) -> Result<(), sqlx::Error> {
    let row =
        sqlx::query("SELECT quote_ident($1) AS quoted, rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user")
            .bind(database)
            .fetch_one(&mut *conn)
            .await?;
    let (db, superuser): (String, bool) = (row.try_get("quoted")?, row.try_get("rolsuper")?);
    let mut sql = format!("REVOKE ALL ON DATABASE {db} FROM PUBLIC; GRANT CONNECT ON DATABASE {db} TO {CONNECT};");
    // a role may change its own defaults: whatever it left goes
    for role in ["crm_app", "crm_queue", "crm_ops", "crm_provision"] {
        sql.push_str(&format!("ALTER ROLE {role} IN DATABASE {db} RESET ALL;"));
    }
    for (role, setting, value) in SETTINGS {
        sql.push_str(&format!("ALTER ROLE {role} IN DATABASE {db} SET {setting} = {value};"));
    }
    if superuser {
        for role in ["crm_app", "crm_provision"] {
            for (setting, value) in QUIET {
                sql.push_str(&format!("ALTER ROLE {role} IN DATABASE {db} SET {setting} = {value};"));
            }
        }
    }
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(conn).await.map(|_| ())
}
