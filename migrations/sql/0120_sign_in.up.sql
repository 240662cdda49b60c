-- as: crm_owner
-- Sessions are server-side; only the SHA-256 of the bearer is kept. `half` waits for the second factor.
CREATE TABLE crm.session (
  tenant_id       uuid NOT NULL REFERENCES platform.tenant (id),
  id              uuid NOT NULL,
  h               bytea NOT NULL CHECK (octet_length(h) = 32),
  staff_id        uuid NOT NULL,
  stage           text NOT NULL CHECK (stage IN ('half', 'full')),
  created_at      timestamptz NOT NULL,
  last_active_at  timestamptz NOT NULL,
  expires_at      timestamptz NOT NULL,
  step_up_at      timestamptz,
  step_up_factor  text CHECK (step_up_factor IN ('password', 'totp', 'recovery_code')),
  failed_codes    int NOT NULL DEFAULT 0,
  ip              inet,
  user_agent      text CHECK (length(user_agent) <= 400),
  revoked_at      timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, h),
  FOREIGN KEY (tenant_id, staff_id) REFERENCES crm.staff (tenant_id, id)
);
CREATE INDEX session_staff ON crm.session (tenant_id, staff_id, created_at DESC);
SELECT platform.protect('crm.session');

-- Throttle counters: growing delay for an account, an address, and a spray breaker for the tenant.
CREATE TABLE crm.throttle (
  tenant_id     uuid NOT NULL REFERENCES platform.tenant (id),
  kind          text NOT NULL CHECK (kind IN ('account', 'address', 'tenant', 'mail', 'totp')),
  key           bytea NOT NULL,
  failures      int NOT NULL DEFAULT 0,
  last_at       timestamptz NOT NULL,
  blocked_until timestamptz,
  PRIMARY KEY (tenant_id, kind, key)
);
SELECT platform.protect('crm.throttle');

-- API keys of the broker's websites; the secret is shown once and kept as SHA-256.
CREATE TABLE crm.api_key (
  tenant_id     uuid NOT NULL REFERENCES platform.tenant (id),
  id            uuid NOT NULL,
  name          text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  h             bytea NOT NULL CHECK (octet_length(h) = 32),
  hint          text NOT NULL,
  scopes        text[] NOT NULL,
  ip_allow_list text[] NOT NULL DEFAULT '{}',
  version       int NOT NULL DEFAULT 1,
  created_at    timestamptz NOT NULL,
  created_by    uuid,
  expires_at    timestamptz,
  last_used_at  timestamptz,
  revoked_at    timestamptz,
  rolled_to     uuid,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, h),
  FOREIGN KEY (tenant_id, created_by) REFERENCES crm.staff (tenant_id, id),
  FOREIGN KEY (tenant_id, rolled_to) REFERENCES crm.api_key (tenant_id, id)
);
SELECT platform.protect('crm.api_key');

-- Kept answers of the website door: one effect for one Idempotency-Key.
CREATE TABLE crm.idempotency (
  tenant_id    uuid NOT NULL REFERENCES platform.tenant (id),
  api_key_id   uuid NOT NULL,
  key          text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
  request_hash bytea NOT NULL,
  status       int,
  body         text,
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, api_key_id, key),
  FOREIGN KEY (tenant_id, api_key_id) REFERENCES crm.api_key (tenant_id, id)
);
CREATE INDEX idempotency_age ON crm.idempotency (tenant_id, created_at);
SELECT platform.protect('crm.idempotency');
