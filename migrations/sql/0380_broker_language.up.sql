-- as: crm_owner
-- The language in which a broker is read before it is known who reads, and by those who chose none.
ALTER TABLE crm.tenant_setting ADD COLUMN language text NOT NULL DEFAULT 'en' CHECK (language ~ '^[a-z]{2,3}$');
COMMENT ON COLUMN crm.tenant_setting.language IS 'one of the languages that the portal speaks';
-- the operator may change it, and nothing else of the settings
GRANT UPDATE (language) ON crm.tenant_setting TO crm_provision;
