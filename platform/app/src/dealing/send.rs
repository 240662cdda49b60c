//! The one place that sends a trade command. It is called once for a row, right after the commit that put it into `sending`.

use super::words::{decimal, life, number, order_picture, position_picture, ticket, to_kind, to_side, units, worse_by};
use super::{about, announce};
use crate::trading::Held;
use crate::trading_accounts::{login, note_state};
use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_model::{AuditAction, TradeKind, TradeState, show_lots, show_price};
use crm_storage::{Change, TradeCommand, TradeCommands, TradeFill, TradePicture, TradeStep};
use crm_trading::{
    ActivateOrder, Answer, CancelOrder, CloseBy, ClosePosition, Fill, Intent, Lots, ModifyOrder, ModifyPosition,
    OpenMarket, PlacePending, Price, Reference, TradeFilter, TradeOutcome, TradingError, TradingServer,
};
use crm_vault::ClientKey;
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// Looking at what became of a position holds the answer up no longer than that.
const LOOK: Duration = Duration::from_secs(2);

const TAKEN: &str = "the server took the order and has not said that it filled it";

/// What came of sending.
pub(super) struct Outcome {
    pub(super) state: TradeState,
    pub(super) said: Option<String>,
    pub(super) fill: TradeFill,
    pub(super) took_ms: Option<i32>,
}

/// Sends a command at the price that was checked and writes down what became of it.
pub(super) async fn send(
    op: &OpContext,
    app: &App,
    held: &Held,
    command: &TradeCommand,
    key: &ClientKey,
    price: Option<Price>,
) -> Result<(), UseCaseError> {
    let began = Instant::now();
    // a process that stood still sends nothing once its lease is over
    let intent = Intent::until(Reference::from_bytes(command.reference), held.send_before);
    let sent = put(held.server.as_ref(), intent, command, price).await;
    let took_ms = Some(i32::try_from(began.elapsed().as_millis()).unwrap_or(i32::MAX));
    let (state, said, fill) = match sent {
        Ok(TradeOutcome::Done(fill)) => (TradeState::Confirmed, None, fill),
        Ok(TradeOutcome::Placed(fill)) if command.terms.kind == TradeKind::PlaceOrder => {
            (TradeState::Confirmed, None, fill)
        }
        // taken and not filled yet: what becomes of it is looked up
        Ok(TradeOutcome::Placed(fill)) => (TradeState::Unknown, Some(TAKEN.to_owned()), fill),
        Ok(TradeOutcome::Partial(fill)) => (TradeState::Partial, None, fill),
        Ok(TradeOutcome::Rejected(answer)) => (TradeState::Rejected, Some(answer.to_string()), Fill::default()),
        Ok(TradeOutcome::Unknown(answer)) | Err(TradingError::OutcomeUnknown(answer)) => {
            (TradeState::Unknown, Some(answer.to_string()), Fill::default())
        }
        Err(error) => (TradeState::Rejected, Some(error.to_string()), Fill::default()),
    };
    let outcome = Outcome { state, said, fill: kept(command, &fill), took_ms };
    settle_as(op, app, held, command, key, outcome).await?;
    Ok(())
}

async fn put(
    server: &dyn TradingServer,
    intent: Intent,
    command: &TradeCommand,
    price: Option<Price>,
) -> Result<TradeOutcome, TradingError> {
    let terms = &command.terms;
    let lacking = || TradingError::Validation(Answer::ours("the command lacks a part"));
    let login = login(command.login);
    let (stop_loss, take_profit) = (terms.stop_loss.map(decimal), terms.take_profit.map(decimal));
    let named = terms.ticket.map(ticket);
    let lots = Lots::from_units(terms.lots);
    match terms.kind {
        TradeKind::Open => {
            let side = to_side(terms.side.ok_or_else(lacking)?);
            let symbol = terms.symbol.clone();
            server.open_market(intent, &OpenMarket { login, symbol, side, lots, price, stop_loss, take_profit }).await
        }
        TradeKind::PlaceOrder => {
            let order = PlacePending {
                login,
                symbol: terms.symbol.clone(),
                kind: to_kind(terms.pending.ok_or_else(lacking)?),
                lots,
                price: decimal(terms.price.ok_or_else(lacking)?),
                price_trigger: terms.price_trigger.map(decimal),
                stop_loss,
                take_profit,
                life: life(terms),
            };
            server.place_pending(intent, &order).await
        }
        TradeKind::ModifyPosition => {
            let ticket = named.ok_or_else(lacking)?;
            server.modify_position(intent, &ModifyPosition { login, ticket, stop_loss, take_profit }).await
        }
        TradeKind::ModifyOrder => {
            let order = ModifyOrder {
                login,
                ticket: named.ok_or_else(lacking)?,
                price: decimal(terms.price.ok_or_else(lacking)?),
                price_trigger: terms.price_trigger.map(decimal),
                stop_loss,
                take_profit,
                life: life(terms),
            };
            server.modify_order(intent, &order).await
        }
        TradeKind::CancelOrder => {
            server.cancel_order(intent, &CancelOrder { login, ticket: named.ok_or_else(lacking)? }).await
        }
        TradeKind::ActivateOrder => {
            server.activate_order(intent, &ActivateOrder { login, ticket: named.ok_or_else(lacking)?, price }).await
        }
        TradeKind::Close => {
            let close = ClosePosition { login, ticket: named.ok_or_else(lacking)?, lots: Some(lots), price };
            server.close_position(intent, &close).await
        }
        TradeKind::CloseBy => {
            let by = terms.by_ticket.map(ticket).ok_or_else(lacking)?;
            server.close_by(intent, &CloseBy { login, ticket: named.ok_or_else(lacking)?, by }).await
        }
    }
}

