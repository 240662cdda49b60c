-- as: crm_owner
DROP TABLE crm.audit_head, crm.audit_value, crm.audit_event;
