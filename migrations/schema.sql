-- Printed by `migrate dump-schema`; never edited. A difference is a drift or a forgotten commit.

-- schema crm
GRANT CREATE ON SCHEMA crm TO crm_owner
GRANT USAGE ON SCHEMA crm TO crm_app
GRANT USAGE ON SCHEMA crm TO crm_backup
GRANT USAGE ON SCHEMA crm TO crm_owner
GRANT USAGE ON SCHEMA crm TO crm_provision

-- schema ctx
GRANT CREATE ON SCHEMA ctx TO crm_ctx
GRANT USAGE ON SCHEMA ctx TO crm_app
GRANT USAGE ON SCHEMA ctx TO crm_backup
GRANT USAGE ON SCHEMA ctx TO crm_ctx
GRANT USAGE ON SCHEMA ctx TO crm_lookup
GRANT USAGE ON SCHEMA ctx TO crm_owner
GRANT USAGE ON SCHEMA ctx TO crm_provision

-- schema platform
GRANT CREATE ON SCHEMA platform TO crm_lookup
GRANT CREATE ON SCHEMA platform TO crm_owner
GRANT USAGE ON SCHEMA platform TO crm_app
GRANT USAGE ON SCHEMA platform TO crm_backup
GRANT USAGE ON SCHEMA platform TO crm_lookup
GRANT USAGE ON SCHEMA platform TO crm_ops
GRANT USAGE ON SCHEMA platform TO crm_owner
GRANT USAGE ON SCHEMA platform TO crm_provision
GRANT USAGE ON SCHEMA platform TO crm_queue

-- schema queue
GRANT CREATE ON SCHEMA queue TO crm_owner
GRANT USAGE ON SCHEMA queue TO crm_app
GRANT USAGE ON SCHEMA queue TO crm_backup
GRANT USAGE ON SCHEMA queue TO crm_owner
GRANT USAGE ON SCHEMA queue TO crm_provision
GRANT USAGE ON SCHEMA queue TO crm_queue

-- table crm.access_version
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
version bigint NOT NULL DEFAULT 1
CONSTRAINT access_version_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT access_version_pkey PRIMARY KEY (tenant_id)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup
GRANT INSERT, SELECT TO crm_provision
GRANT UPDATE (version) TO crm_provision

-- table crm.account_opening
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
id uuid NOT NULL
client_id uuid NOT NULL
product_id uuid NOT NULL
account_id uuid
reference bytea NOT NULL
leverage integer NOT NULL
state text NOT NULL
said text
sent_by uuid
sent_at timestamp with time zone NOT NULL
ended_at timestamp with time zone
currency text NOT NULL
group_name text NOT NULL
digits smallint NOT NULL
CONSTRAINT account_opening_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text))
CONSTRAINT account_opening_digits_check CHECK (((digits >= 0) AND (digits <= 8)))
CONSTRAINT account_opening_group_name_check CHECK (((length(group_name) >= 1) AND (length(group_name) <= 64)))
CONSTRAINT account_opening_leverage_check CHECK ((leverage > 0))
CONSTRAINT account_opening_reference_check CHECK ((octet_length(reference) = 10))
CONSTRAINT account_opening_said_check CHECK ((length(said) <= 400))
CONSTRAINT account_opening_state_check CHECK ((state = ANY (ARRAY['confirmed'::text, 'sending'::text, 'rejected'::text, 'unknown'::text, 'not_applied'::text])))
CONSTRAINT account_opening_tenant_id_account_id_fkey FOREIGN KEY (tenant_id, account_id) REFERENCES crm.trading_account(tenant_id, id)
CONSTRAINT account_opening_tenant_id_client_id_fkey FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client(tenant_id, id)
CONSTRAINT account_opening_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT account_opening_tenant_id_product_id_fkey FOREIGN KEY (tenant_id, product_id) REFERENCES crm.account_product(tenant_id, id)
CONSTRAINT account_opening_tenant_id_sent_by_fkey FOREIGN KEY (tenant_id, sent_by) REFERENCES crm.staff(tenant_id, id)
CONSTRAINT account_opening_pkey PRIMARY KEY (tenant_id, id)
CONSTRAINT account_opening_tenant_id_reference_key UNIQUE (tenant_id, reference)
CREATE INDEX account_opening_client ON crm.account_opening USING btree (tenant_id, client_id, sent_at DESC)
CREATE UNIQUE INDEX account_opening_one ON crm.account_opening USING btree (tenant_id, client_id, product_id) WHERE (state = ANY (ARRAY['sending'::text, 'unknown'::text]))
CREATE INDEX account_opening_open ON crm.account_opening USING btree (tenant_id, sent_at) WHERE (state = ANY (ARRAY['sending'::text, 'unknown'::text]))
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.account_password_rule
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
only_by_link boolean NOT NULL  -- no password of an account is shown to staff: the client takes it by a one-time link
version integer NOT NULL DEFAULT 1
CONSTRAINT account_password_rule_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT account_password_rule_pkey PRIMARY KEY (tenant_id)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.account_product
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
id uuid NOT NULL
server_id uuid NOT NULL
name text NOT NULL
leverages integer[] NOT NULL
active boolean NOT NULL DEFAULT true
version integer NOT NULL DEFAULT 1
created_at timestamp with time zone NOT NULL
CONSTRAINT account_product_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80)))
CONSTRAINT account_product_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT account_product_tenant_id_server_id_fkey FOREIGN KEY (tenant_id, server_id) REFERENCES crm.trading_server(tenant_id, id)
CONSTRAINT account_product_pkey PRIMARY KEY (tenant_id, id)
CONSTRAINT account_product_tenant_id_name_key UNIQUE (tenant_id, name)
CREATE INDEX account_product_server ON crm.account_product USING btree (tenant_id, server_id)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.account_product_currency
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
product_id uuid NOT NULL
currency text NOT NULL
group_name text NOT NULL
digits smallint NOT NULL
minimum_deposit bigint NOT NULL DEFAULT 0
CONSTRAINT account_product_currency_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text))
CONSTRAINT account_product_currency_digits_check CHECK (((digits >= 0) AND (digits <= 8)))
CONSTRAINT account_product_currency_group_name_check CHECK (((length(group_name) >= 1) AND (length(group_name) <= 64)))
CONSTRAINT account_product_currency_minimum_deposit_check CHECK ((minimum_deposit >= 0))
CONSTRAINT account_product_currency_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT account_product_currency_tenant_id_product_id_fkey FOREIGN KEY (tenant_id, product_id) REFERENCES crm.account_product(tenant_id, id)
CONSTRAINT account_product_currency_pkey PRIMARY KEY (tenant_id, product_id, currency)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.api_key
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
id uuid NOT NULL
name text NOT NULL
h bytea NOT NULL
hint text NOT NULL
scopes text[] NOT NULL
ip_allow_list text[] NOT NULL DEFAULT '{}'::text[]
version integer NOT NULL DEFAULT 1
created_at timestamp with time zone NOT NULL
created_by uuid
expires_at timestamp with time zone
last_used_at timestamp with time zone
revoked_at timestamp with time zone
rolled_to uuid
api_version text NOT NULL
CONSTRAINT api_key_api_version_check CHECK ((api_version ~ '^20[0-9]{2}-[01][0-9]-[0-3][0-9]$'::text))
CONSTRAINT api_key_h_check CHECK ((octet_length(h) = 32))
CONSTRAINT api_key_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80)))
CONSTRAINT api_key_tenant_id_created_by_fkey FOREIGN KEY (tenant_id, created_by) REFERENCES crm.staff(tenant_id, id)
CONSTRAINT api_key_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT api_key_tenant_id_rolled_to_fkey FOREIGN KEY (tenant_id, rolled_to) REFERENCES crm.api_key(tenant_id, id)
CONSTRAINT api_key_pkey PRIMARY KEY (tenant_id, id)
CONSTRAINT api_key_tenant_id_h_key UNIQUE (tenant_id, h)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.audit_event
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
seq bigint NOT NULL
id uuid NOT NULL
at timestamp with time zone NOT NULL
action text NOT NULL
refused boolean NOT NULL DEFAULT false
actor_kind text NOT NULL
actor_id uuid  -- no foreign key: an event outlives what it names
target_kind text
target_id uuid
client_id uuid
body text NOT NULL
prev_hash bytea NOT NULL
hash bytea NOT NULL
CONSTRAINT audit_event_hash_check CHECK ((octet_length(hash) = 32))
CONSTRAINT audit_event_prev_hash_check CHECK ((octet_length(prev_hash) = 32))
CONSTRAINT audit_event_tenant_id_client_id_fkey FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client(tenant_id, id)
CONSTRAINT audit_event_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT audit_event_pkey PRIMARY KEY (tenant_id, seq)
CONSTRAINT audit_event_tenant_id_id_key UNIQUE (tenant_id, id)
CREATE INDEX audit_event_action ON crm.audit_event USING btree (tenant_id, action, seq DESC)
CREATE INDEX audit_event_actor ON crm.audit_event USING btree (tenant_id, actor_id, seq DESC)
CREATE INDEX audit_event_client ON crm.audit_event USING btree (tenant_id, client_id, seq DESC) WHERE (client_id IS NOT NULL)
CREATE INDEX audit_event_outcome ON crm.audit_event USING btree (tenant_id, at) INCLUDE (actor_id, client_id) WHERE (action = 'client.outcome_recorded'::text)
CREATE INDEX audit_event_target ON crm.audit_event USING btree (tenant_id, target_id, seq DESC)
CREATE INDEX audit_event_watched ON crm.audit_event USING btree (tenant_id, action, at) WHERE ((actor_kind = 'staff'::text) AND (action = ANY (ARRAY['client.opened'::text, 'contact.revealed'::text, 'file.taken'::text])))
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT INSERT, SELECT TO crm_app
GRANT SELECT TO crm_backup
GRANT INSERT TO crm_provision

-- table crm.audit_file
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
id uuid NOT NULL
staff_id uuid NOT NULL
by_actor uuid
on_target uuid
of_client uuid
actions text[] NOT NULL
refused boolean
since timestamp with time zone
before timestamp with time zone
last_seq bigint NOT NULL
ends_at timestamp with time zone NOT NULL
CONSTRAINT audit_file_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT audit_file_tenant_id_staff_id_fkey FOREIGN KEY (tenant_id, staff_id) REFERENCES crm.staff(tenant_id, id)
CONSTRAINT audit_file_pkey PRIMARY KEY (tenant_id, id)
CREATE INDEX audit_file_end ON crm.audit_file USING btree (tenant_id, ends_at)
CREATE INDEX audit_file_staff ON crm.audit_file USING btree (tenant_id, staff_id)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT TO crm_app
GRANT SELECT TO crm_backup

-- table crm.audit_head
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
seq bigint NOT NULL
hash bytea NOT NULL
CONSTRAINT audit_head_hash_check CHECK ((octet_length(hash) = 32))
CONSTRAINT audit_head_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT audit_head_pkey PRIMARY KEY (tenant_id)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup
GRANT INSERT, SELECT TO crm_provision
GRANT UPDATE (seq, hash) TO crm_provision

-- table crm.audit_value
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
seq bigint NOT NULL
field text NOT NULL
field_class text
client_id uuid
before_sealed bytea
after_sealed bytea
before_mask text
after_mask text
CONSTRAINT audit_value_tenant_id_client_id_fkey FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client(tenant_id, id)
CONSTRAINT audit_value_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT audit_value_tenant_id_seq_fkey FOREIGN KEY (tenant_id, seq) REFERENCES crm.audit_event(tenant_id, seq)
CONSTRAINT audit_value_pkey PRIMARY KEY (tenant_id, seq, field)
CREATE INDEX audit_value_client ON crm.audit_value USING btree (tenant_id, client_id) WHERE (client_id IS NOT NULL)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT TO crm_app
GRANT SELECT TO crm_backup
GRANT INSERT TO crm_provision

