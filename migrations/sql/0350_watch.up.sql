-- as: crm_owner
-- How much reading is unusual, for each broker; a kind without a row follows the product's own numbers, and a row of a kind
-- that this version does not know is not followed.
CREATE TABLE crm.watch_rule (
  tenant_id  uuid NOT NULL REFERENCES platform.tenant (id),
  kind       text NOT NULL,
  enabled    bool NOT NULL,
  most       int NOT NULL CHECK (most BETWEEN 0 AND 100000),
  minutes    int NOT NULL CHECK (minutes BETWEEN 1 AND 1440),
  night_from int NOT NULL CHECK (night_from BETWEEN 0 AND 23),
  night_to   int NOT NULL CHECK (night_to BETWEEN 0 AND 23),
  version    int NOT NULL DEFAULT 1,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, kind)
);
SELECT platform.protect('crm.watch_rule', 'SELECT, INSERT, UPDATE');

-- Somebody read more than that. One stays open for each person and kind; what comes later joins it.
CREATE TABLE crm.watch_alert (
  tenant_id uuid NOT NULL REFERENCES platform.tenant (id),
  id        uuid NOT NULL,
  kind      text NOT NULL CHECK (kind IN ('profiles_opened', 'contacts_revealed', 'files_at_night')),
  staff_id  uuid NOT NULL,
  most      int NOT NULL,
  minutes   int NOT NULL,
  count     int NOT NULL,
  first_at  timestamptz NOT NULL,
  last_at   timestamptz NOT NULL,
  raised_at timestamptz NOT NULL,
  closed_at timestamptz,
  closed_by uuid,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, staff_id) REFERENCES crm.staff (tenant_id, id),
  FOREIGN KEY (tenant_id, closed_by) REFERENCES crm.staff (tenant_id, id)
);
CREATE UNIQUE INDEX watch_alert_open ON crm.watch_alert (tenant_id, kind, staff_id) WHERE closed_at IS NULL;
CREATE INDEX watch_alert_newest ON crm.watch_alert (tenant_id, raised_at DESC, id DESC);
CREATE INDEX watch_alert_staff ON crm.watch_alert (tenant_id, staff_id, kind, closed_at);
CREATE INDEX watch_alert_closer ON crm.watch_alert (tenant_id, closed_by) WHERE closed_by IS NOT NULL;
SELECT platform.protect('crm.watch_alert', 'SELECT, INSERT, UPDATE');

-- What is counted stands together by time.
CREATE INDEX audit_event_watched ON crm.audit_event (tenant_id, action, at)
  WHERE actor_kind = 'staff' AND action IN ('client.opened', 'contact.revealed', 'file.taken');

-- Leave to take a part of the trail out as a file: for one person, for a few minutes.
CREATE TABLE crm.audit_file (
  tenant_id  uuid NOT NULL REFERENCES platform.tenant (id),
  id         uuid NOT NULL,
  staff_id   uuid NOT NULL,
  by_actor   uuid,
  on_target  uuid,
  of_client  uuid,
  actions    text[] NOT NULL,
  refused    bool,
  since      timestamptz,
  before     timestamptz,
  last_seq   bigint NOT NULL,
  ends_at    timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, staff_id) REFERENCES crm.staff (tenant_id, id)
);
CREATE INDEX audit_file_staff ON crm.audit_file (tenant_id, staff_id);
CREATE INDEX audit_file_end ON crm.audit_file (tenant_id, ends_at);
SELECT platform.protect('crm.audit_file', 'SELECT, INSERT, DELETE');
