-- (object, line) of everything that shapes isolation and data: schemas, tables, columns, constraints, indexes, policies, rights, functions.
WITH ours AS (SELECT oid, nspname, nspacl FROM pg_catalog.pg_namespace WHERE nspname IN ('crm', 'platform', 'ctx', 'queue')),
rel AS (
  SELECT c.*, n.nspname, n.nspname || '.' || c.relname AS name FROM pg_catalog.pg_class c JOIN ours n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v') AND c.relname <> 'seaql_migrations'
),
line AS (
  SELECT 1 AS part, 'schema ' || nspname AS object, 1 AS kind, '' AS key,
         'GRANT ' || a.privilege_type || ' ON SCHEMA ' || nspname || ' TO ' || CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee)::text END AS line
  FROM ours, aclexplode(nspacl) a
  UNION ALL
  SELECT 2, 'table ' || name, 1, '', 'OWNER ' || pg_get_userbyid(relowner) || CASE WHEN relrowsecurity THEN ' ENABLE ROW SECURITY' ELSE '' END || CASE WHEN relforcerowsecurity THEN ' FORCE ROW SECURITY' ELSE '' END
         || CASE relkind WHEN 'v' THEN ' VIEW ' || coalesce(array_to_string(reloptions, ','), '') || ' ' || pg_get_viewdef(oid) ELSE '' END
  FROM rel
  UNION ALL
  SELECT 2, 'table ' || rel.name, 2, lpad(a.attnum::text, 4, '0'),
         a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
         || CASE WHEN a.attcollation <> 0 AND a.attcollation <> (SELECT typcollation FROM pg_catalog.pg_type WHERE oid = a.atttypid) THEN ' COLLATE "' || (SELECT collname FROM pg_catalog.pg_collation WHERE oid = a.attcollation) || '"' ELSE '' END
         || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
         || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')
         || coalesce('  -- ' || col_description(rel.oid, a.attnum), '')
  FROM rel JOIN pg_catalog.pg_attribute a ON a.attrelid = rel.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  UNION ALL
  SELECT 2, 'table ' || rel.name, 3, c.contype::text || c.conname, 'CONSTRAINT ' || c.conname || ' ' || pg_get_constraintdef(c.oid)
  FROM rel JOIN pg_catalog.pg_constraint c ON c.conrelid = rel.oid WHERE c.contype IN ('p', 'u', 'f', 'c', 'x')
  UNION ALL
  SELECT 2, 'table ' || rel.name, 4, ic.relname, pg_get_indexdef(i.indexrelid)
  FROM rel JOIN pg_catalog.pg_index i ON i.indrelid = rel.oid JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
  WHERE NOT EXISTS (SELECT 1 FROM pg_catalog.pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x'))
  UNION ALL
  SELECT 2, 'table ' || rel.name, 5, p.polname,
         'POLICY ' || p.polname || CASE WHEN p.polpermissive THEN ' PERMISSIVE' ELSE ' RESTRICTIVE' END || ' FOR ' || p.polcmd::text || ' TO '
         || (SELECT string_agg(CASE r WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(r)::text END, ', ' ORDER BY CASE r WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(r)::text END) FROM unnest(p.polroles) r)
         || coalesce(' USING ' || regexp_replace(pg_get_expr(p.polqual, p.polrelid), '\s+', ' ', 'g'), '')
         || coalesce(' WITH CHECK ' || regexp_replace(pg_get_expr(p.polwithcheck, p.polrelid), '\s+', ' ', 'g'), '')
  FROM rel JOIN pg_catalog.pg_policy p ON p.polrelid = rel.oid
  UNION ALL
  SELECT 2, 'table ' || rel.name, 6, pg_get_userbyid(a.grantee)::text, 'GRANT ' || string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type) || ' TO ' || CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee)::text END
  FROM rel, aclexplode(rel.relacl) a WHERE a.grantee <> rel.relowner GROUP BY rel.name, a.grantee
  UNION ALL
  SELECT 2, 'table ' || rel.name, 7, pg_get_userbyid(acl.grantee)::text || acl.privilege_type,
         'GRANT ' || acl.privilege_type || ' (' || string_agg(a.attname, ', ' ORDER BY a.attnum) || ') TO ' || CASE acl.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(acl.grantee)::text END
  FROM rel JOIN pg_catalog.pg_attribute a ON a.attrelid = rel.oid AND NOT a.attisdropped, aclexplode(a.attacl) acl GROUP BY rel.name, acl.grantee, acl.privilege_type
  UNION ALL
  SELECT 2, 'table ' || rel.name, 8, t.tgname, pg_get_triggerdef(t.oid) FROM rel JOIN pg_catalog.pg_trigger t ON t.tgrelid = rel.oid WHERE NOT t.tgisinternal
  UNION ALL
  SELECT 3, 'function ' || p.oid::regprocedure, 1, '', 'OWNER ' || pg_get_userbyid(p.proowner) || E'\n' || rtrim(pg_get_functiondef(p.oid))
  FROM pg_catalog.pg_proc p JOIN ours n ON n.oid = p.pronamespace
  UNION ALL
  SELECT 3, 'function ' || p.oid::regprocedure, 2, pg_get_userbyid(a.grantee)::text, 'GRANT EXECUTE TO ' || CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee)::text END
  FROM pg_catalog.pg_proc p JOIN ours n ON n.oid = p.pronamespace, aclexplode(p.proacl) a WHERE a.grantee <> p.proowner
)
SELECT object, line FROM line ORDER BY part, object COLLATE "C", kind, key COLLATE "C", line COLLATE "C"
