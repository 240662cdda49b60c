//! What stands for and against a command, in words, from what the server says now.

use super::market::{Market, gone};
use super::prices::{order_price, price, stops};
use super::words::{dealt, decimal, units};
use crate::balance_operations::{BalanceCheck, CheckOutcome};
use chrono::{DateTime, Utc};
use crm_model::{PendingKind, TradeKind, TradeSide, show_lots};
use crm_storage::{TradeCommand, TradeTerms, TradingAccountRow};
use crm_trading::{Money, Reference, SymbolSpec, TradeMode};

/// Collects checks.
pub(super) struct Checks(Vec<BalanceCheck>);

impl Checks {
    fn say(&mut self, code: &'static str, outcome: CheckOutcome, text: impl Into<String>) {
        self.0.push(BalanceCheck { code, outcome, text: text.into() });
    }

    pub(super) fn refuse(&mut self, code: &'static str, text: impl Into<String>) {
        self.say(code, CheckOutcome::Refused, text);
    }

    pub(super) fn mind(&mut self, code: &'static str, text: impl Into<String>) {
        self.say(code, CheckOutcome::Mind, text);
    }

    /// Good, or refused.
    pub(super) fn weigh(&mut self, code: &'static str, good: bool, text: impl Into<String>) {
        self.say(code, if good { CheckOutcome::Good } else { CheckOutcome::Refused }, text);
    }
}

/// What a command is judged by, beside its own terms.
pub(super) struct Case<'a> {
    pub(super) now: DateTime<Utc>,
    pub(super) row: &'a TradingAccountRow,
    pub(super) terms: &'a TradeTerms,
    pub(super) market: &'a Market,
    /// Margin that it takes; `None` where it takes none, or the server does not reckon it.
    pub(super) margin: Option<Money>,
    /// Commands on the account whose end is not known.
    pub(super) unsettled: &'a [TradeCommand],
}

/// Each check in words.
pub(super) fn judge(case: &Case<'_>) -> Vec<BalanceCheck> {
    let mut checks = Checks(Vec::new());
    unsettled(case, &mut checks);
    rights(case, &mut checks);
    subject(case, &mut checks);
    volume(case, &mut checks);
    price(case, &mut checks);
    order_price(case, &mut checks);
    stops(case, &mut checks);
    margin(case, &mut checks);
    checks.0
}

/// Nothing is sent that an earlier command, which may still be carried out, would make a double of.
fn unsettled(case: &Case<'_>, checks: &mut Checks) {
    let terms = case.terms;
    let marked = |number: Option<i64>| {
        let position = case.market.position(number).map(|position| &position.comment);
        position
            .or_else(|| case.market.order(number).map(|order| &order.comment))
            .and_then(|text| Reference::find_in(text))
    };
    let marks = [marked(terms.ticket), marked(terms.by_ticket)];
    for earlier in case.unsettled {
        let before = &earlier.terms;
        let named = [before.ticket, before.by_ticket];
        let same_ticket = [terms.ticket, terms.by_ticket].iter().flatten().any(|ticket| named.contains(&Some(*ticket)));
        let made_it = marks.contains(&Some(Reference::from_bytes(earlier.reference)));
        if made_it || (same_ticket && terms.kind.waits_for(before.kind)) {
            checks.refuse("unsettled", "An earlier command on it is still being found out: it may yet be carried out.");
        } else if case.market.netting && before.symbol == terms.symbol && closes_twice(before, terms) {
            let text = "An earlier command that trades the same way on the one position of this symbol is still being found out: together they may close it twice.";
            checks.refuse("unsettled", text);
        } else if terms.kind.opens() && before.kind.opens() && before.symbol == terms.symbol {
            let same = (before.kind, before.side, before.lots) == (terms.kind, terms.side, terms.lots);
            let text = format!(
                "An earlier command for {} lots of {} is still being found out: it may yet be carried out.",
                show_lots(before.lots),
                before.symbol
            );
            checks.say("unsettled", if same { CheckOutcome::Refused } else { CheckOutcome::Mind }, text);
        }
    }
}

