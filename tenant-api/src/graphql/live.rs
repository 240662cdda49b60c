//! Live news: ids only. The receiver reads again under its own rights; news of clients outside its reach is not sent.

use crate::graphql::LiveOp;
use crate::graphql::shared::app;
use crate::http::budget::{Budget, Line};
use async_graphql::{Context, Enum, ID, Result, SimpleObject, Subscription};
use crm_access::kinds::ClientView;
use crm_access::{OpContext, Permission, Reach};
use crm_app::{App, UseCaseError};
use crm_cache::{LiveEvent, LiveKind, LiveReceiver, Received};
use crm_model::ClientId;
use crm_storage::Clients;
use futures_util::Stream;
use futures_util::stream;
use std::sync::Arc;

/// News for open portals.
#[derive(Default)]
pub struct LiveSubscription;

/// What happened to a client.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// Registered.
    Created,
    /// Changed.
    Updated,
    /// Archived.
    Archived,
    /// News were lost: read everything on the screen again. The id is empty.
    Missed,
}

/// A client changed.
#[derive(SimpleObject)]
pub struct ClientChanged {
    id: ID,
    kind: ChangeKind,
    version: i64,
    /// Whether the viewer did it.
    mine: bool,
}

impl ClientChanged {
    /// News were lost, or too many to tell.
    const fn missed() -> Self {
        Self { id: ID(String::new()), kind: ChangeKind::Missed, version: 0, mine: false }
    }
}

/// The viewer's rights changed.
#[derive(SimpleObject)]
pub struct AccessChanged {
    access_version: i64,
    signed_out: bool,
}

struct Listening {
    receiver: LiveReceiver,
    live: LiveOp,
    app: Arc<App>,
    budget: Arc<Budget>,
}

#[Subscription(name = "NewsSubscription")]
impl LiveSubscription {
    /// Clients that changed within the viewer's reach.
    async fn client_changed(&self, ctx: &Context<'_>) -> Result<impl Stream<Item = Result<ClientChanged>> + use<>> {
        let live = ctx.data::<LiveOp>()?.clone();
        let app = Arc::clone(app(ctx)?);
        live.now().require::<ClientView>()?;
        let receiver = app.bus.subscribe(live.now().tenant().id)?;
        let budget = Arc::clone(ctx.data::<Arc<Budget>>()?);
        Ok(stream::unfold(Listening { receiver, live, app, budget }, |mut listening| async move {
            let next = listening.next().await?;
            Some((next, listening))
        }))
    }

    /// When the viewer's rights change, within 5 s. When the session ends, the socket closes.
    async fn access_changed(&self, ctx: &Context<'_>) -> Result<impl Stream<Item = AccessChanged> + use<>> {
        let live = ctx.data::<LiveOp>()?.clone();
        Ok(stream::unfold(live, |mut live| async move {
            let signed_out = live.0.changed().await.is_err();
            let access_version = live.now().policy().version();
            if signed_out {
                return None;
            }
            Some((AccessChanged { access_version, signed_out }, live))
        }))
    }
}

impl Listening {
    async fn next(&mut self) -> Option<Result<ClientChanged>> {
        loop {
            let event = match self.receiver.recv().await {
                Received::Event(event) => event,
                Received::Lagged => {
                    return Some(Ok(ClientChanged::missed()));
                }
                Received::Closed => return None,
            };
            let kind = match event.kind {
                LiveKind::ClientCreated => ChangeKind::Created,
                LiveKind::ClientUpdated => ChangeKind::Updated,
                LiveKind::ClientArchived => ChangeKind::Archived,
                LiveKind::ClientsChanged => return Some(Ok(ClientChanged::missed())),
                // the socket's own affair, and that of processes, imports and trading
                LiveKind::ImportChanged
                | LiveKind::BalanceOperationChanged
                | LiveKind::TradeCommandChanged
                | LiveKind::DealsKept
                | LiveKind::AccessChanged
                | LiveKind::FiguresWatched
                | LiveKind::ServerWanted => continue,
            };
            let op = self.live.now();
            match self.reaches(&op, &event).await {
                Ok(true) => {
                    let mine = event.by.is_some() && event.by == op.actor().staff().map(|s| s.id.uuid());
                    return Some(Ok(ClientChanged {
                        id: ID(ClientId::from_uuid(event.id).to_string()),
                        kind,
                        version: event.version,
                        mine,
                    }));
                }
                Ok(false) => {}
                Err(error) => return Some(Err(error.into())),
            }
        }
    }

    /// The reach of now decides, as in lists: by what the event says where that is enough, else by a look at the row.
    async fn reaches(&self, op: &OpContext, event: &LiveEvent) -> Result<bool, UseCaseError> {
        let Ok(permit) = op.require::<ClientView>() else { return Ok(false) };
        let archived = op.holds(Permission::ClientDelete);
        if event.kind == LiveKind::ClientArchived && !archived {
            // an archived client leaves the lists of those who had it: they learn that it is gone, as lists show it
            return Ok(within(permit.reach(), event));
        }
        if matches!(permit.reach(), Reach::All) || within(permit.reach(), event) {
            return Ok(true);
        }
        let _turn = self.budget.turn(op.tenant().id, Line::News).await.map_err(|_| UseCaseError::Busy)?;
        let tx = self.app.db.read(op).await?;
        let me = op.actor().staff().map(|s| s.id);
        Ok(Clients::of(&tx).find(&permit, me, ClientId::from_uuid(event.id), archived).await?.is_some())
    }
}

fn within(reach: &Reach, event: &LiveEvent) -> bool {
    let owns = |people: &crm_access::People| people.own(event.owner.map(crm_model::StaffId::from_uuid));
    match reach {
        Reach::All => true,
        Reach::Own(people) => owns(people),
        Reach::Team(people, teams) => {
            owns(people) || event.team.is_some_and(|t| teams.iter().any(|known| known.uuid() == t))
        }
    }
}
