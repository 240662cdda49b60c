-- as: crm_owner
-- What was booked in a span of time, for the figures of the home page and the lists that open from them.
CREATE INDEX balance_operation_booked ON crm.balance_operation (tenant_id, ended_at, id) INCLUDE (account_id, kind, amount)
  WHERE state = 'confirmed';
-- What waits for a second person: few rows among all that ever were.
CREATE INDEX balance_operation_waiting ON crm.balance_operation (tenant_id, requested_at DESC, id DESC) WHERE state = 'requested';
CREATE INDEX trade_command_waiting ON crm.trade_command (tenant_id, requested_at DESC, id DESC) WHERE state = 'requested';
