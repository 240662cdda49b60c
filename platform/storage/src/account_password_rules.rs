//! Who may see trading passwords of a broker's clients.

use crate::StorageError;
use crate::scope::{Operates, Scoped};
use crm_access::{Permit, kinds};
use sea_orm::{FromQueryResult, Value};

/// A broker's rule; the default shows passwords once to who may set them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromQueryResult)]
pub struct AccountPasswordRule {
    /// Clients take their passwords by a one-time link; nobody of the staff sees one.
    pub only_by_link: bool,
    /// Grows with each change; 0 before the first.
    pub version: i32,
}

/// The rule of the transaction's tenant.
pub struct AccountPasswordRules<'a, T>(&'a T);

impl<'a, T: Scoped> AccountPasswordRules<'a, T> {
    /// Of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }

    /// The rule as it stands.
    ///
    /// # Errors
    /// The database is away.
    pub async fn rule(&self) -> Result<AccountPasswordRule, StorageError> {
        let scope = self.0.scope();
        let sql = "SELECT only_by_link, version FROM crm.account_password_rule WHERE tenant_id = $1";
        Ok(scope.one(sql, vec![scope.tenant()]).await?.unwrap_or_default())
    }
}

impl<T: Operates> AccountPasswordRules<'_, T> {
    /// Sets the rule, if nobody did since the version of `rule` was read; answers whether that was so.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn set(
        &self,
        _permit: &Permit<kinds::SettingsManage>,
        rule: &AccountPasswordRule,
    ) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let mut values: Vec<Value> = vec![scope.tenant(), rule.only_by_link.into()];
        let sql = if rule.version == 0 {
            "INSERT INTO crm.account_password_rule (tenant_id, only_by_link) VALUES ($1, $2) ON CONFLICT DO NOTHING"
        } else {
            values.push(rule.version.into());
            "UPDATE crm.account_password_rule SET only_by_link = $2, version = version + 1 WHERE tenant_id = $1 AND version = $3"
        };
        Ok(scope.exec(sql, values).await? == 1)
    }
}
