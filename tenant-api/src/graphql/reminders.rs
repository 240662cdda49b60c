//! Reminders: a person's own tasks when their time comes, under the rights of that moment. A portal that was away says
//! since when, and hears what fell due meanwhile.

use crate::graphql::LiveOp;
use crate::graphql::shared::app;
use crate::http::budget::{Budget, Line};
use crate::view::task::TaskReminder;
use async_graphql::{Context, Result, Subscription};
use chrono::{DateTime, Duration, Utc};
use crm_access::{AccessError, Permission};
use crm_app::tasks::{self, DueTask};
use crm_app::{App, UseCaseError};
use crm_cache::{LiveEvent, LiveReceiver, Received};
use futures_util::Stream;
use futures_util::stream;
use std::collections::VecDeque;
use std::sync::Arc;

/// Reminders of open portals.
#[derive(Default)]
pub struct ReminderSubscription;

/// How often the clock is looked at.
const LOOK: std::time::Duration = std::time::Duration::from_secs(10);
/// What fell due longer ago stands in the queue and is not told again.
const BACK: Duration = Duration::hours(12);

struct Reminding {
    from: DateTime<Utc>,
    told: VecDeque<DueTask>,
    receiver: LiveReceiver,
    live: LiveOp,
    app: Arc<App>,
    budget: Arc<Budget>,
}

#[Subscription(name = "ReminderSubscription")]
impl ReminderSubscription {
    /// The viewer's tasks and call-backs whose time comes, and those whose time came after `since`, up to 12 hours back.
    async fn task_due(
        &self,
        ctx: &Context<'_>,
        since: Option<DateTime<Utc>>,
    ) -> Result<impl Stream<Item = Result<TaskReminder>> + use<>> {
        let live = ctx.data::<LiveOp>()?.clone();
        let app = Arc::clone(app(ctx)?);
        let op = live.now();
        // an open page is no use of it
        if !op.holds(Permission::TaskManage) {
            return Err(AccessError::Forbidden(Permission::TaskManage).into());
        }
        let receiver = app.bus.subscribe(op.tenant().id)?;
        let budget = Arc::clone(ctx.data::<Arc<Budget>>()?);
        let now = op.now();
        let from = since.map_or(now, |since| since.clamp(now - BACK, now));
        let first = Some(Reminding { from, told: VecDeque::new(), receiver, live, app, budget });
        Ok(stream::unfold(first, |reminding| async move {
            let mut reminding = reminding?;
            let told: Result<TaskReminder> = match reminding.next().await? {
                Ok(due) => Ok(due.into()),
                Err(error) => return Some((Err(error.into()), None)),
            };
            Some((told, Some(reminding)))
        }))
    }
}

impl Reminding {
    /// The next reminder; nothing when the session has ended.
    async fn next(&mut self) -> Option<Result<DueTask, UseCaseError>> {
        loop {
            if let Some(due) = self.told.pop_front() {
                return Some(Ok(due));
            }
            match self.look().await {
                Ok(found) if found.is_empty() => self.wait().await?,
                Ok(found) => self.told = found,
                // busy for a moment: the next look begins where the last one ended
                Err(error) if error.code() == "busy" => self.wait().await?,
                Err(error) => return Some(Err(error)),
            }
        }
    }

    /// What fell due since the last look. The rights of now decide; who lost the right hears nothing.
    async fn look(&mut self) -> Result<VecDeque<DueTask>, UseCaseError> {
        let op = self.live.now();
        let now = op.now();
        if now <= self.from || !op.holds(Permission::TaskManage) {
            return Ok(VecDeque::new());
        }
        let turn = self.budget.turn(op.tenant().id, Line::News).await;
        let _turn = turn.map_err(|_| UseCaseError::Busy)?;
        let tx = self.app.db.read(&op).await?;
        let found = tasks::due(&op, &tx, self.from, now).await?;
        self.from = now;
        Ok(found.into())
    }

    /// Until the clock is to be looked at again, or something of the person's own changed.
    async fn wait(&mut self) -> Option<()> {
        let clock = tokio::time::sleep(LOOK);
        tokio::pin!(clock);
        loop {
            let me = self.live.now().actor().staff().map(|s| s.id.uuid());
            let own = |event: &LiveEvent| me.is_some() && (event.owner == me || event.by == me);
            tokio::select! {
                () = &mut clock => return Some(()),
                changed = self.live.0.changed() => return changed.ok(),
                news = self.receiver.recv() => match news {
                    Received::Event(event) if own(&event) => return Some(()),
                    Received::Event(_) => {}
                    Received::Lagged => return Some(()),
                    Received::Closed => return None,
                },
            }
        }
    }
}
