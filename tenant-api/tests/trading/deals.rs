//! Deals: the whole past of an account, each deal once whatever is polled again, and who sees which.

use crate::world::World;
use chrono::{DateTime, Duration, Utc};
use crm_app::deals;
use crm_model::{TradingAccountId, TradingServerId};
use crm_simulator::control::{LoggedDeal, SeedRequest};
use crm_testing::{Browser, Person};
use crm_trading::{Deal, DealAction, DealEntry, DealId, DealLeg, Login, Lots, Money, ServerTime, Side, Ticket};
use serde_json::{Value, json};

const LINK: &str = "mutation M($input: LinkTradingAccountInput!) { linkTradingAccount(input: $input) { tradingAccount { id login figures { balance credit } } errors { code path } } }";
const DEALS: &str = "query Q($filter: DealFilter, $first: Int, $after: String) { deals(filter: $filter, first: $first, after: $after) { edges { cursor node { key ticket accountId login serverName client { name } action entry order position symbol lots price profit swap commission currency comment source commandId operationId at } } pageInfo { hasNextPage endCursor } feeds { serverName state asOf } } }";
pub const TOTALS: &str = "query Q($filter: DealFilter) { dealTotals(filter: $filter) { environment currency deals lots profit swap commission deposits withdrawals } }";

/// Atlas with accounts that have a past.
pub struct Floor {
    pub world: World,
}

/// A linked account.
pub struct Linked {
    pub id: String,
    login: u64,
    balance: String,
    credit: String,
}

impl Floor {
    pub async fn new() -> Self {
        Self { world: World::new().await }
    }

    /// Links a login with 90 days of past to a client; its past is not fetched yet.
    pub async fn link(&self, client: &str, product: &str, platform: &str, group: &str, seed: u64) -> Linked {
        let request = json!({"platform": platform, "group": group, "name": "Olga Novak", "deposit": "5000.00",
            "history_days": 90, "history_trades": 130, "positions": 2, "seed": seed});
        let request: SeedRequest = serde_json::from_value(request).unwrap();
        let seeded = self.world.simulator.control().seed(&request).unwrap();
        let login = seeded.logins[0];
        let input = json!({"clientId": client, "productId": product, "login": login.to_string(), "acceptOtherHolder": true, "reason": "Came over from the old CRM"});
        let linked =
            self.world.manager.graphql(LINK, json!({ "input": input })).await["linkTradingAccount"]["tradingAccount"]
                .take();
        let text = |value: &Value| value.as_str().unwrap_or_else(|| panic!("{linked}")).to_owned();
        let figures = &linked["figures"];
        Linked { id: text(&linked["id"]), login, balance: text(&figures["balance"]), credit: text(&figures["credit"]) }
    }

    fn log(&self, login: u64) -> Vec<LoggedDeal> {
        self.world.simulator.control().deals(0, Some(login), 100_000)
    }

    async fn server(&self) -> TradingServerId {
        let servers = self.world.manager.graphql("{ tradingServers { id } }", json!({})).await;
        TradingServerId::parse(servers["tradingServers"][0]["id"].as_str().unwrap()).unwrap()
    }

    /// A client of somebody's.
    async fn client_of(&self, owner: &Person, first: &str) -> String {
        let document = "mutation M($input: CreateClientInput!) { createClient(input: $input) { client { id } errors { code path } } }";
        let input = json!({"kind": "INDIVIDUAL", "firstName": first, "lastName": "Novak", "country": "ES",
            "email": format!("{}@clients.example", first.to_lowercase()), "ownerId": owner.id.to_string()});
        let made = self.world.manager.graphql(document, json!({ "input": input })).await;
        made["createClient"]["client"]["id"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned()
    }
}

async fn page(by: &Browser, filter: Value, first: i32, after: Option<&str>) -> Value {
    by.graphql(DEALS, json!({"filter": filter, "first": first, "after": after})).await["deals"].take()
}

/// Every deal under a filter, page by page.
pub async fn all(by: &Browser, filter: Value, first: i32) -> Vec<Value> {
    let mut found = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let page = page(by, filter.clone(), first, after.as_deref()).await;
        found.extend(page["edges"].as_array().unwrap().iter().map(|edge| edge["node"].clone()));
        if page["pageInfo"]["hasNextPage"] == false {
            return found;
        }
        after = page["pageInfo"]["endCursor"].as_str().map(str::to_owned);
    }
}

fn money(value: &Value) -> Money {
    value.as_str().unwrap_or_else(|| panic!("{value}")).parse().unwrap()
}

