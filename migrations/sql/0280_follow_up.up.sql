-- as: crm_owner
-- What somebody is to do for a client, and when. The text is sealed under the client's own key, as notes are.
CREATE TABLE crm.task (
  tenant_id   uuid NOT NULL REFERENCES platform.tenant (id),
  id          uuid NOT NULL,
  client_id   uuid NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('task', 'call_back')),
  state       text NOT NULL CHECK (state IN ('open', 'done', 'cancelled')),
  due_at      timestamptz NOT NULL,
  assignee_id uuid,
  text_sealed bytea,
  version     int NOT NULL DEFAULT 1,
  created_by  uuid,
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL,
  ended_at    timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, assignee_id) REFERENCES crm.staff (tenant_id, id),
  FOREIGN KEY (tenant_id, created_by) REFERENCES crm.staff (tenant_id, id)
);
-- A person's day, a team's day, and what is planned for one client.
CREATE INDEX task_assignee ON crm.task (tenant_id, assignee_id, due_at, id) WHERE state = 'open';
CREATE INDEX task_due ON crm.task (tenant_id, due_at, id) WHERE state = 'open';
CREATE INDEX task_client ON crm.task (tenant_id, client_id, due_at, id);
SELECT platform.protect('crm.task');

ALTER TABLE crm.client
  ADD COLUMN do_not_call bool NOT NULL DEFAULT false,
  ADD COLUMN do_not_call_reason_sealed bytea,
  ADD COLUMN do_not_call_at timestamptz,
  ADD COLUMN do_not_call_by uuid,
  ADD CONSTRAINT client_do_not_call_by_fkey FOREIGN KEY (tenant_id, do_not_call_by) REFERENCES crm.staff (tenant_id, id) NOT VALID;
-- Leads that nobody has spoken with yet: of one owner, and of everybody by what reach asks.
CREATE INDEX client_fresh ON crm.client (tenant_id, owner_id, created_at DESC, id DESC)
  WHERE stage = 'lead' AND last_contact_at IS NULL AND archived_at IS NULL AND NOT do_not_call;
CREATE INDEX client_fresh_all ON crm.client (tenant_id, created_at DESC, id DESC) INCLUDE (owner_id, team_id)
  WHERE stage = 'lead' AND last_contact_at IS NULL AND archived_at IS NULL AND NOT do_not_call;

-- Which status may follow which. `any_next` lets every one follow; else only those that stand in client_status_step.
ALTER TABLE crm.client_status_option
  ADD COLUMN any_next bool NOT NULL DEFAULT true,
  ADD COLUMN retired_at timestamptz,
  ADD COLUMN version int NOT NULL DEFAULT 1;

CREATE TABLE crm.client_status_step (
  tenant_id uuid NOT NULL REFERENCES platform.tenant (id),
  from_id   uuid NOT NULL,
  to_id     uuid NOT NULL,
  PRIMARY KEY (tenant_id, from_id, to_id),
  FOREIGN KEY (tenant_id, from_id) REFERENCES crm.client_status_option (tenant_id, id),
  FOREIGN KEY (tenant_id, to_id) REFERENCES crm.client_status_option (tenant_id, id)
);
SELECT platform.protect('crm.client_status_step');
