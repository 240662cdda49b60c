-- as: crm_owner
DROP INDEX crm.deal_deposit;
DROP TABLE crm.account_password_rule;
ALTER TABLE crm.one_time_token DROP CONSTRAINT one_time_token_purpose_check;
ALTER TABLE crm.one_time_token ADD CONSTRAINT one_time_token_purpose_check CHECK (purpose IN ('invite', 'reset', 'client_credential', 'undo'));
