-- as: crm_owner
DROP TABLE crm.client_distinct;
DROP TABLE crm.client_merge_part;
DROP TABLE crm.client_merge;
DROP INDEX crm.client_contact_shared;
DROP INDEX crm.client_merged;
ALTER TABLE crm.client DROP COLUMN merged_into_id;
