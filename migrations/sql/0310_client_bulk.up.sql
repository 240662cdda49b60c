-- as: crm_owner
-- One act on many clients. Whom it takes is fixed when it begins; each row keeps what became of it and how the client stood.
CREATE TABLE crm.client_bulk (
  tenant_id     uuid NOT NULL REFERENCES platform.tenant (id),
  id            uuid NOT NULL,
  version       int NOT NULL DEFAULT 1,
  state         text NOT NULL CHECK (state IN ('running', 'done', 'stopped', 'undoing', 'undone')),
  work          int NOT NULL DEFAULT 1,
  act           text NOT NULL CHECK (act IN ('assign', 'sales_status', 'retention_status', 'tags', 'archive')),
  terms         text NOT NULL CHECK (length(terms) <= 8000),
  reason_sealed bytea,
  request_key   text NOT NULL CHECK (length(request_key) BETWEEN 8 AND 80),
  request_hash  bytea NOT NULL,
  total         int NOT NULL DEFAULT 0 CHECK (total >= 0),
  next_row      int NOT NULL DEFAULT 1,
  turn          int NOT NULL DEFAULT 0,
  changed       int NOT NULL DEFAULT 0,
  same          int NOT NULL DEFAULT 0,
  refused       int NOT NULL DEFAULT 0,
  undone        int NOT NULL DEFAULT 0,
  undo_refused  int NOT NULL DEFAULT 0,
  created_by    uuid NOT NULL,
  created_at    timestamptz NOT NULL,
  ended_at      timestamptz,
  undo_until    timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, created_by) REFERENCES crm.staff (tenant_id, id)
);
COMMENT ON COLUMN crm.client_bulk.work IS 'grows with every piece of work that is begun: an older job stops when it sees another number';
COMMENT ON COLUMN crm.client_bulk.terms IS 'what the act sets, as ids';
COMMENT ON COLUMN crm.client_bulk.request_hash IS 'keyed digest of what was asked: the same name with another wish is refused';
COMMENT ON COLUMN crm.client_bulk.next_row IS 'the row that is worked off next: moves in the commit that works rows off';
COMMENT ON COLUMN crm.client_bulk.turn IS 'clients given away in turn so far';
CREATE UNIQUE INDEX client_bulk_request ON crm.client_bulk (tenant_id, created_by, request_key);
CREATE INDEX client_bulk_created ON crm.client_bulk (tenant_id, created_by, created_at DESC, id DESC);
SELECT platform.protect('crm.client_bulk', 'SELECT, INSERT, UPDATE');

CREATE TABLE crm.client_bulk_row (
  tenant_id      uuid NOT NULL REFERENCES platform.tenant (id),
  bulk_id        uuid NOT NULL,
  n              int NOT NULL CHECK (n > 0),
  client_id      uuid,
  client_version int NOT NULL,
  outcome        text NOT NULL DEFAULT 'waiting' CHECK (outcome IN ('waiting', 'changed', 'same', 'refused', 'undone', 'undo_refused')),
  code           text CHECK (length(code) <= 40),
  was            text CHECK (length(was) <= 2000),
  became         text CHECK (length(became) <= 2000),
  before         text CHECK (length(before) <= 20000),
  told_event     uuid,
  undone_event   uuid,
  PRIMARY KEY (tenant_id, bulk_id, n),
  FOREIGN KEY (tenant_id, bulk_id) REFERENCES crm.client_bulk (tenant_id, id),
  FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client (tenant_id, id) ON DELETE SET NULL (client_id)
);
COMMENT ON COLUMN crm.client_bulk_row.client_version IS 'as the client was chosen; once changed, as the act left him';
COMMENT ON COLUMN crm.client_bulk_row.code IS 'why a row was refused';
COMMENT ON COLUMN crm.client_bulk_row.was IS 'before, in the words of the broker: names of people, statuses, tags';
COMMENT ON COLUMN crm.client_bulk_row.before IS 'before, as ids, for undo';
COMMENT ON COLUMN crm.client_bulk_row.told_event IS 'the event of the trail that tells of the batch';
CREATE INDEX client_bulk_row_outcome ON crm.client_bulk_row (tenant_id, bulk_id, outcome, n);
CREATE INDEX client_bulk_row_client ON crm.client_bulk_row (tenant_id, client_id);
SELECT platform.protect('crm.client_bulk_row', 'SELECT, INSERT, UPDATE');
