-- Tenant tables: the wall, the keys, the foreign keys. Each row is a broken rule.
WITH canon AS (SELECT E'(tenant_id = ( SELECT k.tenant_id\n   FROM ctx.tenant_key k))'::text AS wall),
-- uuid columns that may name a row that is gone: may only shrink
no_fk_ok AS (SELECT ARRAY['audit_event.actor_id', 'audit_event.target_id', 'event.client_id']::text[] AS list),
rel AS (SELECT c.*, n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname IN ('crm', 'platform', 'ctx', 'queue', 'public')),
tt AS (SELECT * FROM rel WHERE relkind IN ('r', 'p') AND nspname = 'crm'),
tcol AS (SELECT tt.oid AS relid, a.attnum, a.attnotnull, a.atttypid FROM tt LEFT JOIN pg_attribute a ON a.attrelid = tt.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped)
SELECT 'T01 tenant table without tenant_id uuid NOT NULL' AS rule, relid::regclass::text AS what FROM tcol
WHERE attnum IS NULL OR NOT attnotnull OR atttypid <> 'uuid'::regtype
UNION ALL
SELECT 'T02 table with a tenant_id, or in the tenants'' schema, without row security ENABLEd and FORCEd', rel.oid::regclass::text FROM rel
WHERE relkind IN ('r', 'p') AND NOT (relrowsecurity AND relforcerowsecurity)
  AND (nspname = 'crm' OR EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = rel.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped))
UNION ALL
SELECT 'T03 table outside our schemas', c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND n.nspname NOT IN ('crm', 'platform', 'ctx', 'queue', 'information_schema') AND n.nspname !~ '^pg_'
UNION ALL
SELECT 'T04 wrong owner', rel.oid::regclass || ' ' || pg_get_userbyid(relowner) FROM rel
WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND relowner <> CASE nspname WHEN 'ctx' THEN 'crm_ctx'::regrole ELSE 'crm_owner'::regrole END
UNION ALL
SELECT 'T05 no RESTRICTIVE wall FOR ALL with the canonical expression that names crm_app, crm_provision and crm_owner', tt.oid::regclass::text FROM tt, canon
WHERE NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = tt.oid AND NOT p.polpermissive AND p.polcmd = '*'
    AND pg_get_expr(p.polqual, p.polrelid) = wall AND pg_get_expr(p.polwithcheck, p.polrelid) = wall
    AND p.polroles @> ARRAY['crm_app'::regrole::oid, 'crm_provision'::regrole::oid, 'crm_owner'::regrole::oid])
UNION ALL
SELECT 'T06 permissive policy for PUBLIC', polrelid::regclass || ' ' || polname FROM pg_policy WHERE 0 = ANY (polroles) AND polpermissive
UNION ALL
SELECT 'T07 permissive policy for a role that the wall does not name', p.polrelid::regclass || ' ' || p.polname || ' ' || r.rolname
FROM pg_policy p JOIN pg_roles r ON r.oid = ANY (p.polroles)
WHERE p.polpermissive AND p.polrelid IN (SELECT oid FROM tt) AND r.rolname NOT IN ('crm_app', 'crm_provision', 'crm_owner')
UNION ALL
SELECT 'T08 primary key missing or not led by tenant_id', tt.oid::regclass::text FROM tt
LEFT JOIN pg_index i ON i.indrelid = tt.oid AND i.indisprimary JOIN tcol ON tcol.relid = tt.oid
WHERE i.indexrelid IS NULL OR i.indkey[0] IS DISTINCT FROM tcol.attnum
UNION ALL
SELECT 'T09 unique index not led by tenant_id (shows that another tenant''s row exists)', i.indexrelid::regclass::text
FROM pg_index i JOIN tcol ON tcol.relid = i.indrelid WHERE i.indisunique AND i.indkey[0] IS DISTINCT FROM tcol.attnum
UNION ALL
SELECT 'T10 exclusion constraint without tenant_id', conrelid::regclass || ' ' || conname FROM pg_constraint c
JOIN tcol ON tcol.relid = c.conrelid WHERE contype = 'x' AND NOT tcol.attnum = ANY (conkey)
UNION ALL
SELECT 'T11 foreign key between tenant tables does not pair tenant_id with tenant_id', c.conrelid::regclass || ' ' || c.conname
FROM pg_constraint c JOIN tcol s ON s.relid = c.conrelid JOIN tcol d ON d.relid = c.confrelid
WHERE c.contype = 'f' AND NOT EXISTS (SELECT 1 FROM generate_subscripts(c.conkey, 1) k WHERE c.conkey[k] = s.attnum AND c.confkey[k] = d.attnum)
UNION ALL
SELECT 'T12 tenant_id has no foreign key to platform.tenant', tt.oid::regclass::text FROM tt JOIN tcol ON tcol.relid = tt.oid
WHERE NOT tt.relispartition AND NOT EXISTS (SELECT 1 FROM pg_constraint c
    WHERE c.conrelid = tt.oid AND c.contype = 'f' AND c.confrelid = 'platform.tenant'::regclass AND c.conkey = ARRAY[tcol.attnum])
