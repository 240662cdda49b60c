//! What some process saw on the trading servers: a position and an order on every account, and all near their end.

use crm_testing::{Broker, TestApp};
use serde_json::json;
use sqlx::Row;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Keeps a book for each server of a broker, as the process would that polls it.
pub async fn keep(app: &TestApp, broker: &Broker) {
    let tenant = broker.tenant.id.uuid();
    let mut admin = app.admin().await;
    let rows = sqlx::query("SELECT server_id, login FROM crm.trading_account WHERE tenant_id = $1 ORDER BY login")
        .bind(tenant)
        .fetch_all(&mut *admin)
        .await
        .unwrap();
    let mut servers: BTreeMap<Uuid, Vec<i64>> = BTreeMap::new();
    for row in rows {
        servers.entry(row.get("server_id")).or_default().push(row.get("login"));
    }
    let now = app.clock.now();
    let at = [0, now.timestamp_millis()];
    for (server, logins) in servers {
        let position = |login: &i64| {
            json!([
                [login + 5_000, login, "EURUSD", true, 50_000_000],
                ["1.10000", "1.09990", "1.05", "1.2"],
                ["-5.00", "-0.10"],
                at
            ])
        };
        let order = |login: &i64| {
            json!([
                [login + 9_000, login, "EURUSD", 4, 10_000_000, 10_000_000],
                ["1.11", "1.1", "1.05", "1.2"],
                now,
                at
            ])
        };
        let account = |login: &i64| json!([login, ["100", "0", "95", "80", "15", "118.75", "-5.10"], 100, now]);
        let known = json!([now, null, 5_000]);
        let body = json!({
            "form": 3, "known": [known, known, known, known, known], "deal_delay_ms": null, "digits": {"EURUSD": 5},
            "quotes": [["EURUSD", "1.0999", "1.1001", at]],
            "positions": logins.iter().map(position).collect::<Vec<_>>(),
            "orders": logins.iter().map(order).collect::<Vec<_>>(),
            "accounts": logins.iter().map(account).collect::<Vec<_>>(),
        });
        let sql =
            "INSERT INTO crm.live_book (tenant_id, server_id, edition, written_at, body) VALUES ($1, $2, 1, $3, $4)";
        let body = body.to_string().into_bytes();
        sqlx::query(sql).bind(tenant).bind(server).bind(now).bind(body).execute(&mut *admin).await.unwrap();
    }
}
