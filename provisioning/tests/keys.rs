//! PII-04, the key above all keys: it is exchanged while brokers work, and the old one can then be removed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may stop at the first surprise"
)]

use crm_access::TenantRef;
use crm_model::{Clock, Email, ManualClock, Pii, StaffId};
use crm_storage::{DbOptions, ProvisionDb, Rewrapped, Staff, StorageError, TenantDb};
use crm_testing::{DatabaseRole, MASTER_KEY, TestDb};
use crm_vault::{ContextKeys, Vault, VaultError};
use provisioning::keys::{AllRewrapped, RewrapError, rewrap};
use provisioning::onboarding::{FirstManager, Look, NewTenant, create, operation};
use provisioning::{Slug, Template};
use sqlx::{AssertSqlSafe, PgConnection};
use std::time::Duration;

struct Office {
    db: TestDb,
    clock: Clock,
    admin: PgConnection,
}

/// A key that is random enough to be taken.
fn key(seed: u8) -> [u8; 32] {
    std::array::from_fn(|n| seed.wrapping_add(u8::try_from(n).unwrap().wrapping_mul(37)))
}

fn vault(kek: u8, former: Option<u8>) -> Vault {
    Vault::local(&key(kek), former.map(key).as_ref()).unwrap()
}

impl Office {
    fn registry(&self, vault: Vault) -> ProvisionDb {
        ProvisionDb::connect(&self.db.url(DatabaseRole::Provision), ContextKeys::new(MASTER_KEY), vault).unwrap()
    }

    /// The first manager's e-mail of a broker, as a process with these keys reads it.
    async fn email(&mut self, vault: Vault, tenant: &TenantRef) -> Result<String, StorageError> {
        let options = DbOptions {
            url: self.db.url(DatabaseRole::App),
            pool_size: 2,
            acquire_timeout: Duration::from_secs(10),
            statement_timeout: DbOptions::REQUEST,
        };
        let db = TenantDb::connect(&options, ContextKeys::new(MASTER_KEY), vault)?;
        let sql = format!("SELECT id FROM crm.staff WHERE tenant_id = '{}'", tenant.id.uuid());
        let id: uuid::Uuid = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut self.admin).await.unwrap();
        let tx = db.read(&operation(tenant, "test", &self.clock)).await?;
        let person = Staff::of(&tx).find(StaffId::from_uuid(id)).await?.unwrap();
        Ok(Staff::of(&tx).email(&person)?.expose().as_str().to_owned())
    }

    async fn number(&mut self, sql: &str) -> i64 {
        sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_one(&mut self.admin).await.unwrap()
    }
}

async fn three_brokers() -> (Office, Vec<TenantRef>) {
    let db = TestDb::new().await.unwrap();
    let admin = db.connect(DatabaseRole::Superuser).await.unwrap();
    let office = Office { db, clock: Clock::manual(ManualClock::starting_now()), admin };
    let old = office.registry(vault(1, None));
    let mut tenants = Vec::new();
    for slug in ["atlas", "north", "quill"] {
        let new = NewTenant {
            slug: Slug::parse(slug, []).unwrap(),
            name: format!("The {slug} broker"),
            template: Template::named("default").unwrap(),
            manager: FirstManager {
                name: Pii::new("Maria First".to_owned()),
                email: Email::parse("email", &format!("maria@{slug}.example")).unwrap(),
            },
            invite: false,
            time_zone: "UTC".to_owned(),
            look: Look::default(),
        };
        tenants.push(create(&old, &office.clock, &new, &|_| true).await.unwrap().entry.tenant);
    }
    (office, tenants)
}

#[tokio::test]
async fn pii_04_the_key_above_all_keys_is_exchanged_and_the_old_one_removed() {
    let (mut office, tenants) = three_brokers().await;
    let unknown = office.email(vault(2, None), &tenants[0]).await.unwrap_err();
    assert!(matches!(unknown, StorageError::Vault(VaultError::UnknownKek { .. })), "{unknown:?}");
    for tenant in &tenants {
        assert_eq!(office.email(vault(2, Some(1)), tenant).await.unwrap(), format!("maria@{}.example", tenant.slug));
    }

    // cut off after the first broker; the next run does the rest
    let clock = office.clock.clone();
    let new = office.registry(vault(2, Some(1)));
    assert!(matches!(rewrap(&new, &clock, &|_, _| false).await, Err(RewrapError::Stopped(1))));
    for tenant in &tenants {
        office.email(vault(2, Some(1)), tenant).await.unwrap();
    }
    let rest = rewrap(&new, &clock, &|_, _| true).await.unwrap();
    assert_eq!(rest, AllRewrapped { brokers: 3, keys: Rewrapped { changed: 2, kept: 1 } });
    let again = rewrap(&new, &clock, &|_, _| true).await.unwrap();
    assert_eq!(again.keys, Rewrapped { changed: 0, kept: 3 });

    for tenant in &tenants {
        assert_eq!(office.email(vault(2, None), tenant).await.unwrap(), format!("maria@{}.example", tenant.slug));
        assert!(office.email(vault(1, None), tenant).await.is_err(), "the old key opens nothing any more");
    }
    let by = format!("SELECT count(*) FROM crm.tenant_data_key WHERE kek = '{}'", new.kek_id());
    assert_eq!(office.number(&by).await, 3);
    let events =
        "SELECT count(*) FROM crm.audit_event WHERE action = 'tenant.keys_rewrapped' AND body LIKE '%keys rewrap%'";
    assert_eq!(office.number(events).await, 3, "once for each broker");
}

#[tokio::test]
async fn pii_04_a_wrong_former_key_changes_nothing() {
    let (mut office, tenants) = three_brokers().await;
    let clock = office.clock.clone();
    let wrong = rewrap(&office.registry(vault(2, Some(3))), &clock, &|_, _| true).await.unwrap_err();
    assert!(matches!(wrong, RewrapError::Broker { done: 0, .. }) && wrong.to_string().starts_with("atlas:"), "{wrong}");
    for tenant in &tenants {
        office.email(vault(1, None), tenant).await.unwrap();
    }
    assert_eq!(office.number("SELECT count(*) FROM crm.audit_event WHERE action = 'tenant.keys_rewrapped'").await, 0);
}
