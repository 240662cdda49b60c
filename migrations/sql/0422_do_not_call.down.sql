-- as: crm_backfill
-- Who was marked stays marked: calls to them would be wrong. The status can be given again.
UPDATE crm.client_status_option o SET retired_at = NULL, version = o.version + 1 WHERE o.kind = 'sales' AND o.name = 'Do not call';