fn is_credit(deal: &Value) -> bool {
    ["CREDIT", "BONUS"].contains(&deal["action"].as_str().unwrap())
}

/// The past of a linked account is the server's own, to the cent, on both kinds of server.
#[tokio::test]
async fn the_past_of_a_linked_account_is_the_servers_own() {
    let floor = Floor::new().await;
    let world = &floor.world;
    for (input, platform, group) in [(world.mt5(), "mt5", "real\\standard"), (world.mt4(), "mt4", "standard")] {
        let product = world.product(input, group).await;
        let client = world.client(&format!("Olga{platform}"), "Novak").await;
        let linked = floor.link(&client, &product, platform, group, 7).await;
        assert_eq!(page(&world.manager, json!({"accountId": linked.id}), 10, None).await["edges"], json!([]));
        world.app.run_jobs().await;
        let kept = all(&world.manager, json!({"accountId": linked.id}), 37).await;
        let log = floor.log(linked.login);
        assert!(log.len() > 200, "{} deals in the past", log.len());
        let sum = |of: &dyn Fn(&&Value) -> bool| {
            kept.iter()
                .filter(of)
                .map(|d| money(&d["profit"]) + money(&d["swap"]) + money(&d["commission"]))
                .sum::<Money>()
        };
        assert_eq!(
            sum(&|deal| !is_credit(deal)),
            linked.balance.parse().unwrap(),
            "sum of deals = balance ({platform})"
        );
        assert_eq!(sum(&|deal| is_credit(deal)), linked.credit.parse().unwrap(), "sum of credit = credit ({platform})");
        assert_eq!(kept.len(), log.len(), "{platform}");
        if platform == "mt5" {
            // the log's past is not in the order of time
            let number = |deal: &&Value| deal["ticket"].as_str().unwrap().parse::<u64>().unwrap();
            let mut own: Vec<&Value> = kept.iter().collect();
            own.sort_by_key(number);
            for (own, theirs) in own.into_iter().zip(&log) {
                assert_eq!(own["ticket"], theirs.deal.to_string(), "{own} {theirs:?}");
                assert_eq!(money(&own["profit"]), theirs.profit, "{own} {theirs:?}");
                let at: DateTime<Utc> = own["at"].as_str().unwrap().parse().unwrap();
                assert_eq!(at.timestamp_millis(), theirs.time_ms, "{own} {theirs:?}");
            }
        }
        let totals =
            world.manager.graphql(TOTALS, json!({"filter": {"accountId": linked.id}})).await["dealTotals"][0].take();
        assert_eq!(
            (totals["deals"].as_u64(), totals["deposits"].as_str()),
            (log.len().try_into().ok(), Some("5000.00")),
            "{totals}"
        );
        let whole =
            "SELECT count(*) FROM crm.deal_history WHERE whole_at IS NOT NULL AND since IS NOT NULL AND cursor IS NULL";
        assert_eq!(world.app.number(whole).await, if platform == "mt5" { 1 } else { 2 });
        // the past fetched once more changes nothing
        let before = world.app.number("SELECT count(*) FROM crm.deal").await;
        world.app.sql("UPDATE crm.deal_history SET whole_at = NULL").await;
        world.round().await;
        assert_eq!(world.app.number("SELECT count(*) FROM crm.deal").await, before);
        let curve = "query Q($id: ID!, $days: Int!) { accountCurve(accountId: $id, days: $days) { currency wholeAt points { at balance equity } movements { at action amount } } }";
        for days in [30, 120] {
            let curve =
                world.manager.graphql(curve, json!({"id": linked.id, "days": days})).await["accountCurve"].take();
            let points = curve["points"].as_array().unwrap();
            let last = points.iter().rfind(|point| point["equity"].is_null()).unwrap();
            assert_eq!(last["balance"], linked.balance, "the reckoned balance ends where the server's is ({platform})");
            assert!(points.iter().any(|point| !point["equity"].is_null()) && points.len() > 20, "{curve}");
            assert!(points.is_sorted_by_key(|point| point["at"].as_str().unwrap().parse::<DateTime<Utc>>().unwrap()));
            let deposits = if days == 30 { json!([]) } else { json!(["5000.00"]) };
            let amounts: Value = curve["movements"].as_array().unwrap().iter().map(|m| m["amount"].clone()).collect();
            assert_eq!(amounts, deposits, "{curve}");
        }
    }
}

