//! The comparison of what the CRM knows with what each server booked. A difference freezes the account's money until a
//! person has looked at it.

use super::about;
use super::key_of;
use crate::clients::reason;
use crate::trading::minor_of;
use crate::{App, UseCaseError};
use chrono::{DateTime, Duration, Utc};
use crm_access::OpContext;
use crm_access::kinds::{BalanceApprove, BalanceView};
use crm_jobs::{Job, JobError, Run};
use crm_model::{
    AuditAction, BalanceFindingId, BalanceFindingKind, BalanceState, TradingAccountId, TradingServerId,
    TradingServerStatus,
};
use crm_storage::{
    AuditEvent, BalanceFinding, BalanceFindings, BalanceOperation, BalanceOperations, Change, Clients,
    NewBalanceFinding, Scoped, TradingAccounts, TradingServers,
};
use crm_trading::{Deal, DealAction, DealQuery, Reference, TradeFilter, TradingServer, Window};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;

/// Compares the balance operations of every server with its deals.
#[derive(Debug, Serialize, Deserialize)]
pub struct CompareBalances {}

impl Job for CompareBalances {
    const KIND: &'static str = "CompareBalances";
}

/// What is younger may still be on its way.
const RIPE: Duration = Duration::minutes(20);
/// Windows overlap: a deal that a server shows late is met again.
const OVERLAP: Duration = Duration::hours(1);
/// The first comparison of a server reaches back so far.
const FIRST: Duration = Duration::days(7);
/// The server's clock and ours may differ by so much.
const SLACK: Duration = Duration::minutes(10);
/// Closed differences are shown for so long.
const SHOWN_FOR: Duration = Duration::days(30);

/// Open differences within reach, and those closed lately.
///
/// # Errors
/// [`UseCaseError::Access`].
pub async fn findings(op: &OpContext, tx: &impl Scoped) -> Result<Vec<BalanceFinding>, UseCaseError> {
    let permit = op.require::<BalanceView>()?;
    Ok(BalanceFindings::of(tx).list(&permit, op.now() - SHOWN_FOR).await?)
}

/// Closes a difference that was explained; with the last one of an account its money moves again.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::NotFound`], [`UseCaseError::Conflict`], a missing reason.
pub async fn close_finding(
    op: &OpContext,
    app: &App,
    id: BalanceFindingId,
    version: i32,
    why: &str,
) -> Result<(), UseCaseError> {
    let permit = op.require::<BalanceApprove>()?;
    let why = reason(why)?;
    let tx = app.db.begin(op).await?;
    let findings = BalanceFindings::of(&tx);
    let finding = findings.find(&permit, id).await?.ok_or(UseCaseError::NotFound("difference"))?;
    if finding.version != version || finding.closed_at.is_some() {
        return Err(UseCaseError::Conflict { current: finding.version });
    }
    if !findings.close(&permit, &finding, op.staff_id()?, op.now()).await? {
        return Err(UseCaseError::Conflict { current: version + 1 });
    }
    let event = AuditEvent::on(AuditAction::BalanceFindingClosed, "trading_account", finding.account.uuid())
        .because(why)
        .changes([Change::plain("difference", Some(finding.said), None::<String>)]);
    Ok(tx.commit(event).await?)
}

pub(crate) async fn compare_balances(app: Arc<App>, run: Run, _: CompareBalances) -> Result<(), JobError> {
    let tx = app.db.read(&run.op).await?;
    let servers = TradingServers::of(&tx).list().await?;
    drop(tx);
    for server in servers.iter().filter(|row| row.record.status == TradingServerStatus::Active) {
        let Ok(held) = app.trading.hold(&app, run.op.tenant(), server.record.id).await else { continue };
        if let Err(error) = compare(&run.op, &app, server.record.id, held.server.as_ref()).await {
            tracing::warn!(server = %server.record.id, %error, "a server's books could not be compared");
        }
    }
    Ok(())
}

