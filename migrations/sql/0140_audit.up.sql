-- as: crm_owner
-- Append-only, hash-chained per tenant. `body` is the canonical text that the hash covers; personal data stand in it as commitments.
CREATE TABLE crm.audit_event (
  tenant_id   uuid NOT NULL REFERENCES platform.tenant (id),
  seq         bigint NOT NULL,
  id          uuid NOT NULL,
  at          timestamptz NOT NULL,
  action      text NOT NULL,
  refused     bool NOT NULL DEFAULT false,
  actor_kind  text NOT NULL,
  actor_id    uuid,
  target_kind text,
  target_id   uuid,
  client_id   uuid,
  body        text NOT NULL,
  prev_hash   bytea NOT NULL CHECK (octet_length(prev_hash) = 32),
  hash        bytea NOT NULL CHECK (octet_length(hash) = 32),
  PRIMARY KEY (tenant_id, seq),
  UNIQUE (tenant_id, id),
  FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client (tenant_id, id)
);
COMMENT ON COLUMN crm.audit_event.actor_id IS 'no foreign key: an event outlives what it names';
CREATE INDEX audit_event_target ON crm.audit_event (tenant_id, target_id, seq DESC);
CREATE INDEX audit_event_client ON crm.audit_event (tenant_id, client_id, seq DESC) WHERE client_id IS NOT NULL;
CREATE INDEX audit_event_actor ON crm.audit_event (tenant_id, actor_id, seq DESC);
CREATE INDEX audit_event_action ON crm.audit_event (tenant_id, action, seq DESC);
SELECT platform.protect('crm.audit_event', 'SELECT, INSERT');

-- The values behind the commitments, sealed under the client's key (or the tenant's), with the partial masks that were
-- made when they were written: erasure removes them, the chain stays whole.
CREATE TABLE crm.audit_value (
  tenant_id   uuid NOT NULL REFERENCES platform.tenant (id),
  seq         bigint NOT NULL,
  field       text NOT NULL,
  field_class text,
  client_id   uuid,
  before_sealed bytea,
  after_sealed  bytea,
  before_mask   text,
  after_mask    text,
  PRIMARY KEY (tenant_id, seq, field),
  FOREIGN KEY (tenant_id, seq) REFERENCES crm.audit_event (tenant_id, seq),
  FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client (tenant_id, id)
);
SELECT platform.protect('crm.audit_value', 'SELECT, INSERT, DELETE');

-- The newest link of the chain; locked inside commit() as its last statement.
CREATE TABLE crm.audit_head (
  tenant_id uuid NOT NULL PRIMARY KEY REFERENCES platform.tenant (id),
  seq       bigint NOT NULL,
  hash      bytea NOT NULL CHECK (octet_length(hash) = 32)
);
SELECT platform.protect('crm.audit_head', 'SELECT, INSERT, UPDATE');
