-- Every row is a broken rule; the catalogue test and `migrate check` insist on none. The lists in cfg may only shrink.
WITH cfg AS (SELECT ARRAY['crm']::text[] AS tenant_schemas, ARRAY['platform','ctx','queue']::text[] AS platform_schemas,
  ARRAY['crm_app','crm_ops','crm_provision','crm_migrator','crm_queue','crm_backup']::text[] AS logins,
  ARRAY['crm_app','crm_ops','crm_provision','crm_queue']::text[] AS runtime, ARRAY['crm','platform','ctx','queue','public']::text[] AS schemas,
  ARRAY['audit_event.actor_id','audit_event.target_id']::text[] AS no_fk_ok,
  ARRAY['ctx.retire_key(bytea,timestamp with time zone)','ctx.purge_keys()','platform.tenant_by_slug(text)','platform.tenant_by_host(text)']::text[] AS definer_ok,
  E'(tenant_id = ( SELECT k.tenant_id\n   FROM ctx.tenant_key k))'::text AS canon),
rel AS (SELECT c.*, n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid=c.relnamespace, cfg WHERE n.nspname = ANY(tenant_schemas||platform_schemas) OR n.nspname='public'),
tt AS (SELECT rel.* FROM rel,cfg WHERE relkind IN ('r','p') AND nspname = ANY(tenant_schemas)),
tcol AS (SELECT tt.oid relid, a.attnum, a.attnotnull, a.atttypid FROM tt LEFT JOIN pg_attribute a ON a.attrelid=tt.oid AND a.attname='tenant_id' AND NOT a.attisdropped)
SELECT 'T01 tenant table without tenant_id uuid NOT NULL' AS rule, relid::regclass::text AS what FROM tcol WHERE attnum IS NULL OR NOT attnotnull OR atttypid<>'uuid'::regtype
UNION ALL SELECT 'T02 RLS not ENABLEd', oid::regclass::text FROM tt WHERE NOT relrowsecurity
UNION ALL SELECT 'T03 RLS not FORCEd', oid::regclass::text FROM tt WHERE NOT relforcerowsecurity
UNION ALL SELECT 'T04 owner is not crm_owner', oid::regclass::text||' '||pg_get_userbyid(relowner) FROM tt WHERE relowner<>'crm_owner'::regrole
UNION ALL SELECT 'T05 no RESTRICTIVE wall FOR ALL naming every runtime role and the owner, with the canonical expression', tt.oid::regclass::text FROM tt,cfg
  WHERE NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid=tt.oid AND NOT p.polpermissive AND p.polcmd='*' AND pg_get_expr(p.polqual,p.polrelid)=canon AND pg_get_expr(p.polwithcheck,p.polrelid)=canon
   AND p.polroles @> ARRAY['crm_app'::regrole::oid,'crm_owner'::regrole::oid])
UNION ALL SELECT 'T06 policy granted to PUBLIC', polrelid::regclass||' '||polname FROM pg_policy WHERE 0=ANY(polroles) AND polpermissive
UNION ALL SELECT 'T07 role named in a permissive policy but not in the wall', p.polrelid::regclass||' '||p.polname||' '||r.rolname FROM pg_policy p JOIN pg_roles r ON r.oid=ANY(p.polroles)
  WHERE p.polpermissive AND r.rolname<>'crm_search' AND p.polrelid IN (SELECT oid FROM tt) AND NOT EXISTS (SELECT 1 FROM pg_policy w WHERE w.polrelid=p.polrelid AND NOT w.polpermissive AND w.polcmd='*' AND r.oid=ANY(w.polroles))
UNION ALL SELECT 'T08 PRIMARY KEY missing or not led by tenant_id', tt.oid::regclass::text FROM tt LEFT JOIN pg_index i ON i.indrelid=tt.oid AND i.indisprimary JOIN tcol ON tcol.relid=tt.oid WHERE i.indexrelid IS NULL OR i.indkey[0]<>tcol.attnum
UNION ALL SELECT 'T09 unique index not led by tenant_id (cross-tenant existence oracle)', i.indexrelid::regclass::text FROM pg_index i JOIN tcol ON tcol.relid=i.indrelid WHERE i.indisunique AND i.indkey[0] IS DISTINCT FROM tcol.attnum
UNION ALL SELECT 'T10 exclusion constraint without tenant_id', conrelid::regclass||' '||conname FROM pg_constraint c JOIN tcol ON tcol.relid=c.conrelid WHERE contype='x' AND NOT tcol.attnum=ANY(conkey)
UNION ALL SELECT 'T11 foreign key between tenant tables does not pair tenant_id with tenant_id', c.conrelid::regclass||' '||c.conname FROM pg_constraint c JOIN tcol s ON s.relid=c.conrelid JOIN tcol d ON d.relid=c.confrelid
  WHERE c.contype='f' AND NOT EXISTS (SELECT 1 FROM generate_subscripts(c.conkey,1) k WHERE c.conkey[k]=s.attnum AND c.confkey[k]=d.attnum)