/// A fill as it is kept, with the slippage against the price that was shown.
pub(super) fn kept(command: &TradeCommand, fill: &Fill) -> TradeFill {
    let fills = command.terms.kind.at_market() || command.terms.kind == TradeKind::CloseBy;
    let price = fill.price.filter(|price| fills && !price.is_zero()).and_then(units);
    let slippage = command.terms.price.zip(price).and_then(|(shown, filled)| worse_by(&command.terms, shown, filled));
    TradeFill {
        lots: fill.lots.map(Lots::units).filter(|lots| fills && *lots > 0),
        price,
        slippage,
        deal: fill.deal.and_then(number).filter(|deal| *deal > 0),
        order: fill.order.and_then(number).filter(|order| *order > 0),
    }
}

/// Writes down where a command went, unless somebody has meanwhile.
pub(super) async fn settle_as(
    op: &OpContext,
    app: &App,
    held: &Held,
    command: &TradeCommand,
    key: &ClientKey,
    outcome: Outcome,
) -> Result<(), UseCaseError> {
    let Outcome { state, said, fill, took_ms } = outcome;
    let after = if state.is_done() { look(held.server.as_ref(), command, &fill).await } else { None };
    let tx = app.db.begin(op).await?;
    let step = TradeStep { said: said.as_deref(), after, fill, took_ms, ..TradeStep::to(state, op.now()) };
    if !TradeCommands::of(&tx).step(command, &step).await? {
        return Ok(tx.abandon().await?);
    }
    let action = match state {
        TradeState::Confirmed => AuditAction::TradeConfirmed,
        TradeState::Partial => AuditAction::TradePartial,
        TradeState::Unknown => AuditAction::TradeUnknown,
        TradeState::NotApplied => AuditAction::TradeNotApplied,
        _ => AuditAction::TradeRejected,
    };
    let digits = command.terms.digits;
    let event = about(action, command, key).changes([
        Change::plain("filled_lots", None::<String>, fill.lots.map(show_lots)),
        Change::plain("filled_price", None::<String>, fill.price.map(|price| show_price(price, digits))),
        Change::plain("slippage", None::<String>, fill.slippage.map(|points| points.to_string())),
        Change::plain("deal", None::<String>, fill.deal.map(|deal| deal.to_string())),
        Change::plain("said", None::<String>, said),
    ]);
    let event = if state.is_done() { event.changes(pictures(command, after)) } else { event };
    tx.commit(event).await?;
    announce(op, app, command.id, command.version + 1).await;
    if state.is_done()
        && let Ok(figures) = held.server.account_state(login(command.login)).await
    {
        note_state(app, op.tenant(), command.account, command.account_digits, &figures).await?;
    }
    Ok(())
}

/// What changed on the position or order; what stayed is left out.
fn pictures(command: &TradeCommand, after: Option<TradePicture>) -> Vec<Change> {
    let digits = command.terms.digits;
    let (before, after) = (command.before.unwrap_or_default(), after.unwrap_or_default());
    let price = |units: Option<i64>| units.map(|units| show_price(units, digits));
    let lots = |units: Option<i64>| units.map(show_lots);
    [
        ("position_lots", lots(before.lots), lots(after.lots)),
        ("position_price", price(before.price), price(after.price)),
        ("stop_loss", price(before.stop_loss), price(after.stop_loss)),
        ("take_profit", price(before.take_profit), price(after.take_profit)),
    ]
    .into_iter()
    .filter(|(_, before, after)| before != after)
    .map(|(field, before, after)| Change::plain(field, before, after))
    .collect()
}

/// How the position or order stands now; nothing when the server does not say in time.
async fn look(server: &dyn TradingServer, command: &TradeCommand, fill: &TradeFill) -> Option<TradePicture> {
    timeout(LOOK, picture(server, command, fill)).await.ok()?.ok()
}

async fn picture(
    server: &dyn TradingServer,
    command: &TradeCommand,
    fill: &TradeFill,
) -> Result<TradePicture, TradingError> {
    let (terms, all) = (&command.terms, TradeFilter::Login(login(command.login)));
    let none = TradePicture { lots: Some(0), ..TradePicture::default() };
    let reference = Some(Reference::from_bytes(command.reference));
    if matches!(terms.kind, TradeKind::PlaceOrder | TradeKind::ModifyOrder | TradeKind::CancelOrder) {
        let orders = server.orders(&all).await?;
        let own = |number| terms.ticket == number || (number.is_some() && fill.order == number);
        let order = orders.iter().find(|order| own(number(order.ticket)));
        let order = order.or_else(|| orders.iter().find(|order| Reference::find_in(&order.comment) == reference));
        return Ok(order.map_or(none, order_picture));
    }
    let positions = server.positions(&all).await?;
    let named = terms.ticket.map(ticket);
    // the number itself, its rest on MT4, what the command opened, and the one of a netting account
    let position = positions
        .iter()
        .find(|position| Some(position.ticket) == named)
        .or_else(|| positions.iter().find(|position| named.is_some() && position.continues == named))
        .or_else(|| positions.iter().find(|position| Reference::find_in(&position.comment) == reference));
    let opened = terms.kind.opens();
    let position = position.or_else(|| {
        let mut same = positions.iter().filter(|position| opened && position.symbol == terms.symbol);
        same.next().filter(|_| same.next().is_none())
    });
    Ok(position.map_or(none, position_picture))
}
