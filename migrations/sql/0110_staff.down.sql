-- as: crm_owner
ALTER TABLE crm.team DROP CONSTRAINT team_tenant_id_leader_id_fkey;
DROP TABLE crm.staff_role, crm.role_field, crm.role_grant, crm.role, crm.recovery_code, crm.credential, crm.counter, crm.tenant_data_key, crm.access_version, crm.brand, crm.tenant_setting;
DROP TABLE crm.staff; DROP TABLE crm.team;
