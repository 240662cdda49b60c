-- as: crm_owner
-- Trading passwords by a one-time link to the client.
ALTER TABLE crm.one_time_token DROP CONSTRAINT one_time_token_purpose_check;
ALTER TABLE crm.one_time_token ADD CONSTRAINT one_time_token_purpose_check CHECK (purpose IN ('invite', 'reset', 'client_credential', 'undo', 'account_password'));

-- Whether staff may see trading passwords at all.
CREATE TABLE crm.account_password_rule (
  tenant_id    uuid NOT NULL REFERENCES platform.tenant (id),
  only_by_link bool NOT NULL,
  version      int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id)
);
COMMENT ON COLUMN crm.account_password_rule.only_by_link IS 'no password of an account is shown to staff: the client takes it by a one-time link';
SELECT platform.protect('crm.account_password_rule');

-- The last deposit of an account, beside each client of a list.
CREATE INDEX deal_deposit ON crm.deal (tenant_id, account_id, at) WHERE action = 'balance' AND profit > 0;
