-- as: crm_owner
DROP TABLE crm.event_head;
DROP TABLE crm.event;
