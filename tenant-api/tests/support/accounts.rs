//! Trading accounts that are simply there, on a server that nobody may dial.

use crm_model::{ClientId, TradingAccountId, TradingServerId};
use crm_testing::{Broker, TestApp};

/// An account of a client with figures; gives its id.
pub async fn trading_account(app: &TestApp, broker: &Broker, client: &str, login: i64) -> String {
    let (tenant, server) = (broker.tenant.id.uuid(), TradingServerId::generate().uuid());
    let (account, client) = (TradingAccountId::generate(), ClientId::parse(client).unwrap().uuid());
    let id = account.uuid();
    app.sql(&format!(
        "INSERT INTO crm.trading_server (tenant_id, id, kind, environment, name, host, port, manager, secret_sealed, created_at)
         VALUES ('{tenant}', '{server}', 'mt5', 'demo', 'Nobody {login}', '203.0.113.9', 443, '1000', '\\x00', now());
         INSERT INTO crm.trading_account (tenant_id, id, client_id, server_id, login, environment, group_name, currency, digits, leverage, opened_at)
         VALUES ('{tenant}', '{id}', '{client}', '{server}', {login}, 'demo', 'demo', 'USD', 2, 100, now());
         INSERT INTO crm.trading_account_state (tenant_id, account_id, balance, credit, equity, margin, margin_free, floating, as_of)
         VALUES ('{tenant}', '{id}', 100000, 0, 100000, 0, 100000, 0, now())"
    ))
    .await;
    account.to_string()
}
