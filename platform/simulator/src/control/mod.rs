//! The control interface: how tests and demos drive a simulator and look into it. It has no password and listens on
//! loopback only; a real server has nothing like it.

mod seed;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::sync::watch;

pub use seed::{SeedRequest, Seeded, seed};

use crate::clock::MILLI;
use crate::engine::{Deal, Engine, Violation};
use crate::faults::Rule;
use crate::http::{Outcome, Request, Response, Service};
use crate::shared::Shared;

/// Longest jump of the clock at once: a year.
const LONGEST: i64 = 366 * 86_400_000;
const MOST_DEALS: usize = 100_000;

/// A deal as the log shows it: what doubles are counted by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LoggedDeal {
    pub deal: u64,
    pub login: u64,
    pub order: u64,
    pub position: u64,
    /// Number of `EnDealAction`.
    pub action: u32,
    /// Number of `EnDealEntry`.
    pub entry: u32,
    pub symbol: String,
    /// 1e-8 lots.
    pub volume: i64,
    pub price: Decimal,
    /// Profit, or the amount of a money operation.
    pub profit: Decimal,
    /// What it added to balance or credit.
    pub amount: Decimal,
    pub comment: String,
    pub external_id: String,
    /// UTC, milliseconds since 1970.
    pub time_ms: i64,
}

impl LoggedDeal {
    fn of(engine: &Engine, deal: &Deal) -> Self {
        let symbol = deal.symbol.and_then(|id| engine.symbol(id).ok());
        Self {
            deal: deal.id,
            login: deal.login,
            order: deal.order,
            position: deal.position,
            action: deal.action.code(),
            entry: deal.entry.code(),
            symbol: symbol.map(|symbol| symbol.name.clone()).unwrap_or_default(),
            volume: deal.volume,
            price: deal.price,
            profit: deal.profit,
            amount: deal.amount(),
            comment: deal.tag.comment.clone(),
            external_id: deal.tag.external_id.clone(),
            time_ms: deal.time,
        }
    }
}

/// A price by hand.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriceRequest {
    pub symbol: String,
    pub bid: Decimal,
    pub ask: Decimal,
    /// Keeps it until it is set again; else the walk goes on from there.
    #[serde(default)]
    pub hold: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FaultsRequest {
    rules: Vec<Rule>,
    #[serde(default)]
    seed: Option<u64>,
}

/// The handle of a running simulator.
#[derive(Debug, Clone)]
pub struct Control {
    pub(crate) shared: Arc<Shared>,
    pub(crate) kick: watch::Sender<u64>,
}

impl Control {
    /// Lets time pass and everything happen that becomes due. The present moment after it (UTC, milliseconds).
    pub fn advance(&self, millis: i64) -> i64 {
        self.shared.clock.advance(millis.clamp(0, LONGEST));
        self.now()
    }

