-- as: crm_owner
-- What is expected of a person: clients spoken to on a working day, and first deposits of the person's clients in a month.
CREATE TABLE crm.staff_target (
  tenant_id              uuid NOT NULL REFERENCES platform.tenant (id),
  staff_id               uuid NOT NULL,
  contacts_a_day         int CHECK (contacts_a_day BETWEEN 1 AND 10000),
  first_deposits_a_month int CHECK (first_deposits_a_month BETWEEN 1 AND 10000),
  version                int NOT NULL DEFAULT 1,
  changed_at             timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, staff_id),
  FOREIGN KEY (tenant_id, staff_id) REFERENCES crm.staff (tenant_id, id)
);
SELECT platform.protect('crm.staff_target', 'SELECT, INSERT, UPDATE');
