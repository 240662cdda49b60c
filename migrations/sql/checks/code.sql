-- Functions, triggers, extensions, whatever runs or leaves. Each row is a broken rule.
WITH runtime AS (SELECT unnest(ARRAY['crm_app', 'crm_ops', 'crm_provision', 'crm_queue']) AS role),
-- SECURITY DEFINER functions, and others, with who may call them: may only shrink
allowed AS (
  SELECT * FROM (VALUES
    ('ctx.retire_key(bytea,timestamp with time zone)', 'crm_provision', true), ('ctx.purge_keys()', 'crm_provision', true),
    ('platform.tenant_by_slug(text)', 'crm_app', true), ('platform.tenant_by_host(text)', 'crm_app', true),
    ('ctx.tenant_id()', 'crm_app', false), ('ctx.tenant_id()', 'crm_provision', false)) AS v(name, role, definer)
),
proc AS (SELECT p.*, p.oid::regprocedure::text AS name, n.nspname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')
SELECT 'F01 SECURITY DEFINER function not on the list' AS rule, name AS what FROM proc WHERE prosecdef AND name NOT IN (SELECT a.name FROM allowed a WHERE a.definer)
UNION ALL
SELECT 'F02 SECURITY DEFINER without a fixed search_path ending in pg_temp', name FROM proc
WHERE prosecdef AND NOT EXISTS (SELECT 1 FROM unnest(proconfig) s WHERE s ~ '^search_path=.*pg_temp"?$')
UNION ALL
SELECT 'F03 function executable by PUBLIC', name FROM proc WHERE proacl IS NULL OR EXISTS (SELECT 1 FROM aclexplode(proacl) a WHERE a.grantee = 0)
UNION ALL
SELECT 'F04 SECURITY DEFINER owned by a role that is a superuser, bypasses row security or owns a table', name FROM proc JOIN pg_roles r ON r.oid = proowner
WHERE prosecdef AND (r.rolsuper OR r.rolbypassrls OR EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid AND c.relkind IN ('r', 'p', 'm', 'f')))
UNION ALL
SELECT 'F05 function of ours marked LEAKPROOF', name FROM proc WHERE proleakproof
UNION ALL
SELECT 'F06 runtime role may call a function that is not on the list', name || ' ' || role FROM proc, runtime
WHERE has_function_privilege(role, proc.oid, 'EXECUTE') AND (name, role) NOT IN (SELECT a.name, a.role FROM allowed a)
UNION ALL
SELECT 'F07 trigger on a table of ours whose function is SECURITY DEFINER or not in our schemas', t.tgrelid::regclass || ' ' || p.oid::regprocedure
FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal AND (p.prosecdef OR p.pronamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname IN ('crm', 'platform', 'ctx', 'queue')))
UNION ALL
SELECT 'F08 operator, cast or event trigger of ours', x.what FROM (
  SELECT 'operator ' || o.oid::regoperator FROM pg_operator o WHERE o.oid >= 16384
  UNION ALL SELECT 'cast ' || c.castsource::regtype || ' to ' || c.casttarget::regtype FROM pg_cast c WHERE c.oid >= 16384
  UNION ALL SELECT 'event trigger ' || evtname FROM pg_event_trigger) AS x(what)
UNION ALL
SELECT 'X01 extension not on the list', extname FROM pg_extension WHERE extname NOT IN ('plpgsql', 'pg_stat_statements')
UNION ALL
SELECT 'X02 publication or subscription', pubname FROM pg_publication
UNION ALL
SELECT 'X03 foreign server', srvname FROM pg_foreign_server
