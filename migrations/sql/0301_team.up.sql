-- as: crm_owner
-- Who looks after an absent colleague's clients and follow-ups, and until when. Whether it holds is read from the instants: no job
-- ends it.
CREATE TABLE crm.cover (
  tenant_id  uuid NOT NULL REFERENCES platform.tenant (id),
  id         uuid NOT NULL,
  absent_id  uuid NOT NULL,
  cover_id   uuid NOT NULL,
  begins_at  timestamptz NOT NULL,
  ends_at    timestamptz NOT NULL,
  version    int NOT NULL DEFAULT 1,
  created_by uuid,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CHECK (begins_at <= ends_at),
  FOREIGN KEY (tenant_id, absent_id) REFERENCES crm.staff (tenant_id, id),
  FOREIGN KEY (tenant_id, cover_id) REFERENCES crm.staff (tenant_id, id),
  FOREIGN KEY (tenant_id, created_by) REFERENCES crm.staff (tenant_id, id)
);
COMMENT ON COLUMN crm.cover.ends_at IS 'not included; moved forward when the cover is ended early';
CREATE INDEX cover_cover ON crm.cover (tenant_id, cover_id, ends_at);
CREATE INDEX cover_absent ON crm.cover (tenant_id, absent_id, ends_at);
CREATE INDEX cover_ends ON crm.cover (tenant_id, ends_at);
SELECT platform.protect('crm.cover', 'SELECT, INSERT, UPDATE');

-- Contacts of a span of time, for the board of a team.
CREATE INDEX audit_event_outcome ON crm.audit_event (tenant_id, at) INCLUDE (actor_id, client_id) WHERE action = 'client.outcome_recorded';