async fn compare(
    op: &OpContext,
    app: &App,
    server: TradingServerId,
    books: &dyn TradingServer,
) -> Result<(), UseCaseError> {
    let tx = app.db.read(op).await?;
    let before = BalanceFindings::of(&tx).compared_to(server).await?;
    let to = op.now() - RIPE;
    let from = before.map_or(to - FIRST, |at| at - OVERLAP);
    let confirmed = BalanceOperations::of(&tx).confirmed_on(server, from, to).await?;
    drop(tx);
    let window = Window { from: from - SLACK, to: op.now() + SLACK };
    let deals =
        bookings(books, window).await.map_err(|error| UseCaseError::from(crate::trading_accounts::refused(&error)))?;
    let tx = app.db.read(op).await?;
    let mut found = Vec::new();
    for operation in &confirmed {
        found.extend(judge(operation, deals.get(&operation.reference).map_or(&[][..], Vec::as_slice)));
    }
    for (reference, tagged) in &deals {
        if confirmed.iter().any(|operation| operation.reference == *reference) {
            continue;
        }
        found.extend(extra(&tx, op.now(), server, *reference, tagged).await?);
    }
    drop(tx);
    keep(op, app, server, to, found).await
}

/// Bookings that carry a tag of the CRM, by tag.
async fn bookings(
    books: &dyn TradingServer,
    window: Window,
) -> Result<HashMap<[u8; 10], Vec<Deal>>, crm_trading::TradingError> {
    let mut tagged: HashMap<[u8; 10], Vec<Deal>> = HashMap::new();
    let mut query = DealQuery { filter: TradeFilter::Groups("*".to_owned()), window, cursor: None };
    loop {
        let page = books.deals(&query).await?;
        for deal in page.items {
            let books_money = !matches!(deal.action, DealAction::Trade(_) | DealAction::Other(_));
            let Some(reference) = Reference::find_in(&deal.comment).filter(|_| books_money) else { continue };
            let known = tagged.entry(reference.to_bytes()).or_default();
            if known.iter().all(|seen| seen.id != deal.id) {
                known.push(deal);
            }
        }
        let Some(next) = page.next else { return Ok(tagged) };
        query.cursor = Some(next);
    }
}

/// A confirmed operation beside the bookings that carry its tag.
fn judge(operation: &BalanceOperation, tagged: &[Deal]) -> Vec<NewBalanceFinding> {
    let finding = |kind, deal: Option<&Deal>, said: String| NewBalanceFinding {
        account: operation.account,
        operation: Some(operation.id),
        kind,
        deal: deal.and_then(|deal| i64::try_from(deal.id.ticket.0).ok()).unwrap_or(0),
        said,
    };
    let Some(first) = tagged.first() else {
        let said = "Confirmed in the CRM, and the server's books do not show it.".to_owned();
        return vec![finding(BalanceFindingKind::Missing, None, said)];
    };
    let mut found = Vec::new();
    let order = super::send::order(operation);
    let expected = operation.kind.signed(operation.amount);
    let fits = |deal: &Deal| {
        deal.action.is_made_by(order.kind)
            && minor_of(deal.profit, operation.digits) == Some(expected)
            && i64::try_from(deal.login.0) == Ok(operation.login)
    };
    if !fits(first) {
        let said = format!("The server booked {} instead.", first.profit);
        found.push(finding(BalanceFindingKind::Amount, Some(first), said));
    }
    for deal in tagged.iter().skip(1) {
        let said = format!("The server booked it once more, as deal {}.", deal.id.ticket);
        found.push(finding(BalanceFindingKind::Duplicate, Some(deal), said));
    }
    found
}

