//! Trade commands: one transaction each, answered at once.

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::Mt4;
use super::config::not_offered;
use super::request::Request4;
use super::synthesis::continued;
use super::wire::{self, Command};
use crate::domain::{
    ActivateOrder, CancelOrder, CloseBy, ClosePosition, Fill, Lots, ModifyOrder, ModifyPosition, OpenMarket, OrderLife,
    PendingOrder, PlacePending, Position, Price, Ticket, TradeFilter, TradeOutcome,
};
use crate::error::Answer;
use crate::{Intent, Result, TradingError, lookup};

impl Mt4 {
    pub(super) async fn open(&self, intent: Intent, command: &OpenMarket) -> Result<TradeOutcome> {
        let price = lookup::price(self, command.price, &command.symbol, command.side).await?;
        let mut body = transaction("BrOpen", Command::Market(command.side), &command.symbol)?;
        body.insert("orderBy".to_owned(), Value::from(command.login.0));
        body.insert("volume".to_owned(), wire::volume(command.lots)?);
        put_prices(&mut body, price, command.stop_loss, command.take_profit)?;
        self.transact(intent, body, |fill| TradeOutcome::Done(Fill { lots: Some(command.lots), ..fill })).await
    }

    pub(super) async fn place(&self, intent: Intent, command: &PlacePending) -> Result<TradeOutcome> {
        let mut body = transaction("BrOpen", Command::Pending(command.kind), &command.symbol)?;
        body.insert("orderBy".to_owned(), Value::from(command.login.0));
        body.insert("volume".to_owned(), wire::volume(command.lots)?);
        put_prices(&mut body, command.price, command.stop_loss, command.take_profit)?;
        self.put_life(&mut body, command.life).await?;
        self.transact(intent, body, TradeOutcome::Placed).await
    }

    pub(super) async fn modify_stops(&self, intent: Intent, command: &ModifyPosition) -> Result<TradeOutcome> {
        let position = lookup::position(self, command.login, command.ticket).await?;
        let mut body = on_position("BrModify", &position)?;
        put_prices(&mut body, position.price_open, command.stop_loss, command.take_profit)?;
        self.transact(intent, body, TradeOutcome::Done).await
    }

    pub(super) async fn modify_pending(&self, intent: Intent, command: &ModifyOrder) -> Result<TradeOutcome> {
        let order = lookup::order(self, command.login, command.ticket).await?;
        let mut body = on_order("BrModify", &order)?;
        put_prices(&mut body, command.price, command.stop_loss, command.take_profit)?;
        self.put_life(&mut body, command.life).await?;
        self.transact(intent, body, TradeOutcome::Done).await
    }

    pub(super) async fn cancel(&self, intent: Intent, command: &CancelOrder) -> Result<TradeOutcome> {
        let order = lookup::order(self, command.login, command.ticket).await?;
        self.transact(intent, on_order("BrDelete", &order)?, TradeOutcome::Done).await
    }

    pub(super) async fn activate(&self, intent: Intent, command: &ActivateOrder) -> Result<TradeOutcome> {
        let order = lookup::order(self, command.login, command.ticket).await?;
        let price = lookup::price(self, command.price, &order.symbol, order.side).await?;
        let mut body = on_order("BrActivate", &order)?;
        body.insert("price".to_owned(), wire::number(price)?);
        self.transact(intent, body, TradeOutcome::Done).await
    }

    /// A partial close ends the order and leaves the rest under a new number, which is looked up.
    pub(super) async fn close(&self, intent: Intent, command: &ClosePosition) -> Result<TradeOutcome> {
        let position = lookup::position(self, command.login, command.ticket).await?;
        let lots = command.lots.unwrap_or(position.lots);
        if lots > position.lots {
            return Err(TradingError::Validation(Answer::ours("the position is smaller than that")));
        }
        let price = lookup::price(self, command.price, &position.symbol, position.side.opposite()).await?;
        let mut body = on_position("BrClose", &position)?;
        body.insert("volume".to_owned(), wire::volume(lots)?);
        body.insert("price".to_owned(), wire::number(price)?);
        let done = |fill| TradeOutcome::Done(Fill { lots: Some(lots), ..fill });
        let outcome = self.transact(intent, body, done).await?;
        Ok(match outcome {
            TradeOutcome::Done(fill) if lots < position.lots => {
                let rest = self.rest_of(&position, position.lots.minus(lots)).await;
                TradeOutcome::Done(Fill { rest, ..fill })
            }
            other => other,
        })
    }

    /// The close is confirmed already: a look that fails only leaves the new number unsaid.
    async fn rest_of(&self, position: &Position, lots: Lots) -> Option<Ticket> {
        let open = self.get_positions(&TradeFilter::Login(position.login)).await.ok()?;
        let of_chain = |other: &&Position| continued(&other.comment) == Some(position.ticket);
        let alike = |other: &&Position| {
            other.ticket > position.ticket
                && other.symbol == position.symbol
                && other.side == position.side
                && other.opened_at == position.opened_at
                && other.lots == lots
        };
        open.iter().find(of_chain).or_else(|| open.iter().find(alike)).map(|rest| rest.ticket)
    }

