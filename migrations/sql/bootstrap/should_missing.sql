-- Each row is a part of the second layer that is missing here, in words.
SELECT 'PUBLIC may use the language plpgsql: the application could run DO blocks' AS what
WHERE has_language_privilege('crm_app', 'plpgsql', 'USAGE')
UNION ALL
SELECT 'PUBLIC may read ' || c.oid::regclass FROM pg_catalog.pg_class c
WHERE c.relnamespace = 'pg_catalog'::regnamespace
  AND c.relname IN ('pg_stat_activity', 'pg_stats', 'pg_stats_ext', 'pg_stats_ext_exprs', 'pg_locks', 'pg_prepared_xacts', 'pg_cursors', 'pg_prepared_statements')
  AND has_table_privilege('crm_app', c.oid, 'SELECT')
UNION ALL
SELECT 'PUBLIC may call ' || string_agg(p.oid::regprocedure::text, ', ' ORDER BY p.oid::regprocedure::text) FROM pg_catalog.pg_proc p
WHERE p.pronamespace = 'pg_catalog'::regnamespace
  AND (p.proname ~ '^pg_(try_)?advisory' OR p.proname ~ '^(lo_|loread|lowrite)' OR p.proname ~ '^(query|table|database|schema|cursor)_to_xml'
    OR p.proname IN ('pg_notify', 'pg_sleep', 'pg_sleep_for', 'pg_sleep_until', 'pg_cancel_backend', 'pg_terminate_backend',
                     'pg_stat_get_activity', 'pg_stat_get_backend_activity', 'pg_lock_status', 'pg_cursor', 'pg_prepared_statement', 'pg_prepared_xact'))
  AND has_function_privilege('crm_app', p.oid, 'EXECUTE')
HAVING count(*) > 0
UNION ALL
SELECT 'role ' || rolname || ' cannot pass row security (BYPASSRLS): migrations must walk the tenants one by one, and logical backups need another way'
FROM pg_catalog.pg_roles WHERE rolname IN ('crm_backfill', 'crm_backup') AND NOT rolbypassrls
UNION ALL
SELECT 'statements of role ' || r.rolname || ' may reach the server''s log with the tenant''s token in them (setting ' || s.name || ')'
FROM pg_catalog.pg_roles r
CROSS JOIN (VALUES ('log_min_error_statement', 'panic'), ('log_parameter_max_length', '0'), ('log_parameter_max_length_on_error', '0'),
                   ('log_statement', 'none'), ('log_min_duration_statement', '-1')) AS s(name, value)
WHERE r.rolname IN ('crm_app', 'crm_provision')
  AND coalesce((SELECT split_part(c, '=', 2) FROM pg_catalog.pg_db_role_setting d, unnest(d.setconfig) c
                WHERE d.setrole = r.oid AND d.setdatabase = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
                  AND split_part(c, '=', 1) = s.name),
               current_setting(s.name)) <> s.value
ORDER BY 1
