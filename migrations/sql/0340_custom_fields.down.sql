-- as: crm_owner
DROP TABLE crm.profile_layout;
DROP TABLE crm.custom_value;
DROP TABLE crm.custom_choice;
DROP TABLE crm.custom_field;
