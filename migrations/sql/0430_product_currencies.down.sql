-- as: crm_owner
ALTER TABLE crm.account_opening DROP COLUMN currency, DROP COLUMN group_name, DROP COLUMN digits;
DROP TABLE crm.account_product_currency;
