-- as: crm_owner
-- Executions and bookings of the CRM's trading accounts, each once. Money is in minor units of the account's currency.
CREATE TABLE crm.deal (
  tenant_id    uuid NOT NULL REFERENCES platform.tenant (id),
  account_id   uuid NOT NULL,
  ticket       bigint NOT NULL CHECK (ticket > 0),
  leg          smallint NOT NULL CHECK (leg BETWEEN 0 AND 2),
  action       text NOT NULL CHECK (action IN ('buy', 'sell', 'balance', 'credit', 'charge', 'correction', 'bonus', 'other', 'other_credit')),
  entry        text CHECK (entry IN ('in', 'out', 'in_out', 'out_by')),
  order_ticket bigint,
  position     bigint,
  symbol       text NOT NULL CHECK (length(symbol) <= 64),
  lots         bigint NOT NULL,
  price        numeric NOT NULL,
  profit       bigint NOT NULL,
  swap         bigint NOT NULL,
  commission   bigint NOT NULL,
  comment      text NOT NULL CHECK (length(comment) <= 200),
  reference    bytea CHECK (octet_length(reference) = 10),
  at           timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, account_id, ticket, leg),
  FOREIGN KEY (tenant_id, account_id) REFERENCES crm.trading_account (tenant_id, id)
);
COMMENT ON TABLE crm.deal IS 'an account names its server, so ticket and leg within an account name a deal for ever';
COMMENT ON COLUMN crm.deal.leg IS '0 the only one of its number; 1 and 2 the opening and the closing half of an MT4 order';
COMMENT ON COLUMN crm.deal.lots IS 'hundred-millionths of a lot';
COMMENT ON COLUMN crm.deal.profit IS 'of a booking its signed amount';
COMMENT ON COLUMN crm.deal.reference IS 'the CRM''s tag, where the comment carries one';
CREATE INDEX deal_account ON crm.deal (tenant_id, account_id, at, ticket, leg);
CREATE INDEX deal_at ON crm.deal (tenant_id, at, account_id, ticket, leg);
CREATE INDEX deal_symbol ON crm.deal (tenant_id, symbol, at);
CREATE INDEX deal_position ON crm.deal (tenant_id, position);
SELECT platform.protect('crm.deal');

-- Up to which deal a server's deals were seen, whoever's they are: where watching goes on after a pause.
CREATE TABLE crm.deal_feed (
  tenant_id uuid NOT NULL REFERENCES platform.tenant (id),
  server_id uuid NOT NULL,
  newest_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, server_id),
  FOREIGN KEY (tenant_id, server_id) REFERENCES crm.trading_server (tenant_id, id)
);
SELECT platform.protect('crm.deal_feed');

-- How far the past of an account was fetched.
CREATE TABLE crm.deal_history (
  tenant_id  uuid NOT NULL REFERENCES platform.tenant (id),
  account_id uuid NOT NULL,
  begun_at   timestamptz NOT NULL,
  reaches_to timestamptz NOT NULL,
  cursor     text CHECK (length(cursor) <= 200),
  whole_at   timestamptz,
  since      timestamptz,
  said       text CHECK (length(said) <= 400),
  PRIMARY KEY (tenant_id, account_id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES crm.trading_account (tenant_id, id)
);
COMMENT ON COLUMN crm.deal_history.since IS 'its first deal, once the past is whole; none where it has none';
COMMENT ON COLUMN crm.deal_history.said IS 'what stood in the way last';
SELECT platform.protect('crm.deal_history');

-- Figures of accounts over time: each hour in which they changed, later one a day.
CREATE TABLE crm.equity_point (
  tenant_id  uuid NOT NULL REFERENCES platform.tenant (id),
  account_id uuid NOT NULL,
  at         timestamptz NOT NULL,
  balance    bigint NOT NULL,
  credit     bigint NOT NULL,
  equity     bigint NOT NULL,
  PRIMARY KEY (tenant_id, account_id, at),
  FOREIGN KEY (tenant_id, account_id) REFERENCES crm.trading_account (tenant_id, id)
);
CREATE INDEX equity_point_at ON crm.equity_point (tenant_id, at);
SELECT platform.protect('crm.equity_point');
