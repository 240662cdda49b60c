-- as: crm_owner
DROP TABLE crm.role_deny;
ALTER TABLE crm.staff_role DROP COLUMN expires_at;
