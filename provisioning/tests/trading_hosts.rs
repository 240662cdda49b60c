//! Which hosts a broker's servers may have is the operator's word: one broker's list opens nothing to another.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may stop at the first surprise"
)]

use crm_model::{Clock, TradingHost};
use crm_storage::{ProvisionDb, TradingServers};
use crm_testing::{DatabaseRole, MASTER_KEY, TestApp};
use crm_vault::{ContextKeys, LocalKek, Vault};
use provisioning::trading_hosts::{allow, list, withdraw};
use std::sync::Arc;

#[tokio::test]
async fn ssrf_01_a_host_is_allowed_to_one_broker_and_withdrawn() {
    let app = TestApp::new().await;
    let (atlas, north) = (app.tenant("atlas").await, app.tenant("north").await);
    let kek = LocalKek::from_hex("0f2e4d6c8baa99887766554433221100ffeeddccbbaa0099a8b7c6d5e4f30211").unwrap();
    let url = app.db.url(DatabaseRole::Provision);
    let registry = ProvisionDb::connect(&url, ContextKeys::new(MASTER_KEY), Vault::new(Arc::new(kek))).unwrap();
    let clock = Clock::manual(app.clock.clone());
    let entry = registry.find("atlas").await.unwrap().unwrap();
    let host = TradingHost::parse("host", "MT5.atlas.example").unwrap();
    assert!(allow(&registry, &clock, &entry, &host).await.unwrap());
    assert!(!allow(&registry, &clock, &entry, &host).await.unwrap(), "the same once more");
    assert_eq!(list(&registry, &clock, &entry).await.unwrap(), ["mt5.atlas.example"]);
    let allowed = async |broker: &crm_testing::Broker| {
        let tx = app.app.db.mirror(&broker.reference).await.unwrap();
        TradingServers::of(&tx).is_host_allowed("mt5.atlas.example").await.unwrap()
    };
    assert!(allowed(&atlas).await && !allowed(&north).await);
    assert_eq!(app.number("SELECT count(*) FROM crm.audit_event WHERE action = 'trading_host.allowed'").await, 1);
    assert!(withdraw(&registry, &clock, &entry, &host).await.unwrap());
    assert!(!withdraw(&registry, &clock, &entry, &host).await.unwrap());
    assert!(!allowed(&atlas).await);
    assert_eq!(app.number("SELECT count(*) FROM crm.audit_event WHERE action = 'trading_host.withdrawn'").await, 1);
}
