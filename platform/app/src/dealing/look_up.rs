//! What became of a command, as the server's books show it: by its tag among deals, positions and orders, or, for what only
//! says how something shall be, by how that stands. Nothing is sent.

use super::words::{dealt, decimal, life, number, of_side, ticket, units};
use crate::trading_accounts::login;
use crm_model::{TradeKind, TradeState};
use crm_storage::{TradeCommand, TradeTerms};
use crm_trading::{
    Deal, DealAction, DealEntry, DealLeg, DealQuery, Fill, Lots, OrderLife, OrderState, PendingOrder, Reference,
    TradeFilter, TradingError, TradingServer, Window, find_trade,
};
use rust_decimal::Decimal;

/// What the books show.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Evidence {
    /// It was done.
    Done(TradeState, Fill),
    /// No trace so far.
    Nothing,
    /// What it was to change is not there any more, and nothing tells how it stood at its end.
    Gone,
    /// More than was asked for carries its tag: for people to look at.
    Doubtful,
}

impl Evidence {
    fn whole(fill: Fill) -> Self {
        Self::Done(TradeState::Confirmed, fill)
    }
}

/// Looks a command up. The window reaches from before it was sent to now.
///
/// # Errors
/// Those of a reading.
pub(super) async fn evidence(
    server: &dyn TradingServer,
    command: &TradeCommand,
    window: Window,
) -> Result<Evidence, TradingError> {
    let terms = &command.terms;
    match terms.kind {
        TradeKind::Open | TradeKind::PlaceOrder | TradeKind::Close | TradeKind::CloseBy => {
            by_tag(server, command, window).await
        }
        TradeKind::ModifyPosition => {
            let positions = server.positions(&TradeFilter::Login(login(command.login))).await?;
            let named = positions.iter().find(|position| number(position.ticket) == terms.ticket);
            // the rest of an MT4 order that was closed in part has its stops
            let goes_on = |position: &&crm_trading::Position| position.continues.and_then(number) == terms.ticket;
            let named = named.or_else(|| positions.iter().find(goes_on));
            let stands = |position: &&crm_trading::Position| {
                (position.stop_loss.and_then(units), position.take_profit.and_then(units))
                    == (terms.stop_loss, terms.take_profit)
            };
            let Some(named) = named else { return Ok(Evidence::Gone) };
            Ok(if stands(&named) { Evidence::whole(Fill::default()) } else { Evidence::Nothing })
        }
        TradeKind::ModifyOrder => {
            let order = match waiting(server, command).await? {
                Some(order) => Some(order),
                // how it stood when it ended
                None => ended(server, command, window).await?,
            };
            let Some(order) = order else { return Ok(Evidence::Gone) };
            Ok(if stands_as(&order, terms) { Evidence::whole(Fill::default()) } else { Evidence::Nothing })
        }
        TradeKind::CancelOrder => {
            if waiting(server, command).await?.is_some() {
                return Ok(Evidence::Nothing);
            }
            let ended = ended(server, command, window).await?;
            let cancelled = ended.is_some_and(|order| order.state == OrderState::Cancelled);
            Ok(if cancelled { Evidence::whole(Fill::default()) } else { Evidence::Nothing })
        }
        TradeKind::ActivateOrder => activated(server, command, window).await,
    }
}

/// Whether a waiting order stands as a command wants it.
pub(super) fn stands_as(order: &PendingOrder, terms: &TradeTerms) -> bool {
    let seconds = |life: OrderLife| match life {
        OrderLife::Until(at) => Some(at.timestamp()),
        OrderLife::UntilCancelled | OrderLife::Day => None,
    };
    let day = matches!(order.life, OrderLife::Day);
    units(order.price) == terms.price
        && order.price_trigger.and_then(units) == terms.price_trigger
        && order.stop_loss.and_then(units) == terms.stop_loss
        && order.take_profit.and_then(units) == terms.take_profit
        && !day
        && seconds(order.life) == seconds(life(terms))
}

