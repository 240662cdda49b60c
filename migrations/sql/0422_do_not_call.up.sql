-- as: crm_backfill
-- The sales status "Do not call" of the template meant what only the mark does: calls went on. Whoever stands in it is marked, open
-- call-backs end, and the status is given to nobody any more.
UPDATE crm.client c SET do_not_call = true, do_not_call_at = coalesce(c.last_contact_at, c.updated_at), version = c.version + 1
  FROM crm.client_status_option o
  WHERE o.tenant_id = c.tenant_id AND o.id = c.sales_status_id AND o.kind = 'sales' AND o.name = 'Do not call' AND NOT c.do_not_call;
UPDATE crm.task t SET state = 'cancelled', ended_at = now(), updated_at = now(), version = t.version + 1
  FROM crm.client c WHERE c.tenant_id = t.tenant_id AND c.id = t.client_id AND c.do_not_call AND t.kind = 'call_back' AND t.state = 'open';
UPDATE crm.client c SET next_follow_up_at = (SELECT min(t.due_at) FROM crm.task t WHERE t.tenant_id = c.tenant_id AND t.client_id = c.id AND t.state = 'open')
  FROM crm.client_status_option o
  WHERE o.tenant_id = c.tenant_id AND o.id = c.sales_status_id AND o.kind = 'sales' AND o.name = 'Do not call' AND c.next_follow_up_at IS NOT NULL;
UPDATE crm.client_status_option o SET retired_at = now(), version = o.version + 1
  WHERE o.kind = 'sales' AND o.name = 'Do not call' AND o.retired_at IS NULL
    AND EXISTS (SELECT 1 FROM crm.client_status_option p WHERE p.tenant_id = o.tenant_id AND p.kind = 'sales' AND p.id <> o.id AND p.retired_at IS NULL);
