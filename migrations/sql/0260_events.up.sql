-- as: crm_owner
-- What happened, told to the broker's websites: ids only, written in the commit of what it tells of. The sequence grows in the
-- order of commits, because the head is locked until the commit: who has read up to a number has missed nothing before it.
CREATE TABLE crm.event (
  tenant_id    uuid NOT NULL REFERENCES platform.tenant (id),
  seq          bigint NOT NULL CHECK (seq > 0),
  id           uuid NOT NULL,
  type         text NOT NULL CHECK (length(type) BETWEEN 3 AND 60),
  at           timestamptz NOT NULL,
  -- no foreign key: a client that was taken back is still told of
  client_id    uuid NOT NULL,
  account_id   uuid,
  operation_id uuid,
  command_id   uuid,
  position     bigint,
  PRIMARY KEY (tenant_id, seq),
  FOREIGN KEY (tenant_id, account_id) REFERENCES crm.trading_account (tenant_id, id),
  FOREIGN KEY (tenant_id, operation_id) REFERENCES crm.balance_operation (tenant_id, id),
  FOREIGN KEY (tenant_id, command_id) REFERENCES crm.trade_command (tenant_id, id)
);
SELECT platform.protect('crm.event', 'SELECT, INSERT, DELETE');

-- The newest event, and up to which number events were cleared.
CREATE TABLE crm.event_head (
  tenant_id  uuid NOT NULL PRIMARY KEY REFERENCES platform.tenant (id),
  seq        bigint NOT NULL CHECK (seq >= 0),
  cleared_to bigint NOT NULL CHECK (cleared_to >= 0)
);
SELECT platform.protect('crm.event_head', 'SELECT, INSERT, UPDATE');