/// On a netting account whatever trades against the position closes it: a closing and what trades the same way.
fn closes_twice(before: &TradeTerms, terms: &TradeTerms) -> bool {
    let closing = before.kind == TradeKind::Close || terms.kind == TradeKind::Close;
    closing && dealt(terms).is_some() && dealt(terms) == dealt(before)
}

fn rights(case: &Case<'_>, checks: &mut Checks) {
    let (terms, market) = (case.terms, case.market);
    let mode = market.spec.trade_mode;
    if terms.kind.opens() {
        if !market.account.enabled || !market.account.trading || market.account.read_only {
            checks.refuse(
                "account_disabled",
                "The account may not trade: its switches are off. What is open can be closed.",
            );
        }
        let allowed = match (mode, terms.side) {
            (TradeMode::Full, _) => true,
            (TradeMode::LongOnly, side) => side == Some(TradeSide::Buy),
            (TradeMode::ShortOnly, side) => side == Some(TradeSide::Sell),
            (TradeMode::CloseOnly | TradeMode::Disabled, _) => false,
        };
        if !allowed {
            checks.refuse("trade_mode", format!("{} cannot be opened this way: {}.", terms.symbol, mode_words(mode)));
        }
    } else if mode == TradeMode::Disabled {
        checks.refuse("trade_mode", format!("{} is not traded at all.", terms.symbol));
    }
    if terms.pending.is_some_and(PendingKind::is_stop_limit) && !market.can.stop_limit {
        checks.refuse("not_offered", "This server has no stop-limit orders.");
    }
    if terms.kind == TradeKind::CloseBy && market.netting {
        checks.refuse("netting", "This account has one position a symbol: there is nothing to close by.");
    }
    if let (TradeKind::Open, Some(there)) = (terms.kind, market.netted()) {
        let adds = Some(super::words::of_side(there.side)) == terms.side;
        let what = if adds { "adds to" } else { "reduces, closes or turns around" };
        let text = format!(
            "One position a symbol: this {what} the {} lots that are open, and its stops take the place of theirs.",
            there.lots
        );
        checks.mind("netting", text);
    }
}

pub(super) const fn mode_words(mode: TradeMode) -> &'static str {
    match mode {
        TradeMode::Disabled => "it is not traded",
        TradeMode::LongOnly => "it may only be bought",
        TradeMode::ShortOnly => "it may only be sold",
        TradeMode::CloseOnly => "it may only be closed",
        TradeMode::Full => "everything is allowed",
    }
}

/// MON-24: what it is about is open, and is what it was taken for.
fn subject(case: &Case<'_>, checks: &mut Checks) {
    let (terms, market) = (case.terms, case.market);
    let mut absent = || checks.refuse(gone().code, gone().message);
    match terms.kind {
        TradeKind::Open | TradeKind::PlaceOrder => {}
        TradeKind::Close | TradeKind::ModifyPosition => {
            let Some(position) = market.position(terms.ticket) else { return absent() };
            let side = super::words::of_side(position.side);
            if terms.side.is_some_and(|taken_for| taken_for != side) {
                return checks.refuse("turned", "The position has turned around since this was asked for: ask anew.");
            }
            let stops = (position.stop_loss.and_then(units), position.take_profit.and_then(units));
            if terms.kind == TradeKind::ModifyPosition && stops == (terms.stop_loss, terms.take_profit) {
                checks.refuse("no_change", "Stop loss and take profit stand there already.");
            }
        }
        TradeKind::CloseBy => {
            let both = market.position(terms.ticket).zip(market.position(terms.by_ticket));
            let Some((one, other)) = both else { return absent() };
            if terms.side.is_some_and(|taken_for| taken_for != super::words::of_side(one.side)) {
                return checks.refuse("turned", "The position has turned around since this was asked for: ask anew.");
            }
            if one.symbol != other.symbol || one.side == other.side {
                checks.refuse("not_opposite", "Only an opposite position of the same symbol closes another.");
            }
        }
        TradeKind::ModifyOrder | TradeKind::CancelOrder | TradeKind::ActivateOrder => {
            let Some(order) = market.order(terms.ticket) else { return absent() };
            if terms.kind == TradeKind::ModifyOrder && super::look_up::stands_as(order, terms) {
                checks.refuse("no_change", "The order stands like that already.");
            }
        }
    }
}

