-- as: crm_owner
DROP INDEX crm.audit_event_outcome;
DROP TABLE crm.cover;
