//! Differences with the servers' books, and how much a person may move alone.

use crate::clients::ClientBrief;
use crate::clients::reach::{Values, condition};
use crate::scope::{Operates, Scoped};
use crate::{StorageError, TenantTx};
use chrono::{DateTime, Utc};
use crm_access::{PermissionKind, Permit, kinds};
use crm_model::{
    BalanceFindingId, BalanceFindingKind, BalanceOperationId, ClientId, StaffId, TradingAccountId, TradingServerId,
};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// A difference.
#[derive(Clone, Debug)]
pub struct BalanceFinding {
    /// Which.
    pub id: BalanceFindingId,
    /// On which account.
    pub account: TradingAccountId,
    /// Its number on the server.
    pub login: i64,
    /// Whose.
    pub client: ClientBrief,
    /// About which operation.
    pub operation: Option<BalanceOperationId>,
    /// How they differ.
    pub kind: BalanceFindingKind,
    /// The server's deal; `None` where there is none.
    pub deal: Option<i64>,
    /// In words.
    pub said: String,
    /// Grows with each change.
    pub version: i32,
    /// When it was found.
    pub found_at: DateTime<Utc>,
    /// When a person closed it.
    pub closed_at: Option<DateTime<Utc>>,
    /// Who.
    pub closed_by: Option<(StaffId, String)>,
}

/// A difference to be kept.
#[derive(Clone, Debug)]
pub struct NewBalanceFinding {
    /// On which account.
    pub account: TradingAccountId,
    /// About which operation.
    pub operation: Option<BalanceOperationId>,
    /// How they differ.
    pub kind: BalanceFindingKind,
    /// The server's deal; 0 where there is none.
    pub deal: i64,
    /// In words.
    pub said: String,
}

/// How much a person may move alone in a currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceBand {
    /// Which currency.
    pub currency: String,
    /// Its digits.
    pub digits: u32,
    /// At once, without a second person.
    pub alone_up_to: i64,
    /// In 24 hours, without a second person.
    pub alone_a_day: i64,
    /// Beyond it the second person needs `balance.approve_large`.
    pub approve_up_to: i64,
    /// Grows with each change; 0 before the first.
    pub version: i32,
}

impl BalanceBand {
    /// The same limits with other digits, never larger; `None` when they cannot be written so.
    #[must_use]
    pub fn in_digits(&self, digits: u32) -> Option<Self> {
        let of = |amount| rescaled(amount, self.digits, digits, Rounding::Down);
        Some(Self {
            digits,
            alone_up_to: of(self.alone_up_to)?,
            alone_a_day: of(self.alone_a_day)?,
            approve_up_to: of(self.approve_up_to)?,
            ..self.clone()
        })
    }
}

/// Where an amount goes that cannot be written exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// To less.
    Down,
    /// To more.
    Up,
}

/// An amount of minor units, none below zero, in another number of digits; `None` when it cannot be written so.
#[must_use]
pub fn rescaled(amount: i64, from: u32, to: u32, rounding: Rounding) -> Option<i64> {
    let factor = 10_i64.checked_pow(from.abs_diff(to))?;
    if to >= from {
        return amount.checked_mul(factor);
    }
    let whole = amount.checked_div(factor)?;
    let rest = i64::from(rounding == Rounding::Up && amount.checked_rem(factor)? != 0);
    whole.checked_add(rest)
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    account_id: Uuid,
    login: i64,
    client_id: Uuid,
    client_number: i64,
    client_name: String,
    operation_id: Option<Uuid>,
    kind: String,
    deal: i64,
    said: String,
    version: i32,
    found_at: DateTime<Utc>,
    closed_at: Option<DateTime<Utc>>,
    closed_by: Option<Uuid>,
    closed_by_name: Option<String>,
}

#[derive(FromQueryResult)]
struct BandRow {
    currency: String,
    digits: i16,
    alone_up_to: i64,
    alone_a_day: i64,
    approve_up_to: i64,
    version: i32,
}

const SELECT: &str = "SELECT f.id, f.account_id, a.login, a.client_id, c.number AS client_number, c.display_name AS client_name, f.operation_id, f.kind, f.deal, f.said, f.version, f.found_at, f.closed_at, f.closed_by, s.name AS closed_by_name
  FROM crm.balance_finding f JOIN crm.trading_account a ON a.tenant_id = $1 AND a.id = f.account_id JOIN crm.client c ON c.tenant_id = $1 AND c.id = a.client_id LEFT JOIN crm.staff s ON s.tenant_id = $1 AND s.id = f.closed_by WHERE f.tenant_id = $1";

