//! What stands for and against an operation, in words, from figures read now.

use super::bands::needs;
use crate::instant::instant;
use crate::trading::{Held, figures_of};
use crate::trading_accounts::{held, login, refused, within};
use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_access::kinds::BalanceView;
use crm_model::{BalanceKind, BalanceNeeds, TradingAccountId, TradingEnvironment, parse_amount, show_amount};
use crm_storage::{
    AccountFigures, AccountProducts, BalanceOperations, ClientRecord, Clients, Outgoing, Scoped, TenantTx,
    TradingAccountRow,
};
use crm_trading::TradeFilter;

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckOutcome {
    /// Nothing against it.
    Good,
    /// To be known before somebody agrees.
    Mind,
    /// It is refused.
    Refused,
}

/// One check, in words.
#[derive(Clone, Debug)]
pub struct BalanceCheck {
    /// Stable name.
    pub code: &'static str,
    /// How it came out.
    pub outcome: CheckOutcome,
    /// For people.
    pub text: String,
}

/// What would be checked if an operation were asked for now, and who would have to agree. Changes nothing.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::NotFound`]; [`UseCaseError::Invalid`] for what is no amount, or when the server
/// cannot be asked.
pub async fn check(
    op: &OpContext,
    app: &App,
    account: TradingAccountId,
    kind: BalanceKind,
    amount: &str,
) -> Result<(Vec<BalanceCheck>, BalanceNeeds), UseCaseError> {
    let permit = op.require::<BalanceView>()?;
    let tx = app.db.read(op).await?;
    let row = within(op, &tx, &permit, account).await?;
    let amount = parse_amount("amount", amount, row.record.digits, kind == BalanceKind::Correction)?;
    let client = Clients::of(&tx).for_system(row.record.client).await?.ok_or(UseCaseError::NotFound("client"))?;
    let needs = needs(op, &tx, &row, amount, op.actor().staff().map(|staff| staff.id)).await?;
    let minimum = minimum_deposit(&tx, &row).await?;
    drop(tx);
    let held = held(app, op, &row).await?;
    let situation = Situation::read(op, app, &held, &row).await?;
    Ok((judge(op, &row, &client, kind, amount, &situation, minimum), needs))
}

/// What the server says of an account now, and what the CRM has sent on it by then.
pub(super) struct Situation {
    outgoing: Outgoing,
    figures: AccountFigures,
    positions: usize,
}

impl Situation {
    /// Reads it while no database connection is held: a slow server holds up nobody but who waits for it. What is on its way
    /// out is read before the figures: what is booked in between is counted twice rather than not at all.
    pub(super) async fn read(
        op: &OpContext,
        app: &App,
        held: &Held,
        row: &TradingAccountRow,
    ) -> Result<Self, UseCaseError> {
        let tx = app.db.read(op).await?;
        let outgoing = BalanceOperations::of(&tx).outgoing(row.record.id).await?;
        drop(tx);
        let number = login(row.record.login);
        let state = held.server.account_state(number).await.map_err(|error| refused(&error))?;
        let positions = held.server.positions(&TradeFilter::Login(number)).await.map_err(|error| refused(&error))?;
        let figures = figures_of(&state, row.record.digits).ok_or(UseCaseError::Internal("a figure beyond 64 bits"))?;
        Ok(Self { outgoing, figures, positions: positions.len() })
    }

    /// MON-06: the figures hold for a row that is written now. The caller holds the account; what another process has sent on
    /// it since they were read may be in them or not.
    ///
    /// # Errors
    /// [`UseCaseError::Busy`]: asked again, it is judged by new figures.
    pub(super) async fn still_holds(&self, tx: &TenantTx, account: TradingAccountId) -> Result<(), UseCaseError> {
        let now = BalanceOperations::of(tx).outgoing(account).await?;
        if now.sent == self.outgoing.sent { Ok(()) } else { Err(UseCaseError::Busy) }
    }
}

