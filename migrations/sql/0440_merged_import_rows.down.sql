-- as: crm_owner
ALTER TABLE crm.client_import_block DROP CONSTRAINT client_import_block_kind_check;
ALTER TABLE crm.client_import_block ADD CONSTRAINT client_import_block_kind_check CHECK (kind IN ('file', 'rows')) NOT VALID;
