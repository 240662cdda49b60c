-- as: crm_owner
-- How somebody likes the list of clients: conditions, order, columns. Private unless a team or everybody has it. No value of a
-- sealed field stands in a definition: a view that named a person would outlive him.
CREATE TABLE crm.saved_view (
  tenant_id  uuid NOT NULL REFERENCES platform.tenant (id),
  id         uuid NOT NULL,
  name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  owner_id   uuid,
  team_id    uuid,
  everybody  bool NOT NULL DEFAULT false,
  definition jsonb NOT NULL,
  version    int NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, owner_id) REFERENCES crm.staff (tenant_id, id),
  FOREIGN KEY (tenant_id, team_id) REFERENCES crm.team (tenant_id, id) ON DELETE CASCADE,
  CONSTRAINT saved_view_audience CHECK (NOT (everybody AND team_id IS NOT NULL) AND (owner_id IS NOT NULL OR team_id IS NOT NULL OR everybody))
);
CREATE UNIQUE INDEX saved_view_own_name ON crm.saved_view (tenant_id, owner_id, name) WHERE team_id IS NULL AND NOT everybody;
CREATE UNIQUE INDEX saved_view_team_name ON crm.saved_view (tenant_id, team_id, name) WHERE team_id IS NOT NULL;
CREATE UNIQUE INDEX saved_view_common_name ON crm.saved_view (tenant_id, name) WHERE everybody;
SELECT platform.protect('crm.saved_view');

-- What a person's list opens with, and what the list of a role's people opens with who chose nothing: one of each, changed with
-- the person's or the role's row held.
CREATE TABLE crm.saved_view_of_staff (
  tenant_id uuid NOT NULL REFERENCES platform.tenant (id),
  staff_id  uuid NOT NULL,
  view_id   uuid NOT NULL,
  PRIMARY KEY (tenant_id, staff_id, view_id),
  FOREIGN KEY (tenant_id, staff_id) REFERENCES crm.staff (tenant_id, id),
  FOREIGN KEY (tenant_id, view_id) REFERENCES crm.saved_view (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX saved_view_of_staff_view ON crm.saved_view_of_staff (tenant_id, view_id);
SELECT platform.protect('crm.saved_view_of_staff');

CREATE TABLE crm.saved_view_of_role (
  tenant_id uuid NOT NULL REFERENCES platform.tenant (id),
  role_id   uuid NOT NULL,
  view_id   uuid NOT NULL,
  PRIMARY KEY (tenant_id, role_id, view_id),
  FOREIGN KEY (tenant_id, role_id) REFERENCES crm.role (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, view_id) REFERENCES crm.saved_view (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX saved_view_of_role_view ON crm.saved_view_of_role (tenant_id, view_id);
SELECT platform.protect('crm.saved_view_of_role');

-- a broker begins with a few views that everybody has
GRANT INSERT ON crm.saved_view, crm.saved_view_of_role TO crm_provision;
