//! Before anything is served: is the wall up, and are we the one who stands behind it? (SECURITY 3, CFG-03)

use crate::{QueueDb, StorageError, TenantDb};
use sqlx::{PgPool, Row};

/// What a look at the database found before serving from it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BootReport {
    /// Reasons not to start, each with how to mend it.
    pub refusals: Vec<String>,
    /// What should be mended but does not endanger the wall today.
    pub warnings: Vec<String>,
}

/// First minor releases with every fix of row-security holes that we know of.
const FIXED: [(i32, i32); 4] = [(15, 20), (16, 16), (17, 12), (18, 7)];

const ROLE: &str = "SELECT current_user::text AS name, r.rolsuper, r.rolbypassrls, r.rolcreaterole OR r.rolcreatedb OR r.rolreplication AS strong,
    EXISTS (SELECT 1 FROM pg_catalog.pg_class c WHERE c.relowner = r.oid) AS owns,
    EXISTS (SELECT 1 FROM pg_catalog.pg_roles o WHERE o.rolname IN ('crm_owner', 'crm_backfill', 'crm_provision') AND pg_has_role(r.oid, o.oid, 'MEMBER')) AS may_become,
    has_database_privilege(current_database(), 'TEMP') OR has_database_privilege(current_database(), 'CREATE') AS may_create,
    current_setting('server_version_num')::int AS version, d.datctype::text AS ctype, pg_encoding_to_char(d.encoding)::text AS encoding
    FROM pg_catalog.pg_roles r, pg_catalog.pg_database d WHERE r.rolname = current_user AND d.datname = current_database()";

const WALLS: &str = "SELECT c.relname::text AS name FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'crm' AND c.relkind IN ('r', 'p')
      AND NOT (c.relrowsecurity AND c.relforcerowsecurity
        AND EXISTS (SELECT 1 FROM pg_catalog.pg_policy p WHERE p.polrelid = c.oid AND NOT p.polpermissive AND p.polcmd = '*'))
    ORDER BY 1";

const TRUNCATES: &str = "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'crm' AND c.relkind IN ('r', 'p') AND has_table_privilege(c.oid, 'TRUNCATE, TRIGGER')) AS may";

impl TenantDb {
    /// Looks at our role, the tables' walls and the server's version. `allow_old` turns the refusal of an old minor release
    /// into a warning.
    ///
    /// # Errors
    /// The database is away.
    pub async fn check_at_boot(&self, allow_old: bool) -> Result<BootReport, StorageError> {
        let mut report = look_at_role(&self.0.pool, allow_old).await?;
        let migrated: Option<String> = sqlx::query("SELECT to_regclass('crm.client')::text AS name").fetch_one(&self.0.pool).await?.try_get("name")?;
        if migrated.is_none() {
            report.refusals.push("the database has no tables yet: run `migrate bootstrap` and `migrate up`".to_owned());
            return Ok(report);
        }
        for row in sqlx::query(WALLS).fetch_all(&self.0.pool).await? {
            let name: String = row.try_get("name")?;
            report.refusals.push(format!("table crm.{name} stands without its wall of row security: run `migrate up`, and find out who took it down"));
        }
        if sqlx::query(TRUNCATES).fetch_one(&self.0.pool).await?.try_get::<bool, _>("may")? {
            report.refusals.push("our role may truncate tables or add triggers: run `migrate bootstrap`".to_owned());
        }
        Ok(report)
    }
}

impl QueueDb {
    /// Looks at the role of the dispatcher.
    ///
    /// # Errors
    /// The database is away.
    pub async fn check_at_boot(&self) -> Result<BootReport, StorageError> {
        look_at_role(&self.0, true).await
    }
}

async fn look_at_role(pool: &PgPool, allow_old: bool) -> Result<BootReport, StorageError> {
    let row = sqlx::query(ROLE).fetch_one(pool).await?;
    let name: String = row.try_get("name")?;
    let mut report = BootReport::default();
    let faults = [
        ("rolsuper", "is a superuser, whom no wall stops"),
        ("rolbypassrls", "bypasses row security"),
        ("strong", "may create roles or databases, or replicate"),
        ("owns", "owns tables, and owners pull walls down"),
        ("may_become", "may become a role that owns or bypasses"),
        ("may_create", "may create temporary tables or schemas"),
    ];
    for (column, fault) in faults {
        if row.try_get::<bool, _>(column)? {
            report.refusals.push(format!("the role {name} {fault}: connect as crm_app or crm_queue, and run `migrate bootstrap`"));
        }
    }
    let (ctype, encoding): (String, String) = (row.try_get("ctype")?, row.try_get("encoding")?);
    if encoding != "UTF8" || matches!(ctype.as_str(), "C" | "POSIX") {
        report.refusals.push(format!("the database has encoding {encoding} and ctype {ctype}, which lose names in most scripts: create it with UTF8 and C.UTF-8"));
    }
    judge_version(row.try_get("version")?, allow_old, &mut report);
    Ok(report)
}

fn judge_version(version: i32, allow_old: bool, report: &mut BootReport) {
    let (major, minor) = (version / 10_000, version % 10_000);
    if major < 15 {
        report.refusals.push(format!("Postgres {major} is too old: use 15 or newer"));
        return;
    }
    let Some((_, fixed)) = FIXED.iter().find(|(known, _)| *known == major) else { return };
    if minor < *fixed {
        let text = format!("Postgres {major}.{minor} lacks fixes of row-security holes: upgrade to {major}.{fixed} or newer");
        if allow_old { report.warnings.push(text) } else { report.refusals.push(format!("{text}, or set ALLOW_OLD_POSTGRES=true and answer for it")) }
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