/// Bookings with a tag of the CRM that is not confirmed here: known to have failed, or not known at all.
async fn extra(
    tx: &impl Scoped,
    now: DateTime<Utc>,
    server: TradingServerId,
    reference: [u8; 10],
    tagged: &[Deal],
) -> Result<Vec<NewBalanceFinding>, UseCaseError> {
    let operation = BalanceOperations::of(tx).by_reference(reference).await?;
    let Some(operation) = operation else { return unknown(tx, server, tagged).await };
    match operation.state {
        BalanceState::Confirmed => return Ok(Vec::new()),
        BalanceState::Sending | BalanceState::Unknown => {
            // what fits is found by the look-up; what is in doubt is for people
            let ripe = operation.sent_at.is_none_or(|at| now - at >= RIPE);
            return Ok(if ripe { judge(&operation, tagged) } else { Vec::new() });
        }
        _ => {}
    }
    let said = |deal: &Deal| format!("The server booked {}, and the CRM knows it as {}.", deal.profit, operation.state);
    Ok(tagged
        .iter()
        .map(|deal| NewBalanceFinding {
            account: operation.account,
            operation: Some(operation.id),
            kind: BalanceFindingKind::Extra,
            deal: i64::try_from(deal.id.ticket.0).unwrap_or(0),
            said: said(deal),
        })
        .collect())
}

/// Bookings on accounts of the CRM with a tag that no operation here has: its row was lost, or another CRM booked them. Those
/// on other logins are none of ours.
async fn unknown(
    tx: &impl Scoped,
    server: TradingServerId,
    tagged: &[Deal],
) -> Result<Vec<NewBalanceFinding>, UseCaseError> {
    let mut found = Vec::new();
    for deal in tagged {
        let Ok(login) = i64::try_from(deal.login.0) else { continue };
        let accounts = TradingAccounts::of(tx).on_server(server, login - 1, 1).await?;
        let Some(account) = accounts.first().filter(|account| account.record.login == login) else { continue };
        found.push(NewBalanceFinding {
            account: account.record.id,
            operation: None,
            kind: BalanceFindingKind::Extra,
            deal: i64::try_from(deal.id.ticket.0).unwrap_or(0),
            said: format!("The server booked {} with a tag that is no operation of this CRM.", deal.profit),
        });
    }
    Ok(found)
}

async fn keep(
    op: &OpContext,
    app: &App,
    server: TradingServerId,
    to: DateTime<Utc>,
    found: Vec<NewBalanceFinding>,
) -> Result<(), UseCaseError> {
    if !found.is_empty() {
        keep_new(op, app, &found).await?;
    }
    let tx = app.db.mirror(op.tenant()).await?;
    tx.note_comparison(server, to).await?;
    Ok(tx.keep().await?)
}

async fn keep_new(op: &OpContext, app: &App, found: &[NewBalanceFinding]) -> Result<(), UseCaseError> {
    let tx = app.db.begin(op).await?;
    let new = BalanceFindings::of(&tx).keep(found, op.now()).await?;
    let permit = op.require_system::<BalanceView>()?;
    let mut events = Vec::new();
    for finding in &new {
        let change = Change::plain("difference", None::<String>, Some(finding.said.clone()));
        let event = match finding.operation {
            Some(id) => {
                let operation = super::within(&tx, &permit, id).await?;
                about(AuditAction::BalanceDifferenceFound, &operation, &key_of(&tx, &operation).await?)
            }
            None => on_account(&tx, finding.account).await?,
        };
        events.push(event.changes([change]));
    }
    if events.is_empty() {
        return Ok(tx.abandon().await?);
    }
    Ok(tx.commit_all(events).await?)
}

/// An event on an account, in the timeline of its client.
async fn on_account(tx: &impl Scoped, account: TradingAccountId) -> Result<AuditEvent, UseCaseError> {
    let missing = || UseCaseError::NotFound("trading account");
    let record = TradingAccounts::of(tx).for_system(account).await?.ok_or_else(missing)?.record;
    let client = Clients::of(tx).for_system(record.client).await?.ok_or(UseCaseError::NotFound("client"))?;
    let event = AuditEvent::on_client(AuditAction::BalanceDifferenceFound, record.client, &client.key(tx.keys())?);
    let login = Change::plain("login", None::<String>, Some(record.login.to_string()));
    Ok(event.target("trading_account", account.uuid()).changes([login]))
}
