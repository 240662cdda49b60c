-- as: crm_owner
DROP TABLE crm.idempotency, crm.api_key, crm.throttle, crm.session;
