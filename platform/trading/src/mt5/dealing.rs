//! Trade requests: put in the server's queue, then asked after until there is a verdict.

use std::time::Duration;

use rust_decimal::Decimal;
use serde_json::{Map, Value};
use tokio::time::{Instant, sleep};

use super::envelope::{Envelope, refused};
use super::terms::Terms;
use super::wire::{self, Verdict, put, put_lots};
use super::{Call, Mt5};
use crate::domain::{
    ActivateOrder, CancelOrder, CloseBy, ClosePosition, Fill, Login, MarginMode, ModifyOrder, ModifyPosition,
    OpenMarket, OrderLife, PendingOrder, PlacePending, Price, TradeOutcome,
};
use crate::error::{Answer, Effect};
use crate::{Intent, Result, TradingError, lookup};

const EXECUTE: u16 = 200;
const PENDING: u16 = 201;
const MODIFY_POSITION: u16 = 202;
const MODIFY_ORDER: u16 = 203;
const REMOVE_ORDER: u16 = 204;
const ACTIVATE_ORDER: u16 = 205;
const ACTIVATE_STOP_LIMIT: u16 = 207;
const CLOSE_BY: u16 = 208;
const FLAGS_STOPS_CHANGED: u32 = 0x10 | 0x20;

const FIRST_WAIT: Duration = Duration::from_millis(50);
const LONGEST_WAIT: Duration = Duration::from_millis(400);

/// A trade request as JSON.
struct Order {
    body: Map<String, Value>,
    digits: u32,
}

impl Order {
    fn new(action: u16, login: Login, symbol: &str, terms: Terms) -> Self {
        let mut body = Map::new();
        put(&mut body, "Action", action);
        put(&mut body, "Login", login);
        put(&mut body, "Symbol", symbol);
        put(&mut body, "Digits", terms.digits);
        Self { body, digits: terms.digits }
    }

    fn set(mut self, name: &str, value: impl ToString) -> Self {
        put(&mut self.body, name, value);
        self
    }

    /// A price with the symbol's digits; none is zero on the wire.
    fn price(self, name: &str, price: Option<Price>) -> Self {
        let mut price = price.unwrap_or(Decimal::ZERO).round_dp(self.digits);
        price.rescale(self.digits);
        self.set(name, price)
    }

    fn stops(self, stop_loss: Option<Price>, take_profit: Option<Price>) -> Self {
        self.price("PriceSL", stop_loss).price("PriceTP", take_profit)
    }

    fn lots(mut self, lots: crate::domain::Lots) -> Self {
        put_lots(&mut self.body, lots);
        self
    }

    fn life(self, life: OrderLife, clock: &crate::clock::ServerClock) -> Self {
        match life {
            OrderLife::UntilCancelled => self.set("TypeTime", 0),
            OrderLife::Day => self.set("TypeTime", 1),
            OrderLife::Until(at) => {
                self.set("TypeTime", 2).set("TimeExpiration", clock.to_server(at).server_msc.div_euclid(1_000))
            }
        }
    }
}

impl Mt5 {
    pub(super) async fn open(&self, intent: Intent, command: &OpenMarket) -> Result<TradeOutcome> {
        let terms = self.terms(&command.symbol).await?;
        let price = lookup::price(self, command.price, &command.symbol, command.side).await?;
        let order = Order::new(EXECUTE, command.login, &command.symbol, terms)
            .lots(command.lots)
            .set("Type", wire::side_code(command.side))
            .set("TypeFill", terms.filling)
            .price("PriceOrder", Some(price))
            .stops(command.stop_loss, command.take_profit);
        self.deal(intent, order).await
    }

    pub(super) async fn place(&self, intent: Intent, command: &PlacePending) -> Result<TradeOutcome> {
        let terms = self.terms(&command.symbol).await?;
        self.calibrated().await?;
        let order = Order::new(PENDING, command.login, &command.symbol, terms)
            .lots(command.lots)
            .set("Type", wire::order_code(command.kind))
            // what a waiting order cannot fill at once stays in the book
            .set("TypeFill", 2)
            .price("PriceOrder", Some(command.price))
            .price("PriceTrigger", command.price_trigger)
            .stops(command.stop_loss, command.take_profit)
            .life(command.life, &self.server_clock);
        Ok(match self.deal(intent, order).await? {
            TradeOutcome::Done(fill) => TradeOutcome::Placed(fill),
            other => other,
        })
    }

