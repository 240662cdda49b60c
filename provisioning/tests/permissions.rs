//! Permissions that came with a new version of the product reach the roles of brokers that were there before.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may stop at the first surprise"
)]

use crm_access::{Permission, ReachLevel};
use crm_model::Clock;
use crm_storage::{ProvisionDb, TenantEntry};
use crm_testing::TestApp;
use provisioning::Template;
use provisioning::permissions::{Addition, GrantError, grant, missing};

struct Office {
    app: TestApp,
    registry: ProvisionDb,
    clock: Clock,
    atlas: TenantEntry,
    template: Template,
}

/// A broker whose roles are from before `client.merge`, and one beside it.
async fn office() -> Office {
    let app = TestApp::new().await;
    let (atlas, north) = (app.tenant("atlas").await, app.tenant("north").await);
    for broker in [&atlas, &north] {
        app.staff(broker, "CRM Manager").await;
    }
    let registry = app.registry();
    let clock = Clock::manual(app.clock.clone());
    let atlas = registry.find("atlas").await.unwrap().unwrap();
    app.sql("DELETE FROM crm.role_grant WHERE permission = 'client.merge'").await;
    Office { app, registry, clock, atlas, template: Template::named("default").unwrap() }
}

impl Office {
    async fn grant(&self, addition: &Addition) -> Result<Vec<String>, GrantError> {
        let added = grant(&self.registry, &self.clock, &self.atlas, &self.template, addition).await?;
        Ok(added.into_iter().map(|one| one.role).collect())
    }

    async fn is_missing(&self, permission: Permission) -> Option<Vec<String>> {
        let all = missing(&self.registry, &self.clock, &self.atlas).await.unwrap();
        all.into_iter().find(|one| one.permission == permission).map(|one| one.in_roles)
    }

    async fn count(&self, what: &str) -> i64 {
        let tenant = self.atlas.tenant.id.uuid();
        self.app.number(&format!("SELECT count(*) FROM {what} AND tenant_id = '{tenant}'")).await
    }
}

fn one(permission: &str, role: &str, reach: Option<ReachLevel>) -> Addition {
    Addition::One { permission: permission.to_owned(), role: role.to_owned(), reach }
}

const MERGES: &str = "crm.role_grant WHERE permission = 'client.merge'";
const EVENTS: &str =
    "crm.audit_event WHERE action = 'role.changed' AND actor_kind = 'system' AND body LIKE '%permissions grant%'";

#[tokio::test]
async fn a_new_permission_is_found_missing_and_added_once_with_an_event() {
    let office = office().await;
    assert_eq!(office.is_missing(Permission::ClientMerge).await, Some(Vec::new()));
    let version =
        "SELECT version FROM crm.access_version v JOIN platform.tenant t ON t.id = v.tenant_id WHERE t.slug = 'atlas'";
    let before = office.app.number(version).await;

    let merge = one("client.merge", "CRM Manager", None);
    assert_eq!(office.grant(&merge).await.unwrap(), ["CRM Manager"]);
    assert!(office.app.number(version).await > before, "live sessions look again");
    let after = office.app.number(version).await;
    assert_eq!(office.grant(&merge).await.unwrap(), Vec::<String>::new(), "the same once more");
    assert_eq!(office.app.number(version).await, after, "and nothing was written");
    assert_eq!((office.count(MERGES).await, office.count(EVENTS).await), (1, 1));
    assert_eq!(office.app.number(&format!("SELECT count(*) FROM {MERGES}")).await, 1, "no other broker's");
    assert_eq!(office.app.number(&format!("SELECT count(*) FROM {MERGES} AND reach = 'all'")).await, 1);
    assert_eq!(office.is_missing(Permission::ClientMerge).await, None);
}

#[tokio::test]
async fn every_role_gets_what_the_template_has_and_no_more() {
    let office = office().await;
    let wanted = office
        .template
        .roles
        .iter()
        .filter(|role| role.rules.grants.iter().any(|grant| grant.permission == Permission::ClientMerge));
    let mut wanted: Vec<String> = wanted.map(|role| role.name.clone()).collect();
    wanted.sort();
    let like = Addition::LikeTemplate { permission: Some("client.merge".to_owned()) };
    let mut got = office.grant(&like).await.unwrap();
    got.sort();
    assert!(!got.is_empty() && got.iter().all(|role| wanted.contains(role)), "{got:?} of {wanted:?}");
    let (merges, events) = (office.count(MERGES).await, office.count(EVENTS).await);
    assert_eq!((merges, events), (i64::try_from(got.len()).unwrap(), merges));
    assert_eq!(office.grant(&like).await.unwrap(), Vec::<String>::new());

    // what the broker denies stays denied
    let deny = "INSERT INTO crm.role_deny (tenant_id, role_id, kind, name) SELECT tenant_id, id, 'permission', 'client.merge' FROM crm.role WHERE name = 'CRM Manager'";
    office.app.sql(deny).await;
    office.app.sql("DELETE FROM crm.role_grant WHERE permission = 'client.merge'").await;
    assert!(!office.grant(&like).await.unwrap().contains(&"CRM Manager".to_owned()));
    let refused = office.grant(&one("client.merge", "CRM Manager", None)).await.unwrap_err();
    assert!(matches!(refused, GrantError::Denied { .. }), "{refused}");
}

#[tokio::test]
async fn unknown_names_are_refused_with_those_there_are() {
    let office = office().await;
    let told = office.grant(&one("client.fly", "CRM Manager", None)).await.unwrap_err().to_string();
    assert!(told.contains("client.merge") && told.contains("`client.fly`"), "{told}");
    let told = office.grant(&one("client.merge", "Pilot", None)).await.unwrap_err().to_string();
    assert!(told.contains("CRM Manager, ") && told.contains("`Pilot`"), "{told}");
    let told = office.grant(&one("client.merge", "Support", None)).await.unwrap_err();
    assert!(matches!(told, GrantError::ReachRequired { .. }), "{told}");
    assert_eq!(office.grant(&one("client.merge", "Support", Some(ReachLevel::Own))).await.unwrap(), ["Support"]);
    assert_eq!(office.count(MERGES).await, 1);
}