-- table crm.balance_band
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
currency text NOT NULL
digits smallint NOT NULL
alone_up_to bigint NOT NULL
alone_a_day bigint NOT NULL  -- what one person may move alone in 24 hours
approve_up_to bigint NOT NULL  -- beyond it the second person needs balance.approve_large
version integer NOT NULL DEFAULT 1
CONSTRAINT balance_band_alone_a_day_check CHECK ((alone_a_day >= 0))
CONSTRAINT balance_band_alone_up_to_check CHECK ((alone_up_to >= 0))
CONSTRAINT balance_band_approve_up_to_check CHECK ((approve_up_to >= 0))
CONSTRAINT balance_band_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text))
CONSTRAINT balance_band_digits_check CHECK (((digits >= 0) AND (digits <= 8)))
CONSTRAINT balance_band_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT balance_band_pkey PRIMARY KEY (tenant_id, currency)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.balance_comparison
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
server_id uuid NOT NULL
compared_to timestamp with time zone NOT NULL
CONSTRAINT balance_comparison_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT balance_comparison_tenant_id_server_id_fkey FOREIGN KEY (tenant_id, server_id) REFERENCES crm.trading_server(tenant_id, id)
CONSTRAINT balance_comparison_pkey PRIMARY KEY (tenant_id, server_id)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.balance_finding
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
id uuid NOT NULL
account_id uuid NOT NULL
operation_id uuid
kind text NOT NULL
deal bigint NOT NULL
said text NOT NULL
version integer NOT NULL DEFAULT 1
found_at timestamp with time zone NOT NULL
closed_at timestamp with time zone
closed_by uuid
CONSTRAINT balance_finding_kind_check CHECK ((kind = ANY (ARRAY['missing'::text, 'extra'::text, 'amount'::text, 'duplicate'::text])))
CONSTRAINT balance_finding_said_check CHECK ((length(said) <= 400))
CONSTRAINT balance_finding_tenant_id_account_id_fkey FOREIGN KEY (tenant_id, account_id) REFERENCES crm.trading_account(tenant_id, id)
CONSTRAINT balance_finding_tenant_id_closed_by_fkey FOREIGN KEY (tenant_id, closed_by) REFERENCES crm.staff(tenant_id, id)
CONSTRAINT balance_finding_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT balance_finding_tenant_id_operation_id_fkey FOREIGN KEY (tenant_id, operation_id) REFERENCES crm.balance_operation(tenant_id, id)
CONSTRAINT balance_finding_pkey PRIMARY KEY (tenant_id, id)
CREATE UNIQUE INDEX balance_finding_deal ON crm.balance_finding USING btree (tenant_id, account_id, kind, deal) WHERE (deal <> 0)
CREATE INDEX balance_finding_found ON crm.balance_finding USING btree (tenant_id, found_at DESC)
CREATE UNIQUE INDEX balance_finding_operation ON crm.balance_finding USING btree (tenant_id, account_id, kind, operation_id) WHERE (deal = 0)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.balance_operation
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
id uuid NOT NULL
account_id uuid NOT NULL
kind text NOT NULL
amount bigint NOT NULL
currency text NOT NULL
digits smallint NOT NULL
request_key text NOT NULL
reference bytea NOT NULL
state text NOT NULL
needs text NOT NULL
reason_sealed bytea NOT NULL
said text
deal bigint
version integer NOT NULL DEFAULT 1
requested_by uuid
requested_at timestamp with time zone NOT NULL
decided_by uuid
decided_at timestamp with time zone
sent_at timestamp with time zone
ended_at timestamp with time zone
CONSTRAINT balance_operation_amount_check CHECK ((amount <> 0))
CONSTRAINT balance_operation_check CHECK (((decided_by <> requested_by) OR (state = 'cancelled'::text)))
CONSTRAINT balance_operation_check1 CHECK (((amount > 0) OR (kind = 'correction'::text)))
CONSTRAINT balance_operation_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text))
CONSTRAINT balance_operation_digits_check CHECK (((digits >= 0) AND (digits <= 8)))
CONSTRAINT balance_operation_kind_check CHECK ((kind = ANY (ARRAY['deposit'::text, 'withdrawal'::text, 'credit_in'::text, 'credit_out'::text, 'bonus_in'::text, 'bonus_out'::text, 'charge'::text, 'correction'::text])))
CONSTRAINT balance_operation_needs_check CHECK ((needs = ANY (ARRAY['nobody'::text, 'approval'::text, 'large_approval'::text])))
CONSTRAINT balance_operation_reference_check CHECK ((octet_length(reference) = 10))
CONSTRAINT balance_operation_request_key_check CHECK (((length(request_key) >= 8) AND (length(request_key) <= 80)))
CONSTRAINT balance_operation_said_check CHECK ((length(said) <= 400))
CONSTRAINT balance_operation_state_check CHECK ((state = ANY (ARRAY['cancelled'::text, 'requested'::text, 'sending'::text, 'confirmed'::text, 'rejected'::text, 'unknown'::text, 'not_applied'::text, 'declined'::text])))
CONSTRAINT balance_operation_tenant_id_account_id_fkey FOREIGN KEY (tenant_id, account_id) REFERENCES crm.trading_account(tenant_id, id)
CONSTRAINT balance_operation_tenant_id_decided_by_fkey FOREIGN KEY (tenant_id, decided_by) REFERENCES crm.staff(tenant_id, id)
CONSTRAINT balance_operation_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT balance_operation_tenant_id_requested_by_fkey FOREIGN KEY (tenant_id, requested_by) REFERENCES crm.staff(tenant_id, id)
CONSTRAINT balance_operation_pkey PRIMARY KEY (tenant_id, id)
CONSTRAINT balance_operation_tenant_id_reference_key UNIQUE (tenant_id, reference)
CONSTRAINT balance_operation_tenant_id_request_key_key UNIQUE (tenant_id, request_key)
CREATE INDEX balance_operation_account ON crm.balance_operation USING btree (tenant_id, account_id, requested_at DESC, id DESC)
CREATE INDEX balance_operation_booked ON crm.balance_operation USING btree (tenant_id, ended_at, id) INCLUDE (account_id, kind, amount) WHERE (state = 'confirmed'::text)
CREATE INDEX balance_operation_maker ON crm.balance_operation USING btree (tenant_id, requested_by, requested_at DESC)
CREATE INDEX balance_operation_open ON crm.balance_operation USING btree (tenant_id, sent_at) WHERE (state = ANY (ARRAY['sending'::text, 'unknown'::text]))
CREATE INDEX balance_operation_requested ON crm.balance_operation USING btree (tenant_id, requested_at DESC, id DESC)
CREATE INDEX balance_operation_waiting ON crm.balance_operation USING btree (tenant_id, requested_at DESC, id DESC) WHERE (state = 'requested'::text)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.brand
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
id uuid NOT NULL
name text NOT NULL
legal_name text NOT NULL
primary_color text NOT NULL
logo_svg text
support_email text
is_default boolean NOT NULL DEFAULT false
CONSTRAINT brand_logo_svg_check CHECK ((length(logo_svg) <= 20000))
CONSTRAINT brand_primary_color_check CHECK ((primary_color ~ '^#[0-9a-f]{6}$'::text))
CONSTRAINT brand_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT brand_pkey PRIMARY KEY (tenant_id, id)
CREATE UNIQUE INDEX brand_default ON crm.brand USING btree (tenant_id) WHERE is_default
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup
GRANT INSERT, SELECT TO crm_provision

