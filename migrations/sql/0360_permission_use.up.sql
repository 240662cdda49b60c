-- as: crm_owner
-- On which day a person made use of a permission last. One row for each person and permission, however often it was.
CREATE TABLE crm.permission_use (
  tenant_id   uuid NOT NULL REFERENCES platform.tenant (id),
  staff_id    uuid NOT NULL,
  permission  text NOT NULL,
  used_on     date NOT NULL,
  noted_since date NOT NULL,
  PRIMARY KEY (tenant_id, staff_id, permission),
  FOREIGN KEY (tenant_id, staff_id) REFERENCES crm.staff (tenant_id, id)
);
COMMENT ON COLUMN crm.permission_use.noted_since IS 'the day of the first use that was recorded';
SELECT platform.protect('crm.permission_use', 'SELECT, INSERT, UPDATE');
