//! Trading servers, products, accounts, and a look at trades.

use super::{Entry, entry};
use crate::givens::{side, trade};
use crate::places::Kind;
use crate::world::server;
use serde_json::json;

pub const ENTRIES: &[Entry] = &[
    entry("tradingServers", Kind::Nothing, |_| json!({})),
    entry("addTradingServer", Kind::Nothing, |c| json!({"input": server(&c.world.simulator, "Another")})),
    entry(
        "editTradingServer",
        Kind::Server,
        |c| json!({"input": {"id": c.id, "version": c.version, "name": "Renamed", "secret": c.world.simulator.reach().mt5.password}}),
    ),
    entry("testTradingServer", Kind::Server, |c| json!({"id": c.id})),
    entry("tradingServerGroups", Kind::Server, |c| json!({"id": c.id})),
    entry("archiveTradingServer", Kind::IdleServer, |c| json!({"input": {"id": c.id, "version": c.version}})),
    entry("restoreTradingServer", Kind::GoneServer, |c| json!({"input": {"id": c.id, "version": c.version}})),
    entry("accountProducts", Kind::Nothing, |_| json!({})),
    entry(
        "addAccountProduct",
        Kind::Nothing,
        |c| json!({"input": {"serverId": side(c).server, "name": "Another", "currencies": [{"group": "real\\pro", "minimumDeposit": "50.00"}], "leverages": [100]}}),
    ),
    entry(
        "editAccountProduct",
        Kind::Product,
        |c| json!({"input": {"id": c.id, "version": c.version, "name": "Renamed"}}),
    ),
    entry("tradingAccounts", Kind::Nothing, |_| json!({"first": 50, "filter": {"environment": "DEMO"}})),
    entry("tradingAccount", Kind::Account, |c| json!({"id": c.id})),
    entry("tradingAccountEffect", Kind::Account, |c| json!({"id": c.id, "leverage": 200})),
    entry("accountOpenings", Kind::Nothing, |_| json!({})),
    entry(
        "openTradingAccount",
        Kind::Client,
        |c| json!({"input": {"clientId": c.id, "productId": side(c).product, "leverage": 100}}),
    ),
    entry("settleAccountOpening", Kind::Opening, |c| json!({"id": c.id})),
    entry(
        "linkTradingAccount",
        Kind::Client,
        |c| json!({"input": {"clientId": c.id, "productId": side(c).product, "login": side(c).login, "acceptOtherHolder": true, "reason": "Came over from the old CRM"}}),
    ),
    // before accounts are blocked and put away on the server, which no row puts back
    entry("tradeTicket", Kind::Account, |c| json!({"accountId": c.id, "symbol": "EURUSD"})),
    entry("tradeSymbols", Kind::Account, |c| json!({"accountId": c.id, "search": "EURUSD"})),
    entry("tradePreview", Kind::Account, |c| json!({"input": trade(c)})),
    entry(
        "tradeCommands",
        Kind::Nothing,
        |_| json!({"first": 50, "filter": {"states": ["REQUESTED", "UNKNOWN"], "kinds": ["PLACE_ORDER"]}}),
    ),
    entry("tradeCommand", Kind::Trade, |c| json!({"id": c.id})),
    entry("tradeCommandPreview", Kind::Trade, |c| json!({"id": c.id})),
    entry("dealingRule", Kind::Nothing, |_| json!({})),
];
