-- as: crm_owner
DROP TABLE crm.permission_use;
