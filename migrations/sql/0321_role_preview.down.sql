-- as: crm_owner
ALTER TABLE crm.session DROP COLUMN preview_role_id, DROP COLUMN preview_until;
