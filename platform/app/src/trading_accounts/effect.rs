//! What another group or leverage does to the margin of what is open, before anything is sent.

use super::figures::login;
use super::refused;
use crate::UseCaseError;
use crate::trading::{Held, minor_of};
use crm_model::Problem;
use crm_storage::TradingAccountRow;
use crm_trading::{AccountState, GroupSpec, MarginMode, Position, Side, SymbolSpec, TradeFilter};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// Levels of a group at which an account is called, and closed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Levels {
    /// Of the margin call.
    pub margin_call: Decimal,
    /// Of the stop-out.
    pub stop_out: Decimal,
    /// Whether both are equity in the account's currency, not per cent of the margin.
    pub are_money: bool,
}

/// What a change of product or leverage would do to the margin, in minor units.
#[derive(Clone, Debug)]
pub struct ChangeEffect {
    /// The account.
    pub account: TradingAccountRow,
    /// Open positions.
    pub open_positions: i32,
    /// Taken now.
    pub margin: i64,
    /// Taken after the change.
    pub margin_after: i64,
    /// Free now.
    pub margin_free: i64,
    /// Free after the change.
    pub margin_free_after: i64,
    /// Equity in per cent of the margin now; `None` without margin.
    pub margin_level: Option<Decimal>,
    /// The same after the change.
    pub margin_level_after: Option<Decimal>,
    /// Levels of the group it is in.
    pub levels: Levels,
    /// Levels of the group it would be in.
    pub levels_after: Levels,
    /// Why the change is refused; `None` when it is not.
    pub refusal: Option<Problem>,
    /// What else is to be known, in words.
    pub remarks: Vec<String>,
}

/// What an account shall have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms<'a> {
    pub(super) group: &'a str,
    pub(super) leverage: i32,
}

/// How an account stands on its server: somebody may have changed it in the server's own programs.
#[derive(Clone, Debug)]
pub(super) struct Stands {
    pub(super) group: String,
    pub(super) leverage: i32,
}

/// Reads it.
pub(super) async fn stands(held: &Held, row: &TradingAccountRow) -> Result<Stands, UseCaseError> {
    let account = held.server.account(login(row.record.login)).await.map_err(|error| refused(&error))?;
    let leverage = i32::try_from(account.leverage).ok().filter(|leverage| *leverage > 0);
    Ok(Stands { group: account.group, leverage: leverage.unwrap_or(row.record.leverage) })
}

/// Reckons it from what the server says now.
pub(super) async fn judge(
    held: &Held,
    row: TradingAccountRow,
    account: &Stands,
    after: Terms<'_>,
) -> Result<ChangeEffect, UseCaseError> {
    let (server, number) = (held.server.as_ref(), login(row.record.login));
    let state = server.account_state(number).await.map_err(|error| refused(&error))?;
    let positions = server.positions(&TradeFilter::Login(number)).await.map_err(|error| refused(&error))?;
    let leverage = account.leverage;
    let now = server.group(&account.group).await.map_err(|error| refused(&error))?;
    let mut remarks = Vec::new();
    if leverage != row.record.leverage || account.group != row.record.group {
        remarks.push(format!(
            "On the server the account stands in {} with leverage 1:{leverage}: it was changed there. Reckoned from that.",
            account.group
        ));
    }
    let (mut factor, mut then, mut is_open) = (Factor::Exact(Decimal::ONE), now.clone(), !positions.is_empty());
    if after.group != account.group {
        then = server.group(after.group).await.map_err(|error| refused(&error))?;
        if !is_open && keeps_otherwise(&now, &then) {
            let orders = server.orders(&TradeFilter::Login(number)).await.map_err(|error| refused(&error))?;
            is_open = !orders.is_empty();
        }
        if server.capabilities().group_terms {
            factor = factor_of(held, &positions, &now, &then).await?;
        } else if !positions.is_empty() {
            remarks
                .push("This server does not tell what margin a group takes: it may be more in the new one.".to_owned());
        }
        if !positions.is_empty() {
            remarks.push("Swap and commission of what is open go by the new group from then on.".to_owned());
        }
    }
    if state.margin > Decimal::ZERO && after.leverage != leverage {
        remarks.push("Reckoned by the leverage alone; symbols with a margin of their own do not change.".to_owned());
    }
    match &factor {
        Factor::Exact(_) => {}
        Factor::AtMost(_) => {
            remarks
                .push("The new group has a margin of its own for some symbols: at most this much is taken.".to_owned());
        }
        Factor::Unknown(symbols) => remarks.push(format!(
            "The new group reckons the margin of {} in another way; what it takes is only known afterwards.",
            symbols.join(", ")
        )),
    }
    let shown = Reckoned::of(&state, row.record.digits, (leverage, after.leverage), factor.value())
        .ok_or(UseCaseError::Internal("a figure that cannot be kept"))?;
    let (levels, levels_after) = (levels(&now), levels(&then));
    let refusal = if is_open && keeps_otherwise(&now, &then) {
        Some(Problem::whole("keeping_differs", keeping(&then)))
    } else {
        shown.refusal(&state, &levels, &levels_after)
    };
    if refusal.is_none() && shown.is_called(&state, &levels_after) {
        remarks.push("The account would stand at a margin call at once.".to_owned());
    }
    Ok(ChangeEffect {
        account: row,
        open_positions: i32::try_from(positions.len()).unwrap_or(i32::MAX),
        margin: shown.margin,
        margin_after: shown.margin_after,
        margin_free: shown.margin_free,
        margin_free_after: shown.margin_free.saturating_sub(shown.margin_after.saturating_sub(shown.margin)),
        margin_level: level(state.equity, state.margin),
        margin_level_after: level(state.equity, shown.after),
        levels,
        levels_after,
        refusal,
        remarks,
    })
}

