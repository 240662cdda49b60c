//! Trade commands and what a dealing form needs, as the portal shows them.

use crate::view::balance::BalanceCheckOutcome;
use crate::view::client::StaffRef;
use crate::view::live_order::{LiveOrder, PendingKind};
use crate::view::live_position::{LivePosition, TradeSide, placed};
use crate::view::trading_account::{ClientRef, TradingAccount};
use crate::view::trading_server::TradingEnvironment;
use async_graphql::{Enum, ID, SimpleObject};
use chrono::{DateTime, Utc};
use crm_app::balance_operations::BalanceCheck as Check;
use crm_app::dealing::{ShownTrade, Side, TradePreview as Preview, TradeTicket as Ticket};
use crm_model::{show_lots, show_price};
use crm_storage::{DealingRule as Rule, TradePicture as Picture};
use rust_decimal::Decimal;

/// What a trade command does.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::TradeKind")]
pub enum TradeCommandKind {
    /// Opens a position at the market.
    Open,
    /// Closes a position or a part of it.
    Close,
    /// Closes a position by an opposite one.
    CloseBy,
    /// Changes the stops of a position.
    ModifyPosition,
    /// Places an order that waits.
    PlaceOrder,
    /// Changes a waiting order.
    ModifyOrder,
    /// Takes a waiting order back.
    CancelOrder,
    /// Fills a waiting order now.
    ActivateOrder,
}

/// Where a trade command stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::TradeState")]
pub enum TradeCommandState {
    /// Waits for a second person.
    Requested,
    /// On its way.
    Sending,
    /// The server did it.
    Confirmed,
    /// The server did it for a part of the volume.
    Partial,
    /// The server refused, or nothing was sent.
    Rejected,
    /// No answer came: it is looked up, never sent again.
    Unknown,
    /// Looked up: the server never did it.
    NotApplied,
    /// The second person said no.
    Declined,
    /// Taken back by the one who asked.
    Cancelled,
}

/// How a position or an order stands. No lots: it is not there.
#[derive(SimpleObject)]
pub struct TradePicture {
    lots: Option<String>,
    price: Option<String>,
    stop_loss: Option<String>,
    take_profit: Option<String>,
}

impl TradePicture {
    fn new(picture: Picture, digits: u32) -> Self {
        let price = |units: Option<i64>| units.map(|units| show_price(units, digits));
        Self {
            lots: picture.lots.map(show_lots),
            price: price(picture.price),
            stop_loss: price(picture.stop_loss),
            take_profit: price(picture.take_profit),
        }
    }
}

/// What somebody asked a trading server for on a client's account.
#[derive(SimpleObject)]
pub struct TradeCommand {
    id: ID,
    version: i32,
    kind: TradeCommandKind,
    state: TradeCommandState,
    account_id: ID,
    login: String,
    server_name: String,
    environment: TradingEnvironment,
    client: ClientRef,
    symbol: String,
    /// Digits of prices.
    digits: i32,
    side: Option<TradeSide>,
    pending_kind: Option<PendingKind>,
    lots: Option<String>,
    ticket: Option<String>,
    by_ticket: Option<String>,
    /// Shown to the person who asked (market), or the order's price (waiting).
    price: Option<String>,
    /// Where a stop-limit order becomes a limit order at its price.
    price_trigger: Option<String>,
    stop_loss: Option<String>,
    take_profit: Option<String>,
    expires_at: Option<DateTime<Utc>>,
    before: Option<TradePicture>,
    after: Option<TradePicture>,
    filled_lots: Option<String>,
    filled_price: Option<String>,
    /// In points; above zero is worse for the client. Null when there is nothing to compare.
    slippage: Option<String>,
    deal: Option<String>,
    order: Option<String>,
    /// The server's words, or how it was settled.
    said: Option<String>,
    /// From the first byte to the answer.
    took_ms: Option<i32>,
    reason: String,
    needs_approval: bool,
    /// The viewer asked for it.
    mine: bool,
    /// The viewer may agree to it.
    approvable: bool,
    not_approvable_because: Option<&'static str>,
    requested_by: Option<StaffRef>,
    requested_at: DateTime<Utc>,
    decided_by: Option<StaffRef>,
    decided_at: Option<DateTime<Utc>>,
    sent_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
}

impl From<ShownTrade> for TradeCommand {
    fn from(shown: ShownTrade) -> Self {
        let command = shown.command;
        let terms = command.terms;
        let price = |units: Option<i64>| units.map(|units| show_price(units, terms.digits));
        let number = |number: Option<i64>| number.map(|number| number.to_string());
        let person = |(id, name): (crm_model::StaffId, String)| StaffRef { id: ID(id.to_string()), name };
        let picture = |of: Option<Picture>| of.map(|picture| TradePicture::new(picture, terms.digits));
        Self {
            id: ID(command.id.to_string()),
            version: command.version,
            kind: terms.kind.into(),
            state: command.state.into(),
            account_id: ID(command.account.to_string()),
            login: command.login.to_string(),
            server_name: command.server_name,
            environment: command.environment.into(),
            client: command.client.into(),
            digits: i32::try_from(terms.digits).unwrap_or(0),
            side: terms.side.map(Into::into),
            pending_kind: terms.pending.map(Into::into),
            lots: Some(show_lots(terms.lots)),
            ticket: number(terms.ticket),
            by_ticket: number(terms.by_ticket),
            price: price(terms.price),
            price_trigger: price(terms.price_trigger),
            stop_loss: price(terms.stop_loss),
            take_profit: price(terms.take_profit),
            expires_at: terms.expires_at,
            before: picture(command.before),
            after: picture(command.after),
            filled_lots: command.fill.lots.map(show_lots),
            filled_price: price(command.fill.price),
            slippage: number(command.fill.slippage),
            deal: number(command.fill.deal),
            order: number(command.fill.order),
            symbol: terms.symbol.clone(),
            said: command.said,
            took_ms: command.took_ms,
            reason: shown.reason.into_inner(),
            needs_approval: command.needs_approval,
            mine: shown.mine,
            approvable: shown.approvable.is_ok(),
            not_approvable_because: shown.approvable.err(),
            requested_by: Some(person(command.requested_by)),
            requested_at: command.requested_at,
            decided_by: command.decided_by.map(person),
            decided_at: command.decided_at,
            sent_at: command.sent_at,
            ended_at: command.ended_at,
        }
    }
}

