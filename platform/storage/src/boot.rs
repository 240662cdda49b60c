//! Before anything is served: is the wall up, and are we the one who stands behind it? (SECURITY 3, CFG-03)

use crate::{ProvisionDb, QueueDb, StorageError, TenantDb};
use sqlx::{PgConnection, Row};

/// Oldest minor release of each major one that has the fixes of row-security holes.
const FIXED_IN: [(i32, i32); 4] = [(15, 20), (16, 16), (17, 12), (18, 7)];

/// What a look at the database found before serving from it, in words that say how to mend it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BootReport {
    /// Reasons not to start.
    pub refusals: Vec<String>,
    /// What should be mended but does not endanger the wall today.
    pub warnings: Vec<String>,
}

/// Each row: (how grave, what is wrong). Runs as the role it judges; `$1` is the role this process must be.
const QUESTIONS: &str = r"
SELECT 'refuse' AS grade, 'connected as ' || session_user || ' acting as ' || current_user || '; this process must be ' || $1 || ': correct its DSN' AS what
WHERE session_user <> $1 OR current_user <> $1
UNION ALL
SELECT 'refuse', 'role ' || rolname || ' is a superuser, passes row security, or may create databases, roles or replicas: run `migrate bootstrap` as an administrator'
FROM pg_catalog.pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole OR rolreplication)
UNION ALL
SELECT 'refuse', 'role ' || current_user || ' is a member of ' || string_agg(r.rolname, ', ' ORDER BY r.rolname) || ': REVOKE these memberships'
FROM pg_catalog.pg_roles r WHERE r.rolname <> current_user AND pg_catalog.pg_has_role(current_user, r.oid, 'MEMBER') HAVING count(*) > 0
UNION ALL
SELECT 'refuse', 'role ' || current_user || ' owns ' || string_agg(o.what, ', ' ORDER BY o.what) || ': give them to crm_owner'
FROM (SELECT c.oid::regclass::text FROM pg_catalog.pg_class c WHERE c.relowner = current_user::regrole
      UNION ALL SELECT p.oid::regprocedure::text FROM pg_catalog.pg_proc p WHERE p.proowner = current_user::regrole
      UNION ALL SELECT 'schema ' || n.nspname FROM pg_catalog.pg_namespace n WHERE n.nspowner = current_user::regrole
      UNION ALL SELECT 'database ' || d.datname FROM pg_catalog.pg_database d WHERE d.datdba = current_user::regrole) AS o(what) HAVING count(*) > 0
UNION ALL
SELECT 'refuse', 'role ' || current_user || ' may create objects in schema ' || n.nspname || ': REVOKE CREATE'
FROM pg_catalog.pg_namespace n WHERE n.nspname !~ '^pg_(temp|toast)' AND pg_catalog.has_schema_privilege(n.oid, 'CREATE')
UNION ALL
SELECT 'refuse', 'role ' || current_user || ' has ' || v.verb || ' on the database: run `migrate lock-down` (a cloned or restored database needs it)'
FROM (VALUES ('CREATE'), ('TEMP')) AS v(verb) WHERE pg_catalog.has_database_privilege(pg_catalog.current_database(), v.verb)
UNION ALL
SELECT 'refuse', 'the role''s settings of this database are missing (statement_timeout is 0): run `migrate lock-down`'
WHERE pg_catalog.current_setting('statement_timeout') = '0' OR pg_catalog.current_setting('row_security') <> 'on'
UNION ALL
SELECT 'refuse', 'database ' || datname || ' has encoding ' || pg_catalog.pg_encoding_to_char(encoding) || ' and character type ' || datctype || '; it must be UTF8 with an UTF-8 character type'
FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()
  AND NOT (encoding = pg_catalog.pg_char_to_encoding('UTF8') AND lower(replace(datctype, '-', '')) LIKE '%utf8')
