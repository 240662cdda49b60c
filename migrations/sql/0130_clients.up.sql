-- as: crm_owner
CREATE TABLE crm.client_status_option (
  tenant_id uuid NOT NULL REFERENCES platform.tenant (id),
  id        uuid NOT NULL,
  kind      text NOT NULL CHECK (kind IN ('sales', 'retention')),
  name      text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  type      text NOT NULL CHECK (type IN ('open', 'ongoing', 'hold', 'won', 'lost')),
  color     text NOT NULL,
  position  int NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, kind, name)
);
SELECT platform.protect('crm.client_status_option');

CREATE TABLE crm.tag (
  tenant_id uuid NOT NULL REFERENCES platform.tenant (id),
  id        uuid NOT NULL,
  name      text NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
  color     text NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, name)
);
SELECT platform.protect('crm.tag');

-- One person record for the whole life cycle lead → registered → depositor.
-- Sealed columns hold envelopes of the client's own data key (crm_vault): SECURITY 26.
CREATE TABLE crm.client (
  tenant_id            uuid NOT NULL REFERENCES platform.tenant (id),
  id                   uuid NOT NULL,
  number               bigint NOT NULL,
  version              int NOT NULL DEFAULT 1,
  data_key             bytea NOT NULL,
  kind                 text NOT NULL DEFAULT 'individual' CHECK (kind IN ('individual', 'corporate')),
  stage                text NOT NULL DEFAULT 'lead' CHECK (stage IN ('lead', 'registered', 'depositor')),
  first_name           text,
  middle_name          text,
  last_name            text,
  company_name         text,
  display_name         text NOT NULL,
  name_key             text COLLATE "C" NOT NULL,
  date_of_birth_sealed bytea,
  under_age            bool NOT NULL DEFAULT false,
  address_sealed       bytea,
  nationality          text CHECK (nationality ~ '^[A-Z]{2}$'),
  country              text CHECK (country ~ '^[A-Z]{2}$'),
  language             text CHECK (language ~ '^[a-z]{2,3}$'),
  brand_id             uuid NOT NULL,
  source               text,
  campaign             text,
  utm_source           text,
  utm_medium           text,
  utm_campaign         text,
  referrer_code        text,
  owner_id             uuid,
  team_id              uuid,
  sales_status_id      uuid NOT NULL,
  retention_status_id  uuid,
  kyc_status           text NOT NULL DEFAULT 'not_started' CHECK (kyc_status IN ('not_started', 'pending', 'documents_required', 'approved', 'rejected', 'expired', 'blocked')),
  status               text NOT NULL DEFAULT 'email_unverified' CHECK (status IN ('email_unverified', 'active', 'suspended', 'closed', 'blacklisted')),
  risk_level           text NOT NULL DEFAULT 'low' CHECK (risk_level IN ('low', 'medium', 'high')),
  pep                  bool NOT NULL DEFAULT false,
  us_person            bool NOT NULL DEFAULT false,
  verification_level   smallint NOT NULL DEFAULT 0,
  marketing_consent    bool NOT NULL DEFAULT false,
  terms_accepted_at    timestamptz,
  must_reset_password  bool NOT NULL DEFAULT false,
  money_frozen_until   timestamptz,
  registered_at        timestamptz,
  converted_at         timestamptz,
  last_login_at        timestamptz,
  last_contact_at      timestamptz,
  next_follow_up_at    timestamptz,
  created_at           timestamptz NOT NULL,
  updated_at           timestamptz NOT NULL,
  archived_at          timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, number),
  FOREIGN KEY (tenant_id, brand_id) REFERENCES crm.brand (tenant_id, id),
  FOREIGN KEY (tenant_id, owner_id) REFERENCES crm.staff (tenant_id, id),
  FOREIGN KEY (tenant_id, team_id) REFERENCES crm.team (tenant_id, id),
  FOREIGN KEY (tenant_id, sales_status_id) REFERENCES crm.client_status_option (tenant_id, id),
  FOREIGN KEY (tenant_id, retention_status_id) REFERENCES crm.client_status_option (tenant_id, id)
);
-- The list's own order, and one index for each further allowed sort.
CREATE INDEX client_created ON crm.client (tenant_id, created_at DESC, id DESC);
CREATE INDEX client_updated ON crm.client (tenant_id, updated_at DESC, id DESC);
CREATE INDEX client_name ON crm.client (tenant_id, name_key, id);
CREATE INDEX client_contacted ON crm.client (tenant_id, last_contact_at DESC NULLS LAST, id DESC);
CREATE INDEX client_follow_up ON crm.client (tenant_id, next_follow_up_at, id);
CREATE INDEX client_owner ON crm.client (tenant_id, owner_id, created_at DESC, id DESC);
CREATE INDEX client_team ON crm.client (tenant_id, team_id, created_at DESC, id DESC);
CREATE INDEX client_sales ON crm.client (tenant_id, sales_status_id, created_at DESC, id DESC);
CREATE INDEX client_under_age ON crm.client (tenant_id, id) WHERE under_age;
CREATE INDEX client_country ON crm.client (tenant_id, country, created_at DESC, id DESC);
SELECT platform.protect('crm.client');