/// One check of a command, in words.
#[derive(SimpleObject)]
pub struct TradeCheck {
    code: &'static str,
    outcome: BalanceCheckOutcome,
    text: String,
}

impl From<Check> for TradeCheck {
    fn from(check: Check) -> Self {
        Self { code: check.code, outcome: check.outcome.into(), text: check.text }
    }
}

/// What would be checked if a command were asked for now.
#[derive(SimpleObject)]
pub struct TradePreview {
    checks: Vec<TradeCheck>,
    /// A second person would have to agree.
    needs_approval: bool,
    /// The price at which it would be filled.
    price: Option<String>,
    margin_needed: Option<String>,
    margin_free_after: Option<String>,
    /// What a closing would realise, without swap.
    result: Option<String>,
}

impl From<Preview> for TradePreview {
    fn from(preview: Preview) -> Self {
        let money =
            |amount: Option<Decimal>| amount.map(|amount| placed(amount.round_dp(preview.digits), preview.digits));
        Self {
            needs_approval: preview.needs_approval,
            price: preview.price.map(|price| placed(price, preview.price_digits)),
            margin_needed: money(preview.margin_needed),
            margin_free_after: money(preview.margin_free_after),
            result: money(preview.result),
            checks: preview.checks.into_iter().map(TradeCheck::from).collect(),
        }
    }
}

/// Everything that a dealing form needs, read from the server now.
#[derive(SimpleObject)]
pub struct TradeTicket {
    account: TradingAccount,
    symbol: String,
    description: String,
    /// Digits of prices.
    digits: i32,
    /// The smallest step of the price.
    point: String,
    bid: Option<String>,
    ask: Option<String>,
    quoted_at: Option<DateTime<Utc>>,
    /// Points by which the price may move against the client until it is sent: the rule's, or the spread of now where that is
    /// wider.
    max_slippage: i32,
    lots_min: String,
    /// 0 where the server does not say it.
    lots_max: String,
    lots_step: String,
    /// Least distance of stops from the price, in points.
    stops_level: i32,
    /// What may be traded, in words.
    trade_mode: &'static str,
    /// Of the account, in that symbol.
    positions: Vec<LivePosition>,
    /// Of the account, in that symbol.
    orders: Vec<LiveOrder>,
    /// What server and rights allow.
    kinds: Vec<TradeCommandKind>,
    pending_kinds: Vec<PendingKind>,
}

impl From<Ticket> for TradeTicket {
    fn from(ticket: Ticket) -> Self {
        let digits = ticket.spec.digits;
        let price = |price: Decimal| placed(price, digits);
        let quote = ticket.quote.as_ref();
        let row = &ticket.account;
        Self {
            description: ticket.spec.description,
            digits: i32::try_from(digits).unwrap_or(0),
            point: Decimal::new(1, digits).to_string(),
            bid: quote.map(|quote| price(quote.opening(Side::Sell))),
            ask: quote.map(|quote| price(quote.opening(Side::Buy))),
            quoted_at: quote.map(|quote| quote.at.utc),
            max_slippage: ticket.max_slippage,
            lots_min: show_lots(ticket.lots_min),
            lots_max: show_lots(ticket.lots_max),
            lots_step: ticket.spec.lots_step.to_string(),
            stops_level: i32::try_from(ticket.spec.stops_level).unwrap_or(i32::MAX),
            trade_mode: ticket.trade_mode,
            positions: ticket
                .positions
                .iter()
                .map(|position| LivePosition::new(row, position, digits, ticket.margin_level))
                .collect(),
            orders: ticket.orders.iter().filter_map(|order| LiveOrder::new(row, order, digits, None)).collect(),
            kinds: ticket.kinds.into_iter().map(Into::into).collect(),
            pending_kinds: ticket.pending_kinds.into_iter().map(Into::into).collect(),
            symbol: ticket.spec.symbol,
            account: ticket.account.into(),
        }
    }
}

/// A symbol that can be dealt in.
#[derive(SimpleObject)]
pub struct TradeSymbol {
    pub(crate) symbol: String,
    pub(crate) description: String,
    /// Digits of prices.
    pub(crate) digits: i32,
}

/// How a broker deals.
#[derive(SimpleObject)]
pub struct DealingRule {
    /// In lots; a larger command needs a second person.
    alone_up_to_lots: String,
    /// Points by which the market may have moved against the client since the price was shown; the spread of the symbol where
    /// that is wider.
    max_slippage: i32,
    /// Always: each command has a reason.
    reason_required: bool,
    /// Each command needs a second factor not older than ten minutes.
    step_up: bool,
    /// 0 before the first change.
    version: i32,
}

impl From<Rule> for DealingRule {
    fn from(rule: Rule) -> Self {
        Self {
            alone_up_to_lots: show_lots(rule.alone_up_to),
            max_slippage: rule.max_slippage,
            reason_required: true,
            step_up: rule.step_up,
            version: rule.version,
        }
    }
}
