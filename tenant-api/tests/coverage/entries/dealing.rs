//! Trades, changes of accounts, money.

use super::{Entry, entry};
use crate::givens::trade;
use crate::places::Kind;
use serde_json::json;

pub const ENTRIES: &[Entry] = &[
    entry("requestTrade", Kind::Account, |c| json!({"input": trade(c)})),
    entry("approveTrade", Kind::Trade, |c| json!({"input": {"id": c.id, "version": c.version}})),
    entry(
        "declineTrade",
        Kind::Trade,
        |c| json!({"input": {"id": c.id, "version": c.version, "reason": "Too much for this client"}}),
    ),
    entry("cancelTrade", Kind::OwnTrade, |c| json!({"input": {"id": c.id, "version": c.version}})),
    entry("findOutTrade", Kind::LostTrade, |c| json!({"id": c.id})),
    entry(
        "setDealingRule",
        Kind::Nothing,
        |_| json!({"input": {"aloneUpTo": "5", "maxSlippage": 10, "stepUp": false, "version": 0}}),
    ),
    entry(
        "changeTradingAccount",
        Kind::Account,
        |c| json!({"input": {"id": c.id, "version": c.version, "leverage": 200, "reason": "The client asked for it"}}),
    ),
    entry(
        "switchTradingAccount",
        Kind::Account,
        |c| json!({"input": {"id": c.id, "version": c.version, "tradingEnabled": false, "reason": "The client asked for it"}}),
    ),
    entry(
        "setTradingPassword",
        Kind::Account,
        |c| json!({"input": {"id": c.id, "kind": "MAIN", "reason": "The client lost the old one"}}),
    ),
    entry(
        "sendTradingPasswordLink",
        Kind::Account,
        |c| json!({"input": {"id": c.id, "kind": "INVESTOR", "reason": "The client lost the old one"}}),
    ),
    entry("clientFigures", Kind::Client, |c| json!({"clientIds": [c.id]})),
    entry("accountPasswordRule", Kind::Nothing, |_| json!({})),
    entry("setAccountPasswordRule", Kind::Nothing, |_| json!({"input": {"onlyByLink": false, "version": 0}})),
    entry("refreshTradingAccount", Kind::Account, |c| json!({"id": c.id})),
    entry(
        "archiveTradingAccount",
        Kind::IdleAccount,
        |c| json!({"input": {"id": c.id, "version": c.version, "reason": "The client asked for it"}}),
    ),
    entry(
        "balanceOperations",
        Kind::Nothing,
        |_| json!({"first": 50, "filter": {"states": ["REQUESTED", "UNKNOWN"], "kinds": ["DEPOSIT"]}}),
    ),
    entry("balanceTotals", Kind::Nothing, |_| json!({})),
    entry("balancePreview", Kind::Account, |c| json!({"accountId": c.id, "kind": "DEPOSIT", "amount": "5.00"})),
    entry("balanceFindings", Kind::Nothing, |_| json!({})),
    entry("balanceBands", Kind::Nothing, |_| json!({})),
    entry("requestBalanceOperation", Kind::Account, |c| {
        let key = format!("request-{}", c.id);
        json!({"input": {"requestKey": key, "accountId": c.id, "kind": "DEPOSIT", "amount": "5.00", "reason": "As agreed with the client"}})
    }),
    entry("approveBalanceOperation", Kind::Balance, |c| json!({"input": {"id": c.id, "version": c.version}})),
    entry(
        "declineBalanceOperation",
        Kind::Balance,
        |c| json!({"input": {"id": c.id, "version": c.version, "reason": "Not agreed with the client"}}),
    ),
    entry("cancelBalanceOperation", Kind::OwnBalance, |c| json!({"input": {"id": c.id, "version": c.version}})),
    entry("findOutBalanceOperation", Kind::LostBalance, |c| json!({"id": c.id})),
    entry(
        "closeBalanceFinding",
        Kind::Finding,
        |c| json!({"input": {"id": c.id, "version": c.version, "reason": "Explained by the dealer"}}),
    ),
    entry(
        "setBalanceBand",
        Kind::Nothing,
        |_| json!({"input": {"currency": "USD", "version": 1, "aloneUpTo": "10.00", "aloneADay": "20.00", "approveUpTo": "30.00"}}),
    ),
    entry(
        "positions",
        Kind::Nothing,
        |_| json!({"filter": {"symbols": ["EURUSD"], "side": "BUY"}, "sort": "OPENED_NEWEST", "from": 0, "count": 50}),
    ),
    entry("pendingOrders", Kind::Nothing, |_| json!({"filter": {"symbols": ["EURUSD"]}, "from": 0, "count": 50})),
    entry("exposure", Kind::Nothing, |_| json!({"filter": {"symbols": ["EURUSD"]}})),
    entry("marginWatch", Kind::Nothing, |_| json!({"below": "150", "from": 0, "count": 50})),
    entry("deals", Kind::Nothing, |_| json!({"first": 50, "filter": {"actions": ["BUY", "BALANCE"]}})),
    entry("dealTotals", Kind::Nothing, |_| json!({})),
    entry("endedOrders", Kind::Account, |c| {
        let now = c.world.app.clock.now();
        json!({"accountId": c.id, "from": now - chrono::Duration::days(30), "before": now})
    }),
    entry("candles", Kind::Account, |c| {
        let now = c.world.app.clock.now();
        json!({"accountId": c.id, "symbol": "EURUSD", "frame": "H1", "from": now - chrono::Duration::hours(5), "to": now})
    }),
    entry("accountCurve", Kind::Account, |c| json!({"accountId": c.id, "days": 30})),
];
