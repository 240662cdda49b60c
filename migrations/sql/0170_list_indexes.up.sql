-- as: crm_owner
-- The lists' own orders know what is archived without a look at the row: a search passes by most rows, and counts by all.
DROP INDEX crm.client_created, crm.client_owner, crm.client_team;
CREATE INDEX client_created ON crm.client (tenant_id, created_at DESC, id DESC) INCLUDE (archived_at);
CREATE INDEX client_owner ON crm.client (tenant_id, owner_id, created_at DESC, id DESC) INCLUDE (archived_at);
CREATE INDEX client_team ON crm.client (tenant_id, team_id, created_at DESC, id DESC) INCLUDE (archived_at);