-- table crm.client
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
id uuid NOT NULL
number bigint NOT NULL
version integer NOT NULL DEFAULT 1
data_key bytea NOT NULL
kind text NOT NULL DEFAULT 'individual'::text
stage text NOT NULL DEFAULT 'lead'::text
first_name text
middle_name text
last_name text
company_name text
display_name text NOT NULL
name_key text COLLATE "C" NOT NULL
date_of_birth_sealed bytea
under_age boolean NOT NULL DEFAULT false
address_sealed bytea
nationality text
country text
language text
brand_id uuid NOT NULL
source text
campaign text
utm_source text
utm_medium text
utm_campaign text
referrer_code text
owner_id uuid
team_id uuid
sales_status_id uuid NOT NULL
retention_status_id uuid
kyc_status text NOT NULL DEFAULT 'not_started'::text
status text NOT NULL DEFAULT 'email_unverified'::text
risk_level text NOT NULL DEFAULT 'low'::text
pep boolean NOT NULL DEFAULT false
us_person boolean NOT NULL DEFAULT false
verification_level smallint NOT NULL DEFAULT 0
marketing_consent boolean NOT NULL DEFAULT false
terms_accepted_at timestamp with time zone
must_reset_password boolean NOT NULL DEFAULT false
money_frozen_until timestamp with time zone
registered_at timestamp with time zone
converted_at timestamp with time zone
last_login_at timestamp with time zone
last_contact_at timestamp with time zone
next_follow_up_at timestamp with time zone
created_at timestamp with time zone NOT NULL
updated_at timestamp with time zone NOT NULL
archived_at timestamp with time zone
do_not_call boolean NOT NULL DEFAULT false
do_not_call_reason_sealed bytea
do_not_call_at timestamp with time zone
do_not_call_by uuid
merged_into_id uuid  -- the client that was kept; a client that has this is found nowhere
CONSTRAINT client_country_check CHECK ((country ~ '^[A-Z]{2}$'::text))
CONSTRAINT client_kind_check CHECK ((kind = ANY (ARRAY['individual'::text, 'corporate'::text])))
CONSTRAINT client_kyc_status_check CHECK ((kyc_status = ANY (ARRAY['not_started'::text, 'pending'::text, 'documents_required'::text, 'approved'::text, 'rejected'::text, 'expired'::text, 'blocked'::text])))
CONSTRAINT client_language_check CHECK ((language ~ '^[a-z]{2,3}$'::text))
CONSTRAINT client_nationality_check CHECK ((nationality ~ '^[A-Z]{2}$'::text))
CONSTRAINT client_risk_level_check CHECK ((risk_level = ANY (ARRAY['low'::text, 'medium'::text, 'high'::text])))
CONSTRAINT client_stage_check CHECK ((stage = ANY (ARRAY['lead'::text, 'registered'::text, 'depositor'::text])))
CONSTRAINT client_status_check CHECK ((status = ANY (ARRAY['email_unverified'::text, 'active'::text, 'suspended'::text, 'closed'::text, 'blacklisted'::text])))
CONSTRAINT client_do_not_call_by_fkey FOREIGN KEY (tenant_id, do_not_call_by) REFERENCES crm.staff(tenant_id, id)
CONSTRAINT client_merged_into_fkey FOREIGN KEY (tenant_id, merged_into_id) REFERENCES crm.client(tenant_id, id)
CONSTRAINT client_tenant_id_brand_id_fkey FOREIGN KEY (tenant_id, brand_id) REFERENCES crm.brand(tenant_id, id)
CONSTRAINT client_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT client_tenant_id_owner_id_fkey FOREIGN KEY (tenant_id, owner_id) REFERENCES crm.staff(tenant_id, id)
CONSTRAINT client_tenant_id_retention_status_id_fkey FOREIGN KEY (tenant_id, retention_status_id) REFERENCES crm.client_status_option(tenant_id, id)
CONSTRAINT client_tenant_id_sales_status_id_fkey FOREIGN KEY (tenant_id, sales_status_id) REFERENCES crm.client_status_option(tenant_id, id)
CONSTRAINT client_tenant_id_team_id_fkey FOREIGN KEY (tenant_id, team_id) REFERENCES crm.team(tenant_id, id)
CONSTRAINT client_pkey PRIMARY KEY (tenant_id, id)
CONSTRAINT client_tenant_id_number_key UNIQUE (tenant_id, number)
CREATE INDEX client_contacted ON crm.client USING btree (tenant_id, last_contact_at DESC NULLS LAST, id DESC)
CREATE INDEX client_country ON crm.client USING btree (tenant_id, country, created_at DESC, id DESC)
CREATE INDEX client_created ON crm.client USING btree (tenant_id, created_at DESC, id DESC) INCLUDE (archived_at)
CREATE INDEX client_follow_up ON crm.client USING btree (tenant_id, next_follow_up_at, id)
CREATE INDEX client_fresh ON crm.client USING btree (tenant_id, owner_id, created_at DESC, id DESC) WHERE ((stage = 'lead'::text) AND (last_contact_at IS NULL) AND (archived_at IS NULL) AND (NOT do_not_call))
CREATE INDEX client_fresh_all ON crm.client USING btree (tenant_id, created_at DESC, id DESC) INCLUDE (owner_id, team_id) WHERE ((stage = 'lead'::text) AND (last_contact_at IS NULL) AND (archived_at IS NULL) AND (NOT do_not_call))
CREATE INDEX client_merged ON crm.client USING btree (tenant_id, merged_into_id) WHERE (merged_into_id IS NOT NULL)
CREATE INDEX client_name ON crm.client USING btree (tenant_id, name_key, id)
CREATE INDEX client_owner ON crm.client USING btree (tenant_id, owner_id, created_at DESC, id DESC) INCLUDE (archived_at)
CREATE INDEX client_sales ON crm.client USING btree (tenant_id, sales_status_id, created_at DESC, id DESC)
CREATE INDEX client_team ON crm.client USING btree (tenant_id, team_id, created_at DESC, id DESC) INCLUDE (archived_at)
CREATE INDEX client_under_age ON crm.client USING btree (tenant_id, id) WHERE under_age
CREATE INDEX client_updated ON crm.client USING btree (tenant_id, updated_at DESC, id DESC)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.client_bulk
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
id uuid NOT NULL
version integer NOT NULL DEFAULT 1
state text NOT NULL
work integer NOT NULL DEFAULT 1  -- grows with every piece of work that is begun: an older job stops when it sees another number
act text NOT NULL
terms text NOT NULL  -- what the act sets, as ids
reason_sealed bytea
request_key text NOT NULL
request_hash bytea NOT NULL  -- keyed digest of what was asked: the same name with another wish is refused
total integer NOT NULL DEFAULT 0
next_row integer NOT NULL DEFAULT 1  -- the row that is worked off next: moves in the commit that works rows off
turn integer NOT NULL DEFAULT 0  -- clients given away in turn so far
changed integer NOT NULL DEFAULT 0
same integer NOT NULL DEFAULT 0
refused integer NOT NULL DEFAULT 0
undone integer NOT NULL DEFAULT 0
undo_refused integer NOT NULL DEFAULT 0
created_by uuid NOT NULL
created_at timestamp with time zone NOT NULL
ended_at timestamp with time zone
undo_until timestamp with time zone NOT NULL
CONSTRAINT client_bulk_act_check CHECK ((act = ANY (ARRAY['assign'::text, 'sales_status'::text, 'retention_status'::text, 'tags'::text, 'archive'::text])))
CONSTRAINT client_bulk_request_key_check CHECK (((length(request_key) >= 8) AND (length(request_key) <= 80)))
CONSTRAINT client_bulk_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'stopped'::text, 'undoing'::text, 'undone'::text])))
CONSTRAINT client_bulk_terms_check CHECK ((length(terms) <= 8000))
CONSTRAINT client_bulk_total_check CHECK ((total >= 0))
CONSTRAINT client_bulk_tenant_id_created_by_fkey FOREIGN KEY (tenant_id, created_by) REFERENCES crm.staff(tenant_id, id)
CONSTRAINT client_bulk_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT client_bulk_pkey PRIMARY KEY (tenant_id, id)
CREATE INDEX client_bulk_created ON crm.client_bulk USING btree (tenant_id, created_by, created_at DESC, id DESC)
CREATE UNIQUE INDEX client_bulk_request ON crm.client_bulk USING btree (tenant_id, created_by, request_key)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.client_bulk_row
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
bulk_id uuid NOT NULL
n integer NOT NULL
client_id uuid
client_version integer NOT NULL  -- as the client was chosen; once changed, as the act left him
outcome text NOT NULL DEFAULT 'waiting'::text
code text  -- why a row was refused
was text  -- before, in the words of the broker: names of people, statuses, tags
became text
before text  -- before, as ids, for undo
told_event uuid  -- the event of the trail that tells of the batch
undone_event uuid
CONSTRAINT client_bulk_row_became_check CHECK ((length(became) <= 2000))
CONSTRAINT client_bulk_row_before_check CHECK ((length(before) <= 20000))
CONSTRAINT client_bulk_row_code_check CHECK ((length(code) <= 40))
CONSTRAINT client_bulk_row_n_check CHECK ((n > 0))
CONSTRAINT client_bulk_row_outcome_check CHECK ((outcome = ANY (ARRAY['waiting'::text, 'changed'::text, 'same'::text, 'refused'::text, 'undone'::text, 'undo_refused'::text])))
CONSTRAINT client_bulk_row_was_check CHECK ((length(was) <= 2000))
CONSTRAINT client_bulk_row_tenant_id_bulk_id_fkey FOREIGN KEY (tenant_id, bulk_id) REFERENCES crm.client_bulk(tenant_id, id)
CONSTRAINT client_bulk_row_tenant_id_client_id_fkey FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client(tenant_id, id) ON DELETE SET NULL (client_id)
CONSTRAINT client_bulk_row_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT client_bulk_row_pkey PRIMARY KEY (tenant_id, bulk_id, n)
CREATE INDEX client_bulk_row_client ON crm.client_bulk_row USING btree (tenant_id, client_id)
CREATE INDEX client_bulk_row_outcome ON crm.client_bulk_row USING btree (tenant_id, bulk_id, outcome, n)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.client_contact
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
client_id uuid NOT NULL
id uuid NOT NULL
kind text NOT NULL
is_primary boolean NOT NULL DEFAULT false
sealed bytea NOT NULL
mask text NOT NULL
bidx bytea NOT NULL
bidx_part bytea NOT NULL  -- e-mail: domain; phone: last four digits
bidx_local bytea
verified_at timestamp with time zone
created_at timestamp with time zone NOT NULL
CONSTRAINT client_contact_kind_check CHECK ((kind = ANY (ARRAY['email'::text, 'phone'::text])))
CONSTRAINT client_contact_tenant_id_client_id_fkey FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client(tenant_id, id) ON DELETE CASCADE
CONSTRAINT client_contact_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT client_contact_pkey PRIMARY KEY (tenant_id, client_id, id)
CREATE INDEX client_contact_bidx ON crm.client_contact USING btree (tenant_id, bidx)
CREATE INDEX client_contact_local ON crm.client_contact USING btree (tenant_id, bidx_local) WHERE (bidx_local IS NOT NULL)
CREATE INDEX client_contact_part ON crm.client_contact USING btree (tenant_id, bidx_part)
CREATE UNIQUE INDEX client_contact_primary ON crm.client_contact USING btree (tenant_id, client_id, kind) WHERE is_primary
CREATE INDEX client_contact_shared ON crm.client_contact USING btree (tenant_id, kind, bidx, client_id)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.client_credential
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
client_id uuid NOT NULL
email_bidx bytea NOT NULL
password_hash text NOT NULL
password_changed_at timestamp with time zone NOT NULL
CONSTRAINT client_credential_tenant_id_client_id_fkey FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client(tenant_id, id) ON DELETE CASCADE
CONSTRAINT client_credential_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT client_credential_pkey PRIMARY KEY (tenant_id, client_id)
CONSTRAINT client_credential_tenant_id_email_bidx_key UNIQUE (tenant_id, email_bidx)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.client_distinct
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
one_id uuid NOT NULL
other_id uuid NOT NULL
said_at timestamp with time zone NOT NULL
CONSTRAINT client_distinct_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT client_distinct_tenant_id_one_id_fkey FOREIGN KEY (tenant_id, one_id) REFERENCES crm.client(tenant_id, id) ON DELETE CASCADE
CONSTRAINT client_distinct_tenant_id_other_id_fkey FOREIGN KEY (tenant_id, other_id) REFERENCES crm.client(tenant_id, id) ON DELETE CASCADE
CONSTRAINT client_distinct_pkey PRIMARY KEY (tenant_id, one_id, other_id)
CREATE INDEX client_distinct_other ON crm.client_distinct USING btree (tenant_id, other_id)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT TO crm_app
GRANT SELECT TO crm_backup

-- table crm.client_external_id
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
external_id text COLLATE "C" NOT NULL
client_id uuid NOT NULL
CONSTRAINT client_external_id_external_id_check CHECK (((length(external_id) >= 1) AND (length(external_id) <= 100)))
CONSTRAINT client_external_id_tenant_id_client_id_fkey FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client(tenant_id, id) ON DELETE CASCADE
CONSTRAINT client_external_id_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT client_external_id_pkey PRIMARY KEY (tenant_id, external_id, client_id)
CREATE INDEX client_external_id_client ON crm.client_external_id USING btree (tenant_id, client_id)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.client_import
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
id uuid NOT NULL
version integer NOT NULL DEFAULT 1
state text NOT NULL
work integer NOT NULL DEFAULT 0  -- grows with every piece of work that is begun: an older job stops when it sees another number
file_name_sealed bytea NOT NULL
size bigint NOT NULL
received bigint NOT NULL DEFAULT 0
data_key bytea  -- wrapped; destroyed at kept_until, and with it file, rows and undo
file_hash bytea
sheet_hash bytea  -- of the file and the sheet that is read
format text
told_sealed bytea
mapping_sealed bytea
remembered boolean NOT NULL DEFAULT false
refusal_code text
refusal text
line_count integer NOT NULL DEFAULT 0
block_count integer NOT NULL DEFAULT 0
done integer NOT NULL DEFAULT 0
total integer NOT NULL DEFAULT 0
phase_at timestamp with time zone NOT NULL
counts text
next_block integer NOT NULL DEFAULT 0  -- the block that is worked off next: moves in the commit that works one off
turn integer NOT NULL DEFAULT 0  -- new clients given away so far
skip_bad boolean NOT NULL DEFAULT false
created integer NOT NULL DEFAULT 0
updated integer NOT NULL DEFAULT 0
skipped integer NOT NULL DEFAULT 0
failed integer NOT NULL DEFAULT 0
repeats integer NOT NULL DEFAULT 0
matches integer NOT NULL DEFAULT 0
undo_deleted integer NOT NULL DEFAULT 0
undo_restored integer NOT NULL DEFAULT 0
undo_refused integer NOT NULL DEFAULT 0
created_by uuid NOT NULL
work_by uuid NOT NULL  -- whose rights the work is done under: who began it
created_at timestamp with time zone NOT NULL
committed_at timestamp with time zone
kept_until timestamp with time zone NOT NULL
undo_archived integer NOT NULL DEFAULT 0
CONSTRAINT client_import_file_hash_check CHECK ((octet_length(file_hash) = 32))
CONSTRAINT client_import_format_check CHECK ((format = ANY (ARRAY['csv'::text, 'xlsx'::text])))
CONSTRAINT client_import_refusal_check CHECK ((length(refusal) <= 400))
CONSTRAINT client_import_refusal_code_check CHECK ((length(refusal_code) <= 60))
CONSTRAINT client_import_sheet_hash_check CHECK ((octet_length(sheet_hash) = 32))
CONSTRAINT client_import_size_check CHECK ((size > 0))
CONSTRAINT client_import_state_check CHECK ((state = ANY (ARRAY['uploading'::text, 'reading'::text, 'refused'::text, 'mapping'::text, 'checking'::text, 'checked'::text, 'committing'::text, 'paused'::text, 'cancelled'::text, 'committed'::text, 'undoing'::text, 'undone'::text])))
CONSTRAINT client_import_tenant_id_created_by_fkey FOREIGN KEY (tenant_id, created_by) REFERENCES crm.staff(tenant_id, id)
CONSTRAINT client_import_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT client_import_tenant_id_work_by_fkey FOREIGN KEY (tenant_id, work_by) REFERENCES crm.staff(tenant_id, id)
CONSTRAINT client_import_pkey PRIMARY KEY (tenant_id, id)
CREATE INDEX client_import_created ON crm.client_import USING btree (tenant_id, created_at DESC, id DESC)
CREATE INDEX client_import_kept ON crm.client_import USING btree (tenant_id, kept_until) WHERE (data_key IS NOT NULL)
CREATE UNIQUE INDEX client_import_once ON crm.client_import USING btree (tenant_id, sheet_hash) WHERE (state = ANY (ARRAY['committing'::text, 'paused'::text, 'cancelled'::text, 'committed'::text, 'undoing'::text]))
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.client_import_block
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
import_id uuid NOT NULL
kind text NOT NULL
n integer NOT NULL
first_line integer NOT NULL DEFAULT 0
last_line integer NOT NULL DEFAULT 0
size integer NOT NULL
sealed bytea NOT NULL
CONSTRAINT client_import_block_kind_check CHECK ((kind = ANY (ARRAY['file'::text, 'rows'::text, 'merged'::text])))
CONSTRAINT client_import_block_n_check CHECK ((n >= 0))
CONSTRAINT client_import_block_size_check CHECK ((size >= 0))
CONSTRAINT client_import_block_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT client_import_block_tenant_id_import_id_fkey FOREIGN KEY (tenant_id, import_id) REFERENCES crm.client_import(tenant_id, id)
CONSTRAINT client_import_block_pkey PRIMARY KEY (tenant_id, import_id, kind, n)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.client_import_cell
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
import_id uuid NOT NULL
line integer NOT NULL
col integer NOT NULL
value_sealed bytea NOT NULL
CONSTRAINT client_import_cell_col_check CHECK ((col >= 0))
CONSTRAINT client_import_cell_line_check CHECK ((line > 0))
CONSTRAINT client_import_cell_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT client_import_cell_tenant_id_import_id_fkey FOREIGN KEY (tenant_id, import_id) REFERENCES crm.client_import(tenant_id, id)
CONSTRAINT client_import_cell_pkey PRIMARY KEY (tenant_id, import_id, line, col)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.client_import_memory
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
fingerprint uuid NOT NULL  -- the first half of a keyed digest of the names of columns
mapping_sealed bytea NOT NULL
used_at timestamp with time zone NOT NULL
CONSTRAINT client_import_memory_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT client_import_memory_pkey PRIMARY KEY (tenant_id, fingerprint)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.client_import_row
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
import_id uuid NOT NULL
line integer NOT NULL
outcome text NOT NULL
repeats integer  -- line of the earlier row that is the same person
client_id uuid
client_version integer
before_sealed bytea
problems text  -- codes, places and how to mend them; never what stands there
CONSTRAINT client_import_row_line_check CHECK ((line > 0))
CONSTRAINT client_import_row_outcome_check CHECK ((outcome = ANY (ARRAY['create'::text, 'update'::text, 'skip'::text, 'error'::text, 'undo_refused'::text, 'undone'::text])))
CONSTRAINT client_import_row_tenant_id_client_id_fkey FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client(tenant_id, id)
CONSTRAINT client_import_row_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT client_import_row_tenant_id_import_id_fkey FOREIGN KEY (tenant_id, import_id) REFERENCES crm.client_import(tenant_id, id)
CONSTRAINT client_import_row_pkey PRIMARY KEY (tenant_id, import_id, line)
CREATE INDEX client_import_row_client ON crm.client_import_row USING btree (tenant_id, client_id)
CREATE INDEX client_import_row_outcome ON crm.client_import_row USING btree (tenant_id, import_id, outcome, line)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.client_merge
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
id uuid NOT NULL
kept_id uuid NOT NULL
before_sealed bytea  -- gone once the merge was taken back, or can no longer be
created_by uuid NOT NULL
created_at timestamp with time zone NOT NULL
undo_until timestamp with time zone NOT NULL
undone_at timestamp with time zone
CONSTRAINT client_merge_tenant_id_created_by_fkey FOREIGN KEY (tenant_id, created_by) REFERENCES crm.staff(tenant_id, id)
CONSTRAINT client_merge_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT client_merge_tenant_id_kept_id_fkey FOREIGN KEY (tenant_id, kept_id) REFERENCES crm.client(tenant_id, id)
CONSTRAINT client_merge_pkey PRIMARY KEY (tenant_id, id)
CREATE INDEX client_merge_by ON crm.client_merge USING btree (tenant_id, created_by)
CREATE INDEX client_merge_kept ON crm.client_merge USING btree (tenant_id, kept_id, created_at DESC, id DESC)
CREATE INDEX client_merge_until ON crm.client_merge USING btree (tenant_id, undo_until) WHERE (before_sealed IS NOT NULL)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.client_merge_part
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
merge_id uuid NOT NULL
client_id uuid NOT NULL
CONSTRAINT client_merge_part_tenant_id_client_id_fkey FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client(tenant_id, id)
CONSTRAINT client_merge_part_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT client_merge_part_tenant_id_merge_id_fkey FOREIGN KEY (tenant_id, merge_id) REFERENCES crm.client_merge(tenant_id, id)
CONSTRAINT client_merge_part_pkey PRIMARY KEY (tenant_id, merge_id, client_id)
CREATE INDEX client_merge_part_client ON crm.client_merge_part USING btree (tenant_id, client_id)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT INSERT, SELECT TO crm_app
GRANT SELECT TO crm_backup