UNION ALL SELECT 'T12 tenant_id has no foreign key to platform.tenant', tt.oid::regclass::text FROM tt JOIN tcol ON tcol.relid=tt.oid WHERE NOT tt.relispartition AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conrelid=tt.oid AND c.contype='f' AND c.confrelid='platform.tenant'::regclass AND c.conkey=ARRAY[tcol.attnum])
UNION ALL SELECT 'T13 non-unique index not led by tenant_id (btree and gin)', i.indexrelid::regclass::text FROM pg_index i JOIN tcol ON tcol.relid=i.indrelid JOIN pg_class ic ON ic.oid=i.indexrelid JOIN pg_am am ON am.oid=ic.relam WHERE NOT i.indisunique AND am.amname IN ('btree','gin') AND i.indkey[0] IS DISTINCT FROM tcol.attnum
UNION ALL SELECT 'T14 uuid column *_id without a foreign key', tt.oid::regclass||'.'||a.attname FROM tt JOIN pg_attribute a ON a.attrelid=tt.oid AND a.attnum>0 AND NOT a.attisdropped WHERE a.attname ~ '._id$' AND a.atttypid='uuid'::regtype AND NOT tt.relispartition AND NOT (tt.relname||'.'||a.attname) = ANY((SELECT no_fk_ok FROM cfg)::text[])
  AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.contype='f' AND c.conrelid=tt.oid AND a.attnum=ANY(c.conkey))
UNION ALL SELECT 'G01 runtime role has TRUNCATE, REFERENCES or TRIGGER', rel.oid::regclass||' '||r FROM rel,cfg,unnest(runtime) r WHERE relkind IN ('r','p') AND has_table_privilege(r,rel.oid,'TRUNCATE,REFERENCES,TRIGGER')
UNION ALL SELECT 'G02 privilege granted to PUBLIC on a relation', rel.oid::regclass::text FROM rel, aclexplode(relacl) a WHERE a.grantee=0 AND nspname<>'public'
UNION ALL SELECT 'G03 runtime role may use a sequence (shared counter)', rel.oid::regclass||' '||r FROM rel,cfg,unnest(runtime) r WHERE CASE WHEN relkind='S' THEN has_sequence_privilege(r,rel.oid,'USAGE,SELECT,UPDATE') END
UNION ALL SELECT 'G04 view without security_invoker in a tenant schema', rel.oid::regclass::text FROM rel,cfg WHERE relkind='v' AND nspname=ANY(tenant_schemas) AND NOT coalesce(reloptions,'{}') && ARRAY['security_invoker=true','security_invoker=on','security_invoker=1']
UNION ALL SELECT 'G05 materialized view or foreign table readable by a runtime role', rel.oid::regclass||' '||r FROM rel,cfg,unnest(runtime) r WHERE relkind IN ('m','f') AND has_table_privilege(r,rel.oid,'SELECT')
UNION ALL SELECT 'G06 context key table not under forced RLS, or readable by other policies than own_key', 'ctx.tenant_key' WHERE NOT (SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE oid='ctx.tenant_key'::regclass)
  OR EXISTS (SELECT 1 FROM pg_policy WHERE polrelid='ctx.tenant_key'::regclass AND (polname,polcmd::text) NOT IN (('own_key','r'),('mint','a'),('keeper','*')))
  OR NOT EXISTS (SELECT 1 FROM pg_policy WHERE polrelid='ctx.tenant_key'::regclass AND polname='own_key' AND polcmd='r' AND pg_get_expr(polqual,polrelid)=$q$((h = sha256((uuid_send(("left"(current_setting('app.key'::text), 32))::uuid) || uuid_send((substr(current_setting('app.key'::text), 33))::uuid)))) AND ((expires_at IS NULL) OR (expires_at > now())))$q$)
  OR has_table_privilege('crm_app','ctx.tenant_key','INSERT,UPDATE,DELETE')
