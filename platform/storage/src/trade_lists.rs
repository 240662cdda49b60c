//! Lists of trade commands.

use super::trade_commands::{TradeCommand, TradeCommands};
use super::trade_rows::{Row, SELECT};
use crate::clients::reach::{Values, condition};
use crate::scope::Scoped;
use crate::{Page, PageRequest, StorageError};
use chrono::{DateTime, Utc};
use crm_access::{Permit, kinds};
use crm_model::{ClientId, StaffId, TradeCommandId, TradeKind, TradeState, TradingAccountId};
use sea_orm::Value;

/// Which commands.
#[derive(Clone, Debug, Default)]
pub struct TradeCommandFilter {
    /// This one only.
    pub id: Option<TradeCommandId>,
    /// On an account.
    pub account: Option<TradingAccountId>,
    /// Of a client.
    pub client: Option<ClientId>,
    /// Of these kinds; all when empty.
    pub kinds: Vec<TradeKind>,
    /// In these states; all when empty.
    pub states: Vec<TradeState>,
    /// Asked for by somebody.
    pub requested_by: Option<StaffId>,
    /// Asked for at or after.
    pub from: Option<DateTime<Utc>>,
    /// Asked for before.
    pub before: Option<DateTime<Utc>>,
}

const COUNTED: &str = "FROM crm.trade_command o JOIN crm.trading_account a ON a.tenant_id = $1 AND a.id = o.account_id JOIN crm.client c ON c.tenant_id = $1 AND c.id = a.client_id WHERE o.tenant_id = $1";

impl TradeCommandFilter {
    fn narrowing(&self, values: &mut Values) -> String {
        let ids: [(&str, Option<Value>); 6] = [
            ("o.id =", self.id.map(|id| id.uuid().into())),
            ("o.account_id =", self.account.map(|id| id.uuid().into())),
            ("a.client_id =", self.client.map(|id| id.uuid().into())),
            ("o.requested_by =", self.requested_by.map(|id| id.uuid().into())),
            ("o.requested_at >=", self.from.map(Value::from)),
            ("o.requested_at <", self.before.map(Value::from)),
        ];
        let texts: [(&str, Vec<&str>); 2] = [
            ("o.kind", self.kinds.iter().map(|kind| kind.as_str()).collect()),
            ("o.state", self.states.iter().map(|state| state.as_str()).collect()),
        ];
        let mut sql = String::new();
        for (column, value) in ids.into_iter().filter_map(|(column, value)| Some((column, value?))) {
            sql.push_str(&format!(" AND {column} {}", values.push(value)));
        }
        for (column, list) in texts.into_iter().filter(|(_, list)| !list.is_empty()) {
            let list: Vec<String> = list.into_iter().map(str::to_owned).collect();
            sql.push_str(&format!(" AND {column} = ANY({})", values.push(list)));
        }
        sql
    }
}

impl<T: Scoped> TradeCommands<'_, T> {
    /// A page of commands on accounts within reach, newest first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn list(
        &self,
        permit: &Permit<kinds::PositionView>,
        filter: &TradeCommandFilter,
        page: &PageRequest,
    ) -> Result<Page<TradeCommand>, StorageError> {
        let scope = self.0.scope();
        let mut values = Values(vec![scope.tenant()]);
        let reach = condition(permit.reach(), &mut values);
        let mut sql = format!("{SELECT} AND {reach}{}", filter.narrowing(&mut values));
        if let Some((at, id)) = page.after.as_ref().and_then(crate::balance_lists::place) {
            let (at, id) = (values.push(at), values.push(id));
            sql.push_str(&format!(" AND (o.requested_at, o.id) < ({at}, {id})"));
        }
        sql.push_str(&format!(" ORDER BY o.requested_at DESC, o.id DESC LIMIT {}", u32::from(page.first) + 1));
        scope.plan_each_time().await?;
        let rows: Vec<Row> = scope.all(sql, values.0).await?;
        scope.plan_once().await?;
        let rows = rows.into_iter().map(TradeCommand::try_from).collect::<Result<_, _>>()?;
        Ok(Page::cut(rows, page.first))
    }
    /// How many commands a filter finds; counting stops at 1,000.
    ///
    /// # Errors
    /// The database is away.
    pub async fn count(
        &self,
        permit: &Permit<kinds::PositionView>,
        filter: &TradeCommandFilter,
    ) -> Result<i64, StorageError> {
        let scope = self.0.scope();
        let mut values = Values(vec![scope.tenant()]);
        let reach = condition(permit.reach(), &mut values);
        let tail = format!("{COUNTED} AND {reach}{}", filter.narrowing(&mut values));
        crate::balance_lists::counted(scope, &tail, values).await
    }
}
