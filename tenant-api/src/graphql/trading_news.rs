//! News of balance operations, trade commands and deals: ids only. The receiver reads again under its own rights; what the
//! queries do not show is not told of.

use crate::graphql::LiveOp;
use crate::graphql::shared::app;
use crate::http::budget::{Budget, Line};
use async_graphql::{Context, ID, Result, SimpleObject, Subscription};
use chrono::{DateTime, Utc};
use crm_access::OpContext;
use crm_access::kinds::{BalanceView, PositionView};
use crm_app::{App, UseCaseError, deals};
use crm_cache::{LiveEvent, LiveKind, LiveReceiver, Received};
use crm_model::{BalanceOperationId, TradeCommandId, TradingAccountId};
use crm_storage::{BalanceOperations, DealFilter, PageRequest, TenantRead, TradeCommands};
use futures_util::{Stream, stream};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// News of trading for open portals.
#[derive(Default)]
pub struct TradingNewsSubscription;

/// A balance operation was asked for, or moved on.
#[derive(SimpleObject)]
pub struct BalanceOperationChanged {
    /// News were lost: read everything on the screen again. Everything else is null.
    missed: bool,
    operation_id: Option<ID>,
    account_id: Option<ID>,
    client_id: Option<ID>,
    version: Option<i32>,
}

/// A trade command was asked for, or moved on.
#[derive(SimpleObject)]
pub struct TradeCommandChanged {
    /// News were lost: read everything on the screen again. Everything else is null.
    missed: bool,
    command_id: Option<ID>,
    account_id: Option<ID>,
    client_id: Option<ID>,
    version: Option<i32>,
}

/// An account with deals that were not there before, or are shown otherwise now.
#[derive(SimpleObject)]
pub struct AccountWithDeals {
    account_id: ID,
    client_id: ID,
}

/// Deals came, or are shown otherwise now.
#[derive(SimpleObject)]
pub struct DealsChanged {
    /// News were lost, or are too many to tell: read everything on the screen again.
    missed: bool,
    accounts: Vec<AccountWithDeals>,
}

/// News of deals are gathered this long before they are told: a list is read again once for many.
const GATHERED: Duration = Duration::from_millis(500);
/// As many accounts are told of at once.
const ACCOUNTS: usize = 200;

struct Listening {
    receiver: LiveReceiver,
    live: LiveOp,
    app: Arc<App>,
    budget: Arc<Budget>,
}

#[Subscription(name = "TradingNewsSubscription")]
impl TradingNewsSubscription {
    /// Balance operations within the viewer's reach that were asked for or moved on.
    async fn balance_operation_changed(
        &self,
        ctx: &Context<'_>,
    ) -> Result<impl Stream<Item = Result<BalanceOperationChanged>> + use<>> {
        ctx.data::<LiveOp>()?.now().require::<BalanceView>()?;
        let listening = Listening::new(ctx)?;
        Ok(stream::unfold(listening, |mut listening| async move {
            let next = listening.next_operation().await?;
            Some((next, listening))
        }))
    }

    /// Trade commands within the viewer's reach that were asked for or moved on.
    async fn trade_command_changed(
        &self,
        ctx: &Context<'_>,
    ) -> Result<impl Stream<Item = Result<TradeCommandChanged>> + use<>> {
        ctx.data::<LiveOp>()?.now().require::<PositionView>()?;
        let listening = Listening::new(ctx)?;
        Ok(stream::unfold(listening, |mut listening| async move {
            let next = listening.next_command().await?;
            Some((next, listening))
        }))
    }

    /// Accounts within the viewer's reach with new deals that the viewer sees, twice a second at most.
    async fn deals_changed(&self, ctx: &Context<'_>) -> Result<impl Stream<Item = Result<DealsChanged>> + use<>> {
        ctx.data::<LiveOp>()?.now().require::<PositionView>()?;
        let listening = Listening::new(ctx)?;
        Ok(stream::unfold(listening, |mut listening| async move {
            let next = listening.next_deals().await?;
            Some((next, listening))
        }))
    }
}

