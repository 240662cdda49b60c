-- Second layer: a superuser's work on pg_catalog and on the procedural language (managed Postgres cannot do it).
-- What it closes is copied by CREATE DATABASE … TEMPLATE. Run only by a superuser; bootstrap reports what is missing.
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON LANGUAGE plpgsql TO crm_owner, crm_lookup, crm_backfill;
REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;                  -- no DO blocks for the application
REVOKE SELECT ON pg_catalog.pg_stat_activity, pg_catalog.pg_stats, pg_catalog.pg_stats_ext, pg_catalog.pg_stats_ext_exprs,
  pg_catalog.pg_locks, pg_catalog.pg_prepared_xacts, pg_catalog.pg_cursors, pg_catalog.pg_prepared_statements FROM PUBLIC;
-- shared side channels: advisory locks, notify, large objects, sleeping, other sessions' SQL text, query-running functions
DO $$
DECLARE f regprocedure;
BEGIN
  FOR f IN
    SELECT p.oid::regprocedure FROM pg_catalog.pg_proc p
    WHERE p.pronamespace = 'pg_catalog'::regnamespace
      AND (p.proname ~ '^pg_(try_)?advisory'
        OR p.proname ~ '^(lo_|loread|lowrite)'
        OR p.proname ~ '^(query|table|database|schema|cursor)_to_xml'
        OR p.proname IN ('pg_notify', 'pg_sleep', 'pg_sleep_for', 'pg_sleep_until', 'pg_cancel_backend', 'pg_terminate_backend',
                         'pg_stat_get_activity', 'pg_stat_get_backend_activity', 'pg_lock_status', 'pg_cursor', 'pg_prepared_statement',
                         'pg_prepared_xact'))
      AND (p.proacl IS NULL OR EXISTS (SELECT 1 FROM aclexplode(p.proacl) a WHERE a.grantee = 0))
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
  END LOOP;
END $$;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