-- E-mail addresses and phone numbers: sealed, with the stored mask and blind indexes. Not unique: duplicates are found, not forbidden.
CREATE TABLE crm.client_contact (
  tenant_id   uuid NOT NULL REFERENCES platform.tenant (id),
  client_id   uuid NOT NULL,
  id          uuid NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('email', 'phone')),
  is_primary  bool NOT NULL DEFAULT false,
  sealed      bytea NOT NULL,
  mask        text NOT NULL,
  bidx        bytea NOT NULL,
  bidx_part   bytea NOT NULL,
  bidx_local  bytea,
  verified_at timestamptz,
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, client_id, id),
  FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client (tenant_id, id) ON DELETE CASCADE
);
COMMENT ON COLUMN crm.client_contact.bidx_part IS 'e-mail: domain; phone: last four digits';
CREATE UNIQUE INDEX client_contact_primary ON crm.client_contact (tenant_id, client_id, kind) WHERE is_primary;
CREATE INDEX client_contact_bidx ON crm.client_contact (tenant_id, bidx);
CREATE INDEX client_contact_part ON crm.client_contact (tenant_id, bidx_part);
CREATE INDEX client_contact_local ON crm.client_contact (tenant_id, bidx_local) WHERE bidx_local IS NOT NULL;
SELECT platform.protect('crm.client_contact');

-- Word-prefix search: tokens of names (original script and transliterated), company and number.
CREATE TABLE crm.client_token (
  tenant_id uuid NOT NULL REFERENCES platform.tenant (id),
  token     text COLLATE "C" NOT NULL,
  client_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, token, client_id),
  FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX client_token_client ON crm.client_token (tenant_id, client_id, token);
SELECT platform.protect('crm.client_token');

CREATE TABLE crm.client_participant (
  tenant_id uuid NOT NULL REFERENCES platform.tenant (id),
  client_id uuid NOT NULL,
  staff_id  uuid NOT NULL,
  PRIMARY KEY (tenant_id, client_id, staff_id),
  FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, staff_id) REFERENCES crm.staff (tenant_id, id)
);
CREATE INDEX client_participant_staff ON crm.client_participant (tenant_id, staff_id, client_id);
SELECT platform.protect('crm.client_participant');

CREATE TABLE crm.client_tag (
  tenant_id uuid NOT NULL REFERENCES platform.tenant (id),
  client_id uuid NOT NULL,
  tag_id    uuid NOT NULL,
  PRIMARY KEY (tenant_id, client_id, tag_id),
  FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, tag_id) REFERENCES crm.tag (tenant_id, id)
);
CREATE INDEX client_tag_tag ON crm.client_tag (tenant_id, tag_id, client_id);
SELECT platform.protect('crm.client_tag');

CREATE TABLE crm.note (
  tenant_id   uuid NOT NULL REFERENCES platform.tenant (id),
  id          uuid NOT NULL,
  client_id   uuid NOT NULL,
  author_id   uuid,
  text_sealed bytea NOT NULL,
  pinned      bool NOT NULL DEFAULT false,
  version     int NOT NULL DEFAULT 1,
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, author_id) REFERENCES crm.staff (tenant_id, id)
);
CREATE INDEX note_client ON crm.note (tenant_id, client_id, created_at DESC, id DESC);
SELECT platform.protect('crm.note');

-- What the client signs in with; set only by the client through a one-time link.
CREATE TABLE crm.client_credential (
  tenant_id           uuid NOT NULL REFERENCES platform.tenant (id),
  client_id           uuid NOT NULL,
  email_bidx          bytea NOT NULL,
  password_hash       text NOT NULL,
  password_changed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, client_id),
  UNIQUE (tenant_id, email_bidx),
  FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client (tenant_id, id) ON DELETE CASCADE
);
SELECT platform.protect('crm.client_credential');

-- One-time secrets: one table with purpose, audience, expiry, used_at; consumed by one conditional UPDATE.
CREATE TABLE crm.one_time_token (
  tenant_id  uuid NOT NULL REFERENCES platform.tenant (id),
  h          bytea NOT NULL CHECK (octet_length(h) = 32),
  purpose    text NOT NULL CHECK (purpose IN ('invite', 'reset', 'client_credential', 'undo')),
  staff_id   uuid,
  client_id  uuid,
  payload    jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz,
  PRIMARY KEY (tenant_id, h),
  FOREIGN KEY (tenant_id, staff_id) REFERENCES crm.staff (tenant_id, id),
  FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX one_time_token_staff ON crm.one_time_token (tenant_id, staff_id, purpose);
CREATE INDEX one_time_token_client ON crm.one_time_token (tenant_id, client_id, purpose);
SELECT platform.protect('crm.one_time_token');

-- A profile is readable in full for 30 minutes after this session opened it (and that left an event).
CREATE TABLE crm.client_visit (
  tenant_id  uuid NOT NULL REFERENCES platform.tenant (id),
  session_id uuid NOT NULL,
  client_id  uuid NOT NULL,
  opened_at  timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, session_id, client_id),
  FOREIGN KEY (tenant_id, session_id) REFERENCES crm.session (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client (tenant_id, id) ON DELETE CASCADE
);
SELECT platform.protect('crm.client_visit');

-- Counted reveals, for the limit each hour.
CREATE TABLE crm.reveal (
  tenant_id uuid NOT NULL REFERENCES platform.tenant (id),
  id        uuid NOT NULL,
  staff_id  uuid NOT NULL,
  client_id uuid NOT NULL,
  field     text NOT NULL,
  at        timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, staff_id) REFERENCES crm.staff (tenant_id, id),
  FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX reveal_staff ON crm.reveal (tenant_id, staff_id, at DESC);
SELECT platform.protect('crm.reveal');
