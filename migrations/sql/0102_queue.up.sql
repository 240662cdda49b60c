-- as: crm_owner
-- Deferred work, ids only: the payload names rows, never values. crm_app adds a job inside the business transaction and cannot
-- read; crm_queue leases by FOR UPDATE SKIP LOCKED and polls. Unique keys are the schedule's: what people ask for is never
-- dropped because an older request is still at work.
CREATE TABLE queue.job (
  tenant_id    uuid NOT NULL REFERENCES platform.tenant (id),
  id           uuid NOT NULL,
  kind         text NOT NULL CHECK (length(kind) BETWEEN 1 AND 80),
  payload      jsonb NOT NULL DEFAULT '{}',
  run_at       timestamptz NOT NULL DEFAULT now(),
  attempts     int NOT NULL DEFAULT 0,
  leased_until timestamptz,
  leased_by    text,
  unique_key   text CHECK (length(unique_key) BETWEEN 1 AND 200),
  last_error   text,
  parked_at    timestamptz,
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, kind, unique_key)
);
COMMENT ON COLUMN queue.job.unique_key IS 'one waiting or running job for each (tenant, kind, key); a finished job is deleted, a parked one gives its key up';
COMMENT ON COLUMN queue.job.parked_at IS 'given up after too many attempts; waits for a person';
CREATE INDEX job_due ON queue.job (tenant_id, run_at) WHERE parked_at IS NULL;
CREATE INDEX job_leased ON queue.job (tenant_id, leased_until) WHERE leased_until IS NOT NULL;
ALTER TABLE queue.job ENABLE ROW LEVEL SECURITY;
ALTER TABLE queue.job FORCE ROW LEVEL SECURITY;
CREATE POLICY enqueue ON queue.job FOR INSERT TO crm_app, crm_provision WITH CHECK (tenant_id = (SELECT k.tenant_id FROM ctx.tenant_key k));
CREATE POLICY dispatch ON queue.job FOR ALL TO crm_queue USING (true) WITH CHECK (true);
CREATE POLICY own ON queue.job FOR ALL TO crm_owner USING (true) WITH CHECK (true);
GRANT INSERT (tenant_id, id, kind, payload, run_at) ON queue.job TO crm_app, crm_provision;
GRANT SELECT, INSERT, DELETE ON queue.job TO crm_queue;
GRANT UPDATE (run_at, attempts, leased_until, leased_by, unique_key, last_error, parked_at) ON queue.job TO crm_queue;

-- Work that comes round: the dispatcher adds one job for each active tenant when `next_at` has passed.
CREATE TABLE queue.schedule (
  name     text PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 80),
  kind     text NOT NULL CHECK (length(kind) BETWEEN 1 AND 80),
  payload  jsonb NOT NULL DEFAULT '{}',
  every_s  int NOT NULL CHECK (every_s BETWEEN 1 AND 31622400),
  next_at  timestamptz NOT NULL DEFAULT now(),
  enabled  bool NOT NULL DEFAULT true
);
GRANT SELECT, INSERT, UPDATE, DELETE ON queue.schedule TO crm_queue;
