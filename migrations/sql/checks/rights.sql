-- Rights: who may do what on which relation. Each row is a broken rule.
WITH runtime AS (SELECT unnest(ARRAY['crm_app', 'crm_ops', 'crm_provision', 'crm_queue']) AS role),
rel AS (SELECT c.*, n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname IN ('crm', 'platform', 'ctx', 'queue')),
-- every right that somebody other than the owner has, on a relation or on one of its columns
granted AS (
  SELECT rel.oid, rel.nspname, rel.relname, rel.relkind, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee)::text END AS role, a.privilege_type AS verb, a.is_grantable, NULL::text AS col
  FROM rel, aclexplode(rel.relacl) a WHERE a.grantee <> rel.relowner
  UNION ALL
  SELECT rel.oid, rel.nspname, rel.relname, rel.relkind, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee)::text END, a.privilege_type, a.is_grantable, att.attname::text
  FROM rel JOIN pg_attribute att ON att.attrelid = rel.oid AND NOT att.attisdropped, aclexplode(att.attacl) a WHERE a.grantee <> rel.relowner
),
-- what provisioning may do in a tenant's schema; nothing about clients
provision AS (
  SELECT * FROM (VALUES
    ('tenant_setting', 'INSERT SELECT UPDATE(language) UPDATE(time_zone)'), ('brand', 'INSERT SELECT'), ('access_version', 'INSERT SELECT UPDATE(version)'), ('counter', 'INSERT SELECT'), ('team', 'INSERT SELECT'),
    ('role', 'INSERT SELECT UPDATE(version)'), ('role_grant', 'INSERT SELECT'), ('role_field', 'INSERT SELECT'), ('role_deny', 'INSERT SELECT'), ('staff_role', 'INSERT SELECT'),
    ('client_status_option', 'INSERT SELECT'), ('saved_view', 'INSERT'), ('saved_view_of_role', 'INSERT'), ('tag', 'INSERT SELECT'), ('staff', 'INSERT SELECT(tenant_id) SELECT(id) SELECT(team_id) SELECT(status)'),
    ('tenant_data_key', 'INSERT SELECT(tenant_id) SELECT(version) SELECT(kek) SELECT(wrapped) UPDATE(kek) UPDATE(wrapped)'), ('credential', 'INSERT'), ('one_time_token', 'INSERT'), ('audit_event', 'INSERT'), ('audit_value', 'INSERT'),
    ('key_rotation', 'INSERT SELECT'), ('audit_head', 'INSERT SELECT UPDATE(seq) UPDATE(hash)')) AS v(relname, rights)
),
-- what the roles may do outside the tenants' schema
outside AS (
  SELECT nspname || '.' || relname AS name, role, string_to_array(rights, ' ') AS rights FROM (VALUES
    ('ctx', 'tenant_key', 'crm_app', 'SELECT'), ('ctx', 'tenant_key', 'crm_owner', 'SELECT'), ('ctx', 'tenant_key', 'crm_provision', 'SELECT INSERT'),
    ('ctx', 'tenant_key', 'crm_lookup', 'SELECT DELETE UPDATE(expires_at)'),
    ('queue', 'job', 'crm_app', 'INSERT(tenant_id) INSERT(id) INSERT(kind) INSERT(payload) INSERT(run_at)'),
    ('queue', 'job', 'crm_provision', 'INSERT(tenant_id) INSERT(id) INSERT(kind) INSERT(payload) INSERT(run_at)'),
    ('queue', 'job', 'crm_queue', 'SELECT INSERT DELETE UPDATE(run_at) UPDATE(attempts) UPDATE(leased_until) UPDATE(leased_by) UPDATE(unique_key) UPDATE(last_error) UPDATE(parked_at)'),
    ('queue', 'schedule', 'crm_queue', 'SELECT INSERT UPDATE DELETE'),
    ('queue', 'feed_worker', 'crm_queue', 'SELECT INSERT UPDATE DELETE'),
    ('platform', 'tenant', 'crm_provision', 'SELECT INSERT UPDATE(name) UPDATE(status)'), ('platform', 'tenant', 'crm_ops', 'SELECT'), ('platform', 'tenant', 'crm_lookup', 'SELECT'),
    ('platform', 'tenant', 'crm_queue', 'SELECT(id) SELECT(slug) SELECT(status)'),
    ('platform', 'tenant_host', 'crm_provision', 'SELECT INSERT DELETE'), ('platform', 'tenant_host', 'crm_ops', 'SELECT'), ('platform', 'tenant_host', 'crm_lookup', 'SELECT'),
    ('platform', 'trading_host', 'crm_provision', 'SELECT INSERT DELETE'), ('platform', 'trading_host', 'crm_app', 'SELECT')
  ) AS v(nspname, relname, role, rights)
)
SELECT 'G01 runtime role has TRUNCATE, REFERENCES or TRIGGER' AS rule, rel.oid::regclass || ' ' || role AS what FROM rel, runtime
WHERE relkind IN ('r', 'p') AND has_table_privilege(role, rel.oid, 'TRUNCATE,REFERENCES,TRIGGER')
UNION ALL
SELECT 'G02 right granted to PUBLIC', oid::regclass || ' ' || verb || coalesce(' (' || col || ')', '') FROM granted WHERE role = 'PUBLIC'
UNION ALL
SELECT 'G03 runtime role may use a sequence (a counter shared by tenants)', rel.oid::regclass || ' ' || role FROM rel, runtime
WHERE CASE WHEN relkind = 'S' THEN has_sequence_privilege(role, rel.oid, 'USAGE,SELECT,UPDATE') END
UNION ALL
SELECT 'G04 view without security_invoker', rel.oid::regclass::text FROM rel
WHERE relkind = 'v' AND NOT coalesce(reloptions, '{}') && ARRAY['security_invoker=true', 'security_invoker=on', 'security_invoker=1']
UNION ALL
SELECT 'G05 materialized view or foreign table', rel.oid::regclass::text FROM rel WHERE relkind IN ('m', 'f')
UNION ALL
SELECT 'G06 right on a tenant table that no rule gives', oid::regclass || ' ' || role || ' ' || verb || coalesce(' (' || col || ')', '') FROM granted g
WHERE nspname = 'crm' AND role <> 'PUBLIC'
  AND NOT (role = 'crm_backup' AND verb = 'SELECT')
  AND NOT (role = 'crm_app' AND verb IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE'))
  AND NOT EXISTS (SELECT 1 FROM provision p WHERE role = 'crm_provision' AND p.relname = g.relname AND verb || coalesce('(' || col || ')', '') = ANY (string_to_array(p.rights, ' ')))
UNION ALL
SELECT 'G07 right outside the tenants'' schema that no rule gives', oid::regclass || ' ' || role || ' ' || verb || coalesce(' (' || col || ')', '') FROM granted g
WHERE nspname <> 'crm' AND role <> 'PUBLIC' AND NOT (role = 'crm_backup' AND verb = 'SELECT')
  AND NOT EXISTS (SELECT 1 FROM outside o WHERE o.name = g.nspname || '.' || g.relname AND o.role = g.role AND g.verb || coalesce('(' || g.col || ')', '') = ANY (o.rights))
UNION ALL
SELECT 'G08 direct right on a partition', oid::regclass || ' ' || role FROM granted WHERE role <> 'crm_backup' AND oid IN (SELECT oid FROM rel WHERE relispartition)
UNION ALL
SELECT 'G09 right that may be passed on', oid::regclass || ' ' || role || ' ' || verb FROM granted WHERE is_grantable
UNION ALL
-- append-only: what the application may not do to its own records
SELECT 'G10 the audit trail may be changed', 'crm.' || v.relname || ' ' || role || ' ' || v.verb FROM runtime, (VALUES ('audit_event', 'UPDATE'), ('audit_event', 'DELETE'), ('audit_value', 'UPDATE'), ('audit_head', 'DELETE'), ('event', 'UPDATE'), ('event_head', 'DELETE')) AS v(relname, verb)
WHERE has_table_privilege(role, ('crm.' || v.relname)::regclass, v.verb)
  OR (v.verb = 'UPDATE' AND has_any_column_privilege(role, ('crm.' || v.relname)::regclass, v.verb))
UNION ALL
SELECT 'G11 default rights for new objects other than crm_backup SELECT', coalesce(d.defaclnamespace::regnamespace::text, '') || ' ' || d.defaclrole::regrole || ' gives ' || a.privilege_type || ' to ' || CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee)::text END
FROM pg_default_acl d, aclexplode(d.defaclacl) a
WHERE a.grantee <> d.defaclrole AND NOT (a.grantee = 'crm_backup'::regrole AND a.privilege_type = 'SELECT')