-- table crm.client_participant
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
client_id uuid NOT NULL
staff_id uuid NOT NULL
CONSTRAINT client_participant_tenant_id_client_id_fkey FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client(tenant_id, id) ON DELETE CASCADE
CONSTRAINT client_participant_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT client_participant_tenant_id_staff_id_fkey FOREIGN KEY (tenant_id, staff_id) REFERENCES crm.staff(tenant_id, id)
CONSTRAINT client_participant_pkey PRIMARY KEY (tenant_id, client_id, staff_id)
CREATE INDEX client_participant_staff ON crm.client_participant USING btree (tenant_id, staff_id, client_id)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.client_status_option
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
id uuid NOT NULL
kind text NOT NULL
name text NOT NULL
type text NOT NULL
color text NOT NULL
position integer NOT NULL
any_next boolean NOT NULL DEFAULT true
retired_at timestamp with time zone
version integer NOT NULL DEFAULT 1
CONSTRAINT client_status_option_kind_check CHECK ((kind = ANY (ARRAY['sales'::text, 'retention'::text])))
CONSTRAINT client_status_option_name_check CHECK (((length(name) >= 1) AND (length(name) <= 60)))
CONSTRAINT client_status_option_type_check CHECK ((type = ANY (ARRAY['open'::text, 'ongoing'::text, 'hold'::text, 'won'::text, 'lost'::text])))
CONSTRAINT client_status_option_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT client_status_option_pkey PRIMARY KEY (tenant_id, id)
CONSTRAINT client_status_option_tenant_id_kind_name_key UNIQUE (tenant_id, kind, name)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup
GRANT INSERT, SELECT TO crm_provision

-- table crm.client_status_step
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
from_id uuid NOT NULL
to_id uuid NOT NULL
CONSTRAINT client_status_step_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT client_status_step_tenant_id_from_id_fkey FOREIGN KEY (tenant_id, from_id) REFERENCES crm.client_status_option(tenant_id, id)
CONSTRAINT client_status_step_tenant_id_to_id_fkey FOREIGN KEY (tenant_id, to_id) REFERENCES crm.client_status_option(tenant_id, id)
CONSTRAINT client_status_step_pkey PRIMARY KEY (tenant_id, from_id, to_id)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.client_tag
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
client_id uuid NOT NULL
tag_id uuid NOT NULL
CONSTRAINT client_tag_tenant_id_client_id_fkey FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client(tenant_id, id) ON DELETE CASCADE
CONSTRAINT client_tag_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT client_tag_tenant_id_tag_id_fkey FOREIGN KEY (tenant_id, tag_id) REFERENCES crm.tag(tenant_id, id)
CONSTRAINT client_tag_pkey PRIMARY KEY (tenant_id, client_id, tag_id)
CREATE INDEX client_tag_tag ON crm.client_tag USING btree (tenant_id, tag_id, client_id)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.client_token
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
token text COLLATE "C" NOT NULL
client_id uuid NOT NULL
CONSTRAINT client_token_tenant_id_client_id_fkey FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client(tenant_id, id) ON DELETE CASCADE
CONSTRAINT client_token_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT client_token_pkey PRIMARY KEY (tenant_id, token, client_id)
CREATE INDEX client_token_client ON crm.client_token USING btree (tenant_id, client_id, token)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.client_visit
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
session_id uuid NOT NULL
client_id uuid NOT NULL
opened_at timestamp with time zone NOT NULL
CONSTRAINT client_visit_tenant_id_client_id_fkey FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client(tenant_id, id) ON DELETE CASCADE
CONSTRAINT client_visit_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT client_visit_tenant_id_session_id_fkey FOREIGN KEY (tenant_id, session_id) REFERENCES crm.session(tenant_id, id) ON DELETE CASCADE
CONSTRAINT client_visit_pkey PRIMARY KEY (tenant_id, session_id, client_id)
CREATE INDEX client_visit_client ON crm.client_visit USING btree (tenant_id, client_id)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.counter
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
name text NOT NULL
value bigint NOT NULL
CONSTRAINT counter_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT counter_pkey PRIMARY KEY (tenant_id, name)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup
GRANT INSERT, SELECT TO crm_provision

-- table crm.cover
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
id uuid NOT NULL
absent_id uuid NOT NULL
cover_id uuid NOT NULL
begins_at timestamp with time zone NOT NULL
ends_at timestamp with time zone NOT NULL  -- not included; moved forward when the cover is ended early
version integer NOT NULL DEFAULT 1
created_by uuid
created_at timestamp with time zone NOT NULL
CONSTRAINT cover_check CHECK ((begins_at <= ends_at))
CONSTRAINT cover_tenant_id_absent_id_fkey FOREIGN KEY (tenant_id, absent_id) REFERENCES crm.staff(tenant_id, id)
CONSTRAINT cover_tenant_id_cover_id_fkey FOREIGN KEY (tenant_id, cover_id) REFERENCES crm.staff(tenant_id, id)
CONSTRAINT cover_tenant_id_created_by_fkey FOREIGN KEY (tenant_id, created_by) REFERENCES crm.staff(tenant_id, id)
CONSTRAINT cover_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT cover_pkey PRIMARY KEY (tenant_id, id)
CREATE INDEX cover_absent ON crm.cover USING btree (tenant_id, absent_id, ends_at)
CREATE INDEX cover_cover ON crm.cover USING btree (tenant_id, cover_id, ends_at)
CREATE INDEX cover_ends ON crm.cover USING btree (tenant_id, ends_at)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.credential
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
staff_id uuid NOT NULL
email_bidx bytea NOT NULL
password_hash text
password_changed_at timestamp with time zone
totp_sealed bytea
totp_pending_sealed bytea
totp_confirmed_at timestamp with time zone
totp_last_step bigint
CONSTRAINT credential_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT credential_tenant_id_staff_id_fkey FOREIGN KEY (tenant_id, staff_id) REFERENCES crm.staff(tenant_id, id)
CONSTRAINT credential_pkey PRIMARY KEY (tenant_id, staff_id)
CONSTRAINT credential_tenant_id_email_bidx_key UNIQUE (tenant_id, email_bidx)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup
GRANT INSERT TO crm_provision

