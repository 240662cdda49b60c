//! The "test" button: signs in, reads clock, groups and symbols, names what the manager's account may not do.

use crate::trading::note_answer;
use crate::{App, UseCaseError};
use crm_access::{OpContext, kinds};
use crm_model::{AuditAction, TradingServerId};
use crm_storage::{AuditEvent, Change, TradingServers};
use crm_trading::{CheckReport, Right, TradingError, check};
use std::time::Duration;

/// What the test found out.
#[derive(Clone, Debug)]
pub struct ServerTest {
    /// The CRM can work with the server.
    pub good: bool,
    /// What stood in the way, in words; empty when nothing did.
    pub problems: Vec<String>,
    /// Signing in and reading the clock succeeded.
    pub signed_in: bool,
    /// The shortest of a few round trips, in milliseconds.
    pub latency_ms: Option<i32>,
    /// How far the server's wall clock is ahead of UTC by its zone, in seconds.
    pub offset_s: Option<i32>,
    /// How far it goes wrong beside that, in seconds.
    pub drift_s: Option<i32>,
    /// Groups that the manager sees.
    pub groups: Option<i32>,
    /// Symbols that the manager sees.
    pub symbols: Option<i32>,
    /// Rights that the manager's account lacks.
    pub missing: Vec<String>,
    /// Rights that cannot be found out without changing something.
    pub unknown: Vec<String>,
}

/// Tries a server, and forgets an earlier lock-out first. Changes nothing there.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::NotFound`]; [`UseCaseError::Invalid`] when it is archived, or commanded by
/// another process at the moment.
pub async fn test(op: &OpContext, app: &App, id: TradingServerId) -> Result<ServerTest, UseCaseError> {
    op.require::<kinds::TradingServerManage>()?;
    let tx = app.db.read(op).await?;
    TradingServers::of(&tx).find(id).await?.ok_or(UseCaseError::NotFound("trading server"))?;
    drop(tx);
    let held = match app.trading.hold(app, op.tenant(), id).await {
        Ok(held) => held,
        Err(error) => return Err(error.problem()?.into()),
    };
    held.server.reconnect().await;
    let report = check(held.server.as_ref()).await;
    let took = report.latency.unwrap_or(Duration::ZERO);
    note_answer(app, op.tenant(), id, op.now(), &report.clock, took).await?;
    let found = ServerTest::of(&report);
    let tx = app.db.begin(op).await?;
    let word = if found.good { "good" } else { "not good" };
    let said = (!found.problems.is_empty()).then(|| found.problems.join(" "));
    let event = AuditEvent::on(AuditAction::TradingServerTested, "trading_server", id.uuid()).changes([
        Change::plain("result", None::<String>, Some(word)),
        Change::plain("problems", None::<String>, said),
    ]);
    tx.commit(event).await?;
    Ok(found)
}

impl ServerTest {
    fn of(report: &CheckReport) -> Self {
        let counted = |found: &Option<Result<usize, TradingError>>| {
            found.as_ref().and_then(|found| found.as_ref().ok()).and_then(|count| i32::try_from(*count).ok())
        };
        let rights = report.rights.as_ref().and_then(|rights| rights.as_ref().ok());
        let words = |rights: Option<&Vec<Right>>| {
            rights.into_iter().flatten().map(ToString::to_string).collect::<Vec<String>>()
        };
        let clock = report.clock.as_ref().ok();
        Self {
            good: report.is_good(),
            problems: problems(report),
            signed_in: clock.is_some(),
            latency_ms: report.latency.and_then(|took| i32::try_from(took.as_millis()).ok()),
            offset_s: clock.and_then(|read| i32::try_from(read.offset_seconds).ok()),
            drift_s: clock.and_then(|read| i32::try_from(read.drift_seconds).ok()),
            groups: counted(&report.groups),
            symbols: counted(&report.symbols),
            missing: words(rights.map(|rights| &rights.missing)),
            unknown: words(rights.map(|rights| &rights.unknown)),
        }
    }
}

fn problems(report: &CheckReport) -> Vec<String> {
    let mut problems = Vec::new();
    if let Err(error) = &report.clock {
        problems.push(format!("Signing in failed: {error}."));
    }
    for (what, found) in [("groups", &report.groups), ("symbols", &report.symbols)] {
        match found {
            Some(Err(error)) => problems.push(format!("The {what} cannot be read: {error}.")),
            Some(Ok(0)) => problems.push(format!("The manager's account sees no {what}.")),
            _ => {}
        }
    }
    match &report.rights {
        Some(Err(error)) => problems.push(format!("The rights of the manager's account cannot be found out: {error}.")),
        Some(Ok(rights)) => {
            problems
                .extend(rights.missing.iter().map(|right| format!("The manager's account lacks a right: {right}.")));
        }
        None => {}
    }
    problems
}