/// Whatever is polled again is kept once; what the server shows otherwise is changed; what is nobody's is passed over; and
/// after a pause watching goes on where it stopped.
#[tokio::test]
async fn mon_14_what_is_polled_again_is_kept_once() {
    let floor = Floor::new().await;
    let world = &floor.world;
    let product = world.product(world.mt5(), "real\\standard").await;
    let client = world.client("Olga", "Novak").await;
    let linked = floor.link(&client, &product, "mt5", "real\\standard", 9).await;
    world.app.run_jobs().await;
    let (server, app, tenant) = (floor.server().await, &world.app.app, &world.atlas.reference);
    let count = async || world.app.number("SELECT count(*) FROM crm.deal").await;
    let before = count().await;
    // nothing was watched so far: watching begins where the past was fetched to, not at the newest deal of one account
    let begun = deals::baseline(app, tenant, server).await.unwrap();
    assert!(begun.since <= world.app.clock.now() && begun.since > world.app.clock.now() - Duration::hours(1));

    let now = world.app.clock.now();
    let deal = |ticket: u64, login: u64, minutes: i64, profit: &str| {
        trade(ticket, login, now + Duration::minutes(minutes), profit)
    };
    let seen = vec![
        deal(900_001, linked.login, -3, "1.10"),
        deal(900_002, 77, -2, "5.00"),
        deal(900_003, linked.login, -1, "-0.25"),
    ];
    let first = deals::keep(app, tenant, server, &seen).await.unwrap();
    assert_eq!((first.new, first.changed), (2, 0), "a login that is no account is passed over");
    for _ in 0..3 {
        let again = deals::keep(app, tenant, server, &seen).await.unwrap();
        assert_eq!((again.new, again.changed), (0, 0));
    }
    let edited = vec![deal(900_001, linked.login, -3, "1.20"), deal(900_004, linked.login, 0, "0")];
    let changed = deals::keep(app, tenant, server, &edited).await.unwrap();
    assert_eq!((changed.new, changed.changed), (1, 1));
    assert_eq!(count().await, before + 3);
    assert_eq!(world.app.number("SELECT profit FROM crm.deal WHERE ticket = 900001").await, 120);
    // two at once, crosswise
    let many: Vec<Deal> = (0..500).map(|n| deal(910_000 + n, linked.login, 0, "1.00")).collect();
    let turned: Vec<Deal> = many.iter().rev().cloned().collect();
    let (one, two) = tokio::join!(deals::keep(app, tenant, server, &many), deals::keep(app, tenant, server, &turned));
    assert_eq!(one.unwrap().new + two.unwrap().new, 500);
    assert_eq!(count().await, before + 503);

    let base = deals::baseline(app, tenant, server).await.unwrap();
    assert_eq!(base.since, now - Duration::minutes(10), "a little before the newest that was seen");
    assert!(
        base.seen.iter().any(|(id, at)| *id == DealId { ticket: Ticket(900_003), leg: DealLeg::Whole }
            && *at == now - Duration::minutes(1))
    );
    assert!(base.seen.iter().all(|(id, _)| id.ticket != Ticket(900_002)));
    // a deal of tomorrow does not hide those of today
    deals::keep(app, tenant, server, &[deal(900_005, linked.login, 24 * 60, "1.00")]).await.unwrap();
    assert!(deals::baseline(app, tenant, server).await.unwrap().since <= world.app.clock.now());
}

fn trade(ticket: u64, login: u64, at: DateTime<Utc>, profit: &str) -> Deal {
    Deal {
        id: DealId { ticket: Ticket(ticket), leg: DealLeg::Whole },
        login: Login(login),
        action: DealAction::Trade(Side::Sell),
        entry: Some(DealEntry::Out),
        order: Some(Ticket(ticket)),
        position: Some(Ticket(ticket - 1)),
        symbol: "EURUSD".to_owned(),
        lots: Lots::from_units(10_000_000),
        price: "1.10250".parse().unwrap(),
        profit: profit.parse().unwrap(),
        swap: Money::ZERO,
        commission: Money::ZERO,
        comment: String::new(),
        made_by: Some(crm_trading::DealMaker::Client),
        at: ServerTime { server_msc: at.timestamp_millis(), utc: at },
    }
}

