-- as: crm_owner
ALTER TABLE crm.client DROP CONSTRAINT client_merged_into_fkey;
ALTER TABLE crm.client ADD CONSTRAINT client_merged_into_fkey FOREIGN KEY (tenant_id, merged_into_id) REFERENCES crm.client (tenant_id, id) NOT VALID;
