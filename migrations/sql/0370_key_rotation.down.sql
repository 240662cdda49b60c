-- as: crm_owner
DROP TABLE crm.key_rotation;
