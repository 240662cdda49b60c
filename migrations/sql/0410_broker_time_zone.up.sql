-- as: crm_owner
-- the operator may change a broker's time zone as he may its language
GRANT UPDATE (time_zone) ON crm.tenant_setting TO crm_provision;
