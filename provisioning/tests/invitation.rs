//! A first manager whose invitation was lost is invited again; nobody else is.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may stop at the first surprise"
)]

use chrono::Duration;
use crm_access::RequestInfo;
use crm_app::passwords::{look_at_link, set_by_link};
use crm_model::{Clock, Email, Pii, RequestId};
use crm_storage::{ProvisionDb, TenantEntry};
use crm_testing::{DatabaseRole, MASTER_KEY, TestApp};
use crm_vault::{ContextKeys, LocalKek, Vault};
use provisioning::invitation::{InvitationError, send_again};
use provisioning::onboarding::{FirstManager, Look, NewTenant, Step, create, operation};
use provisioning::{Slug, Template};
use std::sync::Arc;

const EMAIL: &str = "maria@north.example";

fn north() -> NewTenant {
    NewTenant {
        slug: Slug::parse("north", []).unwrap(),
        name: "Northwind Markets".to_owned(),
        template: Template::named("default").unwrap(),
        manager: FirstManager {
            name: Pii::new("Maria First".to_owned()),
            email: Email::parse("email", EMAIL).unwrap(),
        },
        invite: true,
        time_zone: "UTC".to_owned(),
        look: Look::default(),
    }
}

struct Office {
    app: TestApp,
    registry: ProvisionDb,
    clock: Clock,
}

impl Office {
    async fn open() -> Self {
        let app = TestApp::new().await;
        let kek = LocalKek::from_hex("0f2e4d6c8baa99887766554433221100ffeeddccbbaa0099a8b7c6d5e4f30211").unwrap();
        let url = app.db.url(DatabaseRole::Provision);
        let registry = ProvisionDb::connect(&url, ContextKeys::new(MASTER_KEY), Vault::new(Arc::new(kek))).unwrap();
        let clock = Clock::manual(app.clock.clone());
        Self { app, registry, clock }
    }

    async fn entry(&self) -> TenantEntry {
        self.registry.find("north").await.unwrap().unwrap()
    }

    async fn send_again(&self) -> Result<(), InvitationError> {
        send_again(&self.registry, &self.clock, &self.entry().await).await
    }

    async fn is_good(&self, token: &str) -> bool {
        look_at_link(&self.app.app, &self.entry().await.tenant, token).await.is_ok()
    }

    /// Does the jobs that are due; gives the newest link.
    async fn link(&self) -> String {
        self.app.run_jobs().await;
        self.app.mails.last_to(EMAIL).token()
    }
}

#[tokio::test]
async fn prov_01_a_lost_invitation_is_sent_again_until_somebody_has_joined() {
    let office = Office::open().await;
    let made = create(&office.registry, &office.clock, &north(), &|step| step != Step::Registered).await;
    assert!(made.is_err());
    let begun = office.send_again().await.unwrap_err();
    assert!(begun.to_string().contains("north is provisioning"), "{begun}");
    create(&office.registry, &office.clock, &north(), &|_| true).await.unwrap();
    let first = office.link().await;
    assert!(office.is_good(&first).await);

    office.app.advance(Duration::hours(73));
    assert!(!office.is_good(&first).await, "it has run out");
    assert!(!create(&office.registry, &office.clock, &north(), &|_| true).await.unwrap().written);
    assert_eq!(office.app.mails.to(EMAIL).len(), 1, "making the broker again invites nobody");

    office.send_again().await.unwrap();
    let second = office.link().await;
    assert!(office.is_good(&second).await);
    office.send_again().await.unwrap();
    let third = office.link().await;
    assert!(!office.is_good(&second).await && office.is_good(&third).await, "the older link dies");
    let by_us = "SELECT count(*) FROM crm.audit_event WHERE action = 'staff.invited' AND body LIKE '%tenant invite%'";
    assert_eq!(office.app.number(by_us).await, 2);

    let op = operation(&office.entry().await.tenant, "tenant suspend", &office.clock);
    assert!(office.registry.suspend(&op).await.unwrap());
    assert!(matches!(office.send_again().await, Err(InvitationError::NotActive { .. })));
    assert!(office.registry.resume(&op).await.unwrap());

    let request = RequestInfo { id: RequestId::generate(), ip: None, user_agent: None };
    let password = Pii::new("quiet copper piers 91 at dawn".to_owned());
    set_by_link(&office.app.app, &office.entry().await.tenant, &third, &password, None, &request).await.unwrap();
    let jobs = office.app.number("SELECT count(*) FROM queue.job WHERE kind = 'SendInvitation'").await;
    assert!(matches!(office.send_again().await, Err(InvitationError::Joined(_))));
    assert_eq!(office.app.number("SELECT count(*) FROM queue.job WHERE kind = 'SendInvitation'").await, jobs);
}
