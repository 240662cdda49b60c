-- as: crm_owner
-- How a broker deals. Without a row: alone up to 10 lots, 20 points of slippage, no fresh second factor.
CREATE TABLE crm.dealing_rule (
  tenant_id    uuid NOT NULL REFERENCES platform.tenant (id),
  alone_up_to  bigint NOT NULL CHECK (alone_up_to >= 0),
  max_slippage int NOT NULL CHECK (max_slippage >= 0),
  step_up      bool NOT NULL,
  version      int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id)
);
COMMENT ON COLUMN crm.dealing_rule.alone_up_to IS 'hundred-millionths of a lot; a larger command needs a second person';
COMMENT ON COLUMN crm.dealing_rule.max_slippage IS 'points by which the market may have moved against the client since the price was shown';
SELECT platform.protect('crm.dealing_rule');

-- What people of the broker asked trading servers for on clients' accounts. `sending` is committed before the first byte
-- leaves; a row found in it is looked up by its tag, or by how the position or order stands, and never sent again.
-- Volumes are hundred-millionths of a lot, prices hundred-millionths.
CREATE TABLE crm.trade_command (
  tenant_id          uuid NOT NULL REFERENCES platform.tenant (id),
  id                 uuid NOT NULL,
  account_id         uuid NOT NULL,
  kind               text NOT NULL CHECK (kind IN ('open', 'close', 'close_by', 'modify_position', 'place_order', 'modify_order', 'cancel_order', 'activate_order')),
  symbol             text NOT NULL CHECK (length(symbol) BETWEEN 1 AND 64),
  digits             smallint NOT NULL CHECK (digits BETWEEN 0 AND 8),
  side               text CHECK (side IN ('buy', 'sell')),
  pending_kind       text CHECK (pending_kind IN ('buy_limit', 'sell_limit', 'buy_stop', 'sell_stop', 'buy_stop_limit', 'sell_stop_limit')),
  lots               bigint NOT NULL CHECK (lots > 0),
  ticket             bigint,
  by_ticket          bigint,
  price              bigint,
  price_trigger      bigint,
  stop_loss          bigint,
  take_profit        bigint,
  max_slippage       int NOT NULL CHECK (max_slippage >= 0),
  expires_at         timestamptz,
  request_key        text NOT NULL CHECK (length(request_key) BETWEEN 8 AND 80),
  reference          bytea NOT NULL CHECK (octet_length(reference) = 10),
  state              text NOT NULL CHECK (state IN ('cancelled', 'requested', 'sending', 'confirmed', 'partial', 'rejected', 'unknown', 'not_applied', 'declined')),
  needs_approval     bool NOT NULL,
  reason_sealed      bytea NOT NULL,
  before_lots        bigint,
  before_price       bigint,
  before_stop_loss   bigint,
  before_take_profit bigint,
  after_lots         bigint,
  after_price        bigint,
  after_stop_loss    bigint,
  after_take_profit  bigint,
  filled_lots        bigint,
  filled_price       bigint,
  slippage           bigint,
  deal               bigint,
  order_ticket       bigint,
  said               text CHECK (length(said) <= 400),
  took_ms            int CHECK (took_ms >= 0),
  version            int NOT NULL DEFAULT 1,
  requested_by       uuid NOT NULL,
  requested_at       timestamptz NOT NULL,
  decided_by         uuid,
  decided_at         timestamptz,
  sent_at            timestamptz,
  ended_at           timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, reference),
  UNIQUE (tenant_id, request_key),
  CHECK (decided_by <> requested_by OR state = 'cancelled'),
  FOREIGN KEY (tenant_id, account_id) REFERENCES crm.trading_account (tenant_id, id),
  FOREIGN KEY (tenant_id, requested_by) REFERENCES crm.staff (tenant_id, id),
  FOREIGN KEY (tenant_id, decided_by) REFERENCES crm.staff (tenant_id, id)
);
COMMENT ON COLUMN crm.trade_command.price IS 'shown to the person who asked (market), or the order''s price (waiting)';
COMMENT ON COLUMN crm.trade_command.slippage IS 'points; above zero is worse for the client';
CREATE INDEX trade_command_requested ON crm.trade_command (tenant_id, requested_at DESC, id DESC);
CREATE INDEX trade_command_account ON crm.trade_command (tenant_id, account_id, requested_at DESC, id DESC);
CREATE INDEX trade_command_open ON crm.trade_command (tenant_id, sent_at) WHERE state IN ('sending', 'unknown');
CREATE INDEX trade_command_maker ON crm.trade_command (tenant_id, requested_by, requested_at DESC);
SELECT platform.protect('crm.trade_command', 'SELECT, INSERT, UPDATE');