UNION ALL
SELECT 'T13 index not led by tenant_id', i.indexrelid::regclass::text FROM pg_index i JOIN tcol ON tcol.relid = i.indrelid
WHERE NOT i.indisunique AND i.indkey[0] IS DISTINCT FROM tcol.attnum
UNION ALL
-- a key that ends in the column: one that only passes through it says nothing where its last column is null
SELECT 'T14 uuid column *_id without a foreign key', tt.oid::regclass || '.' || a.attname FROM tt
JOIN pg_attribute a ON a.attrelid = tt.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE a.attname ~ '._id$' AND a.attname <> 'tenant_id' AND a.atttypid = 'uuid'::regtype AND NOT tt.relispartition
  AND NOT (tt.relname || '.' || a.attname) = ANY ((SELECT list FROM no_fk_ok)::text[])
  AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.contype = 'f' AND c.conrelid = tt.oid AND a.attnum = c.conkey[cardinality(c.conkey)] AND c.confrelid <> 'platform.tenant'::regclass)
UNION ALL
SELECT 'T15 row security of the context keys is not own_key, mint and keeper with exactly their roles and expressions', coalesce(p.polname, 'missing policy')
FROM (VALUES ('own_key', 'r', ARRAY['crm_app', 'crm_owner', 'crm_provision'],
              '((h = sha256((uuid_send(("left"(current_setting(''app.key''::text), 32))::uuid) || uuid_send((substr(current_setting(''app.key''::text), 33))::uuid)))) AND ((expires_at IS NULL) OR (expires_at > now())))'),
             ('mint', 'a', ARRAY['crm_provision'], NULL), ('keeper', '*', ARRAY['crm_lookup'], 'true')) AS want(name, cmd, roles, expr)
FULL JOIN (SELECT * FROM pg_policy WHERE polrelid = 'ctx.tenant_key'::regclass) p ON p.polname = want.name AND p.polcmd::text = want.cmd AND p.polpermissive
  AND (SELECT array_agg(r::regrole::text ORDER BY r::regrole::text) FROM unnest(p.polroles) r) = want.roles
  AND pg_get_expr(p.polqual, p.polrelid) IS NOT DISTINCT FROM want.expr
WHERE want.name IS NULL OR p.polname IS NULL
UNION ALL
SELECT 'T16 row security of the queue is not enqueue, dispatch and own with exactly their roles and expressions', coalesce(p.polname, 'missing policy')
FROM canon, (VALUES ('enqueue', 'a', ARRAY['crm_app', 'crm_provision'], true), ('dispatch', '*', ARRAY['crm_queue'], false), ('own', '*', ARRAY['crm_owner'], false)) AS want(name, cmd, roles, walled)
FULL JOIN (SELECT * FROM pg_policy WHERE polrelid = 'queue.job'::regclass) p ON p.polname = want.name AND p.polcmd::text = want.cmd AND p.polpermissive
  AND (SELECT array_agg(r::regrole::text ORDER BY r::regrole::text) FROM unnest(p.polroles) r) = want.roles
  AND pg_get_expr(p.polwithcheck, p.polrelid) = CASE WHEN want.walled THEN E'(tenant_id = ( SELECT k.tenant_id\n   FROM ctx.tenant_key k))' ELSE 'true' END
WHERE want.name IS NULL OR p.polname IS NULL
UNION ALL
SELECT 'T17 rule on a table', rulename || ' on ' || ev_class::regclass FROM pg_rewrite JOIN rel ON rel.oid = ev_class WHERE rulename <> '_RETURN'
UNION ALL
SELECT 'T18 unique index of the queue not led by tenant_id', i.indexrelid::regclass::text FROM pg_index i
JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attname = 'tenant_id' WHERE i.indrelid = 'queue.job'::regclass AND i.indisunique AND i.indkey[0] <> a.attnum
UNION ALL
SELECT 'T19 row security of the allowed hosts is not the one walled policy with exactly its roles and expressions', coalesce(p.polname, 'missing policy')
FROM canon CROSS JOIN (VALUES ('own', '*', ARRAY['crm_app', 'crm_owner', 'crm_provision'])) AS want(name, cmd, roles)
FULL JOIN (SELECT * FROM pg_policy WHERE polrelid = 'platform.trading_host'::regclass) p ON p.polname = want.name AND p.polcmd::text = want.cmd AND p.polpermissive
  AND (SELECT array_agg(r::regrole::text ORDER BY r::regrole::text) FROM unnest(p.polroles) r) = want.roles
  AND pg_get_expr(p.polqual, p.polrelid) = wall AND pg_get_expr(p.polwithcheck, p.polrelid) = wall
WHERE want.name IS NULL OR p.polname IS NULL
