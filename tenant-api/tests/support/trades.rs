//! Trade commands that are simply there, without a server that knows of them.

use super::balances::{WHY, client_key};
use crm_model::{ClientId, StaffId, TradeCommandId, TradingAccountId};
use crm_testing::{Broker, TestApp};
use crm_vault::Sealer;

/// An order placed on an account of a client, in a state; everything is there that a command may have. `unknown` was sent
/// an hour ago. Gives its id.
pub async fn trade_command(
    app: &TestApp,
    broker: &Broker,
    client: &str,
    account: &str,
    state: &str,
    asked: StaffId,
) -> String {
    let (tenant, now) = (broker.tenant.id, app.clock.now());
    let key = client_key(app, broker, ClientId::parse(client).unwrap()).await;
    let id = TradeCommandId::generate();
    let reason = key.seal_str(&crm_storage::trade_reason_place(tenant, id), WHY).unwrap();
    sqlx::query("INSERT INTO crm.trade_command (tenant_id, id, account_id, kind, symbol, digits, side, pending_kind, lots, price, stop_loss, take_profit, max_slippage, expires_at, request_key, reference, state, needs_approval, reason_sealed,
          before_lots, before_price, before_stop_loss, before_take_profit, after_lots, filled_lots, filled_price, slippage, deal, order_ticket, said, took_ms, requested_by, requested_at, sent_at)
        VALUES ($1, $2, $3, 'place_order', 'EURUSD', 5, 'buy', 'buy_limit', 10000000, 100000000, 90000000, 120000000, 20, $11, $4, $5, $6, true, $7, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 'no answer', 7, $8, $9, $10)")
        .bind(tenant.uuid())
        .bind(id.uuid())
        .bind(TradingAccountId::parse(account).unwrap().uuid())
        .bind(id.to_string())
        .bind(id.uuid().as_bytes()[6..].to_vec())
        .bind(state)
        .bind(reason)
        .bind(asked.uuid())
        .bind(now)
        .bind((state == "unknown").then(|| now - chrono::Duration::hours(1)))
        .bind(now + chrono::Duration::days(30))
        .execute(&mut *app.admin().await)
        .await
        .unwrap();
    id.to_string()
}
