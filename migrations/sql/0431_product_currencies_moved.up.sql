-- as: crm_backfill
-- Every product begins with the one currency that it had.
INSERT INTO crm.account_product_currency (tenant_id, product_id, currency, group_name, digits, minimum_deposit)
  SELECT tenant_id, id, currency, group_name, digits, minimum_deposit FROM crm.account_product;
UPDATE crm.account_opening o SET currency = p.currency, group_name = p.group_name, digits = p.digits
  FROM crm.account_product p WHERE p.tenant_id = o.tenant_id AND p.id = o.product_id;
ALTER TABLE crm.account_product DROP COLUMN currency, DROP COLUMN group_name, DROP COLUMN digits, DROP COLUMN minimum_deposit;
ALTER TABLE crm.account_opening ALTER COLUMN currency SET NOT NULL, ALTER COLUMN group_name SET NOT NULL, ALTER COLUMN digits SET NOT NULL;
