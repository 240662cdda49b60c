//! A broker begins in a time zone and is put into another one by the operator; its trail says so.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may stop at the first surprise")]

use crm_model::Clock;
use crm_storage::ProvisionDb;
use crm_testing::{DatabaseRole, MASTER_KEY, TestApp};
use crm_vault::{ContextKeys, LocalKek, Vault};
use provisioning::time_zones::{TimeZoneError, move_to};
use std::sync::Arc;

#[tokio::test]
async fn one_broker_is_put_into_another_time_zone_and_no_other_is() {
    let app = TestApp::new().await;
    app.tenant("atlas").await;
    app.tenant("north").await;
    let kek = LocalKek::from_hex("0f2e4d6c8baa99887766554433221100ffeeddccbbaa0099a8b7c6d5e4f30211").unwrap();
    let url = app.db.url(DatabaseRole::Provision);
    let registry = ProvisionDb::connect(&url, ContextKeys::new(MASTER_KEY), Vault::new(Arc::new(kek))).unwrap();
    let clock = Clock::manual(app.clock.clone());
    let entry = registry.find("atlas").await.unwrap().unwrap();
    let in_zone = async |slug: &str, zone: &str| {
        app.number(&format!("SELECT count(*) FROM crm.tenant_setting s JOIN platform.tenant t ON t.id = s.tenant_id WHERE t.slug = '{slug}' AND s.time_zone = '{zone}'")).await
    };
    let trail = "SELECT count(*) FROM crm.audit_event WHERE action = 'tenant.time_zone_changed'";
    for wrong in ["Europe/Nowhere", "UTC+2; DROP TABLE crm.client", ""] {
        let refused = move_to(&registry, &clock, &entry, wrong).await;
        assert!(matches!(refused, Err(TimeZoneError::Unknown(_))), "{wrong}");
    }
    assert_eq!(app.number(trail).await, 0);
    assert!(move_to(&registry, &clock, &entry, "Asia/Dubai").await.unwrap());
    assert!(!move_to(&registry, &clock, &entry, "Asia/Dubai").await.unwrap(), "the same once more");
    assert_eq!((in_zone("atlas", "Asia/Dubai").await, in_zone("north", "Asia/Dubai").await), (1, 0));
    assert_eq!(app.number(trail).await, 1);
}
