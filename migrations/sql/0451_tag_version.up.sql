-- as: crm_owner
-- Tags are made, changed and deleted by the broker; two people never change one over each other.
ALTER TABLE crm.tag ADD COLUMN version integer NOT NULL DEFAULT 1;
