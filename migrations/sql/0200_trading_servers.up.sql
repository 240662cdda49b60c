-- as: crm_owner
-- Hosts that a broker's trading servers may have: operators list them by `provisioning trading-host`, the application reads its own.
CREATE TABLE platform.trading_host (
  tenant_id  uuid NOT NULL REFERENCES platform.tenant (id),
  host       text NOT NULL CHECK (host = lower(host) AND length(host) BETWEEN 1 AND 253),
  allowed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, host)
);
GRANT SELECT ON platform.trading_host TO crm_app;
GRANT SELECT, INSERT, DELETE ON platform.trading_host TO crm_provision;
ALTER TABLE platform.trading_host ENABLE ROW LEVEL SECURITY;
ALTER TABLE platform.trading_host FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON platform.trading_host FOR ALL TO crm_app, crm_provision, crm_owner
  USING (tenant_id = (SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = (SELECT k.tenant_id FROM ctx.tenant_key k));

-- A broker's MetaTrader installations. The manager's secret is sealed under the tenant's key and never read back by people.
CREATE TABLE crm.trading_server (
  tenant_id     uuid NOT NULL REFERENCES platform.tenant (id),
  id            uuid NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('mt5', 'mt4')),
  environment   text NOT NULL CHECK (environment IN ('live', 'demo')),
  name          text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  host          text NOT NULL CHECK (length(host) BETWEEN 1 AND 253),
  port          int NOT NULL CHECK (port BETWEEN 1 AND 65535),
  manager       text NOT NULL CHECK (length(manager) BETWEEN 1 AND 120),
  secret_sealed bytea NOT NULL,
  authorities   text CHECK (length(authorities) <= 65536),
  pin           bytea CHECK (octet_length(pin) = 32),
  plain         bool NOT NULL DEFAULT false,
  authority_url text CHECK (length(authority_url) <= 300),
  scope         text CHECK (length(scope) <= 200),
  platform      uuid,
  daylight      text NOT NULL DEFAULT 'none' CHECK (daylight IN ('none', 'us', 'europe')),
  status        text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'archived')),
  version       int NOT NULL DEFAULT 1,
  created_at    timestamptz NOT NULL,
  created_by    uuid,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, name),
  FOREIGN KEY (tenant_id, created_by) REFERENCES crm.staff (tenant_id, id)
);
COMMENT ON COLUMN crm.trading_server.pin IS 'SHA-256 of the DER of the one certificate that is believed';
COMMENT ON COLUMN crm.trading_server.plain IS 'without TLS: towards this machine itself in the development profile, nowhere else';
COMMENT ON COLUMN crm.trading_server.platform IS 'MT4: which platform of the gateway, where it has several';
SELECT platform.protect('crm.trading_server');

-- What was seen of a server last. Not part of its record: it changes by itself.
CREATE TABLE crm.trading_server_health (
  tenant_id      uuid NOT NULL REFERENCES platform.tenant (id),
  server_id      uuid NOT NULL,
  checked_at     timestamptz NOT NULL,
  last_answer_at timestamptz,
  last_error     text CHECK (length(last_error) <= 400),
  failures       int NOT NULL DEFAULT 0,
  lag_ms         int,
  offset_s       int,
  drift_s        int,
  PRIMARY KEY (tenant_id, server_id),
  FOREIGN KEY (tenant_id, server_id) REFERENCES crm.trading_server (tenant_id, id)
);
COMMENT ON COLUMN crm.trading_server_health.lag_ms IS 'how long the server took to answer';
SELECT platform.protect('crm.trading_server_health');

-- Which process commands a server. The database's clock alone decides when a lease is over.
CREATE TABLE crm.trading_lease (
  tenant_id uuid NOT NULL REFERENCES platform.tenant (id),
  server_id uuid NOT NULL,
  holder    uuid NOT NULL,
  until     timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, server_id),
  FOREIGN KEY (tenant_id, server_id) REFERENCES crm.trading_server (tenant_id, id)
);
SELECT platform.protect('crm.trading_lease');
