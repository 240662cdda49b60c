//! Waiting orders of a real server's feed, as a website hears of them.

use crate::trader::{Trader, account, calm_world, price, until, watch};
use crate::website::website;
use serde_json::json;

/// B9: a waiting order that a client places in his terminal is told to the broker's websites, and what becomes of it.
#[tokio::test]
async fn a_website_hears_what_becomes_of_waiting_orders() {
    let world = calm_world().await;
    let product = world.product(world.mt5(), "real\\standard").await;
    let olga = world.client("Olga", "Novak").await;
    let (login, id) = account(&world, &product, &olga).await;
    let (app, control) = (&world.app, &world.simulator.control().clone());
    // signing in took the CRM half a minute past the server's clock: what is placed now would be from before the account was here
    app.sql("UPDATE crm.trading_account SET opened_at = opened_at - interval '2 minutes'").await;
    let site = website(
        app,
        &world.atlas,
        &world.manager,
        &["client.view", "trading_account.view", "position.view", "event.view"],
    )
    .await;
    let trader = Trader::new(&world);
    let _feeds = watch(&world.app.app);
    let told = async |many: usize| {
        until(app, control, async || {
            // somebody watches, so the server is asked often
            world.manager.graphql("{ positions { total } }", json!({})).await;
            let page = site
                .get("/v1/events?types=order.placed,order.changed,order.cancelled,order.filled&limit=50")
                .await
                .json();
            let events = page["data"].as_array().unwrap().clone();
            (events.len() >= many).then_some(events)
        })
        .await
    };
    let kept = trader.place(login).await;
    told(1).await;
    trader.cancel(login, kept).await;
    told(2).await;
    let filled = trader.place(login).await;
    told(3).await;
    price(control, "1.04990", "1.05000");
    let all = told(4).await;
    let said: Vec<(&str, String)> = all
        .iter()
        .map(|event| (event["type"].as_str().unwrap(), event["order"].as_str().unwrap().to_owned()))
        .collect();
    let (kept, filled) = (kept.to_string(), filled.to_string());
    assert_eq!(
        said,
        [
            ("order.placed", kept.clone()),
            ("order.cancelled", kept),
            ("order.placed", filled.clone()),
            ("order.filled", filled)
        ],
        "{all:?}"
    );
    assert!(all.iter().all(|event| event["trading_account_id"] == id && event["client_id"] == olga), "{all:?}");
}
