//! Balance operations as the portal shows them.

use crate::view::client::StaffRef;
use crate::view::trading_account::ClientRef;
use crate::view::trading_server::TradingEnvironment;
use async_graphql::{Enum, ID, SimpleObject};
use chrono::{DateTime, Utc};
use crm_app::balance_operations::{BalanceCheck as Check, CheckOutcome, ShownBalance};
use crm_model::show_amount;
use crm_storage::{BalanceBand as Band, BalanceFinding as Finding, BalanceTotal as Total};

/// What a balance operation is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::BalanceKind")]
pub enum BalanceKind {
    Deposit,
    Withdrawal,
    CreditIn,
    CreditOut,
    BonusIn,
    BonusOut,
    /// Taken from the balance.
    Charge,
    /// Up or down by its sign.
    Correction,
}

/// Where a balance operation stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::BalanceState")]
pub enum BalanceState {
    /// Waits for a second person.
    Requested,
    /// On its way.
    Sending,
    /// The server booked it.
    Confirmed,
    /// The server refused, or nothing was sent.
    Rejected,
    /// No answer came: it is looked up, never sent again.
    Unknown,
    /// Looked up: the server never booked it.
    NotApplied,
    /// The second person said no.
    Declined,
    /// Taken back by the one who asked.
    Cancelled,
}

/// Who must agree before an operation is sent.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::BalanceNeeds")]
pub enum BalanceNeeds {
    Nobody,
    /// A second person with balance.approve.
    Approval,
    /// A second person with balance.approve_large.
    LargeApproval,
}

/// How the CRM and a server differ.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::BalanceFindingKind")]
pub enum BalanceFindingKind {
    /// Confirmed here, not booked there.
    Missing,
    /// Booked there with a tag of the CRM that is not confirmed here.
    Extra,
    /// Booked there with another amount or kind.
    Amount,
    /// Booked there more than once.
    Duplicate,
}

/// How a check came out.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum BalanceCheckOutcome {
    Good,
    /// To be known before somebody agrees.
    Mind,
    Refused,
}

/// One check, in words.
#[derive(SimpleObject)]
pub struct BalanceCheck {
    code: &'static str,
    outcome: BalanceCheckOutcome,
    text: String,
}

impl From<CheckOutcome> for BalanceCheckOutcome {
    fn from(outcome: CheckOutcome) -> Self {
        match outcome {
            CheckOutcome::Good => Self::Good,
            CheckOutcome::Mind => Self::Mind,
            CheckOutcome::Refused => Self::Refused,
        }
    }
}

impl From<Check> for BalanceCheck {
    fn from(check: Check) -> Self {
        Self { code: check.code, outcome: check.outcome.into(), text: check.text }
    }
}

/// Money in or out of a trading account.
#[derive(SimpleObject)]
pub struct BalanceOperation {
    id: ID,
    version: i32,
    account_id: ID,
    login: String,
    server_name: String,
    environment: TradingEnvironment,
    client: ClientRef,
    kind: BalanceKind,
    /// A decimal in the currency; below zero for a correction downwards only.
    amount: String,
    currency: String,
    state: BalanceState,
    needs: BalanceNeeds,
    /// The tag that the server's deal carries.
    tag: String,
    reason: String,
    /// What the server said, or what happened.
    said: Option<String>,
    /// The server's deal.
    deal: Option<String>,
    requested_by: Option<StaffRef>,
    requested_at: DateTime<Utc>,
    decided_by: Option<StaffRef>,
    decided_at: Option<DateTime<Utc>>,
    sent_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    /// The viewer asked for it.
    mine: bool,
    /// The viewer may agree to it.
    approvable: bool,
    /// Why the viewer may not.
    approve_reason: Option<&'static str>,
}

impl From<ShownBalance> for BalanceOperation {
    fn from(shown: ShownBalance) -> Self {
        let operation = shown.operation;
        let person =
            |of: Option<(crm_model::StaffId, String)>| of.map(|(id, name)| StaffRef { id: ID(id.to_string()), name });
        Self {
            id: ID(operation.id.to_string()),
            version: operation.version,
            account_id: ID(operation.account.to_string()),
            login: operation.login.to_string(),
            server_name: operation.server_name,
            environment: operation.environment.into(),
            client: operation.client.into(),
            kind: operation.kind.into(),
            amount: show_amount(operation.amount, operation.digits),
            currency: operation.currency,
            state: operation.state.into(),
            needs: operation.needs.into(),
            tag: crm_app::trading::tag_of(operation.reference),
            reason: shown.reason.into_inner(),
            said: operation.said,
            deal: operation.deal.map(|deal| deal.to_string()),
            requested_by: person(operation.requested_by),
            requested_at: operation.requested_at,
            decided_by: person(operation.decided_by),
            decided_at: operation.decided_at,
            sent_at: operation.sent_at,
            ended_at: operation.ended_at,
            mine: shown.mine,
            approvable: shown.approvable.is_ok(),
            approve_reason: shown.approvable.err(),
        }
    }
}

/// What was booked, by currency of real and of play money.
#[derive(SimpleObject)]
pub struct BalanceTotal {
    environment: TradingEnvironment,
    currency: String,
    booked_in: String,
    booked_out: String,
    count: i32,
}

impl From<Total> for BalanceTotal {
    fn from(total: Total) -> Self {
        Self {
            environment: total.environment.into(),
            booked_in: show_amount(total.booked_in, total.digits),
            booked_out: show_amount(total.booked_out, total.digits),
            count: i32::try_from(total.count).unwrap_or(i32::MAX),
            currency: total.currency,
        }
    }
}

/// How much a person may move alone in a currency.
#[derive(SimpleObject)]
pub struct BalanceBand {
    currency: String,
    version: i32,
    /// At once.
    alone_up_to: String,
    /// In 24 hours.
    alone_a_day: String,
    /// Beyond it the second person needs balance.approve_large.
    approve_up_to: String,
}

impl From<Band> for BalanceBand {
    fn from(band: Band) -> Self {
        let shown = |minor| show_amount(minor, band.digits);
        Self {
            alone_up_to: shown(band.alone_up_to),
            alone_a_day: shown(band.alone_a_day),
            approve_up_to: shown(band.approve_up_to),
            version: band.version,
            currency: band.currency,
        }
    }
}

/// A difference between what the CRM knows and what a server booked.
#[derive(SimpleObject)]
pub struct BalanceFinding {
    id: ID,
    version: i32,
    account_id: ID,
    login: String,
    client: ClientRef,
    operation_id: Option<ID>,
    kind: BalanceFindingKind,
    deal: Option<String>,
    /// In words.
    said: String,
    found_at: DateTime<Utc>,
    closed_at: Option<DateTime<Utc>>,
    closed_by: Option<StaffRef>,
}

impl From<Finding> for BalanceFinding {
    fn from(finding: Finding) -> Self {
        Self {
            id: ID(finding.id.to_string()),
            version: finding.version,
            account_id: ID(finding.account.to_string()),
            login: finding.login.to_string(),
            client: finding.client.into(),
            operation_id: finding.operation.map(|id| ID(id.to_string())),
            kind: finding.kind.into(),
            deal: finding.deal.map(|deal| deal.to_string()),
            said: finding.said,
            found_at: finding.found_at,
            closed_at: finding.closed_at,
            closed_by: finding.closed_by.map(|(id, name)| StaffRef { id: ID(id.to_string()), name }),
        }
    }
}