UNION ALL SELECT 'G07 direct privilege on a partition', rel.oid::regclass||' '||r FROM rel,cfg,unnest(runtime) r WHERE relispartition AND has_any_column_privilege(r,rel.oid,'SELECT,INSERT,UPDATE')
UNION ALL SELECT 'G08 rule or trigger function of a tenant table is SECURITY DEFINER', t.tgrelid::regclass||' '||p.oid::regprocedure FROM pg_trigger t JOIN tt ON tt.oid=t.tgrelid JOIN pg_proc p ON p.oid=t.tgfoid WHERE NOT tgisinternal AND p.prosecdef
UNION ALL SELECT 'G09 user rule on a tenant table', rulename||' on '||ev_class::regclass FROM pg_rewrite JOIN tt ON tt.oid=ev_class WHERE rulename<>'_RETURN'
UNION ALL SELECT 'R01 role can do too much', rolname FROM pg_roles,cfg WHERE rolname ~ '^crm_' AND (rolsuper OR (rolbypassrls AND rolname NOT IN ('crm_backfill','crm_backup')) OR rolcreaterole OR rolcreatedb OR rolreplication)
UNION ALL SELECT 'R02 unexpected login role', rolname FROM pg_roles,cfg WHERE rolcanlogin AND rolname ~ '^crm_' AND NOT rolname=ANY(logins)
UNION ALL SELECT 'R03 owner role can log in', rolname FROM pg_roles WHERE rolname IN ('crm_owner','crm_ctx','crm_search','crm_lookup') AND rolcanlogin
UNION ALL SELECT 'R04 runtime role is a member of another role', r||' -> '||g.rolname FROM cfg,unnest(runtime) r JOIN pg_roles g ON g.rolname<>r AND pg_has_role(r,g.oid,'MEMBER') WHERE g.rolname<>r
UNION ALL SELECT 'R05 unexpected per-role setting (ALTER ROLE by the role itself?)', r.rolname||' '||s::text FROM pg_db_role_setting d JOIN pg_roles r ON r.oid=d.setrole, unnest(d.setconfig) s WHERE r.rolname ~ '^crm_' AND split_part(s,'=',1) NOT IN ('search_path','statement_timeout','idle_in_transaction_session_timeout','row_security','lock_timeout')
UNION ALL SELECT 'R06 runtime role may CREATE in a schema', r||' '||n.nspname FROM cfg,unnest(runtime) r,pg_namespace n WHERE has_schema_privilege(r,n.oid,'CREATE') AND n.nspname !~ '^pg_(temp|toast)'
UNION ALL SELECT 'R07 runtime role may CREATE or TEMP in the database', r FROM cfg,unnest(runtime) r WHERE has_database_privilege(r,current_database(),'CREATE') OR has_database_privilege(r,current_database(),'TEMP')
UNION ALL SELECT 'R08 runtime role may use a procedural language', r||' '||lanname FROM cfg,unnest(runtime) r,pg_language WHERE lanname NOT IN ('internal','c','sql') AND has_language_privilege(r,oid,'USAGE')
UNION ALL SELECT 'F01 SECURITY DEFINER function not on the list', p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid=p.pronamespace, cfg WHERE p.prosecdef AND n.nspname !~ '^(pg_|information_schema)' AND NOT p.oid::regprocedure::text=ANY(definer_ok)
UNION ALL SELECT 'F02 SECURITY DEFINER without a fixed search_path ending in pg_temp', p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid=p.pronamespace WHERE p.prosecdef AND n.nspname !~ '^(pg_|information_schema)' AND NOT EXISTS (SELECT 1 FROM unnest(p.proconfig) s WHERE s ~ '^search_path=.*pg_temp"?$')
UNION ALL SELECT 'F03 SECURITY DEFINER executable by PUBLIC', p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid=p.pronamespace WHERE p.prosecdef AND n.nspname !~ '^(pg_|information_schema)' AND (p.proacl IS NULL OR EXISTS (SELECT 1 FROM aclexplode(p.proacl) a WHERE a.grantee=0))
UNION ALL SELECT 'F04 SECURITY DEFINER owned by a superuser, bypass or table-owning role', p.oid::regprocedure::text FROM pg_proc p JOIN pg_roles r ON r.oid=p.proowner JOIN pg_namespace n ON n.oid=p.pronamespace WHERE p.prosecdef AND n.nspname !~ '^(pg_|information_schema)' AND (r.rolsuper OR r.rolbypassrls)
UNION ALL SELECT 'F05 function of ours marked LEAKPROOF', p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid=p.pronamespace WHERE p.proleakproof AND n.nspname !~ '^(pg_|information_schema)'
UNION ALL SELECT 'X01 extension not on the list', extname FROM pg_extension WHERE extname NOT IN ('plpgsql','pg_trgm','btree_gin','pg_stat_statements')
UNION ALL SELECT 'X02 publication exists', pubname FROM pg_publication
UNION ALL SELECT 'X04 context is set at role or database level', setconfig::text FROM pg_db_role_setting WHERE setconfig::text ~ 'app\.'
UNION ALL SELECT 'S01 schema not on the list', n.nspname FROM pg_namespace n, cfg WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND NOT n.nspname = ANY(schemas)
UNION ALL SELECT 'Q01 queue readable or changeable by the application', 'queue.job' WHERE has_any_column_privilege('crm_app','queue.job','SELECT,UPDATE') OR has_table_privilege('crm_app','queue.job','DELETE')
ORDER BY 1,2
