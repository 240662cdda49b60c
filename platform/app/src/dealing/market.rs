//! What the server says now: of the account, the symbol, its price, and what is open.

use super::words::{dealt, ticket, to_side};
use crate::UseCaseError;
use crate::trading::Held;
use crate::trading_accounts::{login, refused};
use crm_model::{Problem, TradeKind};
use crm_storage::{TradeTerms, TradingAccountRow};
use crm_trading::{
    Account, AccountState, Capabilities, MarginMode, MarginQuery, Money, PendingOrder, Position, Price, Quote,
    SymbolSpec, TradeFilter, TradingError,
};

/// What a command is about.
#[derive(Clone, Copy, Debug)]
pub(super) enum About<'a> {
    /// A symbol.
    Symbol(&'a str),
    /// An open position or a waiting order, by its number.
    Ticket(i64),
}

/// Everything that a command is judged by.
pub(super) struct Market {
    pub(super) can: Capabilities,
    pub(super) account: Account,
    pub(super) state: AccountState,
    /// One position a symbol.
    pub(super) netting: bool,
    pub(super) spec: SymbolSpec,
    pub(super) quote: Option<Quote>,
    /// All open positions of the account.
    pub(super) positions: Vec<Position>,
    /// All waiting orders of the account.
    pub(super) orders: Vec<PendingOrder>,
}

impl Market {
    /// Reads it, the price last.
    pub(super) async fn read(held: &Held, row: &TradingAccountRow, about: About<'_>) -> Result<Self, UseCaseError> {
        let (server, number) = (held.server.as_ref(), login(row.record.login));
        let can = server.capabilities();
        let positions = server.positions(&TradeFilter::Login(number)).await.map_err(|error| refused(&error))?;
        let orders = server.orders(&TradeFilter::Login(number)).await.map_err(|error| refused(&error))?;
        let symbol = match about {
            About::Symbol(symbol) => symbol.to_owned(),
            About::Ticket(number) => symbol_of(&positions, &orders, number).ok_or_else(gone)?,
        };
        let account = server.account(number).await.map_err(|error| refused(&error))?;
        let netting = can.netting && {
            let group = server.group(&account.group).await.map_err(|error| refused(&error))?;
            group.margin_mode == MarginMode::Netting
        };
        let spec = match server.symbol(&symbol, Some(&account.group)).await {
            Err(TradingError::NotFound(_)) => {
                return Err(UseCaseError::invalid("symbol", "unknown_symbol", "The server has no such symbol."));
            }
            other => other.map_err(|error| refused(&error))?,
        };
        let state = server.account_state(number).await.map_err(|error| refused(&error))?;
        let quotes = server.quotes(std::slice::from_ref(&symbol), 0).await.map_err(|error| refused(&error))?;
        let quote = quotes.quotes.into_iter().find(|quote| is_price_of(quote, &symbol));
        Ok(Self { can, account, state, netting, spec, quote, positions, orders })
    }

    pub(super) fn position(&self, number: Option<i64>) -> Option<&Position> {
        let wanted = ticket(number?);
        self.positions.iter().find(|position| position.ticket == wanted)
    }

    pub(super) fn order(&self, number: Option<i64>) -> Option<&PendingOrder> {
        let wanted = ticket(number?);
        self.orders.iter().find(|order| order.ticket == wanted)
    }

    /// The one position of a netting account in the symbol.
    pub(super) fn netted(&self) -> Option<&Position> {
        self.positions.iter().find(|position| self.netting && position.symbol == self.spec.symbol)
    }

    /// The price at which a command is filled now; `None` for those that are not, and without a quote.
    pub(super) fn price_for(&self, terms: &TradeTerms) -> Option<Price> {
        Some(self.quote.as_ref()?.opening(to_side(dealt(terms)?)))
    }

    /// Margin that a command would take; `None` where it takes none, or the server does not reckon it.
    pub(super) async fn margin_for(&self, held: &Held, terms: &TradeTerms) -> Result<Option<Money>, UseCaseError> {
        let fills = matches!(terms.kind, TradeKind::Open | TradeKind::ActivateOrder);
        let (Some(price), Some(side), true) = (self.price_for(terms), terms.side, fills && self.can.calculations)
        else {
            return Ok(None);
        };
        let query = MarginQuery {
            login: self.account.login,
            symbol: terms.symbol.clone(),
            side: to_side(side),
            lots: crm_trading::Lots::from_units(terms.lots),
            price,
        };
        match held.server.margin_needed(&query).await {
            Ok(margin) => Ok(Some(margin)),
            // a volume beyond the symbol's largest is named by the check of volumes
            Err(TradingError::Validation(_) | TradingError::Rejected(_)) => Ok(None),
            Err(error) => Err(refused(&error).into()),
        }
    }
}

/// Whether it is a price on both sides: one alone stands for an exchange that has not begun.
fn is_price_of(quote: &Quote, symbol: &str) -> bool {
    quote.symbol == symbol && !quote.bid.is_zero() && !quote.ask.is_zero()
}

/// The symbol of an open position or a waiting order.
pub(super) fn symbol_of(positions: &[Position], orders: &[PendingOrder], number: i64) -> Option<String> {
    let wanted = ticket(number);
    let position = positions.iter().find(|position| position.ticket == wanted).map(|position| &position.symbol);
    position.or_else(|| orders.iter().find(|order| order.ticket == wanted).map(|order| &order.symbol)).cloned()
}

/// MON-24: what is not open on this account cannot be dealt with.
pub(super) fn gone() -> Problem {
    Problem::at("ticket", "not_open", "The account has no such open position or waiting order (any more).")
}
