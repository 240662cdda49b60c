//! ISO-08: the catalogue names every table, view, function or right that breaks a rule. First the empty answer, then
//! planted violations, each of which must be named.
use crm_migrations::{catalogue_violations, dump_schema};
use crm_testing::{DatabaseRole, TestDb};
use sqlx::Connection;

use crate::world::run;

#[tokio::test]
async fn iso_08_a_clone_breaks_no_rule() {
    let db = TestDb::new().await.unwrap();
    for role in [DatabaseRole::Superuser, DatabaseRole::Migrator] {
        let mut conn = db.connect(role).await.unwrap();
        assert_eq!(catalogue_violations(&mut conn).await.unwrap(), [], "asked as {role:?}");
    }
}

#[tokio::test]
async fn the_committed_schema_is_the_schema_of_the_migrations() {
    let db = TestDb::new().await.unwrap();
    let mut conn = db.connect(DatabaseRole::Migrator).await.unwrap();
    let now = dump_schema(&mut conn).await.unwrap();
    let kept = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/schema.sql")).unwrap();
    assert!(
        now == kept,
        "migrations/schema.sql is not up to date: run `migrate dump-schema --out migrations/schema.sql`"
    );
}

/// (which rule must name it, what is planted as the administrator).
const PLANTED: &[(&str, &str)] = &[
    (
        "T02",
        "CREATE TABLE crm.bare (tenant_id uuid NOT NULL REFERENCES platform.tenant, id uuid, PRIMARY KEY (tenant_id, id))",
    ),
    (
        "T05",
        "CREATE TABLE crm.bare (tenant_id uuid NOT NULL REFERENCES platform.tenant, id uuid, PRIMARY KEY (tenant_id, id))",
    ),
    ("T01", "CREATE TABLE crm.bare (id uuid PRIMARY KEY)"),
    ("T02", "CREATE TABLE platform.bare (tenant_id uuid)"),
    ("T03", "CREATE SCHEMA other; CREATE TABLE other.t (x int)"),
    ("S01", "CREATE SCHEMA other"),
    ("T04", "CREATE TABLE public.t (x int)"),
    ("T04", "ALTER TABLE crm.note OWNER TO crm_lookup"),
    ("T06", "CREATE POLICY open ON crm.note USING (true)"),
    ("T07", "CREATE POLICY open ON crm.note TO crm_ops USING (true)"),
    ("T09", "CREATE UNIQUE INDEX ON crm.client (number)"),
    ("T09", "CREATE UNIQUE INDEX ON crm.client ((lower(display_name)))"),
    ("T10", "ALTER TABLE crm.note ADD EXCLUDE USING btree (id WITH =)"),
    ("T12", "ALTER TABLE crm.note DROP CONSTRAINT note_tenant_id_fkey"),
    ("T13", "CREATE INDEX ON crm.client (country)"),
    ("T13", "CREATE INDEX ON crm.client USING gin (to_tsvector('simple', display_name))"),
    ("T14", "ALTER TABLE crm.note ADD COLUMN loose_id uuid"),
    ("T15", "CREATE POLICY wide ON ctx.tenant_key FOR SELECT TO crm_app USING (true)"),
    ("T15", "ALTER POLICY keeper ON ctx.tenant_key TO crm_lookup, crm_app"),
    ("T15", "ALTER POLICY own_key ON ctx.tenant_key USING (true)"),
    ("T16", "CREATE POLICY peek ON queue.job FOR SELECT TO crm_app USING (true)"),
    ("T16", "ALTER POLICY enqueue ON queue.job WITH CHECK (true)"),
    ("T17", "CREATE RULE r AS ON INSERT TO crm.note DO ALSO NOTHING"),
    ("T18", "ALTER TABLE queue.job ADD UNIQUE (id)"),
    ("T19", "CREATE POLICY peek ON platform.trading_host FOR SELECT TO crm_app USING (true)"),
    ("T19", "ALTER POLICY own ON platform.trading_host USING (true)"),
    ("G01", "GRANT TRUNCATE ON crm.note TO crm_app"),
    ("G01", "GRANT REFERENCES ON crm.note TO crm_queue"),
    ("G02", "GRANT SELECT ON crm.note TO PUBLIC"),
    ("G02", "GRANT SELECT (id) ON platform.tenant TO PUBLIC"),
    ("G03", "CREATE SEQUENCE crm.s; ALTER SEQUENCE crm.s OWNER TO crm_owner; GRANT USAGE ON SEQUENCE crm.s TO crm_app"),
    ("G04", "CREATE VIEW crm.v AS SELECT * FROM crm.client"),
    ("G05", "CREATE MATERIALIZED VIEW crm.m AS SELECT 1 AS x"),
    ("G06", "GRANT SELECT ON crm.client TO crm_provision"),
    ("G06", "GRANT SELECT (email_sealed) ON crm.staff TO crm_provision"),
    ("G06", "GRANT SELECT ON crm.client TO crm_queue"),
    ("G06", "GRANT INSERT ON crm.client TO crm_backup"),
    ("G07", "GRANT SELECT ON platform.tenant TO crm_app"),
    ("G07", "GRANT INSERT ON platform.trading_host TO crm_app"),
    ("G07", "GRANT SELECT ON queue.job TO crm_app"),
    ("G07", "GRANT UPDATE (leased_until) ON queue.job TO crm_app"),
    ("G07", "GRANT DELETE ON ctx.tenant_key TO crm_app"),
    (
        "G08",
        "CREATE TABLE crm.p (tenant_id uuid NOT NULL, at date) PARTITION BY RANGE (at); CREATE TABLE crm.p1 PARTITION OF crm.p FOR VALUES FROM ('2026-01-01') TO ('2026-02-01'); GRANT SELECT ON crm.p1 TO crm_app",
    ),
    ("G09", "GRANT SELECT ON crm.note TO crm_app WITH GRANT OPTION"),
    ("G10", "GRANT UPDATE (body) ON crm.audit_event TO crm_app"),
    ("G10", "GRANT DELETE ON crm.audit_event TO crm_app"),
    ("G11", "ALTER DEFAULT PRIVILEGES IN SCHEMA crm GRANT SELECT ON TABLES TO PUBLIC"),
    ("G11", "ALTER DEFAULT PRIVILEGES FOR ROLE crm_owner GRANT EXECUTE ON FUNCTIONS TO crm_app"),
    ("R01", "ALTER ROLE crm_app BYPASSRLS"),
    ("R01", "ALTER ROLE crm_owner SUPERUSER"),
    ("R02", "CREATE ROLE crm_extra LOGIN"),
    ("R03", "ALTER ROLE crm_owner LOGIN"),
    ("R04", "GRANT crm_owner TO crm_app"),
    ("R04", "GRANT pg_read_all_data TO crm_queue"),
    ("R05", "GRANT crm_lookup TO crm_backfill"),
    ("R06", "ALTER ROLE crm_app SET statement_timeout = 0"),
    ("R06", "ALTER ROLE crm_app SET row_security = off"),
    ("R06", "ALTER ROLE crm_app SET role = 'crm_app'"),
    ("R07", "ALTER ROLE crm_app IN DATABASE {db} RESET ALL"),
    ("R08", "GRANT CREATE ON SCHEMA public TO crm_app"),
    ("R09", "GRANT TEMP ON DATABASE {db} TO crm_app"),
    ("R10", "GRANT CONNECT ON DATABASE {db} TO PUBLIC"),
    ("R11", "GRANT USAGE ON LANGUAGE plpgsql TO PUBLIC"),
    ("R12", "ALTER DATABASE {db} SET app.key = 'x'"),
    ("S02", "ALTER SCHEMA crm OWNER TO crm_lookup"),
    ("S03", "GRANT USAGE ON SCHEMA crm TO PUBLIC"),
    ("S03", "GRANT CREATE ON SCHEMA crm TO crm_lookup"),
    ("F01", "CREATE FUNCTION crm.f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'"),
    ("F02", "ALTER FUNCTION platform.tenant_by_slug(text) RESET search_path"),
    ("F03", "GRANT EXECUTE ON FUNCTION platform.tenant_by_slug(text) TO PUBLIC"),
    ("F04", "ALTER FUNCTION platform.tenant_by_slug(text) OWNER TO crm_owner"),
    ("F04", "ALTER FUNCTION platform.tenant_by_slug(text) OWNER TO crm_backup"),
    ("F05", "ALTER FUNCTION ctx.tenant_id() LEAKPROOF"),
    ("F06", "GRANT EXECUTE ON FUNCTION platform.protect(regclass, text) TO crm_app"),
    ("F06", "GRANT EXECUTE ON FUNCTION ctx.purge_keys() TO crm_app"),
    (
        "F07",
        "CREATE FUNCTION crm.t() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER t BEFORE INSERT ON crm.note FOR EACH ROW EXECUTE FUNCTION crm.t()",
    ),
    ("F08", "CREATE CAST (text AS uuid) WITH INOUT AS IMPLICIT"),
    ("X02", "CREATE PUBLICATION p FOR ALL TABLES"),
];

