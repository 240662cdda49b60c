-- as: crm_backfill
-- What was found out about clients stays true.
SELECT 1;
