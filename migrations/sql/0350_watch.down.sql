-- as: crm_owner
DROP TABLE crm.audit_file;
DROP INDEX crm.audit_event_watched;
DROP TABLE crm.watch_alert;
DROP TABLE crm.watch_rule;