    pub(super) async fn modify_stops(&self, intent: Intent, command: &ModifyPosition) -> Result<TradeOutcome> {
        let position = lookup::position(self, command.login, command.ticket).await?;
        let terms = self.terms(&position.symbol).await?;
        let order = Order::new(MODIFY_POSITION, command.login, &position.symbol, terms)
            .set("Position", position.ticket)
            .set("Flags", FLAGS_STOPS_CHANGED)
            .stops(command.stop_loss, command.take_profit);
        self.deal(intent, order).await
    }

    pub(super) async fn modify_pending(&self, intent: Intent, command: &ModifyOrder) -> Result<TradeOutcome> {
        let pending = lookup::order(self, command.login, command.ticket).await?;
        let order = self
            .on_order(MODIFY_ORDER, &pending)
            .await?
            .price("PriceOrder", Some(command.price))
            .price("PriceTrigger", command.price_trigger)
            .stops(command.stop_loss, command.take_profit)
            .life(command.life, &self.server_clock);
        self.deal(intent, order).await
    }

    pub(super) async fn cancel(&self, intent: Intent, command: &CancelOrder) -> Result<TradeOutcome> {
        let pending = lookup::order(self, command.login, command.ticket).await?;
        self.deal(intent, self.on_order(REMOVE_ORDER, &pending).await?).await
    }

    pub(super) async fn activate(&self, intent: Intent, command: &ActivateOrder) -> Result<TradeOutcome> {
        let pending = lookup::order(self, command.login, command.ticket).await?;
        let action = match pending.kind {
            Some(kind) if kind.is_stop_limit() => ACTIVATE_STOP_LIMIT,
            _ => ACTIVATE_ORDER,
        };
        let price = lookup::price(self, command.price, &pending.symbol, pending.side).await?;
        let order = self.on_order(action, &pending).await?.lots(pending.lots_current);
        self.deal(intent, order.price("PriceOrder", Some(price))).await
    }

    pub(super) async fn close(&self, intent: Intent, command: &ClosePosition) -> Result<TradeOutcome> {
        let position = lookup::position(self, command.login, command.ticket).await?;
        let lots = command.lots.unwrap_or(position.lots);
        let terms = self.terms(&position.symbol).await?;
        let side = position.side.opposite();
        let price = lookup::price(self, command.price, &position.symbol, side).await?;
        let order = Order::new(EXECUTE, command.login, &position.symbol, terms)
            .lots(lots)
            .set("Type", wire::side_code(side))
            .set("TypeFill", terms.filling)
            .set("Position", position.ticket)
            .price("PriceOrder", Some(price));
        // a netting server writes the stops of the request over those of the position
        let order = match self.margin_mode(command.login).await? {
            MarginMode::Netting => order.stops(position.stop_loss, position.take_profit),
            MarginMode::Hedging => order,
        };
        let rest = (lots < position.lots).then_some(position.ticket);
        Ok(match self.deal(intent, order).await? {
            TradeOutcome::Done(fill) => TradeOutcome::Done(Fill { rest, ..fill }),
            TradeOutcome::Partial(fill) => TradeOutcome::Partial(Fill { rest: Some(position.ticket), ..fill }),
            other => other,
        })
    }

    pub(super) async fn close_against(&self, intent: Intent, command: &CloseBy) -> Result<TradeOutcome> {
        let position = lookup::position(self, command.login, command.ticket).await?;
        let other = lookup::position(self, command.login, command.by).await?;
        if other.symbol != position.symbol || other.side == position.side {
            let words = "only an opposite position of the same symbol closes another";
            return Err(TradingError::Validation(Answer::ours(words)));
        }
        let terms = self.terms(&position.symbol).await?;
        let order = Order::new(CLOSE_BY, command.login, &position.symbol, terms)
            .set("Position", position.ticket)
            .set("PositionBy", other.ticket);
        let rest = match position.lots.cmp(&other.lots) {
            std::cmp::Ordering::Greater => Some(position.ticket),
            std::cmp::Ordering::Less => Some(other.ticket),
            std::cmp::Ordering::Equal => None,
        };
        Ok(match self.deal(intent, order).await? {
            TradeOutcome::Done(fill) => TradeOutcome::Done(Fill { rest, ..fill }),
            other => other,
        })
    }

