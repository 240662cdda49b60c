-- as: crm_lookup
DROP FUNCTION platform.tenant_by_slug(text), platform.tenant_by_host(text);
