-- as: crm_backfill
-- Whoever has deposited is a depositor since that deposit: the earliest one that was confirmed on a live account, or that a
-- server booked there past the CRM. Until now nothing said so.
UPDATE crm.client c SET stage = 'depositor', converted_at = f.at, version = c.version + 1,
    retention_status_id = coalesce(c.retention_status_id, (SELECT o.id FROM crm.client_status_option o WHERE o.tenant_id = c.tenant_id AND o.kind = 'retention' AND o.retired_at IS NULL ORDER BY o.position, o.name LIMIT 1))
  FROM (SELECT x.tenant_id, x.client_id, min(x.at) AS at FROM (
      SELECT a.tenant_id, a.client_id, o.ended_at AS at FROM crm.balance_operation o JOIN crm.trading_account a ON a.tenant_id = o.tenant_id AND a.id = o.account_id
        WHERE o.kind = 'deposit' AND o.state = 'confirmed' AND a.environment = 'live'
      UNION ALL
      SELECT a.tenant_id, a.client_id, d.at FROM crm.deal d JOIN crm.trading_account a ON a.tenant_id = d.tenant_id AND a.id = d.account_id
        WHERE d.action = 'balance' AND d.profit > 0 AND a.environment = 'live' AND NOT EXISTS (SELECT 1 FROM crm.balance_operation o WHERE o.tenant_id = d.tenant_id AND o.reference = d.reference)
    ) x WHERE x.at IS NOT NULL GROUP BY x.tenant_id, x.client_id) f
  WHERE c.tenant_id = f.tenant_id AND c.id = f.client_id AND c.stage <> 'depositor';
