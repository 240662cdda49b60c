-- as: crm_owner
-- Who made a deal, as the server tells it; what the CRM made itself is known by its tag.
ALTER TABLE crm.deal ADD COLUMN made_by text CHECK (made_by IN ('client', 'dealer', 'server'));
COMMENT ON COLUMN crm.deal.made_by IS 'null where the server does not say';
