-- as: crm_owner
-- An operator adds a permission to a broker's role: who holds the role notices by the two versions.
GRANT UPDATE (version) ON crm.access_version, crm.role TO crm_provision;
