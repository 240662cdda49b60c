-- as: crm_owner
DROP TABLE queue.schedule, queue.job;
