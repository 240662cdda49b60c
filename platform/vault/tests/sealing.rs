//! Envelopes open where they were sealed, under the keys they were sealed with, and nowhere else.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may stop at the first surprise")]

use std::sync::Arc;

use crm_model::{ClientId, TenantId};
use crm_vault::{BlindKind, LocalKek, Place, Sealer, TenantKeys, Vault, VaultError, WrappedKey};
use proptest::prelude::*;
use uuid::Uuid;

const KEK: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const OTHER_KEK: &str = "f0e1d2c3b4a5968778695a4b3c2d1e0f00112233445566778899aabbccddeeff";

fn vault(kek: &str) -> Vault {
    Vault::new(Arc::new(LocalKek::from_hex(kek).unwrap()))
}

fn place(tenant: TenantId) -> Place {
    Place { tenant, table: "client_contacts", column: "value", row: Uuid::from_u128(1) }
}

async fn keys(tenant: TenantId) -> (TenantKeys, WrappedKey) {
    vault(KEK).new_tenant_key(tenant, 1).await.unwrap()
}

#[tokio::test]
async fn pii_02_a_value_opens_only_where_it_was_sealed() {
    let (atlas, northwind) = (TenantId::generate(), TenantId::generate());
    let (keys_a, _) = keys(atlas).await;
    let (keys_n, _) = keys(northwind).await;
    let (olga, ivan) = (ClientId::generate(), ClientId::generate());
    let (olga_key, _) = keys_a.new_client_key(olga).unwrap();
    let (ivan_key, _) = keys_a.new_client_key(ivan).unwrap();
    let (stranger_key, _) = keys_n.new_client_key(olga).unwrap();
    let home = place(atlas);

    let sealers: [(&dyn Sealer, &dyn Sealer); 2] = [(&olga_key, &ivan_key), (&keys_a, &keys_n)];
    for (own, foreign) in sealers {
        let sealed = own.seal_str(&home, "olga@novak.com").unwrap();
        assert_eq!(own.open_str(&home, &sealed).unwrap(), "olga@novak.com");
        assert!(!sealed.windows(4).any(|window| window == b"olga"), "PII-01");
        for elsewhere in [
            Place { row: Uuid::from_u128(2), ..home },
            Place { column: "other", ..home },
            Place { table: "other", ..home },
            Place { table: "client_contact", column: "svalue", ..home },
        ] {
            assert!(matches!(own.open(&elsewhere, &sealed), Err(VaultError::DoesNotOpen)), "{elsewhere:?}");
        }
        assert!(matches!(own.open(&place(northwind), &sealed), Err(VaultError::WrongTenant)));
        assert!(matches!(own.seal(&place(northwind), b"x"), Err(VaultError::WrongTenant)));
        assert!(foreign.open(&home, &sealed).is_err(), "another key");
        let twice = own.seal_str(&home, "olga@novak.com").unwrap();
        assert_ne!(sealed, twice, "equal values do not look equal");
    }
    let sealed = olga_key.seal(&home, b"x").unwrap();
    assert!(matches!(keys_a.open(&home, &sealed), Err(VaultError::Malformed(_))));
    assert!(stranger_key.open(&home, &sealed).is_err());
}

#[tokio::test]
async fn pii_02_changed_bytes_do_not_open() {
    let tenant = TenantId::generate();
    let (keys, _) = keys(tenant).await;
    let sealed = keys.seal(&place(tenant), b"value").unwrap();
    for at in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert!(keys.open(&place(tenant), &changed).is_err(), "byte {at}");
        assert!(keys.open(&place(tenant), &sealed[..at]).is_err(), "cut at {at}");
    }
    let not_text = keys.seal(&place(tenant), &[0xff]).unwrap();
    assert!(matches!(keys.open_str(&place(tenant), &not_text), Err(VaultError::NotText)));
}

#[tokio::test]
async fn a_clients_key_unwraps_for_this_client_of_this_tenant_only() {
    let tenant = TenantId::generate();
    let (keys_a, _) = keys(tenant).await;
    let (keys_b, _) = keys(tenant).await;
    let client = ClientId::generate();
    let (key, wrapped) = keys_a.new_client_key(client).unwrap();
    let sealed = key.seal(&place(tenant), b"value").unwrap();
    let again = keys_a.unwrap_client_key(client, &wrapped).unwrap();
    assert_eq!(again.open(&place(tenant), &sealed).unwrap(), b"value");
    assert!(matches!(keys_a.unwrap_client_key(ClientId::generate(), &wrapped), Err(VaultError::DoesNotOpen)));
    assert!(matches!(keys_b.unwrap_client_key(client, &wrapped), Err(VaultError::DoesNotOpen)));
    assert!(matches!(keys_a.unwrap_client_key(client, &sealed), Err(VaultError::Malformed(_))));
}

