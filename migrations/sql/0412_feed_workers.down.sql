-- as: crm_owner
DROP TABLE queue.feed_worker;
