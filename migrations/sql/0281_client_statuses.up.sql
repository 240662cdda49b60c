-- as: crm_owner
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