#[tokio::test]
async fn iso_08_planted_violations_are_named() {
    let db = TestDb::new().await.unwrap();
    let mut conn = db.connect(DatabaseRole::Superuser).await.unwrap();
    for (rule, sql) in PLANTED {
        let sql = sql.replace("{db}", db.name());
        let mut tx = conn.begin().await.unwrap();
        run(&mut tx, &sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
        let found = catalogue_violations(&mut tx).await.unwrap();
        assert!(
            found.iter().any(|violation| violation.rule.starts_with(rule)),
            "{sql}: expected {rule}, found {found:?}"
        );
        tx.rollback().await.unwrap();
    }
    assert_eq!(catalogue_violations(&mut conn).await.unwrap(), [], "every plant was rolled back");
}

#[tokio::test]
async fn iso_08_every_rule_was_proved_by_a_plant() {
    let text: String = ["tables", "rights", "roles", "code"]
        .iter()
        .map(|file| std::fs::read_to_string(format!("{}/sql/checks/{file}.sql", env!("CARGO_MANIFEST_DIR"))).unwrap())
        .collect();
    let rules: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("SELECT '"))
        .map(|rest| rest.split(' ').next().unwrap())
        .collect();
    // an extension or a foreign-data wrapper may not be installed here: the mutation test cannot count on one
    let cannot_plant = ["X01", "X03"];
    // T08 is planted by the mutations, which take the tenant out of each primary key; T11 likewise for foreign keys
    let by_mutation = ["T08", "T11"];
    for rule in &rules {
        let proved =
            PLANTED.iter().any(|(name, _)| name == rule) || cannot_plant.contains(rule) || by_mutation.contains(rule);
        assert!(proved, "rule {rule} has no planted violation");
    }
    assert!(rules.len() > 45, "{} rules found in the files", rules.len());
}
