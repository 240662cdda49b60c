-- as: crm_owner
DROP TABLE crm.account_opening, crm.trading_account_state, crm.trading_account, crm.account_product;
