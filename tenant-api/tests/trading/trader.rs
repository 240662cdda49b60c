//! A client's terminal: trades on the simulator past the CRM, and the CRM watches.

use crate::world::World;
use async_trait::async_trait;
use crm_app::App;
use crm_app::trading::feed;
use crm_model::Clock;
use crm_simulator::control::{Control, PriceRequest, SeedRequest};
use crm_testing::TestApp;
use crm_trading::{
    Access, AccountPatch, CancelOrder, ClosePosition, Daylight, Fill, Intent, Login, Lots, OpenMarket, OrderKind,
    OrderLife, PlacePending, Reference, Resolve, Secret, ServerSettings, Side, Ticket, TimeLimits, TradeOutcome,
    TradingServer, Trust, connect,
};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;

struct Here(SocketAddr);

#[async_trait]
impl Resolve for Here {
    async fn resolve(&self, _host: &str, _port: u16) -> Result<Vec<SocketAddr>, String> {
        Ok(vec![self.0])
    }
}

/// A world whose markets never close and whose prices stand still until they are set.
pub async fn calm_world() -> World {
    let world = World::with(|config| crm_simulator::Config { weekends: false, ticks_per_second: 0, ..config }).await;
    price(&world.simulator.control().clone(), "1.10000", "1.10010");
    world
}

pub fn price(control: &Control, bid: &str, ask: &str) {
    let (bid, ask) = (bid.parse().unwrap(), ask.parse().unwrap());
    assert!(control.set_price(&PriceRequest { symbol: "EURUSD".to_owned(), bid, ask, hold: true }));
}

/// The terminal of the MT5 side.
pub struct Trader(Arc<dyn TradingServer>);

impl Trader {
    pub fn new(world: &World) -> Self {
        let reach = &world.simulator.reach().mt5;
        let access = Access::Mt5 {
            host: "localhost".to_owned(),
            port: reach.address.port(),
            manager: Login(reach.login),
            password: Secret::new(reach.password.clone()),
        };
        let trust = Trust::Authorities(reach.certificate_pem.clone().into_bytes());
        let (name, daylight, limits) = ("terminal".to_owned(), Daylight::Europe, TimeLimits::default());
        let settings = ServerSettings { name, access, trust, daylight, limits };
        let clock = Clock::manual(world.app.clock.clone());
        Self(connect(settings, Arc::new(Here(reach.address)), clock).unwrap())
    }

    /// Opens a position in EURUSD; its number.
    pub async fn open(&self, login: u64, side: Side, lots: &str) -> Ticket {
        let lots = Lots::from_decimal(lots.parse().unwrap()).unwrap();
        let (symbol, price) = ("EURUSD".to_owned(), None);
        let command = OpenMarket { login: Login(login), symbol, side, lots, price, stop_loss: None, take_profit: None };
        done(self.0.open_market(intent(), &command).await.unwrap()).order.unwrap()
    }

    /// Closes a position.
    pub async fn close(&self, login: u64, ticket: Ticket) {
        let command = ClosePosition { login: Login(login), ticket, lots: None, price: None };
        done(self.0.close_position(intent(), &command).await.unwrap());
    }

    /// Places a buy limit below the market; its number.
    pub async fn place(&self, login: u64) -> Ticket {
        let command = PlacePending {
            login: Login(login),
            symbol: "EURUSD".to_owned(),
            kind: OrderKind::BuyLimit,
            lots: Lots::from_decimal("0.1".parse().unwrap()).unwrap(),
            price: "1.05".parse().unwrap(),
            price_trigger: None,
            stop_loss: Some("1.04".parse().unwrap()),
            take_profit: None,
            life: OrderLife::UntilCancelled,
        };
        done(self.0.place_pending(intent(), &command).await.unwrap()).order.unwrap()
    }

    /// Whether the client may sign in, and trade.
    pub async fn switches(&self, login: u64) -> (bool, bool) {
        let account = self.0.account(Login(login)).await.unwrap();
        (account.enabled, account.trading)
    }

    /// The leverage of an account.
    pub async fn leverage(&self, login: u64) -> u32 {
        self.0.account(Login(login)).await.unwrap().leverage
    }

    /// Gives an account another leverage, as somebody with the server's own program does.
    pub async fn lever(&self, login: u64, leverage: u32) {
        let patch = AccountPatch { leverage: Some(leverage), ..AccountPatch::default() };
        self.0.update_account(intent(), Login(login), &patch).await.unwrap();
    }

    /// Cancels a waiting order.
    pub async fn cancel(&self, login: u64, ticket: Ticket) {
        done(self.0.cancel_order(intent(), &CancelOrder { login: Login(login), ticket }).await.unwrap());
    }
}

fn intent() -> Intent {
    Intent::of(Reference::generate().unwrap())
}

fn done(outcome: TradeOutcome) -> Fill {
    match outcome {
        TradeOutcome::Done(fill) | TradeOutcome::Placed(fill) => fill,
        other => panic!("{other:?}"),
    }
}

/// An account on the MT5 server with money, linked to a client; its login and id.
pub async fn account(world: &World, product: &str, client: &str) -> (u64, String) {
    account_in("real\\standard", world, product, client).await
}

/// The same in another group.
pub async fn account_in(group: &str, world: &World, product: &str, client: &str) -> (u64, String) {
    let seed: SeedRequest =
        serde_json::from_value(json!({"platform": "mt5", "group": group, "deposit": "10000.00", "leverage": 100}))
            .unwrap();
    let login = world.simulator.control().seed(&seed).unwrap().logins[0];
    let document = "mutation M($input: LinkTradingAccountInput!) { linkTradingAccount(input: $input) { tradingAccount { id } errors { code message } } }";
    let input = json!({"clientId": client, "productId": product, "login": login.to_string(), "acceptOtherHolder": true, "reason": "Came over from the old CRM"});
    let linked = world.manager.graphql(document, json!({ "input": input })).await;
    let id = linked["linkTradingAccount"]["tradingAccount"]["id"].as_str().unwrap_or_else(|| panic!("{linked}"));
    (login, id.to_owned())
}

/// Starts the feeds of a process.
pub fn watch(app: &Arc<App>) -> JoinHandle<()> {
    tokio::spawn(feed::run(Arc::clone(app), None, std::future::pending()))
}

/// Lets time pass quickly, here and there, until something is so.
pub async fn until<T>(app: &TestApp, control: &Control, look: impl AsyncFnMut() -> Option<T>) -> T {
    until_by(500, app, control, look).await
}

/// Lets time pass about as it does for people, where two processes wait for each other, until something is so.
pub async fn slowly<T>(app: &TestApp, control: &Control, look: impl AsyncFnMut() -> Option<T>) -> T {
    until_by(80, app, control, look).await
}

async fn until_by<T>(step: i64, app: &TestApp, control: &Control, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    for _ in 0..400 {
        app.advance(chrono::Duration::milliseconds(step));
        control.advance(step);
        tokio::time::sleep(Duration::from_millis(60)).await;
        if let Some(seen) = look().await {
            return seen;
        }
    }
    panic!("it never came")
}

/// Half a second passes.
pub fn pass(app: &TestApp, control: &Control) {
    app.advance(chrono::Duration::milliseconds(500));
    control.advance(500);
}

/// The code of the first fault of an answer, if there is one.
pub fn fault(answer: &Value) -> &str {
    answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_default()
}