-- table crm.custom_choice
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
id uuid NOT NULL
field_id uuid NOT NULL
label text NOT NULL
position integer NOT NULL
retired_at timestamp with time zone
CONSTRAINT custom_choice_label_check CHECK (((length(label) >= 1) AND (length(label) <= 60)))
CONSTRAINT custom_choice_tenant_id_field_id_fkey FOREIGN KEY (tenant_id, field_id) REFERENCES crm.custom_field(tenant_id, id)
CONSTRAINT custom_choice_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT custom_choice_pkey PRIMARY KEY (tenant_id, id)
CONSTRAINT custom_choice_tenant_id_field_id_id_key UNIQUE (tenant_id, field_id, id)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.custom_field
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
id uuid NOT NULL
key text NOT NULL
label text NOT NULL
kind text NOT NULL
field_class text
required boolean NOT NULL DEFAULT false
position integer NOT NULL
archived_at timestamp with time zone
version integer NOT NULL DEFAULT 1
CONSTRAINT custom_field_field_class_check CHECK ((field_class = ANY (ARRAY['address'::text, 'date_of_birth'::text])))
CONSTRAINT custom_field_key_check CHECK (((length(key) >= 1) AND (length(key) <= 40)))
CONSTRAINT custom_field_kind_check CHECK ((kind = ANY (ARRAY['text'::text, 'number'::text, 'date'::text, 'choice'::text, 'flag'::text])))
CONSTRAINT custom_field_label_check CHECK (((length(label) >= 1) AND (length(label) <= 60)))
CONSTRAINT custom_field_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT custom_field_pkey PRIMARY KEY (tenant_id, id)
CREATE UNIQUE INDEX custom_field_key ON crm.custom_field USING btree (tenant_id, key)
CREATE UNIQUE INDEX custom_field_label ON crm.custom_field USING btree (tenant_id, label) WHERE (archived_at IS NULL)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.custom_value
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
client_id uuid NOT NULL
field_id uuid NOT NULL
text_sealed bytea
millionths bigint
day date
choice_id uuid
flag boolean
CONSTRAINT custom_value_one CHECK ((num_nonnulls(text_sealed, millionths, day, choice_id, flag) = 1))
CONSTRAINT custom_value_tenant_id_client_id_fkey FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client(tenant_id, id) ON DELETE CASCADE
CONSTRAINT custom_value_tenant_id_field_id_choice_id_fkey FOREIGN KEY (tenant_id, field_id, choice_id) REFERENCES crm.custom_choice(tenant_id, field_id, id)
CONSTRAINT custom_value_tenant_id_field_id_fkey FOREIGN KEY (tenant_id, field_id) REFERENCES crm.custom_field(tenant_id, id)
CONSTRAINT custom_value_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT custom_value_pkey PRIMARY KEY (tenant_id, client_id, field_id)
CREATE INDEX custom_value_choice ON crm.custom_value USING btree (tenant_id, field_id, choice_id, client_id) WHERE (choice_id IS NOT NULL)
CREATE INDEX custom_value_day ON crm.custom_value USING btree (tenant_id, field_id, day, client_id) WHERE (day IS NOT NULL)
CREATE INDEX custom_value_field ON crm.custom_value USING btree (tenant_id, field_id, client_id)
CREATE INDEX custom_value_number ON crm.custom_value USING btree (tenant_id, field_id, millionths, client_id) WHERE (millionths IS NOT NULL)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.deal
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
account_id uuid NOT NULL
ticket bigint NOT NULL
leg smallint NOT NULL  -- 0 the only one of its number; 1 and 2 the opening and the closing half of an MT4 order
action text NOT NULL
entry text
order_ticket bigint
position bigint
symbol text NOT NULL
lots bigint NOT NULL  -- hundred-millionths of a lot
price numeric NOT NULL
profit bigint NOT NULL  -- of a booking its signed amount
swap bigint NOT NULL
commission bigint NOT NULL
comment text NOT NULL
reference bytea  -- the CRM's tag, where the comment carries one
at timestamp with time zone NOT NULL
made_by text  -- null where the server does not say
CONSTRAINT deal_action_check CHECK ((action = ANY (ARRAY['buy'::text, 'sell'::text, 'balance'::text, 'credit'::text, 'charge'::text, 'correction'::text, 'bonus'::text, 'other'::text, 'other_credit'::text])))
CONSTRAINT deal_comment_check CHECK ((length(comment) <= 200))
CONSTRAINT deal_entry_check CHECK ((entry = ANY (ARRAY['in'::text, 'out'::text, 'in_out'::text, 'out_by'::text])))
CONSTRAINT deal_leg_check CHECK (((leg >= 0) AND (leg <= 2)))
CONSTRAINT deal_made_by_check CHECK ((made_by = ANY (ARRAY['client'::text, 'dealer'::text, 'server'::text])))
CONSTRAINT deal_reference_check CHECK ((octet_length(reference) = 10))
CONSTRAINT deal_symbol_check CHECK ((length(symbol) <= 64))
CONSTRAINT deal_ticket_check CHECK ((ticket > 0))
CONSTRAINT deal_tenant_id_account_id_fkey FOREIGN KEY (tenant_id, account_id) REFERENCES crm.trading_account(tenant_id, id)
CONSTRAINT deal_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT deal_pkey PRIMARY KEY (tenant_id, account_id, ticket, leg)
CREATE INDEX deal_account ON crm.deal USING btree (tenant_id, account_id, at, ticket, leg)
CREATE INDEX deal_at ON crm.deal USING btree (tenant_id, at, account_id, ticket, leg)
CREATE INDEX deal_deposit ON crm.deal USING btree (tenant_id, account_id, at) WHERE ((action = 'balance'::text) AND (profit > 0))
CREATE INDEX deal_position ON crm.deal USING btree (tenant_id, "position")
CREATE INDEX deal_symbol ON crm.deal USING btree (tenant_id, symbol, at)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.deal_feed
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
server_id uuid NOT NULL
newest_at timestamp with time zone NOT NULL
CONSTRAINT deal_feed_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT deal_feed_tenant_id_server_id_fkey FOREIGN KEY (tenant_id, server_id) REFERENCES crm.trading_server(tenant_id, id)
CONSTRAINT deal_feed_pkey PRIMARY KEY (tenant_id, server_id)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.deal_history
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
account_id uuid NOT NULL
begun_at timestamp with time zone NOT NULL
reaches_to timestamp with time zone NOT NULL
cursor text
whole_at timestamp with time zone
since timestamp with time zone  -- its first deal, once the past is whole; none where it has none
said text  -- what stood in the way last
CONSTRAINT deal_history_cursor_check CHECK ((length(cursor) <= 200))
CONSTRAINT deal_history_said_check CHECK ((length(said) <= 400))
CONSTRAINT deal_history_tenant_id_account_id_fkey FOREIGN KEY (tenant_id, account_id) REFERENCES crm.trading_account(tenant_id, id)
CONSTRAINT deal_history_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT deal_history_pkey PRIMARY KEY (tenant_id, account_id)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.dealing_rule
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
alone_up_to bigint NOT NULL  -- hundred-millionths of a lot; a larger command needs a second person
max_slippage integer NOT NULL  -- points by which the market may have moved against the client since the price was shown
step_up boolean NOT NULL
version integer NOT NULL DEFAULT 1
CONSTRAINT dealing_rule_alone_up_to_check CHECK ((alone_up_to >= 0))
CONSTRAINT dealing_rule_max_slippage_check CHECK ((max_slippage >= 0))
CONSTRAINT dealing_rule_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT dealing_rule_pkey PRIMARY KEY (tenant_id)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.equity_point
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
account_id uuid NOT NULL
at timestamp with time zone NOT NULL
balance bigint NOT NULL
credit bigint NOT NULL
equity bigint NOT NULL
CONSTRAINT equity_point_tenant_id_account_id_fkey FOREIGN KEY (tenant_id, account_id) REFERENCES crm.trading_account(tenant_id, id)
CONSTRAINT equity_point_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT equity_point_pkey PRIMARY KEY (tenant_id, account_id, at)
CREATE INDEX equity_point_at ON crm.equity_point USING btree (tenant_id, at)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.event
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
seq bigint NOT NULL
id uuid NOT NULL
type text NOT NULL
at timestamp with time zone NOT NULL
client_id uuid NOT NULL
account_id uuid
operation_id uuid
command_id uuid
position bigint
deal bigint
order_ticket bigint
CONSTRAINT event_seq_check CHECK ((seq > 0))
CONSTRAINT event_type_check CHECK (((length(type) >= 3) AND (length(type) <= 60)))
CONSTRAINT event_tenant_id_account_id_fkey FOREIGN KEY (tenant_id, account_id) REFERENCES crm.trading_account(tenant_id, id)
CONSTRAINT event_tenant_id_command_id_fkey FOREIGN KEY (tenant_id, command_id) REFERENCES crm.trade_command(tenant_id, id)
CONSTRAINT event_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT event_tenant_id_operation_id_fkey FOREIGN KEY (tenant_id, operation_id) REFERENCES crm.balance_operation(tenant_id, id)
CONSTRAINT event_pkey PRIMARY KEY (tenant_id, seq)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT TO crm_app
GRANT SELECT TO crm_backup

-- table crm.event_head
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
seq bigint NOT NULL
cleared_to bigint NOT NULL
CONSTRAINT event_head_cleared_to_check CHECK ((cleared_to >= 0))
CONSTRAINT event_head_seq_check CHECK ((seq >= 0))
CONSTRAINT event_head_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT event_head_pkey PRIMARY KEY (tenant_id)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.idempotency
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
api_key_id uuid NOT NULL
key text NOT NULL
request_hash bytea NOT NULL
status integer
body text
created_at timestamp with time zone NOT NULL
CONSTRAINT idempotency_key_check CHECK (((length(key) >= 1) AND (length(key) <= 255)))
CONSTRAINT idempotency_tenant_id_api_key_id_fkey FOREIGN KEY (tenant_id, api_key_id) REFERENCES crm.api_key(tenant_id, id)
CONSTRAINT idempotency_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT idempotency_pkey PRIMARY KEY (tenant_id, api_key_id, key)
CREATE INDEX idempotency_age ON crm.idempotency USING btree (tenant_id, created_at)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.key_rotation
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
version integer NOT NULL
step text NOT NULL
after uuid  -- the last row of the step that was looked at
changed bigint NOT NULL DEFAULT 0
started_at timestamp with time zone NOT NULL
finished_at timestamp with time zone
CONSTRAINT key_rotation_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT key_rotation_tenant_id_version_fkey FOREIGN KEY (tenant_id, version) REFERENCES crm.tenant_data_key(tenant_id, version)
CONSTRAINT key_rotation_pkey PRIMARY KEY (tenant_id, version)
CREATE UNIQUE INDEX key_rotation_open ON crm.key_rotation USING btree (tenant_id) WHERE (finished_at IS NULL)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup
GRANT INSERT, SELECT TO crm_provision

-- table crm.live_book
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
server_id uuid NOT NULL
edition bigint NOT NULL  -- another one with each writing: who knows it has nothing to read
written_at timestamp with time zone NOT NULL
body bytea NOT NULL  -- positions, orders and figures by login; no personal data
CONSTRAINT live_book_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT live_book_tenant_id_server_id_fkey FOREIGN KEY (tenant_id, server_id) REFERENCES crm.trading_server(tenant_id, id)
CONSTRAINT live_book_pkey PRIMARY KEY (tenant_id, server_id)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.note
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
id uuid NOT NULL
client_id uuid NOT NULL
author_id uuid
text_sealed bytea NOT NULL
pinned boolean NOT NULL DEFAULT false
version integer NOT NULL DEFAULT 1
created_at timestamp with time zone NOT NULL
updated_at timestamp with time zone NOT NULL
CONSTRAINT note_tenant_id_author_id_fkey FOREIGN KEY (tenant_id, author_id) REFERENCES crm.staff(tenant_id, id)
CONSTRAINT note_tenant_id_client_id_fkey FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client(tenant_id, id) ON DELETE CASCADE
CONSTRAINT note_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT note_pkey PRIMARY KEY (tenant_id, id)
CREATE INDEX note_client ON crm.note USING btree (tenant_id, client_id, created_at DESC, id DESC)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.one_time_token
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
h bytea NOT NULL
purpose text NOT NULL
staff_id uuid
client_id uuid
payload jsonb NOT NULL DEFAULT '{}'::jsonb
created_at timestamp with time zone NOT NULL
expires_at timestamp with time zone NOT NULL
used_at timestamp with time zone
CONSTRAINT one_time_token_h_check CHECK ((octet_length(h) = 32))
CONSTRAINT one_time_token_purpose_check CHECK ((purpose = ANY (ARRAY['invite'::text, 'reset'::text, 'client_credential'::text, 'undo'::text, 'account_password'::text])))
CONSTRAINT one_time_token_tenant_id_client_id_fkey FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client(tenant_id, id) ON DELETE CASCADE
CONSTRAINT one_time_token_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT one_time_token_tenant_id_staff_id_fkey FOREIGN KEY (tenant_id, staff_id) REFERENCES crm.staff(tenant_id, id)
CONSTRAINT one_time_token_pkey PRIMARY KEY (tenant_id, h)
CREATE INDEX one_time_token_client ON crm.one_time_token USING btree (tenant_id, client_id, purpose)
CREATE INDEX one_time_token_staff ON crm.one_time_token USING btree (tenant_id, staff_id, purpose)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup
GRANT INSERT TO crm_provision

-- table crm.permission_use
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
staff_id uuid NOT NULL
permission text NOT NULL
used_on date NOT NULL
noted_since date NOT NULL  -- the day of the first use that was recorded
CONSTRAINT permission_use_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT permission_use_tenant_id_staff_id_fkey FOREIGN KEY (tenant_id, staff_id) REFERENCES crm.staff(tenant_id, id)
CONSTRAINT permission_use_pkey PRIMARY KEY (tenant_id, staff_id, permission)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.profile_layout
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
layout jsonb NOT NULL
version integer NOT NULL DEFAULT 1
changed_at timestamp with time zone NOT NULL
CONSTRAINT profile_layout_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT profile_layout_pkey PRIMARY KEY (tenant_id)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.recovery_code
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
staff_id uuid NOT NULL
h bytea NOT NULL
used_at timestamp with time zone
CONSTRAINT recovery_code_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT recovery_code_tenant_id_staff_id_fkey FOREIGN KEY (tenant_id, staff_id) REFERENCES crm.staff(tenant_id, id)
CONSTRAINT recovery_code_pkey PRIMARY KEY (tenant_id, staff_id, h)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.reveal
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
id uuid NOT NULL
staff_id uuid NOT NULL
client_id uuid NOT NULL
field text NOT NULL
at timestamp with time zone NOT NULL
CONSTRAINT reveal_tenant_id_client_id_fkey FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client(tenant_id, id) ON DELETE CASCADE
CONSTRAINT reveal_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT reveal_tenant_id_staff_id_fkey FOREIGN KEY (tenant_id, staff_id) REFERENCES crm.staff(tenant_id, id)
CONSTRAINT reveal_pkey PRIMARY KEY (tenant_id, id)
CREATE INDEX reveal_client ON crm.reveal USING btree (tenant_id, client_id)
CREATE INDEX reveal_staff ON crm.reveal USING btree (tenant_id, staff_id, at DESC)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.role
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
id uuid NOT NULL
name text NOT NULL
description text NOT NULL DEFAULT ''::text
version integer NOT NULL DEFAULT 1
created_at timestamp with time zone NOT NULL DEFAULT now()
CONSTRAINT role_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80)))
CONSTRAINT role_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT role_pkey PRIMARY KEY (tenant_id, id)
CONSTRAINT role_tenant_id_name_key UNIQUE (tenant_id, name)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup
GRANT INSERT, SELECT TO crm_provision
GRANT UPDATE (version) TO crm_provision

-- table crm.role_deny
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
role_id uuid NOT NULL
kind text NOT NULL
name text NOT NULL  -- a permission of the catalogue, or a class of fields
CONSTRAINT role_deny_kind_check CHECK ((kind = ANY (ARRAY['permission'::text, 'field'::text])))
CONSTRAINT role_deny_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT role_deny_tenant_id_role_id_fkey FOREIGN KEY (tenant_id, role_id) REFERENCES crm.role(tenant_id, id) ON DELETE CASCADE
CONSTRAINT role_deny_pkey PRIMARY KEY (tenant_id, role_id, kind, name)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup
GRANT INSERT, SELECT TO crm_provision

