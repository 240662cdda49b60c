-- as: crm_owner
DROP TABLE crm.equity_point, crm.deal_history, crm.deal_feed, crm.deal;
