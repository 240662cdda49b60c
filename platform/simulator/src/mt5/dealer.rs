//! Dealer requests: queued at once, carried out later, asked for by their id (PROTOCOL §5.5).

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use rust_decimal::Decimal;
use tokio::time::Instant;

use super::answer::{Answer, code_of, text};
use super::json::{Object, array, fixed};
use super::params::Params;
use super::users::visible;
use super::{Session, needed};
use crate::clock::MILLI;
use crate::engine::{
    Close, DealAction, Fill, LOT, MoneyOp, Open, OrderTime, OrderType, Pending, PendingChange, Refusal, SymbolId, Tag,
};
use crate::faults::{DealerShape, IdCasing};
use crate::world::World;

/// Dealer requests of a connection with the time of their last question.
pub(super) type Subscriptions = BTreeMap<u64, Instant>;

const MOST_QUEUED: usize = 128;
const MOST_FINISHED: usize = 4_096;
const UNASKED: Duration = Duration::from_secs(180);
const FIRST_ID: u64 = 13_001;
const SKIP_MARGIN: u32 = 0x400;

/// What came of a request.
#[derive(Debug, Clone, Default)]
struct Outcome {
    code: u32,
    deal: u64,
    order: u64,
    volume: i64,
    price: Decimal,
    bid: Decimal,
    ask: Decimal,
    digits: u32,
}

/// All dealer requests: waiting by their time, finished by their id.
#[derive(Debug, Default)]
pub struct DealerQueue {
    last: u64,
    waiting: BTreeSet<(i64, u64)>,
    requests: BTreeMap<u64, Params>,
    finished: BTreeMap<u64, Outcome>,
}

impl DealerQueue {
    pub(crate) fn next(&self) -> Option<i64> {
        self.waiting.first().map(|(at, _)| *at)
    }

    pub(crate) fn waiting(&self) -> usize {
        self.waiting.len()
    }

    fn forget(&mut self, id: u64) {
        self.finished.remove(&id);
        self.requests.remove(&id);
    }
}

/// Carries out the request whose turn it is.
pub(crate) fn carry_out_next(world: &mut World) {
    let Some((_, id)) = world.dealer.waiting.pop_first() else { return };
    let Some(params) = world.dealer.requests.get(&id).cloned() else { return };
    let outcome = carry_out(world, &params);
    world.dealer.finished.insert(id, outcome);
    if world.dealer.finished.len() > MOST_FINISHED
        && let Some((oldest, _)) = world.dealer.finished.first_key_value()
    {
        let oldest = *oldest;
        world.dealer.forget(oldest);
    }
}

pub(super) fn run(
    world: &mut World,
    session: &mut Session,
    verb: &str,
    params: &Params,
    shape: Option<DealerShape>,
) -> Answer {
    let shape = shape.unwrap_or(world.config.mt5_build.dealer_shape);
    match verb {
        "send_request" => send(world, session, params, shape),
        "get_request_result" => results(world, session, params, shape),
        _ => Answer::code(12_000),
    }
}

fn send(world: &mut World, session: &mut Session, params: &Params, shape: DealerShape) -> Answer {
    if !params.number::<u32>("action").is_some_and(|action| (200..=255).contains(&action)) {
        return Answer::code(3);
    }
    if world.dealer.waiting.len() >= MOST_QUEUED {
        return Answer::code(10_024);
    }
    let delay = world.config.mt5_build.dealer_delay_ms.max(0);
    let due = world.now() + delay * MILLI;
    let queue = &mut world.dealer;
    queue.last = queue.last.max(FIRST_ID - 1) + 1;
    let id = queue.last;
    queue.waiting.insert((due, id));
    queue.requests.insert(id, params.clone());
    session.subscriptions.insert(id, Instant::now());
    if delay == 0 {
        carry_out_next(world);
    }
    let name = match shape.casing {
        IdCasing::Upper => "ID",
        IdCasing::Lower => "id",
        IdCasing::Title => "Id",
    };
    if shape.top_level {
        return Answer::done().member(name, &super::quoted(id));
    }
    Answer::with(&Object::new().with(name, id).done())
}