#[tokio::test]
async fn pii_03_the_same_address_looks_different_at_two_brokers() {
    let (keys_a, _) = keys(TenantId::generate()).await;
    let (keys_n, _) = keys(TenantId::generate()).await;
    let mut seen = std::collections::HashSet::new();
    for kind in BlindKind::ALL {
        let index = keys_a.blind(kind, "olga@novak.com");
        assert_eq!(index, keys_a.blind(kind, "olga@novak.com"), "found again");
        assert!(seen.insert(index) && seen.insert(keys_n.blind(kind, "olga@novak.com")));
        assert_eq!(format!("{index:?}"), "BlindIndex(***)");
    }
}

#[tokio::test]
async fn pii_04_rotation_fails_no_read() {
    let tenant = TenantId::generate();
    let old_vault = vault(KEK);
    let (keys_1, wrapped_1) = old_vault.new_tenant_key(tenant, 1).await.unwrap();
    let client = ClientId::generate();
    let (client_key, client_wrapped) = keys_1.new_client_key(client).unwrap();
    let client_sealed = client_key.seal(&place(tenant), b"client's").unwrap();
    let sealed_1 = keys_1.seal(&place(tenant), b"old").unwrap();

    // a new tenant key beside the old one
    let (keys_2, wrapped_2) = old_vault.new_tenant_key(tenant, 2).await.unwrap();
    let both = old_vault.open_tenant_keys(tenant, &[wrapped_1.clone(), wrapped_2.clone()]).await.unwrap();
    assert_eq!(both.version(), 2);
    assert_eq!(both.open(&place(tenant), &sealed_1).unwrap(), b"old");
    let sealed_2 = both.seal(&place(tenant), b"new").unwrap();
    assert_eq!(keys_2.open(&place(tenant), &sealed_2).unwrap(), b"new");
    assert!(matches!(keys_1.open(&place(tenant), &sealed_2), Err(VaultError::UnknownVersion { version: 2, .. })));
    let email = |keys: &TenantKeys| keys.blind(BlindKind::Email, "a@b.com");
    assert_eq!(both.blind_all(BlindKind::Email, "a@b.com"), [email(&keys_2), email(&keys_1)]);
    let moved = both.wrap_client_key(&both.unwrap_client_key(client, &client_wrapped).unwrap()).unwrap();
    let only_new = keys_2.unwrap_client_key(client, &moved).unwrap();
    assert_eq!(only_new.open(&place(tenant), &client_sealed).unwrap(), b"client's");

    // a new key encryption key; the old one is gone at the end
    let new_kek = || Arc::new(LocalKek::from_hex(OTHER_KEK).unwrap());
    let during = Vault::new(new_kek()).with_former(Arc::new(LocalKek::from_hex(KEK).unwrap()));
    assert!(during.open_tenant_key(tenant, &wrapped_1).await.is_ok());
    let rewrapped = during.rewrap(tenant, &wrapped_1).await.unwrap().unwrap();
    assert_eq!(during.rewrap(tenant, &rewrapped).await.unwrap(), None);
    let after = Vault::new(new_kek());
    assert!(matches!(after.open_tenant_key(tenant, &wrapped_1).await, Err(VaultError::UnknownKek { .. })));
    let keys = after.open_tenant_key(tenant, &rewrapped).await.unwrap();
    assert_eq!(keys.open(&place(tenant), &sealed_1).unwrap(), b"old");
}

#[tokio::test]
async fn a_tenants_key_opens_for_its_tenant_and_version_only() {
    let tenant = TenantId::generate();
    let (_, wrapped) = keys(tenant).await;
    let vault = vault(KEK);
    assert!(vault.open_tenant_key(tenant, &wrapped).await.is_ok());
    assert!(matches!(vault.open_tenant_key(TenantId::generate(), &wrapped).await, Err(VaultError::DoesNotOpen)));
    let renumbered = WrappedKey { version: 2, ..wrapped.clone() };
    assert!(matches!(vault.open_tenant_key(tenant, &renumbered).await, Err(VaultError::DoesNotOpen)));
    assert!(matches!(vault.open_tenant_keys(tenant, &[]).await, Err(VaultError::KeySet(_))));
    let twice = [wrapped.clone(), wrapped.clone()];
    assert!(matches!(vault.open_tenant_keys(tenant, &twice).await, Err(VaultError::KeySet(_))));
    let shown = format!("{:?} {:?}", vault, keys(tenant).await.0);
    assert!(!shown.contains("0001020304"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_sealed_comes_back(plain in prop::collection::vec(any::<u8>(), 0..2_000), row in any::<u128>()) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let tenant = TenantId::generate();
        let (keys, _) = runtime.block_on(keys(tenant));
        let (client, _) = keys.new_client_key(ClientId::generate()).unwrap();
        let place = Place { row: Uuid::from_u128(row), ..place(tenant) };
        prop_assert_eq!(keys.open(&place, &keys.seal(&place, &plain).unwrap()).unwrap(), plain.clone());
        prop_assert_eq!(client.open(&place, &client.seal(&place, &plain).unwrap()).unwrap(), plain);
    }

    #[test]
    fn any_bytes_are_refused_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let tenant = TenantId::generate();
        let (keys, _) = runtime.block_on(keys(tenant));
        prop_assert!(keys.open(&place(tenant), &bytes).is_err());
        prop_assert!(keys.unwrap_client_key(ClientId::generate(), &bytes).is_err());
    }
}
