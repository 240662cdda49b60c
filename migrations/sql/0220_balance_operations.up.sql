-- as: crm_owner
-- How much a person may move alone, in minor units of a currency: nothing where there is no row.
CREATE TABLE crm.balance_band (
  tenant_id     uuid NOT NULL REFERENCES platform.tenant (id),
  currency      text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  digits        smallint NOT NULL CHECK (digits BETWEEN 0 AND 8),
  alone_up_to   bigint NOT NULL CHECK (alone_up_to >= 0),
  alone_a_day   bigint NOT NULL CHECK (alone_a_day >= 0),
  approve_up_to bigint NOT NULL CHECK (approve_up_to >= 0),
  version       int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, currency)
);
COMMENT ON COLUMN crm.balance_band.alone_a_day IS 'what one person may move alone in 24 hours';
COMMENT ON COLUMN crm.balance_band.approve_up_to IS 'beyond it the second person needs balance.approve_large';
SELECT platform.protect('crm.balance_band');

-- Automatic money waits while a difference with the server is unexplained.
ALTER TABLE crm.trading_account ADD COLUMN money_frozen_at timestamptz;

-- Money in and out of trading accounts. `sending` is committed before the first byte leaves; a row found in it is looked up
-- by its tag and never sent again.
CREATE TABLE crm.balance_operation (
  tenant_id     uuid NOT NULL REFERENCES platform.tenant (id),
  id            uuid NOT NULL,
  account_id    uuid NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('deposit', 'withdrawal', 'credit_in', 'credit_out', 'bonus_in', 'bonus_out', 'charge', 'correction')),
  amount        bigint NOT NULL CHECK (amount <> 0),
  currency      text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  digits        smallint NOT NULL CHECK (digits BETWEEN 0 AND 8),
  request_key   text NOT NULL CHECK (length(request_key) BETWEEN 8 AND 80),
  reference     bytea NOT NULL CHECK (octet_length(reference) = 10),
  state         text NOT NULL CHECK (state IN ('cancelled', 'requested', 'sending', 'confirmed', 'rejected', 'unknown', 'not_applied', 'declined')),
  needs         text NOT NULL CHECK (needs IN ('nobody', 'approval', 'large_approval')),
  reason_sealed bytea NOT NULL,
  said          text CHECK (length(said) <= 400),
  deal          bigint,
  version       int NOT NULL DEFAULT 1,
  requested_by  uuid,
  requested_at  timestamptz NOT NULL,
  decided_by    uuid,
  decided_at    timestamptz,
  sent_at       timestamptz,
  ended_at      timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, reference),
  UNIQUE (tenant_id, request_key),
  CHECK (decided_by <> requested_by OR state = 'cancelled'),
  CHECK (amount > 0 OR kind = 'correction'),
  FOREIGN KEY (tenant_id, account_id) REFERENCES crm.trading_account (tenant_id, id),
  FOREIGN KEY (tenant_id, requested_by) REFERENCES crm.staff (tenant_id, id),
  FOREIGN KEY (tenant_id, decided_by) REFERENCES crm.staff (tenant_id, id)
);
CREATE INDEX balance_operation_requested ON crm.balance_operation (tenant_id, requested_at DESC, id DESC);
CREATE INDEX balance_operation_account ON crm.balance_operation (tenant_id, account_id, requested_at DESC, id DESC);
CREATE INDEX balance_operation_open ON crm.balance_operation (tenant_id, sent_at) WHERE state IN ('sending', 'unknown');
CREATE INDEX balance_operation_maker ON crm.balance_operation (tenant_id, requested_by, requested_at DESC);
SELECT platform.protect('crm.balance_operation', 'SELECT, INSERT, UPDATE');

-- Differences between what the CRM knows and what the server booked.
CREATE TABLE crm.balance_finding (
  tenant_id    uuid NOT NULL REFERENCES platform.tenant (id),
  id           uuid NOT NULL,
  account_id   uuid NOT NULL,
  operation_id uuid,
  kind         text NOT NULL CHECK (kind IN ('missing', 'extra', 'amount', 'duplicate')),
  deal         bigint NOT NULL,
  said         text NOT NULL CHECK (length(said) <= 400),
  version      int NOT NULL DEFAULT 1,
  found_at     timestamptz NOT NULL,
  closed_at    timestamptz,
  closed_by    uuid,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES crm.trading_account (tenant_id, id),
  FOREIGN KEY (tenant_id, operation_id) REFERENCES crm.balance_operation (tenant_id, id),
  FOREIGN KEY (tenant_id, closed_by) REFERENCES crm.staff (tenant_id, id)
);
CREATE UNIQUE INDEX balance_finding_deal ON crm.balance_finding (tenant_id, account_id, kind, deal) WHERE deal <> 0;
CREATE UNIQUE INDEX balance_finding_operation ON crm.balance_finding (tenant_id, account_id, kind, operation_id) WHERE deal = 0;
CREATE INDEX balance_finding_found ON crm.balance_finding (tenant_id, found_at DESC);
SELECT platform.protect('crm.balance_finding');

-- Up to when a server's deals were compared.
CREATE TABLE crm.balance_comparison (
  tenant_id   uuid NOT NULL REFERENCES platform.tenant (id),
  server_id   uuid NOT NULL,
  compared_to timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, server_id),
  FOREIGN KEY (tenant_id, server_id) REFERENCES crm.trading_server (tenant_id, id)
);
SELECT platform.protect('crm.balance_comparison');