fn results(world: &mut World, session: &mut Session, params: &Params, shape: DealerShape) -> Answer {
    session.subscriptions.retain(|_, asked| asked.elapsed() < UNASKED);
    let ids = params.numbers("id").unwrap_or_else(|| session.subscriptions.keys().copied().collect());
    let mut found: Vec<(u64, String)> = Vec::new();
    for id in ids {
        let Some(asked) = session.subscriptions.get_mut(&id) else { continue };
        *asked = Instant::now();
        let Some((outcome, request)) = world.dealer.finished.get(&id).zip(world.dealer.requests.get(&id)) else {
            found.push((id, array([])));
            continue;
        };
        let result = Object::new().raw("result", &confirmation(id, outcome)).done();
        let answer = Object::new().raw("answer", &echo(id, outcome, request)).done();
        found.push((id, array([result, answer])));
        session.subscriptions.remove(&id);
        world.dealer.forget(id);
    }
    if shape.top_level {
        return found.into_iter().fold(Answer::done(), |answer, (id, list)| answer.member(&id.to_string(), &list));
    }
    let lists = found.into_iter().fold(Object::new(), |lists, (id, list)| lists.raw(&id.to_string(), &list));
    Answer::with(&lists.done())
}

fn confirmation(id: u64, outcome: &Outcome) -> String {
    Object::new()
        .with("ID", id)
        .with("Retcode", outcome.code)
        .with("Volume", outcome.volume / (LOT / 10_000))
        .with("VolumeExt", outcome.volume)
        .with("Price", fixed(outcome.price, outcome.digits))
        .with("TickBid", fixed(outcome.bid, outcome.digits))
        .with("TickAsk", fixed(outcome.ask, outcome.digits))
        .with("TickLast", fixed(Decimal::ZERO, outcome.digits))
        .with("Comment", text(outcome.code))
        .with("Flags", 0)
        .with("DealID", outcome.deal)
        .with("OrderID", outcome.order)
        .with("PositionExternalID", "")
        .with("ExternalRetcode", 0)
        .done()
}

fn echo(id: u64, outcome: &Outcome, request: &Params) -> String {
    let mut object = Object::new().with("ID", id);
    for (field, name) in [
        ("Action", "action"),
        ("Login", "login"),
        ("Symbol", "symbol"),
        ("Digits", "digits"),
        ("Type", "type"),
        ("TypeFill", "typefill"),
        ("TypeTime", "typetime"),
        ("TimeExpiration", "timeexpiration"),
        ("Flags", "flags"),
        ("Volume", "volume"),
        ("VolumeExt", "volumeext"),
        ("Order", "order"),
        ("OrderExternalID", "orderexternalid"),
        ("PriceOrder", "priceorder"),
        ("PriceTrigger", "pricetrigger"),
        ("PriceSL", "pricesl"),
        ("PriceTP", "pricetp"),
        ("Comment", "comment"),
        ("Position", "position"),
        ("PositionBy", "positionby"),
    ] {
        let usual = if matches!(field, "Symbol" | "Comment") { "" } else { "0" };
        object = object.with(field, request.text(name).unwrap_or(usual));
    }
    object
        .with("ResultRetcode", outcome.code)
        .with("ResultDealer", 0)
        .with("ResultDeal", outcome.deal)
        .with("ResultOrder", outcome.order)
        .with("ResultVolume", outcome.volume / (LOT / 10_000))
        .with("ResultVolumeExt", outcome.volume)
        .with("ResultPrice", fixed(outcome.price, outcome.digits))
        .with("ResultMarketBid", fixed(outcome.bid, outcome.digits))
        .with("ResultMarketAsk", fixed(outcome.ask, outcome.digits))
        .with("ResultComment", text(outcome.code))
        .done()
}

