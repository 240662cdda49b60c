-- as: crm_owner
-- Clients that come from files. What was in a file is sealed with a key of the import, which is destroyed after some days.
CREATE TABLE crm.client_import (
  tenant_id        uuid NOT NULL REFERENCES platform.tenant (id),
  id               uuid NOT NULL,
  version          int NOT NULL DEFAULT 1,
  state            text NOT NULL CHECK (state IN ('uploading', 'reading', 'refused', 'mapping', 'checking', 'checked', 'committing', 'paused', 'cancelled', 'committed', 'undoing', 'undone')),
  work             int NOT NULL DEFAULT 0,
  file_name_sealed bytea NOT NULL,
  size             bigint NOT NULL CHECK (size > 0),
  received         bigint NOT NULL DEFAULT 0,
  data_key         bytea,
  file_hash        bytea CHECK (octet_length(file_hash) = 32),
  sheet_hash       bytea CHECK (octet_length(sheet_hash) = 32),
  format           text CHECK (format IN ('csv', 'xlsx')),
  told_sealed      bytea,
  mapping_sealed   bytea,
  remembered       bool NOT NULL DEFAULT false,
  refusal_code     text CHECK (length(refusal_code) <= 60),
  refusal          text CHECK (length(refusal) <= 400),
  line_count       int NOT NULL DEFAULT 0,
  block_count      int NOT NULL DEFAULT 0,
  done             int NOT NULL DEFAULT 0,
  total            int NOT NULL DEFAULT 0,
  phase_at         timestamptz NOT NULL,
  counts           text,
  next_block       int NOT NULL DEFAULT 0,
  turn             int NOT NULL DEFAULT 0,
  skip_bad         bool NOT NULL DEFAULT false,
  created          int NOT NULL DEFAULT 0,
  updated          int NOT NULL DEFAULT 0,
  skipped          int NOT NULL DEFAULT 0,
  failed           int NOT NULL DEFAULT 0,
  repeats          int NOT NULL DEFAULT 0,
  matches          int NOT NULL DEFAULT 0,
  undo_deleted     int NOT NULL DEFAULT 0,
  undo_restored    int NOT NULL DEFAULT 0,
  undo_refused     int NOT NULL DEFAULT 0,
  created_by       uuid NOT NULL,
  work_by          uuid NOT NULL,
  created_at       timestamptz NOT NULL,
  committed_at     timestamptz,
  kept_until       timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, created_by) REFERENCES crm.staff (tenant_id, id),
  FOREIGN KEY (tenant_id, work_by) REFERENCES crm.staff (tenant_id, id)
);
COMMENT ON COLUMN crm.client_import.work IS 'grows with every piece of work that is begun: an older job stops when it sees another number';
COMMENT ON COLUMN crm.client_import.data_key IS 'wrapped; destroyed at kept_until, and with it file, rows and undo';
COMMENT ON COLUMN crm.client_import.sheet_hash IS 'of the file and the sheet that is read';
COMMENT ON COLUMN crm.client_import.next_block IS 'the block that is worked off next: moves in the commit that works one off';
COMMENT ON COLUMN crm.client_import.turn IS 'new clients given away so far';
COMMENT ON COLUMN crm.client_import.work_by IS 'whose rights the work is done under: who began it';
-- The same sheet of the same file is in the book once, until it is taken back (IMPT-08).
CREATE UNIQUE INDEX client_import_once ON crm.client_import (tenant_id, sheet_hash) WHERE state IN ('committing', 'paused', 'cancelled', 'committed', 'undoing');
CREATE INDEX client_import_created ON crm.client_import (tenant_id, created_at DESC, id DESC);
CREATE INDEX client_import_kept ON crm.client_import (tenant_id, kept_until) WHERE data_key IS NOT NULL;
SELECT platform.protect('crm.client_import', 'SELECT, INSERT, UPDATE');

