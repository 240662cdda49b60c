-- First layer: an administrator with CREATEROLE who owns the database can run it. Idempotent, one transaction.
-- ── schemas ──
CREATE SCHEMA IF NOT EXISTS crm AUTHORIZATION crm_owner;       -- tenant data
CREATE SCHEMA IF NOT EXISTS platform AUTHORIZATION crm_owner;  -- operator data: tenant registry, templates
CREATE SCHEMA IF NOT EXISTS queue AUTHORIZATION crm_owner;     -- jobs: ids only
CREATE SCHEMA IF NOT EXISTS ctx AUTHORIZATION crm_ctx;         -- tenant context

SET LOCAL ROLE crm_owner;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO crm_backup;
GRANT USAGE ON SCHEMA crm TO crm_app, crm_provision;
GRANT USAGE ON SCHEMA platform TO crm_app, crm_ops, crm_provision, crm_lookup, crm_queue;
GRANT USAGE ON SCHEMA queue TO crm_app, crm_provision, crm_queue;
GRANT USAGE ON SCHEMA crm, platform, queue TO crm_backup;
GRANT CREATE ON SCHEMA platform TO crm_lookup;                 -- so that a migration can add a function as that role

-- One call protects a table: migrations call it, the catalogue test insists on it.
CREATE OR REPLACE FUNCTION platform.protect(t regclass, privileges text DEFAULT 'SELECT, INSERT, UPDATE, DELETE') RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF privileges !~ '^(SELECT|INSERT|UPDATE|DELETE)(, (SELECT|INSERT|UPDATE|DELETE))*$' THEN
    RAISE EXCEPTION 'platform.protect(%): privileges must be a list of SELECT, INSERT, UPDATE, DELETE, not %', t, privileges;
  END IF;
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t);
  -- the wall is RESTRICTIVE, so that no permissive policy added later can widen it
  EXECUTE format('CREATE POLICY tenant_wall ON %s AS RESTRICTIVE FOR ALL TO crm_app, crm_provision, crm_owner
    USING (tenant_id = (SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = (SELECT k.tenant_id FROM ctx.tenant_key k))', t);
  EXECUTE format('CREATE POLICY tenant_rw ON %s AS PERMISSIVE FOR ALL TO crm_app, crm_provision, crm_owner USING (true) WITH CHECK (true)', t);
  EXECUTE format('GRANT %s ON %s TO crm_app', privileges, t);
END $$;
REVOKE ALL ON FUNCTION platform.protect(regclass, text) FROM PUBLIC;

-- ── tenant context ──
-- app.key = 64 hex digits = HMAC-SHA256(master key, tenant id), computed by the process: the master key never enters the database.
-- The table keeps only sha256(token) per tenant and is itself under row security: a session sees exactly the row whose token it
-- already holds, so SQL run as crm_app can neither list other tenants' tokens nor mint one.
SET LOCAL ROLE crm_ctx;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
GRANT USAGE ON SCHEMA ctx TO crm_app, crm_provision, crm_owner, crm_lookup, crm_backup;
CREATE TABLE IF NOT EXISTS ctx.tenant_key (
  h          bytea PRIMARY KEY CHECK (octet_length(h) = 32),
  tenant_id  uuid NOT NULL,
  expires_at timestamptz
);
ALTER TABLE ctx.tenant_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE ctx.tenant_key FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS own_key ON ctx.tenant_key;
CREATE POLICY own_key ON ctx.tenant_key FOR SELECT TO crm_app, crm_provision, crm_owner
  -- the uuid casts make a missing, empty or malformed setting an error (a forgotten one on a pooled connection is '' and not missing)
  USING (h = sha256(uuid_send(left(current_setting('app.key'), 32)::uuid) || uuid_send(substr(current_setting('app.key'), 33)::uuid))
         AND (expires_at IS NULL OR expires_at > now()));
DROP POLICY IF EXISTS mint ON ctx.tenant_key;
CREATE POLICY mint ON ctx.tenant_key FOR INSERT TO crm_provision WITH CHECK (true);
-- rotation of the master key: add the new row, retire the old one, purge what has expired; only through the two functions below
DROP POLICY IF EXISTS keeper ON ctx.tenant_key;
CREATE POLICY keeper ON ctx.tenant_key FOR ALL TO crm_lookup USING (true) WITH CHECK (true);
GRANT SELECT ON ctx.tenant_key TO crm_app, crm_provision, crm_owner, crm_backup;
GRANT INSERT ON ctx.tenant_key TO crm_provision;
GRANT SELECT, UPDATE (expires_at), DELETE ON ctx.tenant_key TO crm_lookup;
CREATE OR REPLACE FUNCTION ctx.tenant_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$ SELECT k.tenant_id FROM ctx.tenant_key k $$;
REVOKE ALL ON FUNCTION ctx.tenant_id() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ctx.tenant_id() TO crm_app, crm_owner, crm_provision;
GRANT CREATE ON SCHEMA ctx TO crm_lookup;                      -- for the two functions, taken back below

SET LOCAL ROLE crm_lookup;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
CREATE OR REPLACE FUNCTION ctx.retire_key(k bytea, at timestamptz) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ UPDATE ctx.tenant_key SET expires_at = at WHERE h = k $$;
CREATE OR REPLACE FUNCTION ctx.purge_keys() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ DELETE FROM ctx.tenant_key WHERE expires_at < now() $$;
REVOKE ALL ON FUNCTION ctx.retire_key(bytea, timestamptz), ctx.purge_keys() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ctx.retire_key(bytea, timestamptz), ctx.purge_keys() TO crm_provision;

SET LOCAL ROLE crm_ctx;
REVOKE CREATE ON SCHEMA ctx FROM crm_lookup;
SET LOCAL ROLE NONE;
