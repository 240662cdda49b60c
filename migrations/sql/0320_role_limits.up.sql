-- as: crm_owner
-- Roles that end by themselves, and what a role takes away whatever the other roles give.
ALTER TABLE crm.staff_role ADD COLUMN expires_at timestamptz;
COMMENT ON COLUMN crm.staff_role.expires_at IS 'not included; without one until it is taken away. Whether it holds is read from the instant: no job ends it';

-- Apart from role_grant, so that what reads grants and knows nothing of denials can never take one for a grant.
CREATE TABLE crm.role_deny (
  tenant_id uuid NOT NULL REFERENCES platform.tenant (id),
  role_id   uuid NOT NULL,
  kind      text NOT NULL CHECK (kind IN ('permission', 'field')),
  name      text NOT NULL,
  PRIMARY KEY (tenant_id, role_id, kind, name),
  FOREIGN KEY (tenant_id, role_id) REFERENCES crm.role (tenant_id, id) ON DELETE CASCADE
);
COMMENT ON COLUMN crm.role_deny.name IS 'a permission of the catalogue, or a class of fields';
SELECT platform.protect('crm.role_deny');
GRANT SELECT, INSERT ON crm.role_deny TO crm_provision;

-- A session may look at the portal as one role would, for half an hour at most, and changes nothing meanwhile.
ALTER TABLE crm.session ADD COLUMN preview_role_id uuid, ADD COLUMN preview_until timestamptz,
  ADD CONSTRAINT session_preview_role FOREIGN KEY (tenant_id, preview_role_id) REFERENCES crm.role (tenant_id, id) ON DELETE SET NULL (preview_role_id) NOT VALID;
CREATE INDEX session_preview_role ON crm.session (tenant_id, preview_role_id) WHERE preview_role_id IS NOT NULL;
COMMENT ON COLUMN crm.session.preview_until IS 'not included; read from the instant, no job ends it';
