-- as: crm_owner
ALTER TABLE crm.client DROP CONSTRAINT client_do_not_call_by_fkey;
ALTER TABLE crm.client ADD CONSTRAINT client_do_not_call_by_fkey FOREIGN KEY (tenant_id, do_not_call_by) REFERENCES crm.staff (tenant_id, id) NOT VALID;
