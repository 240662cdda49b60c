use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::engine::{
    CalcMode, Commission, CommissionEntry, CommissionUnit, Group, MarginMode, Platform, Swap, SwapMode, Symbol,
};

/// A symbol with the start of its walk, in points of its price.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Listing {
    pub symbol: Symbol,
    pub start: i64,
    /// Farthest move of one tick.
    pub step: i64,
    pub spread: i64,
}

const PAIRS: [(&str, &str, u32, i64, i64, i64); 12] = [
    ("EURUSD", "Forex\\Major", 5, 108_500, 6, 8),
    ("GBPUSD", "Forex\\Major", 5, 127_000, 8, 11),
    ("USDJPY", "Forex\\Major", 3, 151_200, 8, 9),
    ("USDCHF", "Forex\\Major", 5, 88_500, 5, 12),
    ("AUDUSD", "Forex\\Major", 5, 65_500, 5, 9),
    ("USDCAD", "Forex\\Major", 5, 136_500, 6, 13),
    ("NZDUSD", "Forex\\Major", 5, 60_500, 5, 14),
    ("EURGBP", "Forex\\Cross", 5, 85_400, 4, 13),
    ("EURJPY", "Forex\\Cross", 3, 164_050, 9, 16),
    ("GBPJPY", "Forex\\Cross", 3, 192_000, 12, 22),
    ("EURCHF", "Forex\\Cross", 5, 96_000, 4, 17),
    ("AUDJPY", "Forex\\Cross", 3, 99_000, 8, 18),
];

/// A contract that is not a pair; the price is in its profit currency.
struct Contract {
    name: &'static str,
    folder: &'static str,
    about: &'static str,
    currency: &'static str,
    digits: u32,
    calc: CalcMode,
    contract: i64,
    /// Per cent of the full margin.
    rate: i64,
    start: i64,
    step: i64,
    spread: i64,
}

const CONTRACTS: [Contract; 10] = [
    contract("XAUUSD", "Metals", "Gold", 2, CalcMode::CfdLeverage, 100, 100, 234_550, 28, 18),
    contract("XAGUSD", "Metals", "Silver", 3, CalcMode::CfdLeverage, 5_000, 100, 27_800, 14, 22),
    contract("US500", "Indices", "500 companies of the USA", 2, CalcMode::CfdIndex, 10, 1, 520_000, 45, 40),
    contract("US30", "Indices", "30 companies of the USA", 1, CalcMode::CfdIndex, 1, 1, 392_500, 35, 20),
    Contract {
        currency: "EUR",
        ..contract("DE40", "Indices", "40 companies of Germany", 1, CalcMode::CfdIndex, 1, 1, 181_500, 25, 12)
    },
    contract("WTI", "Energy", "Crude oil", 2, CalcMode::Futures, 1_000, 100, 8_150, 4, 3),
    contract("AAPL", "Stocks", "Apple Inc.", 2, CalcMode::Cfd, 1, 20, 19_000, 6, 4),
    contract("TSLA", "Stocks", "Tesla Inc.", 2, CalcMode::Cfd, 1, 20, 17_500, 9, 6),
    contract("BTCUSD", "Crypto", "Bitcoin", 2, CalcMode::CfdLeverage, 1, 1_000, 6_700_000, 2_400, 1_500),
    contract("ETHUSD", "Crypto", "Ether", 2, CalcMode::CfdLeverage, 1, 1_000, 350_000, 180, 120),
];

#[expect(clippy::too_many_arguments, reason = "one line of a table")]
const fn contract(
    name: &'static str,
    folder: &'static str,
    about: &'static str,
    digits: u32,
    calc: CalcMode,
    contract: i64,
    rate: i64,
    start: i64,
    step: i64,
    spread: i64,
) -> Contract {
    Contract { name, folder, about, currency: "USD", digits, calc, contract, rate, start, step, spread }
}

