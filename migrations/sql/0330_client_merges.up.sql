-- as: crm_owner
-- A client that was merged away stays as it stood, under its own key, and points at the client that was kept.
ALTER TABLE crm.client ADD COLUMN merged_into_id uuid;
ALTER TABLE crm.client ADD CONSTRAINT client_merged_into_fkey FOREIGN KEY (tenant_id, merged_into_id) REFERENCES crm.client (tenant_id, id) NOT VALID;
COMMENT ON COLUMN crm.client.merged_into_id IS 'the client that was kept; a client that has this is found nowhere';
CREATE INDEX client_merged ON crm.client (tenant_id, merged_into_id) WHERE merged_into_id IS NOT NULL;

-- Contacts that several clients share lie side by side.
CREATE INDEX client_contact_shared ON crm.client_contact (tenant_id, kind, bidx, client_id);

-- One merge, with what it takes to go back: ids and columns, sealed under the kept client's key.
CREATE TABLE crm.client_merge (
  tenant_id     uuid NOT NULL REFERENCES platform.tenant (id),
  id            uuid NOT NULL,
  kept_id       uuid NOT NULL,
  before_sealed bytea,
  created_by    uuid NOT NULL,
  created_at    timestamptz NOT NULL,
  undo_until    timestamptz NOT NULL,
  undone_at     timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, kept_id) REFERENCES crm.client (tenant_id, id),
  FOREIGN KEY (tenant_id, created_by) REFERENCES crm.staff (tenant_id, id)
);
COMMENT ON COLUMN crm.client_merge.before_sealed IS 'gone once the merge was taken back, or can no longer be';
CREATE INDEX client_merge_kept ON crm.client_merge (tenant_id, kept_id, created_at DESC, id DESC);
CREATE INDEX client_merge_by ON crm.client_merge (tenant_id, created_by);
CREATE INDEX client_merge_until ON crm.client_merge (tenant_id, undo_until) WHERE before_sealed IS NOT NULL;
SELECT platform.protect('crm.client_merge', 'SELECT, INSERT, UPDATE');

-- Who was merged away by it.
CREATE TABLE crm.client_merge_part (
  tenant_id uuid NOT NULL REFERENCES platform.tenant (id),
  merge_id  uuid NOT NULL,
  client_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, merge_id, client_id),
  FOREIGN KEY (tenant_id, merge_id) REFERENCES crm.client_merge (tenant_id, id),
  FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client (tenant_id, id)
);
CREATE INDEX client_merge_part_client ON crm.client_merge_part (tenant_id, client_id);
SELECT platform.protect('crm.client_merge_part', 'SELECT, INSERT');

-- Two clients that somebody said are not the same person; the smaller id stands first. The trail has who said so.
CREATE TABLE crm.client_distinct (
  tenant_id uuid NOT NULL REFERENCES platform.tenant (id),
  one_id    uuid NOT NULL,
  other_id  uuid NOT NULL,
  said_at   timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, one_id, other_id),
  FOREIGN KEY (tenant_id, one_id) REFERENCES crm.client (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, other_id) REFERENCES crm.client (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX client_distinct_other ON crm.client_distinct (tenant_id, other_id);
SELECT platform.protect('crm.client_distinct', 'SELECT, INSERT, DELETE');
