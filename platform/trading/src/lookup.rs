//! What a trade command needs to know before it is sent, the same on every server.

use crate::domain::{Login, PendingOrder, Position, Price, Side, Ticket, TradeFilter};
use crate::error::Answer;
use crate::{Result, TradingError, TradingServer};

/// An open position of this login.
pub(crate) async fn position(server: &dyn TradingServer, login: Login, ticket: Ticket) -> Result<Position> {
    let found = server.positions(&TradeFilter::Tickets(vec![ticket])).await?;
    let position = found.into_iter().find(|position| position.ticket == ticket && position.login == login);
    position.ok_or_else(|| not_there("position"))
}

/// A waiting order of this login.
pub(crate) async fn order(server: &dyn TradingServer, login: Login, ticket: Ticket) -> Result<PendingOrder> {
    let found = server.orders(&TradeFilter::Tickets(vec![ticket])).await?;
    let order = found.into_iter().find(|order| order.ticket == ticket && order.login == login);
    order.ok_or_else(|| not_there("order"))
}

/// The dealer's price, or the newest at which this side is opened.
pub(crate) async fn price(server: &dyn TradingServer, given: Option<Price>, symbol: &str, side: Side) -> Result<Price> {
    if let Some(price) = given.filter(|price| !price.is_zero()) {
        return Ok(price);
    }
    let quotes = server.quotes(&[symbol.to_owned()], 0).await?;
    let quote = quotes.quotes.iter().find(|quote| quote.symbol == symbol);
    let price = quote.map(|quote| quote.opening(side)).filter(|price| !price.is_zero());
    price.ok_or_else(|| TradingError::Busy(Answer::ours("the server has no price of this symbol")))
}

pub(crate) fn not_there(what: &str) -> TradingError {
    TradingError::NotFound(Answer::ours(format!("the account has no such {what}")))
}