-- table crm.role_field
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
role_id uuid NOT NULL
field_class text NOT NULL
relation text NOT NULL DEFAULT 'any'::text
visibility text NOT NULL
CONSTRAINT role_field_relation_check CHECK ((relation = ANY (ARRAY['any'::text, 'owner'::text, 'participant'::text, 'same_team'::text, 'other'::text])))
CONSTRAINT role_field_visibility_check CHECK ((visibility = ANY (ARRAY['full'::text, 'partial'::text, 'masked'::text, 'hidden'::text])))
CONSTRAINT role_field_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT role_field_tenant_id_role_id_fkey FOREIGN KEY (tenant_id, role_id) REFERENCES crm.role(tenant_id, id) ON DELETE CASCADE
CONSTRAINT role_field_pkey PRIMARY KEY (tenant_id, role_id, field_class, relation)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup
GRANT INSERT, SELECT TO crm_provision

-- table crm.role_grant
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
role_id uuid NOT NULL
permission text NOT NULL
reach text NOT NULL
CONSTRAINT role_grant_reach_check CHECK ((reach = ANY (ARRAY['own'::text, 'team'::text, 'all'::text])))
CONSTRAINT role_grant_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT role_grant_tenant_id_role_id_fkey FOREIGN KEY (tenant_id, role_id) REFERENCES crm.role(tenant_id, id) ON DELETE CASCADE
CONSTRAINT role_grant_pkey PRIMARY KEY (tenant_id, role_id, permission)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup
GRANT INSERT, SELECT TO crm_provision

-- table crm.saved_view
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
id uuid NOT NULL
name text NOT NULL
owner_id uuid
team_id uuid
everybody boolean NOT NULL DEFAULT false
definition jsonb NOT NULL
version integer NOT NULL DEFAULT 1
created_at timestamp with time zone NOT NULL
updated_at timestamp with time zone NOT NULL
CONSTRAINT saved_view_audience CHECK (((NOT (everybody AND (team_id IS NOT NULL))) AND ((owner_id IS NOT NULL) OR (team_id IS NOT NULL) OR everybody)))
CONSTRAINT saved_view_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80)))
CONSTRAINT saved_view_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT saved_view_tenant_id_owner_id_fkey FOREIGN KEY (tenant_id, owner_id) REFERENCES crm.staff(tenant_id, id)
CONSTRAINT saved_view_tenant_id_team_id_fkey FOREIGN KEY (tenant_id, team_id) REFERENCES crm.team(tenant_id, id) ON DELETE CASCADE
CONSTRAINT saved_view_pkey PRIMARY KEY (tenant_id, id)
CREATE UNIQUE INDEX saved_view_common_name ON crm.saved_view USING btree (tenant_id, name) WHERE everybody
CREATE UNIQUE INDEX saved_view_own_name ON crm.saved_view USING btree (tenant_id, owner_id, name) WHERE ((team_id IS NULL) AND (NOT everybody))
CREATE UNIQUE INDEX saved_view_team_name ON crm.saved_view USING btree (tenant_id, team_id, name) WHERE (team_id IS NOT NULL)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup
GRANT INSERT TO crm_provision

-- table crm.saved_view_of_role
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
role_id uuid NOT NULL
view_id uuid NOT NULL
CONSTRAINT saved_view_of_role_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT saved_view_of_role_tenant_id_role_id_fkey FOREIGN KEY (tenant_id, role_id) REFERENCES crm.role(tenant_id, id) ON DELETE CASCADE
CONSTRAINT saved_view_of_role_tenant_id_view_id_fkey FOREIGN KEY (tenant_id, view_id) REFERENCES crm.saved_view(tenant_id, id) ON DELETE CASCADE
CONSTRAINT saved_view_of_role_pkey PRIMARY KEY (tenant_id, role_id, view_id)
CREATE INDEX saved_view_of_role_view ON crm.saved_view_of_role USING btree (tenant_id, view_id)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup
GRANT INSERT TO crm_provision

-- table crm.saved_view_of_staff
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
staff_id uuid NOT NULL
view_id uuid NOT NULL
CONSTRAINT saved_view_of_staff_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT saved_view_of_staff_tenant_id_staff_id_fkey FOREIGN KEY (tenant_id, staff_id) REFERENCES crm.staff(tenant_id, id)
CONSTRAINT saved_view_of_staff_tenant_id_view_id_fkey FOREIGN KEY (tenant_id, view_id) REFERENCES crm.saved_view(tenant_id, id) ON DELETE CASCADE
CONSTRAINT saved_view_of_staff_pkey PRIMARY KEY (tenant_id, staff_id, view_id)
CREATE INDEX saved_view_of_staff_view ON crm.saved_view_of_staff USING btree (tenant_id, view_id)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.session
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
id uuid NOT NULL
h bytea NOT NULL
staff_id uuid NOT NULL
stage text NOT NULL
created_at timestamp with time zone NOT NULL
last_active_at timestamp with time zone NOT NULL
expires_at timestamp with time zone NOT NULL
step_up_at timestamp with time zone
step_up_factor text
failed_codes integer NOT NULL DEFAULT 0
ip inet
user_agent text
revoked_at timestamp with time zone
preview_role_id uuid
preview_until timestamp with time zone  -- not included; read from the instant, no job ends it
preview_draft jsonb  -- the name and the rules of a role as somebody writes it; without one the preview is of preview_role_id as it is kept
CONSTRAINT session_h_check CHECK ((octet_length(h) = 32))
CONSTRAINT session_stage_check CHECK ((stage = ANY (ARRAY['half'::text, 'full'::text])))
CONSTRAINT session_step_up_factor_check CHECK ((step_up_factor = ANY (ARRAY['password'::text, 'totp'::text, 'recovery_code'::text])))
CONSTRAINT session_user_agent_check CHECK ((length(user_agent) <= 400))
CONSTRAINT session_preview_role FOREIGN KEY (tenant_id, preview_role_id) REFERENCES crm.role(tenant_id, id) ON DELETE SET NULL (preview_role_id)
CONSTRAINT session_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT session_tenant_id_staff_id_fkey FOREIGN KEY (tenant_id, staff_id) REFERENCES crm.staff(tenant_id, id)
CONSTRAINT session_pkey PRIMARY KEY (tenant_id, id)
CONSTRAINT session_tenant_id_h_key UNIQUE (tenant_id, h)
CREATE INDEX session_preview_role ON crm.session USING btree (tenant_id, preview_role_id) WHERE (preview_role_id IS NOT NULL)
CREATE INDEX session_staff ON crm.session USING btree (tenant_id, staff_id, created_at DESC)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.staff
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
id uuid NOT NULL
name text NOT NULL
email_sealed bytea NOT NULL
email_mask text NOT NULL
team_id uuid
status text NOT NULL DEFAULT 'invited'::text
preferences jsonb NOT NULL DEFAULT '{}'::jsonb
version integer NOT NULL DEFAULT 1
created_at timestamp with time zone NOT NULL DEFAULT now()
last_seen_at timestamp with time zone
CONSTRAINT staff_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120)))
CONSTRAINT staff_status_check CHECK ((status = ANY (ARRAY['invited'::text, 'active'::text, 'suspended'::text])))
CONSTRAINT staff_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT staff_tenant_id_team_id_fkey FOREIGN KEY (tenant_id, team_id) REFERENCES crm.team(tenant_id, id)
CONSTRAINT staff_pkey PRIMARY KEY (tenant_id, id)
CREATE INDEX staff_team ON crm.staff USING btree (tenant_id, team_id)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup
GRANT INSERT TO crm_provision
GRANT SELECT (tenant_id, id, team_id, status) TO crm_provision

-- table crm.staff_role
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
staff_id uuid NOT NULL
role_id uuid NOT NULL
expires_at timestamp with time zone  -- not included; without one until it is taken away. Whether it holds is read from the instant: no job ends it
CONSTRAINT staff_role_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT staff_role_tenant_id_role_id_fkey FOREIGN KEY (tenant_id, role_id) REFERENCES crm.role(tenant_id, id)
CONSTRAINT staff_role_tenant_id_staff_id_fkey FOREIGN KEY (tenant_id, staff_id) REFERENCES crm.staff(tenant_id, id)
CONSTRAINT staff_role_pkey PRIMARY KEY (tenant_id, staff_id, role_id)
CREATE INDEX staff_role_role ON crm.staff_role USING btree (tenant_id, role_id)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup
GRANT INSERT, SELECT TO crm_provision

-- table crm.staff_target
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
staff_id uuid NOT NULL
contacts_a_day integer
first_deposits_a_month integer
version integer NOT NULL DEFAULT 1
changed_at timestamp with time zone NOT NULL
CONSTRAINT staff_target_contacts_a_day_check CHECK (((contacts_a_day >= 1) AND (contacts_a_day <= 10000)))
CONSTRAINT staff_target_first_deposits_a_month_check CHECK (((first_deposits_a_month >= 1) AND (first_deposits_a_month <= 10000)))
CONSTRAINT staff_target_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT staff_target_tenant_id_staff_id_fkey FOREIGN KEY (tenant_id, staff_id) REFERENCES crm.staff(tenant_id, id)
CONSTRAINT staff_target_pkey PRIMARY KEY (tenant_id, staff_id)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.tag
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
id uuid NOT NULL
name text NOT NULL
color text NOT NULL
version integer NOT NULL DEFAULT 1
CONSTRAINT tag_name_check CHECK (((length(name) >= 1) AND (length(name) <= 40)))
CONSTRAINT tag_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT tag_pkey PRIMARY KEY (tenant_id, id)
CONSTRAINT tag_tenant_id_name_key UNIQUE (tenant_id, name)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup
GRANT INSERT, SELECT TO crm_provision

-- table crm.task
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
id uuid NOT NULL
client_id uuid NOT NULL
kind text NOT NULL
state text NOT NULL
due_at timestamp with time zone NOT NULL
assignee_id uuid
text_sealed bytea
version integer NOT NULL DEFAULT 1
created_by uuid
created_at timestamp with time zone NOT NULL
updated_at timestamp with time zone NOT NULL
ended_at timestamp with time zone
CONSTRAINT task_kind_check CHECK ((kind = ANY (ARRAY['task'::text, 'call_back'::text])))
CONSTRAINT task_state_check CHECK ((state = ANY (ARRAY['open'::text, 'done'::text, 'cancelled'::text])))
CONSTRAINT task_tenant_id_assignee_id_fkey FOREIGN KEY (tenant_id, assignee_id) REFERENCES crm.staff(tenant_id, id)
CONSTRAINT task_tenant_id_client_id_fkey FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client(tenant_id, id) ON DELETE CASCADE
CONSTRAINT task_tenant_id_created_by_fkey FOREIGN KEY (tenant_id, created_by) REFERENCES crm.staff(tenant_id, id)
CONSTRAINT task_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT task_pkey PRIMARY KEY (tenant_id, id)
CREATE INDEX task_assignee ON crm.task USING btree (tenant_id, assignee_id, due_at, id) WHERE (state = 'open'::text)
CREATE INDEX task_client ON crm.task USING btree (tenant_id, client_id, due_at, id)
CREATE INDEX task_due ON crm.task USING btree (tenant_id, due_at, id) WHERE (state = 'open'::text)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.team
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
id uuid NOT NULL
name text NOT NULL
desk text NOT NULL
parent_id uuid
leader_id uuid
version integer NOT NULL DEFAULT 1
created_at timestamp with time zone NOT NULL DEFAULT now()
CONSTRAINT team_desk_check CHECK ((desk = ANY (ARRAY['sales'::text, 'retention'::text, 'support'::text, 'compliance'::text, 'finance'::text, 'dealing'::text, 'management'::text])))
CONSTRAINT team_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80)))
CONSTRAINT team_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT team_tenant_id_leader_id_fkey FOREIGN KEY (tenant_id, leader_id) REFERENCES crm.staff(tenant_id, id)
CONSTRAINT team_tenant_id_parent_id_fkey FOREIGN KEY (tenant_id, parent_id) REFERENCES crm.team(tenant_id, id)
CONSTRAINT team_pkey PRIMARY KEY (tenant_id, id)
CONSTRAINT team_tenant_id_name_key UNIQUE (tenant_id, name)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup
GRANT INSERT, SELECT TO crm_provision

-- table crm.tenant_data_key
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
version integer NOT NULL
kek text NOT NULL
wrapped bytea NOT NULL
created_at timestamp with time zone NOT NULL DEFAULT now()
CONSTRAINT tenant_data_key_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT tenant_data_key_pkey PRIMARY KEY (tenant_id, version)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup
GRANT INSERT TO crm_provision
GRANT SELECT (tenant_id, version, kek, wrapped) TO crm_provision
GRANT UPDATE (kek, wrapped) TO crm_provision

