-- as: crm_owner
DROP TABLE crm.live_book;
