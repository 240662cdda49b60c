use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::engine::{
    Close, DAY, DealAction, Engine, LOT, Millis, MoneyOp, NewAccount, Open, Person, Platform, Reason, Refusal, Side,
    SymbolId, Tag,
};
use crate::market::Market;
use crate::random::Random;

/// Accounts to make. Everything but platform and group has a default.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedRequest {
    pub platform: Platform,
    pub group: String,
    /// How many.
    #[serde(default = "one")]
    pub accounts: u32,
    /// Login of the first, the others follow; 0: the next free ones.
    #[serde(default)]
    pub login: u64,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub comment: String,
    /// 0: that of the group.
    #[serde(default)]
    pub leverage: u32,
    /// First deposit; it stands at the beginning of the past.
    #[serde(default)]
    pub deposit: Decimal,
    /// Password of all of them; empty: one that is known from the documents.
    #[serde(default)]
    pub password: String,
    /// Open positions of each.
    #[serde(default)]
    pub positions: u32,
    /// Volume of each position in hundredths of a lot.
    #[serde(default = "one")]
    pub cents: u32,
    /// Days of past.
    #[serde(default)]
    pub history_days: u32,
    /// Closed trades of each in these days; each is two deals.
    #[serde(default)]
    pub history_trades: u32,
    #[serde(default)]
    pub seed: u64,
}

const fn one() -> u32 {
    1
}

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Seeded {
    pub logins: Vec<u64>,
    /// Open positions made; fewer than asked for when the money did not suffice.
    pub positions: u32,
    /// Closed trades made.
    pub trades: u32,
}

/// Main password of seeded accounts that name none.
const PASSWORD: &str = "Demo#2026";

pub(super) fn seed(engine: &mut Engine, market: &Market, request: &SeedRequest) -> Result<Seeded, String> {
    let mut random = Random::new(request.seed, 3);
    let mut seeded = Seeded { logins: Vec::new(), positions: 0, trades: 0 };
    for at in 0..request.accounts {
        let began = engine.now() - i64::from(request.history_days) * DAY;
        let login = engine
            .at_time(began, |engine| account(engine, request, u64::from(at)))
            .map_err(|refusal| format!("account {at}: {refusal}"))?;
        seeded.logins.push(login);
        seeded.trades += past(engine, market, &mut random, request, login, began);
        for _ in 0..request.positions {
            let symbol = symbol(engine, &mut random);
            let when = trading_time(engine, symbol, engine.now() - 1);
            let volume = LOT / 100 * i64::from(request.cents);
            let opened = engine.at_time(when, |engine| open(engine, &mut random, login, symbol, volume, None));
            seeded.positions += u32::from(opened.is_ok());
        }
    }
    Ok(seeded)
}

fn account(engine: &mut Engine, request: &SeedRequest, at: u64) -> Result<u64, Refusal> {
    let password = if request.password.is_empty() { PASSWORD } else { &request.password };
    let name = if request.name.is_empty() { "Demo trader" } else { &request.name };
    let login = engine.create_account(&NewAccount {
        login: if request.login == 0 { 0 } else { request.login + at },
        platform: request.platform,
        group: request.group.clone(),
        person: Person { name: name.to_owned(), comment: request.comment.clone(), ..Person::default() },
        rights: if request.platform == Platform::Mt5 { 0x1E3 } else { 3 },
        leverage: request.leverage,
        agent: 0,
        main: password.to_owned(),
        investor: password.to_owned(),
        phone: String::new(),
    })?;
    if request.deposit > Decimal::ZERO {
        let tag = Tag::dealer(0, "Deposit");
        let (action, amount) = (DealAction::Balance, request.deposit);
        engine.move_money(&MoneyOp { login, action, amount, check_margin: false, tag })?;
    }
    Ok(login)
}

/// Trades that were opened and closed in the past, through the same doors as all others and at the prices that charts
/// show.
fn past(
    engine: &mut Engine,
    market: &Market,
    random: &mut Random,
    request: &SeedRequest,
    login: u64,
    began: Millis,
) -> u32 {
    let span = engine.now() - began;
    let mut moments: Vec<Millis> =
        (0..request.history_trades).map(|_| began + random.between(60_000, (span - 60_000).max(60_000))).collect();
    moments.sort_unstable();
    let mut made = 0;
    for moment in moments {
        let symbol = symbol(engine, random);
        let opened = trading_time(engine, symbol, moment);
        let closed = trading_time(engine, symbol, opened + random.between(60_000, 6 * 3_600_000)).max(opened + 1);
        let volume = LOT / 100 * random.between(1, 10);
        let price = market.price_at(engine, symbol, opened);
        let position = engine.at_time(opened, |engine| open(engine, random, login, symbol, volume, price));
        let Ok(position) = position else { continue };
        let price = market.price_at(engine, symbol, closed);
        let tag = Tag { reason: Reason::Client, ..Tag::dealer(0, "") };
        let close = Close { login, position, volume: None, price, tag };
        let done = engine.at_time(closed.min(engine.now()), |engine| engine.close(&close));
        made += u32::from(done.is_ok());
    }
    made
}

fn open(
    engine: &mut Engine,
    random: &mut Random,
    login: u64,
    symbol: SymbolId,
    volume: i64,
    price: Option<Decimal>,
) -> Result<u64, Refusal> {
    let side = if random.happens(500_000) { Side::Buy } else { Side::Sell };
    let tag = Tag { reason: Reason::Client, ..Tag::dealer(0, "") };
    let (sl, tp) = (Decimal::ZERO, Decimal::ZERO);
    let open = Open { login, symbol, side, volume, price, sl, tp, skip_margin: false, tag };
    engine.open(&open).map(|fill| fill.position)
}

fn symbol(engine: &Engine, random: &mut Random) -> SymbolId {
    let count = engine.symbols().len();
    engine.symbol_ids().nth(random.index(count)).unwrap_or(SymbolId(0))
}

/// The moment, or the last one before it at which the symbol traded.
fn trading_time(engine: &mut Engine, symbol: SymbolId, moment: Millis) -> Millis {
    let mut moment = moment;
    for _ in 0..3 {
        let open = engine.at_time(moment, |engine| engine.symbol(symbol).is_ok_and(|symbol| engine.is_open(symbol)));
        if open {
            break;
        }
        moment -= DAY;
    }
    moment
}
