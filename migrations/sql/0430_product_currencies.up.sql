-- as: crm_owner
-- What a product offers in each of its currencies: a group of the server and the smallest first deposit (minor units). On
-- MetaTrader a group has one currency for ever, so a product of several currencies is a group for each.
CREATE TABLE crm.account_product_currency (
  tenant_id       uuid NOT NULL REFERENCES platform.tenant (id),
  product_id      uuid NOT NULL,
  currency        text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  group_name      text NOT NULL CHECK (length(group_name) BETWEEN 1 AND 64),
  digits          smallint NOT NULL CHECK (digits BETWEEN 0 AND 8),
  minimum_deposit bigint NOT NULL DEFAULT 0 CHECK (minimum_deposit >= 0),
  PRIMARY KEY (tenant_id, product_id, currency),
  FOREIGN KEY (tenant_id, product_id) REFERENCES crm.account_product (tenant_id, id)
);
SELECT platform.protect('crm.account_product_currency');

-- An opening keeps what it was sent with: the product may offer something else by the time it is looked up.
ALTER TABLE crm.account_opening
  ADD COLUMN currency text CHECK (currency ~ '^[A-Z]{3}$'),
  ADD COLUMN group_name text CHECK (length(group_name) BETWEEN 1 AND 64),
  ADD COLUMN digits smallint CHECK (digits BETWEEN 0 AND 8);