    async fn on_order(&self, action: u16, pending: &PendingOrder) -> Result<Order> {
        let terms = self.terms(&pending.symbol).await?;
        let order = Order::new(action, pending.login, &pending.symbol, terms).set("Order", pending.ticket);
        Ok(match pending.kind {
            Some(kind) => order.set("Type", wire::order_code(kind)),
            None => order,
        })
    }

    /// Puts a request and waits for the verdict. Whatever is in doubt once the request may have left is `Unknown`.
    async fn deal(&self, intent: Intent, order: Order) -> Result<TradeOutcome> {
        let body = order.set("Comment", intent.reference.comment("", "")).body;
        let call = Call::change("dealer/send_request", self.limits.trade, intent.send_before).body(body);
        let reply = match self.ask(call).await {
            Ok(reply) => reply,
            Err(TradingError::OutcomeUnknown(answer)) => return Ok(TradeOutcome::Unknown(answer)),
            Err(TradingError::Rejected(answer)) => return Ok(TradeOutcome::Rejected(answer)),
            // the server's own verdict; without a code it is ours
            Err(TradingError::Validation(answer)) if answer.code.is_some() => {
                return Ok(TradeOutcome::Rejected(answer));
            }
            Err(error) => return Err(error),
        };
        let id = reply.envelope.object().number("ID");
        let Some(id) = id.filter(|id| self.requests.is_own(*id, intent.reference)) else {
            return Ok(unknown("the server gave the request no number of its own"));
        };
        self.verdict(id, reply.connection).await
    }

    async fn verdict(&self, id: u64, connection: u64) -> Result<TradeOutcome> {
        let deadline = Instant::now() + self.limits.result;
        let mut wait = FIRST_WAIT;
        let mut seen = false;
        loop {
            if Instant::now() + wait > deadline {
                return Ok(unknown("the server gave no verdict in time"));
            }
            sleep(wait).await;
            wait = (wait * 2).min(LONGEST_WAIT);
            match self.ask(self.read("dealer/get_request_result").with("id", id).urgent()).await {
                Err(TradingError::Busy(_)) => {}
                Err(_) => return Ok(unknown("the connection broke before the verdict")),
                Ok(reply) if reply.connection != connection => {
                    return Ok(unknown("the connection broke before the verdict"));
                }
                Ok(reply) => match parts_of(&reply.envelope, id) {
                    Some(parts) => {
                        seen = true;
                        if let Some(verdict) = wire::verdict(parts) {
                            return Ok(outcome(verdict));
                        }
                    }
                    // some builds leave a request out until there is something to say
                    None if seen => return Ok(unknown("the server forgot the request before the verdict")),
                    None => {}
                },
            }
        }
    }
}

/// The parts of a request's result: under its number, in the answer or beside it.
fn parts_of(envelope: &Envelope, id: u64) -> Option<&[Value]> {
    let name = id.to_string();
    let inside = envelope.objects().into_iter().find_map(|fields| fields.value(&name));
    let inside = inside.or_else(|| envelope.root().value(&name));
    match inside {
        Some(Value::Array(parts)) => Some(parts),
        Some(single) => Some(std::slice::from_ref(single)),
        None => None,
    }
}

fn outcome(verdict: Verdict) -> TradeOutcome {
    let Verdict { code, words, deal, order, lots, price } = verdict;
    let fill = Fill { deal, order, rest: None, lots, price };
    match code {
        10_008 => TradeOutcome::Placed(fill),
        10_009 => TradeOutcome::Done(fill),
        10_010 => TradeOutcome::Partial(fill),
        _ => match refused(Effect::Change, code, &words) {
            TradingError::OutcomeUnknown(answer) => TradeOutcome::Unknown(answer),
            error => TradeOutcome::Rejected(error.answer().clone()),
        },
    }
}

fn unknown(words: &str) -> TradeOutcome {
    TradeOutcome::Unknown(Answer::ours(words))
}
