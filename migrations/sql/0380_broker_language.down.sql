-- as: crm_owner
ALTER TABLE crm.tenant_setting DROP COLUMN language;
