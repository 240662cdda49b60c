//! The engine by examples and by chance.

mod chance;
mod formulas;
mod money;
mod mt4;
mod orders;
mod positions;
mod stop_outs;

use chrono::DateTime;
use rust_decimal::Decimal;

use super::*;

pub(super) fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub(super) fn at(text: &str) -> Millis {
    DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis()
}

/// Tuesday noon.
pub(super) const NOON: &str = "2026-03-10T12:00:00Z";

fn other(name: &str, calc: CalcMode, contract: &str) -> Symbol {
    Symbol {
        profit_currency: "USD".into(),
        margin_currency: "USD".into(),
        base: "USD".into(),
        path: format!("CFD\\{name}"),
        calc,
        contract_size: dec(contract),
        tick_size: dec("0.01"),
        tick_value: dec("0.01"),
        ..Symbol::pair(name, "CFD", 2)
    }
}

pub(super) fn symbols() -> Vec<Symbol> {
    vec![
        Symbol::pair("EURUSD", "Forex\\Major", 5),
        Symbol::pair("USDJPY", "Forex\\Major", 3),
        Symbol::pair("GBPUSD", "Forex\\Major", 5),
        other("GOLD", CalcMode::CfdLeverage, "100"),
        other("STOCK", CalcMode::Cfd, "1"),
        Symbol { margin_rate: dec("0.01"), ..other("INDEX", CalcMode::CfdIndex, "10") },
        Symbol { margin_initial: dec("1500"), tick_value: dec("10"), ..other("OIL", CalcMode::Futures, "1000") },
        Symbol { round_the_clock: true, ..other("COIN", CalcMode::CfdLeverage, "1") },
    ]
}

pub(super) fn groups() -> Vec<Group> {
    let mt5 = |name: &str| Group::new(Platform::Mt5, name);
    let per_lot = Commission {
        name: "per lot".into(),
        path: "Forex\\*".into(),
        unit: CommissionUnit::Deposit,
        per_lot: true,
        value: dec("3.5"),
        minimal: Decimal::ZERO,
        entry: CommissionEntry::All,
        fee: false,
    };
    vec![
        mt5("real\\hedging"),
        Group { margin_mode: MarginMode::Netting, ..mt5("real\\netting") },
        Group { currency: "GBP".into(), ..mt5("real\\pounds") },
        Group { currency: "USC".into(), ..mt5("real\\cent") },
        Group { commissions: vec![per_lot.clone()], ..mt5("real\\ecn") },
        Group { compensate_credit: true, ..mt5("real\\credit") },
        Group { swaps: false, ..mt5("real\\swapfree") },
        Group::new(Platform::Mt4, "standard"),
        Group { commissions: vec![per_lot], ..Group::new(Platform::Mt4, "pro") },
    ]
}

/// An engine with prices and a few short words for what tests do.
pub(super) struct Desk {
    pub engine: Engine,
}

impl Desk {
    pub fn open() -> Self {
        let zone = Zone { minutes: 120, daylight: true };
        let mut desk = Self { engine: Engine::new(at(NOON), zone, true, symbols(), groups()) };
        for (name, bid, ask) in [
            ("EURUSD", "1.08500", "1.08510"),
            ("USDJPY", "150.000", "150.020"),
            ("GBPUSD", "1.28600", "1.28616"),
            ("GOLD", "2300.00", "2300.50"),
            ("STOCK", "190.00", "190.10"),
            ("INDEX", "5200.00", "5200.50"),
            ("OIL", "80.00", "80.02"),
            ("COIN", "60000.00", "60010.00"),
        ] {
            desk.tick(name, bid, ask);
        }
        desk
    }

    pub fn symbol(&self, name: &str) -> SymbolId {
        self.engine.symbol_id(name).unwrap()
    }

    pub fn tick(&mut self, name: &str, bid: &str, ask: &str) {
        let id = self.symbol(name);
        self.engine.tick(id, dec(bid), dec(ask)).unwrap();
        self.prove();
    }

    pub fn account(&mut self, group: &str, deposit: &str) -> u64 {
        let platform = self.engine.group(group).unwrap().platform;
        let login = self
            .engine
            .create_account(&NewAccount {
                login: 0,
                platform,
                group: group.into(),
                person: Person::default(),
                rights: 0x1E3,
                leverage: 100,
                agent: 0,
                main: "1Ar#pqkj".into(),
                investor: "2Ar#pqkj".into(),
                phone: String::new(),
            })
            .unwrap();
        self.money(login, DealAction::Balance, deposit).unwrap();
        login
    }

    pub fn money(&mut self, login: u64, action: DealAction, amount: &str) -> Result<(u64, u64), Refusal> {
        let tag = Tag::dealer(1000, "");
        let done = self.engine.move_money(&MoneyOp { login, action, amount: dec(amount), check_margin: true, tag });
        self.prove();
        done
    }

    pub fn trade(&mut self, login: u64, name: &str, side: Side, lots: &str) -> Result<Fill, Refusal> {
        self.trade_with(login, name, side, lots, "0", "0")
    }

    pub fn trade_with(
        &mut self,
        login: u64,
        name: &str,
        side: Side,
        lots: &str,
        sl: &str,
        tp: &str,
    ) -> Result<Fill, Refusal> {
        let request = Open {
            login,
            symbol: self.symbol(name),
            side,
            volume: volume(lots),
            price: None,
            sl: dec(sl),
            tp: dec(tp),
            skip_margin: false,
            tag: Tag::dealer(1000, "deal"),
        };
        let done = self.engine.open(&request);
        self.prove();
        done
    }

    pub fn close(&mut self, login: u64, position: u64, lots: Option<&str>) -> Result<Fill, Refusal> {
        let done = self.engine.close(&Close {
            login,
            position,
            volume: lots.map(volume),
            price: None,
            tag: Tag::dealer(1000, ""),
        });
        self.prove();
        done
    }

    pub fn state(&self, login: u64) -> AccountState {
        self.engine.state(login).unwrap()
    }

    pub fn deals(&self, login: u64) -> Vec<Deal> {
        self.engine.deals_of(login, i64::MIN, i64::MAX).cloned().collect()
    }

    pub fn positions(&self, login: u64) -> Vec<Position> {
        self.engine.positions_of(login).cloned().collect()
    }

    pub fn prove(&self) {
        assert_eq!(self.engine.violations(), []);
    }
}

pub(super) fn volume(lots: &str) -> i64 {
    i64::try_from((dec(lots) * Decimal::from(LOT)).round().mantissa()).unwrap()
}
