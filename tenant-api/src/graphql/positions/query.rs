use super::input::{LiveFilter, PositionSort, filter, part, sort, watch};
use crate::graphql::shared::{app, op};
use crate::view::position::{Exposure, MarginWatch, OrderWindow, PositionWindow};
use crate::view::trading_server::TradingEnvironment;
use async_graphql::{Context, Object, Result};
use crm_app::positions;

/// Live positions, orders and figures, asked once.
#[derive(Default)]
pub struct PositionQuery;

#[Object]
impl PositionQuery {
    /// A part of the open positions on accounts within reach, as they are on the servers; 50 rows unless said, at most 200.
    async fn positions(
        &self,
        ctx: &Context<'_>,
        filter: Option<LiveFilter>,
        sort: Option<PositionSort>,
        from: Option<i32>,
        count: Option<i32>,
    ) -> Result<PositionWindow> {
        let (wanted, part) = (self::filter(filter)?, part(from, count)?);
        let window = positions::positions(op(ctx)?, app(ctx)?, &wanted, self::sort(sort), part).await?;
        Ok(PositionWindow::new(window, part.from()))
    }

    /// A part of the waiting orders on accounts within reach, the one placed last first.
    async fn pending_orders(
        &self,
        ctx: &Context<'_>,
        filter: Option<LiveFilter>,
        from: Option<i32>,
        count: Option<i32>,
    ) -> Result<OrderWindow> {
        let (wanted, part) = (self::filter(filter)?, part(from, count)?);
        let window = positions::pending_orders(op(ctx)?, app(ctx)?, &wanted, part).await?;
        Ok(OrderWindow::new(&window, part.from()))
    }

    /// What the open positions within reach add up to, by symbol.
    async fn exposure(&self, ctx: &Context<'_>, filter: Option<LiveFilter>) -> Result<Exposure> {
        let wanted = self::filter(filter)?;
        Ok(positions::exposure(op(ctx)?, app(ctx)?, &wanted).await?.into())
    }

    /// Accounts within reach whose margin level is below so many per cent (150 unless said), the lowest first.
    async fn margin_watch(
        &self,
        ctx: &Context<'_>,
        below: Option<String>,
        environment: Option<TradingEnvironment>,
        from: Option<i32>,
        count: Option<i32>,
    ) -> Result<MarginWatch> {
        let (watch, part) = (watch(below, environment)?, part(from, count)?);
        Ok(positions::margin_watch(op(ctx)?, app(ctx)?, watch, part).await?.into())
    }
}
