-- as: crm_lookup
-- Before sign-in: host → tenant, nothing else. A suspended broker is answered (as suspended), one still being provisioned is not there.
-- `kind` is the kind of a custom host; for a slug the host's prefix says it, so it is NULL.
CREATE FUNCTION platform.tenant_by_slug(wanted text) RETURNS TABLE (id uuid, slug text, status text, kind text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT t.id, t.slug, t.status, NULL::text FROM platform.tenant t WHERE t.slug = wanted AND t.status <> 'provisioning' $$;
REVOKE ALL ON FUNCTION platform.tenant_by_slug(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION platform.tenant_by_slug(text) TO crm_app;

CREATE FUNCTION platform.tenant_by_host(wanted text) RETURNS TABLE (id uuid, slug text, status text, kind text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT t.id, t.slug, t.status, h.kind FROM platform.tenant_host h JOIN platform.tenant t ON t.id = h.tenant_id
  WHERE h.host = wanted AND h.verified_at IS NOT NULL AND t.status <> 'provisioning'
$$;
REVOKE ALL ON FUNCTION platform.tenant_by_host(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION platform.tenant_by_host(text) TO crm_app;
