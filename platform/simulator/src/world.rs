use std::collections::BTreeMap;

use crate::clock::MILLI;
use crate::config::Config;
use crate::engine::Engine;
use crate::faults::Faults;
use crate::market::Market;
use crate::mt4::{Call, Gateway};
use crate::mt5::{DealerQueue, Params};

/// Something that is done later than it was asked for.
#[derive(Debug, Clone)]
pub(crate) enum Late {
    Mt5 { command: String, params: Params },
    Mt4(Box<Call>),
}

/// Everything behind one lock: the engine and what happens around it in the order of the simulator's clock.
#[derive(Debug)]
pub struct World {
    pub engine: Engine,
    pub market: Market,
    pub faults: Faults,
    pub(crate) dealer: DealerQueue,
    pub(crate) gateway: Gateway,
    pub(crate) config: Config,
    late: BTreeMap<(i64, u64), Late>,
    sequence: u64,
    requests: BTreeMap<String, u64>,
    now: i64,
}

impl World {
    pub(crate) fn new(config: Config, now: i64) -> Self {
        let symbols = config.listings.iter().map(|listing| listing.symbol.clone()).collect();
        let mut engine = Engine::new(now / MILLI, config.zone, config.weekends, symbols, config.groups.clone());
        let mut market = Market::new(config.seed, config.ticks_per_second, now, &engine, &config.listings);
        market.open(&mut engine);
        Self {
            engine,
            market,
            faults: Faults::new(config.seed),
            dealer: DealerQueue::default(),
            gateway: Gateway::default(),
            config,
            late: BTreeMap::new(),
            sequence: 0,
            requests: BTreeMap::new(),
            now,
        }
    }

    /// Lets everything happen that was due until now (microseconds), in its order.
    pub(crate) fn catch_up(&mut self, until: i64) {
        let rarer = self.market.pace(until);
        loop {
            let tick = self.market.next();
            let late = self.late.first_key_value().map_or(i64::MAX, |((at, _), _)| *at);
            let dealer = self.dealer.next().unwrap_or(i64::MAX);
            let midnight = self.engine.next_rollover().saturating_mul(MILLI);
            let at = tick.min(late).min(dealer).min(midnight);
            if at > until {
                break;
            }
            self.now = self.now.max(at);
            self.engine.set_now(self.now / MILLI);
            if at == midnight {
                // Books are consistent here, so nothing is refused.
                let _ = self.engine.roll_over();
            } else if at == dealer {
                crate::mt5::carry_out_next(self);
            } else if at == late {
                if let Some((_, late)) = self.late.pop_first() {
                    self.apply(late);
                }
            } else {
                self.market.step(rarer, &mut self.engine);
            }
        }
        self.now = self.now.max(until);
        self.engine.set_now(self.now / MILLI);
        self.engine.expire_orders();
    }

    /// Microseconds since 1970 that everything has happened until.
    pub(crate) const fn now(&self) -> i64 {
        self.now
    }

    /// Puts something off by milliseconds.
    pub(crate) fn put_off(&mut self, millis: i64, late: Late) {
        self.sequence += 1;
        self.late.insert((self.now + millis.max(0).saturating_mul(MILLI), self.sequence), late);
    }

    /// How many things are put off.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.late.len() + self.dealer.waiting()
    }

    fn apply(&mut self, late: Late) {
        match late {
            Late::Mt5 { command, params } => {
                let mut session = crate::mt5::Session::late();
                crate::mt5::run(self, &mut session, &command, &params, None);
            }
            Late::Mt4(call) => crate::mt4::apply_late(self, &call),
        }
    }

    /// Counts a request by its command.
    pub(crate) fn count(&mut self, command: String) {
        *self.requests.entry(command).or_default() += 1;
    }

    /// How often each command was asked for.
    #[must_use]
    pub const fn requests(&self) -> &BTreeMap<String, u64> {
        &self.requests
    }
}
