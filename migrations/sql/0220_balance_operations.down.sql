-- as: crm_owner
DROP TABLE crm.balance_comparison, crm.balance_finding, crm.balance_operation, crm.balance_band;
ALTER TABLE crm.trading_account DROP COLUMN money_frozen_at;