/// Smallest, largest and step of volumes. A largest of zero is not said by the server (MT4 keeps it with the group).
pub(super) fn limits(spec: &SymbolSpec) -> (i64, Option<i64>, i64) {
    let step = spec.lots_step.units().max(1);
    (spec.lots_min.units().max(step), Some(spec.lots_max.units()).filter(|max| *max > 0), step)
}

fn volume(case: &Case<'_>, checks: &mut Checks) {
    let (terms, spec) = (case.terms, &case.market.spec);
    let (min, max, step) = limits(spec);
    let on_step = terms.lots % step == 0;
    match terms.kind {
        TradeKind::Open | TradeKind::PlaceOrder => {
            let fits = terms.lots >= min && max.is_none_or(|max| terms.lots <= max) && on_step;
            let most = max.map_or_else(|| "what the server allows".to_owned(), show_lots);
            let (lots, step) = (show_lots(terms.lots), show_lots(step));
            let text = format!("{lots} lots; {} takes {} to {most} in steps of {step}.", terms.symbol, show_lots(min));
            checks.weigh("volume", fits, text);
        }
        TradeKind::Close => {
            let Some(position) = case.market.position(terms.ticket) else { return };
            let rest = position.lots.units().saturating_sub(terms.lots);
            if rest < 0 {
                checks.refuse(
                    "volume",
                    format!("The position has {} lots, which is less than {}.", position.lots, show_lots(terms.lots)),
                );
            } else if rest > 0 && !on_step {
                checks.refuse("volume", format!("A part must be a multiple of {} lots.", spec.lots_step));
            } else if rest > 0 && rest < min {
                checks.mind("volume", format!("{} lots stay open, less than the smallest volume.", show_lots(rest)));
            } else {
                checks.weigh(
                    "volume",
                    true,
                    format!("{} of {} lots are closed.", show_lots(terms.lots), position.lots),
                );
            }
        }
        _ => {}
    }
}

fn margin(case: &Case<'_>, checks: &mut Checks) {
    let market = case.market;
    if !matches!(case.terms.kind, TradeKind::Open | TradeKind::ActivateOrder) {
        return;
    }
    let Some(needed) = case.margin else {
        return checks.mind(
            "margin",
            "This server does not reckon the margin beforehand; it refuses what the free margin does not cover.",
        );
    };
    let covered = needed <= market.state.margin_free;
    let text = if case.row.shows_money {
        let shown = |amount: Money| format!("{} {}", amount.round_dp(case.row.record.digits), case.row.record.currency);
        let relation = if covered { "covers" } else { "does not cover" };
        format!("{} are free, which {relation} the margin of {}.", shown(market.state.margin_free), shown(needed))
    } else if covered {
        "The free margin covers it.".to_owned()
    } else {
        "The free margin does not cover it.".to_owned()
    };
    checks.weigh("margin", covered, text);
}

/// Free margin after a command.
pub(super) fn free_after(market: &Market, margin: Option<Money>) -> Option<Money> {
    market.state.margin_free.checked_sub(margin?)
}

/// What a closing would realise of the floating result, in the account's currency.
pub(super) fn result_of(market: &Market, terms: &TradeTerms) -> Option<Money> {
    if terms.kind != TradeKind::Close {
        return None;
    }
    let position = market.position(terms.ticket)?;
    position.profit.checked_mul(decimal(terms.lots))?.checked_div(position.lots.to_decimal())
}
