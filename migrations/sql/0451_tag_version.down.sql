-- as: crm_owner
ALTER TABLE crm.tag DROP COLUMN version;