-- table crm.tenant_setting
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
time_zone text NOT NULL DEFAULT 'UTC'::text
default_country text
session_idle_s integer NOT NULL DEFAULT 1800
session_absolute_s integer NOT NULL DEFAULT 43200
reveals_per_hour integer NOT NULL DEFAULT 20
money_freeze_h integer NOT NULL DEFAULT 72
version integer NOT NULL DEFAULT 1
language text NOT NULL DEFAULT 'en'::text  -- one of the languages that the portal speaks
CONSTRAINT tenant_setting_default_country_check CHECK ((default_country ~ '^[A-Z]{2}$'::text))
CONSTRAINT tenant_setting_language_check CHECK ((language ~ '^[a-z]{2,3}$'::text))
CONSTRAINT tenant_setting_money_freeze_h_check CHECK (((money_freeze_h >= 0) AND (money_freeze_h <= 720)))
CONSTRAINT tenant_setting_reveals_per_hour_check CHECK (((reveals_per_hour >= 0) AND (reveals_per_hour <= 1000)))
CONSTRAINT tenant_setting_session_absolute_s_check CHECK (((session_absolute_s >= 900) AND (session_absolute_s <= 43200)))
CONSTRAINT tenant_setting_session_idle_s_check CHECK (((session_idle_s >= 60) AND (session_idle_s <= 1800)))
CONSTRAINT tenant_setting_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT tenant_setting_pkey PRIMARY KEY (tenant_id)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup
GRANT INSERT, SELECT TO crm_provision
GRANT UPDATE (time_zone, language) TO crm_provision

-- table crm.throttle
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
kind text NOT NULL
key bytea NOT NULL
failures integer NOT NULL DEFAULT 0
last_at timestamp with time zone NOT NULL
blocked_until timestamp with time zone
CONSTRAINT throttle_kind_check CHECK ((kind = ANY (ARRAY['account'::text, 'address'::text, 'tenant'::text, 'mail'::text, 'totp'::text])))
CONSTRAINT throttle_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT throttle_pkey PRIMARY KEY (tenant_id, kind, key)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.trade_command
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
id uuid NOT NULL
account_id uuid NOT NULL
kind text NOT NULL
symbol text NOT NULL
digits smallint NOT NULL
side text
pending_kind text
lots bigint NOT NULL
ticket bigint
by_ticket bigint
price bigint  -- shown to the person who asked (market), or the order's price (waiting)
price_trigger bigint
stop_loss bigint
take_profit bigint
max_slippage integer NOT NULL
expires_at timestamp with time zone
request_key text NOT NULL
reference bytea NOT NULL
state text NOT NULL
needs_approval boolean NOT NULL
reason_sealed bytea NOT NULL
before_lots bigint
before_price bigint
before_stop_loss bigint
before_take_profit bigint
after_lots bigint
after_price bigint
after_stop_loss bigint
after_take_profit bigint
filled_lots bigint
filled_price bigint
slippage bigint  -- points; above zero is worse for the client
deal bigint
order_ticket bigint
said text
took_ms integer
version integer NOT NULL DEFAULT 1
requested_by uuid NOT NULL
requested_at timestamp with time zone NOT NULL
decided_by uuid
decided_at timestamp with time zone
sent_at timestamp with time zone
ended_at timestamp with time zone
CONSTRAINT trade_command_check CHECK (((decided_by <> requested_by) OR (state = 'cancelled'::text)))
CONSTRAINT trade_command_digits_check CHECK (((digits >= 0) AND (digits <= 8)))
CONSTRAINT trade_command_kind_check CHECK ((kind = ANY (ARRAY['open'::text, 'close'::text, 'close_by'::text, 'modify_position'::text, 'place_order'::text, 'modify_order'::text, 'cancel_order'::text, 'activate_order'::text])))
CONSTRAINT trade_command_lots_check CHECK ((lots > 0))
CONSTRAINT trade_command_max_slippage_check CHECK ((max_slippage >= 0))
CONSTRAINT trade_command_pending_kind_check CHECK ((pending_kind = ANY (ARRAY['buy_limit'::text, 'sell_limit'::text, 'buy_stop'::text, 'sell_stop'::text, 'buy_stop_limit'::text, 'sell_stop_limit'::text])))
CONSTRAINT trade_command_reference_check CHECK ((octet_length(reference) = 10))
CONSTRAINT trade_command_request_key_check CHECK (((length(request_key) >= 8) AND (length(request_key) <= 80)))
CONSTRAINT trade_command_said_check CHECK ((length(said) <= 400))
CONSTRAINT trade_command_side_check CHECK ((side = ANY (ARRAY['buy'::text, 'sell'::text])))
CONSTRAINT trade_command_state_check CHECK ((state = ANY (ARRAY['cancelled'::text, 'requested'::text, 'sending'::text, 'confirmed'::text, 'partial'::text, 'rejected'::text, 'unknown'::text, 'not_applied'::text, 'declined'::text])))
CONSTRAINT trade_command_symbol_check CHECK (((length(symbol) >= 1) AND (length(symbol) <= 64)))
CONSTRAINT trade_command_took_ms_check CHECK ((took_ms >= 0))
CONSTRAINT trade_command_tenant_id_account_id_fkey FOREIGN KEY (tenant_id, account_id) REFERENCES crm.trading_account(tenant_id, id)
CONSTRAINT trade_command_tenant_id_decided_by_fkey FOREIGN KEY (tenant_id, decided_by) REFERENCES crm.staff(tenant_id, id)
CONSTRAINT trade_command_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT trade_command_tenant_id_requested_by_fkey FOREIGN KEY (tenant_id, requested_by) REFERENCES crm.staff(tenant_id, id)
CONSTRAINT trade_command_pkey PRIMARY KEY (tenant_id, id)
CONSTRAINT trade_command_tenant_id_reference_key UNIQUE (tenant_id, reference)
CONSTRAINT trade_command_tenant_id_request_key_key UNIQUE (tenant_id, request_key)
CREATE INDEX trade_command_account ON crm.trade_command USING btree (tenant_id, account_id, requested_at DESC, id DESC)
CREATE INDEX trade_command_maker ON crm.trade_command USING btree (tenant_id, requested_by, requested_at DESC)
CREATE INDEX trade_command_open ON crm.trade_command USING btree (tenant_id, sent_at) WHERE (state = ANY (ARRAY['sending'::text, 'unknown'::text]))
CREATE INDEX trade_command_requested ON crm.trade_command USING btree (tenant_id, requested_at DESC, id DESC)
CREATE INDEX trade_command_waiting ON crm.trade_command USING btree (tenant_id, requested_at DESC, id DESC) WHERE (state = 'requested'::text)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.trading_account
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
id uuid NOT NULL
client_id uuid NOT NULL
server_id uuid NOT NULL
product_id uuid
login bigint NOT NULL
environment text NOT NULL
group_name text NOT NULL
currency text NOT NULL
digits smallint NOT NULL
leverage integer NOT NULL
login_enabled boolean NOT NULL DEFAULT true
trading_enabled boolean NOT NULL DEFAULT true
linked boolean NOT NULL DEFAULT false
version integer NOT NULL DEFAULT 1
opened_at timestamp with time zone NOT NULL
archived_at timestamp with time zone
money_frozen_at timestamp with time zone
CONSTRAINT trading_account_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text))
CONSTRAINT trading_account_digits_check CHECK (((digits >= 0) AND (digits <= 8)))
CONSTRAINT trading_account_environment_check CHECK ((environment = ANY (ARRAY['live'::text, 'demo'::text])))
CONSTRAINT trading_account_leverage_check CHECK ((leverage > 0))
CONSTRAINT trading_account_login_check CHECK ((login > 0))
CONSTRAINT trading_account_tenant_id_client_id_fkey FOREIGN KEY (tenant_id, client_id) REFERENCES crm.client(tenant_id, id)
CONSTRAINT trading_account_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT trading_account_tenant_id_product_id_fkey FOREIGN KEY (tenant_id, product_id) REFERENCES crm.account_product(tenant_id, id)
CONSTRAINT trading_account_tenant_id_server_id_fkey FOREIGN KEY (tenant_id, server_id) REFERENCES crm.trading_server(tenant_id, id)
CONSTRAINT trading_account_pkey PRIMARY KEY (tenant_id, id)
CONSTRAINT trading_account_tenant_id_server_id_login_key UNIQUE (tenant_id, server_id, login)
CREATE INDEX trading_account_client ON crm.trading_account USING btree (tenant_id, client_id, opened_at DESC, id DESC)
CREATE INDEX trading_account_login ON crm.trading_account USING btree (tenant_id, login)
CREATE INDEX trading_account_opened ON crm.trading_account USING btree (tenant_id, opened_at DESC, id DESC)
CREATE INDEX trading_account_product ON crm.trading_account USING btree (tenant_id, product_id)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.trading_account_state
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
account_id uuid NOT NULL
balance bigint NOT NULL
credit bigint NOT NULL
equity bigint NOT NULL
margin bigint NOT NULL
margin_free bigint NOT NULL
margin_level bigint  -- hundredths of a per cent; none without margin
floating bigint NOT NULL
as_of timestamp with time zone NOT NULL
CONSTRAINT trading_account_state_tenant_id_account_id_fkey FOREIGN KEY (tenant_id, account_id) REFERENCES crm.trading_account(tenant_id, id)
CONSTRAINT trading_account_state_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT trading_account_state_pkey PRIMARY KEY (tenant_id, account_id)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.trading_lease
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
server_id uuid NOT NULL
holder uuid NOT NULL
until timestamp with time zone NOT NULL
CONSTRAINT trading_lease_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT trading_lease_tenant_id_server_id_fkey FOREIGN KEY (tenant_id, server_id) REFERENCES crm.trading_server(tenant_id, id)
CONSTRAINT trading_lease_pkey PRIMARY KEY (tenant_id, server_id)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.trading_server
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
id uuid NOT NULL
kind text NOT NULL
environment text NOT NULL
name text NOT NULL
host text NOT NULL
port integer NOT NULL
manager text NOT NULL
secret_sealed bytea NOT NULL
authorities text
pin bytea  -- SHA-256 of the DER of the one certificate that is believed
plain boolean NOT NULL DEFAULT false  -- without TLS: towards this machine itself in the development profile, nowhere else
authority_url text
scope text
platform uuid  -- MT4: which platform of the gateway, where it has several
daylight text NOT NULL DEFAULT 'none'::text
status text NOT NULL DEFAULT 'active'::text
version integer NOT NULL DEFAULT 1
created_at timestamp with time zone NOT NULL
created_by uuid
CONSTRAINT trading_server_authorities_check CHECK ((length(authorities) <= 65536))
CONSTRAINT trading_server_authority_url_check CHECK ((length(authority_url) <= 300))
CONSTRAINT trading_server_daylight_check CHECK ((daylight = ANY (ARRAY['none'::text, 'us'::text, 'europe'::text])))
CONSTRAINT trading_server_environment_check CHECK ((environment = ANY (ARRAY['live'::text, 'demo'::text])))
CONSTRAINT trading_server_host_check CHECK (((length(host) >= 1) AND (length(host) <= 253)))
CONSTRAINT trading_server_kind_check CHECK ((kind = ANY (ARRAY['mt5'::text, 'mt4'::text])))
CONSTRAINT trading_server_manager_check CHECK (((length(manager) >= 1) AND (length(manager) <= 120)))
CONSTRAINT trading_server_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80)))
CONSTRAINT trading_server_pin_check CHECK ((octet_length(pin) = 32))
CONSTRAINT trading_server_port_check CHECK (((port >= 1) AND (port <= 65535)))
CONSTRAINT trading_server_scope_check CHECK ((length(scope) <= 200))
CONSTRAINT trading_server_status_check CHECK ((status = ANY (ARRAY['active'::text, 'archived'::text])))
CONSTRAINT trading_server_tenant_id_created_by_fkey FOREIGN KEY (tenant_id, created_by) REFERENCES crm.staff(tenant_id, id)
CONSTRAINT trading_server_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT trading_server_pkey PRIMARY KEY (tenant_id, id)
CONSTRAINT trading_server_tenant_id_name_key UNIQUE (tenant_id, name)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.trading_server_health
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
server_id uuid NOT NULL
checked_at timestamp with time zone NOT NULL
last_answer_at timestamp with time zone
last_error text
failures integer NOT NULL DEFAULT 0
lag_ms integer  -- how long the server took to answer
offset_s integer
drift_s integer
CONSTRAINT trading_server_health_last_error_check CHECK ((length(last_error) <= 400))
CONSTRAINT trading_server_health_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT trading_server_health_tenant_id_server_id_fkey FOREIGN KEY (tenant_id, server_id) REFERENCES crm.trading_server(tenant_id, id)
CONSTRAINT trading_server_health_pkey PRIMARY KEY (tenant_id, server_id)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.waiting_order
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
account_id uuid NOT NULL
ticket bigint NOT NULL
looks text NOT NULL  -- its terms: another text is another order to look at
placed_at timestamp with time zone NOT NULL
gone_at timestamp with time zone  -- since when the server does not show it; its deals tell what became of it
CONSTRAINT waiting_order_looks_check CHECK ((length(looks) <= 400))
CONSTRAINT waiting_order_ticket_check CHECK ((ticket > 0))
CONSTRAINT waiting_order_tenant_id_account_id_fkey FOREIGN KEY (tenant_id, account_id) REFERENCES crm.trading_account(tenant_id, id)
CONSTRAINT waiting_order_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT waiting_order_pkey PRIMARY KEY (tenant_id, account_id, ticket)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.watch_alert
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
id uuid NOT NULL
kind text NOT NULL
staff_id uuid NOT NULL
most integer NOT NULL
minutes integer NOT NULL
count integer NOT NULL
first_at timestamp with time zone NOT NULL
last_at timestamp with time zone NOT NULL
raised_at timestamp with time zone NOT NULL
closed_at timestamp with time zone
closed_by uuid
CONSTRAINT watch_alert_kind_check CHECK ((kind = ANY (ARRAY['profiles_opened'::text, 'contacts_revealed'::text, 'files_at_night'::text])))
CONSTRAINT watch_alert_tenant_id_closed_by_fkey FOREIGN KEY (tenant_id, closed_by) REFERENCES crm.staff(tenant_id, id)
CONSTRAINT watch_alert_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT watch_alert_tenant_id_staff_id_fkey FOREIGN KEY (tenant_id, staff_id) REFERENCES crm.staff(tenant_id, id)
CONSTRAINT watch_alert_pkey PRIMARY KEY (tenant_id, id)
CREATE INDEX watch_alert_closer ON crm.watch_alert USING btree (tenant_id, closed_by) WHERE (closed_by IS NOT NULL)
CREATE INDEX watch_alert_newest ON crm.watch_alert USING btree (tenant_id, raised_at DESC, id DESC)
CREATE UNIQUE INDEX watch_alert_open ON crm.watch_alert USING btree (tenant_id, kind, staff_id) WHERE (closed_at IS NULL)
CREATE INDEX watch_alert_staff ON crm.watch_alert USING btree (tenant_id, staff_id, kind, closed_at)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table crm.watch_rule
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
kind text NOT NULL
enabled boolean NOT NULL
most integer NOT NULL
minutes integer NOT NULL
night_from integer NOT NULL
night_to integer NOT NULL
version integer NOT NULL DEFAULT 1
changed_at timestamp with time zone NOT NULL
CONSTRAINT watch_rule_minutes_check CHECK (((minutes >= 1) AND (minutes <= 1440)))
CONSTRAINT watch_rule_most_check CHECK (((most >= 0) AND (most <= 100000)))
CONSTRAINT watch_rule_night_from_check CHECK (((night_from >= 0) AND (night_from <= 23)))
CONSTRAINT watch_rule_night_to_check CHECK (((night_to >= 0) AND (night_to <= 23)))
CONSTRAINT watch_rule_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT watch_rule_pkey PRIMARY KEY (tenant_id, kind)
POLICY tenant_rw PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING true WITH CHECK true
POLICY tenant_wall RESTRICTIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT INSERT, SELECT, UPDATE TO crm_app
GRANT SELECT TO crm_backup

