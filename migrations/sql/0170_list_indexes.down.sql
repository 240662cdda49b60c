-- as: crm_owner
ALTER TABLE crm.client RESET (autovacuum_vacuum_insert_scale_factor, autovacuum_vacuum_scale_factor);
ALTER TABLE crm.client_token RESET (autovacuum_vacuum_insert_scale_factor, autovacuum_vacuum_scale_factor);
DROP INDEX crm.client_created, crm.client_owner, crm.client_team;
CREATE INDEX client_created ON crm.client (tenant_id, created_at DESC, id DESC);
CREATE INDEX client_owner ON crm.client (tenant_id, owner_id, created_at DESC, id DESC);
CREATE INDEX client_team ON crm.client (tenant_id, team_id, created_at DESC, id DESC);
