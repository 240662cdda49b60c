-- as: crm_owner
DROP TABLE crm.cover;
