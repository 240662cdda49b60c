-- as: crm_owner
-- What clients may open: a group of a server with its currency, leverages and smallest deposit (minor units).
CREATE TABLE crm.account_product (
  tenant_id       uuid NOT NULL REFERENCES platform.tenant (id),
  id              uuid NOT NULL,
  server_id       uuid NOT NULL,
  name            text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  group_name      text NOT NULL CHECK (length(group_name) BETWEEN 1 AND 64),
  currency        text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  digits          smallint NOT NULL CHECK (digits BETWEEN 0 AND 8),
  leverages       int[] NOT NULL,
  minimum_deposit bigint NOT NULL DEFAULT 0 CHECK (minimum_deposit >= 0),
  active          bool NOT NULL DEFAULT true,
  version         int NOT NULL DEFAULT 1,
  created_at      timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, name),
  FOREIGN KEY (tenant_id, server_id) REFERENCES crm.trading_server (tenant_id, id)
);
CREATE INDEX account_product_server ON crm.account_product (tenant_id, server_id);
SELECT platform.protect('crm.account_product');

-- A client's logins. One login of a server belongs to one client of the broker.
CREATE TABLE crm.trading_account (
  tenant_id       uuid NOT NULL REFERENCES platform.tenant (id),
  id              uuid NOT NULL,
  client_id       uuid NOT NULL,
  server_id       uuid NOT NULL,
  product_id      uuid,
  login           bigint NOT NULL CHECK (login > 0),
  environment     text NOT NULL CHECK (environment IN ('live', 'demo')),
  group_name      text NOT NULL,
  currency        text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  digits          smallint NOT NULL CHECK (digits BETWEEN 0 AND 8),
  leverage        int NOT NULL CHECK (leverage > 0),
  login_enabled   bool NOT NULL DEFAULT true,
  trading_enabled bool NOT NULL DEFAULT true,
  linked          bool NOT NULL DEFAULT false,
  version         int NOT NULL DEFAULT 1,
  opened_at       timestamptz NOT NULL,
  archived_at     timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, server_id, login),
  FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client (tenant_id, id),
  FOREIGN KEY (tenant_id, server_id) REFERENCES crm.trading_server (tenant_id, id),
  FOREIGN KEY (tenant_id, product_id) REFERENCES crm.account_product (tenant_id, id)
);
CREATE INDEX trading_account_client ON crm.trading_account (tenant_id, client_id, opened_at DESC, id DESC);
CREATE INDEX trading_account_opened ON crm.trading_account (tenant_id, opened_at DESC, id DESC);
CREATE INDEX trading_account_login ON crm.trading_account (tenant_id, login);
CREATE INDEX trading_account_product ON crm.trading_account (tenant_id, product_id);
SELECT platform.protect('crm.trading_account');

-- Figures as the server showed them last, in minor units. They change by themselves.
CREATE TABLE crm.trading_account_state (
  tenant_id    uuid NOT NULL REFERENCES platform.tenant (id),
  account_id   uuid NOT NULL,
  balance      bigint NOT NULL,
  credit       bigint NOT NULL,
  equity       bigint NOT NULL,
  margin       bigint NOT NULL,
  margin_free  bigint NOT NULL,
  margin_level bigint,
  floating     bigint NOT NULL,
  as_of        timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, account_id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES crm.trading_account (tenant_id, id)
);
COMMENT ON COLUMN crm.trading_account_state.margin_level IS 'hundredths of a per cent; none without margin';
SELECT platform.protect('crm.trading_account_state');

-- Openings: committed before anything is sent, found by their tag when no answer came, never sent twice.
CREATE TABLE crm.account_opening (
  tenant_id   uuid NOT NULL REFERENCES platform.tenant (id),
  id          uuid NOT NULL,
  client_id   uuid NOT NULL,
  product_id  uuid NOT NULL,
  account_id  uuid,
  reference   bytea NOT NULL CHECK (octet_length(reference) = 10),
  leverage    int NOT NULL CHECK (leverage > 0),
  state       text NOT NULL CHECK (state IN ('confirmed', 'sending', 'rejected', 'unknown', 'not_applied')),
  said        text CHECK (length(said) <= 400),
  sent_by     uuid,
  sent_at     timestamptz NOT NULL,
  ended_at    timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, reference),
  FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client (tenant_id, id),
  FOREIGN KEY (tenant_id, product_id) REFERENCES crm.account_product (tenant_id, id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES crm.trading_account (tenant_id, id),
  FOREIGN KEY (tenant_id, sent_by) REFERENCES crm.staff (tenant_id, id)
);
CREATE INDEX account_opening_client ON crm.account_opening (tenant_id, client_id, sent_at DESC);
CREATE INDEX account_opening_open ON crm.account_opening (tenant_id, sent_at) WHERE state IN ('sending', 'unknown');
-- while nobody knows what became of one, no second one of its kind is sent
CREATE UNIQUE INDEX account_opening_one ON crm.account_opening (tenant_id, client_id, product_id) WHERE state IN ('sending', 'unknown');
SELECT platform.protect('crm.account_opening');
