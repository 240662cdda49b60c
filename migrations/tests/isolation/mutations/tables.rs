//! Mutations of each tenant table: policies, row security, keys, foreign keys, rights, things built on it.
use sqlx::{PgConnection, Row};

use super::{Catch, Mutation};
use crate::world::World;

const WALL: &str = "tenant_id = (SELECT k.tenant_id FROM ctx.tenant_key k)";
const ROLES: &str = "crm_app, crm_provision, crm_owner";

pub async fn mutations(root: &mut PgConnection, world: &World) -> Vec<Mutation> {
    let mut all = Vec::new();
    for (place, table) in world.tables.iter().enumerate() {
        let mut add = |kind, catch, sql: String| all.push(Mutation { kind, sql, table: Some(place), catch });
        policies(&table.name, &mut add);
        objects(&table.name, &mut add);
        rights(root, &table.name, &mut add).await;
        keys(root, &table.name, &mut add).await;
        foreign_keys(root, &table.name, &mut add).await;
    }
    all
}

type Add<'a> = &'a mut dyn FnMut(&'static str, Catch, String);

fn policies(t: &str, add: Add<'_>) {
    use Catch::{ProbeOrDrift, Rule};
    let again = |kind: &str, command: &str, roles: &str, using: &str, check: &str| {
        let using = if using.is_empty() { String::new() } else { format!(" USING ({using})") };
        let check = if check.is_empty() { String::new() } else { format!(" WITH CHECK ({check})") };
        format!(
            "DROP POLICY tenant_wall ON {t}; CREATE POLICY tenant_wall ON {t} AS {kind} FOR {command} TO {roles}{using}{check}"
        )
    };
    add("row security disabled", Rule("T02"), format!("ALTER TABLE {t} DISABLE ROW LEVEL SECURITY"));
    add("FORCE forgotten", Rule("T02"), format!("ALTER TABLE {t} NO FORCE ROW LEVEL SECURITY"));
    add("wall dropped", Rule("T05"), format!("DROP POLICY tenant_wall ON {t}"));
    add("wall made permissive", Rule("T05"), again("PERMISSIVE", "ALL", ROLES, WALL, WALL));
    add("wall widened to true", Rule("T05"), format!("ALTER POLICY tenant_wall ON {t} USING (true)"));
    add("wall widened to true", Rule("T05"), format!("ALTER POLICY tenant_wall ON {t} WITH CHECK (true)"));
    add(
        "wall widened by OR",
        Rule("T05"),
        format!("ALTER POLICY tenant_wall ON {t} USING ({WALL} OR current_setting('app.all', true) = 'on')"),
    );
    add(
        "wall reads a setting instead of the key",
        Rule("T05"),
        format!("ALTER POLICY tenant_wall ON {t} USING (tenant_id::text = current_setting('app.key', true))"),
    );
    for command in ["SELECT", "UPDATE", "DELETE"] {
        let check = if command == "UPDATE" { WALL } else { "" };
        add("wall for one command only", Rule("T05"), again("RESTRICTIVE", command, ROLES, WALL, check));
    }
    add("wall for one command only", Rule("T05"), again("RESTRICTIVE", "INSERT", ROLES, "", WALL));
    for roles in ["crm_provision, crm_owner", "crm_app, crm_owner", "crm_app, crm_provision"] {
        add("wall without a role", Rule("T05"), format!("ALTER POLICY tenant_wall ON {t} TO {roles}"));
    }
    add("own rows closed", ProbeOrDrift, format!("DROP POLICY tenant_rw ON {t}"));
    add("permissive policy for PUBLIC", Rule("T06"), format!("CREATE POLICY wide ON {t} USING (true)"));
    for role in ["crm_ops", "crm_queue", "crm_lookup"] {
        add(
            "permissive policy outside the wall",
            Rule("T07"),
            format!("CREATE POLICY wide ON {t} FOR SELECT TO {role} USING (true)"),
        );
    }
}

fn objects(t: &str, add: Add<'_>) {
    use Catch::Rule;
    for owner in ["crm_app", "crm_lookup", "CURRENT_USER"] {
        add("owner changed", Rule("T04"), format!("ALTER TABLE {t} OWNER TO {owner}"));
    }
    add("tenant_id renamed", Rule("T01"), format!("ALTER TABLE {t} RENAME COLUMN tenant_id TO broker"));
    add(
        "view without security_invoker",
        Rule("G04"),
        format!("CREATE VIEW crm.v AS SELECT * FROM {t}; GRANT SELECT ON crm.v TO crm_app"),
    );
    add("view in platform", Rule("G04"), format!("CREATE VIEW platform.v AS SELECT * FROM {t}"));
    add("materialised view", Rule("G05"), format!("CREATE MATERIALIZED VIEW crm.m AS SELECT * FROM {t}"));
    add(
        "SECURITY DEFINER function",
        Rule("F01"),
        format!("CREATE FUNCTION crm.f() RETURNS SETOF {t} LANGUAGE sql SECURITY DEFINER AS 'SELECT * FROM {t}'"),
    );
    add(
        "copy of the table",
        Rule("T02"),
        format!("CREATE TABLE crm.copy AS SELECT * FROM {t}; GRANT SELECT ON crm.copy TO crm_app"),
    );
    add(
        "copy outside the schemas",
        Rule("T03"),
        format!("CREATE SCHEMA other; CREATE TABLE other.copy AS SELECT * FROM {t}"),
    );
    add("child table", Rule("T02"), format!("CREATE TABLE crm.child () INHERITS ({t})"));
    add("rule", Rule("T17"), format!("CREATE RULE r AS ON INSERT TO {t} DO ALSO NOTHING"));
    add(
        "trigger that is SECURITY DEFINER",
        Rule("F07"),
        format!(
            "CREATE FUNCTION crm.t() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER t BEFORE INSERT ON {t} FOR EACH ROW EXECUTE FUNCTION crm.t()"
        ),
    );
}

async fn rights(root: &mut PgConnection, t: &str, add: Add<'_>) {
    use Catch::{ProbeOrDrift, Rule};
    for verb in ["SELECT", "INSERT", "UPDATE", "DELETE", "ALL"] {
        add("grant to PUBLIC", Rule("G02"), format!("GRANT {verb} ON {t} TO PUBLIC"));
    }
    add("grant to PUBLIC", Rule("G02"), format!("GRANT SELECT (tenant_id) ON {t} TO PUBLIC"));
    for role in ["crm_app", "crm_provision", "crm_queue", "crm_ops"] {
        for verb in ["TRUNCATE", "REFERENCES", "TRIGGER"] {
            add("grant of TRUNCATE, REFERENCES, TRIGGER", Rule("G01"), format!("GRANT {verb} ON {t} TO {role}"));
        }
    }
    for role in ["crm_queue", "crm_ops", "crm_lookup", "crm_migrator", "crm_ctx"] {
        add("grant to a role that has no business", Rule("G06"), format!("GRANT SELECT ON {t} TO {role}"));
    }
    for verb in ["INSERT", "UPDATE", "DELETE"] {
        add("backup that writes", Rule("G06"), format!("GRANT {verb} ON {t} TO crm_backup"));
    }
    add("grant that may be passed on", Rule("G09"), format!("GRANT SELECT ON {t} TO crm_app WITH GRANT OPTION"));
    add("provisioning that removes", Rule("G06"), format!("GRANT DELETE ON {t} TO crm_provision"));
    columns(root, t, add).await;
    let granted = sqlx::query("SELECT a.grantee::regrole::text AS role, a.privilege_type AS verb FROM pg_class c, aclexplode(c.relacl) a WHERE c.oid = $1::text::regclass AND a.grantee <> c.relowner")
        .bind(t)
        .fetch_all(root)
        .await
        .unwrap();
    for row in granted {
        let (role, verb): (String, String) = (row.get("role"), row.get("verb"));
        add("grant taken away", ProbeOrDrift, format!("REVOKE {verb} ON {t} FROM {role}"));
    }
}

/// What onboarding may read and change is named column by column: each further one is too much, each taken away breaks it.
async fn columns(root: &mut PgConnection, t: &str, add: Add<'_>) {
    use Catch::{ProbeOrDrift, Rule};
    let columns = sqlx::query(
        "SELECT a.attname::text AS name, v.verb, has_column_privilege('crm_provision', a.attrelid, a.attnum, v.verb) AS has, has_table_privilege('crm_provision', a.attrelid, v.verb) AS has_all
         FROM pg_attribute a, (VALUES ('SELECT'), ('UPDATE')) AS v(verb) WHERE a.attrelid = $1::text::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum, v.verb",
    )
    .bind(t)
    .fetch_all(root)
    .await
    .unwrap();
    for column in columns {
        let (name, verb): (String, String) = (column.get("name"), column.get("verb"));
        let (has, has_all): (bool, bool) = (column.get("has"), column.get("has_all"));
        if !has {
            add(
                "provisioning that reads or changes",
                Rule("G06"),
                format!("GRANT {verb} ({name}) ON {t} TO crm_provision"),
            );
        } else if !has_all {
            add("grant taken away", ProbeOrDrift, format!("REVOKE {verb} ({name}) ON {t} FROM crm_provision"));
        }
    }
}

async fn keys(root: &mut PgConnection, t: &str, add: Add<'_>) {
    use Catch::{ProbeOrDrift, Rule};
    let indexes = sqlx::query(
        "SELECT i.indexrelid::regclass::text AS name, ic.relname::text AS bare, i.indisprimary AS primary, i.indisunique AS uniq, c.conname::text AS constraint_name,
                coalesce(' WHERE ' || pg_get_expr(i.indpred, i.indrelid), '') AS predicate,
                ARRAY(SELECT pg_get_indexdef(i.indexrelid, k::int, true) FROM generate_series(1, i.indnkeyatts) k) AS columns
         FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype IN ('p', 'u')
         WHERE i.indrelid = $1::text::regclass ORDER BY 1",
    )
    .bind(t)
    .fetch_all(root)
    .await
    .unwrap();
    for index in indexes {
        let (name, bare, primary, unique): (String, String, bool, bool) =
            (index.get("name"), index.get("bare"), index.get("primary"), index.get("uniq"));
        let columns: Vec<String> = index.get("columns");
        let (constraint, predicate): (Option<String>, String) = (index.get("constraint_name"), index.get("predicate"));
        let rest: Vec<&str> = columns.iter().map(String::as_str).filter(|column| *column != "tenant_id").collect();
        let drop = match &constraint {
            Some(constraint) => format!("ALTER TABLE {t} DROP CONSTRAINT {constraint} CASCADE"),
            None => format!("DROP INDEX {name}"),
        };
        if primary {
            add("primary key dropped", Rule("T08"), drop.clone());
        } else {
            add("index dropped", ProbeOrDrift, drop.clone());
        }
        if rest.is_empty() {
            continue;
        }
        let list = rest.join(", ");
        if primary {
            add(
                "primary key without the tenant",
                Rule("T08"),
                format!("{drop}; ALTER TABLE {t} ADD PRIMARY KEY ({list})"),
            );
            add(
                "primary key not led by the tenant",
                Rule("T08"),
                format!("{drop}; ALTER TABLE {t} ADD PRIMARY KEY ({list}, tenant_id)"),
            );
        } else if unique {
            add(
                "unique key without the tenant",
                Rule("T09"),
                format!("{drop}; CREATE UNIQUE INDEX {bare} ON {t} ({list}){predicate}"),
            );
            add(
                "unique key not led by the tenant",
                Rule("T09"),
                format!("{drop}; CREATE UNIQUE INDEX {bare} ON {t} ({list}, tenant_id){predicate}"),
            );
        } else {
            add(
                "index without the tenant",
                Rule("T13"),
                format!("{drop}; CREATE INDEX {bare} ON {t} ({list}){predicate}"),
            );
            add(
                "index not led by the tenant",
                Rule("T13"),
                format!("{drop}; CREATE INDEX {bare} ON {t} ({list}, tenant_id){predicate}"),
            );
        }
    }
}

async fn foreign_keys(root: &mut PgConnection, t: &str, add: Add<'_>) {
    use Catch::{ProbeOrDrift, Rule};
    let keys = sqlx::query(
        "SELECT c.conname::text AS name, c.confrelid::regclass::text AS target,
                ARRAY(SELECT a.attname::text FROM unnest(c.conkey) WITH ORDINALITY k(n, place) JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.n ORDER BY k.place) AS columns,
                ARRAY(SELECT a.attname::text FROM unnest(c.confkey) WITH ORDINALITY k(n, place) JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.n ORDER BY k.place) AS there
         FROM pg_constraint c WHERE c.conrelid = $1::text::regclass AND c.contype = 'f' ORDER BY 1",
    )
    .bind(t)
    .fetch_all(root)
    .await
    .unwrap();
    for key in keys {
        let (name, target): (String, String) = (key.get("name"), key.get("target"));
        let (columns, there): (Vec<String>, Vec<String>) = (key.get("columns"), key.get("there"));
        let drop = format!("ALTER TABLE {t} DROP CONSTRAINT {name}");
        if target == "platform.tenant" {
            add("foreign key to the tenant dropped", Rule("T12"), drop);
            continue;
        }
        let pairs: Vec<(&String, &String)> =
            columns.iter().zip(&there).filter(|(column, _)| *column != "tenant_id").collect();
        let here: Vec<&str> = pairs.iter().map(|(column, _)| column.as_str()).collect();
        let across: Vec<&str> = pairs.iter().map(|(_, column)| column.as_str()).collect();
        let (here, across) = (here.join(", "), across.join(", "));
        add(
            "foreign key without the tenant",
            Rule("T11"),
            format!(
                "{drop}; CREATE UNIQUE INDEX loose ON {target} ({across}); ALTER TABLE {t} ADD CONSTRAINT {name} FOREIGN KEY ({here}) REFERENCES {target} ({across})"
            ),
        );
        let catch = if columns.iter().any(|column| column.ends_with("_id") && column != "tenant_id") {
            Rule("T14")
        } else {
            ProbeOrDrift
        };
        add("foreign key dropped", catch, drop);
    }
}
