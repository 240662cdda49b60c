-- as: crm_owner
-- Onboarding writes a broker's first rows, table by table, and its events. It reads what it may have to compare with its template;
-- it reads no client, no person's sealed e-mail, no credential, and it changes nothing that is there but the wrapping of data keys.
GRANT SELECT, INSERT ON crm.tenant_setting, crm.brand, crm.access_version, crm.counter, crm.team, crm.role, crm.role_grant,
  crm.role_field, crm.staff_role, crm.client_status_option, crm.tag TO crm_provision;
GRANT INSERT ON crm.tenant_data_key, crm.staff, crm.credential, crm.one_time_token TO crm_provision;
GRANT SELECT (tenant_id, id, team_id, status) ON crm.staff TO crm_provision;
-- another key above all keys: what wraps a data key changes, the data key does not
GRANT SELECT (tenant_id, version, kek, wrapped), UPDATE (kek, wrapped) ON crm.tenant_data_key TO crm_provision;
-- the audit writer
GRANT INSERT ON crm.audit_event, crm.audit_value TO crm_provision;
GRANT SELECT, INSERT, UPDATE (seq, hash) ON crm.audit_head TO crm_provision;
