-- as: crm_owner
-- The broker's own settings and look: one row each tenant, written by onboarding and by settings pages.
CREATE TABLE crm.tenant_setting (
  tenant_id          uuid NOT NULL PRIMARY KEY REFERENCES platform.tenant (id),
  time_zone          text NOT NULL DEFAULT 'UTC',
  default_country    text CHECK (default_country ~ '^[A-Z]{2}$'),
  session_idle_s     int NOT NULL DEFAULT 1800 CHECK (session_idle_s BETWEEN 60 AND 1800),
  session_absolute_s int NOT NULL DEFAULT 43200 CHECK (session_absolute_s BETWEEN 900 AND 43200),
  reveals_per_hour   int NOT NULL DEFAULT 20 CHECK (reveals_per_hour BETWEEN 0 AND 1000),
  money_freeze_h     int NOT NULL DEFAULT 72 CHECK (money_freeze_h BETWEEN 0 AND 720),
  version            int NOT NULL DEFAULT 1
);
SELECT platform.protect('crm.tenant_setting');

CREATE TABLE crm.brand (
  tenant_id     uuid NOT NULL REFERENCES platform.tenant (id),
  id            uuid NOT NULL,
  name          text NOT NULL,
  legal_name    text NOT NULL,
  primary_color text NOT NULL CHECK (primary_color ~ '^#[0-9a-f]{6}$'),
  logo_svg      text CHECK (length(logo_svg) <= 20000),
  support_email text,
  is_default    bool NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX brand_default ON crm.brand (tenant_id) WHERE is_default;
SELECT platform.protect('crm.brand');

-- Grows with every change of roles, teams or staff; compared on each request and each subscription tick.
CREATE TABLE crm.access_version (
  tenant_id uuid NOT NULL PRIMARY KEY REFERENCES platform.tenant (id),
  version   bigint NOT NULL DEFAULT 1
);
SELECT platform.protect('crm.access_version');

-- The data key of the tenant, wrapped by the key encryption key. Rotation adds a version; created_at is then the server's own
-- time: a version is written under only when it is a minute old and every process has read it.
CREATE TABLE crm.tenant_data_key (
  tenant_id  uuid NOT NULL REFERENCES platform.tenant (id),
  version    int NOT NULL,
  kek        text NOT NULL,
  wrapped    bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, version)
);
SELECT platform.protect('crm.tenant_data_key');

-- Human numbers (C-100234) come from a row a tenant, never from a shared sequence.
CREATE TABLE crm.counter (
  tenant_id uuid NOT NULL REFERENCES platform.tenant (id),
  name      text NOT NULL,
  value     bigint NOT NULL,
  PRIMARY KEY (tenant_id, name)
);
SELECT platform.protect('crm.counter');

CREATE TABLE crm.team (
  tenant_id  uuid NOT NULL REFERENCES platform.tenant (id),
  id         uuid NOT NULL,
  name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  desk       text NOT NULL CHECK (desk IN ('sales', 'retention', 'support', 'compliance', 'finance', 'dealing', 'management')),
  parent_id  uuid,
  leader_id  uuid,
  version    int NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, name),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES crm.team (tenant_id, id)
);

CREATE TABLE crm.staff (
  tenant_id    uuid NOT NULL REFERENCES platform.tenant (id),
  id           uuid NOT NULL,
  name         text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  email_sealed bytea NOT NULL,
  email_mask   text NOT NULL,
  team_id      uuid,
  status       text NOT NULL DEFAULT 'invited' CHECK (status IN ('invited', 'active', 'suspended')),
  preferences  jsonb NOT NULL DEFAULT '{}',
  version      int NOT NULL DEFAULT 1,
  created_at   timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, team_id) REFERENCES crm.team (tenant_id, id)
);
CREATE INDEX staff_team ON crm.staff (tenant_id, team_id);
ALTER TABLE crm.team ADD FOREIGN KEY (tenant_id, leader_id) REFERENCES crm.staff (tenant_id, id);
SELECT platform.protect('crm.team');
SELECT platform.protect('crm.staff');

-- What a staff member signs in with. The e-mail is found by its blind index only.
CREATE TABLE crm.credential (
  tenant_id           uuid NOT NULL REFERENCES platform.tenant (id),
  staff_id            uuid NOT NULL,
  email_bidx          bytea NOT NULL,
  password_hash       text,
  password_changed_at timestamptz,
  totp_sealed         bytea,
  totp_pending_sealed bytea,
  totp_confirmed_at   timestamptz,
  totp_last_step      bigint,
  PRIMARY KEY (tenant_id, staff_id),
  UNIQUE (tenant_id, email_bidx),
  FOREIGN KEY (tenant_id, staff_id) REFERENCES crm.staff (tenant_id, id)
);
SELECT platform.protect('crm.credential');

CREATE TABLE crm.recovery_code (
  tenant_id uuid NOT NULL REFERENCES platform.tenant (id),
  staff_id  uuid NOT NULL,
  h         bytea NOT NULL,
  used_at   timestamptz,
  PRIMARY KEY (tenant_id, staff_id, h),
  FOREIGN KEY (tenant_id, staff_id) REFERENCES crm.staff (tenant_id, id)
);
SELECT platform.protect('crm.recovery_code');

CREATE TABLE crm.role (
  tenant_id   uuid NOT NULL REFERENCES platform.tenant (id),
  id          uuid NOT NULL,
  name        text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  description text NOT NULL DEFAULT '',
  version     int NOT NULL DEFAULT 1,
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, name)
);
SELECT platform.protect('crm.role');

CREATE TABLE crm.role_grant (
  tenant_id  uuid NOT NULL REFERENCES platform.tenant (id),
  role_id    uuid NOT NULL,
  permission text NOT NULL,
  reach      text NOT NULL CHECK (reach IN ('own', 'team', 'all')),
  PRIMARY KEY (tenant_id, role_id, permission),
  FOREIGN KEY (tenant_id, role_id) REFERENCES crm.role (tenant_id, id) ON DELETE CASCADE
);
SELECT platform.protect('crm.role_grant');

CREATE TABLE crm.role_field (
  tenant_id   uuid NOT NULL REFERENCES platform.tenant (id),
  role_id     uuid NOT NULL,
  field_class text NOT NULL,
  relation    text NOT NULL DEFAULT 'any' CHECK (relation IN ('any', 'owner', 'participant', 'same_team', 'other')),
  visibility  text NOT NULL CHECK (visibility IN ('full', 'partial', 'masked', 'hidden')),
  PRIMARY KEY (tenant_id, role_id, field_class, relation),
  FOREIGN KEY (tenant_id, role_id) REFERENCES crm.role (tenant_id, id) ON DELETE CASCADE
);
SELECT platform.protect('crm.role_field');

CREATE TABLE crm.staff_role (
  tenant_id uuid NOT NULL REFERENCES platform.tenant (id),
  staff_id  uuid NOT NULL,
  role_id   uuid NOT NULL,
  PRIMARY KEY (tenant_id, staff_id, role_id),
  FOREIGN KEY (tenant_id, staff_id) REFERENCES crm.staff (tenant_id, id),
  FOREIGN KEY (tenant_id, role_id) REFERENCES crm.role (tenant_id, id)
);
CREATE INDEX staff_role_role ON crm.staff_role (tenant_id, role_id);
SELECT platform.protect('crm.staff_role');
