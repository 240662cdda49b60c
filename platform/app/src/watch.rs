//! Unusual reading: who opened many profiles, had many contacts shown, or took files out at night.
//!
//! Counted over the trail by a job that comes round every minute, so that it holds for every door; told to those who may
//! watch, until one of them closes the alert with a reason.

use crate::{App, UseCaseError, clients};
use crm_access::OpContext;
use crm_access::kinds::AuditWatch;
use crm_jobs::{Job, JobError, Run};
use crm_model::{AuditAction, Problem, WatchAlertId, WatchRule};
pub use crm_storage::WatchAlert;
use crm_storage::{AuditEvent, Change, Page, PageRequest, Scoped, Settings, Watches};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Looks for unusual reading.
#[derive(Debug, Serialize, Deserialize)]
pub struct WatchBehaviour {}

impl Job for WatchBehaviour {
    const KIND: &'static str = "WatchBehaviour";
}

/// The alerts, newest first: the open ones, the closed ones, or all.
///
/// # Errors
/// [`UseCaseError::Access`].
pub async fn alerts(
    op: &OpContext,
    tx: &impl Scoped,
    open: Option<bool>,
    page: &PageRequest,
) -> Result<Page<WatchAlert>, UseCaseError> {
    op.require::<AuditWatch>()?;
    Ok(Watches::of(tx).list(open, page).await?)
}

/// How many alerts wait to be looked at.
///
/// # Errors
/// [`UseCaseError::Access`].
pub async fn open_count(op: &OpContext, tx: &impl Scoped) -> Result<i64, UseCaseError> {
    op.require::<AuditWatch>()?;
    Ok(Watches::of(tx).open_count().await?)
}

/// What is unusual, one rule for each kind.
///
/// # Errors
/// [`UseCaseError::Access`].
pub async fn rules(op: &OpContext, tx: &impl Scoped) -> Result<Vec<WatchRule>, UseCaseError> {
    op.require::<AuditWatch>()?;
    Ok(Watches::of(tx).rules().await?)
}

/// Says what is unusual; `rule` carries the version that was read.
///
/// # Errors
/// [`UseCaseError::Access`]; numbers out of range, with their places; [`UseCaseError::Conflict`].
pub async fn change_rule(op: &OpContext, app: &App, rule: WatchRule) -> Result<WatchRule, UseCaseError> {
    let permit = op.require::<AuditWatch>()?;
    rule.check()?;
    let tx = app.db.begin(op).await?;
    let rules = Watches::of(&tx).rules().await?;
    let before = rules.into_iter().find(|known| known.kind == rule.kind).unwrap_or_else(|| rule.kind.usual());
    if before.version != rule.version || !Watches::of(&tx).keep(&permit, &rule, op.now()).await? {
        return Err(UseCaseError::Conflict { current: before.version });
    }
    let number =
        |place, before: i32, after: i32| Change::plain(place, Some(before.to_string()), Some(after.to_string()));
    let event = AuditEvent::new(AuditAction::WatchRuleChanged).changes([
        Change::plain("kind", None::<String>, Some(rule.kind.as_str())),
        Change::plain("enabled", Some(before.enabled.to_string()), Some(rule.enabled.to_string())),
        number("most", before.most, rule.most),
        number("minutes", before.minutes, rule.minutes),
        number("nightFrom", before.night_from, rule.night_from),
        number("nightTo", before.night_to, rule.night_to),
    ]);
    tx.commit(event).await?;
    Ok(WatchRule { version: rule.version + 1, ..rule })
}

/// Closes an alert, with what was found. Nobody closes an alert about himself.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::NotFound`]; no reason; one's own alert; one that is closed already.
pub async fn close(op: &OpContext, app: &App, id: WatchAlertId, reason: &str) -> Result<WatchAlert, UseCaseError> {
    let permit = op.require::<AuditWatch>()?;
    let (me, reason) = (op.staff_id()?, clients::reason(reason)?);
    let tx = app.db.begin(op).await?;
    let alert = Watches::of(&tx).find(id).await?.ok_or(UseCaseError::NotFound("alert"))?;
    if alert.staff.0 == me {
        let words = "This alert is about you: somebody else has to look at it.";
        return Err(Problem::at("id", "own_alert", words).into());
    }
    if !Watches::of(&tx).close(&permit, id, me, op.now()).await? {
        let words = "This alert is closed already. Load the list again to see by whom.";
        return Err(Problem::at("id", "already_closed", words).into());
    }
    let closed = Watches::of(&tx).find(id).await?.ok_or(UseCaseError::Internal("a row that is not there"))?;
    let event = AuditEvent::on(AuditAction::WatchAlertClosed, "staff", alert.staff.0.uuid())
        .because(reason)
        .changes(about(&closed));
    tx.commit(event).await?;
    Ok(closed)
}

fn about(alert: &WatchAlert) -> [Change; 2] {
    [
        Change::plain("kind", None::<String>, Some(alert.kind.as_str())),
        Change::plain("count", None::<String>, Some(alert.count.to_string())),
    ]
}

pub(crate) async fn watch_behaviour(app: Arc<App>, run: Run, _: WatchBehaviour) -> Result<(), JobError> {
    let op = &run.op;
    let tx = app.db.begin(op).await?;
    let watches = Watches::of(&tx);
    let time_zone = Settings::of(&tx).tenant().await?.time_zone;
    let mut events = Vec::new();
    for rule in watches.rules().await?.iter().filter(|rule| rule.enabled) {
        for seen in watches.unusual(rule, &time_zone, op.now()).await? {
            if watches.raise(rule, &seen, op.now()).await? {
                let event = AuditEvent::on(AuditAction::WatchAlertRaised, "staff", seen.staff.uuid());
                events.push(event.changes([
                    Change::plain("kind", None::<String>, Some(rule.kind.as_str())),
                    Change::plain("count", None::<String>, Some(seen.count.to_string())),
                ]));
            }
        }
    }
    tx.commit_all(events).await?;
    Ok(())
}