    pub(super) async fn close_against(&self, intent: Intent, command: &CloseBy) -> Result<TradeOutcome> {
        let position = lookup::position(self, command.login, command.ticket).await?;
        let other = lookup::position(self, command.login, command.by).await?;
        if other.symbol != position.symbol || other.side == position.side {
            let words = "only an opposite position of the same symbol closes another";
            return Err(TradingError::Validation(Answer::ours(words)));
        }
        let mut body = on_position("BrCloseBy", &position)?;
        // MT4 keeps the second order of a close-by in the field that holds the login elsewhere
        body.insert("orderBy".to_owned(), Value::from(other.ticket.0));
        let outcome = self.transact(intent, body, TradeOutcome::Done).await?;
        let (larger, smaller) = if position.lots >= other.lots { (&position, &other) } else { (&other, &position) };
        Ok(match outcome {
            TradeOutcome::Done(fill) if larger.lots > smaller.lots => {
                let rest = self.rest_of(larger, larger.lots.minus(smaller.lots)).await;
                TradeOutcome::Done(Fill { rest, lots: Some(smaller.lots), ..fill })
            }
            TradeOutcome::Done(fill) => TradeOutcome::Done(Fill { lots: Some(smaller.lots), ..fill }),
            other => other,
        })
    }

    async fn put_life(&self, body: &mut Map<String, Value>, life: OrderLife) -> Result<()> {
        let times = self.calibrated().await?;
        match life {
            OrderLife::UntilCancelled => {}
            OrderLife::Day => return Err(not_offered("orders for one day: name the instant")),
            OrderLife::Until(at) => {
                body.insert("expiration".to_owned(), Value::from(times.write(at)));
            }
        }
        Ok(())
    }

    /// Sends a transaction. Whatever is in doubt once it may have left is `Unknown`.
    async fn transact(
        &self,
        intent: Intent,
        mut body: Map<String, Value>,
        done: impl Fn(Fill) -> TradeOutcome,
    ) -> Result<TradeOutcome> {
        body.insert("comment".to_owned(), Value::from(intent.reference.comment("", "")));
        let request = Request4::change("TradeTransaction", self.limits.trade, intent, "").body(Value::Object(body));
        let answer = match self.ask(request).await {
            Ok(answer) => answer,
            Err(TradingError::OutcomeUnknown(answer)) => return Ok(TradeOutcome::Unknown(answer)),
            Err(TradingError::Rejected(answer)) => return Ok(TradeOutcome::Rejected(answer)),
            // the server's own verdict; without a code it is ours
            Err(TradingError::Validation(answer)) if answer.code.is_some() => {
                return Ok(TradeOutcome::Rejected(answer));
            }
            Err(error) => return Err(error),
        };
        let Some(fields) = answer.object() else {
            return Ok(TradeOutcome::Unknown(Answer::ours("the answer holds no transaction")));
        };
        Ok(done(Fill {
            deal: None,
            order: fields.number("order").map(Ticket),
            rest: None,
            lots: None,
            price: fields.price("price"),
        }))
    }
}

fn transaction(kind: &str, command: Command, symbol: &str) -> Result<Map<String, Value>> {
    let word = command.word().ok_or_else(|| not_offered("stop-limit orders"))?;
    let body = json!({"tradeTransactionType": kind, "tradeCommand": word, "symbol": symbol});
    Ok(body.as_object().cloned().unwrap_or_default())
}

fn on_position(kind: &str, position: &Position) -> Result<Map<String, Value>> {
    let mut body = transaction(kind, Command::Market(position.side), &position.symbol)?;
    body.insert("order".to_owned(), Value::from(position.ticket.0));
    body.insert("orderBy".to_owned(), Value::from(position.login.0));
    body.insert("volume".to_owned(), wire::volume(position.lots)?);
    Ok(body)
}

fn on_order(kind: &str, order: &PendingOrder) -> Result<Map<String, Value>> {
    let kind_of = order.kind.ok_or_else(|| lookup::not_there("waiting order"))?;
    let mut body = transaction(kind, Command::Pending(kind_of), &order.symbol)?;
    body.insert("order".to_owned(), Value::from(order.ticket.0));
    body.insert("orderBy".to_owned(), Value::from(order.login.0));
    body.insert("volume".to_owned(), wire::volume(order.lots_current)?);
    Ok(body)
}

fn put_prices(
    body: &mut Map<String, Value>,
    price: Price,
    stop_loss: Option<Price>,
    take_profit: Option<Price>,
) -> Result<()> {
    for (name, price) in
        [("price", price), ("sl", stop_loss.unwrap_or(Decimal::ZERO)), ("tp", take_profit.unwrap_or(Decimal::ZERO))]
    {
        body.insert(name.to_owned(), wire::number(price)?);
    }
    Ok(())
}
