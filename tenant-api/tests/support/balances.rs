//! Balance operations that are simply there, without a server that knows of them.

use crm_model::{BalanceFindingId, BalanceOperationId, ClientId, StaffId, TradingAccountId};
use crm_testing::{Broker, TestApp};
use crm_vault::{ClientKey, Sealer};

/// Why each of them was asked for.
pub const WHY: &str = "As agreed with the client";

/// The key under which a client's secrets are sealed.
pub async fn client_key(app: &TestApp, broker: &Broker, client: ClientId) -> ClientKey {
    let wrapped: Vec<u8> = sqlx::query_scalar("SELECT data_key FROM crm.client WHERE id = $1")
        .bind(client.uuid())
        .fetch_one(&mut *app.admin().await)
        .await
        .unwrap();
    broker.keys.unwrap_client_key(client, &wrapped).unwrap()
}

/// A deposit of 5.00 USD on an account of a client, in a state; `unknown` was sent an hour ago. Gives its id.
pub async fn balance_operation(
    app: &TestApp,
    broker: &Broker,
    client: &str,
    account: &str,
    state: &str,
    asked: Option<StaffId>,
) -> String {
    let (tenant, client) = (broker.tenant.id, ClientId::parse(client).unwrap());
    let key = client_key(app, broker, client).await;
    let id = BalanceOperationId::generate();
    let reason = key.seal_str(&crm_storage::balance_reason_place(tenant, id), WHY).unwrap();
    let sent = (state == "unknown").then(|| app.clock.now() - chrono::Duration::hours(1));
    sqlx::query("INSERT INTO crm.balance_operation (tenant_id, id, account_id, kind, amount, currency, digits, request_key, reference, state, needs, reason_sealed, requested_by, requested_at, sent_at) VALUES ($1, $2, $3, 'deposit', 500, 'USD', 2, $4, $5, $6, 'approval', $7, $8, $9, $10)")
        .bind(tenant.uuid())
        .bind(id.uuid())
        .bind(TradingAccountId::parse(account).unwrap().uuid())
        .bind(id.to_string())
        .bind(id.uuid().as_bytes()[6..].to_vec())
        .bind(state)
        .bind(reason)
        .bind(asked.map(StaffId::uuid))
        .bind(app.clock.now())
        .bind(sent)
        .execute(&mut *app.admin().await)
        .await
        .unwrap();
    id.to_string()
}

/// An open difference on an account; gives its id.
pub async fn balance_finding(app: &TestApp, broker: &Broker, account: &str) -> String {
    let finding = BalanceFindingId::generate();
    sqlx::query("INSERT INTO crm.balance_finding (tenant_id, id, account_id, kind, deal, said, found_at) VALUES ($1, $2, $3, 'extra', 77, 'The server booked 5.00.', $4)")
        .bind(broker.tenant.id.uuid())
        .bind(finding.uuid())
        .bind(TradingAccountId::parse(account).unwrap().uuid())
        .bind(app.clock.now())
        .execute(&mut *app.admin().await)
        .await
        .unwrap();
    finding.to_string()
}

/// An operation that was booked at an instant, in minor units of a currency with two digits. Gives its id.
pub async fn booked(
    app: &TestApp,
    broker: &Broker,
    (client, account): (&str, &str),
    (kind, minor, currency): (&str, i64, &str),
    at: chrono::DateTime<chrono::Utc>,
) -> String {
    let id = BalanceOperationId::generate();
    let key = client_key(app, broker, ClientId::parse(client).unwrap()).await;
    let reason = key.seal_str(&crm_storage::balance_reason_place(broker.tenant.id, id), WHY).unwrap();
    sqlx::query("INSERT INTO crm.balance_operation (tenant_id, id, account_id, kind, amount, currency, digits, request_key, reference, state, needs, reason_sealed, requested_at, sent_at, ended_at) VALUES ($1, $2, $3, $4, $5, $6, 2, $7, $8, 'confirmed', 'nobody', $10, $9, $9, $9)")
        .bind(broker.tenant.id.uuid())
        .bind(id.uuid())
        .bind(TradingAccountId::parse(account).unwrap().uuid())
        .bind(kind)
        .bind(minor)
        .bind(currency)
        .bind(id.to_string())
        .bind(id.uuid().as_bytes()[6..].to_vec())
        .bind(at)
        .bind(reason)
        .execute(&mut *app.admin().await)
        .await
        .unwrap();
    id.to_string()
}