UNION ALL
SELECT 'refuse', 'there are no tenant tables: run `migrate up`'
WHERE NOT EXISTS (SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'crm' AND c.relkind IN ('r', 'p'))
UNION ALL
SELECT 'refuse', 'table ' || n.nspname || '.' || c.relname || ' is not behind the wall (row security not enabled and forced): run `migrate check`'
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'crm' AND c.relkind IN ('r', 'p') AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
UNION ALL
SELECT 'refuse', 'role ' || current_user || ' may TRUNCATE, REFERENCE or put triggers on crm.' || c.relname || ': run `migrate check`'
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'crm' AND c.relkind IN ('r', 'p') AND pg_catalog.has_table_privilege(c.oid, 'TRUNCATE, REFERENCES, TRIGGER')
UNION ALL
SELECT 'warn', 'PUBLIC may use plpgsql, so the application could run DO blocks: `migrate bootstrap` as a superuser closes it'
WHERE pg_catalog.has_language_privilege('plpgsql', 'USAGE')
UNION ALL
SELECT 'warn', 'PUBLIC may use advisory locks, NOTIFY or other sessions'' statements: `migrate bootstrap` as a superuser closes it'
WHERE pg_catalog.has_function_privilege('pg_catalog.pg_advisory_lock(bigint)', 'EXECUTE') OR pg_catalog.has_function_privilege('pg_catalog.pg_notify(text,text)', 'EXECUTE')
  OR pg_catalog.has_table_privilege('pg_catalog.pg_stat_activity', 'SELECT')
ORDER BY 1, 2";

/// Judges the role and the database behind `conn`, opened with the process's own DSN. `role` is the role this process
/// must be, such as `crm_app`; `allow_old` turns the refusal of an old minor release into a warning.
///
/// # Errors
/// The database is away.
pub async fn boot_report(conn: &mut PgConnection, role: &str, allow_old: bool) -> Result<BootReport, StorageError> {
    let mut report = BootReport::default();
    for row in sqlx::query(QUESTIONS).bind(role).persistent(false).fetch_all(&mut *conn).await? {
        let (grade, what): (String, String) = (row.try_get("grade")?, row.try_get("what")?);
        if grade == "refuse" { report.refusals.push(what) } else { report.warnings.push(what) }
    }
    let version: i32 = sqlx::query_scalar("SELECT current_setting('server_version_num')::int").fetch_one(conn).await?;
    judge_version(version, allow_old, &mut report);
    Ok(report)
}

impl TenantDb {
    /// Looks at our role, the tables' walls and the server's version.
    ///
    /// # Errors
    /// The database is away.
    pub async fn check_at_boot(&self, allow_old: bool) -> Result<BootReport, StorageError> {
        boot_report(&mut *self.0.pool.acquire().await?, "crm_app", allow_old).await
    }
}

impl QueueDb {
    /// Looks at the role of the dispatcher.
    ///
    /// # Errors
    /// The database is away.
    pub async fn check_at_boot(&self) -> Result<BootReport, StorageError> {
        boot_report(&mut *self.0.acquire().await?, "crm_queue", true).await
    }
}

impl ProvisionDb {
    /// Looks at the role of onboarding, as [`TenantDb::check_at_boot`] does at the application's.
    ///
    /// # Errors
    /// The database is away.
    pub async fn check_at_boot(&self, allow_old: bool) -> Result<BootReport, StorageError> {
        boot_report(&mut *self.pool.acquire().await?, "crm_provision", allow_old).await
    }
}

/// `version` as in `server_version_num`: major × 10000 + minor.
fn judge_version(version: i32, allow_old: bool, report: &mut BootReport) {
    let (major, minor) = (version / 10_000, version % 10_000);
    if major < 15 {
        report.refusals.push(format!("PostgreSQL {major} is too old: use 15 or newer"));
        return;
    }
    let Some((_, fixed)) = FIXED_IN.iter().find(|(of, _)| *of == major) else { return };
    if minor < *fixed {
        let text = format!(
            "PostgreSQL {major}.{minor} lacks fixes of row-security holes: upgrade to {major}.{fixed} or newer"
        );
        if allow_old {
            report.warnings.push(text);
        } else {
            report.refusals.push(format!("{text}, or set ALLOW_OLD_POSTGRES=true and answer for it"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_minor_release_is_refused_unless_somebody_answers_for_it() {
        let judged = |version, allow| {
            let mut report = BootReport::default();
            judge_version(version, allow, &mut report);
            (report.refusals.len(), report.warnings.len())
        };
        assert_eq!(judged(170_012, false), (0, 0));
        assert_eq!(judged(170_011, false), (1, 0));
        assert_eq!(judged(150_005, true), (0, 1));
        assert_eq!(judged(140_022, true), (1, 0));
        assert_eq!(judged(190_000, false), (0, 0));
    }
}
