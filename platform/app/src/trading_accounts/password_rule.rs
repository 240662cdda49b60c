//! Who may see trading passwords: shown once to who sets them, or to the client alone.

use crate::{App, UseCaseError};
use crm_access::kinds::SettingsManage;
use crm_access::{AccessError, OpContext, Permission};
use crm_model::{AuditAction, Problem};
use crm_storage::{AccountPasswordRule, AccountPasswordRules, AuditEvent, Change, Scoped};

/// The rule, for those who open accounts, set passwords or the rule.
///
/// # Errors
/// [`UseCaseError::Access`].
pub async fn password_rule(op: &OpContext, tx: &impl Scoped) -> Result<AccountPasswordRule, UseCaseError> {
    let may = [Permission::TradingAccountPassword, Permission::TradingAccountCreate, Permission::SettingsManage];
    if !may.into_iter().any(|permission| op.holds(permission)) {
        return Err(AccessError::Forbidden(Permission::TradingAccountPassword).into());
    }
    Ok(AccountPasswordRules::of(tx).rule().await?)
}

/// Sets the rule.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::Conflict`].
pub async fn set_password_rule(
    op: &OpContext,
    app: &App,
    after: AccountPasswordRule,
) -> Result<AccountPasswordRule, UseCaseError> {
    let permit = op.require::<SettingsManage>()?;
    let tx = app.db.begin(op).await?;
    let rules = AccountPasswordRules::of(&tx);
    let before = rules.rule().await?;
    if !rules.set(&permit, &after).await? {
        return Err(UseCaseError::Conflict { current: before.version });
    }
    let word = |only: bool| if only { "one-time link to the client" } else { "shown once to staff" };
    let change = Change::plain("passwords", Some(word(before.only_by_link)), Some(word(after.only_by_link)));
    tx.commit(AuditEvent::new(AuditAction::AccountPasswordRuleChanged).changes([change])).await?;
    Ok(AccountPasswordRule { version: after.version + 1, ..after })
}

/// Nothing is shown to staff where the rule says so.
pub(super) async fn refuse_showing(tx: &impl Scoped) -> Result<(), UseCaseError> {
    if AccountPasswordRules::of(tx).rule().await?.only_by_link {
        let text = "By your company's rule no password is shown to staff: send the client a one-time link.";
        return Err(Problem::whole("only_by_link", text).into());
    }
    Ok(())
}
