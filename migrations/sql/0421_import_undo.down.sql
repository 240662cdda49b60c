-- as: crm_owner
ALTER TABLE crm.client_import DROP COLUMN undo_archived;
