-- as: crm_owner
REVOKE ALL ON crm.tenant_setting, crm.brand, crm.access_version, crm.counter, crm.team, crm.role, crm.role_grant,
  crm.role_field, crm.staff_role, crm.client_status_option, crm.tag, crm.tenant_data_key, crm.staff, crm.credential, crm.one_time_token,
  crm.audit_event, crm.audit_value, crm.audit_head FROM crm_provision;