-- The file as it came, in parts; its rows, as they were read, in blocks.
CREATE TABLE crm.client_import_block (
  tenant_id  uuid NOT NULL REFERENCES platform.tenant (id),
  import_id  uuid NOT NULL,
  kind       text NOT NULL CHECK (kind IN ('file', 'rows')),
  n          int NOT NULL CHECK (n >= 0),
  first_line int NOT NULL DEFAULT 0,
  last_line  int NOT NULL DEFAULT 0,
  size       int NOT NULL CHECK (size >= 0),
  sealed     bytea NOT NULL,
  PRIMARY KEY (tenant_id, import_id, kind, n),
  FOREIGN KEY (tenant_id, import_id) REFERENCES crm.client_import (tenant_id, id)
);
ALTER TABLE crm.client_import_block ALTER COLUMN sealed SET STORAGE EXTERNAL;
SELECT platform.protect('crm.client_import_block');

-- Cells that somebody mended.
CREATE TABLE crm.client_import_cell (
  tenant_id    uuid NOT NULL REFERENCES platform.tenant (id),
  import_id    uuid NOT NULL,
  line         int NOT NULL CHECK (line > 0),
  col          int NOT NULL CHECK (col >= 0),
  value_sealed bytea NOT NULL,
  PRIMARY KEY (tenant_id, import_id, line, col),
  FOREIGN KEY (tenant_id, import_id) REFERENCES crm.client_import (tenant_id, id)
);
SELECT platform.protect('crm.client_import_cell');

-- What would become, and what became, of each row; with the picture of a client before it was changed.
CREATE TABLE crm.client_import_row (
  tenant_id      uuid NOT NULL REFERENCES platform.tenant (id),
  import_id      uuid NOT NULL,
  line           int NOT NULL CHECK (line > 0),
  outcome        text NOT NULL CHECK (outcome IN ('create', 'update', 'skip', 'error', 'undo_refused', 'undone')),
  repeats        int,
  client_id      uuid,
  client_version int,
  before_sealed  bytea,
  problems       text,
  PRIMARY KEY (tenant_id, import_id, line),
  FOREIGN KEY (tenant_id, import_id) REFERENCES crm.client_import (tenant_id, id),
  FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client (tenant_id, id)
);
COMMENT ON COLUMN crm.client_import_row.repeats IS 'line of the earlier row that is the same person';
COMMENT ON COLUMN crm.client_import_row.problems IS 'codes, places and how to mend them; never what stands there';
CREATE INDEX client_import_row_outcome ON crm.client_import_row (tenant_id, import_id, outcome, line);
CREATE INDEX client_import_row_client ON crm.client_import_row (tenant_id, client_id);
SELECT platform.protect('crm.client_import_row');

-- How a file with these headers was mapped last.
CREATE TABLE crm.client_import_memory (
  tenant_id      uuid NOT NULL REFERENCES platform.tenant (id),
  fingerprint    uuid NOT NULL,
  mapping_sealed bytea NOT NULL,
  used_at        timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, fingerprint)
);
COMMENT ON COLUMN crm.client_import_memory.fingerprint IS 'the first half of a keyed digest of the names of columns';
SELECT platform.protect('crm.client_import_memory');

-- What a client is called elsewhere; found again by it, not unique.
CREATE TABLE crm.client_external_id (
  tenant_id   uuid NOT NULL REFERENCES platform.tenant (id),
  external_id text COLLATE "C" NOT NULL CHECK (length(external_id) BETWEEN 1 AND 100),
  client_id   uuid NOT NULL,
  PRIMARY KEY (tenant_id, external_id, client_id),
  FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX client_external_id_client ON crm.client_external_id (tenant_id, client_id);
SELECT platform.protect('crm.client_external_id');

-- Undo deletes clients: what points at them is looked up by client.
CREATE INDEX client_visit_client ON crm.client_visit (tenant_id, client_id);
CREATE INDEX reveal_client ON crm.reveal (tenant_id, client_id);
CREATE INDEX audit_value_client ON crm.audit_value (tenant_id, client_id) WHERE client_id IS NOT NULL;
