//! A broker begins with a language and is given another one by the operator; its trail says so.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may stop at the first surprise")]

use crm_model::{Clock, SpokenLanguage};
use crm_storage::ProvisionDb;
use crm_testing::{DatabaseRole, MASTER_KEY, TestApp};
use crm_vault::{ContextKeys, LocalKek, Vault};
use provisioning::languages::speak;
use std::sync::Arc;

#[tokio::test]
async fn one_broker_is_given_another_language_and_no_other_is() {
    let app = TestApp::new().await;
    app.tenant("atlas").await;
    app.tenant("north").await;
    let kek = LocalKek::from_hex("0f2e4d6c8baa99887766554433221100ffeeddccbbaa0099a8b7c6d5e4f30211").unwrap();
    let url = app.db.url(DatabaseRole::Provision);
    let registry = ProvisionDb::connect(&url, ContextKeys::new(MASTER_KEY), Vault::new(Arc::new(kek))).unwrap();
    let clock = Clock::manual(app.clock.clone());
    let entry = registry.find("atlas").await.unwrap().unwrap();
    assert!(speak(&registry, &clock, &entry, SpokenLanguage::Arabic).await.unwrap());
    assert!(!speak(&registry, &clock, &entry, SpokenLanguage::Arabic).await.unwrap(), "the same once more");
    let speaking = "SELECT count(*) FROM crm.tenant_setting s JOIN platform.tenant t ON t.id = s.tenant_id WHERE";
    assert_eq!(app.number(&format!("{speaking} t.slug = 'atlas' AND s.language = 'ar'")).await, 1);
    assert_eq!(app.number(&format!("{speaking} t.slug = 'north' AND s.language = 'en'")).await, 1);
    assert_eq!(app.number("SELECT count(*) FROM crm.audit_event WHERE action = 'tenant.language_changed'").await, 1);
}
