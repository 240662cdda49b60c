//! Deals and the history of accounts in the staff portal's GraphQL.

use crate::graphql::error::Refusal;
use crate::graphql::shared::{self, PageInfo, app, op, reader};
use crate::view::deal::{
    AccountCurve, CandleChart, CandleFrame, Deal, DealAction, DealEntry, DealSource, DealTotal, EndedOrderPage,
};
use crate::view::position::Feed;
use crate::view::trading_server::TradingEnvironment;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use crm_app::deals;
use crm_model::{ClientId, TradingAccountId, TradingServerId};

/// Looking at deals and the history of accounts.
#[derive(Default)]
pub struct DealQuery;

/// Which deals. What is absent does not count.
#[derive(InputObject, Default)]
pub struct DealFilter {
    client_id: Option<ID>,
    account_id: Option<ID>,
    server_id: Option<ID>,
    /// Of real or of play money; both, unless said.
    environment: Option<TradingEnvironment>,
    symbols: Option<Vec<String>>,
    actions: Option<Vec<DealAction>>,
    entries: Option<Vec<DealEntry>>,
    /// A position's number.
    position: Option<String>,
    sources: Option<Vec<DealSource>>,
    from: Option<DateTime<Utc>>,
    before: Option<DateTime<Utc>>,
}

/// A deal with its place in the list.
#[derive(SimpleObject)]
pub struct DealEdge {
    cursor: String,
    node: Deal,
}

/// A page of deals.
#[derive(SimpleObject)]
pub struct DealConnection {
    edges: Vec<DealEdge>,
    page_info: PageInfo,
    feeds: Vec<Feed>,
}

impl DealFilter {
    fn read(self) -> Result<crm_storage::DealFilter> {
        let position = self.position.map(|text| text.parse::<i64>().ok().filter(|number| *number > 0).ok_or(()));
        let position = position.transpose().map_err(|()| {
            async_graphql::Error::new_with_source(Refusal::invalid("Give the position's number as the server has it."))
        })?;
        Ok(crm_storage::DealFilter {
            client: self.client_id.map(|id| shared::id(ClientId::parse(&id), "client")).transpose()?,
            account: self.account_id.map(|id| account_id(&id)).transpose()?,
            server: self.server_id.map(|id| shared::id(TradingServerId::parse(&id), "trading server")).transpose()?,
            environment: self.environment.map(Into::into),
            symbols: self.symbols.unwrap_or_default(),
            actions: self.actions.unwrap_or_default().into_iter().flat_map(DealAction::kept).collect(),
            entries: self.entries.unwrap_or_default().into_iter().map(Into::into).collect(),
            position,
            sources: self.sources.unwrap_or_default().into_iter().map(Into::into).collect(),
            from: self.from,
            before: self.before,
        })
    }
}

#[Object]
impl DealQuery {
    /// Deals of accounts within reach, newest first. Bookings of money are there for those who see the account's money.
    async fn deals(
        &self,
        ctx: &Context<'_>,
        filter: Option<DealFilter>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<DealConnection> {
        let page = shared::page(first, after.as_deref())?;
        let filter = filter.unwrap_or_default().read()?;
        let op = op(ctx)?;
        let feeds = deals::feeds(op, app(ctx)?, &filter).await?;
        let found = deals::list(op, reader(ctx).await?, &filter, &page).await?;
        let more = found.more;
        let edges: Vec<DealEdge> =
            found.rows.into_iter().map(|row| DealEdge { cursor: row.cursor().encode(), node: row.into() }).collect();
        let cursors: Vec<String> = edges.iter().map(|edge| edge.cursor.clone()).collect();
        let page_info = PageInfo::of(&cursors, more, after.is_some());
        Ok(DealConnection { edges, page_info, feeds: feeds.into_iter().map(Feed::from).collect() })
    }

    /// What the deals under a filter come to, by currency.
    async fn deal_totals(&self, ctx: &Context<'_>, filter: Option<DealFilter>) -> Result<Vec<DealTotal>> {
        let filter = filter.unwrap_or_default().read()?;
        let totals = deals::totals(op(ctx)?, reader(ctx).await?, &filter).await?;
        Ok(totals.into_iter().map(DealTotal::from).collect())
    }

    /// Orders of an account that ended in a span of time, as its server tells them now.
    async fn ended_orders(
        &self,
        ctx: &Context<'_>,
        account_id: ID,
        from: DateTime<Utc>,
        before: DateTime<Utc>,
        cursor: Option<String>,
    ) -> Result<EndedOrderPage> {
        let id = self::account_id(&account_id)?;
        let page = deals::ended(op(ctx)?, app(ctx)?, id, from, before, cursor).await;
        Ok(shared::refused(page)?.into())
    }

    /// An account's balance over the last days, exact from its deals, with its equity where that was observed.
    async fn account_curve(
        &self,
        ctx: &Context<'_>,
        account_id: ID,
        #[graphql(default = 90)] days: i32,
    ) -> Result<AccountCurve> {
        let id = self::account_id(&account_id)?;
        let curve = deals::curve(op(ctx)?, reader(ctx).await?, id, days).await;
        Ok(shared::refused(curve)?.into())
    }

    /// A symbol's candles as the account's server tells them now, with the account's trades in them; at most 2,000 candles.
    async fn candles(
        &self,
        ctx: &Context<'_>,
        account_id: ID,
        symbol: String,
        frame: CandleFrame,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<CandleChart> {
        let account = self::account_id(&account_id)?;
        let input = deals::ChartInput { account, symbol, frame: frame.into(), from, to };
        let chart = shared::refused(deals::chart(op(ctx)?, app(ctx)?, &input).await)?;
        Ok(CandleChart::new(input.symbol, chart))
    }
}

fn account_id(id: &ID) -> Result<TradingAccountId> {
    shared::id(TradingAccountId::parse(id), "trading account")
}