/// The product's smallest first deposit in the account's currency, for an account that never had one; no minimum for any other.
pub(super) async fn minimum_deposit(tx: &impl Scoped, row: &TradingAccountRow) -> Result<i64, UseCaseError> {
    let Some(product) = row.record.product else { return Ok(0) };
    let product = AccountProducts::of(tx).find(product).await?;
    let offered = product.as_ref().and_then(|product| product.currency(&row.record.currency));
    let minimum = offered.map_or(0, |offered| offered.minimum_deposit);
    // an account that was emptied is no new one
    let first = minimum > 0 && !BalanceOperations::of(tx).had_deposit(row.record.id).await?;
    Ok(if first { minimum } else { 0 })
}

/// Each check in words.
pub(super) fn judge(
    op: &OpContext,
    row: &TradingAccountRow,
    client: &ClientRecord,
    kind: BalanceKind,
    amount: i64,
    situation: &Situation,
    minimum: i64,
) -> Vec<BalanceCheck> {
    let record = &row.record;
    let figures = &situation.figures;
    let shown = |minor: i64| format!("{} {}", show_amount(minor, record.digits), record.currency);
    let mut checks = Vec::new();
    let mut say = |code, outcome, text: String| checks.push(BalanceCheck { code, outcome, text });
    if record.archived_at.is_some() {
        say("archived", CheckOutcome::Refused, "The account is archived.".to_owned());
    }
    if record.money_frozen_at.is_some() {
        say("account_frozen", CheckOutcome::Mind, "The account's money is frozen until a difference with the server is explained: a second person must agree.".to_owned());
    }
    let takes_money = kind == BalanceKind::Withdrawal
        || kind == BalanceKind::Charge
        || (kind == BalanceKind::Correction && amount < 0);
    let frozen = client.money_frozen_until.filter(|until| *until > op.now());
    if let (BalanceKind::Withdrawal, Some(until), TradingEnvironment::Live) = (kind, frozen, record.environment) {
        let text = format!("Withdrawals of this client wait until {}: e-mail or password was changed.", instant(until));
        say("client_frozen", CheckOutcome::Refused, text);
    }
    if takes_money {
        let size = amount.saturating_abs();
        let free = figures.margin_free.min(figures.balance).saturating_sub(situation.outgoing.waiting);
        let outcome = if size <= free { CheckOutcome::Good } else { CheckOutcome::Refused };
        let relation = if size <= free { "covers" } else { "does not cover" };
        // who may not see the account's money is told yes or no
        let text = if row.shows_money {
            format!("{} can be taken out, which {relation} {}.", shown(free.max(0)), shown(size))
        } else {
            format!("What can be taken out {relation} {}.", shown(size))
        };
        say("free_margin", outcome, text);
    }
    if kind == BalanceKind::CreditOut || kind == BalanceKind::BonusOut {
        let outcome = if amount <= figures.credit { CheckOutcome::Good } else { CheckOutcome::Refused };
        let text = match (row.shows_money, amount <= figures.credit) {
            (true, _) => format!("The account has {} of credit.", shown(figures.credit)),
            (false, true) => "The account has that much credit.".to_owned(),
            (false, false) => "The account has less credit than that.".to_owned(),
        };
        say("credit", outcome, text);
        if figures.margin_free < amount {
            let text = if row.shows_money {
                format!("{} are free: without this credit the open positions lack margin.", shown(figures.margin_free))
            } else {
                "Without this credit the open positions lack margin.".to_owned()
            };
            say("credit_margin", CheckOutcome::Refused, text);
        }
    }
    if situation.positions > 0 {
        let outcome = if kind.takes() { CheckOutcome::Mind } else { CheckOutcome::Good };
        say("open_positions", outcome, format!("{} positions are open.", situation.positions));
    } else {
        say("open_positions", CheckOutcome::Good, "No position is open.".to_owned());
    }
    // what lay there when a login was linked came before the CRM saw its deals
    if kind == BalanceKind::Deposit && figures.balance == 0 && minimum > 0 {
        let outcome = if amount >= minimum { CheckOutcome::Good } else { CheckOutcome::Mind };
        say("minimum_deposit", outcome, format!("The product's smallest first deposit is {}.", shown(minimum)));
    }
    checks
}