impl TryFrom<Row> for BalanceFinding {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        Ok(Self {
            id: BalanceFindingId::from_uuid(row.id),
            account: TradingAccountId::from_uuid(row.account_id),
            login: row.login,
            client: ClientBrief {
                id: ClientId::from_uuid(row.client_id),
                number: format!("C-{}", row.client_number),
                display_name: row.client_name,
            },
            operation: row.operation_id.map(BalanceOperationId::from_uuid),
            kind: BalanceFindingKind::from_text(&row.kind).ok_or(StorageError::Corrupt("balance_finding.kind"))?,
            deal: (row.deal != 0).then_some(row.deal),
            said: row.said,
            version: row.version,
            found_at: row.found_at,
            closed_at: row.closed_at,
            closed_by: row.closed_by.map(StaffId::from_uuid).zip(row.closed_by_name),
        })
    }
}

impl From<BandRow> for BalanceBand {
    fn from(row: BandRow) -> Self {
        Self {
            currency: row.currency,
            digits: u32::try_from(row.digits).unwrap_or(0),
            alone_up_to: row.alone_up_to,
            alone_a_day: row.alone_a_day,
            approve_up_to: row.approve_up_to,
            version: row.version,
        }
    }
}

/// Differences and bands of a broker.
pub struct BalanceFindings<'a, T>(&'a T);

impl<'a, T: Scoped> BalanceFindings<'a, T> {
    /// Those of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }

    /// Open differences on accounts within reach, then those closed since an instant; each newest first, at most 500 together.
    ///
    /// # Errors
    /// The database is away.
    pub async fn list(
        &self,
        permit: &Permit<kinds::BalanceView>,
        since: DateTime<Utc>,
    ) -> Result<Vec<BalanceFinding>, StorageError> {
        let scope = self.0.scope();
        let mut values = Values(vec![scope.tenant()]);
        let since = values.push(since);
        let reach = condition(permit.reach(), &mut values);
        let sql = format!(
            "{SELECT} AND (f.closed_at IS NULL OR f.closed_at >= {since}) AND {reach} ORDER BY (f.closed_at IS NULL) DESC, f.found_at DESC, f.id DESC LIMIT 500"
        );
        let rows: Vec<Row> = scope.all(sql, values.0).await?;
        rows.into_iter().map(BalanceFinding::try_from).collect()
    }

    /// One difference on an account within reach.
    ///
    /// # Errors
    /// The database is away.
    pub async fn find<P: PermissionKind>(
        &self,
        permit: &Permit<P>,
        id: BalanceFindingId,
    ) -> Result<Option<BalanceFinding>, StorageError> {
        let scope = self.0.scope();
        let mut values = Values(vec![scope.tenant()]);
        let wanted = values.push(id.uuid());
        let reach = condition(permit.reach(), &mut values);
        let row: Option<Row> = scope.one(format!("{SELECT} AND f.id = {wanted} AND {reach}"), values.0).await?;
        row.map(BalanceFinding::try_from).transpose()
    }

    /// Up to when a server's deals were compared.
    ///
    /// # Errors
    /// The database is away.
    pub async fn compared_to(&self, server: TradingServerId) -> Result<Option<DateTime<Utc>>, StorageError> {
        #[derive(FromQueryResult)]
        struct Compared {
            compared_to: DateTime<Utc>,
        }
        let scope = self.0.scope();
        let sql = "SELECT compared_to FROM crm.balance_comparison WHERE tenant_id = $1 AND server_id = $2";
        let row: Option<Compared> = scope.one(sql, vec![scope.tenant(), server.uuid().into()]).await?;
        Ok(row.map(|row| row.compared_to))
    }

    /// How much may be moved alone, by currency.
    ///
    /// # Errors
    /// The database is away.
    pub async fn bands(&self) -> Result<Vec<BalanceBand>, StorageError> {
        let scope = self.0.scope();
        let sql = "SELECT currency, digits, alone_up_to, alone_a_day, approve_up_to, version FROM crm.balance_band WHERE tenant_id = $1 ORDER BY currency";
        let rows: Vec<BandRow> = scope.all(sql, vec![scope.tenant()]).await?;
        Ok(rows.into_iter().map(BalanceBand::from).collect())
    }
}

