-- as: crm_owner
-- What rows of a file take over from later rows of the same people: sealed like the rows, a block beside each block of them.
ALTER TABLE crm.client_import_block DROP CONSTRAINT client_import_block_kind_check;
ALTER TABLE crm.client_import_block ADD CONSTRAINT client_import_block_kind_check CHECK (kind IN ('file', 'rows', 'merged'));
