-- as: crm_owner
-- Events tell which deal and which waiting order they are about: their numbers on the server.
ALTER TABLE crm.event ADD COLUMN deal bigint, ADD COLUMN order_ticket bigint;

-- The orders that wait on the servers, as websites were told of them. Whoever polls a server tells the difference, in the
-- commit that writes it down here.
CREATE TABLE crm.waiting_order (
  tenant_id  uuid NOT NULL REFERENCES platform.tenant (id),
  account_id uuid NOT NULL,
  ticket     bigint NOT NULL CHECK (ticket > 0),
  looks      text NOT NULL CHECK (length(looks) <= 400),
  placed_at  timestamptz NOT NULL,
  gone_at    timestamptz,
  PRIMARY KEY (tenant_id, account_id, ticket),
  FOREIGN KEY (tenant_id, account_id) REFERENCES crm.trading_account (tenant_id, id)
);
COMMENT ON COLUMN crm.waiting_order.looks IS 'its terms: another text is another order to look at';
COMMENT ON COLUMN crm.waiting_order.gone_at IS 'since when the server does not show it; its deals tell what became of it';
SELECT platform.protect('crm.waiting_order');
