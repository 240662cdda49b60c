-- as: crm_owner
DROP INDEX crm.client_fresh, crm.client_fresh_all;
ALTER TABLE crm.client DROP COLUMN do_not_call, DROP COLUMN do_not_call_reason_sealed, DROP COLUMN do_not_call_at, DROP COLUMN do_not_call_by;
DROP TABLE crm.task;
DROP TABLE crm.client_status_step;
ALTER TABLE crm.client_status_option DROP COLUMN any_next, DROP COLUMN retired_at, DROP COLUMN version;