/// Deals are seen as far as one's reach goes, by themselves and in totals; bookings of money by those who see the money.
#[tokio::test]
async fn rbac_deals_are_seen_within_reach_and_money_by_those_who_see_money() {
    let floor = Floor::new().await;
    let world = &floor.world;
    let server = world.add(world.mt5()).await;
    let product = world.product_on(&server, "Standard", "real\\standard").await;
    let team = world.app.team(&world.atlas, "Porto", None, None).await;
    let ana = world.app.staff_in(&world.atlas, &["Agent"], Some(team)).await;
    let leader = world.app.staff_in(&world.atlas, &["Team Leader"], Some(team)).await;
    let bob = world.app.staff(&world.atlas, "Agent").await;
    let mut accounts = Vec::new();
    for (owner, name, seed) in [(&ana, "Olga", 1), (&bob, "Ivan", 2)] {
        let client = floor.client_of(owner, name).await;
        accounts.push(floor.link(&client, &product, "mt5", "real\\standard", seed).await);
    }
    world.app.run_jobs().await;
    let (olgas, ivans) = (floor.log(accounts[0].login).len(), floor.log(accounts[1].login).len());
    let seen_by = async |person: &Person| {
        let browser = world.app.sign_in(person).await;
        let rows = all(&browser, json!({}), 200).await;
        let totals = browser.graphql(TOTALS, json!({})).await["dealTotals"].take();
        (rows, totals[0]["deals"].as_u64().unwrap_or(0), totals[0]["deposits"].as_str().unwrap_or("none").to_owned())
    };
    for (person, deals, deposits) in [
        (&ana, olgas, "5000.00"),
        (&bob, ivans, "5000.00"),
        (&leader, olgas, "5000.00"),
        (&world.maria, olgas + ivans, "10000.00"),
    ] {
        let (rows, total, booked) = seen_by(person).await;
        assert_eq!(
            (rows.len(), total, booked.as_str()),
            (deals, u64::try_from(deals).unwrap(), deposits),
            "{}",
            person.name
        );
    }
    // support sees positions everywhere and money nowhere
    let support = world.app.staff(&world.atlas, "Support").await;
    let (rows, total, booked) = seen_by(&support).await;
    assert_eq!(
        (rows.len(), total, booked.as_str()),
        (olgas + ivans - 2, u64::try_from(olgas + ivans - 2).unwrap(), "0.00")
    );
    assert!(rows.iter().all(|row| row["action"] == "BUY" || row["action"] == "SELL"));
    let browser = world.app.sign_in(&support).await;
    for filter in [
        json!({"actions": ["BALANCE"]}),
        json!({"actions": ["BALANCE"], "accountId": accounts[0].id}),
        json!({"symbols": [""]}),
    ] {
        assert_eq!(all(&browser, filter.clone(), 50).await, Vec::<Value>::new(), "{filter}");
        assert_eq!(browser.graphql(TOTALS, json!({ "filter": filter })).await["dealTotals"], json!([]));
    }
    let curve = "query Q($id: ID!) { accountCurve(accountId: $id) { points { at } } }";
    assert_eq!(browser.graphql_refusal(curve, json!({"id": accounts[0].id})).await, "forbidden");
    let (ana, bob) = (world.app.sign_in(&ana).await, world.app.sign_in(&bob).await);
    assert!(
        ana.graphql(curve, json!({"id": accounts[0].id})).await["accountCurve"]["points"].as_array().unwrap().len() > 1
    );
    assert_eq!(bob.graphql_refusal(curve, json!({"id": accounts[0].id})).await, "not_found");
    assert_eq!(all(&bob, json!({"accountId": accounts[0].id}), 50).await, Vec::<Value>::new());
    let ended = "query Q($id: ID!, $from: DateTime!, $before: DateTime!) { endedOrders(accountId: $id, from: $from, before: $before) { rows { ticket kind state lots symbol placedAt endedAt } next asOf said } }";
    let span = json!({"id": accounts[0].id, "from": world.app.clock.now() - Duration::days(91), "before": world.app.clock.now() + Duration::hours(1)});
    assert_eq!(bob.graphql_refusal(ended, span.clone()).await, "not_found");
    let orders = ana.graphql(ended, span).await["endedOrders"].take();
    assert!(
        orders["said"].is_null() && orders["rows"].as_array().unwrap().len() == 100 && orders["next"].is_string(),
        "{orders}"
    );
    assert!(orders["rows"].as_array().unwrap().iter().all(|row| row["state"] == "FILLED"), "{orders}");
    // each filter narrows list and totals alike
    for filter in [
        json!({"clientId": null, "symbols": ["EURUSD"]}),
        json!({"entries": ["OUT"]}),
        json!({"actions": ["BALANCE", "BUY"]}),
        json!({"from": world.app.clock.now() - Duration::days(20), "before": world.app.clock.now() - Duration::days(10)}),
        json!({"serverId": server, "actions": ["SELL"]}),
        json!({"position": all(&ana, json!({"entries": ["OUT"]}), 1).await[0]["position"]}),
    ] {
        for browser in [&world.manager, &ana] {
            let rows = all(browser, filter.clone(), 23).await;
            let totals = browser.graphql(TOTALS, json!({ "filter": filter })).await["dealTotals"].take();
            assert_eq!(totals[0]["deals"].as_u64(), rows.len().try_into().ok(), "{filter}");
            assert!(!rows.is_empty() && rows.len() < olgas + ivans, "{filter}: {}", rows.len());
            let profit: Money =
                rows.iter().filter(|row| row["action"] != "BALANCE").map(|row| money(&row["profit"])).sum();
            assert_eq!(money(&totals[0]["profit"]), profit, "{filter}");
        }
    }
    // the search box finds a client by the ticket of a position, closed as well
    let search = "query Q($typed: String) { clients(search: $typed) { edges { node { displayName } } } }";
    let position = all(&ana, json!({"actions": ["BUY", "SELL"]}), 1).await[0]["position"].as_str().unwrap().to_owned();
    let found = async |browser: &Browser| {
        browser.graphql(search, json!({"typed": position})).await["clients"]["edges"].as_array().unwrap().len()
    };
    assert_eq!((found(&ana).await, found(&bob).await), (1, 0), "{position}");

    // play money is a total of its own, and can be left out
    let id = TradingAccountId::parse(&accounts[1].id).unwrap().uuid();
    let tenant = world.atlas.tenant.id.uuid();
    let play =
        format!("UPDATE crm.trading_account SET environment = 'demo' WHERE tenant_id = '{tenant}' AND id = '{id}'");
    world.app.sql(&play).await;
    let maria = world.app.sign_in(&world.maria).await;
    let moneys = async |filter: Value| {
        let totals = maria.graphql(TOTALS, json!({ "filter": filter })).await["dealTotals"].take();
        let each = totals.as_array().unwrap().iter();
        each.map(|total| (total["environment"].clone(), total["deposits"].clone())).collect::<Vec<_>>()
    };
    let of = |money: &str| (json!(money), json!("5000.00"));
    assert_eq!(moneys(json!({})).await, [of("LIVE"), of("DEMO")]);
    assert_eq!(moneys(json!({"environment": "DEMO"})).await, [of("DEMO")]);
    let client = all(&maria, json!({"environment": "LIVE"}), 50).await;
    assert_eq!(client.len(), olgas);
}

