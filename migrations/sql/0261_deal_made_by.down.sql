-- as: crm_owner
ALTER TABLE crm.deal DROP COLUMN made_by;
