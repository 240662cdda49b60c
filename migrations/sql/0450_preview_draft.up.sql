-- as: crm_owner
-- A preview of a role that is not kept yet: what it would say. It stays in the session's row until the
-- next preview, or until that row goes.
ALTER TABLE crm.session ADD COLUMN preview_draft jsonb;
COMMENT ON COLUMN crm.session.preview_draft IS 'the name and the rules of a role as somebody writes it; without one the preview is of preview_role_id as it is kept';