/// Does what a request says.
fn carry_out(world: &mut World, params: &Params) -> Outcome {
    let symbol = params.text("symbol").and_then(|name| world.engine.symbol_id(name));
    let quote = symbol.and_then(|id| world.engine.quote(id)).map(|quote| (quote.bid, quote.ask));
    let digits = symbol.and_then(|id| world.engine.symbol(id).ok()).map_or(2, |symbol| symbol.digits);
    let (bid, ask) = quote.unwrap_or_default();
    let outcome = Outcome { bid, ask, digits, ..Outcome::default() };
    match act(world, params, symbol) {
        Ok(done) => {
            world.engine.note_deed(params.text("comment").unwrap_or_default());
            Outcome {
                code: done.code,
                deal: done.deal,
                order: done.order,
                volume: done.volume,
                price: done.price,
                ..outcome
            }
        }
        Err(refusal) => Outcome { code: code_of(refusal, world.config.mt5_build.unknown_group), ..outcome },
    }
}

fn filled(fill: Fill) -> Outcome {
    Outcome {
        code: 10_009,
        deal: fill.deal,
        order: fill.order,
        volume: fill.volume,
        price: fill.price,
        ..Outcome::default()
    }
}

fn order_done(code: u32, order: u64) -> Outcome {
    Outcome { code, order, ..Outcome::default() }
}

fn act(world: &mut World, params: &Params, symbol: Option<SymbolId>) -> Result<Outcome, Refusal> {
    let login = visible(&world.engine, needed(params, "login")?)?.login;
    let dealer = params.number("sourcelogin").filter(|login| *login != 0).unwrap_or(world.config.manager.login);
    let tag = Tag {
        external_id: params.text("orderexternalid").unwrap_or_default().to_owned(),
        ..Tag::dealer(dealer, &params.text("comment").unwrap_or_default().chars().take(31).collect::<String>())
    };
    let prices = Prices::read(world, params, symbol)?;
    let engine = &mut world.engine;
    match needed::<u32>(params, "action")? {
        200 => execute(world, params, login, symbol.ok_or(Refusal::NotFound)?, &prices, tag),
        201 => {
            let change = prices.pending(world, params)?;
            let order = Pending {
                login,
                symbol: symbol.ok_or(Refusal::NotFound)?,
                kind: OrderType::from_code(needed(params, "type")?).ok_or(Refusal::OrderType)?,
                volume: params.volume().ok_or(Refusal::Volume)?,
                price: change.price,
                trigger: change.trigger,
                sl: change.sl,
                tp: change.tp,
                time: change.time,
                expires: change.expires,
                tag,
            };
            let volume = order.volume;
            world.engine.place(&order).map(|ticket| Outcome {
                volume,
                price: order.price,
                ..order_done(10_008, ticket)
            })
        }
        202 => {
            let position = position(engine, params, login, symbol)?;
            engine.modify_position(login, position, prices.sl, prices.tp).map(|()| order_done(10_009, 0))
        }
        203 => {
            let order = needed(params, "order")?;
            let change = prices.pending(world, params)?;
            world.engine.modify_order(login, order, &change).map(|()| order_done(10_009, order))
        }
        204 => {
            let order = needed(params, "order")?;
            engine.remove_order(login, order, "").map(|()| order_done(10_009, order))
        }
        205 => engine.activate_order(login, needed(params, "order")?, prices.order).map(filled),
        206 => {
            let action = DealAction::from_code(needed(params, "type")?).ok_or(Refusal::Parameters)?;
            let amount = params.decimal("priceorder").ok_or(Refusal::Parameters)?;
            let flags: u32 = params.number("flags").unwrap_or(0);
            let op = MoneyOp { login, action, amount, check_margin: flags & SKIP_MARGIN == 0, tag };
            engine.move_money(&op).map(|(deal, _)| Outcome { deal, price: amount, ..order_done(10_009, 0) })
        }
        207 => {
            let order = needed(params, "order")?;
            engine.activate_stop_limit(login, order).map(|()| order_done(10_009, order))
        }
        208 => {
            let (one, other) = (needed(params, "position")?, needed(params, "positionby")?);
            engine.close_by(login, one, other, &tag).map(filled)
        }
        _ => Err(Refusal::Request),
    }
}

