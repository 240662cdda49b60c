-- as: crm_owner
DROP TABLE crm.role_deny;
ALTER TABLE crm.staff_role DROP COLUMN expires_at;
ALTER TABLE crm.session DROP COLUMN preview_role_id, DROP COLUMN preview_until;
