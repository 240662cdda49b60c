-- as: crm_owner
ALTER TABLE crm.api_key DROP COLUMN api_version;