async fn by_tag(server: &dyn TradingServer, command: &TradeCommand, window: Window) -> Result<Evidence, TradingError> {
    let terms = &command.terms;
    let reference = Reference::from_bytes(command.reference);
    let found = find_trade(server, reference, login(command.login), window).await?;
    if terms.kind == TradeKind::PlaceOrder {
        let placed = found.orders.first().map(|order| order.ticket);
        let filled = || found.deals.first().and_then(|deal| deal.order);
        let open = || found.positions.first().map(|position| position.ticket);
        let mut order = placed.or_else(filled).or_else(open);
        if order.is_none() {
            let ended = history(server, command, window).await?;
            let ended = ended.into_iter().find(|order| Reference::find_in(&order.comment) == Some(reference));
            order = ended.map(|order| order.ticket);
        }
        return Ok(
            order.map_or(Evidence::Nothing, |order| Evidence::whole(Fill { order: Some(order), ..Fill::default() }))
        );
    }
    let own: Vec<&Deal> = found.deals.iter().filter(|deal| is_of(deal, terms)).collect();
    if own.is_empty() {
        let opened = found.positions.first().filter(|_| terms.kind == TradeKind::Open);
        return Ok(opened.map_or(Evidence::Nothing, |position| {
            let order = Some(position.ticket);
            let fill = Fill { order, lots: Some(position.lots), price: Some(position.price_open), ..Fill::default() };
            Evidence::whole(fill)
        }));
    }
    Ok(summed(&own, terms.lots))
}

/// Whether a deal that carries the tag is what the command was to make.
fn is_of(deal: &Deal, terms: &TradeTerms) -> bool {
    let DealAction::Trade(side) = deal.action else { return false };
    let named = terms.ticket.map(ticket);
    let on_it = deal.position == named || Some(deal.id.ticket) == named;
    let ends = matches!(deal.entry, Some(DealEntry::Out | DealEntry::InOut | DealEntry::OutBy));
    match terms.kind {
        TradeKind::Open => deal.id.leg != DealLeg::Out && Some(of_side(side)) == terms.side,
        TradeKind::CloseBy => on_it && deal.entry == Some(DealEntry::OutBy),
        // a closing that came late finds the position of a netting account turned around, and adds to it
        TradeKind::Close if deal.id.leg == DealLeg::Whole => Some(of_side(side)) == dealt(terms),
        _ => on_it && ends && deal.id.leg != DealLeg::In,
    }
}

/// The deals of one command together, at their average price.
fn summed(deals: &[&Deal], asked: i64) -> Evidence {
    let lots: i64 = deals.iter().fold(0, |sum, deal| sum.saturating_add(deal.lots.units()));
    let worth = deals
        .iter()
        .try_fold(Decimal::ZERO, |sum, deal| sum.checked_add(deal.price.checked_mul(deal.lots.to_decimal())?));
    let price = worth.and_then(|worth| worth.checked_div(decimal(lots)));
    let (deal, order) = deals
        .last()
        .map_or((None, None), |last| (Some(last.id.ticket).filter(|_| last.id.leg == DealLeg::Whole), last.order));
    let fill = Fill { deal, order, rest: None, lots: Some(Lots::from_units(lots)), price };
    match lots.cmp(&asked) {
        std::cmp::Ordering::Equal => Evidence::whole(fill),
        std::cmp::Ordering::Less => Evidence::Done(TradeState::Partial, fill),
        std::cmp::Ordering::Greater => Evidence::Doubtful,
    }
}

/// An activated order is no longer waiting and made a deal; a stop-limit order became a limit order.
async fn activated(
    server: &dyn TradingServer,
    command: &TradeCommand,
    window: Window,
) -> Result<Evidence, TradingError> {
    let terms = &command.terms;
    if let Some(order) = waiting(server, command).await? {
        let was_stop_limit = terms.pending.is_some_and(crm_model::PendingKind::is_stop_limit);
        let became = was_stop_limit && order.kind.is_some_and(|kind| !kind.is_stop_limit());
        return Ok(if became { Evidence::whole(Fill::default()) } else { Evidence::Nothing });
    }
    let named = terms.ticket.map(ticket);
    let mut query = DealQuery { filter: TradeFilter::Login(login(command.login)), window, cursor: None };
    let mut own: Vec<Deal> = Vec::new();
    loop {
        let page = server.deals(&query).await?;
        for deal in page.items {
            let of_order = named.is_some() && deal.order == named && deal.id.leg != DealLeg::Out;
            if of_order && own.iter().all(|seen| seen.id != deal.id) {
                own.push(deal);
            }
        }
        let Some(next) = page.next else { break };
        query.cursor = Some(next);
    }
    let own: Vec<&Deal> = own.iter().collect();
    Ok(if own.is_empty() { Evidence::Nothing } else { summed(&own, terms.lots) })
}

