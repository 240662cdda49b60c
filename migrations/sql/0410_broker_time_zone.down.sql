-- as: crm_owner
REVOKE UPDATE (time_zone) ON crm.tenant_setting FROM crm_provision;
