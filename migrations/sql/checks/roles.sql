-- Roles, schemas, the database itself. Each row is a broken rule.
WITH runtime AS (SELECT unnest(ARRAY['crm_app', 'crm_ops', 'crm_provision', 'crm_queue']) AS role),
here AS (SELECT oid, datacl, datdba FROM pg_database WHERE datname = current_database()),
setting AS (SELECT r.rolname, split_part(s, '=', 1) AS name, s FROM pg_db_role_setting d JOIN pg_roles r ON r.oid = d.setrole, unnest(d.setconfig) s
            WHERE r.rolname ~ '^crm_' AND d.setdatabase IN (0, (SELECT oid FROM here)))
SELECT 'R01 role can do too much' AS rule, rolname::text AS what FROM pg_roles
WHERE rolname ~ '^crm_' AND (rolsuper OR (rolbypassrls AND rolname NOT IN ('crm_backfill', 'crm_backup')) OR rolcreaterole OR rolcreatedb OR rolreplication)
UNION ALL
SELECT 'R02 unexpected role', rolname FROM pg_roles WHERE rolname ~ '^crm_' AND rolname NOT IN
  ('crm_owner', 'crm_ctx', 'crm_lookup', 'crm_backfill', 'crm_app', 'crm_ops', 'crm_provision', 'crm_migrator', 'crm_queue', 'crm_backup')
UNION ALL
SELECT 'R03 role that owns or bypasses can log in', rolname FROM pg_roles WHERE rolname IN ('crm_owner', 'crm_ctx', 'crm_lookup', 'crm_backfill') AND rolcanlogin
UNION ALL
SELECT 'R04 runtime role is a member of another role', role || ' -> ' || g.rolname FROM runtime JOIN pg_roles g ON g.rolname <> role AND pg_has_role(role, g.oid, 'MEMBER')
UNION ALL
SELECT 'R05 membership that no rule gives', m.member::regrole || ' -> ' || m.roleid::regrole FROM pg_auth_members m
WHERE m.member::regrole::text ~ '^crm_' AND (m.member::regrole::text, m.roleid::regrole::text) NOT IN
  (('crm_migrator', 'crm_owner'), ('crm_migrator', 'crm_lookup'), ('crm_migrator', 'crm_backfill'), ('crm_backfill', 'crm_owner'))
UNION ALL
SELECT 'R06 role setting that no rule gives (ALTER ROLE by the role itself?)', rolname || ' ' || s FROM setting
WHERE name NOT IN ('search_path', 'statement_timeout', 'idle_in_transaction_session_timeout', 'row_security', 'lock_timeout', 'enable_seqscan',
                   'log_min_error_statement', 'log_parameter_max_length', 'log_parameter_max_length_on_error', 'log_statement', 'log_min_duration_statement')
  OR (name = 'row_security' AND s <> 'row_security=on') OR s IN ('enable_seqscan=on') OR s ~ 'timeout=0$'
  OR (name = 'search_path' AND s NOT IN ('search_path=crm, pg_catalog', 'search_path=queue, pg_catalog', 'search_path=platform, pg_catalog', 'search_path=crm, platform, pg_catalog'))
UNION ALL
SELECT 'R07 lock_down has not run in this database: role without its setting', role || ' ' || s.name
FROM runtime, (VALUES ('statement_timeout'), ('idle_in_transaction_session_timeout'), ('row_security'), ('search_path'), ('enable_seqscan'), ('lock_timeout')) AS s(name)
WHERE (s.name NOT IN ('enable_seqscan', 'lock_timeout') OR role = 'crm_app') AND NOT EXISTS (SELECT 1 FROM setting WHERE setting.rolname = role AND setting.name = s.name)
UNION ALL
SELECT 'R08 runtime role may CREATE in a schema', role || ' ' || n.nspname FROM runtime, pg_namespace n WHERE has_schema_privilege(role, n.oid, 'CREATE') AND n.nspname !~ '^pg_(temp|toast)'
UNION ALL
SELECT 'R09 runtime role may CREATE or TEMP in the database', role FROM runtime, here WHERE has_database_privilege(role, here.oid, 'CREATE') OR has_database_privilege(role, here.oid, 'TEMP')
UNION ALL
SELECT 'R10 the database is open to PUBLIC (lock_down has not run)', coalesce(string_agg(a.privilege_type, ', '), 'default rights') FROM here LEFT JOIN LATERAL aclexplode(here.datacl) a ON true
WHERE here.datacl IS NULL OR a.grantee = 0 HAVING count(*) > 0
UNION ALL
SELECT 'R11 runtime role may use a procedural language', role || ' ' || lanname FROM runtime, pg_language WHERE lanname NOT IN ('internal', 'c', 'sql') AND has_language_privilege(role, oid, 'USAGE')
UNION ALL
SELECT 'R12 the context is set at role or database level', setconfig::text FROM pg_db_role_setting WHERE setconfig::text ~ 'app\.'
UNION ALL
SELECT 'S01 schema not on the list', nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'crm', 'platform', 'ctx', 'queue', 'public')
UNION ALL
SELECT 'S02 schema with a wrong owner', nspname || ' ' || pg_get_userbyid(nspowner) FROM pg_namespace
WHERE nspname IN ('crm', 'platform', 'queue') AND nspowner <> 'crm_owner'::regrole OR nspname = 'ctx' AND nspowner <> 'crm_ctx'::regrole
UNION ALL
SELECT 'S03 right on a schema that no rule gives', n.nspname || ' ' || CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee)::text END || ' ' || a.privilege_type
FROM pg_namespace n, aclexplode(n.nspacl) a
WHERE n.nspname IN ('crm', 'platform', 'queue', 'ctx', 'public') AND a.grantee <> n.nspowner
  AND (n.nspname || ' ' || CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee)::text END || ' ' || a.privilege_type) NOT IN
    ('crm crm_app USAGE', 'crm crm_provision USAGE', 'platform crm_app USAGE', 'platform crm_ops USAGE', 'platform crm_provision USAGE', 'platform crm_lookup USAGE',
     'platform crm_lookup CREATE', 'platform crm_queue USAGE', 'queue crm_app USAGE', 'queue crm_provision USAGE', 'queue crm_queue USAGE', 'ctx crm_app USAGE',
     'ctx crm_provision USAGE', 'ctx crm_owner USAGE', 'ctx crm_lookup USAGE', 'crm crm_backup USAGE', 'platform crm_backup USAGE', 'queue crm_backup USAGE', 'ctx crm_backup USAGE')