async fn waiting(server: &dyn TradingServer, command: &TradeCommand) -> Result<Option<PendingOrder>, TradingError> {
    let orders = server.orders(&TradeFilter::Login(login(command.login))).await?;
    Ok(orders.into_iter().find(|order| number(order.ticket) == command.terms.ticket))
}

/// The order that a command names, as it ended.
async fn ended(
    server: &dyn TradingServer,
    command: &TradeCommand,
    window: Window,
) -> Result<Option<PendingOrder>, TradingError> {
    let ended = history(server, command, window).await?;
    Ok(ended.into_iter().find(|order| number(order.ticket) == command.terms.ticket))
}

/// Orders of the account that ended in the window; none where the server keeps none.
async fn history(
    server: &dyn TradingServer,
    command: &TradeCommand,
    window: Window,
) -> Result<Vec<PendingOrder>, TradingError> {
    let mut ended = Vec::new();
    if !server.capabilities().order_history {
        return Ok(ended);
    }
    let mut query = DealQuery { filter: TradeFilter::Login(login(command.login)), window, cursor: None };
    loop {
        let page = server.order_history(&query).await?;
        ended.extend(page.items);
        let Some(next) = page.next else { return Ok(ended) };
        query.cursor = Some(next);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use crm_model::TradeSide;
    use crm_trading::{DealId, Login, Money, ServerTime, Side, Ticket};

    fn closing(side: TradeSide) -> TradeTerms {
        TradeTerms {
            kind: TradeKind::Close,
            symbol: "EURUSD".to_owned(),
            digits: 5,
            side: Some(side),
            pending: None,
            lots: 1_000_000,
            ticket: Some(7),
            by_ticket: None,
            price: None,
            price_trigger: None,
            stop_loss: None,
            take_profit: None,
            max_slippage: 20,
            expires_at: None,
        }
    }

    fn bought(entry: DealEntry, leg: DealLeg, position: u64) -> Deal {
        Deal {
            id: DealId { ticket: Ticket(9), leg },
            login: Login(1),
            action: DealAction::Trade(Side::Buy),
            entry: Some(entry),
            order: None,
            position: Some(Ticket(position)),
            symbol: "EURUSD".to_owned(),
            lots: Lots::from_units(1_000_000),
            price: Money::new(11, 1),
            profit: Money::ZERO,
            swap: Money::ZERO,
            commission: Money::ZERO,
            made_by: None,
            comment: String::new(),
            at: ServerTime { server_msc: 0, utc: DateTime::UNIX_EPOCH },
        }
    }

    /// done late, a closing of a sold position is a purchase, whatever the position has become.
    #[test]
    fn r_08_a_closing_that_came_late_is_known_by_its_tag_and_side() {
        for entry in [DealEntry::Out, DealEntry::InOut, DealEntry::In] {
            assert!(is_of(&bought(entry, DealLeg::Whole, 7), &closing(TradeSide::Sell)), "{entry:?}");
            assert!(!is_of(&bought(entry, DealLeg::Whole, 7), &closing(TradeSide::Buy)), "{entry:?}");
        }
        // the halves of an MT4 order share their comment: only the closing half is of the closing
        assert!(is_of(&bought(DealEntry::Out, DealLeg::Out, 7), &closing(TradeSide::Sell)));
        assert!(!is_of(&bought(DealEntry::In, DealLeg::In, 7), &closing(TradeSide::Sell)));
    }
}
