-- as: crm_owner
ALTER TABLE crm.session DROP COLUMN preview_draft;
