use super::input::{LiveFilter, PositionSort, filter, part, sort, watch};
use crate::graphql::LiveOp;
use crate::graphql::shared::{self, app};
use crate::http::budget::{Budget, Line};
use crate::view::position::{Exposure, MarginWatch, OrderBeat, PositionBeat};
use crate::view::trading_account::TradingAccount;
use crate::view::trading_server::TradingEnvironment;
use async_graphql::{Context, ID, Result, Subscription};
use crm_app::positions::{Beats, ExposureBeats, Listener, LiveAccountsBeat, MarginBeat, OrderBeats, PositionBeats};
use crm_app::{App, UseCaseError};
use crm_model::ClientId;
use futures_util::{Stream, stream};
use std::sync::Arc;

/// Live positions, orders and figures as they change: at most four beats a second, and one every five seconds without news.
/// Rights are those of now at every beat; when the right is gone the subscription ends.
#[derive(Default)]
pub struct PositionSubscription;

#[Subscription]
impl PositionSubscription {
    /// A window of open positions.
    async fn position_beats(
        &self,
        ctx: &Context<'_>,
        filter: Option<LiveFilter>,
        sort: Option<PositionSort>,
        from: Option<i32>,
        count: Option<i32>,
    ) -> Result<impl Stream<Item = Result<PositionBeat>> + use<>> {
        let beats = PositionBeats::new(self::filter(filter)?, self::sort(sort), part(from, count)?);
        beating(ctx, beats, PositionBeat::from)
    }

    /// A window of waiting orders.
    async fn order_beats(
        &self,
        ctx: &Context<'_>,
        filter: Option<LiveFilter>,
        from: Option<i32>,
        count: Option<i32>,
    ) -> Result<impl Stream<Item = Result<OrderBeat>> + use<>> {
        beating(ctx, OrderBeats::new(self::filter(filter)?, part(from, count)?), OrderBeat::from)
    }

    /// What the open positions add up to, whole each time.
    async fn exposure_beats(
        &self,
        ctx: &Context<'_>,
        filter: Option<LiveFilter>,
    ) -> Result<impl Stream<Item = Result<Exposure>> + use<>> {
        beating(ctx, ExposureBeats::new(self::filter(filter)?), Exposure::from)
    }

    /// Accounts near their end, whole each time.
    async fn margin_watch_beats(
        &self,
        ctx: &Context<'_>,
        below: Option<String>,
        environment: Option<TradingEnvironment>,
        from: Option<i32>,
        count: Option<i32>,
    ) -> Result<impl Stream<Item = Result<MarginWatch>> + use<>> {
        beating(ctx, MarginBeat::new(watch(below, environment)?, part(from, count)?), MarginWatch::from)
    }

    /// A client's accounts with live figures, whole each time. Needs balance.view and trading_account.view as well.
    async fn account_beats(
        &self,
        ctx: &Context<'_>,
        client_id: ID,
    ) -> Result<impl Stream<Item = Result<Vec<TradingAccount>>> + use<>> {
        let client = shared::id(ClientId::parse(&client_id), "client")?;
        beating(ctx, LiveAccountsBeat::new(client), |rows| rows.into_iter().map(TradingAccount::from).collect())
    }
}

/// A subscription that goes on.
struct Beating<B> {
    listener: Listener,
    beats: B,
    live: LiveOp,
    app: Arc<App>,
    budget: Arc<Budget>,
}

fn beating<B: Beats + 'static, V>(
    ctx: &Context<'_>,
    beats: B,
    show: fn(B::Beat) -> V,
) -> Result<impl Stream<Item = Result<V>> + use<B, V>> {
    let live = ctx.data::<LiveOp>()?.clone();
    let app = Arc::clone(app(ctx)?);
    let listener = Listener::new(&live.now(), &app)?;
    let budget = Arc::clone(ctx.data::<Arc<Budget>>()?);
    let first = Some(Beating { listener, beats, live, app, budget });
    Ok(stream::unfold(first, move |beating| async move {
        let mut beating = beating?;
        match beating.next().await? {
            Ok(beat) => Some((Ok(show(beat)), Some(beating))),
            Err(error) => Some((Err(error.into()), None)),
        }
    }))
}

impl<B: Beats> Beating<B> {
    /// The next beat; nothing when the session has ended.
    async fn next(&mut self) -> Option<Result<B::Beat, UseCaseError>> {
        loop {
            tokio::select! {
                () = self.listener.wait() => {}
                changed = self.live.0.changed() => changed.ok()?,
            }
            match self.look().await {
                Ok(None) => {}
                Ok(Some(beat)) => return Some(Ok(beat)),
                Err(error) => return Some(Err(error)),
            }
        }
    }

    async fn look(&mut self) -> Result<Option<B::Beat>, UseCaseError> {
        let op = self.live.now();
        if self.listener.wants_reach(&op) {
            let turn = self.budget.turn(op.tenant().id, Line::News).await;
            let _turn = turn.map_err(|_| UseCaseError::Busy)?;
            self.listener.read_reach(&op, &self.app).await?;
        }
        self.listener.beat(&op, &self.app, &mut self.beats).await
    }
}
