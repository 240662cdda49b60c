-- as: crm_owner
ALTER TABLE crm.session DROP CONSTRAINT session_preview_role;
ALTER TABLE crm.session ADD CONSTRAINT session_preview_role FOREIGN KEY (tenant_id, preview_role_id) REFERENCES crm.role (tenant_id, id) ON DELETE SET NULL (preview_role_id) NOT VALID;