/// A reader who pages through the past meets each deal once, although new ones arrive meanwhile.
#[tokio::test]
async fn pages_stay_while_deals_arrive() {
    let floor = Floor::new().await;
    let world = &floor.world;
    let product = world.product(world.mt5(), "real\\standard").await;
    let client = world.client("Olga", "Novak").await;
    let linked = floor.link(&client, &product, "mt5", "real\\standard", 3).await;
    world.app.run_jobs().await;
    let server = floor.server().await;
    for filter in [json!({}), json!({"accountId": linked.id})] {
        let there: Vec<String> =
            all(&world.manager, filter.clone(), 200).await.iter().map(|row| row["key"].to_string()).collect();
        let mut met: Vec<String> = Vec::new();
        let (mut after, mut ticket): (Option<String>, u64) =
            (None, 800_000 + u64::try_from(there.len()).unwrap() * 1_000);
        loop {
            let page = page(&world.manager, filter.clone(), 20, after.as_deref()).await;
            met.extend(page["edges"].as_array().unwrap().iter().map(|edge| edge["node"]["key"].to_string()));
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
            after = page["pageInfo"]["endCursor"].as_str().map(str::to_owned);
            ticket += 1;
            let arrived = trade(ticket, linked.login, world.app.clock.now(), "1.00");
            deals::keep(&world.app.app, &world.atlas.reference, server, &[arrived]).await.unwrap();
        }
        assert_eq!(met, there, "{filter}");
    }
    let feeds = page(&world.manager, json!({}), 1, None).await["feeds"].take();
    assert_eq!(feeds.as_array().unwrap().len(), 1);
    // the clock was read, and nobody asks for deals
    world.round().await;
    let feeds = page(&world.manager, json!({}), 1, None).await["feeds"].take();
    assert_eq!(feeds[0]["state"], "DOWN", "{feeds}");
}

