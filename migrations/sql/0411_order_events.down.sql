-- as: crm_owner
DROP TABLE crm.waiting_order;
ALTER TABLE crm.event DROP COLUMN deal, DROP COLUMN order_ticket;
