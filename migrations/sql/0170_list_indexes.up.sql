-- as: crm_owner
-- The lists' own orders know what is archived without a look at the row: a search passes by most rows, and counts by all.
DROP INDEX crm.client_created, crm.client_owner, crm.client_team;
CREATE INDEX client_created ON crm.client (tenant_id, created_at DESC, id DESC) INCLUDE (archived_at);
CREATE INDEX client_owner ON crm.client (tenant_id, owner_id, created_at DESC, id DESC) INCLUDE (archived_at);
CREATE INDEX client_team ON crm.client (tenant_id, team_id, created_at DESC, id DESC) INCLUDE (archived_at);
-- New clients are what people look at, and an index answers alone only for pages that were vacuumed since.
ALTER TABLE crm.client SET (autovacuum_vacuum_insert_scale_factor = 0.01, autovacuum_vacuum_scale_factor = 0.02);
ALTER TABLE crm.client_token SET (autovacuum_vacuum_insert_scale_factor = 0.01, autovacuum_vacuum_scale_factor = 0.02);