const fn levels(group: &GroupSpec) -> Levels {
    Levels { margin_call: group.margin_call, stop_out: group.stop_out, are_money: group.levels_are_money }
}

fn keeps_otherwise(now: &GroupSpec, then: &GroupSpec) -> bool {
    now.margin_mode != then.margin_mode
}

fn keeping(then: &GroupSpec) -> &'static str {
    if then.margin_mode == MarginMode::Netting {
        "The new group keeps one position for each symbol (netting): close what is open first."
    } else {
        "The new group keeps every deal as a position of its own (hedging): close what is open first."
    }
}

fn level(equity: Decimal, margin: Decimal) -> Option<Decimal> {
    (margin > Decimal::ZERO).then(|| equity.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(margin)).flatten()
}

/// By how much the new group multiplies the margin of what is open.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Factor {
    /// All symbols by this.
    Exact(Decimal),
    /// The one that grows most by this.
    AtMost(Decimal),
    /// It cannot be said of these symbols.
    Unknown(Vec<String>),
}

impl Factor {
    /// What is reckoned with.
    fn value(&self) -> Decimal {
        match self {
            Self::Exact(factor) | Self::AtMost(factor) => *factor,
            Self::Unknown(_) => Decimal::ONE,
        }
    }

    fn of(symbols: impl Iterator<Item = (String, Option<Decimal>)>) -> Self {
        let (mut known, mut unknown) = (BTreeSet::new(), Vec::new());
        for (symbol, factor) in symbols {
            match factor {
                Some(factor) => drop(known.insert(factor)),
                None => unknown.push(symbol),
            }
        }
        match known.last() {
            _ if !unknown.is_empty() => Self::Unknown(unknown),
            None => Self::Exact(Decimal::ONE),
            Some(largest) if known.len() == 1 => Self::Exact(*largest),
            Some(largest) => Self::AtMost(*largest),
        }
    }
}

async fn factor_of(
    held: &Held,
    positions: &[Position],
    now: &GroupSpec,
    then: &GroupSpec,
) -> Result<Factor, UseCaseError> {
    let open: BTreeSet<(&str, bool)> =
        positions.iter().map(|position| (position.symbol.as_str(), position.side == Side::Buy)).collect();
    let symbols: BTreeSet<&str> = open.iter().map(|(symbol, _)| *symbol).collect();
    let mut factors = Vec::new();
    for symbol in symbols {
        let terms = async |group: &GroupSpec| held.server.symbol(symbol, Some(&group.name)).await;
        let before = terms(now).await.map_err(|error| refused(&error))?;
        let after = terms(then).await.map_err(|error| refused(&error))?;
        for (_, is_buy) in open.iter().filter(|(name, _)| *name == symbol) {
            factors.push((symbol.to_owned(), factor(&before, &after, *is_buy)));
        }
    }
    Ok(Factor::of(factors.into_iter()))
}

/// By how much the margin of a symbol's positions grows from one group's terms to another's.
fn factor(before: &SymbolSpec, after: &SymbolSpec, is_buy: bool) -> Option<Decimal> {
    let rate = |spec: &SymbolSpec| if is_buy { spec.margin_buy } else { spec.margin_sell };
    let same = |pick: fn(&SymbolSpec) -> Decimal| pick(before) == pick(after);
    let is_alike = before.calc_mode == after.calc_mode && same(|spec| spec.contract_size);
    if is_alike && same(|spec| spec.margin_initial) && same(|spec| spec.margin_hedged) && rate(before) == rate(after) {
        return Some(Decimal::ONE);
    }
    if !is_alike
        || !same(|spec| spec.margin_hedged)
        || before.margin_initial.is_zero() != after.margin_initial.is_zero()
    {
        return None;
    }
    let rates = rate(after).checked_div(rate(before))?;
    if before.margin_initial.is_zero() {
        return Some(rates);
    }
    rates.checked_mul(after.margin_initial.checked_div(before.margin_initial)?)
}

