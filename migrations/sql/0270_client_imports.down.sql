-- as: crm_owner
DROP TABLE crm.client_external_id, crm.client_import_memory, crm.client_import_row, crm.client_import_cell, crm.client_import_block, crm.client_import;
DROP INDEX crm.client_visit_client, crm.reveal_client, crm.audit_value_client;
