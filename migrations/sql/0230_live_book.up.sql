-- as: crm_owner
-- What the process that polls a trading server saw last: the other processes of the deployment show it, and the next one begins with it. It
-- changes every second and is worth nothing after a crash, so it is not logged.
CREATE UNLOGGED TABLE crm.live_book (
  tenant_id  uuid NOT NULL REFERENCES platform.tenant (id),
  server_id  uuid NOT NULL,
  edition    bigint NOT NULL,
  written_at timestamptz NOT NULL,
  body       bytea NOT NULL,
  PRIMARY KEY (tenant_id, server_id),
  FOREIGN KEY (tenant_id, server_id) REFERENCES crm.trading_server (tenant_id, id)
);
COMMENT ON COLUMN crm.live_book.edition IS 'another one with each writing: who knows it has nothing to read';
COMMENT ON COLUMN crm.live_book.body IS 'positions, orders and figures by login; no personal data';
SELECT platform.protect('crm.live_book');