-- table ctx.tenant_key
OWNER crm_ctx ENABLE ROW SECURITY FORCE ROW SECURITY
h bytea NOT NULL
tenant_id uuid NOT NULL
expires_at timestamp with time zone
CONSTRAINT tenant_key_h_check CHECK ((octet_length(h) = 32))
CONSTRAINT tenant_key_pkey PRIMARY KEY (h)
POLICY keeper PERMISSIVE FOR * TO crm_lookup USING true WITH CHECK true
POLICY mint PERMISSIVE FOR a TO crm_provision WITH CHECK true
POLICY own_key PERMISSIVE FOR r TO crm_app, crm_owner, crm_provision USING ((h = sha256((uuid_send(("left"(current_setting('app.key'::text), 32))::uuid) || uuid_send((substr(current_setting('app.key'::text), 33))::uuid)))) AND ((expires_at IS NULL) OR (expires_at > now())))
GRANT SELECT TO crm_app
GRANT SELECT TO crm_backup
GRANT DELETE, SELECT TO crm_lookup
GRANT SELECT TO crm_owner
GRANT INSERT, SELECT TO crm_provision
GRANT UPDATE (expires_at) TO crm_lookup

-- table platform.tenant
OWNER crm_owner
id uuid NOT NULL
slug text NOT NULL
name text NOT NULL
status text NOT NULL DEFAULT 'provisioning'::text
created_at timestamp with time zone NOT NULL DEFAULT now()
CONSTRAINT tenant_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120)))
CONSTRAINT tenant_slug_check CHECK ((slug ~ '^[a-z][a-z0-9-]{1,30}[a-z0-9]$'::text))
CONSTRAINT tenant_status_check CHECK ((status = ANY (ARRAY['provisioning'::text, 'active'::text, 'suspended'::text])))
CONSTRAINT tenant_pkey PRIMARY KEY (id)
CONSTRAINT tenant_slug_key UNIQUE (slug)
GRANT SELECT TO crm_backup
GRANT SELECT TO crm_lookup
GRANT SELECT TO crm_ops
GRANT INSERT, SELECT TO crm_provision
GRANT UPDATE (name, status) TO crm_provision
GRANT SELECT (id, slug, status) TO crm_queue

-- table platform.tenant_host
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
host text NOT NULL
tenant_id uuid NOT NULL
kind text NOT NULL
verified_at timestamp with time zone
CONSTRAINT tenant_host_host_check CHECK ((host = lower(host)))
CONSTRAINT tenant_host_kind_check CHECK ((kind = ANY (ARRAY['staff'::text, 'client'::text, 'api'::text])))
CONSTRAINT tenant_host_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT tenant_host_pkey PRIMARY KEY (host)
POLICY operators PERMISSIVE FOR * TO crm_lookup, crm_ops, crm_owner, crm_provision USING true WITH CHECK true
GRANT SELECT TO crm_backup
GRANT SELECT TO crm_lookup
GRANT SELECT TO crm_ops
GRANT DELETE, INSERT, SELECT TO crm_provision

-- table platform.trading_host
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
host text NOT NULL
allowed_at timestamp with time zone NOT NULL
CONSTRAINT trading_host_host_check CHECK (((host = lower(host)) AND ((length(host) >= 1) AND (length(host) <= 253))))
CONSTRAINT trading_host_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT trading_host_pkey PRIMARY KEY (tenant_id, host)
POLICY own PERMISSIVE FOR * TO crm_app, crm_owner, crm_provision USING (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
GRANT SELECT TO crm_app
GRANT SELECT TO crm_backup
GRANT DELETE, INSERT, SELECT TO crm_provision

-- table queue.feed_worker
OWNER crm_owner
id uuid NOT NULL
until timestamp with time zone NOT NULL
CONSTRAINT feed_worker_pkey PRIMARY KEY (id)
GRANT SELECT TO crm_backup
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_queue

-- table queue.job
OWNER crm_owner ENABLE ROW SECURITY FORCE ROW SECURITY
tenant_id uuid NOT NULL
id uuid NOT NULL
kind text NOT NULL
payload jsonb NOT NULL DEFAULT '{}'::jsonb
run_at timestamp with time zone NOT NULL DEFAULT now()
attempts integer NOT NULL DEFAULT 0
leased_until timestamp with time zone
leased_by text
unique_key text  -- one waiting or running job for each (tenant, kind, key); a finished job is deleted, a parked one gives its key up
last_error text
parked_at timestamp with time zone  -- given up after too many attempts; waits for a person
created_at timestamp with time zone NOT NULL DEFAULT now()
CONSTRAINT job_kind_check CHECK (((length(kind) >= 1) AND (length(kind) <= 80)))
CONSTRAINT job_unique_key_check CHECK (((length(unique_key) >= 1) AND (length(unique_key) <= 200)))
CONSTRAINT job_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES platform.tenant(id)
CONSTRAINT job_pkey PRIMARY KEY (tenant_id, id)
CONSTRAINT job_tenant_id_kind_unique_key_key UNIQUE (tenant_id, kind, unique_key)
CREATE INDEX job_due ON queue.job USING btree (tenant_id, run_at) WHERE (parked_at IS NULL)
CREATE INDEX job_leased ON queue.job USING btree (tenant_id, leased_until) WHERE (leased_until IS NOT NULL)
POLICY dispatch PERMISSIVE FOR * TO crm_queue USING true WITH CHECK true
POLICY enqueue PERMISSIVE FOR a TO crm_app, crm_provision WITH CHECK (tenant_id = ( SELECT k.tenant_id FROM ctx.tenant_key k))
POLICY own PERMISSIVE FOR * TO crm_owner USING true WITH CHECK true
GRANT SELECT TO crm_backup
GRANT DELETE, INSERT, SELECT TO crm_queue
GRANT INSERT (tenant_id, id, kind, payload, run_at) TO crm_app
GRANT INSERT (tenant_id, id, kind, payload, run_at) TO crm_provision
GRANT UPDATE (run_at, attempts, leased_until, leased_by, unique_key, last_error, parked_at) TO crm_queue

-- table queue.schedule
OWNER crm_owner
name text NOT NULL
kind text NOT NULL
payload jsonb NOT NULL DEFAULT '{}'::jsonb
every_s integer NOT NULL
next_at timestamp with time zone NOT NULL DEFAULT now()
enabled boolean NOT NULL DEFAULT true
CONSTRAINT schedule_every_s_check CHECK (((every_s >= 1) AND (every_s <= 31622400)))
CONSTRAINT schedule_kind_check CHECK (((length(kind) >= 1) AND (length(kind) <= 80)))
CONSTRAINT schedule_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80)))
CONSTRAINT schedule_pkey PRIMARY KEY (name)
GRANT SELECT TO crm_backup
GRANT DELETE, INSERT, SELECT, UPDATE TO crm_queue

-- function ctx.purge_keys()
OWNER crm_lookup
CREATE OR REPLACE FUNCTION ctx.purge_keys()
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ DELETE FROM ctx.tenant_key WHERE expires_at < now() $function$

GRANT EXECUTE TO crm_provision

-- function ctx.retire_key(bytea,timestamp with time zone)
OWNER crm_lookup
CREATE OR REPLACE FUNCTION ctx.retire_key(k bytea, at timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ UPDATE ctx.tenant_key SET expires_at = at WHERE h = k $function$

GRANT EXECUTE TO crm_provision

-- function ctx.tenant_id()
OWNER crm_ctx
CREATE OR REPLACE FUNCTION ctx.tenant_id()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ SELECT k.tenant_id FROM ctx.tenant_key k $function$

GRANT EXECUTE TO crm_app
GRANT EXECUTE TO crm_owner
GRANT EXECUTE TO crm_provision

-- function platform.protect(regclass,text)
OWNER crm_owner
CREATE OR REPLACE FUNCTION platform.protect(t regclass, privileges text DEFAULT 'SELECT, INSERT, UPDATE, DELETE'::text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  IF privileges !~ '^(SELECT|INSERT|UPDATE|DELETE)(, (SELECT|INSERT|UPDATE|DELETE))*$' THEN
    RAISE EXCEPTION 'platform.protect(%): privileges must be a list of SELECT, INSERT, UPDATE, DELETE, not %', t, privileges;
  END IF;
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t);
  -- the wall is RESTRICTIVE, so that no permissive policy added later can widen it
  EXECUTE format('CREATE POLICY tenant_wall ON %s AS RESTRICTIVE FOR ALL TO crm_app, crm_provision, crm_owner
    USING (tenant_id = (SELECT k.tenant_id FROM ctx.tenant_key k)) WITH CHECK (tenant_id = (SELECT k.tenant_id FROM ctx.tenant_key k))', t);
  EXECUTE format('CREATE POLICY tenant_rw ON %s AS PERMISSIVE FOR ALL TO crm_app, crm_provision, crm_owner USING (true) WITH CHECK (true)', t);
  EXECUTE format('GRANT %s ON %s TO crm_app', privileges, t);
END $function$


-- function platform.tenant_by_host(text)
OWNER crm_lookup
CREATE OR REPLACE FUNCTION platform.tenant_by_host(wanted text)
 RETURNS TABLE(id uuid, slug text, status text, kind text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT t.id, t.slug, t.status, h.kind FROM platform.tenant_host h JOIN platform.tenant t ON t.id = h.tenant_id
  WHERE h.host = wanted AND h.verified_at IS NOT NULL AND t.status <> 'provisioning'
$function$

GRANT EXECUTE TO crm_app

-- function platform.tenant_by_slug(text)
OWNER crm_lookup
CREATE OR REPLACE FUNCTION platform.tenant_by_slug(wanted text)
 RETURNS TABLE(id uuid, slug text, status text, kind text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ SELECT t.id, t.slug, t.status, NULL::text FROM platform.tenant t WHERE t.slug = wanted AND t.status <> 'provisioning' $function$

GRANT EXECUTE TO crm_app