impl Listening {
    fn new(ctx: &Context<'_>) -> Result<Self> {
        let live = ctx.data::<LiveOp>()?.clone();
        let app = Arc::clone(app(ctx)?);
        let receiver = app.bus.subscribe(live.now().tenant().id)?;
        Ok(Self { receiver, live, app, budget: Arc::clone(ctx.data::<Arc<Budget>>()?) })
    }

    /// The next event of a kind; `None` inside when some were lost, and outside when there will be none any more.
    async fn next_of(&mut self, kind: LiveKind) -> Option<Option<LiveEvent>> {
        loop {
            match self.receiver.recv().await {
                Received::Event(event) if event.kind == kind => return Some(Some(event)),
                Received::Event(_) => {}
                Received::Lagged => return Some(None),
                Received::Closed => return None,
            }
        }
    }

    async fn next_operation(&mut self) -> Option<Result<BalanceOperationChanged>> {
        loop {
            let event = self.next_of(LiveKind::BalanceOperationChanged).await?;
            let op = self.live.now();
            // the rights of now decide; who lost the right hears nothing
            let Ok(permit) = op.require::<BalanceView>() else { continue };
            let Some(event) = event else { return Some(Ok(BalanceOperationChanged::lost())) };
            let id = BalanceOperationId::from_uuid(event.id);
            let found = self
                .look(&op, async |tx| Ok::<_, UseCaseError>(BalanceOperations::of(tx).find(&permit, id).await?))
                .await;
            match found {
                Ok(Some(found)) => return Some(Ok(found.into())),
                Ok(None) => {}
                Err(error) => return Some(Err(error.into())),
            }
        }
    }

    async fn next_command(&mut self) -> Option<Result<TradeCommandChanged>> {
        loop {
            let event = self.next_of(LiveKind::TradeCommandChanged).await?;
            let op = self.live.now();
            let Ok(permit) = op.require::<PositionView>() else { continue };
            let Some(event) = event else { return Some(Ok(TradeCommandChanged::lost())) };
            let id = TradeCommandId::from_uuid(event.id);
            let found =
                self.look(&op, async |tx| Ok::<_, UseCaseError>(TradeCommands::of(tx).find(&permit, id).await?)).await;
            match found {
                Ok(Some(found)) => return Some(Ok(found.into())),
                Ok(None) => {}
                Err(error) => return Some(Err(error.into())),
            }
        }
    }

    async fn next_deals(&mut self) -> Option<Result<DealsChanged>> {
        loop {
            let heard = self.gather().await?;
            let op = self.live.now();
            if op.require::<PositionView>().is_err() {
                continue;
            }
            let Some(heard) = heard else { return Some(Ok(DealsChanged::lost())) };
            match self.look(&op, async |tx| heard.seen(&op, tx).await).await {
                Ok(Some(changed)) => return Some(Ok(changed)),
                Ok(None) => {}
                Err(error) => return Some(Err(error.into())),
            }
        }
    }

    /// What is heard of deals within a moment, from the first word on.
    async fn gather(&mut self) -> Option<Option<HeardDeals>> {
        let mut heard = HeardDeals::default();
        let Some(first) = self.next_of(LiveKind::DealsKept).await? else { return Some(None) };
        heard.add(&first);
        let until = Instant::now() + GATHERED;
        while heard.accounts.len() < ACCOUNTS {
            match timeout_at(until, self.next_of(LiveKind::DealsKept)).await {
                Ok(Some(Some(event))) => heard.add(&event),
                Ok(Some(None)) => return Some(None),
                Ok(None) => return None,
                Err(_) => break,
            }
        }
        Some(Some(heard))
    }

    async fn look<T>(
        &self,
        op: &OpContext,
        read: impl AsyncFnOnce(&TenantRead) -> Result<T, UseCaseError>,
    ) -> Result<T, UseCaseError> {
        let _turn = self.budget.turn(op.tenant().id, Line::News).await.map_err(|_| UseCaseError::Busy)?;
        let tx = self.app.db.read(op).await?;
        read(&tx).await
    }
}