/// A chart has the server's candles and the account's trades; a server that is silent leaves the trades.
#[tokio::test]
async fn a_chart_has_candles_and_trades() {
    let floor = Floor::new().await;
    let world = &floor.world;
    let chart = "query Q($id: ID!, $symbol: String!, $frame: CandleFrame!, $from: DateTime!, $to: DateTime!) { candles(accountId: $id, symbol: $symbol, frame: $frame, from: $from, to: $to) { symbol digits candles { at open high low close } deals { symbol entry price at } asOf said } }";
    for (input, platform, group) in [(world.mt5(), "mt5", "real\\standard"), (world.mt4(), "mt4", "standard")] {
        let product = world.product(input, group).await;
        let client = world.client(&format!("Olga{platform}"), "Novak").await;
        let linked = floor.link(&client, &product, platform, group, 11).await;
        world.app.run_jobs().await;
        let now = world.app.clock.now();
        let question = |symbol: &str, frame: &str, days: i64| json!({"id": linked.id, "symbol": symbol, "frame": frame, "from": now - Duration::days(days), "to": now});
        let trades = all(
            &world.manager,
            json!({"accountId": linked.id, "symbols": ["EURUSD"], "from": now - Duration::days(60), "before": now}),
            200,
        )
        .await;
        let seen = world.manager.graphql(chart, question("EURUSD", "D1", 60)).await["candles"].take();
        assert_eq!((seen["digits"].as_u64(), seen["said"].is_null()), (Some(5), true), "{seen}");
        assert_eq!(seen["deals"].as_array().unwrap().len(), trades.len());
        assert!(!trades.is_empty());
        let candles = seen["candles"].as_array().unwrap();
        assert!(candles.len() > 30, "{seen}");
        for candle in candles {
            let [open, high, low, close] = ["open", "high", "low", "close"].map(|name| money(&candle[name]));
            assert!(low <= open.min(close) && open.max(close) <= high, "{candle}");
            assert_eq!(high.scale(), 5, "{candle}");
        }
        assert_eq!(world.manager.graphql_refusal(chart, question("EURUSD", "M1", 60)).await, "invalid_input");
        let unknown = world.manager.graphql(chart, question("NOSUCH", "D1", 60)).await["candles"].take();
        assert!(unknown["said"].is_string() && unknown["candles"] == json!([]), "{unknown}");
        let bob = world.app.sign_in(&world.app.staff(&world.atlas, "Agent").await).await;
        assert_eq!(bob.graphql_refusal(chart, question("EURUSD", "D1", 60)).await, "not_found");
    }
}

/// Figures are taken down when they changed, and thinned out when they are old.
#[tokio::test]
async fn figures_over_time_are_kept_and_thinned() {
    let floor = Floor::new().await;
    let world = &floor.world;
    let product = world.product(world.mt5(), "real\\standard").await;
    let client = world.client("Olga", "Novak").await;
    let linked = floor.link(&client, &product, "mt5", "real\\standard", 5).await;
    world.app.run_jobs().await;
    let account = TradingAccountId::parse(&linked.id).unwrap().uuid();
    let points = async || world.app.number("SELECT count(*) FROM crm.equity_point").await;
    let note = async || {
        let (tenant, now) = (world.atlas.tenant.id.uuid(), world.app.clock.now().to_rfc3339());
        world.app.sql(&format!("INSERT INTO queue.job (tenant_id, id, kind, run_at) VALUES ('{tenant}', gen_random_uuid(), 'NoteAccountEquity', '{now}')")).await;
        world.app.run_jobs().await;
    };
    note().await;
    note().await;
    assert_eq!(points().await, 1, "what did not change is not taken down again");
    world
        .app
        .sql("UPDATE crm.trading_account_state SET equity = equity + 1, as_of = as_of + interval '1 second'")
        .await;
    note().await;
    assert_eq!(points().await, 2);
    let (tenant, old) = (world.atlas.tenant.id.uuid(), (world.app.clock.now() - Duration::days(92)).date_naive());
    world.app.sql(&format!("INSERT INTO crm.equity_point (tenant_id, account_id, at, balance, credit, equity) SELECT '{tenant}', '{account}', '{old} 00:30+00'::timestamptz + n * interval '1 hour', n, 0, n FROM generate_series(0, 23) n")).await;
    note().await;
    assert_eq!(points().await, 3);
    assert_eq!(
        world.app.number("SELECT max(equity) FROM crm.equity_point WHERE equity < 24").await,
        23,
        "the last of the day stays"
    );
}
