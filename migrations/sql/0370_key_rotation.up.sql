-- as: crm_owner
-- A broker gets another data key. How far everything is that the former one sealed: a job goes through it block by block.
CREATE TABLE crm.key_rotation (
  tenant_id   uuid NOT NULL REFERENCES platform.tenant (id),
  version     int NOT NULL,
  step        text NOT NULL,
  after       uuid,
  changed     bigint NOT NULL DEFAULT 0,
  started_at  timestamptz NOT NULL,
  finished_at timestamptz,
  PRIMARY KEY (tenant_id, version),
  FOREIGN KEY (tenant_id, version) REFERENCES crm.tenant_data_key (tenant_id, version)
);
COMMENT ON COLUMN crm.key_rotation.after IS 'the last row of the step that was looked at';
CREATE UNIQUE INDEX key_rotation_open ON crm.key_rotation (tenant_id) WHERE finished_at IS NULL;
SELECT platform.protect('crm.key_rotation', 'SELECT, INSERT, UPDATE');
GRANT SELECT, INSERT ON crm.key_rotation TO crm_provision;