impl Contract {
    fn listing(&self) -> Listing {
        let tick = Decimal::new(1, self.digits);
        let crypto = self.folder == "Crypto";
        let futures = self.calc == CalcMode::Futures;
        let interest = Swap {
            mode: if futures { SwapMode::Disabled } else { SwapMode::InterestCurrent },
            long: Decimal::new(-65, 1),
            short: Decimal::new(-15, 1),
            triple_day: if crypto { 7 } else { 5 },
            year_days: 360,
        };
        let symbol = Symbol {
            description: self.about.to_owned(),
            base: self.currency.to_owned(),
            profit_currency: self.currency.to_owned(),
            margin_currency: self.currency.to_owned(),
            contract_size: Decimal::from(self.contract),
            calc: self.calc,
            tick_size: tick,
            tick_value: if futures { tick * Decimal::from(self.contract) } else { tick },
            margin_initial: if futures { Decimal::from(2_000) } else { Decimal::ZERO },
            margin_rate: Decimal::new(self.rate, 2),
            swap: interest,
            round_the_clock: crypto,
            ..Symbol::pair(self.name, self.folder, self.digits)
        };
        Listing { symbol, start: self.start, step: self.step, spread: self.spread }
    }
}

fn pairs() -> impl Iterator<Item = Listing> {
    PAIRS.iter().map(|(name, folder, digits, start, step, spread)| Listing {
        symbol: Symbol::pair(name, folder, *digits),
        start: *start,
        step: *step,
        spread: *spread,
    })
}

/// Twelve pairs, metals, indices, oil, stocks and coins.
#[must_use]
pub fn default_listings() -> Vec<Listing> {
    pairs().chain(CONTRACTS.iter().map(Contract::listing)).collect()
}

/// The default ones and as many made-up shares as make up `count` symbols.
#[must_use]
pub fn bench_listings(count: usize) -> Vec<Listing> {
    let mut listings = default_listings();
    for at in listings.len()..count {
        let number = i64::try_from(at).unwrap_or(0);
        let template = contract("", "Shares", "Made-up share", 2, CalcMode::Cfd, 1, 20, 0, 5, 3).listing();
        let name = format!("SH{at:04}");
        let symbol = Symbol { path: format!("Shares\\{name}"), name, ..template.symbol };
        listings.push(Listing { symbol, start: 5_000 + number * 37 % 20_000, ..template });
    }
    listings.truncate(count);
    listings
}

fn per_lot(value: Decimal) -> Vec<Commission> {
    vec![Commission {
        name: "Per lot and side".to_owned(),
        path: "*".to_owned(),
        unit: CommissionUnit::Deposit,
        per_lot: true,
        value,
        minimal: Decimal::ZERO,
        entry: CommissionEntry::All,
        fee: false,
    }]
}

/// Groups of both platforms: on MT5 paths, on MT4 short flat names.
#[must_use]
pub fn default_groups() -> Vec<Group> {
    let on = |platform: Platform, name: &str| Group::new(platform, name);
    let mt5 = |name: &str| on(Platform::Mt5, name);
    let mt4 = |name: &str| on(Platform::Mt4, name);
    let ecn = Decimal::from(3);
    vec![
        mt5("real\\standard"),
        Group { spread_diff: 4, default_leverage: 200, ..mt5("real\\pro") },
        Group { commissions: per_lot(ecn), stop_out: Decimal::from(30), ..mt5("real\\ecn") },
        Group { currency: "USC".to_owned(), ..mt5("real\\cent") },
        Group { swaps: false, spread_diff: 6, ..mt5("real\\swapfree") },
        Group { currency: "EUR".to_owned(), ..mt5("real\\standard-eur") },
        Group { currency: "GBP".to_owned(), ..mt5("real\\standard-gbp") },
        Group { margin_mode: MarginMode::Netting, ..mt5("real\\netting") },
        Group {
            margin_factor: Decimal::TWO,
            margin_call: Decimal::from(120),
            stop_out: Decimal::from(80),
            ..mt5("real\\guarded")
        },
        mt5("demo\\standard"),
        Group { margin_mode: MarginMode::Netting, ..mt5("demo\\netting") },
        mt4("standard"),
        Group { spread_diff: 4, default_leverage: 200, ..mt4("pro") },
        Group { commissions: per_lot(ecn), ..mt4("ecn") },
        Group { currency: "USC".to_owned(), ..mt4("cent") },
        Group { swaps: false, ..mt4("swapfree") },
        Group { currency: "EUR".to_owned(), ..mt4("standard-eur") },
        mt4("demo"),
    ]
}