    /// The present moment, UTC, milliseconds.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.shared.with(|world| world.now() / MILLI)
    }

    /// Replaces the rules of faults; a seed begins their chances anew.
    pub fn set_faults(&self, rules: Vec<Rule>, seed: Option<u64>) {
        self.shared.with(|world| world.faults.set(rules, seed));
    }

    /// Deals with a number above this one, of one login or of all, oldest first.
    #[must_use]
    pub fn deals(&self, after: u64, login: Option<u64>, limit: usize) -> Vec<LoggedDeal> {
        self.shared.with(|world| {
            let engine = &world.engine;
            let wanted = engine.deals_after(after).filter(|deal| login.is_none_or(|login| deal.login == login));
            wanted.take(limit.min(MOST_DEALS)).map(|deal| LoggedDeal::of(engine, deal)).collect()
        })
    }

    /// Sets a price. Whether there is such a symbol and such a price.
    #[must_use]
    pub fn set_price(&self, price: &PriceRequest) -> bool {
        self.shared.with(|world| world.market.force(&mut world.engine, &price.symbol, price.bid, price.ask, price.hold))
    }

    /// Stops or resumes the ticks.
    pub fn run_market(&self, running: bool) {
        self.shared.with(|world| world.market.run(running));
    }

    /// Makes accounts with money, positions and a past.
    ///
    /// # Errors
    /// What cannot be made, in words.
    pub fn seed(&self, request: &SeedRequest) -> Result<Seeded, String> {
        self.shared.with(|world| seed(&mut world.engine, &world.market, request))
    }

    /// Sums that do not come out; empty when all is well.
    #[must_use]
    pub fn violations(&self) -> Vec<Violation> {
        self.shared.with(|world| world.engine.violations())
    }

    /// Ends all connections of the two servers.
    pub fn disconnect(&self) {
        self.kick.send_modify(|count| *count += 1);
    }

    /// How many requests are held by a fault.
    #[must_use]
    pub fn held(&self) -> usize {
        self.shared.held()
    }

    /// Lets go whatever is held now.
    pub fn let_go(&self) {
        self.shared.let_go();
    }

    /// How often something was done under each comment, whatever it was: money, a trade, an order, or stops.
    #[must_use]
    pub fn deeds(&self) -> BTreeMap<String, u32> {
        self.shared.with(|world| world.engine.deeds().clone())
    }

    /// How many requests wait to be applied late or by a dealer.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.shared.with(|world| world.pending())
    }

    /// How often a command was asked for.
    #[must_use]
    pub fn asked(&self, command: &str) -> u64 {
        self.shared.with(|world| world.requests().get(command).copied().unwrap_or(0))
    }

    fn health(&self) -> Value {
        self.shared.with(|world| {
            let [accounts, positions, orders, deals] = world.engine.counts();
            json!({
                "purpose": "simulator control: tests and demos only",
                "now_ms": world.now() / MILLI,
                "server_time_ms": world.engine.zone().local(world.now() / MILLI),
                "accounts": accounts, "positions": positions, "orders": orders, "deals": deals,
                "ticks": world.engine.last_tick(),
                "pending": world.pending(),
                "requests": world.requests(),
            })
        })
    }

    /// What is open on an account and what waits there.
    fn open(&self, login: u64) -> Value {
        self.shared.with(|world| {
            let engine = &world.engine;
            let name = |id| engine.symbol(id).map(|symbol| symbol.name.clone()).unwrap_or_default();
            let positions = engine.positions_of(login).map(|position| {
                json!({ "ticket": position.ticket, "symbol": name(position.symbol), "side": position.side.code(),
                    "volume": position.volume, "sl": position.sl, "tp": position.tp })
            });
            let orders = engine.orders_of(login).map(|order| {
                json!({ "ticket": order.ticket, "symbol": name(order.symbol), "kind": order.kind.code(),
                    "volume": order.volume_current, "price": order.price })
            });
            json!({ "positions": positions.collect::<Value>(), "orders": orders.collect::<Value>() })
        })
    }

    fn accounts(&self) -> Value {
        use crate::engine::Platform;
        self.shared.with(|world| {
            let engine = &world.engine;
            let of = |platform: Platform| {
                engine.accounts(platform).filter_map(move |account| {
                    let state = engine.state(account.login).ok()?;
                    Some(json!({
                        "login": account.login, "platform": platform, "group": account.group,
                        "comment": account.person.comment, "name": account.person.name,
                        "balance": state.balance, "credit": state.credit, "equity": state.equity,
                        "floating": state.floating, "margin": state.margin, "positions": engine.positions_of(account.login).count(),
                    }))
                })
            };
            of(Platform::Mt5).chain(of(Platform::Mt4)).collect()
        })
    }

    fn faults(&self) -> Value {
        self.shared.with(|world| {
            world.faults.rules().map(|(rule, struck)| json!({ "rule": rule, "struck": struck })).collect()
        })
    }

    fn handle(&self, request: &Request) -> Result<Value, String> {
        let query = |name: &str| -> Option<u64> {
            let pair = request.query().split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name);
            pair.and_then(|(_, value)| value.parse().ok())
        };
        match (request.method.as_str(), request.path()) {
            ("GET", "/health") => Ok(self.health()),
            ("GET", "/clock") => Ok(json!({ "now_ms": self.now() })),
            ("POST", "/clock") => {
                let body: Value = parse(request)?;
                let now = self.now();
                let by = body.get("advance_ms").and_then(Value::as_i64);
                let to = body.get("set_ms").and_then(Value::as_i64).map(|to| to - now);
                let by = by.or(to).filter(|by| *by >= 0).ok_or("give advance_ms, or set_ms that is not past")?;
                Ok(json!({ "now_ms": self.advance(by) }))
            }
            ("GET", "/faults") => Ok(self.faults()),
            ("PUT", "/faults") => {
                let body: FaultsRequest = parse(request)?;
                self.set_faults(body.rules, body.seed);
                Ok(self.faults())
            }
            ("DELETE", "/faults") => {
                self.set_faults(Vec::new(), None);
                Ok(self.faults())
            }
            ("GET", "/deals") => {
                let limit = query("limit").and_then(|limit| usize::try_from(limit).ok()).unwrap_or(MOST_DEALS);
                Ok(json!(self.deals(query("after").unwrap_or(0), query("login"), limit)))
            }
            ("GET", "/deeds") => Ok(json!(self.deeds())),
            ("GET", "/held") => Ok(json!({ "held": self.held() })),
            ("POST", "/let-go") => {
                self.let_go();
                Ok(json!({ "held": self.held() }))
            }
            ("GET", "/open") => Ok(self.open(query("login").ok_or("give the login")?)),
            ("GET", "/accounts") => Ok(self.accounts()),
            ("POST", "/seed") => self.seed(&parse(request)?).map(|seeded| json!(seeded)),
            ("POST", "/price") => {
                let price = parse(request)?;
                if self.set_price(&price) { Ok(json!({})) } else { Err("no such symbol, or no such price".to_owned()) }
            }
            ("POST", "/market") => {
                let body: Value = parse(request)?;
                let running = body.get("running").and_then(Value::as_bool).ok_or("give running: true or false")?;
                self.run_market(running);
                Ok(json!({ "running": running }))
            }
            ("GET", "/violations") => Ok(json!(self.violations())),
            ("POST", "/disconnect") => {
                self.disconnect();
                Ok(json!({}))
            }
            _ => Err("there is no such control; see docs/SIMULATOR.md".to_owned()),
        }
    }
}

fn parse<T: serde::de::DeserializeOwned>(request: &Request) -> Result<T, String> {
    serde_json::from_slice(&request.body).map_err(|error| error.to_string())
}

impl Service for Control {
    type Session = ();

    fn patience(&self) -> Duration {
        Duration::from_secs(600)
    }

    async fn answer(&self, (): &mut (), request: Request) -> Outcome {
        Outcome::Answer(match self.handle(&request) {
            Ok(value) => Response::json(value.to_string()),
            Err(message) => Response::json(json!({ "error": message }).to_string()).with_status(400),
        })
    }
}
