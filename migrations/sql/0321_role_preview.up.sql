-- as: crm_owner
-- A session may look at the portal as one role would, for half an hour at most, and changes nothing meanwhile.
ALTER TABLE crm.session ADD COLUMN preview_role_id uuid, ADD COLUMN preview_until timestamptz,
  ADD CONSTRAINT session_preview_role FOREIGN KEY (tenant_id, preview_role_id) REFERENCES crm.role (tenant_id, id) ON DELETE SET NULL (preview_role_id);
CREATE INDEX session_preview_role ON crm.session (tenant_id, preview_role_id) WHERE preview_role_id IS NOT NULL;
COMMENT ON COLUMN crm.session.preview_until IS 'not included; read from the instant, no job ends it';
