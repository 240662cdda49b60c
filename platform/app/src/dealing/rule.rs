//! The rule of dealing: how large a command one person may send alone, how far the market may have moved, and whether each
//! command needs a fresh second factor.

use crate::{App, UseCaseError};
use crm_access::kinds::SettingsManage;
use crm_access::{AccessError, OpContext, Permission};
use crm_model::{AuditAction, Problem, Problems, parse_lots, show_lots};
use crm_storage::{AuditEvent, Change, DealingRule, DealingRules, Scoped};

/// Most points that a rule allows.
pub(super) const SLIPPAGE_MAX: i32 = 10_000;

/// A rule to be set.
#[derive(Clone, Debug)]
pub struct SetDealingRule {
    /// In lots; 0 lets nobody deal alone.
    pub alone_up_to: String,
    /// Points by which the market may have moved against the client.
    pub max_slippage: i32,
    /// Each command needs a second factor not older than ten minutes.
    pub step_up: bool,
    /// The version that was seen; 0 when none was set.
    pub version: i32,
}

/// The rule, for those who see positions or set the rule.
///
/// # Errors
/// [`UseCaseError::Access`].
pub async fn rule(op: &OpContext, tx: &impl Scoped) -> Result<DealingRule, UseCaseError> {
    let may = [Permission::PositionView, Permission::SettingsManage];
    if !may.into_iter().any(|permission| op.holds(permission)) {
        return Err(AccessError::Forbidden(Permission::PositionView).into());
    }
    Ok(DealingRules::of(tx).rule().await?)
}

/// Sets the rule.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::Conflict`], [`UseCaseError::Invalid`].
pub async fn set_rule(op: &OpContext, app: &App, input: &SetDealingRule) -> Result<DealingRule, UseCaseError> {
    let permit = op.require::<SettingsManage>()?;
    let mut problems = Problems::new();
    let alone_up_to = match input.alone_up_to.trim() {
        "0" => 0,
        text => problems.keep(parse_lots("aloneUpTo", text)).unwrap_or(0),
    };
    if !(0..=SLIPPAGE_MAX).contains(&input.max_slippage) {
        let said = format!("Write 0 to {SLIPPAGE_MAX} points.");
        problems.push(Problem::at("maxSlippage", "out_of_range", said));
    }
    problems.done()?;
    let after =
        DealingRule { alone_up_to, max_slippage: input.max_slippage, step_up: input.step_up, version: input.version };
    let tx = app.db.begin(op).await?;
    let rules = DealingRules::of(&tx);
    let before = rules.rule().await?;
    if !rules.set(&permit, &after).await? {
        return Err(UseCaseError::Conflict { current: before.version });
    }
    let yes = |on: bool| if on { "yes" } else { "no" };
    let event = AuditEvent::new(AuditAction::DealingRuleChanged).changes([
        Change::plain("alone_up_to", Some(show_lots(before.alone_up_to)), Some(show_lots(after.alone_up_to))),
        Change::plain("max_slippage", Some(before.max_slippage.to_string()), Some(after.max_slippage.to_string())),
        Change::plain("step_up", Some(yes(before.step_up)), Some(yes(after.step_up))),
    ]);
    tx.commit(event).await?;
    Ok(DealingRule { version: after.version + 1, ..after })
}
