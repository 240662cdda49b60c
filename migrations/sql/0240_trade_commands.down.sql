-- as: crm_owner
DROP TABLE crm.trade_command, crm.dealing_rule;