/// The figures before and after.
struct Reckoned {
    margin: i64,
    margin_after: i64,
    margin_free: i64,
    after: Decimal,
}

impl Reckoned {
    fn of(state: &AccountState, digits: u32, (now, then): (i32, i32), factor: Decimal) -> Option<Self> {
        let by_leverage = Decimal::from(now).checked_div(Decimal::from(then))?;
        let after = state.margin.checked_mul(factor)?.checked_mul(by_leverage)?;
        Some(Self {
            margin: minor_of(state.margin, digits)?,
            margin_after: minor_of(after, digits)?,
            margin_free: minor_of(state.margin_free, digits)?,
            after,
        })
    }

    fn refusal(&self, state: &AccountState, now: &Levels, then: &Levels) -> Option<Problem> {
        let short = self.margin_after > self.margin && self.margin_free < self.margin_after.saturating_sub(self.margin);
        let falls = self.margin > 0
            && is_under(state.equity, self.after, then, then.stop_out)
            && !is_under(state.equity, state.margin, now, now.stop_out);
        (short || falls).then(|| {
            Problem::whole(
                "margin_short",
                "The open positions would need more margin than the account has: it would be closed out. Close positions first.",
            )
        })
    }

    fn is_called(&self, state: &AccountState, then: &Levels) -> bool {
        self.margin > 0 && is_under(state.equity, self.after, then, then.margin_call)
    }
}

fn is_under(equity: Decimal, margin: Decimal, levels: &Levels, limit: Decimal) -> bool {
    if levels.are_money { equity < limit } else { level(equity, margin).is_some_and(|level| level < limit) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crm_trading::{CalcMode, Lots, TradeMode};

    fn number(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn spec(initial: &str, buy: &str, sell: &str) -> SymbolSpec {
        SymbolSpec {
            symbol: "EURUSD".to_owned(),
            path: String::new(),
            description: String::new(),
            digits: 5,
            contract_size: number("100000"),
            margin_initial: number(initial),
            margin_buy: number(buy),
            margin_sell: number(sell),
            margin_hedged: number("50000"),
            currency_base: "EUR".to_owned(),
            currency_profit: "USD".to_owned(),
            currency_margin: "EUR".to_owned(),
            calc_mode: CalcMode::Forex,
            trade_mode: TradeMode::Full,
            lots_min: Lots::ZERO,
            lots_max: Lots::ZERO,
            lots_step: Lots::ZERO,
            stops_level: 0,
            swap_long: Decimal::ZERO,
            swap_short: Decimal::ZERO,
        }
    }

    #[test]
    fn a_groups_own_terms_multiply_the_margin() {
        let plain = spec("0", "1", "1");
        assert_eq!(factor(&plain, &plain, true), Some(Decimal::ONE));
        assert_eq!(factor(&plain, &spec("0", "1.5", "1"), true), Some(number("1.5")));
        assert_eq!(factor(&plain, &spec("0", "1.5", "1"), false), Some(Decimal::ONE));
        assert_eq!(factor(&spec("500", "1", "1"), &spec("1000", "2", "1"), true), Some(number("4")));
        assert_eq!(factor(&plain, &spec("500", "1", "1"), true), None, "an amount instead of the contract");
        assert_eq!(factor(&spec("0", "0", "0"), &plain, true), None, "from nothing");
        assert_eq!(factor(&spec("0", "0", "0"), &spec("0", "0", "0"), true), Some(Decimal::ONE));
        let hedged = SymbolSpec { margin_hedged: Decimal::ZERO, ..plain.clone() };
        assert_eq!(factor(&plain, &hedged, true), None);
    }

    #[test]
    fn the_largest_factor_is_what_may_be_taken_at_most() {
        let of = |list: &[(&str, Option<&str>)]| {
            Factor::of(list.iter().map(|(symbol, factor)| ((*symbol).to_owned(), factor.map(number))))
        };
        assert_eq!(of(&[]), Factor::Exact(Decimal::ONE));
        assert_eq!(of(&[("A", Some("2")), ("B", Some("2.0"))]), Factor::Exact(number("2")));
        assert_eq!(of(&[("A", Some("1")), ("B", Some("3"))]), Factor::AtMost(number("3")));
        assert_eq!(of(&[("A", Some("3")), ("B", None)]), Factor::Unknown(vec!["B".to_owned()]));
    }

    #[test]
    fn levels_are_per_cent_of_the_margin_or_money() {
        let mut levels = Levels { margin_call: number("120"), stop_out: number("80"), are_money: false };
        assert!(is_under(number("79"), number("100"), &levels, levels.stop_out));
        assert!(!is_under(number("80"), number("100"), &levels, levels.stop_out));
        assert!(!is_under(number("0"), Decimal::ZERO, &levels, levels.stop_out), "nothing is open");
        levels.are_money = true;
        assert!(!is_under(number("81"), number("1000"), &levels, levels.stop_out));
    }
}
