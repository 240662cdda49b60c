-- as: crm_owner
-- Fields that a broker adds to its clients. Kind, key and class are for life: what the trail keeps follows the class that the
-- field had when it was written.
CREATE TABLE crm.custom_field (
  tenant_id   uuid NOT NULL REFERENCES platform.tenant (id),
  id          uuid NOT NULL,
  key         text NOT NULL CHECK (length(key) BETWEEN 1 AND 40),
  label       text NOT NULL CHECK (length(label) BETWEEN 1 AND 60),
  kind        text NOT NULL CHECK (kind IN ('text', 'number', 'date', 'choice', 'flag')),
  field_class text CHECK (field_class IN ('address', 'date_of_birth')),
  required    bool NOT NULL DEFAULT false,
  position    int NOT NULL,
  archived_at timestamptz,
  version     int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX custom_field_key ON crm.custom_field (tenant_id, key);
CREATE UNIQUE INDEX custom_field_label ON crm.custom_field (tenant_id, label) WHERE archived_at IS NULL;
SELECT platform.protect('crm.custom_field', 'SELECT, INSERT, UPDATE');

-- Rows of their own, so that a choice is renamed and retired without touching a client.
CREATE TABLE crm.custom_choice (
  tenant_id  uuid NOT NULL REFERENCES platform.tenant (id),
  id         uuid NOT NULL,
  field_id   uuid NOT NULL,
  label      text NOT NULL CHECK (length(label) BETWEEN 1 AND 60),
  position   int NOT NULL,
  retired_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, field_id, id),
  FOREIGN KEY (tenant_id, field_id) REFERENCES crm.custom_field (tenant_id, id)
);
SELECT platform.protect('crm.custom_choice', 'SELECT, INSERT, UPDATE');

-- One value of one field of one client; its column follows from the field's kind. Words are sealed under the client's key. A
-- number rests in millionths: whole numbers are compared behind the wall with an index.
CREATE TABLE crm.custom_value (
  tenant_id   uuid NOT NULL REFERENCES platform.tenant (id),
  client_id   uuid NOT NULL,
  field_id    uuid NOT NULL,
  text_sealed bytea,
  millionths  bigint,
  day         date,
  choice_id   uuid,
  flag        bool,
  PRIMARY KEY (tenant_id, client_id, field_id),
  FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, field_id) REFERENCES crm.custom_field (tenant_id, id),
  FOREIGN KEY (tenant_id, field_id, choice_id) REFERENCES crm.custom_choice (tenant_id, field_id, id),
  CONSTRAINT custom_value_one CHECK (num_nonnulls(text_sealed, millionths, day, choice_id, flag) = 1)
);
CREATE INDEX custom_value_field ON crm.custom_value (tenant_id, field_id, client_id);
CREATE INDEX custom_value_number ON crm.custom_value (tenant_id, field_id, millionths, client_id) WHERE millionths IS NOT NULL;
CREATE INDEX custom_value_day ON crm.custom_value (tenant_id, field_id, day, client_id) WHERE day IS NOT NULL;
CREATE INDEX custom_value_choice ON crm.custom_value (tenant_id, field_id, choice_id, client_id) WHERE choice_id IS NOT NULL;
SELECT platform.protect('crm.custom_value');

-- Where the profile shows what: one row of a broker, or none for the product's own order.
CREATE TABLE crm.profile_layout (
  tenant_id  uuid NOT NULL REFERENCES platform.tenant (id),
  layout     jsonb NOT NULL,
  version    int NOT NULL DEFAULT 1,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id)
);
SELECT platform.protect('crm.profile_layout', 'SELECT, INSERT, UPDATE');