/// Of which accounts deals were kept, and when the oldest of each was made.
#[derive(Default)]
struct HeardDeals {
    accounts: BTreeMap<TradingAccountId, DateTime<Utc>>,
    /// Of accounts that were not named.
    many: Option<DateTime<Utc>>,
}

impl HeardDeals {
    fn add(&mut self, event: &LiveEvent) {
        let at = DateTime::from_timestamp_micros(event.version).unwrap_or(DateTime::UNIX_EPOCH);
        if event.id.is_nil() {
            self.many = Some(self.many.map_or(at, |known| known.min(at)));
            return;
        }
        let oldest = self.accounts.entry(TradingAccountId::from_uuid(event.id)).or_insert(at);
        *oldest = (*oldest).min(at);
    }

    /// What of it the reader sees.
    async fn seen(self, op: &OpContext, tx: &TenantRead) -> Result<Option<DealsChanged>, UseCaseError> {
        if let Some(from) = self.many {
            let filter = DealFilter { from: Some(from), ..DealFilter::default() };
            let newest = deals::list(op, tx, &filter, &PageRequest { first: 1, after: None }).await?;
            if !newest.rows.is_empty() {
                return Ok(Some(DealsChanged::lost()));
            }
        }
        let accounts: Vec<_> = self.accounts.into_iter().collect();
        let seen = deals::seen_since(op, tx, &accounts).await?;
        let told = |(account, client): (TradingAccountId, crm_model::ClientId)| AccountWithDeals {
            account_id: ID(account.to_string()),
            client_id: ID(client.to_string()),
        };
        let accounts: Vec<AccountWithDeals> = seen.into_iter().map(told).collect();
        Ok((!accounts.is_empty()).then_some(DealsChanged { missed: false, accounts }))
    }
}

impl DealsChanged {
    const fn lost() -> Self {
        Self { missed: true, accounts: Vec::new() }
    }
}

impl BalanceOperationChanged {
    const fn lost() -> Self {
        Self { missed: true, operation_id: None, account_id: None, client_id: None, version: None }
    }
}

impl TradeCommandChanged {
    const fn lost() -> Self {
        Self { missed: true, command_id: None, account_id: None, client_id: None, version: None }
    }
}

impl From<crm_storage::BalanceOperation> for BalanceOperationChanged {
    fn from(operation: crm_storage::BalanceOperation) -> Self {
        Self {
            missed: false,
            operation_id: Some(ID(operation.id.to_string())),
            account_id: Some(ID(operation.account.to_string())),
            client_id: Some(ID(operation.client.id.to_string())),
            version: Some(operation.version),
        }
    }
}

impl From<crm_storage::TradeCommand> for TradeCommandChanged {
    fn from(command: crm_storage::TradeCommand) -> Self {
        Self {
            missed: false,
            command_id: Some(ID(command.id.to_string())),
            account_id: Some(ID(command.account.to_string())),
            client_id: Some(ID(command.client.id.to_string())),
            version: Some(command.version),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crm_model::TenantId;

    fn event(id: TradingAccountId, micros: i64) -> LiveEvent {
        let (tenant, kind) = (TenantId::generate(), LiveKind::DealsKept);
        LiveEvent { tenant, kind, id: id.uuid(), version: micros, by: None, owner: None, team: None }
    }

    #[test]
    fn the_oldest_deal_of_an_account_says_from_where_to_look() {
        let account = TradingAccountId::generate();
        let mut heard = HeardDeals::default();
        for micros in [9, 4, 7] {
            heard.add(&event(account, micros));
        }
        let micros: Vec<i64> = heard.accounts.values().map(DateTime::timestamp_micros).collect();
        assert_eq!((micros, heard.many), (vec![4], None));
        for micros in [8, 3] {
            heard.add(&event(TradingAccountId::from_uuid(uuid::Uuid::nil()), micros));
        }
        assert_eq!(heard.many.map(|at| at.timestamp_micros()), Some(3));
        assert_eq!(heard.accounts.len(), 1);
    }
}
