-- as: crm_owner
DROP TABLE crm.client_bulk_row, crm.client_bulk;
