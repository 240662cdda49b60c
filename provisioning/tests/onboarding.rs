//! Onboarding on a real database: once whatever happens, and sharing nothing with anybody.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may stop at the first surprise"
)]

use crm_model::{Clock, Email, ManualClock, Pii};
use crm_storage::{ProvisionDb, TenantStatus};
use crm_testing::{DatabaseRole, MASTER_KEY, SampleRows, TestDb, TestTenant, tenant_tables};
use crm_vault::{ContextKeys, LocalKek, Vault};
use provisioning::onboarding::{FirstManager, Look, NewTenant, Onboarded, OnboardingError, Step, create};
use provisioning::{Slug, Template};
use sqlx::{AssertSqlSafe, PgConnection, Row};
use std::collections::BTreeSet;
use std::sync::Arc;

const STEPS: [Step; 6] = [Step::Registered, Step::Furnished, Step::Staffed, Step::Written, Step::Tested, Step::Active];

struct Office {
    db: TestDb,
    registry: ProvisionDb,
    clock: Clock,
    admin: PgConnection,
}

impl Office {
    async fn open() -> Self {
        let db = TestDb::new().await.unwrap();
        let kek = LocalKek::from_hex("0f2e4d6c8baa99887766554433221100ffeeddccbbaa0099a8b7c6d5e4f30211").unwrap();
        let registry = ProvisionDb::connect(
            &db.url(DatabaseRole::Provision),
            ContextKeys::new(MASTER_KEY),
            Vault::new(Arc::new(kek)),
        )
        .unwrap();
        let admin = db.connect(DatabaseRole::Superuser).await.unwrap();
        Self { db, registry, clock: Clock::manual(ManualClock::starting_now()), admin }
    }

    async fn make(&self, slug: &str, stop_at: Option<Step>) -> Result<Onboarded, OnboardingError> {
        create(&self.registry, &self.clock, &broker(slug), &|step| Some(step) != stop_at).await
    }

    async fn number(&mut self, sql: &str) -> i64 {
        sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_one(&mut self.admin).await.unwrap()
    }

    /// How many brokers, roles, statuses, people and invitations a slug has.
    async fn counts(&mut self, slug: &str) -> Vec<i64> {
        let of = format!("WHERE tenant_id = (SELECT id FROM platform.tenant WHERE slug = '{slug}')");
        let mut counts =
            vec![self.number(&format!("SELECT count(*) FROM platform.tenant WHERE slug = '{slug}'")).await];
        for table in [
            "crm.role",
            "crm.client_status_option",
            "crm.team",
            "crm.staff",
            "crm.tenant_data_key",
            "crm.audit_event",
            "queue.job",
        ] {
            counts.push(self.number(&format!("SELECT count(*) FROM {table} {of}")).await);
        }
        counts
    }
}

fn broker(slug: &str) -> NewTenant {
    NewTenant {
        slug: Slug::parse(slug, []).unwrap(),
        name: format!("The {slug} broker"),
        template: Template::named("default").unwrap(),
        manager: FirstManager {
            name: Pii::new("Maria First".to_owned()),
            email: Email::parse("email", &format!("maria@{slug}.example")).unwrap(),
        },
        invite: true,
        time_zone: "Europe/Madrid".to_owned(),
        look: Look::default(),
    }
}

/// PROV-01: the same request twice, after being cut off at any step, and two at once, make one whole broker.
#[tokio::test]
async fn prov_01_a_broker_is_made_once_whatever_happens() {
    let mut office = Office::open().await;
    let whole = office.make("untouched", None).await.unwrap();
    assert!(whole.written && whole.entry.status == TenantStatus::Active);
    let expected = office.counts("untouched").await;
    assert!(expected.iter().all(|count| *count > 0), "{expected:?}");
    let again = office.make("untouched", None).await.unwrap();
    assert!(!again.written, "nothing is written twice");
    assert_eq!(again.entry.tenant.id, whole.entry.tenant.id);
    assert_eq!(office.counts("untouched").await, expected);

    for (n, step) in STEPS.into_iter().enumerate() {
        let slug = format!("cut-at-{}", ["one", "two", "three", "four", "five", "six"][n]);
        assert!(matches!(office.make(&slug, Some(step)).await, Err(OnboardingError::Stopped(at)) if at == step));
        let open = office
            .number(&format!("SELECT count(*) FROM platform.tenant WHERE slug = '{slug}' AND status = 'active'"))
            .await;
        assert_eq!(open, i64::from(step == Step::Active), "{step:?}: nothing half-made is open");
        let made = office.make(&slug, None).await.unwrap();
        assert_eq!(made.entry.status, TenantStatus::Active);
        assert_eq!(office.counts(&slug).await, expected, "{step:?}");
    }

    let (one, two) = tokio::join!(office.make("parallel", None), office.make("parallel", None));
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!(one.entry.tenant.id, two.entry.tenant.id);
    assert!(one.written ^ two.written, "one of them wrote");
    assert_eq!(office.counts("parallel").await, expected);

    let taken = NewTenant { name: "Somebody else".to_owned(), ..broker("parallel") };
    let refused = create(&office.registry, &office.clock, &taken, &|_| true).await;
    assert!(matches!(refused, Err(OnboardingError::SlugTaken { .. })));
    assert_eq!(office.counts("parallel").await, expected);
}

