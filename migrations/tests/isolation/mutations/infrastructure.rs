//! Mutations of what all tables share: context, queue, registry, roles, schemas, functions, the database.
use sqlx::{PgConnection, Row};

use super::Catch::{self, ProbeOrDrift, Rule};
use super::Mutation;

const RUNTIME: [&str; 4] = ["crm_app", "crm_provision", "crm_queue", "crm_ops"];

pub async fn mutations(root: &mut PgConnection, database: &str) -> Vec<Mutation> {
    let mut all = Vec::new();
    let mut add = |kind, catch, sql: String| all.push(Mutation { kind, sql, table: None, catch });
    policies(root, &mut add).await;
    rights(root, &mut add).await;
    roles(root, &mut add).await;
    functions(root, &mut add).await;
    settings(root, database, &mut add).await;
    rest(database, &mut add);
    all
}

type Add<'a> = &'a mut dyn FnMut(&'static str, Catch, String);

async fn policies(root: &mut PgConnection, add: Add<'_>) {
    let rows = sqlx::query("SELECT polname::text AS name, polrelid::regclass::text AS t, polqual IS NOT NULL AS has_using, polwithcheck IS NOT NULL AS has_check FROM pg_policy WHERE polrelid IN ('ctx.tenant_key'::regclass, 'queue.job'::regclass)")
        .fetch_all(root)
        .await
        .unwrap();
    for row in rows {
        let (name, t): (String, String) = (row.get("name"), row.get("t"));
        let rule = if t == "queue.job" { "T16" } else { "T15" };
        add("context or queue: policy dropped", Rule(rule), format!("DROP POLICY {name} ON {t}"));
        add("context or queue: policy for everybody", Rule("T06"), format!("ALTER POLICY {name} ON {t} TO PUBLIC"));
        for role in RUNTIME {
            add(
                "context or queue: policy for another role",
                Rule(rule),
                format!("ALTER POLICY {name} ON {t} TO {role}, crm_backup"),
            );
        }
        if row.get("has_using") && (name == "own_key") {
            add("context or queue: policy widened", Rule(rule), format!("ALTER POLICY {name} ON {t} USING (true)"));
            add(
                "context or queue: policy widened",
                Rule(rule),
                format!("ALTER POLICY {name} ON {t} USING (expires_at IS NULL OR expires_at > now())"),
            );
        }
        if row.get("has_check") && name == "enqueue" {
            add(
                "context or queue: policy widened",
                Rule(rule),
                format!("ALTER POLICY {name} ON {t} WITH CHECK (true)"),
            );
        }
    }
    for t in ["ctx.tenant_key", "queue.job", "platform.tenant_host"] {
        add("context or queue: row security off", Rule("T02"), format!("ALTER TABLE {t} DISABLE ROW LEVEL SECURITY"));
        add("context or queue: FORCE forgotten", Rule("T02"), format!("ALTER TABLE {t} NO FORCE ROW LEVEL SECURITY"));
    }
    add(
        "context or queue: unique without the tenant",
        Rule("T18"),
        "CREATE UNIQUE INDEX ON queue.job (unique_key)".into(),
    );
}

async fn rights(root: &mut PgConnection, add: Add<'_>) {
    for t in [
        "ctx.tenant_key",
        "queue.job",
        "queue.schedule",
        "platform.tenant",
        "platform.tenant_host",
        "platform.seaql_migrations",
    ] {
        for role in RUNTIME {
            for verb in ["SELECT", "INSERT", "UPDATE", "DELETE"] {
                let has: bool = sqlx::query_scalar("SELECT has_table_privilege($1, $2, $3)")
                    .bind(role)
                    .bind(t)
                    .bind(verb)
                    .fetch_one(&mut *root)
                    .await
                    .unwrap();
                if !has {
                    add("grant outside the tenants' schema", Rule("G07"), format!("GRANT {verb} ON {t} TO {role}"));
                }
            }
            for verb in ["TRUNCATE", "REFERENCES", "TRIGGER"] {
                add("grant of TRUNCATE, REFERENCES, TRIGGER", Rule("G01"), format!("GRANT {verb} ON {t} TO {role}"));
            }
        }
        add("grant to PUBLIC", Rule("G02"), format!("GRANT SELECT ON {t} TO PUBLIC"));
        for owner in ["crm_app", "crm_lookup"] {
            add("owner changed", Rule("T04"), format!("ALTER TABLE {t} OWNER TO {owner}"));
        }
    }
    let granted = sqlx::query(
        "SELECT c.oid::regclass::text AS t, a.grantee::regrole::text AS role, a.privilege_type AS verb FROM pg_class c, aclexplode(c.relacl) a
         WHERE c.relnamespace IN ('ctx'::regnamespace, 'queue'::regnamespace, 'platform'::regnamespace) AND c.relkind = 'r' AND a.grantee <> c.relowner AND c.relname <> 'seaql_migrations'",
    )
    .fetch_all(&mut *root)
    .await
    .unwrap();
    for row in granted {
        let (t, role, verb): (String, String, String) = (row.get("t"), row.get("role"), row.get("verb"));
        add("grant taken away", ProbeOrDrift, format!("REVOKE {verb} ON {t} FROM {role}"));
    }
    let schemas = sqlx::query("SELECT n.nspname::text AS schema, a.grantee::regrole::text AS role, a.privilege_type AS verb FROM pg_namespace n, aclexplode(n.nspacl) a WHERE n.nspname IN ('crm', 'platform', 'ctx', 'queue') AND a.grantee <> n.nspowner")
        .fetch_all(root)
        .await
        .unwrap();
    for row in schemas {
        let (schema, role, verb): (String, String, String) = (row.get("schema"), row.get("role"), row.get("verb"));
        add("grant taken away", ProbeOrDrift, format!("REVOKE {verb} ON SCHEMA {schema} FROM {role}"));
    }
    for schema in ["crm", "platform", "ctx", "queue", "public"] {
        for role in RUNTIME {
            add("CREATE in a schema", Rule("R08"), format!("GRANT CREATE ON SCHEMA {schema} TO {role}"));
        }
        add("schema open to PUBLIC", Rule("S03"), format!("GRANT USAGE ON SCHEMA {schema} TO PUBLIC"));
        if schema != "public" {
            add("schema with another owner", Rule("S02"), format!("ALTER SCHEMA {schema} OWNER TO crm_app"));
        }
    }
    for schema in ["crm", "platform"] {
        for what in ["SELECT ON TABLES", "EXECUTE ON FUNCTIONS", "USAGE ON SEQUENCES"] {
            for role in ["PUBLIC", "crm_app", "crm_queue"] {
                add(
                    "default rights",
                    Rule("G11"),
                    format!("ALTER DEFAULT PRIVILEGES FOR ROLE crm_owner IN SCHEMA {schema} GRANT {what} TO {role}"),
                );
            }
        }
    }
}

async fn roles(root: &mut PgConnection, add: Add<'_>) {
    let rows = sqlx::query("SELECT rolname::text AS name, rolcanlogin AS login, rolbypassrls AS bypass FROM pg_roles WHERE rolname ~ '^crm_' ORDER BY 1").fetch_all(root).await.unwrap();
    let names: Vec<String> = rows.iter().map(|row| row.get("name")).collect();
    for row in &rows {
        let name: String = row.get("name");
        for power in ["SUPERUSER", "CREATEDB", "CREATEROLE", "REPLICATION"] {
            add("role with too much power", Rule("R01"), format!("ALTER ROLE {name} {power}"));
        }
        if !row.get::<bool, _>("bypass") {
            add("role with too much power", Rule("R01"), format!("ALTER ROLE {name} BYPASSRLS"));
        }
        if !row.get::<bool, _>("login") {
            add("owner that can log in", Rule("R03"), format!("ALTER ROLE {name} LOGIN"));
        }
        for group in
            ["pg_read_all_data", "pg_write_all_data", "pg_monitor", "pg_signal_backend", "pg_execute_server_program"]
        {
            add("membership", Rule("R05"), format!("GRANT {group} TO {name}"));
        }
    }
    for member in RUNTIME {
        for group in names.iter().filter(|group| group.as_str() != member) {
            add("membership", Rule("R04"), format!("GRANT {group} TO {member}"));
        }
    }
    add("unknown role", Rule("R02"), "CREATE ROLE crm_admin LOGIN".into());
}

async fn functions(root: &mut PgConnection, add: Add<'_>) {
    let rows = sqlx::query("SELECT p.oid::regprocedure::text AS name, p.prosecdef AS definer FROM pg_proc p WHERE p.pronamespace IN ('crm'::regnamespace, 'ctx'::regnamespace, 'platform'::regnamespace, 'queue'::regnamespace)")
        .fetch_all(&mut *root)
        .await
        .unwrap();
    for row in rows {
        let name: String = row.get("name");
        add("function for PUBLIC", Rule("F03"), format!("GRANT EXECUTE ON FUNCTION {name} TO PUBLIC"));
        add("function marked LEAKPROOF", Rule("F05"), format!("ALTER FUNCTION {name} LEAKPROOF"));
        for role in RUNTIME {
            let may: bool = sqlx::query_scalar("SELECT has_function_privilege($1, $2::text::regprocedure, 'EXECUTE')")
                .bind(role)
                .bind(&name)
                .fetch_one(&mut *root)
                .await
                .unwrap();
            if may {
                add("grant taken away", ProbeOrDrift, format!("REVOKE EXECUTE ON FUNCTION {name} FROM {role}"));
            } else {
                add("function for another role", Rule("F06"), format!("GRANT EXECUTE ON FUNCTION {name} TO {role}"));
            }
        }
        if row.get("definer") {
            add(
                "definer function without a fixed search path",
                Rule("F02"),
                format!("ALTER FUNCTION {name} RESET search_path"),
            );
            add(
                "definer function without a fixed search path",
                Rule("F02"),
                format!("ALTER FUNCTION {name} SET search_path = crm"),
            );
            for owner in ["crm_owner", "crm_backup", "crm_backfill", "CURRENT_USER", "crm_ctx"] {
                add(
                    "definer function of a role that owns or bypasses",
                    Rule("F04"),
                    format!("ALTER FUNCTION {name} OWNER TO {owner}"),
                );
            }
            add("function dropped", ProbeOrDrift, format!("DROP FUNCTION {name}"));
        } else {
            add("function made SECURITY DEFINER", Rule("F01"), format!("ALTER FUNCTION {name} SECURITY DEFINER"));
        }
    }
    for privileges in ["SELECT, TRUNCATE", "ALL"] {
        add(
            "protect() weakened",
            ProbeOrDrift,
            format!(
                "CREATE OR REPLACE FUNCTION platform.protect(t regclass, privileges text DEFAULT '{privileges}') RETURNS void LANGUAGE plpgsql AS 'BEGIN END'"
            ),
        );
    }
}

async fn settings(root: &mut PgConnection, database: &str, add: Add<'_>) {
    let rows = sqlx::query("SELECT r.rolname::text AS role, split_part(s, '=', 1) AS name FROM pg_db_role_setting d JOIN pg_roles r ON r.oid = d.setrole, unnest(d.setconfig) s WHERE d.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())")
        .fetch_all(root)
        .await
        .unwrap();
    for row in rows {
        let (role, name): (String, String) = (row.get("role"), row.get("name"));
        if [
            "lock_timeout",
            "statement_timeout",
            "idle_in_transaction_session_timeout",
            "row_security",
            "search_path",
            "enable_seqscan",
        ]
        .contains(&name.as_str())
        {
            add(
                "lock-down setting lost",
                Rule("R07"),
                format!("ALTER ROLE {role} IN DATABASE {database} RESET {name}"),
            );
        }
        if name.ends_with("timeout") {
            add(
                "time-out switched off",
                Rule("R06"),
                format!("ALTER ROLE {role} IN DATABASE {database} SET {name} = 0"),
            );
        }
    }
    for role in RUNTIME {
        add("setting that no rule gives", Rule("R06"), format!("ALTER ROLE {role} SET row_security = off"));
        add("setting that no rule gives", Rule("R06"), format!("ALTER ROLE {role} SET search_path = public"));
        add(
            "setting that no rule gives",
            Rule("R06"),
            format!("ALTER ROLE {role} IN DATABASE {database} SET session_preload_libraries = 'x'"),
        );
        add("context at role level", Rule("R12"), format!("ALTER ROLE {role} SET app.key = 'x'"));
    }
    add("context at role level", Rule("R12"), format!("ALTER DATABASE {database} SET app.key = 'x'"));
}

fn rest(database: &str, add: Add<'_>) {
    for verb in ["CONNECT", "TEMP", "CREATE"] {
        add("database open to PUBLIC", Rule("R10"), format!("GRANT {verb} ON DATABASE {database} TO PUBLIC"));
    }
    for role in RUNTIME {
        for verb in ["TEMP", "CREATE"] {
            add("database right", Rule("R09"), format!("GRANT {verb} ON DATABASE {database} TO {role}"));
        }
        add("procedural language", Rule("R11"), format!("GRANT USAGE ON LANGUAGE plpgsql TO {role}"));
        add(
            "sequence",
            Rule("G03"),
            format!(
                "CREATE SEQUENCE crm.s OWNED BY NONE; ALTER SEQUENCE crm.s OWNER TO crm_owner; GRANT USAGE ON SEQUENCE crm.s TO {role}"
            ),
        );
    }
    add("publication", Rule("X02"), "CREATE PUBLICATION p FOR ALL TABLES".into());
    add("schema", Rule("S01"), "CREATE SCHEMA extra".into());
    add("cast", Rule("F08"), "CREATE CAST (text AS uuid) WITH INOUT AS IMPLICIT".into());
}
