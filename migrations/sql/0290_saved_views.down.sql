-- as: crm_owner
DROP TABLE crm.saved_view_of_role, crm.saved_view_of_staff, crm.saved_view;