/// ISO-36, PROV-02: a broker with a row in every table stands beside one made from the template. They share no id and no
/// secret, and the new one has no client, no key, no session and no event but its own.
#[tokio::test]
async fn iso_36_a_new_broker_shares_nothing_with_an_old_one() {
    let mut office = Office::open().await;
    let old: TestTenant = office.db.bare_tenant("atlas").await.unwrap();
    let mut app = office.db.connect(DatabaseRole::App).await.unwrap();
    let tables = tenant_tables(&mut app).await.unwrap();
    sqlx::query("SELECT set_config('app.key', $1, false)").bind(&old.key).execute(&mut app).await.unwrap();
    SampleRows::insert(&mut app, &tables, &old).await.unwrap();
    let new = office.make("north", None).await.unwrap().entry.tenant.id.uuid();
    let old = old.id.uuid();

    let columns: Vec<(String, String, String)> = sqlx::query("SELECT table_schema || '.' || table_name, column_name::text, udt_name::text FROM information_schema.columns WHERE table_schema IN ('crm', 'ctx', 'queue') AND udt_name IN ('uuid', 'bytea') AND column_name <> 'tenant_id' AND (table_schema, table_name) IN (SELECT table_schema, table_name FROM information_schema.columns WHERE column_name = 'tenant_id') AND table_name IN (SELECT tablename FROM pg_tables)")
        .fetch_all(&mut office.admin)
        .await
        .unwrap()
        .iter()
        .map(|row| (row.get(0), row.get(1), row.get(2)))
        .collect();
    assert!(columns.len() > 60, "{} columns are compared", columns.len());
    let mut compared = 0;
    for kind in ["uuid", "bytea"] {
        let mut sides = [BTreeSet::new(), BTreeSet::new()];
        for (side, tenant) in sides.iter_mut().zip([old, new]) {
            for (table, column, _) in columns.iter().filter(|(_, _, udt)| udt == kind) {
                let sql = format!(
                    "SELECT DISTINCT encode({column}::text::bytea, 'escape') FROM {table} WHERE tenant_id = '{tenant}' AND {column} IS NOT NULL"
                );
                let found: Vec<String> =
                    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(&mut office.admin).await.unwrap();
                // the empty hash that every chain begins with is nobody's secret
                side.extend(found.into_iter().filter(|value| value.bytes().any(|b| !b"\\x0-".contains(&b))));
            }
        }
        compared += sides[1].len();
        assert_eq!(
            sides[0].intersection(&sides[1]).collect::<Vec<_>>(),
            Vec::<&String>::new(),
            "{kind}s that both have"
        );
    }
    assert!(compared > 50, "{compared} values of the new broker");

    for table in [
        "client",
        "client_contact",
        "client_token",
        "client_participant",
        "client_tag",
        "client_credential",
        "client_visit",
        "note",
        "reveal",
        "api_key",
        "session",
        "recovery_code",
        "one_time_token",
        "idempotency",
        "throttle",
    ] {
        let rows = office.number(&format!("SELECT count(*) FROM crm.{table} WHERE tenant_id = '{new}'")).await;
        assert_eq!(rows, 0, "{table}");
        assert!(
            office.number(&format!("SELECT count(*) FROM crm.{table} WHERE tenant_id = '{old}'")).await > 0,
            "{table}: the old broker has some"
        );
    }
    let views =
        format!("SELECT count(*) FROM crm.saved_view WHERE tenant_id = '{new}' AND everybody AND owner_id IS NULL");
    assert_eq!(office.number(&views).await, 4, "the template's views are everybody's and nobody's own");
    let begin = format!(
        "SELECT count(*) FROM crm.saved_view_of_role v JOIN crm.role r ON r.id = v.role_id WHERE v.tenant_id = '{new}' AND r.name = 'Compliance Officer'"
    );
    assert_eq!(office.number(&begin).await, 1, "a role begins with one of them");
    let events = format!("SELECT count(*) FROM crm.audit_event WHERE tenant_id = '{new}'");
    assert_eq!(office.number(&events).await, 2, "its own making and its first invitation");
    assert_eq!(office.number(&format!("SELECT count(*) FROM crm.staff WHERE tenant_id = '{new}'")).await, 1);
    assert_eq!(office.number(&format!("SELECT count(*) FROM crm.credential WHERE tenant_id = '{new}' AND (password_hash IS NOT NULL OR totp_sealed IS NOT NULL)")).await, 0);
}
