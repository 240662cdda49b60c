-- as: crm_owner
REVOKE UPDATE (version) ON crm.access_version, crm.role FROM crm_provision;
