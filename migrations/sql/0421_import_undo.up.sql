-- as: crm_owner
-- Of the clients that an undo takes away those whom the trail names are archived and not deleted: they are counted apart.
ALTER TABLE crm.client_import ADD COLUMN undo_archived int NOT NULL DEFAULT 0;
