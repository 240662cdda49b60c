//! How many values a second one core seals, opens, indexes and masks: `cargo run --release -p crm-vault --example speed`.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement prints its figures and stops at the first surprise"
)]

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use crm_model::{ClientId, TenantId};
use crm_vault::{BlindKind, LocalKek, Place, Sealer, Vault, mask_email, mask_phone};
use uuid::Uuid;

fn measure<T>(what: &str, mut work: impl FnMut() -> T) {
    const TIMES: u32 = 50_000;
    let started = Instant::now();
    for _ in 0..TIMES {
        black_box(work());
    }
    let each = started.elapsed() / TIMES;
    println!("{what:24} {:>9.0} ns  {:>9.0} a second", each.as_secs_f64() * 1e9, 1.0 / each.as_secs_f64());
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let kek = LocalKek::from_hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f").unwrap();
    let tenant = TenantId::generate();
    let client = ClientId::generate();
    let (keys, _) = Vault::new(Arc::new(kek)).new_tenant_key(tenant, 1).await.unwrap();
    let (key, wrapped) = keys.new_client_key(client).unwrap();
    let place = Place { tenant, table: "client_contacts", column: "value", row: Uuid::from_u128(1) };
    let sealed = key.seal_str(&place, "olga.novak@example.com").unwrap();
    measure("new client key", || keys.new_client_key(client).unwrap());
    measure("unwrap client key", || keys.unwrap_client_key(client, &wrapped).unwrap());
    measure("seal 22 bytes", || key.seal_str(&place, "olga.novak@example.com").unwrap());
    measure("open 22 bytes", || key.open_str(&place, &sealed).unwrap());
    measure("blind index", || keys.blind(BlindKind::Email, "olga.novak@example.com"));
    measure("mask e-mail", || mask_email("olga.novak@example.com"));
    measure("mask phone", || mask_phone("+34612345678"));
}
