-- as: crm_owner
DROP TABLE crm.staff_target;
