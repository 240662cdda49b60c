//! How a broker deals.

use crate::StorageError;
use crate::scope::{Operates, Scoped};
use crm_access::{Permit, kinds};
use sea_orm::{FromQueryResult, Value};

/// A broker's rule of dealing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DealingRule {
    /// In hundred-millionths of a lot; a larger command needs a second person.
    pub alone_up_to: i64,
    /// Points by which the market may have moved against the client since the price was shown.
    pub max_slippage: i32,
    /// Each command needs a second factor not older than ten minutes.
    pub step_up: bool,
    /// Grows with each change; 0 before the first.
    pub version: i32,
}

/// Before a broker sets a rule: alone up to 10 lots, 20 points, no second factor.
impl Default for DealingRule {
    fn default() -> Self {
        Self { alone_up_to: 1_000_000_000, max_slippage: 20, step_up: false, version: 0 }
    }
}

#[derive(FromQueryResult)]
struct Row {
    alone_up_to: i64,
    max_slippage: i32,
    step_up: bool,
    version: i32,
}

/// The rule of the transaction's tenant.
pub struct DealingRules<'a, T>(&'a T);

impl<'a, T: Scoped> DealingRules<'a, T> {
    /// Of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }

    /// The rule as it stands.
    ///
    /// # Errors
    /// The database is away.
    pub async fn rule(&self) -> Result<DealingRule, StorageError> {
        let scope = self.0.scope();
        let sql = "SELECT alone_up_to, max_slippage, step_up, version FROM crm.dealing_rule WHERE tenant_id = $1";
        let row: Option<Row> = scope.one(sql, vec![scope.tenant()]).await?;
        Ok(row.map_or_else(DealingRule::default, |row| {
            let Row { alone_up_to, max_slippage, step_up, version } = row;
            DealingRule { alone_up_to, max_slippage, step_up, version }
        }))
    }
}

impl<T: Operates> DealingRules<'_, T> {
    /// Sets the rule, if nobody did since the version of `rule` was read; answers whether that was so.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn set(&self, _permit: &Permit<kinds::SettingsManage>, rule: &DealingRule) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let mut values: Vec<Value> =
            vec![scope.tenant(), rule.alone_up_to.into(), rule.max_slippage.into(), rule.step_up.into()];
        let touched = if rule.version == 0 {
            scope.exec("INSERT INTO crm.dealing_rule (tenant_id, alone_up_to, max_slippage, step_up) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", values).await?
        } else {
            values.push(rule.version.into());
            scope.exec("UPDATE crm.dealing_rule SET alone_up_to = $2, max_slippage = $3, step_up = $4, version = version + 1 WHERE tenant_id = $1 AND version = $5", values).await?
        };
        Ok(touched == 1)
    }
}
