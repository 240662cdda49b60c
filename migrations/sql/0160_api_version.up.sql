-- as: crm_owner
-- Which form of the API a website's key speaks: the newest on the day the key was made. A key from before the column
-- speaks the first form. The default goes away again, so that each new key must say it.
ALTER TABLE crm.api_key ADD COLUMN api_version text NOT NULL DEFAULT '2026-11-22'
  CONSTRAINT api_key_api_version_check CHECK (api_version ~ '^20[0-9]{2}-[01][0-9]-[0-3][0-9]$');
ALTER TABLE crm.api_key ALTER COLUMN api_version DROP DEFAULT;
