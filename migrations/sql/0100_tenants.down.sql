-- as: crm_owner
DROP TABLE platform.tenant_host, platform.tenant;
