-- as: crm_owner
DROP TABLE crm.trading_lease, crm.trading_server_health, crm.trading_server, platform.trading_host;