fn execute(
    world: &mut World,
    params: &Params,
    login: u64,
    symbol: SymbolId,
    prices: &Prices,
    tag: Tag,
) -> Result<Outcome, Refusal> {
    let kind = OrderType::from_code(needed(params, "type")?).filter(|kind| !kind.is_pending());
    let side = kind.filter(|kind| *kind != OrderType::CloseBy).ok_or(Refusal::OrderType)?.side();
    let volume = params.volume().ok_or(Refusal::Volume)?;
    let ticket: u64 = params.number("position").unwrap_or(0);
    let engine = &mut world.engine;
    if ticket != 0 && engine.netting_position(login, symbol).is_none() {
        let position = engine.position(ticket).filter(|position| position.login == login);
        let position = position.ok_or(Refusal::PositionClosed)?;
        if position.symbol != symbol || position.side == side {
            return Err(Refusal::Request);
        }
        let close = Close { login, position: ticket, volume: Some(volume), price: prices.order, tag };
        return engine.close(&close).map(filled);
    }
    let flags: u32 = params.number("flags").unwrap_or(0);
    let open = Open {
        login,
        symbol,
        side,
        volume,
        price: prices.order,
        sl: prices.sl,
        tp: prices.tp,
        skip_margin: flags & SKIP_MARGIN != 0,
        tag,
    };
    engine.open(&open).map(filled)
}

/// The position a request means: its ticket, or the only one of a netting account.
fn position(
    engine: &crate::engine::Engine,
    params: &Params,
    login: u64,
    symbol: Option<SymbolId>,
) -> Result<u64, Refusal> {
    let ticket = params.number("position").filter(|ticket| *ticket != 0);
    ticket.or_else(|| engine.netting_position(login, symbol?)).ok_or(Refusal::PositionClosed)
}

/// Prices of a request.
struct Prices {
    order: Option<Decimal>,
    trigger: Decimal,
    sl: Decimal,
    tp: Decimal,
}

impl Prices {
    /// A request with prices has to say their digits, and rightly so.
    fn read(world: &World, params: &Params, symbol: Option<SymbolId>) -> Result<Self, Refusal> {
        let read = |name: &str| -> Result<Decimal, Refusal> {
            let given = params.text(name).is_some_and(|text| !text.trim().is_empty());
            if given { params.decimal(name).ok_or(Refusal::Price) } else { Ok(Decimal::ZERO) }
        };
        let order = read("priceorder")?;
        let prices = Self {
            order: (!order.is_zero()).then_some(order),
            trigger: read("pricetrigger")?,
            sl: read("pricesl")?,
            tp: read("pricetp")?,
        };
        let priced = prices.order.is_some() || !prices.sl.is_zero() || !prices.tp.is_zero();
        if let Some(id) = symbol
            && priced
            && params.number("digits") != Some(world.engine.symbol(id)?.digits)
        {
            return Err(Refusal::Price);
        }
        Ok(prices)
    }

    fn pending(&self, world: &World, params: &Params) -> Result<PendingChange, Refusal> {
        let seconds: i64 = params.number("timeexpiration").unwrap_or(0);
        let time = params.number("typetime").unwrap_or(0);
        Ok(PendingChange {
            price: self.order.ok_or(Refusal::Price)?,
            trigger: self.trigger,
            sl: self.sl,
            tp: self.tp,
            time: OrderTime::from_code(time).ok_or(Refusal::Expiration)?,
            expires: world.engine.zone().utc(seconds.clamp(0, 99_999_999_999) * 1_000),
        })
    }
}
