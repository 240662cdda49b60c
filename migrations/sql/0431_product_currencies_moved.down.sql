-- as: crm_backfill
-- Of several currencies the first by name is kept: there is room for one.
ALTER TABLE crm.account_opening ALTER COLUMN currency DROP NOT NULL, ALTER COLUMN group_name DROP NOT NULL, ALTER COLUMN digits DROP NOT NULL;
ALTER TABLE crm.account_product
  ADD COLUMN group_name text CHECK (length(group_name) BETWEEN 1 AND 64),
  ADD COLUMN currency text CHECK (currency ~ '^[A-Z]{3}$'),
  ADD COLUMN digits smallint CHECK (digits BETWEEN 0 AND 8),
  ADD COLUMN minimum_deposit bigint NOT NULL DEFAULT 0 CHECK (minimum_deposit >= 0);
UPDATE crm.account_product p SET group_name = c.group_name, currency = c.currency, digits = c.digits, minimum_deposit = c.minimum_deposit
  FROM crm.account_product_currency c
  WHERE c.tenant_id = p.tenant_id AND c.product_id = p.id
    AND c.currency = (SELECT min(f.currency) FROM crm.account_product_currency f WHERE f.tenant_id = p.tenant_id AND f.product_id = p.id);
ALTER TABLE crm.account_product ALTER COLUMN group_name SET NOT NULL, ALTER COLUMN currency SET NOT NULL, ALTER COLUMN digits SET NOT NULL;
DELETE FROM crm.account_product_currency;
