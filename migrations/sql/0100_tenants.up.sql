-- as: crm_owner
-- Operator data: which brokers exist and by which hosts they are reached. No client data here.
CREATE TABLE platform.tenant (
  id          uuid PRIMARY KEY,
  slug        text NOT NULL UNIQUE CHECK (slug ~ '^[a-z][a-z0-9-]{1,30}[a-z0-9]$'),
  name        text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  status      text NOT NULL DEFAULT 'provisioning' CHECK (status IN ('provisioning', 'active', 'suspended')),
  created_at  timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT, INSERT ON platform.tenant TO crm_provision;
GRANT UPDATE (name, status) ON platform.tenant TO crm_provision;
GRANT SELECT ON platform.tenant TO crm_ops, crm_lookup;
GRANT SELECT (id, slug, status) ON platform.tenant TO crm_queue;

-- Exact verified custom hosts of a broker, beside <slug>.<platform> and its my./api. companions.
CREATE TABLE platform.tenant_host (
  host       text PRIMARY KEY CHECK (host = lower(host)),
  tenant_id  uuid NOT NULL REFERENCES platform.tenant (id),
  kind       text NOT NULL CHECK (kind IN ('staff', 'client', 'api')),
  verified_at timestamptz
);
GRANT SELECT, INSERT, DELETE ON platform.tenant_host TO crm_provision;
GRANT SELECT ON platform.tenant_host TO crm_ops, crm_lookup;
ALTER TABLE platform.tenant_host ENABLE ROW LEVEL SECURITY;
ALTER TABLE platform.tenant_host FORCE ROW LEVEL SECURITY;
CREATE POLICY operators ON platform.tenant_host FOR ALL TO crm_provision, crm_ops, crm_lookup, crm_owner USING (true) WITH CHECK (true);