impl BalanceFindings<'_, TenantTx> {
    /// Keeps what is new of the differences and freezes their accounts; answers those that are new.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn keep(
        &self,
        found: &[NewBalanceFinding],
        now: DateTime<Utc>,
    ) -> Result<Vec<NewBalanceFinding>, StorageError> {
        let scope = self.0.scope();
        let mut new = Vec::new();
        for finding in found {
            let id = BalanceFindingId::generate();
            let values: Vec<Value> = vec![
                scope.tenant(),
                id.uuid().into(),
                finding.account.uuid().into(),
                finding.operation.map(BalanceOperationId::uuid).into(),
                finding.kind.as_str().into(),
                finding.deal.into(),
                finding.said.clone().into(),
                now.into(),
            ];
            let touched = scope.exec("INSERT INTO crm.balance_finding (tenant_id, id, account_id, operation_id, kind, deal, said, found_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING", values).await?;
            if touched == 1 {
                let frozen = vec![scope.tenant(), finding.account.uuid().into(), now.into()];
                scope.exec("UPDATE crm.trading_account SET money_frozen_at = coalesce(money_frozen_at, $3) WHERE tenant_id = $1 AND id = $2", frozen).await?;
                new.push(finding.clone());
            }
        }
        Ok(new)
    }

    /// Closes a difference; with the last one of an account its money moves again. Answers whether it was open at this
    /// version.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn close(
        &self,
        _permit: &Permit<kinds::BalanceApprove>,
        finding: &BalanceFinding,
        by: StaffId,
        now: DateTime<Utc>,
    ) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let values: Vec<Value> =
            vec![scope.tenant(), finding.id.uuid().into(), finding.version.into(), by.uuid().into(), now.into()];
        let touched = scope.exec("UPDATE crm.balance_finding SET closed_by = $4, closed_at = $5, version = version + 1 WHERE tenant_id = $1 AND id = $2 AND version = $3 AND closed_at IS NULL", values).await?;
        let account = vec![scope.tenant(), finding.account.uuid().into()];
        scope.exec("UPDATE crm.trading_account SET money_frozen_at = NULL WHERE tenant_id = $1 AND id = $2 AND NOT EXISTS (SELECT FROM crm.balance_finding f WHERE f.tenant_id = $1 AND f.account_id = $2 AND f.closed_at IS NULL)", account).await?;
        Ok(touched == 1)
    }
}

impl<T: Operates> BalanceFindings<'_, T> {
    /// Sets how much may be moved alone in a currency; answers whether nobody did since it was read.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn set_band(
        &self,
        _permit: &Permit<kinds::SettingsManage>,
        band: &BalanceBand,
    ) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let digits = i16::try_from(band.digits).map_err(|_| StorageError::Corrupt("balance_band.digits"))?;
        let values: Vec<Value> = vec![
            scope.tenant(),
            band.currency.clone().into(),
            digits.into(),
            band.alone_up_to.into(),
            band.alone_a_day.into(),
            band.approve_up_to.into(),
            band.version.into(),
        ];
        let touched = scope.exec("INSERT INTO crm.balance_band AS b (tenant_id, currency, digits, alone_up_to, alone_a_day, approve_up_to) SELECT $1, $2, $3, $4, $5, $6 WHERE $7 = 0 OR EXISTS (SELECT FROM crm.balance_band x WHERE x.tenant_id = $1 AND x.currency = $2)
            ON CONFLICT (tenant_id, currency) DO UPDATE SET digits = excluded.digits, alone_up_to = excluded.alone_up_to, alone_a_day = excluded.alone_a_day, approve_up_to = excluded.approve_up_to, version = b.version + 1 WHERE b.version = $7", values).await?;
        Ok(touched == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_the_same_money_in_other_digits() {
        let yen = BalanceBand {
            currency: "JPY".to_owned(),
            digits: 0,
            alone_up_to: 50_000,
            alone_a_day: 100_000,
            approve_up_to: 5_000_000,
            version: 1,
        };
        let hundredths = yen.in_digits(2).unwrap();
        assert_eq!((hundredths.alone_up_to, hundredths.approve_up_to, hundredths.digits), (5_000_000, 500_000_000, 2));
        assert_eq!(hundredths.in_digits(0).unwrap(), yen);
        assert_eq!(BalanceBand { alone_up_to: 199, ..hundredths }.in_digits(0).unwrap().alone_up_to, 1, "never more");
        assert!(BalanceBand { approve_up_to: i64::MAX, ..yen }.in_digits(2).is_none());
        assert_eq!(rescaled(199, 2, 0, Rounding::Up), Some(2));
        assert_eq!(rescaled(200, 2, 0, Rounding::Up), Some(2));
    }
}
