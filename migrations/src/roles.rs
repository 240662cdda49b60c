//! The database roles: who may log in, and who may act as whom. See ISOLATION 1.
use sqlx::{AssertSqlSafe, PgConnection, Row};

use crate::BootstrapError;

/// One role of the installation as it must be.
#[derive(Clone, Copy, Debug)]
pub struct Role {
    /// Name in the cluster (roles belong to the cluster, not to a database).
    pub name: &'static str,
    /// May log in.
    pub login: bool,
    /// Uses the rights of roles it is a member of without SET ROLE.
    pub inherit: bool,
    /// Passes row security. Superuser only to grant, so it belongs to the second layer.
    pub bypass: bool,
}

const fn role(name: &'static str, login: bool, inherit: bool, bypass: bool) -> Role {
    Role { name, login, inherit, bypass }
}

/// Every role, in the order of creation.
pub const ROLES: [Role; 10] = [
    // owns every object; nobody logs in as it; subject to the wall through FORCE
    role("crm_owner", false, true, false),
    // owns the context keys
    role("crm_ctx", false, true, false),
    // owns the definer functions: host → tenant, and key rotation
    role("crm_lookup", false, true, false),
    // deploys: SET ROLE to whom each migration file names
    role("crm_migrator", true, false, false),
    // all business work of tenant-api and worker
    role("crm_app", true, false, false),
    // the operators' reads
    role("crm_ops", true, false, false),
    // the life cycle of a tenant
    role("crm_provision", true, false, false),
    // the worker's dispatcher: leases jobs, sees no tenant data
    role("crm_queue", true, false, false),
    // backfills and VALIDATE inside migrations
    role("crm_backfill", false, true, true),
    // logical backups of a self-hosted cluster
    role("crm_backup", true, true, true),
];

/// (member, of which roles): the only memberships there are.
const MEMBERS: [(&str, &str); 2] =
    [("crm_migrator", "crm_owner, crm_lookup, crm_backfill"), ("crm_backfill", "crm_owner")];

/// Names of the roles that may log in.
pub fn login_roles() -> impl Iterator<Item = &'static str> {
    ROLES.iter().filter(|role| role.login).map(|role| role.name)
}

/// Creates missing roles and mends those that differ. Unchanged roles are not written, so that
/// concurrent runs on databases of one cluster do not collide.
pub(crate) async fn ensure(conn: &mut PgConnection, superuser: bool) -> Result<(), BootstrapError> {
    for role in ROLES {
        let found = sqlx::query(
            "SELECT rolcanlogin, rolinherit, rolbypassrls, rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication AS strong
             FROM pg_catalog.pg_roles WHERE rolname = $1",
        )
        .bind(role.name)
        .fetch_optional(&mut *conn)
        .await?;
        let shape = format!(
            "{} {}",
            if role.login { "LOGIN" } else { "NOLOGIN" },
            if role.inherit { "INHERIT" } else { "NOINHERIT" },
        );
        match found {
            None => {
                run(conn, format!("CREATE ROLE {} {shape}", role.name)).await?;
                if role.bypass && superuser {
                    run(conn, format!("ALTER ROLE {} BYPASSRLS", role.name)).await?;
                }
            }
            Some(row) => {
                if row.try_get::<bool, _>("rolcanlogin")? != role.login
                    || row.try_get::<bool, _>("rolinherit")? != role.inherit
                {
                    run(conn, format!("ALTER ROLE {} {shape}", role.name)).await?;
                }
                mend_powers(conn, role, superuser, &row).await?;
            }
        }
    }
    for (member, of) in MEMBERS {
        for group in of.split(", ") {
            let has: bool = sqlx::query_scalar(
                "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_auth_members m WHERE m.roleid = $1::text::regrole AND m.member = $2::text::regrole)",
            )
            .bind(group)
            .bind(member)
            .fetch_one(&mut *conn)
            .await?;
            if !has {
                run(conn, format!("GRANT {group} TO {member}")).await?;
            }
        }
    }
    Ok(())
}

/// A role that can do more than its row says is a hole: mended by a superuser, refused otherwise.
async fn mend_powers(
    conn: &mut PgConnection,
    role: Role,
    superuser: bool,
    row: &sqlx::postgres::PgRow,
) -> Result<(), BootstrapError> {
    let bypass: bool = row.try_get("rolbypassrls")?;
    let strong: bool = row.try_get("strong")?;
    if superuser {
        if strong {
            run(conn, format!("ALTER ROLE {} NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION", role.name)).await?;
        }
        if bypass != role.bypass {
            let word = if role.bypass { "BYPASSRLS" } else { "NOBYPASSRLS" };
            run(conn, format!("ALTER ROLE {} {word}", role.name)).await?;
        }
        return Ok(());
    }
    if strong || (bypass && !role.bypass) {
        return Err(BootstrapError::RoleTooStrong { role: role.name });
    }
    Ok(())
}

async fn run(conn: &mut PgConnection, sql: String) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(conn).await.map(|_| ())
}
