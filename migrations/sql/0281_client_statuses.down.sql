-- as: crm_owner
DROP TABLE crm.client_status_step;
ALTER TABLE crm.client_status_option DROP COLUMN any_next, DROP COLUMN retired_at, DROP COLUMN version;
